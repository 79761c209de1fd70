//! What a page says of its articles as data of schema.org (`application/ld+json`), whose parts may stand apart and refer to one
//! another by `@id` (JSON-LD 1.1, section 3.3). Not here: what becomes of an article.

use super::card::{Card, Front, part_text};
use super::event;
use crate::json::{self, Repeated};
use crate::page::html::{elements, one_line};
use crate::vocabulary::fold;
use scraper::Html;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Kinds of what frames a page or its articles.
const FRAME: &[&str] = &[
    "WebSite",
    "WebPage",
    "CollectionPage",
    "SearchResultsPage",
    "AboutPage",
    "ItemPage",
    "ContactPage",
    "ProfilePage",
    "Organization",
    "NewsMediaOrganization",
    "NGO",
    "Corporation",
    "Person",
    "ImageObject",
    "ImageGallery",
    "BreadcrumbList",
    "ItemList",
    "ListItem",
    "SearchAction",
    "ReadAction",
    "SiteNavigationElement",
    "WPHeader",
    "WPFooter",
    "WPSideBar",
    "Blog",
    "Brand",
    "Periodical",
    "DataFeed",
];

/// What is said of an article that no key of a record was found for, if it has a name or is a text.
const BESIDES: &[&str] = &[
    "isPartOf",
    "about",
    "mentions",
    "editor",
    "contributor",
    "translator",
    "isBasedOn",
    "translationOfWork",
    "contentLocation",
    "audio",
    "video",
    "license",
];

/// Objects by their `@id`.
pub(super) type Ids<'v> = BTreeMap<&'v str, &'v Map<String, Value>>;

/// Reads the data of a page.
pub(super) fn read(document: &Html, out: &mut Front) {
    let mut all = Vec::new();
    for script in elements(document.root_element()) {
        if script.value().name() == "script" && script.attr("type") == Some("application/ld+json") {
            // serde_json bounds how deep it reads, so that walking the value needs no bound of its own.
            match json::read(&part_text(script)) {
                Ok((data, twice)) => {
                    all.push(data);
                    out.twice.extend(twice.iter().map(Repeated::question));
                }
                Err(error) => out.damaged.push(error.to_string()),
            }
        }
    }
    let mut ids = Ids::new();
    all.iter().for_each(|data| name(data, &mut ids));
    for data in &all {
        gather(data, true, &ids, out);
    }
}

/// Puts what a page shows in the place of what its data says, which only adds what is not shown. An article of the data that
/// the page does not show is told.
pub(super) fn complete(shown: Vec<Card>, out: &mut Front) {
    let said = std::mem::replace(&mut out.cards, shown);
    let mut by_title: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_path: BTreeMap<String, usize> = BTreeMap::new();
    for (place, card) in out.cards.iter().enumerate() {
        by_title.entry(fold(&card.title)).or_insert(place);
        if let Some(url) = &card.url {
            by_path.entry(path(url)).or_insert(place);
        }
    }
    for card in said {
        let of_url = || by_path.get(&path(card.url.as_deref()?)).copied();
        let place = by_title.get(&fold(&card.title)).copied().or_else(of_url);
        let Some(shown) = place.and_then(|place| out.cards.get_mut(place)) else {
            out.loose.push((0, card.title));
            continue;
        };
        shown.section = shown.section.take().or(card.section);
        // The page may show a part of an address alone.
        let whole = card.url.filter(|url| url.starts_with("http"));
        if !shown
            .url
            .as_ref()
            .is_some_and(|url| url.starts_with("http"))
        {
            shown.url = whole.or(shown.url.take());
        }
        shown.alt = shown.alt.take().or(card.alt);
        shown.credit = shown.credit.take().or(card.credit);
        let mut besides = card.besides;
        match (&shown.published, card.published) {
            (Some(have), Some(day)) if *have != day => {
                besides.push(format!("datePublished: {day}"))
            }
            (None, day) => shown.published = day,
            _ => {}
        }
        shown.language = shown.language.take().or(card.language);
        if shown.excerpt.is_empty() {
            shown.excerpt = card.excerpt;
        }
        if shown.authors.is_empty() {
            shown.authors = card.authors;
        } else {
            let is_shown = |name: &str| {
                shown
                    .authors
                    .iter()
                    .any(|(have, ..)| have.contains(name) || name.contains(have.as_str()))
            };
            let others = card.authors.iter().filter(|(name, ..)| !is_shown(name));
            besides.extend(others.map(|(name, ..)| format!("author: {name}")));
        }
        shown.keywords.extend(card.keywords);
        shown.keywords.dedup();
        shown.besides.extend(besides);
    }
}

