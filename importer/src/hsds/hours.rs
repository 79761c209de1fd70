//! A schedule in words: its days and hours, how often, and until when. HSDS takes its parts from the rules of calendars
//! (RFC 5545, section 3.3.10), which nobody reads: `MO,TU`, `1MO`, `-1FR`.
//!
//! Not here: dates. A schedule is text of a record, because it tells when something is open and announces no event.

use super::said;
use serde_json::{Map, Value};

/// A schedule's own words, and its days and hours.
pub(super) fn hours(schedule: &Map<String, Value>) -> Option<String> {
    let pair = |from: &str, to: &str| {
        let both = [said(schedule, from), said(schedule, to)];
        both.into_iter().flatten().collect::<Vec<_>>().join(" to ")
    };
    let days = [pair("valid_from", "valid_to"), pair("dtstart", "until")];
    let days = days.into_iter().find(|days| !days.is_empty());
    let words: Vec<String> = [
        Some(often(schedule)),
        Some(
            ["opens_at", "closes_at"]
                .iter()
                .filter_map(|key| said(schedule, key).map(|time| without_seconds(&time)))
                .collect::<Vec<_>>()
                .join(" to "),
        ),
        said(schedule, "timezone").map(|zone| match zone.parse::<i8>() {
            Ok(hours) => format!("(UTC{hours:+})"),
            Err(_) => format!("({zone})"),
        }),
        days.map(|days| format!("({days})")),
        said(schedule, "count").map(|count| format!("({count} times)")),
    ]
    .into_iter()
    .flatten()
    .filter(|words| !words.is_empty())
    .collect();
    let said: Vec<String> = [
        said(schedule, "description"),
        Some(words.join(" ")),
        said(schedule, "notes"),
        said(schedule, "attending_type"),
        said(schedule, "schedule_link"),
    ]
    .into_iter()
    .flatten()
    .filter(|words| !words.is_empty())
    .collect();
    Some(said.join("; ")).filter(|words| !words.is_empty())
}

/// `10:00:00` as a clock shows it.
fn without_seconds(time: &str) -> String {
    match time.strip_suffix(":00") {
        Some(rest) if rest.contains(':') => rest.to_owned(),
        _ => time.to_owned(),
    }
}

/// How often, and on which days.
fn often(schedule: &Map<String, Value>) -> String {
    let freq = said(schedule, "freq").map(|freq| freq.to_lowercase());
    let interval = said(schedule, "interval").filter(|interval| interval != "1");
    let (unit, adverb) = match freq.as_deref() {
        Some("daily") => ("day", "daily"),
        Some("weekly") => ("week", "weekly"),
        Some("monthly") => ("month", "monthly"),
        Some("yearly") => ("year", "yearly"),
        _ => ("", ""),
    };
    let by_day = said(schedule, "byday").map(|days| named_days(&days, unit).unwrap_or(days));
    let by_month_day =
        said(schedule, "bymonthday").map(|days| each(&days, day_of_month).unwrap_or(days));
    let of_year = [("byyearday", "day"), ("byweekno", "week")];
    let of_year = of_year.into_iter().filter_map(|(key, what)| {
        let numbers = said(schedule, key)?;
        Some(format!(
            "on {what} {} of the year",
            numbers.replace(',', ", ")
        ))
    });
    let days: Vec<String> = by_day
        .into_iter()
        .chain(by_month_day)
        .chain(of_year)
        .collect();
    let days = days.join(", ");
    let every = match (interval, unit) {
        (Some(interval), "") => Some(format!("every {interval}")),
        (Some(interval), unit) => Some(format!("every {interval} {unit}s")),
        // Days say by themselves that it is each week, or each month.
        (None, _) if !days.is_empty() && matches!(adverb, "weekly" | "monthly") => None,
        (None, "week") => None,
        (None, "") => freq,
        (None, _) => Some(adverb.to_owned()),
    };
    match every {
        Some(every) if !days.is_empty() => format!("{every}: {days}"),
        Some(every) => every,
        None => days,
    }
}

/// The words for each part of a list between commas; none where one has no words.
fn each(list: &str, word: impl Fn(&str) -> Option<String>) -> Option<String> {
    let words: Vec<String> = list
        .split(',')
        .map(|part| word(part.trim()))
        .collect::<Option<_>>()?;
    Some(match words.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        all => all.concat(),
    })
}

