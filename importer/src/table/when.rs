//! When the thing of a row takes place: what its columns say of start, time, end and zone.

use super::Row;
use super::habits::Habits;
use super::map::Map;
use crate::dates::zone;
use crate::day::{self, Moment};
use crate::draft::{Draft, Value};
use crate::pattern::constant;
use crate::source::File;
use crate::vocabulary::Vocabulary;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The entries of `when`: one from a start with or without its time in a column of its own, or several that stand
/// in one cell, each with its end and zone at the same place in theirs.
pub(super) fn put(
    draft: &mut Draft,
    file: &File,
    row: &Row,
    (map, habits): (&Map, Habits),
    vocabulary: &Vocabulary,
) {
    let said = |key: &str| Some(habits.plain(key, map.value(key, &row.cells)?));
    let (placed, zone) = placed(said);
    if let (Some(zone), Some(column)) = (&zone, said("when.zone"))
        && *zone != zone::named(&column).map_or(&*column, |zone| zone.id)
    {
        let text = format!(
            "the time is said for {zone}, and the column of zones says {column}. Which is right? The first was taken"
        );
        draft.ask(&file.path, row.line, "zones-disagree", text);
    }
    let get = |key: &str| match key {
        "when.zone" => zone.clone().or_else(|| said(key)),
        _ => placed.get(key).cloned().or_else(|| said(key)),
    };
    let Some(start) = get("when.start") else {
        let others = ["when.time", "when.end", "when.end_time"];
        let said: Vec<String> = others.iter().filter_map(|key| get(key)).collect();
        if !said.is_empty() {
            let text = format!(
                "“{}” is a time without a day on which it begins. When is it? (In a sheet, merged cells leave their date in the first row alone)",
                said.join(" – ")
            );
            draft.ask(&file.path, row.line, "no-date", text);
        }
        return;
    };
    // `November 7, 2024 → November 9, 2024`, as Notion says a start and an end in one cell.
    let (start, arrow_end) = match (start.split_once('→'), get("when.end")) {
        (Some((start, end)), None) => (start.trim().to_owned(), Some(end.trim().to_owned())),
        _ => (start, None),
    };
    // A day and a time in columns of their own are one end.
    let both = match (get("when.end"), get("when.end_time")) {
        (Some(day), Some(time)) => Some(format!("{day} {time}")),
        (day, time) => day.or(time),
    };
    let get = |key: &str| match key {
        "when.end" => arrow_end.clone().or_else(|| both.clone()),
        _ => get(key),
    };
    let all_day = get("when.all_day").map(|said| said.to_lowercase());
    match all_day.as_deref() {
        None | Some("false" | "no" | "0") => {}
        Some("true" | "yes" | "1" | "x" | "sí" | "si") => {
            if let Some(entry) = days(&start, get("when.end").as_deref()) {
                draft.set("when", Value::List(vec![entry]));
                return;
            }
        }
        Some(said) => {
            let text = format!(
                "whether it lasts the whole day is “{said}”, which is neither yes nor no; it was taken for no"
            );
            draft.ask(&file.path, row.line, "bad-date", text);
        }
    }
    let parts = |key: &str| get(key).map_or(Vec::new(), |cell| map.split(&cell));
    let (time, starts) = (get("when.time"), map.split(&start));
    let moments: Option<Vec<Moment>> = starts.iter().map(|words| day::moment(words)).collect();
    let (ends, zones) = (parts("when.end"), parts("when.zone"));
    let instants: Option<Vec<Timestamp>> = starts.iter().map(|words| instant(words)).collect();
    let until: Option<Vec<Option<Timestamp>>> = ends
        .iter()
        .map(|words| match words.as_str() {
            "-" => Some(None),
            words => instant(words).map(Some),
        })
        .collect();
    if let (None, Some(instants), Some(until)) = (&time, instants, until)
        && (until.is_empty() || until.len() == starts.len())
        && zones.len() <= 1
    {
        let said = zones.first().map(String::as_str);
        let said = said.map(|name| zone::named(name).map_or(name, |zone| zone.id));
        let zone = said.unwrap_or(&vocabulary.zone);
        if let Some(entries) = of_moments(&instants, &until, zone) {
            draft.set("when", Value::List(entries));
            return;
        }
    }
    let fits = |others: &[String]| others.len() <= 1 || others.len() == starts.len();
    let mut asks = Vec::new();
    let mut entries = Vec::new();
    if let (None, Some(moments), true) = (&time, moments, starts.len() > 1)
        && (ends.is_empty() || ends.len() == starts.len())
        && fits(&zones)
    {
        for (at, moment) in moments.into_iter().enumerate() {
            // A dash keeps the place of an end that is not known.
            let end = ends.get(at).filter(|end| *end != "-").map(String::as_str);
            let zone = zones.get(at).or(zones.first()).map(String::as_str);
            entries.push(entry(&moment, end, zone, vocabulary, &mut asks));
        }
    } else {
        let (end, zone) = (get("when.end"), get("when.zone"));
        let moment = moment(&start, time.as_deref(), zone.as_deref(), &mut asks);
        if moment.is_none() {
            // Without a start neither could be kept in its place.
            let others = [("its end", &end), ("its zone", &zone)];
            let others = others.iter().filter_map(|(name, cell)| {
                Some(format!(" The table says “{}” for {name}.", cell.as_ref()?))
            });
            if let Some((_, text)) = asks.last_mut() {
                text.extend(others);
            }
        }
        if let Some(moment) = moment {
            let (end, zone) = (end.as_deref(), zone.as_deref());
            entries.push(entry(&moment, end, zone, vocabulary, &mut asks));
        }
    }
    if !entries.is_empty() {
        draft.set("when", Value::List(entries));
    }
    for (code, text) in asks {
        draft.ask(&file.path, row.line, code, text);
    }
}

