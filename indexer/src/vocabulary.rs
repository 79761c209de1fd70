//! What a catalogue knows already, in the form that imports ask for.
//!
//! Drafts are left out: an import would otherwise find the organizations that it wrote itself, and come to
//! other conclusions the second time.

use crate::catalog::Catalog;
use callboard_importer::vocabulary::{Vocabulary, fold};
use callboard_model::Kind;
use std::collections::BTreeMap;

/// Names of facet values and of organizations, with what they mean.
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
    let mut organizations: BTreeMap<String, String> = BTreeMap::new();
    let records = || {
        catalog
            .records
            .values()
            .filter(|record| record.kind == Kind::Organization && !record.draft)
    };
    for record in records() {
        organizations
            .entry(fold(&record.title.value))
            .or_insert(record.id.clone());
    }
    for record in records() {
        for name in record.aliases.iter().chain([&record.id]) {
            organizations.entry(fold(name)).or_insert(record.id.clone());
        }
    }
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for record in catalog.records.values().filter(|record| !record.draft) {
        titles
            .entry(fold(&record.title.value))
            .or_insert(record.id.clone());
    }
    Vocabulary {
        zone: settings.zone.clone(),
        languages: settings.languages.clone(),
        facets,
        organizations,
        titles,
    }
}
