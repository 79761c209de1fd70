//! Times of day in the source's own words, with their zones: `noon PT/ 3pm ET`, `2-3:30pm Eastern`.
//!
//! What cannot be one time only (`6:30 – 7:45`, morning or evening) is left out: words are compared with what the editor
//! entered, never read in its place. Zones are those that North American sources abbreviate; `PST` is read as `PT`,
//! because sources write it in summer too.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SpanRound, Unit, Zoned};

/// A time at which something begins, as words name it.
#[derive(Clone, Debug, PartialEq)]
struct Mention {
    time: Time,
    zone: Option<Zone>,
    /// Whether only a slash or bracket stands between it and the one before: the same moment once more.
    again: bool,
}

/// A zone as words name it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Zone {
    abbreviation: &'static str,
    /// In the IANA database.
    name: &'static str,
}

/// What sources in North America call zones.
const ZONES: [(&str, &str); 18] = [
    ("ET", "America/New_York"),
    ("EST", "America/New_York"),
    ("EDT", "America/New_York"),
    ("Eastern", "America/New_York"),
    ("CT", "America/Chicago"),
    ("CST", "America/Chicago"),
    ("CDT", "America/Chicago"),
    ("Central", "America/Chicago"),
    ("MT", "America/Denver"),
    ("MST", "America/Denver"),
    ("MDT", "America/Denver"),
    ("Mountain", "America/Denver"),
    ("PT", "America/Los_Angeles"),
    ("PST", "America/Los_Angeles"),
    ("PDT", "America/Los_Angeles"),
    ("Pacific", "America/Los_Angeles"),
    ("UTC", "UTC"),
    ("GMT", "UTC"),
];

/// The zone that an abbreviation or word means, by its name in the IANA database.
pub fn zone_called(word: &str) -> Option<&'static str> {
    let same = |(have, _): &&(&str, &str)| have.eq_ignore_ascii_case(word);
    ZONES.iter().find(same).map(|(_, name)| *name)
}

/// What is wrong with words about a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// They give one moment twice, and the two are not the same.
    InItself,
    /// They give times, and the start is none of them.
    WithStart,
}

/// Compares the words with the start.
pub fn compare(words: &str, start: &Zoned) -> Option<Contradiction> {
    let mentions = mentions(words);
    let moment = |mention: &Mention| {
        // Arizona's MST is not Denver's in summer: what the start's own zone is called there means that zone.
        let own = start.strftime("%Z").to_string();
        let zone = match mention.zone {
            Some(zone) if zone.abbreviation != own => TimeZone::get(zone.name).ok()?,
            _ => start.time_zone().clone(),
        };
        let date = start.with_time_zone(zone.clone()).date();
        date.to_datetime(mention.time).to_zoned(zone).ok()
    };
    let moments: Vec<(Zoned, bool)> = mentions
        .iter()
        .filter_map(|mention| Some((moment(mention)?, mention.again)))
        .collect();
    let pairs = moments.iter().zip(moments.iter().skip(1));
    if pairs
        .into_iter()
        .any(|((one, _), (other, again))| *again && !same_of_day(one, other))
    {
        return Some(Contradiction::InItself);
    }
    let some = !moments.is_empty();
    (some && !moments.iter().any(|(moment, _)| same_of_day(moment, start)))
        .then_some(Contradiction::WithStart)
}

/// The zones that the words name, in their order, as the IANA database calls them.
pub fn zones(words: &str) -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for mention in mentions(words) {
        if let Some(zone) = mention.zone
            && !names.contains(&zone.name)
        {
            names.push(zone.name);
        }
    }
    names
}

/// Whether two moments are the same, whole days aside: which day is meant stands elsewhere.
fn same_of_day(one: &Zoned, other: &Zoned) -> bool {
    let round = SpanRound::new().largest(Unit::Minute);
    one.timestamp()
        .until(other.timestamp())
        .and_then(|span| span.round(round))
        .is_ok_and(|span| span.get_minutes() % (24 * 60) == 0)
}

