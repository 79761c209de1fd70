//! What a front page shows of each article: from `<article>` elements, from JSON-LD, or from lines in
//! which titles and excerpts take turns.

use super::event::Event;
use super::linked;
use super::signed::{self, Signed};
use crate::page::html::{self, elements, is_html, one_line};
use crate::page::{self, Line, Role};
use scraper::{ElementRef, Html};
use std::collections::BTreeSet;

/// An article as a front page shows it.
#[derive(Debug, Default, Clone)]
pub(super) struct Card {
    pub(super) line: usize,
    pub(super) section: Option<String>,
    pub(super) title: String,
    pub(super) excerpt: String,
    pub(super) url: Option<String>,
    pub(super) alt: Option<String>,
    pub(super) credit: Option<String>,
    /// Name, role, organization, where the page marks an author up.
    pub(super) authors: Vec<(String, Option<String>, Option<String>)>,
    pub(super) published: Option<String>,
    /// What the page files it under, where it says that of the article itself.
    pub(super) keywords: Vec<String>,
    pub(super) language: Option<String>,
    /// What the page's data says besides, each with its key.
    pub(super) besides: Vec<String>,
}

/// What a front page shows.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) cards: Vec<Card>,
    /// Lines that belong to no card, with their numbers.
    pub(super) loose: Vec<(usize, String)>,
    /// Whether elements nest so deep that some were read as text.
    pub(super) deep: bool,
    /// Data of schema.org that could not be read: why.
    pub(super) damaged: Vec<String>,
    /// Questions about keys that stand twice in its data.
    pub(super) twice: Vec<String>,
    /// Events that the data tells of.
    pub(super) events: Vec<Event>,
    /// Kinds of what the data tells of besides: `Recipe`.
    pub(super) others: BTreeSet<String>,
}

/// The cards of a page.
pub(super) fn front(text: &str) -> Front {
    let mut front = Front::default();
    if is_html(text) {
        let (document, deep) = html::document(text);
        linked::read(&document, &mut front);
        front.deep = deep;
        let shown = marked_up(&document);
        if !shown.is_empty() {
            linked::complete(shown, &mut front);
        }
        if !front.cards.is_empty() || !front.events.is_empty() {
            return front;
        }
    }
    let page = page::undated(text);
    let (cards, loose) = of_lines(page.lines);
    Front {
        cards,
        loose,
        deep: page.deep,
        ..front
    }
}

/// `<article>` elements, under the headings that stand outside of them.
fn marked_up(document: &Html) -> Vec<Card> {
    let mut out: Vec<Card> = Vec::new();
    let mut section: Option<String> = None;
    for element in elements(document.root_element()) {
        let name = element.value().name();
        let within = element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|above| above.value().name() == "article");
        if name == "article" && !within {
            let mut card = Card {
                section: section.clone(),
                ..Card::default()
            };
            let mut read = BTreeSet::new();
            for part in elements(element) {
                if fill(&mut card, part) {
                    read.insert(part.id());
                }
            }
            rest(&mut card, element, &read);
            if !card.title.is_empty() {
                out.push(card);
            }
        } else if matches!(name, "h2" | "h3") && !within {
            section = Some(words(part_text(element))).filter(|text| !text.is_empty());
        }
    }
    out
}

pub(super) fn part_text(element: ElementRef) -> String {
    element.text().collect()
}

fn words(text: String) -> String {
    one_line(&text)
}

/// Most bytes of the words of a byline.
const LONGEST_SIGNED: usize = 200;

/// The words of an element that has few.
fn short_text(part: ElementRef) -> Option<String> {
    let mut out = String::new();
    for text in part.text() {
        out.push_str(text);
        if out.len() > LONGEST_SIGNED {
            return None;
        }
    }
    Some(words(out))
}

/// Among how many names before it the same author is looked for: a byline within a byline stands near.
const NEAR: usize = 16;

