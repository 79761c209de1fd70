//! Dates and times in words, without a browser: as the app has `Intl` write them in English and Spanish (Unicode CLDR 46), and with
//! the zone always named, because nobody knows where a page that is a file will be read.
//!
//! The names of days and months stand in [`super::calendar_names`], zones are those of the program's own database.

use super::calendar_names::{MONTHS, Names, language_name, names};
use crate::fields::clock_words;
use callboard_app::dates::{Dates, Shown};
use callboard_model::{Occurrence, PartialDate};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Dates of pages that are files.
pub struct PageDates;

impl Dates for PageDates {
    /// Day and time in the occurrence's own zone, and in another zone that the source's words name: `8:00 PM EST`.
    fn occurrence(&self, occurrence: &Occurrence, lang: &str) -> Shown {
        let names = names(lang);
        let Some(date) = date(&occurrence.local) else {
            return Shown::default();
        };
        let mut shown = Shown {
            weekday: weekday(date, names).to_owned(),
            day: day_and_month(date, names),
            year: date.year().to_string(),
            ..Shown::default()
        };
        let Some(start) = zoned(occurrence.start, &occurrence.zone).filter(|_| occurrence.timed)
        else {
            let last = occurrence.local_end.as_deref().and_then(self::date);
            if let Some(last) = last.filter(|last| *last != date) {
                shown.end = another_day(last, date, names);
            }
            return shown;
        };
        shown.time = format!("{} {}", clock(&start, names), zone_name(&start, names));
        if occurrence.end_known
            && let Some(end) = zoned(occurrence.end, &occurrence.zone)
        {
            shown.end = clock(&end, names);
            if end.date() != start.date() {
                let day = another_day(end.date(), start.date(), names);
                shown.end = format!("{day}, {}", shown.end);
            }
        }
        let other = occurrence.words.iter().find_map(|words| {
            let zones = clock_words::zones(words).into_iter();
            let mut others = zones.filter_map(|zone| zoned(occurrence.start, zone));
            others.find(|other| other.offset() != start.offset())
        });
        if let Some(other) = other {
            shown.own = format!("{} {}", clock(&other, names), zone_name(&other, names));
            if other.date() != start.date() {
                let day = day_and_month(other.date(), names);
                let weekday = weekday(other.date(), names);
                shown.own = format!("{weekday}, {day}, {}", shown.own);
            }
        }
        shown
    }

    /// A moment in a zone; in UTC where none is named.
    fn moment(&self, minutes: i64, zone: &str, lang: &str) -> String {
        let names = names(lang);
        let zone = if zone.is_empty() { "UTC" } else { zone };
        zoned(minutes, zone).map_or_else(String::new, |at| {
            let (weekday, day) = (weekday(at.date(), names), whole_date(at.date(), names));
            let (clock, zone) = (clock(&at, names), zone_name(&at, names));
            format!("{weekday}, {day}, {clock} {zone}")
        })
    }

    /// The date itself: a file knows no reader's day.
    fn heading(&self, text: &str, _: Option<i64>, lang: &str) -> String {
        let names = names(lang);
        date(text).map_or_else(
            || text.to_owned(),
            |date| format!("{}, {}", weekday(date, names), whole_date(date, names)),
        )
    }

    fn day(&self, text: &str, lang: &str) -> String {
        date(text).map_or_else(|| text.to_owned(), |date| whole_date(date, names(lang)))
    }

    fn partial(&self, partial: &PartialDate, lang: &str) -> String {
        let text = &partial.0;
        let month = || {
            let first = date(&format!("{text}-01"))?;
            let names = names(lang);
            let month = month(first, &names.long_months)?;
            Some(match names.tag {
                "es" => format!("{month} de {}", first.year()),
                _ => format!("{month} {}", first.year()),
            })
        };
        match text.len() {
            4 => text.clone(),
            7 => month().unwrap_or_else(|| text.clone()),
            _ => self.day(text, lang),
        }
    }

    fn language(&self, tag: &str, lang: &str) -> String {
        language_name(tag, lang).unwrap_or(tag).to_owned()
    }
}

/// The date that a text begins with.
fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// A moment, in minutes since 1970, in a zone of the IANA database; in UTC where there is no such zone.
fn zoned(minutes: i64, zone: &str) -> Option<Zoned> {
    let moment = Timestamp::from_second(minutes.checked_mul(60)?).ok()?;
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Some(moment.to_zoned(zone))
}

