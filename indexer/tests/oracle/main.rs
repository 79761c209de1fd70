//! The engine against independent answers: native tantivy for what matches, brute force for facets, and plain
//! floating-point BM25F for scores. Over a synthetic corpus always; over Cranfield and Debian's records where
//! they are (they may not be committed).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test that fails may panic"
)]

mod bm25f;
mod corpora;
mod engine;
mod exact;

use callboard_engine::input::PackInput;
use callboard_indexer::index::{self, Corpus};
use corpora::{Dice, Set};
use engine::Packed;
use exact::Exact;
use std::collections::BTreeSet;

/// Everything that answers about one corpus.
struct Bench {
    input: PackInput<'static>,
    packed: Packed,
    exact: Exact,
    /// Words that a query takes as they are, with the documents that have them.
    words: Vec<String>,
}

impl Bench {
    fn new(corpus: Corpus<'static>) -> Bench {
        let exact = Exact::new(&corpus);
        let input = index::invert(corpus).unwrap();
        let words = input
            .terms
            .iter()
            .map(|term| &term.term)
            .filter(|term| engine::is_one_word(term))
            .cloned()
            .collect();
        Bench {
            packed: Packed::new(&input),
            input,
            exact,
            words,
        }
    }

    /// Compares what a text finds, word for word, with tantivy's set.
    #[track_caller]
    fn check(&self, text: &str, filter: Option<(&str, &str)>, expected: &BTreeSet<String>) {
        let found = self.packed.literal(text, filter);
        let differ: Vec<&String> = found.symmetric_difference(expected).take(9).collect();
        assert!(differ.is_empty(), "`{text}` {filter:?}: {differ:?}");
    }
}

/// Runs a test over every corpus that is here.
fn over_all(most: usize, test: impl Fn(&Bench, usize)) {
    for set in Set::ALL {
        match set.load() {
            Ok(corpus) => test(&Bench::new(corpus), most),
            Err(missing) => corpora::not_run(&missing),
        }
    }
}

#[test]
fn every_word_has_tantivys_documents() {
    over_all(0, |bench, _| {
        // All but the few that are written so that a query reads them as several words.
        assert!(bench.words.len() * 20 > bench.input.terms.len() * 17);
        for word in &bench.words {
            bench.check(word, None, &bench.exact.all(&[word], &[]));
        }
    });
}

#[test]
fn several_words_exclusions_and_filters_have_tantivys_documents() {
    over_all(1500, |bench, most| {
        let mut dice = Dice::new(7);
        for round in 0..most {
            let words = dice.words_of_a_document(&bench.input, &bench.words, 2 + round % 2);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            bench.check(&words.join(" "), None, &bench.exact.all(&words, &[]));
            let (last, rest) = words.split_last().unwrap();
            if !rest.is_empty() {
                let without = format!("{} -{last} ", rest.join(" "));
                let expected = bench.exact.all(rest, &[last]);
                bench.check(&without, None, &expected);
            }
            if let Some((facet, value)) = dice.facet(&bench.input) {
                let inside = bench.exact.inside(facet, value);
                let both = bench.exact.all(&words, &[]);
                let both = both.intersection(&inside).cloned().collect();
                bench.check(&words.join(" "), Some((facet, value)), &both);
            }
        }
    });
}

#[test]
fn phrases_have_tantivys_documents() {
    over_all(700, |bench, most| {
        let mut dice = Dice::new(11);
        for round in 0..most {
            let Some(words) = dice.phrase(&bench.exact, 2 + round % 2) else {
                continue;
            };
            let expected = bench.exact.phrase(&words);
            assert!(!expected.is_empty());
            bench.check(&format!("\"{}\"", words.join(" ")), None, &expected);
            // Backwards it stands there seldom, and must not be found where it does not.
            let back: Vec<String> = words.into_iter().rev().collect();
            let expected = bench.exact.phrase(&back);
            bench.check(&format!("\"{}\"", back.join(" ")), None, &expected);
        }
    });
}

#[test]
fn beginnings_have_the_documents_of_all_they_begin() {
    over_all(400, |bench, most| {
        let mut dice = Dice::new(13);
        for _ in 0..most {
            let word = dice.pick(&bench.words);
            let letters = word.chars().count();
            let cut = 1 + dice.below(letters);
            let start: String = word.chars().take(cut).collect();
            if !engine::is_one_word(&start) {
                continue;
            }
            let forms = exact::forms_of_a_beginning(&bench.input, &start);
            let expected = bench.exact.any(&forms);
            assert_eq!(bench.packed.with_all_words(&start), expected, "`{start}`");
        }
    });
}

#[test]
fn facets_are_counted_as_by_hand() {
    over_all(300, |bench, most| {
        if bench.input.facets.is_empty() {
            return;
        }
        let mut dice = Dice::new(17);
        for _ in 0..most {
            let word = dice.pick(&bench.words);
            let matching = bench.exact.all(&[word], &[]);
            let chosen = dice.facet(&bench.input).unwrap();
            let counts = bench.packed.counts(word, chosen);
            for facet in &bench.input.facets {
                // A facet's own choice does not lower the counts of its other values.
                let open = if facet.id == chosen.0 {
                    matching.clone()
                } else {
                    let inside = bench.exact.inside(chosen.0, chosen.1);
                    matching.intersection(&inside).cloned().collect()
                };
                let expected = bench.exact.counts(&facet.id, &open, chosen);
                assert_eq!(
                    counts[&facet.id], expected,
                    "`{word}` {chosen:?} {}",
                    facet.id
                );
            }
        }
    });
}

#[test]
fn scores_are_bm25f_within_what_is_rounded() {
    over_all(400, |bench, most| {
        let reference = bm25f::Reference::new(&bench.input);
        let mut dice = Dice::new(19);
        let mut count = 0;
        for round in 0..most {
            let words = dice.words_of_a_document(&bench.input, &bench.words, 1 + round % 3);
            for (id, score) in bench.packed.scores(&words.join(" ")) {
                let exact = reference.score(&id, &words);
                // `tf'` is rounded to the nearest quarter octave, which is 9.05 % off at most; an idf down to
                // 1/16 bit, a saturation down to 1/1024.
                let each = 1024.0 + 300.0;
                let most_off = 0.0905 * exact + each * words.len() as f64;
                let off = (f64::from(score) - exact).abs();
                assert!(off <= most_off, "{words:?} {id}: {score}, not {exact}");
                count += 1;
            }
        }
        assert!(count > most / 2, "{count} scores");
    });
}
