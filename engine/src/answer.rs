//! What a search returns, as data. [`crate::json`] gives it its published shape.

use crate::matching::How;
use crate::query::{Note, Operator};
use crate::time::Phase;

/// How well a hit matches; the order is the order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// All words.
    All,
    /// All words, some with their spelling corrected.
    Typo,
    /// Only some of the words.
    Some,
}

/// The answer to a [`crate::Request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Records that match and pass the filters; a translated pair counts once.
    pub total: usize,
    /// How many of them are in each tier.
    pub tiers: [usize; 3],
    /// The part of them that was asked for.
    pub hits: Vec<Hit>,
    /// Per facet: its id and `(value id, count)`; the computed `when` comes last.
    pub facets: Vec<(String, Vec<(String, u32)>)>,
    /// Parts of the text that are more than words.
    pub operators: Vec<Operator>,
    /// Parts of the text that were ignored.
    pub notes: Vec<Note>,
    /// A spelling of the text that occurs.
    pub did_you_mean: Option<String>,
}

/// One record that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The record's id.
    pub id: String,
    /// Its title, and where in it words match (UTF-16).
    pub title: String,
    /// See `title`.
    pub title_ranges: Vec<(usize, usize)>,
    /// The part of its text that shows why it matches, and where.
    pub snippet: String,
    /// See `snippet`.
    pub snippet_ranges: Vec<(usize, usize)>,
    /// How well it matches.
    pub tier: Tier,
    /// Edits between what was typed and what matched.
    pub typos: u32,
    /// Score in integer units, comparable within one answer.
    pub score: u32,
    /// Whether it is over, on, or to come.
    pub phase: Phase,
    /// Start of the occurrence that decides `phase`, in minutes since 1970.
    pub at: Option<i64>,
    /// Ids of its translations that match too.
    pub also: Vec<String>,
    /// The record's card, JSON as the indexer wrote it.
    pub card: Vec<u8>,
    /// Reasons, when they were asked for.
    pub why: Option<Why>,
}

/// Why a hit is where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// What was typed is a whole title or alias.
    pub exact_title: bool,
    /// The words that match.
    pub words: Vec<WhyWord>,
    /// The words that do not.
    pub missing: Vec<String>,
    /// Nearness of the words in the best field, 0 to 16.
    pub proximity: u32,
}

/// How one word matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyWord {
    /// As it was typed.
    pub word: String,
    /// As it stands in the record.
    pub matched: String,
    /// In what way.
    pub how: How,
    /// In which fields.
    pub fields: Vec<String>,
}

impl Why {
    /// The reasons as a plain English sentence.
    pub fn sentence(&self) -> String {
        let mut parts = Vec::new();
        if self.exact_title {
            parts.push("its title is what you typed".to_owned());
        }
        for word in &self.words {
            let place = if word.fields.is_empty() {
                String::new()
            } else {
                format!(" in its {}", word.fields.join(" and "))
            };
            parts.push(match word.how {
                How::Exact => format!("“{}” stands{place}", word.word),
                How::Stem => format!(
                    "“{}”, a form of “{}”, stands{place}",
                    word.matched, word.word
                ),
                How::Prefix => format!(
                    "“{}”, which begins with “{}”, stands{place}",
                    word.matched, word.word
                ),
                How::Typo => format!(
                    "“{}”, spelled nearly like “{}”, stands{place}",
                    word.matched, word.word
                ),
            });
        }
        if !self.missing.is_empty() {
            parts.push(format!("it lacks “{}”", self.missing.join("”, “")));
        }
        if self.proximity >= 12 {
            parts.push("the words stand close together".to_owned());
        }
        match parts.split_first() {
            None => "It passes the filters.".to_owned(),
            Some((first, rest)) => {
                let mut sentence: String =
                    first.chars().take(1).flat_map(char::to_uppercase).collect();
                sentence.extend(first.chars().skip(1));
                for part in rest {
                    sentence.push_str("; ");
                    sentence.push_str(part);
                }
                sentence.push('.');
                sentence
            }
        }
    }
}

/// Everything about one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// Texts of the stored fields with their names.
    pub texts: Vec<(String, String)>,
    /// `Card` JSON.
    pub card: Vec<u8>,
    /// `Page` JSON.
    pub page: Vec<u8>,
}

/// A completion for a text that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// A record by its title.
    Record {
        /// Its id.
        id: String,
        /// Its title, and where in it words match (UTF-16).
        title: String,
        /// See `title`.
        ranges: Vec<(usize, usize)>,
        /// Its card, JSON.
        card: Vec<u8>,
    },
    /// A value of a facet.
    Facet {
        /// The facet's id.
        facet: String,
        /// The value's id.
        value: String,
        /// The label that matches.
        label: String,
    },
}
