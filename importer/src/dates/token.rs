//! Words, numbers and marks of a text, for the grammar of dates.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// Letters.
    Word(&'t str),
    /// Digits, with how many there were.
    Number(u32, usize),
    /// Any other character but space.
    Mark(char),
}

/// A token, and the bytes where it stands.
#[derive(Debug, Clone)]
pub(super) struct Placed<'t> {
    pub(super) token: Token<'t>,
    pub(super) range: Range<usize>,
}

/// All tokens of a text. Digits beyond nine are no number that a date has and become `u32::MAX`.
pub(super) fn tokens(text: &str) -> Vec<Placed<'_>> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() {
            continue;
        }
        let mut end = start + first.len_utf8();
        let digit = first.is_ascii_digit();
        if digit || first.is_alphabetic() {
            while let Some((at, c)) = chars.peek().copied() {
                if digit != c.is_ascii_digit() || !(digit || c.is_alphabetic()) {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
        }
        let word = text.get(start..end).unwrap_or("");
        let token = if digit {
            Token::Number(word.parse().unwrap_or(u32::MAX), word.len())
        } else if first.is_alphabetic() {
            Token::Word(word)
        } else {
            Token::Mark(first)
        };
        out.push(Placed {
            token,
            range: start..end,
        });
    }
    out
}
