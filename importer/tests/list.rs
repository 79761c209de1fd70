//! What a resource list gives, measured against what people read in the same list. The list and the
//! yardsticks are read where they are; where they are not, the test says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that fails may panic, and a score is printed"
)]

#[path = "list/yardstick.rs"]
mod yardstick;

use callboard_importer::list::{Options, read};
use callboard_importer::{Draft, Import};
use jiff::civil::date;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use yardstick::{moments, names_of, record, records, shown, text_of};

/// What the catalogue knows, as the command hands it in.
fn options() -> Options {
    let mut options = Options::new(date(2026, 11, 21));
    options.source = Some("resource-list".to_owned());
    options.collection = Some("convergence-resource-list".to_owned());
    options.sections = yardstick::sections();
    for record in records("organizations") {
        for name in names_of(&record) {
            options.organizations.insert(name, record.id.clone());
        }
    }
    options
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/list")
        .join(path)
}

/// Holds a text against its file; `UPDATE=1` writes the file anew.
#[track_caller]
fn check(file: &str, actual: &str) {
    let path = here(file);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{file} differs; UPDATE=1 writes it anew\n{actual}"
    );
}

/// The text of the list as HTML: headings, paragraphs, lists, addresses as links.
fn as_html(text: &str) -> String {
    let mut out =
        String::from("<!doctype html><html><head><title>List</title></head><body><main>\n");
    let mut open = false;
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let item = line.strip_prefix("- ");
        if item.is_some() != open {
            out.push_str(if open { "</ul>\n" } else { "<ul>\n" });
            open = !open;
        }
        let short = line.len() < 60 && !line.ends_with(['.', ':']);
        let (tag, words) = match item {
            Some(words) => ("li", words),
            None if short => ("h2", line),
            None => ("p", line),
        };
        let words = escape(words).replace(
            "Register here",
            "<a href='https://example.org/r'>Register here</a>",
        );
        writeln!(out, "<{tag}>{words}</{tag}>").unwrap();
    }
    out + "</main></body></html>"
}

fn seed() -> Option<(String, Vec<BTreeMap<String, serde_json::Value>>)> {
    let text = yardstick::shared("seeds/resource-list.txt")?;
    let rows = yardstick::shared("domain/seed000-dated.jsonl")?;
    let rows = rows
        .lines()
        .map(|line| serde_json::from_str(line).expect("the yardstick is JSON"))
        .collect();
    Some((text, rows))
}

/// Every dated row, found by its day and start, with what else agrees.
fn score(import: &Import, rows: &[BTreeMap<String, serde_json::Value>]) -> String {
    let organizations: BTreeMap<String, String> = options()
        .organizations
        .into_iter()
        .map(|(name, id)| (name.to_lowercase(), id))
        .collect();
    let mut out = String::new();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows {
        let get = |key: &str| row.get(key).and_then(|value| value.as_str());
        let day = get("date");
        let start = get("start_utc");
        let title = get("title").unwrap();
        let hosts: Vec<String> = row["hosts"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|host| host.as_str())
            .map(|host| {
                organizations
                    .get(&host.to_lowercase())
                    .cloned()
                    .unwrap_or_else(|| host.to_owned())
            })
            .collect();
        let fits = |draft: &&Draft| match (day, start) {
            (Some(_), Some(start)) => moments(draft).iter().any(|(from, _)| from == start),
            (Some(day), None) => {
                moments(draft).iter().any(|(from, _)| from == day)
                    || shown(draft, "published") == day
                    || day.split_once('/').is_some_and(|(from, to)| {
                        let span = shown(draft, "span");
                        span.contains(&format!("from: {from}"))
                            && span.contains(&format!("to: {to}"))
                    })
            }
            _ => shown(draft, "title") == title,
        };
        let candidates: Vec<&Draft> = import.drafts.iter().filter(fits).collect();
        let agree = |draft: &Draft| {
            hosts
                .iter()
                .filter(|host| yardstick::orgs(draft, "hosts").contains(host))
                .count()
        };
        let best = candidates
            .iter()
            .copied()
            .max_by_key(|draft| (shown(draft, "title") == title, agree(draft)));
        let mut line = |field: &'static str, right: bool| {
            let (yes, all) = counts.entry(field).or_default();
            *all += 1;
            *yes += usize::from(right);
            if !right {
                writeln!(out, "{}: {field}", get("id").unwrap()).unwrap();
            }
        };
        // A moment alone fits several rows: the host tells which is which.
        let found = best.filter(|draft| {
            candidates.len() == 1
                || hosts.is_empty()
                || agree(draft) > 0
                || shown(draft, "title") == title
        });
        line("found", found.is_some());
        let Some(draft) = found else { continue };
        line("title", shown(draft, "title") == title);
        line(
            "hosts",
            hosts
                .iter()
                .all(|host| yardstick::orgs(draft, "hosts").contains(host)),
        );
        if let Some(end) = get("end_utc") {
            line(
                "end",
                moments(draft)
                    .iter()
                    .any(|(_, to)| to.as_deref() == Some(end)),
            );
        }
        if let Some(sms) = row.get("sms") {
            let actions = shown(draft, "actions");
            line(
                "sms",
                actions.contains(&format!("text_to: {}", sms["to"].as_str().unwrap()))
                    && actions.contains(&format!("keyword: {}", sms["text"].as_str().unwrap())),
            );
        }
        if let Some(register) = row.get("register") {
            let actions = shown(draft, "actions");
            line(
                "register",
                actions.contains("do: register")
                    && register
                        .as_str()
                        .is_none_or(|url| actions.contains(&format!("url: {url}"))),
            );
        }
        if let Some(words) = get("rsvp_text") {
            line("rsvp", shown(draft, "actions").contains(words));
        }
        if row.contains_key("conflict") {
            line(
                "conflict",
                draft
                    .questions
                    .iter()
                    .any(|question| question.code == "zones-disagree"),
            );
        }
        if row.contains_key("assumption") {
            line(
                "assumption",
                draft
                    .questions
                    .iter()
                    .any(|question| question.code == "half-assumed"),
            );
        }
        if row.get("recording") == Some(&serde_json::Value::Bool(true)) {
            line(
                "recording",
                import
                    .drafts
                    .iter()
                    .any(|other| shown(other, "recording_of") == format!("→ {}", draft.origin)),
            );
        }
    }
    for (field, (yes, all)) in counts {
        writeln!(out, "{field} {yes} of {all}").unwrap();
    }
    out
}

