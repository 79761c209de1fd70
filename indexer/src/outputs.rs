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
//! | [`fingerprint`] | what is a file made of, so that it need not be made again? |
//! | [`pages`] | how is it read without JavaScript, and by search engines? |
//! | [`web_manifest`] | how does a device install it? |
//! | [`json_list`] | what stands around the items of a long list in JSON? |
//! | [`xml`] | how is XML written that is well-formed whatever the text? |
//!
//! Everything here is a function from data to text. No clock is read: a date is a record's own, or there is
//! none. Not here: writing to disk ([`crate::site::publish`]), the pack ([`crate::build`]).

pub mod atom;
pub mod calendar;
pub mod content;
pub mod dump;
pub mod fingerprint;
pub mod json_feed;
pub mod json_list;
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
use crate::rendered::{Frame, List, Rendered};
use crate::resolve::Resolved;
use crate::site::sink::{Collected, Sink};
use callboard_model::Reference;
use fingerprint::{Fingerprints, Unrelated};
use pages::document::App;
use pages::plan::Plan;
use publication::{Entry, Publication};
use rayon::prelude::*;
use std::fmt;
use std::hash::Hash;

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

/// Every file that is published beside the pack, by path.
///
/// # Errors
/// When a value cannot be written in a format, which no record can bring about.
pub fn all(catalog: &Catalog, resolved: &Resolved, beside: &Beside) -> Result<Outputs, Error> {
    let files = Collected::default();
    let notes = make(catalog, resolved, beside, &Rendered::default(), &files)?;
    let files = files.into_files().into_iter();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Outputs {
        files: files
            .map(|(path, bytes)| OutputFile {
                path,
                text: text(bytes),
            })
            .collect(),
        notes,
    })
}

/// Makes every file that is published beside the pack, and says what is missing.
///
/// # Errors
/// As [`all`].
pub fn make(
    catalog: &Catalog,
    resolved: &Resolved,
    beside: &Beside,
    rendered: &Rendered,
    sink: &dyn Sink,
) -> Result<Vec<String>, Error> {
    let publication = &Publication::new(catalog, resolved);
    let begun = Begun::of(publication, beside.front_page.as_deref());
    begun.make(&beside.related, rendered, sink)
}

/// What is known of the files before it is known which records are on the same matters: the pack's words tell that, and take
/// as long to be inverted as all of this.
pub struct Begun<'p, 'c> {
    plan: Plan<'p, 'c>,
    app: App,
    unrelated: Unrelated<'p>,
}

impl<'p, 'c> Begun<'p, 'c> {
    /// Of a publication beside an app with this front page.
    pub fn of(publication: &'p Publication<'c>, front_page: Option<&str>) -> Begun<'p, 'c> {
        let app = App::of(front_page);
        let plan = Plan::new(publication, &app);
        let unrelated = Unrelated::of(&plan, front_page);
        Begun {
            plan,
            app,
            unrelated,
        }
    }

    /// Makes every file, and says what is missing. `related` are the records on the same matters, best first, for each record
    /// in the order of their ids.
    ///
    /// # Errors
    /// As [`all`].
    pub fn make(
        &self,
        related: &[Vec<Reference>],
        rendered: &Rendered,
        sink: &dyn Sink,
    ) -> Result<Vec<String>, Error> {
        let publication = self.plan.publication;
        let making = &Making {
            publication,
            fingerprints: &self.unrelated.with(related),
            rendered,
            sink,
        };
        let lists = || {
            let (data, (notes, calendars)) = rayon::join(
                || data(making),
                || rayon::join(|| feeds(making), || calendars(making)),
            );
            calendars?;
            data?;
            notes
        };
        let mut notes = Vec::new();
        let pages = || pages::all(making, &self.plan, &self.app, related, &mut notes);
        let (pages, of_feeds) = rayon::join(pages, lists);
        let pages = pages?;
        notes.extend(of_feeds?);
        whole_site(publication, &pages, sink, &mut notes);
        Ok(notes)
    }
}

