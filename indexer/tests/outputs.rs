//! What others read of a small catalogue: each file as it is written, beside the records that it is made of.
//! `UPDATE=1` writes the expected files anew; they stand in `outputs/expected/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use callboard_app::answer::Record;
use callboard_app::text::percent_encoded;
use callboard_app::view::{Context, record};
use callboard_indexer::outputs::pages::document::App;
use callboard_indexer::outputs::pages::plan::{At, Plan};
use callboard_indexer::outputs::publication::Publication;
use callboard_indexer::outputs::{self, Beside, Outputs};
use callboard_indexer::{catalog, report, resolve};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outputs")
}

/// The outputs of a catalogue without mistakes.
#[track_caller]
fn made(folder: &Path) -> Outputs {
    let (catalog, diagnostics) = catalog::read(folder);
    let mistakes: Vec<_> = diagnostics.into_iter().filter(|d| !d.is_note()).collect();
    assert!(mistakes.is_empty(), "{}", report::text(&mistakes));
    let catalog = catalog.expect("the catalogue is read");
    outputs::all(&catalog, &resolve::resolve(&catalog), &Beside::default()).unwrap()
}

/// A copy of the small catalogue whose settings are changed.
fn changed(name: &str, change: impl Fn(String) -> String) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("outputs")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("records")).unwrap();
    let settings = fs::read_to_string(here().join("catalog/catalog.toml")).unwrap();
    fs::write(folder.join("catalog.toml"), change(settings)).unwrap();
    for entry in fs::read_dir(here().join("catalog/records")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.join("records").join(entry.file_name())).unwrap();
    }
    folder
}

/// A tag is no name. What the interface has no words for is called in the words of the page.
#[test]
fn a_translation_is_led_to_by_the_name_of_its_language() {
    let folder = changed("portuguese", |settings| settings);
    let record = "---\nkind: article\nlang: pt\ntitle: Dias inteiros\nsummary: Em duas línguas.\nlink: https://example.org/pt\ntranslation_of: whole-days\n---\n";
    fs::write(folder.join("records/dias-inteiros.md"), record).unwrap();
    let outputs = made(&folder);
    let page = |path: &str| outputs.files.iter().find(|file| file.path == path);
    let page = &page("records/whole-days.html").unwrap().text;
    let link = "<a hreflang=\"pt\" href=\"../records/dias-inteiros.html\">Portuguese</a>";
    assert!(page.contains(link), "{page}");
}

/// Every file of a folder, by its path below it.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&next) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                all.insert(name.replace('\\', "/"), fs::read_to_string(&path).unwrap());
            }
        }
    }
    all
}

/// Compares outputs with a folder of expected files.
#[track_caller]
fn check(outputs: &Outputs, expected: &str) {
    let folder = here().join(expected);
    let mut made: BTreeMap<String, String> = outputs
        .files
        .iter()
        .map(|file| (file.path.clone(), file.text.clone()))
        .collect();
    made.insert("notes.txt".to_owned(), outputs.notes.join("\n"));
    // The app's own, which has its place already.
    assert_eq!(
        made.remove("style.css").as_deref(),
        Some(callboard_app::STYLE)
    );
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(&folder);
        for (path, text) in &made {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let wanted = files(&folder);
    let names = |all: &BTreeMap<String, String>| all.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&made), names(&wanted));
    for (path, text) in &made {
        assert_eq!(Some(text), wanted.get(path), "{path}");
    }
}

#[test]
fn every_file_is_as_it_was() {
    check(&made(&here().join("catalog")), "expected");
}

#[test]
fn the_same_records_are_the_same_bytes() {
    let folder = here().join("catalog");
    assert_eq!(made(&folder), made(&folder));
}

