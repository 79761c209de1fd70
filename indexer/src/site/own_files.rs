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

/// Some of the files that every build writes: an editor who has had a site before may have put hers there.
pub const OF_EVERY_BUILD: [&str; 6] = [
    "index.html",
    "all.html",
    "agenda.html",
    "embed.html",
    "release.json",
    "callboard.webmanifest",
];

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
        let (path, what, fix) = self.parts();
        match self {
            Error::Io(..) => write!(f, "{} {what}", path.display()),
            _ => write!(f, "{} {what}: {fix}", path.display()),
        }
    }
}

impl Error {
    /// Where it is, what is wrong there, and what to do.
    pub fn parts(&self) -> (&Path, String, &'static str) {
        match self {
            Error::Name(path) => (path, "has a name that is not UTF-8".to_owned(), "rename it"),
            Error::Link(path) => (
                path,
                "is a link to a folder".to_owned(),
                "put the folder itself there",
            ),
            Error::Elsewhere(path) => (
                path,
                format!("is a link to a file outside of the folder {FOLDER}"),
                "put the file itself there",
            ),
            Error::Io(path, error) => (
                path,
                format!("cannot be read: {error}"),
                "check the permissions, and where it leads if it is a link",
            ),
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
    let mut files = Files::new();
    for found in look(catalog) {
        let (name, path) = found?;
        let bytes = bytes_of(&path).map_err(|error| Error::Io(path, error))?;
        files.insert(name, bytes);
    }
    Ok(files)
}

/// What there is to be published as it is, by its path below the folder, or why it cannot be: nothing is read yet.
pub fn look(catalog: &Path) -> Vec<Result<(String, PathBuf), Error>> {
    let folder = catalog.join(FOLDER);
    let mut found = Vec::new();
    if folder.is_symlink() {
        found.push(Err(Error::Link(folder)));
    } else if folder.exists() {
        match fs::canonicalize(&folder) {
            Ok(own) => walk(&folder, "", &own, &mut found),
            Err(error) => found.push(Err(Error::Io(folder, error))),
        }
    }
    found
}

/// Looks through a folder that is `below` the editor's `own` one.
fn walk(folder: &Path, below: &str, own: &Path, found: &mut Vec<Result<(String, PathBuf), Error>>) {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            found.push(Err(Error::Io(folder.to_owned(), error)));
            return;
        }
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            found.push(Err(Error::Name(path)));
            continue;
        };
        if is_of_a_desktop(name) {
            continue;
        }
        let name = format!("{below}{name}");
        found.push(match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                walk(&path, &format!("{name}/"), own, found);
                continue;
            }
            Ok(_) if path.is_dir() => Err(Error::Link(path)),
            Ok(kind) if kind.is_symlink() && leads_out(&path, own) => Err(Error::Elsewhere(path)),
            Ok(_) => Ok((name, path)),
            Err(error) => Err(Error::Io(path, error)),
        });
    }
}

/// Whether a link leads to something outside of the editor's own folder.
fn leads_out(path: &Path, own: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|to| !to.starts_with(own))
}

/// What is in a file. Who opens a pipe waits until somebody writes into it.
fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is a pipe or a device, not a file"));
    }
    fs::read(path)
}
