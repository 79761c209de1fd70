//! Word endings that a stemmer takes for one another, learned from the corpus' own words.
//!
//! A reader may type a form that no record has (`deporting`, where records say `deported`). The
//! forms that do occur are linked when the pack is built; for the others the engine rewrites the
//! ending by these pairs and looks again. A pair is kept when the stemmer agrees for nearly every
//! word of the corpus that it applies to.

use super::stem::Stemmers;
use callboard_engine::analysis::fold;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Endings worth trying, by language. Pairs of them are candidates; the corpus decides.
const ENDINGS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "", "s", "es", "ed", "d", "ing", "er", "ers", "e", "y", "ies", "ied", "ion", "ions",
            "ation", "ations", "ment", "ments", "ly", "al", "ness", "ize", "izes", "ized", "izing",
            "izer", "izers",
        ],
    ),
    (
        "es",
        &[
            "", "s", "es", "a", "o", "as", "os", "ar", "er", "ir", "ado", "ada", "ados", "adas",
            "ido", "ida", "ando", "iendo", "aron", "aba", "cion", "ciones", "mente", "e", "en",
            "an",
        ],
    ),
];

/// Fewest words of the corpus that must speak for a pair.
const FEWEST: u32 = 4;

/// Most pairs that are shipped; each is some six bytes.
const MOST: usize = 80;

/// What words with their languages say of pairs of endings.
pub(super) fn evidence(
    languages: &[String],
    stemmers: &Stemmers,
    words: &[(String, usize)],
) -> Evidence {
    words
        .par_chunks(TOGETHER)
        .map(|words| evidence_of(languages, stemmers, words))
        .reduce(Evidence::default, |mut all, some| {
            all.add(&some);
            all
        })
}

/// Pairs (ending typed, ending to look up), the longest typed ending first, then the best attested.
pub(super) fn rewrites(evidence: &Evidence) -> Vec<(String, String)> {
    // Two languages may speak of one pair.
    let mut by_pair: BTreeMap<(&str, &str), (u32, u32)> = BTreeMap::new();
    for (tag, endings) in ENDINGS {
        let pairs = endings
            .iter()
            .flat_map(|have| endings.iter().map(move |typed| (*typed, *have)));
        for (pair, (agree, tried)) in pairs.zip(evidence.0.get(*tag).into_iter().flatten()) {
            if *tried > 0 {
                let sum = by_pair.entry(pair).or_default();
                *sum = (sum.0 + agree, sum.1 + tried);
            }
        }
    }
    let mut pairs: Vec<(&str, &str, u32)> = by_pair
        .into_iter()
        .filter(|(_, (agree, tried))| {
            *agree >= FEWEST && u64::from(*agree) * 10 >= u64::from(*tried) * 9
        })
        .map(|((typed, have), (agree, _))| (typed, have, agree))
        .collect();
    pairs.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(b.2.cmp(&a.2)).then(a.cmp(b)));
    pairs.truncate(MOST);
    pairs
        .into_iter()
        .map(|(typed, have, _)| (typed.to_owned(), have.to_owned()))
        .collect()
}

/// Words that one thread looks at before it asks for more.
const TOGETHER: usize = 512;

/// By language, for each ending that words have and each that may be typed instead, in the order of [`ENDINGS`]: for how many
/// words the stemmer agrees, and how many were tried. A language of which nothing is said is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence(pub(super) BTreeMap<String, Vec<(u32, u32)>>);

impl Evidence {
    /// Adds what other words say.
    pub(super) fn add(&mut self, more: &Evidence) {
        self.change(more, u32::saturating_add);
    }

    /// Takes away what words said that are gone.
    pub(super) fn take_away(&mut self, gone: &Evidence) {
        self.change(gone, u32::saturating_sub);
    }

    fn change(&mut self, by: &Evidence, how: fn(u32, u32) -> u32) {
        for (tag, counts) in &by.0 {
            let sums = self
                .0
                .entry(tag.clone())
                .or_insert_with(|| nothing(counts.len()));
            for (sum, (agree, tried)) in sums.iter_mut().zip(counts) {
                *sum = (how(sum.0, *agree), how(sum.1, *tried));
            }
        }
        self.0
            .retain(|_, counts| counts.iter().any(|counts| *counts != (0, 0)));
    }
}

fn nothing(pairs: usize) -> Vec<(u32, u32)> {
    vec![(0, 0); pairs]
}

/// What some of the corpus' words say of pairs of endings.
fn evidence_of(languages: &[String], stemmers: &Stemmers, terms: &[(String, usize)]) -> Evidence {
    let mut evidence = Evidence::default();
    let mut other = String::new();
    for (term, language) in terms {
        let Some((tag, endings)) = ENDINGS.iter().find(|(tag, _)| {
            languages
                .get(*language)
                .is_some_and(|language| language.starts_with(tag))
        }) else {
            continue;
        };
        let counts = evidence
            .0
            .entry((*tag).to_owned())
            .or_insert_with(|| nothing(endings.len() * endings.len()));
        let stem = fold(&stemmers.stem(*language, term));
        let folded = fold(term);
        for (have, row) in endings.iter().zip(counts.chunks_mut(endings.len())) {
            let Some(base) = folded
                .strip_suffix(have)
                .filter(|base| base.chars().count() >= 3)
            else {
                continue;
            };
            for (typed, (agree, tried)) in endings.iter().zip(row) {
                if typed == have {
                    continue;
                }
                other.clear();
                other.push_str(base);
                other.push_str(typed);
                *tried += 1;
                *agree += u32::from(fold(&stemmers.stem(*language, &other)) == stem);
            }
        }
    }
    evidence
}
