//! Which documents are on the same matters.
//!
//! A document's most telling words (by tf · idf over its weighted fields, as tantivy's "more like
//! this" chooses them) are looked up in the postings, and what they find is scored by the cosine of
//! the angle between the two. tantivy's own query would need every text stored and analysed again.

use callboard_engine::input::{DocumentInput, PackInput, TermInput};
use rayon::prelude::*;
use std::cmp::Ordering;

/// Words of a document that speak for it.
const WORDS: usize = 25;

/// Words of a document that are kept until the least telling of them are dropped: some more than speak for it, so that this is seldom.
const ROOM: usize = 2 * WORDS;

/// Terms that are weighed side by side; what they take beside the documents' words is bounded by this.
const AT_ONCE: usize = 4096;

/// Fewest words that two related documents share.
const SHARED: u32 = 2;

/// For each document the others on the same matters, best first, at most `most`.
pub fn related(input: &PackInput, most: usize) -> Vec<Vec<u32>> {
    let documents = input.documents.len();
    // Most words of a document stand in it once.
    let words = |document: &DocumentInput| document.lengths.iter().sum::<u32>() as usize;
    let vectors = input.documents.iter();
    let mut vectors: Vec<Vec<(f64, usize)>> = vectors
        .map(|document| Vec::with_capacity(words(document).min(ROOM)))
        .collect();
    let share = documents.div_ceil(rayon::current_num_threads()).max(1);
    for (part, terms) in input.terms.chunks(AT_ONCE).enumerate() {
        let weighed: Vec<Vec<(u32, f64)>> =
            terms.par_iter().map(|term| weights(input, term)).collect();
        // Each processor gives some of the documents their words.
        let some = vectors.par_chunks_mut(share).enumerate();
        some.for_each(|(number, vectors)| {
            let first = (number * share) as u32;
            for (term, of_term) in (part * AT_ONCE..).zip(&weighed) {
                let start = of_term.partition_point(|(doc, _)| *doc < first);
                for (doc, weight) in of_term.iter().skip(start) {
                    let Some(vector) = vectors.get_mut((doc - first) as usize) else {
                        break;
                    };
                    if vector.len() == ROOM {
                        keep_the_most_telling(vector);
                    }
                    vector.push((*weight, term));
                }
            }
        });
    }
    vectors.par_iter_mut().for_each(|vector| {
        keep_the_most_telling(vector);
        vector.sort_unstable_by(most_telling_first);
        let length = vector
            .iter()
            .map(|(weight, _)| weight * weight)
            .sum::<f64>()
            .sqrt()
            .max(f64::MIN_POSITIVE);
        for (weight, _) in vector.iter_mut() {
            *weight /= length;
        }
    });
    let mut by_term: Vec<Vec<(u32, f64)>> = vec![Vec::new(); input.terms.len()];
    for (doc, vector) in vectors.iter().enumerate() {
        for (weight, term) in vector {
            if let Some(list) = by_term.get_mut(*term) {
                list.push((doc as u32, *weight));
            }
        }
    }
    vectors
        .par_iter()
        .enumerate()
        .map_init(
            || Scores::of(documents),
            |scores, (doc, vector)| scores.best(doc as u32, vector, &by_term, most),
        )
        .collect()
}

fn most_telling_first(a: &(f64, usize), b: &(f64, usize)) -> Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

/// Drops all words of a document but those that speak for it, in whatever order.
fn keep_the_most_telling(vector: &mut Vec<(f64, usize)>) {
    if vector.len() > WORDS {
        vector.select_nth_unstable_by(WORDS - 1, most_telling_first);
        vector.truncate(WORDS);
    }
}

/// What a term says of each document that has it; nothing where it relates none.
fn weights(input: &PackInput, term: &TermInput) -> Vec<(u32, f64)> {
    let documents = input.documents.len();
    let df = term.postings.iter().count();
    // A word of one document relates nothing, one of most documents relates everything.
    if df < 2 || df * 3 > documents * 2 {
        return Vec::new();
    }
    let idf = (documents as f64 / df as f64).ln();
    let mut weights = Vec::with_capacity(df);
    for posting in term.postings.iter() {
        let tf: f64 = posting
            .fields()
            .filter_map(|(field, positions)| {
                let weight = input.fields.get(usize::from(field))?.weight;
                Some(f64::from(weight) * positions.len() as f64)
            })
            .sum();
        weights.push((posting.doc, (1.0 + tf).ln() * idf));
    }
    weights
}

/// What a document has in common with every other, kept from one document to the next so that it is made once a thread.
struct Scores {
    /// For each document its score and the words shared.
    all: Vec<(f64, u32)>,
    /// Those with a score.
    found: Vec<u32>,
}

impl Scores {
    fn of(documents: usize) -> Scores {
        Scores {
            all: vec![(0.0, 0); documents],
            found: Vec::new(),
        }
    }

    /// The documents that share most with this one, best first, at most `most`.
    fn best(
        &mut self,
        doc: u32,
        vector: &[(f64, usize)],
        by_term: &[Vec<(u32, f64)>],
        most: usize,
    ) -> Vec<u32> {
        for (weight, term) in vector {
            for (other, theirs) in by_term.get(*term).into_iter().flatten() {
                if let Some((score, shared)) = self.all.get_mut(*other as usize)
                    && *other != doc
                {
                    if *shared == 0 {
                        self.found.push(*other);
                    }
                    *score += weight * theirs;
                    *shared += 1;
                }
            }
        }
        let mut ranked: Vec<(f64, u32)> = Vec::with_capacity(self.found.len());
        for other in self.found.drain(..) {
            if let Some(cell) = self.all.get_mut(other as usize) {
                let (score, shared) = std::mem::take(cell);
                if shared >= SHARED {
                    ranked.push((score, other));
                }
            }
        }
        let order = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if ranked.len() > most && most > 0 {
            ranked.select_nth_unstable_by(most - 1, order);
        }
        ranked.truncate(most);
        ranked.sort_unstable_by(order);
        ranked.into_iter().map(|(_, other)| other).collect()
    }
}
