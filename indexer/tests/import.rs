//! Imports as an editor calls them: what is written, what a second import leaves alone, and that `check`
//! has nothing to call an error in fresh drafts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that fails may panic"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SETTINGS: &str = r#"name = { en = "Example" }
languages = ["en", "es"]
zone = "America/New_York"

[[facets]]
id = "topic"
label = { en = "Topic" }
[[facets.values]]
id = "labor"
label = { en = "Labor", es = "Trabajo" }
synonyms = { en = ["strikes"], es = ["huelgas"] }
"#;

const GROUP: &str =
    "---\nkind: organization\ntitle: Example group\nsummary: A group.\naliases: [EG]\n---\n";

/// An empty folder with a catalogue of one organization.
fn catalog(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("import")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("catalog/records")).unwrap();
    fs::write(folder.join("catalog/catalog.toml"), SETTINGS).unwrap();
    fs::write(folder.join("catalog/records/example-group.md"), GROUP).unwrap();
    folder
}

/// Writes a Jekyll site with these files beside the catalogue.
fn site(folder: &Path, files: &[(&str, &str)]) {
    let site = folder.join("site");
    let _ = fs::remove_dir_all(&site);
    for (name, text) in files {
        let path = site.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn callboard(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callboard"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

fn import(folder: &Path, more: &[&str]) -> String {
    let mut arguments = vec!["import", "site", "--as", "jekyll"];
    arguments.extend(more);
    let answer = callboard(folder, &arguments);
    let error = String::from_utf8_lossy(&answer.stderr).into_owned();
    assert!(answer.status.success() && error.is_empty(), "{error}");
    String::from_utf8(answer.stdout).unwrap()
}

/// Every file below the catalogue, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut waiting = vec![folder.join("catalog")];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                all.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    all
}

#[track_caller]
fn no_errors(folder: &Path) {
    let answer = callboard(folder, &["check"]);
    let said = String::from_utf8_lossy(&answer.stdout).into_owned();
    assert!(
        answer.status.success() && said.contains("0 errors"),
        "{said}"
    );
}

const A: &str = "---\ntitle: 'A: one'\ndate: 2020-11-03\nauthor: EG\ntags: [strikes, unheard]\n---\nA text that is long enough to be taken for a summary, with a [link](/x).\n";
const B: &str = "---\ntitle: B\n---\nThe second text.\n";

fn draft(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("catalog/records/imported/site/{id}.md"))
}

#[test]
fn drafts_are_whole_records_that_nobody_reads_yet() {
    let folder = catalog("first");
    site(
        &folder,
        &[("_posts/2020-11-03-a.md", A), ("_posts/2020-11-04-b.md", B)],
    );
    let said = import(&folder, &[]);
    assert!(
        said.starts_with("2 drafts: 2 new, 0 updated, 0 unchanged, 0 left alone\n"),
        "{said}"
    );
    assert!(
        said.contains("\n_posts/2020-11-03-a.md:2: [unknown-value] the source says “unheard”"),
        "{said}"
    );
    assert_eq!(
        fs::read_to_string(draft(&folder, "a")).unwrap(),
        "---\nkind: article\ntitle: \"A: one\"\nsummary: A text that is long enough to be taken for a summary, with a link.\ntopic: [labor]\npeople:\n  - role: author\n    org: example-group\n    words: EG\npublished: 2020-11-03\ndraft: true\nnotes:\n  - inferred: The summary is the beginning of the text.\n  - note: \"Import asks: links such as `/x` lead to a page of the source, whose address is not known\"\n  - note: \"Import asks: the source says “unheard”, which is no topic of the catalogue. Which one is meant, if any?\"\n---\n\nA text that is long enough to be taken for a summary, with a [link](/x).\n"
    );
    no_errors(&folder);
}

#[test]
fn a_second_import_of_the_same_is_no_change_at_all() {
    let folder = catalog("again");
    site(
        &folder,
        &[("_posts/2020-11-03-a.md", A), ("_posts/2020-11-04-b.md", B)],
    );
    import(&folder, &[]);
    let before = files(&folder);
    let said = import(&folder, &[]);
    assert!(
        said.starts_with("2 drafts: 0 new, 0 updated, 2 unchanged, 0 left alone\n"),
        "{said}"
    );
    assert_eq!(files(&folder), before);
}

/// Two files of one name are two sources, unless the editor says otherwise.
#[test]
fn another_source_of_the_same_name_is_asked_about() {
    let folder = catalog("namesake");
    site(&folder, &[("_posts/2020-11-03-a.md", A)]);
    import(&folder, &[]);
    site(&folder, &[("_posts/2020-11-04-b.md", B)]);
    let before = files(&folder);
    let refused = callboard(&folder, &["import", "site", "--as", "jekyll"]);
    let error = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{error}");
    assert!(
        error.contains("`--name site-2`") && error.contains("`--name site`"),
        "{error}"
    );
    assert_eq!(files(&folder), before);
    let other = import(&folder, &["--name", "site-2"]);
    assert!(
        other.contains("records/imported/site-2/b.md: new"),
        "{other}"
    );
    assert!(!other.contains("no longer in the source"), "{other}");
    let same = import(&folder, &["--name", "site"]);
    assert!(
        same.contains("records/imported/site/a.md: no longer in the source"),
        "{same}"
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = catalog("dry");
    site(&folder, &[("_posts/2020-11-03-a.md", A)]);
    let before = files(&folder);
    let said = import(&folder, &["--dry-run", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["drafts"][0]["outcome"], "new");
    assert_eq!(report["drafts"][0]["questions"][0]["code"], "relative-link");
    assert_eq!(files(&folder), before);
}

#[test]
fn what_an_editor_touched_is_left_alone_and_what_changed_is_updated() {
    let folder = catalog("editor");
    let names = [
        "kept",
        "edited",
        "moved",
        "published",
        "deleted",
        "renamed",
        "gone",
        "other-ends",
    ];
    let paths: Vec<String> = names
        .iter()
        .map(|name| format!("_posts/2020-11-03-{name}.md"))
        .collect();
    let all: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), B)).collect();
    site(&folder, &all);
    import(&folder, &[]);
    let read = |id: &str| fs::read_to_string(draft(&folder, id)).unwrap();
    fs::write(
        draft(&folder, "edited"),
        read("edited").replace("title: B", "title: Better"),
    )
    .unwrap();
    fs::rename(
        draft(&folder, "moved"),
        folder.join("catalog/records/moved.md"),
    )
    .unwrap();
    fs::write(
        draft(&folder, "published"),
        read("published").replace("draft: true\n", ""),
    )
    .unwrap();
    fs::remove_file(draft(&folder, "deleted")).unwrap();
    fs::rename(draft(&folder, "renamed"), draft(&folder, "another-name")).unwrap();
    // What version control does on some systems is no edit.
    fs::write(
        draft(&folder, "other-ends"),
        read("other-ends").replace('\n', "\r\n"),
    )
    .unwrap();
    // Everything changes in the source, and one item is new.
    let changed = B.replace("second", "changed");
    let mut next: Vec<(&str, &str)> = paths
        .iter()
        .filter(|path| !path.contains("gone"))
        .map(|path| (path.as_str(), changed.as_str()))
        .collect();
    next.push(("_posts/2020-11-05-later.md", B));
    site(&folder, &next);
    let before = files(&folder);
    let report: serde_json::Value = serde_json::from_str(&import(&folder, &["--json"])).unwrap();
    let outcomes: BTreeMap<&str, &str> = report["drafts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|draft| {
            (
                draft["id"].as_str().unwrap(),
                draft["outcome"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        outcomes,
        [
            ("kept", "updated"),
            ("edited", "edited"),
            ("moved", "moved"),
            ("published", "edited"),
            ("deleted", "removed"),
            ("renamed", "removed"),
            ("gone", "vanished"),
            ("other-ends", "updated"),
            ("later", "new")
        ]
        .into()
    );
    let after = files(&folder);
    let differ: Vec<String> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
        .map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        differ,
        ["site.json", "kept.md", "later.md", "other-ends.md"]
    );
    assert_eq!(after.len(), before.len() + 1);
    // And once more: nothing. Nobody is asked whether a record is itself.
    let said = import(&folder, &[]);
    assert!(!said.contains("-published.md:2: [already-there]"), "{said}");
    assert_eq!(files(&folder), after);
}

#[test]
fn nothing_refers_to_a_draft_that_the_editor_deleted() {
    let folder = catalog("reference");
    let groups = "- name: Press Group\n  description: They write.\n";
    let post = "---\ntitle: A\nauthor: Press Group\n---\nText.\n";
    site(
        &folder,
        &[
            ("_data/groups.yml", groups),
            ("_posts/2020-11-03-a.md", post),
        ],
    );
    import(&folder, &[]);
    let text = fs::read_to_string(draft(&folder, "a")).unwrap();
    assert!(
        text.contains("  - role: author\n    org: press-group\n    words: Press Group\n"),
        "{text}"
    );
    no_errors(&folder);
    fs::remove_file(draft(&folder, "press-group")).unwrap();
    let said = import(&folder, &[]);
    assert!(
        said.starts_with("2 drafts: 0 new, 1 updated, 0 unchanged, 1 left alone\n"),
        "{said}"
    );
    let text = fs::read_to_string(draft(&folder, "a")).unwrap();
    assert!(
        text.contains("  - role: author\n    name: Press Group\n"),
        "{text}"
    );
    no_errors(&folder);
}

#[test]
fn ids_that_are_taken_are_not_taken_again() {
    let folder = catalog("ids");
    site(
        &folder,
        &[
            ("_posts/2020-11-03-example-group.md", B),
            ("a/b.md", B),
            ("c/b.md", B),
        ],
    );
    import(&folder, &[]);
    for id in ["example-group-2", "b", "b-2"] {
        assert!(draft(&folder, id).exists(), "{id}");
    }
    no_errors(&folder);
}

#[test]
fn a_lost_state_duplicates_nothing() {
    let folder = catalog("lost");
    site(
        &folder,
        &[("_posts/2020-11-03-a.md", A), ("_posts/2020-11-04-b.md", B)],
    );
    import(&folder, &[]);
    let before = files(&folder);
    fs::write(
        draft(&folder, "b"),
        "---\nkind: article\ntitle: Mine\nsummary: Mine.\n---\n",
    )
    .unwrap();
    fs::remove_file(folder.join("catalog/.import/site.json")).unwrap();
    let said = import(&folder, &[]);
    assert!(
        said.contains("0 new, 0 updated, 1 unchanged, 1 left alone"),
        "{said}"
    );
    assert_eq!(files(&folder).len(), before.len());
}

/// Who names another format finds nothing, which says nothing of what was imported before.
#[test]
fn nothing_is_told_as_gone_where_nothing_was_found() {
    let folder = catalog("another-format");
    site(&folder, &[("_posts/2020-11-03-a.md", A)]);
    let import = |format: &str| {
        let answer = callboard(&folder, &["import", "site", "--as", format]);
        String::from_utf8_lossy(&answer.stdout).into_owned()
    };
    assert!(import("jekyll").starts_with("1 draft: 1 new"));
    let before = files(&folder);
    for format in ["hugo", "ical", "csv", "feed"] {
        let said = import(format);
        assert!(said.contains("[nothing-found]"), "{format}: {said}");
        assert!(
            !said.contains("no longer in the source"),
            "{format}: {said}"
        );
    }
    assert_eq!(files(&folder), before);
    assert!(import("jekyll").contains("1 unchanged"));
}

#[test]
fn failures_are_one_sentence_and_change_nothing() {
    let folder = catalog("failures");
    site(&folder, &[("_posts/2020-11-03-a.md", A)]);
    let refused = |arguments: &[&str], code: i32, says: &str| {
        let answer = callboard(&folder, arguments);
        let error = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert_eq!(answer.status.code(), Some(code), "{error}");
        assert!(error.contains(says), "{error}");
    };
    refused(
        &["import", "nowhere", "--as", "jekyll"],
        1,
        "nowhere could not be read",
    );
    refused(
        &["import", "site", "--as", "jekyl"],
        2,
        "did you mean `jekyll`? the formats are jekyll",
    );
    refused(
        &["import", "site", "--as", "jekyll", "--catalog", "none"],
        1,
        "there is no none/catalog.toml",
    );
    fs::create_dir_all(folder.join("catalog/.import")).unwrap();
    fs::write(folder.join("catalog/.import/site.json"), "{").unwrap();
    let before = files(&folder);
    refused(
        &["import", "site", "--as", "jekyll"],
        1,
        "the state of the last import cannot be read",
    );
    assert_eq!(files(&folder), before);
}

/// Imports a source into an empty catalogue, checks what came of it, and imports it once more.
fn imports_whole(name: &str, format: &str, source: &Path) -> String {
    let folder = catalog(name);
    let source = source.to_str().unwrap();
    let arguments = [
        "import",
        source,
        "--as",
        format,
        "--name",
        "it",
        "--as-of",
        "2026-11-21",
    ];
    let answer = callboard(&folder, &arguments);
    let said = String::from_utf8_lossy(&answer.stdout).into_owned();
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    no_errors(&folder);
    let before = files(&folder);
    assert!(callboard(&folder, &arguments).status.success());
    assert_eq!(files(&folder), before, "{name}");
    said
}

#[test]
fn every_golden_source_gives_records_without_errors() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../importer/tests/golden");
    let mut cases = 0;
    for format in fs::read_dir(&golden).unwrap() {
        let format = format.unwrap();
        let name = format.file_name().to_string_lossy().into_owned();
        for case in fs::read_dir(format.path()).unwrap() {
            let case = case.unwrap();
            let source = fs::read_dir(case.path())
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .find(|path| path.file_stem().is_some_and(|stem| stem == "source"));
            // Formats of other readers may keep their cases otherwise.
            let Some(source) = source else { continue };
            let case = format!("golden-{name}-{}", case.file_name().to_string_lossy());
            imports_whole(&case, &name, &source);
            cases += 1;
        }
    }
    assert!(cases >= 21, "{cases}");
}

