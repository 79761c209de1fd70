//! What a catalogue knows already, in the form that imports ask for.
//!
//! Drafts are left out: an import would otherwise find the organizations that it wrote itself, and come to
//! other conclusions the second time.

use crate::catalog::Catalog;
use callboard_importer::vocabulary::{Vocabulary, fold};
use callboard_model::Kind;
use std::collections::BTreeMap;

/// Names of facet values, organizations, series and sources, with what they mean.
pub fn vocabulary(catalog: &Catalog) -> Vocabulary {
    let settings = &catalog.settings;
    let mut facets: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for facet in settings.editor_facets() {
        let names = facets.entry(facet.id.clone()).or_default();
        // An id means itself whatever else is a synonym of another value, then labels, then synonyms.
        for value in &facet.values {
            names.insert(fold(&value.id), value.id.clone());
        }
        for value in &facet.values {
            for label in value.label.values() {
                names.entry(fold(label)).or_insert(value.id.clone());
            }
        }
        for value in &facet.values {
            for synonym in value.synonyms.values().flatten() {
                names.entry(fold(synonym)).or_insert(value.id.clone());
            }
        }
    }
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for record in catalog.records.iter().filter(|record| !record.draft) {
        titles
            .entry(fold(&record.title.value))
            .or_insert(record.id.clone());
    }
    let is_collection = |id: &String| {
        catalog
            .records
            .get(id)
            .is_some_and(|record| record.kind == Kind::Collection && !record.draft)
    };
    let sources = settings
        .sources
        .iter()
        .map(|(id, source)| {
            let record = source.record.as_ref().map(|record| record.value.clone());
            (id.clone(), record.filter(is_collection))
        })
        .collect();
    Vocabulary {
        zone: settings.zone.clone(),
        languages: settings.languages.clone(),
        facets,
        organizations: names(catalog, Kind::Organization),
        series: names(catalog, Kind::Series),
        sources,
        titles,
    }
}

/// The id of every name of the published records of a kind: titles first, then aliases and ids.
fn names(catalog: &Catalog, kind: Kind) -> BTreeMap<String, String> {
    let records = || {
        catalog
            .records
            .iter()
            .filter(|record| record.kind == kind && !record.draft)
    };
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for record in records() {
        names
            .entry(fold(&record.title.value))
            .or_insert(record.id.clone());
    }
    for record in records() {
        for name in record.aliases.iter().chain([&record.id]) {
            names.entry(fold(name)).or_insert(record.id.clone());
        }
    }
    names
}
