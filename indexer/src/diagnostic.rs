//! What an author got wrong, as data: where, what, and how to mend it.
//!
//! Every module that reads authors' text returns these beside what it could read, all at once.
//! [`crate::report`] shows them; nothing else prints. Failures of ours are errors, not diagnostics.

use std::cmp::Ordering;

/// How much a mistake matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is published until it is mended.
    Error,
    /// Probably a mistake; published as it is.
    Warning,
    /// Worth knowing, nothing is wrong.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A place in an author's file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1; 0 when the file as a whole is meant.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Length in characters.
    pub length: u32,
}

/// One thing that an author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name, listed in [`CODES`].
    pub code: &'static str,
    /// The file, relative to the catalogue's folder, with forward slashes.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// The offending line; empty when the file as a whole is meant.
    pub source_line: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub fix: Option<String>,
}

impl Diagnostic {
    /// Whether it keeps the catalogue from being published.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Whether nothing is wrong.
    pub fn is_note(&self) -> bool {
        self.severity == Severity::Note
    }

    /// The order in which they are shown: by file and place.
    pub fn by_place(&self, other: &Diagnostic) -> Ordering {
        (&self.file, self.place, self.code, &self.message).cmp(&(
            &other.file,
            other.place,
            other.code,
            &other.message,
        ))
    }
}

/// Collects the diagnostics of one file.
#[derive(Debug, Default)]
pub struct Log<'t> {
    file: String,
    lines: Vec<&'t str>,
    found: Vec<Diagnostic>,
}

/// Longest line shown, in characters.
const LONGEST_LINE: usize = 160;

impl<'t> Log<'t> {
    /// A log for the file at `file` with this text.
    pub fn new(file: &str, text: &'t str) -> Log<'t> {
        Log {
            file: file.to_owned(),
            lines: text.lines().collect(),
            found: Vec::new(),
        }
    }

    /// Adds a diagnostic.
    pub fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        fix: Option<String>,
    ) {
        debug_assert!(
            CODES.iter().any(|(name, _)| *name == code),
            "{code} is not explained"
        );
        let line = (place.line as usize)
            .checked_sub(1)
            .and_then(|line| self.lines.get(line))
            .copied()
            .unwrap_or("");
        self.found.push(Diagnostic {
            severity,
            code,
            file: self.file.clone(),
            place,
            source_line: line.chars().take(LONGEST_LINE).collect(),
            message: message.into(),
            fix,
        });
    }

    /// Adds an error.
    pub fn error(
        &mut self,
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.add(Severity::Error, code, place, message, Some(fix.into()));
    }

    /// Adds a warning.
    pub fn warn(
        &mut self,
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.add(Severity::Warning, code, place, message, Some(fix.into()));
    }

    /// What was found.
    pub fn finish(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// The nearest of `candidates` to a misspelled `word`, if any is near enough to be meant.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::jaro_winkler(&word, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// Every code with what it means, for `callboard explain`.
pub const CODES: &[(&str, &str)] = &[
    (
        "bad-address",
        "An address must be absolute and begin with https:// or http://. `mailto:` and `tel:` belong into an action with `email` or `phone`.",
    ),
    (
        "bad-date",
        "A date is written 2024-11-07; where the day or month is not known, 2024-11 or 2024 (only for `published` and `checked`). The date must exist.",
    ),
    (
        "bad-id",
        "A record's id is its file name. It may have a to z, 0 to 9 and hyphens, so that it can stand in an address.",
    ),
    (
        "bad-language",
        "A language is a tag such as `en`, `es` or `pt-BR`.",
    ),
    (
        "bad-number",
        "A whole number of at least 1 is expected here.",
    ),
    (
        "bad-phone",
        "A phone number has digits, or letters that stand for digits on a keypad, and perhaps +, -, spaces, dots and brackets.",
    ),
    (
        "bad-settings",
        "catalog.toml cannot be read as TOML, or a key in it has a value of another kind than docs/catalog.md says.",
    ),
    (
        "bad-time",
        "A time is written 17:00, on a clock of 24 hours.",
    ),
    (
        "bad-yaml",
        "The front matter cannot be read as YAML. A value that contains `: ` or ` #`, or begins with one of [ ] { } & * ! | > ' \" % @, must stand in quotes.",
    ),
    (
        "bidi-control",
        "The text contains an invisible character that reverses the direction of writing and can make a name or address look like another.",
    ),
    (
        "duplicate-id",
        "Two files have the same name, or an id in `former_ids` is another record's. Ids are unique over all folders, and old ones lead to one record.",
    ),
    (
        "duplicate-key",
        "The same key is there twice; the first one counts.",
    ),
    (
        "duplicate-title",
        "Two records of one kind have the same title. Readers cannot tell them apart.",
    ),
    (
        "empty-catalogue",
        "There is no record in the folder `records`. A page is built, but it has nothing to find.",
    ),
    (
        "end-before-start",
        "The end lies before the start. An end without a date is on the day of the start.",
    ),
    (
        "markup-in-text",
        "Tags have no meaning here and would be shown as they are.",
    ),
    ("missing-key", "Every record needs this key."),
    ("no-catalogue", "The folder has no file catalog.toml."),
    (
        "no-front-matter",
        "A record begins with a line `---`, then its keys, then another line `---`.",
    ),
    (
        "no-link",
        "The source gave no address, number or e-mail for this. The page shows the source's words and says so. Who finds the link adds it, with `found: {where, when}`.",
    ),
    (
        "not-utf8",
        "The file is not UTF-8 text. Save it again with the encoding UTF-8.",
    ),
    (
        "raw-html",
        "HTML in the text is left out, because it could do anything to the page. Write Markdown.",
    ),
    (
        "time-in-gap",
        "On that night the clock was put forward and this time did not exist in that zone.",
    ),
    ("too-large", "A record has at most 1 MiB."),
    (
        "unknown-key",
        "Only the keys of docs/records.md mean something; another one is most likely misspelled.",
    ),
    (
        "unknown-record",
        "No record has this id. Ids are file names without .md.",
    ),
    (
        "unknown-value",
        "The value is not in the list of values that catalog.toml, or docs/records.md, gives for this key.",
    ),
    (
        "unknown-zone",
        "A zone is a name such as America/New_York from the IANA time zone database.",
    ),
    ("unreadable", "The file or folder could not be read."),
    (
        "unsafe-link",
        "A link with this scheme could run code in the reader's browser. Only https:, http:, mailto:, tel: and sms: are kept.",
    ),
    (
        "weekday-mismatch",
        "The source's words name another day of the week than the date falls on. One of them is wrong, or the year is.",
    ),
    ("wrong-kind", "This key refers to records of another kind."),
    (
        "wrong-shape",
        "The key takes a list, a text or keys of its own, and found something else.",
    ),
];
