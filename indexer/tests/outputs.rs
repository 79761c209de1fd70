//! What others read of a small catalogue: each file as it is written, beside the records that it is made of.
//! `UPDATE=1` writes the expected files anew; they stand in `outputs/expected/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use callboard_indexer::outputs::{self, Outputs};
use callboard_indexer::{catalog, report, resolve, site_folder};
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
    outputs::all(&catalog, &resolve::resolve(&catalog)).unwrap()
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

#[test]
fn a_second_writing_changes_nothing_and_leaves_nothing_unfinished() {
    let outputs = made(&here().join("catalog"));
    let folder = changed("twice", |settings| settings).join("site");
    let first = site_folder::publish(&folder, &outputs.files).unwrap();
    assert_eq!(
        (first.files, first.written),
        (outputs.files.len(), outputs.files.len())
    );
    let second = site_folder::publish(&folder, &outputs.files).unwrap();
    assert_eq!((second.files, second.written), (outputs.files.len(), 0));
    let written = files(&folder);
    assert_eq!(written.len(), outputs.files.len());
    for file in &outputs.files {
        assert_eq!(written.get(&file.path), Some(&file.text), "{}", file.path);
    }
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_others_as_they_were() {
    let outputs = made(&here().join("catalog"));
    let folder = changed("blocked", |settings| settings).join("site");
    // A file stands where a folder of the feeds would go.
    fs::create_dir_all(folder.join("feeds")).unwrap();
    fs::write(folder.join("feeds/topic"), "no folder").unwrap();
    let error = site_folder::publish(&folder, &outputs.files).unwrap_err();
    assert!(error.to_string().contains("topic"), "{error}");
    assert_eq!(files(&folder).len(), 1);
}
