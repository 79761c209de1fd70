//! What others read is read back: `callboard build`, then `callboard import` into a catalogue that has only
//! the organizations, or nothing where the file has them, too. What a format can hold must come back as it was.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

mod stand_in;

use callboard_indexer::catalog::{self, Catalog};
use callboard_indexer::record::Record;
use callboard_indexer::report;
use callboard_model::{ActionKind, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn small() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outputs/catalog")
}

#[track_caller]
fn callboard(arguments: &[&str]) -> String {
    let answer = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(arguments)
        .env("CALLBOARD_APP", stand_in::app())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "{arguments:?}: {error}");
    String::from_utf8(answer.stdout).unwrap()
}

#[track_caller]
fn read(folder: &Path) -> Catalog {
    let (catalog, diagnostics) = catalog::read(folder);
    let mistakes: Vec<_> = diagnostics.into_iter().filter(|d| d.is_error()).collect();
    assert!(mistakes.is_empty(), "{}", report::text(&mistakes));
    catalog.unwrap()
}

/// Publishes the small catalogue and imports one file of it. The records of both, by title, organizations left out:
/// several where the format tells each date apart.
#[track_caller]
fn there_and_back(
    format: &str,
    file: &str,
) -> (BTreeMap<String, Record>, BTreeMap<String, Vec<Record>>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("round-trip")
        .join(file.replace(['/', '.'], "-"));
    let _ = fs::remove_dir_all(&folder);
    let site = folder.join("site");
    let text = |path: &Path| path.display().to_string();
    callboard(&["build", &text(&small()), "--out", &text(&site)]);
    let fresh = folder.join("catalog");
    fs::create_dir_all(fresh.join("records")).unwrap();
    let names = [
        "catalog.toml",
        "records/first-group.md",
        "records/second-group.md",
    ];
    // A table has the organizations itself.
    let is_table = matches!(format, "csv" | "jsonl");
    for name in names.iter().take(if is_table { 1 } else { 3 }) {
        fs::copy(small().join(name), fresh.join(name)).unwrap();
    }
    callboard(&[
        "import",
        &text(&site.join(file)),
        "--as",
        format,
        "--catalog",
        &text(&fresh),
    ]);
    let items = |catalog: Catalog, drafts: bool| {
        let all = catalog.records.iter();
        let items =
            all.filter(|record| record.kind != Kind::Organization && record.draft == drafts);
        items.cloned().collect::<Vec<Record>>()
    };
    let mut back: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for record in items(read(&fresh), true) {
        let title = record.title.value.clone();
        back.entry(title).or_default().push(record);
    }
    let sent = items(read(&small()), false);
    let sent = sent
        .into_iter()
        .map(|record| (record.title.value.clone(), record));
    (sent.collect(), back)
}

/// The one record that came back.
#[track_caller]
fn one<'b>(back: &'b BTreeMap<String, Vec<Record>>, title: &str) -> &'b Record {
    let [record] = back.get(title).map_or(&[] as &[Record], Vec::as_slice) else {
        panic!("{title} came back as {:?}", back.get(title));
    };
    record
}

/// When it takes place, apart from the words, which are nobody's but the source's.
fn when(record: &Record) -> Vec<(String, Option<String>, String)> {
    let mut all: Vec<_> = record
        .when
        .iter()
        .map(|one| (one.local.clone(), one.local_end.clone(), one.zone.clone()))
        .collect();
    all.sort();
    all
}

fn hosts(record: &Record) -> Vec<&str> {
    record
        .hosts
        .iter()
        .map(|(org, _)| org.value.as_str())
        .collect()
}

fn authors(record: &Record) -> Vec<&str> {
    let authors = record
        .people
        .iter()
        .filter(|one| one.role == callboard_model::PersonRole::Author);
    authors.filter_map(|one| one.name.as_deref()).collect()
}

fn actions(record: &Record) -> BTreeSet<(ActionKind, Option<String>, Option<String>)> {
    let facts = record.actions.iter().map(|(action, _)| {
        let way = action.href();
        let words = action.words.clone().filter(|_| way.is_none());
        (action.kind, way, words)
    });
    facts.collect()
}

