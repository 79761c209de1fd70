//! The formats, and which reader each has.

use crate::draft::{Import, Question};
use crate::feed;
use crate::hsds;
use crate::hugo;
use crate::ical;
use crate::jekyll;
use crate::list;
use crate::magazine;
use crate::source::{File, Source};
use crate::table::{self, map::Map};
use crate::vocabulary::Vocabulary;
use crate::zola;
use jiff::civil::Date;
use std::collections::BTreeMap;

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
    /// A list of resources, pasted text or HTML.
    List,
    /// A magazine's front page, pasted text or HTML.
    Magazine,
    /// Pages of Markdown without front matter, as Notion exports them.
    Markdown,
}

/// What a reader is told beside the source.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the catalogue knows.
    pub vocabulary: Vocabulary,
    /// The day of the import, to which a list that says no year is near.
    pub as_of: Date,
    /// The year of dates that name none.
    pub year: Option<i16>,
    /// What the columns of a table are.
    pub map: Map,
}

impl Options {
    /// Of an import into a catalogue that knows nothing, on that day.
    pub fn new(as_of: Date) -> Options {
        Options {
            vocabulary: Vocabulary::default(),
            as_of,
            year: None,
            map: Map::default(),
        }
    }
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
        Format::List,
        Format::Magazine,
        Format::Markdown,
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
            Format::List => "list",
            Format::Magazine => "magazine",
            Format::Markdown => "markdown",
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

/// Reads a source. What could not be read of it is told first.
pub fn read(source: &Source, format: Format, options: &Options) -> Import {
    let without_mails = match format {
        Format::List => None,
        _ => source.without_mails(),
    };
    let source = without_mails.as_ref().unwrap_or(source);
    let mut import = of_format(source, format, options);
    let unread = source.unread.iter().map(|(path, reason)| Question {
        file: path.clone(),
        line: 0,
        code: "unread",
        text: format!("the file was not read: {reason}"),
    });
    import.questions.splice(..0, unread);
    import
}

fn of_format(source: &Source, format: Format, options: &Options) -> Import {
    match format {
        Format::Jekyll => jekyll::read(source, &options.vocabulary),
        Format::Hugo => hugo::read(source, &options.vocabulary),
        Format::Zola => zola::read(source, &options.vocabulary),
        Format::Ical => ical::read(source, &options.vocabulary),
        Format::Feed => of_endings(source, &["xml", "rss", "atom", "rdf", "json"], |source| {
            feed::read(source, &options.vocabulary)
        }),
        Format::Csv => of_endings(source, &["csv", "tsv", "tab"], |source| {
            table::csv(source, &options.map, &options.vocabulary)
        }),
        Format::Jsonl => of_endings(source, &["jsonl", "ndjson", "json"], |source| {
            table::json_lines(source, &options.map, &options.vocabulary)
        }),
        Format::Hsds => hsds::read(source, &options.vocabulary),
        Format::List => one_file(source, |file| {
            let mut import = list::read(&file.bytes, &file.path, &for_list(source, options));
            let events = magazine::titles_of_events(&file.bytes);
            if !events.is_empty() {
                let text = format!(
                    "the page's data tells of events, which no list has: “{}”. They can be imported from it with `--as magazine`",
                    events.join("”, “")
                );
                import.ask(&file.path, 0, "left-out", text);
            }
            import
        }),
        Format::Magazine => one_file(source, |file| {
            let mut import =
                magazine::read(&file.bytes, &file.path, &for_magazine(source, options));
            let events = magazine::events(&file.bytes, &file.path, &options.vocabulary);
            import.drafts.extend(events.drafts);
            import.questions.extend(events.questions);
            import
        }),
        Format::Markdown => table::pages::read(source, &options.map, &options.vocabulary),
    }
}

fn for_list(source: &Source, options: &Options) -> list::Options {
    let vocabulary = &options.vocabulary;
    let known = vocabulary.sources.get_key_value(&source.name);
    list::Options {
        today: options.as_of,
        year: options.year,
        source: known.map(|(id, _)| id.clone()),
        collection: known.and_then(|(_, collection)| collection.clone()),
        organizations: vocabulary.organizations.clone(),
        sections: sections(vocabulary),
    }
}

fn for_magazine(source: &Source, options: &Options) -> magazine::Options {
    let vocabulary = &options.vocabulary;
    let known = vocabulary.sources.get_key_value(&source.name);
    magazine::Options {
        source: known.map(|(id, _)| id.clone()),
        collection: known.and_then(|(_, collection)| collection.clone()),
        organizations: vocabulary.organizations.clone(),
        sections: sections(vocabulary),
        series: vocabulary.series.clone(),
        language: Some(vocabulary.language().to_owned()),
    }
}

fn sections(vocabulary: &Vocabulary) -> BTreeMap<String, String> {
    vocabulary
        .facets
        .get("section")
        .cloned()
        .unwrap_or_default()
}

/// What is in the files of a folder that are of a format by their endings. A file alone is meant to be of it.
fn of_endings(source: &Source, endings: &[&str], read: impl Fn(&Source) -> Import) -> Import {
    // Of one whose only file cannot be read that is told already.
    if source.files.len() == 1 || source.files.is_empty() && !source.unread.is_empty() {
        return read(source);
    }
    let is_of = |file: &&File| {
        let ending = file.name().rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| endings.iter().any(|of| ending.eq_ignore_ascii_case(of)))
    };
    let (fitting, others): (Vec<&File>, Vec<&File>) = source.files.iter().partition(is_of);
    let mut import = read(&Source {
        name: source.name.clone(),
        files: fitting.iter().map(|file| (*file).clone()).collect(),
        unread: source.unread.clone(),
    });
    let endings = endings.join(", .");
    if fitting.is_empty() {
        let text = format!(
            "no file of this folder ends with .{endings}; one with another ending can be imported by itself"
        );
        import.ask(&source.name, 0, "nothing-found", text);
    } else if let Some(first) = others.first() {
        let text = match others.len() {
            1 => format!(
                "{} was left out: it does not end with .{endings}",
                first.path
            ),
            all => format!(
                "{all} files were left out, {} among them: they do not end with .{endings}",
                first.path
            ),
        };
        import.ask(&source.name, 0, "left-out", text);
    }
    import
}

/// What is in the one file of a source. Lists and front pages are single pages; a folder of them would be
/// several sources, whose drafts could not be told apart.
fn one_file(source: &Source, read: impl Fn(&File) -> Import) -> Import {
    if let [file] = source.files.as_slice() {
        return read(file);
    }
    let mut import = Import::default();
    let files = source.files.len();
    import.ask(
        &source.name,
        0,
        "nothing-found",
        format!("this is a folder with {files} files; this format is read from one file at a time"),
    );
    import
}
