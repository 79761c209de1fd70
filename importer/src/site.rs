//! Sites made of files with front matter: what Jekyll, Hugo and Zola have in common.
//!
//! A page's front matter and text become a draft here; which files are pages, where they are published
//! and what their templates mean is each generator's own. Not here: any of that.

mod cascade;
pub mod content;
pub mod front_matter;
mod permalink;
mod picture;
pub mod shortcode;

use crate::body;
use crate::day;
use crate::draft::{Draft, Import, Value};
use crate::language;
use crate::tree::{Datum, Node};
use crate::vocabulary::{Vocabulary, fold};
use std::collections::BTreeMap;
use url::Url;

/// What a folder is told to be read as that has pages and is no site.
pub const PAGES: &str = "pages without front matter, which are here, are read by `--as markdown`";

/// What is known of a page before its front matter is looked at.
#[derive(Debug)]
pub struct Page<'p> {
    /// Its file, below the source.
    pub path: &'p str,
    /// What kind of record becomes of it.
    pub kind: &'static str,
    /// Its front matter.
    pub front: &'p Node,
    /// Line on which its text begins.
    pub body_line: usize,
    /// Its words for a title, from its file's name.
    pub name: String,
    /// The day that its file's name begins with.
    pub name_day: Option<String>,
    /// Where it is published, if that is known.
    pub address: Option<Url>,
}

/// Keys that say how a page looks or is built, and nothing about what it is.
const ABOUT_LAYOUT: &[&str] = &[
    "layout",
    "permalink",
    "slug",
    "url",
    "path",
    "sitemap",
    "comments",
    "toc",
    "menu",
    "nav",
    "nav_order",
    "parent",
    "has_children",
    "classes",
    "template",
    "page_template",
    "in_search_index",
    "render",
    "type",
    "markup",
    "math",
    "mathjax",
    "share",
    "weight",
    "page_order",
    "order",
    "excerpt_separator",
    "lastmod",
    "last_modified_at",
    "updated",
    "modified_date",
    "sidebar",
    "pin",
    "id",
    "css",
    "js",
    "sort_by",
    "paginate_by",
    "insert_anchor_links",
    "generate_feed",
    "outputs",
    "cascade",
    "build",
    "_build",
    "summaryLength",
    "isCJKLanguage",
    "translationKey",
];

/// Authors whose names no organization of the catalogue has, with how often they are named.
#[derive(Debug, Default)]
pub struct Authors {
    unknown: BTreeMap<String, (usize, String, usize)>,
    /// Names by the key that front matter has for them.
    pub names: BTreeMap<String, String>,
    /// Origins of this import's own organizations, by their folded names.
    pub organizations: BTreeMap<String, String>,
}

impl Authors {
    /// The organization with this name, in this import or the catalogue.
    pub fn organization(&self, name: &str, vocabulary: &Vocabulary) -> Option<Value> {
        match self.organizations.get(&fold(name)) {
            Some(origin) => Some(Value::Draft(origin.clone())),
            None => vocabulary.organization(name).map(Value::text),
        }
    }

    /// Somebody as a member of `people`.
    pub fn person(
        &mut self,
        name: &str,
        file: &str,
        line: usize,
        vocabulary: &Vocabulary,
    ) -> Value {
        let name = self.names.get(name).map_or(name, String::as_str).to_owned();
        if let Some(org) = self.organization(&name, vocabulary) {
            return Value::map([
                ("role", Value::text("author")),
                ("org", org),
                ("words", Value::Text(name)),
            ]);
        }
        let entry = self
            .unknown
            .entry(name.clone())
            .or_insert((0, file.to_owned(), line));
        entry.0 += 1;
        Value::map([("name", Value::Text(name)), ("role", Value::text("author"))])
    }

    /// Asks once about each author who may be an organization.
    pub fn ask(self, import: &mut Import) {
        for (name, (count, file, line)) in self.unknown {
            let times = if count == 1 {
                "once".to_owned()
            } else {
                format!("{count} times")
            };
            import.ask(
                &file,
                line,
                "author-unknown",
                format!("the author “{name}” ({times}) is no organization of the catalogue and is written as a person. If it is a group, add an organization with that name or alias and import again"),
            );
        }
    }
}

