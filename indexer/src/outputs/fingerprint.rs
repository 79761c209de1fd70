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
use callboard_model::{Reference, Site};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::hash::{Hash, Hasher};

/// Sixteen bytes of SHA-256 (FIPS 180-4).
pub type Fingerprint = [u8; 16];

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
    others: Others<'p>,
}

/// What is told of each record, by its id.
#[derive(Debug, Default)]
struct Others<'c> {
    by_id: HashMap<&'c [u8], Fingerprint>,
    /// Which marks ids have: nearly all that is asked for is none, and need not be looked up.
    marks: Vec<bool>,
}

impl<'c> Others<'c> {
    fn of(by_id: HashMap<&'c [u8], Fingerprint>) -> Others<'c> {
        let mut marks = vec![false; 1 << 16];
        for mark in by_id.keys().filter_map(|id| mark(id)) {
            if let Some(place) = marks.get_mut(mark) {
                *place = true;
            }
        }
        Others { by_id, marks }
    }

    fn get(&self, text: &[u8]) -> Option<&Fingerprint> {
        let is_marked = mark(text).and_then(|mark| self.marks.get(mark));
        is_marked
            .is_some_and(|is_marked| *is_marked)
            .then(|| self.by_id.get(text))?
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

/// Collects the bytes of values whose hash is wanted, and those of the records that they name.
struct Bytes<'o> {
    bytes: Vec<u8>,
    others: &'o Others<'o>,
}

impl Hasher for Bytes<'_> {
    fn write(&mut self, bytes: &[u8]) {
        // No piece can be taken for the end of the one before it.
        self.bytes.extend_from_slice(&bytes.len().to_le_bytes());
        self.bytes.extend_from_slice(bytes);
        if let Some(other) = self.others.get(bytes) {
            self.bytes.extend_from_slice(other);
        }
    }

    fn finish(&self) -> u64 {
        // Nobody asks: what is wanted is longer.
        0
    }
}

impl<'o> Bytes<'o> {
    /// Those that begin with `before`.
    fn of(others: &'o Others<'o>, before: &[u8]) -> Bytes<'o> {
        let bytes = before.to_vec();
        Bytes { bytes, others }
    }

    fn done(&self) -> Fingerprint {
        of_bytes(&self.bytes)
    }
}

fn of_bytes(bytes: &[u8]) -> Fingerprint {
    let mut out = Fingerprint::default();
    let hash = Sha256::digest(bytes);
    for (to, from) in out.iter_mut().zip(hash) {
        *to = from;
    }
    out
}

/// The hash of values that name no records.
pub(crate) fn of(value: &impl Hash, before: &[Fingerprint]) -> Fingerprint {
    let none = Others::default();
    let mut bytes = Bytes::of(&none, &before.concat());
    value.hash(&mut bytes);
    bytes.done()
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
        let none = Others::default();
        let by_id: HashMap<&[u8], Fingerprint> = publication
            .entries
            .par_iter()
            .map(|entry| {
                let id = entry.shown.id.as_str();
                let mut bytes = Bytes::of(&none, &[]);
                bytes.bytes.reserve(ROOM);
                entry.record.hash(&mut bytes);
                publication.has_page(id).hash(&mut bytes);
                for kind in publication.kinds_of_parts(id) {
                    kind.hash(&mut bytes);
                }
                (id.as_bytes(), bytes.done())
            })
            .collect();
        let others = Others::of(by_id);
        let record = |entry: &Entry| {
            let mut bytes = Bytes::of(&others, &whole);
            bytes.bytes.reserve(ROOM);
            entry.record.hash(&mut bytes);
            entry.shown.hash(&mut bytes);
            bytes.done()
        };
        Unrelated {
            records: publication.entries.par_iter().map(record).collect(),
            whole,
            others,
        }
    }

    /// Those of the same with the records on the same matters, for each record in the order of their ids.
    pub fn with(&self, related: &[Vec<Reference>]) -> Fingerprints {
        let records = self.records.par_iter().enumerate();
        let record = |(number, record): (usize, &Fingerprint)| {
            let mut bytes = Bytes::of(&self.others, record);
            related.get(number).hash(&mut bytes);
            bytes.done()
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
