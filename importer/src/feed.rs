//! Feeds: RSS, Atom and JSON Feed, each entry a draft.
//!
//! `feed-rs` reads all of them into one form. An entry with a sound file is an episode; any other is an
//! article. Not here: fetching a feed, which is a file like any other by the time it comes here.

mod elements;
mod enclosed;
mod json;
mod mended;
mod newsletter;
mod podcast;
mod raw;
mod unread;
mod wordpress;

use crate::body;
use crate::day;
use crate::draft::{Draft, Import, Value};
use crate::shape::{LONGEST_SUMMARY, beginning, language_tag, without_tags};
use crate::site::Authors;
use crate::slug::slug;
use crate::source::{File, Source};
use crate::vocabulary::Vocabulary;
use feed_rs::model::{Entry, Feed, FeedType, Person, Text};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Reads feeds.
pub fn read(source: &Source, vocabulary: &Vocabulary) -> Import {
    let mut import = Import::default();
    let mut authors = Authors::default();
    for file in &source.files {
        let mended = json::mended(&file.bytes);
        let bytes = match &mended {
            Some(mended) => &mended.bytes,
            None => &file.bytes,
        };
        for repeated in mended.iter().flat_map(|mended| &mended.twice) {
            let (line, text) = (repeated.line, repeated.question());
            import.ask(&file.path, line, "listed-twice", text);
        }
        let mut elements = elements::of(bytes);
        let own = own_address(&elements.own);
        let next = mended.as_ref().and_then(|mended| mended.next.clone());
        if let Some(next) = next.or_else(|| next_address(&elements.own)) {
            let text = format!(
                "the feed goes on at “{next}”, which was not read. Save that, too, and import both from one folder"
            );
            import.ask(&file.path, 1, "unread", text);
        }
        elements.complete(own.as_ref());
        match mended::read(bytes, own.as_ref().map(Url::as_str)) {
            Ok(read) => {
                let is_broken = read.broken.is_some();
                if let Some(error) = read.broken {
                    let text = format!(
                        "the feed cannot be read to its end ({error}); what stands behind its last whole entry is missing"
                    );
                    import.ask(&file.path, 1, "unended", text);
                }
                let whole = elements.entries.len();
                let missing = whole.saturating_sub(read.feed.entries.len());
                if missing > 0 && !is_broken && read.feed.feed_type != FeedType::JSON {
                    let text = format!(
                        "of the feed's {whole} entries {missing} without an address could not be read"
                    );
                    import.ask(&file.path, 1, "left-out", text);
                }
                authors.names = wordpress::authors(&elements.own);
                let said = raw::said((&file.bytes, &read.bytes), &read.feed, elements, is_broken);
                entries(
                    file,
                    &read.feed,
                    &said,
                    vocabulary,
                    &mut authors,
                    &mut import,
                );
            }
            Err(error) => {
                let text = format!("this is no feed that can be read: {error}");
                import.ask(&file.path, 1, "nothing-found", text);
            }
        }
    }
    authors.ask(&mut import);
    import
}

/// Where a feed says that it is itself: what its addresses are told from that say nothing else (RFC 3986, section 5.1.3).
fn own_address(own: &[elements::Element]) -> Option<Url> {
    let mut links = own.iter().filter(|element| element.name == "atom:link");
    let own = links.find(|link| link.attribute("rel") == Some("self"))?;
    let address = Url::parse(own.attribute("href")?).ok()?;
    Some(address).filter(Url::has_host)
}

/// Where older entries are (RFC 5005, section 3).
fn next_address(own: &[elements::Element]) -> Option<String> {
    let mut links = own.iter().filter(|element| element.name == "atom:link");
    let next = links.find(|link| link.attribute("rel") == Some("next"))?;
    next.attribute("href").map(str::to_owned)
}

