//! Days and times as people and programs write them elsewhere, in the one way in which records have them: for the fix of a
//! diagnostic. Nothing here is taken that could be meant in two ways.
//!
//! Not here: reading what is written as it should be ([`super::when`]), days in running words ([`super::day_words`]).

use crate::typeset;
use jiff::civil::Date;

/// The text with plain hyphens, spaces and digits in the place of those that only look like them, or are those of another script.
pub fn in_plain_signs(text: &str) -> String {
    let plain = |c: char| match c {
        c if typeset::is_dash(c) => '-',
        c if typeset::is_space(c) => ' ',
        '０'..='９' => digit(c, '０'),
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        '：' => ':',
        c => c,
    };
    text.chars().map(plain).collect()
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c)
}

/// `2027-3-4`, `2027/03/04`, `2027-03-04,` as a day is written here; of `31.12.2027` and `12/31/2027` the only one that there is.
pub fn day(text: &str) -> Option<String> {
    let text = in_plain_signs(text);
    let text = text.trim_end_matches([',', '.']);
    let numbers = text.split(['-', '/', '.']).map(|part| {
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| is_number)
    });
    let numbers: Option<Vec<i16>> = numbers.collect();
    let (first, second, third) = match numbers?.as_slice() {
        [first, second, third] => (*first, *second, *third),
        _ => return None,
    };
    let date = |year: i16, month: i16, day: i16| {
        let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?);
        date.ok().filter(|_| year >= 1000)
    };
    let days = [
        date(first, second, third),
        date(third, first, second),
        date(third, second, first),
    ];
    let mut days = days.into_iter().flatten();
    let only = days.next()?;
    days.all(|other| other == only).then(|| only.to_string())
}

/// `5pm`, `5:30 p.m.`, `18.30`, `18h30`, `18:30 Uhr`, `18:30:00` as a time is written here.
pub fn clock(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let joined = text.replace(['.', ' '], "");
    let half = |ending| Some((joined.strip_suffix(ending)?, ending == "pm"));
    if let Some((digits, after_noon)) = half("pm").or_else(|| half("am")) {
        let (hour, minute) = digits.split_once(':').unwrap_or((digits, "00"));
        let (hour, minute) = (number(hour)?, number(minute).filter(|_| minute.len() == 2)?);
        if !(1..=12).contains(&hour) || minute > 59 {
            return None;
        }
        let hour = hour % 12 + if after_noon { 12 } else { 0 };
        return Some(format!("{hour:02}:{minute:02}"));
    }
    let word = |word| text.strip_suffix(word).map(str::trim_end);
    let text = word("uhr").or_else(|| word("hrs")).unwrap_or(&text);
    let text = match text.strip_suffix(":00") {
        Some(whole) if whole.contains(':') => whole,
        _ => text,
    };
    let (hour, minute) = text.split_once([':', '.', 'h']).unwrap_or((text, ""));
    let (hour, minute) = match (hour.trim_end(), minute.trim_start()) {
        (hour, "") => (number(hour)?, 0),
        (hour, minute) => (number(hour)?, number(minute).filter(|_| minute.len() == 2)?),
    };
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

fn number(text: &str) -> Option<u8> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// What to do with a text that begins with a time and says more: an end, or a zone.
pub fn more_than_a_clock(text: &str) -> Option<String> {
    let at = text.find(|c: char| !c.is_ascii_digit() && c != ':')?;
    let (time, rest) = text.split_at_checked(at)?;
    let time = clock(time).filter(|_| time.contains(':'))?;
    let rest = rest.trim_start();
    let behind = rest.trim_start_matches(|c| typeset::is_dash(c) || c == ' ');
    let behind = behind.strip_prefix("to ").unwrap_or(behind);
    if behind.len() < rest.len()
        && let Some(end) = clock(behind)
    {
        return Some(format!("write {time}, and below it `end: {end}`"));
    }
    if rest.eq_ignore_ascii_case("z") {
        return Some(format!("write {time}, and below it `zone: UTC`"));
    }
    let is_zone = rest.starts_with(['+', '-']) || rest.chars().all(|c| c.is_ascii_alphabetic());
    is_zone.then(|| {
        format!("write {time}, and where its clock is as `zone`, such as `zone: America/New_York`")
    })
}

#[cfg(test)]
mod tests {
    use super::{clock, day, more_than_a_clock};

    #[test]
    fn what_can_be_meant_in_one_way_is_written_so() {
        for (text, meant) in [
            ("2027-3-4", Some("2027-03-04")),
            ("2027/03/04", Some("2027-03-04")),
            ("2027-03-04,", Some("2027-03-04")),
            ("31.12.2027", Some("2027-12-31")),
            ("12/31/2027", Some("2027-12-31")),
            ("5/5/2027", Some("2027-05-05")),
            ("03/04/2027", None),
            ("03/04/27", None),
            ("2027-13-40", None),
            ("2027", None),
        ] {
            assert_eq!(day(text).as_deref(), meant, "{text}");
        }
        for (text, meant) in [
            ("5pm", Some("17:00")),
            ("5:30 p.m.", Some("17:30")),
            ("12 AM", Some("00:00")),
            ("13pm", None),
            ("18.30", Some("18:30")),
            ("18h", Some("18:00")),
            ("18 h 05", Some("18:05")),
            ("18:30 Uhr", Some("18:30")),
            ("18:30:00", Some("18:30")),
            ("24:00", None),
            ("18.3", None),
            ("noon", None),
            ("", None),
        ] {
            assert_eq!(clock(text).as_deref(), meant, "{text}");
        }
        for (text, fix) in [
            (
                "18:00 - 20:00",
                Some("write 18:00, and below it `end: 20:00`"),
            ),
            ("18:00–8pm", Some("write 18:00, and below it `end: 20:00`")),
            ("18:00Z", Some("write 18:00, and below it `zone: UTC`")),
            ("18:00 or so", None),
            ("18:00", None),
        ] {
            assert_eq!(more_than_a_clock(text).as_deref(), fix, "{text}");
        }
        for text in ["18:00 EST", "18:00+01:00"] {
            assert!(
                more_than_a_clock(text).unwrap().contains("`zone`"),
                "{text}"
            );
        }
    }
}
