//! A checked catalogue to what readers see: references followed both ways, series in order, facets
//! computed, and the words that find each record gathered.
//!
//! Not here: checking (what leads nowhere was diagnosed before and is left out), indexing.

mod facets;
mod relations;
mod uids;
mod words;

use crate::catalog::Catalog;
use crate::fields::when::partial_start;
use crate::record::{CopyField, PersonField, Record};
use crate::tree::Placed;
use callboard_model::{
    Card, Credit, FacetInfo, Host, Kind, Labels, OutsideCopy, Page, PartialDate, Person, Reference,
    RelationKind, SeriesPart, Site, SourceNote,
};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A record as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResolvedRecord {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Its body as plain text.
    pub body_text: Arc<str>,
    /// Language of its texts.
    pub lang: String,
    /// What lists show.
    pub card: Card,
    /// What its own page shows, without related records.
    pub page: Page,
    /// Values by facet, without those above them.
    pub facets: BTreeMap<String, Vec<String>>,
    /// Names that find it: its own, its organisations', people's, numbers.
    pub names: Vec<String>,
    /// Labels and synonyms that find it.
    pub labels: Vec<String>,
    /// Other whole titles.
    pub aliases: Vec<String>,
    /// Start and end of each occurrence or span, in minutes since 1970, sorted.
    pub occurrences: Vec<(i64, i64)>,
    /// Publication, in the same unit.
    pub published: Option<i64>,
    /// Whether somebody can still see or hear it.
    pub has_recording: bool,
    /// Shared by translations.
    pub group: Option<String>,
    /// Its series and its numbered part there; 0 is the series itself.
    pub series: Option<(String, u32)>,
    /// Leads the page when nothing is typed.
    pub featured: bool,
}

/// A catalogue as it is published.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// What the app must know first.
    pub site: Site,
    /// Every facet with its values, in the order in which pages offer them.
    pub facets: Vec<FacetInfo>,
    /// Records by id, drafts left out.
    pub records: Vec<ResolvedRecord>,
}

/// Resolves a catalogue.
pub fn resolve(catalog: &Catalog) -> Resolved {
    let mut catalog = Cow::Borrowed(catalog);
    if catalog.records.iter().any(|record| record.draft) {
        catalog.to_mut().records.retain(|record| !record.draft);
    }
    let catalog = catalog.as_ref();
    let graph = relations::Graph::new(catalog);
    let series: BTreeMap<&str, Vec<&Record>> = series(catalog);
    let published: Vec<&Record> = catalog.records.iter().collect();
    let records: Vec<ResolvedRecord> = published
        .par_iter()
        .map(|record| resolve_one(record, catalog, &graph, &series))
        .collect();
    let site = site(catalog, &records);
    Resolved {
        facets: facets::all(catalog, &records),
        site,
        records,
    }
}

/// A reference to a record, or to a bare name where there is none.
fn reference(catalog: &Catalog, id: &str) -> Reference {
    match catalog.records.get(id) {
        Some(record) => Reference {
            id: Some(id.to_owned()),
            title: record.title.value.clone(),
            kind: Some(record.kind),
            lang: Some(record.lang.clone())
                .filter(|lang| catalog.settings.languages.first() != Some(lang)),
        },
        None => Reference {
            id: None,
            title: id.to_owned(),
            kind: None,
            lang: None,
        },
    }
}

/// Parts of each series: by number where there are numbers, else by time, else by the source's order.
fn series(catalog: &Catalog) -> BTreeMap<&str, Vec<&Record>> {
    let mut all: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in catalog.records.iter() {
        if let Some((series, _)) = &record.series {
            all.entry(&series.value).or_default().push(record);
        }
    }
    for parts in all.values_mut() {
        parts.sort_by_key(|record| {
            let part = record.series.as_ref().and_then(|(_, part)| *part);
            let start = record.when.first().map(|occurrence| occurrence.start);
            (
                part.is_none(),
                part,
                start.is_none(),
                start,
                record.order.is_none(),
                record.order,
                &record.id,
            )
        });
    }
    all
}

fn resolve_one(
    record: &Record,
    catalog: &Catalog,
    graph: &relations::Graph,
    series: &BTreeMap<&str, Vec<&Record>>,
) -> ResolvedRecord {
    let occurrences = occurrences(record);
    let recordings: Vec<Reference> = graph
        .of(&record.id)
        .filter(|(kind, _)| *kind == RelationKind::Recording)
        .map(|(_, id)| reference(catalog, id))
        .collect();
    let facets = facets::of(record, catalog);
    let names = words::names(record, catalog);
    let labels = words::labels(record, catalog, &facets, &names);
    let card = Card {
        kind: record.kind,
        lang: record.lang.clone(),
        languages: record.languages.clone(),
        when: record.when.clone(),
        span: record.span.clone(),
        published: record.published.clone(),
        hosts: record
            .hosts
            .iter()
            .map(|(org, role)| Host {
                org: reference(catalog, &org.value),
                role: *role,
            })
            .collect(),
        people: record
            .people
            .iter()
            .map(|person| person_of(person, catalog))
            .collect(),
        series: part(record, catalog),
        republished_from: record
            .republished_from
            .as_ref()
            .map(|copy| reference(catalog, &copy.org.value)),
        recordings: recordings.clone(),
        actions: record
            .actions
            .iter()
            .map(|(action, _)| action.clone())
            .collect(),
        featured: record.featured,
    };
    ResolvedRecord {
        id: record.id.clone(),
        title: record.title.value.clone(),
        summary: record.summary.clone(),
        body_text: Arc::clone(&record.body.text),
        lang: record.lang.clone(),
        page: page(record, catalog, graph, series),
        facets,
        names,
        labels,
        aliases: record.aliases.clone(),
        occurrences,
        published: record
            .published
            .as_ref()
            .and_then(|date| partial_start(date, &catalog.settings.zone)),
        has_recording: !recordings.is_empty() || record.kind == Kind::Recording,
        group: graph.group(record),
        series: match &record.series {
            _ if record.kind == Kind::Series => Some((record.id.clone(), 0)),
            Some((series, Some(part))) => Some((series.value.clone(), *part)),
            _ => None,
        },
        featured: record.featured,
        card,
    }
}

