//! What a WordPress export says of each of its items besides what a feed says: what it is, whether it is out, its excerpt,
//! what it stands below, and its fields. Not here: the items themselves, which are read as those of any feed.

use super::elements::{Element, Entry};
use crate::body;
use crate::draft::{Draft, Value};
use crate::vocabulary::Vocabulary;
use regex::bytes::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What an export says of an item; nothing where the feed is no export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Post {
    /// `post`, `page`, `attachment`
    kind: String,
    /// `publish`, `draft`, `private`
    status: String,
    has_password: bool,
    /// Its number, and that of what it stands below; empty where there is none.
    pub(super) number: String,
    pub(super) parent: String,
    excerpt: String,
    /// Its fields (`postmeta`), as the site and its plugins call them.
    fields: Vec<(String, String)>,
    pub(super) comments: usize,
}

/// Fields in which plugins keep what search engines show of a post.
const DESCRIPTIONS: &[&str] = &[
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_seopress_titles_desc",
];

/// Fields with which a calendar's plugin says when an event is, that are read here.
const EVENT: &[&str] = &[
    "_EventStartDate",
    "_EventEndDate",
    "_EventTimezone",
    "_EventAllDay",
    "_EventURL",
];

/// What such plugins work out from those.
const WORKED_OUT: &[&str] = &[
    "_EventStartDateUTC",
    "_EventEndDateUTC",
    "_EventTimezoneAbbr",
    "_EventDuration",
    "_EventOrigin",
    "_EventShowMap",
    "_EventShowMapLink",
];

/// Fields of the program itself, or of one that counts or sends.
const INTERNAL: &[&str] = &[
    "enclosure",
    "rank_math_",
    "classic-editor-remember",
    "inline_featured_image",
    "sharing_disabled",
    "spay_email",
    "ao_post_optimize",
];

/// A block of its own, or text that HTML reads as a paragraph only if it is marked as one.
static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::bytes(
        r"(?i-u)^(?:<!--|</?(?:address|article|aside|blockquote|details|div|dl|figure|figcaption|footer|form|h[1-6]|header|hr|iframe|li|ol|p|pre|section|table|tbody|td|th|tr|ul|script|style)\b)",
    )
});

/// What an export says of its items, in their order; nothing of other feeds.
pub(super) fn posts(entries: &[Entry]) -> Vec<Post> {
    let all: Vec<Post> = entries.iter().map(|entry| post(&entry.elements)).collect();
    if all.iter().all(|post| post.kind.is_empty()) {
        return Vec::new();
    }
    all
}

fn post(elements: &[Element]) -> Post {
    let mut post = Post::default();
    for element in elements {
        let said = || element.text.trim().to_owned();
        match element.name.as_str() {
            "wp:status" => post.status = said(),
            "wp:post_type" => post.kind = said(),
            "wp:post_password" => post.has_password = element.said().is_some(),
            "wp:post_id" => post.number = said(),
            "wp:post_parent" => post.parent = said(),
            "excerpt:encoded" => post.excerpt = body::plain(&element.text),
            "wp:comment" => post.comments += 1,
            "wp:postmeta" => {
                let value = element.inner("wp:meta_value").to_owned();
                let key = element.inner("wp:meta_key").to_owned();
                post.fields.push((key, value));
            }
            _ => {}
        }
    }
    post
}

/// What authors are called, by the names with which they log in.
pub(super) fn authors(own: &[Element]) -> BTreeMap<String, String> {
    let all = own.iter().filter(|element| element.name == "wp:author");
    all.map(|author| {
        let name = author.inner("wp:author_display_name");
        (author.inner("wp:author_login").to_owned(), name.to_owned())
    })
    .filter(|(login, name)| !login.is_empty() && !name.is_empty())
    .collect()
}

/// The words that describe pictures, by the numbers of the pictures.
pub(super) fn pictures(posts: &[Post]) -> BTreeMap<String, String> {
    let all = posts.iter().filter(|post| post.kind == "attachment");
    all.filter_map(|post| Some((post.number.clone(), post.field("_wp_attachment_image_alt")?)))
        .map(|(number, alt)| (number, alt.to_owned()))
        .collect()
}

