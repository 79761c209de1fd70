//! Inverts a corpus with tantivy and reads the result back as plain postings.

use super::kept::{self, Kept, Term};
use super::rewrite;
use super::stem::{self, Stemmers};
use super::stop::StopWords;
use super::words::{Word, Words};
use super::{Corpus, Document, Error};
use crate::cache::FEW;
use callboard_engine::analysis::{self, fold, tokens};
use callboard_engine::input::{DocumentInput, PackInput, PostingsInput, TermInput};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use tantivy::directory::RamDirectory;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{DocSet, Index, SegmentReader, TERMINATED, TantivyDocument};

/// Places between two texts of one field, so that no phrase spans them.
const GAP: usize = 100;

/// Stands between the texts of one field: the sign that separates records (U+001E), which is no part of a word. A text
/// that has one itself is taken for two: no phrase runs over it.
const APART: &str = "\u{1e}";

/// Fewest documents for which a processor of their own is worth it.
const FEWEST: usize = 256;

/// What tantivy calls the analysis.
const ANALYSIS: &str = "callboard";

/// Memory that tantivy may use before it writes out, in bytes.
const BUDGET: usize = 200 << 20;

/// For each term where it stands.
type Terms = BTreeMap<String, PostingsInput>;

/// Inverts the corpus. Documents come out in the order of their ids, terms in the order of their bytes.
///
/// # Errors
/// When tantivy fails, which with everything in memory means that memory ran out.
pub fn invert(corpus: Corpus<'_>) -> Result<PackInput<'_>, Error> {
    Ok(hashed(corpus, &Kept::default())?.input)
}

/// Inverts the corpus, but for what was inverted before, and says what is to be kept of it: `None` where that is what was
/// kept before, or so nearly that inverting the few others again takes less time than keeping all.
///
/// # Errors
/// As [`invert`].
pub fn invert_after<'t>(
    corpus: Corpus<'t>,
    before: &Kept,
) -> Result<(PackInput<'t>, Option<Kept>), Error> {
    let Hashed {
        input,
        hashes,
        words,
        others,
    } = hashed(corpus, before)?;
    let is_worth_it = others * FEW > hashes.len() || words.languages != before.words.languages;
    let kept = is_worth_it.then(|| Kept::of(&input, &hashes, words));
    Ok((input, kept))
}

/// What was inverted, the hash of each document's texts, all words, and how many documents are other than before.
struct Hashed<'t> {
    input: PackInput<'t>,
    hashes: Vec<kept::Hash>,
    words: Words,
    others: usize,
}

fn hashed<'t>(mut corpus: Corpus<'t>, before: &Kept) -> Result<Hashed<'t>, Error> {
    corpus.documents.par_sort_by(|a, b| a.id.cmp(&b.id));
    let hashes = kept::hashes(&corpus.documents);
    let mut taken = before.taken(&corpus.documents, corpus.fields.len(), &hashes);
    let former = before.terms(&taken).unwrap_or_else(|| {
        taken = Kept::default().taken(&corpus.documents, corpus.fields.len(), &hashes);
        Vec::new()
    });
    let fresh: Vec<(u32, &Document)> = (0..)
        .zip(&corpus.documents)
        .zip(&taken.former)
        .filter(|(_, former)| former.is_none())
        .map(|(document, _)| document)
        .collect();
    let others = fresh.len().max(taken.gone());
    let share = fresh
        .len()
        .div_ceil(rayon::current_num_threads())
        .max(FEWEST);
    let parts: Vec<Terms> = fresh
        .par_chunks(share)
        .map(|documents| inverted(&corpus, documents))
        .collect::<Result<_, Error>>()?;
    let lengths: Vec<Vec<u32>> = corpus
        .documents
        .par_iter()
        .zip(&taken.former)
        .map(|(document, former)| match former {
            Some(former) => before.lengths(*former),
            None => document.texts.iter().map(|texts| places(texts)).collect(),
        })
        .collect();
    let mut terms = parts.into_iter().fold(former, together);
    terms
        .par_iter_mut()
        .for_each(|(_, postings)| postings.finish());
    let (input, words) = pack_input(corpus, lengths, terms, &before.words);
    Ok(Hashed {
        input,
        hashes,
        words,
        others,
    })
}

