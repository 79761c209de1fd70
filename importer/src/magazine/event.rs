//! Events that a page's data tells of, as pages of ticket offices and of organizers have them (`Event` of schema.org): each as a row of a
//! table, whose reader knows days, times and addresses.
//!
//! What no key of a record was found for is asked about. Not here: articles ([`super::linked`]), which the same data may have.

use super::linked::{Ids, called, kinds, object, several, text};
use serde_json::{Map, Value, json};

/// An event of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Event {
    /// By the names of a table's columns.
    pub(super) row: Map<String, Value>,
    /// What it is known by when the page is imported again.
    pub(super) id: String,
    /// That it does not take place as it is announced, in the word of the data.
    pub(super) status: Option<String>,
    /// What the data says besides, each with its key.
    pub(super) besides: Vec<String>,
}

/// Keys that are read, or say nothing to a reader.
const KNOWN: &[&str] = &[
    "@context",
    "@type",
    "@id",
    "name",
    "headline",
    "description",
    "url",
    "startDate",
    "endDate",
    "location",
    "organizer",
    "keywords",
    "inLanguage",
    "eventStatus",
    "eventAttendanceMode",
    "mainEntityOfPage",
    "subEvent",
    "subEvents",
];

/// Whether a kind is one of an event.
pub(super) fn is(kind: &str) -> bool {
    kind.ends_with("Event") || matches!(kind, "Festival" | "Hackathon")
}

/// The event that an object is.
pub(super) fn read(data: &Map<String, Value>, ids: &Ids) -> Option<Event> {
    let title = text(data, "name").or_else(|| text(data, "headline"))?;
    let start = text(data, "startDate");
    let mut event = Event {
        id: text(data, "@id")
            .or_else(|| text(data, "url"))
            .unwrap_or_else(|| format!("{title} {}", start.as_deref().unwrap_or_default())),
        ..Event::default()
    };
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            event.row.insert(key.to_owned(), json!(value));
        }
    };
    put("kind", Some("event".to_owned()));
    put("title", Some(title));
    put("when.start", start);
    put("when.end", text(data, "endDate"));
    // Not in one line: it may be long.
    let description = data.get("description").and_then(Value::as_str);
    put(
        "description",
        description.map(|words| words.trim().to_owned()),
    );
    put("link", text(data, "url"));
    let names = |key: &str| {
        let values = several(data.get(key)).into_iter();
        let names: Vec<String> = values.filter_map(|value| called(value, ids)).collect();
        (!names.is_empty()).then(|| names.join("; "))
    };
    put("hosts", names("organizer"));
    put("topic", names("keywords"));
    put("languages", names("inLanguage"));
    let (mut places, mut rooms) = (Vec::new(), Vec::new());
    for location in several(data.get("location")) {
        match object(location, ids) {
            Some(place) if kinds(place).contains(&"VirtualLocation") => {
                rooms.extend(text(place, "url").or_else(|| text(place, "name")));
            }
            Some(place) => places.extend(whole(place, ids)),
            None => places.extend(called(location, ids)),
        }
    }
    let mode = text(data, "eventAttendanceMode").unwrap_or_default();
    if mode.ends_with("OnlineEventAttendanceMode") && rooms.is_empty() && places.is_empty() {
        places.push("online".to_owned());
    } else if mode.ends_with("MixedEventAttendanceMode") && rooms.is_empty() {
        places.push("and online".to_owned());
    }
    put("where", (!places.is_empty()).then(|| places.join("; ")));
    put(
        "actions.join",
        (!rooms.is_empty()).then(|| rooms.join("; ")),
    );
    event.status = text(data, "eventStatus")
        .map(|status| {
            status
                .rsplit(['/', ':'])
                .next()
                .unwrap_or(&status)
                .to_owned()
        })
        .filter(|status| status != "EventScheduled");
    let others = data
        .iter()
        .filter(|(key, _)| !KNOWN.contains(&key.as_str()));
    for (key, value) in others {
        let mut words = Vec::new();
        said(value, ids, &mut words);
        if !words.is_empty() {
            event.besides.push(format!("{key}: {}", words.join(", ")));
        }
    }
    Some(event)
}

/// A place by its name and its address.
fn whole(place: &Map<String, Value>, ids: &Ids) -> Option<String> {
    let mut parts: Vec<String> = text(place, "name").into_iter().collect();
    for address in several(place.get("address")) {
        match object(address, ids) {
            Some(address) => parts.extend(ADDRESS.iter().filter_map(|key| text(address, key))),
            None => parts.extend(called(address, ids)),
        }
    }
    parts.dedup();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What an address has, in its order.
const ADDRESS: &[&str] = &[
    "streetAddress",
    "addressLocality",
    "addressRegion",
    "postalCode",
];

/// Most words of what is quoted.
const MOST: usize = 8;

/// What a value says, without kinds and references.
fn said(value: &Value, ids: &Ids, out: &mut Vec<String>) {
    if out.len() >= MOST {
        return;
    }
    match value {
        Value::Null => {}
        Value::Array(members) => members.iter().for_each(|member| said(member, ids, out)),
        Value::Object(inner) => match called(value, ids) {
            Some(name) => out.push(name),
            None => inner
                .iter()
                .filter(|(key, _)| !key.starts_with('@'))
                .for_each(|(_, value)| said(value, ids, out)),
        },
        Value::String(text) => {
            let text = text.trim();
            let is_new = !text.is_empty() && !out.iter().any(|have| have == text);
            out.extend(is_new.then(|| text.to_owned()));
        }
        other => out.push(other.to_string()),
    }
}
