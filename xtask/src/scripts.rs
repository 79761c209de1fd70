//! Scripts and styles on their way to the reader: what belongs together in one file, without comments and
//! spaces, by esbuild. Without esbuild they are published as they are, and the site works all the same.

use crate::{Result, process, tools};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The oldest syntax that may come out: what browsers with module workers read.
const TARGET: &str = "es2022";

/// What is published as it is, apart from its spaces.
const ALONE: [&str; 4] = [
    "callboard-engine.js",
    "callboard.js",
    "embed.js",
    "embed.css",
];

/// The worker, and what wasm-bindgen made for it.
pub const WORKER: &str = "callboard-engine-worker.js";
const WORKER_GLUE: &str = "callboard_engine_wasm.js";

/// Makes the scripts in `staging` small in place: `start` takes in `glue`, which is removed, and so does the
/// engine's worker with its own. Returns whether that was done.
pub fn minify(staging: &Path, start: &str, glue: &str, styles: &[&str]) -> Result<bool> {
    let tool = tools::esbuild();
    let Some(esbuild) = tool.find() else {
        println!(
            "esbuild {} is not here: scripts are larger than they need be",
            tool.version
        );
        return Ok(false);
    };
    let run = |name: &str, more: &[&str]| -> Result {
        let made = staging.join(format!("{name}.min"));
        process::run(
            Command::new(&esbuild)
                .arg(staging.join(name))
                .args(["--minify", "--log-level=warning", "--legal-comments=none"])
                .arg(format!("--target={TARGET}"))
                .arg(format!("--outfile={}", made.display()))
                .args(more),
        )?;
        fs::rename(&made, staging.join(name))
            .map_err(|error| format!("cannot replace {name}: {error}"))?;
        Ok(())
    };
    // The API is loaded by the app, the widget and others' pages alike: one file, loaded once.
    // What follows the external is for classes that wasm-bindgen exports and nobody uses: without it they count
    // as having effects, and stay.
    let bundle = [
        "--bundle",
        "--format=esm",
        "--external:./callboard-engine.js",
        "--define:Symbol.dispose=undefined",
        "--pure:FinalizationRegistry",
    ];
    run(start, &bundle)?;
    run(WORKER, &bundle)?;
    for name in ALONE.iter().chain(styles) {
        run(name, &[])?;
    }
    for name in [glue, WORKER_GLUE] {
        fs::remove_file(staging.join(name))
            .map_err(|error| format!("cannot remove {name}: {error}"))?;
    }
    Ok(true)
}
