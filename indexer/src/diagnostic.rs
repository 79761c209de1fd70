//! What an author got wrong, as data: where, what, and how to mend it.
//!
//! Every module that reads authors' text returns these beside what it could read, all at once.
//! [`crate::report`] shows them; nothing else prints. Failures of ours are errors, not diagnostics.

use crate::text_file::TextFile;
use bitcode::{Decode, Encode};
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::BTreeSet;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
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
    /// A stable name, explained in [`crate::explanation`].
    pub code: &'static str,
    /// The file, relative to the catalogue's folder, with forward slashes.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// The offending line, of a long one the part around the place; empty when the file as a whole is meant.
    pub source_line: String,
    /// The column with which that part begins, from 1.
    pub source_column: u32,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub fix: Option<String>,
    /// The change that mends it, where there is only one that can be meant.
    pub edit: Option<Edit>,
}

/// A change of the text at a diagnostic's place that an editor would make without thinking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What stands there; elsewhere the edit is not made.
    pub from: String,
    /// What is meant.
    pub to: String,
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
    text: Whose<'t>,
    /// Of most texts nobody asks for a line.
    lines: OnceCell<Vec<&'t str>>,
    found: Vec<Diagnostic>,
}

/// A file's text.
#[derive(Debug)]
enum Whose<'t> {
    /// One that was read.
    Known(&'t str),
    /// One that is read when it is needed.
    Later(&'t TextFile),
}

impl Default for Whose<'_> {
    fn default() -> Self {
        Whose::Known("")
    }
}

/// Longest line shown, in characters.
const LONGEST_LINE: usize = 160;

/// Characters shown before the place, of a line that is longer.
const BEFORE: usize = 40;

/// What is shown of a line, and the column with which that begins: all of it, or the part around the column that is meant.
fn shown(line: &str, column: u32) -> (String, u32) {
    let column = (column as usize).max(1);
    let skipped = if column <= LONGEST_LINE - BEFORE || line.chars().nth(LONGEST_LINE).is_none() {
        0
    } else {
        column - 1 - BEFORE
    };
    let part = line.chars().skip(skipped).take(LONGEST_LINE);
    // What moves the rest of the line, or the terminal's cursor, would part the marks from what they mark.
    let part = part.map(|c| if c.is_control() { ' ' } else { c });
    (part.collect(), skipped as u32 + 1)
}

