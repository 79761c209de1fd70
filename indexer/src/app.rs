//! The reader's app as every site has it: page, script, style, modules, the engine's API and the widget. It is the first
//! part of a site; [`crate::site`] adds the catalogue's own.
//!
//! An installed `callboard` carries it (`build.rs`), and who works on Callboard itself gives a folder. Not here: building
//! it (`cargo xtask`), changing its page for a catalogue ([`crate::site::page`]).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

mod built_in {
    include!(concat!(env!("OUT_DIR"), "/app.rs"));
}

/// The page that a catalogue's front page is made of.
pub const PAGE: &str = "index.html";

/// Where the scripts stand that only a site in one file needs. They are not published on their own.
const PARTS: &str = "single-file/";

/// The files of the app.
#[derive(Clone, Debug, Default)]
pub struct App {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

/// Why there is no app.
#[derive(Debug)]
pub enum Error {
    /// This command was compiled without.
    NotBuiltIn,
    /// A folder has no app in it.
    NoPage(PathBuf),
    /// A file cannot be read, or its name is not UTF-8.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotBuiltIn => f.write_str(
                "this `callboard` was compiled without the reader's app, so it cannot build a whole site: `cargo xtask install` makes one that can (`--pack-only` writes the pack without it)",
            ),
            Error::NoPage(folder) => write!(
                f,
                "there is no app in {}: expected a folder with {PAGE}, as `cargo xtask build` makes it",
                folder.display()
            ),
            Error::Io(path, error) => {
                write!(f, "the app's file {} cannot be read: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for Error {}

impl App {
    /// The app that this command carries.
    ///
    /// # Errors
    /// When it was compiled without.
    pub fn built_in() -> Result<App, Error> {
        let files: BTreeMap<_, _> = built_in::FILES
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes)))
            .collect();
        if files.contains_key(PAGE) {
            Ok(App { files })
        } else {
            Err(Error::NotBuiltIn)
        }
    }

    /// The app in a folder.
    ///
    /// # Errors
    /// When a file cannot be read, or there is no page among them.
    pub fn from_folder(folder: &Path) -> Result<App, Error> {
        let mut files = BTreeMap::new();
        read(folder, "", &mut files)?;
        if files.contains_key(PAGE) {
            Ok(App { files })
        } else {
            Err(Error::NoPage(folder.to_owned()))
        }
    }

    /// What every site publishes of it, by path: the page as it is before it belongs to a catalogue, and the rest.
    pub fn published(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .filter(|(name, _)| !name.starts_with(PARTS))
            .map(|(name, bytes)| (name.as_str(), bytes.as_ref()))
    }

    /// A text of the app by its path; `None` where there is none.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }

    /// A script that only a site in one file needs.
    pub fn part(&self, name: &str) -> Option<&str> {
        self.text(&format!("{PARTS}{name}"))
    }
}

fn read(
    folder: &Path,
    below: &str,
    files: &mut BTreeMap<String, Cow<'static, [u8]>>,
) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| Error::Io(path, error)
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| {
            Error::Io(
                path.clone(),
                io::Error::new(io::ErrorKind::InvalidInput, "its name is not UTF-8"),
            )
        })?;
        let name = format!("{below}{name}");
        if path.is_dir() {
            read(&path, &format!("{name}/"), files)?;
        } else {
            let bytes = fs::read(&path).map_err(failed(&path))?;
            files.insert(name, Cow::Owned(bytes));
        }
    }
    Ok(())
}
