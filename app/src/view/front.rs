//! The page before anything is typed: what is next, what is featured, and where to browse.

use super::{App, browse_href, hit, record_href};
use crate::answer::{Answer, Failure};
use crate::engine::{Engine, Request};
use crate::format;
use crate::labels;
use crate::state::{Filters, Sort};
use leptos::prelude::*;
use std::sync::Arc;

/// What the front page shows beside the counts.
pub(crate) struct Board {
    /// What is on or comes next.
    pub next: Answer,
    /// What helps at any time, when nothing comes next.
    pub meanwhile: Option<Answer>,
    pub featured: Answer,
}

/// Kinds that help at any time, the most urgent first.
const MEANWHILE: [&str; 3] = ["hotline", "recording", "toolkit"];

/// Asks for the board. `None` when a newer search has taken its place.
pub(super) async fn load(engine: &Engine, now: i64, lang: &str) -> Result<Option<Board>, Failure> {
    let search = async |filters: Filters, sort, limit| {
        engine
            .search(Request {
                text: "",
                filters: &filters,
                sort,
                limit,
                as_of: now,
                lang,
            })
            .await
    };
    let only = |facet: &str, values: &[&str]| {
        Filters::from([(
            facet.to_owned(),
            values.iter().map(|value| (*value).to_owned()).collect(),
        )])
    };
    let mut next_filters = only("when", &["upcoming"]);
    next_filters.insert(
        "kind".to_owned(),
        vec!["event".to_owned(), "training".to_owned()],
    );
    let Some(next) = search(next_filters, Sort::Soonest, 8).await? else {
        return Ok(None);
    };
    let mut meanwhile = None;
    if next.hits.is_empty() {
        let Some(mut answer) = search(only("kind", &MEANWHILE), Sort::Relevance, 20).await? else {
            return Ok(None);
        };
        answer.hits.sort_by_key(|hit| {
            MEANWHILE
                .iter()
                .position(|kind| *kind == hit.card.kind.name())
        });
        meanwhile = Some(answer);
    }
    let Some(mut featured) = search(Filters::new(), Sort::Relevance, 6).await? else {
        return Ok(None);
    };
    featured.hits.retain(|hit| hit.card.featured);
    Ok(Some(Board {
        next,
        meanwhile,
        featured,
    }))
}

/// The page.
pub(super) fn page(app: App) -> impl IntoView {
    move || {
        let board = app.board.get()?;
        app.now.track();
        let words = app.words.get();
        Some(view! {
            {next(app, &board)}
            {(!board.featured.hits.is_empty()).then(|| view! {
                <section class="cb-part"><h2 class="cb-part-head">{words.featured}</h2>
                    <ol class="cb-list">{board.featured.hits.iter().map(|found| hit::row(app, found)).collect_view()}</ol>
                </section>
            })}
            {sections(app)}
            {tiles(app, "kind", words.browse_kinds)}
        })
    }
}

fn next(app: App, board: &Arc<Board>) -> impl IntoView + use<> {
    let words = app.words.get_untracked();
    let Some(meanwhile) = &board.meanwhile else {
        return view! {
            <section class="cb-part"><h2 class="cb-part-head">{words.next_calls}</h2>
                <ol class="cb-list">{board.next.hits.iter().map(|found| hit::row(app, found)).collect_view()}</ol>
            </section>
        }
        .into_any();
    };
    let last = app.site.with_value(|site| site.last_occurrence.clone()).map(|(record, at)| {
        let href = record.id.as_ref().map(|id| record_href(app, id));
        view! { " "{words.last_was}" "<a href=href>{record.title}</a>", "{format::moment(at, words.tag)}"." }
    });
    view! {
        <section class="cb-part">
            <p class="cb-notice">{words.no_upcoming}{last}</p>
            <h2 class="cb-part-head">{words.meanwhile}</h2>
            <ol class="cb-list">{meanwhile.hits.iter().map(|found| hit::row(app, found)).collect_view()}</ol>
        </section>
    }
    .into_any()
}

/// Sections of the source, each with those below it.
fn sections(app: App) -> impl IntoView {
    tiles(app, "section", app.words.get_untracked().browse_sections)
}

/// Values of a facet as links with counts.
fn tiles(app: App, facet: &'static str, heading: &'static str) -> impl IntoView {
    let rows: Vec<_> = app.site.with_value(|site| {
        let lang = app.words.get_untracked().tag;
        let Some(info) = labels::facet(site, facet) else {
            return Vec::new();
        };
        labels::in_order(info)
            .into_iter()
            .map(|value| {
                (
                    value.id.clone(),
                    labels::pick(&value.label, lang, site).to_owned(),
                    labels::depth(info, value),
                )
            })
            .collect()
    });
    let count = move |id: &str| {
        app.answer
            .with(|answer| answer.as_ref().map_or(0, |answer| answer.count(facet, id)))
    };
    view! {
        <section class="cb-part"><h2 class="cb-part-head">{heading}</h2>
            <ul class="cb-tiles">
                {rows.into_iter().filter(|(id, _, _)| count(id) > 0).map(|(id, label, depth)| {
                    let count = count(&id);
                    view! { <li class=format!("cb-depth-{}", depth.min(3))><a class="cb-tile" href=browse_href(app, facet, &id)>{label}<span class="cb-value-count">{count}</span></a></li> }
                }).collect_view()}
            </ul>
        </section>
    }
}
