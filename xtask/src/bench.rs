//! `cargo xtask bench`: builds what is measured of Callboard, installs the other engines, and hands over to `bench/bench.js`,
//! which measures. What it means is in `bench/README.md`.

use crate::console::{self, Steps};
use crate::setup::{self, Need};
use crate::{Result, hook, process, scripts, workspace};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const NEEDS: [Need; 5] = [
    Need::WasmTarget,
    Need::Crates,
    Need::WasmBindgen,
    Need::Smaller,
    Need::Browser,
];

/// The oldest Node that has what the bench uses.
const NODE: u32 = 20;

/// Sets up and measures; `arguments` are the bench's own.
pub fn run(arguments: &[OsString]) -> Result {
    let folder = workspace::root().join("bench");
    if arguments
        .iter()
        .any(|argument| argument == "--help" || argument == "-h")
    {
        // The list of options needs nothing but Node.
        return process::run(
            Command::new(node()?)
                .arg(folder.join("help.js"))
                .current_dir(&folder),
        );
    }
    let smoke = arguments.iter().any(|argument| argument == "--smoke");
    let mut steps = Steps::of(setup::steps(&NEEDS) + 5 + usize::from(smoke));
    let ready = setup::run(&NEEDS, &mut steps)?;
    let browser = ready.browser.ok_or("the bench needs a browser")?;
    let node = node()?;
    packages(&folder, &mut steps)?;

    if smoke {
        let started = steps.start("the bench's own tests", "node --test");
        process::run(Command::new(&node).arg("--test").current_dir(&folder))?;
        console::finished("the bench's own tests", started);
    }

    let started = steps.start("the indexer", "cargo build --profile dist");
    process::run(process::cargo(&workspace::root()).args([
        "build",
        "--profile",
        "dist",
        "--package",
        "callboard-indexer",
        "--bin",
        "callboard",
        "--no-default-features",
    ]))?;
    console::finished("the indexer", started);
    let target = workspace::target()?;
    let indexer = target
        .join("dist")
        .join(format!("callboard{}", std::env::consts::EXE_SUFFIX));

    let started = steps.start("the engine", "as sites publish it");
    let engine = target.join("callboard").join("bench-engine");
    engine_files(&engine)?;
    console::finished("the engine", started);

    let started = steps.start("measuring", "node bench/bench.js");
    process::run(
        Command::new(node)
            // A bound, not a demand: only the questions to a million records need so much.
            .arg("--max-old-space-size=12000")
            .arg(folder.join("bench.js"))
            .args(["--work".into(), target.join("bench").into_os_string()])
            .args(arguments)
            .args(["--indexer".into(), indexer.into_os_string()])
            .args(["--engine-files".into(), engine.into_os_string()])
            .args(["--chrome".into(), browser.chrome.into_os_string()]),
    )?;
    console::finished("measuring", started);
    Ok(())
}

/// The engine's scripts and module as a site has them, and nothing else, in `folder`.
fn engine_files(folder: &Path) -> Result {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .map_err(|error| format!("cannot empty {}: {error}", folder.display()))?;
    }
    fs::create_dir_all(folder)
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    hook::engine(folder, true)?;
    scripts::minify_engine(folder)?;
    Ok(())
}

/// The packages of `bench/package.json`, unless that very list is installed.
fn packages(folder: &Path, steps: &mut Steps) -> Result {
    let what = "the other engines";
    let wanted = fs::read(folder.join("package.json"))
        .map_err(|error| format!("cannot read bench/package.json: {error}"))?;
    let modules = folder.join("node_modules");
    let stamp = modules.join(".installed.json");
    if fs::read(&stamp).is_ok_and(|there| there == wanted) {
        steps.note(what, "present");
        return Ok(());
    }
    let npm = process::on_path(if cfg!(windows) { "npm.cmd" } else { "npm" })
        .ok_or("the bench takes the other engines from npm, which is not installed")?;
    let started = steps.start(
        what,
        "missing: `npm install` in bench/, the versions that package.json names, some 50 MB",
    );
    // What flags would say stands in bench/.npmrc, so that `npm install` by hand does the same.
    process::run(Command::new(npm).arg("install").current_dir(folder))
        .map_err(|error| format!("{error}. The engines come from npm: is the network there?"))?;
    fs::write(&stamp, wanted)
        .map_err(|error| format!("cannot write {}: {error}", stamp.display()))?;
    console::finished(what, started);
    Ok(())
}

/// Node, if it is new enough.
fn node() -> Result<PathBuf> {
    let missing = || format!("the bench needs Node {NODE} or newer on PATH");
    let node = process::on_path("node").ok_or_else(missing)?;
    let said = process::output(Command::new(&node).arg("--version")).unwrap_or_default();
    match major(&said) {
        Some(version) if version >= NODE => Ok(node),
        _ => Err(format!("{}, but found `{said}`", missing()).into()),
    }
}

/// `20` of `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn a_version_starts_with_its_major_number() {
        assert_eq!(major("v20.11.1"), Some(20));
        assert_eq!(major("20"), None);
        assert_eq!(major(""), None);
    }
}
