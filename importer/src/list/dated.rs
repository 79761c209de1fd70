//! A line that begins with its day and ends with its time, with what it is called between them: `FRI 11/8: rally, 12pm`.
//!
//! Day and time are one date where nothing else in the line is one. Not here: days and times that stand together
//! ([`crate::dates`]).

use crate::dates::{self, Mention};
use std::ops::Range;

/// What such a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    /// Its day and time; the range is that of the day.
    pub(super) mention: Mention,
    /// Both as they are written, the words between them left out.
    pub(super) words: String,
    /// What it is called.
    pub(super) title: Range<usize>,
}

impl Dated {
    /// The same, so many bytes further on.
    pub(super) fn shifted(mut self, by: usize) -> Dated {
        let moved = |range: Range<usize>| range.start + by..range.end + by;
        self.mention.range = moved(self.mention.range);
        self.title = moved(self.title);
        self
    }
}

/// What parts the day from what takes place on it.
const BEHIND_DAY: &[&str] = &[": ", " – ", " — ", " - ", " | ", ", "];

/// Most bytes of a day, weekday and year included, that something follows.
const LONGEST_DAY: usize = 40;

/// Before these words a time is no end of a title but when something is over, or has to be done.
const LIMITS: &[&str] = &[
    "by", "until", "till", "til", "before", "after", "to", "hasta", "antes", "de", "than",
];

/// Words that lead to a time and are no part of a title.
const LEADING: &[&str] = &[
    "at",
    "from",
    "@",
    "starting",
    "starts",
    "begins",
    "beginning",
    "a",
    "las",
    "la",
    "desde",
];

/// Reads a line or sentence.
pub(super) fn read(text: &str) -> Option<Dated> {
    if text.len() > LONGEST {
        return None;
    }
    let text = without_link(text.trim_end().trim_end_matches(['.', '!']));
    let behind = day(text)?;
    let (words, time) = ending_in_time(text, behind)?;
    let day = text.get(..words.start)?;
    let day = day.trim_end_matches([':', ' ', ',', '–', '—', '-', '|']);
    let title = text.get(words.clone())?;
    if title.split_whitespace().count() > MOST_WORDS
        || !title.contains(char::is_alphabetic)
        || !dates::mentions(title).is_empty()
    {
        return None;
    }
    let whole = format!("{day} at {time}");
    let mut mentions = dates::mentions(&whole).into_iter();
    let mut mention = mentions.next()?;
    let one = mentions.next().is_none() && mention.range == (0..whole.len());
    if !one || mention.day.is_none() || mention.until.is_some() || mention.times.is_none() {
        return None;
    }
    mention.range = 0..day.len();
    Some(Dated {
        mention,
        words: format!("{day} … {time}"),
        title: words,
    })
}

/// Most bytes of such a line.
const LONGEST: usize = 300;

/// Most words of what a line is called.
const MOST_WORDS: usize = 16;

/// What stands before an address at the end, or before the words of a link.
const CALLS: &[&str] = &[
    "register",
    "registration",
    "rsvp",
    "sign up",
    "join",
    "info",
    "more info",
    "details",
    "link",
    "zoom",
    "regístrate",
    "inscríbete",
    "más información",
];

/// A line without an address behind it, and without the words that lead there.
pub(super) fn without_link(text: &str) -> &str {
    let marks = |c: char| c.is_whitespace() || ",;:–—-|(".contains(c);
    let address = ["https://", "http://", "www."]
        .iter()
        .filter_map(|start| text.find(start))
        .min()
        .filter(|at| !text.get(*at..).unwrap_or("").contains(char::is_whitespace));
    let before = match address {
        Some(at) => text.get(..at).unwrap_or("").trim_end_matches(['<', '(']),
        None => text,
    };
    let mut words = before.trim_end_matches(marks);
    // `Register here`, `RSVP at`: behind a mark, they are no part of a title.
    let bare = words.strip_suffix(" here").or(words.strip_suffix(" aquí"));
    let bare = bare.or(words.strip_suffix(" at")).unwrap_or(words);
    for call in CALLS {
        let Some(at) = bare.len().checked_sub(call.len()) else {
            continue;
        };
        let (rest, last) = bare.split_at_checked(at).unwrap_or((bare, ""));
        if last.to_lowercase() == *call && rest.trim_end() != rest.trim_end_matches(marks) {
            words = rest.trim_end_matches(marks);
            break;
        }
    }
    match (address, words.len() == before.trim_end_matches(marks).len()) {
        (None, true) => text,
        _ => words,
    }
}

