//! HTML as Markdown, and what it has that Markdown has no words for.
//!
//! `htmd` does the turning; here are its limits (depth) and its exceptions (what comes from elsewhere).

use super::{Body, encoded, even_breaks};
use crate::page::protected;
use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, HrStyle, Options as Style};
use htmd::{Element, HtmlToMarkdown};
use std::sync::{Arc, Mutex};

/// Elements whose content comes from elsewhere, with the attribute that says from where.
const EMBEDDED: &[(&str, &str)] = &[
    ("iframe", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("source", "src"),
    ("embed", "src"),
    ("object", "data"),
];

/// How deep elements may stand within one another; deeper HTML is kept as its text alone, because
/// turning it into Markdown takes a call for each level.
const DEEPEST: usize = 200;

/// Turns HTML into Markdown; `source` is the text in which its elements are looked for, so that a
/// question can name a line.
pub(super) fn convert(page: &str, source: &str, first: usize, body: &mut Body) {
    let page = &*protected::shown(page);
    let embedded: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&embedded);
    let names: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).collect();
    let converter = HtmlToMarkdown::builder()
        .options(Style {
            br_style: BrStyle::Backslash,
            hr_style: HrStyle::Dashes,
            bullet_list_marker: BulletListMarker::Dash,
            ul_bullet_spacing: 1,
            ol_number_spacing: 1,
            ..Style::default()
        })
        .scripting_enabled(false)
        .skip_tags(vec!["script", "style", "template", "title"])
        .add_handler(names, move |_: &dyn Handlers, element: Element| {
            let attribute = EMBEDDED
                .iter()
                .find(|(name, _)| *name == element.tag)
                .map(|(_, attribute)| *attribute)?;
            let address = element
                .attrs
                .iter()
                .find(|attr| attr.name.local.as_ref() == attribute)
                .map(|attr| attr.value.to_string());
            if let (Some(address), Ok(mut log)) = (&address, log.lock()) {
                log.push(address.clone());
            }
            // A link keeps where it came from, and is what a record can show.
            let link = address.map(|address| format!("\n\n<{}>\n\n", encoded(&address)));
            Some(HandlerResult::from(link.unwrap_or_default()))
        })
        .build();
    if looks_deep(page) {
        only_text(page, first, body);
        ask_about_elements(source, first, body);
        return;
    }
    let tree = match converter.html_to_tree(page) {
        Ok(tree) => tree,
        // Reading from memory does not fail; if it did, the text is what must not be lost.
        Err(error) => {
            body.asked.push((
                first,
                "html",
                format!("the HTML could not be read: {error}"),
            ));
            body.markdown = without_tags(page);
            return;
        }
    };
    let mut deepest = 0;
    let mut waiting = vec![(tree.clone(), 0_usize)];
    while let Some((node, depth)) = waiting.pop() {
        deepest = deepest.max(depth);
        let below: Vec<_> = node.children.borrow().iter().cloned().collect();
        waiting.extend(below.into_iter().map(|child| (child, depth + 1)));
    }
    if deepest > DEEPEST {
        only_text(page, first, body);
    } else {
        body.markdown = even_breaks(&converter.tree_to_markdown(&tree));
    }
    ask_about_elements(source, first, body);
}

fn only_text(page: &str, first: usize, body: &mut Body) {
    body.markdown = without_tags(page);
    let text = "the HTML nests too deep to become Markdown; only its text is here";
    body.asked.push((first, "html", text.to_owned()));
}

/// Whether elements that must be closed stand very deep within one another: reading such HTML as a
/// browser does takes time with the square of the depth.
fn looks_deep(page: &str) -> bool {
    const CLOSED_BY_OTHERS: &[&str] = &[
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
        "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source",
        "track", "wbr",
    ];
    let mut depth = 0_usize;
    for (at, _) in page.match_indices('<') {
        let rest = page.get(at + 1..).unwrap_or("");
        let (closing, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = rest.get(..length).unwrap_or("").to_ascii_lowercase();
        if name.is_empty() || CLOSED_BY_OTHERS.contains(&name.as_str()) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
        }
        if depth > 5 * DEEPEST {
            return true;
        }
    }
    false
}

/// A text whose tags are gone, whatever they were.
fn without_tags(page: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    for c in page.chars() {
        match c {
            '<' => within = true,
            '>' if within => {
                within = false;
                out.push(' ');
            }
            c if !within => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asks about each element that Markdown has no words for.
pub(super) fn ask_about_elements(source: &str, first: usize, body: &mut Body) {
    let lower = source.to_ascii_lowercase();
    let mut ask = |tag: &str, code: &'static str, text: &str| {
        for (at, _) in lower.match_indices(tag) {
            let next = lower.as_bytes().get(at + tag.len());
            if next.is_some_and(u8::is_ascii_alphanumeric) {
                continue;
            }
            let line = first + lower.get(..at).unwrap_or("").matches('\n').count();
            body.asked.push((line, code, text.to_owned()));
        }
    };
    for (tag, _) in EMBEDDED.iter().filter(|(name, _)| *name != "source") {
        ask(
            &format!("<{tag}"),
            "embedded-content",
            &format!(
                "an `{tag}` shows something from elsewhere here; a record can only link to it. What is it?"
            ),
        );
    }
    ask(
        "<form",
        "form",
        "a form stands here; what a reader does with it belongs into `actions`, with its address",
    );
    ask(
        "<script",
        "script",
        "a script stands here and was left out. Does it show something that belongs into the record?",
    );
    body.asked.sort_by_key(|(line, _, _)| *line);
}