/// Takes what an element shows; whether all its words are read.
fn fill(card: &mut Card, part: ElementRef) -> bool {
    let name = part.value().name();
    let class = part.attr("class").unwrap_or("").to_lowercase();
    let has = |word: &str| class.split([' ', '-', '_']).any(|part| part == word);
    let text = || words(part_text(part));
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if card.title.is_empty() => {
            card.title = text();
            let link = elements(part).find_map(|inner| inner.attr("href"));
            let around = part
                .parent()
                .and_then(ElementRef::wrap)
                .and_then(|above| above.attr("href"));
            card.url = link.or(around).map(str::to_owned);
            let tag = elements(part).find_map(|inner| inner.attr("hreflang"));
            card.language = card.language.take().or(tag.map(str::to_owned));
        }
        "img" => {
            let alt = part.attr("alt").map(one_line).filter(|alt| !alt.is_empty());
            card.alt = card.alt.take().or(alt);
        }
        "time" => {
            let text = text();
            let day = part
                .attr("datetime")
                .and_then(|day| day.get(..10))
                .filter(|day| day.parse::<jiff::civil::Date>().is_ok())
                .map(str::to_owned)
                .or_else(|| crate::day::alone(&text));
            match day {
                Some(day) => card.published = card.published.take().or(Some(day)),
                None => {
                    let said = part.attr("datetime").map(|day| format!(" ({day})"));
                    card.besides
                        .push(format!("time: {text}{}", said.unwrap_or_default()));
                }
            }
        }
        _ if part
            .attr("rel")
            .is_some_and(|rel| rel.split(' ').any(|word| word == "tag")) =>
        {
            card.keywords.push(text());
        }
        _ if name == "figcaption" || has("credit") || has("caption") => {
            card.credit = card
                .credit
                .take()
                .or_else(|| Some(text()).filter(|text| !text.is_empty()));
        }
        _ if part.attr("rel") == Some("author")
            || part.attr("itemprop") == Some("author")
            || has("author")
            || has("byline")
            || matches!(name, "p" | "div" | "span")
                && short_text(part).is_some_and(|text| signed::line(&text).is_some()) =>
        {
            let text = text();
            let by = signed::line(&text);
            let authors = by.as_ref().map_or_else(
                || signed::authors(text.trim_start_matches("By ").trim_start_matches("by ")),
                |by| by.authors.clone(),
            );
            if let Some(by) = by {
                card.published = card.published.take().or(by.published);
                card.besides.extend(by.besides);
            }
            for (author, role, org) in authors {
                let known = card
                    .authors
                    .iter()
                    .rev()
                    .take(NEAR)
                    .any(|(have, ..)| author.contains(have.as_str()) || have.contains(&author));
                if !author.is_empty() && !known {
                    card.authors.push((author, role, org));
                }
            }
        }
        "p" if card.authors.is_empty()
            || !elements(part).any(|inner| inner.attr("rel") == Some("author")) =>
        {
            let text = text();
            if !text.is_empty() {
                if !card.excerpt.is_empty() {
                    card.excerpt.push_str("\n\n");
                }
                card.excerpt.push_str(&text);
            }
        }
        "script" | "style" | "noscript" | "template" | "svg" | "button" => {}
        _ => return false,
    }
    true
}

/// What only leads to the article.
const LEADS: &[&str] = &[
    "read more",
    "continue reading",
    "more",
    "share",
    "leer más",
    "seguir leyendo",
];

/// What a card shows in elements that say nothing of themselves: a sentence is its excerpt, if it has no other; the rest
/// is asked about.
fn rest(card: &mut Card, article: ElementRef, read: &BTreeSet<ego_tree::NodeId>) {
    let mut groups: Vec<(ego_tree::NodeId, String)> = Vec::new();
    for node in article.descendants() {
        let Some(text) = node.value().as_text() else {
            continue;
        };
        let mut above = node
            .ancestors()
            .take_while(|above| above.id() != article.id());
        if above.any(|above| read.contains(&above.id())) {
            continue;
        }
        // Words within a paragraph that is none belong together.
        let inline = |name: &str| matches!(name, "a" | "em" | "strong" | "i" | "b" | "span");
        let block = node.ancestors().find(|above| {
            ElementRef::wrap(*above).is_some_and(|element| !inline(element.value().name()))
        });
        let block = block.map_or(article.id(), |block| block.id());
        match groups.last_mut().filter(|(last, _)| *last == block) {
            Some((_, words)) => words.push_str(text),
            None => groups.push((block, text.to_string())),
        }
    }
    let groups = groups.into_iter().map(|(_, words)| one_line(&words));
    for words in groups.filter(|words| words.chars().any(char::is_alphanumeric)) {
        let lower = words.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        if LEADS.contains(&bare) {
            continue;
        }
        let line = Line {
            text: words,
            ..Line::default()
        };
        match card.excerpt.is_empty() && is_excerpt(&line) {
            true => card.excerpt = line.text,
            false => card.besides.push(line.text),
        }
    }
}

/// Most words of a title, a credit that is glued before it included.
const LONGEST_TITLE: usize = 24;

/// Whether a line is an excerpt by its shape: a sentence, or long.
fn is_excerpt(line: &Line) -> bool {
    let text = line.text.as_str();
    text.split_whitespace().count() > LONGEST_TITLE
        || text.ends_with(['.', '…'])
        || text.ends_with('?') && text.split_whitespace().count() > 11
}

