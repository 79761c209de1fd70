//! One search: from a request to an answer.
//!
//! What the query finds ([`crate::retrieval`]) is filtered, counted and put into order, and the few hits that
//! were asked for are made.

use crate::analysis;
use crate::answer::{Answer, Hit, Record, Suggestion, Why, WhyWord};
use crate::columns::Columns;
use crate::edit;
use crate::filter::Filters;
use crate::matching::{self, How, Match, Matches};
use crate::pack::{Pack, Part, Pause};
use crate::proximity;
use crate::query::{self, Query};
use crate::ranking::{Candidate, Front, Order};
use crate::retrieval::{Retrieved, retrieve};
use crate::snippet::Marker;
use crate::text;
use crate::time::{self, Clock, WHEN};
use crate::{Error, json};
use alloc::{borrow::ToOwned, string::String, vec::Vec};

/// How hits are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first; without a text, featured first, then the soonest, then the newest.
    #[default]
    Relevance,
    /// Newest first: by the last occurrence, else by the publication.
    Newest,
    /// What is on or comes soonest first, then the newest.
    Soonest,
}

/// A search.
#[derive(Clone, Debug)]
pub struct Request {
    /// What was typed.
    pub text: String,
    /// Facet and value ids; within a facet any value will do.
    pub filters: Vec<(String, String)>,
    /// Order of the hits.
    pub sort: Sort,
    /// How many hits; more than 1000 are 1000.
    pub limit: usize,
    /// How many hits to skip.
    pub offset: usize,
    /// The moment to search at.
    pub clock: Clock,
    /// Language in which to show translated pairs.
    pub lang: Option<String>,
    /// Whether hits say why they are there.
    pub explain: bool,
    /// Words match only as they are written: no other forms, beginnings or spellings, no fewer words.
    pub literal: bool,
    /// All chosen values of a facet must hold, and counts are of what passes every filter.
    pub conjunctive: bool,
    /// Counts facets only where what that takes is at hand, so that hits need not wait for it: see
    /// [`Answer::exact`].
    pub hits_first: bool,
}

impl Request {
    /// A plain search for `text` at a moment: ten hits by relevance.
    pub fn new(text: &str, clock: Clock) -> Request {
        Request {
            text: text.to_owned(),
            filters: Vec::new(),
            sort: Sort::Relevance,
            limit: 10,
            offset: 0,
            clock,
            lang: None,
            explain: false,
            literal: false,
            conjunctive: false,
            hits_first: false,
        }
    }
}

/// A result, or what must be handed over first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// The result.
    Done(T),
    /// Parts of the pack. Fetch them (all at once), [`Searcher::provide`] them, ask again.
    Need(Vec<Part>),
}

/// An opened pack that answers.
pub struct Searcher {
    pack: Pack,
}

impl Searcher {
    /// Opens a pack by what its manifest gives or names, uncompressed.
    ///
    /// # Errors
    /// [`Error::Version`] for another format, [`Error::Damaged`] for bytes that are cut off or altered.
    pub fn open(bytes: &[u8]) -> Result<Searcher, Error> {
        Ok(Searcher {
            pack: Pack::open(bytes)?,
        })
    }

    /// Hands over the part of this number, which [`Step::Need`] named, uncompressed.
    ///
    /// # Errors
    /// [`Error::Damaged`] for bytes that are cut off or altered.
    pub fn provide(&mut self, number: u32, bytes: &[u8]) -> Result<(), Error> {
        self.pack.provide(number, bytes)
    }

    /// What a page must know of the catalogue before it shows anything, as JSON: what the indexer wrote, and
    /// the facets with their labels.
    pub fn site(&self) -> String {
        json::site(&self.pack)
    }

    /// Parts that are worth fetching while nobody waits for them: all that is left of a small pack,
    /// nothing of a large one. With them at hand no later step of the reader shows in a request.
    pub fn ahead(&self) -> Vec<Part> {
        self.pack.ahead()
    }

    /// Number of documents.
    pub fn documents(&self) -> u32 {
        self.pack.documents
    }

    /// Searches.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a part of the pack cannot be read. Never because of the text.
    pub fn search(&self, request: &Request) -> Result<Step<Answer>, Error> {
        self.step(self.answer(request).map(|(answer, _)| answer))
    }