/// Files that are about to be made.
pub struct Making<'m, 'c> {
    /// Of what.
    publication: &'m Publication<'c>,
    /// By what it is known that one has been made before.
    fingerprints: &'m Fingerprints,
    /// Those that were made before.
    rendered: &'m Rendered,
    /// Where they go.
    sink: &'m dyn Sink,
}

impl<'m, 'c: 'm> Making<'m, 'c> {
    /// Makes a file of several records, in their order, unless it is there. `more` is what else it is made of.
    fn of_list<'e>(
        &self,
        path: String,
        entries: impl IntoIterator<Item = &'e Entry<'c>>,
        more: &impl Hash,
        make: impl FnOnce() -> Result<String, Error>,
    ) -> Result<(), Error>
    where
        'c: 'e,
    {
        let fingerprint = self.fingerprints.list(entries, more);
        let bytes = || make().map(String::into_bytes);
        self.rendered.file(self.sink, path, fingerprint, bytes)
    }

    /// Makes a file that lists records, piece by piece, unless it is there. `more` is what else it is made of.
    fn of_pieces(
        &self,
        path: String,
        entries: &[&Entry<'c>],
        more: &(impl Hash + Sync),
        frame: impl FnOnce() -> Result<Frame, Error>,
        piece: impl Fn(&Entry<'c>) -> Result<String, Error> + Sync,
    ) -> Result<(), Error> {
        let pieces = entries.iter();
        let pieces = pieces.map(|entry| self.fingerprints.record(entry.number));
        let list = List {
            path,
            fingerprint: self.fingerprints.list(entries.iter().copied(), more),
            pieces: &pieces.collect::<Vec<_>>(),
            form: fingerprint::of(more, &[]),
        };
        self.rendered
            .list(self.sink, list, frame, |at| match entries.get(at) {
                Some(entry) => piece(entry),
                // There are as many as their hashes.
                None => Ok(String::new()),
            })
    }

    /// Makes a file that lists all records, piece by piece, unless it is there.
    fn of_all(
        &self,
        path: &str,
        frame: impl FnOnce() -> Result<Frame, Error>,
        piece: impl Fn(&Entry<'c>) -> Result<String, Error> + Sync,
    ) -> Result<(), Error> {
        let entries: Vec<&Entry> = self.publication.entries.iter().collect();
        self.of_pieces(path.to_owned(), &entries, &(), frame, piece)
    }

    /// Makes a file of one record alone, unless it is there.
    fn of_record(
        &self,
        number: usize,
        path: String,
        make: impl FnOnce() -> Result<String, Error>,
    ) -> Result<(), Error> {
        let fingerprint = self.fingerprints.record(number);
        let bytes = || make().map(String::into_bytes);
        self.rendered.file(self.sink, path, fingerprint, bytes)
    }
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

/// The page for addresses where nothing is, as it is where the site stands at the top of a host of its own.
pub fn not_found(catalog: &Catalog, resolved: &Resolved, beside: &Beside) -> OutputFile {
    let publication = Publication::new(catalog, resolved).at_the_top();
    pages::not_found(&publication, beside)
}

fn data(making: &Making) -> Result<(), Error> {
    let publication = making.publication;
    let table = table::Table::of(publication);
    let json = || {
        let path = "data/records.json";
        let frame = || dump::frame(publication, path);
        making.of_all(path, frame, |entry| dump::piece(publication, path, entry))
    };
    let csv = || {
        let path = "data/records.csv";
        let frame = || table.csv_frame(publication, path);
        making.of_all(path, frame, |entry| {
            table.csv_piece(publication, path, entry)
        })
    };
    let json_lines = || {
        let path = "data/records.jsonl";
        let frame = || Ok(Frame::default());
        making.of_all(path, frame, |entry| table.json_line(path, entry))
    };
    let linked = || {
        let path = "data/records.jsonld";
        let frame = || linked_data::frame(publication, path);
        making.of_all(path, frame, |entry| {
            linked_data::piece(publication, path, entry)
        })
    };
    // The longest beside all others.
    let others = || {
        csv()?;
        json_lines()?;
        linked()
    };
    let (json, others) = rayon::join(json, others);
    json.and(others)?;
    let path = redirects::FORMER_IDS;
    making.of_list(path.to_owned(), &publication.entries, &(), || {
        redirects::former_ids(publication, path)
    })
}

fn whole_site(
    publication: &Publication,
    pages: &[pages::Listed],
    sink: &dyn Sink,
    notes: &mut Vec<String>,
) {
    let files = [
        ("robots.txt", Some(site_map::robots(publication))),
        (
            web_manifest::PATH,
            Some(web_manifest::manifest(publication)),
        ),
        ("opensearch.xml", open_search::description(publication)),
        ("_redirects", redirects::file(publication)),
    ];
    for (path, text) in files {
        if let Some(text) = text {
            sink.take(path.to_owned(), text.into_bytes());
        }
    }
    for (path, text) in site_map::sitemaps(publication, pages) {
        sink.take(path, text.into_bytes());
    }
    if publication.address("").is_none() {
        notes.push(
            "catalog.toml does not say where the site is published ([site] url): sitemap.xml and opensearch.xml are left out, links in feeds are relative, and 404.html finds the front page with JavaScript alone. Once there is an address, write two lines at the end of catalog.toml: [site] and url = \"https://example.org/calls\"".to_owned(),
        );
    }
}

fn calendars(making: &Making) -> Result<(), Error> {
    let publication = making.publication;
    // A record stands in several calendars with the same words.
    let events = calendar::Events::of(publication);
    let selections = selection::calendars(publication);
    selections.par_iter().try_for_each(|selection| {
        let path = format!("calendars/{}.ics", selection.path);
        let entries = &selection.entries;
        making.of_pieces(
            path,
            entries,
            &selection.named(),
            || Ok(calendar::frame(publication, &selection.title, entries)),
            |entry| Ok(events.piece(publication, entry).into_owned()),
        )
    })?;
    let dated = publication.entries.par_iter().enumerate();
    dated
        .filter(|(_, entry)| calendar::is_dated(entry))
        .try_for_each(|(number, entry)| {
            let path = format!("events/{}.ics", entry.shown.id);
            making.of_record(number, path, || {
                Ok(calendar::of_record(publication, entry, &events))
            })
        })
}

/// Makes the feeds, and says what is missing in them.
fn feeds(making: &Making) -> Result<Option<String>, Error> {
    let publication = making.publication;
    let selections = selection::feeds(publication);
    let items = json_feed::Items::of(publication);
    let parts = atom::Entries::of(publication);
    selections
        .par_iter()
        .try_for_each(|selection| -> Result<(), Error> {
            let path = format!("feeds/{}", selection.path);
            let (atom, json) = (format!("{path}.atom"), format!("{path}.json"));
            let named = selection.named();
            let dated = atom::dated(publication, selection);
            if !dated.is_empty() {
                making.of_pieces(
                    atom.clone(),
                    &dated,
                    &named,
                    || Ok(atom::frame(publication, selection, &dated, &atom)),
                    |entry| Ok(parts.piece(publication, selection, &atom, entry)),
                )?;
            }
            making.of_pieces(
                json.clone(),
                &selection.entries,
                &named,
                || json_feed::frame(publication, selection, &json),
                |entry| items.piece(publication, &json, entry),
            )
        })?;
    let undated = publication
        .entries
        .iter()
        .filter(|entry| entry.updated.is_none())
        .count();
    Ok((undated > 0).then(|| {
        format!(
            "{undated} of {} records have no date, nor has their source: they are not in the Atom feeds, which demand one, but in all other files",
            publication.entries.len()
        )
    }))
}
