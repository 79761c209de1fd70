//! What an item says to somebody who sees nothing else: when it takes place, who holds it, and what one can do,
//! in the source's own words where there are any.
//!
//! No sentence is made up here, so that nothing has to be translated. Not here: the summary, which every format has a
//! place for.

use super::publication::Entry;
use super::xml::html;
use callboard_model::{Action, Occurrence};

/// When, by whom and how, a line each, then the body: HTML. Empty when there is nothing beside the summary.
pub fn page(entry: &Entry) -> String {
    let card = &entry.shown.card;
    let mut lines: Vec<String> = card.when.iter().map(|one| html(&when(one))).collect();
    lines.extend(card.span.iter().map(|span| {
        let days = format!("{} / {}", span.from, span.to);
        html(&span.words.clone().unwrap_or(days))
    }));
    if !card.hosts.is_empty() {
        lines.push(html(&hosts(entry)));
    }
    lines.extend(card.actions.iter().map(|action| match action.href() {
        Some(href) => format!("<a href=\"{}\">{}</a>", html(&href), html(&said(action))),
        None => html(&said(action)),
    }));
    let mut out = String::new();
    if !lines.is_empty() {
        out.push_str("<ul>\n");
        for line in &lines {
            out.push_str(&format!("<li>{line}</li>\n"));
        }
        out.push_str("</ul>\n");
    }
    out.push_str(&entry.shown.page.html);
    out
}

/// The same in plain text for one occurrence, or for a span where there is none: paragraphs.
pub fn paragraphs(entry: &Entry, occurrence: Option<&Occurrence>) -> Vec<String> {
    let card = &entry.shown.card;
    let span = card.span.as_ref().filter(|_| occurrence.is_none());
    let words = occurrence
        .and_then(|one| one.words.clone())
        .or_else(|| span?.words.clone());
    let mut all = vec![entry.shown.summary.clone()];
    all.extend(words);
    if !card.hosts.is_empty() {
        all.push(hosts(entry));
    }
    all.extend(card.actions.iter().map(|action| match action.href() {
        Some(href) if said(action) != href => format!("{}: {href}", said(action)),
        _ => said(action),
    }));
    all.retain(|text| !text.is_empty());
    all
}

/// The source's words, else the local time with its zone.
fn when(occurrence: &Occurrence) -> String {
    if let Some(words) = &occurrence.words {
        return words.clone();
    }
    let start = occurrence.local.replace('T', " ");
    let end = occurrence.local_end.as_ref();
    let end = end.map_or(String::new(), |end| format!(" – {}", end.replace('T', " ")));
    match occurrence.timed {
        true => format!("{start}{end} ({})", occurrence.zone),
        false => format!("{start}{end}"),
    }
}

fn hosts(entry: &Entry) -> String {
    let hosts = &entry.shown.card.hosts;
    let names: Vec<&str> = hosts.iter().map(|host| host.org.title.as_str()).collect();
    names.join(", ")
}

/// What an action is called: the source's words, else what it leads to, else its verb.
fn said(action: &Action) -> String {
    let number = match (&action.sms_keyword, &action.sms_to) {
        (Some(keyword), Some(to)) => Some(format!("{keyword} → {to}")),
        (None, to) => to.clone(),
        (Some(_), None) => None,
    };
    action
        .words
        .clone()
        .or(action.phone_words.clone())
        .or(number)
        .or(action.email.clone())
        .or(action.url.clone())
        .unwrap_or_else(|| action.kind.name().to_owned())
}
