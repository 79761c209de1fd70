//! What a magazine's front page gives, measured against the records that people made of the same page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that fails may panic, and a score is printed"
)]

#[path = "list/yardstick.rs"]
mod yardstick;

use callboard_importer::magazine::{Options, read};
use callboard_importer::{Draft, Import, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use yardstick::{all_records, field, names_of, one_line, records, shown, value};

fn options() -> Options {
    let names = |folder: &str| -> BTreeMap<String, String> {
        records(folder)
            .iter()
            .flat_map(|record| {
                names_of(record)
                    .into_iter()
                    .map(|name| (name, record.id.clone()))
            })
            .collect()
    };
    Options {
        source: Some("magazine-home".to_owned()),
        collection: Some("magazine-front-page".to_owned()),
        organizations: names("organizations"),
        sections: yardstick::sections(),
        series: names("series"),
        language: Some("en".to_owned()),
    }
}

#[track_caller]
fn check(file: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/magazine")
        .join(file);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{file} differs; UPDATE=1 writes it anew\n{actual}"
    );
}

/// Whether every person that the hand-made record names stands in the draft, with role and organization.
fn people(draft: &Draft, record: &yardstick::record::Record) -> (usize, usize) {
    let mut wanted: Vec<BTreeMap<&str, &str>> = Vec::new();
    for line in record.below("people") {
        let line = line.trim();
        let (starts, pair) = line
            .strip_prefix("- ")
            .map_or((false, line), |rest| (true, rest));
        if starts {
            wanted.push(BTreeMap::new());
        }
        if let (Some((key, value)), Some(last)) = (pair.split_once(": "), wanted.last_mut()) {
            last.insert(key, value);
        }
    }
    let have = match value(draft, "people") {
        Some(Value::List(people)) => people.clone(),
        _ => Vec::new(),
    };
    let right = wanted.iter().filter(|want| {
        have.iter().any(|person| {
            ["name", "role", "org"]
                .iter()
                .all(|key| field(person, key).as_deref() == want.get(key).copied())
        })
    });
    (right.count(), wanted.len())
}

fn score(import: &Import) -> String {
    let mut out = String::new();
    let articles: Vec<_> = all_records()
        .into_iter()
        .filter(|record| record.source() == "magazine-home" && record.text("kind") == "article")
        .collect();
    let found = import
        .drafts
        .iter()
        .filter(|draft| shown(draft, "kind") == "article")
        .count();
    let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for record in &articles {
        let draft = import
            .drafts
            .iter()
            .find(|draft| shown(draft, "title") == record.text("title"));
        let mut line = |name: &'static str, right: usize, all: usize| {
            let sum = sums.entry(name).or_default();
            sum.0 += right;
            sum.1 += all;
            if right < all {
                writeln!(out, "{}: {name}", record.id).unwrap();
            }
        };
        line("title", usize::from(draft.is_some()), 1);
        let Some(draft) = draft else { continue };
        let (right, all) = people(draft, record);
        line("people", right, all);
        let invented =
            matches!(value(draft, "people"), Some(Value::List(people)) if people.len() > all);
        line("no one else", usize::from(!invented), 1);
        let series = value(draft, "series");
        let of = |key: &str| {
            series
                .and_then(|series| field(series, key))
                .unwrap_or_default()
        };
        let want = |key: &str| {
            record
                .below("series")
                .iter()
                .find_map(|line| {
                    line.trim()
                        .strip_prefix(&format!("{key}: "))
                        .map(str::to_owned)
                })
                .unwrap_or_default()
        };
        line("series", usize::from(of("id") == want("id")), 1);
        line("part", usize::from(of("part") == want("part")), 1);
        line(
            "section",
            usize::from(shown(draft, "section") == record.text("section")),
            1,
        );
        line(
            "order",
            usize::from(shown(draft, "order") == record.text("order")),
            1,
        );
        let from = match value(draft, "republished_from") {
            Some(from) => field(from, "org").unwrap_or_else(|| one_line(from)),
            None => String::new(),
        };
        let wanted = record
            .orgs("republished_from")
            .first()
            .cloned()
            .unwrap_or_default();
        line("republished from", usize::from(from == wanted), 1);
        let credit = value(draft, "image")
            .and_then(|image| field(image, "credit"))
            .unwrap_or_default();
        let wanted = record
            .below("image")
            .iter()
            .find_map(|line| line.trim().strip_prefix("credit: ").map(str::to_owned))
            .unwrap_or_default();
        line(
            "credit",
            usize::from(credit.ends_with(&wanted) && credit.is_empty() == wanted.is_empty()),
            1,
        );
    }
    writeln!(out, "articles {found} of {}", articles.len()).unwrap();
    for (name, (right, all)) in sums {
        writeln!(out, "{name} {right} of {all}").unwrap();
    }
    out
}

#[test]
fn the_hand_made_records_are_a_yardstick() {
    let Some(text) = yardstick::shared("seeds/magazine-home.txt") else {
        return;
    };
    let import = read(text.as_bytes(), "magazine-home.txt", &options());
    let twice: usize = import
        .drafts
        .iter()
        .map(|draft| {
            draft
                .questions
                .iter()
                .filter(|question| question.code == "listed-twice")
                .count()
        })
        .sum();
    assert_eq!(twice, 1);
    let score = score(&import);
    println!("{score}");
    check("records.txt", &score);
}

#[test]
fn any_bytes_can_be_read() {
    for (source, code) in [
        (&b""[..], "nothing-found"),
        (b"\n-\n", "nothing-found"),
        (b"One\nCaf\xe9 and so on.", "not-utf8"),
        (b"<html><body>", "nothing-found"),
    ] {
        let import = read(source, "page", &Options::default());
        assert_eq!(
            import.questions.first().map(|question| question.code),
            Some(code),
            "{source:?}"
        );
    }
}
