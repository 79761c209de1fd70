//! The stored part of documents: what a hit shows and what a snippet is cut from; and, in chunks of their
//! own, what a record's page needs.
//!
//! Both are cut into chunks by number. A chunk's bytes: the number of its first document, how many
//! there are, then for each document its blobs, each with its length: id, every stored text and the card;
//! or the page alone. Texts and card stand together because they repeat one another's words, which
//! compresses away.

use crate::Error;
use crate::codec::{Reader, Writer};
use alloc::vec::Vec;

/// Writes a chunk whose first document is number `first`; all documents have as many blobs.
pub(crate) fn write(first: u32, documents: &[Vec<&[u8]>]) -> Vec<u8> {
    let mut out = Writer::default();
    out.var(u64::from(first));
    out.count(documents.len());
    for blob in documents.iter().flatten() {
        out.blob(blob);
    }
    out.bytes
}

/// A chunk in memory, with the place of each of its documents.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    bytes: Vec<u8>,
    first: u32,
    starts: Vec<u32>,
    blobs: usize,
}

impl Chunk {
    /// Reads a chunk whose documents have this many blobs.
    pub(crate) fn read(bytes: Vec<u8>, blobs: usize) -> Result<Chunk, Error> {
        let mut reader = Reader::new(&bytes, "documents");
        let first = reader.var32()?;
        let count = reader.count()?;
        let mut starts = Vec::with_capacity(count);
        for _ in 0..count {
            starts.push((bytes.len() - reader.len()) as u32);
            for _ in 0..blobs {
                reader.blob()?;
            }
        }
        if !reader.is_empty() {
            return reader.damaged();
        }
        Ok(Chunk {
            first,
            starts,
            blobs,
            bytes,
        })
    }

    /// The blobs of the document with this number, if the chunk holds it.
    pub(crate) fn get(&self, doc: u32) -> Option<Vec<&[u8]>> {
        let index = doc.checked_sub(self.first)? as usize;
        let start = *self.starts.get(index)? as usize;
        let mut reader = Reader::new(self.bytes.get(start..)?, "documents");
        (0..self.blobs).map(|_| reader.blob().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Chunk, write};
    use proptest::prelude::*;

    #[test]
    fn documents_are_found_by_number() {
        let documents: [Vec<&[u8]>; 2] = [vec![b"a", b"Title", b""], vec![b"b", b"Other", b"text"]];
        let chunk = Chunk::read(write(7, &documents), 3).unwrap();
        assert_eq!(chunk.get(8).as_ref(), Some(&documents[1]));
        assert_eq!(chunk.get(7).as_ref(), Some(&documents[0]));
        assert_eq!(chunk.get(6), None);
        assert_eq!(chunk.get(9), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = Chunk::read(bytes, 2);
        }
    }
}
