//! Rows of blobs: what is stored of documents, what their pages need, and the lists of the dictionary's forms.
//!
//! A chunk's bytes: how many rows there are, then for each row its blobs, each with its length. A document's row is its id, every stored text and the card, which stand together because
//! they repeat one another's words, and that compresses away. A page, or a form's list, is a row of one blob.

use crate::Error;
use crate::codec::{Reader, Writer};
use crate::error::Part;
use alloc::vec::Vec;

/// Writes a chunk; all rows have as many blobs.
pub(crate) fn write(rows: &[Vec<&[u8]>]) -> Vec<u8> {
    write_after(Vec::new(), rows)
}

/// Writes a chunk behind what stands in `bytes`.
pub(crate) fn write_after(bytes: Vec<u8>, rows: &[Vec<&[u8]>]) -> Vec<u8> {
    let mut out = Writer { bytes };
    out.count(rows.len());
    for blob in rows.iter().flatten() {
        out.blob(blob);
    }
    out.bytes
}

/// A chunk in memory, with the place of each of its rows.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    bytes: Vec<u8>,
    starts: Vec<u32>,
    blobs: usize,
}

impl Chunk {
    /// Reads a chunk whose rows have this many blobs.
    pub(crate) fn read(bytes: Vec<u8>, blobs: usize) -> Result<Chunk, Error> {
        let mut reader = Reader::new(&bytes);
        let count = reader.count();
        let mut starts = Vec::with_capacity(count);
        for _ in 0..count {
            starts.push((bytes.len() - reader.len()) as u32);
            for _ in 0..blobs {
                reader.blob();
            }
        }
        reader.end(Part::Documents)?;
        Ok(Chunk {
            starts,
            blobs,
            bytes,
        })
    }

    /// The blobs of a row, counted from the chunk's first, if the chunk holds it.
    pub(crate) fn get(&self, row: u32) -> Option<Vec<&[u8]>> {
        let start = *self.starts.get(row as usize)? as usize;
        let mut reader = Reader::new(self.bytes.get(start..)?);
        Some((0..self.blobs).map(|_| reader.blob()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Chunk, write};
    use proptest::prelude::*;

    #[test]
    fn rows_are_found_by_number() {
        let documents: [Vec<&[u8]>; 2] = [vec![b"a", b"Title", b""], vec![b"b", b"Other", b"text"]];
        let chunk = Chunk::read(write(&documents), 3).unwrap();
        assert_eq!(chunk.get(1).as_ref(), Some(&documents[1]));
        assert_eq!(chunk.get(0).as_ref(), Some(&documents[0]));
        assert_eq!(chunk.get(2), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = Chunk::read(bytes, 2);
        }
    }
}
