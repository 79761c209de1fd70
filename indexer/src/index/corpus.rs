//! What is indexed, before it is inverted.

use callboard_engine::input::{FacetInput, FieldInput, TimeInput};
use std::borrow::Cow;

/// A document with the texts of its fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document<'t> {
    /// The record's id, unique.
    pub id: String,
    /// Texts of each field, in the corpus' order of fields. A field may have several; a phrase does not
    /// run from one into the next. They are borrowed where they stay, because they are much.
    pub texts: Vec<Vec<Cow<'t, str>>>,
    /// Per facet, in the corpus' order: positions of the document's values, without ancestors.
    pub facets: Vec<Vec<u32>>,
    /// Its times.
    pub time: TimeInput,
    /// Language of the text (BCP 47), which chooses the stemmer.
    pub lang: String,
    /// Shared by translations of one thing.
    pub group: Option<String>,
    /// Its series and its part there; 0 is the series itself.
    pub series: Option<(String, u32)>,
    /// Leads the list when nothing is typed.
    pub featured: bool,
    /// Other names that count as the whole title.
    pub titles: Vec<String>,
    /// JSON for lists.
    pub card: Vec<u8>,
    /// JSON for its own page.
    pub page: Vec<u8>,
}

/// Everything that is indexed together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corpus<'t> {
    /// JSON about the whole.
    pub site: Vec<u8>,
    /// Languages, first the default.
    pub languages: Vec<String>,
    /// Fields, at most 8.
    pub fields: Vec<FieldInput>,
    /// Facets.
    pub facets: Vec<FacetInput>,
    /// The facet computed from the clock and its place among them.
    pub when: Option<(u32, FacetInput)>,
    /// Documents in any order.
    pub documents: Vec<Document<'t>>,
}
