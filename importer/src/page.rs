//! A pasted text or a saved HTML page as lines with links, which is all that lists and front pages are
//! made of.
//!
//! The first step of the readers of lists and of front pages. It undoes what pasting does: wrapped
//! lines, bullets of all sorts, a bullet glued to the end of the line before it. Not here: what a line
//! means.

pub(crate) mod encoding;
pub(crate) mod html;
mod text;

use jiff::civil::Date;
use std::ops::Range;

/// A source as lines.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The source's own title, where it marks one.
    pub(crate) title: Option<String>,
    /// Its language tag, where it says one.
    pub(crate) lang: Option<String>,
    /// The day it says it was published or last updated.
    pub(crate) published: Option<Date>,
    /// In its order; none is empty.
    pub(crate) lines: Vec<Line>,
}

/// A heading, an item or a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Counted from 1; 0 for HTML, whose parser keeps no lines.
    pub(crate) number: usize,
    pub(crate) role: Role,
    pub(crate) text: String,
    /// In the order of their places.
    pub(crate) links: Vec<Link>,
    /// Whether an empty line stands before it.
    pub(crate) apart: bool,
    /// Whether it was split from the end of the line before it, to which it was glued.
    pub(crate) glued: bool,
}

/// How a line is marked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// With its level, 1 being the outermost.
    Heading(u8),
    /// With a bullet or a number.
    Item,
    #[default]
    Plain,
}

/// Words of a line that lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// Bytes of the line's text.
    pub(crate) range: Range<usize>,
    /// As the source writes it.
    pub(crate) url: String,
}

/// Reads bytes as text or HTML, whichever they look like.
pub(crate) fn read(text: &str) -> Page {
    let mut page = if html::is_html(text) {
        html::read(text)
    } else {
        text::read(text)
    };
    page.lines = page.lines.into_iter().flat_map(unglue).collect();
    page
}

/// Splits a line where an item begins directly behind the end of another: `example.org.- Next item`.
fn unglue(line: Line) -> Vec<Line> {
    let mut cuts = Vec::new();
    for (at, _) in line.text.match_indices("- ") {
        let (before, behind) = (
            line.text.get(..at).unwrap_or(""),
            line.text.get(at + 2..).unwrap_or(""),
        );
        let begins = behind
            .trim_start_matches(['“', '"', '(', '['])
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let last_word = before.rsplit(char::is_whitespace).next().unwrap_or("");
        let ends = before.ends_with(['.', '!', '?', ')', '”'])
            || last_word.contains("://")
            || last_word.starts_with("www.");
        if begins && ends {
            cuts.push(at);
        }
    }
    if cuts.is_empty() {
        return vec![line];
    }
    let mut out: Vec<Line> = Vec::new();
    let mut start = 0;
    for end in cuts.into_iter().chain([line.text.len()]) {
        let skip = if start == 0 { 0 } else { 2 };
        let from = start + skip;
        let part = line.text.get(from..end).unwrap_or("");
        let lead = part.len() - part.trim_start().len();
        out.push(Line {
            number: line.number,
            role: if start == 0 { line.role } else { Role::Item },
            text: part.trim().to_owned(),
            links: line
                .links
                .iter()
                .filter(|link| link.range.start >= from && link.range.start < end)
                .map(|link| Link {
                    range: (link.range.start - from).saturating_sub(lead)
                        ..(link.range.end.min(end) - from).saturating_sub(lead),
                    url: link.url.clone(),
                })
                .collect(),
            apart: start == 0 && line.apart,
            glued: start != 0,
        });
        start = end;
    }
    out.retain(|line| !line.text.is_empty());
    out
}

/// The day that a line gives for the whole source: `Updated Nov. 5, 2024`, or nothing but a date with its year.
fn publication(line: &str) -> Option<Date> {
    if line.chars().count() > 80 {
        return None;
    }
    let mention = crate::dates::mentions(line).into_iter().next()?;
    let day = mention.day.filter(|day| !day.either_order)?;
    let date = Date::new(day.year?, day.month, day.day).ok()?;
    let lower = line.to_lowercase();
    let says = [
        "published",
        "posted",
        "updated",
        "last updated",
        "last update",
        "date:",
        "publicado",
        "actualizado",
    ]
    .iter()
    .any(|word| lower.trim_start_matches(['*', '_', '(']).starts_with(word));
    let alone = line.len() <= mention.range.len() + 2;
    (says || alone).then_some(date)
}

#[cfg(test)]
mod tests;
