//! What an author is told: each case is a small catalogue, and the whole report of it. `BLESS=1` writes the
//! reports anew; they stand in `mistakes/`, one file a case.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use callboard_indexer::{catalog, diagnostic, report};
use std::fs;
use std::path::{Path, PathBuf};

const SETTINGS: &str = r#"name = { en = "Example" }
languages = ["en", "es"]
zone = "America/New_York"

[[facets]]
id = "topic"
label = { en = "Topic" }
[[facets.values]]
id = "immigrant-defense"
label = { en = "Immigrant defense", es = "Defensa de inmigrantes" }
synonyms = { en = ["immigration"], es = ["inmigración"] }

[sources.list]
title = "A list"
"#;

const GROUP: &str =
    "---\nkind: organization\ntitle: Example group\nsummary: A group.\nsource: list\n---\n";

fn write(case: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("mistakes")
        .join(case);
    let _ = fs::remove_dir_all(&folder);
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[track_caller]
fn check(case: &str, files: &[(&str, &[u8])]) {
    let folder = write(case, files);
    let (_, diagnostics) = catalog::read(&folder);
    let text = format!(
        "{}{}\n",
        report::text(&diagnostics),
        report::summary(&diagnostics)
    );
    // Where the folder lies is the machine's affair.
    let text = text.replace(&folder.display().to_string(), "FOLDER");
    let expected = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/mistakes")
        .join(format!("{case}.txt"));
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(expected.parent().unwrap()).unwrap();
        fs::write(&expected, &text).unwrap();
    }
    assert_eq!(
        text,
        fs::read_to_string(&expected).unwrap_or_default(),
        "{case}"
    );
}

/// One record beside a group and good settings.
#[track_caller]
fn check_record(case: &str, record: &str) {
    check(
        case,
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/group.md", GROUP.as_bytes()),
            ("records/one.md", record.as_bytes()),
        ],
    );
}

#[test]
fn keys_and_values() {
    check_record(
        "keys-and-values",
        "---\nkind: evnt\ntitle: One\nsumary: Text.\ntopic: [imigration, sports]\nsource: lst\nfeatured: yes\norder: first\nlang: english\n---\n",
    );
    check_record(
        "two-of-a-key",
        "---\nkind: article\ntitle: One\ntitle: Two\nsummary: Text.\n---\n",
    );
    check_record(
        "shapes",
        "---\nkind: article\ntitle: [One]\nsummary: Text.\nactions: register\ntopic: {a: b}\n---\n",
    );
    check_record("nothing-given", "---\n---\n");
}

#[test]
fn dates_and_times() {
    let record =
        |when: &str| format!("---\nkind: event\ntitle: One\nsummary: Text.\nwhen:\n{when}---\n");
    check_record(
        "dates",
        &record(
            "  - start: 2024-02-30 17:00\n  - start: 7 November\n  - start: 2024-11-07 5pm\n  - start: 2024-11-07 17:00\n    zone: Pacific\n  - start: 2024-03-10 02:30\n  - start: 2024-11-07 17:00\n    end: 16:00\n  - start: 2024-11-07 17:00\n    words: Friday, Nov. 7 at 5pm\n  - words: soon\n",
        ),
    );
    check_record(
        "spans",
        "---\nkind: campaign\ntitle: One\nsummary: Text.\nspan: {from: 2024-11-19, to: 2024-10-22}\npublished: 2024-13\n---\n",
    );
}

#[test]
fn links_and_numbers() {
    check_record(
        "links-and-numbers",
        "---\nkind: hotline\ntitle: One\nsummary: Text.\nlink: javascript:alert(1)\nactions:\n  - do: call\n    phone: 1-844\n  - do: open\n    url: example.org/page\n  - do: registr\n  - do: rsvp\n    words: RSVP at EXAMPLE\n---\n",
    );
}

#[test]
fn texts_that_are_not_what_they_look_like() {
    check_record(
        "texts",
        "---\nkind: article\ntitle: One <script>alert(1)</script>\nsummary: \"Text \u{202e}reversed.\"\n---\n\nText <b>bold</b>.\n\n[a link](javascript:alert)\n",
    );
}

