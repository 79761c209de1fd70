//! A small catalogue and all that its author is told of it, beside what it should be: for the tests of diagnostics.
//! `BLESS=1` writes the reports anew; they stand in `mistakes/`, one file a case.

use callboard_indexer::{catalog, diagnostic, queries, report};
use std::fs;
use std::path::{Path, PathBuf};

/// Settings without a mistake.
pub const SETTINGS: &str = r#"name = { en = "Example" }
languages = ["en"]
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

/// An organization that records can name.
pub const GROUP: &str =
    "---\nkind: organization\ntitle: Example group\nsummary: A group.\nsource: list\n---\n";

/// Writes a case's files, and nothing else, into its folder, beside which nothing stands: a catalogue that is near is told of.
pub fn write(case: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("mistakes")
        .join(case)
        .join("catalog");
    let _ = fs::remove_dir_all(&folder);
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Compares the whole report of a catalogue of these files with the one that is kept.
#[track_caller]
pub fn check(case: &str, files: &[(&str, &[u8])]) {
    let folder = write(case, files);
    let (catalog, mut diagnostics) = catalog::read(&folder);
    if let Some(catalog) = &catalog {
        let (asked, found) = queries::read(&folder, catalog);
        diagnostics.extend(found);
        diagnostics.extend(queries::ask(&asked, catalog).unwrap());
        diagnostics.sort_by(diagnostic::Diagnostic::by_place);
    }
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
pub fn check_record(case: &str, record: &str) {
    check(
        case,
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/group.md", GROUP.as_bytes()),
            ("records/one.md", record.as_bytes()),
        ],
    );
}
