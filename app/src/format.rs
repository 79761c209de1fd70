//! The door to `Intl`: moments and dates as people of a language write them, in any zone. The
//! browser knows the zones, so the app ships none. Not here: what a view asks for ([`crate::dates`]).

use crate::dates::{Dates, Shown};
use callboard_model::{Occurrence, PartialDate};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(raw_module = "./window.js")]
extern "C" {
    /// The zone of the reader's device.
    pub fn own_zone() -> String;
    fn written(lang: &str, zone: &str, fields: &str, minutes: f64) -> String;
    fn language_name(tag: &str, lang: &str) -> String;
}

fn format(lang: &str, zone: &str, fields: &[&str], minutes: i64) -> String {
    let fields = crate::text::joined(fields.iter().copied(), ";");
    written(lang, zone, &fields, minutes as f64)
}

/// Fields of a date as `Intl` calls them, each with its form.
const DAY: [&str; 4] = [
    "weekday short",
    "day numeric",
    "month short",
    "year numeric",
];
const CLOCK: [&str; 2] = ["hour numeric", "minute 2-digit"];
const ZONE: &str = "timeZoneName short";

/// The browser's own.
pub struct Browser;

impl Dates for Browser {
    fn occurrence(&self, occurrence: &Occurrence, lang: &str) -> Shown {
        self::occurrence(occurrence, lang)
    }

    fn moment(&self, minutes: i64, zone: &str, lang: &str) -> String {
        self::moment(minutes, zone, lang)
    }

    fn heading(&self, date: &str, moment: Option<i64>, lang: &str) -> String {
        match moment {
            Some(at) => format(lang, &own_zone(), &DAY, at),
            None => civil_noon(date)
                .map_or_else(|| date.to_owned(), |noon| format(lang, "UTC", &DAY, noon)),
        }
    }

    fn day(&self, text: &str, lang: &str) -> String {
        self::day(text, lang)
    }

    fn partial(&self, date: &PartialDate, lang: &str) -> String {
        self::partial(date, lang)
    }

    fn language(&self, tag: &str, lang: &str) -> String {
        language_name(tag, lang)
    }
}

/// Shows an occurrence.
fn occurrence(occurrence: &Occurrence, lang: &str) -> Shown {
    // A date alone is the same date everywhere; midday in UTC lies on it.
    let (zone, at, end) = match civil_noon(&occurrence.local).filter(|_| !occurrence.timed) {
        Some(noon) => {
            let last = occurrence.local_end.as_deref();
            ("UTC", noon, last.and_then(civil_noon))
        }
        None => {
            let end = occurrence.end_known.then_some(occurrence.end);
            (occurrence.zone.as_str(), occurrence.start, end)
        }
    };
    let mut shown = Shown {
        weekday: format(lang, zone, &DAY[..1], at),
        day: format(lang, zone, &DAY[1..3], at),
        year: format(lang, zone, &DAY[3..], at),
        ..Shown::default()
    };
    if let Some(end) = end {
        if format(lang, zone, &DAY, end) != format(lang, zone, &DAY, at) {
            let same_year = format(lang, zone, &DAY[3..], end) == shown.year;
            let fields = if same_year { &DAY[..3] } else { &DAY };
            shown.end = format(lang, zone, fields, end);
        }
        if occurrence.timed {
            if !shown.end.is_empty() {
                shown.end.push_str(", ");
            }
            shown.end.push_str(&format(lang, zone, &CLOCK, end));
        }
    }
    if !occurrence.timed {
        return shown;
    }
    shown.time = time(lang, zone, at);
    let own = own_zone();
    let clock = |zone: &str| (format(lang, zone, &CLOCK, at), format(lang, zone, &DAY, at));
    let (own_clock, own_day) = clock(&own);
    let (clock, day) = clock(zone);
    if (&own_clock, &own_day) != (&clock, &day) {
        shown.own = time(lang, &own, at);
        if own_day != day {
            shown.own = [&format(lang, &own, &DAY[..3], at), ", ", &shown.own].concat();
        }
    }
    shown
}

fn moment(minutes: i64, zone: &str, lang: &str) -> String {
    let fields = [DAY.as_slice(), &CLOCK].concat();
    let own = own_zone();
    let zone = if zone.is_empty() { &own } else { zone };
    let text = format(lang, zone, &fields, minutes);
    [&text, " ", &zone_name(lang, zone, minutes)].concat()
}

/// The time of day with its zone.
fn time(lang: &str, zone: &str, at: i64) -> String {
    [
        &format(lang, zone, &CLOCK, at),
        " ",
        &zone_name(lang, zone, at),
    ]
    .concat()
}

/// A zone's short name. A language has such names for the places where it is spoken: `PST` is Spanish in the United States
/// and `GMT-8` elsewhere. So who asks there is answered as there, wherever the reader is: a page that is a file says the same.
fn zone_name(lang: &str, zone: &str, at: i64) -> String {
    let there = [lang, "-US"].concat();
    let is_there = zone.starts_with("America/") || zone == "Pacific/Honolulu";
    let fields = [CLOCK[0], ZONE];
    let text = format(if is_there { &there } else { lang }, zone, &fields, at);
    crate::text::around_last_space(&text)
        .map_or(text.as_str(), |(_, name)| name)
        .to_owned()
}

/// A date alone.
fn day(text: &str, lang: &str) -> String {
    civil_noon(text).map_or_else(
        || text.to_owned(),
        |noon| format(lang, "UTC", &DAY[1..], noon),
    )
}

/// A date as precise as it is known.
fn partial(date: &PartialDate, lang: &str) -> String {
    match date.0.len() {
        4 => date.0.clone(),
        7 => civil_noon(&[&date.0, "-01"].concat()).map_or_else(
            || date.0.clone(),
            |noon| format(lang, "UTC", &["month long", "year numeric"], noon),
        ),
        _ => day(&date.0, lang),
    }
}

fn civil_noon(date: &str) -> Option<i64> {
    crate::moment::parse(date.get(..10)?).map(|midnight| midnight + 12 * 60)
}
