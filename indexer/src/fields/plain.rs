//! Plain text: shown as it is, so it must be what it looks like.

use crate::diagnostic::{Log, Place};
use std::borrow::Cow;

/// Checks a text for invisible direction controls and for markup. White space is evened out, and control characters with it.
pub fn text(text: &str, place: Place, log: &mut Log) -> String {
    if let Some(control) = text.chars().find(|c| is_bidi_control(*c)) {
        log.error(
            "bidi-control",
            place,
            format!(
                "the text contains the invisible character U+{:04X}",
                control as u32
            ),
            "type the text anew instead of pasting it",
        );
    }
    if let Some(tag) = tag(text) {
        log.error(
            "markup-in-text",
            place,
            format!("`{tag}` is markup, which has no meaning here"),
            "write plain text",
        );
    }
    let text = without_controls(text, place, log);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text with spaces instead of control characters, so that what stands behind them stays where it was, and a warning of the
/// first.
pub fn without_controls<'t>(text: &'t str, place: Place, log: &mut Log) -> Cow<'t, str> {
    let Some(first) = text.chars().find(|c| is_control(*c)) else {
        return Cow::Borrowed(text);
    };
    log.warn(
        "control-character",
        place,
        format!("the control character U+{:04X} is left out", first as u32),
        "type the text anew instead of pasting it",
    );
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match is_control(c) {
            true => plain.extend(std::iter::repeat_n(' ', c.len_utf8())),
            false => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

/// What no text has: controls of terminals that are no white space, and what Unicode says is no character. XML has neither.
pub fn is_control(c: char) -> bool {
    (c.is_control() && !c.is_whitespace()) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Characters that change the direction of what follows (Unicode's explicit embeddings, overrides
/// and isolates). Right-to-left text itself needs none of them.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The start of something that a browser would take for a tag.
fn tag(text: &str) -> Option<&str> {
    text.match_indices('<')
        .map(|(at, _)| text.get(at..).unwrap_or(""))
        .find_map(|rest| {
            let next = rest.chars().nth(1)?;
            let end = rest.find('>')?;
            (next.is_ascii_alphabetic() || next == '/' || next == '!')
                .then(|| rest.get(..=end))
                .flatten()
        })
}

/// Checks a language tag: letters and digits in parts of at most eight (BCP 47's outer form).
pub fn language(text: &str, place: Place, log: &mut Log) -> Option<String> {
    let is_tag = |text: &str| {
        text.split('-').enumerate().all(|(number, part)| {
            let length = if number == 0 { 2..=3 } else { 2..=8 };
            length.contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_alphanumeric())
                && (number > 0 || part.bytes().all(|b| b.is_ascii_lowercase()))
        })
    };
    let good = is_tag(text);
    if !good {
        // As systems name their languages (`fr_CA`), or in capitals.
        let meant = text.trim().replace('_', "-");
        let meant = match meant.split_once('-') {
            Some((language, rest)) => format!("{}-{rest}", language.to_lowercase()),
            None => meant.to_lowercase(),
        };
        let fix = match is_tag(&meant) {
            true => format!("write `{meant}`"),
            false => "write en, es, pt-BR, ...".to_owned(),
        };
        let what = format!("`{text}` is no language tag");
        log.error("bad-language", place, what, fix);
    }
    good.then(|| text.to_owned())
}

/// Most characters of a record's id: files that are published have it in their names, which systems take to 255 with their endings.
pub const LONGEST_ID: usize = 200;

/// Checks a record's id.
pub fn id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
