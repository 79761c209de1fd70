//! Dates as sources write them, as a day: front matter, feeds and tables have them in a dozen forms.
//!
//! The day is that of the place where it was written: `2018-06-22 23:00:00 -0500` is June 22. A text that says
//! more than a day and a time (`2024-11-07 to 2024-11-09`, `2024-11-07 cancelled`) names none. Not here: dates in
//! running text.

use crate::dates::{self, Times};
use jiff::civil::{Date, Time};
use jiff::fmt::strtime;
use regex::Regex;
use std::sync::LazyLock;

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
    "%d.%m.%Y",
];

/// A day without marks: the only form whose year is not apart.
const UNMARKED: &str = "%Y%m%d";

/// Forms of a month.
const MONTHS: &[&str] = &["%B %Y", "%b %Y", "%B, %Y", "%b, %Y"];

/// Longer than any form of a day.
const LONGEST: usize = 48;

/// A time as machines write it behind a day, with its offset or zone.
static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::constant(
        r"^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?\s*(?:\(?[A-Z]{1,5}\)?|\[?[A-Z][A-Za-z_]+(?:/[A-Za-z_+-]+)+\]?)?$",
    )
});

/// A time with an offset from UTC, which could be its end as well: `17:00-05:00`.
static OFFSET: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::constant(r":\d{2}(?:\.\d+)?\s*-(?:0\d|10):\d{2}$"));

/// Words before a time that say nothing more than that it is one.
static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::constant(r"^(?:at|um|von|a las?|de las?|à|de)\s+"));

/// A day, and the time of day where one is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// `2024-11-07`
    pub day: String,
    /// With the zones that are said.
    pub times: Option<Times>,
}

/// The day that a text names, as `2024-11-07`, or `2024-11` or `2024` where it is no more precise; `None`
/// where it names none, or where day and month could be taken for one another.
pub fn day(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(day) = alone(text) {
        return Some(day);
    }
    let (day, rest) = parted(text)?;
    (STAMP.is_match(rest) || time(rest).is_some()).then_some(day)
}

/// A day with a time, or the day alone where there is no time; `None` where either cannot be read without doubt.
/// An offset is refused, because a record's time has a zone.
pub fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Some(day) = alone(text).filter(|day| day.len() == 10) {
        return Some(Moment { day, times: None });
    }
    let (day, rest) = parted(text)?;
    Some(Moment {
        day,
        times: Some(time(rest)?),
    })
}

/// A text that is a day and nothing else.
pub(crate) fn alone(text: &str) -> Option<String> {
    if crate::shape::is_partial_date(text) {
        return Some(text.to_owned());
    }
    if text.len() > LONGEST {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = without_ordinals(&words.join(" ").replace("Sept ", "Sep "));
    let date = |form: &str| strtime::parse(form, &plain).and_then(|parsed| parsed.to_date());
    if plain.len() == 8 && plain.bytes().all(|b| b.is_ascii_digit()) {
        return date(UNMARKED).ok().map(|date| date.to_string());
    }
    // `Mar 5 27` is the year 27 to the forms, and so is `March 2027`.
    let has_year = plain
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4);
    if !has_year {
        return None;
    }
    let of_four = |year: i16| (1000..=9999).contains(&year);
    for form in FORMS {
        if let Some(date) = date(form).ok().filter(|date| of_four(date.year())) {
            return Some(date.to_string());
        }
    }
    for form in MONTHS {
        if let Ok(parsed) = strtime::parse(form, &plain)
            && let (Some(year), Some(month)) = (parsed.year(), parsed.month())
            && of_four(year)
        {
            return Some(format!("{year}-{month:02}"));
        }
    }
    slashes(&plain)
        .or_else(|| in_words(&plain))
        .or_else(|| behind_weekday(&plain))
}

/// A day in numbers behind a weekday that fits: `Do, 05.12.2024`, `Thu 11/14/2024`.
fn behind_weekday(text: &str) -> Option<String> {
    let (weekday, rest) = dates::weekday_before(text)
        .filter(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))?;
    let day = alone(rest)?;
    let date: Date = day.parse().ok()?;
    (date.weekday() == weekday).then_some(day)
}

/// A day as people write it in running text, with a weekday that fits, if there is one: `Thu, Nov 14, 2024`, `7 de noviembre de 2024`.
fn in_words(text: &str) -> Option<String> {
    let mentions = dates::mentions(text);
    let [mention] = mentions.as_slice() else {
        return None;
    };
    let alone = mention.range == (0..text.len()) && mention.times.is_none();
    let day = mention
        .day
        .filter(|day| alone && mention.until.is_none() && !day.either_order)?;
    let date = Date::new(day.year?, day.month, day.day).ok()?;
    let fits = mention
        .weekday
        .is_none_or(|weekday| weekday == date.weekday());
    fits.then(|| date.to_string())
}

