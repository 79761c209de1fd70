//! Getting the machine ready: each need is looked for, installed if it is missing, and reported.

use crate::console::{self, Steps};
use crate::tools::{self, Tool};
use crate::{Result, browser, firefox, hook, process, webkit, workspace};
use std::path::PathBuf;
use std::process::Command;

/// Something a command cannot do without.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// rustfmt and clippy.
    Components,
    /// The standard library for the browser.
    WasmTarget,
    /// The crates that `Cargo.lock` names.
    Crates,
    /// wasm-bindgen at the locked version.
    WasmBindgen,
    /// Trunk.
    Trunk,
    /// wasm-opt and esbuild: smaller files, but the site works without.
    Smaller,
    /// A browser and its driver.
    Browser,
    /// The rules of accessibility that the site is held to; without them that test is not run.
    Axe,
    /// A second browser engine; without it its tests are not run.
    Firefox,
    /// A third; likewise.
    WebKit,
}

/// What the commands that follow need to know.
#[derive(Default)]
pub struct Ready {
    /// Folders of tools, to be put before `PATH`.
    pub folders: Vec<PathBuf>,
    /// The browser, where one was needed.
    pub browser: Option<browser::Browser>,
    /// axe-core's script, where it was needed and could be had.
    pub axe: Option<PathBuf>,
    /// Firefox, where it was needed and could be had.
    pub firefox: Option<firefox::Firefox>,
    /// WebKit, where it was needed and could be had.
    pub webkit: Option<webkit::WebKit>,
}

impl Ready {
    /// Trunk with its tools first on `PATH` and without its own look at the network.
    pub fn trunk(&self, command: &str) -> Command {
        let mut trunk = Command::new(tools::trunk().find().unwrap_or_else(|| "trunk".into()));
        trunk
            .arg(command)
            .current_dir(workspace::root())
            .env("PATH", process::path_with(&self.folders))
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // A mistake in a record is no crash of Trunk: its own call stack would only hide the message.
            .env("RUST_LIB_BACKTRACE", "0");
        // Trunk reads the variable as a flag and refuses the `1` that most people set.
        if std::env::var_os("NO_COLOR").is_some() {
            trunk.env("NO_COLOR", "true");
        }
        trunk
    }
}

/// How many steps looking for these needs takes.
pub fn steps(needs: &[Need]) -> usize {
    let two = needs.iter().filter(|need| **need == Need::Smaller).count();
    needs.len() + two
}

/// Looks for every need in turn and installs what is missing.
pub fn run(needs: &[Need], steps: &mut Steps) -> Result<Ready> {
    let mut ready = Ready::default();
    for need in needs {
        match need {
            Need::Components => components(steps)?,
            Need::WasmTarget => wasm_target(steps)?,
            Need::Crates => crates(steps)?,
            Need::WasmBindgen => ready.folders.extend(tool(
                &tools::wasm_bindgen()?,
                "connects wasm and JavaScript; compiled once, in 1 to 4 minutes",
                steps,
            )?),
            Need::Trunk => ready.folders.extend(tool(
                &tools::trunk(),
                "builds the page around the app; compiled once, in 2 to 8 minutes",
                steps,
            )?),
            Need::Smaller => {
                smaller(
                    &tools::wasm_opt(),
                    "makes wasm smaller",
                    "the site works, its wasm is larger by about a fifth",
                    &mut ready,
                    steps,
                );
                smaller(
                    &tools::esbuild(),
                    "makes scripts smaller",
                    "the site works, its scripts are larger by half",
                    &mut ready,
                    steps,
                );
            }
            Need::Browser => ready.browser = Some(browser::ready(steps)?),
            Need::Axe => ready.axe = axe(steps),
            Need::Firefox => ready.firefox = firefox::ready(steps),
            Need::WebKit => ready.webkit = webkit::ready(steps),
        }
    }
    Ok(ready)
}

