//! A pasted text or a saved HTML page as lines with links, which is all that lists and front pages are
//! made of.
//!
//! The first step of the readers of lists and of front pages. It undoes what pasting does: wrapped
//! lines, bullets of all sorts, a bullet glued to the end of the line before it. Not here: what a line
//! means.

mod chat;
pub(crate) mod encoding;
pub(crate) mod html;
mod letter;
pub(crate) mod mail;
mod marks;
mod nesting;
mod preview;
pub(crate) mod protected;
pub(crate) mod redirect;
mod text;
mod word_processor;
pub(crate) mod wrapped;

use crate::dates::Mention;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeSet;
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
    /// That day, where its numbers could be two.
    pub(crate) either: Option<EitherDay>,
    /// Whether its elements nest so deep that some were read as text.
    pub(crate) deep: bool,
    /// The headers of mails that it was pasted with, which are no lines of it.
    pub(crate) headers: Vec<Line>,
    /// Where the messages of a chat begin that it is, and what of them was left out.
    pub(crate) chat: Option<(usize, String)>,
    /// Texts that a mail has for the list of a mail program and hides from its readers.
    pub(crate) preview: Vec<String>,
    /// Addresses that may go on in the line below them.
    pub(crate) unsure: Vec<wrapped::Unsure>,
    /// In its order; none is empty.
    pub(crate) lines: Vec<Line>,
}

/// A day in numbers of which either could be the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EitherDay {
    pub(crate) line: usize,
    /// As it is written.
    pub(crate) words: String,
    pub(crate) month_first: Date,
    pub(crate) day_first: Date,
}

impl EitherDay {
    /// The day of a line that is said for the whole source, if it could be two.
    fn of(line: &Line, words: &str) -> Option<EitherDay> {
        let mention = crate::dates::mentions(words).into_iter().next()?;
        let day = mention.day.filter(|day| day.either_order)?;
        Some(EitherDay {
            line: line.number,
            words: words.get(mention.range)?.to_owned(),
            month_first: Date::new(day.year?, day.month, day.day).ok()?,
            day_first: Date::new(day.year?, day.day, day.month).ok()?,
        })
    }
}

/// A heading, an item or a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Counted from 1; 0 for HTML, whose parser keeps no lines.
    pub(crate) number: usize,
    pub(crate) role: Role,
    pub(crate) text: String,
    /// What it is called, where that stands by itself.
    pub(crate) title: Option<String>,
    /// In the order of their places.
    pub(crate) links: Vec<Link>,
    /// Whether an empty line stands before it.
    pub(crate) apart: bool,
    /// Whether it goes on where the line before it ended, behind a break and no gap.
    pub(crate) broken: bool,
    /// Whether it was split from the end of the line before it, to which it was glued.
    pub(crate) glued: bool,
    /// Whether it says who wrote a mail, below its close.
    pub(crate) signs: bool,
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

/// What is asked of a page whose elements nest too deep.
pub(crate) const TOO_DEEP: &str =
    "Elements nest so deep that the innermost were read as plain text. Is the page whole?";

/// Reads bytes as text or HTML, whichever they look like. The line that gives the day of the source is taken out.
pub(crate) fn read(text: &str) -> Page {
    parted(text, true, &[])
}

/// Reads a mail whose headers stand apart, as if they stood above it.
pub(crate) fn read_mail(mail: &mail::Mail) -> Page {
    let headers = (1..).zip(&mail.headers).map(|(number, text)| Line {
        number,
        text: text.clone(),
        ..Line::default()
    });
    parted(&mail.text, true, &headers.collect::<Vec<_>>())
}

/// Reads a source that has no day of its own: a date is that of what it stands beside.
pub(crate) fn undated(text: &str) -> Page {
    parted(text, false, &[])
}

fn parted(text: &str, dated: bool, headers: &[Line]) -> Page {
    let text = &plain(text);
    let mut page = if html::is_html(text) {
        html::read(text, dated, headers)
    } else {
        let chat = dated.then(|| chat::read(text)).flatten();
        let mut page = match chat {
            Some(chat) => {
                let mut page = text::read(&marks::without(&chat.text), &chat.begins);
                (page.chat, page.published) = (chat.told, chat.day);
                page
            }
            None => text::read(&marks::without(text), &BTreeSet::new()),
        };
        if dated {
            above(&mut page.lines, headers);
            letter::take(&mut page);
            date(&mut page);
        }
        page
    };
    page.lines = page
        .lines
        .into_iter()
        .flat_map(unglue)
        .flat_map(shorten)
        .collect();
    page
}

/// Puts headers above the lines of a mail.
fn above(lines: &mut Vec<Line>, headers: &[Line]) {
    if let (Some(first), false) = (lines.first_mut(), headers.is_empty()) {
        first.apart = true;
    }
    lines.splice(..0, headers.iter().cloned());
}

