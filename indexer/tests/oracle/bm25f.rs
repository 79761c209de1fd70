//! BM25F in plain floating point, from the formula (Robertson and Zaragoza, The Probabilistic Relevance Framework,
//! 2009, section 3.6.2), with nothing rounded. Only the average lengths are the engine's own steps.

use callboard_engine::input::PackInput;
use std::collections::{BTreeMap, BTreeSet};

/// As the engine has it: `docs/relevance.md` says why.
const K1: f64 = 2.0;

pub struct Reference<'i> {
    input: &'i PackInput<'i>,
    averages: Vec<f64>,
    numbers: BTreeMap<&'i str, u32>,
    /// Per stem, the documents that have any form of it.
    dfs: BTreeMap<&'i str, u32>,
}

impl<'i> Reference<'i> {
    pub fn new(input: &'i PackInput) -> Reference<'i> {
        let averages = (0..input.fields.len()).map(|field| {
            let total: u64 = input
                .documents
                .iter()
                .map(|d| u64::from(d.lengths[field]))
                .sum();
            let average = (total as f64 / input.documents.len() as f64).max(1.0);
            // In steps of a quarter octave, so that one more record does not change every score.
            ((average.log2() * 4.0).round() / 4.0).exp2()
        });
        let mut docs: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for term in &input.terms {
            let own = docs.entry(&term.stem).or_default();
            own.extend(term.postings.iter().map(|posting| posting.doc));
        }
        Reference {
            dfs: docs
                .into_iter()
                .map(|(stem, docs)| (stem, docs.len() as u32))
                .collect(),
            averages: averages.collect(),
            numbers: input
                .documents
                .iter()
                .map(|d| d.id.as_str())
                .zip(0..)
                .collect(),
            input,
        }
    }

    /// The score of a document in the engine's unit: 16 a bit of idf times 1024.
    pub fn score(&self, id: &str, words: &[String]) -> f64 {
        let doc = self.numbers[id];
        let documents = self.input.documents.len() as f64;
        words
            .iter()
            .map(|word| {
                let at = self
                    .input
                    .terms
                    .binary_search_by(|term| term.term.cmp(word))
                    .unwrap();
                let term = &self.input.terms[at];
                let df = f64::from(self.dfs[term.stem.as_str()]);
                let idf = ((2.0 * documents + 2.0) / (2.0 * df + 1.0))
                    .log2()
                    .max(1.0 / 16.0);
                let posting = term.postings.iter().find(|posting| posting.doc == doc);
                let tf: f64 = posting
                    .unwrap()
                    .fields()
                    .map(|(field, positions)| {
                        let field = usize::from(field);
                        let spec = &self.input.fields[field];
                        let length = f64::from(self.input.documents[doc as usize].lengths[field]);
                        let b = f64::from(spec.b);
                        let norm = 1.0 - b + b * length / self.averages[field];
                        f64::from(spec.weight) * positions.len() as f64 / norm
                    })
                    .sum();
                16.0 * 1024.0 * idf * tf / (K1 + tf)
            })
            .sum()
    }
}