/// Where the words of some documents stand, each of which has a number.
fn inverted(corpus: &Corpus, documents: &[(u32, &Document)]) -> Result<Terms, Error> {
    let mut terms = Terms::new();
    let (schema, fields) = schema(corpus);
    let tokenizers = TokenizerManager::new();
    tokenizers.register(ANALYSIS, Analysis);
    let mut writer: SingleSegmentIndexWriter = Index::builder()
        .schema(schema)
        .tokenizers(tokenizers)
        .single_segment_index_writer(RamDirectory::create(), BUDGET)?;
    for (_, document) in documents {
        let mut indexed = TantivyDocument::default();
        for (field, texts) in fields.iter().zip(&document.texts) {
            indexed.add_text(*field, texts.join(APART));
        }
        writer.add_document(indexed)?;
    }
    let index = writer.finalize()?;
    let reader = index.reader()?;
    let searcher = reader.searcher();
    let numbers: Vec<u32> = documents.iter().map(|(number, _)| *number).collect();
    for segment in searcher.segment_readers() {
        for (number, field) in fields.iter().enumerate() {
            read_back(segment, *field, (number as u8, &numbers), &mut terms)?;
        }
    }
    Ok(terms)
}

/// Terms that were there before and those that are new, in their order.
fn together(former: Vec<Term>, fresh: Terms) -> Vec<Term> {
    let mut all = Vec::with_capacity(former.len() + fresh.len());
    let mut fresh = fresh.into_iter().peekable();
    for (term, mut postings) in former {
        while let Some(before) = fresh.next_if(|(other, _)| *other < term) {
            all.push(before);
        }
        if let Some((_, more)) = fresh.next_if(|(other, _)| *other == term) {
            for posting in more.iter() {
                for (field, positions) in posting.fields() {
                    postings.add(posting.doc, field, positions);
                }
            }
        }
        all.push((term, postings));
    }
    all.extend(fresh);
    all
}

fn schema(corpus: &Corpus) -> (Schema, Vec<Field>) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(ANALYSIS)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    let mut schema = Schema::builder();
    let fields = corpus
        .fields
        .iter()
        .map(|field| schema.add_text_field(&field.name, options.clone()))
        .collect();
    (schema.build(), fields)
}

/// How many places a field's texts take.
fn places(texts: &[Cow<str>]) -> u32 {
    texts.iter().map(|text| places_of(&tokens(text))).sum()
}

/// How many places a text takes; two readings of one place are one.
fn places_of(tokens: &[analysis::Token]) -> u32 {
    tokens.last().map_or(0, |token| token.position + 1)
}

/// The engine's analysis as tantivy asks for it: of the texts of one field, with [`APART`] between them.
#[derive(Clone)]
struct Analysis;

impl Tokenizer for Analysis {
    type TokenStream<'a> = Analysed;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Analysed {
        let mut all = Vec::new();
        let mut offset = 0;
        for text in text.split(APART) {
            let found = tokens(text);
            let places = places_of(&found) as usize;
            all.extend(found.into_iter().map(|token| Token {
                offset_from: token.start,
                offset_to: token.end,
                position: offset + token.position as usize,
                text: token.text,
                position_length: 1,
            }));
            offset += places + GAP;
        }
        Analysed {
            rest: all.into_iter(),
            token: Token::default(),
        }
    }
}

/// The tokens of one field of one document.
struct Analysed {
    rest: std::vec::IntoIter<Token>,
    token: Token,
}

