//! The editor's own files: whatever stands in the folder `static` of a catalogue is published as it is, below the site's
//! front page. That is where a host's `CNAME` or `.nojekyll`, an icon or a picture belongs, because the site's own folder
//! is made anew by every build.

use super::Files;
use crate::outputs::pages::not_found;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder's name in a catalogue.
pub const FOLDER: &str = "static";

/// Files that the build writes and an editor may replace: they speak to hosts and robots, and nothing else of the site is made for
/// what stands in them.
pub const MAY_REPLACE: [&str; 4] = [not_found::PATH, "_headers", "_redirects", "robots.txt"];

/// What desktops leave in every folder that somebody looks into.
const OF_DESKTOPS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Why a file cannot be published.
#[derive(Debug)]
pub enum Error {
    /// Its name is not UTF-8, so it has no address.
    Name(PathBuf),
    /// A link to a folder, which may lead in a circle or out of the catalogue.
    Link(PathBuf),
    /// A link to a file elsewhere. Whoever may propose a change would have any file of the machine that builds the site published.
    Elsewhere(PathBuf),
    /// It cannot be read.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Name(path) => write!(
                f,
                "{} has a name that is not UTF-8: rename it",
                path.display()
            ),
            Error::Link(path) => write!(
                f,
                "{} is a link to a folder: put the folder itself there",
                path.display()
            ),
            Error::Elsewhere(path) => write!(
                f,
                "{} is a link to a file outside of the folder {FOLDER}: put the file itself there",
                path.display()
            ),
            Error::Io(path, error) => write!(f, "{} cannot be read: {error}", path.display()),
        }
    }
}

impl std::error::Error for Error {}

/// Whether a name is that of a file which a desktop leaves behind.
pub fn is_of_a_desktop(name: &str) -> bool {
    OF_DESKTOPS.contains(&name)
}

/// The own files of a catalogue by path; none where it has no such folder.
///
/// # Errors
/// When one of them cannot be published.
pub fn read(catalog: &Path) -> Result<Files, Error> {
    let folder = catalog.join(FOLDER);
    let mut files = Files::new();
    if folder.is_symlink() {
        return Err(Error::Link(folder));
    }
    if folder.exists() {
        let own = fs::canonicalize(&folder).map_err(|error| Error::Io(folder.clone(), error))?;
        walk(&folder, "", &own, &mut files)?;
    }
    Ok(files)
}

/// Reads a folder that is `below` the editor's `own` one.
fn walk(folder: &Path, below: &str, own: &Path, files: &mut Files) -> Result<(), Error> {
    let failed = |error| Error::Io(folder.to_owned(), error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return Err(Error::Name(path));
        };
        if is_of_a_desktop(name) {
            continue;
        }
        let kind = entry.file_type().map_err(failed)?;
        let name = format!("{below}{name}");
        if kind.is_dir() {
            walk(&path, &format!("{name}/"), own, files)?;
        } else if path.is_dir() {
            return Err(Error::Link(path));
        } else if kind.is_symlink() && fs::canonicalize(&path).is_ok_and(|to| !to.starts_with(own))
        {
            return Err(Error::Elsewhere(path));
        } else {
            let bytes = bytes_of(&path).map_err(|error| Error::Io(path, error))?;
            files.insert(name, bytes);
        }
    }
    Ok(())
}

/// What is in a file. Who opens a pipe waits until somebody writes into it.
fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is a pipe or a device, not a file"));
    }
    fs::read(path)
}
