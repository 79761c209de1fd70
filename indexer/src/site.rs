//! A whole site: every file that is published, by path. This is the one place where they are put together.
//!
//! | from | which files |
//! |---|---|
//! | [`crate::app`] | page, script, style, modules, engine, widget |
//! | [`crate::build`] | `pack/`: what is searched |
//! | [`crate::outputs`] | pages without script, feeds, calendars, tables, linked data, and what the app's page says of the catalogue |
//! | [`own_files`] | what the editor put into the catalogue's folder `static` |
//! | [`crate::release`] | the list of all that the page needs, for devices that keep it |
//!
//! | module | answers |
//! |---|---|
//! | [`page`] | which icon does the page have? |
//! | [`own_files`] | which files of her own does the editor publish? |
//! | [`precompress`] | what does a host find ready, so that it need not compress? |
//! | [`single_file`] | how does all of it go into one HTML file? |
//! | [`release`] | what has changed since the last release, and what stays for open pages? |
//! | [`publish`] | how do readers never meet half of one? |
//!
//! Nothing here reads a clock: the same catalogue and the same app give the same bytes.

pub mod own_files;
pub mod page;
pub mod precompress;
pub mod publish;
pub mod release;
pub mod single_file;

use crate::app::{self, App};
use crate::outputs::OutputFile;
use crate::release as versions;
use callboard_engine::pack::PackFile;
use std::collections::BTreeMap;
use std::fmt;

/// Every file of a site by its path below the site's folder, with forward slashes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a site is put together from.
#[derive(Debug)]
pub struct Parts<'p> {
    /// The reader's app.
    pub app: &'p App,
    /// Path of the catalogue's icon below the site's folder, if it has one.
    pub icon: Option<&'p str>,
    /// What is searched.
    pub pack: Vec<PackFile>,
    /// What others read.
    pub outputs: Vec<OutputFile>,
    /// The editor's own files.
    pub own: Files,
}

/// Why a site cannot be put together.
#[derive(Debug, PartialEq, Eq)]
pub enum Error {
    /// An own file has the name of one that the build writes.
    Taken(String),
    /// The app's page lacks something, so it is none of this version.
    Page(&'static str),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Taken(path) => write!(
                f,
                "static/{path} has the name of a file that the build writes: rename it ({} may be yours)",
                own_files::MAY_REPLACE.join(", ")
            ),
            Error::Page(what) => {
                write!(f, "the app's page has no {what}: is it of another version?")
            }
        }
    }
}

impl std::error::Error for Error {}

/// Puts a site together.
///
/// # Errors
/// When an own file would take the place of another, or the app is of another version.
pub fn assemble(parts: Parts) -> Result<Files, Error> {
    let mut files: Files = parts
        .app
        .published()
        .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
        .collect();
    let pack = parts.pack.into_iter();
    files.extend(pack.map(|file| (format!("pack/{}", file.name), file.bytes)));
    // The app's page with its places filled is one of them, unless it has none.
    if !parts.outputs.iter().any(|file| file.path == app::PAGE) {
        return Err(Error::Page("place for the catalogue"));
    }
    let outputs = parts.outputs.into_iter();
    files.extend(outputs.map(|file| (file.path, file.text.into_bytes())));
    if let (Some(icon), Some(page)) = (parts.icon, files.get_mut(app::PAGE)) {
        let text = String::from_utf8_lossy(page);
        *page = page::with_icon(&text, icon)?.into_bytes();
    }
    for (path, bytes) in parts.own {
        let lists = [release::LIST, versions::FILE];
        let taken = lists.contains(&path.as_str()) || is_in_the_way(&files, &path);
        if taken && !own_files::MAY_REPLACE.contains(&path.as_str()) {
            return Err(Error::Taken(path));
        }
        files.insert(path, bytes);
    }
    let listed = files.iter().map(|(path, bytes)| (path.clone(), bytes));
    let version = versions::list(listed).json().into_bytes();
    files.insert(versions::FILE.to_owned(), version);
    Ok(files)
}

/// Whether a path is that of a file, of a folder with files, or below a file.
fn is_in_the_way(files: &Files, path: &str) -> bool {
    let folder = format!("{path}/");
    let is_folder = files
        .range(folder.clone()..)
        .next()
        .is_some_and(|(other, _)| other.starts_with(&folder));
    let below = path
        .match_indices('/')
        .any(|(at, _)| files.contains_key(&path[..at]));
    files.contains_key(path) || is_folder || below
}

/// Whether a file is named after its contents, so that it never changes under its name: the chunks of a pack (twelve
/// hexadecimal digits), and what the app's build gave a fingerprint (sixteen after a dash).
pub fn is_named_by_content(path: &str) -> bool {
    let path = precompress::original(path).unwrap_or(path);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_hash = |text: &str, length| {
        text.len() == length
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    match (folder, extension) {
        ("pack", "cbp") => is_hash(stem, 12),
        ("", _) => stem
            .rsplit_once('-')
            .is_some_and(|(_, hash)| is_hash(hash, 16)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Files, is_in_the_way, is_named_by_content};

    #[test]
    fn an_own_file_is_in_the_way_of_files_and_folders() {
        let files = Files::from([("feeds/all.atom".to_owned(), Vec::new())]);
        for path in ["feeds/all.atom", "feeds", "feeds/all.atom/a"] {
            assert!(is_in_the_way(&files, path), "{path}");
        }
        for path in ["feed", "feeds-2", "feeds/all.atom2", "feeds/b"] {
            assert!(!is_in_the_way(&files, path), "{path}");
        }
    }

    #[test]
    fn what_is_named_by_its_content_is_told_by_its_name() {
        for path in [
            "pack/0123456789ab.cbp",
            "start-0123456789abcdef.js",
            "callboard-app_bg.wasm-0123456789abcdef.z",
            "style-0123456789abcdef.css.br",
        ] {
            assert!(is_named_by_content(path), "{path}");
        }
        for path in [
            "pack/callboard.json",
            "pack/0123456789ab.json",
            "pack/0123456789AB.cbp",
            "start.js",
            "index.html.gz",
            "events/a-0123456789abcdef.ics",
            "start-0123456789abcde.js",
        ] {
            assert!(!is_named_by_content(path), "{path}");
        }
    }
}
