//! Which records stand together: all, those that changed, those of one facet value; newest first.
//!
//! Not here: how they are written.

use super::publication::{Entry, Publication, file_name};
use callboard_model::{FacetInfo, PartialDate};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// Records that can be subscribed to together.
#[derive(Debug)]
pub struct Selection<'p, 'c> {
    /// Path below `feeds/` or `calendars/`, without ending: `all`, `topic/immigrant-defense`.
    pub path: String,
    /// What the selection is called, the catalogue's name first.
    pub title: String,
    /// Language of the title.
    pub language: String,
    /// Its records in order.
    pub entries: Vec<&'p Entry<'c>>,
}

impl Selection<'_, '_> {
    /// Everything that is told of it beside its records.
    pub fn named(&self) -> (&str, &str, &str) {
        (&self.path, &self.title, &self.language)
    }
}

/// The selections that have feeds: `all`, `changed` where an editor has dated anything, and every value
/// of the facets in `[feeds]` that a record has. Newest first, undated last, at most `most`.
pub fn feeds<'p, 'c>(publication: &'p Publication<'c>) -> Vec<Selection<'p, 'c>> {
    // In order before they are parted, so that the parts need not be sorted one by one.
    let mut newest: Vec<&Entry> = publication.entries.iter().collect();
    newest.sort_by_cached_key(|entry| order(entry, &entry.dated));
    let mut all = vec![everything(publication, newest.clone())];
    let changed: Vec<&Entry> = publication
        .entries
        .iter()
        .filter(|entry| entry.record.checked.is_some() || entry.record.published.is_some())
        .collect();
    if !changed.is_empty() {
        let word = match publication.language() {
            "es" => "cambios recientes",
            _ => "recently changed",
        };
        let mut changed = Selection {
            path: "changed".to_owned(),
            title: format!("{}: {word}", publication.name()),
            language: publication.language().to_owned(),
            entries: changed,
        };
        let entries = &mut changed.entries;
        entries.sort_by_cached_key(|entry| order(entry, &entry.updated));
        all.push(changed);
    }
    all.extend(by_value(publication, &newest));
    for selection in &mut all {
        selection
            .entries
            .truncate(publication.settings.feeds.most as usize);
    }
    all
}

/// The selections that have calendars: `all` and every value of the facets in `[feeds]`, records with dates only,
/// in order of time.
pub fn calendars<'p, 'c>(publication: &'p Publication<'c>) -> Vec<Selection<'p, 'c>> {
    let dated = publication.entries.iter();
    let mut dated: Vec<&Entry> = dated
        .filter(|entry| !entry.shown.occurrences.is_empty())
        .collect();
    dated.sort_unstable_by_key(|entry| (&entry.shown.occurrences, entry.number));
    let of_values = by_value(publication, &dated);
    let mut all = vec![everything(publication, dated)];
    all.extend(of_values);
    all.retain(|selection| !selection.entries.is_empty());
    all
}

fn everything<'p, 'c>(
    publication: &'p Publication<'c>,
    entries: Vec<&'p Entry<'c>>,
) -> Selection<'p, 'c> {
    Selection {
        path: "all".to_owned(),
        title: publication.name().to_owned(),
        language: publication.language().to_owned(),
        entries,
    }
}

/// Newest first; of one date items before organizations, series and lists; then as the source has them.
pub(super) fn order<'k>(
    entry: &'k Entry,
    date: &'k Option<PartialDate>,
) -> (Reverse<&'k Option<PartialDate>>, bool, bool, u32, usize) {
    let record = entry.record;
    (
        Reverse(date),
        record.kind.is_structure(),
        record.order.is_none(),
        record.order.unwrap_or(0),
        // Which is the order of their ids.
        entry.number,
    )
}

/// Those of these records that have a value, for each value, in their order.
fn by_value<'p, 'c>(
    publication: &'p Publication<'c>,
    entries: &[&'p Entry<'c>],
) -> Vec<Selection<'p, 'c>> {
    let facets: BTreeSet<&String> = publication.settings.feeds.facets.iter().collect();
    let facets = facets.into_iter();
    let mut facets: Vec<Values> = facets.map(|facet| Values::of(publication, facet)).collect();
    // Of each record all facets at once: what it has lies side by side.
    for entry in entries {
        for facet in &mut facets {
            facet.add(entry);
        }
    }
    let mut all = Vec::new();
    for Values {
        facet,
        info,
        mut values,
        ..
    } in facets
    {
        values.sort_unstable_by_key(|(value, _)| *value);
        for (value, entries) in values {
            // A feed of what is in Spanish is for who reads Spanish.
            let language = publication
                .site
                .languages
                .iter()
                .find(|language| facet == "language" && *language == value)
                .map_or(publication.language(), String::as_str);
            let label = info
                .and_then(|info| info.values.iter().find(|have| have.id == value))
                .and_then(|have| publication.label(&have.label, language))
                .unwrap_or(value);
            all.push(Selection {
                path: format!("{}/{}", file_name(facet), file_name(value)),
                title: format!("{}: {label}", publication.name()),
                language: language.to_owned(),
                entries,
            });
        }
    }
    all
}

/// The values of a facet that records have, each with its records.
struct Values<'p, 'c> {
    facet: &'p str,
    info: Option<&'p FacetInfo>,
    values: Vec<(&'p str, Vec<&'p Entry<'c>>)>,
    /// Where each of them is.
    places: HashMap<&'p str, usize>,
    /// For each value that a record has, where it is, and where those above it are.
    chains: HashMap<&'p str, Vec<usize>>,
}

impl<'p, 'c> Values<'p, 'c> {
    fn of(publication: &'p Publication<'c>, facet: &'p str) -> Values<'p, 'c> {
        Values {
            facet,
            info: publication.facets.iter().find(|info| info.id == facet),
            values: Vec::new(),
            places: HashMap::new(),
            chains: HashMap::new(),
        }
    }

    fn add(&mut self, entry: &'p Entry<'c>) {
        let Values { values, places, .. } = self;
        for value in entry.shown.facets.get(self.facet).into_iter().flatten() {
            let chain = self.chains.entry(value).or_insert_with(|| {
                let chain = std::iter::once(value.as_str()).chain(above(self.info, value));
                let place = |value| {
                    *places.entry(value).or_insert_with(|| {
                        values.push((value, Vec::new()));
                        values.len() - 1
                    })
                };
                chain.map(place).collect()
            });
            for at in chain.iter() {
                let Some((_, those)) = values.get_mut(*at) else {
                    continue;
                };
                // Two of its values may stand below one.
                if those.last().is_none_or(|last| last.number != entry.number) {
                    those.push(entry);
                }
            }
        }
    }
}

/// The values above a value, which it is found under too. Checked not to be circular when the settings are read.
pub(super) fn above<'i>(info: Option<&'i FacetInfo>, value: &str) -> Vec<&'i str> {
    let mut all = Vec::new();
    let parent = |id: &str| {
        info?
            .values
            .iter()
            .find(|value| value.id == id)?
            .parent
            .as_deref()
    };
    let mut at = parent(value);
    while let Some(id) = at {
        all.push(id);
        at = parent(id);
    }
    all
}
