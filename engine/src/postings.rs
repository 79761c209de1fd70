//! Postings and positions of one term: their bytes, written and read here only.
//!
//! A postings list of `df` documents is `df` varints (the first document, then each distance minus
//! one) followed by `df` payload bytes. A payload names a pair (fields that the term stands in, level of its
//! `tf'`) in a table of the pack's most frequent pairs; [`ESCAPE`] says that the pair itself
//! follows in two bytes. Keeping distances and payloads apart makes both compress better.
//!
//! Lists follow one another without their lengths: who has the dictionary knows each `df`. Those of rare forms
//! stand with the dictionary, the others in chunks of their own.
//!
//! A positions list has, for each posting in the same order and each of its fields from the lowest, a count; then,
//! for each of these, as many varints (the first position, then each distance).

use crate::Error;
use crate::bm25;
use crate::codec::{Reader, Writer};
use crate::error::Part;
use alloc::{vec, vec::Vec};
use core::cell::OnceCell;

/// Payload byte that announces a pair outside the table.
pub(crate) const ESCAPE: u8 = 255;

/// Documents that are looked at together.
const BLOCK: usize = 64;

/// Where in a document a term stands, and how much that is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Payload {
    /// Bit `f` is set when the term stands in field `f`.
    pub(crate) fields: u8,
    /// Level of `tf'` as in [`crate::bm25`].
    pub(crate) level: u8,
}

/// A document in which a term stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) doc: u32,
    pub(crate) payload: Payload,
}

/// The most frequent payloads of a pack, most frequent first, at most 255.
pub(crate) type PayloadTable = Vec<Payload>;

pub(crate) fn write_table(table: &[Payload], out: &mut Writer) {
    out.count(table.len());
    for payload in table {
        out.u8(payload.fields);
        out.u8(payload.level);
    }
}

pub(crate) fn read_table(reader: &mut Reader) -> PayloadTable {
    // No more than can be named: there is none at the number of the escape.
    let count = reader.count().min(usize::from(ESCAPE));
    (0..count)
        .map(|_| Payload {
            fields: reader.u8(),
            level: reader.u8(),
        })
        .collect()
}

/// Writes a postings list; `postings` ascend by document.
pub(crate) fn write(postings: &[Posting], code: impl Fn(Payload) -> u8, out: &mut Writer) {
    let mut next = 0;
    for posting in postings {
        out.var(u64::from(posting.doc - next));
        next = posting.doc + 1;
    }
    for posting in postings {
        let byte = code(posting.payload);
        out.u8(byte);
        if byte == ESCAPE {
            out.u8(posting.payload.fields);
            out.u8(posting.payload.level);
        }
    }
}

/// A chunk of postings lists in memory. Where each list starts is found when the first is asked for, because only
/// then is it certain that the dictionary is there: two dictionary chunks may have one and the same file of lists.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    bytes: Vec<u8>,
    /// Where each list starts, and where the last one ends; empty when the bytes are damaged.
    starts: OnceCell<Vec<u32>>,
}

impl Lists {
    pub(crate) fn new(bytes: Vec<u8>) -> Lists {
        Lists {
            bytes,
            starts: OnceCell::new(),
        }
    }

    /// The list of this entry, counted from the first whose list is here. `dfs` are how many documents the lists
    /// have, 0 for an entry whose list is elsewhere.
    pub(crate) fn get(&self, list: usize, dfs: impl Iterator<Item = u32>) -> Option<&[u8]> {
        let starts = self.starts.get_or_init(|| starts(&self.bytes, dfs));
        let (from, to) = (starts.get(list)?, starts.get(list + 1)?);
        self.bytes.get(*from as usize..*to as usize)
    }
}

/// Finds the lists in `bytes`, whose lengths in documents are `dfs`, until they are used up.
fn starts(bytes: &[u8], dfs: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut reader = Reader::new(bytes);
    let mut starts = vec![0];
    for df in dfs {
        if reader.len() == 0 && df > 0 {
            break;
        }
        reader.pass(df);
        for _ in 0..df {
            if reader.u8() == ESCAPE {
                reader.take(2);
            }
        }
        starts.push((bytes.len() - reader.len()) as u32);
    }
    if reader.end(Part::Postings).is_err() {
        starts.clear();
    }
    starts
}