fn entries(
    file: &File,
    feed: &Feed,
    said: &[raw::Said],
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
    let posts: Vec<_> = said.iter().map(|said| said.post.clone()).collect();
    let pictures = wordpress::pictures(&posts);
    // Drafts of an export, by the numbers of what stands below them and of themselves.
    let mut below: Vec<(usize, &str)> = Vec::new();
    let mut origins: BTreeMap<&str, String> = BTreeMap::new();
    let (mut at, mut lines) = (0, 1);
    let (mut left_out, mut comments) = (0, 0);
    let (mut lengths, mut covers) = (0, 0);
    let mut of_mails: BTreeSet<String> = BTreeSet::new();
    for (entry, said) in feed.entries.iter().zip(said) {
        // Entries come in the file's order, so that the next id stands behind the last. One that an entry does not say
        // was made up by the reader.
        let says_id = said.elements.is_empty()
            || said
                .elements
                .iter()
                .any(|element| matches!(element.name.as_str(), "guid" | "atom:id" | "id"));
        let found = text
            .get(at..)
            .filter(|_| says_id && !entry.id.is_empty())
            .and_then(|rest| Some((rest, elements::place_of(&entry.id, rest)?)));
        if let Some((rest, place)) = &found {
            let passed = rest.get(..place.start).unwrap_or("");
            lines += passed.matches('\n').count();
            at += place.end;
        }
        let line = found.map_or(0, |_| lines);
        if said.post.is_no_text() {
            left_out += 1;
            continue;
        }
        let mut draft = draft(file, line, feed, (entry, said), vocabulary, authors);
        if let Some((code, text)) = said.post.doubt() {
            draft.ask(&file.path, line, code, text);
        }
        let content = entry
            .content
            .as_ref()
            .and_then(|content| content.body.as_deref());
        let words = content.or(entry
            .summary
            .as_ref()
            .map(|summary| summary.content.as_str()));
        let of_mail = newsletter::settle(&mut draft, words.unwrap_or(""), (&file.path, line));
        of_mails.extend(of_mail);
        of_mails.extend(newsletter::without_origin(&mut draft));
        said.post.put(&mut draft, &pictures, (&file.path, line));
        unread::ask(&mut draft, &said.elements, (&file.path, line));
        comments += said.post.comments;
        let has = |name: &str| said.elements.iter().any(|element| element.name == name);
        lengths += usize::from(has("itunes:duration"));
        covers += usize::from(has("itunes:image"));
        if said.post.is_of_export() {
            let (number, parent) = (said.post.number.as_str(), said.post.parent.as_str());
            below.push((import.drafts.len(), parent));
            if !number.is_empty() {
                origins.insert(number, draft.origin.clone());
            }
        }
        if let Some(id) = publisher {
            let host = Value::map([("org", Value::text(id)), ("role", Value::text("publisher"))]);
            draft.push("hosts", host);
        }
        import.drafts.push(draft);
    }
    // A page that stands below another is a part of it.
    for (place, parent) in below {
        if let (Some(origin), Some(draft)) = (origins.get(parent), import.drafts.get_mut(place)) {
            draft.push("part_of", Value::Draft(origin.clone()));
        }
    }
    if comments > 0 {
        let text = match comments {
            1 => "a comment of a reader was left out".to_owned(),
            all => format!("{all} comments of readers were left out"),
        };
        import.ask(&file.path, 1, "left-out", text);
    }
    if !of_mails.is_empty() {
        let of_mails: Vec<String> = of_mails.into_iter().collect();
        let text = format!(
            "what entries say of themselves was left out: “{}”",
            of_mails.join("”, “")
        );
        import.ask(&file.path, 1, "left-out", text);
    }
    podcast::left_out(import, &file.path, lengths, covers);
    if left_out > 0 {
        let text = format!(
            "{left_out} items of the export that are pictures, files, menus or settings were left out"
        );
        import.ask(&file.path, 1, "left-out", text);
    }
}