#[test]
fn a_whole_site_gives_all_its_posts() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../importer/tests/golden/jekyll/maccnyc/source");
    let said = imports_whole("whole", "jekyll", &source);
    assert!(said.starts_with("73 drafts: 73 new"), "{said}");
    let posts = said
        .lines()
        .filter(|line| line.contains(": new (from ") && line.contains("_posts/"));
    assert_eq!(posts.count(), 37);
    let groups = said
        .lines()
        .filter(|line| line.contains("(from _history/_data/groups.yml#"));
    assert_eq!(groups.count(), 21);
}

#[test]
fn the_examples_of_open_referral_give_one_service_and_its_organization() {
    let data = std::env::var_os("CALLBOARD_DATA").map(PathBuf::from);
    let Some(examples) = data
        .map(|data| data.join("real/openreferral-spec/examples"))
        .filter(|path| path.is_dir())
    else {
        println!("NOT RUN: real/openreferral-spec is not in $CALLBOARD_DATA");
        return;
    };
    // The same service in every form that the specification has for it.
    for (name, form) in [
        ("csv", "csv"),
        ("tabular", "tabular.json"),
        ("full", "service_full.json"),
        ("list", "service_list.json"),
        ("place", "service_at_location_full.json"),
        ("all", ""),
    ] {
        let said = imports_whole(&format!("hsds-{name}"), "hsds", &examples.join(form));
        assert!(
            said.contains("/community-counselling.md: new"),
            "{name}: {said}"
        );
        assert!(
            said.starts_with("2 drafts: 2 new") || name == "list" || name == "place",
            "{name}: {said}"
        );
    }
}