/// Reads a postings list of `df` documents below `documents`, in order, and makes of each posting what is wanted.
// Once in the module: taken into each caller, it would call `made` for every posting.
#[inline(never)]
pub(crate) fn read<T: Clone + Default>(
    bytes: &[u8],
    df: u32,
    documents: u32,
    table: &[Payload],
    made: impl Fn(Posting) -> T,
) -> Result<Vec<T>, Error> {
    // Every posting takes two bytes at least, so a damaged count cannot ask for endless memory.
    if u64::from(df) * 2 > bytes.len() as u64 {
        return Err(Error::Damaged(Part::Postings));
    }
    let mut docs = Reader::new(bytes);
    let mut payloads = docs;
    payloads.pass(df);
    let mut payloads = payloads.rest();
    let mut damaged = false;
    // All room at once and written in place: a list may have half of the catalogue, and the module is compiled for size, in which
    // every `push` is a call.
    let mut list = vec![T::default(); df as usize];
    let mut next = 0u32;
    for place in &mut list {
        let doc = next.saturating_add(docs.small());
        next = doc.saturating_add(1);
        let mut payload = Payload::default();
        match payloads {
            [byte, rest @ ..] if usize::from(*byte) < table.len() => {
                payload = table[usize::from(*byte)];
                payloads = rest;
            }
            [ESCAPE, fields, level, rest @ ..] => {
                (payload.fields, payload.level) = (*fields, *level);
                payloads = rest;
            }
            _ => damaged = true,
        }
        *place = made(Posting { doc, payload });
    }
    // The last document is the highest. Numbers that were passed by their last bytes alone may be too long to be any.
    if damaged || !payloads.is_empty() || next > documents || docs.is_damaged() {
        return Err(Error::Damaged(Part::Postings));
    }
    Ok(list)
}

/// The documents of the lists of all forms that begin with `text`, ascending, with what their `tf'` come to
/// ([`bm25::level_of_sum`]) and the fields of all. `postings` are those of all lists in any order: of each its document, its
/// fields, and its `tf'` as [`bm25::level_tf`] gives it. What is told of a letter or two is rounded to two octaves, else to half
/// an octave: it is the list of half the catalogue, and as good as any order there is. Of each posting `made` makes what is wanted.
pub(crate) fn together<T>(
    text: &str,
    postings: impl Iterator<Item = (u32, u8, u32)>,
    documents: u32,
    made: impl Fn(Posting) -> T,
) -> Vec<T> {
    let step = if text.chars().nth(2).is_none() { 8 } else { 2 };
    // Of each document the sum in 24 bits, as the highest level begins below 2^19, and its fields.
    let mut sums = vec![0u32; documents as usize];
    // Most beginnings are in few documents of many: only blocks in which there are some are looked at again.
    let mut met = vec![false; sums.len().div_ceil(BLOCK)];
    let mut count = 0;
    for (doc, fields, tf) in postings {
        let doc = doc as usize;
        if let (Some(sum), Some(met)) = (sums.get_mut(doc), met.get_mut(doc / BLOCK)) {
            count += usize::from(*sum == 0);
            let all = (*sum >> 8).saturating_add(tf).min(0xff_ffff);
            *sum = all << 8 | (*sum & 0xff) | u32::from(fields);
            *met = true;
        }
    }
    let mut found = Vec::with_capacity(count);
    for (block, sums) in sums.chunks(BLOCK).enumerate() {
        if !met[block] {
            continue;
        }
        for (at, sum) in sums.iter().enumerate() {
            let fields = *sum as u8;
            if fields != 0 {
                let level = bm25::level_of_sum(sum >> 8, step);
                found.push(made(Posting {
                    doc: (block * BLOCK + at) as u32,
                    payload: Payload { fields, level },
                }));
            }
        }
    }
    found
}