/// The names of an XML document's elements with their texts, having read all of it.
#[track_caller]
fn xml(path: &str, text: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut all, mut depth, mut within) = (Vec::new(), 0, false);
    loop {
        use quick_xml::events::Event;
        let event = reader
            .read_event()
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        match event {
            Event::Start(start) => {
                (depth, within) = (depth + 1, true);
                for attribute in start.attributes() {
                    let attribute = attribute.unwrap_or_else(|error| panic!("{path}: {error}"));
                    attribute
                        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                        .unwrap();
                }
                let name = start.name().as_ref().to_string();
                all.push((name, String::new()));
            }
            Event::End(_) => (depth, within) = (depth - 1, false),
            Event::Text(part) => {
                if let Some((_, text)) = all.last_mut().filter(|_| within) {
                    text.push_str(&part);
                }
            }
            Event::GeneralRef(name) => {
                let name = name.to_string();
                assert!(
                    ["amp", "lt", "gt", "quot", "apos"].contains(&name.as_str()),
                    "{path}: &{name};"
                );
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{path}");
    all
}

/// Whether a text is a moment as RFC 3339 has it, with an offset.
fn is_moment(text: &str) -> bool {
    text.len() == 25 && text.parse::<jiff::Timestamp>().is_ok()
}

/// What holds for the files of any catalogue.
#[track_caller]
fn well_formed(outputs: &Outputs) {
    let paths: BTreeSet<&String> = outputs.files.iter().map(|file| &file.path).collect();
    assert_eq!(paths.len(), outputs.files.len(), "two files have one path");
    for file in &outputs.files {
        let (path, text) = (&file.path, &file.text);
        match path.rsplit('.').next().unwrap_or_default() {
            "atom" | "xml" => {
                let elements = xml(path, text);
                for (_, text) in elements
                    .iter()
                    .filter(|(name, _)| name == "updated" || name == "published")
                {
                    assert!(is_moment(text), "{path}: {text}");
                }
                if path.ends_with(".atom") {
                    // RFC 4287, sections 4.1.1 and 4.1.2: each has one id, one title and one date.
                    let count =
                        |wanted: &str| elements.iter().filter(|(name, _)| name == wanted).count();
                    let entries = count("entry");
                    assert!(entries > 0, "{path}");
                    for name in ["id", "title", "updated"] {
                        assert_eq!(count(name), entries + 1, "{path}: {name}");
                    }
                    let ids: BTreeSet<&String> = elements
                        .iter()
                        .filter(|(name, _)| name == "id")
                        .map(|(_, id)| id)
                        .collect();
                    assert_eq!(ids.len(), entries + 1, "{path}: an id is there twice");
                }
            }
            "webmanifest" => {
                // W3C Web Application Manifest: what a device needs to install the page, below any path.
                let manifest: serde_json::Value = serde_json::from_str(text).expect(path);
                assert!(
                    manifest["name"]
                        .as_str()
                        .is_some_and(|name| !name.is_empty())
                );
                assert_eq!(
                    (&manifest["start_url"], &manifest["scope"]),
                    (&"./".into(), &"./".into())
                );
                assert_eq!(
                    manifest["icons"].as_array().map(Vec::len),
                    Some(3),
                    "{path}"
                );
            }
            "json" | "jsonld" => {
                let json: serde_json::Value = serde_json::from_str(text).unwrap();
                let none = Vec::new();
                let items = json
                    .get("items")
                    .and_then(|items| items.as_array())
                    .unwrap_or(&none);
                for item in items {
                    for key in ["date_published", "date_modified"] {
                        let date = item.get(key).and_then(|date| date.as_str());
                        assert!(date.is_none_or(is_moment), "{path}: {date:?}");
                    }
                    for key in ["url", "external_url"] {
                        let url = item.get(key).and_then(|url| url.as_str());
                        assert!(
                            url.is_none_or(|url| url::Url::parse(url).is_ok()),
                            "{path}: {url:?}"
                        );
                    }
                    assert!(
                        item.get("id").is_some() && item.get("content_html").is_some(),
                        "{path}"
                    );
                }
            }
            "jsonl" => {
                for line in text.lines() {
                    serde_json::from_str::<serde_json::Value>(line).unwrap();
                }
            }
            "ics" => calendar(path, text),
            "csv" => {
                let mut reader = csv::Reader::from_reader(text.as_bytes());
                let width = reader.headers().unwrap().len();
                for row in reader.records() {
                    assert_eq!(row.unwrap().len(), width);
                }
            }
            "txt" => {}
            // Read in `pages.rs`.
            "html" | "css" => {}
            _ => assert_eq!(path, "_redirects"),
        }
    }
}

/// RFC 5545: lines, components, and what an event must have.
#[track_caller]
fn calendar(path: &str, text: &str) {
    assert!(text.ends_with("\r\n"), "{path}");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{path}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{path}");
    let whole = text.replace("\r\n ", "");
    let (mut open, mut uids, mut zones) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let mut required = BTreeSet::new();
    for line in whole.split_terminator("\r\n") {
        let (name, value) = line
            .split_once(':')
            .unwrap_or_else(|| panic!("{path}: {line}"));
        match name {
            "BEGIN" => {
                open.push(value);
                required.clear();
            }
            "END" => {
                assert_eq!(open.pop(), Some(value), "{path}");
                if value == "VEVENT" {
                    let wanted = ["UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"];
                    assert!(
                        wanted.iter().all(|name| required.contains(name)),
                        "{path}: {required:?}"
                    );
                }
            }
            "UID" => assert!(uids.insert(value), "{path}: {value} twice"),
            "TZID" => {
                zones.insert(value);
            }
            _ => {}
        }
        let property = name.split(';').next().unwrap_or(name);
        required.insert(property);
        if let Some((_, zone)) = name.split_once(";TZID=") {
            assert!(zones.contains(zone), "{path}: {zone} is not described");
        }
    }
    assert!(open.is_empty() && !uids.is_empty(), "{path}");
}

#[test]
fn every_file_is_well_formed() {
    well_formed(&made(&here().join("catalog")));
    well_formed(&made(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalog"),
    ));
}

#[test]
fn a_catalogue_that_does_not_know_its_address_has_all_that_needs_none() {
    let outputs = made(&changed("no-address", |settings| {
        settings.replace("[site]\nurl = \"https://example.org/calls\"\n", "")
    }));
    well_formed(&outputs);
    let file = |path: &str| outputs.files.iter().find(|file| file.path == path);
    assert!(file("sitemap.xml").is_none() && file("opensearch.xml").is_none());
    assert_eq!(
        file("robots.txt").unwrap().text,
        "User-agent: *\nAllow: /\n"
    );
    let note = outputs
        .notes
        .iter()
        .find(|note| note.contains("[site] url"));
    assert!(note.is_some(), "{:?}", outputs.notes);
    let feed = &file("feeds/topic/labor.atom").unwrap().text;
    assert!(
        feed.contains("href=\"../../records/campaign.html\"")
            && feed.contains("rel=\"self\" type=\"application/atom+xml\" href=\"labor.atom\""),
        "{feed}"
    );
    assert!(
        !outputs
            .files
            .iter()
            .any(|file| file.text.contains("example.org/calls"))
    );
    assert!(
        file("_redirects")
            .unwrap()
            .text
            .starts_with("/r/first-call /#/r/two-calls 301\n")
    );
}

#[test]
fn ids_survive_a_move_of_the_site_and_a_new_name_of_a_record() {
    let ids = |outputs: &Outputs| -> BTreeSet<String> {
        let feeds = outputs
            .files
            .iter()
            .filter(|file| file.path.ends_with(".atom"));
        let elements = feeds.flat_map(|file| xml(&file.path, &file.text));
        elements
            .filter(|(name, _)| name == "id")
            .map(|(_, id)| id)
            .collect()
    };
    let before = made(&here().join("catalog"));
    let moved = made(&changed("moved", |settings| {
        settings.replace(
            "url = \"https://example.org/calls\"",
            "url = \"https://example.com\"\nid = \"https://example.org/calls/\"",
        )
    }));
    assert_eq!(ids(&before), ids(&moved));
    let folder = changed("renamed", |settings| settings);
    let old = folder.join("records/hotline.md");
    let text = fs::read_to_string(&old).unwrap();
    let text = text.replace("aliases:", "former_ids: [hotline]\naliases:");
    fs::write(folder.join("records/help-line.md"), text).unwrap();
    fs::remove_file(old).unwrap();
    assert_eq!(ids(&before), ids(&made(&folder)));
}

/// Who saves a time from the page and subscribes to a calendar besides has it once: also of a record that was renamed, whatever
/// language the page is read in.
#[test]
fn the_app_knows_a_time_by_the_name_that_calendars_know_it_by() {
    let (catalog, _) = catalog::read(&here().join("catalog"));
    let catalog = catalog.unwrap();
    let resolved = resolve::resolve(&catalog);
    let made = outputs::all(&catalog, &resolved, &Beside::default()).unwrap();
    let publication = Publication::new(&catalog, &resolved);
    let plan = Plan::new(&publication, &App::of(None));
    let mut compared = Vec::new();
    for shown in publication.entries.iter().map(|entry| entry.shown) {
        let path = format!("events/{}.ics", shown.id);
        let calendar = made.files.iter().find(|file| file.path == path);
        let text = calendar.map_or("", |file| &file.text);
        let uids = text.lines().filter(|line| line.starts_with("UID:"));
        let opened = Record {
            id: shown.id.clone(),
            title: shown.title.clone(),
            summary: shown.summary.clone(),
            card: shown.card.clone(),
            page: shown.page.clone(),
        };
        for uid in uids.filter(|uid| !uid.contains("-span@")) {
            for words in &plan.languages {
                let path = "index.html";
                let page = plan.show(At { path, words }, |context| {
                    let in_the_app = Context {
                        links: None,
                        ..context
                    };
                    record::page(in_the_app, &opened)
                });
                let line = percent_encoded(&format!("\r\n{uid}\r\n"));
                assert!(page.contains(&line), "{uid} in {}", words.tag);
            }
            compared.push(uid);
        }
    }
    assert!(compared.contains(&"UID:first-call-20241107T2330America-Los_Angeles@smallco"));
    assert_eq!(compared.len(), 5);
}

/// Two catalogues with names in other letters are two, though no letter of either is Latin.
#[test]
fn a_name_in_other_letters_tells_calendars_apart() {
    let uid = |name: &str| {
        let from = "name = { en = \"Small & Co\", es = \"Pequeño\" }";
        let to = format!("name = {{ en = \"{name}\" }}");
        let made = made(&changed("other-letters", |text| text.replace(from, &to)));
        let file = made
            .files
            .iter()
            .find(|file| file.path == "calendars/all.ics");
        let uid = file
            .unwrap()
            .text
            .lines()
            .find(|line| line.starts_with("UID:"));
        uid.unwrap().to_owned()
    };
    let (arabic, japanese) = (uid("تقويم الحي"), uid("町内カレンダー"));
    assert!(!arabic.ends_with('@') && arabic.is_ascii(), "{arabic}");
    assert_ne!(arabic, japanese);
    assert_eq!(arabic, uid("تقويم الحي"));
}

#[test]
fn a_catalogue_without_records_has_no_calendar_and_no_atom_feed() {
    let folder = changed("empty", |settings| settings);
    fs::remove_dir_all(folder.join("records")).unwrap();
    let (catalog, _) = catalog::read(&folder);
    let catalog = catalog.unwrap();
    let outputs = outputs::all(&catalog, &resolve::resolve(&catalog), &Beside::default()).unwrap();
    well_formed(&outputs);
    let paths: Vec<&str> = outputs
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "404.html",
            "callboard.webmanifest",
            "data/former-ids.json",
            "data/records.csv",
            "data/records.json",
            "data/records.jsonl",
            "data/records.jsonld",
            "feeds/all.json",
            "index.html",
            "opensearch.xml",
            "robots.txt",
            "sitemap.xml",
            "style.css"
        ]
    );
}

#[test]
fn a_feed_keeps_the_newest_and_a_calendar_keeps_all() {
    let outputs = made(&changed("most", |settings| {
        format!("{settings}\n[feeds]\nfacets = [\"region\"]\nmost = 2\n")
    }));
    well_formed(&outputs);
    let file = |path: &str| {
        &outputs
            .files
            .iter()
            .find(|file| file.path == path)
            .unwrap()
            .text
    };
    let titles = |path: &str| -> Vec<String> {
        let elements = xml(path, file(path));
        let titles = elements.into_iter().filter(|(name, _)| name == "title");
        titles.skip(1).map(|(_, title)| title).collect()
    };
    assert_eq!(
        titles("feeds/all.atom"),
        ["A hotline", "Un artículo sobre la huelga"]
    );
    assert_eq!(titles("feeds/changed.atom").len(), 2);
    assert_eq!(file("calendars/all.ics").matches("BEGIN:VEVENT").count(), 6);
    let folders: BTreeSet<&str> = outputs
        .files
        .iter()
        .filter_map(|file| file.path.strip_prefix("feeds/")?.split_once('/'))
        .map(|(facet, _)| facet)
        .collect();
    assert_eq!(folders, ["region"].into());
}
