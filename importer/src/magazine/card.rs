//! What a front page shows of each article: from `<article>` elements, from JSON-LD, or from lines in
//! which titles and excerpts take turns.

use super::linked;
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
    /// Kinds of what the data tells of besides articles: `Event`.
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
        if !front.cards.is_empty() {
            return front;
        }
    }
    let page = page::read(text);
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
            for part in elements(element) {
                fill(&mut card, part);
            }
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

/// Among how many names before it the same author is looked for: a byline within a byline stands near.
const NEAR: usize = 16;

fn fill(card: &mut Card, part: ElementRef) {
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
        }
        "img" => {
            let alt = part.attr("alt").map(one_line).filter(|alt| !alt.is_empty());
            card.alt = card.alt.take().or(alt);
        }
        "time" => {
            let day = part
                .attr("datetime")
                .and_then(|day| day.get(..10))
                .filter(|day| day.parse::<jiff::civil::Date>().is_ok());
            card.published = card.published.take().or(day.map(str::to_owned));
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
            || has("byline") =>
        {
            let text = text();
            let author = text
                .trim_start_matches("By ")
                .trim_start_matches("by ")
                .trim();
            if !author.is_empty()
                && !card
                    .authors
                    .iter()
                    .rev()
                    .take(NEAR)
                    .any(|(have, ..)| author.contains(have.as_str()) || have.contains(author))
            {
                card.authors.push((author.to_owned(), None, None));
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
        _ => {}
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

/// Lines in which titles and excerpts take turns; a line alone between two gaps is a section.
fn of_lines(lines: Vec<Line>) -> (Vec<Card>, Vec<(usize, String)>) {
    let mut out: Vec<Card> = Vec::new();
    let mut loose = Vec::new();
    let mut section: Option<String> = None;
    let mut chunks: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match chunks.last_mut() {
            Some(chunk) if !line.apart && !matches!(line.role, Role::Heading(_)) => {
                chunk.push(line)
            }
            _ => chunks.push(vec![line]),
        }
    }
    for chunk in chunks {
        let mut rest = chunk.as_slice();
        while let [first, behind @ ..] = rest {
            let card = |excerpt: &Line| Card {
                line: first.number,
                section: section.clone(),
                title: first.text.clone(),
                excerpt: excerpt.text.clone(),
                url: first
                    .links
                    .iter()
                    .chain(&excerpt.links)
                    .map(|link| link.url.clone())
                    .next(),
                ..Card::default()
            };
            match behind {
                _ if is_excerpt(first) => {
                    match out.last_mut() {
                        Some(last) => {
                            last.excerpt.push_str("\n\n");
                            last.excerpt.push_str(&first.text);
                        }
                        None => loose.push((first.number, first.text.clone())),
                    }
                    rest = behind;
                }
                [next, after @ ..]
                    if is_excerpt(next) || after.first().is_none_or(|third| !is_excerpt(third)) =>
                {
                    let found = card(next);
                    out.push(found);
                    rest = after;
                }
                _ => {
                    section = Some(first.text.clone());
                    rest = behind;
                }
            }
        }
    }
    (out, loose)
}
