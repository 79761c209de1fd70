//! The page of a search: what is chosen, how many there are, the hits, and the way out of nothing.

use super::{App, STEP, facets, front, hit};
use crate::answer::Answer;
use crate::browser;
use crate::labels;
use crate::state::Sort;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::sync::Arc;

/// The page.
pub(super) fn page(app: App) -> impl IntoView {
    let front = Memo::new(move |_| app.place.with(|place| place.is_front()));
    view! {
        <div class="cb-columns">
            {move || if app.wide.get() { view! { <aside class="cb-side" aria-label=move || app.words.get().filters>{facets::column(app)}</aside> }.into_any() } else { facets::sheet(app).into_any() }}
            <div class="cb-results">
                {failure(app)}
                {toolbar(app, front)}
                {chips(app)}
                {move || if front.get() { front::page(app).into_any() } else { found(app).into_any() }}
            </div>
        </div>
        {announcer(app)}
    }
}

fn failure(app: App) -> impl IntoView {
    move || {
        let failure = app.failure.get()?;
        let again = move |_| app.place.update(|_| {});
        Some(view! {
            <div class="cb-notice" role="alert">
                <p>{move || (app.words.get().failure)(&failure.code)}</p>
                <p><button class="cb-button" on:click=again>{move || app.words.get().retry}</button></p>
            </div>
        })
    }
}

fn toolbar(app: App, front: Memo<bool>) -> impl IntoView {
    let total = move || {
        app.answer
            .with(|answer| answer.as_ref().map(|answer| answer.total))
    };
    let count = move || {
        let words = app.words.get();
        total().map_or(String::new(), |total| {
            if front.get() {
                (words.records)(total)
            } else {
                (words.results)(total)
            }
        })
    };
    let set_sort = move |event: web_sys::Event| {
        let sort = Sort::from_name(&event_target_value(&event)).unwrap_or_default();
        app.change(|place| place.sort = sort);
    };
    view! {
        <div class="cb-toolbar">
            <h1 class="cb-count">{count}</h1>
            {move || (!app.wide.get()).then(|| view! {
                <button class="cb-button" aria-haspopup="dialog" on:click=move |_| browser::set_dialog("#cb-sheet", true)>
                    {move || app.words.get().filters}
                    {move || match app.place.with(|place| place.filters.values().map(Vec::len).sum::<usize>()) { 0 => String::new(), n => format!(" ({n})") }}
                </button>
            })}
            <label class="cb-sort">
                <span>{move || app.words.get().sort}</span>
                <select on:change=set_sort>
                    {Sort::ALL.into_iter().enumerate().map(|(number, sort)| view! {
                        <option value=sort.name() selected=move || app.place.with(|place| place.sort == sort)>
                            {move || app.words.get().sorts.get(number).copied().unwrap_or("")}
                        </option>
                    }).collect_view()}
                </select>
            </label>
        </div>
    }
}

/// Every chosen value, and every operator that was typed, to be taken away again.
fn chips(app: App) -> impl IntoView {
    move || {
        let words = app.words.get();
        let place = app.place.get();
        let mut chips: Vec<AnyView> = Vec::new();
        for (facet, values) in &place.filters {
            for value in values {
                let label = app
                    .site
                    .with_value(|site| labels::value(site, facet, value, words.tag).to_owned());
                let (facet, value) = (facet.clone(), value.clone());
                let remove = (words.remove)(&label);
                chips.push(view! {
                    <li><button class="cb-chip" aria-label=remove on:click=move |_| app.change(|place| place.toggle(&facet, &value))>
                        {label}<span aria-hidden="true">" ×"</span>
                    </button></li>
                }.into_any());
            }
        }
        let operators = app
            .answer
            .get()
            .map(|answer| answer.operators.clone())
            .unwrap_or_default();
        let typed = operators.into_iter().filter(|operator| operator.kind != "or").map(|operator| {
            let label = typed_part(&place.text, operator.from, operator.to);
            let remove = (words.remove)(&label);
            let rest = without(&place.text, operator.from, operator.to);
            view! {
                <li><button class="cb-chip cb-chip-typed" aria-label=remove on:click=move |_| { let rest = rest.clone(); app.change(|place| place.text = rest) }>
                    {label}<span aria-hidden="true">" ×"</span>
                </button></li>
            }
            .into_any()
        });
        chips.extend(typed.collect::<Vec<_>>());
        (!chips.is_empty()).then(|| view! {
            <ul class="cb-chips" aria-label=words.filters>
                {chips}
                {(!place.filters.is_empty()).then(|| view! {
                    <li><button class="cb-link" on:click=move |_| app.change(|place| place.filters.clear())>{words.clear_all}</button></li>
                })}
            </ul>
        })
    }
}

