//! The command lines of the documentation are run, one after another, as a reader would.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that fails may panic, and says what it leaves out"
)]

mod stand_in;

use std::fs;
use std::path::Path;
use std::process::Command;

/// Words of a command line; quotes keep some together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

#[test]
fn every_command_line_of_the_documentation_works() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documented");
    let _ = fs::remove_dir_all(&folder);
    let mut run = 0;
    for name in ["commands.md", "publishing.md"] {
        // Each host has a repository of its own.
        let text = fs::read_to_string(root.join("docs").join(name)).unwrap();
        let lines = text
            .lines()
            .filter_map(|line| line.strip_prefix("    callboard "));
        for (number, line) in lines.enumerate() {
            if line.starts_with("links") {
                println!(
                    "NOT RUN: callboard {line} (it needs the network; tests/links.rs asks a server of its own)"
                );
                continue;
            }
            if line.starts_with("serve") {
                println!(
                    "NOT RUN: callboard {line} (it ends with Ctrl-C; tests/preview.rs runs it)"
                );
                continue;
            }
            let place = if line.starts_with("publish-files") {
                folder.join(format!("{name}-{number}"))
            } else {
                folder.clone()
            };
            fs::create_dir_all(&place).unwrap();
            let done = Command::new(env!("CARGO_BIN_EXE_callboard"))
                .current_dir(&place)
                .args(words(line))
                .env("CALLBOARD_APP", stand_in::app())
                .output()
                .unwrap();
            assert!(
                done.status.success() && !done.stdout.is_empty()
                    || line.ends_with("--format github"),
                "callboard {line}\n{}{}",
                String::from_utf8_lossy(&done.stdout),
                String::from_utf8_lossy(&done.stderr)
            );
            assert!(done.status.success(), "callboard {line}");
            run += 1;
        }
    }
    assert_eq!(run, 28);
}

/// Each command is in the list, and its help has an example.
#[test]
fn every_command_is_listed_and_has_an_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("docs/commands.md")).unwrap();
    let help = |arguments: &[&str]| {
        let shown = Command::new(env!("CARGO_BIN_EXE_callboard"))
            .args(arguments)
            .output()
            .unwrap();
        String::from_utf8(shown.stdout).unwrap()
    };
    let all = help(&["--help"]);
    let commands = all
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help");
    let mut count = 0;
    for name in commands {
        assert!(text.contains(&format!("[`{name}`]")), "{name}");
        assert!(help(&[name, "--help"]).contains("Example"), "{name}");
        count += 1;
    }
    assert_eq!(count, 14);
}

/// The searches that the documentation shows are those of a catalogue that is there.
#[test]
fn the_documented_searches_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("docs/queries.md")).unwrap();
    let (_, rest) = text.split_once("```toml\n").unwrap();
    let (toml, _) = rest.split_once("```").unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documented-searches");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("queries.toml"), toml).unwrap();
    let (catalog, _) = callboard_indexer::catalog::read(&root.join("catalog"));
    let catalog = catalog.unwrap();
    let (queries, mut found) = callboard_indexer::queries::read(&folder, &catalog);
    assert_eq!(queries.all.len(), 3);
    found.extend(callboard_indexer::queries::ask(&queries, &catalog).unwrap());
    assert!(
        found.is_empty(),
        "{}",
        callboard_indexer::report::text(&found)
    );
}