/// Lines in which titles and excerpts take turns; a line alone between two gaps is a section. Where a gap is before
/// every line, it tells nothing.
fn of_lines(lines: Vec<Line>) -> (Vec<Card>, Vec<(usize, String)>) {
    let mut out: Vec<Card> = Vec::new();
    let mut loose = Vec::new();
    let mut section: Option<String> = None;
    let mut chunks: Vec<Vec<Line>> = Vec::new();
    let parted = lines.iter().skip(1).any(|line| !line.apart);
    for line in lines {
        let begins = line.apart && parted || matches!(line.role, Role::Heading(_));
        match chunks.last_mut() {
            Some(chunk) if !begins => chunk.push(line),
            _ => chunks.push(vec![line]),
        }
    }
    for chunk in chunks {
        let (chunk, alone) = signed_lines(chunk);
        loose.extend(alone.into_iter().map(|said| (said.line, said.text)));
        let mut rest = chunk.as_slice();
        while let [first, behind @ ..] = rest {
            let card = |excerpt: &Line| Card {
                line: first.line.number,
                section: section.clone(),
                title: first.line.text.clone(),
                excerpt: excerpt.text.clone(),
                url: first
                    .line
                    .links
                    .iter()
                    .chain(&excerpt.links)
                    .map(|link| link.url.clone())
                    .next(),
                ..Card::default()
            };
            let goes_on = |line: Option<&Signable>| line.is_some_and(|line| is_excerpt(&line.line));
            let taken = match behind {
                _ if is_excerpt(&first.line) => {
                    match out.last_mut() {
                        Some(last) => {
                            last.excerpt.push_str("\n\n");
                            last.excerpt.push_str(&first.line.text);
                        }
                        None => loose.push((first.line.number, first.line.text.clone())),
                    }
                    1
                }
                [next, after @ ..] if is_excerpt(&next.line) || !goes_on(after.first()) => {
                    let found = card(&next.line);
                    out.push(found);
                    2
                }
                // Who wrote it says that it is an article.
                _ if !first.signed.is_empty() => {
                    let found = card(&Line::default());
                    out.push(found);
                    1
                }
                _ => {
                    section = Some(first.line.text.clone());
                    1
                }
            };
            let (these, others) = rest.split_at_checked(taken).unwrap_or((rest, &[]));
            for said in these.iter().flat_map(|line| &line.signed) {
                match out.last_mut() {
                    Some(card) => sign(card, said),
                    None => loose.push((said.line, said.text.clone())),
                }
            }
            rest = others;
        }
    }
    (out, loose)
}

/// A line, and those that only say who wrote it and when.
struct Signable {
    line: Line,
    signed: Vec<Beside>,
}

/// A line that only says who wrote an article and when.
struct Beside {
    line: usize,
    text: String,
    said: Signed,
}

/// The lines of a chunk with what only says who wrote an article and when: it belongs to the line before it, or behind it
/// where it is the first. What stands alone comes beside.
fn signed_lines(chunk: Vec<Line>) -> (Vec<Signable>, Vec<Beside>) {
    let mut out: Vec<Signable> = Vec::new();
    let mut early: Vec<Beside> = Vec::new();
    let mut lines = chunk.into_iter().peekable();
    while let Some(line) = lines.next() {
        let before_excerpt = lines.peek().is_some_and(is_excerpt);
        let title = out.last().filter(|before| !is_excerpt(&before.line));
        let said = signed::line(&line.text)
            // A title may begin with “By”; behind an excerpt it is one, if an excerpt follows.
            .filter(|said| {
                let is_day = said.authors.is_empty();
                let behind = !out.is_empty() && signed::is_certain(said) && !before_excerpt;
                is_day || title.is_some() || behind
            })
            .or_else(|| {
                let of_title = title.is_some_and(|title| !title.signed.is_empty());
                signed::names(&line.text).filter(|_| of_title && before_excerpt)
            });
        match (said, out.last_mut()) {
            (None, _) => out.push(Signable {
                line,
                signed: std::mem::take(&mut early),
            }),
            (Some(said), before) => {
                let beside = Beside {
                    line: line.number,
                    text: line.text,
                    said,
                };
                before
                    .map_or(&mut early, |before| &mut before.signed)
                    .push(beside);
            }
        }
    }
    (out, early)
}

/// Gives a card what a line says of who wrote it and when.
fn sign(card: &mut Card, beside: &Beside) {
    card.authors.extend(beside.said.authors.iter().cloned());
    card.besides.extend(beside.said.besides.iter().cloned());
    match (&card.published, &beside.said.published) {
        (Some(have), Some(day)) if have != day => card.besides.push(beside.text.clone()),
        (None, day) => card.published = day.clone(),
        _ => {}
    }
}
