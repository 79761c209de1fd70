//! Two texts in one file: versions between which version control could not choose, and a record pasted behind another.
//!
//! Of the first nothing around the marks can be read as it stands until somebody has chosen, so that they are told before whatever
//! reads the file complains of them; what is wrong elsewhere is wrong whichever is chosen. Not here: a key that is there twice ([`crate::yaml`]), two files of one id ([`crate::catalog`]).

use crate::diagnostic::{Diagnostic, Log, Place};
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// What Git writes before the first version, before what both were made of (where it is asked to), before the second version, and
/// behind it, each with a space or nothing behind it.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// A place where there are two versions, by its lines in the file; a mark that is left alone has its own line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    lines: RangeInclusive<u32>,
    /// The lines of each version.
    versions: [RangeInclusive<u32>; 2],
}

/// Which of two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// The one before the other.
    First,
    /// The one behind it.
    Second,
}

/// Tells of versions that were not joined, and where they are. `text` begins on line `first` of its file.
pub fn versions(text: &str, first: u32, log: &mut Log) -> Vec<Torn> {
    let [ours, base, between, theirs] = MARKS;
    let is = |line: &str, mark: &str| {
        let rest = line.strip_prefix(mark);
        rest.is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
    };
    let mut found = Vec::new();
    let mut lines = (first..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        let line = line.trim_start_matches('\u{feff}');
        // A mark alone may be what is left of a choice; `=======` alone underlines a heading.
        if !is(line, ours) && !is(line, theirs) {
            continue;
        }
        let (mut before, mut middle, mut last) = (None, None, None);
        if is(line, ours) {
            for (number, line) in lines.clone() {
                if is(line, base) {
                    before = before.or(Some(number));
                } else if is(line, between) {
                    middle = middle.or(Some(number));
                } else if is(line, ours) {
                    break;
                } else if is(line, theirs) {
                    last = Some(number);
                    break;
                }
            }
        }
        let place = Place {
            line: number,
            column: 1,
            length: line.trim_end().chars().count() as u32,
        };
        match (middle, last) {
            (Some(middle), Some(last)) => {
                // What both were made of goes with the mark behind it.
                let (end, marks) = match before.filter(|before| *before < middle) {
                    Some(before) => (before, format!("{before} to {middle}")),
                    None => (middle, middle.to_string()),
                };
                log.error(
                    "two-versions",
                    place,
                    format!(
                        "two people changed this, and both versions are there: one up to line {end}, the other up to line {last}"
                    ),
                    format!(
                        "keep of both what is right, and delete the lines {number}, {marks} and {last}"
                    ),
                );
                found.push(Torn {
                    lines: number..=last,
                    versions: [number + 1..=end - 1, middle + 1..=last - 1],
                });
                lines.by_ref().find(|(number, _)| *number == last);
            }
            _ => {
                log.error(
                    "two-versions",
                    place,
                    "this mark of version control is left of two versions that were there",
                    "look whether the text around it is whole and there once, and delete the line",
                );
                #[expect(clippy::reversed_empty_ranges, reason = "it has no version")]
                let none = 1..=0;
                found.push(Torn {
                    lines: number..=number,
                    versions: [none.clone(), none],
                });
            }
        }
    }
    found
}

/// A text of which one version alone is left, every other line keeping its number.
pub fn chosen(text: &str, torn: &[Torn], version: Version) -> String {
    let mut out = String::with_capacity(text.len());
    let mut torn = torn.iter().peekable();
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        while torn.next_if(|torn| *torn.lines.end() < number).is_some() {}
        let [first, second] = match torn.peek() {
            Some(torn) if torn.lines.contains(&number) => &torn.versions,
            _ => {
                out.push_str(line);
                continue;
            }
        };
        let kept = match version {
            Version::First => first,
            Version::Second => second,
        };
        out.push_str(match line {
            line if kept.contains(&number) => line,
            line if line.ends_with("\r\n") => "\r\n",
            line if line.ends_with('\n') => "\n",
            _ => "",
        });
    }
    out
}

/// What is wrong whichever version of `file` is chosen, of what was found with each. What a fix names may differ between them,
/// and is made by hand then.
pub fn in_both(
    file: &str,
    torn: &[Torn],
    first: Vec<Diagnostic>,
    second: &[Diagnostic],
) -> Vec<Diagnostic> {
    let mut by_place: HashMap<(&str, Place), Vec<&Diagnostic>> = HashMap::new();
    for found in second {
        let at = (found.file.as_str(), found.place);
        by_place.entry(at).or_default().push(found);
    }
    let is_torn = |found: &Diagnostic| {
        let line = found.place.line;
        found.file == file && torn.iter().any(|torn| torn.lines.contains(&line))
    };
    let in_second = |found: &Diagnostic| {
        let at = by_place.get(&(found.file.as_str(), found.place))?;
        let same = |other: &&&Diagnostic| {
            (other.severity, other.code, &other.message)
                == (found.severity, found.code, &found.message)
        };
        at.iter().find(same).copied()
    };
    let mut both = first;
    both.retain_mut(|found| {
        let Some(other) = in_second(found).filter(|_| !is_torn(found)) else {
            return false;
        };
        if other.edit != found.edit {
            found.edit = None;
        }
        true
    });
    both
}

impl Torn {
    /// Whether it begins above a line.
    pub fn begins_above(&self, line: u32) -> bool {
        *self.lines.start() < line
    }
}

/// Tells of a second record in the body of one, which would be published as a text of the first.
pub fn records(body: &str, first: u32, log: &mut Log) {
    let mut begins = None;
    let (mut kind, mut title) = (false, false);
    for (number, line) in (first..).zip(body.lines()) {
        if line.trim_end() != "---" {
            kind |= line.starts_with("kind:");
            title |= line.starts_with("title:");
            continue;
        }
        if let (Some(line), true, true) = (begins, kind, title) {
            log.warn(
                "second-record",
                Place {
                    line,
                    column: 1,
                    length: 3,
                },
                "a second record begins here, and is taken for text of the first",
                "if it is another, give it a file of its own; if it is the same, delete it from here on",
            );
            return;
        }
        begins = Some(number);
        (kind, title) = (false, false);
    }
}