/// A part of the words: a number, letters, or one sign. White space is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part<'w> {
    Number(&'w str),
    Letters(&'w str),
    Sign(char),
}

fn parts(words: &str) -> Vec<Part<'_>> {
    let class = |c: char| match c {
        c if c.is_ascii_digit() => 0,
        c if c.is_alphabetic() => 1,
        _ => 2,
    };
    let mut parts = Vec::new();
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        let end = match class(first) {
            2 => first.len_utf8(),
            kind => rest.find(|c| class(c) != kind).unwrap_or(rest.len()),
        };
        let (part, after) = rest.split_at(end);
        match class(first) {
            0 => parts.push(Part::Number(part)),
            1 => parts.push(Part::Letters(part)),
            _ if first.is_whitespace() => {}
            _ => parts.push(Part::Sign(first)),
        }
        rest = after;
    }
    parts
}

fn mentions(words: &str) -> Vec<Mention> {
    let parts = parts(words);
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    // Where the last mention ended.
    let mut last_end = None;
    while at < parts.len() {
        let Some((time, next)) = time(&parts, at) else {
            at += 1;
            continue;
        };
        let (zone, end) = match zone(&parts, next) {
            Some((zone, end)) => (Some(zone), end),
            None => (None, next),
        };
        let between = last_end.and_then(|last: usize| parts.get(last..at));
        let until = match between {
            Some([Part::Sign('-' | '\u{2010}'..='\u{2015}')]) => true,
            Some([Part::Letters(word)]) => matches!(word.to_lowercase().as_str(), "to" | "until"),
            _ => false,
        };
        // `5-6:30pm`: an end whose start has no half of the day of its own.
        let half_open = at.checked_sub(2).is_some_and(|before| {
            last_end.is_none_or(|last| last <= before)
                && matches!(
                    parts.get(before..at),
                    Some([Part::Number(_), Part::Sign('-' | '\u{2010}'..='\u{2015}')])
                )
        });
        let again = matches!(between, Some([Part::Sign('/' | '(' | '|' | '=')]));
        match found.last_mut() {
            // An end; what it says of the zone holds for the start too.
            _ if half_open => {}
            Some(start) if until => start.zone = start.zone.or(zone),
            _ => found.push(Mention { time, zone, again }),
        }
        last_end = Some(end);
        at = end;
    }
    found
}

/// A time that begins with the part `at`, and where it ends.
fn time(parts: &[Part], at: usize) -> Option<(Time, usize)> {
    let named = |at: usize| match parts.get(at) {
        Some(Part::Letters(word)) if word.eq_ignore_ascii_case("noon") => Some(12),
        Some(Part::Letters(word)) if word.eq_ignore_ascii_case("midnight") => Some(0),
        _ => None,
    };
    if let Some(hour) = named(at) {
        return Some((Time::new(hour, 0, 0, 0).ok()?, at + 1));
    }
    let Some(Part::Number(hour)) = parts.get(at) else {
        return None;
    };
    // `November 7, 2024`, `1-844` and `30403` are no hours.
    let hour: i8 = hour.parse().ok().filter(|hour| *hour <= 24)?;
    let (minute, next) = match (parts.get(at + 1), parts.get(at + 2)) {
        (Some(Part::Sign(':')), Some(Part::Number(minute))) if minute.len() == 2 => {
            (minute.parse::<i8>().ok()?, at + 3)
        }
        _ => (0, at + 1),
    };
    if hour == 12 && minute == 0 && named(next).is_some() {
        return Some((Time::new(named(next)?, 0, 0, 0).ok()?, next + 1));
    }
    let (evening, end) = half_of_day(parts, next)?;
    if !(1..=12).contains(&hour) {
        return None;
    }
    let hour = hour % 12 + if evening { 12 } else { 0 };
    Some((Time::new(hour, minute, 0, 0).ok()?, end))
}

