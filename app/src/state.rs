//! Where a reader is: what is searched and filtered, or which record is open. The whole of it stands
//! in the page's address ([`crate::address`]); nothing else decides what is shown.

use std::collections::BTreeMap;

/// How hits are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Relevance,
    Newest,
    Soonest,
}

impl Sort {
    pub const ALL: [Sort; 3] = [Sort::Relevance, Sort::Newest, Sort::Soonest];

    /// The name in the address and in the engine's API.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Newest => "newest",
            Sort::Soonest => "soonest",
        }
    }

    pub fn from_name(name: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.name() == name)
    }
}

/// Values chosen per facet, in order of the facets' names; no facet is there without a value.
pub type Filters = BTreeMap<String, Vec<String>>;

/// Everything the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The record that is open.
    pub record: Option<String>,
    /// What is in the search field.
    pub text: String,
    pub filters: Filters,
    pub sort: Sort,
    /// The moment to show the catalogue at, in minutes since 1970; none is now.
    pub as_of: Option<i64>,
    /// Interface language that the link asks for.
    pub lang: Option<String>,
}

impl Place {
    /// Whether there is anything to search for or filter by.
    pub fn is_front(&self) -> bool {
        self.record.is_none() && self.text.trim().is_empty() && self.filters.is_empty()
    }

    pub fn has(&self, facet: &str, value: &str) -> bool {
        self.filters
            .get(facet)
            .is_some_and(|values| values.iter().any(|have| have == value))
    }

    /// Chooses a value, or takes the choice back.
    pub fn toggle(&mut self, facet: &str, value: &str) {
        let values = self.filters.entry(facet.to_owned()).or_default();
        match values.iter().position(|have| have == value) {
            Some(at) => {
                values.remove(at);
            }
            None => values.push(value.to_owned()),
        }
        if values.is_empty() {
            self.filters.remove(facet);
        }
    }

    /// The same moment and language with nothing searched.
    pub fn home(&self) -> Place {
        Place {
            as_of: self.as_of,
            lang: self.lang.clone(),
            ..Place::default()
        }
    }

    /// The same moment and language with a record open.
    pub fn at_record(&self, id: &str) -> Place {
        Place {
            record: Some(id.to_owned()),
            ..self.home()
        }
    }

    /// The same moment and language, showing what has one value.
    pub fn browse(&self, facet: &str, value: &str) -> Place {
        let mut place = self.home();
        place.toggle(facet, value);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_choice_is_taken_back() {
        let mut place = Place::default();
        assert!(place.is_front());
        place.toggle("kind", "event");
        place.toggle("kind", "training");
        assert!(place.has("kind", "event") && !place.is_front());
        place.toggle("kind", "event");
        place.toggle("kind", "training");
        assert!(place.is_front());
    }
}
