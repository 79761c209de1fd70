//! A record's own page: everything that is known of it, and where that comes from.

use super::{App, actions, after_render, browse_href, hit, record_href, times};
use crate::answer::{Failure, Record};
use crate::browser;
use crate::format;
use crate::labels;
use callboard_model::{PartialDate, Reference};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The page of the record with this id.
pub(super) fn page(app: App, id: String) -> impl IntoView {
    let found = RwSignal::new(None::<Result<Arc<Record>, Failure>>);
    let engine = app.engine.get_value();
    spawn_local(async move {
        let record = engine.record(&id).await.map(Arc::new);
        // The reader may have gone on meanwhile.
        if found.try_set(Some(record)).is_none() {
            after_render(|| browser::focus("#cb-record"));
        }
    });
    move || {
        app.words.track();
        app.now.track();
        match found.get()? {
            Ok(record) => Some(show(app, &record).into_any()),
            Err(failure) => Some(missing(app, &failure).into_any()),
        }
    }
}

fn missing(app: App, failure: &Failure) -> impl IntoView + use<> {
    let words = app.words.get_untracked();
    let text = if failure.code == "no-record" {
        words.no_record
    } else {
        (words.failure)(&failure.code)
    };
    view! { <div class="cb-notice" role="alert"><p>{text}</p>{back(app)}</div> }
}

fn back(app: App) -> impl IntoView {
    let home = crate::address::write(&app.place.with_untracked(|place| place.home()));
    view! { <p class="cb-back"><a href=home>{move || app.words.get().browse_all}</a></p> }
}

fn show(app: App, record: &Record) -> impl IntoView + use<> {
    let words = app.words.get_untracked();
    let (card, page) = (&record.card, &record.page);
    let title = record.title.clone();
    view! {
        <article class="cb-record" lang=card.lang.clone()>
            {back(app)}
            <p class="cb-row-kind"><span class="cb-kind">{hit::kind(app, card)}</span></p>
            <h1 id="cb-record" class="cb-record-title" tabindex="-1">{title}</h1>
            <p class="cb-summary">{record.summary.clone()}</p>
            {when(app, record)}
            {(!card.actions.is_empty()).then(|| section(words.what_to_do, view! {
                <ul class="cb-plain-list">{card.actions.iter().map(|action| view! { <li>{actions::one(app, action)}{action.found.as_ref().map(|found| view! { <br/><span class="cb-small">{(words.found)(found)}</span> })}</li> }).collect_view()}</ul>
            }.into_any()))}
            {recordings(app, record)}
            {(!page.html.is_empty()).then(|| view! { <div class="cb-body" inner_html=page.html.clone()></div> })}
            {series(app, record)}
            {who(app, record)}
            {relations(app, record)}
            {facts(app, record)}
            {about(app, record)}
            {(!page.related.is_empty()).then(|| section(words.related, references(app, &page.related)))}
        </article>
    }
}

fn section(heading: &'static str, inside: AnyView) -> AnyView {
    view! { <section class="cb-part"><h2 class="cb-part-head">{heading}</h2>{inside}</section> }
        .into_any()
}

fn when(app: App, record: &Record) -> Option<AnyView> {
    let words = app.words.get_untracked();
    let card = &record.card;
    if let Some(span) = &card.span {
        let text = format!(
            "{} – {}",
            format::day(&span.from, words.tag),
            format::day(&span.to, words.tag)
        );
        let said = span.words.clone().map(
            |said| view! { <br/><span class="cb-small">{words.source_words}": “"{said}"”"</span> },
        );
        return Some(section(
            words.runs,
            view! { <p>{text}{said}</p> }.into_any(),
        ));
    }
    (!card.when.is_empty()).then(|| {
        section(words.when, view! { <ul class="cb-plain-list">{card.when.iter().map(|occurrence| times::long(app, occurrence)).collect_view()}</ul> }.into_any())
    })
}

fn recordings(app: App, record: &Record) -> Option<AnyView> {
    let words = app.words.get_untracked();
    (!record.card.recordings.is_empty())
        .then(|| section(words.recording, references(app, &record.card.recordings)))
}

