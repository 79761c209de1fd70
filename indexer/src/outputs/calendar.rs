//! Calendars: iCalendar, RFC 5545, with the names and refresh rates of RFC 7986.
//!
//! Each time at which something takes place is an event with a UID of its own. A `RECURRENCE-ID` would have to name
//! an instance of a rule (section 3.8.4.4), and the dates of calls follow none; `RDATE`, which could list
//! them, holds one length and is passed over by widely used calendars, which would then show one call of two.
//!
//! The UID is the one that the page's own calendar file has, so that who saved a call from the page and then subscribes
//! has it once. The moments that the format demands are dates that the record knows: `DTSTAMP` and `SEQUENCE` rise
//! with `checked` and `published`, and are the lowest possible where nobody knows a date. Attendees are never
//! written: an invitation is nothing to publish.

pub mod content_line;
pub mod zone;

use super::content;
use super::publication::{Entry, Publication};
use crate::fields::when::partial_start;
use crate::rendered::Frame;
use callboard_model::{ActionKind, Occurrence};
use content_line::{Lines, escaped};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::borrow::Cow;
use std::sync::OnceLock;

/// One day or time in a calendar.
struct Event<'e, 'c> {
    entry: &'e Entry<'c>,
    uid: &'e str,
    /// None for a span of days.
    occurrence: Option<&'e Occurrence>,
}

/// Whether a record has dates, so that there is a calendar of it.
pub fn is_dated(entry: &Entry) -> bool {
    !entry.shown.card.when.is_empty() || entry.shown.card.span.is_some()
}

/// Texts of the events of records: each is written once, whatever number of calendars it stands in.
#[derive(Debug)]
pub struct Events(Vec<OnceLock<String>>);

impl Events {
    /// Of what is published; none is written yet.
    pub fn of(publication: &Publication) -> Events {
        Events(
            publication
                .entries
                .iter()
                .map(|_| OnceLock::new())
                .collect(),
        )
    }

    /// The text of a record's events.
    pub fn piece<'e>(&'e self, publication: &Publication, entry: &Entry) -> Cow<'e, str> {
        let text = || {
            let mut lines = Lines::new();
            for event in events(entry) {
                add(publication, &event, &mut lines);
            }
            lines.finish()
        };
        match self.0.get(entry.number) {
            Some(place) => Cow::Borrowed(place.get_or_init(text)),
            None => Cow::Owned(text()),
        }
    }
}

/// A record's dates as a calendar. It has some, since a calendar must have an event (section 3.6).
pub fn of_record(publication: &Publication, entry: &Entry, events: &Events) -> String {
    let frame = frame(publication, &entry.shown.title, &[entry]);
    frame.before + &events.piece(publication, entry) + &frame.after
}

fn events<'e, 'c>(entry: &'e Entry<'c>) -> Vec<Event<'e, 'c>> {
    let card = &entry.shown.card;
    let times = card.when.iter().map(Some);
    times
        .chain(card.span.iter().map(|_| None))
        .zip(&entry.shown.page.uids)
        .map(|(occurrence, uid)| Event {
            entry,
            uid,
            occurrence,
        })
        .collect()
}

/// What stands around the events of these records, which have some, in a calendar of this title.
pub fn frame(publication: &Publication, title: &str, entries: &[&Entry]) -> Frame {
    let mut lines = Lines::new();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//Callboard//Callboard//EN");
    lines.add("CALSCALE", "GREGORIAN");
    for name in ["NAME", "X-WR-CALNAME"] {
        lines.add(name, &escaped(title));
    }
    lines.add("X-WR-TIMEZONE", &publication.settings.zone);
    for name in ["REFRESH-INTERVAL;VALUE=DURATION", "X-PUBLISHED-TTL"] {
        lines.add(name, "P1D");
    }
    let timed = entries.iter().flat_map(|entry| &entry.shown.card.when);
    for (name, range) in zone::used(timed) {
        zone::add(&name, range, &mut lines);
    }
    let mut end = Lines::new();
    end.add("END", "VCALENDAR");
    Frame {
        before: lines.finish(),
        after: end.finish(),
        ..Frame::default()
    }
}

