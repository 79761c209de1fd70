//! Sentences of an item, as ranges of its text.

use std::ops::Range;

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon",
    "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun", "mr", "mrs", "ms",
    "dr", "prof", "rev", "st", "no", "vs", "inc", "ed", "eds", "approx", "pt", "e.g", "i.e", "u.s",
    "d.c", "sr", "jr", "rep", "sen", "gov", "ext",
];

/// Most bytes of a sentence. What stands in a sentence is compared with one another, and no sentence that
/// somebody wrote is as long.
const LONGEST: usize = 2000;

/// The sentences of a text, in its order; one that is very long is taken apart between words. Together with the spaces between them they are the text.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == ' ' && at > start + LONGEST {
            out.push(start..at);
            start = at + 1;
        }
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, closing)) = chars.peek().copied() {
            if !matches!(closing, '.' | '!' | '?' | ')' | ']' | '”' | '"' | '’') {
                break;
            }
            end = next + closing.len_utf8();
            chars.next();
        }
        let rest = text.get(end..).unwrap_or("");
        let next = rest.trim_start();
        if next.len() == rest.len() || next.is_empty() {
            continue;
        }
        let begins = next
            .trim_start_matches(['“', '"', '(', '[', '¿', '¡', '#'])
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let before = text.get(start..at).unwrap_or("");
        if begins && !(c == '.' && is_abbreviated(before, next)) {
            out.push(start..end);
            start = end + (rest.len() - next.len());
        }
    }
    if text
        .get(start..)
        .is_some_and(|rest| !rest.trim().is_empty())
    {
        out.push(start..text.len());
    }
    out
}

fn is_abbreviated(before: &str, next: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or("")
        .to_lowercase();
    if matches!(word.as_str(), "p.m" | "a.m") {
        let following: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
        return crate::dates::zone::named(&following).is_some();
    }
    if is_ordinal(before, next) {
        return true;
    }
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    initial || ABBREVIATIONS.contains(&word.as_str())
}

/// A day before its month, as German writes it: `am 9. November 2024`, but not `on Nov. 9. November 10 is …`.
fn is_ordinal(before: &str, next: &str) -> bool {
    let (lead, number) = before.rsplit_once(' ').unwrap_or(("", before));
    let is_day = matches!(number.parse(), Ok(1..=31_u8));
    let (month, behind) = next.split_at(
        next.find(|c: char| !c.is_alphabetic())
            .unwrap_or(next.len()),
    );
    let follows: String = behind
        .trim_start_matches(['.', ' '])
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let word = lead.rsplit(' ').next().unwrap_or("").trim_end_matches('.');
    is_day
        && matches!(follows.len(), 0 | 4)
        && crate::dates::is_month(month)
        && !crate::dates::is_month(word)
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = sentences(text)
            .into_iter()
            .map(|range| text.get(range).unwrap())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stops_of_abbreviations_and_names_end_nothing() {
        check(
            "The calls are Weds., Nov. 20 at 5 p.m. ET. RSVP at example.org/a. (More: see G. W. and the U.S. list.) Ask Dr. Who! “Yes.” No",
            &[
                "The calls are Weds., Nov. 20 at 5 p.m. ET.",
                "RSVP at example.org/a.",
                "(More: see G. W. and the U.S. list.)",
                "Ask Dr. Who!",
                "“Yes.”",
                "No",
            ],
        );
        check(
            "The.Example.Group will meet at 5 p.m. Register here",
            &["The.Example.Group will meet at 5 p.m.", "Register here"],
        );
        check(
            "Demo am 9. November 2024 um 14 Uhr. Am 7. Dezember, 18 Uhr: Plenum. We met on Nov. 9. November 10 is next. See room 9. Monday is free",
            &[
                "Demo am 9. November 2024 um 14 Uhr.",
                "Am 7. Dezember, 18 Uhr: Plenum.",
                "We met on Nov. 9.",
                "November 10 is next.",
                "See room 9.",
                "Monday is free",
            ],
        );
        let long = "and so on ".repeat(500);
        let parts = sentences(&long);
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| part.len() < 2010));
        check("", &[]);
        check("  ", &[]);
    }
}
