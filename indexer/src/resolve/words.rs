//! The words that find a record beside its own text: names and numbers, labels and synonyms.
//!
//! Everything that a thesaurus would do while somebody types is done here, once.

use crate::catalog::Catalog;
use crate::fields::phone;
use crate::record::Record;
use callboard_engine::analysis::{fold, tokens};
use callboard_model::RelationKind;
use std::collections::{BTreeMap, BTreeSet};

/// Names of the record, of its organisations with their aliases, of people, series and numbers.
pub(super) fn names(record: &Record, catalog: &Catalog) -> Vec<String> {
    let mut names: Vec<String> = record.aliases.clone();
    let mut organizations: Vec<&str> = record
        .hosts
        .iter()
        .map(|(org, _)| org.value.as_str())
        .collect();
    organizations.extend(
        record
            .people
            .iter()
            .filter_map(|person| Some(person.org.as_ref()?.value.as_str())),
    );
    organizations.extend(
        record
            .republished_from
            .iter()
            .chain(&record.also_at)
            .map(|copy| copy.org.value.as_str()),
    );
    organizations.extend(record.credits.iter().map(|(to, _)| to.value.as_str()));
    let mentioned = record
        .relations
        .iter()
        .filter(|(kind, _)| matches!(kind, RelationKind::Mentions | RelationKind::MemberOf));
    organizations.extend(mentioned.map(|(_, id)| id.value.as_str()));
    organizations.extend(record.series.iter().map(|(id, _)| id.value.as_str()));
    for id in organizations {
        if let Some(other) = catalog.records.get(id) {
            names.push(other.title.value.clone());
            names.extend(other.aliases.iter().cloned());
        }
    }
    for person in &record.people {
        names.extend(person.name.iter().cloned());
        names.extend(person.title.iter().cloned());
    }
    // With its sign a hashtag is also found by the words in it.
    names.extend(record.hashtags.iter().map(|tag| format!("#{tag}")));
    for (action, _) in &record.actions {
        if let (Some(words), Some(number)) = (&action.phone_words, &action.phone) {
            names.extend(phone::spellings(words, number));
        }
        names.extend(action.sms_to.iter().chain(&action.sms_keyword).cloned());
        names.extend(
            action
                .words
                .iter()
                .filter(|words| words.chars().any(|c| c.is_ascii_digit() || c == '/'))
                .cloned(),
        );
    }
    names.extend(record.cites.iter().map(|cited| cited.title.clone()));
    names.extend(
        record
            .image
            .iter()
            .flat_map(|image| image.alt.iter().chain(&image.credit))
            .cloned(),
    );
    once(names)
}

/// Labels and synonyms, in every language, of the record's facet values and of those above them,
/// and what the catalogue's synonyms add to the words that it has.
pub(super) fn labels(
    record: &Record,
    catalog: &Catalog,
    facets: &BTreeMap<String, Vec<String>>,
    names: &[String],
) -> Vec<String> {
    let mut labels = Vec::new();
    for facet in &catalog.settings.facets {
        for id in facets.get(&facet.id).into_iter().flatten() {
            let mut at = Some(id.as_str());
            // A vocabulary without circles was checked; the bound keeps a damaged one finite.
            for _ in 0..=facet.values.len() {
                let Some(value) =
                    at.and_then(|id| facet.values.iter().find(|value| value.id == id))
                else {
                    break;
                };
                labels.extend(value.label.values().cloned());
                labels.extend(value.synonyms.values().flatten().cloned());
                at = value.parent.as_deref();
            }
        }
    }
    if catalog.settings.synonyms.is_empty() {
        return once(labels);
    }
    let mut own: Vec<Vec<String>> = vec![
        words(&record.title.value),
        words(&record.summary),
        words(&record.body.text),
    ];
    own.extend(names.iter().chain(&labels).map(|text| words(text)));
    for group in &catalog.settings.synonyms {
        let has = |term: &String| {
            let term = words(term);
            !term.is_empty()
                && own
                    .iter()
                    .any(|text| text.windows(term.len()).any(|part| part == term))
        };
        if group.terms.iter().any(has) {
            labels.extend(group.terms.iter().filter(|term| !has(term)).cloned());
        }
    }
    once(labels)
}

fn words(text: &str) -> Vec<String> {
    tokens(text)
        .iter()
        .filter(|token| !token.extra)
        .map(|token| fold(&token.text))
        .collect()
}

/// Each text once, in order.
fn once(texts: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts
        .into_iter()
        .filter(|text| seen.insert(words(text)))
        .collect()
}
