//! Announcements that stand on several lines, as newsletters have them, as one item each: a title, a line that says when, and
//! what goes on behind them without a gap.
//!
//! The step between a page and its outline. Not here: what the item means.

use crate::dates;
use crate::page::{Line, Role};

/// Most words of a title on a line of its own.
const TITLE_WORDS: usize = 14;

/// Most words beside the date of a line that only says when: `Online, doors at`.
const OTHER_WORDS: usize = 3;

/// The lines of a page, each announcement on one.
pub(super) fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut rest = lines.as_slice();
    while let [first, behind @ ..] = rest {
        let second = behind.first().filter(|line| line.broken);
        let announces = second.is_some_and(|second| begins(first, second));
        // A bullet that has nothing but a day says when what follows is.
        let leads = second.is_some() && first.role == Role::Item && is_when(first);
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
            !line.broken || next.is_some_and(|next| begins(line, next))
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

/// Whether two lines are a title and when, in either order.
fn begins(one: &Line, two: &Line) -> bool {
    let plain = one.role == Role::Plain && two.role == Role::Plain;
    plain && (is_title(one) && is_when(two) || is_when(one) && is_title(two))
}

fn is_title(line: &Line) -> bool {
    let text = line.text.as_str();
    line.role == Role::Plain
        && text.split_whitespace().count() <= TITLE_WORDS
        && !text.ends_with([':', '.', ';', ','])
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“\"¿¡".contains(c))
        && !text.contains("://")
        && !text.contains('@')
        && dates::mentions(text).is_empty()
}

/// Whether a line says a day and hardly anything else.
fn is_when(line: &Line) -> bool {
    let mentions = dates::mentions(&line.text);
    if matches!(line.role, Role::Heading(_)) || mentions.iter().all(|mention| mention.day.is_none())
    {
        return false;
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
    words
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
        <= OTHER_WORDS
}

/// Both lines and what goes on behind them as one item.
fn announcement(one: &Line, two: &Line, more: &[Line]) -> Line {
    let title = if is_title(one) { one } else { two };
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
        let joint = match out.text.ends_with(['.', '!', '?', ':', ';', '…']) {
            true => " ",
            false if out.text == first.text && out.title.is_none() => ": ",
            false => ". ",
        };
        append(&mut out, joint, line);
    }
    out
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
