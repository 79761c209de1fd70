//! Days of the week in a source's own words, beside the date of `start`: what [`when`](super::when) asks of words. Not
//! here: times of day and zones in them ([`clock_words`](super::clock_words)).

use jiff::civil::{Date, Weekday};

/// English days by what all their forms begin with.
const BEGINNINGS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// What may follow those beginnings.
const ENDINGS: [&str; 15] = [
    "", "day", "sday", "nesday", "rsday", "urday", "s", "rs", "ur", "urs", "r", "nes", "es", "eds",
    "ds",
];

/// Spanish days, short ones and those without accents too. Not `mar`, which is March as well.
const SPANISH: [(&str, Weekday); 15] = [
    ("lunes", Weekday::Monday),
    ("lun", Weekday::Monday),
    ("martes", Weekday::Tuesday),
    ("miércoles", Weekday::Wednesday),
    ("miercoles", Weekday::Wednesday),
    ("mié", Weekday::Wednesday),
    ("jueves", Weekday::Thursday),
    ("jue", Weekday::Thursday),
    ("viernes", Weekday::Friday),
    ("vie", Weekday::Friday),
    ("sábado", Weekday::Saturday),
    ("sabado", Weekday::Saturday),
    ("sáb", Weekday::Saturday),
    ("domingo", Weekday::Sunday),
    ("dom", Weekday::Sunday),
];

/// Whether the words name days of the week, and none of them is one of these dates'.
pub fn contradict(words: &str, dates: &[Date]) -> bool {
    let lower = words.to_lowercase();
    let named: Vec<Weekday> = lower
        .split(|c: char| !c.is_alphabetic())
        .filter_map(called)
        .collect();
    !named.is_empty() && !dates.iter().any(|date| named.contains(&date.weekday()))
}

/// The day that a word in small letters means.
fn called(word: &str) -> Option<Weekday> {
    let spanish = SPANISH.iter().find(|(day, _)| *day == word);
    let english = || {
        BEGINNINGS.iter().find(|(beginning, _)| {
            word.strip_prefix(beginning)
                .is_some_and(|rest| ENDINGS.contains(&rest))
        })
    };
    spanish.or_else(english).map(|(_, day)| *day)
}
