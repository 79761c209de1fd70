//! `queries.toml`: a catalogue's own searches, with what they must find. docs/queries.md describes it for editors.
//!
//! The records are packed in memory as they would be published, and the engine that readers have is asked; so a search
//! that fails here fails for them. Not here: relevance over large collections ([`crate::trec`]).

use crate::build;
use crate::catalog::{self, Catalog};
use crate::diagnostic::{Diagnostic, Log, Place, certain, nearest};
use crate::keys::Reader;
use crate::moment;
use crate::pack_folder::{PackError, PackFolder, compress_quickly};
use crate::resolve;
use crate::settings::COMPUTED;
use crate::toml_text;
use crate::tree::Placed;
use crate::two_texts::{self, Version};
use callboard_engine::answer::Answer;
use callboard_engine::{Clock, Request};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

/// Name of the file, beside `catalog.toml`.
pub const FILE: &str = "queries.toml";

/// Hits among which `among` must be, where `within` says nothing: what a page shows first.
const WITHIN: u32 = 10;

/// Hits that are asked for: `without` means none of them. The engine gives no more.
const MOST: usize = 1000;

/// Ids that a message names.
const NAMED: usize = 5;

/// A search, and what it must find.
#[derive(Clone, Debug)]
pub struct Query {
    /// What the engine is asked.
    pub request: Request,
    /// Ids that must lead the hits, in this order.
    pub first: Vec<Placed>,
    /// Ids that must be among the first `within` hits.
    pub among: Vec<Placed>,
    /// See `among`; at least 1.
    pub within: usize,
    /// Ids that must not be found at all.
    pub without: Vec<Placed>,
    /// Where it is said that nothing must be found.
    pub nothing: Option<Place>,
    place: Place,
}

/// The searches of a catalogue.
#[derive(Clone, Debug, Default)]
pub struct Queries {
    /// Those without a mistake, in the order of the file.
    pub all: Vec<Query>,
    /// The file, whose lines diagnostics show.
    text: String,
}

