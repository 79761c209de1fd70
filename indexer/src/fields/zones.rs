//! Names of time zones: whether there is one, and which place of the IANA database is meant by a name that is none of it, or
//! of an offset. For the fix of a diagnostic, never to be taken for granted. Not here: zones in running words
//! ([`clock_words`]).

use super::clock_words;
use crate::diagnostic::{Log, Place, nearest};
use callboard_importer::dates::zone;
use jiff::tz::TimeZone;

/// Names in the database that keep one offset all year, as people write them who mean the places that do not: the place,
/// and where the offset is kept.
const FIXED: [(&str, &str, &str); 3] = [
    ("EST", "America/New_York", "America/Panama"),
    ("MST", "America/Denver", "America/Phoenix"),
    ("HST", "Pacific/Honolulu", "Pacific/Honolulu"),
];

/// Complains of a name that is no zone, and warns of one that is an offset.
pub fn check(name: &str, place: Place, log: &mut Log) {
    if TimeZone::get(name).is_err() {
        let fix = match (is_offset(name), meant(name)) {
            (true, _) => "write the place, as America/New_York: what its clock is ahead or behind may change with the seasons".to_owned(),
            (false, Some(meant)) => format!("write {meant}"),
            (false, None) => "use a name such as America/New_York".to_owned(),
        };
        log.error(
            "unknown-zone",
            place,
            format!("there is no time zone `{name}`"),
            fix,
        );
        return;
    }
    let same = |(have, ..): &&(&str, &str, &str)| have.eq_ignore_ascii_case(name);
    let Some((have, meant, kept)) = FIXED.iter().find(same) else {
        return;
    };
    let fix = match meant == kept {
        true => format!("write {meant}"),
        false => format!("write {meant}; or {kept}, if the clock is never put forward there"),
    };
    log.warn(
        "fixed-zone",
        place,
        format!("`{name}` is the same offset in summer and winter"),
        fix,
    );
    if meant == kept && *have == name {
        log.certain(name, meant);
    }
}

/// Whether a name says how far clocks are ahead or behind: `UTC-5`, `GMT+02:00`, `-0500`.
fn is_offset(name: &str) -> bool {
    let name = name.trim().to_uppercase();
    let bare = name.strip_prefix("UTC").or(name.strip_prefix("GMT"));
    let bare = bare.unwrap_or(&name).trim_start();
    let number = bare.strip_prefix(['+', '-', '\u{2212}', '\u{2013}']);
    number.is_some_and(|number| {
        number.starts_with(|c: char| c.is_ascii_digit())
            && number.chars().all(|c| c.is_ascii_digit() || c == ':')
    })
}

/// The zone that a name means: an abbreviation or `Pacific Time`, a city alone, or a name with a slip in it.
fn meant(name: &str) -> Option<String> {
    let first = name.strip_suffix(" Time").or(name.strip_suffix(" time"));
    let first = first.unwrap_or(name).trim();
    if let Some(zone) = clock_words::zone_called(first) {
        return Some(zone.to_owned());
    }
    if let Some(zone) = zone::named(first).or_else(|| zone::named(&first.to_uppercase())) {
        return Some(zone.id.to_owned());
    }
    let joined = name.trim().replace(' ', "_");
    let all: Vec<String> = jiff::tz::db()
        .available()
        .map(|zone| zone.as_str().to_owned())
        .filter(|zone| zone.contains('/'))
        .collect();
    let city = |zone: &&String| {
        zone.rsplit('/')
            .next()
            .is_some_and(|city| city.eq_ignore_ascii_case(&joined))
    };
    let mut of_the_city = all.iter().filter(city);
    match (of_the_city.next(), of_the_city.next()) {
        (Some(zone), None) => Some(zone.clone()),
        _ => nearest(&joined, all.iter().map(String::as_str)).map(str::to_owned),
    }
}
