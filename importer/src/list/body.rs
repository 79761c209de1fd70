//! The words of an item as CommonMark: the body of its draft.

use super::offer::Offer;
use crate::body::is_harmless;
use crate::page::Line;

/// The item's words that an offer stands in. Sentences keep their order; links become Markdown.
pub(super) fn body(line: &Line, offer: &Offer) -> String {
    let all = markdown_of(line, 0..line.text.len());
    let covered: usize = offer.sentences.iter().map(|range| range.len() + 1).sum();
    if covered >= line.text.len() {
        return all;
    }
    let parts: Vec<String> = offer
        .sentences
        .iter()
        .map(|range| markdown_of(line, range.clone()))
        .collect();
    parts.join(" ")
}

pub(super) fn markdown(line: &Line) -> String {
    markdown_of(line, 0..line.text.len())
}

/// What is asked of the links within parts of a line that could run code, and are no links any more.
pub(super) fn unsafe_links(
    line: &Line,
    parts: &[std::ops::Range<usize>],
) -> Vec<(&'static str, String)> {
    let within = |at: usize| parts.iter().any(|part| part.contains(&at));
    line.links
        .iter()
        .filter(|link| !is_harmless(&link.url) && within(link.range.start))
        .map(|link| {
            let words = line.text.get(link.range.clone()).unwrap_or("");
            let text = format!(
                "The link behind “{words}” (`{}`) could run code in the reader's browser and was made plain text. Where should it lead?",
                link.url
            );
            ("unsafe-link", text)
        })
        .collect()
}

/// A part of a line as CommonMark: what would mean something else in it is escaped.
fn markdown_of(line: &Line, range: std::ops::Range<usize>) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for link in &line.links {
        if link.range.start < at || link.range.end > range.end {
            continue;
        }
        out.push_str(&escaped(
            line.text.get(at..link.range.start).unwrap_or(""),
            at == 0,
        ));
        let words = line.text.get(link.range.clone()).unwrap_or("");
        let words = escaped(words, false);
        match is_harmless(&link.url) {
            true => out.push_str(&format!(
                "[{words}](<{}>)",
                link.url.replace(['<', '>', '\n'], "")
            )),
            // Its address stands in the question.
            false => out.push_str(&words),
        }
        at = link.range.end;
    }
    out.push_str(&escaped(
        line.text.get(at..range.end).unwrap_or(""),
        at == range.start,
    ));
    out
}

fn escaped(text: &str, first: bool) -> String {
    let mut out = String::with_capacity(text.len());
    if first && text.starts_with(['#', '-', '+', '>', '=']) {
        out.push('\\');
    }
    for c in text.chars() {
        if matches!(c, '*' | '_' | '[' | ']' | '<' | '`' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
