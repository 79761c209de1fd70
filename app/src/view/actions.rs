//! What a reader can do: a link where there is one, else the source's own words, never a dead button.

use super::{App, record_href};
use crate::moment::{self, Phase};
use callboard_model::{Action, ActionKind, Card, Occurrence};
use leptos::prelude::*;

fn label(app: App, action: &Action) -> String {
    let words = app.words.get_untracked();
    match (&action.sms_keyword, &action.sms_to, &action.phone_words) {
        (Some(keyword), Some(to), _) => (words.texting)(keyword, to),
        (_, _, Some(number)) => format!("{} {number}", (words.actions)(action.kind)),
        _ => (words.actions)(action.kind).to_owned(),
    }
}

/// One action.
pub(super) fn one(app: App, action: &Action) -> AnyView {
    let words = app.words.get_untracked();
    let label = label(app, action);
    match action.href() {
        Some(href) => {
            let host = host(&href);
            let web = href.starts_with("http");
            view! {
                <a class="cb-action" href=href rel=web.then_some("noopener noreferrer external")>{label}</a>
                {host.map(|host| view! { <span class="cb-small">" "{host}</span> })}
            }
            .into_any()
        }
        None => {
            let said = action.words.clone().map(|said| format!(" “{said}”"));
            view! { <span class="cb-no-link"><span class="cb-no-link-do">{label}</span>{said}" — "{words.no_link}</span> }.into_any()
        }
    }
}

/// The host of an address, so that people see where a link leads.
fn host(href: &str) -> Option<String> {
    let rest = href.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(host.trim_start_matches("www.").to_owned())
}

/// The action of a row: what matters now. An event that is over offers its recording instead of its
/// registration.
pub(super) fn of_hit(app: App, card: &Card, current: Option<&Occurrence>) -> AnyView {
    let words = app.words.get_untracked();
    let over = current.is_some_and(|occurrence| {
        moment::phase(occurrence, app.now.get_untracked()) == Phase::Past
    });
    let recordings: Vec<_> = card
        .recordings
        .iter()
        .filter_map(|recording| Some((record_href(app, recording.id.as_ref()?), recording.title.clone())))
        .map(|(href, title)| view! { <a class="cb-action" href=href>{words.recording}<span class="cb-unseen">": "{title}</span></a> })
        .collect();
    let joins = |kind: ActionKind| {
        matches!(
            kind,
            ActionKind::Register | ActionKind::Rsvp | ActionKind::Join | ActionKind::Text
        )
    };
    let mut useful: Vec<&Action> = card
        .actions
        .iter()
        .filter(|action| !(over && joins(action.kind)))
        .collect();
    // What works comes before what the source leaves out.
    useful.sort_by_key(|action| action.href().is_none());
    let action = useful.first().map(|action| one(app, action));
    if recordings.is_empty() && action.is_none() {
        return ().into_any();
    }
    view! { <p class="cb-row-do">{over.then_some(recordings)}" "{action}</p> }.into_any()
}
