//! A JSON feed in the form that its reader takes, which refuses a whole feed for one value that is missing or of another
//! form. Not here: what any of it means.

use crate::json::{self, Repeated};
use serde_json::{Map, Value};

/// Keys of an item that are texts, and lists of texts.
const TEXTS: &[&str] = &[
    "url",
    "external_url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "date_published",
    "date_modified",
];

/// A feed that was read.
pub(super) struct Mended {
    pub(super) bytes: Vec<u8>,
    /// What it says twice, of which the last alone is in the bytes.
    pub(super) twice: Vec<Repeated>,
    /// Where older items are.
    pub(super) next: Option<String>,
}

/// A JSON feed without keys that are there twice, whose ids are texts, as readers have to take them that are not (JSON Feed 1.1, "id"), whose items are
/// items, and whose attachments have a type, if only an empty one; `None` of another feed.
pub(super) fn mended(bytes: &[u8]) -> Option<Mended> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    let (mut feed, twice) = json::read(std::str::from_utf8(bytes).ok()?).ok()?;
    if let Some(feed) = feed.as_object_mut() {
        people(feed);
    }
    let next = feed.get("next_url").and_then(text);
    let items = feed.get_mut("items")?.as_array_mut()?;
    items.retain(Value::is_object);
    for item in items.iter_mut().filter_map(Value::as_object_mut) {
        // Without an id an item is known by its address or title.
        let id = item.get("id").and_then(text).unwrap_or_default();
        item.insert("id".to_owned(), id.into());
        for key in TEXTS {
            if let Some(value) = item.get_mut(*key) {
                *value = text(value).map_or(Value::Null, Value::String);
            }
        }
        if let Some(tags) = item.get_mut("tags") {
            *tags = match tags {
                Value::Array(tags) => tags.iter().filter_map(text).map(Value::String).collect(),
                ref tag => text(tag).map(Value::String).into_iter().collect(),
            };
        }
        people(item);
        attachments(item);
    }
    let bytes = feed.to_string().into_bytes();
    Some(Mended { bytes, twice, next })
}

/// What a value says in words.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Authors as objects; some programs write their names alone.
fn people(of: &mut Map<String, Value>) {
    let person = |value: &Value| match value {
        Value::Object(person) => {
            let mut person = person.clone();
            for key in ["name", "url"] {
                if let Some(value) = person.get_mut(key) {
                    *value = text(value).map_or(Value::Null, Value::String);
                }
            }
            Some(Value::Object(person))
        }
        other => text(other).map(|name| serde_json::json!({ "name": name })),
    };
    if let Some(author) = of.get_mut("author") {
        *author = person(author).unwrap_or(Value::Null);
    }
    if let Some(authors) = of.get_mut("authors") {
        *authors = match &*authors {
            Value::Array(authors) => authors.iter().filter_map(person).collect(),
            Value::Null => Value::Null,
            one => person(one).into_iter().collect(),
        };
    }
}

/// Attachments with an address. What does not say its type has an empty one, which is asked about later.
fn attachments(item: &mut Map<String, Value>) {
    let Some(given) = item.get_mut("attachments") else {
        return;
    };
    let Some(list) = given.as_array_mut() else {
        *given = Value::Null;
        return;
    };
    list.retain(|file| file.get("url").is_some_and(Value::is_string));
    for file in list.iter_mut().filter_map(Value::as_object_mut) {
        let kind = file.get("mime_type").and_then(text).unwrap_or_default();
        file.insert("mime_type".to_owned(), kind.into());
        if let Some(title) = file.get_mut("title") {
            *title = text(title).map_or(Value::Null, Value::String);
        }
        if file.get("size_in_bytes").is_some_and(|size| !size.is_u64()) {
            file.remove("size_in_bytes");
        }
    }
}
