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

/// Records as rows for a reader of a language, newest first, each with its own beside it. Of a record and its translations
/// the one in this language stands there and leads to the others.
pub fn first<'e, 'c: 'e>(
    plan: &Plan,
    words: &Words,
    entries: impl Iterator<Item = &'e Entry<'c>>,
) -> (Vec<Hit>, Vec<&'e Entry<'c>>) {
    let languages = &plan.publication.site.languages;
    let number = |tag: &str| languages.iter().position(|language| language == tag);
    let wanted = number(words.tag);
    let mut groups: BTreeMap<(bool, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let shown = entry.shown;
        let group = (
            shown.group.is_none(),
            shown.group.as_ref().unwrap_or(&shown.id).as_str(),
        );
        groups.entry(group).or_default().push(entry);
    }
    let mut rows: Vec<(Hit, &Entry)> = Vec::new();
    for mut group in groups.into_values() {
        group.sort_by_key(|entry| {
            let own = number(&entry.shown.lang);
            (wanted.is_some() && own != wanted, own, &entry.shown.id)
        });
        if let Some((first, others)) = group.split_first() {
            let mut row = hit(first);
            row.also = others.iter().map(|other| other.shown.id.clone()).collect();
            rows.push((row, first));
        }
    }
    rows.sort_by_key(|(_, entry)| {
        let shown = entry.shown;
        let last = shown.occurrences.last().map(|(start, _)| *start);
        (Reverse(last.or(shown.published)), &shown.id)
    });
    rows.into_iter().unzip()
}

/// Which translations stand behind rows.
pub fn also(hits: &[Hit]) -> String {
    let all: Vec<&str> = hits
        .iter()
        .flat_map(|hit| hit.also.iter().map(String::as_str))
        .collect();
    all.join(" ")
}