/// The part of a text between two places in UTF-16 units.
fn typed_part(text: &str, from: usize, to: usize) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    units
        .get(from..to)
        .map(String::from_utf16_lossy)
        .unwrap_or_default()
}

fn without(text: &str, from: usize, to: usize) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let side = |part: Option<&[u16]>| {
        String::from_utf16_lossy(part.unwrap_or(&[]))
            .trim()
            .to_owned()
    };
    format!("{} {}", side(units.get(..from)), side(units.get(to..)))
        .trim()
        .to_owned()
}

fn found(app: App) -> impl IntoView {
    move || {
        let answer = app.answer.get()?;
        let words = app.words.get();
        let notes = answer
            .notes
            .iter()
            .map(|note| view! { <p class="cb-note">{(words.ignored)(&note.part, &note.code)}</p> })
            .collect_view();
        let meant = answer.did_you_mean.clone().map(|meant| {
            let text = meant.clone();
            view! {
                <p class="cb-meant">{words.did_you_mean}" "
                    <button class="cb-link" on:click=move |_| { let text = text.clone(); app.change(|place| place.text = text) }>{meant}</button>"?"
                </p>
            }
        });
        let list = if answer.hits.is_empty() {
            nothing(app).into_any()
        } else {
            list(app, &answer).into_any()
        };
        Some(view! { {notes}{meant}{list} })
    }
}

fn list(app: App, answer: &Arc<Answer>) -> impl IntoView + use<> {
    let more = answer.total as usize > answer.hits.len();
    view! {
        <ol class="cb-list">{answer.hits.iter().map(|found| hit::row(app, found)).collect_view()}</ol>
        {more.then(|| view! {
            <p class="cb-more"><button class="cb-button" on:click=move |_| app.shown.update(|shown| *shown += STEP)>{move || app.words.get().more}</button></p>
        })}
    }
}

/// What to do when nothing matches.
fn nothing(app: App) -> impl IntoView {
    let words = app.words.get_untracked();
    let place = app.place.get_untracked();
    let text = place.text.trim().to_owned();
    view! {
        <div class="cb-nothing">
            <p class="cb-nothing-head">{if text.is_empty() { words.nothing_filtered.to_owned() } else { (words.nothing)(&text) }}</p>
            <p>{words.way_out}" "<button class="cb-link" on:click=move |_| app.go(app.place.with_untracked(|place| place.home()))>{words.browse_all}</button>"."</p>
            {(!place.filters.is_empty() && !text.is_empty()).then(|| view! {
                <p><button class="cb-button" on:click=move |_| app.change(|place| place.filters.clear())>{words.without_filters}</button></p>
            })}
        </div>
    }
}

/// Tells assistive technology how many there are, once typing pauses.
fn announcer(app: App) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let waiting = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let words = app.words.get();
        let count = app
            .answer
            .with(|answer| answer.as_ref().map(|answer| (words.results)(answer.total)));
        if let Some(count) = count.filter(|_| !app.place.with_untracked(|place| place.is_front())) {
            waiting.set_value(Some(Timeout::new(700, move || said.set(count))));
        }
    });
    view! { <p class="cb-unseen" role="status" aria-live="polite">{said}</p> }
}