#[test]
fn a_list_and_a_front_page_that_people_made_give_records_without_errors() {
    for (name, format) in [("resource-list", "list"), ("magazine-home", "magazine")] {
        let file = std::env::var_os("CALLBOARD_DATA")
            .map(|data| PathBuf::from(data).join(format!("../seeds/{name}.txt")))
            .filter(|file| file.is_file());
        let Some(file) = file else {
            println!("NOT RUN: {name}.txt is not in the folder `seeds` beside $CALLBOARD_DATA");
            continue;
        };
        let said = imports_whole(&format!("real-{format}"), format, &file);
        println!("{said}");
        let drafts: usize = said
            .split(' ')
            .next()
            .and_then(|count| count.parse().ok())
            .unwrap();
        assert!(drafts > 28, "{said}");
    }
}

#[test]
fn a_list_becomes_drafts_that_refer_to_each_other() {
    let folder = catalog("list");
    let text = "- Example group will host a call on May 1 at 5pm ET. Register at example.org/a.\n- Sample Tenants Union organized a webinar on Rents April 16. You can access the recording here.\n";
    fs::write(folder.join("links.txt"), text).unwrap();
    let run = |more: &[&str]| {
        let mut arguments = vec!["import", "links.txt", "--as", "list"];
        arguments.extend(more);
        let answer = callboard(&folder, &arguments);
        let error = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(answer.status.success() && error.is_empty(), "{error}");
    };
    run(&["--as-of", "2025-04-01"]);
    let everything = files(&folder)
        .into_iter()
        .filter(|(path, _)| path.parent().is_some_and(|above| above.ends_with("links")))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect::<String>();
    for line in [
        "hosts: [example-group]\n",
        "hosts: [sample-tenants-union]\n",
        "start: 2025-05-01 17:00\n",
        "recording_of: sample-tenants-union-webinar\n",
        "  - id: links\n",
    ] {
        assert!(everything.contains(line), "{line} in {everything}");
    }
    no_errors(&folder);
    // Another year, because the editor says so.
    run(&["--as-of", "2025-04-01", "--year", "2019"]);
    let changed = files(&folder)
        .into_values()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect::<String>();
    assert!(changed.contains("start: 2019-05-01 17:00\n"), "{changed}");
    // A folder is no list, and a day is a day.
    let answer = callboard(&folder, &["import", "catalog", "--as", "list"]);
    let said = String::from_utf8_lossy(&answer.stdout).into_owned();
    assert!(said.contains("[nothing-found] this is a folder"), "{said}");
    let answer = callboard(
        &folder,
        &["import", "links.txt", "--as", "list", "--as-of", "May"],
    );
    assert_eq!(answer.status.code(), Some(2));
}

