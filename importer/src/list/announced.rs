//! Announcements that stand on several lines, as newsletters have them, as one item each: a title, a line that says when, and
//! what goes on behind them without a gap.
//!
//! The step between a page and its outline. Not here: what the item means.

use super::agenda;
use super::dated;
use super::kind::cues;
use super::sentence::sentences;
use crate::dates;
use crate::page::{Line, Role};
use std::collections::BTreeSet;

/// Most words of a title on a line of its own.
const TITLE_WORDS: usize = 14;

/// Most words beside the date of a line that only says when: `Online, doors at`.
const OTHER_WORDS: usize = 3;

/// The lines of a page, each announcement on one.
pub(super) fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut lines = with_addresses(lines);
    let whole = itemize(&mut lines);
    let mut out: Vec<Line> = Vec::new();
    let mut rest = lines.as_slice();
    while let [first, behind @ ..] = rest {
        let place = lines.len() - rest.len();
        let is_whole = |ahead: usize| whole.contains(&(place + ahead));
        if let Some(end) = headed(first, behind) {
            let (these, others) = behind.split_at_checked(end).unwrap_or((behind, &[]));
            if let [second, more @ ..] = these {
                out.push(announcement(first, second, more));
            }
            rest = others;
            continue;
        }
        let second = behind.first().filter(|line| line.broken);
        let announces = second.is_some_and(|second| begins(first, second));
        // A bullet that has nothing but a day says when what follows is.
        let leads = second.is_some_and(|second| !agenda::is_timed(second))
            && first.role == Role::Item
            && !is_whole(0)
            && is_when(first);
        if !announces && !leads {
            out.push(first.clone());
            rest = behind;
            continue;
        }
        // Several announcements may follow one another without a gap.
        let own = if announces { 1 } else { 0 };
        let more = behind.iter().enumerate().skip(own);
        let ends = |(at, line): &(usize, &Line)| {
            let next = behind.get(at + 1).filter(|next| next.broken);
            !line.broken || is_whole(at + 1) || next.is_some_and(|next| begins(line, next))
        };
        let end = more.clone().find(ends).map_or(behind.len(), |(at, _)| at);
        let (these, others) = behind.split_at_checked(end).unwrap_or((behind, &[]));
        out.push(match these {
            [second, more @ ..] if announces => announcement(first, second, more),
            more => merged(first, more),
        });
        rest = others;
    }
    out
}

/// Lines with the address that stands in a line of its own right below them. Where an address stands above, too, it may be that
/// of what is below it.
fn with_addresses(lines: Vec<Line>) -> Vec<Line> {
    let is_address = |line: &Line| {
        let text = line.text.as_str();
        line.role == Role::Plain
            && (text.starts_with("https://") || text.starts_with("http://"))
            && !text.contains(char::is_whitespace)
    };
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    // Whether an address stands above the last line, without a gap between them.
    let mut below_one = false;
    for line in lines {
        let is_one = is_address(&line);
        let takes = |before: &&mut Line| {
            is_one
                && line.broken
                && !below_one
                && !line.signs
                && !matches!(before.role, Role::Heading(_))
                && before.links.is_empty()
                && !before.text.contains("://")
        };
        if let Some(before) = out.last_mut().filter(takes) {
            let joint = match before
                .text
                .ends_with(['.', '!', '?', ':', ';', ',', '…', '-', '–'])
            {
                true => " ",
                false => ": ",
            };
            append(before, joint, &line);
            continue;
        }
        below_one = line.broken && (below_one || out.last().is_some_and(is_address));
        out.push(line);
    }
    out
}

/// Marks the lines that say a day, a title and a time as items, and those beside them that begin with a day. Their places.
fn itemize(lines: &mut [Line]) -> BTreeSet<usize> {
    let plain = |line: &Line| line.role == Role::Plain;
    let whole: Vec<Option<bool>> = lines
        .iter()
        .map(|line| {
            let first = sentences(&line.text).into_iter().next()?;
            let sentence = line.text.get(first).filter(|_| plain(line))?;
            let title = dated::read(sentence)?.title;
            // Else it may be the place that stands there: `Nov 8: online, 7pm`.
            let mut cues = cues(sentence).into_iter();
            Some(cues.any(|cue| title.contains(&cue.range.start)))
        })
        .collect();
    let begins: Vec<bool> = lines
        .iter()
        .map(|line| plain(line) && dated::day(&line.text).is_some())
        .collect();
    let mut marked = BTreeSet::new();
    let is_whole = |at: usize| whole.get(at).is_some_and(Option::is_some);
    for at in 0..lines.len() {
        let follows = |at: usize| lines.get(at).is_some_and(|line| line.broken);
        let above = at.checked_sub(1).filter(|_| follows(at));
        let below = Some(at + 1).filter(|below| follows(*below));
        let beside = [above, below].into_iter().flatten().any(is_whole);
        let named = whole.get(at) == Some(&Some(true));
        let in_row = beside && begins.get(at) == Some(&true);
        if let Some(line) = lines.get_mut(at).filter(|_| named || in_row) {
            line.role = Role::Item;
            marked.insert(at);
        }
    }
    marked
}

