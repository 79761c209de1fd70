//! How an editor begins: `new` writes a catalogue that is checked, built and searched as it is, `add` a record.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

mod stand_in;

use callboard_indexer::site::own_files::OF_EVERY_BUILD;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn callboard(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(arguments)
        .env("CALLBOARD_APP", stand_in::app())
        .output()
        .unwrap()
}

/// A folder that is not there yet.
fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("begin")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_new_catalogue_is_checked_built_and_searched() {
    let folder = place("new");
    let at = folder.to_str().unwrap();
    let made = callboard(&["new", at]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let checked = callboard(&["check", at]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
    assert!(
        text(&checked.stdout).contains("0 errors, 0 warnings"),
        "{}",
        text(&checked.stdout)
    );
    let site = place("new-site");
    let site = site.to_str().unwrap();
    let built = callboard(&["build", at, "--out", site]);
    assert!(built.status.success(), "{}", text(&built.stderr));
    // What is told of as a name of every build is one.
    for name in OF_EVERY_BUILD {
        assert!(Path::new(site).join(name).is_file(), "{name}");
    }
    // The catalogue has no filter by series; a part of one has a heading all the same.
    let page = fs::read_to_string(Path::new(site).join("records/sample-town-hall.html")).unwrap();
    assert!(page.contains(">Series</h2>"), "{page}");
    let found = callboard(&["query", site, "asamblea pública alquileres", "--json"]);
    let answer: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(answer["hits"][0]["id"], "sample-town-hall-recording-es");
    let found = callboard(&["query", site, "212 555 0142", "--json"]);
    let answer: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(answer["hits"][0]["id"], "sample-eviction-hotline");
}

/// The samples are in English, which is said of each; nothing that was found before is found no more.
#[test]
fn a_new_catalogue_begins_in_the_language_that_was_asked_for() {
    for (option, lang) in [("--lang", "es"), ("--language", "fr")] {
        let folder = place(&format!("new-{lang}"));
        let at = folder.to_str().unwrap();
        let made = callboard(&["new", at, option, lang]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        let checked = callboard(&["check", at]);
        let said = text(&checked.stdout);
        assert!(said.contains("0 errors, 0 warnings"), "{said}");
        assert!(
            said.contains("4 searches of queries.toml were run"),
            "{said}"
        );
        let site = place(&format!("new-{lang}-site"));
        let site = site.to_str().unwrap();
        assert!(callboard(&["build", at, "--out", site]).status.success());
        let page = fs::read_to_string(Path::new(site).join("index.html")).unwrap();
        // The page itself speaks English and Spanish.
        let spoken = if lang == "es" { "es" } else { "en" };
        assert!(page.contains(&format!("<html lang=\"{spoken}\"")), "{page}");
        let record = text(&callboard(&["record", site, "sample-bus-map"]).stdout);
        assert!(record.contains("\"lang\":\"en\""), "{record}");
    }
    let refused = callboard(&[
        "new",
        place("new-none").to_str().unwrap(),
        "--lang",
        "spanish",
    ]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("`spanish` is no language tag"));
    assert!(!place("new-none").exists());
}

/// Half of a file would be in the way of the next attempt. No file may grow past a kilobyte here, as if the disk were full.
#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_finished_leaves_nothing_behind() {
    let folder = place("full");
    fs::create_dir_all(&folder).unwrap();
    for (command, left) in [
        ("new full", "full"),
        ("publish-files nginx", "hosting/callboard.conf"),
    ] {
        let script = format!("trap '' XFSZ; ulimit -f 1; exec \"$0\" {command}");
        let ended = Command::new("bash")
            .args(["-c", &script, env!("CARGO_BIN_EXE_callboard")])
            .current_dir(&folder)
            .output()
            .unwrap();
        let error = text(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{error}");
        assert!(error.contains("File too large"), "{error}");
        let left = folder.join(left);
        let is_empty = fs::read_dir(&left).is_ok_and(|mut entries| entries.next().is_none());
        assert!(!left.exists() || is_empty, "{}", left.display());
    }
    let again = callboard(&["new", folder.join("full").to_str().unwrap()]);
    assert!(again.status.success(), "{}", text(&again.stderr));
}

#[test]
fn what_comes_next_can_be_typed_as_it_is_said() {
    let folder = place("with a space");
    let at = folder.to_str().unwrap();
    let said = text(&callboard(&["new", at]).stdout);
    let quoted = format!("callboard check \"{at}\"");
    assert!(said.contains(&quoted), "{said}");
    // What a shell would read otherwise, as a shell reads it.
    #[cfg(unix)]
    for name in ["it's \"ours\"", "a$HOME`b`", "back\\slash!", "a;b&c(d)"] {
        let at = place(name);
        let said = text(&callboard(&["new", at.to_str().unwrap()]).stdout);
        // The line of the command, not one that names a folder which may be called so too.
        let command = |line: &&str| line.starts_with("callboard check");
        let line = said.lines().map(str::trim).find(command).unwrap();
        let line = line.replace("callboard check", "printf '%s|'");
        let read = Command::new("sh").args(["-c", &line]).output().unwrap();
        let expected = format!("{}|tells|", at.to_str().unwrap());
        assert!(text(&read.stdout).starts_with(&expected), "{line}");
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = place("taken");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    let made = callboard(&["new", folder.to_str().unwrap()]);
    assert_eq!(made.status.code(), Some(1));
    assert!(text(&made.stderr).contains("is not empty"));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    let file = folder.join("notes.txt");
    let made = callboard(&["new", file.to_str().unwrap()]);
    assert!(text(&made.stderr).contains("is a file"));
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");
}

#[test]
fn a_record_is_added_under_an_id_of_its_own() {
    let folder = place("add");
    let at = folder.to_str().unwrap();
    assert!(callboard(&["new", at]).status.success());
    let add = |kind: &str, title: &str| {
        let added = callboard(&["add", kind, title, "--catalog", at]);
        (
            added.status.code(),
            text(&added.stdout).trim().to_owned(),
            text(&added.stderr),
        )
    };
    let name = |path: &str| {
        let path = Path::new(path).strip_prefix(&folder).unwrap().to_owned();
        path.to_str().unwrap().replace('\\', "/")
    };
    let (code, first, error) = add("event", "Sample town hall: \"Who pays?\"");
    assert_eq!(code, Some(0), "{error}");
    assert_eq!(name(&first), "records/events/sample-town-hall-who-pays.md");
    let before = fs::read_to_string(&first).unwrap();
    let (_, second, _) = add("event", "Sample town hall: who pays");
    assert_eq!(
        name(&second),
        "records/events/sample-town-hall-who-pays-2.md"
    );
    // Ids are unique over all folders, not in one.
    let (_, other, _) = add("article", "Sample town hall");
    assert_eq!(name(&other), "records/articles/sample-town-hall-2.md");
    let (_, nameless, _) = add("guide", "¿…?");
    assert_eq!(name(&nameless), "records/guides/guide.md");
    let (_, nameless, _) = add("guide", "🎉");
    assert_eq!(name(&nameless), "records/guides/guide-2.md");
    // Windows has no file of this name.
    let (_, device, _) = add("guide", "Aux");
    assert_eq!(name(&device), "records/guides/aux-2.md");
    assert_eq!(fs::read_to_string(&first).unwrap(), before);
    let checked = callboard(&["check", at]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
    assert!(!text(&checked.stdout).contains("`guide` has the same title"));
    let unquoted = callboard(&["add", "event", "Town", "hall", "--catalog", at]);
    let error = text(&unquoted.stderr);
    assert!(
        error.contains("`callboard add event \"Town hall\"`"),
        "{error}"
    );
    assert_eq!(unquoted.status.code(), Some(2));
    for (title, says) in [
        (" ", "the title is empty"),
        ("A <b>bold</b> title", "markup"),
    ] {
        let (code, _, error) = add("event", title);
        assert_eq!(code, Some(2));
        assert!(error.contains(says), "{error}");
    }
    assert_eq!(add("evnt", "One").0, Some(2));
}
