//! What a feed says of its entries in words that its reader does not pass on: dates as they are written, the
//! language of an entry, and what an export says of it.

use super::elements::{Element, Elements, Entry};
use super::wordpress::{self, Post};
use feed_rs::model::{Feed, FeedType};
use jiff::Timestamp;
use std::sync::{Arc, Mutex};
use url::Url;

/// What an entry says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    /// Of the entry as a whole.
    pub(super) language: Option<String>,
    pub(super) post: Post,
    /// What it says in elements of its own.
    pub(super) elements: Vec<Element>,
}

impl Said {
    /// What the addresses in its text are told from, where it says that: that of its text, else of its summary.
    pub(super) fn base(&self) -> Option<&Url> {
        let texts = [
            "content:encoded",
            "atom:content",
            "description",
            "atom:summary",
        ];
        let of = |name: &&str| self.elements.iter().find(|element| element.name == **name);
        texts.iter().find_map(of)?.base.as_ref()
    }
}

/// What each entry of a feed says, in its order. `given` is the file, and `bytes` what was read of it.
pub(super) fn said(
    (given, bytes): (&[u8], &[u8]),
    feed: &Feed,
    elements: Elements,
    is_broken: bool,
) -> Vec<Said> {
    let mut all = vec![Said::default(); feed.entries.len()];
    dates(bytes, &mut all);
    let items = match feed.feed_type {
        FeedType::JSON => of_items(given),
        _ => Vec::new(),
    };
    // Where they are not as many, whose is which is not known.
    if items.len() == all.len() {
        for (said, (language, elements)) in all.iter_mut().zip(items) {
            said.language = language;
            said.elements = elements;
        }
    }
    let mut entries = elements.entries;
    if is_broken {
        // What stands behind the last whole entry.
        entries.truncate(all.len());
    }
    if entries.len() != all.len() {
        // The reader leaves out entries of RSS 1.0 that have no address.
        let has_link = |entry: &Entry| {
            let mut all = entry.elements.iter();
            all.any(|element| element.name == "link" && element.said().is_some())
        };
        entries.retain(has_link);
    }
    if entries.len() != all.len() || feed.feed_type == FeedType::JSON {
        return all;
    }
    for (said, post) in all.iter_mut().zip(wordpress::posts(&entries)) {
        said.post = post;
    }
    for (said, entry) in all.iter_mut().zip(entries) {
        said.language = entry.language;
        said.elements = entry.elements;
    }
    all
}

/// The dates in words: read once more with every text of a date taken down, and its number in its place.
fn dates(bytes: &[u8], all: &mut [Said]) {
    let texts: Arc<Mutex<Vec<String>>> = Arc::default();
    let taken = Arc::clone(&texts);
    let number = move |text: &str| {
        let mut texts = taken.lock().ok()?;
        texts.push(text.trim().to_owned());
        let number = i64::try_from(texts.len() - 1).ok()?;
        Timestamp::from_second(number)
            .ok()?
            .to_string()
            .parse()
            .ok()
    };
    let parser = feed_rs::parser::Builder::new()
        .timestamp_parser(number)
        .build();
    let (Ok(feed), Ok(texts)) = (parser.parse(bytes), texts.lock()) else {
        return;
    };
    let word = |seconds: i64| {
        let text = texts.get(usize::try_from(seconds).ok()?)?;
        Some(text.clone()).filter(|text| !text.is_empty())
    };
    for (entry, said) in feed.entries.iter().zip(all) {
        said.published = entry.published.and_then(|at| word(at.timestamp()));
        said.updated = entry.updated.and_then(|at| word(at.timestamp()));
    }
}

/// The languages of the items of a JSON feed (JSON Feed 1.1, `language`), and what else they say, as elements.
fn of_items(bytes: &[u8]) -> Vec<(Option<String>, Vec<Element>)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let feed: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
    let items = feed.get("items").and_then(|items| items.as_array());
    let language = |item: &serde_json::Value| Some(item.get("language")?.as_str()?.to_owned());
    let element = |(name, value): (&String, &serde_json::Value)| Element {
        name: name.clone(),
        text: match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Null => String::new(),
            other => other.to_string(),
        },
        ..Element::default()
    };
    let elements = |item: &serde_json::Value| {
        // What begins with `_` is for the programs that know it (JSON Feed 1.1, "Extensions").
        let keys = item.as_object().into_iter().flatten();
        let keys = keys.filter(|(name, _)| !name.starts_with('_'));
        keys.map(element).collect()
    };
    let items = items.into_iter().flatten().filter(|item| item.is_object());
    items.map(|item| (language(item), elements(item))).collect()
}
