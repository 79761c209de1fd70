//! `cargo xtask build`: the optimised site in a folder, ready for any static host.

use crate::console::{self, Steps};
use crate::setup::{self, Need, Ready};
use crate::{Result, hook, process, sizes};
use std::path::Path;

/// What a release of the site needs.
pub const NEEDS: [Need; 5] = [
    Need::WasmTarget,
    Need::Crates,
    Need::WasmBindgen,
    Need::Trunk,
    Need::Smaller,
];

/// Sets up, builds into `out` and says what a first visit loads.
pub fn run(out: &Path) -> Result {
    let mut steps = Steps::of(setup::steps(&NEEDS) + 1);
    let ready = setup::run(&NEEDS, &mut steps)?;
    let started = steps.start("the site", "index, app, engine and widget, optimised");
    site(&ready, out, None)?;
    console::finished("the site", started);
    println!();
    print!("{}", sizes::table(out)?);
    println!(
        "\n{} can be copied to any static host, under any path.",
        out.display()
    );
    Ok(())
}

/// The site itself, by Trunk; its catalogue's part by a command that is there, or by one that is built.
pub fn site(ready: &Ready, out: &Path, by: Option<&Path>) -> Result {
    // Trunk empties the folder it builds into: a mistyped one must not cost somebody their files.
    let is_ours = out.join("callboard.js").is_file() && out.join("index.html").is_file();
    // A build that failed before it was done leaves Trunk's own folder.
    let is_empty = std::fs::read_dir(out).map_or(true, |mut entries| {
        entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == ".stage"))
    });
    let is_default = out == crate::workspace::root().join("dist");
    if !is_ours && !is_empty && !is_default {
        return Err(format!(
            "{} holds something other than a built site; choose an empty or new folder",
            out.display()
        )
        .into());
    }
    std::fs::create_dir_all(out)
        .map_err(|error| format!("cannot make {}: {error}", out.display()))?;
    let mut trunk = ready.trunk("build");
    trunk.arg("--release").arg("--dist").arg(out);
    if let Some(command) = by {
        trunk.env(hook::COMMAND, command);
    }
    process::run(&mut trunk)
}
