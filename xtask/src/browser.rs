//! A real browser for the end-to-end tests: found, or installed where that can be done unasked.

use crate::console::{self, Steps};
use crate::{Result, packages, process};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A browser and the driver that steers it.
pub struct Browser {
    /// Chromium or Chrome.
    pub chrome: PathBuf,
    /// chromedriver.
    pub driver: PathBuf,
}

/// Debian's packages. Fonts are there because a machine without any draws no text to measure.
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-liberation"];

/// Finds the browser; on Debian and Ubuntu installs it if this is root.
pub fn ready(steps: &mut Steps) -> Result<Browser> {
    if let Some(browser) = find() {
        steps.note(
            "Chromium and its driver",
            &format!("present ({})", browser.chrome.display()),
        );
        return Ok(browser);
    }
    let line = format!(
        "apt-get install -y --no-install-recommends {}",
        PACKAGES.join(" ")
    );
    if packages::installer().is_none() {
        steps.note("Chromium and its driver", "missing");
        return Err("the browser tests need Chromium (or Chrome) and chromedriver of the same version. Install both, or point CALLBOARD_CHROME and CHROMEDRIVER at them, then run this again".into());
    }
    if !packages::is_allowed() {
        steps.note("Chromium and its driver", "missing");
        return Err(format!("the browser tests need Chromium and its driver. Install them with\n\n    sudo {line}\n\nthen run this again").into());
    }
    let started = steps.start("Chromium and its driver", &format!("missing: {line}"));
    packages::install(&PACKAGES).map_err(|error| {
        format!("{error}. Install Chromium and chromedriver by hand, then run this again")
    })?;
    console::finished("Chromium and its driver", started);
    find().ok_or_else(|| "the packages were installed, but no chromium or chromedriver runs (on Ubuntu they may be stubs for snap). Install Chrome and chromedriver of the same version and put them on PATH".into())
}

fn find() -> Option<Browser> {
    let named = |variable: &str| {
        env::var_os(variable)
            .map(PathBuf::from)
            .filter(|path| path.is_file())
    };
    let driver = named("CHROMEDRIVER").or_else(|| process::on_path("chromedriver"))?;
    let usual = [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];
    let chrome = named("CALLBOARD_CHROME")
        .or_else(|| {
            [
                "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
                "chrome",
            ]
            .into_iter()
            .find_map(process::on_path)
        })
        .or_else(|| {
            usual
                .into_iter()
                .map(PathBuf::from)
                .find(|path| path.is_file())
        })?;
    // Windows' Chrome opens a window when asked for its version: there a file is proof enough.
    let runs = |path: &Path| {
        cfg!(windows) || process::output(Command::new(path).arg("--version")).is_some()
    };
    (runs(&driver) && runs(&chrome)).then_some(Browser { chrome, driver })
}
