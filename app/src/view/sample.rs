//! A small catalogue in which views are tested natively.

use super::{Context, Device};
use crate::answer::{Answer, Hit, Record, Site};
use crate::dates::{Dates, Shown};
use crate::locale;
use crate::state::Place;
use callboard_model::{Card, Kind, Occurrence, Page, PartialDate};

/// Dates as they stand in the data.
struct Plain;

impl Dates for Plain {
    /// The reader's time is what the source says.
    fn occurrence(&self, occurrence: &Occurrence, _: &str) -> Shown {
        Shown {
            day: occurrence.local.clone(),
            own: occurrence.words.clone().unwrap_or_default(),
            ..Shown::default()
        }
    }

    fn moment(&self, minutes: i64, _: &str, _: &str) -> String {
        crate::moment::iso(minutes)
    }

    fn heading(&self, date: &str, moment: Option<i64>, _: &str) -> String {
        moment.map_or_else(
            || date.to_owned(),
            |at| crate::moment::iso(at)[..10].to_owned(),
        )
    }

    fn day(&self, text: &str, _: &str) -> String {
        text.to_owned()
    }

    fn partial(&self, date: &PartialDate, _: &str) -> String {
        date.0.clone()
    }

    fn language(&self, tag: &str, _: &str) -> String {
        tag.to_owned()
    }
}

/// A record with a title and nothing else.
pub fn hit(id: &str) -> Hit {
    let bare = Hit::bare(id, Kind::Event);
    Hit {
        title: id.to_owned(),
        card: Card {
            lang: "en".to_owned(),
            ..bare.card
        },
        ..bare
    }
}

/// The same, opened.
pub fn record(id: &str) -> Record {
    let Hit {
        id, title, card, ..
    } = hit(id);
    Record {
        id,
        title,
        summary: String::new(),
        card,
        page: Page {
            uids: Vec::new(),
            html: String::new(),
            aliases: Vec::new(),
            hashtags: Vec::new(),
            tags: Vec::new(),
            parts: Vec::new(),
            relations: Vec::new(),
            also_at: Vec::new(),
            cites: Vec::new(),
            links: Vec::new(),
            image: None,
            credits: Vec::new(),
            cadence: None,
            update_policy: None,
            notes: Vec::new(),
            source: None,
            checked: None,
            related: Vec::new(),
            file: String::new(),
        },
    }
}

/// An answer in which nothing was found.
pub fn nothing() -> Answer {
    Answer {
        total: 0,
        hits: Vec::new(),
        facets: Vec::new(),
        operators: Vec::new(),
        notes: Vec::new(),
        did_you_mean: None,
    }
}

/// A time from some minute since 1970, in UTC.
pub fn occurrence(start: i64, minutes: i64) -> Occurrence {
    let mut local = crate::moment::iso(start);
    local.pop();
    Occurrence {
        local,
        local_end: None,
        zone: "UTC".to_owned(),
        start,
        end: start + minutes,
        timed: true,
        end_known: true,
        words: None,
    }
}

/// What a view writes in a language, for a catalogue with or without an address to write to.
pub fn seen(lang: &str, contact: Option<&str>, view: impl Fn(Context) -> String) -> String {
    let site = Site {
        name: Vec::new(),
        tagline: Vec::new(),
        languages: vec!["en".to_owned()],
        zone: "America/New_York".to_owned(),
        contact: contact.map(str::to_owned),
        facets: Vec::new(),
        last_occurrence: None,
    };
    let place = Place::default();
    view(Context {
        words: locale::choose([lang]),
        site: &site,
        place: &place,
        searched: &place,
        now: 0,
        dates: &Plain,
        device: &Device::default(),
        links: None,
    })
}
