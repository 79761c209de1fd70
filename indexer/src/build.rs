//! A checked catalogue to the files of its pack.
//!
//! Not here: reading and checking (the catalogue's side), writing to disk ([`crate::pack_folder`]).

use crate::index::{self, Corpus, Document, Kept};
use crate::resolve::{Resolved, ResolvedRecord};
use crate::settings::Settings;
use callboard_engine::input::{FacetInput, FacetValueInput, FieldInput, PackInput, TimeInput};
use callboard_engine::pack::{self, Compress, PackFile};
use callboard_model::{FacetInfo, Kind, Labels, Page, Reference};
use rayon::prelude::*;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::slice;

/// How many related records a page names.
const RELATED: usize = 5;

/// A failure of the build itself, never an author's mistake.
#[derive(Debug)]
pub enum Error {
    /// Indexing failed.
    Index(index::Error),
    /// The pack cannot hold it.
    Pack(callboard_engine::Error),
    /// A record could not be put into JSON.
    Json(serde_json::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Index(error) => write!(f, "the index could not be built: {error}"),
            Error::Pack(error) => write!(f, "the pack could not be written: {error}"),
            Error::Json(error) => write!(f, "a record could not be stored: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// A catalogue as it is packed, and what only its index knows.
#[derive(Debug)]
pub struct Inverted<'r> {
    input: PackInput<'r>,
    /// Records on the same matters, best first, for each record in the order of their ids.
    pub related: Vec<Vec<Reference>>,
    /// What the next build need not invert again, where it is other than before.
    pub kept: Option<Kept>,
}

/// Packs a resolved catalogue, with a compression of the caller's: what is not published need not be small.
///
/// # Errors
/// When indexing fails or a limit of the format is exceeded.
pub fn pack(
    settings: &Settings,
    resolved: &Resolved,
    compress: &dyn Compress,
) -> Result<Vec<PackFile>, Error> {
    invert(settings, resolved, &Kept::default())?.pack(compress)
}

impl Inverted<'_> {
    /// The files of the pack.
    ///
    /// # Errors
    /// When a limit of the format is exceeded.
    pub fn pack(&self, compress: &dyn Compress) -> Result<Vec<PackFile>, Error> {
        pack::write(&self.input, compress).map_err(Error::Pack)
    }
}

/// Inverts a resolved catalogue, but for what was inverted before, and finds what is on the same matters.
///
/// # Errors
/// When indexing fails.
pub fn invert<'r>(
    settings: &Settings,
    resolved: &'r Resolved,
    before: &Kept,
) -> Result<Inverted<'r>, Error> {
    let Resolved {
        site,
        facets: every,
        records,
    } = resolved;
    let computed = every.iter().position(|facet| facet.id == "when");
    let mut facets: Vec<FacetInput> = every
        .iter()
        .map(|info| facet(info, &site.languages))
        .collect();
    let when = computed.map(|at| (at as u32, facets.remove(at)));
    let numbers: Vec<Numbers> = facets.iter().map(numbers).collect();
    let documents = records
        .par_iter()
        .map_init(Vec::new, |room, record| document(record, &numbers, room))
        .collect::<Result<_, Error>>()?;
    drop(numbers);
    let corpus = Corpus {
        site: serde_json::to_vec(site).map_err(Error::Json)?,
        languages: site.languages.clone(),
        fields: fields(settings),
        facets,
        when,
        documents,
    };
    let (mut input, kept) = index::invert_after(corpus, before).map_err(Error::Index)?;
    // Twice as many as are shown, because some of them are not worth showing.
    let numbers = index::related(&input, RELATED * 4);
    let pages = input.documents.par_iter_mut().zip(records).enumerate();
    let related = pages
        .map_init(Vec::new, |room, (number, (document, record))| {
            let others = numbers
                .get(number)
                .into_iter()
                .flatten()
                .filter_map(|other| records.get(*other as usize));
            let page = Page {
                related: worth_showing(record, others, site.languages.first()),
                ..record.page.clone()
            };
            document.page = json(&page, room)?;
            Ok(page.related)
        })
        .collect::<Result<_, Error>>()?;
    Ok(Inverted {
        input,
        related,
        kept,
    })
}

