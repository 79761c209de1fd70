//! Time zones as announcements name them: `ET`, `Pacific`, `8pm EST`.
//!
//! A name means a region of the IANA time zone database and not an offset: who writes `5pm PST` in July
//! means the clock on the wall in California. Not here: places (`Chicago time`), which no list of ours has.

/// A zone that announcements name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// IANA name: `America/New_York`.
    pub id: &'static str,
    /// Minutes that its standard time is ahead of UTC; summer time is left out, because it only serves
    /// to tell which of two readings of an hour fits.
    pub standard: i32,
}

const ZONES: &[(&[&str], Zone)] = &[
    (
        &["ET", "EST", "EDT", "Eastern"],
        zone("America/New_York", -300),
    ),
    (
        &["CT", "CST", "CDT", "Central"],
        zone("America/Chicago", -360),
    ),
    (
        &["MT", "MST", "MDT", "Mountain"],
        zone("America/Denver", -420),
    ),
    (
        &["PT", "PST", "PDT", "Pacific"],
        zone("America/Los_Angeles", -480),
    ),
    (
        &["AKT", "AKST", "AKDT", "Alaska"],
        zone("America/Anchorage", -540),
    ),
    (&["HT", "HST", "Hawaii"], zone("Pacific/Honolulu", -600)),
    (&["AST", "ADT", "Atlantic"], zone("America/Halifax", -240)),
    (&["UTC", "GMT"], zone("UTC", 0)),
    (&["BST"], zone("Europe/London", 0)),
    (&["CET", "CEST"], zone("Europe/Berlin", 60)),
    (&["EET", "EEST"], zone("Europe/Athens", 120)),
    (&["CDMX"], zone("America/Mexico_City", -360)),
];

const fn zone(id: &'static str, standard: i32) -> Zone {
    Zone { id, standard }
}

/// The zone that a word names. Short names count in capitals alone: `at`, `est` and `cet` are words.
/// `AT` alone is left out, because headlines in capitals have it.
pub fn named(word: &str) -> Option<Zone> {
    ZONES
        .iter()
        .find(|(names, _)| names.contains(&word))
        .map(|(_, zone)| *zone)
}

/// The zone that a word means behind `hora de`: `hora del este`.
pub fn in_spanish(word: &str) -> Option<Zone> {
    let name = match word.to_lowercase().as_str() {
        "este" => "Eastern",
        "centro" => "Central",
        "montaña" | "montana" => "Mountain",
        "pacífico" | "pacifico" => "Pacific",
        _ => return named(word),
    };
    named(name)
}