#[test]
fn a_map_says_what_columns_are() {
    let folder = catalog("map");
    fs::write(
        folder.join("calls.csv"),
        "Name;Day;Hour\nMass call;November 13, 2024;5pm\n",
    )
    .unwrap();
    fs::write(
        folder.join("map.toml"),
        "[columns]\ntitle = \"Name\"\n\"when.start\" = \"Day\"\n\"when.time\" = \"Hour\"\n\n[always]\n\"when.zone\" = \"America/Los_Angeles\"\n",
    )
    .unwrap();
    let answer = callboard(
        &folder,
        &["import", "calls.csv", "--as", "csv", "--map", "map.toml"],
    );
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let text =
        fs::read_to_string(folder.join("catalog/records/imported/calls/mass-call.md")).unwrap();
    assert!(
        text.contains("when:\n  - start: 2024-11-13 17:00\n    zone: America/Los_Angeles\n"),
        "{text}"
    );
    fs::write(folder.join("map.toml"), "[columns]\nnaem = \"Name\"\n").unwrap();
    let answer = callboard(
        &folder,
        &["import", "calls.csv", "--as", "csv", "--map", "map.toml"],
    );
    let error = String::from_utf8_lossy(&answer.stderr).into_owned();
    assert_eq!(answer.status.code(), Some(1));
    assert!(error.contains("map.toml: `naem` is no key"), "{error}");
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}

