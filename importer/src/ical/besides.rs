//! What an event says that a record has no key for, as questions: properties that are not read, a rule that is not followed,
//! and single times that are called otherwise than the event. Not here: when any of it takes place.

use super::component::Component;
use super::is_whole;
use crate::draft::Draft;

/// Properties that are read, or that only programs do (RFC 5545 and 7986). Who is invited is nobody else's affair.
const KNOWN: &[&str] = &[
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "EXRULE",
    "RECURRENCE-ID",
    "DESCRIPTION",
    "STYLED-DESCRIPTION",
    "LOCATION",
    "URL",
    "CONFERENCE",
    "ATTACH",
    "ORGANIZER",
    "CATEGORIES",
    "STATUS",
    "CLASS",
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "TRANSP",
    "PRIORITY",
    "ATTENDEE",
    "GEO",
    "COLOR",
    "REQUEST-STATUS",
    "X-ALT-DESC",
    "X-GOOGLE-CONFERENCE",
    "X-GOOGLE-CALENDAR-CONTENT-ICON",
    "X-GOOGLE-CALENDAR-CONTENT-DISPLAY",
];

/// Beginnings of what programs write for themselves.
const OF_PROGRAMS: &[&str] = &[
    "X-MICROSOFT-",
    "X-MS-",
    "X-APPLE-",
    "X-MOZ-",
    "X-LIC-",
    "X-WR-",
    "X-EVOLUTION-",
    "X-ENTOURAGE",
    "X-CALENDARSERVER-",
    "X-KDE-",
    "X-ORACLE-",
    "X-ZIMBRA-",
    "X-RADICALE-",
    "X-NEXTCLOUD-",
];

/// What single times of an event may have otherwise.
const WORDS: &[&str] = &["SUMMARY", "LOCATION", "DESCRIPTION", "URL"];

/// A line's name, parameters and value; a colon within quotes parts nothing.
fn parts(line: &str) -> Option<(&str, &str, &str)> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    });
    let (head, value) = line.split_at_checked(colon?.0)?;
    let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
    Some((name, parameters, value.get(1..)?))
}

/// Words without what stands before commas, semicolons and line breaks (RFC 5545, section 3.3.11).
fn unescaped(value: &str) -> String {
    let text = value
        .replace("\\n", " ")
        .replace("\\N", " ")
        .replace("\\,", ",")
        .replace("\\;", ";");
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn cut(text: &str) -> String {
    text.chars().take(100).collect()
}

/// Asks about all of it.
pub(super) fn ask(draft: &mut Draft, group: &[&Component], (file, line): (&str, usize)) {
    let Some(main) = group
        .iter()
        .find(|component| is_whole(component))
        .or(group.first())
    else {
        return;
    };
    let lines = main.lines();
    let mut said: Vec<String> = Vec::new();
    for own in &lines {
        let Some((name, parameters, value)) = parts(own) else {
            continue;
        };
        let upper = name.to_ascii_uppercase();
        let value = unescaped(value);
        if upper == "EXRULE" {
            let text = format!(
                "the calendar leaves out times by a rule (EXRULE:{value}), which is not followed. Which of the times do not take place?"
            );
            draft.ask(file, line, "no-date", text);
        }
        if upper == "ATTACH" && !value.starts_with("http") {
            let text = match parameters.to_ascii_uppercase().contains("BINARY") {
                true => "a file that stands in the calendar itself was left out".to_owned(),
                false => format!("what is attached as “{}” was left out", cut(&value)),
            };
            draft.ask(file, line, "left-out", text);
        }
        let of_programs = OF_PROGRAMS.iter().any(|start| upper.starts_with(start));
        if !KNOWN.contains(&upper.as_str()) && !of_programs && !value.is_empty() {
            said.push(format!("{upper}: {}", cut(&value)));
        }
    }
    if !said.is_empty() {
        let text = format!(
            "the calendar also says “{}”. Does that belong into the record?",
            said.join("; ")
        );
        draft.ask(file, line, "unknown-keys", text);
    }
    for component in group.iter().filter(|component| !is_whole(component)) {
        if !std::ptr::eq(*component, *main) {
            single(draft, component, &lines, file);
        }
    }
}

/// `20261116T180000` as a day and a time.
fn told(moment: &str) -> String {
    let part = |from: usize, to: usize| moment.get(from..to);
    let (Some(year), Some(month), Some(day)) = (part(0, 4), part(4, 6), part(6, 8)) else {
        return moment.to_owned();
    };
    match (part(9, 11), part(11, 13)) {
        (Some(hour), Some(minute)) => format!("{year}-{month}-{day} {hour}:{minute}"),
        _ => format!("{year}-{month}-{day}"),
    }
}

/// Asks about a single time that is called otherwise, and those after it where they are, too.
fn single(draft: &mut Draft, component: &Component, main: &[String], file: &str) {
    let value = |lines: &[String], wanted: &str| {
        lines.iter().find_map(|line| {
            let (name, _, value) = parts(line)?;
            name.eq_ignore_ascii_case(wanted).then(|| unescaped(value))
        })
    };
    let own = component.lines();
    let replaced = own.iter().find_map(|line| {
        let (name, parameters, value) = parts(line)?;
        name.eq_ignore_ascii_case("RECURRENCE-ID")
            .then(|| (parameters.to_ascii_uppercase(), value.to_owned()))
    });
    let (parameters, day) = replaced.unwrap_or_default();
    let of = match parameters.contains("RANGE=THISANDFUTURE") {
        true => format!("from {} on", told(&day)),
        false => format!("of the time {} alone", told(&day)),
    };
    if value(&own, "STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        return;
    }
    let otherwise: Vec<String> = WORDS
        .iter()
        .filter_map(|name| {
            let said = value(&own, name).filter(|said| !said.is_empty())?;
            (value(main, name).as_ref() != Some(&said)).then(|| format!("{name}: {}", cut(&said)))
        })
        .collect();
    if !otherwise.is_empty() {
        let text = format!(
            "{of} the calendar says “{}”; a record says one thing of all its times. Should there be another record?",
            otherwise.join("; ")
        );
        draft.ask(file, component.line, "split", text);
    }
}