/// The searchable fields. `b` is how much a longer field counts for less: titles and names differ in length
/// for no reason of relevance, labels not at all.
fn fields(settings: &Settings) -> Vec<FieldInput> {
    let weight = |name: &str| settings.weights.get(name).copied().unwrap_or(1.0);
    [
        ("title", 0.3, true),
        ("names", 0.2, false),
        ("labels", 0.0, false),
        ("summary", 0.6, true),
        ("body", 0.6, true),
    ]
    .into_iter()
    .map(|(name, b, stored)| FieldInput {
        name: name.to_owned(),
        weight: weight(name),
        b,
        stored,
    })
    .collect()
}

/// A facet with its labels in the order of the languages. A label like that of the first language is left out:
/// who looks it up falls back to it.
fn facet(facet: &FacetInfo, languages: &[String]) -> FacetInput {
    let labels = |label: &Labels| {
        let first = languages.first().and_then(|first| label.get(first));
        let own = |(at, language)| match label.get(language) {
            Some(text) if at == 0 || first != Some(text) => text.clone(),
            _ => String::new(),
        };
        languages
            .iter()
            .enumerate()
            .map(own)
            .collect::<Vec<String>>()
    };
    let number = |id: &String| facet.values.iter().position(|value| value.id == *id);
    FacetInput {
        id: facet.id.clone(),
        labels: labels(&facet.label),
        values: facet
            .values
            .iter()
            .map(|value| FacetValueInput {
                id: value.id.clone(),
                labels: labels(&value.label),
                parent: value.parent.as_ref().and_then(number).map(|at| at as u32),
            })
            .collect(),
    }
}

/// A facet's id, and the numbers of its values by theirs.
type Numbers<'f> = (&'f str, HashMap<&'f str, u32>);

fn numbers(facet: &FacetInput) -> Numbers<'_> {
    let values = facet.values.iter().zip(0..);
    let numbers = values.map(|(value, number)| (value.id.as_str(), number));
    (&facet.id, numbers.collect())
}

fn document<'r>(
    record: &'r ResolvedRecord,
    facets: &[Numbers],
    room: &mut Vec<u8>,
) -> Result<Document<'r>, Error> {
    let positions = |(facet, numbers): &Numbers| {
        let own = record.facets.get(*facet).into_iter().flatten();
        let mut values: Vec<u32> = own
            .filter_map(|value| numbers.get(value.as_str()).copied())
            .collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    Ok(Document {
        id: record.id.clone(),
        texts: vec![
            texts(slice::from_ref(&record.title)),
            texts(&record.names),
            texts(&record.labels),
            texts(slice::from_ref(&record.summary)),
            vec![Cow::Borrowed(&*record.body_text)],
        ],
        facets: facets.iter().map(positions).collect(),
        time: TimeInput {
            occurrences: record.occurrences.clone(),
            published: record.published,
            has_recording: record.has_recording,
        },
        lang: record.lang.clone(),
        group: record.group.clone(),
        series: record.series.clone(),
        featured: record.featured,
        titles: record.aliases.clone(),
        card: json(&record.card, room)?,
        page: Vec::new(),
    })
}

/// A value in JSON, in no more memory than that takes; `room` is where it is written first.
fn json(value: &impl Serialize, room: &mut Vec<u8>) -> Result<Vec<u8>, Error> {
    room.clear();
    serde_json::to_writer(&mut *room, value).map_err(Error::Json)?;
    Ok(room.clone())
}

fn texts(texts: &[String]) -> Vec<Cow<'_, str>> {
    texts
        .iter()
        .map(|text| Cow::Borrowed(text.as_str()))
        .collect()
}

/// Related records that a reader would want: items rather than the catalogue's own structure, and
/// not what the page links to as a translation or the same series anyway.
fn worth_showing<'a>(
    record: &ResolvedRecord,
    others: impl Iterator<Item = &'a ResolvedRecord>,
    first: Option<&String>,
) -> Vec<Reference> {
    others
        .filter(|other| !matches!(other.card.kind, Kind::Series | Kind::Collection))
        .filter(|other| record.card.kind.is_structure() || !other.card.kind.is_structure())
        .filter(|other| record.group.is_none() || other.group != record.group)
        .take(RELATED)
        .map(|other| Reference {
            id: Some(other.id.clone()),
            title: other.title.clone(),
            kind: Some(other.card.kind),
            lang: Some(other.card.lang.clone()).filter(|lang| first != Some(lang)),
        })
        .collect()
}
