//! Calendars (RFC 5545): each event, with all its times, becomes a draft.
//!
//! `calcard` reads the properties and expands recurrences; [`component`] says where each event stands and
//! [`occurrence`] which of its times a record keeps. Attendees, alarms and other people's tasks are never
//! taken over. Not here: calendars that Callboard publishes itself.

mod besides;
pub mod component;
mod meeting;
pub mod occurrence;
mod offsets;
mod times;

use crate::body;
use crate::draft::{Draft, Import, Value};
use crate::slug::slug;
use crate::source::{File, Source};
use crate::vocabulary::Vocabulary;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarParameterName,
    ICalendarProperty as Property,
};
use calcard::{Entry, Parser};
use component::{Component, Parts};
use jiff::civil::Date;

/// Most times that a rule is expanded to before some of them are chosen.
const MOST_EXPANDED: usize = 20_000;

/// Reads calendars.
pub fn read(source: &Source, vocabulary: &Vocabulary) -> Import {
    let mut import = Import::default();
    let mut found = false;
    for file in &source.files {
        let whole = component::with_whole_letters(&file.bytes).map(|bytes| File {
            path: file.path.clone(),
            bytes,
        });
        let (text, bad_line) = whole.as_ref().unwrap_or(file).text();
        let text = component::without_tabs(text);
        let parts = component::split(&text);
        if !parts.calendar {
            // Of a folder only the calendars are meant; a file alone is meant to be one.
            if source.files.len() == 1 || file.name().ends_with(".ics") {
                let text = "this is no calendar: it has no line BEGIN:VCALENDAR";
                import.ask(&file.path, 1, "nothing-found", text);
            }
            continue;
        }
        if let Some(line) = bad_line {
            let text = "the file is not UTF-8; what could not be read is shown as �";
            import.ask(&file.path, line, "not-utf8", text);
        }
        if let Some(line) = parts.unended {
            let text = "the component that begins here has no end; is the file complete?";
            import.ask(&file.path, line, "unended", text);
        }
        calendar(file, &parts, vocabulary, &mut import);
        found = true;
    }
    let is_asked = import
        .questions
        .iter()
        .any(|question| question.code == "nothing-found");
    if !found && !is_asked {
        let text = "no file of this folder is a calendar: none has a line BEGIN:VCALENDAR";
        import.ask(&source.name, 0, "nothing-found", text);
    }
    import
}

/// What the calendar says for all its events.
struct Context<'c> {
    file: &'c File,
    vocabulary: &'c Vocabulary,
    /// `X-WR-TIMEZONE`, where it is a zone.
    zone: Option<String>,
    /// The zones that it defines itself.
    zones: Vec<&'c Component>,
    /// The newest day that the calendar's own stamps name.
    written: Option<Date>,
}