/// Weekdays, each the first, second or last of a month (or year) where they have a number.
fn named_days(list: &str, unit: &str) -> Option<String> {
    const DAYS: [(&str, &str); 7] = [
        ("MO", "Monday"),
        ("TU", "Tuesday"),
        ("WE", "Wednesday"),
        ("TH", "Thursday"),
        ("FR", "Friday"),
        ("SA", "Saturday"),
        ("SU", "Sunday"),
    ];
    let has_number = list.contains(|c: char| c.is_ascii_digit());
    let words = each(list, |part| {
        let (number, name) = part.split_at_checked(part.len().checked_sub(2)?)?;
        let day = DAYS
            .iter()
            .find(|(short, _)| short.eq_ignore_ascii_case(name));
        let (_, day) = day?;
        match number {
            "" => Some((*day).to_owned()),
            number => Some(format!("the {} {day}", ordinal(number)?)),
        }
    })?;
    Some(match (has_number, unit) {
        (true, "year") => format!("{words} of the year"),
        (true, _) => format!("{words} of the month"),
        (false, _) => words,
    })
}

fn day_of_month(number: &str) -> Option<String> {
    match number {
        "-1" => Some("the last day of the month".to_owned()),
        _ => Some(format!("the {} of the month", ordinal(number)?)),
    }
}

/// `1`, `+1` and `-1` as words: first, last.
fn ordinal(number: &str) -> Option<String> {
    let number: i16 = number.parse().ok().filter(|number| *number != 0)?;
    let from_start = |number: i16| match number {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        4 => "fourth".to_owned(),
        5 => "fifth".to_owned(),
        _ => match (number % 10, number % 100) {
            (1, tens) if tens != 11 => format!("{number}st"),
            (2, tens) if tens != 12 => format!("{number}nd"),
            (3, tens) if tens != 13 => format!("{number}rd"),
            _ => format!("{number}th"),
        },
    };
    Some(match number {
        -1 => "last".to_owned(),
        ..0 => format!("{}-to-last", from_start(number.checked_neg()?)),
        _ => from_start(number),
    })
}

#[cfg(test)]
mod tests {
    use super::hours;
    use serde_json::json;

    #[test]
    fn rules_are_words() {
        for (schedule, words) in [
            (
                json!({"freq": "WEEKLY", "byday": "MO,TU,WE", "opens_at": "09:00", "closes_at": "17:00"}),
                "Monday, Tuesday and Wednesday 09:00 to 17:00",
            ),
            (json!({"byday": "sa"}), "Saturday"),
            (
                json!({"opens_at": "10:00:00", "closes_at": "18:30", "timezone": -5}),
                "10:00 to 18:30 (UTC-5)",
            ),
            (
                json!({"freq": "MONTHLY", "byday": "1MO,-1FR"}),
                "the first Monday and the last Friday of the month",
            ),
            (
                json!({"freq": "MONTHLY", "interval": 2, "byday": "-2SU", "opens_at": "17:00"}),
                "every 2 months: the second-to-last Sunday of the month 17:00",
            ),
            (
                json!({"freq": "WEEKLY", "interval": "2", "byday": "TH"}),
                "every 2 weeks: Thursday",
            ),
            (
                json!({"freq": "MONTHLY", "bymonthday": "1,22,-1"}),
                "the first of the month, the 22nd of the month and the last day of the month",
            ),
            (json!({"freq": "DAILY", "count": 3}), "daily (3 times)"),
            (
                json!({"freq": "YEARLY", "byday": "20MO"}),
                "yearly: the 20th Monday of the year",
            ),
            (
                json!({"freq": "YEARLY", "byweekno": "1,2"}),
                "yearly: on week 1, 2 of the year",
            ),
            (
                json!({"byday": "Mondays, by appointment"}),
                "Mondays, by appointment",
            ),
            (json!({"byday": "0MO"}), "0MO"),
            (json!({"freq": "now and then"}), "now and then"),
            (
                json!({"description": "Drop in", "attending_type": "online", "notes": "Ring"}),
                "Drop in; Ring; online",
            ),
        ] {
            let found = schedule.as_object().and_then(hours);
            assert_eq!(found.as_deref(), Some(words), "{schedule}");
        }
        assert_eq!(hours(json!({"id": "1"}).as_object().unwrap()), None);
    }
}
