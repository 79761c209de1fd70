//! What follows from a corpus' words alone, wherever they stand: the language and the stem of each, and what they say of
//! pairs of endings. A corpus that is another by a few words is told from what the former one came to, and comes to the
//! same.
//!
//! Not here: which documents have a word ([`super::invert`]), what is made of endings ([`super::rewrite`]).

use super::rewrite::{self, Evidence};
use super::stem::Stemmers;
use callboard_engine::analysis::fold;
use rayon::prelude::*;

/// The words of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The corpus' languages.
    pub(super) languages: Vec<String>,
    /// In the order of their bytes.
    pub(super) all: Vec<Word>,
    /// What they say of pairs of endings.
    pub(super) evidence: Evidence,
}

/// A word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// As it is written.
    pub(super) term: String,
    /// Position of its language among the corpus'.
    pub(super) language: usize,
    /// What its stemmer makes of it, without marks.
    pub(super) stem: String,
}

impl Words {
    /// Words with their languages, in the order of their bytes, after those of a former corpus.
    pub(super) fn of(
        languages: &[String],
        stemmers: &Stemmers,
        spoken: Vec<(String, usize)>,
        before: &Words,
    ) -> Words {
        let nothing = Words::default();
        let before = match before.languages == languages {
            true => before,
            false => &nothing,
        };
        let mut former = before.all.iter().peekable();
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        let of_word = |word: &Word| (word.term.clone(), word.language);
        let mut all: Vec<Word> = Vec::with_capacity(spoken.len());
        for (term, language) in spoken {
            while let Some(word) = former.next_if(|word| word.term < term) {
                gone.push(of_word(word));
            }
            match former.next_if(|word| word.term == term) {
                Some(word) if word.language == language => {
                    all.push(word.clone());
                    continue;
                }
                Some(word) => gone.push(of_word(word)),
                None => {}
            }
            new.push((term.clone(), language));
            all.push(Word {
                term,
                language,
                stem: String::new(),
            });
        }
        gone.extend(former.map(of_word));
        // No word's stem is empty.
        let unknown = all.par_iter_mut().filter(|word| word.stem.is_empty());
        unknown.for_each(|word| word.stem = fold(&stemmers.stem(word.language, &word.term)));
        let told = |words: &[(String, usize)]| rewrite::evidence(languages, stemmers, words);
        let mut evidence = before.evidence.clone();
        evidence.add(&told(&new));
        evidence.take_away(&told(&gone));
        Words {
            languages: languages.to_vec(),
            all,
            evidence,
        }
    }
}
