//! Which zone of the IANA database is meant by a name that is none of it: for the fix of a diagnostic, never to be
//! taken for granted. Not here: zones in running words ([`clock_words`](super::clock_words)).

use super::clock_words;
use crate::diagnostic::nearest;

/// The zone that a name means: an abbreviation or `Pacific Time`, a city alone, or a name with a slip in it.
pub fn meant(name: &str) -> Option<String> {
    let first = name.strip_suffix(" Time").or(name.strip_suffix(" time"));
    if let Some(zone) = clock_words::zone_called(first.unwrap_or(name).trim()) {
        return Some(zone.to_owned());
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
