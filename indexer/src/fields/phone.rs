//! Phone numbers as sources write them, letters included, and in the form that a phone dials.

use crate::diagnostic::{Log, Place};

/// A number in E.164 form: `1-844-NVDA-NOW` is `+18446832669`. A number without a country is
/// taken to be North American when it has ten digits, or eleven that begin with 1. Three digits alone, as 988 or 211, are a
/// service that every phone in the country dials as they stand.
pub fn e164(text: &str, place: Place, log: &mut Log) -> Option<String> {
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.to_owned());
    }
    let number = read(text, place, log);
    if number.is_none() {
        let plain = plain_signs(text);
        let mut again = Log::new("", "");
        if plain != text && read(&plain, place, &mut again).is_some() {
            log.certain(text, &plain);
        }
    }
    number
}

/// The number without what links and typesetting add to it: `tel:`, fixed and narrow spaces, dashes, slashes.
fn plain_signs(text: &str) -> String {
    let bare = text.strip_prefix("tel:").unwrap_or(text);
    // Italy and San Marino dial their 0 from abroad, too.
    let bare = match is_with_trunk(bare) && !bare.contains("+39") && !bare.contains("+378") {
        true => bare.replace("(0)", " ").replace("  ", " "),
        false => bare.to_owned(),
    };
    let sign = |c: char| match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' => ' ',
        '/' | '\u{2014}' | '\u{2015}' | '\u{2212}' => '-',
        c => c,
    };
    bare.trim().chars().map(sign).collect()
}

/// The first number in a running text, with what is before and after it. A stretch of digits, capital letters and what
/// stands between them is one if [`e164`] takes it for one; else the longest beginning of it that ends between groups.
pub fn first(text: &str) -> Option<(&str, &str, &str)> {
    let mut before = ' ';
    let mut from = 0;
    while let Some(c) = text.get(from..)?.chars().next() {
        let begins = matches!(c, '+' | '(' | '0'..='9') && !before.is_alphanumeric();
        let length = if begins {
            beginning(text.get(from..)?)
        } else {
            None
        };
        if let Some(length) = length {
            let (head, rest) = text.split_at_checked(from)?;
            let (number, after) = rest.split_at_checked(length)?;
            return Some((head, number, after));
        }
        before = c;
        from += c.len_utf8();
    }
    None
}

/// Bytes of the number that a text begins with.
fn beginning(text: &str) -> Option<usize> {
    /// Characters beyond which no number goes: fifteen digits, with signs around each.
    const LONGEST: usize = 48;
    let within = |c: char| matches!(c, '0'..='9' | 'A'..='Z' | '+' | '-' | ' ' | '.' | '(' | ')' | '\u{2010}'..='\u{2013}');
    let mut ahead = text.char_indices().take(LONGEST);
    let stretch = match ahead.find(|(_, c)| !within(*c)) {
        Some((end, _)) => end,
        None => text.chars().take(LONGEST).map(char::len_utf8).sum(),
    };
    // A word of small letters is none that a keypad spells.
    let next = text.get(stretch..).and_then(|rest| rest.chars().next());
    let is_cut = next.is_some_and(char::is_alphanumeric);
    let mut ends: Vec<usize> = text
        .get(..stretch)?
        .char_indices()
        .filter(|(_, c)| c.is_ascii_alphanumeric())
        .map(|(at, _)| at + 1)
        .filter(|end| {
            let after = text.get(*end..).and_then(|rest| rest.chars().next());
            !after.is_some_and(|c| c.is_ascii_alphanumeric())
        })
        .collect();
    if is_cut && ends.last() == Some(&stretch) {
        ends.pop();
    }
    ends.into_iter().rev().find(|end| {
        let candidate = text.get(..*end).unwrap_or_default();
        is_shaped(candidate) && read(candidate, Place::default(), &mut Log::new("", "")).is_some()
    })
}

/// Whether a stretch of a text looks like a number rather than like years or days beside each other: it names its
/// country, or begins with an area of three digits or a 1 and ends with a group of three or more. What is opened is closed.
fn is_shaped(text: &str) -> bool {
    let count = |sign| text.matches(sign).count();
    let groups = || {
        text.split(|c: char| !c.is_ascii_alphanumeric())
            .map(str::len)
            .filter(|length| *length > 0)
    };
    let is_national = matches!(groups().next(), Some(1 | 3 | 10 | 11))
        && groups().next_back().is_some_and(|length| length >= 3);
    count('(') == count(')') && (text.starts_with('+') || is_national)
}

/// Whether a number with its country has the 0 that is dialled within the country alone: `+49 (0)30`.
fn is_with_trunk(text: &str) -> bool {
    text.trim_start().starts_with('+') && text.contains("(0)")
}

fn read(text: &str, place: Place, log: &mut Log) -> Option<String> {
    if is_with_trunk(text) {
        log.error(
            "bad-phone",
            place,
            "`(0)` is dialled within the country alone, and no phone elsewhere can dial it",
            "write the number as it is dialled from abroad: +49 30 1234567",
        );
        return None;
    }
    let mut digits = String::new();
    for c in text.chars() {
        match c.to_ascii_uppercase() {
            '0'..='9' => digits.push(c),
            letter @ 'A'..='Z' => digits.push(keypad(letter)),
            '+' | '-' | ' ' | '.' | '(' | ')' | '\u{2010}'..='\u{2013}' => {}
            _ => {
                log.error(
                    "bad-phone",
                    place,
                    format!("`{c}` cannot stand in a phone number"),
                    "write it as 1-844-NVDA-NOW or +1 844 683 2669",
                );
                return None;
            }
        }
    }
    let national = !text.trim_start().starts_with('+');
    match digits.len() {
        10 if national => Some(format!("+1{digits}")),
        7..=15 if !national || (digits.len() == 11 && digits.starts_with('1')) => {
            Some(format!("+{digits}"))
        }
        _ => {
            log.error(
                "bad-phone",
                place,
                format!(
                    "`{text}` has {} digits, which is no whole number",
                    digits.len()
                ),
                "write it with its country, as +1 844 683 2669",
            );
            None
        }
    }
}

