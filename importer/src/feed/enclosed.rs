//! The files that an entry brings with it: sound, film, pictures, anything else; and what becomes of each in a draft.

use super::elements::Element;
use crate::draft::{Draft, Value};
use feed_rs::model::{Entry, Feed, FeedType};
use url::Url;

/// The type of a player that films had within a page.
const OF_PLAYER: &str = "application/x-shockwave-flash";

/// A file that an entry brings with it.
pub(super) struct Enclosed {
    /// `audio/mpeg`, or nothing where the feed does not say.
    kind: String,
    url: Url,
    title: Option<String>,
}

impl Enclosed {
    pub(super) fn is_sound(&self) -> bool {
        self.kind.split('/').next() == Some("audio")
    }

    pub(super) fn is_film(&self) -> bool {
        self.kind.split('/').next() == Some("video")
    }
}

/// The files of an entry: enclosures of RSS, and those of Atom (RFC 4287, section 4.2.7.2) and the attachments of a JSON
/// feed, which are links.
pub(super) fn of(entry: &Entry, elements: &[Element], feed: &Feed) -> Vec<Enclosed> {
    let mut all: Vec<Enclosed> = Vec::new();
    // What has no type may say its `medium` (Media RSS): `image`, which is a type without its second half.
    let medium = |url: &Url| {
        let mut said = elements.iter().filter(|element| {
            element.name == "media:content" && element.attribute("url") == Some(url.as_str())
        });
        let medium = said.find_map(|element| element.attribute("medium"));
        medium.map(str::to_owned).unwrap_or_default()
    };
    for content in entry.media.iter().flat_map(|media| &media.content) {
        if let Some(url) = &content.url {
            let kind = content.content_type.as_ref();
            // The player of a film, which no browser has any more; the entry's link leads to the film.
            let is_player = kind.is_some_and(|kind| kind.essence().to_string() == OF_PLAYER);
            if is_player && !entry.links.is_empty() {
                continue;
            }
            all.push(Enclosed {
                kind: kind.map_or_else(|| medium(url), ToString::to_string),
                url: url.clone(),
                title: None,
            });
        }
    }
    // Pictures of an item of a JSON feed.
    let pictures = elements.iter().filter(|element| {
        feed.feed_type == FeedType::JSON
            && matches!(element.name.as_str(), "image" | "banner_image")
    });
    for url in pictures.filter_map(|element| Url::parse(element.said()?).ok()) {
        all.push(Enclosed {
            kind: "image".to_owned(),
            url,
            title: None,
        });
    }
    for link in &entry.links {
        let is_file = link.rel.as_deref() == Some("enclosure")
            || feed.feed_type == FeedType::JSON && link.media_type.is_some();
        if let (true, Ok(url)) = (is_file, Url::parse(&link.href)) {
            all.push(Enclosed {
                kind: link.media_type.clone().unwrap_or_default(),
                url,
                title: link.title.clone(),
            });
        }
    }
    all
}

/// What a picture shows, where the feed says it.
fn description<'e>(elements: &'e [Element], address: &str) -> Option<&'e str> {
    let mut of_it = elements.iter().filter(|element| {
        element.name == "media:content" && element.attribute("url") == Some(address)
    });
    let said = of_it.next()?.inner("media:description");
    (!said.is_empty()).then_some(said)
}

/// The first sound and all films as actions, other files as links. What the only picture shows is its description; of other
/// pictures, which a record only describes, it is asked, as is what does not say its type.
pub(super) fn put(
    draft: &mut Draft,
    enclosed: &[Enclosed],
    elements: &[Element],
    (file, line): (&str, usize),
) {
    let mut heard = false;
    let mut pictures: Vec<&str> = Vec::new();
    let mut unsaid: Vec<&str> = Vec::new();
    for Enclosed { kind, url, title } in enclosed {
        let verb = match kind.split('/').next() {
            Some("audio") if !heard => "listen",
            Some("video") => "watch",
            Some("image") => {
                pictures.push(url.as_str());
                continue;
            }
            _ => {
                if kind.is_empty() {
                    unsaid.push(url.as_str());
                }
                let name = title.as_ref().filter(|title| !title.trim().is_empty());
                let name = name.or(Some(kind).filter(|kind| !kind.is_empty()));
                let label = name.map_or(url.as_str(), String::as_str);
                let link = Value::map([
                    ("label", Value::text(label)),
                    ("url", Value::text(url.as_str())),
                ]);
                draft.push("links", link);
                continue;
            }
        };
        heard |= verb == "listen";
        let action = Value::map([
            ("do", Value::text(verb)),
            ("url", Value::text(url.as_str())),
        ]);
        draft.push("actions", action);
    }
    if let [picture] = pictures.as_slice()
        && let Some(alt) = description(elements, picture)
        && draft.get("image").is_none()
    {
        draft.set("image", Value::map([("alt", Value::text(alt))]));
        pictures.clear();
    }
    if !pictures.is_empty() {
        let told = |picture: &&str| match description(elements, picture) {
            Some(said) => format!("{picture} (“{said}”)"),
            None => (*picture).to_owned(),
        };
        let pictures: Vec<String> = pictures.iter().map(told).collect();
        let text = format!(
            "the entry has a picture that was left out: {}. What does it show? `image` can say it in words",
            pictures.join(", ")
        );
        draft.ask(file, line, "left-out", text);
    }
    if !unsaid.is_empty() {
        let text = format!(
            "the feed does not say what is at {}; it is among the `links`. If it is sound or film, it belongs into `actions`, as `listen` or `watch`",
            unsaid.join(", ")
        );
        draft.ask(file, line, "link-unknown", text);
    }
}

/// Asks about files whose addresses cannot be completed.
pub(super) fn ask(
    draft: &mut Draft,
    elements: &[Element],
    enclosed: &[Enclosed],
    (file, line): (&str, usize),
) {
    let of_rss = elements
        .iter()
        .filter(|element| element.name == "enclosure");
    let addresses: Vec<&str> = of_rss.filter_map(|file| file.attribute("url")).collect();
    attached(draft, elements, (file, line));
    // What has a whole address, or one that was completed, is there.
    if addresses.len() > enclosed.len() {
        let text = format!(
            "a file comes with the entry from “{}”, which is no whole address. Where is it?",
            addresses.join("”, “")
        );
        draft.ask(file, line, "bad-address", text);
    }
}

/// Asks about attachments of a JSON feed that are nowhere: without an address, or with one that is not whole.
fn attached(draft: &mut Draft, elements: &[Element], (file, line): (&str, usize)) {
    let given = elements
        .iter()
        .find(|element| element.name == "attachments");
    let Some(text) = given.and_then(|element| element.said()) else {
        return;
    };
    let given = serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::from(text));
    let one = [given];
    let all = match &one {
        [serde_json::Value::Array(all)] => all.as_slice(),
        all => all,
    };
    let is_nowhere = |given: &&serde_json::Value| {
        let address = given.get("url").and_then(serde_json::Value::as_str);
        !given.is_null() && address.is_none_or(|address| Url::parse(address).is_err())
    };
    let said: Vec<String> = all
        .iter()
        .filter(is_nowhere)
        .map(serde_json::Value::to_string)
        .collect();
    if !said.is_empty() {
        let text = format!(
            "an attachment of the entry has no whole address: {}. Where is it?",
            said.join(", ")
        );
        draft.ask(file, line, "bad-address", text);
    }
}