/// A text with the spaces and hyphens that keyboards have. Word processors and mails put others between the parts of
/// dates and telephone numbers so that no line breaks there, and marks that nobody sees within words.
fn plain(text: &str) -> Cow<'_, str> {
    let typeset = |c: char| {
        matches!(
            c,
            '\u{a0}' | '\u{ad}' | '\u{2002}'
                ..='\u{200b}' | '\u{2010}' | '\u{2011}' | '\u{202f}' | '\u{2060}' | '\u{feff}'
        )
    };
    if !text.contains(typeset) {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| match c {
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
        '\u{2010}' | '\u{2011}' => Some('-'),
        _ if typeset(c) => Some(' '),
        _ => Some(c),
    };
    Cow::Owned(text.chars().filter_map(plain).collect())
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
    let cuts = cuts.into_iter().map(|at| (at, 2)).collect();
    let mut parts = split(line, cuts);
    for part in parts.iter_mut().skip(1) {
        part.role = Role::Item;
        part.glued = true;
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// Most bytes of a line. The readers of items compare what stands in a line with one another; no item that
/// somebody wrote by hand is as long.
const LONGEST: usize = 16 << 10;

/// Splits a line that is longer than any item between words.
fn shorten(line: Line) -> Vec<Line> {
    let mut cuts = Vec::new();
    let mut start = 0;
    while line.text.len() - start > LONGEST {
        let mut end = start + LONGEST;
        while !line.text.is_char_boundary(end) {
            end -= 1;
        }
        let space = line.text.get(start..end).and_then(|part| part.rfind(' '));
        let (at, skip) = match space {
            Some(space) if space > 0 => (start + space, 1),
            _ => (end, 0),
        };
        cuts.push((at, skip));
        start = at + skip;
    }
    let mut parts = split(line, cuts);
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// A line in parts. Each cut is the place of a mark and its length; the mark is dropped.
fn split(line: Line, cuts: Vec<(usize, usize)>) -> Vec<Line> {
    if cuts.is_empty() {
        return vec![line];
    }
    let mut out: Vec<Line> = Vec::new();
    let mut links = line.links.iter().peekable();
    let mut from = 0;
    for (end, skip) in cuts.into_iter().chain([(line.text.len(), 0)]) {
        let part = line.text.get(from..end).unwrap_or("");
        let lead = from + part.len() - part.trim_start().len();
        let text = part.trim().to_owned();
        let mut own = Vec::new();
        while let Some(link) = links.next_if(|link| link.range.start < end) {
            let start = link.range.start.saturating_sub(lead);
            let stop = link.range.end.min(end).saturating_sub(lead).min(text.len());
            if start < stop {
                own.push(Link {
                    range: start..stop,
                    url: link.url.clone(),
                });
            }
        }
        out.push(Line {
            number: line.number,
            role: line.role,
            text,
            links: own,
            title: line.title.clone(),
            apart: out.is_empty() && line.apart,
            broken: out.is_empty() && line.broken,
            glued: false,
            signs: line.signs,
        });
        from = end + skip;
    }
    out
}

/// How many of the first lines may say when the source was published.
const HEAD: usize = 12;

/// How many of them may be nothing but a day: further down it is that of what stands beside it.
const HEAD_ALONE: usize = 4;

/// Takes the day of the source from its first lines.
fn date(page: &mut Page) {
    let dated = page
        .lines
        .iter()
        .take(HEAD)
        .enumerate()
        .find_map(|(at, line)| Some((at, publication(&line.text, at < HEAD_ALONE)?)));
    let Some((at, date)) = dated else {
        if page.published.is_none() && page.either.is_none() {
            let mut head = page.lines.iter().take(HEAD).enumerate();
            page.either = head.find_map(|(at, line)| {
                let mention = of_source(&line.text, at < HEAD_ALONE)?;
                EitherDay::of(line, line.text.get(mention.range)?)
            });
        }
        return;
    };
    if page.published.is_some() {
        return;
    }
    page.published = Some(date);
    // What it says stands in the front matter, but a paragraph and what says more stay.
    let is_spent = |line: &Line| line.role != Role::Item && !says_more(&line.text);
    if page.lines.get(at).is_some_and(is_spent) && at > 0 {
        page.lines.remove(at);
    }
}

/// The day that a line gives for the whole source.
fn publication(line: &str, may_be_alone: bool) -> Option<Date> {
    let day = of_source(line, may_be_alone)?.day;
    let day = day.filter(|day| !day.either_order)?;
    Date::new(day.year?, day.month, day.day).ok()
}

/// What a line says of the whole source's day: `Updated Nov. 5, 2024`, or nothing but a date with its year.
fn of_source(line: &str, may_be_alone: bool) -> Option<Mention> {
    if line.chars().count() > 80 {
        return None;
    }
    let mention = crate::dates::mentions(line).into_iter().next()?;
    mention.day.and_then(|day| day.year)?;
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
    // A day with a time is that of something else.
    let alone = may_be_alone && line.len() <= mention.range.len() + 2 && mention.times.is_none();
    (says || alone).then_some(mention)
}

/// Words around the day of a source that say nothing more than that it is.
const OF_DATE: &[&str] = &[
    "published",
    "publication",
    "posted",
    "last",
    "updated",
    "update",
    "date",
    "on",
    "publicado",
    "actualizado",
    "actualización",
    "última",
    "el",
];

/// Whether a line says more than the day of its source.
fn says_more(line: &str) -> bool {
    let mut rest = line.to_owned();
    for mention in crate::dates::mentions(line).iter().rev() {
        if rest.get(mention.range.clone()).is_some() {
            rest.replace_range(mention.range.clone(), " ");
        }
    }
    rest.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .any(|word| !OF_DATE.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests;
