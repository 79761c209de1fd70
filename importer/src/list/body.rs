//! The words of an item as CommonMark: the body of its draft.

use super::offer::Offer;
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
        out.push_str(&format!(
            "[{}](<{}>)",
            escaped(words, false),
            link.url.replace(['<', '>', '\n'], "")
        ));
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
