//! The engine as it is published, in memory, handing over its files as it asks for them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use callboard_engine::analysis;
use callboard_engine::answer::{Answer, Tier};
use callboard_engine::input::PackInput;
use callboard_engine::pack::{self, Deflate, MANIFEST, PackFile};
use callboard_engine::{Clock, Request, Searcher, Step};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub struct Packed {
    searcher: RefCell<Searcher>,
    files: Vec<PackFile>,
}

/// A file of a pack, or what is in a slot of it.
fn part(files: &[PackFile], name: &str, start: usize, length: usize) -> Vec<u8> {
    let file = files.iter().find(|file| file.name == name).unwrap();
    match length {
        0 => file.bytes.clone(),
        _ => pack::in_slot(&file.bytes[start..start + length])
            .unwrap()
            .to_vec(),
    }
}

/// Whether a query reads the text as one word, that one.
pub fn is_one_word(text: &str) -> bool {
    let tokens = analysis::tokens(text);
    matches!(tokens.as_slice(), [one] if one.text == text)
}

impl Packed {
    pub fn new(input: &PackInput) -> Packed {
        let files = pack::write(input, &|bytes: &[u8], _: Deflate| bytes.to_vec()).unwrap();
        let manifest = files.iter().find(|file| file.name == MANIFEST).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest.bytes).unwrap();
        let first = match (manifest["root"].as_str(), manifest["first"].as_str()) {
            (Some(root), _) => BASE64.decode(root).unwrap(),
            (None, first) => part(&files, first.unwrap(), 0, 0),
        };
        Packed {
            searcher: RefCell::new(Searcher::open(&first).unwrap()),
            files,
        }
    }

    fn request(&self, request: &Request) -> Answer {
        loop {
            let step = self.searcher.borrow().search(request).unwrap();
            let parts = match step {
                Step::Done(answer) => return answer,
                Step::Need(parts) => parts,
            };
            for wanted in parts {
                let bytes = part(&self.files, &wanted.file, wanted.start, wanted.length);
                let mut searcher = self.searcher.borrow_mut();
                searcher.provide(wanted.number, &bytes).unwrap();
            }
        }
    }

    /// Every hit, page after page.
    fn every(&self, mut request: Request) -> Vec<callboard_engine::answer::Hit> {
        request.limit = 1000;
        let mut hits = Vec::new();
        loop {
            request.offset = hits.len();
            let answer = self.request(&request);
            hits.extend(answer.hits);
            if hits.len() >= answer.total {
                assert_eq!(hits.len(), answer.total);
                return hits;
            }
        }
    }

    fn literally(text: &str) -> Request {
        Request {
            literal: true,
            ..Request::new(text, Clock::utc(0))
        }
    }

    /// Ids of what has the words as they are written.
    pub fn literal(&self, text: &str, filter: Option<(&str, &str)>) -> BTreeSet<String> {
        let mut request = Packed::literally(text);
        request.filters = filter
            .map(|(facet, value)| (facet.to_owned(), value.to_owned()))
            .into_iter()
            .collect();
        self.every(request).into_iter().map(|hit| hit.id).collect()
    }

    /// Ids of the hits that have all words in any form.
    pub fn with_all_words(&self, text: &str) -> BTreeSet<String> {
        self.every(Request::new(text, Clock::utc(0)))
            .into_iter()
            .filter(|hit| hit.tier == Tier::All)
            .map(|hit| hit.id)
            .collect()
    }

    pub fn scores(&self, text: &str) -> Vec<(String, u32)> {
        self.every(Packed::literally(text))
            .into_iter()
            .map(|hit| (hit.id, hit.score))
            .collect()
    }

    /// Counts of every facet with one value chosen.
    pub fn counts(
        &self,
        text: &str,
        (facet, value): (&str, &str),
    ) -> BTreeMap<String, BTreeMap<String, u32>> {
        let mut request = Packed::literally(text);
        request.filters = vec![(facet.to_owned(), value.to_owned())];
        self.request(&request)
            .facets
            .into_iter()
            .map(|(facet, counts)| (facet, counts.into_iter().collect()))
            .collect()
    }
}