/// Why the searches could not be run, other than a mistake in them.
#[derive(Debug)]
pub enum Error {
    /// The records could not be packed.
    Build(build::Error),
    /// The engine refuses the pack.
    Pack(PackError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Build(error) => write!(f, "{error}"),
            Error::Pack(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Error {}

/// Reads the searches of the catalogue in `folder`, and what is wrong with them. None where there is no such file. A
/// search with a mistake is left out.
pub fn read(folder: &Path, catalog: &Catalog) -> (Queries, Vec<Diagnostic>) {
    let path = folder.join(FILE);
    let about = fs::symlink_metadata(&path);
    if about.is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return (Queries::default(), Vec::new());
    }
    let mut found = Vec::new();
    let Some(text) = catalog::load(&path, FILE, "unreadable", &mut found) else {
        return (Queries::default(), found);
    };
    let mut log = Log::new(FILE, &text);
    let torn = two_texts::versions(&text, 1, &mut log);
    if torn.is_empty() {
        let all = all(&text, catalog, &mut log);
        let found = log.finish();
        return (Queries { all, text }, found);
    }
    // Which of them are run is not decided yet.
    let wrong_with = |version| {
        let text = two_texts::chosen(&text, &torn, version);
        let mut log = Log::new(FILE, &text);
        all(&text, catalog, &mut log);
        log.finish()
    };
    let [first, second] = [Version::First, Version::Second].map(wrong_with);
    log.extend(two_texts::in_both(FILE, &torn, first, &second));
    (Queries::default(), log.finish())
}

/// The searches of a text.
fn all(text: &str, catalog: &Catalog, log: &mut Log) -> Vec<Query> {
    let Some(mut top) = toml_text::parse(text, "docs/queries.md", &["as_of"], log) else {
        return Vec::new();
    };
    let usual = top.text("as_of", log);
    let usual = usual.and_then(|as_of| clock(&as_of, log));
    let usual = usual.unwrap_or_else(|| minutes(jiff::Timestamp::now()));
    let all = top.maps("query", log).into_iter();
    let all = all
        .filter_map(|query| one(query, usual, catalog, log))
        .collect();
    top.finish(&[], log);
    all
}

fn minutes(moment: jiff::Timestamp) -> i64 {
    moment.as_second().div_euclid(60)
}

/// A moment in minutes since 1970.
fn clock(as_of: &Placed, log: &mut Log) -> Option<i64> {
    let moment = moment::parse(&as_of.value);
    if moment.is_none() {
        log.error(
            "bad-query",
            as_of.place,
            format!("`{}` is no moment", as_of.value),
            "write it as 2024-11-07T12:00Z",
        );
    }
    moment.map(minutes)
}

/// Complains of a filter by what is no facet: nothing is found by it, so that a search that must find nothing cannot fail.
fn unknown_facet(facet: &str, place: Place, catalog: &Catalog, log: &mut Log) {
    let own = catalog.settings.facets.iter();
    let known = || own.clone().map(|own| own.id.as_str()).chain(COMPUTED);
    if known().any(|known| known == facet) {
        return;
    }
    let question =
        nearest(facet, known()).map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
    let all: BTreeSet<&str> = known().collect();
    log.error(
        "bad-query",
        place,
        format!("there is no facet `{facet}`{question}"),
        format!(
            "use one of {}",
            all.into_iter().collect::<Vec<_>>().join(", ")
        ),
    );
}

/// Reads a search; with a mistake in it there is none.
fn one(mut keys: Reader, usual: i64, catalog: &Catalog, log: &mut Log) -> Option<Query> {
    let before = log.count();
    let text = keys.written("text", log);
    if text.is_none() && !keys.has("text") {
        keys.missing(
            "text",
            "a search has no `text`".to_owned(),
            "add what is typed: `text = \"...\"`".to_owned(),
        );
    }
    let as_of = keys.text("as_of", log);
    let now = as_of.and_then(|as_of| clock(&as_of, log)).unwrap_or(usual);
    let own = text.as_ref().map_or(keys.place(), |text| text.place);
    let text = text.map_or_else(String::new, |text| text.value);
    let mut request = Request::new(&text, Clock::utc(now));
    request.limit = MOST;
    if let Some(lang) = keys.text("lang", log) {
        if !catalog.settings.languages.contains(&lang.value) {
            let known = catalog.settings.languages.join(", ");
            log.error(
                "bad-query",
                lang.place,
                format!("the catalogue has no language `{}`", lang.value),
                format!("use one of {known}"),
            );
        }
        request.lang = Some(lang.value);
    }
    for filter in keys.texts("filters", log) {
        match filter.value.split_once(':') {
            Some((facet, value)) => {
                unknown_facet(facet, filter.place, catalog, log);
                request.filters.push((facet.to_owned(), value.to_owned()));
            }
            None => log.error(
                "bad-query",
                filter.place,
                format!("`{}` is no filter", filter.value),
                "write facet and value, as `kind:event`",
            ),
        }
    }
    let [first, among, without] = ["first", "among", "without"].map(|key| keys.texts(key, log));
    let nothing = keys.text_place("nothing");
    let is_nothing = keys.flag("nothing", log);
    let nothing = nothing.filter(|_| is_nothing);
    let within = keys.whole("within", 0, log);
    let is_read = log.count() == before;
    keys.finish(&[], log);
    let expects = [&first, &among, &without]
        .iter()
        .any(|list| !list.is_empty());
    // A key that was not read may have said it.
    if !expects && nothing.is_none() && is_read && log.count() == before {
        log.error(
            "bad-query",
            own,
            "nothing is expected of this search, so it cannot fail",
            "add `first`, `among`, `without` or `nothing = true`",
        );
    }
    if let Some(place) = nothing.filter(|_| expects) {
        log.error(
            "bad-query",
            place,
            "nothing must be found, and yet ids are named",
            "keep `nothing = true` or the ids",
        );
    }
    if let Some((within, place)) = within
        && (within == 0 || among.is_empty())
    {
        log.error(
            "bad-query",
            place,
            "`within` says among how many hits those of `among` must be",
            "write a number from 1, and `among`",
        );
    }
    let query = Query {
        request,
        first,
        among,
        within: within.map_or(WITHIN, |(within, _)| within) as usize,
        without,
        nothing,
        place: own,
    };
    for id in query.first.iter().chain(&query.among).chain(&query.without) {
        there(&id.value, id.place, catalog, log);
    }
    (log.count() == before).then_some(query)
}

/// Checks that an id is that of a published record.
fn there(id: &str, place: Place, catalog: &Catalog, log: &mut Log) {
    match catalog.records.get(id) {
        Some(record) if record.draft => {
            log.error(
                "bad-query",
                place,
                format!("`{id}` is a draft, which nobody can find"),
                "publish it, or leave it out",
            );
        }
        Some(_) => {}
        None => {
            let ids = || catalog.records.ids();
            let question = nearest(id, ids())
                .map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
            log.error(
                "unknown-record",
                place,
                format!("there is no record `{id}`{question}"),
                "ids are file names without .md",
            );
            if let Some(meant) = certain(id, ids()) {
                log.certain(id, meant);
            }
        }
    }
}

/// Runs the searches over the published records of a catalogue without errors, and says which do not find what they
/// should.
///
/// # Errors
/// When the records cannot be packed.
pub fn ask(queries: &Queries, catalog: &Catalog) -> Result<Vec<Diagnostic>, Error> {
    if queries.all.is_empty() {
        return Ok(Vec::new());
    }
    let resolved = resolve::resolve(catalog);
    let files =
        build::pack(&catalog.settings, &resolved, &compress_quickly).map_err(Error::Build)?;
    let mut pack = PackFolder::of(files).map_err(Error::Pack)?;
    let mut log = Log::new(FILE, &queries.text);
    for query in &queries.all {
        let answer = pack
            .ask(|searcher| searcher.search(&query.request))
            .map_err(Error::Pack)?;
        compare(query, &answer, &mut log);
    }
    Ok(catalog.settings.weighed(log.finish(), &BTreeSet::new()))
}

fn compare(query: &Query, answer: &Answer, log: &mut Log) {
    let text = &query.request.text;
    let named = |hits: &[&str]| match hits.get(..hits.len().min(NAMED)) {
        None | Some([]) => "nothing".to_owned(),
        Some(some) => some.join(", "),
    };
    let ids: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
    // Where each is found; a translation stands with the one that is shown.
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, hit) in (1..).zip(&answer.hits) {
        for id in std::iter::once(&hit.id).chain(&hit.also) {
            places.entry(id).or_insert(number);
        }
    }
    let fix = "mend the record or the synonyms; if the answer is as good, change what is expected";
    for note in answer
        .notes
        .iter()
        .filter(|note| note.code == "unknown-value")
    {
        log.error(
            "bad-query",
            query.place,
            format!("there is no value `{}` to filter by", note.part),
            "facets and their values are in catalog.toml",
        );
    }
    if let Some(place) = query.nothing.filter(|_| !ids.is_empty()) {
        let found = format!("`{text}` should find nothing, but finds {}", named(&ids));
        log.error("query-failed", place, found, fix);
    }
    for (number, Placed { value: id, place }) in (1..).zip(&query.first) {
        if places.get(id.as_str()) != Some(&number) {
            let at = places.get(id.as_str()).map_or_else(
                || "does not find it".to_owned(),
                |at| format!("finds it as number {at}"),
            );
            let message = format!(
                "`{text}` should find `{id}` as number {number}, but {at}; it finds {}",
                named(&ids)
            );
            log.error("query-failed", *place, message, fix);
        }
    }
    for Placed { value: id, place } in &query.among {
        let at = places.get(id.as_str());
        if at.is_none_or(|at| *at > query.within) {
            let at = at.map_or_else(
                || "does not find it".to_owned(),
                |at| format!("finds it as number {at}"),
            );
            let message = format!(
                "`{text}` should find `{id}` among the first {}, but {at}",
                query.within
            );
            log.error("query-failed", *place, message, fix);
        }
    }
    for Placed { value: id, place } in &query.without {
        if let Some(at) = places.get(id.as_str()) {
            let message = format!("`{text}` should not find `{id}`, but finds it as number {at}");
            log.error("query-failed", *place, message, fix);
        }
    }
}
