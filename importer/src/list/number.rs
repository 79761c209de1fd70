//! Telephone numbers of other countries than those of North America, whose ten digits [`super::action`] knows: with `+` and
//! the country's code they can be dialled from anywhere; without them it is asked which country's they are.

use crate::pattern::constant;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A number in a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) range: Range<usize>,
    /// As it is dialled, where that is certain.
    pub(super) phone: Option<String>,
}

static WITH_COUNTRY: LazyLock<Regex> =
    LazyLock::new(|| constant(r"\+[1-9]\d{0,2}(?:[-. /]?\(?\d{1,5}\)?){2,7}"));
/// Digits in groups that begin with the 0 that is dialled within a country.
static WITHIN: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"\(0\d{1,4}\)(?:[-. ]?\d{2,4}){2,4}|\b0\d{1,4}(?:[-. /]\d{2,4}){2,4}\b")
});

/// The numbers of a sentence.
pub(super) fn numbers(sentence: &str) -> Vec<Number> {
    let mut out: Vec<Number> = Vec::new();
    for found in WITH_COUNTRY.find_iter(sentence) {
        // `+44 (0)20`: the 0 is dialled within the country alone.
        let phone = found.as_str().replace("(0)", " ").replace("  ", " ");
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        if (8..=15).contains(&digits) && stands_alone(sentence, &found.range()) {
            out.push(Number {
                range: found.range(),
                phone: Some(phone.replace('/', " ")),
            });
        }
    }
    for found in WITHIN.find_iter(sentence) {
        let digits = found.as_str().chars().filter(char::is_ascii_digit).count();
        let taken = out
            .iter()
            .any(|have| have.range.start < found.end() && found.start() < have.range.end);
        if (9..=12).contains(&digits) && !taken && stands_alone(sentence, &found.range()) {
            out.push(Number {
                range: found.range(),
                phone: None,
            });
        }
    }
    out.sort_by_key(|number| number.range.start);
    out
}

/// Whether a number is not the middle of something longer.
fn stands_alone(sentence: &str, range: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '_' | '=' | '+' | '%');
    let before = sentence.get(..range.start).unwrap_or("");
    let behind = sentence.get(range.end..).unwrap_or("");
    let word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    !before.ends_with(joins) && !behind.starts_with(joins) && !word.contains("://")
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_of_other_countries() {
        for (sentence, expected) in [
            (
                "Legal help: +44 20 7946 0958, day and night",
                vec![Some("+44 20 7946 0958")],
            ),
            ("Ayuda: +52 55 1234 5678", vec![Some("+52 55 1234 5678")]),
            ("Berlin +49 (0)30 1234567", vec![Some("+49 30 1234567")]),
            ("WhatsApp +34612345678.", vec![Some("+34612345678")]),
            ("Helpline 0800 123 4567", vec![None]),
            ("Office (020) 7946 0958", vec![None]),
            ("From 020-7946-0958", vec![None]),
            ("Version 0.10.2024, 2024-11-07, 11/07/2024", vec![]),
            ("See https://example.org/020-7946-0958", vec![]),
            ("Case 12/020-7946-0958", vec![]),
            ("1+44 20 7946 0958 and +5 people", vec![]),
        ] {
            let found = numbers(sentence);
            let found: Vec<_> = found.iter().map(|found| found.phone.as_deref()).collect();
            assert_eq!(found, expected, "{sentence}");
        }
    }
}