/// A draft of a page with its text, which is Markdown without templates in it.
pub fn draft(
    page: &Page,
    text: &body::Body,
    vocabulary: &Vocabulary,
    authors: &mut Authors,
) -> Draft {
    let front = page.front;
    let mut draft = Draft::new(crate::slug::slug(&page.name), page.path);
    draft.place = (page.path.to_owned(), front.line);
    draft.body = text.markdown.clone();
    draft.set("kind", Value::text(page.kind));
    match front.text_of("title") {
        Some(title) => draft.set("title", Value::Text(body::plain(title))),
        None => {
            draft.set("title", Value::Text(page.name.clone()));
            draft.missing("The source gives no title; this one comes from the file's name.");
            draft.ask(
                page.path,
                front.line,
                "no-title",
                "the source gives no title. What is it called?",
            );
        }
    }
    languages(&mut draft, page, vocabulary);
    let summary = ["summary", "description", "excerpt", "subtitle"]
        .iter()
        .find_map(|key| front.text_of(key));
    if let Some(summary) = summary {
        draft.set("summary", Value::Text(body::plain(summary)));
    }
    // What a menu calls the page, where that is another name.
    if let Some(short) = front.text_of("linkTitle").map(body::plain)
        && draft.get("title") != Some(&Value::text(short.as_str()))
        && !short.is_empty()
    {
        draft.set("aliases", Value::texts([short]));
    }
    labels(&mut draft, front);
    people(&mut draft, page, vocabulary, authors);
    published(&mut draft, page);
    // A page that only leads elsewhere stands there.
    if let Some(address) = elsewhere(page).as_ref().or(page.address.as_ref()) {
        draft.set("link", Value::text(address.as_str()));
    }
    picture::put(&mut draft, page);
    if front.text_of("published") == Some("false") || front.text_of("draft") == Some("true") {
        draft.ask(
            page.path,
            front.line,
            "unpublished",
            "the source marks it as not published. Does it belong into the catalogue?",
        );
    }
    let order = ["order", "page_order", "weight", "nav_order"]
        .iter()
        .find_map(|key| front.text_of(key)?.parse::<i64>().ok())
        .filter(|order| *order > 0);
    if let Some(order) = order {
        draft.set("order", Value::Number(order));
    }
    rest(&mut draft, page);
    for (line, code, text) in &text.asked {
        draft.ask(page.path, *line, code, text.clone());
    }
    draft
}

/// Where a page leads that only does that.
fn elsewhere(page: &Page) -> Option<Url> {
    let to = page.front.text_of("redirect_to")?;
    let beside = || page.address.as_ref()?.join(to).ok();
    Url::parse(to).ok().or_else(beside)
}

fn languages(draft: &mut Draft, page: &Page, vocabulary: &Vocabulary) {
    let said = ["lang", "language", "locale"]
        .iter()
        .find_map(|key| page.front.text_of(key));
    if let Some(lang) = said {
        draft.set("lang", Value::text(lang));
        return;
    }
    let several = language::several(&body::paragraphs(&draft.body), &vocabulary.languages);
    if several.len() > 1 {
        draft.ask(
            page.path,
            page.body_line,
            "two-languages",
            format!(
                "the text is in several languages ({}). Should each have a record of its own, with `translation_of`?",
                several.join(", ")
            ),
        );
        return;
    }
    let words = body::text_of(&draft.body).join(" ");
    if let Some(lang) = language::of(&words)
        && Some(lang) != vocabulary.language().split('-').next()
    {
        draft.set("lang", Value::text(lang));
        draft.inferred("The language follows from the text.");
    }
}

