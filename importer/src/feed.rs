//! Feeds: RSS, Atom and JSON Feed, each entry a draft.
//!
//! `feed-rs` reads all of them into one form. An entry with a sound file is an episode; any other is an
//! article. Not here: fetching a feed, which is a file like any other by the time it comes here.

use crate::body;
use crate::draft::{Draft, Import, Value};
use crate::shape::language_tag;
use crate::site::Authors;
use crate::slug::slug;
use crate::source::{File, Source};
use crate::vocabulary::Vocabulary;
use feed_rs::model::{Entry, Feed, FeedType, Text};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

/// Reads feeds.
pub fn read(source: &Source, vocabulary: &Vocabulary) -> Import {
    let mut import = Import::default();
    let mut authors = Authors::default();
    for (path, reason) in &source.unread {
        import.ask(
            path,
            0,
            "unread",
            format!("the file was not read: {reason}"),
        );
    }
    for file in &source.files {
        let mended = ids_as_texts(&file.bytes);
        match feed_rs::parser::parse(mended.as_deref().unwrap_or(&file.bytes)) {
            Ok(feed) => entries(file, &feed, vocabulary, &mut authors, &mut import),
            Err(error) => {
                let text = format!("this is no feed that can be read: {error}");
                import.ask(&file.path, 1, "nothing-found", text);
            }
        }
    }
    authors.ask(&mut import);
    import
}

/// A JSON feed whose ids are texts, as readers have to take them that are not (JSON Feed 1.1, "id"), and whose items are
/// items; `None` where that is so already, or it is another feed.
fn ids_as_texts(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    let mut feed: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let items = feed.get_mut("items")?.as_array_mut()?;
    let mut changed = false;
    items.retain(|item| {
        changed |= !item.is_object();
        item.is_object()
    });
    for item in items.iter_mut().filter_map(|item| item.as_object_mut()) {
        let id = match item.get("id") {
            Some(serde_json::Value::String(_)) => continue,
            Some(serde_json::Value::Number(number)) => number.to_string(),
            // Without an id an item is known by its address or title.
            _ => String::new(),
        };
        item.insert("id".to_owned(), id.into());
        changed = true;
    }
    changed.then(|| feed.to_string().into_bytes())
}

fn entries(
    file: &File,
    feed: &Feed,
    vocabulary: &Vocabulary,
    authors: &mut Authors,
    import: &mut Import,
) {
    let (text, _) = file.text();
    let publisher = feed
        .title
        .as_ref()
        .and_then(|title| vocabulary.organization(&body::plain(&title.content)));
    if let (None, Some(title)) = (publisher, &feed.title) {
        let text = format!(
            "the feed is called “{}”, which is no organization of the catalogue; its entries name no publisher",
            body::plain(&title.content)
        );
        import.ask(&file.path, 1, "host-unknown", text);
    }
    let mut at = 0;
    for entry in &feed.entries {
        // Entries come in the file's order, so that the next id stands behind the last.
        let found = text
            .get(at..)
            .and_then(|rest| rest.find(entry.id.as_str()))
            .filter(|_| !entry.id.is_empty());
        at += found.unwrap_or(0);
        let line = found.map_or(0, |_| {
            text.get(..at).unwrap_or("").matches('\n').count() + 1
        });
        let mut draft = draft(file, line, feed, entry, vocabulary, authors);
        if let Some(id) = publisher {
            let host = Value::map([("org", Value::text(id)), ("role", Value::text("publisher"))]);
            draft.push("hosts", host);
        }
        import.drafts.push(draft);
    }
}

