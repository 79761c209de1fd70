//! An occurrence as a file for calendars: iCalendar, RFC 5545.
//!
//! In UTC, so that no zone has to be described, and with nothing that the source leaves out: an event whose end
//! is not known has none here, one without a time of day is a whole day.

use crate::moment;
use crate::text;
use callboard_model::Occurrence;

/// What goes into the file.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'e> {
    /// What calendars know it by. The same for every reader and every build, so that a second file changes the entry instead of
    /// adding one.
    pub uid: &'e str,
    pub title: &'e str,
    /// What it is and how to join, a paragraph each.
    pub paragraphs: &'e [&'e str],
    /// Where to join, if there is an address.
    pub url: Option<&'e str>,
    pub occurrence: &'e Occurrence,
    /// When the file is made, in minutes since 1970.
    pub now: i64,
}

/// The file.
pub fn file(entry: &Entry) -> String {
    let occurrence = entry.occurrence;
    let mut out = String::new();
    let mut line = |name: &str, value: &str| fold(&mut out, &[name, value].concat());
    line("BEGIN:", "VCALENDAR");
    line("VERSION:", "2.0");
    line("PRODID:", "-//Callboard//Callboard//EN");
    line("BEGIN:", "VEVENT");
    line("UID:", entry.uid);
    // The day will do: with another file each minute the page that holds it would be another one, and whoever is on it thrown out.
    line("DTSTAMP:", &utc(entry.now - entry.now.rem_euclid(24 * 60)));
    if occurrence.timed {
        line("DTSTART:", &utc(occurrence.start));
        if occurrence.end_known {
            line("DTEND:", &utc(occurrence.end));
        }
    } else {
        let date = occurrence.local.bytes().take(10);
        let first = ascii(date.filter(u8::is_ascii_digit));
        line("DTSTART;VALUE=DATE:", &first);
        // The format's end is the day after the last.
        let last = occurrence.local_end.as_deref().and_then(moment::parse);
        if let Some(last) = last {
            line("DTEND;VALUE=DATE:", &utc(last + 24 * 60)[..8]);
        }
    }
    line("SUMMARY:", &escaped(entry.title));
    let paragraphs = entry.paragraphs.iter().copied();
    let description = text::joined(paragraphs.filter(|text| !text.is_empty()), "\n\n");
    if !description.is_empty() {
        line("DESCRIPTION:", &escaped(&description));
    }
    if let Some(url) = entry.url {
        line("URL:", url);
    }
    line("END:", "VEVENT");
    line("END:", "VCALENDAR");
    out
}

/// The file as an address that a link can hold, so that nothing has to be asked of a host.
pub fn address(file: &str) -> String {
    [
        "data:text/calendar;charset=utf-8,",
        &text::percent_encoded(file),
    ]
    .concat()
}

/// `20241108T010000Z`.
fn utc(minutes: i64) -> String {
    let iso = moment::iso(minutes);
    let mut out = ascii(iso.bytes().filter(u8::is_ascii_alphanumeric));
    out.insert_str(out.len() - 1, "00");
    out
}

/// A text of these bytes, which are ASCII.
fn ascii(bytes: impl Iterator<Item = u8>) -> String {
    bytes.map(char::from).collect()
}

/// A text value, 3.3.11.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}

/// Appends a line of at most 75 bytes, going on in others that begin with a space, 3.1.
fn fold(out: &mut String, line: &str) {
    let mut room = 75;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{Entry, address, file};
    use callboard_model::Occurrence;

    fn call() -> Occurrence {
        Occurrence {
            local: "2024-11-07T17:00".into(),
            local_end: None,
            zone: "America/Los_Angeles".into(),
            start: 28_850_460,
            end: 28_850_550,
            timed: true,
            end_known: false,
            words: None,
        }
    }

    fn entry(occurrence: &Occurrence) -> Entry<'_> {
        Entry {
            uid: "mass-call-20241107@callboard",
            title: "Mass call, Nov. 7; tonight",
            paragraphs: &[
                "Una llamada sobre lo que sigue, con más de doscientas organizaciones.",
                "",
                "Join",
            ],
            url: Some("https://example.org/call"),
            occurrence,
            now: 28_849_680,
        }
    }

    #[test]
    fn a_call_is_an_event() {
        assert_eq!(
            file(&entry(&call())),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Callboard//Callboard//EN\r\nBEGIN:VEVENT\r\n\
             UID:mass-call-20241107@callboard\r\nDTSTAMP:20241107T000000Z\r\nDTSTART:20241108T010000Z\r\n\
             SUMMARY:Mass call\\, Nov. 7\\; tonight\r\n\
             DESCRIPTION:Una llamada sobre lo que sigue\\, con más de doscientas organiz\r\n aciones.\\n\\nJoin\r\n\
             URL:https://example.org/call\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }

    #[test]
    fn lines_are_at_most_75_bytes_and_lose_nothing() {
        let long = "ñ\\,".repeat(90);
        let occurrence = call();
        let made = file(&Entry {
            title: &long,
            ..entry(&occurrence)
        });
        assert!(made.split("\r\n").all(|line| line.len() <= 75));
        let whole = made.replace("\r\n ", "");
        assert!(whole.contains(&format!("SUMMARY:{}", "ñ\\\\\\,".repeat(90))));
    }

    #[test]
    fn what_is_known_is_said_and_no_more() {
        let mut occurrence = call();
        occurrence.end_known = true;
        assert!(file(&entry(&occurrence)).contains("DTEND:20241108T023000Z\r\n"));
        occurrence.timed = false;
        let made = file(&entry(&occurrence));
        assert!(made.contains("DTSTART;VALUE=DATE:20241107\r\n") && !made.contains("DTEND"));
    }

    /// A whole day at the end counts, and the format names the day after it.
    #[test]
    fn days_end_with_their_last() {
        let mut occurrence = call();
        occurrence.timed = false;
        occurrence.local = "2024-12-30".into();
        occurrence.local_end = Some("2024-12-31".into());
        let made = file(&entry(&occurrence));
        assert!(
            made.contains("DTSTART;VALUE=DATE:20241230\r\nDTEND;VALUE=DATE:20250101\r\n"),
            "{made}"
        );
        occurrence.local_end = Some("soon".into());
        assert!(!file(&entry(&occurrence)).contains("DTEND"));
    }

    #[test]
    fn a_minute_makes_no_other_file() {
        let occurrence = call();
        let at = |minute: i64| {
            file(&Entry {
                now: 28_849_680 + minute,
                ..entry(&occurrence)
            })
        };
        assert_eq!(at(0), at(1));
        assert_ne!(at(0), at(24 * 60));
    }

    #[test]
    fn an_address_holds_any_text() {
        assert_eq!(
            address("A:é 1\r\n"),
            "data:text/calendar;charset=utf-8,A:%C3%A9%201%0D%0A"
        );
    }
}