/// How many lines belong to a heading that is the title of one thing: of a low level, before a line that only says when, and
/// with no other day below it. What goes on for longer than an item is left apart.
fn headed(heading: &Line, behind: &[Line]) -> Option<usize> {
    let [when, more @ ..] = behind else {
        return None;
    };
    let is_low = matches!(heading.role, Role::Heading(3..));
    if !is_low || !has_words_of_title(heading) || when.role != Role::Plain || !is_when(when) {
        return None;
    }
    let own = more
        .iter()
        .take_while(|line| !matches!(line.role, Role::Heading(_)));
    let other = |line: &Line| {
        dates::mentions(&line.text)
            .iter()
            .any(|mention| mention.day.is_some())
    };
    if own.clone().any(other) {
        return None;
    }
    let mut length = 0;
    let goes_on = own.take_while(|line| {
        length += line.text.len();
        line.role == Role::Plain && length <= LONGEST_TEXT
    });
    Some(1 + goes_on.count())
}

/// Most bytes below a title and its day that are one item with them.
const LONGEST_TEXT: usize = 2000;

/// Whether two lines are a title and when, in either order.
fn begins(one: &Line, two: &Line) -> bool {
    let plain = one.role == Role::Plain && two.role == Role::Plain;
    plain && (is_title(one) && is_when(two) || is_when(one) && is_title(two))
}

fn is_title(line: &Line) -> bool {
    line.role == Role::Plain && has_words_of_title(line)
}

/// A text without the little pictures that messages put before their lines.
fn without_pictures(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric() && !"“¿¡".contains(c))
        .trim_start()
}

fn has_words_of_title(line: &Line) -> bool {
    let text = line.text.as_str();
    text.split_whitespace().count() <= TITLE_WORDS
        && !text.ends_with([':', '.', ';', ','])
        && without_pictures(text)
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“\"¿¡".contains(c))
        && !text.contains("://")
        && !text.contains('@')
        && dates::mentions(text).is_empty()
}

/// Whether a line says a day and hardly anything else.
fn is_when(line: &Line) -> bool {
    let is_heading = matches!(line.role, Role::Heading(_));
    !is_heading && words_beside_day(line).is_some_and(|words| words <= OTHER_WORDS)
}

/// How many words a line has beside its days and times, if it says a day.
pub(super) fn words_beside_day(line: &Line) -> Option<usize> {
    let mentions = dates::mentions(&line.text);
    if mentions.iter().all(|mention| mention.day.is_none()) {
        return None;
    }
    let mut beside = String::new();
    let mut from = 0;
    for mention in &mentions {
        beside.push_str(line.text.get(from..mention.range.start).unwrap_or(""));
        beside.push(' ');
        from = from.max(mention.range.end);
    }
    beside.push_str(line.text.get(from..).unwrap_or(""));
    let words = beside.split_whitespace();
    let words = words.filter(|word| word.chars().any(char::is_alphanumeric));
    Some(words.count())
}

/// A day and what is on it, in either order, as one item. Words that are no title are what the item says.
pub(super) fn pair(one: &Line, two: &Line) -> Line {
    let is_title = |line: &Line| {
        has_words_of_title(line) && line.links.is_empty() && sentences(&line.text).len() == 1
    };
    if is_title(one) || is_title(two) {
        merged(&announcement(one, two, &[]), &[])
    } else {
        merged(one, std::slice::from_ref(two))
    }
}

/// Both lines and what goes on behind them as one item.
fn announcement(one: &Line, two: &Line, more: &[Line]) -> Line {
    let title = if has_words_of_title(one) { one } else { two };
    let mut first = one.clone();
    first.title = Some(title.text.clone());
    append(&mut first, ": ", two);
    merged(&first, more)
}

/// Lines as one item.
fn merged(first: &Line, more: &[Line]) -> Line {
    let mut out = first.clone();
    out.role = Role::Item;
    for line in more {
        // `Tuesday, November 12`, and below it `6:30 PM`.
        let clock = without_pictures(&line.text);
        if line.links.is_empty() && dates::times(clock).is_some() && ends_in_day(&out.text) {
            out.text.push_str(", ");
            out.text.push_str(clock);
            continue;
        }
        let joint = match out.text.ends_with(['.', '!', '?', ':', ';', '…']) {
            true => " ",
            false if out.text == first.text && out.title.is_none() => ": ",
            false => ". ",
        };
        append(&mut out, joint, line);
    }
    out
}

/// Whether a text ends with a day that has no time.
fn ends_in_day(text: &str) -> bool {
    let mentions = dates::mentions(text);
    mentions.last().is_some_and(|last| {
        last.range.end == text.len()
            && last.day.is_some()
            && last.until.is_none()
            && last.times.is_none()
    })
}

fn append(to: &mut Line, joint: &str, line: &Line) {
    to.text.push_str(joint);
    let shift = to.text.len();
    to.text.push_str(&line.text);
    for link in &line.links {
        let mut link = link.clone();
        link.range = link.range.start + shift..link.range.end + shift;
        to.links.push(link);
    }
}