#[track_caller]
fn check_table(format: &str, file: &str) {
    let (sent, back) = there_and_back(format, file);
    assert!(sent.len() > 6);
    assert_eq!(
        sent.keys().collect::<Vec<_>>(),
        back.keys().collect::<Vec<_>>()
    );
    for (title, was) in &sent {
        let is = one(&back, title);
        assert_eq!(is.id, was.id);
        assert_eq!(is.kind, was.kind, "{title}");
        assert_eq!(is.summary, was.summary);
        assert_eq!(is.lang, was.lang, "{title}");
        assert_eq!(is.languages, was.languages, "{title}");
        assert_eq!(is.aliases, was.aliases, "{title}");
        assert_eq!(is.facets, was.facets, "{title}");
        assert_eq!(hosts(is), hosts(was), "{title}");
        assert_eq!(authors(is), authors(was), "{title}");
        let series = |record: &Record| {
            let series = record.series.as_ref();
            series.map(|(series, part)| (series.value.clone(), *part))
        };
        assert_eq!(series(is), series(was), "{title}");
        assert_eq!(when(is), when(was), "{title}");
        let days = |record: &Record| record.span.as_ref().map(|span| (span.start, span.end));
        assert_eq!(days(is), days(was), "{title}");
        assert_eq!(is.published, was.published, "{title}");
        assert_eq!(is.checked, was.checked, "{title}");
        assert_eq!(actions(is), actions(was), "{title}");
        assert_eq!(is.link, was.link, "{title}");
        assert_eq!(is.hashtags, was.hashtags, "{title}");
        assert_eq!(is.body, was.body, "{title}");
    }
}

#[test]
fn a_table_comes_back_whole() {
    check_table("csv", "data/records.csv");
    check_table("jsonl", "data/records.jsonl");
}

/// What a spreadsheet would calculate is a text for it, and what it was for whoever imports the table.
#[test]
fn cells_that_look_like_formulas_are_none_and_come_back() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("round-trip/formulas");
    let _ = fs::remove_dir_all(&folder);
    let sent = folder.join("catalog");
    let (site, fresh) = (folder.join("site"), folder.join("fresh"));
    for folder in [&sent, &fresh] {
        fs::create_dir_all(folder.join("records")).unwrap();
        let settings = "name = { en = \"Example\" }\nlanguages = [\"en\"]\nzone = \"UTC\"\n";
        fs::write(folder.join("catalog.toml"), settings).unwrap();
    }
    let titles = [
        "=HYPERLINK(\"https://example.org\")",
        "+1 for rent control",
        "-5 degrees",
        "@home",
        "'=quoted",
        "''@twice",
        "'apostrophe",
        "Plain",
    ];
    for (number, title) in titles.iter().enumerate() {
        let title = serde_json::Value::from(*title);
        let record = format!(
            "---\nkind: hotline\ntitle: {title}\nsummary: {title}\naliases: [{title}, \"-\"]\nactions:\n  - do: call\n    phone: +1 844 683 2669\n---\n"
        );
        fs::write(sent.join(format!("records/one-{number}.md")), record).unwrap();
    }
    let text = |path: &Path| path.display().to_string();
    callboard(&["build", &text(&sent), "--out", &text(&site)]);
    let table = site.join("data/records.csv");
    let csv = fs::read_to_string(&table).unwrap();
    assert!(csv.contains(",'+1 844 683 2669"), "{csv}");
    for cell in csv.split([',', '\n']) {
        let cell = cell.trim_start_matches('"');
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    let (table, catalog) = (text(&table), text(&fresh));
    callboard(&["import", &table, "--as", "csv", "--catalog", &catalog]);
    let (sent, back) = (read(&sent).records, read(&fresh).records);
    assert_eq!(back.iter().len(), titles.len());
    for was in sent.iter() {
        let is = back.get(&was.id).unwrap();
        assert_eq!(is.title.value, was.title.value);
        assert_eq!(
            (&is.summary, &is.aliases, actions(is)),
            (&was.summary, &was.aliases, actions(was))
        );
    }
}

