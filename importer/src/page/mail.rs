//! A mail as its program keeps it (`.eml`; RFC 5322 and MIME): the text of it that a reader sees, with its headers as they stand
//! above a mail that is pasted, so that both are read alike.
//!
//! The parser undoes encodings and finds the parts. Of two versions of one text that with links is taken, the one in HTML. Not here: what
//! headers mean ([`super::letter`]), and files that are attached, which are only named.

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;

/// What a mail says.
#[derive(Debug, Default)]
pub(crate) struct Mail {
    /// Who sent it, when and about what.
    pub(crate) headers: Vec<String>,
    /// In HTML if it is that.
    pub(crate) text: String,
    /// What files are called that are attached.
    pub(crate) attached: Vec<String>,
    /// Whether a part of it could not be decoded.
    pub(crate) damaged: bool,
}

/// Whether a file is a mail with all that programs tell one another of it, and no text that was copied.
pub(crate) fn is(bytes: &[u8]) -> bool {
    let start = bytes
        .get(..bytes.len().min(MOST_HEADERS))
        .unwrap_or_default();
    let start = String::from_utf8_lossy(start);
    let mut of_programs = 0;
    for line in start.lines() {
        // Headers end with an empty line; one that goes on is indented.
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || line.starts_with("From ") {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return false;
        };
        if name.contains(char::is_whitespace) {
            return false;
        }
        let name = name.to_ascii_lowercase();
        of_programs += usize::from(OF_PROGRAMS.contains(&name.as_str()));
    }
    of_programs >= 2
}

/// Whether a file is a box of several mails, each below a line `From …`.
pub(crate) fn is_box(bytes: &[u8]) -> bool {
    let holds = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    bytes.starts_with(b"From ") && is(bytes) && (holds(b"\n\nFrom ") || holds(b"\r\n\r\nFrom "))
}

/// Headers that only programs read.
const OF_PROGRAMS: &[&str] = &[
    "mime-version",
    "message-id",
    "content-type",
    "content-transfer-encoding",
    "received",
    "return-path",
    "delivered-to",
    "dkim-signature",
];

/// Most bytes that headers of a mail have.
const MOST_HEADERS: usize = 64 << 10;

/// Reads a mail; nothing where the parser finds none.
pub(crate) fn read(bytes: &[u8]) -> Option<Mail> {
    // The line of the box that it was taken from.
    let bytes = match bytes.starts_with(b"From ") {
        true => bytes.splitn(2, |byte| *byte == b'\n').nth(1)?,
        false => bytes,
    };
    let message = MessageParser::default().parse(bytes)?;
    let parts: Vec<(bool, &str)> = message
        .html_bodies()
        .filter_map(|part| match &part.body {
            PartType::Html(html) => Some((true, html.as_ref())),
            PartType::Text(text) => Some((false, text.as_ref())),
            _ => None,
        })
        .collect();
    let is_html = parts.iter().any(|(is_html, _)| *is_html);
    let texts: Vec<Cow<str>> = parts
        .into_iter()
        .map(|(is_own, text)| match is_html && !is_own {
            true => Cow::Owned(format!("<pre>{}</pre>", escaped(text))),
            false => Cow::Borrowed(text),
        })
        .collect();
    Some(Mail {
        headers: headers(&message),
        // Whatever a part begins with, it is what the mail says it is.
        text: match is_html {
            true => format!("<!doctype html>{}", texts.concat()),
            false => texts.join("\n\n"),
        },
        attached: message.attachments().filter_map(named).collect(),
        damaged: message.parts.iter().any(|part| part.is_encoding_problem),
    })
}

/// The headers that say something to a reader.
fn headers(message: &Message) -> Vec<String> {
    let from = message.from().and_then(Address::first);
    let from = from.map(|from| match (from.name(), from.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    });
    // The day where it was written.
    let date = message
        .date()
        .map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    let subject = message.subject().map(super::html::one_line);
    [("From", from), ("Date", date), ("Subject", subject)]
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}: {}", value?)))
        .collect()
}

/// What an attached file is called. A picture within the text is not attached to it.
fn named(part: &MessagePart) -> Option<String> {
    let is_picture = part
        .content_type()
        .is_some_and(|kind| kind.ctype() == "image");
    if is_picture && part.content_id().is_some() {
        return None;
    }
    if let PartType::Message(inner) = &part.body {
        return Some(inner.subject().unwrap_or("another mail").to_owned());
    }
    let kind = || {
        let kind = part.content_type()?;
        let subtype = kind.subtype().unwrap_or_default();
        Some(format!("{}/{subtype}", kind.ctype()))
    };
    part.attachment_name().map(str::to_owned).or_else(kind)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
