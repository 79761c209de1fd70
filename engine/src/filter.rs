//! Filters and the counts of facets.
//!
//! Within a facet any chosen value will do; between facets all must. Counts are disjunctive: a facet's own
//! choice does not lower the counts of its other values, so that a reader sees what choosing one
//! more would add. A document that fails no facet counts everywhere; one that fails exactly one
//! counts only there.

use crate::civil::Days;
use crate::columns::Columns;
use crate::order;
use crate::pack::{Facet, Pack};
use crate::time::{self, Clock, WHEN};
use alloc::{vec, vec::Vec};

/// Chosen values of each facet; the computed `when` facet comes after the pack's own.
#[derive(Debug, Default)]
pub(crate) struct Filters {
    /// Per facet: chosen values, ascending. Empty means no choice.
    chosen: Vec<Vec<u32>>,
    excluded: Vec<(usize, u32)>,
    days: Days,
    /// A facet's chosen values must all hold, and counts are of what passes everything.
    conjunctive: bool,
}

/// Numbers of the values of a facet that a range of numbers has, as `10..20`, `10..` or `..20`, its ends included. None
/// for a text that is no range.
pub(crate) fn values_in(facet: &Facet, text: &str) -> Vec<u32> {
    let mut inside = Vec::new();
    let Some(dots) = text.as_bytes().windows(2).position(|pair| pair == b"..") else {
        return inside;
    };
    let (from, to) = (&text[..dots], &text[dots + 2..]);
    let (least, most) = (number(from), number(to));
    let end = |text: &str, read: Option<i64>| text.is_empty() || read.is_some();
    if !end(from, least) || !end(to, most) || least.or(most).is_none() {
        return inside;
    }
    for (at, value) in facet.values.iter().enumerate() {
        if number(&value.id).is_some_and(|value| {
            least.is_none_or(|least| least <= value) && most.is_none_or(|most| value <= most)
        }) {
            inside.push(at as u32);
        }
    }
    inside
}