/// The part of an address behind its host, by which a page that is told from another is known.
fn path(address: &str) -> String {
    let behind = address.split_once("://").map_or(address, |(_, behind)| {
        behind
            .find('/')
            .map_or("", |at| behind.get(at..).unwrap_or(""))
    });
    behind.trim_end_matches('/').to_owned()
}

/// Whether an object only refers to another.
fn is_reference(object: &Map<String, Value>) -> bool {
    object.contains_key("@id")
        && object
            .keys()
            .all(|key| matches!(key.as_str(), "@id" | "@type"))
}

fn name<'v>(data: &'v Value, ids: &mut Ids<'v>) {
    match data {
        Value::Array(members) => members.iter().for_each(|member| name(member, ids)),
        Value::Object(object) => {
            if let Some(id) = object.get("@id").and_then(Value::as_str)
                && !is_reference(object)
            {
                ids.entry(id).or_insert(object);
            }
            object.values().for_each(|value| name(value, ids));
        }
        _ => {}
    }
}

/// An object, or the one that it refers to.
pub(super) fn object<'v>(value: &'v Value, ids: &Ids<'v>) -> Option<&'v Map<String, Value>> {
    let object = value.as_object()?;
    let id = object.get("@id").and_then(Value::as_str);
    match id.filter(|_| is_reference(object)) {
        Some(id) => Some(ids.get(id).copied().unwrap_or(object)),
        None => Some(object),
    }
}

/// One value or several.
pub(super) fn several(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(members)) => members.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

/// The text of a key, which may be marked with a language (`{"@value": …}`).
pub(super) fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let value = object.get(key)?;
    let value = value.get("@value").unwrap_or(value);
    value.as_str().map(one_line).filter(|text| !text.is_empty())
}

/// What a value is called: a text, or the name of an object.
pub(super) fn called(value: &Value, ids: &Ids) -> Option<String> {
    match object(value, ids) {
        Some(object) => text(object, "name").or_else(|| text(object, "headline")),
        None => value.as_str().map(one_line).filter(|text| !text.is_empty()),
    }
}

/// The kinds of an object without their namespace: `https://schema.org/Article` is `Article`.
pub(super) fn kinds(object: &Map<String, Value>) -> Vec<&str> {
    let kinds = several(object.get("@type")).into_iter();
    let kinds = kinds.filter_map(Value::as_str);
    kinds
        .map(|kind| kind.rsplit(['/', ':', '#']).next().unwrap_or(kind))
        .collect()
}

fn gather(data: &Value, is_outer: bool, ids: &Ids, out: &mut Front) {
    let object = match data {
        Value::Array(members) => {
            members
                .iter()
                .for_each(|member| gather(member, is_outer, ids, out));
            return;
        }
        Value::Object(object) => object,
        _ => return,
    };
    let kinds = kinds(object);
    let is_article = kinds
        .iter()
        .any(|kind| kind.contains("Article") || kind.contains("BlogPosting") || *kind == "Report");
    let title = text(object, "headline").or_else(|| text(object, "name"));
    if is_article && let Some(title) = title {
        let card = card(object, title, ids);
        out.cards.push(card);
        return;
    }
    if kinds.iter().any(|kind| event::is(kind))
        && let Some(event) = event::read(object, ids)
    {
        if !out.events.iter().any(|have| have.id == event.id) {
            out.events.push(event);
        }
        for key in ["subEvent", "subEvents"] {
            several(object.get(key))
                .into_iter()
                .for_each(|inner| gather(inner, true, ids, out));
        }
        return;
    }
    let has_name = text(object, "name").is_some() || text(object, "headline").is_some();
    for kind in &kinds {
        let is_of_note = event::is(kind) || kind.ends_with("Episode");
        // A list of names and addresses says what stands on the page, and of what kind it is not.
        let is_item = *kind == "ListItem" && has_name && text(object, "url").is_some();
        if is_of_note || is_item || is_outer && has_name && !FRAME.contains(kind) {
            out.others.insert(one_line(kind));
        }
    }
    if kinds.contains(&"BreadcrumbList") {
        return;
    }
    for (key, value) in object {
        let is_list = matches!(key.as_str(), "@graph" | "itemListElement" | "item");
        gather(value, is_list, ids, out);
    }
}

