//! The dictionary: every form that occurs, in order, with what is needed to find its postings.
//!
//! Entries are sorted by their folded form, then by the form itself, and cut into chunks; a chunk
//! stands alone. Forms that the stemmer takes for one word are linked in a ring of relative
//! distances, so that a query word reaches its siblings without a stemmer.
//!
//! A chunk's bytes stand in columns, which compress better than rows: number of entries; for each entry
//! eight times the length that its folded form shares with the one before it, plus flags; lengths of the rest of
//! each folded form; all the rests; each `df`; of each entry with siblings the distance to the next one and the
//! `df` of the whole ring; of each entry whose form is not its folded form, the form. Then the beginnings that have a
//! list of their own, because what they stand for is in many lists: how many, and of each its text, its `df` and the
//! number of its forms; a beginning stands in the chunk in which it is looked up. Postings and positions lie in the
//! order of the entries, those of rare forms before these columns, the others in chunks of their own, after which come
//! the lists of beginnings.

use crate::Error;
use crate::codec::{Reader, Writer, shared_prefix};
use crate::error::Part;
use crate::order;
use alloc::{borrow::ToOwned, string::String, vec::Vec};

/// The form has diacritics (or other folding) and is written out.
const HAS_FORM: u32 = 1;
/// The form has siblings.
const HAS_RING: u32 = 2;
/// The form says little of what a text is about.
const IS_STOP: u32 = 4;

/// One form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Documents that have this form.
    pub(crate) df: u32,
    /// Distance in entries to the next sibling, 0 for a form without any.
    pub(crate) ring: i32,
    /// Documents that have any form of the ring; `df` without a ring.
    pub(crate) ring_df: u32,
    /// It says little of what a text is about.
    pub(crate) stop: bool,
}

/// An entry on its way into a chunk.
pub(crate) struct EntryInput<'a> {
    pub(crate) folded: &'a str,
    pub(crate) form: &'a str,
    pub(crate) df: u32,
    pub(crate) ring: i32,
    pub(crate) ring_df: u32,
    pub(crate) stop: bool,
}

/// The start of many forms, which has a list of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Beginning {
    pub(crate) text: String,
    /// Documents that have any of its forms.
    pub(crate) df: u32,
    /// How many forms begin so.
    pub(crate) forms: u32,
}

/// Writes a chunk.
pub(crate) fn write(entries: &[EntryInput], beginnings: &[Beginning]) -> Vec<u8> {
    let mut heads = Writer::default();
    let mut lengths = Writer::default();
    let mut texts = Writer::default();
    let mut dfs = Writer::default();
    let mut rings = Writer::default();
    let mut forms = Writer::default();
    heads.count(entries.len());
    let mut before = "";
    for entry in entries {
        let shared = shared_prefix(before, entry.folded);
        let rest = &entry.folded[shared..];
        let mut flags = 0;
        if entry.form != entry.folded {
            flags |= HAS_FORM;
            forms.text(entry.form);
        }
        if entry.ring != 0 {
            flags |= HAS_RING;
            rings.signed(i64::from(entry.ring));
            rings.var(u64::from(entry.ring_df));
        }
        if entry.stop {
            flags |= IS_STOP;
        }
        heads.var((shared as u64) << 3 | u64::from(flags));
        lengths.count(rest.len());
        texts.bytes.extend_from_slice(rest.as_bytes());
        dfs.var(u64::from(entry.df));
        before = entry.folded;
    }
    let mut out = heads.bytes;
    let mut starts = Writer::default();
    starts.count(beginnings.len());
    for beginning in beginnings {
        starts.text(&beginning.text);
        starts.var(u64::from(beginning.df));
        starts.var(u64::from(beginning.forms));
    }
    for column in [lengths, texts, dfs, rings, forms, starts] {
        out.extend(column.bytes);
    }
    out
}

/// A chunk in memory.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    texts: String,
    /// Of each entry where its folded form ends in `texts`, and its `df`. Thousands of entries are in memory, and most are
    /// no more than that.
    plain: Vec<(u32, u32)>,
    /// What else there is of some, by their index.
    more: Vec<(u32, More)>,
    pub(crate) beginnings: Vec<Beginning>,
}

/// What most entries do without.
#[derive(Clone, Copy, Debug, Default)]
struct More {
    ring: i32,
    ring_df: u32,
    stop: bool,
    /// Start and length in `texts` of a form that is not the folded one; of length 0 where it is.
    form: (u32, u32),
}

