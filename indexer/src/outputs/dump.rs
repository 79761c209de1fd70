//! Everything that is published of the catalogue as one JSON document: for who wants to build something else with it.
//!
//! The keys are those of the pages that the app shows ([`callboard_model`]), and of `docs/records.md` where they
//! are the same. Nothing is left out but drafts.

use super::publication::{Entry, Publication};
use super::{Error, json_list};
use crate::rendered::Frame;
use callboard_model::{Card, FacetInfo, Labels, Page};
use serde::Serialize;
use std::collections::BTreeMap;

/// Raised when a reader of the document would have to change.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Dump<'d> {
    version: u32,
    name: &'d Labels,
    tagline: &'d Labels,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    languages: &'d [String],
    zone: &'d str,
    facets: &'d [FacetInfo],
    /// Filled record by record.
    records: [(); 0],
}

#[derive(Serialize)]
struct Record<'d> {
    id: &'d str,
    urn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    former_ids: Vec<&'d str>,
    title: &'d str,
    summary: &'d str,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<u32>,
    facets: BTreeMap<&'d str, &'d [String]>,
    #[serde(flatten)]
    card: &'d Card,
    #[serde(flatten)]
    page: &'d Page,
}

/// What stands around the records.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn frame(publication: &Publication, path: &str) -> Result<Frame, Error> {
    let site = publication.site;
    let dump = Dump {
        version: VERSION,
        name: &site.name,
        tagline: &site.tagline,
        url: publication.address(""),
        languages: &site.languages,
        zone: &site.zone,
        facets: publication.facets,
        records: [],
    };
    json_list::frame(&dump, publication.entries.is_empty())
        .map_err(|error| Error::Json(path.to_owned(), error))
}

/// A record in it.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn piece(publication: &Publication, path: &str, entry: &Entry) -> Result<String, Error> {
    json_list::item(&record(publication, entry))
        .map_err(|error| Error::Json(path.to_owned(), error))
}

fn record<'d>(publication: &Publication, entry: &'d Entry) -> Record<'d> {
    let (record, shown) = (entry.record, entry.shown);
    Record {
        id: &shown.id,
        urn: publication.record_urn(record),
        address: publication.record_address(&shown.id),
        former_ids: record
            .former_ids
            .iter()
            .map(|id| id.value.as_str())
            .collect(),
        title: &shown.title,
        summary: &shown.summary,
        text: &shown.body_text,
        link: record.link.as_deref(),
        order: record.order,
        facets: shown
            .facets
            .iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(facet, values)| (facet.as_str(), values.as_slice()))
            .collect(),
        card: &shown.card,
        page: &shown.page,
    }
}
