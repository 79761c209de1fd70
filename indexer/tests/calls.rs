//! How the command may be called: the catalogue by place or by name, and what is said of a number that is none.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn callboard(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(arguments)
        .output()
        .unwrap()
}

/// `add` and `import` need a name for it; the others take the same one.
#[test]
fn the_catalogue_is_named_alike_by_every_command() {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalog");
    let catalog = catalog.to_str().unwrap();
    for command in [["check"].as_slice(), &["stale", "--as-of", "2027-01-01"]] {
        let by_place = callboard(&[command, &[catalog]].concat());
        let by_name = callboard(&[command, &["--catalog", catalog]].concat());
        assert!(by_place.status.success());
        assert_eq!(by_name, by_place);
        let both = callboard(&[command, &["--catalog", catalog, catalog]].concat());
        assert_eq!(both.status.code(), Some(2));
    }
    for command in ["build", "serve", "links", "add", "import"] {
        let help = callboard(&[command, "--help"]);
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        assert!(help.contains("--catalog <CATALOG>"), "{help}");
    }
}

#[test]
fn a_number_that_is_none_is_told_what_it_may_be() {
    let calls: [(&[&str], &str); 4] = [
        (&["serve", "--port", "http"], "from 0 to 65535"),
        (&["serve", "--port", "99999"], "from 0 to 65535"),
        (&["links", "--retries", "often"], "from 0 to 10"),
        (
            &["import", "a", "--as", "csv", "--year", "27"],
            "from 1900 to 2200",
        ),
    ];
    for (call, may_be) in calls {
        let told = callboard(call);
        assert_eq!(told.status.code(), Some(2));
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(
            said.contains(&format!("expected a whole number {may_be}")),
            "{said}"
        );
    }
}

/// A record says `pt` where the catalogue says `pt-BR`: it is one language with one set of endings.
#[test]
fn a_language_without_its_region_has_the_same_endings() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("calls/region");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("catalog/records")).unwrap();
    fs::write(
        folder.join("catalog/catalog.toml"),
        "name = { en = \"Example\", pt-BR = \"Exemplo\" }\nlanguages = [\"en\", \"pt-BR\"]\nzone = \"UTC\"\n",
    )
    .unwrap();
    for (name, title) in [("one", "A organização"), ("two", "As organizações")] {
        let record = format!(
            "---\nkind: article\ntitle: {title}\nsummary: Texto.\nlang: pt\nlink: https://example.org/{name}\n---\n"
        );
        fs::write(folder.join(format!("catalog/records/{name}.md")), record).unwrap();
    }
    let at = |below: &str| folder.join(below).display().to_string();
    let built = callboard(&["build", &at("catalog"), "--pack-only", "--out", &at("pack")]);
    assert!(built.status.success());
    let found = callboard(&["query", &at("pack"), "organização "]);
    let said = String::from_utf8_lossy(&found.stdout).into_owned();
    assert!(said.starts_with("2 found (2 with all words"), "{said}");
}
