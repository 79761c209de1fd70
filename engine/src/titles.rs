//! Whole titles as keys: folded, lower case, without separators, so that a name typed run together
//! or split meets its record, and an exact title is known as such.
//!
//! Keys are sorted. The bytes: number of keys, then for each the length shared with the key before,
//! the rest, and the documents that go by it. Where all documents come in the same file, the keys of their own
//! titles are left out and made from the titles. Titles longer than [`LONGEST`] letters are known only
//! by hash-free comparison of the full key too, but take no part in spelling correction.

use crate::Error;
use crate::codec::{Reader, Writer, shared_prefix};
use crate::error::Part;
use crate::order;
use alloc::{borrow::ToOwned, string::String, vec, vec::Vec};

/// Longest key, in letters, that spelling correction considers.
pub(crate) const LONGEST: usize = 40;

/// The keys in memory.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    texts: String,
    /// Start and length of each key in `texts`.
    keys: Vec<(u32, u32)>,
    starts: Vec<u32>,
    docs: Vec<u32>,
}

/// Writes the keys; `titles` ascend by key, documents ascend.
pub(crate) fn write(titles: &[(String, Vec<u32>)]) -> Vec<u8> {
    let mut out = Writer::default();
    out.count(titles.len());
    let mut before = "";
    for (key, docs) in titles {
        let shared = shared_prefix(before, key);
        out.count(shared);
        out.text(&key[shared..]);
        out.count(docs.len());
        for doc in docs {
            out.var(u64::from(*doc));
        }
        before = key;
    }
    out.bytes
}

impl Titles {
    /// Reads the keys of a pack with this many documents.
    pub(crate) fn read(bytes: &[u8], documents: u32) -> Result<Titles, Error> {
        let mut reader = Reader::new(bytes);
        let mut titles = Titles {
            starts: vec![0],
            ..Titles::default()
        };
        for _ in 0..reader.count() {
            let before = titles.keys.last().copied().unwrap_or_default();
            let shared = reader.var32();
            let rest = reader.blob();
            let key = reader.key(before, shared, rest, &mut titles.texts);
            titles.keys.push(key);
            for _ in 0..reader.count() {
                let doc = reader.var32();
                if doc >= documents {
                    reader.fail();
                }
                titles.docs.push(doc);
            }
            titles.starts.push(titles.docs.len() as u32);
        }
        reader.end(Part::Titles)?;
        Ok(titles)
    }

    /// Adds the titles that the documents of a small pack have of themselves: `title(number)` of each.
    pub(crate) fn add(&mut self, title: impl Fn(u32) -> Option<String>, documents: u32) {
        let mut all: Vec<(String, u32)> = Vec::new();
        for at in 0..self.len() {
            let docs = self.docs(at).iter();
            all.extend(docs.map(|doc| (self.key(at).to_owned(), *doc)));
        }
        let own = (0..documents).filter_map(|doc| Some((title(doc)?, doc)));
        all.extend(own.filter(|(key, _)| !key.is_empty()));
        order::sort(&mut all);
        all.dedup();
        *self = Titles {
            starts: vec![0],
            ..Titles::default()
        };
        for (key, doc) in all {
            if self.keys.is_empty() || self.key(self.len() - 1) != key {
                self.keys.push((self.texts.len() as u32, key.len() as u32));
                self.texts.push_str(&key);
                self.starts.push(0);
            }
            self.docs.push(doc);
            if let Some(end) = self.starts.last_mut() {
                *end = self.docs.len() as u32;
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// A key; empty past the end.
    pub(crate) fn key(&self, index: usize) -> &str {
        self.keys
            .get(index)
            .and_then(|(start, length)| self.texts.get(*start as usize..(start + length) as usize))
            .unwrap_or("")
    }

    /// Documents that go by a key.
    pub(crate) fn docs(&self, index: usize) -> &[u32] {
        match (self.starts.get(index), self.starts.get(index + 1)) {
            (Some(&from), Some(&to)) => self.docs.get(from as usize..to as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// Index of the first key that is `key` or comes after it.
    pub(crate) fn lower_bound(&self, key: &str) -> usize {
        let mut low = 0;
        let mut high = self.keys.len();
        while low < high {
            let middle = (low + high) / 2;
            if self.key(middle) < key {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }

    /// Documents whose title or alias is exactly `key`.
    pub(crate) fn exact(&self, key: &str) -> &[u32] {
        let index = self.lower_bound(key);
        if self.key(index) == key {
            self.docs(index)
        } else {
            &[]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Titles, write};

    #[test]
    fn titles_are_found_exactly() {
        let titles = vec![
            ("icewatchraidsmap".to_owned(), vec![3]),
            ("resistancehotline".to_owned(), vec![1, 4]),
            ("restart".to_owned(), vec![2]),
        ];
        let read = Titles::read(&write(&titles), 5).unwrap();
        assert_eq!(read.len(), 3);
        assert_eq!(read.exact("resistancehotline"), [1, 4]);
        assert_eq!(read.exact("restart"), [2]);
        assert!(read.exact("resist").is_empty());
        assert!(Titles::read(&write(&titles), 4).is_err());
    }
}
