//! What can go wrong when a pack is opened or read. Text that a reader types is never an error.

use std::fmt;

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

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Damaged(part) => write!(f, "the pack is damaged: expected {part}"),
            Error::Version { found, expected } => write!(
                f,
                "the pack has format {found}, but this engine reads format {expected}: build both with the same Callboard"
            ),
            Error::TooLarge(limit) => write!(f, "the catalogue is too large to pack: {limit}"),
        }
    }
}

impl std::error::Error for Error {}
