//! Which forms say little of what a text is about: the NLTK's lists of stop words, by the language of the documents that
//! have them. They are found like any other, but count for less in a query that has other words.

use std::collections::BTreeSet;
use stop_words::{Language, get};

/// The stop words of a corpus' languages.
pub(super) struct StopWords {
    /// One set per language, in the corpus' order; a language without a list has none.
    words: Vec<BTreeSet<&'static str>>,
}

impl StopWords {
    pub(super) fn new(languages: &[String]) -> StopWords {
        let words = |language: &String| match known(language) {
            Some(language) => get(language).iter().copied().collect(),
            None => BTreeSet::new(),
        };
        StopWords {
            words: languages.iter().map(words).collect(),
        }
    }

    pub(super) fn has(&self, language: usize, term: &str) -> bool {
        self.words
            .get(language)
            .is_some_and(|words| words.contains(term))
    }
}

/// The list of a language, by the first part of its tag.
fn known(language: &str) -> Option<Language> {
    Some(match language.split('-').next().unwrap_or("") {
        "ar" => Language::Arabic,
        "da" => Language::Danish,
        "nl" => Language::Dutch,
        "en" => Language::English,
        "fi" => Language::Finnish,
        "fr" => Language::French,
        "de" => Language::German,
        "el" => Language::Greek,
        "hu" => Language::Hungarian,
        "it" => Language::Italian,
        "no" | "nb" | "nn" => Language::Norwegian,
        "pt" => Language::Portuguese,
        "ro" => Language::Romanian,
        "ru" => Language::Russian,
        "es" => Language::Spanish,
        "sv" => Language::Swedish,
        "tr" => Language::Turkish,
        _ => return None,
    })
}
