//! The tutorial is done as it is written: its files are written, its commands run one after another in one shell, and what
//! they answer is what it shows, where `…` stands for anything within a line, or alone for any lines.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that fails may panic, and says what it leaves out"
)]

mod stand_in;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the tutorial has somebody do.
#[derive(Debug, PartialEq)]
enum Step {
    /// A file to be written: path and text.
    Write(String, String),
    /// A command line, and what is shown below it.
    Run(String, Vec<String>),
}

/// The steps of a Markdown text: fenced blocks that name a file, and those of a console.
fn steps(markdown: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some(path) = info.strip_prefix("markdown ") {
            steps.push(Step::Write(path.to_owned(), block.join("\n") + "\n"));
        } else if info == "console" {
            for line in block {
                match (line.strip_prefix("$ "), steps.last_mut()) {
                    (Some(command), _) => steps.push(Step::Run(command.to_owned(), Vec::new())),
                    (None, Some(Step::Run(_, shown))) => shown.push(line.to_owned()),
                    (None, _) => panic!("{line} follows no command"),
                }
            }
        }
    }
    steps
}

/// Whether a line is what is shown; `…` stands for anything.
fn is_line(shown: &str, line: &str) -> bool {
    let mut parts = shown.split('…');
    let first = parts.next().unwrap();
    let Some(mut rest) = line.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in between {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Whether lines are what is shown; a line `…` stands for any number of them.
fn is_answer(shown: &[String], lines: &[&str]) -> bool {
    match (shown, lines) {
        ([], []) => true,
        ([any, shown @ ..], _) if any == "…" => {
            (0..=lines.len()).any(|skipped| is_answer(shown, &lines[skipped..]))
        }
        ([one, shown @ ..], [line, lines @ ..]) => is_line(one, line) && is_answer(shown, lines),
        _ => false,
    }
}

/// An empty folder with the archive that somebody downloaded, made of the command under test.
fn place() -> PathBuf {
    const NAME: &str = "callboard-x86_64-unknown-linux-gnu";
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tutorial");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("release").join(NAME)).unwrap();
    let release = folder.join("release");
    fs::copy(
        env!("CARGO_BIN_EXE_callboard"),
        release.join(NAME).join("callboard"),
    )
    .unwrap();
    let desk = folder.join("desk");
    fs::create_dir_all(&desk).unwrap();
    let packed = Command::new("bash")
        .current_dir(&release)
        .arg("-c")
        .arg(format!(
            "tar czf ../desk/{NAME}.tar.gz {NAME} && cd ../desk && sha256sum {NAME}.tar.gz > {NAME}.tar.gz.sha256"
        ))
        .status()
        .unwrap();
    assert!(packed.success());
    desk
}

#[test]
fn the_tutorial_does_what_it_shows() {
    for program in ["bash", "tar", "sha256sum"] {
        if Command::new(program).arg("--version").output().is_err() {
            println!("NOT RUN: {program} is not here");
            return;
        }
    }
    let tutorial = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/tutorial.md");
    let steps = steps(&fs::read_to_string(tutorial).unwrap());
    let desk = place();
    // Commands of one shell, so that what one sets the next one has; a line that no program prints follows each answer.
    const END: &str = "\u{1}";
    let mut script = String::from("exec 2>&1\n");
    for (number, step) in steps.iter().enumerate() {
        match step {
            Step::Write(path, text) => {
                fs::write(desk.join(format!("../{number}")), text).unwrap();
                script.push_str(&format!("test -e {path} && cp ../{number} {path}\n"));
            }
            Step::Run(command, _) => script.push_str(&format!("{command}\n")),
        }
        script.push_str("ended=$?\n[ $ended = 0 ] || echo \"(this ends with $ended)\"\n");
        script.push_str(&format!("printf '{END}'\n"));
    }
    let done = Command::new("bash")
        .arg("-c")
        .arg(script)
        .current_dir(&desk)
        .env("CALLBOARD_APP", stand_in::app())
        .output()
        .unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    let answers: Vec<&str> = said.split_terminator(END).collect();
    assert_eq!(answers.len(), steps.len(), "{said}");
    let mut run = 0;
    for (step, answer) in steps.iter().zip(answers) {
        let nothing = Vec::new();
        let (what, shown) = match step {
            Step::Write(path, _) => (path, &nothing),
            Step::Run(command, shown) => (command, shown),
        };
        let lines: Vec<&str> = answer.lines().collect();
        assert!(
            is_answer(shown, &lines),
            "{what}\nshown:\n{}\n\nanswered:\n{answer}",
            shown.join("\n")
        );
        run += 1;
    }
    assert!(run > 15, "{run} steps");
}

#[test]
fn what_is_shown_is_compared() {
    assert!(is_line("a … b", "a 12 b") && is_line("…", "") && is_line("a", "a"));
    assert!(!is_line("a", "a ") && !is_line("a … b", "a b") && !is_line("…x…y", "y x"));
    let shown = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(is_answer(&shown("…\nb\n…"), &["a", "b"]));
    assert!(!is_answer(&shown("a\nb"), &["a"]));
    assert!(!is_answer(&shown("a"), &["a", "b"]));
    assert_eq!(
        steps("```markdown a.md\nx\n```\ntext\n```console\n$ a\nb\n$ c\n```\n```toml\nz\n```\n"),
        [
            Step::Write("a.md".to_owned(), "x\n".to_owned()),
            Step::Run("a".to_owned(), vec!["b".to_owned()]),
            Step::Run("c".to_owned(), vec![]),
        ]
    );
}
