//! What a file says is told by a hash over everything that it is made of: where that is the same, the file is, and need not
//! be made again ([`crate::rendered`]).
//!
//! A record's hash is over the record as its file has it and as readers see it, whatever their fields are, over what all
//! of its pages have from the catalogue, and over every other record that is named anywhere in it: each text in it that
//! is the id of a record counts as its name. So nothing that a page may look up is left out, and too much at worst.
//!
//! Not here: which files there are.

use super::pages::plan::Plan;
use super::publication::Entry;
use crate::cache::{self, Key};
use callboard_model::{Reference, Site};
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};

/// What a file is known by: all that it is made of.
pub type Fingerprint = Key;

/// Bytes that most records come to.
const ROOM: usize = 1 << 13;

/// Hashes of all that is published.
#[derive(Debug, Default)]
pub struct Fingerprints {
    whole: Fingerprint,
    records: Vec<Fingerprint>,
}

/// What they are without the records on the same matters.
#[derive(Debug)]
pub struct Unrelated<'p> {
    whole: Fingerprint,
    records: Vec<Fingerprint>,
    /// Of each record alone, whoever else it names.
    own: Vec<Fingerprint>,
    ids: Ids<'p>,
}

/// Numbers of records by their ids.
#[derive(Debug, Default)]
struct Ids<'c> {
    numbers: HashMap<&'c [u8], usize>,
    /// Which marks ids have: nearly all that is asked for is none, and need not be looked up.
    marks: Vec<bool>,
}

impl<'c> Ids<'c> {
    fn of(ids: impl Iterator<Item = &'c str>) -> Ids<'c> {
        let numbers: HashMap<&[u8], usize> = ids.map(str::as_bytes).zip(0..).collect();
        let mut marks = vec![false; 1 << 16];
        for mark in numbers.keys().filter_map(|id| mark(id)) {
            if let Some(place) = marks.get_mut(mark) {
                *place = true;
            }
        }
        Ids { numbers, marks }
    }

    fn get(&self, text: &[u8]) -> Option<usize> {
        let is_marked = mark(text).and_then(|mark| self.marks.get(mark));
        is_marked
            .is_some_and(|is_marked| *is_marked)
            .then(|| self.numbers.get(text).copied())?
    }
}

/// A number below 2¹⁶ of a text's length, its first byte and its last.
fn mark(text: &[u8]) -> Option<usize> {
    let (first, last) = (text.first()?, text.last()?);
    let length = text.len() as u16;
    Some(usize::from(
        length.rotate_left(10) ^ (u16::from(*first) << 5) ^ u16::from(*last),
    ))
}

/// Collects the bytes of values whose hash is wanted, and which records they name.
struct Bytes<'i> {
    bytes: Vec<u8>,
    ids: &'i Ids<'i>,
    named: Vec<usize>,
}

impl Hasher for Bytes<'_> {
    fn write(&mut self, bytes: &[u8]) {
        // No piece can be taken for the end of the one before it.
        self.bytes.extend_from_slice(&bytes.len().to_le_bytes());
        self.bytes.extend_from_slice(bytes);
        self.named.extend(self.ids.get(bytes));
    }

    // What is always as long needs no length, and is no record's name.
    fn write_u8(&mut self, number: u8) {
        self.bytes.push(number);
    }

    fn write_u32(&mut self, number: u32) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        // Nobody asks: what is wanted is longer.
        0
    }
}

impl<'i> Bytes<'i> {
    /// Those that begin with `before`.
    fn of(ids: &'i Ids<'i>, before: &[u8]) -> Bytes<'i> {
        Bytes {
            bytes: before.to_vec(),
            ids,
            named: Vec::new(),
        }
    }

    /// The hash of all of them and of each record that they name, of which this is known.
    fn done(mut self, own: &[Fingerprint]) -> Fingerprint {
        for number in &self.named {
            let own = own.get(*number).copied().unwrap_or_default();
            self.bytes.extend_from_slice(&own);
        }
        cache::key(&self.bytes)
    }
}

/// The hash of values that name no records.
pub(crate) fn of(value: &impl Hash, before: &[Fingerprint]) -> Fingerprint {
    let none = Ids::default();
    let mut bytes = Bytes::of(&none, &before.concat());
    value.hash(&mut bytes);
    bytes.done(&[])
}

impl<'p> Unrelated<'p> {
    /// Of a publication whose pages are these, beside an app with this front page.
    pub fn of(plan: &Plan<'p, '_>, front_page: Option<&str>) -> Unrelated<'p> {
        let publication = plan.publication;
        // How many records there are is told where they are listed.
        let site = Site {
            records: 0,
            ..publication.site.clone()
        };
        let values: Vec<(&str, Vec<&str>)> = plan
            .facets()
            .map(|(facet, values)| (facet.id.as_str(), values.keys().copied().collect()))
            .collect();
        let whole = format!(
            "{:?}\n{site:?}\n{:?}\n{:?}\n{values:?}\n{:?}\n{}",
            publication.settings, publication.facets, plan.site, plan.script, plan.style
        );
        let whole = of(&(whole, front_page, plan.listed > 0, plan.has_agenda), &[]);
        let entries = &publication.entries;
        let ids = Ids::of(entries.iter().map(|entry| entry.shown.id.as_str()));
        // What a record is and whom it names is asked for once, because that is much.
        let record = |entry: &Entry| {
            let id = entry.shown.id.as_str();
            let mut bytes = Bytes::of(&ids, &[]);
            bytes.bytes.reserve(ROOM);
            entry.record.hash(&mut bytes);
            let named = std::mem::take(&mut bytes.named);
            publication.has_page(id).hash(&mut bytes);
            for kind in publication.kinds_of_parts(id) {
                kind.hash(&mut bytes);
            }
            (cache::key(&bytes.bytes), named)
        };
        let (own, named): (Vec<Fingerprint>, Vec<Vec<usize>>) =
            entries.par_iter().map(record).unzip();
        let shown = |((entry, before), named): ((&Entry, &Fingerprint), Vec<usize>)| {
            let mut bytes = Bytes::of(&ids, &whole);
            bytes.bytes.reserve(ROOM);
            bytes.bytes.extend_from_slice(before);
            bytes.named = named;
            entry.shown.hash(&mut bytes);
            bytes.done(&own)
        };
        let all = entries.par_iter().zip(&own).zip(named);
        Unrelated {
            records: all.map(shown).collect(),
            whole,
            own,
            ids,
        }
    }

    /// Those of the same with the records on the same matters, for each record in the order of their ids.
    pub fn with(&self, related: &[Vec<Reference>]) -> Fingerprints {
        let records = self.records.par_iter().enumerate();
        let record = |(number, record): (usize, &Fingerprint)| {
            let mut bytes = Bytes::of(&self.ids, record);
            related.get(number).hash(&mut bytes);
            bytes.done(&self.own)
        };
        Fingerprints {
            whole: self.whole,
            records: records.map(record).collect(),
        }
    }
}

impl Fingerprints {
    /// Of what is made of one record alone, by its place among the entries.
    pub fn record(&self, number: usize) -> Fingerprint {
        self.records.get(number).copied().unwrap_or_default()
    }

    /// Of what is made of several records, in their order, and of `more`.
    pub fn list<'e, 'c: 'e>(
        &self,
        entries: impl IntoIterator<Item = &'e Entry<'c>>,
        more: &impl Hash,
    ) -> Fingerprint {
        let mut parts = vec![self.whole];
        parts.extend(entries.into_iter().map(|entry| self.record(entry.number)));
        of(more, &parts)
    }
}
