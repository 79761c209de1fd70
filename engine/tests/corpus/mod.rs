//! A small inverter for tests: what the indexer does with tantivy, done the plain way.

#![allow(dead_code, reason = "each test uses a part")]
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]
#![allow(missing_docs, reason = "a test's own")]

use base64::Engine as _;
use callboard_engine::analysis;
use callboard_engine::input::{
    DocumentInput, FacetInput, FacetValueInput, FieldInput, PackInput, PostingsInput, TermInput,
    TimeInput,
};
use callboard_engine::pack::{self, Cuts, MANIFEST, PackFile};
use callboard_engine::{Clock, Request, Searcher, Step, answer::Answer};
use std::collections::BTreeMap;

/// A record in the fewest words: id, title, body, kind, then what a test changes.
#[derive(Clone, Default)]
pub struct Doc {
    pub id: &'static str,
    pub title: String,
    pub body: String,
    pub kind: &'static str,
    pub occurrences: Vec<(i64, i64)>,
    pub published: Option<i64>,
    pub lang: &'static str,
    pub group: Option<&'static str>,
    pub series: Option<(&'static str, u32)>,
    pub has_recording: bool,
    pub featured: bool,
    pub aliases: Vec<String>,
}

pub fn doc(id: &'static str, title: &str, body: &str) -> Doc {
    Doc {
        id,
        title: title.into(),
        body: body.into(),
        kind: "article",
        lang: "en",
        ..Doc::default()
    }
}

/// The stemmer of the tests: enough to link forms.
fn stem(word: &str) -> String {
    for ending in ["ing", "ers", "ed", "er", "es", "s"] {
        if let Some(base) = word.strip_suffix(ending)
            && base.len() >= 3
        {
            return base.to_owned();
        }
    }
    word.to_owned()
}

pub fn input(docs: &[Doc]) -> PackInput<'static> {
    let mut docs = docs.to_vec();
    docs.sort_by_key(|doc| doc.id);
    let kinds = ["article", "event", "toolkit", "hotline"];
    let field = |name: &str, weight, b| FieldInput {
        name: name.into(),
        weight,
        b,
        stored: true,
    };
    let mut terms: BTreeMap<String, BTreeMap<u32, BTreeMap<u8, Vec<u32>>>> = BTreeMap::new();
    let mut documents = Vec::new();
    for (number, doc) in docs.iter().enumerate() {
        let mut lengths = Vec::new();
        for (field, text) in [&doc.title, &doc.body].into_iter().enumerate() {
            let tokens = analysis::tokens(text);
            lengths.push(tokens.len() as u32);
            for token in tokens {
                let places = terms
                    .entry(token.text)
                    .or_default()
                    .entry(number as u32)
                    .or_default();
                places.entry(field as u8).or_default().push(token.position);
            }
        }
        let kind = kinds.iter().position(|kind| *kind == doc.kind).unwrap() as u32;
        documents.push(DocumentInput {
            id: doc.id.into(),
            texts: vec![doc.title.clone().into(), doc.body.clone().into()],
            card: format!("{{\"kind\":\"{}\"}}", doc.kind).into_bytes(),
            page: b"{}".to_vec(),
            facets: vec![vec![kind]],
            time: TimeInput {
                occurrences: doc.occurrences.clone(),
                published: doc.published,
                has_recording: doc.has_recording,
            },
            lengths,
            lang: doc.lang.into(),
            group: doc.group.map(Into::into),
            series: doc.series.map(|(series, part)| (series.into(), part)),
            featured: doc.featured,
            titles: doc.aliases.clone(),
        });
    }
    PackInput {
        when: None,
        site: b"{\"name\":\"test\"}".to_vec(),
        languages: vec!["en".into(), "es".into()],
        fields: vec![field("title", 5.0, 0.3), field("body", 1.0, 0.6)],
        facets: vec![FacetInput {
            id: "kind".into(),
            labels: vec!["Kind".into(), "Tipo".into()],
            values: kinds
                .iter()
                .map(|kind| FacetValueInput {
                    id: (*kind).into(),
                    labels: vec![format!("{kind}s"), String::new()],
                    parent: None,
                })
                .collect(),
        }],
        documents,
        terms: terms
            .into_iter()
            .map(|(term, postings)| TermInput {
                stem: stem(&analysis::fold(&term)),
                stop: term == "the" || term == "of",
                term,
                postings: {
                    let mut all = PostingsInput::default();
                    for (doc, fields) in postings {
                        for (field, positions) in fields {
                            all.add(doc, field, &positions);
                        }
                    }
                    all.finish();
                    all
                },
            })
            .collect(),
        rewrites: vec![("ing".into(), "ed".into()), ("ed".into(), "ing".into())],
    }
}

/// Tests do without compression.
pub fn plain(bytes: &[u8], _: pack::Deflate) -> Vec<u8> {
    bytes.to_vec()
}

/// What a pack's manifest gives or names.
pub fn first(files: &[PackFile]) -> Vec<u8> {
    let manifest = files.iter().find(|file| file.name == MANIFEST).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest.bytes).unwrap();
    match manifest["root"].as_str() {
        Some(root) => base64::engine::general_purpose::STANDARD
            .decode(root)
            .unwrap(),
        None => part(files, manifest["first"].as_str().unwrap(), 0, 0),
    }
}

/// A file of a pack, or what is in a slot of it.
pub fn part(files: &[PackFile], name: &str, start: usize, length: usize) -> Vec<u8> {
    let file = files.iter().find(|file| file.name == name).unwrap();
    match length {
        0 => file.bytes.clone(),
        _ => pack::in_slot(&file.bytes[start..start + length])
            .unwrap()
            .to_vec(),
    }
}

/// A pack in memory that hands over its files when they are asked for.
pub struct Site {
    pub searcher: Searcher,
    files: Vec<PackFile>,
    /// Rounds of fetching, one after another, and parts fetched.
    pub rounds: usize,
    pub fetched: Vec<u32>,
}

impl Site {
    pub fn new(docs: &[Doc]) -> Site {
        Site::with(&input(docs), Cuts::default())
    }

    pub fn with(input: &PackInput, cuts: Cuts) -> Site {
        let files = pack::write_with(input, cuts, &plain).unwrap();
        let searcher = Searcher::open(&first(&files)).unwrap();
        Site {
            searcher,
            files,
            rounds: 0,
            fetched: Vec::new(),
        }
    }

    pub fn ask<T>(
        &mut self,
        ask: impl Fn(&Searcher) -> Result<Step<T>, callboard_engine::Error>,
    ) -> T {
        loop {
            match ask(&self.searcher).unwrap() {
                Step::Done(answer) => return answer,
                Step::Need(parts) => {
                    assert!(
                        !parts.is_empty(),
                        "something is missing, but nothing is asked for"
                    );
                    self.rounds += 1;
                    for wanted in parts {
                        let bytes = part(&self.files, &wanted.file, wanted.start, wanted.length);
                        self.searcher.provide(wanted.number, &bytes).unwrap();
                        let number = wanted.number;
                        assert!(!self.fetched.contains(&number), "{number} is fetched twice");
                        self.fetched.push(number);
                    }
                }
            }
        }
    }

    pub fn request(&mut self, request: &Request) -> Answer {
        self.ask(|searcher| searcher.search(request))
    }

    pub fn search(&mut self, text: &str) -> Answer {
        self.request(&Request::new(text, Clock::utc(0)))
    }

    /// Ids of the hits of a text.
    pub fn ids(&mut self, text: &str) -> Vec<String> {
        self.search(text)
            .hits
            .into_iter()
            .map(|hit| hit.id)
            .collect()
    }
}
