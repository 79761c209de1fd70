//! Calendar dates to minutes, for `before:` and `after:`. Zones are not known here: whoever hands in the clock knows
//! when a day begins where the reader is.

use crate::columns::Traits;
use core::ops::Range;

/// The days that are asked for, in minutes since 1970-01-01T00:00Z, each span without its end. At first all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    /// In UTC, where what has a date and no time of day stands.
    dates: Range<i64>,
    /// As they are where the reader is.
    moments: Range<i64>,
}

impl Default for Days {
    fn default() -> Days {
        Days {
            dates: i64::MIN..i64::MAX,
            moments: i64::MIN..i64::MAX,
        }
    }
}

impl Days {
    /// Keeps what is before the day that a text names, or the first of the month or year; or what is from it on. Whether
    /// the text is such a date.
    pub(crate) fn narrow(
        &mut self,
        text: &str,
        before: bool,
        begins: fn(&str) -> Option<i64>,
    ) -> bool {
        let Some(date) = minutes(text) else {
            return false;
        };
        // No zone is a day away from UTC: what a browser reads into a date like `12` is not believed.
        let moment = begins(text)
            .filter(|at| at.abs_diff(date) < 24 * 60)
            .unwrap_or(date);
        for (span, at) in [(&mut self.dates, date), (&mut self.moments, moment)] {
            if before {
                span.end = span.end.min(at);
            } else {
                span.start = span.start.max(at);
            }
        }
        true
    }

    pub(crate) fn are_all(&self) -> bool {
        self.dates.start == i64::MIN && self.dates.end == i64::MAX
    }

    /// Whether something is in them: one of its occurrences begins there, or it was published on one.
    pub(crate) fn have(&self, traits: &Traits) -> bool {
        let mut starts = traits.occurrences.iter();
        starts.any(|(start, _)| self.moments.contains(start))
            // A day of publication is the same day for every reader.
            || traits.published.is_some_and(|at| self.dates.contains(&at))
    }
}

/// Minutes from 1970-01-01T00:00Z to the start of `2024`, `2024-11` or `2024-11-07`, or `None` for
/// anything that is not such a date.
fn minutes(text: &str) -> Option<i64> {
    let mut numbers = text.as_bytes().split(|byte| *byte == b'-').map(|part| {
        let part = core::str::from_utf8(part).ok()?;
        let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<i64>().ok()).flatten()
    });
    let year = numbers.next()??;
    let month = numbers.next().unwrap_or(Some(1))?;
    let day = numbers.next().unwrap_or(Some(1))?;
    if numbers.next().is_some()
        || !(1..=9999).contains(&year)
        || !(1..=12).contains(&month)
        || day < 1
        || day > length(year, month)
    {
        return None;
    }
    Some(days(year, month, day) * 24 * 60)
}

fn length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01, by Howard Hinnant's `days_from_civil` (chrono-Compatible Low-Level Date
/// Algorithms): the year begins in March, so that the leap day is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn dates_become_minutes() {
        assert_eq!(minutes("1970-01-01"), Some(0));
        assert_eq!(minutes("2024-11-07"), Some(20_034 * 24 * 60));
        assert_eq!(
            minutes("2024-02-29"),
            minutes("2024-03-01").map(|m| m - 1440)
        );
        assert_eq!(minutes("2024-11"), minutes("2024-11-01"));
        assert_eq!(minutes("2024"), minutes("2024-01-01"));
        assert_eq!(minutes("1969-12-31"), Some(-1440));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "2023-02-29",
            "2024-13",
            "2024-00-01",
            "tomorrow",
            "2024-1-1-1",
            "99999",
            "2024-",
            "-1",
        ] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