fn calendar(file: &File, parts: &Parts, vocabulary: &Vocabulary, import: &mut Import) {
    let own = |name: &str| {
        parts
            .properties
            .iter()
            .find(|(have, _)| have == name)
            .map(|(_, value)| value.trim())
    };
    let said = own("X-WR-TIMEZONE").or(own("TIMEZONE-ID"));
    let zone = said.and_then(zone_name);
    if let (Some(said), None) = (said, &zone) {
        let text = format!(
            "the calendar's zone “{said}” is not known; {} is taken",
            vocabulary.zone
        );
        import.ask(&file.path, 1, "unknown-zone", text);
    }
    let written = parts
        .components
        .iter()
        .flat_map(|component| component.text.lines())
        .filter(|line| {
            ["DTSTAMP", "LAST-MODIFIED", "CREATED"]
                .iter()
                .any(|name| line.starts_with(name))
        })
        .filter_map(|line| line.rsplit(':').next()?.get(..8)?.parse::<Date>().ok())
        .max();
    let context = Context {
        file,
        vocabulary,
        zone,
        zones: parts
            .components
            .iter()
            .filter(|component| component.name == "VTIMEZONE")
            .collect(),
        written,
    };
    let mut groups: Vec<Vec<&Component>> = Vec::new();
    let mut others: Vec<&Component> = Vec::new();
    let mut by_uid: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    let mut texts = std::collections::BTreeSet::new();
    for component in &parts.components {
        match component.name.as_str() {
            // The same once more.
            "VEVENT" if component.uid.is_some() && !texts.insert(component.text.as_str()) => {}
            "VEVENT" => match component.uid.as_deref() {
                // Changes of single times stand in components of their own with the same UID.
                Some(uid) => match by_uid.get(uid).and_then(|place| groups.get_mut(*place)) {
                    Some(group)
                        if !is_whole(component) || !group.iter().any(|have| is_whole(have)) =>
                    {
                        group.push(component);
                    }
                    // The first, or another event that was given the same name.
                    _ => {
                        by_uid.insert(uid, groups.len());
                        groups.push(vec![component]);
                    }
                },
                None => groups.push(vec![component]),
            },
            "VTIMEZONE" => {}
            _ => others.push(component),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for mut group in groups {
        // Of two changes of one time the newer holds, which is read last.
        group.sort_by_key(|component| component.sequence());
        let mut draft = event(&group, &context);
        let uid = group.first().and_then(|component| component.uid.as_deref());
        if let Some(uid) = uid.filter(|uid| !seen.insert(*uid)) {
            let (file, line) = draft.place.clone();
            let text = format!(
                "another event of the calendar has the same UID “{uid}”. Are they one, and which holds?"
            );
            draft.ask(&file, line, "listed-twice", text);
        }
        import.drafts.push(draft);
    }
    if let Some(first) = others.first() {
        import.ask(
            &file.path,
            first.line,
            "left-out",
            format!(
                "{} other components (tasks, journals, free times) were left out",
                others.len()
            ),
        );
    }
}

/// Whether a component is an event of its own, and no change of a single time of one.
fn is_whole(component: &Component) -> bool {
    !component
        .lines()
        .iter()
        .any(|line| line.starts_with("RECURRENCE-ID"))
}

/// The IANA name of a zone, whether it is written so, as Windows has it, or with a vendor's prefix.
fn zone_name(name: &str) -> Option<String> {
    if occurrence::zone(name).is_some() {
        return Some(name.to_owned());
    }
    let zone = |name: &str| {
        let zone: Tz = name.parse().ok()?;
        let name = zone.name()?.into_owned();
        occurrence::zone(&name).is_some().then_some(name)
    };
    zone(name).or_else(|| {
        // `/freeassociation.sourceforge.net/America/Chicago` (RFC 5545, section 3.2.19): what a vendor puts before it is no zone.
        let (_, mut rest) = name.split_once('/')?;
        while let Some((_, behind)) = rest.split_once('/') {
            if occurrence::zone(rest).is_some() {
                return Some(rest.to_owned());
            }
            rest = behind;
        }
        let is_utc = name.starts_with("tzone:") && rest.eq_ignore_ascii_case("utc");
        is_utc.then(|| "UTC".to_owned())
    })
}

fn parse(group: &[&Component], context: &Context) -> Option<ICalendar> {
    let fallback = context.zone.as_deref().unwrap_or(&context.vocabulary.zone);
    let events: String = group
        .iter()
        .map(|component| {
            let said = component.parameter("DTSTART", "TZID");
            let zone = said
                .and_then(|said| zone_name(&said))
                .unwrap_or(fallback.to_owned());
            occurrence::with_local_until(component, &zone)
        })
        .collect();
    let zones: String = context
        .zones
        .iter()
        .map(|zone| zone.text.as_str())
        .collect();
    let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{zones}{events}END:VCALENDAR\r\n");
    match Parser::new(&text).entry() {
        Entry::ICalendar(calendar) => Some(calendar),
        _ => None,
    }
}

fn event(group: &[&Component], context: &Context) -> Draft {
    let file = context.file.path.as_str();
    let line = group.first().map_or(0, |component| component.line);
    let parsed = parse(group, context);
    let main = parsed.as_ref().and_then(|calendar| {
        let events = || {
            calendar
                .components
                .iter()
                .filter(|component| component.component_type == ICalendarComponentType::VEvent)
        };
        events()
            .find(|event| !event.has_property(&Property::RecurrenceId))
            .or(events().next())
    });
    let (Some(calendar), Some(main)) = (&parsed, main) else {
        let mut draft = Draft::new("event", format!("{file}#line {line}"));
        draft.place = (file.to_owned(), line);
        let text: String = group
            .iter()
            .map(|component| component.text.as_str())
            .collect();
        draft.set("kind", Value::text("event"));
        draft.body = format!("```\n{}\n```\n", text.trim());
        draft.ask(
            file,
            line,
            "unreadable",
            "this event cannot be read; its lines stand in the text",
        );
        return draft;
    };
    let title = text(main, &Property::Summary).map(|title| body::plain(&title));
    let start = group
        .first()
        .and_then(|component| {
            component
                .text
                .lines()
                .find(|line| line.starts_with("DTSTART"))
        })
        .and_then(|line| line.rsplit(':').next())
        .unwrap_or("");
    let origin = match group.first().and_then(|component| component.uid.as_deref()) {
        Some(uid) => uid.to_owned(),
        None => format!("{file}#{} {start}", title.as_deref().unwrap_or("")),
    };
    let mut draft = Draft::new(title.as_deref().map_or("event".to_owned(), slug), origin);
    draft.place = (file.to_owned(), line);
    draft.set("kind", Value::text("event"));
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        draft.set("title", Value::Text(title));
    }
    times::put(&mut draft, calendar, group, context, line);
    words(&mut draft, main, file, line);
    organizer(&mut draft, main, context, line);
    let topics: Vec<String> = main
        .properties(&Property::Categories)
        .flat_map(|entry| entry.values.iter().filter_map(|value| value.as_text()))
        .map(str::to_owned)
        .collect();
    if !topics.is_empty() {
        draft.set("topic", Value::texts(topics));
    }
    states(&mut draft, main, file, line);
    besides::ask(&mut draft, group, (file, line));
    if draft.get("when").is_none() && draft.questions.is_empty() {
        draft.ask(
            file,
            line,
            "no-date",
            "the event has no date that can be read",
        );
    }
    draft
}

fn text(component: &ICalendarComponent, property: &Property) -> Option<String> {
    let text = component
        .property(property)?
        .values
        .first()?
        .as_text()?
        .trim();
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Description, place and addresses.
fn words(draft: &mut Draft, main: &ICalendarComponent, file: &str, line: usize) {
    let html = main
        .entries
        .iter()
        .find(|entry| entry.name == Property::Other("X-ALT-DESC".to_owned()))
        .and_then(|entry| entry.values.first()?.as_text());
    let plain = text(main, &Property::Description);
    // What a description in plain words leaves out of the same in HTML: the addresses behind its words.
    if let (Some(plain), Some(html)) = (&plain, html) {
        for (label, address) in meeting::links(html) {
            if !plain.contains(&address) {
                let link = [("label", Value::Text(label)), ("url", Value::Text(address))];
                draft.push("links", Value::map(link));
            }
        }
    }
    let description = plain.or(html.map(str::to_owned));
    let description = description.map(|text| meeting::without_marks(&text));
    let meetings = description.as_deref().map(meeting::of).unwrap_or_default();
    if let Some(description) = description {
        let text = body::from_text(&description, line, None);
        draft.body = text.markdown;
        for (line, code, text) in text.asked {
            draft.ask(file, line, code, text);
        }
    }
    // Some programs write one address under several names.
    let mut joined: Vec<String> = Vec::new();
    if let Some(place) = text(main, &Property::Location) {
        let web = url::Url::parse(&place)
            .is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
        if web {
            draft.push(
                "actions",
                Value::map([("do", Value::text("join")), ("url", Value::text(&place))]),
            );
            joined.push(place);
        } else {
            let place = body::from_text(&place, line, None).markdown;
            draft.body = format!("Where: {}\n\n{}", place.trim(), draft.body);
        }
    }
    let addresses = [
        Property::Url,
        Property::Other("X-GOOGLE-CONFERENCE".to_owned()),
        Property::Other("X-MICROSOFT-SKYPETEAMSMEETINGURL".to_owned()),
        Property::Conference,
    ];
    for property in addresses {
        for entry in main.properties(&property) {
            let Some(address) = entry.values.first().and_then(|value| value.as_text()) else {
                continue;
            };
            if property == Property::Url && draft.get("link").is_none() {
                draft.set("link", Value::text(address));
            } else if joined.iter().any(|known| known == address) {
                continue;
            } else if address.starts_with("http") {
                joined.push(address.to_owned());
                let action =
                    Value::map([("do", Value::text("join")), ("url", Value::text(address))]);
                draft.push("actions", action);
            } else {
                draft.ask(file, line, "bad-address", format!("people can also take part at “{address}”, which is no address of a web page"));
            }
        }
    }
    // One that is known without its password is known with it from now on.
    for (verb, address) in meetings {
        let known = joined.iter().find(|have| meeting::is_same(have, &address));
        match known {
            Some(known) => complete(draft, known, &address),
            None => draft.push(
                "actions",
                Value::map([("do", Value::text(verb)), ("url", Value::Text(address))]),
            ),
        }
    }
    for entry in main.properties(&Property::Attach) {
        if let Some(address) = entry
            .values
            .first()
            .and_then(|value| value.as_text())
            .filter(|text| text.starts_with("http"))
        {
            let label = entry
                .parameter(&ICalendarParameterName::Filename)
                .and_then(|name| name.as_text())
                .map_or(address.to_owned(), uncircumflexed);
            let link = Value::map([("label", Value::text(label)), ("url", Value::text(address))]);
            draft.push("links", link);
        }
    }
}

/// Puts an address of a meeting that says more in the place of one that says less.
fn complete(draft: &mut Draft, known: &str, address: &str) {
    let Some((_, Value::List(actions))) = draft.front.iter_mut().find(|(key, _)| key == "actions")
    else {
        return;
    };
    let more = !known.contains('?') && address.contains('?');
    for action in actions.iter_mut().filter(|_| more) {
        if let Value::Map(pairs) = action {
            for (_, value) in pairs.iter_mut().filter(|(key, _)| key == "url") {
                if *value == Value::text(known) {
                    *value = Value::text(address);
                }
            }
        }
    }
}

fn organizer(draft: &mut Draft, main: &ICalendarComponent, context: &Context, line: usize) {
    let Some(entry) = main.property(&Property::Organizer) else {
        return;
    };
    let name = entry
        .parameter(&ICalendarParameterName::Cn)
        .and_then(|name| name.as_text())
        .map(uncircumflexed);
    let Some(name) = name.filter(|name| !name.contains('@')) else {
        // An address of a person is nothing to publish unasked.
        return;
    };
    match context.vocabulary.organization(&name) {
        Some(id) => draft.set("hosts", Value::texts([id])),
        None => draft.ask(
            &context.file.path,
            line,
            "host-unknown",
            format!("the calendar names “{name}” as the organizer, which is no organization of the catalogue"),
        ),
    }
}

/// A parameter's value as it was meant: `^'` is a quote, `^n` a new line, `^^` a circumflex (RFC 6868), and any other
/// circumflex is itself.
fn uncircumflexed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let mut ahead = rest.clone();
        let meant = match (c, ahead.next()) {
            ('^', Some('\'')) => '"',
            ('^', Some('n')) => '\n',
            ('^', Some('^')) => '^',
            _ => {
                out.push(c);
                continue;
            }
        };
        out.push(meant);
        rest = ahead;
    }
    out
}

fn states(draft: &mut Draft, main: &ICalendarComponent, file: &str, line: usize) {
    use calcard::icalendar::ICalendarStatus as Status;
    match main.status() {
        Some(Status::Cancelled) => draft.ask(
            file,
            line,
            "cancelled",
            "the calendar says that the event is cancelled",
        ),
        Some(Status::Tentative) => draft.ask(
            file,
            line,
            "tentative",
            "the calendar says that the event is not certain yet",
        ),
        _ => {}
    }
    let class = main
        .property(&Property::Class)
        .and_then(|entry| entry.values.first());
    if let Some(calcard::icalendar::ICalendarValue::Classification(class)) = class
        && *class != calcard::icalendar::ICalendarClassification::Public
    {
        draft.ask(
            file,
            line,
            "private",
            "the calendar marks the event as not public. Does it belong into the catalogue?",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::uncircumflexed;

    #[test]
    fn circumflexes_are_undone_once() {
        assert_eq!(uncircumflexed("a ^'b^' ^^n ^x ^"), "a \"b\" ^n ^x ^");
    }
}