/// Checks the number or short code that a text message goes to.
pub fn short_code(text: &str, place: Place, log: &mut Log) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if (3..=6).contains(&digits.len()) && digits.len() == text.trim().len() {
        return Some(digits);
    }
    e164(text, place, log)
}

/// The digit of a letter on a phone's keypad (ITU-T E.161).
fn keypad(letter: char) -> char {
    match letter {
        'A'..='C' => '2',
        'D'..='F' => '3',
        'G'..='I' => '4',
        'J'..='L' => '5',
        'M'..='O' => '6',
        'P'..='S' => '7',
        'T'..='V' => '8',
        _ => '9',
    }
}

/// Every form in which people may type a number: its letters, and its digits whole and in groups.
pub fn spellings(words: &str, e164: &str) -> Vec<String> {
    let digits = e164.trim_start_matches('+');
    let mut all = vec![words.to_owned(), digits.to_owned()];
    let letters: Vec<&str> = words
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|part| !part.is_empty())
        .collect();
    if letters.len() > 1 {
        all.push(letters.concat());
    }
    if let (Some(rest), 11) = (digits.strip_prefix('1'), digits.len())
        && let (Some(area), Some(exchange), Some(line)) =
            (rest.get(..3), rest.get(3..6), rest.get(6..))
    {
        all.push(rest.to_owned());
        all.push(format!("1 {area} {exchange} {line}"));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{e164, first, spellings};
    use crate::diagnostic::{Log, Place};

    #[test]
    fn letters_are_digits() {
        let mut log = Log::new("test.md", "");
        let number = |text: &str, log: &mut Log| e164(text, Place::default(), log);
        assert_eq!(
            number("1-844-NVDA-NOW", &mut log).as_deref(),
            Some("+18446832669")
        );
        assert_eq!(
            number("(844) 683-2669", &mut log).as_deref(),
            Some("+18446832669")
        );
        assert_eq!(
            number("+254 20 1234567", &mut log).as_deref(),
            Some("+254201234567")
        );
        assert_eq!(number("988", &mut log).as_deref(), Some("988"));
        assert!(log.finish().is_empty());
        let mut log = Log::new("test.md", "");
        assert_eq!(number("12", &mut log), None);
        assert_eq!(number("844#683", &mut log), None);
        assert_eq!(log.finish().len(), 2);
    }

    /// What is dialled within a country alone would lead a caller elsewhere.
    #[test]
    fn a_zero_in_brackets_is_told_and_left_out_where_that_is_certain() {
        for (text, mended) in [
            ("+49 (0)30 1234567", Some("+49 30 1234567")),
            ("+44(0)20 7946 0958", Some("+44 20 7946 0958")),
            ("+39 (0)6 12345678", None),
        ] {
            let mut log = Log::new("test.md", "");
            assert_eq!(e164(text, Place::default(), &mut log), None, "{text}");
            let found = log.finish();
            let edit = found.first().and_then(|found| found.edit.as_ref());
            assert_eq!(edit.map(|edit| edit.to.as_str()), mended, "{text}");
        }
    }

    /// Every number in a running text, between bars.
    #[track_caller]
    fn check_running(text: &str, expected: &str) {
        let (mut out, mut rest) = (String::new(), text);
        while let Some((before, number, after)) = first(rest) {
            out += &format!("{before}|{number}|");
            rest = after;
        }
        assert_eq!(out + rest, expected);
    }

    #[test]
    fn numbers_are_told_from_what_stands_beside_them() {
        check_running("Call 212-555-0142.", "Call |212-555-0142|.");
        check_running("(212-555-0142)", "(|212-555-0142|)");
        check_running("(212) 555-0142)", "|(212) 555-0142|)");
        check_running(
            "1-844-NVDA-NOW or +254 20 1234567, 2125550142",
            "|1-844-NVDA-NOW| or |+254 20 1234567|, |2125550142|",
        );
        check_running("212-555-0142 212-555-0143", "|212-555-0142| |212-555-0143|");
        check_running("212-555-0142 CALL", "|212-555-0142| CALL");
        for none in [
            "2024-2025",
            "2024-11-07 10:30",
            "10 2024 2025",
            "2023-2024 10",
            "212-555-0142a",
            "x212-555-0142",
            "+",
            "(((",
            "0",
            "",
            "١٢٣-٤٥٦-٧٨٩٠",
        ] {
            check_running(none, none);
        }
        assert_eq!(first(&"1-".repeat(100_000)), None);
    }

    #[test]
    fn a_number_is_found_however_it_is_typed() {
        assert_eq!(
            spellings("1-844-NVDA-NOW", "+18446832669"),
            [
                "1-844-NVDA-NOW",
                "18446832669",
                "NVDANOW",
                "8446832669",
                "1 844 683 2669"
            ]
        );
    }
}
