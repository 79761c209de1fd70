//! What an entry says in elements that no key of a record was found for: asked about, unless it is of no interest to anybody
//! who reads a catalogue. Not here: what is read.

use super::elements::Element;
use crate::draft::{Draft, Value};
use crate::vocabulary::fold;

/// Elements that are read, or that say how an entry is made, counted or shown.
const KNOWN: &[&str] = &[
    "title",
    "link",
    "description",
    "author",
    "category",
    "guid",
    "enclosure",
    "pubDate",
    "updated",
    "published",
    "comments",
    "content",
    "summary",
    "id",
    "contributor",
    "post-id",
    "url",
    "external_url",
    "content_html",
    "content_text",
    "image",
    "banner_image",
    "date_published",
    "date_modified",
    "authors",
    "tags",
    "language",
    "attachments",
    "content:encoded",
    "excerpt:encoded",
    "dc:creator",
    "dc:date",
    "dc:language",
    "dc:subject",
    "dc:title",
    "dc:identifier",
    "dc:type",
    "dc:format",
    "dcterms:modified",
    "dcterms:created",
    "dcterms:issued",
    "atom:title",
    "atom:link",
    "atom:id",
    "atom:author",
    "atom:contributor",
    "atom:content",
    "atom:summary",
    "atom:category",
    "atom:published",
    "atom:pubDate",
    "atom:updated",
    "itunes:author",
    "itunes:summary",
    "itunes:subtitle",
    "itunes:keywords",
    "itunes:duration",
    "itunes:image",
    "itunes:explicit",
    "itunes:block",
    "itunes:order",
    "itunes:season",
    "itunes:episode",
    "itunes:episodeType",
    "podcast:season",
    "podcast:episode",
    "podcast:person",
    "podcast:transcript",
    "podcast:guid",
    "podcast:value",
    "podcast:images",
];

/// Prefixes of what only programs read.
const OF_PROGRAMS: &[&str] = &[
    "wp",
    "media",
    "slash",
    "wfw",
    "sy",
    "thr",
    "feedburner",
    "googleplay",
    "snf",
    "webfeeds",
    "acast",
    "omny",
    "yt",
    "app",
    "gd",
];

/// Asks about what was not read.
pub(super) fn ask(draft: &mut Draft, elements: &[Element], (file, line): (&str, usize)) {
    let mut said: Vec<String> = Vec::new();
    for element in elements {
        let name = element.name.as_str();
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        if KNOWN.contains(&name) || OF_PROGRAMS.contains(&prefix) {
            continue;
        }
        let words = words(element);
        // The title of an episode may stand in that of the entry: `S2E1: What a rent strike is`.
        let is_in_title = name == "itunes:title"
            && matches!(draft.get("title"), Some(Value::Text(title)) if fold(title).contains(&fold(&words)));
        if !words.is_empty() && !is_in_title {
            said.push(format!("{name}: {words}"));
        }
    }
    if !said.is_empty() {
        let text = format!(
            "the entry also says “{}”. Does that belong into the record?",
            said.join("; ")
        );
        draft.ask(file, line, "unknown-keys", text);
    }
}

/// What an element says: its text, and addresses that stand in its attributes.
fn words(element: &Element) -> String {
    let title = ["atom:title", "title"]
        .iter()
        .map(|name| element.inner(name))
        .find(|title| !title.is_empty());
    let text = title.or(element.said()).unwrap_or("");
    let addresses = ["url", "href", "geo"]
        .iter()
        .filter_map(|name| element.attribute(name));
    let words: Vec<&str> = text.split_whitespace().chain(addresses).collect();
    words.join(" ").chars().take(100).collect()
}
