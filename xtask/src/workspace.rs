//! Where things are in this workspace, and which versions its lock file names.

use crate::{Result, process};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder with the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    // Cargo sets the variable for whatever it runs; the constant is for a binary started by hand.
    let package = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().map(Path::to_owned).unwrap_or(package)
}

/// Cargo's target folder, wherever the environment or its configuration put it.
pub fn target() -> Result<PathBuf> {
    let json = process::output(process::cargo(&root()).args([
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version=1",
    ]))
    .ok_or("`cargo metadata` failed: is Cargo.toml in order?")?;
    let path = json
        .split_once(r#""target_directory":""#)
        .and_then(|(_, rest)| rest.split_once('"'));
    let (path, _) = path.ok_or("`cargo metadata` named no target folder")?;
    Ok(path.replace(r"\\", r"\").into())
}

/// The version of a package in `Cargo.lock`.
pub fn locked(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))
        .map_err(|error| format!("cannot read Cargo.lock: {error}"))?;
    version_in(&lock, package)
        .ok_or_else(|| format!("Cargo.lock has no package `{package}`").into())
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn a_version_is_the_one_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.50\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "bindgen"), None);
    }
}
