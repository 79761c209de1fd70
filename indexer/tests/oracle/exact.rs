//! What matches, by native tantivy over the same analysed text, and by brute force over facets.

use callboard_engine::analysis::{fold, tokens};
use callboard_engine::input::PackInput;
use callboard_indexer::index::Corpus;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing};
use tantivy::schema::{TextOptions, Value};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, Searcher, TantivyDocument, Term};

/// A reading of a word at its place.
pub struct Reading {
    pub text: String,
    pub position: usize,
    pub extra: bool,
}

pub struct Exact {
    searcher: Searcher,
    id: Field,
    fields: Vec<Field>,
    /// Per document and field, its readings.
    pub tokens: Vec<Vec<Vec<Reading>>>,
    forms: BTreeMap<String, BTreeSet<String>>,
    /// Per facet and value, the ids of the documents that have it.
    values: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl Exact {
    pub fn new(corpus: &Corpus) -> Exact {
        let indexing =
            TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing);
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STRING | STORED);
        let fields: Vec<Field> = corpus
            .fields
            .iter()
            .map(|field| schema.add_text_field(&format!("field-{}", field.name), options.clone()))
            .collect();
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).unwrap();
        let mut all = Vec::new();
        let mut values: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        for document in &corpus.documents {
            let mut indexed = TantivyDocument::default();
            indexed.add_text(id, &document.id);
            let mut own = Vec::new();
            for (field, texts) in fields.iter().zip(&document.texts) {
                let readings: Vec<Reading> = texts
                    .iter()
                    .enumerate()
                    .flat_map(|(number, text)| {
                        // Texts of one field stand far apart.
                        tokens(text).into_iter().map(move |token| Reading {
                            text: token.text,
                            position: number * 1_000_000 + token.position as usize,
                            extra: token.extra,
                        })
                    })
                    .collect();
                indexed.add_pre_tokenized_text(
                    *field,
                    PreTokenizedString {
                        text: String::new(),
                        tokens: readings
                            .iter()
                            .map(|reading| Token {
                                position: reading.position,
                                text: reading.text.clone(),
                                ..Token::default()
                            })
                            .collect(),
                    },
                );
                own.push(readings);
            }
            all.push(own);
            writer.add_document(indexed).unwrap();
            for (facet, chosen) in corpus.facets.iter().zip(&document.facets) {
                for value in chosen {
                    let value = facet.values[*value as usize].id.clone();
                    let by_value = values.entry(facet.id.clone()).or_default();
                    by_value
                        .entry(value)
                        .or_default()
                        .insert(document.id.clone());
                }
            }
        }
        writer.commit().unwrap();
        let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for reading in all.iter().flatten().flatten() {
            let own = forms.entry(fold(&reading.text)).or_default();
            if !own.contains(&reading.text) {
                own.insert(reading.text.clone());
            }
        }
        Exact {
            forms,
            searcher: index.reader().unwrap().searcher(),
            id,
            fields,
            tokens: all,
            values,
        }
    }

    fn run(&self, query: &dyn Query) -> BTreeSet<String> {
        let found = self.searcher.search(query, &DocSetCollector).unwrap();
        found
            .into_iter()
            .map(|address| {
                let document: TantivyDocument = self.searcher.doc(address).unwrap();
                let id = document.get_first(self.id).unwrap();
                id.as_str().unwrap().to_owned()
            })
            .collect()
    }

    /// A word in any field.
    fn word(&self, word: &str) -> Box<dyn Query> {
        let fields = self.fields.iter().map(|field| {
            let term = Term::from_field_text(*field, word);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            (Occur::Should, Box::new(query) as Box<dyn Query>)
        });
        Box::new(BooleanQuery::new(fields.collect()))
    }

    /// Documents with all the words and none of the others.
    pub fn all(&self, words: &[&str], without: &[&str]) -> BTreeSet<String> {
        let must = words.iter().map(|word| (Occur::Must, self.word(word)));
        let not = without.iter().map(|word| (Occur::MustNot, self.word(word)));
        self.run(&BooleanQuery::new(must.chain(not).collect()))
    }

    /// Documents with any of the words.
    pub fn any(&self, words: &[&str]) -> BTreeSet<String> {
        let any = words.iter().map(|word| (Occur::Should, self.word(word)));
        self.run(&BooleanQuery::new(any.collect()))
    }

    /// Documents in which the words follow one another in one field, written with or without diacritics.
    pub fn phrase(&self, words: &[String]) -> BTreeSet<String> {
        let mut spellings: Vec<Vec<String>> = vec![Vec::new()];
        for word in words {
            // Every way in which the folded word is written.
            let forms = &self.forms[&fold(word)];
            spellings = spellings
                .iter()
                .flat_map(|start| {
                    forms.iter().map(move |form| {
                        let mut longer = start.clone();
                        longer.push(form.clone());
                        longer
                    })
                })
                .collect();
        }
        let mut queries: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for spelling in &spellings {
            for field in &self.fields {
                let terms = spelling
                    .iter()
                    .map(|word| Term::from_field_text(*field, word));
                queries.push((Occur::Should, Box::new(PhraseQuery::new(terms.collect()))));
            }
        }
        self.run(&BooleanQuery::new(queries))
    }

    pub fn inside(&self, facet: &str, value: &str) -> BTreeSet<String> {
        let by_value = self.values.get(facet);
        by_value
            .and_then(|values| values.get(value))
            .cloned()
            .unwrap_or_default()
    }

    /// Counts of a facet's values over some documents; a value without any is left out unless it is chosen.
    pub fn counts(
        &self,
        facet: &str,
        among: &BTreeSet<String>,
        chosen: (&str, &str),
    ) -> BTreeMap<String, u32> {
        let by_value = self.values.get(facet).into_iter().flatten();
        let mut counts: BTreeMap<String, u32> = by_value
            .map(|(value, ids)| (value.clone(), ids.intersection(among).count() as u32))
            .filter(|(_, count)| *count > 0)
            .collect();
        if facet == chosen.0 {
            counts.entry(chosen.1.to_owned()).or_default();
        }
        counts
    }
}

/// The forms that a word still being typed stands for, by the rules in words: all that begin with it, all that
/// are written like it but for diacritics, and those of the same stem; where the word is none, those of what it
/// becomes when the first fitting ending is rewritten.
pub fn forms_of_a_beginning<'i>(input: &'i PackInput, start: &str) -> Vec<&'i str> {
    let folded = fold(start);
    let written = |wanted: &str| -> Vec<&'i str> {
        let same = input.terms.iter().filter(|term| fold(&term.term) == wanted);
        same.map(|term| term.stem.as_str()).collect()
    };
    let mut stems = written(&folded);
    for (from, to) in &input.rewrites {
        if !stems.is_empty() {
            break;
        }
        if let Some(base) = folded.strip_suffix(from.as_str())
            && base.chars().count() >= 3
        {
            stems = written(&[base, to].concat());
        }
    }
    input
        .terms
        .iter()
        .filter(|term| fold(&term.term).starts_with(&folded) || stems.contains(&term.stem.as_str()))
        .map(|term| term.term.as_str())
        .collect()
}