#[track_caller]
fn check_feed(file: &str) {
    let (sent, back) = there_and_back("feed", file);
    // Atom leaves out what has no date.
    let undated = file.ends_with(".json");
    let expected: Vec<&String> = sent
        .iter()
        .filter(|(_, was)| {
            undated || was.published.is_some() || was.checked.is_some() || was.source.is_some()
        })
        .map(|(title, _)| title)
        .collect();
    assert!(expected.len() > 4);
    // A feed does not say what sort of thing an entry is, so that organizations come back too.
    let groups = ["First Group", "Second Group, \"Inc\""];
    let items = back
        .keys()
        .filter(|title| !groups.contains(&title.as_str()));
    assert_eq!(expected, items.collect::<Vec<_>>());
    for title in expected {
        let (was, is) = (&sent[title], one(&back, title));
        let said = format!("{} {}", is.summary, is.body.text);
        assert!(said.contains(&was.summary), "{title}: {said}");
        assert!(said.contains(was.body.text.trim()), "{title}: {said}");
        for (action, _) in &was.actions {
            let words = action.words.as_ref().or(action.url.as_ref());
            assert!(
                words.is_none_or(|words| said.contains(words)),
                "{title}: {said}"
            );
        }
        assert_eq!(is.facets.get("topic"), was.facets.get("topic"), "{title}");
        // Atom has an author for everything: where no record names one, it may be the feed's.
        match (file.ends_with(".json"), authors(was)) {
            (false, named) if named.is_empty() => {
                let others = authors(is).into_iter().filter(|name| *name != "Small & Co");
                assert_eq!(others.count(), 0, "{title}");
            }
            (_, named) => assert_eq!(authors(is), named, "{title}"),
        }
        if let Some(link) = &was.link {
            assert_eq!(is.link.as_ref(), Some(link));
        } else {
            let page = format!("https://example.org/calls/records/{}.html", was.id);
            assert_eq!(is.link.as_ref(), Some(&page));
        }
        if let Some(day) = was.published.as_ref().filter(|date| date.0.len() == 10) {
            assert_eq!(is.published.as_ref(), Some(day), "{title}");
        }
    }
}

#[test]
fn a_feed_comes_back_with_its_texts_days_topics_and_addresses() {
    check_feed("feeds/all.atom");
    check_feed("feeds/all.json");
}

#[test]
fn a_feed_of_one_language_comes_back_in_it() {
    let title = "Un artículo sobre la huelga";
    for file in ["feeds/language/es.atom", "feeds/language/es.json"] {
        let (_, back) = there_and_back("feed", file);
        assert_eq!(one(&back, title).lang, "es", "{file}");
    }
}

#[test]
fn a_calendar_comes_back_with_every_time_in_its_zone() {
    let (sent, back) = there_and_back("ical", "calendars/all.ics");
    let dated = |record: &&Record| !record.when.is_empty() || record.span.is_some();
    let sent: Vec<&Record> = sent.values().filter(dated).collect();
    assert_eq!(sent.len(), back.len());
    for was in sent {
        let title = &was.title.value;
        let all = &back[title];
        let mut times: Vec<_> = all.iter().flat_map(when).collect();
        times.sort();
        match &was.span {
            // A calendar has no campaigns, only days.
            Some(span) => {
                let days = (
                    span.from.clone(),
                    Some(span.to.clone()),
                    "America/New_York".to_owned(),
                );
                assert_eq!(times, [days]);
            }
            None => assert_eq!(times, when(was), "{title}"),
        }
        for is in all {
            assert!(
                is.body.text.contains(&was.summary) || is.summary == was.summary,
                "{title}"
            );
            assert_eq!(hosts(is).first(), hosts(was).first(), "{title}");
            assert_eq!(is.facets.get("topic"), was.facets.get("topic"), "{title}");
            if was.link.is_some() {
                assert_eq!(is.link, was.link);
            }
            for link in &was.links {
                assert!(is.links.contains(link), "{title}: {:?}", is.links);
            }
            let joins = |record: &Record| -> Vec<_> {
                actions(record)
                    .into_iter()
                    .filter(|one| one.0 == ActionKind::Join)
                    .collect()
            };
            assert_eq!(joins(is), joins(was), "{title}");
        }
    }
}