/// The longest beginning of a text that is a day, and what follows it.
fn parted(text: &str) -> Option<(String, &str)> {
    let breaks: Vec<usize> = text
        .char_indices()
        .take_while(|(at, _)| *at <= LONGEST)
        .filter(|(_, c)| matches!(c, ' ' | 'T' | 't'))
        .map(|(at, _)| at)
        .collect();
    breaks.iter().rev().find_map(|at| {
        let before = text.get(..*at)?.trim_end().trim_end_matches(',');
        let day = alone(before).filter(|day| day.len() == 10)?;
        Some((day, text.get(at + 1..)?.trim()))
    })
}

/// A time of day, where the text is nothing else: `5 PM`, `5:30pm`, `17:00:00`, `18h30`, `noon`, `5pm PT / 8pm ET`,
/// `6-8pm`. An offset behind it is refused, because a record's time has a zone.
pub fn time(text: &str) -> Option<Times> {
    let text = text.trim();
    let before = BEFORE.find(text).map_or(0, |found| found.end());
    let text = text.get(before..).unwrap_or(text).trim();
    if let Some(start) = clock(text) {
        return Some(Times {
            start,
            end: None,
            zone: None,
            others: Vec::new(),
            half_assumed: false,
        });
    }
    if OFFSET.is_match(text) {
        return None;
    }
    if let Some(times) = dates::times(text) {
        // Of `5pm / 8pm ET` the first has no zone, and could be another time.
        return Some(times).filter(|times| times.zone.is_some() || times.others.is_empty());
    }
    // `10:00 - 11:30`, which in running text could be anything.
    let (start, end) = text.split_once(['-', '–'])?;
    let (start, end) = (clock(start.trim())?, clock(end.trim())?);
    (start < end).then_some(Times {
        start,
        end: Some(end),
        zone: None,
        others: Vec::new(),
        half_assumed: false,
    })
}

