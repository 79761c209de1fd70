//! Time zones in a calendar: RFC 5545, section 3.6.5.
//!
//! A zone is told by its changes in the years that the calendar covers, from the zone database that is bundled with the
//! program: every change that was or is known, and no rule that would have to be guessed from them. Not here: what
//! time it is.

use super::content_line::{Lines, escaped};
use callboard_model::Occurrence;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use std::collections::BTreeMap;

/// First and last moment of a zone that a calendar speaks of, in minutes since 1970.
pub type Range = (i64, i64);

/// Days after the last moment whose changes are told too, so that a calendar that shows next year's clock beside an
/// event does not run out.
const DAYS_AFTER: i64 = 366;

/// The zones of occurrences that have a time of day, with the time they cover, by name.
pub fn used<'o>(occurrences: impl Iterator<Item = &'o Occurrence>) -> BTreeMap<String, Range> {
    let mut all: BTreeMap<String, Range> = BTreeMap::new();
    for one in occurrences.filter(|one| one.timed && !is_utc(&one.zone)) {
        let range = all.entry(one.zone.clone()).or_insert((one.start, one.end));
        range.0 = range.0.min(one.start);
        range.1 = range.1.max(one.end);
    }
    all
}

/// Whether a zone needs no description, because times are written in UTC.
pub fn is_utc(zone: &str) -> bool {
    matches!(zone, "UTC" | "Etc/UTC" | "Etc/UCT" | "Zulu" | "Etc/Zulu")
}

/// A change of the clock, or a zone's state since ever.
struct Change {
    /// The local time at which it begins, by the clock before it.
    local: DateTime,
    before: Offset,
    after: Offset,
    name: String,
    summer: bool,
}

/// Adds the description of a zone.
pub fn add(name: &str, range: Range, lines: &mut Lines) {
    // Names were checked when the records were read.
    let Ok(zone) = TimeZone::get(name) else {
        return;
    };
    lines.add("BEGIN", "VTIMEZONE");
    lines.add("TZID", &escaped(name));
    // Changes of one sort stand together: what they change is said once, then each date.
    let mut sorts: Vec<Vec<Change>> = Vec::new();
    for change in changes(&zone, range) {
        let same = |sort: &&mut Vec<Change>| {
            sort.first().is_some_and(|one| {
                (one.before, one.after, one.summer) == (change.before, change.after, change.summer)
                    && one.name == change.name
            })
        };
        match sorts.iter_mut().find(same) {
            Some(sort) => sort.push(change),
            None => sorts.push(vec![change]),
        }
    }
    for sort in &sorts {
        let Some(first) = sort.first() else { continue };
        let kind = if first.summer { "DAYLIGHT" } else { "STANDARD" };
        lines.add("BEGIN", kind);
        lines.add("DTSTART", &clock(first.local));
        for later in sort.iter().skip(1) {
            lines.add("RDATE", &clock(later.local));
        }
        lines.add("TZOFFSETFROM", &offset(first.before));
        lines.add("TZOFFSETTO", &offset(first.after));
        lines.add("TZNAME", &escaped(&first.name));
        lines.add("END", kind);
    }
    lines.add("END", "VTIMEZONE");
}

/// The change before a range, those in it and in the year after, in order. A zone that never changed has one
/// that begins in 1970.
fn changes(zone: &TimeZone, (first, last): Range) -> Vec<Change> {
    let moment = |minutes: i64| {
        let seconds = minutes.saturating_mul(60);
        Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
    };
    let last = moment(last.saturating_add(DAYS_AFTER * 24 * 60));
    // A change at the very start counts as before it.
    let start = moment(first.saturating_add(1));
    let begin = zone.preceding(start).next().map(|one| one.timestamp());
    let Some(begin) = begin else {
        let info = zone.to_offset_info(start);
        let still = Change {
            local: DateTime::constant(1970, 1, 1, 0, 0, 0, 0),
            before: info.offset(),
            after: info.offset(),
            name: info.abbreviation().to_owned(),
            summer: info.dst().is_dst(),
        };
        let later = zone
            .following(start)
            .take_while(|one| one.timestamp() <= last)
            .map(|one| change(zone, one.timestamp()));
        return std::iter::once(still).chain(later).collect();
    };
    let later = zone
        .following(begin)
        .map(|one| one.timestamp())
        .take_while(|one| *one <= last);
    std::iter::once(begin)
        .chain(later)
        .map(|at| change(zone, at))
        .collect()
}

fn change(zone: &TimeZone, at: Timestamp) -> Change {
    let just_before = at.as_second().saturating_sub(1);
    let before = Timestamp::from_second(just_before)
        .map(|before| zone.to_offset(before))
        .unwrap_or(Offset::UTC);
    let info = zone.to_offset_info(at);
    Change {
        local: before.to_datetime(at),
        before,
        after: info.offset(),
        name: info.abbreviation().to_owned(),
        summer: info.dst().is_dst(),
    }
}

