//! The pack: the published form of a catalogue, written by [`write`] and read by `Pack`.
//!
//! A pack is a folder. `callboard.json` is its only mutable file: it says which format it is in and
//! which file comes first. Every other file is named by the hash of its content and never changes.
//!
//! The first file holds the root: languages, fields, facets with their labels, the site's own
//! JSON, the payload table, and for each chunk its section, hash and length. A small catalogue's chunks
//! are in two files: what answers a word follows the root in the first, positions and pages (which the
//! first answer does without) are the second. A large one's are files of their own, fetched when needed.
//!
//! | section | holds | cut by |
//! |---|---|---|
//! | dictionary | forms with `df`, rings, lengths of postings | the forms' own hashes |
//! | postings | one dictionary chunk's lists, in one or more chunks | size |
//! | positions | the same, apart, for phrases and proximity | size |
//! | titles | whole titles as keys | the keys' own hashes |
//! | titles backwards, forms backwards | the same keys, and the dictionary's, from their ends | likewise |
//! | columns | facet values, times, traits of every document | not cut |
//! | documents | ids, stored texts, cards | size |
//! | pages | what a record's own page needs beside them | size |
//!
//! Hashes and lengths are of the bytes as written here. Whoever puts them on a host may compress
//! them (the indexer does, with zlib) and must hand over the same bytes again.

use alloc::string::String;
mod read;
#[cfg(feature = "write")]
mod write;

pub(crate) use read::{Facet, Pack, Pause};
#[cfg(feature = "write")]
pub use write::{Cuts, PackFile, write, write_with};

/// Version of the format. A pack of another version is refused with [`crate::Error::Version`].
pub const FORMAT: u32 = 1;

/// Name of the manifest, the one file whose name stays.
pub const MANIFEST: &str = "callboard.json";

/// First bytes of the first file.
const MAGIC: &[u8; 4] = b"CBPK";

/// What a chunk holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    Dictionary,
    Postings,
    Positions,
    Titles,
    Columns,
    Documents,
    Pages,
    /// Titles backwards; not in a small pack, which makes them when it is opened.
    TitlesBack,
    /// Forms backwards; likewise.
    FormsBack,
}

impl Section {
    const ALL: [Section; 9] = [
        Section::Dictionary,
        Section::Postings,
        Section::Positions,
        Section::Titles,
        Section::Columns,
        Section::Documents,
        Section::Pages,
        Section::TitlesBack,
        Section::FormsBack,
    ];

    /// In the two files of a small pack documents come first: they repeat what the root says of facets, and
    /// compression looks back 32 KB.
    const BUNDLED: [&[Section]; 2] = [
        &[Section::Documents],
        &[
            Section::Dictionary,
            Section::Postings,
            Section::Positions,
            Section::Titles,
            Section::Columns,
            Section::Pages,
        ],
    ];

    /// Whether the first answer does without it.
    fn is_later(self) -> bool {
        matches!(self, Section::Positions | Section::Pages)
    }
}

/// Name of the file with this content hash.
pub(crate) fn file_name(hash: u64) -> String {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut name: String = (0..16)
        .rev()
        .map(|nibble| HEX[(hash >> (nibble * 4)) as usize & 15] as char)
        .collect();
    name.push_str(".cbp");
    name
}