/// The page that an article says it is the main thing of, by its address or as an object with one.
fn main_page(object: &Map<String, Value>) -> Option<String> {
    let page = object.get("mainEntityOfPage")?;
    let address = page.as_str().or_else(|| page.get("@id")?.as_str())?;
    address.starts_with("http").then(|| one_line(address))
}

/// What an article is filed under: a list, or one text with commas.
fn keywords(object: &Map<String, Value>, ids: &Ids) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for value in several(object.get("keywords")) {
        let names: Vec<String> = match value.as_str() {
            Some(text) => text.split([',', ';']).map(one_line).collect(),
            None => called(value, ids).into_iter().collect(),
        };
        for name in names {
            if !name.is_empty() && !all.contains(&name) {
                all.push(name);
            }
        }
    }
    all
}

fn card(data: &Map<String, Value>, title: String, ids: &Ids) -> Card {
    let images = several(data.get("image")).into_iter();
    let images: Vec<_> = images.filter_map(|image| object(image, ids)).collect();
    let of_image = |key: &str| images.iter().find_map(|image| text(image, key));
    let sections = several(data.get("articleSection")).into_iter();
    let mut sections: Vec<String> = sections.filter_map(Value::as_str).map(one_line).collect();
    let mut besides = Vec::new();
    // A list of one, as some programs write it; of several nobody knows which stands above the article.
    let section = match sections.len() {
        1 => sections.pop(),
        _ => None,
    };
    if !sections.is_empty() {
        besides.push(format!("articleSection: {}", sections.join(", ")));
    }
    for key in BESIDES {
        let values = several(data.get(*key)).into_iter();
        let names: Vec<String> = values
            .filter(|value| {
                let of = object(value, ids).map(kinds).unwrap_or_default();
                !of.iter()
                    .any(|kind| FRAME.contains(kind) && *kind != "Person")
            })
            .filter_map(|value| called(value, ids))
            .collect();
        if !names.is_empty() {
            besides.push(format!("{key}: {}", names.join(", ")));
        }
    }
    let language = data.get("inLanguage");
    let language = language.and_then(|value| {
        let name = value.get("alternateName").or(value.get("name"));
        name.unwrap_or(value).as_str().map(one_line)
    });
    let mut card = Card {
        title,
        excerpt: text(data, "description")
            .or_else(|| text(data, "abstract"))
            .unwrap_or_default(),
        url: text(data, "url").or_else(|| main_page(data)),
        section,
        alt: of_image("caption"),
        credit: of_image("creditText"),
        published: text(data, "datePublished")
            .map(|words| crate::day::day(&words).unwrap_or(words)),
        keywords: keywords(data, ids),
        language,
        besides,
        ..Card::default()
    };
    for author in several(data.get("author")) {
        let who = object(author, ids);
        let get = |key: &str| who.and_then(|who| text(who, key));
        let org = who.and_then(|who| {
            let org = who.get("affiliation").or_else(|| who.get("worksFor"))?;
            several(Some(org))
                .into_iter()
                .find_map(|org| called(org, ids))
        });
        if let Some(name) = get("name").or_else(|| author.as_str().map(one_line)) {
            card.authors.push((name, get("jobTitle"), org));
        }
    }
    card
}