/// Cells of times without the zone that stands behind them as computers name it (`17:00 America/Los_Angeles`), and the zone,
/// if it is one.
fn placed(
    said: impl Fn(&str) -> Option<String>,
) -> (BTreeMap<&'static str, String>, Option<String>) {
    let mut cells = BTreeMap::new();
    let mut zones: BTreeSet<String> = BTreeSet::new();
    for key in ["when.start", "when.time", "when.end", "when.end_time"] {
        let Some(cell) = said(key) else { continue };
        let named = ZONE.captures_iter(&cell).filter_map(|found| found.get(1));
        let named: Vec<&str> = named.map(|name| name.as_str()).collect();
        if named.is_empty() || named.iter().any(|name| TimeZone::get(name).is_err()) {
            continue;
        }
        zones.extend(named.into_iter().map(str::to_owned));
        cells.insert(key, ZONE.replace_all(&cell, "").into_owned());
    }
    match (zones.pop_first(), zones.is_empty()) {
        (Some(zone), true) => (cells, Some(zone)),
        _ => (BTreeMap::new(), None),
    }
}

/// A zone of the IANA database behind a time.
static ZONE: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"\s*[\[(]?\b([A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:[/-][A-Z][A-Za-z_]+)*)\b[\])]?")
});

/// Asks of a row without a start among others that have one: where cells of a table were merged, only the first has what
/// stands in them.
pub(super) fn ask_of_none(draft: &mut Draft, file: &File, row: &Row, map: &Map) {
    let said = map.value("when.start", &row.cells);
    let kind = match draft.get("kind") {
        Some(Value::Text(kind)) => kind.to_lowercase(),
        _ => String::new(),
    };
    let asked = draft.questions.iter().any(|asked| asked.code == "no-date");
    if said.is_none() && !asked && matches!(kind.as_str(), "" | "event" | "training") {
        let text = "the row has no date, and others have one. When is it, if it is at a time? (In a sheet, merged cells leave their date in the first row alone)";
        draft.ask(&file.path, row.line, "no-date", text);
    }
}

/// The moment of a text that names one whatever zone it is read in: with an offset (RFC 3339), or as seconds or milliseconds
/// since 1970.
fn instant(words: &str) -> Option<Timestamp> {
    let words = words.trim();
    let is_number = words.bytes().all(|b| b.is_ascii_digit());
    match words.len() {
        10 if is_number => Timestamp::from_second(words.parse().ok()?).ok(),
        13 if is_number => Timestamp::from_millisecond(words.parse().ok()?).ok(),
        _ => words.parse().ok(),
    }
}