fn draft(
    file: &File,
    line: usize,
    feed: &Feed,
    entry: &Entry,
    vocabulary: &Vocabulary,
    authors: &mut Authors,
) -> Draft {
    let title = entry
        .title
        .as_ref()
        .map(|title| body::plain(&title.content))
        .filter(|title| !title.is_empty());
    // An item of a JSON feed has its own page first, then the page elsewhere that it is about.
    let elsewhere = entry
        .links
        .last()
        .filter(|_| feed.feed_type == FeedType::JSON);
    let link = elsewhere
        .or(entry
            .links
            .iter()
            .find(|link| matches!(link.rel.as_deref(), None | Some("alternate"))))
        .or(entry.links.first())
        .map(|link| link.href.clone());
    let base = link.as_deref().and_then(|link| Url::parse(link).ok());
    let id = match (&title, &base) {
        (Some(title), _) => slug(title),
        (None, Some(url)) => slug(url.path()),
        (None, None) => "entry".to_owned(),
    };
    // An id that the file does not have was made up by the reader, and another one next time.
    let origin = match (line, &link) {
        (0, Some(link)) => link.clone(),
        (0, None) => format!("{}#{id}", file.path),
        _ => entry.id.clone(),
    };
    let mut draft = Draft::new(id, origin);
    draft.place = (file.path.clone(), line);
    let sound = entry
        .media
        .iter()
        .flat_map(|media| &media.content)
        .find(|content| {
            content
                .content_type
                .as_ref()
                .is_some_and(|kind| kind.ty().as_str() == "audio")
        })
        .and_then(|content| content.url.clone())
        .or_else(|| enclosed(entry, "audio/"));
    let kind = if sound.is_some() {
        "podcast-episode"
    } else {
        "article"
    };
    draft.set("kind", Value::text(kind));
    if let Some(title) = title {
        draft.set("title", Value::Text(title));
    }
    let lang = entry.language.as_ref().or(feed.language.as_ref());
    if let Some(lang) = lang.and_then(|lang| language_tag(lang))
        && lang.split('-').next() != vocabulary.language().split('-').next()
    {
        draft.set("lang", Value::Text(lang));
    }
    let content = entry.content.as_ref().and_then(|content| {
        let html = content.content_type.subty().as_str() != "plain";
        Some((content.body.as_deref()?, html))
    });
    let summary = entry.summary.as_ref();
    match (content, summary) {
        (Some((text, html)), summary) => {
            put_body(&mut draft, file, line, text, html, base.as_ref());
            if let Some(summary) = summary {
                put_summary(&mut draft, summary, text);
            }
        }
        (None, Some(summary)) => {
            let html = summary.content_type.subty().as_str() != "plain";
            put_body(
                &mut draft,
                file,
                line,
                &summary.content,
                html,
                base.as_ref(),
            );
        }
        (None, None) => {}
    }
    let topics: Vec<String> = entry
        .categories
        .iter()
        .map(|category| category.label.clone().unwrap_or(category.term.clone()))
        .filter(|name| !name.is_empty())
        .collect();
    if !topics.is_empty() {
        draft.set("topic", Value::texts(topics));
    }
    for person in &entry.authors {
        // RSS has an address before the name: `press@example.org (Press group)`.
        let name = person
            .name
            .as_deref()
            .map(|name| match name.strip_prefix('(') {
                Some(rest) => rest.trim_end_matches(')'),
                None => name,
            });
        let Some(name) = name.filter(|name| !name.contains('@') && !name.is_empty()) else {
            continue;
        };
        let person = authors.person(&body::plain(name), &file.path, line, vocabulary);
        draft.push("people", person);
    }
    // Feeds give moments; the day is that of the catalogue's zone.
    let moment = entry.published.or(entry.updated);
    if let Some(day) = moment.and_then(|moment| day(moment.timestamp(), &vocabulary.zone)) {
        draft.set("published", Value::Text(day));
    }
    media(&mut draft, entry, sound.as_ref());
    match link {
        Some(link) => draft.set("link", Value::Text(link)),
        None => draft.missing("The feed gives no address for it."),
    }
    draft
}

fn put_body(
    draft: &mut Draft,
    file: &File,
    line: usize,
    text: &str,
    html: bool,
    base: Option<&Url>,
) {
    let read = if html {
        body::from_html(text, 0, base)
    } else {
        body::from_text(text, 0, base)
    };
    draft.body = read.markdown;
    for (_, code, text) in read.asked {
        // A feed's HTML is escaped, often on one line: lines within it mean nothing.
        draft.ask(&file.path, line, code, text);
    }
}

/// A summary of its own, unless it is only the beginning of the text.
fn put_summary(draft: &mut Draft, summary: &Text, content: &str) {
    let words = body::plain(&summary.content);
    let start: String = words.chars().take(60).collect();
    let repeats = body::plain(content).starts_with(&start);
    if !words.is_empty() && words.chars().count() <= 500 && !repeats {
        draft.set("summary", Value::Text(words));
    }
}

/// Where an enclosure of Atom leads, which is a link (RFC 4287, section 4.2.7.2).
fn enclosed(entry: &Entry, kind: &str) -> Option<Url> {
    let link = entry.links.iter().find(|link| {
        link.rel.as_deref() == Some("enclosure")
            && link
                .media_type
                .as_deref()
                .is_some_and(|have| have.starts_with(kind))
    })?;
    Url::parse(&link.href).ok()
}

/// Sound and film as actions, other enclosures as links.
fn media(draft: &mut Draft, entry: &Entry, sound: Option<&Url>) {
    if let Some(url) = sound {
        let action = Value::map([
            ("do", Value::text("listen")),
            ("url", Value::text(url.as_str())),
        ]);
        draft.push("actions", action);
    }
    if let Some(url) = enclosed(entry, "video/") {
        let action = Value::map([
            ("do", Value::text("watch")),
            ("url", Value::text(url.as_str())),
        ]);
        draft.push("actions", action);
    }
    for content in entry.media.iter().flat_map(|media| &media.content) {
        let (Some(url), Some(kind)) = (&content.url, &content.content_type) else {
            continue;
        };
        match kind.ty().as_str() {
            "video" => {
                let action = Value::map([
                    ("do", Value::text("watch")),
                    ("url", Value::text(url.as_str())),
                ]);
                draft.push("actions", action);
            }
            "audio" | "image" => {}
            _ => {
                let link = Value::map([
                    ("label", Value::text(kind.to_string())),
                    ("url", Value::text(url.as_str())),
                ]);
                draft.push("links", link);
            }
        }
    }
}

fn day(seconds: i64, zone: &str) -> Option<String> {
    let zone = TimeZone::get(zone).ok()?;
    let moment = Timestamp::from_second(seconds).ok()?;
    Some(moment.to_zoned(zone).date().to_string())
}
