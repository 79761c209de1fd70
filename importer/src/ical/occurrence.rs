//! When an event takes place, as a record's `when`: local times with a zone, bounded in number.
//!
//! The rules of recurrence are expanded by `calcard` (RFC 5545, section 3.8.5); which of the times a record
//! keeps is decided here, from what the calendar says of its own age, so that the same file always
//! gives the same record.

use super::component::Component;
use crate::draft::Value;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, ToSpan};

/// Most times that a record keeps: more than a year of weekly meetings.
pub const MOST: usize = 60;

/// How long before the calendar was written a time of an endless series is still kept, in days.
pub const DAYS_BEFORE: i64 = 31;

/// How long after the calendar was written a time of an endless series is still kept, in days.
pub const DAYS_AFTER: i64 = 366;

/// One time at which an event takes place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Local start.
    pub start: DateTime,
    /// Length in seconds; 0 where the source gives none.
    pub seconds: i64,
    /// Whether it has no time of day.
    pub whole_day: bool,
    /// IANA zone of the start.
    pub zone: String,
}

/// A component's text whose rule of recurrence ends in local time. Rules end in UTC where the start has a
/// zone (RFC 5545, section 3.3.10), but are expanded on the local clock; without this the last time
/// would be missed east of Greenwich, and one too many given west of it.
pub fn with_local_until(component: &Component, zone_of_start: &str) -> String {
    let lines = component.lines();
    let starts_in_utc = lines
        .iter()
        .any(|line| line.starts_with("DTSTART") && line.trim_end().ends_with(['Z', 'z']));
    let rule = lines.iter().find(|line| line.starts_with("RRULE"));
    let local = rule.filter(|_| !starts_in_utc).and_then(|rule| {
        let (before, after) = rule.split_once("UNTIL=")?;
        let (until, rest) = after.split_at_checked(16)?;
        let utc = until.strip_suffix(['Z', 'z'])?.parse::<DateTime>().ok()?;
        let moment = utc.to_zoned(TimeZone::UTC).ok()?;
        let local = moment.with_time_zone(zone(zone_of_start)?).datetime();
        Some(format!(
            "{before}UNTIL={}{rest}",
            local.strftime("%Y%m%dT%H%M%S")
        ))
    });
    let Some(local) = local else {
        return component.text.clone();
    };
    let mut out = String::new();
    let mut within_rule = false;
    for line in component.text.lines() {
        let folded = line.starts_with([' ', '\t']);
        if within_rule && folded {
            continue;
        }
        within_rule = line.starts_with("RRULE");
        out.push_str(if within_rule { &local } else { line });
        out.push_str("\r\n");
    }
    out
}

/// The times that a record keeps of all, in order and each once, and whether some were left out.
/// `written` is the day on which the calendar was written.
pub fn kept(mut all: Vec<Occurrence>, written: Option<Date>) -> (Vec<Occurrence>, bool) {
    all.sort();
    all.dedup();
    if all.len() <= MOST {
        return (all, false);
    }
    let near = |occurrence: &Occurrence| {
        let day = occurrence.start.date();
        written.is_some_and(|written| {
            let from = written.saturating_sub(DAYS_BEFORE.days());
            let to = written.saturating_add(DAYS_AFTER.days());
            (from..=to).contains(&day)
        })
    };
    let mut some: Vec<Occurrence> = all.iter().filter(|one| near(one)).cloned().collect();
    if some.is_empty() {
        // Over, or of unknown age: the last times are those that somebody may look for.
        some = all.split_off(all.len().saturating_sub(MOST));
    }
    some.truncate(MOST);
    (some, true)
}

/// A time as an entry of `when`, and whether it fell into the hour that a clock skipped: RFC 5545,
/// section 3.3.5, reads such a time with the offset from before, which is one hour later on the clock.
pub fn entry(occurrence: &Occurrence) -> (Value, bool) {
    let (start, gap) = match zone(&occurrence.zone) {
        Some(zone) if !occurrence.whole_day => shifted(occurrence.start, &zone),
        _ => (occurrence.start, false),
    };
    let mut pairs = vec![(
        "start".to_owned(),
        Value::Text(if occurrence.whole_day {
            start.date().to_string()
        } else {
            clock(start)
        }),
    )];
    if let Some(end) = end(occurrence, start) {
        pairs.push(("end".to_owned(), Value::Text(end)));
    }
    // A day is a day in the catalogue's zone; only a time of day needs its own.
    if !occurrence.whole_day {
        pairs.push(("zone".to_owned(), Value::text(occurrence.zone.clone())));
    }
    (Value::Map(pairs), gap)
}

