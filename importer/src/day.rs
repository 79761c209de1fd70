//! Dates as sources write them, as a day: front matter, feeds and tables have them in a dozen forms.
//!
//! The day is that of the place where it was written: `2018-06-22 23:00:00 -0500` is June 22. Not here:
//! dates in running text.

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

/// A day with a time, as `2024-11-07 17:00`, or the day alone where there is no time; `None` where either
/// cannot be read without doubt.
pub fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(day) = day(text).filter(|day| day.len() == 10 && !text.contains(':')) {
        let said = text.to_lowercase();
        // `November 7, 2024 5pm` names a time that `day` passes over only if it has a colon.
        if !said.ends_with("am") && !said.ends_with("pm") {
            return Some(day);
        }
    }
    let gap = |at: &usize| {
        let before = text.get(..*at).filter(|before| !before.contains(':'))?;
        day(before).filter(|day| day.len() == 10)
    };
    let breaks: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| matches!(c, ' ' | 'T' | 't'))
        .map(|(at, _)| at)
        .collect();
    // The longest beginning that is a day; what follows must be a time.
    let (at, day) = breaks.iter().rev().find_map(|at| Some((*at, gap(at)?)))?;
    let rest = text.get(at + 1..)?.trim();
    let rest = rest.strip_prefix("at ").unwrap_or(rest);
    Some(format!("{day} {}", time(rest)?))
}

/// A time of day, as `17:00`: `5 PM`, `5:30pm`, `17:00:00`, `noon`. An offset behind it is refused, because a
/// record's time has a zone.
pub fn time(text: &str) -> Option<String> {
    let text = text
        .trim()
        .to_lowercase()
        .replace("a.m.", "am")
        .replace("p.m.", "pm");
    match text.as_str() {
        "noon" | "12noon" | "12 noon" => return Some("12:00".to_owned()),
        "midnight" => return Some("00:00".to_owned()),
        _ => {}
    }
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (text.as_str(), None),
    };
    let mut parts = clock.split(':');
    let number = |part: &str| {
        (!part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i8>().ok())
            .flatten()
    };
    let hour = number(parts.next()?)?;
    let minute = match parts.next() {
        Some(minute) => number(minute)?,
        // A bare number is a time only with its half of the day.
        None => half.map(|_| 0)?,
    };
    if let Some(second) = parts.next() {
        number(second.split('.').next()?)?;
    }
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
    Some(format!("{:02}:{:02}", time.hour(), time.minute()))
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
    use super::{day, moment, swapped, time};

    #[test]
    fn forms_of_a_time() {
        for (text, expected) in [
            ("2024-11-07 17:00", Some("2024-11-07 17:00")),
            ("2024-11-07T17:00:00", Some("2024-11-07 17:00")),
            ("11/17/2024 5:30 PM", Some("2024-11-17 17:30")),
            ("November 7, 2024 at 5pm", Some("2024-11-07 17:00")),
            ("November 7, 2024 5pm", Some("2024-11-07 17:00")),
            ("2024-11-07", Some("2024-11-07")),
            ("2024-11-07T17:00:00-05:00", None),
            ("2024-11-07 25:00", None),
            ("2024-11", None),
            ("Thursday", None),
        ] {
            assert_eq!(moment(text).as_deref(), expected, "{text}");
        }
        assert_eq!(time("12am").as_deref(), Some("00:00"));
        assert_eq!(time("12:15 p.m.").as_deref(), Some("12:15"));
        assert_eq!(time("noon").as_deref(), Some("12:00"));
        assert_eq!(time("5"), None);
        assert_eq!(time("13pm"), None);
        assert_eq!(time(""), None);
    }

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
