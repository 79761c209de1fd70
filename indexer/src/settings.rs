//! `catalog.toml`: what a catalogue is called, which facets and values it has, and what its words
//! mean. docs/catalog.md describes it for editors.

mod read;

pub use read::read;

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::tree::Placed;
use callboard_model::Labels;
use std::collections::{BTreeMap, BTreeSet};

/// The settings of a catalogue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Its name by language.
    pub name: Labels,
    /// One line under the name.
    pub tagline: Labels,
    /// Languages, first the default.
    pub languages: Vec<String>,
    /// IANA zone of a date or time that names none.
    pub zone: String,
    /// Minutes that an event without an end is taken to last.
    pub assumed_minutes: u32,
    /// Where corrections go.
    pub contact: Option<String>,
    /// How much a word counts in each field.
    pub weights: BTreeMap<String, f32>,
    /// Facets in order.
    pub facets: Vec<Facet>,
    /// Groups of words that mean the same.
    pub synonyms: Vec<SynonymGroup>,
    /// The documents that facts come from.
    pub sources: BTreeMap<String, Source>,
    /// How much a diagnostic matters here, by its code.
    pub check: BTreeMap<String, Level>,
    /// Where the ids of facets (with an empty second part) and of their values stand in the file, by both.
    pub places: BTreeMap<(String, String), Place>,
    /// Where the catalogue is published.
    pub site: PublishedSite,
    /// What can be subscribed to.
    pub feeds: Feeds,
    /// Which pages are made beforehand.
    pub pages: Pages,
}

/// How much a diagnostic matters in one catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing is published until it is mended.
    Error,
    /// Probably a mistake.
    Warning,
    /// Worth knowing.
    Note,
    /// It is not shown.
    Off,
}

/// Where a catalogue is published, and as what others know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedSite {
    /// The address of its front page; `None` where it is not known, or differs from copy to copy.
    pub url: Option<String>,
    /// What its ids in feeds are made of, for ever: a site that moves keeps the address it began with here.
    /// The address, else the name, where it is left out.
    pub id: Option<String>,
    /// Path of the icon that browsers show beside the title, below the catalogue's folder `static`.
    pub icon: Option<String>,
    /// Whether the page seals itself whenever it opens.
    pub sealed: bool,
}

impl PublishedSite {
    /// Where the front page is on its host: `/calls/`, and the top of the host where that is not known.
    pub fn root(&self) -> String {
        let url = self.url.as_deref().map(|url| url.trim_end_matches('/'));
        let url = url.and_then(|url| url::Url::parse(&format!("{url}/")).ok());
        url.map_or_else(|| "/".to_owned(), |url| url.path().to_owned())
    }
}

/// What can be subscribed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feeds {
    /// Facets whose every value has feeds and a calendar of its own.
    pub facets: Vec<String>,
    /// Most records of a feed, from 1; the newest are kept. Calendars have no such bound.
    pub most: u32,
}

impl Default for Feeds {
    fn default() -> Feeds {
        Feeds {
            facets: usual_feeds(),
            most: thousand(),
        }
    }
}

/// People subscribe to a sort of thing or to a cause, and want what they can read. Region and audience are
/// worth it only where an editor fills them, and names by the hundred are not.
fn usual_feeds() -> Vec<String> {
    ["kind", "topic", "language"].map(str::to_owned).to_vec()
}

fn thousand() -> u32 {
    1000
}

/// Which pages are made beforehand, for readers without JavaScript and for search engines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// Most records that have a page of their own, from 0 (no pages but the front page); those that were dated last are
    /// kept. More files than a host takes are no use: some take 20,000.
    pub most: u32,
    /// Most records on one page of a list, from 10 to 1000.
    pub rows: u32,
    /// Facets whose every value has a page. All that editors fill, with `kind` and `language`, where it is left out.
    pub facets: Option<Vec<String>>,
}

impl Default for Pages {
    fn default() -> Pages {
        Pages {
            most: ten_thousand(),
            rows: hundred(),
            facets: None,
        }
    }
}

fn ten_thousand() -> u32 {
    10_000
}

fn hundred() -> u32 {
    100
}

/// A facet.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    /// Its id, which is also the key in front matter.
    pub id: String,
    /// Its heading by language.
    pub label: Labels,
    /// Its closed vocabulary; empty for facets that are computed from the records.
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq)]
pub struct FacetValue {
    /// Its id.
    pub id: String,
    /// What readers see, by language.
    pub label: Labels,
    /// Other words that find it, by language.
    pub synonyms: BTreeMap<String, Vec<String>>,
    /// The value above it.
    pub parent: Option<String>,
}

/// Words that mean the same.
#[derive(Clone, Debug, PartialEq)]
pub struct SynonymGroup {
    /// The words.
    pub terms: Vec<String>,
}

/// A document that facts come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Id of the organisation that published it.
    pub publisher: Option<Placed>,
    /// Id of the record that stands for it.
    pub record: Option<Placed>,
    /// Its address.
    pub url: Option<String>,
    /// Its date as precisely as is known.
    pub date: Option<String>,
    /// How the date is known, or why it is not, by language.
    pub date_note: Option<Labels>,
}

/// Facets whose values come from the records.
pub const COMPUTED: [&str; 7] = [
    "kind",
    "language",
    "organization",
    "author",
    "series",
    "republished-from",
    "when",
];

/// Names and usual weights of the searchable fields.
pub const WEIGHTS: [(&str, f32); 5] = [
    ("title", 5.0),
    ("names", 3.0),
    ("labels", 2.0),
    ("summary", 1.5),
    ("body", 1.0),
];

fn ninety() -> u32 {
    90
}

impl Settings {
    /// The facet with this id.
    pub fn facet(&self, id: &str) -> Option<&Facet> {
        self.facets.iter().find(|facet| facet.id == id)
    }

    /// The diagnostics as this catalogue wants them: each as `[check]` says, those that are off left out. What is an error
    /// stays one. What is made an error keeps records from being published, which a file of `drafts` is not: there it is
    /// a warning of what is left to do.
    pub fn weighed(
        &self,
        diagnostics: Vec<Diagnostic>,
        drafts: &BTreeSet<&str>,
    ) -> Vec<Diagnostic> {
        diagnostics
            .into_iter()
            .filter_map(|mut d| {
                if d.is_error() {
                    return Some(d);
                }
                d.severity = match self.check.get(d.code) {
                    None => d.severity,
                    Some(Level::Error) if !drafts.contains(d.file.as_str()) => Severity::Error,
                    Some(Level::Error) => Severity::Warning,
                    Some(Level::Warning) => Severity::Warning,
                    Some(Level::Note) => Severity::Note,
                    Some(Level::Off) => return None,
                };
                Some(d)
            })
            .collect()
    }

    /// Ids of the facets that an editor gives values of.
    pub fn editor_facets(&self) -> impl Iterator<Item = &Facet> {
        self.facets
            .iter()
            .filter(|facet| !COMPUTED.contains(&facet.id.as_str()))
    }
}
