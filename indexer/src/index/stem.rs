//! Which forms are one word: Snowball, by the language of the documents that have them.

use rust_stemmers::{Algorithm, Stemmer};

/// The stemmers of a corpus' languages.
pub(super) struct Stemmers {
    /// One per language, in the corpus' order; a language without a stemmer links no forms.
    stemmers: Vec<Option<Stemmer>>,
}

impl Stemmers {
    pub(super) fn new(languages: &[String]) -> Stemmers {
        Stemmers {
            stemmers: languages
                .iter()
                .map(|language| algorithm(language).map(Stemmer::create))
                .collect(),
        }
    }

    /// The stem of a term in lower case. Words with a digit, and words of one or two letters, are
    /// their own stem: what ends in `s` there is rarely a plural.
    pub(super) fn stem(&self, language: usize, term: &str) -> String {
        if term.chars().count() < 3 || term.chars().any(|c| c.is_numeric()) {
            return term.to_owned();
        }
        match self.stemmers.get(language) {
            Some(Some(stemmer)) => stemmer.stem(term).into_owned(),
            _ => term.to_owned(),
        }
    }
}

/// The number of a tag among languages, or of the one that is the same but for its region: `pt` is written in no other words
/// than `pt-BR`. What is in none of them is taken for the first.
pub(super) fn number(languages: &[String], tag: &str) -> usize {
    let same = languages.iter().position(|language| language == tag);
    let near = || {
        let near = |language: &String| primary(language) == primary(tag);
        languages.iter().position(near)
    };
    same.or_else(near).unwrap_or(0)
}

/// The first part of a tag: the language without its region.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The Snowball algorithm of a language, by the first part of its tag.
pub(super) fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match primary(language) {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}
