//! What can go wrong when a pack is opened or read. Text that a reader types is never an error.

use alloc::string::String;
use core::fmt;

/// A failure of the pack, not of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The bytes are cut off, altered, or not a pack at all. Says what was being read.
    Damaged(&'static str),
    /// The pack was written in another version of the format.
    Version {
        /// Version of the pack.
        found: u32,
        /// Version that this engine reads.
        expected: u32,
    },
    /// The input cannot be packed; says which limit it exceeds.
    TooLarge(&'static str),
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
            Error::Damaged(part) => {
                out.push_str("the pack is damaged: expected ");
                out.push_str(part);
            }
            Error::Version { found, expected } => {
                out.push_str("the pack has format ");
                crate::json::push_number(&mut out, i64::from(*found));
                out.push_str(", but this engine reads format ");
                crate::json::push_number(&mut out, i64::from(*expected));
                out.push_str(": build both with the same Callboard");
            }
            Error::TooLarge(limit) => {
                out.push_str("the catalogue is too large to pack: ");
                out.push_str(limit);
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
