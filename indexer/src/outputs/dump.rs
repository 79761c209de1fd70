//! Everything that is published of the catalogue as one JSON document: for who wants to build something else with it.
//!
//! The keys are those of the pages that the app shows ([`callboard_model`]), and of `docs/records.md` where they
//! are the same. Nothing is left out but drafts.

use super::Error;
use super::publication::Publication;
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
    records: Vec<Record<'d>>,
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

/// The document.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn json(publication: &Publication, path: &str) -> Result<String, Error> {
    let site = publication.site;
    let dump = Dump {
        version: VERSION,
        name: &site.name,
        tagline: &site.tagline,
        url: publication.address(""),
        languages: &site.languages,
        zone: &site.zone,
        facets: publication.facets,
        records: publication
            .entries
            .iter()
            .map(|entry| Record {
                id: &entry.shown.id,
                urn: publication.record_urn(entry.record),
                address: publication.record_address(&entry.shown.id),
                former_ids: entry
                    .record
                    .former_ids
                    .iter()
                    .map(|id| id.value.as_str())
                    .collect(),
                title: &entry.shown.title,
                summary: &entry.shown.summary,
                text: &entry.shown.body_text,
                link: entry.record.link.as_deref(),
                order: entry.record.order,
                facets: entry
                    .shown
                    .facets
                    .iter()
                    .filter(|(_, values)| !values.is_empty())
                    .map(|(facet, values)| (facet.as_str(), values.as_slice()))
                    .collect(),
                card: &entry.shown.card,
                page: &entry.shown.page,
            })
            .collect(),
    };
    let mut text =
        serde_json::to_string_pretty(&dump).map_err(|error| Error::Json(path.to_owned(), error))?;
    text.push('\n');
    Ok(text)
}