impl<'t> Log<'t> {
    /// A log for the file at `file` with this text.
    pub fn new(file: &str, text: &'t str) -> Log<'t> {
        Log {
            file: file.to_owned(),
            text: Whose::Known(text),
            ..Log::default()
        }
    }

    /// A log for the file at `file`, whose text is read when it is needed.
    pub fn later(file: &str, text: &'t TextFile) -> Log<'t> {
        Log {
            file: file.to_owned(),
            text: Whose::Later(text),
            ..Log::default()
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
            crate::explanation::of(code).is_some(),
            "{code} is not explained"
        );
        let line = (place.line as usize)
            .checked_sub(1)
            .and_then(|line| self.lines().get(line))
            .copied()
            .unwrap_or("");
        let (source_line, source_column) = shown(line, place.column);
        self.found.push(Diagnostic {
            severity,
            code,
            file: self.file.clone(),
            place,
            source_line,
            source_column,
            message: message.into(),
            fix,
            edit: None,
        });
    }

    fn lines(&self) -> &[&'t str] {
        self.lines.get_or_init(|| {
            let text = match self.text {
                Whose::Known(text) => text,
                Whose::Later(text) => text.as_str(),
            };
            text.lines().collect()
        })
    }

    /// Says of the last diagnostic that only one change can be meant.
    pub fn certain(&mut self, from: &str, to: &str) {
        if let Some(last) = self.found.last_mut() {
            last.edit = Some(Edit {
                from: from.to_owned(),
                to: to.to_owned(),
            });
        }
    }

    /// Leaves out what was found under these codes.
    pub fn leave_out(&mut self, codes: &[&str]) {
        self.found.retain(|found| !codes.contains(&found.code));
    }

    /// The first line that begins with `start`; the file as a whole where none does.
    pub fn line_with(&self, start: &str) -> Place {
        self.lines()
            .iter()
            .zip(1..)
            .find(|(line, _)| line.starts_with(start))
            .map_or(Place::default(), |(line, number)| Place {
                line: number,
                column: 1,
                length: line.chars().count() as u32,
            })
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

    /// Adds what was found by reading another text of the file.
    pub fn extend(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        self.found.extend(found);
    }

    /// How much was found so far.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Whether an error was found.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(Diagnostic::is_error)
    }

    /// Whether something was found at this place.
    pub fn has_at(&self, place: Option<Place>) -> bool {
        self.found.iter().any(|found| Some(found.place) == place)
    }

    /// What was found.
    pub fn finish(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// Likeness (Jaro and Winkler's) from which on something else can be meant.
const NEAR: f64 = 0.8;

/// Whether two words have so many letters in common that they can be near, which takes a small part of the time that
/// comparing them takes. Winkler adds at most .4 of what Jaro's likeness lacks to 1, and that is at most a third of
/// `common / one + common / other + 1`.
fn may_be_near(word: &str, candidate: &str) -> bool {
    if !word.is_ascii() || !candidate.is_ascii() || word.is_empty() || candidate.is_empty() {
        return true;
    }
    let mut left = [0_u32; 128];
    for byte in word.bytes() {
        if let Some(count) = left.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let mut common = 0.0;
    for byte in candidate.bytes() {
        if let Some(count) = left
            .get_mut(usize::from(byte.to_ascii_lowercase()))
            .filter(|count| **count > 0)
        {
            *count -= 1;
            common += 1.0;
        }
    }
    let jaro = (common / word.len() as f64 + common / candidate.len() as f64 + 1.0) / 3.0;
    jaro + 0.4 * (1.0 - jaro) > NEAR
}

/// The nearest of `candidates` to a misspelled `word`, if any is near enough to be meant.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| may_be_near(&word, candidate))
        .map(|candidate| {
            (
                strsim::jaro_winkler(&word, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness > NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// The one candidate that a misspelled `word` can mean: one slip away (a letter left out, added or mistaken, two that changed
/// places), while no other candidate is. A slip in a number, or in a part of three letters or fewer, is never certain:
/// `call-1` and `call-2`, `guide-en` and `guide-es` are different things.
pub fn certain<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let near: BTreeSet<&str> = candidates
        .into_iter()
        // A letter is at most four bytes.
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= 4)
        .filter(|candidate| strsim::osa_distance(word, candidate) == 1)
        .collect();
    let only = if near.len() == 1 {
        near.into_iter().next()
    } else {
        None
    };
    only.filter(|meant| same_but_for_a_long_word(word, meant))
}

/// Whether two ids that are one slip apart have the same numbers, and differ in a part that is long enough to be known by
/// its other letters, or only in a hyphen.
fn same_but_for_a_long_word(word: &str, meant: &str) -> bool {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    if digits(word) != digits(meant) {
        return false;
    }
    let (word, meant): (Vec<&str>, Vec<&str>) = (
        word.split(['-', '_']).collect(),
        meant.split(['-', '_']).collect(),
    );
    word.len() != meant.len()
        || word
            .iter()
            .zip(&meant)
            .filter(|(one, other)| one != other)
            .all(|(_, other)| other.chars().count() > 3)
}

#[cfg(test)]
mod tests {
    use super::{NEAR, certain, may_be_near};

    /// What is left out beforehand is never what is meant.
    #[test]
    fn no_word_that_is_near_is_left_out() {
        let words = [
            "event",
            "evnt",
            "evvent",
            "training",
            "trainings",
            "a",
            "ab",
            "housing",
            "hosing",
            "example-tenants-union",
            "tenants-union",
            "union-of-tenants",
            "éxample",
            "mass-call-1",
        ];
        for one in words {
            for other in words {
                let likeness = strsim::jaro_winkler(one, other);
                assert!(likeness <= NEAR || may_be_near(one, other), "{one} {other}");
            }
        }
        assert!(
            !may_be_near("housing", "event")
                && may_be_near("Event".to_lowercase().as_str(), "EVENT")
        );
    }

    #[test]
    fn only_a_slip_in_a_long_word_is_certain() {
        let ids = [
            "mass-call-2024-11-07",
            "guide-en",
            "rising-majority",
            "reframe",
            "event",
            "map",
        ];
        for (word, meant) in [
            ("risng-majority", Some("rising-majority")),
            ("rising-majroity", Some("rising-majority")),
            ("risingmajority", Some("rising-majority")),
            ("evnt", Some("event")),
            ("events", Some("event")),
            // Another day, another language, another word, two slips.
            ("mass-call-2024-11-08", None),
            ("guide-es", None),
            ("mapp", None),
            ("risng-majorty", None),
            ("nothing", None),
        ] {
            assert_eq!(certain(word, ids), meant, "{word}");
        }
        // Both are as near.
        assert_eq!(certain("reframe", ["reframed", "reframes"]), None);
    }
}