/// Writes the positions of a list, of each posting its fields in ascending order.
pub(crate) fn write_positions<'a>(
    fields: impl Iterator<Item = (u8, &'a [u32])> + Clone,
    out: &mut Writer,
) {
    for (_, positions) in fields.clone() {
        out.count(positions.len());
    }
    for (_, positions) in fields {
        let mut last = 0;
        for position in positions {
            out.var(u64::from(position - last));
            last = *position;
        }
    }
}

/// Reads the positions of the postings that `wanted` picks, calling `each(doc, field, position)`.
/// `postings` are the documents of the list's own with their fields, in order.
pub(crate) fn read_positions(
    bytes: &[u8],
    postings: impl Iterator<Item = (u32, u8)> + Clone,
    wanted: &dyn Fn(u32) -> bool,
    each: &mut dyn FnMut(u32, u8, u32),
) -> Result<(), Error> {
    let mut counts = Reader::new(bytes);
    let mut reader = counts;
    for (_, fields) in postings.clone() {
        for _ in 0..fields.count_ones() {
            reader.var();
        }
    }
    for (doc, fields) in postings {
        let keep = wanted(doc);
        for field in 0..8 {
            if fields & (1 << field) == 0 {
                continue;
            }
            let mut position = 0u32;
            for _ in 0..counts.count() {
                position = position.wrapping_add(reader.var32());
                if keep {
                    each(doc, field, position);
                }
            }
        }
    }
    reader.end(Part::Postings)
}

#[cfg(test)]
mod tests {
    use super::{ESCAPE, Payload, Posting, read, read_positions, write, write_positions};
    use crate::codec::Writer;
    use alloc::collections::BTreeMap;
    use proptest::prelude::*;

    type Lists = BTreeMap<u32, (u8, BTreeMap<u8, alloc::collections::BTreeSet<u16>>)>;

    fn lists() -> impl Strategy<Value = Lists> {
        let positions = prop::collection::btree_set(any::<u16>(), 1..5);
        let fields = prop::collection::btree_map(0u8..8, positions, 1..4);
        prop::collection::btree_map(0u32..5000, (0u8..64, fields), 0..40)
    }

    proptest! {
        #[test]
        fn lists_are_read_as_written(lists in lists()) {
            let table = vec![Payload { fields: 1, level: 20 }, Payload { fields: 3, level: 7 }];
            let postings: Vec<Posting> = lists
                .iter()
                .map(|(doc, (level, fields))| Posting {
                    doc: *doc,
                    payload: Payload { fields: fields.keys().fold(0, |mask, f| mask | 1 << f), level: *level },
                })
                .collect();
            let mut out = Writer::default();
            let code = |p: Payload| table.iter().position(|t| *t == p).map_or(ESCAPE, |i| i as u8);
            write(&postings, code, &mut out);
            let back = read(&out.bytes, postings.len() as u32, 5000, &table, |it| it).unwrap();
            prop_assert_eq!(&back, &postings);

            let mut plain: Vec<(u8, Vec<u32>)> = Vec::new();
            let mut expected = Vec::new();
            for (doc, (_, fields)) in &lists {
                for (field, positions) in fields {
                    let positions: Vec<u32> = positions.iter().map(|p| u32::from(*p)).collect();
                    expected.extend(positions.iter().map(|p| (*doc, *field, *p)));
                    plain.push((*field, positions));
                }
            }
            let mut out = Writer::default();
            write_positions(plain.iter().map(|(f, ps)| (*f, &ps[..])), &mut out);
            let mut back = Vec::new();
            read_positions(&out.bytes, postings.iter().map(|p| (p.doc, p.payload.fields)), &|_| true, &mut |d, f, p| back.push((d, f, p))).unwrap();
            prop_assert_eq!(back, expected);
        }

        #[test]
        fn damaged_lists_are_refused_or_read(bytes: Vec<u8>, df in 0u32..50) {
            let _ = read(&bytes, df, 100, &[], |it| it);
        }
    }
}