fn end(occurrence: &Occurrence, start: DateTime) -> Option<String> {
    if occurrence.seconds <= 0 {
        return None;
    }
    if occurrence.whole_day {
        // The end of days is the day after the last (RFC 5545, section 3.6.1).
        let days = occurrence.seconds / 86_400;
        let last = start.date().checked_add((days - 1).days()).ok()?;
        return (last > start.date()).then(|| last.to_string());
    }
    let length = Span::new().try_seconds(occurrence.seconds).ok()?;
    let end = start
        .to_zoned(zone(&occurrence.zone)?)
        .ok()?
        .checked_add(length)
        .ok()?
        .datetime();
    // A record's times have minutes; shorter than that is no length.
    if clock(end) == clock(start) {
        None
    } else if end.date() == start.date() {
        Some(format!("{:02}:{:02}", end.hour(), end.minute()))
    } else {
        Some(clock(end))
    }
}

fn shifted(start: DateTime, zone: &TimeZone) -> (DateTime, bool) {
    let ambiguous = zone.to_ambiguous_zoned(start);
    let gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    match ambiguous.compatible() {
        Ok(zoned) if gap => (zoned.datetime(), true),
        _ => (start, false),
    }
}

/// A zone of the IANA database.
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

fn clock(time: DateTime) -> String {
    format!("{} {:02}:{:02}", time.date(), time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::{MOST, Occurrence, entry, kept};
    use jiff::ToSpan;

    fn at(start: &str, seconds: i64, zone: &str) -> Occurrence {
        Occurrence {
            start: start.parse().unwrap(),
            seconds,
            whole_day: false,
            zone: zone.to_owned(),
        }
    }

    #[track_caller]
    fn check(occurrence: &Occurrence, start: &str, end: Option<&str>, gap: bool) {
        let (value, was_gap) = entry(occurrence);
        let crate::Value::Map(pairs) = value else {
            panic!("a map");
        };
        let get = |key: &str| {
            pairs
                .iter()
                .find(|(have, _)| have == key)
                .map(|(_, value)| match value {
                    crate::Value::Text(text) => text.clone(),
                    other => format!("{other:?}"),
                })
        };
        assert_eq!(get("start").as_deref(), Some(start));
        assert_eq!(get("end").as_deref(), end);
        assert_eq!(was_gap, gap);
    }

    #[test]
    fn ends_follow_the_clock() {
        let ny = "America/New_York";
        check(
            &at("2024-11-07T17:00", 5400, ny),
            "2024-11-07 17:00",
            Some("18:30"),
            false,
        );
        check(
            &at("2024-11-07T23:00", 7200, ny),
            "2024-11-07 23:00",
            Some("2024-11-08 01:00"),
            false,
        );
        // The clock goes back at two: three hours later it is one hour less.
        check(
            &at("2024-11-03T00:30", 3 * 3600, ny),
            "2024-11-03 00:30",
            Some("02:30"),
            false,
        );
        // It goes forward at two: half past two is half past three.
        check(
            &at("2024-03-10T02:30", 3600, ny),
            "2024-03-10 03:30",
            Some("04:30"),
            true,
        );
        check(
            &at("2024-11-07T17:00", 0, ny),
            "2024-11-07 17:00",
            None,
            false,
        );
        check(
            &at("2024-11-07T17:00", i64::MAX, ny),
            "2024-11-07 17:00",
            None,
            false,
        );
        let days = Occurrence {
            whole_day: true,
            ..at("2024-11-07", 2 * 86_400, ny)
        };
        check(&days, "2024-11-07", Some("2024-11-08"), false);
    }

    #[test]
    fn endless_series_are_cut_around_the_day_of_the_calendar() {
        let first = at("2020-01-06T10:00", 3600, "UTC");
        let weekly: Vec<_> = (0..400_i64)
            .map(|week| Occurrence {
                start: first.start.checked_add(week.weeks()).unwrap(),
                ..first.clone()
            })
            .collect();
        let (some, cut) = kept(weekly.clone(), Some("2024-11-07".parse().unwrap()));
        assert!(cut && some.len() <= MOST);
        assert_eq!(some[0].start.to_string(), "2024-10-07T10:00:00");
        let (last, cut) = kept(weekly.clone(), None);
        assert!(cut && last.len() == MOST && last.last() == weekly.last());
        let (all, cut) = kept(weekly[..MOST].to_vec(), None);
        assert!(!cut && all.len() == MOST);
    }
}
