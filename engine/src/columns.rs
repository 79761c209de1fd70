//! Columns: what filtering, counting and ordering need of every document, by document number.
//!
//! Facet values are stored closed under "is above": a document on immigrant defense in New York City also has
//! New York and the United States, so that counting a hierarchy is counting.
//!
//! A facet's bytes: of each document the number of its values and their distances. Those of the traits: of each
//! document its flags, language, group, series and part, publication and occurrences.

use crate::Error;
use crate::codec::{Reader, Writer};
use crate::error::Part;
use alloc::{vec, vec::Vec};

const FEATURED: u8 = 1;
const HAS_RECORDING: u8 = 2;
const HAS_PUBLISHED: u8 = 4;
const HAS_GROUP: u8 = 8;
const HAS_OCCURRENCES: u8 = 16;
const HAS_SERIES: u8 = 32;

/// A multi-valued column of small numbers.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Lists {
    /// Values of a document, ascending; none past the end.
    pub(crate) fn get(&self, doc: u32) -> &[u32] {
        let doc = doc as usize;
        match (self.starts.get(doc), self.starts.get(doc + 1)) {
            (Some(&from), Some(&to)) => self.values.get(from as usize..to as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// Times and traits of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    pub(crate) featured: bool,
    pub(crate) has_recording: bool,
    /// Number of the document's language among the pack's.
    pub(crate) lang: u8,
    /// Number of the group that the document shares with its translations.
    pub(crate) group: Option<u32>,
    /// Number of a series, and the document's part in it.
    pub(crate) series: Option<(u32, u32)>,
    /// Minutes since 1970-01-01T00:00Z.
    pub(crate) published: Option<i64>,
    /// Starts and ends in the same unit, sorted by start.
    pub(crate) occurrences: Vec<(i64, i64)>,
}

/// The columns that are at hand.
#[derive(Default)]
pub(crate) struct Columns<'a> {
    /// Of each facet its lists; nothing where they are not needed.
    pub(crate) facets: Vec<Option<&'a Lists>>,
    pub(crate) traits: &'a [Traits],
}

impl Columns<'_> {
    /// Values of a document in a facet.
    pub(crate) fn values(&self, facet: usize, doc: u32) -> &[u32] {
        match self.facets.get(facet) {
            Some(Some(lists)) => lists.get(doc),
            _ => &[],
        }
    }
}

/// Writes the column of a facet: of each document the ascending numbers of its values, ancestors included.
pub(crate) fn write_lists(facet: &[Vec<u32>]) -> Vec<u8> {
    let mut out = Writer::default();
    for values in facet {
        out.count(values.len());
        let mut next = 0;
        for value in values {
            out.var(u64::from(value - next));
            next = value + 1;
        }
    }
    out.bytes
}

/// Reads the column of a facet of a pack with this many documents.
pub(crate) fn read_lists(bytes: &[u8], documents: u32) -> Result<Lists, Error> {
    let mut reader = Reader::new(bytes);
    let mut lists = Lists {
        starts: vec![0],
        values: Vec::new(),
    };
    for _ in 0..documents {
        if reader.is_damaged() {
            break;
        }
        let mut next = 0u32;
        for _ in 0..reader.count() {
            let value = next.saturating_add(reader.var32());
            lists.values.push(value);
            next = value.saturating_add(1);
        }
        lists.starts.push(lists.values.len() as u32);
    }
    reader.end(Part::Columns)?;
    Ok(lists)
}

/// Writes the traits of every document.
pub(crate) fn write_traits(traits: &[Traits]) -> Vec<u8> {
    let mut out = Writer::default();
    for document in traits {
        let mut flags = 0;
        for (bit, set) in [
            (FEATURED, document.featured),
            (HAS_RECORDING, document.has_recording),
            (HAS_PUBLISHED, document.published.is_some()),
            (HAS_GROUP, document.group.is_some()),
            (HAS_OCCURRENCES, !document.occurrences.is_empty()),
            (HAS_SERIES, document.series.is_some()),
        ] {
            if set {
                flags |= bit;
            }
        }
        out.u8(flags);
        out.u8(document.lang);
        if let Some(group) = document.group {
            out.var(u64::from(group));
        }
        if let Some((series, part)) = document.series {
            out.var(u64::from(series));
            out.var(u64::from(part));
        }
        if let Some(published) = document.published {
            out.signed(published);
        }
        if !document.occurrences.is_empty() {
            out.count(document.occurrences.len());
            for (start, end) in &document.occurrences {
                out.signed(*start);
                out.signed(end - start);
            }
        }
    }
    out.bytes
}

/// Reads the traits of a pack with this many documents.
pub(crate) fn read_traits(bytes: &[u8], documents: u32) -> Result<Vec<Traits>, Error> {
    let mut reader = Reader::new(bytes);
    let mut traits = Vec::new();
    for _ in 0..documents {
        if reader.is_damaged() {
            break;
        }
        let flags = reader.u8();
        let mut document = Traits {
            featured: flags & FEATURED != 0,
            has_recording: flags & HAS_RECORDING != 0,
            lang: reader.u8(),
            ..Traits::default()
        };
        if flags & HAS_GROUP != 0 {
            document.group = Some(reader.var32());
        }
        if flags & HAS_SERIES != 0 {
            document.series = Some((reader.var32(), reader.var32()));
        }
        if flags & HAS_PUBLISHED != 0 {
            document.published = Some(reader.signed());
        }
        if flags & HAS_OCCURRENCES != 0 {
            for _ in 0..reader.count() {
                let start = reader.signed();
                let end = start.saturating_add(reader.signed());
                document.occurrences.push((start, end));
            }
        }
        traits.push(document);
    }
    reader.end(Part::Columns)?;
    Ok(traits)
}

#[cfg(test)]
mod tests {
    use super::{Traits, read_lists, read_traits, write_lists, write_traits};
    use alloc::collections::BTreeSet;
    use proptest::prelude::*;

    fn traits() -> impl Strategy<Value = Traits> {
        let minutes = -1_000_000_000i64..1_000_000_000;
        let occurrences = prop::collection::vec((minutes.clone(), -5i64..10_000), 0..3);
        (
            any::<(bool, bool, u8, Option<u32>, Option<(u32, u32)>)>(),
            prop::option::of(minutes),
            occurrences,
        )
            .prop_map(
                |((featured, has_recording, lang, group, series), published, times)| Traits {
                    featured,
                    has_recording,
                    lang,
                    group,
                    series,
                    published,
                    occurrences: times
                        .into_iter()
                        .map(|(start, length)| (start, start + length))
                        .collect(),
                },
            )
    }

    proptest! {
        #[test]
        fn columns_are_read_as_written(documents: Vec<BTreeSet<u16>>, one in traits()) {
            let facet: Vec<Vec<u32>> =
                documents.iter().map(|values| values.iter().map(|v| u32::from(*v)).collect()).collect();
            let traits = vec![one; documents.len()];
            let count = documents.len() as u32;
            prop_assert_eq!(&read_traits(&write_traits(&traits), count).unwrap(), &traits);
            let lists = read_lists(&write_lists(&facet), count).unwrap();
            for (doc, values) in facet.iter().enumerate() {
                prop_assert_eq!(lists.get(doc as u32), values.as_slice());
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, documents in 0u32..9) {
            let _ = read_lists(&bytes, documents);
            let _ = read_traits(&bytes, documents);
        }
    }
}
