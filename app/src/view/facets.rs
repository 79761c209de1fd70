//! Filters: every facet with its counts, in a column or, on a phone, in a sheet.

use super::App;
use crate::browser;
use crate::labels;
use callboard_model::{FacetInfo, FacetValue};
use leptos::prelude::*;
use std::sync::Arc;

/// Values shown before "show all".
const FEW: usize = 8;

/// Facets whose values are names: the most frequent first.
const NAMES: [&str; 4] = ["organization", "author", "series", "republished-from"];

/// Facets that are open from the start.
const OPEN: [&str; 4] = ["kind", "when", "topic", "language"];

/// The column beside the results.
pub(super) fn column(app: App) -> impl IntoView {
    let facets = app.site.with_value(|site| site.facets.clone());
    facets
        .into_iter()
        .map(|facet| one(app, Arc::new(facet)))
        .collect_view()
}

/// The sheet over the results.
pub(super) fn sheet(app: App) -> impl IntoView {
    let total = move || {
        app.answer
            .with(|answer| answer.as_ref().map_or(0, |answer| answer.total))
    };
    let close = move |_| browser::set_dialog("#cb-sheet", false);
    view! {
        <dialog class="cb-sheet" id="cb-sheet" aria-label=move || app.words.get().filters>
            <div class="cb-sheet-head">
                <h2>{move || app.words.get().filters}</h2>
                <button class="cb-button" on:click=close>{move || app.words.get().close}</button>
            </div>
            <div class="cb-sheet-body">{column(app)}</div>
            <div class="cb-sheet-foot"><button class="cb-button cb-button-strong" on:click=close>{move || (app.words.get().show_results)(total())}</button></div>
        </dialog>
    }
}

fn one(app: App, facet: Arc<FacetInfo>) -> impl IntoView {
    let all = RwSignal::new(false);
    let open = RwSignal::new(
        OPEN.contains(&facet.id.as_str())
            || app
                .place
                .with_untracked(|place| place.filters.contains_key(&facet.id)),
    );
    let heading = {
        let facet = facet.clone();
        move || {
            app.site
                .with_value(|site| labels::pick(&facet.label, app.words.get().tag, site).to_owned())
        }
    };
    // Values with their counts; only a change of these redraws the facet.
    let rows = Memo::new(move |_| rows(app, &facet));
    view! {
        {move || (!rows.with(Vec::is_empty)).then(|| {
            let heading = heading.clone();
            view! {
                <details class="cb-facet" open=open.get_untracked() on:toggle=move |event| open.set(event_target_open(&event))>
                    <summary>{heading.clone()}</summary>
                    <fieldset>
                        <legend class="cb-unseen">{heading}</legend>
                        {move || {
                            let rows = rows.get();
                            let shown = if all.get() || rows.len() <= FEW + 1 { rows.len() } else { FEW.max(rows.iter().filter(|row| row.chosen).count()) };
                            let more = (rows.len() > FEW + 1).then_some(rows.len() as u32);
                            view! {
                                <ul>{rows.into_iter().take(shown).map(|row| value(app, row)).collect_view()}</ul>
                                {more.map(|count| view! {
                                    <button type="button" class="cb-link cb-small" on:click=move |_| all.update(|all| *all = !*all)>
                                        {move || if all.get() { app.words.get().show_fewer.to_owned() } else { (app.words.get().show_all)(count) }}
                                    </button>
                                })}
                            }
                        }}
                    </fieldset>
                </details>
            }
        })}
    }
}

fn event_target_open(event: &web_sys::Event) -> bool {
    event_target::<web_sys::Element>(event).has_attribute("open")
}

/// A value as it is shown.
#[derive(Clone, PartialEq)]
struct Row {
    facet: String,
    id: String,
    label: String,
    count: u32,
    depth: usize,
    chosen: bool,
}

fn rows(app: App, facet: &FacetInfo) -> Vec<Row> {
    let lang = app.words.get().tag;
    let place = app.place.get();
    app.answer.with(|answer| {
        let Some(answer) = answer else {
            return Vec::new();
        };
        let row = |value: &FacetValue| {
            let (count, chosen) = (
                answer.count(&facet.id, &value.id),
                place.has(&facet.id, &value.id),
            );
            (count > 0 || chosen).then(|| Row {
                facet: facet.id.clone(),
                id: value.id.clone(),
                label: app
                    .site
                    .with_value(|site| labels::pick(&value.label, lang, site).to_owned()),
                count,
                depth: labels::depth(facet, value),
                chosen,
            })
        };
        let mut rows: Vec<Row> = labels::in_order(facet)
            .into_iter()
            .filter_map(row)
            .collect();
        if NAMES.contains(&facet.id.as_str()) {
            rows.sort_by(|a, b| b.chosen.cmp(&a.chosen).then(b.count.cmp(&a.count)));
        }
        rows
    })
}

fn value(app: App, row: Row) -> impl IntoView {
    let (facet, id) = (row.facet.clone(), row.id.clone());
    view! {
        <li class=format!("cb-value cb-depth-{}", row.depth.min(3))>
            <label>
                <input type="checkbox" prop:checked=row.chosen on:change=move |_| app.change(|place| place.toggle(&facet, &id))/>
                <span class="cb-value-name">{row.label}</span>
                <span class="cb-value-count">{row.count}</span>
            </label>
        </li>
    }
}
