//! The formats, and which reader each has.

use crate::draft::Import;
use crate::jekyll;
use crate::source::Source;
use crate::vocabulary::Vocabulary;

/// A format that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A Jekyll site's folder.
    Jekyll,
}

/// What a reader is told beside the source.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the catalogue knows.
    pub vocabulary: Vocabulary,
    /// The year of dates that name none.
    pub year: Option<i16>,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Format] = &[Format::Jekyll];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jekyll => "jekyll",
        }
    }

    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
    }
}

/// Reads a source.
pub fn read(source: &Source, format: Format, options: &Options) -> Import {
    match format {
        Format::Jekyll => jekyll::read(source, &options.vocabulary),
    }
}
