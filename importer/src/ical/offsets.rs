//! The offsets of a zone that a calendar defines itself (RFC 5545, section 3.6.5), for names that no database has.
//!
//! Read are those that programs write: a rule for each year (`BYMONTH=3;BYDAY=2SU`), single days, or one offset for
//! ever. Anything else, and a time before the first of them, is not told.

use super::component::Component;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

/// What a `VTIMEZONE` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offsets {
    observances: Vec<Observance>,
}

/// A time of standard or of summer time.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Observance {
    /// On the clock that is set then.
    onsets: Vec<DateTime>,
    from: Offset,
    to: Offset,
    yearly: Option<Yearly>,
}

/// `FREQ=YEARLY;BYMONTH=3;BYDAY=2SU`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Yearly {
    month: i8,
    nth: i8,
    weekday: Weekday,
    until: Option<Until>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Utc(DateTime),
    Local(DateTime),
}

impl Offsets {
    /// Those of the zone that is called so among a calendar's own.
    pub fn of(zones: &[&Component], name: &str) -> Option<Offsets> {
        let zone = zones.iter().find(|zone| {
            let lines = zone.lines();
            let said = lines.iter().find_map(|line| value(line, "TZID"));
            said.is_some_and(|said| said.trim() == name.trim())
        })?;
        let lines = zone.unfolded();
        let mut observances = Vec::new();
        let mut open: Option<Vec<&str>> = None;
        for line in lines.iter().map(|line| line.trim_end()) {
            match line.to_ascii_uppercase().as_str() {
                "BEGIN:STANDARD" | "BEGIN:DAYLIGHT" => open = Some(Vec::new()),
                "END:STANDARD" | "END:DAYLIGHT" => {
                    observances.push(Observance::read(&open.take()?)?);
                }
                _ => {
                    if let Some(open) = &mut open {
                        open.push(line);
                    }
                }
            }
        }
        (!observances.is_empty()).then_some(Offsets { observances })
    }

    /// The moment that a clock of the zone shows as this time. An hour that comes twice is the first, and one that
    /// is skipped is told with the offset from before (section 3.3.5).
    pub fn moment(&self, local: DateTime) -> Option<Timestamp> {
        let (onset, observance) = self
            .observances
            .iter()
            .filter_map(|observance| Some((observance.last_onset(local)?, observance)))
            .max_by_key(|(onset, _)| *onset)?;
        let skipped = observance.to.seconds() - observance.from.seconds();
        let skips = Span::new().try_seconds(skipped).ok()?;
        let within = skipped > 0 && onset.checked_add(skips).is_ok_and(|end| local < end);
        let offset = if within {
            observance.from
        } else {
            observance.to
        };
        offset.to_timestamp(local).ok()
    }
}

impl Observance {
    fn read(lines: &[&str]) -> Option<Observance> {
        let get = |name: &str| lines.iter().find_map(|line| value(line, name));
        let mut onsets = vec![get("DTSTART")?.parse::<DateTime>().ok()?];
        for days in lines.iter().filter_map(|line| value(line, "RDATE")) {
            for day in days.split(',') {
                onsets.push(day.parse::<DateTime>().ok()?);
            }
        }
        let yearly = match get("RRULE") {
            Some(rule) => Some(Yearly::read(rule)?),
            None => None,
        };
        Some(Observance {
            onsets,
            from: offset(get("TZOFFSETFROM")?)?,
            to: offset(get("TZOFFSETTO")?)?,
            yearly,
        })
    }

    fn last_onset(&self, local: DateTime) -> Option<DateTime> {
        let first = *self.onsets.first()?;
        let of_rule = self.yearly.iter().flat_map(|rule| {
            let year = local.year();
            [year, year - 1].into_iter().filter_map(move |year| {
                let day = Date::new(year, rule.month, 1)
                    .and_then(|day| day.nth_weekday_of_month(rule.nth, rule.weekday))
                    .ok()?;
                let onset = day.to_datetime(first.time());
                let over = match rule.until {
                    None => false,
                    Some(Until::Local(until)) => onset > until,
                    Some(Until::Utc(until)) => {
                        let moment = self.from.to_timestamp(onset).ok()?;
                        moment > Offset::UTC.to_timestamp(until).ok()?
                    }
                };
                (onset > first && !over).then_some(onset)
            })
        });
        self.onsets
            .iter()
            .copied()
            .chain(of_rule)
            .filter(|onset| *onset <= local)
            .max()
    }
}