fn draft(
    file: &File,
    line: usize,
    feed: &Feed,
    (entry, said): (&Entry, &raw::Said),
    vocabulary: &Vocabulary,
    authors: &mut Authors,
) -> Draft {
    let title = entry
        .title
        .as_ref()
        .map(|title| words(title, feed))
        .filter(|title| !title.is_empty());
    // An item of a JSON feed has its own page first, then the page elsewhere that it is about, then what is attached.
    let elsewhere = entry
        .links
        .iter()
        .rfind(|link| link.media_type.is_none())
        .filter(|_| feed.feed_type == FeedType::JSON);
    let link = elsewhere
        .or(entry
            .links
            .iter()
            .find(|link| matches!(link.rel.as_deref(), None | Some("alternate")))
            .filter(|_| feed.feed_type != FeedType::JSON))
        .or(entry
            .links
            .iter()
            .find(|link| link.rel.as_deref() != Some("enclosure"))
            .filter(|_| feed.feed_type != FeedType::JSON))
        .map(|link| link.href.clone());
    // An id of RSS is an address unless it says that it is none.
    let permanent = said.elements.iter().find(|element| {
        element.name == "guid" && element.attribute("isPermaLink") != Some("false")
    });
    let permanent = permanent.and_then(|guid| guid.said()).map(str::to_owned);
    let link = link.or(permanent.filter(|guid| guid.starts_with("http")));
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
    let enclosed = enclosed::of(entry, &said.elements, feed);
    // An export keeps the sound of an episode in a field.
    let of_field = said.post.sound();
    let sound = of_field.is_some() || enclosed.iter().any(|file| file.is_sound());
    // A film is an episode where the feed tells of it as of one.
    let film = enclosed.iter().any(|file| file.is_film())
        && said
            .elements
            .iter()
            .any(|element| element.name.starts_with("itunes:"));
    // A channel of films.
    let of_channel = said
        .elements
        .iter()
        .any(|element| element.name == "yt:videoId");
    let kind = match sound || film {
        true => "podcast-episode",
        false if of_channel => "recording",
        false => "article",
    };
    draft.set("kind", Value::text(kind));
    if of_channel {
        let text = "the entry is a film. Is its kind `recording`?";
        draft.ask(&file.path, line, "no-kind", text);
    }
    if let Some(title) = title {
        draft.set("title", Value::Text(title));
    }
    let of_element = |name: &str| {
        let mut all = said.elements.iter().filter(|element| element.name == name);
        all.find_map(|element| element.said())
    };
    let own = entry.language.as_deref().or(said.language.as_deref());
    let own = own.or(of_element("dc:language"));
    if let Some(lang) = own.or(feed.language.as_deref()) {
        match language_tag(lang) {
            Some(lang) if lang.split('-').next() == vocabulary.language().split('-').next() => {}
            Some(lang) => draft.set("lang", Value::Text(lang)),
            // Asked about when the draft is written.
            None if own.is_some() => draft.set("lang", Value::text(lang)),
            None => {}
        }
    }
    let content = entry.content.as_ref().and_then(|content| {
        let form = Form::of(&content.content_type, feed);
        Some((content.body.as_deref()?, form))
    });
    // Where an entry has no text of its own, what is said of its sound or film is one.
    let described = || {
        entry
            .media
            .iter()
            .find_map(|media| media.description.as_ref())
    };
    let summary = entry.summary.as_ref();
    let base = said.base().or(base.as_ref());
    match (content, summary) {
        (Some((text, form)), summary) => {
            let with_paragraphs = said.post.paragraphs(text);
            let shown = with_paragraphs.as_deref().unwrap_or(text);
            put_body(&mut draft, file, line, (shown, form), base);
            if let Some(summary) = summary {
                put_summary(&mut draft, words(summary, feed), text, (&file.path, line));
            }
        }
        (None, summary) => {
            if let Some(summary) = summary.or_else(described) {
                let form = Form::of(&summary.content_type, feed);
                let text = (summary.content.as_str(), form);
                put_body(&mut draft, file, line, text, base);
            }
        }
    }
    let own_words = said.post.summary();
    if let Some(summary) = own_words.or(of_element("itunes:subtitle").map(body::plain))
        && draft.get("summary").is_none()
    {
        let text = draft.body.clone();
        put_summary(&mut draft, summary, &text, (&file.path, line));
    }
    // What a podcast says in words alone may be shorter than its text, which has links and the like.
    let spoken = of_element("itunes:summary").map(body::plain);
    if let Some(spoken) = spoken.filter(|_| draft.get("summary").is_none()) {
        let is_short = spoken.chars().count() <= LONGEST_SUMMARY;
        match is_short && !spoken.is_empty() && spoken != body::plain(&draft.body) {
            true => draft.set("summary", Value::Text(spoken)),
            false => {
                let text = draft.body.clone();
                put_summary(&mut draft, spoken, &text, (&file.path, line));
            }
        }
    }
    let mut topics: Vec<String> = match said.post.is_of_export() {
        true => wordpress::topics(&said.elements, vocabulary),
        false => entry
            .categories
            .iter()
            .map(|category| category.label.clone().unwrap_or(category.term.clone()))
            .collect(),
    };
    let subjects = said
        .elements
        .iter()
        .filter(|element| element.name == "dc:subject");
    topics.extend(
        subjects
            .filter_map(|element| element.said())
            .map(str::to_owned),
    );
    let keywords = of_element("itunes:keywords").unwrap_or("");
    topics.extend(keywords.split(',').map(|word| word.trim().to_owned()));
    topics.retain(|name| !name.is_empty());
    if !topics.is_empty() {
        draft.set("topic", Value::texts(topics));
    }
    // An export names who wrote by what they log in with, which may be an address of mail.
    let login = of_element("dc:creator").filter(|login| authors.names.contains_key(*login));
    let wrote = login.map_or_else(|| wrote(entry, feed), |login| vec![login.to_owned()]);
    for person in &wrote {
        // RSS has an address before the name: `press@example.org (Press group)`.
        let name = match person.strip_prefix('(') {
            Some(rest) => rest.trim_end_matches(')'),
            None => person,
        };
        if name.is_empty() || name.contains('@') && login.is_none() {
            continue;
        }
        let person = authors.person(&body::plain(name), &file.path, line, vocabulary);
        draft.push("people", person);
    }
    for name in entry
        .contributors
        .iter()
        .filter_map(|who| who.name.as_deref())
    {
        let name = body::plain(name);
        if feed.feed_type == FeedType::Atom && !name.is_empty() {
            let role = ("role", Value::text("contributor"));
            draft.push("people", Value::map([("name", Value::Text(name)), role]));
        }
    }
    published(&mut draft, file, line, entry, said, vocabulary);
    enclosed::put(&mut draft, &enclosed, &said.elements, (&file.path, line));
    if let Some(sound) = of_field {
        let action = [("do", Value::text("listen")), ("url", Value::text(sound))];
        draft.push("actions", Value::map(action));
    }
    enclosed::ask(&mut draft, &said.elements, &enclosed, (&file.path, line));
    let show = feed.title.as_ref().map(|title| body::plain(&title.content));
    let place = (file.path.as_str(), line);
    podcast::put(
        &mut draft,
        &said.elements,
        show.as_deref(),
        vocabulary,
        place,
    );
    // What is said about a page elsewhere stands on a page, too.
    if let (FeedType::JSON, Some(own)) = (&feed.feed_type, entry.links.first())
        && own.media_type.is_none()
        && link.as_ref() != Some(&own.href)
    {
        let own = own.href.as_str();
        let page = Value::map([("label", Value::text(own)), ("url", Value::text(own))]);
        draft.push("links", page);
    }
    // Of Atom: a text that is elsewhere, and what the entry says is related to it or where it has it from.
    let src = entry.content.iter().filter_map(|text| text.src.as_ref());
    let src = src.filter(|_| feed.feed_type == FeedType::Atom);
    let related = entry
        .links
        .iter()
        .filter(|link| matches!(link.rel.as_deref(), Some("related" | "via")));
    for elsewhere in src.chain(related) {
        let whole = base.and_then(|base| base.join(&elsewhere.href).ok());
        let address = whole.as_ref().map_or(elsewhere.href.as_str(), Url::as_str);
        let title = elsewhere.title.as_deref().filter(|title| !title.is_empty());
        let label = Value::text(title.unwrap_or(address));
        draft.push(
            "links",
            Value::map([("label", label), ("url", Value::text(address))]),
        );
    }
    match link {
        Some(link) => draft.set("link", Value::Text(link)),
        None => draft.missing("The feed gives no address for it."),
    }
    draft
}

