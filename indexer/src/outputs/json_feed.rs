//! JSON Feed, version 1.1 (jsonfeed.org).
//!
//! The feed names no author, because readers would take it for that of every item without one. Undated records stand at the end without a date, which the format allows. Addresses must be absolute: where the
//! site's is not known, only those of other sites are given. What the format has no place for is in `_callboard`, an
//! extension as the format provides for.

use super::publication::{Entry, Publication, is_day};
use super::selection::Selection;
use super::{Error, content, json_list};
use crate::rendered::Frame;
use callboard_model::PersonRole;
use serde::Serialize;
use std::sync::OnceLock;

#[derive(Serialize)]
struct Feed<'f> {
    version: &'static str,
    title: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    language: &'f str,
    /// Filled item by item.
    items: [(); 0],
}

#[derive(Serialize)]
struct Author<'f> {
    name: &'f str,
}

#[derive(Serialize)]
struct Item<'f> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'f str>,
    title: &'f str,
    content_html: String,
    summary: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'f str>,
    language: &'f str,
    #[serde(rename = "_callboard")]
    callboard: Extension<'f>,
}

/// What is exact only in the record's own terms.
#[derive(Serialize)]
struct Extension<'f> {
    id: &'f str,
    kind: &'static str,
    /// As precise as the source: `2024-11`.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'f str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hosts: Vec<&'f str>,
}

/// Texts of the items of records: each is written once, whatever number of feeds it stands in.
#[derive(Debug)]
pub struct Items(Vec<OnceLock<String>>);

impl Items {
    /// Of what is published; none is written yet.
    pub fn of(publication: &Publication) -> Items {
        Items(
            publication
                .entries
                .iter()
                .map(|_| OnceLock::new())
                .collect(),
        )
    }

    /// The text of an item.
    ///
    /// # Errors
    /// When it cannot be put into JSON.
    pub fn piece(
        &self,
        publication: &Publication,
        path: &str,
        entry: &Entry,
    ) -> Result<String, Error> {
        let place = self.0.get(entry.number);
        if let Some(text) = place.and_then(OnceLock::get) {
            return Ok(text.clone());
        }
        let text = json_list::item(&item(publication, entry));
        let text = text.map_err(|error| Error::Json(path.to_owned(), error))?;
        if let Some(place) = place {
            place.get_or_init(|| text.clone());
        }
        Ok(text)
    }
}

/// What stands around the items of a selection in its feed at `path` of the site.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn frame(publication: &Publication, selection: &Selection, path: &str) -> Result<Frame, Error> {
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: &selection.title,
        description: publication.label(&publication.site.tagline, &selection.language),
        home_page_url: publication.address(""),
        feed_url: publication.address(path),
        language: &selection.language,
        items: [],
    };
    json_list::frame(&feed, selection.entries.is_empty())
        .map_err(|error| Error::Json(path.to_owned(), error))
}

fn item<'f>(publication: &'f Publication, entry: &'f Entry) -> Item<'f> {
    let (record, shown) = (entry.record, entry.shown);
    let content = content::page(entry);
    let day = |date: &Option<callboard_model::PartialDate>| {
        let day = date.as_ref().filter(|date| is_day(date));
        day.and_then(|date| publication.moment(date))
    };
    Item {
        id: publication.record_urn(record),
        url: publication.record_address(&shown.id),
        external_url: record.link.as_deref(),
        title: &shown.title,
        // An item without content is none.
        content_html: match content.is_empty() {
            true => format!("<p>{}</p>", super::xml::html(&shown.summary)),
            false => content,
        },
        summary: &shown.summary,
        date_published: day(&record.published),
        date_modified: day(&entry.updated),
        authors: shown
            .card
            .people
            .iter()
            .filter(|person| person.role == PersonRole::Author)
            .map(|person| Author { name: &person.name })
            .collect(),
        tags: publication
            .values(entry, "topic", &shown.lang)
            .into_iter()
            .map(|(_, label)| label)
            .collect(),
        language: &shown.lang,
        callboard: Extension {
            id: &shown.id,
            kind: record.kind.name(),
            published: record.published.as_ref().map(|date| date.0.as_str()),
            hosts: shown
                .card
                .hosts
                .iter()
                .map(|host| host.org.title.as_str())
                .collect(),
        },
    }
}
