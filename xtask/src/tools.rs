//! The programs that building the site needs beside cargo, each at one exact version: from `PATH` if
//! that version is there, else from a cache folder of their own, so that nothing else is disturbed.

use crate::{Result, process, workspace};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version of Trunk that `Trunk.toml` is written for.
pub const TRUNK: &str = "0.21.14";
/// The version of binaryen, which brings `wasm-opt`.
pub const BINARYEN: &str = "132.0.0";

/// The version of esbuild.
pub const ESBUILD: &str = "0.28.2";

/// The version of axe-core, whose rules the built site is held to.
pub const AXE: &str = "4.14.1";

/// The version of geckodriver, which steers Firefox.
pub const GECKODRIVER: &str = "0.37.1";

/// A script that tests load, at an exact version, from npm.
pub struct Script {
    /// The package that brings it.
    pub package: &'static str,
    /// The version, as the package has it.
    pub version: &'static str,
    file: &'static str,
}

/// Finds what keeps people with disabilities from using a page.
pub fn axe() -> Script {
    Script {
        package: "axe-core",
        version: AXE,
        file: "axe.min.js",
    }
}

impl Script {
    /// Where the script of this version is, if it is there. Its folder is named for the version.
    pub fn find(&self) -> Option<PathBuf> {
        let package = self.folder().ok()?.join("node_modules").join(self.package);
        Some(package.join(self.file)).filter(|path| path.is_file())
    }

    /// Installs it in its folder of the cache.
    pub fn install(&self) -> Result<PathBuf> {
        let folder = self.folder()?;
        fs::create_dir_all(&folder)
            .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        npm_install(&folder, self.package, self.version).map_err(|error| {
            format!(
                "{error}. {} {} comes from npm: is the network there?",
                self.package, self.version
            )
        })?;
        self.find().ok_or_else(|| {
            format!(
                "{} was installed in {} without {}",
                self.package,
                folder.display(),
                self.file
            )
            .into()
        })
    }

    fn folder(&self) -> Result<PathBuf> {
        folder_of(self.package, self.version)
    }
}

/// A program at an exact version.
pub struct Tool {
    /// The file to run.
    pub program: &'static str,
    /// The package that brings it, on crates.io or npm.
    pub package: &'static str,
    /// The version, as the package has it.
    pub version: String,
    from: Registry,
}

enum Registry {
    Crates,
    Npm,
}

/// Builds the site's page around the app.
pub fn trunk() -> Tool {
    Tool {
        program: "trunk",
        package: "trunk",
        version: TRUNK.into(),
        from: Registry::Crates,
    }
}

/// Makes a wasm module callable from JavaScript. Its version must be that of the crate to the digit.
pub fn wasm_bindgen() -> Result<Tool> {
    let version = workspace::locked("wasm-bindgen")?;
    Ok(Tool {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version,
        from: Registry::Crates,
    })
}

/// Steers Firefox for the tests.
pub fn geckodriver() -> Tool {
    Tool {
        program: "geckodriver",
        package: "geckodriver",
        version: GECKODRIVER.into(),
        from: Registry::Crates,
    }
}

/// Makes wasm smaller.
pub fn wasm_opt() -> Tool {
    Tool {
        program: "wasm-opt",
        package: "binaryen",
        version: BINARYEN.into(),
        from: Registry::Npm,
    }
}

/// Makes scripts and styles smaller.
pub fn esbuild() -> Tool {
    Tool {
        program: "esbuild",
        package: "esbuild",
        version: ESBUILD.into(),
        from: Registry::Npm,
    }
}

impl Tool {
    /// Where the program of the right version is, if it is anywhere.
    pub fn find(&self) -> Option<PathBuf> {
        let installed = self.bin().map(|bin| bin.join(self.file()));
        process::on_path(self.program)
            .into_iter()
            .chain(installed)
            .find(|path| path.is_file() && self.is_right(path))
    }

    /// Compiles it, with the versions of its own lock file or with any that fit.
    fn compile(&self, folder: &Path, locked: bool) -> Result<()> {
        process::run(
            // Started in its own folder, so that this workspace's settings do not apply to it.
            process::cargo(folder)
                .args(["install", self.package, "--version", &self.version])
                .args(locked.then_some("--locked"))
                .arg("--root")
                .arg(folder)
                .env_remove("CARGO_TARGET_DIR"),
        )
    }

    /// Installs it in its folder of the cache.
    pub fn install(&self) -> Result<PathBuf> {
        let folder = self.folder()?;
        fs::create_dir_all(&folder)
            .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        match self.from {
            Registry::Crates => self.compile(&folder, true).or_else(|error| {
                // The newest versions that its own lock file names are not in every mirror yet.
                println!("      {error}; once more with the versions that are there");
                self.compile(&folder, false)
            }),
            Registry::Npm => npm_install(&folder, self.package, &self.version),
        }
        .map_err(|error| {
            format!(
                "{error}. {} {} comes from {}: is the network there?",
                self.program,
                self.version,
                self.source()
            )
        })?;
        self.find().ok_or_else(|| {
            format!(
                "{} was installed in {} but does not run",
                self.program,
                folder.display()
            )
            .into()
        })
    }

    /// The folder that holds the program once it is installed in the cache.
    pub fn bin(&self) -> Option<PathBuf> {
        let folder = self.folder().ok()?;
        Some(match self.from {
            Registry::Crates => folder.join("bin"),
            Registry::Npm => folder.join("node_modules").join(".bin"),
        })
    }

    /// Where it comes from, in words.
    pub fn source(&self) -> &'static str {
        match self.from {
            Registry::Crates => "crates.io",
            Registry::Npm => "npm",
        }
    }

    fn folder(&self) -> Result<PathBuf> {
        folder_of(self.package, &self.version)
    }

    fn file(&self) -> String {
        match self.from {
            Registry::Npm if cfg!(windows) => format!("{}.cmd", self.program),
            _ => format!("{}{}", self.program, env::consts::EXE_SUFFIX),
        }
    }

    /// Whether the program there says that it has the right version.
    fn is_right(&self, path: &PathBuf) -> bool {
        let said = process::output(Command::new(path).arg("--version")).unwrap_or_default();
        said.split_whitespace()
            .any(|word| word == self.version || self.version.strip_suffix(".0.0") == Some(word))
    }
}

/// npm, where it is.
pub fn npm() -> Option<PathBuf> {
    process::on_path(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Installs a package of npm in a folder, without running any script of it.
fn npm_install(folder: &Path, package: &str, version: &str) -> Result<()> {
    let npm = npm().ok_or("npm is not installed")?;
    process::run(
        Command::new(npm)
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--no-update-notifier",
                "--ignore-scripts",
                "--prefix",
            ])
            .arg(folder)
            .arg(format!("{package}@{version}")),
    )
}

/// The folder of one package at one version.
fn folder_of(package: &str, version: &str) -> Result<PathBuf> {
    Ok(cache()?.join(format!("{package}-{version}")))
}

/// The folder of all tools.
pub fn cache() -> Result<PathBuf> {
    let variable = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(folder) = variable("CALLBOARD_TOOLS") {
        return Ok(std::path::absolute(folder)?);
    }
    let user = variable("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            variable("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            Some(variable("HOME")?.join("Library/Caches"))
        } else {
            Some(variable("HOME")?.join(".cache"))
        }
    });
    let user = user.ok_or("no cache folder is known: set CALLBOARD_TOOLS to a folder for tools")?;
    Ok(user.join("callboard").join("tools"))
}