    /// Everything about the record with this id, if there is one.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn record(&self, id: &str) -> Result<Step<Option<Record>>, Error> {
        let find = || {
            let Some(doc) = self.pack.document_by_id(id)? else {
                return Ok(None);
            };
            // Both may be missing: both are asked for at once.
            let (stored, page) = (self.pack.document(doc), self.pack.page(doc));
            let (stored, page) = (stored?, page?);
            let mut texts = Vec::new();
            let fields = self.pack.fields.iter().filter(|field| field.stored);
            for (field, text) in fields.zip(&stored.texts) {
                texts.push((field.name.clone(), (*text).to_owned()));
            }
            Ok(Some(Record {
                id: stored.id.to_owned(),
                texts,
                card: stored.card.to_vec(),
                page: page.to_vec(),
            }))
        };
        self.step(find())
    }

    /// Completions for a text that is being typed: records by title, then facet values by label.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn suggest(
        &self,
        text: &str,
        limit: usize,
        lang: Option<&str>,
        clock: Clock,
    ) -> Result<Step<Vec<Suggestion>>, Error> {
        self.step(self.completions(text, limit, lang, clock))
    }

    fn step<T>(&self, result: Result<T, Pause>) -> Result<Step<T>, Error> {
        let wanted = self.pack.wanted();
        match result {
            Ok(value) => Ok(Step::Done(value)),
            Err(Pause::Missing) => Ok(Step::Need(wanted)),
            Err(Pause::Failed(error)) => Err(error),
        }
    }

    /// The answer, and what marks its words in other texts.
    fn answer(&self, request: &Request) -> Result<(Answer, Marker<'_>), Pause> {
        let pack = &self.pack;
        let mut query = query::parse(&request.text, pack, request.clock);
        if request.literal {
            for clause in &mut query.must {
                for term in &mut clause.alternatives {
                    term.prefix = false;
                }
            }
        }
        let mut filters = Filters::new(pack, request.conjunctive);
        for (facet, value) in &request.filters {
            if !filters.choose(pack, facet, value) {
                let part = text::joined(&mut [facet.as_str(), value].into_iter(), ":");
                query.notes.push(query::Note {
                    code: "unknown-value",
                    part,
                });
            }
        }
        for (facet, value) in &query.filters {
            filters.add(*facet, *value);
        }
        for (facet, value) in &query.not_filters {
            filters.exclude(*facet, *value);
        }
        filters.within(&query.days);
        // Both are needed in any case, so both are asked for at once.
        let columns = pack.columns(|facet| !request.hits_first || filters.needs(facet));
        let (columns, wait) = match columns {
            Ok(columns) => (columns, None),
            Err(pause) => (Columns::default(), Some(pause)),
        };
        let columns = &columns;
        let order = Order {
            columns,
            clock: request.clock,
            sort: request.sort,
            any_text: !query.must.is_empty(),
        };
        let wanted = request.offset.saturating_add(request.limit.min(1000));
        let depth = wanted.max(proximity::DEPTH);
        let mut front = Front::new(&order, depth);
        let mut pass = filters.pass(columns, request.clock);
        let retrieved = retrieve(pack, &query, request.literal, &mut |candidate| {
            if wait.is_none() && pass.keeps(candidate.doc) {
                front.offer(candidate);
            }
        });
        if let Some(pause) = wait {
            return Err(pause);
        }
        let (retrieved, counts) = (retrieved?, pass.counts());
        let lang = request
            .lang
            .as_deref()
            .and_then(|lang| pack.languages.iter().position(|have| have == lang));
        let (mut candidates, also) = front.finish(lang);
        let marker = self.marker(&query, &retrieved)?;
        if request.sort == Sort::Relevance && !request.literal && request.limit > 0 {
            let words = (retrieved.found.as_slice(), retrieved.long);
            // Scores only rise, and only of the best, so no other takes their place.
            let best = candidates.len().min(proximity::DEPTH);
            let best = &mut candidates[..best];
            proximity::boost(pack, words, &marker, best)?;
            for candidate in best.iter_mut() {
                candidate.weigh(retrieved.long);
            }
            order.sort(best);
        }
        if request.sort == Sort::Relevance && order.any_text {
            crate::ranking::parts_in_order(&mut candidates, columns);
        }

        let mut hits = Vec::new();
        let mut missing = None;
        for candidate in candidates.iter().take(wanted).skip(request.offset) {
            match self.hit(
                candidate,
                columns,
                (&query, &retrieved, &marker),
                request,
                &also,
            ) {
                Ok(hit) => hits.push(hit),
                Err(Pause::Missing) => missing = Some(Pause::Missing),
                Err(failed) => return Err(failed),
            }
        }
        if let Some(pause) = missing {
            return Err(pause);
        }
        let mut facets = Vec::with_capacity(counts.len());
        for (number, counts) in counts.iter().enumerate() {
            let facet = pack.facets.get(number);
            let mut values = Vec::with_capacity(counts.len());
            for (value, count) in counts {
                let value = *value as usize;
                let id = match facet {
                    Some(facet) => facet.values.get(value).map(|value| value.id.as_str()),
                    None => WHEN.get(value).copied(),
                };
                values.push((id.unwrap_or("").to_owned(), *count));
            }
            let id = facet.map_or("when", |facet| facet.id.as_str());
            facets.push((id.to_owned(), values));
        }
        // Of a facet whose column is not there, what is counted is nothing.
        let exact = columns.facets.iter().all(Option::is_some);
        if !exact {
            facets.clear();
        }
        let answer = Answer {
            total: front.tiers.iter().sum(),
            tiers: front.tiers,
            hits,
            facets,
            exact,
            operators: query.operators,
            notes: query.notes,
            did_you_mean: retrieved.did_you_mean,
        };
        Ok((answer, marker))
    }

    fn hit<'t>(
        &'t self,
        candidate: &Candidate,
        columns: &Columns,
        (query, retrieved, marker): (&Query, &Retrieved, &Marker<'t>),
        request: &Request,
        also: &[(u32, u32)],
    ) -> Result<Hit, Pause> {
        let stored = self.pack.document(candidate.doc)?;
        let title = marker.mark(stored.texts.first().copied().unwrap_or(""));
        let snippet = marker.snippet(stored.texts.get(1..).unwrap_or(&[]));
        let traits = columns
            .traits
            .get(candidate.doc as usize)
            .cloned()
            .unwrap_or_default();
        let (phase, at) = time::phase(&traits, request.clock);
        let mut others = Vec::new();
        for (stays, doc) in also {
            if *stays == candidate.doc {
                others.push(self.pack.document(*doc)?.id.to_owned());
            }
        }
        let why = if request.explain {
            Some(self.why(candidate, query, retrieved)?)
        } else {
            None
        };
        Ok(Hit {
            id: stored.id.to_owned(),
            title: title.text,
            title_ranges: title.ranges,
            snippet: snippet.text,
            snippet_ranges: snippet.ranges,
            tier: candidate.tier,
            typos: u32::from(candidate.slip) / edit::EDIT,
            score: candidate.score,
            phase,
            at,
            also: others,
            card: stored.card.to_vec(),
            why,
        })
    }

    fn why(
        &self,
        candidate: &Candidate,
        query: &Query,
        retrieved: &Retrieved,
    ) -> Result<Why, Pause> {
        let mut why = Why {
            exact_title: candidate.exact_title,
            words: Vec::new(),
            missing: Vec::new(),
            proximity: candidate.proximity,
        };
        for (clause, found) in query.must.iter().zip(&retrieved.found) {
            let mut typed = String::new();
            for term in &clause.alternatives {
                if !typed.is_empty() {
                    typed.push_str(" OR ");
                }
                typed.push_str(&text::joined(
                    &mut term.words.iter().map(String::as_str),
                    " ",
                ));
            }
            let mut best: Option<(&Matches, &Match)> = None;
            for matches in found {
                if let Some(m) = matching::get(matches, candidate.doc)
                    && best.is_none_or(|(_, best)| (m.how, m.slip) < (best.how, best.slip))
                {
                    best = Some((matches, m));
                }
            }
            let Some((matches, best)) = best else {
                why.missing.push(typed);
                continue;
            };
            let mut fields = Vec::new();
            for (number, field) in self.pack.fields.iter().enumerate() {
                if best.fields & (1 << number) != 0 {
                    fields.push(field.name.clone());
                }
            }
            let matched = match best.how {
                How::Exact => typed.clone(),
                _ => self
                    .matched_form(matches, best)?
                    .unwrap_or_else(|| typed.clone()),
            };
            why.words.push(WhyWord {
                word: typed,
                matched,
                how: best.how,
                fields,
            });
        }
        Ok(why)
    }

    /// The form by which a document matches in the given way, where that is known.
    fn matched_form(&self, matches: &Matches, best: &Match) -> Result<Option<String>, Pause> {
        if let (How::Prefix, Some(beginning)) = (best.how, &matches.beginning) {
            for text in self.pack.document(best.doc)?.texts {
                for token in analysis::tokens(text) {
                    let folded = analysis::fold(&token.text);
                    if folded.starts_with(beginning.folded.as_str()) {
                        return Ok(Some(token.text));
                    }
                }
            }
        }
        for form in matches
            .forms
            .iter()
            .filter(|form| form.how == best.how && form.slip == best.slip)
        {
            let (chunk, index, _) = self.pack.entry(form.entry)?;
            let has = matching::all_of(&self.pack, form.entry)?
                .iter()
                .any(|posting| posting.doc == best.doc);
            if has {
                return Ok(Some(chunk.form(index).to_owned()));
            }
        }
        Ok(None)
    }

    /// Marks every form that made a document a candidate.
    fn marker(&self, query: &Query, retrieved: &Retrieved) -> Result<Marker<'_>, Pause> {
        let mut forms = Vec::new();
        let mut beginnings = Vec::new();
        for (word, found) in retrieved.found.iter().enumerate() {
            for beginning in found
                .iter()
                .filter_map(|matches| matches.beginning.as_ref())
            {
                beginnings.push((beginning.folded.clone(), word));
            }
            for form in found.iter().flat_map(|matches| &matches.forms) {
                let (chunk, index, _) = self.pack.entry(form.entry)?;
                forms.push((chunk.folded(index).to_owned(), word));
            }
        }
        // A word that nothing has is still worth marking where a title was met as a whole.
        for (word, clause) in query.must.iter().enumerate() {
            for term in &clause.alternatives {
                forms.extend(term.words.iter().map(|text| (analysis::fold(text), word)));
            }
        }
        Ok(Marker::new(forms, beginnings))
    }

    fn completions(
        &self,
        text: &str,
        limit: usize,
        lang: Option<&str>,
        clock: Clock,
    ) -> Result<Vec<Suggestion>, Pause> {
        let pack = &self.pack;
        let key = analysis::joined_key(text);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let mut docs: Vec<u32> = Vec::new();
        let from = pack.key_bound(&pack.titles, &key)?;
        let to = from.saturating_add(limit);
        pack.keys_in(&pack.titles, &(from..to), &key, &mut |chunk, range| {
            docs.extend(range.flat_map(|i| chunk.numbers(i)));
        })?;
        docs.truncate(limit);
        let mut request = Request::new(text, clock);
        request.limit = limit;
        request.lang = lang.map(str::to_owned);
        request.hits_first = true;
        let (mut answer, marker) = self.answer(&request)?;
        let mut seen: Vec<String> = Vec::new();
        // Of a translated pair the half that is a hit stands for both.
        for hit in &mut answer.hits {
            seen.append(&mut hit.also);
        }
        let mut suggestions = Vec::new();
        for doc in docs {
            let stored = pack.document(doc)?;
            if !seen.iter().any(|id| id == stored.id) {
                seen.push(stored.id.to_owned());
                let title = marker.mark(stored.texts.first().copied().unwrap_or(""));
                suggestions.push(Suggestion::Record {
                    id: stored.id.to_owned(),
                    title: title.text,
                    ranges: title.ranges,
                    card: stored.card.to_vec(),
                });
            }
        }
        for hit in answer.hits {
            if !seen.contains(&hit.id) {
                suggestions.push(Suggestion::Record {
                    id: hit.id,
                    title: hit.title,
                    ranges: hit.title_ranges,
                    card: hit.card,
                });
            }
        }
        suggestions.truncate(limit);
        let words = folded_tokens(text);
        for facet in &pack.facets {
            for value in &facet.values {
                let fits = |label: &&String| {
                    let tokens = folded_tokens(label);
                    words
                        .iter()
                        .all(|word| tokens.iter().any(|token| token.starts_with(word.as_str())))
                };
                if let Some(label) = value.labels.iter().find(fits)
                    && suggestions.len() < limit * 2
                {
                    suggestions.push(Suggestion::Facet {
                        facet: facet.id.clone(),
                        value: value.id.clone(),
                        label: label.clone(),
                    });
                }
            }
        }
        Ok(suggestions)
    }
}

fn folded_tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for token in analysis::tokens(text) {
        out.push(analysis::fold(&token.text));
    }
    out
}
