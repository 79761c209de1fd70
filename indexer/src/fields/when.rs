//! Dates and times: local, with their zone and the source's words kept, and as moments.

use super::clock_words::{self, Contradiction};
use super::{day_words, other_ways, weekday_words, zones};
use crate::diagnostic::{Log, Place};
use crate::keys::Reader;
use callboard_model::{Occurrence, PartialDate, Span};
use jiff::Zoned;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

/// What a catalogue assumes where a record is silent.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// IANA zone.
    pub zone: String,
    /// Length of an event without an end, in minutes.
    pub minutes: u32,
}

/// Reads one entry of `when`.
pub fn occurrence(map: &mut Reader, defaults: &Defaults, log: &mut Log) -> Option<Occurrence> {
    let start = map.text("start", log);
    let end = map.text("end", log);
    let zone_text = map.text("zone", log);
    let words_place = map.text_place("words");
    let words = map.plain("words", log);
    let zone_name = zone_text
        .as_ref()
        .map_or(defaults.zone.as_str(), |zone| &zone.value);
    let zone = TimeZone::get(zone_name).ok();
    match &zone_text {
        Some(zone) => zones::check(&zone.value, zone.place, log),
        // What the settings say is told there, where it can be mended.
        None if zone.is_none() => zones::check(zone_name, map.place(), log),
        None => {}
    }
    let Some(start) = start else {
        map.missing(
            "start",
            "a date of `when` has no `start`".to_owned(),
            "add `start: 2024-11-07 17:00`, or the date alone".to_owned(),
        );
        return None;
    };
    let (date, time) = moment(&start.value, start.place, log)?;
    if let Some(words) = &words {
        days(words, date, time, zone.as_ref(), start.place, log);
    }
    let end = match end {
        Some(end) => Some((end_moment(&end.value, end.place, date, log)?, end.place)),
        None => None,
    };
    let zone = zone?;
    let Some(time) = time else {
        let first = date.to_zoned(zone.clone()).ok()?;
        if let Some(((last, _), place)) = end
            && last < date
        {
            log.error(
                "end-before-start",
                place,
                "the last day lies before the first",
                "swap them, or check the year",
            );
        } else if let Some(((last, Some(_)), place)) = end {
            log.error(
                "bad-time",
                place,
                "the end has a time of day, and the start has none",
                format!(
                    "write when it begins, as `start: {date} 17:00`, or the last day alone, as `end: {last}`"
                ),
            );
        }
        let last = end.map_or(date, |((date, _), _)| date);
        let after = last.tomorrow().ok()?.to_zoned(zone).ok()?;
        return Some(Occurrence {
            local: date.to_string(),
            local_end: end.map(|((date, _), _)| date.to_string()),
            zone: zone_name.to_owned(),
            start: minutes(&first),
            end: minutes(&after),
            timed: false,
            end_known: end.is_some(),
            words,
        });
    };
    let begins = in_zone(date.to_datetime(time), &zone, zone_name, start.place, log)?;
    if let Some(words) = &words {
        times(words, &begins, words_place.unwrap_or(start.place), log);
    }
    let assumed = minutes(&begins) + i64::from(defaults.minutes);
    let mut occurrence = Occurrence {
        local: local(date, time),
        local_end: None,
        zone: zone_name.to_owned(),
        start: minutes(&begins),
        end: assumed,
        timed: true,
        end_known: false,
        words,
    };
    if let Some(((end_date, None), place)) = end {
        if end_date < date {
            log.error(
                "end-before-start",
                place,
                "the last day lies before the first",
                "swap them, or check the year",
            );
        } else {
            log.error(
                "bad-time",
                place,
                "the start has a time of day, and the end has none",
                format!(
                    "write when it ends, as `end: {end_date} 18:30`, or leave the time of the start out where it is not known"
                ),
            );
        }
        return Some(occurrence);
    }
    if let Some(((end_date, Some(end_time)), place)) = end {
        let ends = in_zone(end_date.to_datetime(end_time), &zone, zone_name, place, log)?;
        if ends <= begins {
            let (what, fix) = if ends == begins {
                (
                    "the end is the start itself",
                    "write when it ends, or leave `end` out where that is not known",
                )
            } else {
                (
                    "the end lies before the start",
                    "give the end its own date, as `end: 2024-11-08 01:00`",
                )
            };
            log.error("end-before-start", place, what, fix);
            return Some(occurrence);
        }
        occurrence.local_end = Some(local(end_date, end_time));
        occurrence.end = minutes(&ends);
        occurrence.end_known = true;
    }
    Some(occurrence)
}