fn series(app: App, record: &Record) -> Option<AnyView> {
    let words = app.words.get_untracked();
    let part = record.card.series.as_ref()?;
    let number = match (part.part, part.total) {
        (Some(number), Some(total)) => format!(" — {}", (words.part_of_total)(number, total)),
        (Some(number), None) => format!(" — {}", (words.part)(number)),
        _ => String::new(),
    };
    let step = |label: &'static str, rel: &'static str, to: &Option<Reference>| {
        to.as_ref().and_then(|to| Some((record_href(app, to.id.as_ref()?), to.title.clone()))).map(|(href, title)| {
            view! { <li><span class="cb-small">{label}": "</span><a rel=rel href=href>{title}</a></li> }
        })
    };
    let parts = app.site.with_value(|site| {
        site.series
            .iter()
            .find(|series| series.series.id.as_ref() == Some(&part.id))
            .map(|series| series.parts.clone())
    });
    let own = record.id.clone();
    let list = parts.filter(|parts| parts.len() > 1).map(|parts| {
        view! {
            <details class="cb-parts"><summary>{words.all_parts}</summary><ol>
                {parts.into_iter().map(|part| {
                    let here = part.id.as_ref() == Some(&own);
                    view! { <li aria-current=here.then_some("true")>{reference(app, &part)}</li> }
                }).collect_view()}
            </ol></details>
        }
    });
    let inside = view! {
        <p><a href=record_href(app, &part.id)>{part.title.clone()}</a>{number}</p>
        <ul class="cb-plain-list">{step(words.previous, "prev", &part.previous)}{step(words.next, "next", &part.next)}</ul>
        {list}
    };
    let heading = app
        .site
        .with_value(|site| {
            labels::facet(site, "series")
                .map(|facet| labels::pick(&facet.label, words.tag, site).to_owned())
        })
        .unwrap_or_default();
    Some(view! { <section class="cb-part"><h2 class="cb-part-head">{heading}</h2>{inside}</section> }.into_any())
}

fn who(app: App, record: &Record) -> Option<AnyView> {
    let words = app.words.get_untracked();
    let card = &record.card;
    if card.people.is_empty() && card.hosts.is_empty() {
        return None;
    }
    let people = card.people.iter().map(|person| {
        let title = person.title.clone().map(|title| format!(", {title}"));
        let org = person.org.as_ref().filter(|org| org.title != person.name).map(|org| view! { ", "{reference(app, org)} });
        let name = match (&person.group, &person.org) {
            (true, Some(org)) if org.title == person.name => reference(app, org),
            _ => person.name.clone().into_any(),
        };
        view! { <li><span class="cb-small">{(words.person_roles)(person.role)}": "</span>{name}{title}{org}</li> }
    });
    let hosts = card.hosts.iter().map(|host| view! { <li><span class="cb-small">{(words.host_roles)(host.role)}": "</span>{reference(app, &host.org)}</li> });
    Some(section(
        words.who,
        view! { <ul class="cb-plain-list">{people.collect_view()}{hosts.collect_view()}</ul> }
            .into_any(),
    ))
}

/// Relations by kind. Recordings and series parts have their own places.
fn relations(app: App, record: &Record) -> AnyView {
    let words = app.words.get_untracked();
    record
        .page
        .relations
        .chunk_by(|a, b| a.kind == b.kind)
        .filter_map(|group| Some((group.first()?.kind, group)))
        .filter(|(kind, _)| *kind != callboard_model::RelationKind::Recording)
        .map(|(kind, group)| {
            let to: Vec<Reference> = group.iter().map(|relation| relation.to.clone()).collect();
            section((words.relations)(kind), references(app, &to))
        })
        .collect_view()
        .into_any()
}

fn references(app: App, to: &[Reference]) -> AnyView {
    view! { <ul class="cb-plain-list">{to.iter().map(|to| view! { <li>{with_kind(app, to)}</li> }).collect_view()}</ul> }.into_any()
}

fn with_kind(app: App, to: &Reference) -> AnyView {
    let lang = app.words.get_untracked().tag;
    let kind = to.kind.map(|kind| {
        app.site
            .with_value(|site| labels::value(site, "kind", kind.name(), lang).to_owned())
    });
    view! { {reference(app, to)}{kind.map(|kind| view! { " "<span class="cb-kind">{kind}</span> })} }.into_any()
}

fn reference(app: App, to: &Reference) -> AnyView {
    match &to.id {
        Some(id) => view! { <a href=record_href(app, id)>{to.title.clone()}</a> }.into_any(),
        None => to.title.clone().into_any(),
    }
}