/// What an item is filed under: the name that a reader sees, or that of its address where the catalogue knows only that.
pub(super) fn topics(elements: &[Element], vocabulary: &Vocabulary) -> Vec<String> {
    let filed = elements.iter().filter(|element| {
        // How a post looks, and what one is filed under that nobody has filed.
        element.name == "category"
            && element.attribute("domain") != Some("post_format")
            && element.attribute("nicename") != Some("uncategorized")
    });
    let mut all: Vec<String> = Vec::new();
    for element in filed {
        let label = element.said().map(body::plain);
        let known = |name: &str| vocabulary.value("topic", name).is_some();
        let name = match (label, element.attribute("nicename")) {
            (Some(label), Some(nicename)) if !known(&label) && known(nicename) => {
                nicename.to_owned()
            }
            (Some(label), _) => label,
            (None, Some(nicename)) => nicename.to_owned(),
            (None, None) => continue,
        };
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

impl Post {
    /// Whether it is a picture, a menu or a setting, which an export lists among what people wrote.
    pub(super) fn is_no_text(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "attachment"
                | "nav_menu_item"
                | "revision"
                | "custom_css"
                | "customize_changeset"
                | "oembed_cache"
                | "user_request"
        ) || self.kind.starts_with("wp_")
    }

    /// Whether it stands in an export.
    pub(super) fn is_of_export(&self) -> bool {
        !self.kind.is_empty()
    }

    /// A field, where something stands in it.
    fn field(&self, key: &str) -> Option<&str> {
        let mut all = self.fields.iter();
        let found = all.find(|(have, value)| have == key && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// What the site says of it in a sentence or two.
    pub(super) fn summary(&self) -> Option<String> {
        let excerpt = Some(self.excerpt.clone()).filter(|text| !text.is_empty());
        // A plugin's text may have gaps that it fills in itself.
        let described = || {
            let mut all = DESCRIPTIONS.iter().filter_map(|key| self.field(key));
            all.find(|text| text.matches('%').count() < 2)
                .map(body::plain)
        };
        excerpt.or_else(described)
    }

    /// The sound that a plugin for podcasts keeps in a field: an address, a size and a type on a line each.
    pub(super) fn sound(&self) -> Option<&str> {
        let mut lines = self.field("enclosure")?.lines().map(str::trim);
        let (address, _, kind) = (lines.next()?, lines.next()?, lines.next()?);
        kind.starts_with("audio/").then_some(address)
    }

    /// What its fields say: when it is, what its picture shows, and as a question everything that a record has no key for.
    pub(super) fn put(
        &self,
        draft: &mut Draft,
        pictures: &BTreeMap<String, String>,
        (file, line): (&str, usize),
    ) {
        if let Some(alt) = self.field("_thumbnail_id").and_then(|id| pictures.get(id)) {
            draft.set("image", Value::map([("alt", Value::text(alt.as_str()))]));
        }
        if let Some(start) = self.field("_EventStartDate") {
            draft.set("kind", Value::text("event"));
            let whole_day = self.field("_EventAllDay") == Some("yes");
            let told = |text: &str| {
                let length = if whole_day { 10 } else { 16 };
                Value::text(text.get(..length).unwrap_or(text))
            };
            let mut pairs = vec![("start".to_owned(), told(start))];
            let end = self.field("_EventEndDate").map(told);
            if let Some(end) = end.filter(|end| *end != told(start)) {
                pairs.push(("end".to_owned(), end));
            }
            match self.field("_EventTimezone") {
                _ if whole_day => {}
                Some(zone) if zone.contains('/') => {
                    pairs.push(("zone".to_owned(), Value::text(zone)));
                }
                zone => {
                    let text = format!(
                        "the event's zone is “{}”, which is no place; the catalogue's is taken",
                        zone.unwrap_or("")
                    );
                    draft.ask(file, line, "unknown-zone", text);
                }
            }
            draft.set("when", Value::List(vec![Value::Map(pairs)]));
        }
        if let Some(address) = self.field("_EventURL") {
            let link = [
                ("label", Value::text(address)),
                ("url", Value::text(address)),
            ];
            draft.push("links", Value::map(link));
        }
        let fields: Vec<String> = self
            .fields
            .iter()
            .filter(|(key, value)| !value.is_empty() && is_of_note(key))
            .map(|(key, value)| format!("{key}: {}", value.chars().take(100).collect::<String>()))
            .collect();
        if !fields.is_empty() {
            let text = format!(
                "the site's fields also say “{}”. Does that belong into the record?",
                fields.join("; ")
            );
            draft.ask(file, line, "unknown-keys", text);
        }
    }

    /// What speaks against publishing it: a code and a question.
    pub(super) fn doubt(&self) -> Option<(&'static str, String)> {
        match self.status.as_str() {
            "private" => {
                let text = "the site keeps it private. Does it belong into the catalogue?";
                Some(("private", text.to_owned()))
            }
            "" | "publish" | "inherit" | "closed" if self.has_password => {
                let text =
                    "the site shows it only with a password. Does it belong into the catalogue?";
                Some(("private", text.to_owned()))
            }
            "" | "publish" | "inherit" | "closed" => None,
            status => {
                let text = format!(
                    "the site has not published it (“{status}”). Does it belong into the catalogue?"
                );
                Some(("unpublished", text))
            }
        }
    }

    /// Its text with the paragraphs that WordPress makes of blank lines when it shows it; `None` where they are marked.
    pub(super) fn paragraphs(&self, text: &str) -> Option<String> {
        if self.kind.is_empty() || text.contains("<p>") || text.contains("<p ") {
            return None;
        }
        let text = text.replace("\r\n", "\n");
        let mut out = String::with_capacity(text.len());
        let mut within = false;
        for part in text.split("\n\n") {
            let part = part.trim_matches('\n');
            // Within code, blank lines are its own.
            if within || part.is_empty() || BLOCK.is_match(part.trim_start().as_bytes()) {
                out.push_str(part);
            } else {
                out.push_str("<p>");
                out.push_str(&part.replace('\n', "<br>"));
                out.push_str("</p>");
            }
            out.push_str("\n\n");
            within = out.rfind("<pre") > out.rfind("</pre");
        }
        Some(out)
    }
}

/// Whether a field is none of the program's own, whose names begin with `_`, and was not read.
fn is_of_note(key: &str) -> bool {
    let of_event = ["_Event", "_Venue", "_Organizer"];
    let own = key.starts_with('_') && !of_event.iter().any(|start| key.starts_with(start));
    let read = EVENT.contains(&key) || WORKED_OUT.contains(&key) || DESCRIPTIONS.contains(&key);
    !own && !read && !INTERNAL.iter().any(|start| key.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{Post, posts};
    use crate::feed::elements;

    #[test]
    fn items_of_an_export_and_not_of_what_looks_like_one() {
        let export = "<!-- <item> --><item><wp:status><![CDATA[draft]]></wp:status><c><![CDATA[<item><wp:status>x]]></c><wp:post_type>page</wp:post_type></item><items/><item ><wp:post_password></wp:post_password></item>";
        let page = Post {
            kind: "page".to_owned(),
            status: "draft".to_owned(),
            ..Post::default()
        };
        let found = |text: &str| posts(&elements::of(text.as_bytes()).entries);
        assert_eq!(found(export), [page, Post::default()]);
        assert_eq!(found("<item></item>"), []);
    }

    #[test]
    fn blank_lines_are_paragraphs() {
        let post = Post {
            kind: "post".to_owned(),
            ..Post::default()
        };
        assert_eq!(
            post.paragraphs("a\nb\r\n\r\n<ul>\n<li>c</li>\n</ul>\n\n<pre>d\n\ne</pre>\n\nf")
                .as_deref(),
            Some("<p>a<br>b</p>\n\n<ul>\n<li>c</li>\n</ul>\n\n<pre>d\n\ne</pre>\n\n<p>f</p>\n\n")
        );
        assert_eq!(post.paragraphs("<p>a</p>\n\nb"), None);
        assert_eq!(Post::default().paragraphs("a\n\nb"), None);
    }
}