/// A single time of day without a zone.
fn clock(text: &str) -> Option<Time> {
    let text = text
        .to_lowercase()
        .replace("a.m.", "am")
        .replace("p.m.", "pm");
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (text.as_str(), None),
    };
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        (digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i8>().ok())
            .flatten()
    };
    let (hour, minute) = if let Some((hour, rest)) = clock.split_once(':') {
        let (minute, second) = rest.split_once(':').unwrap_or((rest, "00"));
        number(second.split('.').next()?, 1..=2)?;
        (number(hour, 1..=2)?, number(minute, 1..=2)?)
    } else if let Some((hour, minute)) = clock.split_once('h') {
        let minute = match minute {
            "" => 0,
            minute => number(minute, 2..=2)?,
        };
        (number(hour, 1..=2)?, minute)
    } else if let Some((hour, minute)) = clock.split_once('.') {
        // `6.30` is said in the morning and in the evening.
        let least = if half.is_some() { 1 } else { 2 };
        (number(hour, least..=2)?, number(minute, 2..=2)?)
    } else if let (4, None, Some((hour, minute))) = (clock.len(), half, clock.split_at_checked(2)) {
        (number(hour, 2..=2)?, number(minute, 2..=2)?)
    } else {
        // A bare number is a time only with its half of the day.
        half?;
        (number(clock, 1..=2)?, 0)
    };
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        // `5:30` is said in the morning and in the evening, `05:30` is not.
        None if clock.starts_with(|c: char| matches!(c, '1'..='9')) && hour < 10 => return None,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
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
    use super::{Moment, day, moment, swapped, time};
    use crate::dates::Times;

    /// A time in a few words: `17:00-18:00 America/New_York +20:00`.
    fn shown(times: &Times) -> String {
        let clock = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
        let mut out = clock(times.start);
        if let Some(end) = times.end {
            out = format!("{out}-{}", clock(end));
        }
        if let Some(zone) = times.zone {
            out = format!("{out} {}", zone.id);
        }
        for (other, _) in &times.others {
            out = format!("{out} +{}", clock(*other));
        }
        if times.half_assumed {
            out.push('?');
        }
        out
    }

    fn told(moment: Moment) -> String {
        match moment.times {
            Some(times) => format!("{} {}", moment.day, shown(&times)),
            None => moment.day,
        }
    }

    #[track_caller]
    fn check_time(text: &str, expected: Option<&str>) {
        assert_eq!(
            time(text).map(|times| shown(&times)).as_deref(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn forms_of_a_time() {
        for (text, expected) in [
            ("2024-11-07 17:00", Some("2024-11-07 17:00")),
            ("2024-11-07T17:00:00", Some("2024-11-07 17:00")),
            ("11/17/2024 5:30 PM", Some("2024-11-17 17:30")),
            ("November 7, 2024 at 5pm", Some("2024-11-07 17:00")),
            ("Do, 07.11.2024 19.30 Uhr", Some("2024-11-07 19:30")),
            ("Fr, 07.11.2024 19.30 Uhr", None),
            (
                "7. November 2024, 18-20 Uhr",
                Some("2024-11-07 18:00-20:00"),
            ),
            (
                "7.11.2024 von 18.30 bis 20.00 Uhr",
                Some("2024-11-07 18:30-20:00"),
            ),
            ("7.11.2024 8 Uhr", Some("2024-11-07 08:00")),
            ("jeudi 7 novembre 2024 à 18 h 30", Some("2024-11-07 18:30")),
            ("1er mars 2024 de 18h à 20h", Some("2024-03-01 18:00-20:00")),
            ("7.11.2024 ab 18 Uhr", None),
            ("November 7, 2024 5pm", Some("2024-11-07 17:00")),
            ("2024-11-07", Some("2024-11-07")),
            ("2024-11-07T17:00:00-05:00", None),
            ("2024-11-07 25:00", None),
            ("2024-11", None),
            ("Thursday", None),
            ("2024-11-07 noon", Some("2024-11-07 12:00")),
            ("November 7, 2024, 18h30", Some("2024-11-07 18:30")),
            (
                "2024-11-07 6 PM ET",
                Some("2024-11-07 18:00 America/New_York"),
            ),
            ("2024-11-07 evening", None),
            ("2024-11-07 to 2024-11-09", None),
            ("2024-11-07 or 2024-11-14", None),
            ("2024-11-07 cancelled", None),
            ("2024-11-07 (tentative)", None),
            ("March 2027", None),
            ("Mar 5 27", None),
            (
                "Thu, Nov 14, 2024, 6:30 PM EST",
                Some("2024-11-14 18:30 America/New_York"),
            ),
            ("Thursday, Nov. 14, 2024 6:30 PM", Some("2024-11-14 18:30")),
            ("Jueves 14 de noviembre de 2024", Some("2024-11-14")),
            ("Friday, Nov 14, 2024", None),
            ("Nov 14-15, 2024", None),
            ("Nov 14 and 15, 2024", None),
            ("4/5/2024", None),
        ] {
            assert_eq!(moment(text).map(told).as_deref(), expected, "{text}");
        }
        for (text, expected) in [
            ("12am", Some("00:00")),
            ("12:15 p.m.", Some("12:15")),
            ("noon", Some("12:00")),
            ("midnight", Some("00:00")),
            ("6 p. m.", Some("18:00")),
            ("6 p.m.", Some("18:00")),
            ("6 PM", Some("18:00")),
            ("6 PM ET", Some("18:00 America/New_York")),
            ("18h30", Some("18:30")),
            ("18h", Some("18:00")),
            ("18.00", Some("18:00")),
            ("6.30pm", Some("18:30")),
            ("1800", Some("18:00")),
            ("0930", Some("09:30")),
            ("6-8pm", Some("18:00-20:00")),
            ("5pm PT / 8pm ET", Some("17:00 America/Los_Angeles +20:00")),
            ("5:30 ET", Some("17:30 America/New_York?")),
            ("5:30", Some("17:30?")),
            ("9:30", Some("09:30?")),
            ("05:30", Some("05:30")),
            ("5:30 am", Some("05:30")),
            ("10:30", Some("10:30")),
            // Two times, of which the first has no zone.
            ("5pm / 8pm ET", None),
            ("6.30", None),
            ("930", None),
            ("2575", None),
            ("5", None),
            ("13pm", None),
            ("17:00+01:00", None),
            ("17:00Z", None),
            ("17:00-05:00", None),
            ("03:00:00 -05:00", None),
            ("17:00-19:00", Some("17:00-19:00")),
            ("10:00 - 11:30", Some("10:00-11:30")),
            ("11:30 - 10:00", Some("11:30-22:00?")),
            ("6pm and 8pm", None),
            ("6pm, doors 5pm", None),
            ("evening", None),
            ("TBD", None),
            ("", None),
        ] {
            check_time(text, expected);
        }
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
            ("2018-06-22 10:00:00 +0000 UTC", Some("2018-06-22")),
            ("2018-06-22T10:00:00.000+02:00", Some("2018-06-22")),
            ("2018-06-22 10:00 America/New_York", Some("2018-06-22")),
            ("June 19, 2020 at 10:00 AM", Some("2020-06-19")),
            ("20200619", Some("2020-06-19")),
            ("March 2027", Some("2027-03")),
            ("Mar 2027", Some("2027-03")),
            ("Mar 5 27", None),
            ("4.3.27", None),
            ("27/3/4", None),
            ("2027-03-04 to 2027-03-06", None),
            ("2027-03-04 10:00 to 2027-03-06", None),
            ("2027-03-04 10:00 cancelled", None),
            ("2027-03-04 (tentative)", None),
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
