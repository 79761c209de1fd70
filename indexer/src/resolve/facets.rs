//! Facet values: those that editors give, and those that follow from the records.

use super::ResolvedRecord;
use crate::catalog::Catalog;
use crate::record::Record;
use callboard_model::{FacetInfo, FacetValue, Kind, Labels, PersonRole};
use std::collections::{BTreeMap, BTreeSet};

/// Values of a record by facet, without those above them.
pub(super) fn of(record: &Record, catalog: &Catalog) -> BTreeMap<String, Vec<String>> {
    let mut facets = record.facets.clone();
    facets.insert("kind".to_owned(), vec![record.kind.name().to_owned()]);
    let languages = if record.languages.is_empty() {
        vec![record.lang.clone()]
    } else {
        record.languages.clone()
    };
    facets.insert("language".to_owned(), languages);
    let mut organizations: BTreeSet<String> = record
        .hosts
        .iter()
        .map(|(org, _)| org.value.clone())
        .collect();
    organizations.extend(
        record
            .people
            .iter()
            .filter_map(|person| Some(person.org.as_ref()?.value.clone())),
    );
    organizations.extend(
        record
            .republished_from
            .iter()
            .map(|copy| copy.org.value.clone()),
    );
    if record.kind == Kind::Organization {
        organizations.insert(record.id.clone());
    }
    facets.insert(
        "organization".to_owned(),
        organizations
            .into_iter()
            .filter(|id| catalog.records.has(id))
            .collect(),
    );
    facets.insert(
        "author".to_owned(),
        authors(record).into_iter().map(|(id, _)| id).collect(),
    );
    let mut series: Vec<String> = record
        .series
        .iter()
        .map(|(id, _)| id.value.clone())
        .collect();
    if record.kind == Kind::Series {
        series.push(record.id.clone());
    }
    facets.insert("series".to_owned(), series);
    facets.insert(
        "republished-from".to_owned(),
        record
            .republished_from
            .iter()
            .map(|copy| copy.org.value.clone())
            .collect(),
    );
    facets
}

/// Authors by a stable id: people by their name, groups by their organisation.
fn authors(record: &Record) -> Vec<(String, Option<String>)> {
    record
        .people
        .iter()
        .filter(|person| person.role == PersonRole::Author)
        .filter_map(|person| match (&person.name, &person.org) {
            (Some(name), _) => Some((slug(name), Some(name.clone()))),
            (None, Some(org)) => Some((org.value.clone(), None)),
            (None, None) => None,
        })
        .collect()
}

/// A name as an id: its words folded, joined by hyphens.
fn slug(name: &str) -> String {
    let tokens = callboard_engine::analysis::tokens(name);
    let words: Vec<String> = tokens
        .iter()
        .filter(|t| !t.extra)
        .map(|t| callboard_engine::analysis::fold(&t.text))
        .collect();
    words.join("-")
}

/// Tags that a record's page shows: what it is about and for whom.
pub(super) fn tags(record: &Record) -> Vec<(String, String)> {
    ["topic", "audience", "region", "format"]
        .iter()
        .filter_map(|facet| Some((facet, record.facets.get(*facet)?)))
        .flat_map(|(facet, values)| {
            values
                .iter()
                .map(move |value| ((*facet).to_owned(), value.clone()))
        })
        .collect()
}

/// The facets with all their values and labels. Values of an editor's vocabulary that no record has
/// stay: they say what the catalogue is prepared for, and the page shows only what has a count.
pub(super) fn all(catalog: &Catalog, records: &[ResolvedRecord]) -> Vec<FacetInfo> {
    let languages = &catalog.settings.languages;
    let everywhere = |text: &str| -> Labels {
        languages
            .iter()
            .map(|language| (language.clone(), text.to_owned()))
            .collect()
    };
    // The first record that names an author says how.
    let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (id, name) in catalog.records.iter().flat_map(authors) {
        names.entry(id).or_insert(name);
    }
    catalog
        .settings
        .facets
        .iter()
        .map(|facet| {
            let mut values: Vec<FacetValue> = facet
                .values
                .iter()
                .map(|value| FacetValue {
                    id: value.id.clone(),
                    label: value.label.clone(),
                    parent: value.parent.clone(),
                })
                .collect();
            let known: BTreeSet<String> = values.iter().map(|value| value.id.clone()).collect();
            let used: BTreeSet<&String> = records
                .iter()
                .filter_map(|record| record.facets.get(&facet.id))
                .flatten()
                .collect();
            let mut more: Vec<(String, String)> = used
                .into_iter()
                .filter(|id| !known.contains(*id))
                .map(|id| (name(catalog, &names, &facet.id, id), id.clone()))
                .collect();
            more.sort_by_key(|(name, _)| callboard_engine::analysis::fold(&name.to_lowercase()));
            values.extend(more.into_iter().map(|(name, id)| FacetValue {
                id,
                label: everywhere(&name),
                parent: None,
            }));
            FacetInfo {
                id: facet.id.clone(),
                label: facet.label.clone(),
                values,
            }
        })
        .collect()
}

/// What to call a computed value.
fn name(
    catalog: &Catalog,
    authors: &BTreeMap<String, Option<String>>,
    facet: &str,
    id: &str,
) -> String {
    if let Some(Some(name)) = authors.get(id).filter(|_| facet == "author") {
        return name.clone();
    }
    catalog
        .records
        .get(id)
        .map_or_else(|| id.to_owned(), |record| record.title.value.clone())
}
