//! What the app must know of the catalogue before it shows anything: names, labels, languages.

use crate::{PartialDate, Reference};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text in several interface languages, by BCP 47 tag. Look-ups fall back to the first language
/// of the catalogue.
pub type Labels = BTreeMap<String, String>;

/// The catalogue as a whole. The engine adds `facets` ([`FacetInfo`]), whose labels it keeps for queries.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Site {
    /// The catalogue's name.
    pub name: Labels,
    /// One line under the name.
    pub tagline: Labels,
    /// Interface and text languages, first the default.
    pub languages: Vec<String>,
    /// IANA zone that bare dates are in.
    pub zone: String,
    /// Minutes that an event without an end is taken to last when deciding "happening now".
    pub assumed_minutes: u32,
    /// Where corrections go, if the publisher gave an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Whether the page seals itself whenever it opens: it loads all and then forbids itself every request.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
    /// How many records there are.
    pub records: u32,
    /// The newest date on any source document, if any is dated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest_source: Option<PartialDate>,
    /// The last occurrence in the whole catalogue, for "the last call was on ...".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_occurrence: Option<(Reference, i64)>,
}

/// One facet and its values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FacetInfo {
    /// The facet's id, as in filters: `topic`.
    pub id: String,
    /// Its heading.
    pub label: Labels,
    /// Its values, in the order of `catalog.toml` or, for names, of the alphabet.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FacetValue {
    /// The value's id, as in filters: `immigrant-defense`.
    pub id: String,
    /// What readers see.
    pub label: Labels,
    /// The value above it in a hierarchy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}
