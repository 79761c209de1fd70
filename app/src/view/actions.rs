//! What a reader can do: a link where there is one, else the source's own words, never a dead button.

use super::Context;
use crate::html::Html;
use crate::moment::Phase;
use callboard_model::{Action, ActionKind, Card, Occurrence};

fn label(c: Context, action: &Action) -> String {
    match (&action.sms_keyword, &action.sms_to, &action.phone_words) {
        (Some(keyword), Some(to), _) => (c.words.texting)(keyword, to),
        (_, _, Some(number)) => [(c.words.actions)(action.kind), " ", number].concat(),
        _ => (c.words.actions)(action.kind).to_owned(),
    }
}

/// One action of a record in this language, which the source's own words are in.
pub(super) fn one(html: &mut Html, c: Context, action: &Action, lang: &str) {
    let label = label(c, action);
    match action.href() {
        Some(href) => {
            html.raw("<a class=\"cb-action\"").attribute("href", &href);
            if href.starts_with("http") {
                html.raw(" rel=\"noopener noreferrer external\"");
            }
            html.element(">", &label, "</a>");
            if let Some(host) = host(&href) {
                html.element(" <span class=\"cb-small\">", host, "</span>");
            }
        }
        None => {
            html.element(
                "<span class=\"cb-no-link\"><span class=\"cb-no-link-do\">",
                &label,
                "</span>",
            );
            if let Some(words) = &action.words {
                html.raw(" <span")
                    .attribute("lang", lang)
                    .element(">“", words, "”</span>");
            }
            html.element(" — ", c.words.no_link, "</span>");
        }
    }
}

/// The host of an address, so that people see where a link leads.
fn host(href: &str) -> Option<&str> {
    let rest = href
        .strip_prefix("https://")
        .or_else(|| href.strip_prefix("http://"))?;
    let end = rest.bytes().position(|byte| b"/?#".contains(&byte));
    let host = end.map_or(rest, |end| &rest[..end]);
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// What matters now: an event that is over offers its recording instead of its registration.
pub(super) fn of_hit(html: &mut Html, c: Context, card: &Card, current: Option<&Occurrence>) {
    let over = current.is_some_and(|occurrence| c.phase(occurrence) == Some(Phase::Past));
    let action = useful(card, over);
    let recorded = over || c.file().is_some();
    if action.is_none() && (!recorded || card.recordings.is_empty()) {
        return;
    }
    html.raw("<p class=\"cb-row-do\">");
    for recording in card.recordings.iter().filter(|_| recorded) {
        if let Some(id) = &recording.id {
            html.raw("<a class=\"cb-action\"")
                .attribute("href", &c.record_href(id))
                .element(">", c.words.recording, "");
            html.raw("<span class=\"cb-unseen\">: <span");
            c.title_of(html, recording);
            html.raw("</span></span></a> ");
        }
    }
    if let Some(action) = action {
        one(html, c, action, &card.lang);
    }
    html.raw("</p>");
}

/// The first action that still makes sense; what works comes before what the source leaves out.
fn useful(card: &Card, over: bool) -> Option<&Action> {
    let joins = |kind: ActionKind| {
        matches!(
            kind,
            ActionKind::Register | ActionKind::Rsvp | ActionKind::Join | ActionKind::Text
        )
    };
    let open = || {
        card.actions
            .iter()
            .filter(|action| !(over && joins(action.kind)))
    };
    open()
        .find(|action| action.href().is_some())
        .or_else(|| open().next())
}