/// An entry of whole days. An end at midnight is that of the day before, as calendars write it.
fn days(start: &str, end: Option<&str>) -> Option<Value> {
    let day = |words: &str| {
        let moment = day::moment(words)?;
        let date: Date = moment.day.parse().ok()?;
        let at_midnight = moment
            .times
            .is_some_and(|times| times.start == Time::midnight());
        Some((date, at_midnight))
    };
    let (from, _) = day(start)?;
    let to = match end {
        None => from,
        Some(end) => match day(end)? {
            (to, true) if to > from => to.yesterday().ok()?,
            (to, _) => to,
        },
    };
    let mut pairs = vec![("start".to_owned(), Value::Text(from.to_string()))];
    if to != from {
        pairs.push(("end".to_owned(), Value::Text(to.to_string())));
    }
    Some(Value::Map(pairs))
}

/// Entries of moments, as the clocks of a zone show them; an end has the place of its start.
fn of_moments(starts: &[Timestamp], ends: &[Option<Timestamp>], zone: &str) -> Option<Vec<Value>> {
    let clocks = TimeZone::get(zone).ok()?;
    let there = |moment: Timestamp| moment.to_zoned(clocks.clone()).datetime();
    let entries = starts.iter().enumerate().map(|(at, moment)| {
        let start = there(*moment);
        let told = |time: DateTime| time.strftime("%Y-%m-%d %H:%M").to_string();
        let mut pairs = vec![("start".to_owned(), Value::Text(told(start)))];
        if let Some(end) = ends.get(at).copied().flatten().map(there) {
            let end = match end.date() == start.date() {
                true => clock(end.time()),
                false => told(end),
            };
            pairs.push(("end".to_owned(), Value::Text(end)));
        }
        pairs.push(("zone".to_owned(), Value::text(zone)));
        Value::Map(pairs)
    });
    Some(entries.collect())
}

