//! The order of lists: the app's, newest first, so that the app can take the place of a list and nothing moves. What is newer
//! than what is said by the engine (`callboard_engine::search::Sort::Newest`); `indexer/tests/pages.rs` asks it for every
//! list and compares.
//!
//! Not here: lists by title, which the app does not have.

use super::super::publication::Entry;
use super::plan::{Plan, hit};
use callboard_app::answer::Hit;
use callboard_app::locale::Words;
use callboard_app::state::{Place, Sort};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The place of the app that has this order, with nothing chosen.
pub fn place() -> Place {
    Place {
        sort: Sort::Newest,
        ..Place::default()
    }
}

/// A row that is about to be written.
pub struct Row<'e, 'c> {
    /// Its record.
    pub entry: &'e Entry<'c>,
    /// Ids of the translations that stand behind it.
    pub also: Vec<String>,
}

impl Row<'_, '_> {
    /// The row as the app's views take it.
    pub fn hit(&self) -> Hit {
        Hit {
            also: self.also.clone(),
            ..hit(self.entry)
        }
    }
}

/// Records as rows for a reader of a language, newest first. Of a record and its translations the one in this language
/// stands there and leads to the others.
pub fn first<'e, 'c: 'e>(
    plan: &Plan,
    words: &Words,
    entries: impl Iterator<Item = &'e Entry<'c>>,
) -> Vec<Row<'e, 'c>> {
    let languages = &plan.publication.site.languages;
    let number = |tag: &str| languages.iter().position(|language| language == tag);
    let wanted = number(words.tag);
    let mut rows: Vec<Row> = Vec::new();
    let mut groups: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        match &entry.shown.group {
            Some(group) => groups.entry(group).or_default().push(entry),
            None => rows.push(Row {
                entry,
                also: Vec::new(),
            }),
        }
    }
    for mut group in groups.into_values() {
        group.sort_by_key(|entry| {
            let own = number(&entry.shown.lang);
            (wanted.is_some() && own != wanted, own, entry.number)
        });
        if let Some((first, others)) = group.split_first() {
            rows.push(Row {
                entry: first,
                also: others.iter().map(|other| other.shown.id.clone()).collect(),
            });
        }
    }
    rows.sort_unstable_by_key(|row| {
        let shown = row.entry.shown;
        let last = shown.occurrences.last().map(|(start, _)| *start);
        // Their numbers are in the order of their ids.
        (Reverse(last.or(shown.published)), row.entry.number)
    });
    rows
}

/// Which translations stand behind rows.
pub fn also(rows: &[Row]) -> String {
    let all: Vec<&str> = rows
        .iter()
        .flat_map(|row| row.also.iter().map(String::as_str))
        .collect();
    all.join(" ")
}
