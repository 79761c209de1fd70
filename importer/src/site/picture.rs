//! The picture that front matter gives a page: a record has no picture, only words for one, which are taken where the site
//! has them and asked about where it has not. Not here: pictures within a text.

use super::Page;
use crate::body;
use crate::draft::{Draft, Value};
use crate::tree::{Datum, Node};

/// Keys of pictures: those of the generators, and of their usual themes.
const KEYS: &[&str] = &[
    "image",
    "images",
    "cover",
    "thumbnail",
    "header",
    "featured_image",
    "featuredImage",
    "og_image",
    "banner",
    "teaser",
];

/// Endings of pictures' files.
const ENDINGS: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "heic", "bmp", "tif", "tiff",
];

/// Whether a key is that of a picture, and its value could be one.
pub(super) fn is_read(key: &str, node: &Node) -> bool {
    let mut files = Vec::new();
    gather(node, &mut files);
    KEYS.contains(&key) && (node.text().is_none() || !files.is_empty())
}

/// Gives a draft its `image`, or asks what a picture shows.
pub(super) fn put(draft: &mut Draft, page: &Page) {
    let mut files: Vec<String> = Vec::new();
    let mut line = 0;
    let (mut alt, mut credit) = (None, None);
    for (key, node) in page.front.pairs() {
        if !KEYS.contains(&key.as_str()) {
            continue;
        }
        let before = files.len();
        gather(node, &mut files);
        if files.len() > before && line == 0 {
            line = node.line;
        }
        for node in std::iter::once(node).chain(node.members()) {
            let said = |keys: &[&str]| {
                let mut all = keys.iter().filter_map(|key| node.text_of(key));
                all.find(|text| !text.trim().is_empty()).map(body::plain)
            };
            alt = alt.or_else(|| said(&["alt", "image_description", "alt_text"]));
            credit = credit.or_else(|| said(&["credit", "caption", "attribution"]));
        }
    }
    let own = |key: &str| page.front.text_of(key).map(body::plain);
    alt = alt.or_else(|| own("image_alt").or_else(|| own("imageAlt")));
    if files.is_empty() && alt.is_none() && credit.is_none() {
        return;
    }
    let is_told = alt.is_some();
    let pairs = [("alt", alt), ("credit", credit)]
        .into_iter()
        .filter_map(|(key, text)| Some((key.to_owned(), Value::Text(text?))));
    let pairs: Vec<_> = pairs.collect();
    if !pairs.is_empty() {
        draft.set("image", Value::Map(pairs));
    }
    if !is_told && !files.is_empty() {
        let text = format!(
            "the page has a picture that was left out: {}. What does it show? `image` can say it in words",
            files.join(", ")
        );
        draft.ask(page.path, line, "left-out", text);
    }
}

/// The files that a node names, each once.
fn gather(node: &Node, files: &mut Vec<String>) {
    match &node.value {
        Datum::Map(pairs) => pairs.iter().for_each(|(_, inner)| gather(inner, files)),
        Datum::List(members) => members.iter().for_each(|member| gather(member, files)),
        _ => {
            let text = node.text().unwrap_or("").trim();
            let path = text.split(['?', '#']).next().unwrap_or(text);
            let ending = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
            let is_file = path.contains('.') && ENDINGS.contains(&ending.as_str());
            let is_address = text.contains("://") && !text.contains(char::is_whitespace);
            if (is_file || is_address) && !files.iter().any(|have| have == text) {
                files.push(text.to_owned());
            }
        }
    }
}