/// `am` or `pm` that begins with the part `at`: whether it is the second half of the day, and where it ends.
fn half_of_day(parts: &[Part], at: usize) -> Option<(bool, usize)> {
    let Some(Part::Letters(word)) = parts.get(at) else {
        return None;
    };
    let dot = |at: usize| parts.get(at) == Some(&Part::Sign('.'));
    match word.to_lowercase().as_str() {
        "am" => Some((false, at + 1)),
        "pm" => Some((true, at + 1)),
        half @ ("a" | "p") if dot(at + 1) => match parts.get(at + 2) {
            Some(Part::Letters(m)) if m.eq_ignore_ascii_case("m") => {
                Some((half == "p", at + 3 + usize::from(dot(at + 3))))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A zone that begins with the part `at`, and where it ends.
fn zone(parts: &[Part], at: usize) -> Option<(Zone, usize)> {
    let Some(Part::Letters(word)) = parts.get(at) else {
        return None;
    };
    let (abbreviation, name) = ZONES.iter().find(|(have, _)| have == word)?;
    let time = matches!(parts.get(at + 1), Some(Part::Letters("Time" | "time")));
    let zone = Zone { abbreviation, name };
    Some((zone, at + 1 + usize::from(time)))
}

#[cfg(test)]
mod tests {
    use super::{Contradiction, compare};

    fn at(start: &str) -> jiff::Zoned {
        start.parse().unwrap()
    }

    #[test]
    fn words_that_agree_are_no_mistake() {
        let start = at("2024-11-07T17:00[America/Los_Angeles]");
        for words in [
            "Thursday, Nov. 7 at 5pm PT/ 8pm ET",
            "November 7th at 5pm PT/8PM ET",
            "5 p.m. Pacific Time (8 p.m. Eastern)",
            "8:00pm EST",
            "5-6:30pm PT",
            "4pm PT training, 5pm PT call",
            "Nov. 7, 5:00 – 7:45 ET",
            "text 30403 on November 7, 2024",
            "in the evening",
            "",
        ] {
            assert_eq!(compare(words, &start), None, "{words}");
        }
        let noon = at("2024-11-06T12:00[America/New_York]");
        for words in [
            "9am PT/ 12noon ET",
            "12 noon ET",
            "noon ET",
            "noon-1pm ET",
            "noon",
        ] {
            assert_eq!(compare(words, &noon), None, "{words}");
        }
        let phoenix = at("2024-07-06T17:00[America/Phoenix]");
        assert_eq!(compare("5pm MST/ 8pm ET", &phoenix), None);
        assert_eq!(
            compare(
                "3pm-5pm PT/ 6pm-8pm ET",
                &at("2024-07-06T15:00[America/Los_Angeles]")
            ),
            None
        );
        // The days differ, the moment is one.
        let late = at("2024-11-07T22:00[America/Los_Angeles]");
        assert_eq!(compare("10pm PT/ 1am ET", &late), None);
    }

    /// Whatever people write is read or left out.
    #[test]
    fn no_words_are_too_strange() {
        let start = at("2024-11-07T17:00[America/Los_Angeles]");
        let pieces = [
            "5", "99", "12", ":", "30", "pm", "noon", "a", ".", "m", "PT", "/", "–", " ", "ñ",
            "\u{301}", "midnight", "to",
        ];
        // A fixed sequence that looks like none (a linear congruential generator; Knuth, TAOCP 2, section 3.3.4).
        let mut state: u64 = 1;
        for _ in 0..20_000 {
            let mut words = String::new();
            for _ in 0..8 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                words.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            let _ = compare(&words, &start);
        }
    }

    #[test]
    fn contradictions_are_found() {
        let start = at("2024-11-06T12:00[America/Los_Angeles]");
        let found = |words| compare(words, &start);
        assert_eq!(found("noon PT/ 3pm PT"), Some(Contradiction::InItself));
        assert_eq!(found("noon PT (2pm ET)"), Some(Contradiction::InItself));
        assert_eq!(found("1pm PT/ 4pm ET"), Some(Contradiction::WithStart));
        assert_eq!(found("noon ET"), Some(Contradiction::WithStart));
        assert_eq!(found("3pm"), Some(Contradiction::WithStart));
        assert_eq!(found("midnight PT"), Some(Contradiction::WithStart));
    }
}
