//! The formats, and which reader each has.

use crate::draft::Import;
use crate::feed;
use crate::hsds;
use crate::hugo;
use crate::ical;
use crate::jekyll;
use crate::source::Source;
use crate::table::{self, map::Map};
use crate::vocabulary::Vocabulary;
use crate::zola;

/// A format that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A Jekyll site's folder.
    Jekyll,
    /// A Hugo site's folder.
    Hugo,
    /// A Zola site's folder.
    Zola,
    /// A calendar (RFC 5545), or a folder of calendars.
    Ical,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// CSV with a heading line.
    Csv,
    /// A JSON object on each line.
    Jsonl,
    /// Open Referral's HSDS 3, CSV or JSON.
    Hsds,
}

/// What a reader is told beside the source.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the catalogue knows.
    pub vocabulary: Vocabulary,
    /// The year of dates that name none.
    pub year: Option<i16>,
    /// What the columns of a table are.
    pub map: Map,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Format] = &[
        Format::Jekyll,
        Format::Hugo,
        Format::Zola,
        Format::Ical,
        Format::Feed,
        Format::Csv,
        Format::Jsonl,
        Format::Hsds,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jekyll => "jekyll",
            Format::Hugo => "hugo",
            Format::Zola => "zola",
            Format::Ical => "ical",
            Format::Feed => "feed",
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Hsds => "hsds",
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
        Format::Hugo => hugo::read(source, &options.vocabulary),
        Format::Zola => zola::read(source, &options.vocabulary),
        Format::Ical => ical::read(source, &options.vocabulary),
        Format::Feed => feed::read(source, &options.vocabulary),
        Format::Csv => table::csv(source, &options.map, &options.vocabulary),
        Format::Jsonl => table::json_lines(source, &options.map, &options.vocabulary),
        Format::Hsds => hsds::read(source, &options.vocabulary),
    }
}
