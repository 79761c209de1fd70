//! The dictionary: every form that occurs, in order, with what is needed to find its postings.
//!
//! Entries are sorted by their folded form, then by the form itself, and cut into chunks; a chunk
//! stands alone. Forms that the stemmer takes for one word are linked in a ring of relative
//! distances, so that a query word reaches its siblings without a stemmer.
//!
//! A chunk's bytes: number of entries, then for each entry the length shared with the folded form
//! before it, the rest of the folded form, flags, the form itself where it differs, `df`, the ring
//! (distance to the next sibling, `df` of the whole ring) where there is one, and the lengths of
//! its postings and positions. Postings lie in the order of the entries, so offsets are sums.

use crate::Error;
use crate::codec::{Reader, Writer};
use alloc::{borrow::ToOwned, string::String, vec::Vec};

/// The form has diacritics (or other folding) and is written out.
const HAS_FORM: u8 = 1;
/// The form has siblings.
const HAS_RING: u8 = 2;
/// The postings start a new chunk.
const NEW_POSTINGS: u8 = 4;
/// The positions start a new chunk.
const NEW_POSITIONS: u8 = 8;

/// A stretch of a chunk of postings or positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Number of the chunk among those of its dictionary chunk.
    pub(crate) chunk: u32,
    pub(crate) offset: u32,
    pub(crate) length: u32,
}

/// One form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Documents that have this form.
    pub(crate) df: u32,
    /// Distance in entries to the next sibling, 0 for a form without any.
    pub(crate) ring: i32,
    /// Documents that have any form of the ring; `df` without a ring.
    pub(crate) ring_df: u32,
    pub(crate) postings: Extent,
    pub(crate) positions: Extent,
    folded: (u32, u32),
    form: (u32, u32),
}

/// An entry on its way into a chunk.
pub(crate) struct EntryInput<'a> {
    pub(crate) folded: &'a str,
    pub(crate) form: &'a str,
    pub(crate) df: u32,
    pub(crate) ring: i32,
    pub(crate) ring_df: u32,
    pub(crate) postings: u32,
    pub(crate) positions: u32,
    pub(crate) new_postings: bool,
    pub(crate) new_positions: bool,
}

/// Writes a chunk.
pub(crate) fn write(entries: &[EntryInput]) -> Vec<u8> {
    let mut out = Writer::default();
    out.count(entries.len());
    let mut before = "";
    for entry in entries {
        let shared = shared_prefix(before, entry.folded);
        out.count(shared);
        out.text(&entry.folded[shared..]);
        let mut flags = 0;
        if entry.form != entry.folded {
            flags |= HAS_FORM;
        }
        if entry.ring != 0 {
            flags |= HAS_RING;
        }
        if entry.new_postings {
            flags |= NEW_POSTINGS;
        }
        if entry.new_positions {
            flags |= NEW_POSITIONS;
        }
        out.u8(flags);
        if flags & HAS_FORM != 0 {
            out.text(entry.form);
        }
        out.var(u64::from(entry.df));
        if flags & HAS_RING != 0 {
            out.signed(i64::from(entry.ring));
            out.var(u64::from(entry.ring_df));
        }
        out.var(u64::from(entry.postings));
        out.var(u64::from(entry.positions));
        before = entry.folded;
    }
    out.bytes
}

/// Length in bytes of the common start of two texts, on a character boundary of both.
fn shared_prefix(a: &str, b: &str) -> usize {
    let mut shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !b.is_char_boundary(shared) {
        shared -= 1;
    }
    shared
}

/// A chunk in memory.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    texts: String,
    entries: Vec<Entry>,
}

