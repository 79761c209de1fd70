//! The stored part of documents: what a hit shows, what a snippet is cut from, what a page needs.
//!
//! Documents are cut into chunks by number. A chunk's bytes: the number of its first document, how
//! many there are, then for each document its id, each stored text, the card and the page. They
//! stand together because they repeat one another's words, which compresses away.

use crate::Error;
use crate::codec::{Reader, Writer};
use alloc::vec::Vec;

/// A stored document, borrowed from its chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored<'a> {
    pub(crate) id: &'a str,
    /// Texts of the stored fields.
    pub(crate) texts: Vec<&'a str>,
    pub(crate) card: &'a [u8],
    pub(crate) page: &'a [u8],
}

/// Writes a chunk whose first document is number `first`.
pub(crate) fn write(first: u32, documents: &[Stored]) -> Vec<u8> {
    let mut out = Writer::default();
    out.var(u64::from(first));
    out.count(documents.len());
    for document in documents {
        out.text(document.id);
        for text in &document.texts {
            out.text(text);
        }
        out.blob(document.card);
        out.blob(document.page);
    }
    out.bytes
}

/// A chunk in memory, with the place of each of its documents.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    bytes: Vec<u8>,
    first: u32,
    starts: Vec<u32>,
    texts: usize,
}

impl Chunk {
    /// Reads a chunk of a pack with this many stored fields.
    pub(crate) fn read(bytes: Vec<u8>, texts: usize) -> Result<Chunk, Error> {
        let mut reader = Reader::new(&bytes, "documents");
        let first = reader.var32()?;
        let count = reader.count()?;
        let mut starts = Vec::with_capacity(count);
        for _ in 0..count {
            starts.push((bytes.len() - reader.len()) as u32);
            one(&mut reader, texts)?;
        }
        if !reader.is_empty() {
            return reader.damaged();
        }
        Ok(Chunk {
            first,
            starts,
            texts,
            bytes,
        })
    }

    /// The document with this number, if the chunk holds it.
    pub(crate) fn get(&self, doc: u32) -> Option<Stored<'_>> {
        let index = doc.checked_sub(self.first)? as usize;
        let start = *self.starts.get(index)? as usize;
        one(
            &mut Reader::new(self.bytes.get(start..)?, "documents"),
            self.texts,
        )
        .ok()
    }
}

fn one<'a>(reader: &mut Reader<'a>, texts: usize) -> Result<Stored<'a>, Error> {
    Ok(Stored {
        id: reader.text()?,
        texts: (0..texts)
            .map(|_| reader.text())
            .collect::<Result<_, _>>()?,
        card: reader.blob()?,
        page: reader.blob()?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Chunk, Stored, write};
    use proptest::prelude::*;

    #[test]
    fn documents_are_found_by_number() {
        let documents = [
            Stored {
                id: "a",
                texts: vec!["Title", ""],
                card: b"{}",
                page: b"[]",
            },
            Stored {
                id: "b",
                texts: vec!["Other", "text"],
                card: b"1",
                page: b"",
            },
        ];
        let chunk = Chunk::read(write(7, &documents), 2).unwrap();
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
