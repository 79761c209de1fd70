//! Pages that are made beforehand: every record, lists to find them by, and the front page, for readers without
//! JavaScript, for search engines and for links that are shared.
//!
//! | module | answers |
//! |---|---|
//! | [`plan`] | which pages are there, at which paths, and where does a link lead? |
//! | [`front`], [`lists`], [`records`] | what does a page of each kind say? |
//! | [`not_found`](mod@not_found) | what is answered where nothing is? |
//! | [`newest`] | in which order, and which of a record and its translations? |
//! | [`document`] | what stands around it, for readers and for machines? |
//! | [`words`] | what do these pages say that the app does not? |
//! | [`dates`], [`calendar_names`] | how is a time told without a browser? |
//!
//! What a page says is written by the app's own views. A page is a file: it is read whenever somebody reads it, so it tells
//! dates and never that something is over or to come; the agenda lists days. Pages of what the app shows in the same order
//! (the front page, records, the first page of a list by value, the agenda) name the app's script, and the app takes the
//! place of what stands there (`callboard_app::page`). The others hold no script and lead into the app by a link.
//!
//! Paths are those of files with their names, and links are relative: the pages work under any path of any host, on hosts
//! that look for no `index.html`, and on a disk; all but that of [`not_found`](mod@not_found), which stands nowhere. Not here: writing them there.

pub mod calendar_names;
pub mod dates;
pub mod document;
pub mod front;
pub mod lists;
pub mod newest;
pub mod not_found;
pub mod plan;
pub mod records;
pub mod words;

use super::publication::{Entry, Publication, page_path};
use super::{Beside, Error, Making, OutputFile};
use callboard_model::{PartialDate, Reference};
use plan::Plan;
use rayon::prelude::*;

/// A page as a sitemap lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its path below the front page.
    pub path: String,
    /// When what it says was last known to be so.
    pub updated: Option<PartialDate>,
}

/// The front page alone; `None` where somebody else's is there.
///
/// # Errors
/// As [`all`].
pub fn front_page(publication: &Publication, beside: &Beside) -> Result<Option<OutputFile>, Error> {
    let app = document::App::of(beside.front_page.as_deref());
    front::page(&Plan::new(publication, &app), &app)
}

/// The page for addresses where nothing is, alone.
pub fn not_found(publication: &Publication, beside: &Beside) -> OutputFile {
    let app = document::App::of(beside.front_page.as_deref());
    not_found::page(&Plan::new(publication, &app))
}

/// Makes all pages, and says which they are beside the front page. `related` are the records on the same matters, for each
/// record in the order of their ids.
///
/// # Errors
/// When a record cannot be put into JSON, which no record can bring about.
pub fn all(
    making: &Making,
    plan: &Plan,
    app: &document::App,
    related: &[Vec<Reference>],
    notes: &mut Vec<String>,
) -> Result<Vec<Listed>, Error> {
    let (publication, sink) = (making.publication, making.sink);
    let mut listed = Vec::new();
    if plan.listed > 0 {
        let paths = lists::all(making, plan)?.into_iter();
        listed.extend(paths.map(|path| Listed {
            updated: None,
            path,
        }));
        let entries = publication.entries.par_iter().enumerate();
        let pages: Vec<Listed> = entries
            .filter(|(_, entry)| publication.has_page(&entry.shown.id))
            .map(|(number, entry)| {
                let related = related.get(number).map_or(&[][..], Vec::as_slice);
                of_record(making, plan, (number, entry), related)
            })
            .collect::<Result<_, Error>>()?;
        listed.extend(pages);
    }
    match front::page(plan, app)? {
        Some(page) => drop(sink.take(page.path, page.text.into_bytes())),
        None => notes.push(
            "index.html is none of Callboard's and was left as it is: the other pages are there, but it does not lead to them".to_owned(),
        ),
    }
    let not_found = not_found::page(plan);
    sink.take(not_found.path, not_found.text.into_bytes());
    if app.is_missing() {
        sink.take(document::STYLE.to_owned(), callboard_app::STYLE.into());
    }
    listed.par_sort_by(|a, b| a.path.cmp(&b.path));
    Ok(listed)
}

/// Makes the page of a record, and those that lead there from its former addresses.
fn of_record(
    making: &Making,
    plan: &Plan,
    (number, entry): (usize, &Entry),
    related: &[Reference],
) -> Result<Listed, Error> {
    let path = page_path(&entry.shown.id);
    making.of_record(number, path.clone(), || {
        Ok(records::page(plan, entry, related)?.text)
    })?;
    for former in &entry.record.former_ids {
        making.of_record(number, page_path(&former.value), || {
            Ok(records::moved(plan, entry, &former.value).text)
        })?;
    }
    Ok(Listed {
        updated: entry.updated.clone(),
        path,
    })
}
