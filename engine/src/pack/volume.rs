//! Chunks into volumes, and volumes into files named by their content.

use super::compress::{Chunks, Compress, Deflate};
use super::write::PackFile;
use super::{NAME, UNIT, check_of, file_name};
use crate::codec::{Writer, hash};
use alloc::collections::BTreeMap;

/// The files of a pack as they come.
pub(super) struct Shelf<'a> {
    compress: &'a dyn Compress,
    files: BTreeMap<String, Vec<u8>>,
}

/// A file of several chunks.
pub(super) struct Volume<K> {
    name: [u8; NAME],
    /// What each chunk is found by, and the units that its slot takes.
    pub(super) slots: Vec<(K, usize)>,
}

impl<K> Volume<K> {
    /// The same file as two volumes of it: the first `at` chunks, and the others behind a slot that nobody asks for, because
    /// it is found by what the chunk after it is found by, `first`.
    pub(super) fn split(mut self, at: usize, first: K) -> [Volume<K>; 2] {
        let later = self.slots.split_off(at);
        let before = self.slots.iter().map(|(_, units)| units).sum();
        let skipped = core::iter::once((first, before));
        let other = Volume {
            name: self.name,
            slots: skipped.chain(later).collect(),
        };
        [self, other]
    }
}

impl<'a> Shelf<'a> {
    pub(super) fn new(compress: &'a dyn Compress) -> Self {
        Shelf {
            compress,
            files: BTreeMap::new(),
        }
    }

    /// A chunk with its check, compressed.
    pub(super) fn compressed(&self, chunk: &[u8], how: Deflate) -> Vec<u8> {
        let bytes = [chunk, &check_of(chunk)].concat();
        self.compress.chunk(&bytes, how)
    }

    /// Puts a file on the shelf and gives the bytes of its name.
    fn file(&mut self, mut bytes: Vec<u8>) -> [u8; NAME] {
        loop {
            let hash = hash(&bytes);
            let name = file_name(hash);
            match self.files.get(&name) {
                // Another content with the same 48 bits: whatever follows the last slot is not read.
                Some(other) if *other != bytes => bytes.push(0),
                _ => {
                    self.files.insert(name, bytes);
                    let mut name = [0; NAME];
                    name.copy_from_slice(&hash.to_le_bytes()[..NAME]);
                    return name;
                }
            }
        }
    }

    /// A file of one compressed chunk without a slot.
    pub(super) fn alone(&mut self, chunk: &[u8]) -> [u8; NAME] {
        let bytes = self.compressed(chunk, Deflate::Tight);
        self.file(bytes)
    }

    /// Puts chunks into one volume.
    pub(super) fn volume<K>(
        &mut self,
        chunks: impl IntoIterator<Item = (K, Vec<u8>)>,
    ) -> Volume<K> {
        let (keys, chunks): (Vec<K>, Vec<Vec<u8>>) = chunks.into_iter().unzip();
        let bytes = self.slots(chunks.iter().map(Vec::as_slice), Deflate::Usual);
        self.found(keys, bytes)
    }

    /// Puts chunks that are compressed as if `primer` stood in front of each into one volume. They are thousands, of which
    /// an edit changes one, so what came of all of a volume is worth remembering.
    pub(super) fn volume_after(&mut self, chunks: &Chunks, primer: &[u8]) -> Volume<()> {
        let how = Deflate::After(primer);
        let make = || self.slots(chunks.iter(), how);
        let bytes = self.compress.volume(chunks, how, &make);
        self.found(vec![(); chunks.ends().len()], bytes)
    }

    /// The bytes of a volume: of each chunk its length when it is compressed, and what it is then, up to the next unit.
    fn slots<'c>(&self, chunks: impl Iterator<Item = &'c [u8]>, how: Deflate) -> Vec<u8> {
        let mut bytes = Vec::new();
        for chunk in chunks {
            let compressed = self.compressed(chunk, how);
            bytes.extend_from_slice(&(compressed.len() as u32).to_le_bytes());
            bytes.extend_from_slice(&compressed);
            bytes.resize(bytes.len().next_multiple_of(UNIT), 0);
        }
        bytes
    }

    /// Puts a volume on the shelf; its chunks are found by these keys.
    fn found<K>(&mut self, keys: Vec<K>, bytes: Vec<u8>) -> Volume<K> {
        let mut rest = bytes.as_slice();
        let mut slots = Vec::with_capacity(keys.len());
        for key in keys {
            let length = rest.first_chunk().copied().unwrap_or_default();
            let taken = (4 + u32::from_le_bytes(length) as usize).next_multiple_of(UNIT);
            rest = rest.get(taken..).unwrap_or_default();
            slots.push((key, taken / UNIT));
        }
        Volume {
            name: self.file(bytes),
            slots,
        }
    }

    pub(super) fn files(self) -> impl Iterator<Item = PackFile> {
        self.files
            .into_iter()
            .map(|(name, bytes)| PackFile { name, bytes })
    }
}

/// Tells a reader where volumes are: how many, and of each its name, the number of its slots, and what `each` tells of
/// them besides their lengths.
pub(super) fn write<K>(
    volumes: &[Volume<K>],
    out: &mut Writer,
    mut each: impl FnMut(&K, &mut Writer),
) {
    out.count(volumes.len());
    for volume in volumes {
        out.bytes.extend_from_slice(&volume.name);
        out.count(volume.slots.len());
        for (key, units) in &volume.slots {
            each(key, out);
            out.count(*units);
        }
    }
}
