//! Paragraphs of which every other is nothing but a day, as pages of events have them: the day and what is on it, or the
//! other way round, are one item.
//!
//! A step between a page and its outline, before announcements whose lines stand together. Where the paragraphs do not say
//! which day is whose they are left as they are. Not here: several things below one day.

use super::{agenda, announced};
use crate::page::{Line, Role};
use std::ops::Range;

/// Fewest days that make a row of them.
const FEWEST: usize = 2;

/// Most words of a first line that is the list's title.
const TITLE_WORDS: usize = 10;

/// The lines of a page, each such pair on one.
pub(super) fn paired(lines: Vec<Line>, has_title: bool) -> Vec<Line> {
    let kinds: Vec<Option<Kind>> = lines.iter().map(kind).collect();
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let end = run(&kinds, at);
        let pairs = pairs(&lines, &kinds, at..end, has_title);
        out.extend_from_slice(lines.get(at..pairs.start).unwrap_or_default());
        for pair in lines.get(pairs.clone()).unwrap_or_default().chunks(2) {
            match pair {
                [one, two] => out.push(announced::pair(one, two)),
                others => out.extend_from_slice(others),
            }
        }
        out.extend_from_slice(lines.get(pairs.end..end).unwrap_or_default());
        at = end;
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Day,
    Words,
}

/// What a paragraph is; nothing where it can be no half of a pair.
fn kind(line: &Line) -> Option<Kind> {
    if line.role != Role::Plain || line.signs {
        return None;
    }
    match announced::words_beside_day(line) {
        Some(0) => Some(Kind::Day),
        None if !agenda::is_timed(line) => Some(Kind::Words),
        _ => None,
    }
}

/// Where the row ends that begins at a place, in which days and words take turns.
fn run(kinds: &[Option<Kind>], from: usize) -> usize {
    let mut end = from + 1;
    while let (Some(Some(before)), Some(Some(next))) = (kinds.get(end - 1), kinds.get(end))
        && before != next
    {
        end += 1;
    }
    end
}

/// The part of a row that is pairs.
fn pairs(
    lines: &[Line],
    kinds: &[Option<Kind>],
    run: Range<usize>,
    has_title: bool,
) -> Range<usize> {
    let none = run.end..run.end;
    let is_day = |at: usize| kinds.get(at) == Some(&Some(Kind::Day));
    let Some(first) = lines.get(run.start) else {
        return none;
    };
    // Lines that stand together are looked at by themselves.
    let together = lines
        .get(run.clone())
        .is_some_and(|lines| lines.iter().skip(1).any(|line| line.broken));
    let start = match (is_day(run.start), is_day(run.end - 1)) {
        (true, false) | (false, true) => run.start,
        (false, false) if leads_in(first, run.start == 0 && !has_title) => run.start + 1,
        _ => return none,
    };
    match !together && run.end - start >= 2 * FEWEST {
        true => start..run.end,
        false => none,
    }
}

/// Whether a line stands above a row and is none of it.
fn leads_in(line: &Line, is_first: bool) -> bool {
    let text = line.text.as_str();
    let is_short = text.split_whitespace().count() <= TITLE_WORDS && !text.contains("://");
    text.ends_with(':') || is_first && is_short
}

#[cfg(test)]
mod tests {
    use super::paired;
    use crate::page;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let lines = paired(page::undated(text).lines, false);
        let found: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn days_and_words_in_turn() {
        for text in [
            "Coming up\n\nNov 12\n\nPotluck\n\nThursday, Nov 14, 7pm ET\n\nPhone bank. Sign up: https://e.org/b",
            "Coming up:\n\nPotluck\n\nNov 12\n\nPhone bank. Sign up: https://e.org/b\n\nThursday, Nov 14, 7pm ET",
        ] {
            let lines = paired(page::undated(text).lines, false);
            assert_eq!(lines.len(), 3, "{text}");
        }
        check(
            "<p><b>Nov 12</b></p><p>Potluck</p><p>Nov 14</p><p>Phone bank. <a href='https://e.org'>Sign up</a></p>",
            &["Nov 12: Potluck", "Nov 14: Phone bank. Sign up"],
        );
        check(
            "<p>Potluck</p><p>Nov 12</p><p>Phone bank</p><p>Nov 14</p>",
            &["Potluck: Nov 12", "Phone bank: Nov 14"],
        );
    }

    #[test]
    fn whose_day_is_not_certain() {
        for text in [
            "Nov 12\n\nPotluck",
            "Nov 12\n\nPotluck\n\nNov 13",
            "Nov 12\n\nPotluck\n\nNov 13\n\nRally\n\nNov 14",
            "See https://e.org/a\n\nNov 12\n\nPotluck\n\nNov 13\n\nRally",
            "Nov 12\n\nPotluck\n\nRally\n\nNov 13\n\nFilm\n\nMusic",
        ] {
            let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
            check(text, &lines);
        }
    }
}
