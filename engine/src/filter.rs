//! Filters and the counts of facets.
//!
//! Within a facet any chosen value will do; between facets all must. Counts are disjunctive: a facet's own
//! choice does not lower the counts of its other values, so that a reader sees what choosing one
//! more would add. A document that fails no facet counts everywhere; one that fails exactly one
//! counts only there.

use crate::columns::Columns;
use crate::pack::Pack;
use crate::time::{self, Clock, WHEN};

/// Chosen values of each facet; the computed `when` facet comes after the pack's own.
#[derive(Debug, Default)]
pub(crate) struct Filters {
    /// Per facet: chosen values, ascending. Empty means no choice.
    chosen: Vec<Vec<u32>>,
    excluded: Vec<(usize, u32)>,
    before: Option<i64>,
    after: Option<i64>,
    /// A facet's chosen values must all hold, and counts are of what passes everything.
    conjunctive: bool,
}

/// `(value, count)` of every facet, values with a count or chosen, in the pack's order.
pub(crate) type Counts = Vec<Vec<(u32, u32)>>;

impl Filters {
    pub(crate) fn new(pack: &Pack, conjunctive: bool) -> Filters {
        Filters {
            chosen: vec![Vec::new(); pack.facets.len() + 1],
            conjunctive,
            ..Filters::default()
        }
    }

    /// Chooses a value by names; false when the facet or value is unknown.
    pub(crate) fn choose(&mut self, pack: &Pack, facet: &str, value: &str) -> bool {
        let found = if facet == "when" {
            WHEN.iter()
                .position(|name| *name == value)
                .map(|value| (pack.facets.len(), value))
        } else {
            pack.facets
                .iter()
                .position(|have| have.id == facet)
                .and_then(|number| {
                    let values = &pack.facets.get(number)?.values;
                    Some((number, values.iter().position(|have| have.id == value)?))
                })
        };
        match found {
            Some((facet, value)) => {
                self.add(facet, value as u32);
                true
            }
            None => false,
        }
    }

    pub(crate) fn add(&mut self, facet: usize, value: u32) {
        if let Some(values) = self.chosen.get_mut(facet)
            && let Err(at) = values.binary_search(&value)
        {
            values.insert(at, value);
        }
    }

    pub(crate) fn exclude(&mut self, facet: usize, value: u32) {
        self.excluded.push((facet, value));
    }

    pub(crate) fn between(&mut self, after: Option<i64>, before: Option<i64>) {
        self.after = after;
        self.before = before;
    }

    fn is_open(&self) -> bool {
        self.excluded.is_empty()
            && self.before.is_none()
            && self.after.is_none()
            && self.chosen.iter().all(Vec::is_empty)
    }

    /// Keeps the documents that pass, and counts every facet over what its own choice leaves open.
    pub(crate) fn apply(
        &self,
        columns: &Columns,
        clock: Clock,
        docs: &[u32],
    ) -> (Vec<u32>, Counts) {
        let facets = columns.facets.len();
        let mut tally: Vec<Vec<u32>> = vec![Vec::new(); facets + 1];
        let mut kept = Vec::with_capacity(docs.len());
        let open = self.is_open();
        for &doc in docs {
            let when = columns
                .traits
                .get(doc as usize)
                .map_or(0, |traits| time::when(traits, clock));
            let failed = if open {
                Failed::None
            } else if self.hard_fails(columns, doc) {
                Failed::Many
            } else {
                self.failed(columns, doc, when)
            };
            match failed {
                Failed::Many => {}
                Failed::None => {
                    kept.push(doc);
                    for (facet, tally) in tally.iter_mut().enumerate() {
                        count(columns, facet, doc, when, tally);
                    }
                }
                Failed::One(facet) if !self.conjunctive => {
                    if let Some(tally) = tally.get_mut(facet) {
                        count(columns, facet, doc, when, tally);
                    }
                }
                Failed::One(_) => {}
            }
        }
        let counts = tally
            .iter()
            .zip(&self.chosen)
            .map(|(tally, chosen)| {
                let width = tally
                    .len()
                    .max(chosen.last().map_or(0, |last| *last as usize + 1));
                (0..width as u32)
                    .map(|value| (value, tally.get(value as usize).copied().unwrap_or(0)))
                    .filter(|(value, count)| *count > 0 || chosen.binary_search(value).is_ok())
                    .collect()
            })
            .collect();
        (kept, counts)
    }

    /// Exclusions and dates, which no facet's count looks past.
    fn hard_fails(&self, columns: &Columns, doc: u32) -> bool {
        let has = |facet: usize, value: u32| {
            columns
                .facets
                .get(facet)
                .is_some_and(|lists| lists.get(doc).binary_search(&value).is_ok())
        };
        if self
            .excluded
            .iter()
            .any(|(facet, value)| has(*facet, *value))
        {
            return true;
        }
        if self.before.is_none() && self.after.is_none() {
            return false;
        }
        let Some(traits) = columns.traits.get(doc as usize) else {
            return true;
        };
        let within =
            |at: i64| self.before.is_none_or(|b| at < b) && self.after.is_none_or(|a| at >= a);
        let dates = traits
            .occurrences
            .iter()
            .map(|(start, _)| *start)
            .chain(traits.published);
        !dates.into_iter().any(within)
    }

    fn failed(&self, columns: &Columns, doc: u32, when: u8) -> Failed {
        let mut failed = Failed::None;
        for (facet, chosen) in self.chosen.iter().enumerate() {
            if chosen.is_empty() {
                continue;
            }
            let has = |value: &u32| match columns.facets.get(facet) {
                Some(lists) => lists.get(doc).binary_search(value).is_ok(),
                None => when & (1 << value) != 0,
            };
            let passes = if self.conjunctive {
                chosen.iter().all(has)
            } else {
                chosen.iter().any(has)
            };
            if !passes {
                if failed != Failed::None {
                    return Failed::Many;
                }
                failed = Failed::One(facet);
            }
        }
        failed
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Failed {
    None,
    One(usize),
    Many,
}

fn count(columns: &Columns, facet: usize, doc: u32, when: u8, tally: &mut Vec<u32>) {
    let mut add = |value: usize| {
        if tally.len() <= value {
            tally.resize(value + 1, 0);
        }
        tally[value] += 1;
    };
    match columns.facets.get(facet) {
        Some(lists) => lists.get(doc).iter().for_each(|value| add(*value as usize)),
        None => (0..WHEN.len())
            .filter(|value| when & (1 << value) != 0)
            .for_each(add),
    }
}
