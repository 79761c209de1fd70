//! What a catalogue already knows, as far as an importer needs it: so that a tag becomes the topic that
//! it names, and an author the organization that is there.
//!
//! Whoever calls the importer fills it from the catalogue; an empty one is as good, only less is
//! recognized. Not here: checking records.

use std::collections::BTreeMap;

/// Names that mean something in a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// IANA zone of a date or time that names none.
    pub zone: String,
    /// Language tags; the first is that of records that name none.
    pub languages: Vec<String>,
    /// By facet (`topic`), the id of every name of a value: its id, labels and synonyms, as
    /// [`fold`] makes them.
    pub facets: BTreeMap<String, BTreeMap<String, String>>,
    /// The id of every name of an organization: its id, title and aliases, as [`fold`] makes them.
    pub organizations: BTreeMap<String, String>,
    /// The id of every name of a series, likewise.
    pub series: BTreeMap<String, String>,
    /// The sources that `catalog.toml` describes, each with the id of the collection that stands for it,
    /// where there is one.
    pub sources: BTreeMap<String, Option<String>>,
    /// The id of every published record's title, as [`fold`] makes it.
    pub titles: BTreeMap<String, String>,
}

impl Default for Vocabulary {
    /// A catalogue that knows nothing, in English and in UTC.
    fn default() -> Vocabulary {
        Vocabulary {
            zone: "UTC".to_owned(),
            languages: vec!["en".to_owned()],
            facets: BTreeMap::new(),
            organizations: BTreeMap::new(),
            series: BTreeMap::new(),
            sources: BTreeMap::new(),
            titles: BTreeMap::new(),
        }
    }
}

impl Vocabulary {
    /// The language of records that name none.
    pub fn language(&self) -> &str {
        self.languages.first().map_or("en", String::as_str)
    }

    /// The value of a facet that a name means.
    pub fn value(&self, facet: &str, name: &str) -> Option<&str> {
        self.facets.get(facet)?.get(&fold(name)).map(String::as_str)
    }

    /// The organization that a name means.
    pub fn organization(&self, name: &str) -> Option<&str> {
        self.organizations.get(&fold(name)).map(String::as_str)
    }

    /// The series that a name means.
    pub fn series(&self, name: &str) -> Option<&str> {
        self.series.get(&fold(name)).map(String::as_str)
    }
}

/// A name as it is compared: lower case, without `#` and apart from hyphens, underscores and spaces.
pub fn fold(name: &str) -> String {
    name.trim()
        .trim_start_matches('#')
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || c == '-' || c == '_')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn names_are_compared_by_their_words() {
        assert_eq!(fold(" #Direct-Action "), "direct action");
        assert_eq!(fold("direct_action"), fold("Direct  action"));
        assert_eq!(fold(""), "");
    }
}