/// Where what follows the day that a text begins with begins, if a mark parts it from the day.
pub(super) fn day(text: &str) -> Option<usize> {
    let mut ends: Vec<(usize, usize)> = BEHIND_DAY
        .iter()
        .flat_map(|mark| {
            text.match_indices(mark)
                .map(|(at, _)| (at, at + mark.len()))
        })
        .filter(|(end, _)| *end <= LONGEST_DAY)
        .collect();
    ends.sort_unstable();
    // A year may stand behind a comma.
    let is_day = |end: usize| {
        let whole = format!("{} at 5pm", text.get(..end).unwrap_or(""));
        let mentions = dates::mentions(&whole);
        matches!(mentions.as_slice(), [one] if one.day.is_some() && one.until.is_none() && one.range == (0..whole.len()))
    };
    let found = ends.into_iter().rev().find(|(end, _)| is_day(*end));
    found.map(|(_, behind)| behind)
}

/// The words from a place on up to the time that the text ends with, and the time.
fn ending_in_time(text: &str, from: usize) -> Option<(Range<usize>, &str)> {
    let rest = text.get(from..)?;
    let starts = rest.match_indices(' ').map(|(at, _)| from + at + 1);
    let clock = |at: usize| {
        let bare = text.get(at..).unwrap_or("");
        match bare.strip_prefix('(') {
            Some(inner) => inner.strip_suffix(')').unwrap_or(bare),
            None => bare,
        }
    };
    let start = starts
        .into_iter()
        .find(|at| dates::times(clock(*at)).is_some())?;
    let marks = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '–' | '—' | '-' | '|');
    let mut words = text.get(from..start)?.trim_end_matches(marks);
    loop {
        let last = words.rsplit(char::is_whitespace).next().unwrap_or("");
        let lower = last.to_lowercase();
        let leads = LEADING.contains(&lower.as_str());
        if LIMITS.contains(&lower.as_str()) {
            return None;
        }
        if !leads || words.len() == last.len() {
            break;
        }
        words = words.strip_suffix(last)?.trim_end_matches(marks);
    }
    (!words.trim().is_empty()).then_some((from..from + words.len(), clock(start)))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_day_a_title_and_a_time() {
        for (line, day, title, start, words) in [
            (
                "FRI 11/8: rally, 12pm",
                (11, 8),
                "rally",
                "12:00",
                "FRI 11/8 … 12pm",
            ),
            (
                "Sun. Nov 10 – Potluck and letters, 5-7pm.",
                (11, 10),
                "Potluck and letters",
                "17:00",
                "Sun. Nov 10 … 5-7pm",
            ),
            (
                "11/12: phone bank at 6pm ET",
                (11, 12),
                "phone bank",
                "18:00",
                "11/12 … 6pm ET",
            ),
            (
                "Saturday, November 9, 2024: Open evening (19:30)",
                (11, 9),
                "Open evening",
                "19:30",
                "Saturday, November 9, 2024 … 19:30",
            ),
            (
                "Wednesday, Nov 13 — Town hall — 7 p.m. ET — https://example.org/th",
                (11, 13),
                "Town hall",
                "19:00",
                "Wednesday, Nov 13 … 7 p.m. ET",
            ),
            (
                "Nov 13: Town hall, 7pm ET, RSVP at https://example.org/th",
                (11, 13),
                "Town hall",
                "19:00",
                "Nov 13 … 7pm ET",
            ),
            (
                "Nov 13 | Town hall | 7pm ET | Register here",
                (11, 13),
                "Town hall",
                "19:00",
                "Nov 13 … 7pm ET",
            ),
            (
                "Viernes 8 de noviembre: marcha, a las 6 de la tarde",
                (11, 8),
                "marcha",
                "18:00",
                "Viernes 8 de noviembre … 6 de la tarde",
            ),
        ] {
            let found = read(line);
            let said = found.as_ref().and_then(|found| {
                let day = found.mention.day?;
                let start = found.mention.times.as_ref()?.start.strftime("%H:%M");
                let title = line.get(found.title.clone())?;
                Some(((day.month, day.day), title, start.to_string()))
            });
            assert_eq!(said, Some((day, title, start.to_owned())), "{line}");
            assert_eq!(found.map(|found| found.words).as_deref(), Some(words));
        }
    }

    #[test]
    fn what_is_not_certain() {
        for line in [
            "FRI 11/8: rally",
            "FRI 11/8, 12pm: rally",
            "Nov 15: march at 5pm, rally at 6pm",
            "Nov 15: march, and on Nov 16 a rally, 6pm",
            "Nov 16: register by 5pm",
            "Nov 16: open until 5pm",
            "Nov 16: rally, 5pm, then https://example.org/a and more",
            "Nov 8-10: convergence, 9am",
            "Rally: 12pm",
            "Nov 8: 12pm",
            "Read 11/8 of it: rally, 12pm",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
