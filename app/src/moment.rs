//! Moments without a zone database: minutes since 1970, and what they mean for an occurrence.

use crate::text;
use callboard_model::Occurrence;

/// `2024-11-07T12:00Z`, with seconds or without, or a bare date (its start in UTC), in minutes since 1970.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_suffix('Z').unwrap_or(text);
    let end = text.bytes().position(|byte| matches!(byte, b'T' | b' '));
    let (date, time) = end.map_or((text, "00:00"), |end| (&text[..end], &text[end + 1..]));
    let mut parts = date.split('-').map(number);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let mut clock = time.split(':').map(number);
    let (hour, minute) = (clock.next()??, clock.next()??);
    let in_range = (1..=9999).contains(&year)
        && (1..=12).contains(&month)
        && day >= 1
        && day <= month_days(year, month);
    (parts.next().is_none() && in_range && hour < 24 && minute < 60)
        .then(|| (days(year, month, day) * 24 + hour) * 60 + minute)
}

/// Minutes since 1970 as `2024-11-07T12:00Z`.
pub fn iso(minutes: i64) -> String {
    let (day, minute) = (minutes.div_euclid(1440), minutes.rem_euclid(1440));
    // Howard Hinnant's `civil_from_days`.
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    let day = doy - (153 * mp + 2) / 5 + 1;
    let mut out = String::new();
    let parts = [
        (year, 4, "-"),
        (month, 2, "-"),
        (day, 2, "T"),
        (minute / 60, 2, ":"),
        (minute % 60, 2, "Z"),
    ];
    for (value, width, after) in parts {
        let digits = text::number(u32::try_from(value).unwrap_or(0));
        for _ in digits.len()..width {
            out.push('0');
        }
        out.push_str(&digits);
        out.push_str(after);
    }
    out
}

fn number(text: &str) -> Option<i64> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn month_days(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

/// Howard Hinnant's `days_from_civil`.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let yoe = year.rem_euclid(400);
    let doy = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// Whether an occurrence is over, on, or to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Past,
    Now,
    Upcoming,
}

pub fn phase(occurrence: &Occurrence, now: i64) -> Phase {
    if now < occurrence.start {
        Phase::Upcoming
    } else if now < occurrence.end {
        Phase::Now
    } else {
        Phase::Past
    }
}

/// The occurrence that matters now: the one that is on, else the next, else the last.
pub fn current(when: &[Occurrence], now: i64) -> Option<&Occurrence> {
    let first = |wanted: Phase| {
        when.iter()
            .find(|occurrence| phase(occurrence, now) == wanted)
    };
    first(Phase::Now)
        .or_else(|| first(Phase::Upcoming))
        .or_else(|| when.iter().max_by_key(|occurrence| occurrence.start))
}

#[cfg(test)]
mod tests {
    use super::{Phase, current, iso, parse, phase};
    use callboard_model::Occurrence;

    #[test]
    fn moments_survive() {
        for text in [
            "2024-11-07T12:00Z",
            "1970-01-01T00:00Z",
            "2024-02-29T23:59Z",
            "1969-12-31T23:59Z",
            "2100-03-01T00:00Z",
        ] {
            assert_eq!(parse(text).map(iso).as_deref(), Some(text));
        }
        assert_eq!(parse("2024-11-07"), parse("2024-11-07T00:00Z"));
        assert_eq!(parse("2024-11-07T12:00:59Z"), parse("2024-11-07T12:00Z"));
        for text in [
            "",
            "soon",
            "2024-02-30",
            "2024-11-07T24:00Z",
            "2024-11",
            "2024-11-07T12",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    fn occurrence(start: i64, end: i64) -> Occurrence {
        Occurrence {
            local: String::new(),
            local_end: None,
            zone: String::new(),
            start,
            end,
            timed: true,
            end_known: true,
            words: None,
        }
    }

    #[test]
    fn the_next_call_is_the_current_one() {
        let two = [occurrence(100, 190), occurrence(500, 590)];
        assert_eq!(phase(&two[0], 99), Phase::Upcoming);
        assert_eq!(phase(&two[0], 100), Phase::Now);
        assert_eq!(phase(&two[0], 190), Phase::Past);
        assert_eq!(current(&two, 150).map(|o| o.start), Some(100));
        assert_eq!(current(&two, 200).map(|o| o.start), Some(500));
        assert_eq!(current(&two, 900).map(|o| o.start), Some(500));
    }
}