#[test]
fn every_dated_row_is_found() {
    let Some((text, rows)) = seed() else { return };
    for source in [text.clone(), as_html(&text)] {
        let import = read(source.as_bytes(), "resource-list.txt", &options());
        let score = score(&import, &rows);
        println!("{score}");
        assert!(
            score.contains(&format!("found {0} of {0}\n", rows.len())),
            "{score}"
        );
        check("dated.txt", &score);
    }
}

/// The hand-made records of the same list, each with the draft that is most like it.
#[test]
fn the_hand_made_records_are_a_yardstick() {
    let Some((text, _)) = seed() else { return };
    let import = read(text.as_bytes(), "resource-list.txt", &options());
    let items: Vec<record::Record> = yardstick::all_records()
        .into_iter()
        .filter(|record| record.source() == "resource-list" && record.order().is_some())
        .collect();
    assert!(items.len() > 40);
    let mut out = String::new();
    let (mut kinds, mut titles, mut sections, mut both, mut hosts) = (0, 0, 0, 0, (0, 0));
    let mut free: Vec<&Draft> = import
        .drafts
        .iter()
        .filter(|draft| !shown(draft, "collections").is_empty())
        .collect();
    let drafts = free.len();
    for item in &items {
        let likeness = |draft: &Draft| {
            yardstick::likeness(&shown(draft, "title"), &item.text("title"))
                + usize::from(shown(draft, "kind") == item.text("kind")) * 60
        };
        let best = free
            .iter()
            .enumerate()
            .max_by_key(|(_, draft)| likeness(draft))
            .filter(|(_, draft)| likeness(draft) >= 70)
            .map(|(at, _)| at);
        let Some(draft) = best.map(|at| free.remove(at)) else {
            writeln!(out, "none: {} ({})", item.id, item.text("kind")).unwrap();
            continue;
        };
        let kind = shown(draft, "kind") == item.text("kind");
        let title = yardstick::likeness(&shown(draft, "title"), &item.text("title")) == 100;
        let section = shown(draft, "section") == item.text("section");
        kinds += usize::from(kind);
        titles += usize::from(title);
        sections += usize::from(section);
        both += usize::from(kind && section);
        for host in item.orgs("hosts") {
            hosts.1 += 1;
            hosts.0 += usize::from(yardstick::orgs(draft, "hosts").contains(&host));
        }
        if !(kind && title && section) {
            let wrong: Vec<&str> = [("kind", kind), ("title", title), ("section", section)]
                .into_iter()
                .filter(|(_, right)| !right)
                .map(|(name, _)| name)
                .collect();
            writeln!(out, "{} as {}: {}", item.id, draft.id, wrong.join(" ")).unwrap();
        }
    }
    let all = items.len();
    writeln!(out, "drafts {drafts}, records {all}").unwrap();
    writeln!(
        out,
        "kind {kinds}\ntitle {titles}\nsection {sections}\nkind and section {both}\nhosts {} of {}",
        hosts.0, hosts.1
    )
    .unwrap();
    println!("{out}");
    check("records.txt", &out);
}

/// Nothing is lost: every word of the source is in the body of a draft.
#[test]
fn every_word_is_in_a_body() {
    let Some((text, _)) = seed() else { return };
    every_word(&text);
}

#[track_caller]
fn every_word(text: &str) {
    let import = read(text.as_bytes(), "list.txt", &options());
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for draft in &import.drafts {
        for word in text_of(&draft.body).split_whitespace() {
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }
    let mut lost = Vec::new();
    for word in text.replace(".- ", ".\n- ").lines().flat_map(|line| {
        line.trim_start_matches("- ")
            .split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    }) {
        match words.get_mut(&word) {
            Some(count) if *count > 0 => *count -= 1,
            _ => lost.push(word),
        }
    }
    assert!(lost.is_empty(), "{lost:?}");
}
