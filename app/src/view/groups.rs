//! What was found, by series or by organisation.
//!
//! Groups stand in the order of their first hit, and each says how many of its records are here and how many there are, so
//! that nothing is pretended of what is not loaded. A record of two organisations stands under both.

use super::{Context, hit};
use crate::answer::{Answer, Hit};
use crate::html::Html;
use crate::labels;
use crate::moment;
use crate::state::{Layout, Place};
use callboard_model::{Kind, Reference};

/// Hits that belong together.
struct Group<'h> {
    /// The value's id; empty for those that belong nowhere.
    id: &'h str,
    hits: Vec<&'h Hit>,
}

/// The values of a hit: the same as the facet of that name has.
fn values(hit: &Hit, by: Layout) -> Vec<&str> {
    let card = &hit.card;
    let mut all: Vec<&str> = Vec::new();
    let own = if by == Layout::Series {
        if let Some(series) = &card.series {
            all.push(&series.id);
        }
        Kind::Series
    } else {
        for host in &card.hosts {
            add(&mut all, Some(&host.org));
        }
        for person in &card.people {
            add(&mut all, person.org.as_ref());
        }
        add(&mut all, card.republished_from.as_ref());
        Kind::Organization
    };
    if card.kind == own {
        all.push(&hit.id);
    }
    all
}

/// Adds an organisation that has a record, once.
fn add<'h>(all: &mut Vec<&'h str>, org: Option<&'h Reference>) {
    if let Some(id) = org.and_then(|org| org.id.as_deref())
        && !all.contains(&id)
    {
        all.push(id);
    }
}

fn groups(answer: &Answer, by: Layout) -> Vec<Group<'_>> {
    let mut all: Vec<Group> = Vec::new();
    let mut others: Vec<&Hit> = Vec::new();
    for hit in &answer.hits {
        let values = values(hit, by);
        if values.is_empty() {
            others.push(hit);
        }
        for id in values {
            match all.iter_mut().find(|group| group.id == id) {
                Some(group) => group.hits.push(hit),
                None => all.push(Group {
                    id,
                    hits: vec![hit],
                }),
            }
        }
    }
    if !others.is_empty() {
        all.push(Group {
            id: "",
            hits: others,
        });
    }
    all
}

/// The groups of an answer by the facet that the layout is named after.
pub fn all(html: &mut Html, c: Context, answer: &Answer) {
    let by = c.place.layout;
    let mut shown: Vec<&str> = Vec::new();
    for group in groups(answer, by) {
        html.raw("<section class=\"cb-part\"><h2 class=\"cb-part-head\">");
        if group.id.is_empty() {
            html.text(c.words.others);
        } else {
            let mut place = Place {
                layout: Layout::List,
                ..c.place.clone()
            };
            place.choose(by.name(), vec![group.id.to_owned()]);
            let label = labels::value(c.site, by.name(), group.id, c.lang());
            html.link(&c.href(&place), label);
            let here = group.hits.len() as u32;
            let number = c.words.number;
            html.element(" <span class=\"cb-value-count\">", &number(here), "");
            let there = answer.count(by.name(), group.id);
            if there > here {
                html.text(c.words.of).text(&number(there));
            }
            html.raw("</span>");
        }
        html.raw("</h2><ol class=\"cb-list\">");
        for hit in group.hits {
            let first = !shown.contains(&hit.id.as_str());
            shown.push(&hit.id);
            let current = moment::current(&hit.card.when, c.now);
            hit::row(html, c, hit::OF_PART, hit, current.as_slice(), first);
        }
        html.raw("</ol></section>");
    }
}

#[cfg(test)]
mod tests {
    use super::groups;
    use crate::answer::{Answer, Hit};
    use crate::state::Layout;
    use crate::view::sample::hit;
    use callboard_model::{Host, HostRole, Kind, Reference, SeriesPart};

    fn of(id: &str, series: Option<&str>, orgs: &[&str]) -> Hit {
        let mut made = hit(id);
        made.card.series = series.map(|id| SeriesPart {
            id: id.to_owned(),
            title: id.to_owned(),
            part: None,
            total: None,
        });
        let host = |id: &&str| Host {
            org: Reference {
                id: Some((*id).to_owned()),
                title: (*id).to_owned(),
                kind: None,
                lang: None,
            },
            role: HostRole::Host,
        };
        made.card.hosts = orgs.iter().map(host).collect();
        made
    }

    #[track_caller]
    fn check(hits: Vec<Hit>, by: Layout, expected: &str) {
        let answer = Answer {
            total: hits.len() as u32,
            hits,
            facets: Vec::new(),
            operators: Vec::new(),
            notes: Vec::new(),
            did_you_mean: None,
        };
        let groups = groups(&answer, by);
        let line = |group: &super::Group| {
            let ids: Vec<&str> = group.hits.iter().map(|hit| hit.id.as_str()).collect();
            format!("{}: {}", group.id, ids.join(" "))
        };
        let lines: Vec<String> = groups.iter().map(line).collect();
        assert_eq!(lines.join("; "), expected);
    }

    #[test]
    fn parts_stand_under_their_series_and_the_others_last() {
        let mut series = hit("calls");
        series.card.kind = Kind::Series;
        check(
            vec![of("x", None, &[]), of("one", Some("calls"), &[]), series],
            Layout::Series,
            "calls: one calls; : x",
        );
        check(Vec::new(), Layout::Series, "");
    }

    #[test]
    fn a_record_stands_under_each_of_its_organisations_once() {
        check(
            vec![of("x", None, &["a", "b", "a"]), of("y", None, &["b"])],
            Layout::Organization,
            "a: x; b: x y",
        );
    }
}
