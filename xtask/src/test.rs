//! `cargo xtask test`: every check there is, one after the other, and a summary. A failure does not
//! hide what comes after it; what cannot run because of one is named.

use crate::console::{self, Steps};
use crate::hook::{self, WASM_TARGET};
use crate::setup::{self, Need, Ready};
use crate::{Result, build, process, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const NEEDS: [Need; 10] = [
    Need::Components,
    Need::WasmTarget,
    Need::Crates,
    Need::WasmBindgen,
    Need::Trunk,
    Need::Smaller,
    Need::Browser,
    Need::Axe,
    Need::Firefox,
    Need::WebKit,
];

/// What runs in a real browser, on the built site.
const IN_THE_BROWSER: [(&str, &str, &str); 5] = [
    (
        "wasm tests",
        "the engine's module and the native engine, side by side",
        "--test engine",
    ),
    (
        "tests in the browser",
        "the site and the widget, as readers and hosts meet them",
        "--test site",
    ),
    (
        "tests in Firefox",
        "the main journeys, in a second browser engine",
        "--test elsewhere firefox",
    ),
    (
        "tests in WebKit",
        "the same journeys, in a third",
        "--test elsewhere webkit",
    ),
    (
        "budgets",
        "bytes and time of a first visit",
        "--test budget -- --nocapture",
    ),
];

/// How a check ended.
enum Ending {
    Passed,
    Failed(String),
    /// What it needed did not come about.
    NotRun(String),
}

struct Check {
    what: &'static str,
    ending: Ending,
    took: Duration,
    /// Lines that cargo test closes with.
    results: Vec<String>,
}

/// Checks in the order in which they are cheapest to fail.
struct Checks {
    steps: Steps,
    done: Vec<Check>,
}

/// Sets up, runs everything, sums up.
pub fn run() -> Result {
    let started = Instant::now();
    let mut steps = Steps::of(setup::steps(&NEEDS) + 9 + IN_THE_BROWSER.len());
    let ready = setup::run(&NEEDS, &mut steps)?;
    let mut checks = Checks {
        steps,
        done: Vec::new(),
    };

    checks.cargo(
        "formatting",
        "cargo fmt --check",
        &words("fmt --all --check"),
    );
    checks.cargo(
        "clippy",
        "warnings denied",
        &words("clippy --workspace --all-targets -- -D warnings"),
    );
    // Apart, because the engine's module does without the standard library and the app does not.
    for package in ["callboard-app", "callboard-engine-wasm"] {
        let line = format!("clippy --package {package} --target {WASM_TARGET} -- -D warnings");
        checks.cargo(
            "clippy for the browser",
            &format!("{package}, warnings denied"),
            &words(&line),
        );
    }
    // A link to what has moved, or is called like something else, leads nowhere.
    let mut documentation = process::cargo(&workspace::root());
    documentation
        .args(words("doc --workspace --no-deps"))
        .env("RUSTDOCFLAGS", "-D warnings");
    checks.command("documentation", "cargo doc, warnings denied", documentation);
    let rules = "test --package callboard-tests --lib --bins --test tidy";
    checks.cargo(
        "house rules",
        "who may know whom, what a file looks like",
        &words(rules),
    );
    checks.cargo("native tests", "cargo test", &words("test --no-fail-fast"));
    checks.cargo(
        "native tests of the app",
        "its parts without a DOM",
        &words("test --package callboard-app --lib --no-default-features"),
    );
    let dist = workspace::target()?.join("site");
    // The native tests have built it; optimising it takes longer than all that it does here.
    let callboard = command("debug")?;
    let site = checks.step(
        "the site",
        "built as for publishing, for the tests that follow",
        || (build::site(&ready, &dist, Some(&callboard)), Vec::new()),
    );
    for (what, why, tests) in IN_THE_BROWSER {
        if site {
            let mut command = end_to_end(&ready, &dist, &callboard, "test")?;
            command.args(words(tests));
            checks.command(what, why, command);
        } else {
            checks.not_run(what, "the site was not built");
        }
    }
    checks.sum_up(started.elapsed())
}

/// Pictures of every view into `folder`.
pub fn screenshots(folder: &Path) -> Result {
    over_a_site("screenshots", folder)
}

/// What a cheap phone waits for, into `file`.
pub fn phone(file: &Path) -> Result {
    over_a_site("phone", file)
}

/// Builds the site and runs a program of the end-to-end package over it, which writes to `out`.
fn over_a_site(program: &str, out: &Path) -> Result {
    let mut needs = build::NEEDS.to_vec();
    needs.push(Need::Browser);
    let mut steps = Steps::of(setup::steps(&needs) + 2);
    let ready = setup::run(&needs, &mut steps)?;
    let dist = workspace::target()?.join("site");
    let started = steps.start("the site", "built as for publishing");
    build::site(&ready, &dist, None)?;
    console::finished("the site", started);
    let started = steps.start(program, &format!("into {}", out.display()));
    let mut command = end_to_end(&ready, &dist, &command("release")?, "run")?;
    process::run(command.args(["--bin", program, "--"]).arg(out))?;
    console::finished(program, started);
    Ok(())
}

/// Where cargo puts `callboard`, in a folder of a profile's.
fn command(profile: &str) -> Result<PathBuf> {
    let name = format!("callboard{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace::target()?.join(profile).join(name))
}

/// `cargo test` or `cargo run` of the end-to-end package, told where everything is.
fn end_to_end(ready: &Ready, dist: &Path, callboard: &Path, verb: &str) -> Result<Command> {
    let mut command = process::cargo(&workspace::root());
    command
        .args([verb, "--package", "callboard-tests"])
        .env("CALLBOARD_DIST", dist)
        .env(
            "CALLBOARD_APP",
            workspace::target()?.join("callboard").join("app"),
        )
        .env(hook::COMMAND, callboard);
    if let Some(browser) = &ready.browser {
        command
            .env("CHROMEDRIVER", &browser.driver)
            .env("CALLBOARD_CHROME", &browser.chrome);
    }
    if let Some(axe) = &ready.axe {
        command.env("CALLBOARD_AXE", axe);
    }
    if let Some(found) = &ready.firefox {
        command
            .env("GECKODRIVER", &found.driver)
            .env("CALLBOARD_FIREFOX", &found.firefox);
    }
    if let Some(found) = &ready.webkit {
        command
            .env("WEBKITWEBDRIVER", &found.driver)
            .env("XVFB", &found.screen);
    }
    Ok(command)
}

/// Arguments as one types them.
fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

impl Checks {
    fn cargo(&mut self, what: &'static str, why: &str, arguments: &[&str]) {
        let mut command = process::cargo(&workspace::root());
        command.args(arguments);
        self.command(what, why, command);
    }

    fn command(&mut self, what: &'static str, why: &str, mut command: Command) {
        // Most binaries of a workspace have no tests; their lines would bury the others.
        let is_result = |line: &str| {
            line.starts_with("test result:") && !line.contains("ok. 0 passed; 0 failed")
        };
        self.step(what, why, || process::run_keeping(&mut command, is_result));
    }

    fn step(
        &mut self,
        what: &'static str,
        why: &str,
        check: impl FnOnce() -> (Result, Vec<String>),
    ) -> bool {
        let started = self.steps.start(what, why);
        let (outcome, results) = check();
        console::finished(what, started);
        let passed = outcome.is_ok();
        let ending = outcome.map_or_else(
            |error| Ending::Failed(error.to_string()),
            |()| Ending::Passed,
        );
        self.done.push(Check {
            what,
            ending,
            took: started.elapsed(),
            results,
        });
        passed
    }

    fn not_run(&mut self, what: &'static str, why: &str) {
        self.steps.note(what, &format!("NOT RUN: {why}"));
        self.done.push(Check {
            what,
            ending: Ending::NotRun(why.into()),
            took: Duration::ZERO,
            results: Vec::new(),
        });
    }

    /// Prints every check with its time, then cargo's own closing lines.
    fn sum_up(&self, took: Duration) -> Result {
        println!("\nSummary");
        for check in &self.done {
            let (ending, detail) = match &check.ending {
                Ending::Passed => ("passed", ""),
                Ending::Failed(why) => ("FAILED", why.as_str()),
                Ending::NotRun(why) => ("NOT RUN", why.as_str()),
            };
            println!(
                "  {ending:<8} {:<26} {:>12}  {detail}",
                check.what,
                console::duration(check.took)
            );
        }
        println!(
            "  {:<8} {:<26} {:>12}\n",
            "",
            "in all, with setting up",
            console::duration(took)
        );
        for line in self.done.iter().flat_map(|check| &check.results) {
            println!("{line}");
        }
        let failed = self
            .done
            .iter()
            .filter(|check| !matches!(check.ending, Ending::Passed))
            .count();
        match failed {
            0 => Ok(()),
            1 => Err("1 check did not pass".into()),
            _ => Err(format!("{failed} checks did not pass").into()),
        }
    }
}