fn labels(draft: &mut Draft, front: &Node) {
    let mut topics: Vec<String> = Vec::new();
    let taxonomies = front.get("taxonomies");
    for key in [
        "tags",
        "tag",
        "categories",
        "category",
        "keywords",
        "topics",
        "topic",
    ] {
        let nodes = [front.get(key), taxonomies.and_then(|node| node.get(key))];
        for node in nodes.into_iter().flatten() {
            for text in node.texts() {
                // One text may be a list with commas, or, of tags, with spaces: Jekyll splits at them.
                let parts: Vec<&str> = match (&node.value, text.contains(',')) {
                    (Datum::Text(_), true) => text.split(',').collect(),
                    (Datum::Text(_), false) if matches!(key, "tags" | "categories") => {
                        text.split_whitespace().collect()
                    }
                    _ => vec![text],
                };
                topics.extend(
                    parts
                        .into_iter()
                        .map(|part| part.trim().to_owned())
                        .filter(|part| !part.is_empty()),
                );
            }
        }
    }
    let mut seen = Vec::new();
    topics.retain(|topic| {
        let key = fold(topic);
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    if !topics.is_empty() {
        draft.set("topic", Value::texts(topics));
    }
}

fn people(draft: &mut Draft, page: &Page, vocabulary: &Vocabulary, authors: &mut Authors) {
    let taxonomies = page.front.get("taxonomies");
    for key in ["author", "authors"] {
        let nodes = [
            page.front.get(key),
            taxonomies.and_then(|node| node.get(key)),
        ];
        for node in nodes.into_iter().flatten() {
            let mut names: Vec<&str> = node.texts();
            // `authors: [{name: …}]` and `author: {name: …}`.
            names.extend(node.text_of("name"));
            names.extend(
                node.members()
                    .iter()
                    .filter_map(|member| member.text_of("name")),
            );
            for name in names {
                let person = authors.person(&body::plain(name), page.path, node.line, vocabulary);
                draft.push("people", person);
            }
        }
    }
}

fn published(draft: &mut Draft, page: &Page) {
    let said = ["date", "publishDate", "published_at", "pubDate"]
        .iter()
        .find_map(|key| page.front.get(key))
        .and_then(|node| Some((node.line, node.text()?)));
    let name_day = page.name_day.as_deref();
    let by_name = name_day.filter(|day| crate::shape::is_partial_date(day));
    let Some((line, words)) = said else {
        match (by_name, name_day) {
            (Some(day), _) => draft.set("published", Value::text(day)),
            (None, Some(day)) => draft.ask(
                page.path,
                1,
                "bad-date",
                format!(
                    "the file's name begins with {day}, which is no date. When was it published?"
                ),
            ),
            (None, None) => {}
        }
        return;
    };
    let Some(date) = day::day(words) else {
        draft.ask(
            page.path,
            line,
            "bad-date",
            format!("“{words}” is no date that can be read. When was it published?"),
        );
        if let Some(day) = by_name {
            draft.set("published", Value::text(day));
        }
        return;
    };
    // The file's name may say the day of a month that the front matter names alone.
    if let Some(day) = by_name.filter(|day| day.starts_with(&date)) {
        draft.set("published", Value::text(day));
        return;
    }
    draft.set("published", Value::text(date.clone()));
    match name_day {
        Some(name_day) if by_name.is_none() => {
            let swapped = day::swapped(name_day).is_some_and(|day| day == date);
            let why = if swapped {
                ", with day and month in the other order"
            } else {
                ""
            };
            draft.ask(
                page.path,
                line,
                "bad-date",
                format!(
                    "the file's name begins with {name_day}, which is no date{why}; {date} is taken"
                ),
            );
        }
        Some(name_day) if name_day != date => {
            draft.ask(
                page.path,
                line,
                "date-conflict",
                format!(
                    "the file's name says {name_day} and the front matter {date}; {date} is taken"
                ),
            );
        }
        _ => {}
    }
}

/// What front matter says beyond what a record has keys for.
fn rest(draft: &mut Draft, page: &Page) {
    const READ: &[&str] = &[
        "title",
        "summary",
        "description",
        "excerpt",
        "subtitle",
        "tags",
        "tag",
        "categories",
        "category",
        "keywords",
        "topics",
        "topic",
        "taxonomies",
        "author",
        "authors",
        "date",
        "publishDate",
        "published_at",
        "pubDate",
        "published",
        "draft",
        "lang",
        "language",
        "locale",
        "linkTitle",
    ];
    let mut said: Vec<String> = Vec::new();
    let mut line = page.front.line;
    for (key, node) in page.front.pairs() {
        let read = READ.contains(&key.as_str())
            || ABOUT_LAYOUT.contains(&key.as_str())
            || key == "redirect_to" && elsewhere(page).is_some()
            || picture::is_read(key, node);
        if read || node.value == Datum::Empty {
            continue;
        }
        let words = words(node);
        if words.is_empty() {
            continue;
        }
        if said.is_empty() {
            line = node.line;
        }
        said.push(format!(
            "{key}: {}",
            words.chars().take(100).collect::<String>()
        ));
    }
    if !said.is_empty() {
        draft.ask(
            page.path,
            line,
            "unknown-keys",
            format!(
                "the front matter also says “{}”. Does that belong into the record?",
                said.join("; ")
            ),
        );
    }
}

/// All that a node says, whatever nests in it.
fn words(node: &Node) -> String {
    match &node.value {
        Datum::Map(pairs) => {
            let pairs = pairs
                .iter()
                .map(|(key, inner)| (key, words(inner)))
                .filter(|(_, words)| !words.is_empty())
                .map(|(key, words)| format!("{key} = {words}"));
            pairs.collect::<Vec<_>>().join(", ")
        }
        Datum::List(members) => {
            let members = members.iter().map(words).filter(|words| !words.is_empty());
            members.collect::<Vec<_>>().join(", ")
        }
        _ => node.text().unwrap_or("").to_owned(),
    }
}