/// Reads a run of days.
pub fn span(map: &mut Reader, defaults: &Defaults, log: &mut Log) -> Option<Span> {
    let from = map.text("from", log);
    let to = map.text("to", log);
    let words = map.plain("words", log);
    let (Some(from), Some(to)) = (from, to) else {
        log.error(
            "missing-key",
            map.place(),
            "a `span` needs both `from` and `to`",
            "add the missing day",
        );
        return None;
    };
    let (first, last) = (
        day(&from.value, &from.value, from.place, log)?,
        day(&to.value, &to.value, to.place, log)?,
    );
    if last < first {
        log.error(
            "end-before-start",
            to.place,
            "the last day lies before the first",
            "swap them, or check the year",
        );
        return None;
    }
    let zone = TimeZone::get(&defaults.zone).ok()?;
    Some(Span {
        from: first.to_string(),
        to: last.to_string(),
        start: minutes(&first.to_zoned(zone.clone()).ok()?),
        end: minutes(&last.tomorrow().ok()?.to_zoned(zone).ok()?),
        words,
    })
}

/// Reads a date as precise as is known.
pub fn partial_date(text: &str, place: Place, log: &mut Log) -> Option<PartialDate> {
    let reads = |plain: &str, log: &mut Log| partial_date(plain, place, log).is_some();
    if is_typeset(text, place, log, reads) {
        return None;
    }
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    day(&whole, text, place, log).map(|_| PartialDate(text.to_owned()))
}

/// Start of a partial date in a zone, in minutes since 1970.
pub fn partial_start(date: &PartialDate, zone: &str) -> Option<i64> {
    let whole = match date.0.len() {
        4 => format!("{}-01-01", date.0),
        7 => format!("{}-01", date.0),
        _ => date.0.clone(),
    };
    let date: Date = whole.parse().ok()?;
    Some(minutes(&date.to_zoned(TimeZone::get(zone).ok()?).ok()?))
}

/// A whole date; `written` is what stands in the file.
fn day(text: &str, written: &str, place: Place, log: &mut Log) -> Option<Date> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        });
    match text.parse::<Date>() {
        Ok(date) if shape && !(1000..=9998).contains(&date.year()) => {
            log.error(
                "bad-date",
                place,
                format!("nothing of a catalogue is in the year {:04}", date.year()),
                "check the year",
            );
            None
        }
        Ok(date) if shape => Some(date),
        _ if shape => {
            log.error(
                "bad-date",
                place,
                format!("the date {written} does not exist"),
                "check the day and the month",
            );
            None
        }
        _ => {
            log.error(
                "bad-date",
                place,
                format!("`{written}` is no date"),
                match other_ways::day(written) {
                    Some(day) => format!("write {day}"),
                    None => "write year, month and day, as in 2024-11-07".to_owned(),
                },
            );
            None
        }
    }
}

fn clock(text: &str, place: Place, log: &mut Log) -> Option<Time> {
    let time = text.split_once(':').and_then(|(hour, minute)| {
        let number = |text: &str| {
            (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()))
                .then(|| text.parse::<i8>().ok())
                .flatten()
        };
        Time::new(
            number(hour)?,
            number(minute).filter(|_| minute.len() == 2)?,
            0,
            0,
        )
        .ok()
    });
    if time.is_none() {
        log.error(
            "bad-time",
            place,
            format!("`{text}` is no time of day"),
            match other_ways::clock(text) {
                Some(time) => format!("write {time}"),
                None => other_ways::more_than_a_clock(text).unwrap_or_else(|| {
                    "write it on a clock of 24 hours, where 5pm is 17:00".to_owned()
                }),
            },
        );
    }
    time
}

/// A date, perhaps with a time after a space or a `T`.
fn moment(text: &str, place: Place, log: &mut Log) -> Option<(Date, Option<Time>)> {
    let reads = |plain: &str, log: &mut Log| moment(plain, place, log).is_some();
    if is_typeset(text, place, log, reads) {
        return None;
    }
    match text.split_once([' ', 'T']) {
        // What is no day in figures is told as a whole, not piece by piece.
        Some((date, _)) if date.split(['-', '/', '.']).count() < 3 => {
            day(text, text, place, log);
            None
        }
        None => Some((day(text, text, place, log)?, None)),
        Some((date, time)) => {
            let (date, time) = (day(date, date, place, log), clock(time.trim(), place, log));
            Some((date?, Some(time?)))
        }
    }
}