/// Short facts: names, languages, tags, links.
fn facts(app: App, record: &Record) -> AnyView {
    let words = app.words.get_untracked();
    let (card, page) = (&record.card, &record.page);
    let mut rows: Vec<(String, AnyView)> = Vec::new();
    if let Some(published) = &card.published {
        rows.push((
            words.published.into(),
            format::partial(published, words.tag).into_any(),
        ));
    }
    if let Some(from) = &card.republished_from {
        rows.push((words.republished.into(), reference(app, from)));
    }
    if !card.languages.is_empty() {
        let names: Vec<String> = card
            .languages
            .iter()
            .map(|tag| format::language(tag, words.tag))
            .collect();
        rows.push((words.languages.into(), names.join(", ").into_any()));
    }
    if !page.aliases.is_empty() {
        rows.push((words.also_known.into(), page.aliases.join(" · ").into_any()));
    }
    for facet in ["topic", "audience", "region", "format"] {
        let values: Vec<&String> = card
            .tags
            .iter()
            .filter(|(have, _)| have == facet)
            .map(|(_, value)| value)
            .collect();
        if values.is_empty() {
            continue;
        }
        let (heading, links) = app.site.with_value(|site| {
            let heading = labels::facet(site, facet).map_or(String::new(), |facet| {
                labels::pick(&facet.label, words.tag, site).to_owned()
            });
            let links = values
                .iter()
                .map(|value| {
                    (
                        browse_href(app, facet, value),
                        labels::value(site, facet, value, words.tag).to_owned(),
                    )
                })
                .collect::<Vec<_>>();
            (heading, links)
        });
        rows.push((
            heading,
            links
                .into_iter()
                .map(|(href, label)| view! { <a class="cb-tag" href=href>{label}</a>" " })
                .collect_view()
                .into_any(),
        ));
    }
    if !page.hashtags.is_empty() {
        rows.push((
            words.hashtags.into(),
            page.hashtags
                .iter()
                .map(|tag| format!("#{tag}"))
                .collect::<Vec<_>>()
                .join(" ")
                .into_any(),
        ));
    }
    for copy in &page.also_at {
        rows.push((
            words.also_at.into(),
            outside(app, &copy.at, copy.url.as_ref()),
        ));
    }
    for link in &page.links {
        rows.push((words.links.into(), view! { <a href=link.url.clone() rel="noopener noreferrer external">{link.label.clone()}</a> }.into_any()));
    }
    for cited in &page.cites {
        let title = cited.title.clone();
        let shown = match &cited.url {
            Some(url) => {
                view! { <a href=url.clone() rel="noopener noreferrer external">{title}</a> }
                    .into_any()
            }
            None => title.into_any(),
        };
        rows.push((words.cites_outside.into(), shown));
    }
    if let Some(image) = &page.image {
        let credit = image
            .credit
            .as_ref()
            .map(|credit| format!("{}: {credit}", words.picture_credit));
        let text: Vec<String> = image.alt.clone().into_iter().chain(credit).collect();
        rows.push((words.picture.into(), text.join(" — ").into_any()));
    }
    for credit in &page.credits {
        let what = credit.r#for.clone().map(|what| format!(" ({what})"));
        rows.push((
            words.thanks.into(),
            view! { {reference(app, &credit.to)}{what} }.into_any(),
        ));
    }
    if let Some(cadence) = &page.cadence {
        rows.push((words.cadence.into(), cadence.clone().into_any()));
    }
    if let Some(policy) = &page.update_policy {
        rows.push((words.updates.into(), policy.clone().into_any()));
    }
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <dl class="cb-facts">{rows.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}</dl> }.into_any()
}

fn outside(app: App, at: &Reference, url: Option<&String>) -> AnyView {
    let name = reference(app, at);
    match url {
        Some(url) => view! { {name}" — "<a href=url.clone() rel="noopener noreferrer external">{url.clone()}</a> }.into_any(),
        None => name,
    }
}

/// Where the record's facts come from, and what the editor says of them.
fn about(app: App, record: &Record) -> AnyView {
    let words = app.words.get_untracked();
    let page = &record.page;
    let date = |date: Option<&PartialDate>| {
        date.map_or_else(
            || words.not_known.to_owned(),
            |date| format::partial(date, words.tag),
        )
    };
    let source = page.source.as_ref().map_or_else(
        || words.not_known.into_any(),
        |source| {
            let publisher = source.publisher.as_ref().map(|publisher| view! { ", "{reference(app, publisher)} });
            let title = match (&source.record, &source.url) {
                (Some(record), _) => match &record.id {
                    Some(id) => view! { <a href=record_href(app, id)>{source.title.clone()}</a> }.into_any(),
                    None => source.title.clone().into_any(),
                },
                (None, Some(url)) => view! { <a href=url.clone() rel="noopener noreferrer external">{source.title.clone()}</a> }.into_any(),
                (None, None) => source.title.clone().into_any(),
            };
            view! { {title}{publisher} }.into_any()
        },
    );
    let source_date = date(page.source.as_ref().and_then(|source| source.date.as_ref()));
    let date_note = page
        .source
        .as_ref()
        .and_then(|source| source.date_note.clone())
        .map(|note| view! { <br/><span class="cb-small">{note}</span> });
    let copied = RwSignal::new(false);
    let copy = move |_| browser::copy(browser::address(), move || copied.set(true));
    let contact = app
        .site
        .with_value(|site| site.contact.clone())
        .map(|contact| {
            let href = format!("mailto:{contact}?subject={}", page.file);
            view! { " · "<a href=href>{words.report}</a> }
        });
    section(
        words.about_record,
        view! {
            {(!page.notes.is_empty()).then(|| view! {
                <ul class="cb-notes">{page.notes.iter().map(|note| view! { <li><strong>{(words.notes)(note.kind)}": "</strong>{note.text.clone()}</li> }).collect_view()}</ul>
            })}
            <dl class="cb-facts">
                <div><dt>{words.source}</dt><dd>{source}</dd></div>
                <div><dt>{words.source_date}</dt><dd>{source_date}{date_note}</dd></div>
                <div><dt>{words.checked}</dt><dd>{date(page.checked.as_ref())}</dd></div>
            </dl>
            <p><button class="cb-link" on:click=copy>{move || if copied.get() { words.copied } else { words.copy_link }}</button>{contact}</p>
        }
        .into_any(),
    )
}
