//! What a search returns, as data. [`crate::json`] gives it its published shape.

use crate::matching::How;
use crate::query::{Note, Operator};
use crate::text;
use crate::time::Phase;
use alloc::{string::String, vec::Vec};

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
    /// Whether `facets` are there, which are exact then; not where [`crate::Request::hits_first`] was asked for and
    /// what counting takes is not at hand yet.
    pub exact: bool,
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
        let mut out = String::new();
        let mut part = |texts: &[&str]| {
            if !out.is_empty() {
                out.push_str("; ");
            }
            texts.iter().for_each(|text| out.push_str(text));
        };
        if self.exact_title {
            part(&["its title is what you typed"]);
        }
        for word in &self.words {
            let fields = text::joined(&mut word.fields.iter().map(String::as_str), " and ");
            let place = if fields.is_empty() { "" } else { " in its " };
            let how = match word.how {
                How::Exact => {
                    part(&["“", &word.word, "” stands", place, &fields]);
                    continue;
                }
                How::Stem => "”, a form of “",
                How::Prefix => "”, which begins with “",
                How::Typo => "”, spelled nearly like “",
            };
            part(&[
                "“",
                &word.matched,
                how,
                &word.word,
                "”, stands",
                place,
                &fields,
            ]);
        }
        if !self.missing.is_empty() {
            let missing = text::joined(&mut self.missing.iter().map(String::as_str), "”, “");
            part(&["it lacks “", &missing, "”"]);
        }
        if self.proximity >= 12 {
            part(&["the words stand close together"]);
        }
        if out.is_empty() {
            out.push_str("it passes the filters");
        }
        if let Some(first) = out.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        out.push('.');
        out
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
