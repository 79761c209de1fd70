//! What can go wrong when a pack is opened or read. Text that a reader types is never an error.

use alloc::string::String;
use core::fmt;

/// A failure of the pack, not of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The bytes are cut off, altered, or not a pack at all. Says what was being read.
    Damaged(Part),
    /// The pack was written in another version of the format.
    Version {
        /// Version of the pack; this engine reads [`crate::pack::FORMAT`].
        found: u32,
    },
    /// The input cannot be packed; says which limit it exceeds.
    TooLarge(Limit),
}

/// A part of a pack. A byte, so that results stay small: whatever reads a pack returns one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first bytes.
    Start,
    /// What a pack begins with.
    Root,
    /// A chunk, as the root describes it.
    Chunk,
    /// Forms.
    Dictionary,
    /// Lists of documents and positions.
    Postings,
    /// Whole titles.
    Titles,
    /// Facet values and times.
    Columns,
    /// Stored texts.
    Documents,
}

/// What a pack has a limit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Searchable fields: 8.
    Fields,
    /// Languages: 255.
    Languages,
    /// Records: 2³² - 1.
    Records,
}

impl Error {
    /// A stable word for programs: `damaged`, `version` or `too-large`.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Damaged(_) => "damaged",
            Error::Version { .. } => "version",
            Error::TooLarge(_) => "too-large",
        }
    }
}

impl Error {
    /// What happened, as a sentence. Put together by hand, because the formatting machinery would be
    /// a tenth of the wasm.
    pub fn message(&self) -> String {
        let mut out = String::new();
        match self {
            // Who reads in a browser cannot do more about one part than about another.
            #[cfg(not(feature = "write"))]
            Error::Damaged(_) => out.push_str("the pack is damaged"),
            #[cfg(feature = "write")]
            Error::Damaged(part) => {
                out.push_str("the pack is damaged: expected ");
                out.push_str(match part {
                    Part::Start => "the start of a pack",
                    Part::Root => "the root of a pack",
                    Part::Chunk => "a whole chunk",
                    Part::Dictionary => "a dictionary",
                    Part::Postings => "postings",
                    Part::Titles => "titles",
                    Part::Columns => "columns",
                    Part::Documents => "stored documents",
                });
            }
            Error::Version { found } => {
                out.push_str("the pack has format ");
                crate::json::push_number(&mut out, i64::from(*found));
                out.push_str(", but this engine reads format ");
                crate::json::push_number(&mut out, i64::from(crate::pack::FORMAT));
                out.push_str(": build both with the same Callboard");
            }
            #[cfg(not(feature = "write"))]
            Error::TooLarge(_) => {}
            #[cfg(feature = "write")]
            Error::TooLarge(limit) => {
                out.push_str("the catalogue is too large to pack: ");
                out.push_str(match limit {
                    Limit::Fields => "more than 8 fields",
                    Limit::Languages => "more than 255 languages",
                    Limit::Records => "more than 4,294,967,295 records",
                });
            }
        }
        out
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for Error {}