fn occurrences(record: &Record) -> Vec<(i64, i64)> {
    let mut all: Vec<(i64, i64)> = record
        .when
        .iter()
        .map(|occurrence| (occurrence.start, occurrence.end))
        .collect();
    all.extend(record.span.iter().map(|span| (span.start, span.end)));
    all.sort_unstable();
    all
}

fn person_of(person: &PersonField, catalog: &Catalog) -> Person {
    let org = person
        .org
        .as_ref()
        .map(|org| reference(catalog, &org.value));
    let group = person.name.is_none();
    let name = match (&person.name, &org, &person.words) {
        (Some(name), _, _) => name.clone(),
        (None, Some(org), Some(words)) => format!("{words} {}", org.title),
        (None, Some(org), None) => org.title.clone(),
        (None, None, _) => String::new(),
    };
    Person {
        name,
        role: person.role,
        title: person.title.clone(),
        org,
        group,
    }
}

fn part(record: &Record, catalog: &Catalog) -> Option<SeriesPart> {
    let (id, part) = record.series.as_ref()?;
    Some(SeriesPart {
        id: id.value.clone(),
        title: reference(catalog, &id.value).title,
        part: *part,
        total: catalog
            .records
            .get(&id.value)
            .and_then(|series| series.total),
    })
}

fn page(
    record: &Record,
    catalog: &Catalog,
    graph: &relations::Graph,
    series: &BTreeMap<&str, Vec<&Record>>,
) -> Page {
    let parts = record
        .series
        .as_ref()
        .and_then(|(id, _)| series.get(id.value.as_str()));
    let copy = |copy: &CopyField| OutsideCopy {
        at: reference(catalog, &copy.org.value),
        url: copy.url.clone(),
    };
    let mut links = record.links.clone();
    if let Some(url) = &record.link {
        links.insert(
            0,
            callboard_model::Link {
                label: record.title.value.clone(),
                url: url.clone(),
            },
        );
    }
    // Where a text was republished from is a place where it also stands, when its address is known.
    let original = record
        .republished_from
        .iter()
        .filter(|copy| copy.url.is_some());
    Page {
        uids: uids::of(record, &catalog.settings),
        html: record.body.html.clone(),
        aliases: record.aliases.clone(),
        hashtags: record.hashtags.clone(),
        tags: facets::tags(record),
        parts: parts
            .into_iter()
            .flatten()
            .map(|part| reference(catalog, &part.id))
            .collect(),
        relations: graph.page(&record.id, |id| reference(catalog, id)),
        also_at: original.chain(&record.also_at).map(copy).collect(),
        cites: record.cites.clone(),
        links,
        image: record.image.clone(),
        credits: record
            .credits
            .iter()
            .map(|(to, what): &(Placed, Option<String>)| Credit {
                to: reference(catalog, &to.value),
                r#for: what.clone(),
            })
            .collect(),
        cadence: record.cadence.clone(),
        update_policy: record.update_policy.clone(),
        notes: record.notes.clone(),
        source: record
            .source
            .as_ref()
            .and_then(|source| source_note(&source.value, &record.lang, catalog)),
        checked: record.checked.clone(),
        related: Vec::new(),
        file: record.file.clone(),
    }
}

fn source_note(id: &str, lang: &str, catalog: &Catalog) -> Option<SourceNote> {
    let source = catalog.settings.sources.get(id)?;
    let note = source
        .date_note
        .as_ref()
        .and_then(|note| in_language(note, lang, catalog));
    let named = |id: &Option<Placed>| id.as_ref().map(|id| reference(catalog, &id.value));
    Some(SourceNote {
        title: source.title.clone(),
        publisher: named(&source.publisher),
        record: named(&source.record),
        url: source.url.clone(),
        date: source.date.clone().map(PartialDate),
        date_note: note,
    })
}

fn in_language(labels: &Labels, lang: &str, catalog: &Catalog) -> Option<String> {
    let fallback = catalog
        .settings
        .languages
        .first()
        .and_then(|first| labels.get(first));
    labels.get(lang).or(fallback).cloned()
}

fn site(catalog: &Catalog, records: &[ResolvedRecord]) -> Site {
    let settings = &catalog.settings;
    let last = catalog
        .records
        .iter()
        .flat_map(|record| {
            record
                .when
                .iter()
                .map(move |occurrence| (occurrence.start, record))
        })
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.id.cmp(&a.1.id)));
    Site {
        name: settings.name.clone(),
        tagline: settings.tagline.clone(),
        languages: settings.languages.clone(),
        zone: settings.zone.clone(),
        assumed_minutes: settings.assumed_minutes,
        contact: settings.contact.clone(),
        sealed: settings.site.sealed,
        records: records.len() as u32,
        newest_source: settings
            .sources
            .values()
            .filter_map(|source| source.date.clone())
            .max()
            .map(PartialDate),
        last_occurrence: last.map(|(start, record)| (reference(catalog, &record.id), start)),
    }
}
