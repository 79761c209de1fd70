//! Scripts and styles on their way to the reader: what belongs together in one file, without comments and
//! spaces, by esbuild. Without esbuild they are published as they are, and the site works all the same.

use crate::{Result, glue, process, tools, workspace};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest syntax that may come out: what browsers with module workers read.
const TARGET: &str = "es2022";

/// What is published as it is, apart from its spaces.
const ALONE: [&str; 6] = [
    "callboard.js",
    "embed.js",
    "embed.css",
    "callboard-device.css",
    "callboard-device-print.css",
    "callboard-offline-worker.js",
];

/// What the page does on the reader's device, and its parts, which it takes in.
const DEVICE: &str = "callboard-device.js";
const DEVICE_PARTS: &str = "callboard-device-";

/// The engine's JavaScript API.
pub const API: &str = "callboard-engine.js";

/// What opens the pack while the app is compiled, what reads its answers, and what has the window do things. The app's script takes
/// them in.
pub const TAKEN_IN: [&str; 3] = ["opening.js", "reading.js", "window.js"];

/// The worker, and what wasm-bindgen made for it.
const WORKER: &str = "callboard-engine-worker.js";
const WORKER_GLUE: &str = "callboard_engine_wasm.js";

/// How a script takes in what it imports. The API is loaded by the app, the widget and others' pages alike: one file,
/// loaded once. What follows the externals is for classes that wasm-bindgen exports and nobody uses: without it they
/// count as having effects, and stay; so does [`FREES`].
const BUNDLE: [&str; 5] = [
    "--bundle",
    "--format=esm",
    "--external:./callboard-engine.js",
    "--external:./callboard-device.js",
    "--define:Symbol.dispose=undefined",
];

/// How wasm-bindgen's script begins what frees the objects of a class; esbuild takes it for an effect.
const FREES: &str = "new FinalizationRegistry(";

/// Makes the scripts in `staging` small in place, the engine's too: `start` takes in wasm-bindgen's `script` for `module`, which is removed. Returns
/// whether that was done.
pub fn minify(
    staging: &Path,
    start: &str,
    script: &str,
    module: &str,
    styles: &[&str],
) -> Result<bool> {
    if !minify_engine(staging)? {
        return Ok(false);
    }
    let Some(esbuild) = esbuild() else {
        return Ok(false);
    };
    let read = |name: &str| {
        fs::read_to_string(staging.join(name))
            .map_err(|error| format!("cannot read {name}: {error}"))
    };
    let bytes =
        fs::read(staging.join(module)).map_err(|error| format!("cannot read {module}: {error}"))?;
    let marked = glue::with_names(&glue::smaller(&read(script)?)?, &bytes)?
        .replace(FREES, &format!("/* @__PURE__ */ {FREES}"));
    fs::write(staging.join(script), marked)
        .map_err(|error| format!("cannot write {script}: {error}"))?;
    run(&esbuild, staging, start, &BUNDLE)?;
    run(&esbuild, staging, DEVICE, &BUNDLE)?;
    for name in crate::hook::files_in(staging)? {
        if name.starts_with(DEVICE_PARTS) && name.ends_with(".js") {
            remove(staging, &name)?;
        }
    }
    for name in ALONE.iter().chain(styles) {
        run(&esbuild, staging, name, &[])?;
    }
    remove(staging, script)?;
    for name in TAKEN_IN {
        remove(staging, name)?;
    }
    Ok(true)
}

/// Makes the engine's scripts in `staging` small in place: the worker takes in what wasm-bindgen made for it. Returns
/// whether that was done.
pub fn minify_engine(staging: &Path) -> Result<bool> {
    let Some(esbuild) = esbuild() else {
        return Ok(false);
    };
    let read = |name: &str| {
        fs::read_to_string(staging.join(name))
            .map_err(|error| format!("cannot read {name}: {error}"))
    };
    fs::write(
        staging.join(WORKER_GLUE),
        glue::smaller(&read(WORKER_GLUE)?)?,
    )
    .map_err(|error| format!("cannot write {WORKER_GLUE}: {error}"))?;
    run(&esbuild, staging, WORKER, &BUNDLE)?;
    // The worker's script stands in the API too: it is no request of its own unless a page's policy refuses that.
    let worker = literal(read(WORKER)?.trim());
    let api = format!("const WORKER_SCRIPT = {worker};\n{}", read(API)?);
    fs::write(staging.join(API), api).map_err(|error| format!("cannot write {API}: {error}"))?;
    run(&esbuild, staging, API, &["--format=esm"])?;
    remove(staging, WORKER_GLUE)?;
    Ok(true)
}

/// A text as a literal of JSON, which is one of JavaScript.
fn literal(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out + "\""
}

/// Makes the scripts of a site in one file, in a folder of their own: everything in one script for the page and one for
/// the worker, and what they would fetch or start is taken from the page (`app/single-file`). Without esbuild there are
/// none.
pub fn single_file(staging: &Path, start: &str) -> Result {
    let Some(esbuild) = tools::esbuild().find() else {
        return Ok(());
    };
    let folder = staging.join("single-file");
    fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    for (from, name, form) in [
        (start, "page.js", "esm"),
        // Browsers start a worker made of a text on a page from a disk only if it is no module.
        (WORKER, "worker.js", "iife"),
    ] {
        let instead = workspace::root().join("app").join("single-file").join(name);
        let mut command = Command::new(&esbuild);
        command
            .arg(staging.join(from))
            .args(["--bundle", "--minify", "--log-level=warning"])
            .args(["--legal-comments=none", "--charset=utf8"])
            .arg(format!("--format={form}"))
            .arg(format!("--target={TARGET}"))
            .arg(format!("--inject:{}", instead.display()))
            .arg(format!("--outfile={}", folder.join(name).display()));
        if from == WORKER {
            // Such a worker has no address that others are relative to.
            command.arg("--define:import.meta.url=\"file:///\"");
        }
        process::run(&mut command)?;
    }
    Ok(())
}

/// esbuild, or a line about what its lack costs.
fn esbuild() -> Option<PathBuf> {
    let tool = tools::esbuild();
    let found = tool.find();
    if found.is_none() {
        println!(
            "esbuild {} is not here: scripts are larger than they need be",
            tool.version
        );
    }
    found
}

fn run(esbuild: &Path, staging: &Path, name: &str, more: &[&str]) -> Result {
    let made = staging.join(format!("{name}.min"));
    process::run(
        Command::new(esbuild)
            .arg(staging.join(name))
            .args(["--minify", "--log-level=warning", "--legal-comments=none"])
            .arg(format!("--target={TARGET}"))
            .arg(format!("--outfile={}", made.display()))
            .args(more),
    )?;
    fs::rename(&made, staging.join(name))
        .map_err(|error| format!("cannot replace {name}: {error}").into())
}

fn remove(staging: &Path, name: &str) -> Result {
    fs::remove_file(staging.join(name))
        .map_err(|error| format!("cannot remove {name}: {error}").into())
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn a_script_survives_as_a_literal() {
        assert_eq!(literal("a=\"\\n\";\n"), r#""a=\"\\n\";\u000a""#);
    }
}