type Asks = Vec<(&'static str, String)>;

/// A start with its time; the day alone where the time cannot be read.
fn moment(start: &str, time: Option<&str>, zone: Option<&str>, asks: &mut Asks) -> Option<Moment> {
    let read = day::moment(start);
    let found = match (&read, time) {
        (_, None) => read,
        (Some(Moment { day, times: None }), Some(time)) => {
            let times = day::time(time);
            if times.is_none() {
                let zone = zone.map(|zone| format!(" {zone}")).unwrap_or_default();
                asks.push((
                    "bad-date",
                    format!(
                        "“{time}{zone}” is no time that can be read without doubt; the day alone was taken. When on {day} is it?"
                    ),
                ));
            }
            let day = day.clone();
            Some(Moment { day, times })
        }
        // A time that is said twice has to be the same.
        (Some(Moment { times, .. }), Some(time)) => {
            let start = |times: crate::dates::Times| times.start;
            let same = times.clone().map(start) == day::time(time).map(start);
            read.filter(|_| same)
        }
        (None, Some(_)) => None,
    };
    if found.is_none() {
        let time = time.map(|time| format!(" {time}")).unwrap_or_default();
        asks.push((
            "bad-date",
            format!("“{start}{time}” is no time that can be read without doubt. When is it?"),
        ));
    }
    found
}

/// One entry of `when`, from a moment that was read and what the table says of its end and zone.
fn entry(
    moment: &Moment,
    end: Option<&str>,
    zone: Option<&str>,
    vocabulary: &Vocabulary,
    asks: &mut Asks,
) -> Value {
    let Moment { day, times } = moment;
    let mut pairs = Vec::new();
    let Some(times) = times else {
        pairs.push(("start".to_owned(), Value::text(day.clone())));
        if let Some(end) = end {
            match day::moment(end) {
                Some(end) => pairs.push(("end".to_owned(), Value::Text(told(&end)))),
                None if day::time(end).is_some() => asks.push((
                    "bad-date",
                    format!("“{end}” is an end without a time at which it begins; it was left out"),
                )),
                None => asks.push(unreadable_end(end)),
            }
        }
        return Value::Map(pairs);
    };
    let on = day.parse::<Date>().ok();
    pairs.push((
        "start".to_owned(),
        Value::Text(format!("{day} {}", clock(times.start))),
    ));
    let own_end = times.end.map(|end| match on.map(Date::tomorrow) {
        // An end before the start is on the next day.
        Some(Ok(next)) if end <= times.start => format!("{next} {}", clock(end)),
        _ => clock(end),
    });
    let column = end.and_then(|end| {
        let read = ended(end);
        if read.is_none() {
            asks.push(unreadable_end(end));
        }
        read
    });
    if let (Some(own), Some((column, _))) = (&own_end, &column)
        && own != column
        && format!("{day} {own}") != *column
    {
        asks.push((
            "date-conflict",
            format!(
                "the time ends at {own}, and the column of ends says {column}, which was taken"
            ),
        ));
    }
    let end_zone = column.as_ref().and_then(|(_, zone)| *zone);
    if let Some(end) = column.map(|(end, _)| end).or(own_end) {
        pairs.push(("end".to_owned(), Value::Text(end)));
    }
    let start = on.map(|on| on.to_datetime(times.start));
    let said = times.zone.map(|zone| zone.id);
    // `ET` in a column means what it means behind a time.
    let column = zone.map(|name| zone::named(name).map_or(name, |zone| zone.id));
    let taken = match (said.or(end_zone), column) {
        (Some(said), Some(column)) if start.is_some_and(|at| !is_same(at, said, column)) => {
            asks.push((
                "zones-disagree",
                format!("the time is said for {said}, and the column of zones says {column}. Which is right? The first was taken"),
            ));
            Some(said)
        }
        (said, column) => column.or(said),
    };
    if let (Some(said), Some(end)) = (said, end_zone)
        && start.is_some_and(|at| !is_same(at, said, end))
    {
        asks.push((
            "zones-disagree",
            format!("the start is said for {said} and the end for {end}. When does it end?"),
        ));
    }
    match taken {
        Some(zone) => pairs.push(("zone".to_owned(), Value::text(zone))),
        None => asks.push((
            "floating-time",
            format!("the time names no zone; {} is taken", vocabulary.zone),
        )),
    }
    if let Some((other, there, should)) = on.and_then(|on| times.disagreement(on)) {
        asks.push((
            "zones-disagree",
            format!(
                "{} ({}) is {} in {}, and the table says {}. Which time is right? The first was taken",
                clock(times.start),
                said.unwrap_or(""),
                clock(should),
                there.id,
                clock(other)
            ),
        ));
    }
    if times.half_assumed {
        asks.push((
            "half-assumed",
            format!(
                "the time does not say morning or afternoon; {} was taken",
                clock(times.start)
            ),
        ));
    }
    Value::Map(pairs)
}

/// What a column of ends says, with a zone that it names.
fn ended(words: &str) -> Option<(String, Option<&'static str>)> {
    let moment = day::moment(words);
    let times = match &moment {
        Some(moment) => moment.times.clone(),
        None => Some(day::time(words)?),
    };
    let one = times
        .as_ref()
        .is_none_or(|times| times.end.is_none() && times.others.is_empty() && !times.half_assumed);
    if !one {
        return None;
    }
    let zone = times.as_ref().and_then(|times| times.zone);
    let text = match &moment {
        Some(moment) => told(moment),
        None => clock(times?.start),
    };
    Some((text, zone.map(|zone| zone.id)))
}

fn unreadable_end(words: &str) -> (&'static str, String) {
    (
        "bad-date",
        format!("“{words}” is no end that can be read without doubt"),
    )
}

fn told(moment: &Moment) -> String {
    match &moment.times {
        Some(times) => format!("{} {}", moment.day, clock(times.start)),
        None => moment.day.clone(),
    }
}

fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// Whether two zones have the same clock at that time. A zone that there is not is asked about elsewhere.
fn is_same(at: DateTime, one: &str, other: &str) -> bool {
    let moment = |name: &str| at.to_zoned(TimeZone::get(name).ok()?).ok();
    match (moment(one), moment(other)) {
        (Some(one), Some(other)) => one.timestamp() == other.timestamp(),
        _ => true,
    }
}