impl Chunk {
    /// Reads a chunk.
    pub(crate) fn read(bytes: &[u8]) -> Result<Chunk, Error> {
        let mut reader = Reader::new(bytes);
        let count = reader.count();
        let heads = reader.column(count);
        let lengths = reader.column(count);
        let mut chunk = Chunk {
            plain: Vec::with_capacity(count),
            ..Chunk::default()
        };
        let mut folded = (0u32, 0u32);
        for (index, (head, length)) in (0..).zip(heads.iter().zip(lengths)) {
            let rest = reader.take(length as usize);
            folded = reader.key(folded, head >> 3, rest, &mut chunk.texts);
            chunk.plain.push((folded.0 + folded.1, 0));
            if head & (HAS_FORM | HAS_RING | IS_STOP) != 0 {
                let stop = head & IS_STOP != 0;
                let more = More {
                    stop,
                    ..More::default()
                };
                chunk.more.push((index, more));
            }
        }
        for entry in &mut chunk.plain {
            entry.1 = reader.var32();
        }
        let has = |index: u32, flag| heads.get(index as usize).is_some_and(|it| it & flag != 0);
        for (index, more) in &mut chunk.more {
            if has(*index, HAS_RING) {
                more.ring = reader.signed() as i32;
                more.ring_df = reader.var32();
            }
        }
        for (index, more) in &mut chunk.more {
            if has(*index, HAS_FORM) {
                let form = reader.blob();
                more.form = reader.key((0, 0), 0, form, &mut chunk.texts);
            }
        }
        chunk.texts.shrink_to_fit();
        chunk.more.shrink_to_fit();
        for _ in 0..reader.count() {
            chunk.beginnings.push(Beginning {
                text: reader.text().to_owned(),
                df: reader.var32(),
                forms: reader.var32(),
            });
        }
        reader.end(Part::Dictionary)?;
        Ok(chunk)
    }

    pub(crate) fn len(&self) -> usize {
        self.plain.len()
    }

    pub(crate) fn entry(&self, index: usize) -> Option<Entry> {
        let df = self.plain.get(index)?.1;
        let more = self.more(index).unwrap_or_default();
        Some(Entry {
            df,
            ring: more.ring,
            ring_df: if more.ring == 0 { df } else { more.ring_df },
            stop: more.stop,
        })
    }

    fn more(&self, index: usize) -> Option<More> {
        let found = self.more.binary_search_by_key(&index, |it| it.0 as usize);
        found.ok().map(|at| self.more[at].1)
    }

    /// Numbers of documents of the lists that stand with the forms, those of up to `rare`; 0 for an entry whose list is
    /// elsewhere.
    pub(crate) fn dfs_here(&self, rare: u32) -> impl Iterator<Item = u32> {
        let dfs = self.plain.iter().map(|entry| entry.1);
        dfs.map(move |df| if df <= rare { df } else { 0 })
    }

    /// Numbers of documents of the lists in chunks of their own, from this one on: those of the entries, 0 where the list
    /// stands with the forms, then those of the beginnings, which never does.
    pub(crate) fn dfs_apart(&self, from: usize, rare: u32) -> impl Iterator<Item = u32> {
        let dfs = self.plain.iter().map(|entry| entry.1);
        dfs.map(move |df| if df <= rare { 0 } else { df })
            .chain(self.beginnings.iter().map(|beginning| beginning.df))
            .skip(from)
    }

    /// The folded form of an entry; empty past the end.
    pub(crate) fn folded(&self, index: usize) -> &str {
        let from = index.checked_sub(1).and_then(|last| self.plain.get(last));
        let from = from.map_or(0, |entry| entry.0);
        let to = self.plain.get(index).map_or(from, |entry| entry.0);
        self.texts.get(from as usize..to as usize).unwrap_or("")
    }

    /// The form of an entry as it is written; empty past the end.
    pub(crate) fn form(&self, index: usize) -> &str {
        match self.more(index).map(|more| more.form) {
            Some((start, length)) if length > 0 => {
                let range = start as usize..(start + length) as usize;
                self.texts.get(range).unwrap_or("")
            }
            _ => self.folded(index),
        }
    }

    /// Index of the first entry whose folded form is `folded` or comes after it.
    pub(crate) fn lower_bound(&self, folded: &str) -> usize {
        order::first(0..self.len(), &|index| self.folded(index) >= folded)
    }
}

#[cfg(test)]
mod tests {
    use super::{Chunk, EntryInput, write};
    use proptest::prelude::*;

    fn entry<'a>(folded: &'a str, form: &'a str) -> EntryInput<'a> {
        EntryInput {
            folded,
            form,
            df: 3,
            ring: 0,
            ring_df: 3,
            stop: false,
        }
    }

    #[test]
    fn entries_are_found_by_their_folded_form() {
        let entries = vec![
            entry("ano", "ano"),
            entry("ano", "año"),
            entry("anon", "anon"),
        ];
        let chunk = Chunk::read(&write(&entries, &[])).unwrap();
        assert_eq!(chunk.lower_bound("ano"), 0);
        assert_eq!(chunk.lower_bound("anp"), 3);
        assert_eq!((chunk.folded(1), chunk.form(1)), ("ano", "año"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = Chunk::read(&bytes);
        }

        #[test]
        fn texts_survive(mut texts: Vec<String>) {
            texts.sort();
            let entries: Vec<EntryInput> = texts.iter().map(|t| entry(t, t)).collect();
            let chunk = Chunk::read(&write(&entries, &[])).unwrap();
            prop_assert_eq!(chunk.len(), texts.len());
            for (index, text) in texts.iter().enumerate() {
                prop_assert_eq!(chunk.folded(index), text);
            }
        }
    }
}