#[test]
fn references() {
    check_record(
        "references",
        "---\nkind: article\ntitle: One\nsummary: Text.\nhosts: [grup, one, nothing-like-it]\nseries: group\nrecording_of: [one]\n---\n",
    );
    check(
        "two-of-an-id",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/a/group.md", GROUP.as_bytes()),
            ("records/b/group.md", GROUP.as_bytes()),
            ("records/Bad Name.md", GROUP.as_bytes()),
        ],
    );
}

#[test]
fn files_that_cannot_be_read() {
    check_record("no-front-matter", "Just text.\n");
    check_record("no-end", "---\nkind: article\ntitle: One\n");
    check_record(
        "broken-yaml",
        "---\nkind: article\ntitle: One: two\nsummary: [Text\n---\n",
    );
    let large = vec![b'a'; (1 << 20) + 1];
    check(
        "bytes",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            (
                "records/latin.md",
                b"---\nkind: article\ntitle: caf\xe9\n---\n",
            ),
            ("records/large.md", &large),
        ],
    );
    check("no-catalogue", &[]);
    check(
        "broken-settings",
        &[(
            "catalog.toml",
            b"name = { en = \"Example\" }\nlanguages = [\"en\"]\nzone = 5\n",
        )],
    );
    check(
        "settings",
        &[("catalog.toml", b"name = { en = \"Example\" }\nlanguages = []\nzone = \"Nowhere\"\n[weights]\ntitel = 2.0\nbody = 50.0\n[[facets]]\nid = \"topic\"\nlabel = { en = \"Topic\" }\n[[facets.values]]\nid = \"a\"\nlabel = { en = \"A\" }\nparent = \"a\"\n")],
    );
}

#[test]
fn an_empty_catalogue_is_no_error() {
    check("empty", &[("catalog.toml", SETTINGS.as_bytes())]);
    let folder = write("empty-again", &[("catalog.toml", SETTINGS.as_bytes())]);
    let (catalog, diagnostics) = catalog::read(&folder);
    assert!(catalog.is_some() && !diagnostics.iter().any(|d| d.is_error()));
}

#[test]
fn an_empty_body_is_no_mistake() {
    check_record(
        "empty-body",
        "---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/\n---\n",
    );
}

#[test]
fn no_mistake_hides_another() {
    let broken = "---\nkind: article\ntitle: Broken\nsummary: Text.\ntopic: nothing\n---\n";
    check(
        "many-files",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/a.md", broken.as_bytes()),
            ("records/b.md", b"no front matter"),
            ("records/c.md", broken.as_bytes()),
            (
                "records/d.md",
                b"---\nkind: article\ntitle: D\nsummary: Text.\nabout: [b, nowhere]\n---\n",
            ),
        ],
    );
}

#[test]
fn every_code_is_explained_once() {
    let mut names: Vec<&str> = diagnostic::CODES.iter().map(|(name, _)| *name).collect();
    let sorted = names.clone();
    names.dedup();
    assert_eq!(names, sorted);
    assert!(names.is_sorted());
}

#[test]
fn former_ids() {
    let record = |title: &str, more: &str| {
        format!(
            "---\nkind: article\ntitle: {title}\nsummary: Text.\nlink: https://example.org\n{more}---\n"
        )
    };
    let one = record("One", "former_ids: [old-one, two, Old Name, one]\n");
    let two = record("Two", "former_ids: [old-one]\nmentions: [old-one]\n");
    let three = record(
        "Three",
        "former_ids: old-three\nmentions: [old-three, old-one]\n",
    );
    check(
        "former-ids",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/one.md", one.as_bytes()),
            ("records/two.md", two.as_bytes()),
            ("records/three.md", three.as_bytes()),
        ],
    );
}

#[test]
fn site_and_feeds() {
    let with = |more: &str| format!("{SETTINGS}\n{more}");
    let record = b"---\nkind: organization\ntitle: One\nsummary: Text.\n---\n";
    let settings = with(
        "[site]\nurl = \"https://example.org/calls?lang=en#top\"\nid = \"\"\n[feeds]\nfacets = [\"topics\", \"when\", \"organization\", \"xyz\"]\nmost = 0\n",
    );
    check(
        "site",
        &[
            ("catalog.toml", settings.as_bytes()),
            ("records/one.md", record),
        ],
    );
    check(
        "site-without-scheme",
        &[
            (
                "catalog.toml",
                with("[site]\nurl = \"example.org/calls\"\n").as_bytes(),
            ),
            ("records/one.md", record),
        ],
    );
}
