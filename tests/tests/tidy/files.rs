//! What a file of this repository looks like.

use callboard_tests::published::workspace;
use std::process::Command;

/// Text files that git tracks or would, with their contents.
fn files() -> Vec<(String, String)> {
    let output = Command::new("git")
        .current_dir(workspace())
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .output()
        .expect("git runs");
    let names = String::from_utf8(output.stdout).expect("names are UTF-8");
    let read = |name: &str| {
        Some((
            name.to_owned(),
            std::fs::read_to_string(workspace().join(name)).ok()?,
        ))
    };
    names.lines().filter_map(read).collect()
}

/// Whether the file is written by people for people who change the code.
fn is_source(name: &str) -> bool {
    [".rs", ".js", ".ts", ".css", ".toml", ".html"]
        .iter()
        .any(|end| name.ends_with(end))
}

#[track_caller]
fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn no_path_of_a_machine_is_committed() {
    // Put together here, so that this file does not hold what it looks for.
    let roots: Vec<String> = ["root", "work", "Users", "home"]
        .iter()
        .map(|name| format!("/{name}/"))
        .collect();
    let mut found = Vec::new();
    for (name, text) in files().iter().filter(|(name, _)| {
        is_source(name) || name.ends_with(".md") && !name.starts_with("catalog/")
    }) {
        for (number, line) in text.lines().enumerate() {
            let starts = |root: &String| {
                line.match_indices(root.as_str()).any(|(at, _)| {
                    !line[..at].ends_with(|before: char| {
                        before.is_alphanumeric() || "./-_*".contains(before)
                    })
                })
            };
            if roots.iter().any(starts) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none("these name a folder of somebody's machine", &found);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["todo", "!("].concat(),
        ["unimplemented", "!("].concat(),
    ];
    let mut found = Vec::new();
    for (name, text) in files().iter().filter(|(name, _)| is_source(name)) {
        for (number, line) in text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark.as_str())) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none("do these, or write an issue", &found);
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> = files()
        .into_iter()
        .filter(|(name, text)| name.ends_with(".rs") && !text.starts_with("//! "))
        .map(|(name, _)| name)
        .collect();
    none("these do not start with //! and a sentence", &silent);
}

#[test]
fn modules_are_named_for_what_they_are() {
    let drawers = [
        "utils", "util", "helpers", "helper", "manager", "common", "misc", "types",
    ];
    let is_drawer = |name: &str| name.split(['/', '.']).any(|part| drawers.contains(&part));
    let found: Vec<String> = files()
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name.ends_with(".rs") && is_drawer(name))
        .collect();
    none("a name that fits anything says nothing", &found);
}

#[test]
fn no_file_has_grown_past_reading() {
    const LIMIT: usize = 30_000;
    let mut found = Vec::new();
    for (name, text) in files().iter().filter(|(name, _)| is_source(name)) {
        if text.len() > LIMIT {
            found.push(format!("{name}: {} bytes", text.len()));
        } else if text.len() > 15_000 {
            println!(
                "{name}: {} bytes; does it have two reasons to change?",
                text.len()
            );
        }
    }
    none("split these at a boundary", &found);
}
