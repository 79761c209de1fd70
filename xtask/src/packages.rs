//! Debian's and Ubuntu's packages, installed unasked where this is root. Not here: which are needed ([`crate::browser`],
//! [`crate::firefox`], [`crate::webkit`]).

use crate::{Result, process};
use std::path::PathBuf;
use std::process::Command;

/// The program that installs packages, where there is one.
pub fn installer() -> Option<PathBuf> {
    process::on_path("apt-get")
}

/// Whether it may be used without asking.
pub fn is_allowed() -> bool {
    process::output(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Installs packages and nothing that they only recommend.
pub fn install(packages: &[&str]) -> Result {
    let apt = installer().ok_or("there is no apt-get")?;
    let install = || {
        process::run(
            Command::new(&apt)
                .args(["install", "-y", "--no-install-recommends"])
                .args(packages)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    // A fresh image has no package lists, one that is in use has: ask for new ones only if needed.
    if install().is_err() {
        process::run(Command::new(&apt).arg("update"))?;
        install()?;
    }
    Ok(())
}