/// `20241103T020000`.
fn clock(local: DateTime) -> String {
    local.strftime("%Y%m%dT%H%M%S").to_string()
}

/// `-0500`, with seconds where there are any (section 3.3.14).
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.unsigned_abs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match rest {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        _ => format!("{sign}{hours:02}{minutes:02}{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{DateTime, Lines, TimeZone, add, offset};

    /// The description of a zone for one moment, in minutes since 1970.
    fn described(name: &str, minutes: i64) -> String {
        let mut lines = Lines::new();
        add(name, (minutes, minutes), &mut lines);
        lines.finish().replace("\r\n", "\n")
    }

    #[test]
    fn the_change_before_and_the_year_after_are_told() {
        // 2024-11-07T22:00Z.
        assert_eq!(
            described("America/Los_Angeles", 28_850_280),
            "BEGIN:VTIMEZONE\nTZID:America/Los_Angeles\n\
             BEGIN:STANDARD\nDTSTART:20241103T020000\nRDATE:20251102T020000\nTZOFFSETFROM:-0700\nTZOFFSETTO:-0800\nTZNAME:PST\nEND:STANDARD\n\
             BEGIN:DAYLIGHT\nDTSTART:20250309T020000\nTZOFFSETFROM:-0800\nTZOFFSETTO:-0700\nTZNAME:PDT\nEND:DAYLIGHT\n\
             END:VTIMEZONE\n"
        );
    }

    #[test]
    fn a_zone_that_changed_long_ago_has_its_last_change() {
        let text = described("Asia/Kolkata", 28_850_280);
        assert!(
            text.contains(
                "DTSTART:19451015T000000\nTZOFFSETFROM:+0630\nTZOFFSETTO:+0530\nTZNAME:IST\n"
            ),
            "{text}"
        );
        assert_eq!(text.matches("BEGIN:STANDARD").count(), 1);
    }

    #[test]
    fn a_zone_that_never_changed_begins_in_1970() {
        let text = described("Etc/GMT+5", 28_850_280);
        assert!(text.contains("BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0500\nTZNAME:-05\n"), "{text}");
    }

    /// What a reader who knows nothing but the description takes a local time's offset to be: the last change
    /// that had begun by then (section 3.6.5).
    fn read(text: &str, local: DateTime) -> Option<String> {
        let (mut begins, mut to) = (Vec::new(), "");
        let mut last: Option<(DateTime, String)> = None;
        for line in text.lines() {
            match line.split_once(':')? {
                ("DTSTART" | "RDATE", at) => begins.push(at.parse::<DateTime>().ok()?),
                ("TZOFFSETTO", offset) => to = offset,
                ("END", "STANDARD" | "DAYLIGHT") => {
                    for at in begins.drain(..).filter(|at| *at <= local) {
                        if last.as_ref().is_none_or(|(before, _)| *before <= at) {
                            last = Some((at, to.to_owned()));
                        }
                    }
                }
                _ => {}
            }
        }
        last.map(|(_, offset)| offset)
    }

    #[test]
    fn the_description_alone_gives_the_offset_of_every_time_in_its_range() {
        let mut counted = 0;
        for name in [
            "America/Los_Angeles",
            "America/New_York",
            "America/St_Johns",
            "America/Sao_Paulo",
            "America/Phoenix",
            "Europe/Dublin",
            "Europe/Kyiv",
            "Africa/Casablanca",
            "Asia/Kathmandu",
            "Asia/Pyongyang",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Antarctica/Troll",
        ] {
            let zone = TimeZone::get(name).unwrap();
            for year in [1975, 2011, 2018, 2024, 2030] {
                let first = jiff::civil::date(year, 1, 1)
                    .to_zoned(zone.clone())
                    .unwrap();
                let minutes = first.timestamp().as_second().div_euclid(60);
                let mut lines = Lines::new();
                add(name, (minutes, minutes + 365 * 24 * 60), &mut lines);
                let text = lines.finish().replace("\r\n", "\n");
                for hours in (0..365 * 24).step_by(37) {
                    let local = first.datetime() + jiff::Span::new().hours(hours);
                    // An hour that is there twice, or not at all, has no one offset.
                    let Ok(exact) = zone.to_ambiguous_zoned(local).unambiguous() else {
                        continue;
                    };
                    assert_eq!(
                        read(&text, local),
                        Some(offset(exact.offset())),
                        "{name} {local}\n{text}"
                    );
                    counted += 1;
                }
            }
        }
        assert!(counted > 10_000, "{counted}");
    }
}
