//! How chunks are made small, which whoever writes a pack brings along: raw DEFLATE (RFC 1951). The same bytes must come of
//! the same bytes, so what was compressed before need not be compressed again.
//!
//! Not here: undoing it ([`crate::inflate`]).

/// How much is done to make a chunk small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deflate<'a> {
    /// One of thousands.
    Usual,
    /// Every reader of a small catalogue loads it: it is worth a second to make it as small as it can be.
    Tight,
    /// Every reader of a large catalogue loads it, and every edit makes it anew.
    Root,
    /// What it may repeat, at most 32 KB, stands in front of it, and is not written.
    After(&'a [u8]),
}

/// Makes chunks small.
pub trait Compress {
    /// A chunk, compressed.
    fn chunk(&self, bytes: &[u8], how: Deflate) -> Vec<u8>;

    /// The volume that `make` makes of these chunks. Who remembers what came of the same need not make it again.
    fn volume(&self, chunks: &Chunks, how: Deflate, make: &dyn Fn() -> Vec<u8>) -> Vec<u8> {
        let _ = (chunks, how);
        make()
    }
}

impl<F: Fn(&[u8], Deflate) -> Vec<u8>> Compress for F {
    fn chunk(&self, bytes: &[u8], how: Deflate) -> Vec<u8> {
        self(bytes, how)
    }
}

/// The chunks of a volume, side by side, before anything is done to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunks {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Chunks {
    /// Puts one more behind the others; `write` appends its bytes.
    pub fn add(&mut self, write: impl FnOnce(Vec<u8>) -> Vec<u8>) {
        self.bytes = write(core::mem::take(&mut self.bytes));
        self.ends.push(self.bytes.len() as u32);
    }

    /// All bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where in the bytes each chunk ends.
    pub fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// Each chunk.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = core::iter::once(0).chain(self.ends.iter().copied());
        let places = starts.zip(&self.ends);
        places.filter_map(|(start, end)| self.bytes.get(start as usize..*end as usize))
    }
}
