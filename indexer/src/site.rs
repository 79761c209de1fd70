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
//! | [`examples`] | which filters does the page about embedding name? |
//! | [`own_files`] | which files of her own does the editor publish? |
//! | [`precompress`] | what does a host find ready, so that it need not compress? |
//! | [`single_file`] | how does all of it go into one HTML file? |
//! | [`seen`] | which published files has nobody changed since? |
//! | [`release`] | what has changed since the last release, and what stays for open pages? |
//! | [`records`] | which records does that change? |
//! | [`sink`] | where do files go while they are made? |
//! | `folder` | what is done with a folder on its disk? |
//! | [`publish`] | how do readers never meet half of one? |
//!
//! Nothing here reads a clock: the same catalogue and the same app give the same bytes.

pub mod examples;
mod folder;
pub mod own_files;
pub mod page;
pub mod precompress;
pub mod publish;
pub mod records;
pub mod release;
pub mod seen;
pub mod single_file;
pub mod sink;

use crate::app::{self, App};
use crate::release as versions;
use examples::Examples;
use sink::{Former, Growing, Sink};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Every file of a site by its path below the site's folder, with forward slashes.
pub type Files = BTreeMap<String, Vec<u8>>;

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

/// Puts a site together while its files are made: adds what every site has, and what follows from all of them.
pub struct Assembly<'a> {
    sink: &'a dyn Sink,
    own: &'a Files,
    /// Path of the catalogue's icon below the site's folder, if it has one.
    icon: Option<&'a str>,
    state: Mutex<State>,
}

/// What is known of the files that were taken.
#[derive(Default)]
struct State {
    paths: HashSet<String>,
    /// Those that the page needs.
    needed: BTreeMap<String, versions::Listed>,
    failed: Option<Error>,
}

impl<'a> Assembly<'a> {
    /// A site that goes into `sink`, with the files of an editor's `own`.
    pub fn new(sink: &'a dyn Sink, own: &'a Files, icon: Option<&'a str>) -> Assembly<'a> {
        Assembly {
            sink,
            own,
            icon,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a path, and says whether the file is wanted: an own one may stand in its place.
    fn is_wanted(&self, path: &str) -> bool {
        self.state().paths.insert(path.to_owned());
        !(own_files::MAY_REPLACE.contains(&path) && self.own.contains_key(path))
    }

    /// Hands a file on.
    fn put(&self, path: String, bytes: Vec<u8>) -> Option<release::Entry> {
        if versions::belongs(&path) {
            let listed = versions::Listed::of(&bytes);
            self.state().needed.insert(path.clone(), listed);
        }
        self.sink.take(path, bytes)
    }

    /// The app's page with the catalogue's icon.
    fn with_icon(&self, page: Vec<u8>) -> Vec<u8> {
        let Some(icon) = self.icon else {
            return page;
        };
        match page::with_icon(&String::from_utf8_lossy(&page), icon) {
            Ok(page) => page.into_bytes(),
            Err(error) => {
                self.state().failed = Some(error);
                page
            }
        }
    }

    /// Adds the app, the editor's own files and the list of what the page needs, once all others were taken.
    ///
    /// # Errors
    /// When an own file would take the place of another, or the app is of another version.
    pub fn finish(self, app: &App, examples: &Examples) -> Result<(), Error> {
        // The app's page with its places filled is one of those that were taken, unless it has none.
        if !self.state().paths.contains(app::PAGE) {
            return Err(Error::Page("place for the catalogue"));
        }
        for (path, bytes) in app.published().filter(|(path, _)| *path != app::PAGE) {
            let bytes = match app.text(path).filter(|_| is_about_embedding(path)) {
                Some(page) => examples.put_into(page).into_bytes(),
                None => bytes.to_vec(),
            };
            self.take(path.to_owned(), bytes);
        }
        {
            let state = self.state();
            let lists = [release::LIST, versions::FILE].map(str::to_owned);
            let all = state.paths.iter().chain(&lists);
            // On many systems `Index.html` is `index.html`.
            let all: BTreeSet<String> = match self.own.is_empty() {
                true => BTreeSet::new(),
                false => all.map(|path| path.to_lowercase()).collect(),
            };
            for path in self.own.keys() {
                let taken = is_in_the_way(&all, &path.to_lowercase());
                if taken && !own_files::MAY_REPLACE.contains(&path.as_str()) {
                    return Err(Error::Taken(path.clone()));
                }
            }
        }
        for (path, bytes) in self.own {
            self.put(path.clone(), bytes.clone());
        }
        let state = self.state.into_inner();
        let state = state.unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = state.failed {
            return Err(error);
        }
        let version = versions::Release::of(state.needed).json().into_bytes();
        self.sink.take(versions::FILE.to_owned(), version);
        Ok(())
    }
}

impl Sink for Assembly<'_> {
    fn take(&self, path: String, bytes: Vec<u8>) -> Option<release::Entry> {
        if !self.is_wanted(&path) {
            return None;
        }
        let bytes = match path == app::PAGE {
            true => self.with_icon(bytes),
            false => bytes,
        };
        self.put(path, bytes)
    }

    fn take_again(&self, path: &str, entry: &release::Entry) -> bool {
        // Of what the page needs more is told than an entry says.
        let is_replaced = own_files::MAY_REPLACE.contains(&path);
        let is_there =
            !is_replaced && !versions::belongs(path) && self.sink.take_again(path, entry);
        if is_there {
            self.state().paths.insert(path.to_owned());
        }
        is_there
    }

    fn former(&self, path: &str, entry: &release::Entry) -> Option<Box<dyn Former>> {
        self.sink.former(path, entry)
    }

    fn grow(&self, path: &str) -> Option<Box<dyn Growing + '_>> {
        let is_replaced = own_files::MAY_REPLACE.contains(&path);
        if is_replaced || versions::belongs(path) || path == app::PAGE {
            return None;
        }
        let growing = self.sink.grow(path)?;
        self.state().paths.insert(path.to_owned());
        Some(growing)
    }
}

/// Whether a file of the app is the page that shows how to embed the search, in one of its languages.
fn is_about_embedding(path: &str) -> bool {
    path.starts_with("embed") && path.ends_with(".html")
}

/// Whether a path is that of a file, of a folder with files, or below a file.
fn is_in_the_way(files: &BTreeSet<String>, path: &str) -> bool {
    let folder = format!("{path}/");
    let is_folder = files
        .range(folder.clone()..)
        .next()
        .is_some_and(|other| other.starts_with(&folder));
    let below = path
        .match_indices('/')
        .any(|(at, _)| files.contains(&path[..at]));
    files.contains(path) || is_folder || below
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
    use super::{is_in_the_way, is_named_by_content};
    use std::collections::BTreeSet;

    #[test]
    fn an_own_file_is_in_the_way_of_files_and_folders() {
        let files = BTreeSet::from(["feeds/all.atom".to_owned()]);
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
