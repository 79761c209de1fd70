//! A resolved catalogue to the files that others read: feeds, calendars, tables, linked data.
//!
//! | module | answers |
//! |---|---|
//! | [`publication`] | which records are there, under which addresses, and of what date? |
//! | [`selection`] | which of them stand together in a feed or calendar? |
//! | [`content`] | what does an item say to somebody who sees nothing else? |
//! | [`atom`], [`json_feed`] | how is it told to feed readers? |
//! | [`calendar`] | how is it told to calendars? |
//! | [`linked_data`] | how is it told to machines that know schema.org? |
//! | [`dump`], [`table`] | how does somebody take all of it along? |
//! | [`site_map`], [`open_search`], [`redirects`] | how is the site found, asked, and found again? |
//! | [`pages`] | how is it read without JavaScript, and by search engines? |
//! | [`web_manifest`] | how does a device install it? |
//! | [`xml`] | how is XML written that is well-formed whatever the text? |
//!
//! Everything here is a function from data to text. No clock is read: a date is a record's own, or there is
//! none. Not here: writing to disk ([`crate::site::publish`]), the pack ([`crate::build`]).

pub mod atom;
pub mod calendar;
pub mod content;
pub mod dump;
pub mod json_feed;
pub mod linked_data;
pub mod open_search;
pub mod pages;
pub mod publication;
pub mod redirects;
pub mod selection;
pub mod site_map;
pub mod table;
pub mod web_manifest;
pub mod xml;

use crate::catalog::Catalog;
use crate::resolve::Resolved;
use callboard_model::Reference;
use publication::Publication;
use std::fmt;

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Its path below the site's folder, with forward slashes: `feeds/all.atom`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// All files, and what an editor may want to know of those that are missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outputs {
    /// By path.
    pub files: Vec<OutputFile>,
    /// Sentences.
    pub notes: Vec<String>,
}

/// A failure of the build itself, never an author's mistake.
#[derive(Debug)]
pub enum Error {
    /// A file could not be put into JSON.
    Json(String, serde_json::Error),
    /// A table could not be written.
    Table(String, String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Json(path, error) => write!(f, "{path} could not be written as JSON: {error}"),
            Error::Table(path, error) => write!(f, "{path} could not be written: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// What the files are published beside.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The front page as the app's build left it, or as it was published last.
    pub front_page: Option<String>,
    /// Records on the same matters, best first, for each record in the order of their ids; none where it is empty.
    pub related: Vec<Vec<Reference>>,
}

/// Every file that is published beside the pack.
///
/// # Errors
/// When a value cannot be written in a format, which no record can bring about.
pub fn all(catalog: &Catalog, resolved: &Resolved, beside: &Beside) -> Result<Outputs, Error> {
    let publication = Publication::new(catalog, resolved);
    let mut outputs = Outputs::default();
    let pages = pages::all(&publication, beside, &mut outputs)?;
    feeds(&publication, &mut outputs)?;
    calendars(&publication, &mut outputs);
    data(&publication, &mut outputs)?;
    whole_site(&publication, &pages, &mut outputs);
    outputs.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(outputs)
}

/// The front page alone, with its places filled; `None` where somebody else's is there.
///
/// # Errors
/// As [`all`].
pub fn front_page(
    catalog: &Catalog,
    resolved: &Resolved,
    beside: &Beside,
) -> Result<Option<OutputFile>, Error> {
    pages::front_page(&Publication::new(catalog, resolved), beside)
}

impl Outputs {
    fn add(&mut self, path: impl Into<String>, text: String) {
        self.files.push(OutputFile {
            path: path.into(),
            text,
        });
    }
}

fn data(publication: &Publication, outputs: &mut Outputs) -> Result<(), Error> {
    for (path, text) in [
        ("data/records.json", dump::json as Writer),
        ("data/records.csv", table::csv),
        ("data/records.jsonl", table::json_lines),
        ("data/records.jsonld", linked_data::graph),
        (redirects::FORMER_IDS, redirects::former_ids),
    ] {
        outputs.add(path, text(publication, path)?);
    }
    Ok(())
}

/// Writes the file at a path.
type Writer = fn(&Publication, &str) -> Result<String, Error>;

fn whole_site(publication: &Publication, pages: &[pages::Listed], outputs: &mut Outputs) {
    outputs.add("robots.txt", site_map::robots(publication));
    outputs.add(web_manifest::PATH, web_manifest::manifest(publication));
    for (path, text) in site_map::sitemaps(publication, pages) {
        outputs.add(path, text);
    }
    for (path, text) in [
        ("opensearch.xml", open_search::description(publication)),
        ("_redirects", redirects::file(publication)),
    ] {
        if let Some(text) = text {
            outputs.add(path, text);
        }
    }
    if publication.address("").is_none() {
        outputs.notes.push(
            "catalog.toml does not say where the site is published ([site] url): sitemap.xml and opensearch.xml are left out, and links in feeds are relative".to_owned(),
        );
    }
}

fn calendars(publication: &Publication, outputs: &mut Outputs) {
    for selection in selection::calendars(publication) {
        if let Some(text) = calendar::of_selection(publication, &selection) {
            outputs.add(format!("calendars/{}.ics", selection.path), text);
        }
    }
    for entry in &publication.entries {
        if let Some(text) = calendar::of_record(publication, entry) {
            outputs.add(format!("events/{}.ics", entry.shown.id), text);
        }
    }
}

fn feeds(publication: &Publication, outputs: &mut Outputs) -> Result<(), Error> {
    for selection in selection::feeds(publication) {
        let path = format!("feeds/{}", selection.path);
        if let Some(text) = atom::feed(publication, &selection, &format!("{path}.atom")) {
            outputs.add(format!("{path}.atom"), text);
        }
        let text = json_feed::feed(publication, &selection, &format!("{path}.json"))?;
        outputs.add(format!("{path}.json"), text);
    }
    let undated = publication
        .entries
        .iter()
        .filter(|entry| entry.updated.is_none())
        .count();
    if undated > 0 {
        outputs.notes.push(format!(
            "{undated} of {} records have no date, nor has their source: they are not in the Atom feeds, which demand one, but in all other files",
            publication.entries.len()
        ));
    }
    Ok(())
}
