//! Dates and times as people announce them: `Weds., Nov. 20 at 5pm PT/ 8pm ET and Tues., Dec. 10`.
//!
//! [`mentions`] finds them in running text and keeps what was said apart from what follows from it:
//! which year is meant ([`year`]), whether the weekday and the second zone agree ([`Times::disagreement`]).
//! English, Spanish, and what German and French write of days and hours (`7. November, 19.30 Uhr`). Used by the readers of lists and of front pages.
//!
//! Not here: dates that a format states (ISO 8601 in feeds and calendars), and repetition
//! (`every Tuesday`), which is no date.

mod clock;
mod day;
mod token;
pub mod year;
pub mod zone;

use jiff::civil::{Date, Time, Weekday};
use std::ops::Range;
use token::{Placed, Token, tokens};
use zone::Zone;

/// A date or time that a text mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// The day; `None` where only a weekday or only a time is said.
    pub day: Option<Day>,
    /// The weekday that is said.
    pub weekday: Option<Weekday>,
    /// The last day of a span (`Oct 22-Nov 19`).
    pub until: Option<Day>,
    /// The time of day, where one is said.
    pub times: Option<Times>,
}

/// A day of a year that may not be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// 1900 to 2100, where it is said.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31; whether the month has it shows with the year.
    pub day: i8,
    /// Whether day and month could be the other way round (`4/5`); they are read as in the United States.
    pub either_order: bool,
}

/// A time of day, as said for several zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// When it starts, on the clocks of `zone`.
    pub start: Time,
    /// When it ends.
    pub end: Option<Time>,
    /// The zone of `start`.
    pub zone: Option<Zone>,
    /// The same moment in other zones.
    pub others: Vec<(Time, Option<Zone>)>,
    /// Whether morning or afternoon was not said and does not follow from the other times either:
    /// 8 to 11 is then read as morning, 12 to 7 as afternoon.
    pub half_assumed: bool,
}

impl Times {
    /// The first other time that is not the moment of `start` on that date, with what it should be.
    pub fn disagreement(&self, date: Date) -> Option<(Time, Zone, Time)> {
        let here = self.zone?;
        let moment = date.to_datetime(self.start).in_tz(here.id).ok()?;
        self.others.iter().find_map(|(said, there)| {
            let there = (*there)?;
            let should = moment.in_tz(there.id).ok()?.time();
            (should != *said).then_some((*said, there, should))
        })
    }
}

/// All dates and times of a text, in its order.
pub fn mentions(text: &str) -> Vec<Mention> {
    let tokens = tokens(text);
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut reader = Reader {
            tokens: &tokens,
            at,
        };
        let before = out.len();
        reader.mention(&mut out);
        // Whatever the grammar took, the next one starts behind it.
        at = if out.len() > before {
            reader.at.max(at + 1)
        } else {
            at + 1
        };
    }
    out
}

/// The time of day of a text that is nothing else.
pub fn times(text: &str) -> Option<Times> {
    let tokens = tokens(text);
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
    };
    let times = reader.times()?;
    reader.mark(&['.']);
    (reader.at == tokens.len()).then_some(times)
}

/// Whether a word names a month, and is written as one.
pub fn is_month(word: &str) -> bool {
    day::month(word, false).is_some()
}

/// The weekday with which a text begins, and what stands behind it.
pub fn weekday_before(text: &str) -> Option<(Weekday, &str)> {
    day::weekday_before(text)
}

/// A place among the tokens; every rule either takes what it reads or leaves the place as it was.
struct Reader<'t> {
    tokens: &'t [Placed<'t>],
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self, ahead: usize) -> Option<Token<'t>> {
        self.tokens.get(self.at + ahead).map(|placed| placed.token)
    }

    /// Where the token ahead begins, if it touches the one before it.
    fn touches(&self, ahead: usize) -> bool {
        let end = |index: usize| self.tokens.get(index).map(|placed| placed.range.end);
        let start = |index: usize| self.tokens.get(index).map(|placed| placed.range.start);
        let here = self.at + ahead;
        here.checked_sub(1)
            .is_some_and(|before| end(before).is_some() && end(before) == start(here))
    }

    fn mark(&mut self, marks: &[char]) -> bool {
        let found = matches!(self.peek(0), Some(Token::Mark(c)) if marks.contains(&c));
        self.at += usize::from(found);
        found
    }

    fn word(&mut self, words: &[&str]) -> bool {
        let found = matches!(self.peek(0), Some(Token::Word(word)) if words.iter().any(|w| w.eq_ignore_ascii_case(word)));
        self.at += usize::from(found);
        found
    }

    /// Runs a rule; what it read is given back when it finds nothing.
    fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let found = rule(self);
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn range(&self, from: usize) -> Range<usize> {
        let start = self.tokens.get(from).map_or(0, |placed| placed.range.start);
        let end = self
            .at
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(start, |placed| placed.range.end);
        start..end.max(start)
    }

    /// A date with its time, a time with its date, or one of them alone; several days that share a
    /// month or a time are several mentions.
    fn mention(&mut self, out: &mut Vec<Mention>) {
        let from = self.at;
        if let Some(days) = self.attempt(Self::days) {
            let range = self.range(from);
            let times = self.attempt(|reader| {
                reader.joint();
                reader.times()
            });
            let (range, times) = match times {
                Some(times) => (self.range(from), Some(times)),
                None => (range, None),
            };
            for (weekday, day, until) in days {
                out.push(Mention {
                    range: range.clone(),
                    day,
                    weekday,
                    until,
                    times: times.clone(),
                });
            }
        } else if let Some(times) = self.attempt(Self::times) {
            let range = self.range(from);
            let days = self.attempt(|reader| {
                reader.joint();
                reader.days()
            });
            let range = if days.is_some() {
                self.range(from)
            } else {
                range
            };
            for (weekday, day, until) in days.unwrap_or_else(|| vec![(None, None, None)]) {
                out.push(Mention {
                    range: range.clone(),
                    day,
                    weekday,
                    until,
                    times: Some(times.clone()),
                });
            }
        }
    }

    /// What stands between a date and its time.
    fn joint(&mut self) {
        while self.mark(&[',', '@', '·', '|', '–', '—', '-', '(', ':'])
            || self.word(&[
                "at",
                "from",
                "on",
                "a",
                "la",
                "las",
                "de",
                "desde",
                "starting",
                "beginning",
                "um",
                "ab",
                "à",
            ])
        {}
    }
}

#[cfg(test)]
mod tests;
