//! Addresses that a mail broke at the end of a line, whole again where that is certain. What may be a part of the address
//! and may be a word is left and told.
//!
//! A step of the reader of plain text. Not here: lines that go on in words.

use crate::dates::mentions;
use std::borrow::Cow;

/// A line and its number, from 1.
pub(super) type Numbered<'t> = (usize, Cow<'t, str>);

/// How long lines are that mails break: those that end sooner end where their writer ended them.
const WRAPPED_FROM: usize = 60;

/// An address that may go on in the next line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsure {
    /// The line with the address, from 1.
    pub(crate) line: usize,
    pub(crate) address: String,
    /// What stands at the beginning of the next line.
    pub(crate) next: String,
}

/// Lines with whole addresses, and addresses that may not be.
pub(super) fn joined<'t>(
    lines: impl Iterator<Item = Numbered<'t>>,
) -> (Vec<Numbered<'t>>, Vec<Unsure>) {
    let mut out: Vec<Numbered<'t>> = Vec::new();
    let mut unsure = Vec::new();
    for (number, line) in lines {
        let (next, rest) = first_word(&line);
        match out.last_mut() {
            Some((_, above)) if goes_on(above, next, rest) == Some(true) => {
                *above = Cow::Owned(format!("{}{next}", above.trim_end()));
                // What follows the address stays in the line where it is.
                if !rest.is_empty() {
                    out.push((number, Cow::Owned(rest.to_owned())));
                }
                continue;
            }
            Some((before, above)) if goes_on(above, next, rest) == Some(false) => {
                unsure.push(Unsure {
                    line: *before,
                    address: last_word(above).to_owned(),
                    next: next.to_owned(),
                });
            }
            _ => {}
        }
        out.push((number, line));
    }
    (out, unsure)
}

fn first_word(line: &str) -> (&str, &str) {
    let line = line.trim();
    line.split_once(char::is_whitespace)
        .map_or((line, ""), |(word, rest)| (word, rest.trim()))
}

fn last_word(line: &str) -> &str {
    line.trim_end()
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or("")
}

/// Whether the address that a line ends with goes on in the first word of the next: for certain, or perhaps.
fn goes_on(line: &str, next: &str, rest: &str) -> Option<bool> {
    let address = last_word(line);
    let begin = address
        .find("https://")
        .or_else(|| address.find("http://"))?;
    let bare = next.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%>".contains(c);
    if bare.len() < 2 || next.contains("://") || !next.chars().all(is_part) {
        return None;
    }
    // What is opened by `<` ends with `>` (RFC 3986, appendix C).
    let before = address.get(..begin).unwrap_or("");
    if before.ends_with('<') && !address.contains('>') {
        return bare.ends_with('>').then_some(true);
    }
    let begins = |c: char| c.is_ascii_alphanumeric() || "/?&%=".contains(c);
    if next.contains(['>', '@']) || !next.starts_with(begins) || !mentions(bare).is_empty() {
        return None;
    }
    let alone = rest.is_empty();
    let is_long = line.chars().count() >= WRAPPED_FROM;
    // No word has these within it, and no other address stands before them.
    let head = bare.split(['/', '?', '&', '=']).next().unwrap_or("");
    let inner = bare.get(1..).unwrap_or("");
    let has_signs = inner.contains(['/', '=', '&', '%', '_']) || next.starts_with(['/', '?', '&']);
    let certainly = has_signs && !head.contains('.');
    let perhaps = has_signs || bare.matches('-').count() >= 2;
    // Of a mail as it is sent, `=` at the end of a line is the mail's own.
    let unended =
        address.ends_with(['-', '&', '%', '+']) || address.ends_with('=') && address.contains('?');
    match unended {
        true if certainly || alone => Some(true),
        true => is_long.then_some(false),
        false if certainly && alone && is_long => Some(true),
        false => (perhaps && (alone || is_long)).then_some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::joined;
    use std::borrow::Cow;

    #[track_caller]
    fn check(text: &str, lines: &[&str], unsure: usize) {
        let numbered = (1..).zip(text.lines().map(Cow::Borrowed));
        let (found, asked) = joined(numbered);
        let found: Vec<&str> = found.iter().map(|(_, line)| line.as_ref()).collect();
        assert_eq!((found.as_slice(), asked.len()), (lines, unsure), "{text}");
    }

    #[test]
    fn addresses_that_a_mail_broke_are_whole_again() {
        check(
            "See <https://example.org/a/long/\npage> now\nMore",
            &["See <https://example.org/a/long/page>", "now", "More"],
            0,
        );
        check(
            "See https://example.org/a?id=1&\nname=x\nMore",
            &["See https://example.org/a?id=1&name=x", "More"],
            0,
        );
        check(
            "See https://example.org/a-\nlong-\nname.html",
            &["See https://example.org/a-long-name.html"],
            0,
        );
        let long = "Everybody who wants to come can register at https://example.org/events/2024";
        check(
            &format!("{long}\n/november/call?x=1"),
            &[&format!("{long}/november/call?x=1")],
            0,
        );
    }

    #[test]
    fn what_may_be_a_word_is_not_joined() {
        let long = "Everybody who wants to come can register at https://example.org/events/2024";
        for (next, unsure) in [
            ("The call is recorded", 0),
            ("#RentStrike", 0),
            ("7pm", 0),
            ("11/8/2024", 0),
            ("info@example.org", 0),
            ("https://example.org/b", 0),
            ("- another/thing", 0),
            ("bit.ly/abc", 1),
            ("a-very-long-name", 1),
            ("and/or by mail", 1),
        ] {
            check(&format!("{long}\n{next}"), &[long, next], unsure);
        }
        let short = "See https://example.org/";
        check(&format!("{short}\nrally"), &[short, "rally"], 0);
        check(&format!("{short}\na-long-name"), &[short, "a-long-name"], 1);
    }
}
