//! One hit: when, what, who, why, and what to do.

use super::{App, actions, record_href, times};
use crate::answer::Hit;
use crate::format;
use crate::labels;
use crate::marks::{self, Stretch};
use crate::moment;
use callboard_model::Card;
use leptos::prelude::*;

/// A row of the board.
pub(super) fn row(app: App, hit: &Hit) -> impl IntoView + use<> {
    let words = app.words.get_untracked();
    let now = app.now.get_untracked();
    let title = marked(&hit.title, &hit.title_ranges);
    let snippet = marked(&hit.snippet, &hit.snippet_ranges);
    let how = match hit.tier.as_str() {
        "typo" => Some(words.spelling),
        "some" => Some(words.some_words),
        _ => None,
    };
    let card = &hit.card;
    let current = moment::current(&card.when, now).cloned();
    view! {
        <li class="cb-row" class:cb-row-timed=current.is_some()>
            <div class="cb-row-when">{current.as_ref().map(|occurrence| times::short(app, occurrence))}</div>
            <div class="cb-row-what" lang=card.lang.clone()>
                <p class="cb-row-kind">
                    <span class="cb-kind">{kind(app, card)}</span>
                    {date(app, card).map(|date| view! { <span class="cb-row-date">{date}</span> })}
                    {how.map(|how| view! { <span class="cb-how">{how}</span> })}
                </p>
                <h2 class="cb-title"><a href=record_href(app, &hit.id) data-hit=hit.id.clone()>{title}</a></h2>
                {(!hit.snippet.is_empty()).then(|| view! { <p class="cb-snippet">{snippet}</p> })}
                {who(card)}
                {actions::of_hit(app, card, current.as_ref())}
                {translations(app, hit)}
            </div>
        </li>
    }
}

/// What a card's kind is called.
pub(super) fn kind(app: App, card: &Card) -> String {
    let lang = app.words.get_untracked().tag;
    app.site
        .with_value(|site| labels::value(site, "kind", card.kind.name(), lang).to_owned())
}

fn date(app: App, card: &Card) -> Option<String> {
    let lang = app.words.get_untracked().tag;
    let span = card.span.as_ref().map(|span| {
        format!(
            "{} – {}",
            format::day(&span.from, lang),
            format::day(&span.to, lang)
        )
    });
    span.or_else(|| {
        card.published
            .as_ref()
            .map(|date| format::partial(date, lang))
    })
}

fn who(card: &Card) -> Option<impl IntoView + use<>> {
    let mut names: Vec<String> = card
        .people
        .iter()
        .filter(|person| !person.group)
        .map(|person| person.name.clone())
        .collect();
    for name in card
        .people
        .iter()
        .filter(|person| person.group)
        .map(|person| &person.name)
        .chain(card.hosts.iter().map(|host| &host.org.title))
    {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names.truncate(5);
    (!names.is_empty()).then(|| view! { <p class="cb-who">{names.join(" · ")}</p> })
}

fn translations(app: App, hit: &Hit) -> Option<impl IntoView + use<>> {
    let words = app.words.get_untracked();
    let links = hit
        .also
        .iter()
        .map(|id| record_href(app, id))
        .collect::<Vec<_>>();
    (!links.is_empty()).then(|| {
        view! { <p class="cb-also">{links.into_iter().map(|href| view! { <a href=href>{words.also_in}</a>" " }).collect_view()}</p> }
    })
}

/// A text with its matches marked.
pub(super) fn marked(text: &str, ranges: &[(usize, usize)]) -> AnyView {
    let parts: Vec<AnyView> = marks::stretches(text, ranges)
        .into_iter()
        .map(|Stretch { text, marked }| {
            if marked {
                view! { <mark>{text}</mark> }.into_any()
            } else {
                text.into_any()
            }
        })
        .collect();
    parts.into_any()
}