/// An end: a time on the day of the start, or a date with or without a time.
fn end_moment(
    text: &str,
    place: Place,
    start: Date,
    log: &mut Log,
) -> Option<(Date, Option<Time>)> {
    let is_time = text.contains(':') && !text.contains('-');
    // `20.11` may be a day.
    let is_in_other_way =
        || other_ways::clock(text).is_some() && text.contains(|c: char| c.is_alphabetic());
    if is_time || is_in_other_way() {
        let reads = |plain: &str, log: &mut Log| clock(plain, place, log).is_some();
        if is_typeset(text, place, log, reads) {
            return None;
        }
        return Some((start, Some(clock(text, place, log)?)));
    }
    moment(text, place, log)
}

/// Tells of signs that look like those of a date or a time, where it could be read with plain ones, and whether there are some.
fn is_typeset(
    text: &str,
    place: Place,
    log: &mut Log,
    reads: impl Fn(&str, &mut Log) -> bool,
) -> bool {
    let plain = other_ways::in_plain_signs(text);
    let is = plain != text && reads(&plain, &mut Log::new("", ""));
    if is {
        log.error(
            "bad-date",
            place,
            format!("signs in `{text}` only look like hyphens, spaces or digits of a date"),
            format!("write {plain}"),
        );
        log.certain(text, &plain);
    }
    is
}

/// A local time as a moment. A time that a clock change skipped is an error; one that came twice is
/// taken the first time.
fn in_zone(
    local: DateTime,
    zone: &TimeZone,
    name: &str,
    place: Place,
    log: &mut Log,
) -> Option<Zoned> {
    let ambiguous = zone.to_ambiguous_zoned(local);
    if let AmbiguousOffset::Gap { .. } = ambiguous.offset() {
        log.error(
            "time-in-gap",
            place,
            format!(
                "{} did not exist in {name} on that day: the clock was put forward",
                local.time()
            ),
            "check the time, the date and the zone",
        );
        return None;
    }
    if let AmbiguousOffset::Fold { .. } = ambiguous.offset() {
        log.warn(
            "ambiguous-time",
            place,
            format!(
                "{} came twice in {name} on that day: the clock was put back, and the first is taken",
                local.strftime("%H:%M")
            ),
            "check the time; if the second is meant, write it with `zone: UTC`",
        );
    }
    ambiguous.compatible().ok()
}

/// Warns when the days in the source's words are not the date: neither where it takes place, nor in a zone that they name.
fn days(
    words: &str,
    date: Date,
    time: Option<Time>,
    zone: Option<&TimeZone>,
    place: Place,
    log: &mut Log,
) {
    let mut dates = vec![date];
    if let (Some(time), Some(zone)) = (time, zone)
        && let Ok(start) = date.to_datetime(time).to_zoned(zone.clone())
    {
        let named = clock_words::zones(words).into_iter();
        let named = named.filter_map(|name| TimeZone::get(name).ok());
        dates.extend(named.map(|zone| start.with_time_zone(zone).date()));
    }
    if day_words::contradict(words, &dates) {
        log.warn(
            "date-mismatch",
            place,
            format!("the start is on {date}, but the source says “{words}”"),
            "check the day, the month and the year",
        );
    } else if weekday_words::contradict(words, &dates) {
        let day = date.weekday();
        log.warn(
            "weekday-mismatch",
            place,
            format!("{date} is a {day:?}, but the source says “{words}”"),
            "check the date and the year",
        );
    }
}

/// Warns when the times in the source's words contradict each other or the start.
fn times(words: &str, start: &Zoned, place: Place, log: &mut Log) {
    let said = "or, if the source is wrong, say so in `notes` as `conflict: ...`";
    match clock_words::compare(words, start) {
        None => {}
        Some(Contradiction::InItself) => log.warn(
            "zones-disagree",
            place,
            format!("the times in “{words}” are not one moment"),
            format!("ask the host which is right, {said}"),
        ),
        Some(Contradiction::WithStart) => log.warn(
            "time-mismatch",
            place,
            format!(
                "the start is {}, but the source says “{words}”",
                start.strftime("%H:%M %Q")
            ),
            format!("check `start` and `zone`, {said}"),
        ),
    }
}

fn local(date: Date, time: Time) -> String {
    format!("{date}T{:02}:{:02}", time.hour(), time.minute())
}

fn minutes(moment: &Zoned) -> i64 {
    moment.timestamp().as_second().div_euclid(60)
}