fn add(publication: &Publication, event: &Event, lines: &mut Lines) {
    let entry = event.entry;
    let (record, shown) = (entry.record, entry.shown);
    lines.add("BEGIN", "VEVENT");
    lines.add("UID", &escaped(event.uid));
    let updated = entry
        .updated
        .as_ref()
        .and_then(|date| partial_start(date, &publication.settings.zone));
    lines.add("DTSTAMP", &utc(updated.unwrap_or(0)));
    if let Some(updated) = updated {
        lines.add("LAST-MODIFIED", &utc(updated));
    }
    // Days since 1970: a later look at the record is a higher number, without a memory of former builds.
    let days = updated.map_or(0, |minutes| minutes.div_euclid(24 * 60).max(0));
    lines.add("SEQUENCE", &days.to_string());
    times(event, lines);
    lines.add("SUMMARY", &escaped(&shown.title));
    let paragraphs = content::paragraphs(entry, event.occurrence);
    lines.add("DESCRIPTION", &escaped(&paragraphs.join("\n\n")));
    let address = record.link.clone().or_else(|| {
        let page = publication.record_address(&shown.id);
        page.or_else(|| {
            shown
                .card
                .actions
                .iter()
                .find_map(|action| action.url.clone())
        })
    });
    if let Some(address) = address {
        lines.add("URL", &address);
    }
    for action in &shown.card.actions {
        // RFC 7986, section 5.11: how to take part.
        if let (ActionKind::Join, Some(url)) = (action.kind, &action.url) {
            lines.add("CONFERENCE;VALUE=URI", url);
        }
    }
    if let Some(host) = shown.card.hosts.first() {
        let name = content_line::parameter(&host.org.title);
        let id = host.org.id.as_deref();
        let address = id
            .and_then(|id| publication.record_address(id))
            .unwrap_or_else(|| publication.urn(&format!("name/{}", host.org.title)));
        lines.add(&format!("ORGANIZER;CN={name}"), &address);
    }
    let topics = publication.values(entry, "topic", &shown.lang);
    if !topics.is_empty() {
        let labels: Vec<String> = topics.iter().map(|(_, label)| escaped(label)).collect();
        lines.add("CATEGORIES", &labels.join(","));
    }
    for link in &record.links {
        let label = content_line::parameter(&link.label);
        lines.add(&format!("ATTACH;FILENAME={label}"), &link.url);
    }
    lines.add("END", "VEVENT");
}

fn times(event: &Event, lines: &mut Lines) {
    let Some(occurrence) = event.occurrence else {
        if let Some(span) = &event.entry.shown.card.span {
            days(&span.from, &span.to, lines);
        }
        return;
    };
    if !occurrence.timed {
        let last = occurrence.local_end.as_ref().unwrap_or(&occurrence.local);
        days(&occurrence.local, last, lines);
        return;
    }
    let mut add = |name: &str, local: &str, minutes: i64| match local.parse::<DateTime>() {
        Ok(local) if !zone::is_utc(&occurrence.zone) => {
            let name = format!("{name};TZID={}", occurrence.zone);
            lines.add(&name, &local.strftime("%Y%m%dT%H%M%S").to_string());
        }
        _ => lines.add(name, &utc(minutes)),
    };
    add("DTSTART", &occurrence.local, occurrence.start);
    // An end that is only assumed is not told: who reads the calendar could not tell it from a known one.
    if let Some(end) = occurrence
        .local_end
        .as_ref()
        .filter(|_| occurrence.end_known)
    {
        add("DTEND", end, occurrence.end);
    }
}

/// Days from the first to the last, both included; the format's end is the day after. They keep nobody's time busy.
fn days(first: &str, last: &str, lines: &mut Lines) {
    let compact = |day: &str| day.replace('-', "");
    lines.add("DTSTART;VALUE=DATE", &compact(first));
    let after = last.parse::<Date>().and_then(|last| last.tomorrow());
    if let Ok(after) = after {
        lines.add("DTEND;VALUE=DATE", &compact(&after.to_string()));
    }
    lines.add("TRANSP", "TRANSPARENT");
}

/// A moment in minutes since 1970 as `20241108T010000Z`.
fn utc(minutes: i64) -> String {
    let seconds = minutes.checked_mul(60);
    let moment = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string()
}
