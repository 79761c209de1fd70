//! Puts the reader's app into the command: every file below the folder that `CALLBOARD_APP` names is listed for
//! `src/app.rs`, in sorted order, so that the same app gives the same binary.
//!
//! A debug build without an app is for those who work on the indexer; it says so when it is asked for a whole site. A
//! release build without one would be a command that cannot do its work, unless the feature `app` is off.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-env-changed=CALLBOARD_APP");
    match list() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            println!("cargo::error={sentence}");
            ExitCode::FAILURE
        }
    }
}

fn list() -> Result<(), String> {
    let wanted = env::var_os("CARGO_FEATURE_APP").is_some();
    let folder = env::var_os("CALLBOARD_APP").filter(|_| wanted);
    let mut files = BTreeMap::new();
    match folder {
        Some(folder) => {
            let folder = PathBuf::from(folder);
            println!("cargo::rerun-if-changed={}", folder.display());
            walk(&folder, "", &mut files).map_err(|error| {
                format!("the app in {} cannot be read: {error}", folder.display())
            })?;
            if !files.contains_key("index.html") {
                return Err(format!(
                    "there is no app in {}: `cargo xtask install` builds one",
                    folder.display()
                ));
            }
        }
        None if wanted && env::var("PROFILE").is_ok_and(|profile| profile == "release") => {
            return Err("the reader's app is not built, and this command carries it: use `cargo xtask install`, which builds both (without the app: --no-default-features)".to_owned());
        }
        None => {}
    }
    let mut text = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in files {
        text.push_str(&format!(
            "    ({name:?}, include_bytes!({:?})),\n",
            path.display().to_string()
        ));
    }
    text.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?;
    let out = PathBuf::from(out).join("app.rs");
    fs::write(&out, text).map_err(|error| format!("{}: {error}", out.display()))
}

fn walk(folder: &Path, below: &str, files: &mut BTreeMap<String, PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = fs::canonicalize(entry?.path())?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{below}{name}");
        if path.is_dir() {
            walk(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, path);
        }
    }
    Ok(())
}