fn components(steps: &mut Steps) -> Result {
    let missing: Vec<&str> = [("rustfmt", "fmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(_, command)| {
            process::output(process::cargo(&workspace::root()).args([command, "--version"]))
                .is_none()
        })
        .map(|(component, _)| component)
        .collect();
    if missing.is_empty() {
        steps.note("rustfmt and clippy", "present");
        return Ok(());
    }
    let what = missing.join(" and ");
    let started = steps.start(&what, "missing: `rustup component add`");
    process::run(
        Command::new("rustup")
            .args(["component", "add"])
            .args(&missing),
    )
    .map_err(|error| format!("{error}. Install {what} for this toolchain, then run this again"))?;
    console::finished(&what, started);
    Ok(())
}

fn wasm_target(steps: &mut Steps) -> Result {
    let what = "Rust for the browser (wasm32-unknown-unknown)";
    if hook::has_wasm_target() {
        steps.note(what, "present");
        return Ok(());
    }
    let started = steps.start(what, "missing: `rustup target add`, some 20 MB");
    process::run(Command::new("rustup").args(["target", "add", hook::WASM_TARGET]))
        .map_err(|error| format!("{error}. Without rustup, install the wasm32-unknown-unknown standard library of this toolchain"))?;
    console::finished(what, started);
    Ok(())
}

fn crates(steps: &mut Steps) -> Result {
    let what = "crates of Cargo.lock";
    let fetch = |more: &[&str]| {
        let mut fetch = process::cargo(&workspace::root());
        fetch.args(["fetch", "--target", hook::WASM_TARGET]);
        if let Some(host) = hook::host() {
            fetch.args(["--target", &host]);
        }
        fetch.args(more);
        fetch
    };
    if process::output(&mut fetch(&["--offline"])).is_some() {
        steps.note(what, "present");
    } else {
        let started = steps.start(what, "fetching those that are not here yet");
        process::run(&mut fetch(&[])).map_err(|error| {
            format!("{error}. Crates come from crates.io: is the network there?")
        })?;
        console::finished(what, started);
    }
    hook::write_cargo_settings()
}

/// Finds or installs a tool; returns the folder to put on `PATH`.
fn tool(tool: &Tool, why: &str, steps: &mut Steps) -> Result<Option<PathBuf>> {
    let what = format!("{} {}", tool.program, tool.version);
    let path = if let Some(path) = tool.find() {
        steps.note(&what, "present");
        path
    } else {
        let started = steps.start(
            &what,
            &format!("missing: installing it from {} ({why})", tool.source()),
        );
        let path = tool.install()?;
        console::finished(&what, started);
        path
    };
    Ok(path.parent().map(Into::into))
}

/// A tool that is worth a try; the site is complete without it.
fn smaller(wanted: &Tool, why: &str, without: &str, ready: &mut Ready, steps: &mut Steps) {
    if wanted.find().is_none() && tools::npm().is_none() {
        steps.note(
            &format!("{} {}", wanted.program, wanted.version),
            &format!(
                "not on PATH, and there is no npm to install it with; going on without: {without}"
            ),
        );
        return;
    }
    match tool(wanted, why, steps) {
        Ok(folder) => ready.folders.extend(folder),
        Err(error) => println!("      {error}; going on without: {without}"),
    }
}

/// axe-core's script; without it the test that needs it says that it was not run.
fn axe(steps: &mut Steps) -> Option<PathBuf> {
    let wanted = tools::axe();
    let what = format!("{} {}", wanted.package, wanted.version);
    if let Some(path) = wanted.find() {
        steps.note(&what, "present");
        return Some(path);
    }
    if tools::npm().is_none() {
        steps.note(
            &what,
            "NOT RUN: there is no npm to install it with; the site is not held to its rules",
        );
        return None;
    }
    let started = steps.start(
        &what,
        "missing: installing it from npm (rules of accessibility)",
    );
    match wanted.install() {
        Ok(path) => {
            console::finished(&what, started);
            Some(path)
        }
        Err(error) => {
            println!("      NOT RUN: {error}; the site is not held to its rules");
            None
        }
    }
}
