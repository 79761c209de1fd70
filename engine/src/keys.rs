//! Sorted keys: whole titles, each with the numbers of its documents; and whole titles and the dictionary's forms
//! backwards, without any.
//!
//! A title's key is folded, lower case, without separators, so that a name typed run together or split meets its
//! record, and an exact title is known as such. Backwards, what is misspelled near its start stands next to what
//! was meant, as forwards what is misspelled near its end does; so a few neighbours in both orders are all the
//! candidates that spelling correction looks at, whatever the size of the catalogue. What is found backwards is then
//! looked up as it stands forwards, where its chunk is needed anyway: numbers in another order than the keys' were
//! half of what they took.
//!
//! A chunk's bytes: number of keys, then column by column the length that each shares with the key before, the length
//! of the rest, the rests, how many numbers each has, and the numbers. Where all documents come in the same file, the keys of their own titles are left out and made from
//! the titles, and what stands backwards is made from what stands forwards.

use crate::Error;
use crate::codec::{Reader, Writer, shared_prefix};
use crate::error::Part;
use crate::order;
use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::ops::Range;

/// Longest title, in letters, that spelling correction considers.
pub(crate) const LONGEST: usize = 40;

/// A chunk of keys in memory.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    texts: String,
    /// Of each key where it ends in `texts`, and its numbers in `numbers`: thousands of keys are in memory.
    ends: Vec<(u32, u32)>,
    numbers: Vec<u32>,
}

/// Where a chunk of keys stands, and which of all keys of its list it has.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) first: String,
    pub(crate) start: usize,
    pub(crate) count: usize,
    /// Number of the chunk in the pack.
    pub(crate) chunk: usize,
}

/// A list of keys in one or more chunks, in order.
pub(crate) type List = Vec<Place>;

/// Number of keys in a list.
pub(crate) fn total(list: &List) -> usize {
    list.last().map_or(0, |place| place.start + place.count)
}

/// Letters in the opposite order.
pub(crate) fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

/// The part of a range of sorted keys that begin with `start`.
pub(crate) fn beginning<'a>(
    range: Range<usize>,
    start: &str,
    key: &dyn Fn(usize) -> &'a str,
) -> Range<usize> {
    let from = order::first(range.clone(), &|index| key(index) >= start);
    let past = |key: &str| key >= start && !key.starts_with(start);
    from..order::first(range, &|index| past(key(index)))
}

/// Writes a chunk; keys ascend, numbers ascend.
pub(crate) fn write(keys: &[(String, Vec<u32>)]) -> Vec<u8> {
    let mut out = Writer::default();
    let mut lengths = Writer::default();
    let mut texts = Writer::default();
    let mut counts = Writer::default();
    let mut all = Writer::default();
    out.count(keys.len());
    let mut before = "";
    for (key, numbers) in keys {
        let shared = shared_prefix(before, key);
        let rest = &key[shared..];
        out.count(shared);
        lengths.count(rest.len());
        texts.bytes.extend_from_slice(rest.as_bytes());
        counts.count(numbers.len());
        for number in numbers {
            all.var(u64::from(*number));
        }
        before = key;
    }
    for column in [lengths, texts, counts, all] {
        out.bytes.extend(column.bytes);
    }
    out.bytes
}

impl Chunk {
    /// Reads a chunk whose numbers are below `end`.
    pub(crate) fn read(bytes: &[u8], end: u32) -> Result<Chunk, Error> {
        let mut reader = Reader::new(bytes);
        let mut chunk = Chunk::default();
        let count = reader.count();
        chunk.ends.reserve_exact(count);
        let shared = reader.column(count);
        let lengths = reader.column(count);
        let mut key = (0, 0);
        for (shared, length) in shared.into_iter().zip(lengths) {
            let rest = reader.take(length as usize);
            key = reader.key(key, shared, rest, &mut chunk.texts);
            chunk.ends.push((key.0 + key.1, 0));
        }
        let mut last = 0u32;
        for ends in &mut chunk.ends {
            last = last.saturating_add(reader.var32());
            ends.1 = last;
        }
        while chunk.numbers.len() < last as usize && !reader.is_damaged() {
            let number = reader.var32();
            if number >= end {
                reader.fail();
            }
            chunk.numbers.push(number);
        }
        reader.end(Part::Titles)?;
        chunk.texts.shrink_to_fit();
        chunk.numbers.shrink_to_fit();
        Ok(chunk)
    }

    /// A chunk of these keys, in any order.
    pub(crate) fn of(mut all: Vec<(String, u32)>) -> Chunk {
        order::sort(&mut all);
        all.dedup();
        let mut chunk = Chunk::default();
        for (key, number) in all {
            if chunk.ends.is_empty() || chunk.key(chunk.len() - 1) != key {
                chunk.texts.push_str(&key);
                chunk.end();
            }
            chunk.numbers.push(number);
            if let Some(end) = chunk.ends.last_mut() {
                end.1 += 1;
            }
        }
        chunk
    }

    /// Ends a key with the texts and numbers that are there.
    fn end(&mut self) {
        self.ends
            .push((self.texts.len() as u32, self.numbers.len() as u32));
    }

    /// Where a key and its numbers end; the start of both before the first.
    fn ends(&self, before: usize) -> (u32, u32) {
        let last = before.checked_sub(1);
        last.and_then(|last| self.ends.get(last).copied())
            .unwrap_or_default()
    }

    /// Every key with each of its numbers.
    pub(crate) fn pairs(&self) -> Vec<(String, u32)> {
        let mut pairs = Vec::new();
        for at in 0..self.len() {
            let numbers = self.numbers(at).iter();
            pairs.extend(numbers.map(|number| (self.key(at).to_owned(), *number)));
        }
        pairs
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A key; empty past the end.
    pub(crate) fn key(&self, index: usize) -> &str {
        let (from, to) = (self.ends(index).0, self.ends(index + 1).0);
        self.texts.get(from as usize..to as usize).unwrap_or("")
    }

    /// Numbers of a key.
    pub(crate) fn numbers(&self, index: usize) -> &[u32] {
        let (from, to) = (self.ends(index).1, self.ends(index + 1).1);
        self.numbers.get(from as usize..to as usize).unwrap_or(&[])
    }

    /// Index of the first key that is `key` or comes after it.
    pub(crate) fn lower_bound(&self, key: &str) -> usize {
        order::first(0..self.ends.len(), &|index| self.key(index) >= key)
    }
}

#[cfg(test)]
mod tests {
    use super::{Chunk, write};
    use alloc::borrow::ToOwned;
    use proptest::prelude::*;

    #[test]
    fn keys_are_found_with_their_numbers() {
        let keys = vec![
            ("icewatchraidsmap".to_owned(), vec![3]),
            ("resistancehotline".to_owned(), vec![1, 4]),
            ("restart".to_owned(), vec![2]),
        ];
        let chunk = Chunk::read(&write(&keys), 5).unwrap();
        assert_eq!(chunk.len(), 3);
        assert_eq!(chunk.lower_bound("resistancehotline"), 1);
        assert_eq!(chunk.numbers(1), [1, 4]);
        assert_eq!(chunk.lower_bound("resist"), 1);
        assert_eq!(chunk.lower_bound("s"), 3);
        assert!(Chunk::read(&write(&keys), 4).is_err());
        assert_eq!(Chunk::of(chunk.pairs()).pairs(), chunk.pairs());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = Chunk::read(&bytes, 9);
        }
    }
}
