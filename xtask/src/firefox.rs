//! Firefox for the tests of a second browser engine: found, or installed where that can be done unasked. Nothing depends on
//! it; where it cannot be had its tests say that they were not run.

use crate::console::{self, Steps};
use crate::{Result, packages, process, tools};
use std::env;
use std::path::PathBuf;

/// Firefox and the driver that steers it.
pub struct Firefox {
    /// Firefox.
    pub firefox: PathBuf,
    /// geckodriver.
    pub driver: PathBuf,
}

/// Debian's package.
const PACKAGE: &str = "firefox-esr";

/// Finds both, or installs what is missing; nothing, with a line that says why, where that does not work.
pub fn ready(steps: &mut Steps) -> Option<Firefox> {
    let what = "Firefox and its driver";
    if let Some(found) = find() {
        steps.note(what, &format!("present ({})", found.firefox.display()));
        return Some(found);
    }
    let started = steps.start(
        what,
        "missing: Firefox from the system's packages, geckodriver compiled once, in 2 to 6 minutes",
    );
    match install() {
        Ok(found) => {
            console::finished(what, started);
            Some(found)
        }
        Err(error) => {
            println!("      NOT RUN: {error}; the site is not looked at in Firefox");
            None
        }
    }
}

fn install() -> Result<Firefox> {
    if firefox().is_none() {
        if packages::installer().is_none() || !packages::is_allowed() {
            return Err("there is no Firefox; install it, or point CALLBOARD_FIREFOX at it".into());
        }
        packages::install(&[PACKAGE])?;
    }
    if driver().is_none() {
        tools::geckodriver().install()?;
    }
    find().ok_or_else(|| "what was installed does not run".into())
}

fn find() -> Option<Firefox> {
    Some(Firefox {
        firefox: firefox()?,
        driver: driver()?,
    })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_file())
}

fn driver() -> Option<PathBuf> {
    named("GECKODRIVER").or_else(|| tools::geckodriver().find())
}

fn firefox() -> Option<PathBuf> {
    let usual = [
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        r"C:\Program Files\Mozilla Firefox\firefox.exe",
    ];
    named("CALLBOARD_FIREFOX")
        .or_else(|| ["firefox", PACKAGE].into_iter().find_map(process::on_path))
        .or_else(|| {
            usual
                .into_iter()
                .map(PathBuf::from)
                .find(|path| path.is_file())
        })
}