impl Chunk {
    /// Reads a chunk.
    pub(crate) fn read(bytes: &[u8]) -> Result<Chunk, Error> {
        let mut reader = Reader::new(bytes, "dictionary");
        let count = reader.count()?;
        let mut chunk = Chunk {
            texts: String::with_capacity(bytes.len()),
            entries: Vec::with_capacity(count),
        };
        let mut before = (0u32, 0u32);
        let mut postings = Extent::default();
        let mut positions = Extent::default();
        for _ in 0..count {
            let shared = reader.var32()?;
            let rest = reader.text()?;
            if shared > before.1 {
                return reader.damaged();
            }
            let from = before.0 as usize;
            let Some(head) = chunk.texts.get(from..from + shared as usize) else {
                return reader.damaged();
            };
            let head = head.to_owned();
            let start = chunk.texts.len() as u32;
            chunk.texts.push_str(&head);
            chunk.texts.push_str(rest);
            let folded = (start, chunk.texts.len() as u32 - start);
            let flags = reader.u8()?;
            let form = if flags & HAS_FORM == 0 {
                folded
            } else {
                let form = reader.text()?;
                let start = chunk.texts.len() as u32;
                chunk.texts.push_str(form);
                (start, form.len() as u32)
            };
            let df = reader.var32()?;
            let (ring, ring_df) = if flags & HAS_RING == 0 {
                (0, df)
            } else {
                let Ok(ring) = i32::try_from(reader.signed()?) else {
                    return reader.damaged();
                };
                (ring, reader.var32()?)
            };
            advance(&mut postings, flags & NEW_POSTINGS != 0, reader.var32()?);
            advance(&mut positions, flags & NEW_POSITIONS != 0, reader.var32()?);
            chunk.entries.push(Entry {
                df,
                ring,
                ring_df,
                postings,
                positions,
                folded,
                form,
            });
            before = folded;
        }
        if !reader.is_empty() {
            return reader.damaged();
        }
        Ok(chunk)
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// The folded form of an entry; empty past the end.
    pub(crate) fn folded(&self, index: usize) -> &str {
        self.entries
            .get(index)
            .map_or("", |entry| self.text(entry.folded))
    }

    /// The form of an entry as it is written; empty past the end.
    pub(crate) fn form(&self, index: usize) -> &str {
        self.entries
            .get(index)
            .map_or("", |entry| self.text(entry.form))
    }

    /// Index of the first entry whose folded form is `folded` or comes after it.
    pub(crate) fn lower_bound(&self, folded: &str) -> usize {
        self.entries
            .partition_point(|entry| self.text(entry.folded) < folded)
    }

    fn text(&self, (start, length): (u32, u32)) -> &str {
        self.texts
            .get(start as usize..(start + length) as usize)
            .unwrap_or("")
    }
}

/// Moves an extent past its predecessor.
fn advance(extent: &mut Extent, new: bool, length: u32) {
    if new {
        *extent = Extent {
            chunk: extent.chunk + 1,
            offset: 0,
            length,
        };
    } else {
        *extent = Extent {
            offset: extent.offset.saturating_add(extent.length),
            length,
            ..*extent
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Chunk, EntryInput, write};
    use proptest::prelude::*;

    fn entry<'a>(folded: &'a str, form: &'a str, postings: u32) -> EntryInput<'a> {
        EntryInput {
            folded,
            form,
            df: 3,
            ring: 0,
            ring_df: 3,
            postings,
            positions: 5,
            new_postings: false,
            new_positions: false,
        }
    }

    #[test]
    fn entries_are_found_by_their_folded_form() {
        let mut entries = vec![
            entry("ano", "ano", 4),
            entry("ano", "año", 6),
            entry("anon", "anon", 2),
        ];
        entries[2].new_postings = true;
        let chunk = Chunk::read(&write(&entries)).unwrap();
        assert_eq!(chunk.lower_bound("ano"), 0);
        assert_eq!(chunk.lower_bound("anp"), 3);
        assert_eq!((chunk.folded(1), chunk.form(1)), ("ano", "año"));
        assert_eq!(chunk.entry(1).unwrap().postings.offset, 4);
        let third = chunk.entry(2).unwrap();
        assert_eq!(
            (
                third.postings.chunk,
                third.postings.offset,
                third.postings.length
            ),
            (1, 0, 2)
        );
        assert_eq!(third.positions.offset, 10);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = Chunk::read(&bytes);
        }

        #[test]
        fn texts_survive(mut texts: Vec<String>) {
            texts.sort();
            let entries: Vec<EntryInput> = texts.iter().map(|t| entry(t, t, 1)).collect();
            let chunk = Chunk::read(&write(&entries)).unwrap();
            prop_assert_eq!(chunk.len(), texts.len());
            for (index, text) in texts.iter().enumerate() {
                prop_assert_eq!(chunk.folded(index), text);
            }
        }
    }
}