impl Yearly {
    fn read(rule: &str) -> Option<Yearly> {
        let (mut month, mut on, mut until) = (None, None, None);
        for part in rule.split(';') {
            match part.split_once('=')? {
                ("FREQ", "YEARLY") | ("INTERVAL", "1") | ("WKST", _) => {}
                ("BYMONTH", value) => month = Some(value.parse::<i8>().ok()?),
                ("BYDAY", value) => {
                    let (nth, day) = value.split_at_checked(value.len().checked_sub(2)?)?;
                    let weekday = match day {
                        "MO" => Weekday::Monday,
                        "TU" => Weekday::Tuesday,
                        "WE" => Weekday::Wednesday,
                        "TH" => Weekday::Thursday,
                        "FR" => Weekday::Friday,
                        "SA" => Weekday::Saturday,
                        "SU" => Weekday::Sunday,
                        _ => return None,
                    };
                    on = Some((nth.parse::<i8>().ok()?, weekday));
                }
                ("UNTIL", value) => {
                    until = Some(match value.strip_suffix(['Z', 'z']) {
                        Some(utc) => Until::Utc(utc.parse().ok()?),
                        None => Until::Local(value.parse().ok()?),
                    });
                }
                _ => return None,
            }
        }
        let (nth, weekday) = on?;
        Some(Yearly {
            month: month?,
            nth,
            weekday,
            until,
        })
    }
}

/// What a line says for a property, without its parameters.
fn value<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let rest = line.strip_prefix(name)?;
    rest.starts_with([';', ':'])
        .then(|| rest.split_once(':').map(|(_, value)| value))
        .flatten()
}

/// `-0800`, `+053000`
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.trim().split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let part = |at: usize| digits.get(at..at + 2)?.parse::<u8>().ok().map(i32::from);
    if !matches!(digits.len(), 4 | 6) {
        return None;
    }
    let seconds = if digits.len() == 6 { part(4)? } else { 0 };
    Offset::from_seconds(sign * (part(0)? * 3600 + part(2)? * 60 + seconds)).ok()
}

#[cfg(test)]
mod tests {
    use super::super::component::split;
    use super::Offsets;

    const PACIFIC: &str = "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:DAYLIGHT\r\nTZOFFSETFROM:-0800\r\nTZOFFSETTO:-0700\r\nDTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:-0700\r\nTZOFFSETTO:-0800\r\nDTSTART:20071104T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=11\r\n ;BYDAY=1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

    fn of(text: &str) -> Option<Offsets> {
        let parts = split(&format!("BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n"));
        let zones: Vec<_> = parts.components.iter().collect();
        Offsets::of(&zones, "Ours")
    }

    #[track_caller]
    fn check(text: &str, local: &str, expected: Option<&str>) {
        let moment = of(text).and_then(|offsets| offsets.moment(local.parse().unwrap()));
        let found = moment.map(|moment| moment.to_string());
        assert_eq!(found.as_deref(), expected, "{local}");
    }

    #[test]
    fn moments_follow_from_the_rules_of_the_file() {
        for (local, expected) in [
            ("2024-11-21T18:00", Some("2024-11-22T02:00:00Z")),
            ("2024-07-01T18:00", Some("2024-07-02T01:00:00Z")),
            ("2024-01-01T18:00", Some("2024-01-02T02:00:00Z")),
            // Skipped, and twice.
            ("2024-03-10T02:30", Some("2024-03-10T10:30:00Z")),
            ("2024-11-03T01:30", Some("2024-11-03T08:30:00Z")),
            // Before the first.
            ("2006-07-01T18:00", None),
        ] {
            check(PACIFIC, local, expected);
        }
        let fixed = "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
        check(fixed, "2024-11-21T18:00", Some("2024-11-21T12:30:00Z"));
        let over = PACIFIC.replace("BYDAY=2SU", "BYDAY=2SU;UNTIL=20200308T100000Z");
        check(&over, "2020-07-01T18:00", Some("2020-07-02T01:00:00Z"));
        check(&over, "2021-07-01T18:00", Some("2021-07-02T02:00:00Z"));
    }

    #[test]
    fn what_is_not_understood_is_not_told() {
        for (part, other) in [
            ("BYDAY=2SU", "BYMONTHDAY=8"),
            ("FREQ=YEARLY", "FREQ=MONTHLY"),
            ("TZOFFSETTO:-0700", "TZOFFSETTO:seven"),
            ("TZID:Ours", "TZID:Theirs"),
        ] {
            assert_eq!(of(&PACIFIC.replacen(part, other, 1)), None, "{other}");
        }
    }
}