#[test]
fn the_commands_of_the_documentation_work() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let docs = fs::read_to_string(root.join("docs/import.md")).unwrap();
    let golden = root.join("importer/tests/golden");
    let outside = catalog("docs");
    let folder = outside.join("site-of-records");
    fs::create_dir_all(&folder).unwrap();
    fs::rename(outside.join("catalog"), folder.join("catalog")).unwrap();
    copy(
        &golden.join("jekyll/maccnyc/source"),
        &outside.join("our-site"),
    );
    copy(
        &golden.join("ical/movement/source.ics"),
        &folder.join("calls.ics"),
    );
    copy(
        &golden.join("feed/rss/source.xml"),
        &folder.join("feed.xml"),
    );
    copy(
        &golden.join("hsds/tables/source"),
        &folder.join("hsds-export"),
    );
    copy(
        &golden.join("markdown/notion/source"),
        &folder.join("notion-export"),
    );
    copy(
        &golden.join("list/tenants/source.txt"),
        &folder.join("links.txt"),
    );
    copy(
        &golden.join("magazine/articles/source.html"),
        &folder.join("front-page.html"),
    );
    fs::write(
        folder.join("events.csv"),
        "Name of the event,Date,Starts at,Sign-up link,Description,Access\nCall,2024-11-13,5pm,https://example.org/,A call.,By phone\n",
    )
    .unwrap();
    let map = docs
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    fs::write(folder.join("map.toml"), map).unwrap();
    let mut run = 0;
    for line in docs
        .lines()
        .filter_map(|line| line.strip_prefix("    callboard "))
    {
        let words: Vec<&str> = line.split('#').next().unwrap().split_whitespace().collect();
        let answer = callboard(&folder, &words);
        let said = String::from_utf8_lossy(&answer.stdout).into_owned();
        assert!(
            answer.status.success() && !said.starts_with("0 drafts"),
            "{line}: {said}{}",
            String::from_utf8_lossy(&answer.stderr)
        );
        run += 1;
    }
    assert_eq!(run, 9);
    no_errors(&folder);
}

/// What is asked of many drafts in the same words is one line of the report, and stands in each of them.
#[test]
fn a_question_of_many_drafts_is_told_once() {
    let folder = catalog("once");
    let event = |number: usize| {
        format!(
            "BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:Call {number}\r\nDTSTART:2025040{number}T220000Z\r\nDESCRIPTION:Come to the call.\r\nORGANIZER;CN=Some Union:mailto:a@example.org\r\nEND:VEVENT\r\n"
        )
    };
    let events: String = (1..=3).map(event).collect();
    let calendar = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n");
    fs::write(folder.join("calls.ics"), calendar).unwrap();
    let answer = callboard(&folder, &["import", "calls.ics", "--as", "ical"]);
    let report = String::from_utf8(answer.stdout).unwrap();
    let told = "calls.ics:3: [host-unknown] the calendar names “Some Union” as the organizer, which is no organization of the catalogue (and in 2 more places)\n";
    assert!(report.ends_with(told), "{report}");
    for draft in ["call-1", "call-2", "call-3"] {
        let path = format!("catalog/records/imported/calls/{draft}.md");
        let text = fs::read_to_string(folder.join(path)).unwrap();
        assert!(
            text.contains("names “Some Union” as the organizer"),
            "{text}"
        );
    }
}