impl TokenStream for Analysed {
    fn advance(&mut self) -> bool {
        match self.rest.next() {
            Some(token) => {
                self.token = token;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Adds one field's postings to those of the fields before it; it has a number, and so has each document.
fn read_back(
    segment: &SegmentReader,
    field: Field,
    (number, documents): (u8, &[u32]),
    terms: &mut Terms,
) -> Result<(), Error> {
    let inverted = segment.inverted_index(field)?;
    let mut stream = inverted.terms().stream()?;
    while stream.advance() {
        // Terms are the engine's own, so they are text.
        let Ok(term) = std::str::from_utf8(stream.key()) else {
            continue;
        };
        let own = terms.entry(term.to_owned()).or_default();
        let mut positions = Vec::new();
        let mut postings = inverted.read_postings_from_terminfo(
            stream.value(),
            IndexRecordOption::WithFreqsAndPositions,
        )?;
        let mut doc = postings.doc();
        while doc != TERMINATED {
            postings.positions(&mut positions);
            // Two readings of one place are one occurrence.
            positions.dedup();
            if let Some(doc) = documents.get(doc as usize) {
                own.add(*doc, number, &positions);
            }
            doc = postings.advance();
        }
    }
    Ok(())
}

fn pack_input<'t>(
    corpus: Corpus<'t>,
    lengths: Vec<Vec<u32>>,
    terms: Vec<Term>,
    before: &Words,
) -> (PackInput<'t>, Words) {
    let languages: Vec<usize> = corpus
        .documents
        .iter()
        .map(|document| stem::number(&corpus.languages, &document.lang))
        .collect();
    let stemmers = Stemmers::new(&corpus.languages);
    let spoken: Vec<(String, usize)> = terms
        .par_iter()
        .map(|(term, postings)| {
            (
                term.clone(),
                language_of(
                    postings.iter().map(|it| it.doc),
                    &languages,
                    corpus.languages.len(),
                ),
            )
        })
        .collect();
    let words = Words::of(&corpus.languages, &stemmers, spoken, before);
    let (rewrites, stems) =
        rayon::join(|| rewrite::rewrites(&words.evidence), || stems(&words.all));
    let stop_words = StopWords::new(&corpus.languages);
    let terms = terms
        .into_iter()
        .zip(stems)
        .zip(&words.all)
        .map(|(((term, postings), stem), word)| TermInput {
            stop: stop_words.has(word.language, &term),
            term,
            stem,
            postings,
        })
        .collect();
    let stored: Vec<bool> = corpus.fields.iter().map(|field| field.stored).collect();
    let documents = corpus
        .documents
        .into_iter()
        .zip(lengths)
        .map(|(document, lengths)| DocumentInput {
            id: document.id,
            texts: document
                .texts
                .into_iter()
                .zip(&stored)
                .filter(|(_, stored)| **stored)
                .map(|(texts, _)| joined(texts))
                .collect(),
            card: document.card,
            page: document.page,
            facets: document.facets,
            time: document.time,
            lengths,
            lang: document.lang,
            group: document.group,
            series: document.series,
            featured: document.featured,
            titles: document.titles,
        })
        .collect();
    let input = PackInput {
        site: corpus.site,
        languages: corpus.languages,
        fields: corpus.fields,
        facets: corpus.facets,
        when: corpus.when,
        documents,
        terms,
        rewrites,
    };
    (input, words)
}

/// The texts of a field as one.
fn joined(texts: Vec<Cow<str>>) -> Cow<str> {
    match <[Cow<str>; 1]>::try_from(texts) {
        Ok([text]) => text,
        Err(texts) => texts.join("\n").into(),
    }
}

/// The language in which most of a term's documents are written; the earlier one among equals.
fn language_of(docs: impl Iterator<Item = u32>, languages: &[usize], count: usize) -> usize {
    let mut counts = vec![0u32; count.max(1)];
    for doc in docs {
        if let Some(tally) = languages
            .get(doc as usize)
            .and_then(|language| counts.get_mut(*language))
        {
            *tally += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|tally| *tally == most).unwrap_or(0)
}

/// The stem of every term. Spellings that differ in diacritics alone share the stem of the one that
/// has them: `inmigracion` without its accent is no ending that Snowball knows.
fn stems(words: &[Word]) -> Vec<String> {
    let folded: Vec<String> = words.par_iter().map(|word| fold(&word.term)).collect();
    let mut shared: HashMap<&str, &str> = HashMap::with_capacity(words.len());
    for (word, folded) in words.iter().zip(&folded) {
        let marked = word.term != *folded;
        shared
            .entry(folded)
            .and_modify(|have| {
                if marked {
                    *have = &word.stem;
                }
            })
            .or_insert(&word.stem);
    }
    let stem = |folded: &String| shared.get(folded.as_str()).copied().unwrap_or_default();
    folded
        .iter()
        .map(|folded| stem(folded).to_owned())
        .collect()
}