/// Who wrote an entry: its own authors, a podcast's (`itunes:author`), or those of the whole feed (RFC 4287, section 4.2.1).
fn wrote(entry: &Entry, feed: &Feed) -> Vec<String> {
    let names = |people: &[Person]| -> Vec<String> {
        let names = people.iter().filter_map(|person| person.name.clone());
        names.collect()
    };
    let own = names(&entry.authors);
    if !own.is_empty() {
        return own;
    }
    let media = entry.media.iter().flat_map(|media| &media.credits);
    let credited: Vec<String> = media.map(|credit| credit.entity.clone()).collect();
    if !credited.is_empty() || feed.feed_type != FeedType::Atom {
        return credited;
    }
    names(&feed.authors)
}

/// The day of publication, as the feed writes it or in the catalogue's zone where the feed gives a moment.
fn published(
    draft: &mut Draft,
    file: &File,
    line: usize,
    entry: &Entry,
    said: &raw::Said,
    vocabulary: &Vocabulary,
) {
    let (words, moment) = match (&said.published, &said.updated) {
        // What WordPress writes of a post that was never out.
        (Some(words), _) if words.contains("-0001") => return,
        (Some(words), _) => (words, entry.published),
        (None, Some(words)) => (words, entry.updated),
        (None, None) => return,
    };
    // A day without a time is that day wherever it is read.
    let day = day::alone(words)
        .or_else(|| in_zone(moment?.timestamp(), &vocabulary.zone))
        .or_else(|| day::day(words));
    match day {
        Some(day) => draft.set("published", Value::Text(day)),
        None => {
            let text = format!("“{words}” is no date that can be read. When was it published?");
            draft.ask(&file.path, line, "bad-date", text);
        }
    }
}

