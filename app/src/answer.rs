//! What the engine's JavaScript API returns, as data. Its shapes are those of `callboard-engine.d.ts`.

use callboard_model::{Card, Kind, Page, Reference};

/// A text in several languages, by BCP 47 tag. A list: the map of the model's own type is 4 KB of gzipped wasm.
pub type Labels = Vec<(String, String)>;

/// What the page must know of the catalogue: the part of the model's `Site` that it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub name: Labels,
    pub tagline: Labels,
    /// Languages of the catalogue, first the default.
    pub languages: Vec<String>,
    /// IANA zone that bare dates are in.
    pub zone: String,
    pub contact: Option<String>,
    pub facets: Vec<Facet>,
    /// The last occurrence of all, in minutes since 1970.
    pub last_occurrence: Option<(Reference, i64)>,
}

/// A facet in the order in which the page offers them.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    pub id: String,
    pub label: Labels,
    pub values: Vec<Value>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub id: String,
    pub label: Labels,
    /// The value above it in a hierarchy.
    pub parent: Option<String>,
}

/// How many records have each value, by facet.
pub type Counts = Vec<(String, Vec<(String, u32)>)>;

/// How many records have a value.
pub fn count(counts: &Counts, facet: &str, value: &str) -> u32 {
    let counts = counts.iter().find(|(id, _)| id == facet);
    let count = counts.and_then(|(_, counts)| counts.iter().find(|(id, _)| id == value));
    count.map_or(0, |(_, count)| *count)
}

/// An answer to a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub total: u32,
    pub hits: Vec<Hit>,
    pub facets: Counts,
    pub operators: Vec<Operator>,
    pub notes: Vec<Note>,
    pub did_you_mean: Option<String>,
}

impl Answer {
    /// How many records have a value.
    pub fn count(&self, facet: &str, value: &str) -> u32 {
        count(&self.facets, facet, value)
    }
}

/// One hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub id: String,
    pub title: String,
    pub title_ranges: Vec<(usize, usize)>,
    pub snippet: String,
    pub snippet_ranges: Vec<(usize, usize)>,
    pub tier: String,
    pub also: Vec<String>,
    pub card: Card,
    /// Why it was found, where that was asked.
    pub why: Option<Why>,
}

impl Hit {
    /// A record of which nothing is said but what it is.
    pub fn bare(id: &str, kind: Kind) -> Hit {
        Hit {
            id: id.to_owned(),
            title: String::new(),
            title_ranges: Vec::new(),
            snippet: String::new(),
            snippet_ranges: Vec::new(),
            tier: String::new(),
            also: Vec::new(),
            card: Card {
                kind,
                lang: String::new(),
                languages: Vec::new(),
                when: Vec::new(),
                span: None,
                published: None,
                hosts: Vec::new(),
                people: Vec::new(),
                series: None,
                republished_from: None,
                recordings: Vec::new(),
                actions: Vec::new(),
                featured: false,
            },
            why: None,
        }
    }
}

/// Why a record was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// Its title is what was typed.
    pub exact_title: bool,
    pub words: Vec<WhyWord>,
    /// What was typed and is not there.
    pub missing: Vec<String>,
    /// Whether the words stand together.
    pub near: bool,
}

/// How one word was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhyWord {
    /// As it was typed.
    pub word: String,
    /// As it stands in the record.
    pub matched: String,
    /// `exact`, `stem`, `prefix` or `typo`.
    pub how: String,
    pub fields: Vec<String>,
}

/// A part of the text that is more than words.
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    pub kind: String,
    pub from: usize,
    pub to: usize,
}

/// A part of the text that was ignored.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    pub code: String,
    pub part: String,
}

/// Everything about a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: String,
    pub title: String,
    pub summary: String,
    pub card: Card,
    pub page: Page,
}

/// Why the engine could not answer: one of the API's codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub code: String,
}
