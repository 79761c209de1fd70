//! WebKit for the tests of a third browser engine: its driver with its browser, and a server for the screen that this browser cannot do
//! without. Found, or installed where that can be done unasked. Nothing depends on them; where they cannot be had their tests say that
//! they were not run.

use crate::console::{self, Steps};
use crate::{Result, packages, process};
use std::env;
use std::path::PathBuf;

/// The driver, which knows its browser, and the screen.
pub struct WebKit {
    /// WebKitWebDriver.
    pub driver: PathBuf,
    /// Xvfb, an X server without a screen.
    pub screen: PathBuf,
}

/// Debian's packages; the browser comes with the library that the driver needs.
const PACKAGES: [&str; 2] = ["webkit2gtk-driver", "xvfb"];

/// Finds all, or installs what is missing; nothing, with a line that says why, where that does not work.
pub fn ready(steps: &mut Steps) -> Option<WebKit> {
    let what = "WebKit, its driver and a screen";
    if let Some(found) = find() {
        steps.note(what, &format!("present ({})", found.driver.display()));
        return Some(found);
    }
    let line = format!(
        "apt-get install -y --no-install-recommends {}",
        PACKAGES.join(" ")
    );
    let started = steps.start(what, &format!("missing: {line}"));
    match install(&line) {
        Ok(found) => {
            console::finished(what, started);
            Some(found)
        }
        Err(error) => {
            println!("      NOT RUN: {error}; the site is not looked at in WebKit");
            None
        }
    }
}

fn install(line: &str) -> Result<WebKit> {
    if packages::installer().is_none() {
        return Err("there is no WebKitWebDriver or no Xvfb; install both, or point WEBKITWEBDRIVER and XVFB at them".into());
    }
    if !packages::is_allowed() {
        return Err(format!("only root may install them: sudo {line}").into());
    }
    packages::install(&PACKAGES)?;
    find().ok_or_else(|| "the packages were installed, but bring no such programs".into())
}

fn find() -> Option<WebKit> {
    let program = |variable: &str, name: &str| {
        env::var_os(variable)
            .map(PathBuf::from)
            .filter(|path| path.is_file())
            .or_else(|| process::on_path(name))
    };
    Some(WebKit {
        driver: program("WEBKITWEBDRIVER", "WebKitWebDriver")?,
        screen: program("XVFB", "Xvfb")?,
    })
}