/// What a text is, as far as the feed says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Html,
    /// No character of it is markup (RFC 4287, section 3.1.1.1; JSON Feed 1.1, `content_text`).
    Plain,
    /// Of Atom (`text/markdown`, RFC 7763).
    Markdown,
    /// RSS does not say.
    Unsaid,
}

impl Form {
    fn of(kind: &impl ToString, feed: &Feed) -> Form {
        let kind = kind.to_string();
        let kind = kind.split(';').next().unwrap_or("").trim();
        match feed.feed_type {
            _ if matches!(kind, "text/markdown" | "text/x-markdown") => Form::Markdown,
            _ if kind != "text/plain" => Form::Html,
            FeedType::Atom | FeedType::JSON => Form::Plain,
            _ => Form::Unsaid,
        }
    }
}

/// A title or a summary in one line.
fn words(text: &Text, feed: &Feed) -> String {
    match Form::of(&text.content_type, feed) {
        Form::Plain => {
            let words: Vec<&str> = text.content.split_whitespace().collect();
            without_tags(&words.join(" "))
        }
        Form::Html | Form::Markdown | Form::Unsaid => body::plain(&text.content),
    }
}

fn put_body(
    draft: &mut Draft,
    file: &File,
    line: usize,
    (text, form): (&str, Form),
    base: Option<&Url>,
) {
    let read = match form {
        Form::Html => body::from_html(text, 0, base),
        Form::Plain => body::from_plain(text, 0, base),
        Form::Markdown => body::from_markdown(text, 0, base),
        Form::Unsaid => body::from_text(text, 0, base),
    };
    draft.body = read.markdown;
    for (_, code, text) in read.asked {
        // A feed's HTML is escaped, often on one line: lines within it mean nothing.
        draft.ask(&file.path, line, code, text);
    }
}

/// A summary of its own, unless it is only the beginning of the text; one that is too long for that is told.
fn put_summary(draft: &mut Draft, words: String, content: &str, (file, line): (&str, usize)) {
    let start: String = words.chars().take(60).collect();
    if words.is_empty() || body::plain(content).starts_with(&start) {
        return;
    }
    let length = words.chars().count();
    if length <= 500 {
        draft.set("summary", Value::Text(words));
        return;
    }
    let text = format!(
        "the source has a summary of {length} characters, which is too long for one and was left out: “{}”",
        beginning(&words, 200)
    );
    draft.ask(file, line, "left-out", text);
}

fn in_zone(seconds: i64, zone: &str) -> Option<String> {
    let zone = TimeZone::get(zone).ok()?;
    let moment = Timestamp::from_second(seconds).ok()?;
    Some(moment.to_zoned(zone).date().to_string())
}
