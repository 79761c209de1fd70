//! The examples of the page that shows how to embed the search (`app/widget/embed.html`, in each language): filters that find
//! something in this catalogue. The page has its own between marks; where a catalogue has nothing to filter by, they go.
//!
//! Not an HTML parser: what stands outside of the marks stays as it is.

use super::page::escaped;
use crate::resolve::Resolved;
use crate::settings::COMPUTED;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Filters of one catalogue, as the attribute `filter` takes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// A facet with one value.
    one: Option<String>,
    /// A facet with two.
    several: Option<String>,
}

impl Examples {
    /// Those that find the most.
    pub fn of(resolved: &Resolved) -> Examples {
        let facets = || resolved.facets.iter().map(|facet| facet.id.as_str());
        let own = facets().filter(|facet| !COMPUTED.contains(facet));
        let kind = || facets().filter(|facet| *facet == "kind");
        let mut one = own.clone().chain(kind());
        let mut several = kind().chain(own);
        let first = |facet, number: usize| {
            let values = most_frequent(facet, resolved);
            Some(format!("{facet}:{}", values.get(..number)?.join(",")))
        };
        Examples {
            one: one.find_map(|facet| first(facet, 1)),
            several: several.find_map(|facet| first(facet, 2)),
        }
    }

    /// A page with them.
    pub fn put_into(&self, page: &str) -> String {
        let page = filled(page, "one", self.one.as_deref());
        filled(&page, "several", self.several.as_deref())
    }
}

/// The values of a facet that a filter can name, the most frequent first.
fn most_frequent<'r>(facet: &str, resolved: &'r Resolved) -> Vec<&'r str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let records = resolved.records.iter();
    for value in records.flat_map(|record| record.facets.get(facet).into_iter().flatten()) {
        // What stands between values cannot be in one.
        if !value.contains(|c: char| c.is_whitespace() || c == ',') {
            *counts.entry(value).or_default() += 1;
        }
    }
    let mut values: Vec<(&str, usize)> = counts.into_iter().collect();
    values.sort_by_key(|(_, count)| Reverse(*count));
    values.into_iter().map(|(value, _)| value).collect()
}

/// A page whose part `<!--name-->…<code>…</code>…<!--/name-->` has this example, or is left out.
fn filled(page: &str, name: &str, example: Option<&str>) -> String {
    let parts = || {
        let (before, rest) = page.split_once(&format!("<!--{name}-->"))?;
        let (part, after) = rest.split_once(&format!("<!--/{name}-->"))?;
        let (start, rest) = part.split_once("<code>")?;
        let (_, end) = rest.split_once("</code>")?;
        let part = example.map_or(String::new(), |example| {
            format!("{start}<code>{}</code>{end}", escaped(example))
        });
        Some([before, &part, after].concat())
    };
    parts().unwrap_or_else(|| page.to_owned())
}
