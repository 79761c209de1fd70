//! What a feed says of its entries in words that its reader does not pass on: dates as they are written, the
//! language of an entry, and what an export says of it.

use super::wordpress::{self, Post};
use feed_rs::model::{Feed, FeedType};
use jiff::Timestamp;
use regex::bytes::Regex;
use std::sync::{Arc, LazyLock, Mutex};

/// What an entry says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    /// Of the entry as a whole.
    pub(super) language: Option<String>,
    pub(super) post: Post,
}

/// What each entry of a feed says, in its order.
pub(super) fn said(bytes: &[u8], feed: &Feed) -> Vec<Said> {
    let mut all = vec![Said::default(); feed.entries.len()];
    dates(bytes, &mut all);
    let languages = match feed.feed_type {
        FeedType::JSON => of_items(bytes),
        FeedType::Atom => of_elements(bytes),
        _ => Vec::new(),
    };
    // Where they are not as many, whose is which is not known.
    if languages.len() == all.len() {
        for (said, language) in all.iter_mut().zip(languages) {
            said.language = language;
        }
    }
    let posts = match feed.feed_type {
        FeedType::RSS2 => wordpress::posts(bytes),
        _ => Vec::new(),
    };
    if posts.len() == all.len() {
        for (said, post) in all.iter_mut().zip(posts) {
            said.post = post;
        }
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

/// The languages of the items of a JSON feed (JSON Feed 1.1, `language`).
fn of_items(bytes: &[u8]) -> Vec<Option<String>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let feed: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
    let items = feed.get("items").and_then(|items| items.as_array());
    let language = |item: &serde_json::Value| Some(item.get("language")?.as_str()?.to_owned());
    items.into_iter().flatten().map(language).collect()
}

/// An entry's first tag, or what has no tags in it.
static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::bytes(
        r#"(?s-u)<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(?:[A-Za-z_][\w.-]*:)?entry(?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?>"#,
    )
});

static LANGUAGE: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::bytes(r#"(?s-u)\sxml:lang\s*=\s*(?:"([^"]*)"|'([^']*)')"#));

/// The languages of the entries of an Atom feed (`xml:lang`).
fn of_elements(bytes: &[u8]) -> Vec<Option<String>> {
    let tags = ENTRY.find_iter(bytes);
    tags.filter(|tag| !tag.as_bytes().starts_with(b"<!"))
        .map(|tag| {
            let found = LANGUAGE.captures(tag.as_bytes())?;
            let value = found.get(1).or(found.get(2))?.as_bytes();
            Some(String::from_utf8_lossy(value).trim().to_owned()).filter(|value| !value.is_empty())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::of_elements;

    #[test]
    fn languages_of_entries_and_not_of_what_looks_like_one() {
        let feed = r#"<feed xml:lang="en"><!-- <entry xml:lang="fr"> --><entry xml:lang='es' x=">"><title><![CDATA[<entry>]]></title></entry><entry><entryish xml:lang="de"/></entry></feed>"#;
        assert_eq!(of_elements(feed.as_bytes()), [Some("es".to_owned()), None]);
    }
}
