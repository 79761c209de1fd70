//! The commands of a catalogue's every day: `check --fix`, `check --format github`, `stale`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn callboard(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A starter catalogue with these files added or written over.
fn catalogue(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("maintain")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    assert!(
        callboard(&["new", folder.to_str().unwrap()])
            .status
            .success()
    );
    for (file, text) in files {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

const SLIPS: &str = "\u{feff}---\r
kind: artcle  \r
title: \"Slips — ¿qué?\"\r
sumary: Text.\r
hosts: [example-tenants-unon, 'example-pres', nobody-like-it]\r
topic: [housng, house]\r
actions:\r
  - do: call\r
    phone: tel:+1/212/555-0142\r
  - do: text\r
    text_to: 55501\r
    keyword: “HELP ME”\r
---\r
\r
A line that breaks  \r
here.\r
";

const MENDED: &str = "---
kind: article
title: \"Slips — ¿qué?\"
summary: Text.
hosts: [example-tenants-union, 'example-press', nobody-like-it]
topic: [housing, house]
actions:
  - do: call
    phone: +1-212-555-0142
  - do: text
    text_to: 55501
    keyword: HELP ME
---

A line that breaks  
here.
";

#[test]
fn what_is_certain_is_mended_once() {
    let folder = catalogue("fix", &[("records/slips.md", SLIPS)]);
    let at = folder.to_str().unwrap();
    let others = fs::read_to_string(folder.join("records/articles/sample-article.md")).unwrap();
    let fixed = callboard(&["check", at, "--fix"]);
    let said = text(&fixed.stderr);
    assert_eq!(
        fs::read_to_string(folder.join("records/slips.md")).unwrap(),
        MENDED
    );
    assert!(
        said.contains(
            "fixed records/slips.md:5: `example-tenants-unon` is now `example-tenants-union`\n"
        ),
        "{said}"
    );
    assert_eq!(said.lines().count(), 10, "{said}");
    // What could mean several things, or nothing, is left to the editor.
    assert_eq!(fixed.status.code(), Some(1));
    let left = text(&fixed.stdout);
    assert!(
        left.contains("there is no record `nobody-like-it`")
            && left.contains("unknown topic `house`"),
        "{left}"
    );
    assert!(left.contains("2 errors, 0 warnings"), "{left}");
    let again = callboard(&["check", at, "--fix"]);
    assert_eq!(
        (text(&again.stderr), text(&again.stdout)),
        (String::new(), left)
    );
    assert_eq!(
        fs::read_to_string(folder.join("records/slips.md")).unwrap(),
        MENDED
    );
    assert_eq!(
        fs::read_to_string(folder.join("records/articles/sample-article.md")).unwrap(),
        others
    );
    let names: Vec<_> = fs::read_dir(folder.join("records"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().contains("unfinished"))
        .collect();
    assert!(names.is_empty(), "{names:?}");
}

/// Two keys that are meant as one would become one key twice.
#[test]
fn no_key_is_mended_into_one_that_is_there() {
    let record = "---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/one\ntopics: [housing]\nTopic: [transit]\n---\n";
    let folder = catalogue("fix-keys", &[("records/one.md", record)]);
    let at = folder.to_str().unwrap();
    let fixed = callboard(&["check", at, "--fix"]);
    assert_eq!(text(&fixed.stderr).lines().count(), 1);
    assert_eq!(fixed.status.code(), Some(1));
    let left = text(&fixed.stdout);
    assert!(
        left.contains("records/one.md:7:1: error [unknown-key] unknown key `Topic`")
            && left.contains("`topic` is there already"),
        "{left}"
    );
    let mended = record.replace("topics", "topic");
    let file = folder.join("records/one.md");
    assert_eq!(fs::read_to_string(&file).unwrap(), mended);
    let again = callboard(&["check", at, "--fix"]);
    assert!(again.stderr.is_empty() && text(&again.stdout) == left);
}

#[test]
fn a_slip_in_a_search_is_mended_too() {
    let folder = catalogue("fix-search", &[]);
    let at = folder.to_str().unwrap();
    let file = folder.join("queries.toml");
    let good = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        good.replace("\"sample-bus-map\"]", "\"sampel-bus-map\"]"),
    )
    .unwrap();
    let fixed = callboard(&["check", at, "--fix"]);
    assert!(fixed.status.success(), "{}", text(&fixed.stdout));
    assert_eq!(text(&fixed.stderr).lines().count(), 2);
    assert_eq!(fs::read_to_string(&file).unwrap(), good);
}

/// Settings with a slip keep records from being read, whose slips show once it is mended. Nothing else of a file changes.
#[test]
fn what_is_certain_is_mended_at_once_wherever_it_stands() {
    let record = "\u{feff}---\r\n# é\r\nkind: articel # what it is\r\ntitle: 'One'  \r\nsummary: |\r\n  Two \r\n\r\n  lines.\t\r\nlink: https://example.org/one\r\n---\r\nA line  \r\nand no end";
    let folder = catalogue("fix-all", &[("records/one.md", record)]);
    let at = folder.to_str().unwrap();
    let settings = folder.join("catalog.toml");
    let good = fs::read_to_string(&settings).unwrap();
    let good = good.replace('\n', "\r\n");
    fs::write(&settings, good.replace("\r\nlanguages =", "\r\nlangages =")).unwrap();
    let searches = folder.join("queries.toml");
    let asked = fs::read_to_string(&searches).unwrap();
    fs::write(&searches, asked.replacen("first =", "frst =", 1)).unwrap();
    let fixed = callboard(&["check", at, "--fix"]);
    let left = text(&fixed.stdout);
    assert!(left.contains("0 errors, 0 warnings, 1 note"), "{left}");
    assert_eq!(text(&fixed.stderr).lines().count(), 6);
    assert_eq!(fs::read_to_string(&settings).unwrap(), good);
    assert_eq!(fs::read_to_string(&searches).unwrap(), asked);
    assert_eq!(
        fs::read_to_string(folder.join("records/one.md")).unwrap(),
        "---\n# é\nkind: article # what it is\ntitle: 'One'\nsummary: |\n  Two\n\n  lines.\nlink: https://example.org/one\n---\nA line  \nand no end"
    );
    let again = callboard(&["check", at, "--fix"]);
    assert!(again.stderr.is_empty() && text(&again.stdout) == left);
}

/// The others are mended, what is left is shown all the same, and the command does not say that all is well.
#[test]
fn a_file_that_cannot_be_written_keeps_no_other_from_being_mended() {
    let record = |title: &str| {
        format!(
            "---\nkind: article\ntitle: {title}  \nsummary: Text.\nlink: https://example.org/{title}\n---\n"
        )
    };
    let (one, two) = (record("One"), record("Two"));
    let files = [
        ("records/one.md", one.as_str()),
        ("records/two.md", two.as_str()),
    ];
    let folder = catalogue("fix-unwritten", &files);
    // Where the new text would be written.
    fs::create_dir_all(folder.join("records/.one.md.unfinished")).unwrap();
    let fixed = callboard(&["check", folder.to_str().unwrap(), "--fix"]);
    let said = text(&fixed.stderr);
    assert_eq!(fixed.status.code(), Some(1));
    assert!(said.contains("fixed records/two.md: spaces"), "{said}");
    assert!(said.contains("one.md could not be written"), "{said}");
    assert!(text(&fixed.stdout).contains("0 errors, 0 warnings, 2 notes"));
    assert_eq!(
        fs::read_to_string(folder.join("records/one.md")).unwrap(),
        one
    );
    assert_ne!(
        fs::read_to_string(folder.join("records/two.md")).unwrap(),
        two
    );
}

#[test]
fn a_code_that_is_off_is_not_mended() {
    let folder = catalogue("fix-off", &[]);
    let settings = folder.join("catalog.toml");
    let quiet = fs::read_to_string(&settings)
        .unwrap()
        .replace("[check]\n", "[check]\ntrailing-space = \"off\"\n");
    fs::write(&settings, quiet).unwrap();
    let file = folder.join("records/maps/sample-bus-map.md");
    let spaced = fs::read_to_string(&file)
        .unwrap()
        .replace("kind: map", "kind: map  ");
    fs::write(&file, &spaced).unwrap();
    let fixed = callboard(&["check", folder.to_str().unwrap(), "--fix"]);
    assert!(fixed.status.success() && fixed.stderr.is_empty());
    assert_eq!(fs::read_to_string(&file).unwrap(), spaced);
}

#[test]
fn a_change_is_annotated_at_its_lines() {
    let record = "---\nkind: event\ntitle: One\nsummary: \"100% sure, say: yes\"\ntopic: \"50%, or: more\"\nwhen:\n  - start: 2024-11-07 17:00\n    words: Friday\n---\n";
    let folder = catalogue("github", &[("records/one.md", record)]);
    let parent = folder.parent().unwrap();
    let found = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .current_dir(parent)
        .args(["check", "./github/", "--format", "github"])
        .output()
        .unwrap();
    assert_eq!(found.status.code(), Some(1));
    let lines = text(&found.stdout);
    assert!(
        lines.contains(
            "::error file=github/records/one.md,line=5,col=8,endColumn=23,title=unknown-value::unknown topic `50%25, or: more`%0Afix: use one of housing, evictions, transit\n"
        ),
        "{lines}"
    );
    assert!(
        lines.contains("::warning file=github/records/one.md,line=7,col=12,endColumn=28,title=weekday-mismatch::"),
        "{lines}"
    );
    assert!(
        lines.contains("::notice file=github/records/one.md,line=3,"),
        "{lines}"
    );
    assert!(lines.lines().all(|line| line.starts_with("::")), "{lines}");
}

/// GitHub shows ten errors of a step at their lines, and drops the eleventh.
#[test]
fn what_cannot_be_shown_at_its_line_stands_in_the_log() {
    let record = "---\nkind: map\ntitle: One\nsummary: Text.\ntopic: nothing\nlink: https://example.org/NAME\n---\n";
    let names: Vec<String> = (1..=11)
        .map(|number| format!("records/wrong-{number}.md"))
        .collect();
    let texts: Vec<String> = names
        .iter()
        .map(|name| record.replace("NAME", name))
        .collect();
    let records: Vec<(&str, &str)> = names
        .iter()
        .map(String::as_str)
        .zip(texts.iter().map(String::as_str))
        .collect();
    let said = |count: usize| {
        let folder = catalogue(&format!("github-{count}"), &records[..count]);
        text(&callboard(&["check", folder.to_str().unwrap(), "--format", "github"]).stdout)
    };
    let ten = said(10);
    assert!(
        ten.lines()
            .filter(|line| line.starts_with("::error"))
            .count()
            == 10,
        "{ten}"
    );
    assert!(!ten.contains("GitHub shows"), "{ten}");
    let eleven = said(11);
    let (_, log) = eleven.split_once("\nGitHub shows 10 errors").unwrap();
    for name in &names {
        assert!(
            log.contains(&format!(
                "\n{name}:5:8: error [unknown-value] unknown topic `nothing`\n"
            )),
            "{log}"
        );
    }
    assert!(log.contains("\n11 errors, "), "{log}");
}

#[test]
fn searches_are_run_and_hold_the_check() {
    let folder = catalogue("searches", &[]);
    let at = folder.to_str().unwrap();
    let good = callboard(&["check", at]);
    assert!(text(&good.stdout).contains("4 searches of queries.toml were run\n0 errors"));
    // A record that loses its words breaks the search.
    let file = folder.join("records/hotlines/sample-eviction-hotline.md");
    let other = fs::read_to_string(&file)
        .unwrap()
        .replace("topic: [evictions]\n", "");
    fs::write(&file, &other).unwrap();
    let broken = callboard(&["check", at]);
    assert_eq!(broken.status.code(), Some(1));
    let said = text(&broken.stdout);
    assert!(
        said.contains("queries.toml:16:10: error [query-failed]"),
        "{said}"
    );
    // With an error in a record there is nothing to ask.
    fs::write(&file, other.replace("kind: hotline", "kind: hotlin")).unwrap();
    let said = text(&callboard(&["check", at]).stdout);
    assert!(
        said.contains("were not run: mend the errors first"),
        "{said}"
    );
}

#[test]
fn what_is_stale_depends_on_the_moment() {
    let folder = catalogue("stale", &[]);
    let at = folder.to_str().unwrap();
    let lists = |moment: &str, days: &str| -> serde_json::Value {
        let stale = callboard(&["stale", at, "--as-of", moment, "--days", days, "--json"]);
        assert!(stale.status.success(), "{}", text(&stale.stderr));
        serde_json::from_slice(&stale.stdout).unwrap()
    };
    let ids = |value: &serde_json::Value, list: &str| -> Vec<String> {
        let list = value[list].as_array().unwrap();
        list.iter()
            .map(|stale| stale["id"].as_str().unwrap().to_owned())
            .collect()
    };
    // It was looked at on January 15.
    let before = lists("2027-02-25", "30");
    assert_eq!(before["unchecked"][0]["id"], "sample-town-hall");
    assert_eq!(before["unchecked"][0]["days"], 40);
    assert_eq!(before["unchecked"][1]["days"], serde_json::Value::Null);
    assert_eq!(ids(&before, "ending"), ["sample-town-hall"]);
    assert_eq!(before["ending"][0]["days"], 8);
    assert!(!ids(&lists("2027-02-25", "60"), "unchecked").contains(&"sample-town-hall".to_owned()));
    // The town hall has a recording, the training has none.
    let after = lists("2027-04-20", "30");
    assert_eq!(
        ids(&after, "without_recording"),
        ["sample-know-your-lease-training"]
    );
    assert_eq!(ids(&after, "ending"), ["sample-fare-campaign"]);
    let shown = text(&callboard(&["stale", at, "--as-of", "2027-04-20"]).stdout);
    assert!(
        shown.contains("over, without a recording: 1\n  records/trainings/sample-know-your-lease-training.md:4: Sample training on reading a lease (over since 2027-03-18)\n"),
        "{shown}"
    );
    assert_eq!(
        callboard(&["stale", at, "--as-of", "soon"]).status.code(),
        Some(2)
    );
    assert_eq!(callboard(&["stale", "nowhere"]).status.code(), Some(1));
}
