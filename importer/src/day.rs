//! Dates as sources write them, as a day: front matter, feeds and tables have them in a dozen forms.
//!
//! The day is that of the place where it was written: `2018-06-22 23:00:00 -0500` is June 22. Not here:
//! dates in running text, and times of events.

use jiff::civil::Date;
use jiff::fmt::strtime;

/// Forms that leave no doubt about what is day and what is month (names of jiff's `strtime`).
const FORMS: &[&str] = &[
    "%B %d, %Y",
    "%B %d %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%b %d %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%a, %d %b %Y",
    "%A, %B %d, %Y",
    "%a %b %d %Y",
    "%Y/%m/%d",
    "%Y%m%d",
    "%d.%m.%Y",
];

/// The day that a text names, as `2024-11-07`, or `2024-11` or `2024` where it is no more precise; `None`
/// where it names none, or where day and month could be taken for one another.
pub fn day(text: &str) -> Option<String> {
    let text = text.trim();
    if crate::shape::is_partial_date(text) {
        return Some(text.to_owned());
    }
    // What follows a day is a time, whose form does not matter here.
    if let Some((head, rest)) = text.split_at_checked(10)
        && crate::shape::is_partial_date(head)
        && rest.starts_with([' ', 'T', 't'])
    {
        return Some(head.to_owned());
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    // `Mon, 06 Jan 2020 10:00:00 GMT`: the time goes.
    if let Some(at) = words.iter().position(|word| word.contains(':')) {
        words.truncate(at);
    }
    let joined = words.join(" ").replace("Sept ", "Sep ");
    let plain = without_ordinals(&joined);
    for form in FORMS {
        if let Ok(date) = strtime::parse(form, &plain).and_then(|parsed| parsed.to_date()) {
            return Some(date.to_string());
        }
    }
    slashes(&plain)
}

/// `1st`, `2nd`, `3rd`, `4th` without their letters.
fn without_ordinals(text: &str) -> String {
    text.split(' ')
        .map(|word| {
            let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
            let rest = word.get(digits.len()..).unwrap_or("");
            let rest_word = rest.trim_end_matches(',');
            if !digits.is_empty() && matches!(rest_word, "st" | "nd" | "rd" | "th") {
                format!("{digits}{}", rest.get(rest_word.len()..).unwrap_or(""))
            } else {
                word.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// `6/19/2020` and `19/6/2020`, where only one reading is a date or both are the same.
fn slashes(text: &str) -> Option<String> {
    let mut parts = text.split('/');
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let (a, b): (i8, i8) = (a.parse().ok()?, b.parse().ok()?);
    let year = year.parse().ok()?;
    match (Date::new(year, a, b).ok(), Date::new(year, b, a).ok()) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => one.or(other).map(|date| date.to_string()),
    }
}

/// A day whose month and day changed places: `2020-19-06` is meant as `2020-06-19`.
pub fn swapped(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let (year, day, month) = (parts.next()?, parts.next()?, parts.next()?);
    let date = format!("{year}-{month}-{day}");
    (date.len() == 10 && crate::shape::is_partial_date(&date)).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::{day, swapped};

    #[test]
    fn forms_of_a_day() {
        for (text, expected) in [
            ("2020-06-19", Some("2020-06-19")),
            ("2018-06-22 00:00:00 Z", Some("2018-06-22")),
            ("2018-06-22T23:00:00-05:00", Some("2018-06-22")),
            ("June 19, 2020", Some("2020-06-19")),
            ("June 19th, 2020", Some("2020-06-19")),
            ("19 Jun 2020", Some("2020-06-19")),
            ("Fri, 19 Jun 2020 10:00:00 GMT", Some("2020-06-19")),
            ("6/19/2020", Some("2020-06-19")),
            ("19/6/2020", Some("2020-06-19")),
            ("6/6/2020", Some("2020-06-06")),
            ("6/7/2020", None),
            ("2020-19-06", None),
            ("2020", Some("2020")),
            ("2020-06", Some("2020-06")),
            ("soon", None),
            ("", None),
            ("ééééééééééé", None),
        ] {
            assert_eq!(day(text).as_deref(), expected, "{text}");
        }
        assert_eq!(swapped("2020-19-06").as_deref(), Some("2020-06-19"));
        assert_eq!(swapped("2020-19-19"), None);
    }
}