fn weekday(date: Date, names: &'static Names) -> &'static str {
    let at = usize::try_from(date.weekday().to_sunday_zero_offset()).unwrap_or(0);
    names.weekdays.get(at).copied().unwrap_or("")
}

fn month(date: Date, months: &[&'static str; MONTHS]) -> Option<&'static str> {
    let at = usize::try_from(date.month()).ok()?.checked_sub(1)?;
    months.get(at).copied()
}

/// `Nov 7`, `7 nov`.
fn day_and_month(date: Date, names: &'static Names) -> String {
    let month = month(date, &names.short_months).unwrap_or("");
    match names.tag {
        "es" => format!("{} {month}", date.day()),
        _ => format!("{month} {}", date.day()),
    }
}

/// `Nov 7, 2024`, `7 nov 2024`.
fn whole_date(date: Date, names: &'static Names) -> String {
    let day = day_and_month(date, names);
    match names.tag {
        "es" => format!("{day} {}", date.year()),
        _ => format!("{day}, {}", date.year()),
    }
}

/// `Sun, Nov 10`, `dom, 10 nov`, after a day that has been told; with its year where that is another.
fn another_day(date: Date, told: Date, names: &'static Names) -> String {
    let day = match date.year() == told.year() {
        true => day_and_month(date, names),
        false => whole_date(date, names),
    };
    format!("{}, {day}", weekday(date, names))
}

/// `5:00 PM`, `17:00`.
fn clock(at: &Zoned, names: &'static Names) -> String {
    let (hour, minute) = (at.hour(), at.minute());
    match names.tag {
        "es" => format!("{hour}:{minute:02}"),
        _ => {
            let half = if hour < 12 { "AM" } else { "PM" };
            let hour = match hour % 12 {
                0 => 12,
                hour => hour,
            };
            format!("{hour}:{minute:02} {half}")
        }
    }
}

/// Abbreviations of zones with their hours from UTC: those of the United States and its neighbours, which the app asks
/// for in every language as they are said there. Elsewhere the same letters mean other hours (`CST` is China's and Cuba's
/// too), so the hours decide.
const AMERICAN: [(&str, i32); 13] = [
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("AST", -4),
    ("ADT", -3),
    ("AKST", -9),
    ("AKDT", -8),
    ("HST", -10),
];

/// Those that Spanish has besides, for where Spain is and near it.
const EUROPEAN: [(&str, i32); 6] = [
    ("WET", 0),
    ("WEST", 1),
    ("CET", 1),
    ("CEST", 2),
    ("EET", 2),
    ("EEST", 3),
];

/// A zone's short name at a moment: `PST`, `GMT-8`, `GMT+5:30`, `UTC`.
fn zone_name(at: &Zoned, names: &'static Names) -> String {
    let minutes = at.offset().seconds() / 60;
    let short = at.strftime("%Z").to_string();
    let europe: &[_] = if names.tag == "es" { &EUROPEAN } else { &[] };
    let mut known = AMERICAN.iter().chain(europe);
    if known.any(|(have, hours)| *have == short && hours * 60 == minutes) {
        return short;
    }
    if minutes == 0 {
        let is_utc = at.time_zone().iana_name().is_none_or(|name| name == "UTC");
        return if is_utc { "UTC" } else { "GMT" }.to_owned();
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    match rest {
        0 => format!("GMT{sign}{hours}"),
        rest => format!("GMT{sign}{hours}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::PageDates;
    use callboard_app::dates::{Dates, Shown};
    use callboard_model::{Occurrence, PartialDate};

    fn call(local: &str, zone: &str, start: i64, words: Option<&str>) -> Occurrence {
        Occurrence {
            local: local.to_owned(),
            local_end: None,
            zone: zone.to_owned(),
            start,
            end: start + 90,
            timed: local.len() > 10,
            end_known: false,
            words: words.map(str::to_owned),
        }
    }

    /// What is shown of an occurrence, parts without a text left out.
    #[track_caller]
    fn check(occurrence: &Occurrence, lang: &str, expected: &str) {
        let Shown {
            weekday,
            day,
            year,
            time,
            end,
            own,
        } = PageDates.occurrence(occurrence, lang);
        let parts = [weekday, day, year, time, end, own];
        let shown: Vec<&str> = parts.iter().map(String::as_str).collect();
        let shown: Vec<&str> = shown.into_iter().filter(|part| !part.is_empty()).collect();
        assert_eq!(shown.join("|"), expected);
    }

    #[test]
    fn a_call_is_told_in_its_zone_and_in_the_other_that_its_source_names() {
        let words = Some("Thursday, Nov. 7 at 5pm PT/ 8pm ET");
        let at = call("2024-11-07T17:00", "America/Los_Angeles", 28_850_460, words);
        check(&at, "en", "Thu|Nov 7|2024|5:00 PM PST|8:00 PM EST");
        check(&at, "es", "jue|7 nov|2024|17:00 PST|20:00 EST");
        // Half past eleven in the evening there is the next day in the East.
        let late = call(
            "2024-11-07T23:30",
            "America/Los_Angeles",
            28_850_850,
            Some("11:30pm PT/ 2:30am ET"),
        );
        check(
            &late,
            "en",
            "Thu|Nov 7|2024|11:30 PM PST|Fri, Nov 8, 2:30 AM EST",
        );
        let same = call(
            "2024-11-07T20:00",
            "America/New_York",
            28_850_460,
            Some("8pm ET"),
        );
        check(&same, "en", "Thu|Nov 7|2024|8:00 PM EST");
    }

    /// A time with an end, which is a date where the time is one.
    fn until(local: &str, start: i64, local_end: &str, end: i64) -> Occurrence {
        Occurrence {
            local_end: Some(local_end.to_owned()),
            end,
            end_known: true,
            ..call(local, "America/New_York", start, None)
        }
    }

    #[test]
    fn an_end_on_another_day_has_its_date() {
        let days = until(
            "2024-11-08T18:00",
            28_851_780,
            "2024-11-10T15:00",
            28_854_480,
        );
        check(
            &days,
            "en",
            "Fri|Nov 8|2024|6:00 PM EST|Sun, Nov 10, 3:00 PM",
        );
        check(&days, "es", "vie|8 nov|2024|18:00 EST|dom, 10 nov, 15:00");
        // The next day in UTC is the same there.
        let evening = until(
            "2024-11-08T18:00",
            28_851_780,
            "2024-11-08T21:00",
            28_851_960,
        );
        check(&evening, "en", "Fri|Nov 8|2024|6:00 PM EST|9:00 PM");
        let night = until(
            "2024-12-31T22:00",
            28_928_340,
            "2025-01-01T01:00",
            28_928_520,
        );
        check(
            &night,
            "en",
            "Tue|Dec 31|2024|10:00 PM EST|Wed, Jan 1, 2025, 1:00 AM",
        );
        check(
            &night,
            "es",
            "mar|31 dic|2024|22:00 EST|mié, 1 ene 2025, 1:00",
        );
    }

    #[test]
    fn days_have_their_last() {
        let days = until("2024-11-08", 28_850_700, "2024-11-10", 28_855_020);
        check(&days, "en", "Fri|Nov 8|2024|Sun, Nov 10");
        check(&days, "es", "vie|8 nov|2024|dom, 10 nov");
        let one = until("2024-11-08", 28_850_700, "2024-11-08", 28_852_140);
        check(&one, "en", "Fri|Nov 8|2024");
        let years = until("2024-12-30", 28_925_580, "2025-01-02", 28_931_340);
        check(&years, "en", "Mon|Dec 30|2024|Thu, Jan 2, 2025");
    }

    #[test]
    fn a_day_has_no_time_and_what_is_no_date_nothing() {
        let day = call("2024-02-29", "America/New_York", 28_486_380, None);
        check(&day, "en", "Thu|Feb 29|2024");
        check(&call("2024-02-30", "UTC", 0, None), "en", "");
        check(&call("ño", "UTC", 0, None), "en", "");
    }

    #[test]
    fn zones_are_named_by_their_hours_where_letters_would_mislead() {
        let moment = |minutes: i64, zone: &str| PageDates.moment(minutes, zone, "en");
        assert_eq!(
            moment(28_850_460, "America/Chicago"),
            "Thu, Nov 7, 2024, 7:00 PM CST"
        );
        assert_eq!(
            moment(28_850_460, "Asia/Shanghai"),
            "Fri, Nov 8, 2024, 9:00 AM GMT+8"
        );
        assert_eq!(
            moment(28_850_460, "Asia/Kolkata"),
            "Fri, Nov 8, 2024, 6:30 AM GMT+5:30"
        );
        assert_eq!(
            moment(28_850_460, "Europe/London"),
            "Fri, Nov 8, 2024, 1:00 AM GMT"
        );
        assert_eq!(
            moment(28_850_460, "America/Puerto_Rico"),
            "Thu, Nov 7, 2024, 9:00 PM AST"
        );
        let spanish = |zone: &str| PageDates.moment(28_850_460, zone, "es");
        assert_eq!(spanish("America/Denver"), "jue, 7 nov 2024, 18:00 MST");
        assert_eq!(spanish("America/Bogota"), "jue, 7 nov 2024, 20:00 GMT-5");
        assert_eq!(spanish("Europe/Madrid"), "vie, 8 nov 2024, 2:00 CET");
        assert_eq!(spanish("Europe/London"), "vie, 8 nov 2024, 1:00 GMT");
        assert_eq!(moment(28_850_460, ""), "Fri, Nov 8, 2024, 1:00 AM UTC");
        assert_eq!(
            moment(28_850_460, "No/Where"),
            "Fri, Nov 8, 2024, 1:00 AM UTC"
        );
        assert_eq!(moment(i64::MAX, "UTC"), "");
    }

    #[test]
    fn dates_are_as_precise_as_they_are_known() {
        let partial = |text: &str, lang: &str| PageDates.partial(&PartialDate(text.into()), lang);
        assert_eq!(partial("2024", "en"), "2024");
        assert_eq!(partial("2024-11", "en"), "November 2024");
        assert_eq!(partial("2024-09", "es"), "septiembre de 2024");
        assert_eq!(partial("2024-11-07", "en"), "Nov 7, 2024");
        assert_eq!(partial("2024-09-07", "es"), "7 sept 2024");
        assert_eq!(partial("2024-13", "en"), "2024-13");
        assert_eq!(PageDates.language("es", "en"), "Spanish");
        assert_eq!(PageDates.language("tlh", "en"), "tlh");
    }
}
