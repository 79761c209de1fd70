//! Where a reader is: what is searched and filtered, or which record is open. The whole of it stands
//! in the page's address ([`crate::address`]); nothing else decides what is shown.

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

/// How what was found is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    #[default]
    List,
    /// What has dates, by the reader's day.
    Agenda,
    Series,
    Organization,
}

impl Layout {
    pub const ALL: [Layout; 4] = [
        Layout::List,
        Layout::Agenda,
        Layout::Series,
        Layout::Organization,
    ];

    /// The name in the address; the facet's id where hits stand by the values of one.
    pub fn name(self) -> &'static str {
        match self {
            Layout::List => "list",
            Layout::Agenda => "agenda",
            Layout::Series => "series",
            Layout::Organization => "organization",
        }
    }

    pub fn from_name(name: &str) -> Option<Layout> {
        Layout::ALL.into_iter().find(|layout| layout.name() == name)
    }
}

/// Values chosen per facet, in order of the facets' names; no facet is there without a value.
pub type Filters = Vec<(String, Vec<String>)>;

/// Everything the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The record that is open.
    pub record: Option<String>,
    /// Whether the records are shown that were saved on this device.
    pub saved: bool,
    /// What is in the search field.
    pub text: String,
    pub filters: Filters,
    pub sort: Sort,
    pub layout: Layout,
    /// The moment to show the catalogue at, in minutes since 1970; none is now.
    pub as_of: Option<i64>,
    /// Interface language that the link asks for.
    pub lang: Option<String>,
    /// Whether the link asks for a page that sends nothing any more. What is done about it is not the app's part
    /// (`app/device`); the address goes on saying it.
    pub sealed: bool,
}

impl Place {
    /// Whether nothing is open, searched or chosen.
    pub fn is_front(&self) -> bool {
        self.record.is_none() && !self.is_search()
    }

    /// Whether there is anything to search for or filter by.
    pub fn is_search(&self) -> bool {
        self.saved
            || self.layout != Layout::List
            || self.sort != Sort::Relevance
            || !self.text.trim().is_empty()
            || !self.filters.is_empty()
    }

    /// What the engine is asked to filter by: an agenda has room for nothing that has no date.
    pub fn asked_filters(&self) -> Filters {
        let mut asked = self.filters.clone();
        if self.layout == Layout::Agenda && self.chosen("when").is_empty() {
            let dated = vec!["upcoming".to_owned(), "past".to_owned()];
            asked.push(("when".to_owned(), dated));
        }
        asked
    }

    /// How the engine is asked to order hits: an agenda begins with what comes soonest, or with the latest day.
    pub fn asked_sort(&self) -> Sort {
        match self.layout {
            Layout::Agenda if self.sort != Sort::Newest => Sort::Soonest,
            _ => self.sort,
        }
    }

    /// Values chosen of a facet.
    pub fn chosen(&self, facet: &str) -> &[String] {
        self.filters
            .iter()
            .find(|(have, _)| have == facet)
            .map_or(&[], |(_, values)| values)
    }

    pub fn has(&self, facet: &str, value: &str) -> bool {
        self.chosen(facet).iter().any(|have| have == value)
    }

    /// Chooses a value, or takes the choice back.
    pub fn toggle(&mut self, facet: &str, value: &str) {
        let mut values = self.chosen(facet).to_vec();
        match values.iter().position(|have| have == value) {
            Some(at) => {
                values.remove(at);
            }
            None => values.push(value.to_owned()),
        }
        self.choose(facet, values);
    }

    /// Chooses these values of a facet and no others.
    pub fn choose(&mut self, facet: &str, values: Vec<String>) {
        self.filters.retain(|(have, _)| have != facet);
        if !values.is_empty() {
            let at = self
                .filters
                .partition_point(|(have, _)| have.as_str() < facet);
            self.filters.insert(at, (facet.to_owned(), values));
        }
    }

    /// The same moment and language with nothing searched.
    pub fn home(&self) -> Place {
        Place {
            as_of: self.as_of,
            lang: self.lang.clone(),
            sealed: self.sealed,
            ..Place::default()
        }
    }

    /// The same moment and language with what was saved.
    pub fn at_saved(&self) -> Place {
        Place {
            saved: true,
            ..self.home()
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
    use super::{Layout, Place, Sort};

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

    #[test]
    fn an_agenda_asks_for_dates_unless_the_reader_did() {
        let mut place = Place {
            layout: Layout::Agenda,
            ..Place::default()
        };
        assert!(!place.is_front() && place.filters.is_empty());
        let both = vec!["upcoming".to_owned(), "past".to_owned()];
        assert_eq!(place.asked_filters(), [("when".to_owned(), both)]);
        assert_eq!(place.asked_sort(), Sort::Soonest);
        place.sort = Sort::Newest;
        assert_eq!(place.asked_sort(), Sort::Newest);
        place.sort = Sort::default();
        place.toggle("when", "today");
        assert_eq!(place.asked_filters(), place.filters);
        place.layout = Layout::Series;
        assert_eq!(place.asked_sort(), Sort::Relevance);
    }
}
