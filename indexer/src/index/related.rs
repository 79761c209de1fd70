//! Which documents are on the same matters.
//!
//! A document's most telling words (by tf · idf over its weighted fields, as tantivy's "more like
//! this" chooses them) are looked up in the postings, and what they find is scored by the cosine of
//! the angle between the two. tantivy's own query would need every text stored and analysed again.

use callboard_engine::input::PackInput;
use std::collections::BTreeMap;

/// Words of a document that speak for it.
const WORDS: usize = 25;

/// Fewest words that two related documents share.
const SHARED: u32 = 2;

/// For each document the others on the same matters, best first, at most `most`.
pub fn related(input: &PackInput, most: usize) -> Vec<Vec<u32>> {
    let documents = input.documents.len();
    let mut vectors: Vec<Vec<(f64, usize)>> = vec![Vec::new(); documents];
    for (number, term) in input.terms.iter().enumerate() {
        let df = term.postings.iter().count();
        // A word of one document relates nothing, one of most documents relates everything.
        if df < 2 || df * 3 > documents * 2 {
            continue;
        }
        let idf = (documents as f64 / df as f64).ln();
        for posting in term.postings.iter() {
            let tf: f64 = posting
                .fields()
                .filter_map(|(field, positions)| {
                    Some(
                        f64::from(input.fields.get(usize::from(field))?.weight)
                            * positions.len() as f64,
                    )
                })
                .sum();
            if let Some(vector) = vectors.get_mut(posting.doc as usize) {
                vector.push(((1.0 + tf).ln() * idf, number));
            }
        }
    }
    let mut by_term: BTreeMap<usize, Vec<(u32, f64)>> = BTreeMap::new();
    for (doc, vector) in vectors.iter_mut().enumerate() {
        vector.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        vector.truncate(WORDS);
        let length = vector
            .iter()
            .map(|(weight, _)| weight * weight)
            .sum::<f64>()
            .sqrt()
            .max(f64::MIN_POSITIVE);
        for (weight, term) in vector.iter_mut() {
            *weight /= length;
            by_term
                .entry(*term)
                .or_default()
                .push((doc as u32, *weight));
        }
    }
    vectors
        .iter()
        .enumerate()
        .map(|(doc, vector)| {
            let mut scores: BTreeMap<u32, (f64, u32)> = BTreeMap::new();
            for (weight, term) in vector {
                for (other, theirs) in by_term
                    .get(term)
                    .into_iter()
                    .flatten()
                    .filter(|(other, _)| *other != doc as u32)
                {
                    let (score, shared) = scores.entry(*other).or_default();
                    *score += weight * theirs;
                    *shared += 1;
                }
            }
            let mut ranked: Vec<(f64, u32)> = scores
                .into_iter()
                .filter(|(_, (_, shared))| *shared >= SHARED)
                .map(|(other, (score, _))| (score, other))
                .collect();
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            ranked
                .into_iter()
                .take(most)
                .map(|(_, other)| other)
                .collect()
        })
        .collect()
}
