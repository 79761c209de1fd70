//! What stands in each entry of a feed of XML, element by element: for what the feed's reader does not pass on.
//!
//! Elements have names with the usual prefix of their namespace (`itunes:season`), whatever the feed calls it. Not here:
//! what any of them means.

use quick_xml::NsReader;
use quick_xml::encoding::DecodingReader;
use quick_xml::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use std::ops::Range;
use std::rc::Rc;
use url::Url;

/// An element of an entry, or of the feed itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// `title` of RSS, `atom:title`, `itunes:season`.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// All text in it, in one piece; nothing of an entry's own text, which may be long and is read elsewhere.
    pub(super) text: String,
    /// The text of each element in it that has no others, with its name.
    pub(super) inner: Vec<(String, String)>,
    /// What its relative addresses are told from (`xml:base`), where the feed says it.
    pub(super) base: Option<Url>,
}

/// An entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// `xml:lang` of the entry itself.
    pub(super) language: Option<String>,
    pub(super) elements: Vec<Element>,
}

/// What a feed says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Elements {
    /// Of the feed itself.
    pub(super) own: Vec<Element>,
    /// In the order of the feed.
    pub(super) entries: Vec<Entry>,
}

/// Namespaces by the prefix that they usually have. WordPress changes the number in its own with each version.
const NAMESPACES: &[(&str, &str)] = &[
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/rss/1.0/modules/syndication/", "sy"),
    ("http://purl.org/rss/1.0/modules/slash/", "slash"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://purl.org/syndication/thread/1.0", "thr"),
    ("http://search.yahoo.com/mrss", "media"),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("https://podcastindex.org/namespace/1.0", "podcast"),
    (
        "https://github.com/Podcastindex-org/podcast-namespace/",
        "podcast",
    ),
    (
        "http://www.google.com/schemas/play-podcasts/1.0",
        "googleplay",
    ),
    ("http://wellformedweb.org/CommentAPI/", "wfw"),
    ("http://rssnamespace.org/feedburner/ext/1.0", "feedburner"),
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/rss/1.0/", ""),
];

const WORDPRESS: &str = "http://wordpress.org/export/";

/// Elements whose text is read elsewhere.
const TEXTS: &[&str] = &[
    "description",
    "content:encoded",
    "atom:content",
    "atom:summary",
];

impl Elements {
    /// Takes the feed's own address for that from which links and files are told that say nothing else. Texts are told from
    /// the page that they stand on.
    pub(super) fn complete(&mut self, own: Option<&Url>) {
        let entries = self.entries.iter_mut();
        for element in entries.flat_map(|entry| &mut entry.elements) {
            if element.base.is_none() && !TEXTS.contains(&element.name.as_str()) {
                element.base = own.cloned();
            }
        }
    }
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        let (_, value) = all.find(|(have, _)| have == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// Its text, where it has any.
    pub(super) fn said(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    /// The text of an element in it.
    pub(super) fn inner(&self, name: &str) -> &str {
        let found = self.inner.iter().find(|(have, _)| have == name);
        found.map_or("", |(_, text)| text.trim())
    }
}

/// An element that is open.
struct Open {
    name: String,
    base: Option<Rc<Url>>,
    /// Whether an element stands in it.
    has_inner: bool,
    /// Where its own text begins in that of the element of the entry.
    from: usize,
}

/// What a feed says; up to the place where it is damaged.
pub(super) fn of(bytes: &[u8]) -> Elements {
    let mut found = Elements::default();
    let mut reader = NsReader::from_reader(DecodingReader::new(bytes));
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().trim_markup_names_in_closing_tags = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut buffer = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // How many elements are open around those of the entry, or of the feed, that is being read.
    let mut entry: Option<usize> = None;
    let mut element: Option<(usize, Element)> = None;
    loop {
        buffer.clear();
        let Ok((namespace, event)) = reader.read_resolved_event_into(&mut buffer) else {
            return found;
        };
        match event {
            Event::Decl(declared) => {
                let encoding = declared.encoder();
                if let Some(encoding) = encoding {
                    reader.get_mut().set_encoding(encoding);
                }
            }
            Event::Start(start) => {
                let name = name(&namespace, &start);
                let attributes = attributes(&start);
                let around = open.last().and_then(|around| around.base.clone());
                let base = based(&attributes, around);
                let is_first = open.last().is_some_and(|around| !around.has_inner);
                if let Some(around) = open.last_mut() {
                    around.has_inner = true;
                }
                let depth = open.len();
                let within = open.last().map(|around| around.name.as_str());
                let is_entry = matches!(name.as_str(), "item" | "atom:entry" | "entry");
                if entry.is_none() && is_entry {
                    entry = Some(depth);
                    let language = attributes.iter().find(|(name, _)| name == "xml:lang");
                    let language = language.map(|(_, tag)| tag.trim().to_owned());
                    found.entries.push(Entry {
                        language: language.filter(|tag| !tag.is_empty()),
                        elements: Vec::new(),
                    });
                } else if element.is_none()
                    && (entry.is_some_and(|entry| depth == entry + 1)
                        || entry.is_none()
                            && matches!(within, Some("channel" | "atom:feed" | "feed")))
                {
                    let whole = base.as_deref().cloned();
                    element = Some((
                        depth,
                        Element {
                            name: name.clone(),
                            attributes,
                            base: whole,
                            ..Element::default()
                        },
                    ));
                } else if let Some((at, element)) = &mut element
                    && depth == *at + 1
                    && is_first
                    && name == "div"
                {
                    // The only child of XHTML is the text itself (RFC 4287, section 3.1.1.3).
                    element.base = base.as_deref().cloned();
                }
                open.push(Open {
                    name,
                    base,
                    has_inner: false,
                    from: element
                        .as_ref()
                        .map_or(0, |(_, element)| element.text.len()),
                });
            }
            Event::End(_) => {
                let Some(closed) = open.pop() else { continue };
                let depth = open.len();
                if let Some((at, whole)) = &mut element {
                    if depth > *at {
                        if !closed.has_inner && !TEXTS.contains(&whole.name.as_str()) {
                            let text = whole.text.get(closed.from..).unwrap_or("").to_owned();
                            whole.inner.push((closed.name, text));
                        }
                    } else {
                        let whole = std::mem::take(whole);
                        element = None;
                        match (entry, found.entries.last_mut()) {
                            (Some(_), Some(entry)) => entry.elements.push(whole),
                            _ => found.own.push(whole),
                        }
                    }
                }
                if entry == Some(depth) {
                    entry = None;
                }
            }
            Event::Text(text) => put(&mut element, &text),
            Event::CData(text) => put(&mut element, &text),
            Event::GeneralRef(reference) => {
                let letter = reference.resolve_char_ref().ok().flatten();
                match (letter, escape::resolve_predefined_entity(&reference)) {
                    (Some(letter), _) => put(&mut element, letter.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => put(&mut element, text),
                    (None, None) => put(&mut element, &format!("&{};", &*reference)),
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// Where an id stands in the text of a feed, as one of the ways writes it in which files do: with `&` by its name or number, or
/// in JSON with `/` behind a stroke. What goes on behind it is another id, that this one is the beginning of.
pub(super) fn place_of(id: &str, text: &str) -> Option<Range<usize>> {
    let mut written = vec![id.to_owned()];
    let references = ["&amp;", "&#038;", "&#38;", "&#x26;"];
    if id.contains('&') {
        written.extend(references.map(|reference| id.replace('&', reference)));
    }
    if id.contains('/') {
        written.push(id.replace('/', "\\/"));
    }
    let places = written.iter().filter_map(|written| {
        let mut all = text
            .match_indices(written.as_str())
            .map(|(start, _)| start..start + written.len());
        all.find(|place| {
            let behind = text.get(place.end..).and_then(|rest| rest.chars().next());
            behind.is_none_or(|next| {
                matches!(next, '<' | '"' | '\'' | ']' | ',' | '}') || next.is_whitespace()
            })
        })
    });
    places.min_by_key(|place| place.start)
}

/// Adds to the text of the element that is being read.
fn put(element: &mut Option<(usize, Element)>, text: &str) {
    if let Some((_, element)) = element
        && !TEXTS.contains(&element.name.as_str())
    {
        element.text.push_str(text);
    }
}

/// A name with the usual prefix of its namespace; one that nobody knows keeps the feed's own.
fn name(namespace: &ResolveResult, start: &BytesStart) -> String {
    let (local, prefix) = start.name().decompose();
    let local = local.into_inner();
    let usual = match namespace {
        ResolveResult::Bound(namespace) => {
            let address: &str = namespace.as_ref();
            let known = NAMESPACES.iter().find(|(known, _)| {
                address == *known || known.len() > 30 && address.starts_with(known)
            });
            match address.strip_prefix(WORDPRESS) {
                Some(rest) if rest.ends_with("/excerpt/") => Some("excerpt"),
                Some(_) => Some("wp"),
                None => known.map(|(_, prefix)| *prefix),
            }
        }
        _ => None,
    };
    match usual.or(prefix.map(|prefix| prefix.into_inner())) {
        Some("") | None => local.to_owned(),
        Some(prefix) => format!("{prefix}:{local}"),
    }
}

fn attributes(start: &BytesStart) -> Vec<(String, String)> {
    let all = start.attributes().filter_map(Result::ok);
    all.map(|attribute| {
        let value = escape::unescape(&attribute.value)
            .unwrap_or(attribute.value.clone())
            .into_owned();
        (attribute.key.as_ref().to_owned(), value)
    })
    .collect()
}

/// What relative addresses in an element are told from: its own `xml:base`, which may itself be told from that around it.
fn based(attributes: &[(String, String)], around: Option<Rc<Url>>) -> Option<Rc<Url>> {
    let own = attributes.iter().find(|(name, _)| name == "xml:base");
    let Some((_, own)) = own else { return around };
    let whole = match &around {
        Some(around) => around.join(own.trim()),
        None => Url::parse(own.trim()),
    };
    whole.ok().map(Rc::new).or(around)
}

#[cfg(test)]
mod tests {
    use super::{of, place_of};

    #[test]
    fn languages_of_entries_and_not_of_what_looks_like_one() {
        let feed = r#"<feed xml:lang="en"><!-- <entry xml:lang="fr"> --><entry xml:lang='es' x=">"><title><![CDATA[<entry>]]></title></entry><entry><entryish xml:lang="de"/></entry></feed>"#;
        let languages: Vec<_> = of(feed.as_bytes())
            .entries
            .into_iter()
            .map(|entry| entry.language)
            .collect();
        assert_eq!(languages, [Some("es".to_owned()), None]);
    }

    #[test]
    fn an_id_is_found_as_the_file_writes_it() {
        let text =
            "<guid>a?p=12&#038;x</guid><guid>a?p=1&amp;x</guid> \"a:\\/\\/1\" <guid>a?p=1</guid>";
        let found = |id| place_of(id, text).map(|place| &text[place]);
        assert_eq!(found("a?p=1&x"), Some("a?p=1&amp;x"));
        assert_eq!(found("a?p=12&x"), Some("a?p=12&#038;x"));
        assert_eq!(found("a://1"), Some("a:\\/\\/1"));
        assert_eq!(
            place_of("a?p=1", text).map(|place| place.end),
            text.rfind("</guid>")
        );
        assert_eq!(found("b"), None);
    }

    #[test]
    fn elements_are_called_as_usual_and_know_what_is_in_them() {
        let feed = r#"<rss xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><i:author>A</i:author><item xml:base="https://example.org/a/"><i:season name="The &amp; one">2</i:season><wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value><![CDATA[v&]]></wp:meta_value></wp:postmeta><description xml:base="b/">long</description><x:y>a&#38;b &amp; &nbsp;</x:y></item></channel></rss>"#;
        let found = of(feed.as_bytes());
        assert_eq!(found.own[0].name, "itunes:author");
        let entry = &found.entries[0].elements;
        assert_eq!(entry[0].name, "itunes:season");
        assert_eq!(entry[0].attribute("name"), Some("The & one"));
        assert_eq!(entry[1].inner("wp:meta_value"), "v&");
        assert_eq!(entry[2].text, "");
        let base = entry[2].base.as_ref().map(|base| base.as_str());
        assert_eq!(base, Some("https://example.org/a/b/"));
        assert_eq!(entry[3].said(), Some("a&b & &nbsp;"));
        // What breaks off is read up to there.
        assert_eq!(
            of(b"<rss><channel><item><title>A</title></itm>").entries[0]
                .elements
                .len(),
            1
        );
        assert_eq!(of(b""), super::Elements::default());
    }
}
