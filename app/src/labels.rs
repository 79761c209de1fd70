//! What to call a facet or a value in the reader's language.

use crate::answer::{Facet, Labels, Site, Value};
use crate::locale::Words;
use crate::state::{Layout, Place};

/// The label in a language, else in the catalogue's first, else in any.
pub fn pick<'s>(labels: &'s Labels, lang: &'s str, site: &Site) -> &'s str {
    said(labels, lang, site).1
}

/// The same, after the language that it is in.
pub fn said<'s>(labels: &'s Labels, lang: &'s str, site: &Site) -> (&'s str, &'s str) {
    let find = |wanted: &str| labels.iter().find(|(tag, _)| tag == wanted);
    find(lang)
        .or_else(|| find(site.languages.first()?))
        .or(labels.first())
        .map_or((lang, ""), |(tag, label)| (tag, label))
}

pub fn facet<'s>(site: &'s Site, id: &str) -> Option<&'s Facet> {
    site.facets.iter().find(|facet| facet.id == id)
}

/// What a value is called; its id when the catalogue does not know it.
pub fn value<'s>(site: &'s Site, facet_id: &str, id: &'s str, lang: &'s str) -> &'s str {
    facet(site, facet_id)
        .and_then(|facet| facet.values.iter().find(|value| value.id == id))
        .map_or(id, |value| pick(&value.label, lang, site))
}

/// What a list is called: `Kind: Toolkit`, `Agenda`; nothing where less or more is chosen.
pub fn place(site: &Site, place: &Place, words: &Words) -> String {
    let lang = words.tag;
    match place.filters.as_slice() {
        [(id, values)] if values.len() == 1 => {
            let heading = facet(site, id).map_or("", |facet| pick(&facet.label, lang, site));
            let chosen = values.first().map_or("", |chosen| chosen);
            [heading, ": ", value(site, id, chosen, lang)].concat()
        }
        [] if place.saved => words.saved.to_owned(),
        [] if place.layout == Layout::Agenda => words.agenda.to_owned(),
        _ => String::new(),
    }
}

/// How deep a value lies below the top of its facet.
pub fn depth(facet: &Facet, value: &Value) -> usize {
    let mut depth = 0;
    let mut at = value.parent.as_deref();
    while let Some(id) = at {
        depth += 1;
        at = facet
            .values
            .iter()
            .find(|value| value.id == id)
            .and_then(|value| value.parent.as_deref());
        if depth > facet.values.len() {
            break;
        }
    }
    depth
}

/// Values in the order in which a page lists them: each below the one it belongs to.
pub fn in_order(facet: &Facet) -> Vec<&Value> {
    fn below<'f>(facet: &'f Facet, parent: Option<&str>, out: &mut Vec<&'f Value>) {
        for value in facet
            .values
            .iter()
            .filter(|value| value.parent.as_deref() == parent)
        {
            if !out.iter().any(|have| have.id == value.id) {
                out.push(value);
                below(facet, Some(&value.id), out);
            }
        }
    }
    let mut out = Vec::with_capacity(facet.values.len());
    below(facet, None, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::{depth, in_order};
    use crate::answer::{Facet, Labels, Value};

    #[test]
    fn values_stand_below_what_they_belong_to() {
        let value = |id: &str, parent: Option<&str>| Value {
            id: id.into(),
            label: Labels::new(),
            parent: parent.map(Into::into),
        };
        let facet = Facet {
            id: "region".into(),
            label: Labels::new(),
            values: vec![
                value("city", Some("state")),
                value("world", None),
                value("us", None),
                value("state", Some("us")),
            ],
        };
        let ids: Vec<(&str, usize)> = in_order(&facet)
            .into_iter()
            .map(|v| (v.id.as_str(), depth(&facet, v)))
            .collect();
        assert_eq!(ids, [("world", 0), ("us", 0), ("state", 1), ("city", 2)]);
    }
}
