//! The pack: the published form of a catalogue, written by [`write()`] and read by `Pack`.
//!
//! A pack is a folder. `callboard.json` is its only mutable file: it says which format the pack is in and where
//! it begins. Every other file is named by a hash of its content and never changes.
//!
//! A pack begins with its root: languages, fields, facets with their labels, the site's own JSON, the payload
//! table. A **small catalogue** is two files. The first holds the root and what answers a word; the second,
//! positions and pages, which the first answer does without. A **large** one's root stands in the manifest itself
//! and says where each chunk is found; chunks are fetched when a query needs them.
//!
//! | section | holds | cut by |
//! |---|---|---|
//! | dictionary | forms with `df`, rings, the lists of rare forms (of nearly all in a catalogue of moderate size), where the other lists are, and the whole titles that stand between them as keys | the forms' own hashes |
//! | postings | lists of one dictionary chunk's forms | size |
//! | positions | the same, apart, for phrases and proximity | size |
//! | titles backwards, forms backwards | the titles' keys, and the forms, from their ends | the keys' own hashes |
//! | traits | times, languages, groups of every document | not cut |
//! | facet | the values of one facet of every document | not cut |
//! | documents | ids, stored texts, cards | number |
//! | pages | what a record's own page needs beside them | number |
//! | ids | first id in each volume of documents | not cut |
//!
//! Chunks stand in **volumes**: files of some 32 KB, so that a host has few files and a reader loads few bytes (of a catalogue of
//! moderate size those of the dictionary hold a chunk each, so that an edit changes few). Lists and
//! positions of the same forms stand in one where they fit: that of the positions then begins with a slot that nobody asks for.
//! A reader asks for a part of a volume (`Range`), which a host may refuse by sending all of it. In a volume each
//! chunk has a **slot**: four bytes with the length of what follows, the chunk compressed, and zeros up to a multiple
//! of `UNIT`, so that where a slot begins takes one byte to say.
//!
//! Whoever writes a pack brings the compression (raw DEFLATE, RFC 1951), and whoever reads it undoes it ([`inflate`]) before
//! handing a chunk over, so that tests can do without. Every chunk, and the root, ends with four bytes by which damage is noticed. Documents and pages of a
//! large pack are compressed as if the **primer** stood in front of them: some kilobytes of what documents have in
//! common, which stand in the manifest. So a hit costs its own two hundred bytes and not those of its neighbours.

use crate::codec::hash;
use alloc::string::String;
#[cfg(feature = "write")]
mod compress;
#[cfg(feature = "write")]
mod primer;
mod read;
mod root;
#[cfg(feature = "write")]
mod terms;
#[cfg(feature = "write")]
mod volume;
#[cfg(feature = "write")]
mod write;

pub use crate::inflate::inflate;
#[cfg(feature = "write")]
pub use compress::{Chunks, Compress, Deflate};
pub(crate) use read::{Facet, Pack, Pause};
#[cfg(feature = "write")]
pub use write::{Cuts, PackFile, write, write_with};

/// Version of the format. A pack of another version is refused with [`crate::Error::Version`].
pub const FORMAT: u32 = 2;

/// Name of the manifest, the one file whose name stays.
pub const MANIFEST: &str = "callboard.json";

/// What a root begins with.
const MAGIC: &[u8; 4] = b"CBPK";

/// Slots begin at multiples of this many bytes.
const UNIT: usize = 32;

/// Slots of documents that a root has room for.
const DOCUMENT_SLOTS: u32 = 1 << 14;

/// Documents, and pages, in a chunk of a large pack: as few as the root can tell apart, because ten hits are often
/// ten chunks, and what else is in them comes unasked.
const fn rows(documents: u32) -> u32 {
    let rows = documents.div_ceil(DOCUMENT_SLOTS);
    if rows == 0 { 1 } else { rows }
}

/// Documents for each of which the ids section has the first's id.
const ID_STEP: u32 = 32;

/// What a chunk holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Dictionary,
    Postings,
    Positions,
    /// Titles of a small pack; those of a large one stand with the dictionary.
    Titles,
    /// Titles backwards; not in a small pack, which makes them when it is opened.
    TitlesBack,
    /// Forms backwards; likewise.
    FormsBack,
    Traits,
    /// The facet with this number.
    Facet(u16),
    Documents,
    Pages,
    Ids,
}

/// The bytes of a chunk, or of the primer, without those by which damage is noticed; nothing when they do not fit.
pub fn checked(bytes: &[u8]) -> Option<&[u8]> {
    let (content, check) = bytes.split_at_checked(bytes.len().checked_sub(4)?)?;
    (check == check_of(content)).then_some(content)
}

/// The last four bytes of a chunk.
fn check_of(content: &[u8]) -> [u8; 4] {
    let hash = hash(content);
    ((hash ^ (hash >> 32)) as u32).to_le_bytes()
}

/// Bytes of a file's name.
const NAME: usize = 6;

/// Name of the file with this content hash, of which the lowest 48 bits are told.
pub(crate) fn file_name(hash: u64) -> String {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut name = String::with_capacity(32);
    for nibble in (0..NAME * 2).rev() {
        name.push(HEX[(hash >> (nibble * 4)) as usize & 15] as char);
    }
    name.push_str(".cbp");
    name
}

/// A part of a pack that is needed: a file, or a slot in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// By which it is handed over.
    pub number: u32,
    /// Name of the file.
    pub file: String,
    /// Where in the file the slot begins, in bytes.
    pub start: usize,
    /// Bytes of the slot; 0 for a whole file, which is compressed without a slot.
    pub length: usize,
    /// Whether the primer stands in front of what is compressed.
    pub primed: bool,
}

/// What is compressed in a slot; nothing when the slot is cut off.
pub fn in_slot(slot: &[u8]) -> Option<&[u8]> {
    let (length, rest) = slot.split_first_chunk::<4>()?;
    rest.get(..u32::from_le_bytes(*length) as usize)
}
