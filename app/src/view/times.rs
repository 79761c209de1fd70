//! Times: the event's own zone first, the reader's beside it, and whether it is over.

use super::App;
use crate::format;
use crate::moment::{self, Phase};
use callboard_model::Occurrence;
use leptos::prelude::*;

fn phase_word(app: App, occurrence: &Occurrence) -> (&'static str, &'static str) {
    let words = app.words.get_untracked();
    match moment::phase(occurrence, app.now.get_untracked()) {
        Phase::Now => (words.now, "cb-phase cb-phase-now"),
        Phase::Upcoming => (words.upcoming, "cb-phase cb-phase-next"),
        Phase::Past => (words.past, "cb-phase cb-phase-past"),
    }
}

/// The column at the start of a row.
pub(super) fn short(app: App, occurrence: &Occurrence) -> impl IntoView + use<> {
    let words = app.words.get_untracked();
    let shown = format::occurrence(occurrence, words.tag);
    let (word, class) = phase_word(app, occurrence);
    view! {
        <time class="cb-time" datetime=occurrence.local.clone()>
            <span class="cb-time-weekday">{shown.weekday}</span>
            <span class="cb-time-day">{shown.day}<span class="cb-time-year">" "{shown.year}</span></span>
            {(!shown.time.is_empty()).then(|| view! { <span class="cb-time-clock">{shown.time}</span> })}
        </time>
        {(!shown.own.is_empty()).then(|| view! { <span class="cb-time-own">{(words.your_time)(&shown.own)}</span> })}
        <span class=class>{word}</span>
    }
}

/// Everything known of one time, on a record's page.
pub(super) fn long(app: App, occurrence: &Occurrence) -> impl IntoView + use<> {
    let words = app.words.get_untracked();
    let shown = format::occurrence(occurrence, words.tag);
    let (word, class) = phase_word(app, occurrence);
    let day = format!("{} {} {}", shown.weekday, shown.day, shown.year);
    let end = if shown.end.is_empty() {
        String::new()
    } else {
        format!(" {}", (words.until)(&shown.end))
    };
    let missing = if !occurrence.timed {
        Some(words.date_only)
    } else {
        (!occurrence.end_known).then_some(words.no_end)
    };
    let source = occurrence.words.clone();
    view! {
        <li class="cb-occurrence">
            <time datetime=occurrence.local.clone()><strong>{day}</strong>{(!shown.time.is_empty()).then(|| format!(", {}", shown.time))}{end}</time>
            " "<span class=class>{word}</span>
            {(!shown.own.is_empty()).then(|| view! { <br/><span class="cb-time-own">{(words.your_time)(&shown.own)}</span> })}
            {source.map(|source| view! { <br/><span class="cb-small">{words.source_words}": “"<q class="cb-plain">{source}</q>"”"</span> })}
            {missing.map(|missing| view! { <br/><span class="cb-small">{missing}</span> })}
        </li>
    }
}