/// A decimal number in thousandths, its sign and fraction optional; further digits are dropped.
fn number(text: &str) -> Option<i64> {
    let (minus, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut thousandths = 0i64;
    let mut places = None;
    for c in digits.chars() {
        match (c, c.to_digit(10), places) {
            ('.', _, None) => places = Some(0),
            (_, Some(digit), None) => {
                let digit = i64::from(digit).checked_mul(1000)?;
                thousandths = thousandths.checked_mul(10)?.checked_add(digit)?;
            }
            (_, Some(digit), Some(place)) => {
                if let Some(worth) = [100, 10, 1].get(place) {
                    thousandths = thousandths.checked_add(i64::from(digit) * worth)?;
                }
                places = Some(place + 1);
            }
            _ => return None,
        }
    }
    let has_digit = digits.bytes().any(|byte| byte.is_ascii_digit());
    has_digit.then_some(if minus { -thousandths } else { thousandths })
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

    /// Chooses a value by names, or all values in a range of numbers; false when the facet or value is unknown.
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
            None => {
                let Some(number) = pack.facets.iter().position(|have| have.id == facet) else {
                    return false;
                };
                let inside = pack.facets.get(number).map(|facet| values_in(facet, value));
                let inside = inside.unwrap_or_default();
                inside.iter().for_each(|value| self.add(number, *value));
                !inside.is_empty()
            }
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

    pub(crate) fn within(&mut self, days: &Days) {
        self.days = days.clone();
    }

    fn is_open(&self) -> bool {
        self.excluded.is_empty() && self.days.are_all() && self.chosen.iter().all(Vec::is_empty)
    }

    /// Whether the column of a facet is needed to tell what passes.
    pub(crate) fn needs(&self, facet: usize) -> bool {
        self.chosen
            .get(facet)
            .is_some_and(|chosen| !chosen.is_empty())
            || self.excluded.iter().any(|(excluded, _)| *excluded == facet)
    }

    /// Looks at documents one by one.
    pub(crate) fn pass<'a>(&'a self, columns: &'a Columns<'a>, clock: Clock) -> Pass<'a> {
        Pass {
            filters: self,
            clock,
            open: self.is_open(),
            tally: Tally {
                counts: vec![Vec::new(); columns.facets.len() + 1],
                ..Tally::default()
            },
            columns,
        }
    }

    /// Exclusions and dates, which no facet's count looks past.
    fn hard_fails(&self, columns: &Columns, doc: u32, when: u8) -> bool {
        if self
            .excluded
            .iter()
            .any(|(facet, value)| has(columns, *facet, (doc, when), *value))
        {
            return true;
        }
        if self.days.are_all() {
            return false;
        }
        let traits = columns.traits.get(doc as usize);
        !traits.is_some_and(|traits| self.days.have(traits))
    }

    fn failed(&self, columns: &Columns, doc: u32, when: u8) -> Failed {
        let mut failed = Failed::None;
        for (facet, chosen) in self.chosen.iter().enumerate() {
            if chosen.is_empty() {
                continue;
            }
            let has = |value: &u32| has(columns, facet, (doc, when), *value);
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

/// Whether a document has a value; what it has of the computed facet is at hand.
fn has(columns: &Columns, facet: usize, (doc, when): (u32, u8), value: u32) -> bool {
    if facet < columns.facets.len() {
        columns.values(facet, doc).binary_search(&value).is_ok()
    } else {
        when & (1 << value) != 0
    }
}

/// Documents on their way through the filters, and what is counted of them.
pub(crate) struct Pass<'a> {
    filters: &'a Filters,
    columns: &'a Columns<'a>,
    clock: Clock,
    /// Whether everything passes.
    open: bool,
    tally: Tally,
}

impl Pass<'_> {
    /// Whether a document passes. It counts for every facet but what its own choice leaves out.
    pub(crate) fn keeps(&mut self, doc: u32) -> bool {
        let columns = self.columns;
        let traits = columns.traits.get(doc as usize);
        let when = traits.map_or(0, |traits| time::when(traits, self.clock));
        let failed = if self.open {
            Failed::None
        } else if self.filters.hard_fails(columns, doc, when) {
            Failed::Many
        } else {
            self.filters.failed(columns, doc, when)
        };
        let group = traits.and_then(|traits| traits.group);
        let counted = match failed {
            Failed::None => 0..columns.facets.len() + 1,
            Failed::One(facet) if !self.filters.conjunctive => facet..facet + 1,
            Failed::One(_) | Failed::Many => 0..0,
        };
        for (facet, lists) in columns.facets.iter().enumerate() {
            if let Some(lists) = lists
                && counted.contains(&facet)
            {
                for value in lists.get(doc) {
                    self.tally.one(facet, *value, group);
                }
            }
        }
        let facet = columns.facets.len();
        if when != 0 && counted.contains(&facet) {
            for value in 0..WHEN.len() as u32 {
                if when & (1 << value) != 0 {
                    self.tally.one(facet, value, group);
                }
            }
        }
        failed == Failed::None
    }

    /// The counts of every facet over what has been looked at, which is done then.
    pub(crate) fn counts(&mut self) -> Counts {
        let mut counts = Vec::new();
        for (tally, chosen) in core::mem::take(&mut self.tally)
            .finish()
            .iter()
            .zip(&self.filters.chosen)
        {
            let last = chosen.last().map_or(0, |last| *last as usize + 1);
            let mut values = Vec::new();
            for value in 0..tally.len().max(last) {
                let count = tally.get(value).copied().unwrap_or(0);
                let value = value as u32;
                if count > 0 || chosen.binary_search(&value).is_ok() {
                    values.push((value, count));
                }
            }
            counts.push(values);
        }
        counts
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Failed {
    None,
    One(usize),
    Many,
}

/// Counts of values while documents are walked.
#[derive(Default)]
struct Tally {
    /// Count by facet and value.
    counts: Vec<Vec<u32>>,
    /// Facet, value and group of documents that belong to one, which counts once per value.
    groups: Vec<(usize, u32, u32)>,
}

impl Tally {
    fn one(&mut self, facet: usize, value: u32, group: Option<u32>) {
        if let Some(group) = group {
            self.groups.push((facet, value, group));
            return;
        }
        self.plain(facet, value);
    }

    /// Counts each group once and gives the counts.
    fn finish(mut self) -> Vec<Vec<u32>> {
        let mut groups = core::mem::take(&mut self.groups);
        order::sort(&mut groups);
        groups.dedup();
        groups
            .iter()
            .for_each(|(facet, value, _)| self.plain(*facet, *value));
        self.counts
    }

    fn plain(&mut self, facet: usize, value: u32) {
        let Some(counts) = self.counts.get_mut(facet) else {
            return;
        };
        let value = value as usize;
        if counts.len() <= value {
            counts.resize(value + 1, 0);
        }
        counts[value] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read_in_thousandths() {
        for (text, expected) in [
            ("2024", Some(2_024_000)),
            ("-1.5", Some(-1_500)),
            ("0.1239", Some(123)),
            (".5", Some(500)),
            ("7.", Some(7_000)),
            ("", None),
            ("-", None),
            (".", None),
            ("1e3", None),
            ("1.2.3", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
