//! The page before anything is typed: what is next, what is featured, and where to browse.

use super::{Context, hit, part};
use crate::answer::{Answer, Hit};
use crate::html::Html;
use crate::labels;
use crate::moment;

/// What the front page shows beside the counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// What is on or comes next, soonest first.
    pub next: Vec<Hit>,
    /// What helps at any time, for when nothing comes next.
    pub meanwhile: Vec<Hit>,
    /// What the editors put first.
    pub featured: Vec<Hit>,
}

/// Kinds that help at any time, the most urgent first.
pub const MEANWHILE: [&str; 3] = ["hotline", "recording", "toolkit"];

/// The page.
pub fn page(c: Context, board: &Board, answer: &Answer) -> String {
    let mut html = Html::default();
    if board.next.is_empty() {
        // Of a catalogue that has no dates nobody expects any.
        if let Some((record, at)) = &c.site.last_occurrence {
            html.element("<p class=\"cb-notice\">", c.words.no_upcoming, " ");
            html.element("", c.words.last_was, " ");
            c.reference(&mut html, record);
            html.element(", ", &c.dates.moment(*at, &c.site.zone, c.lang()), ".</p>");
        }
        if !board.meanwhile.is_empty() {
            part(&mut html, c.words.meanwhile);
            hit::rows(&mut html, c, hit::OF_PART, &board.meanwhile);
            html.raw("</section>");
        }
    } else {
        part(&mut html, c.words.next_calls);
        hit::rows(&mut html, c, hit::OF_PART, &board.next);
        html.raw("</section>");
    }
    // What stands above already is not shown twice.
    let above = if board.next.is_empty() {
        &board.meanwhile
    } else {
        &board.next
    };
    let featured: Vec<&Hit> = board
        .featured
        .iter()
        .filter(|hit| !above.iter().any(|other| other.id == hit.id))
        .collect();
    if !featured.is_empty() {
        part(&mut html, c.words.featured);
        hit::rows(&mut html, c, hit::OF_PART, featured);
        html.raw("</section>");
    }
    browse(&mut html, c, answer);
    html.done()
}

/// Sections and kinds, as places to begin.
pub fn browse(html: &mut Html, c: Context, answer: &Answer) {
    tiles(html, c, answer, "section", c.words.browse_sections);
    tiles(html, c, answer, "kind", c.words.browse_kinds);
}

/// Whether a hit is worth a place among what comes next.
pub fn is_next(hit: &Hit, now: i64) -> bool {
    moment::current(&hit.card.when, now)
        .is_some_and(|occurrence| moment::phase(occurrence, now) != moment::Phase::Past)
}

/// Hits in the order of [`MEANWHILE`].
pub fn most_urgent_first(hits: Vec<Hit>) -> Vec<Hit> {
    let kind = |hit: &Hit| {
        MEANWHILE
            .iter()
            .position(|kind| *kind == hit.card.kind.name())
    };
    let mut sorted: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        let at = sorted.partition_point(|other| kind(other) <= kind(&hit));
        sorted.insert(at, hit);
    }
    sorted
}

/// Values of a facet as links with counts.
pub fn tiles(html: &mut Html, c: Context, answer: &Answer, id: &str, heading: &str) {
    let Some(facet) = labels::facet(c.site, id) else {
        return;
    };
    let mut tiles = Html::default();
    for value in labels::in_order(facet) {
        let count = answer.count(id, &value.id);
        if count == 0 {
            continue;
        }
        tiles.raw(if labels::depth(facet, value) == 0 {
            "<li>"
        } else {
            "<li class=\"cb-depth-1\">"
        });
        tiles
            .raw("<a class=\"cb-tile\"")
            .attribute("href", &c.href(&c.place.browse(id, &value.id)));
        c.named(&mut tiles, &value.label);
        tiles.element(
            " <span class=\"cb-value-count\">",
            &(c.words.number)(count),
            "</span></a></li>",
        );
    }
    if tiles.is_empty() {
        return;
    }
    part(html, heading);
    html.raw("<ul class=\"cb-tiles\">")
        .sanitized(&tiles.done())
        .raw("</ul></section>");
}

#[cfg(test)]
mod tests {
    use super::{Board, browse, page};
    use crate::answer::{Answer, Facet, Hit, Site, Value};
    use crate::html::Html;
    use crate::view::Context;
    use crate::view::sample::{hit, nothing, seen};

    fn made(meanwhile: Vec<Hit>) -> String {
        let board = Board {
            next: Vec::new(),
            meanwhile,
            featured: Vec::new(),
        };
        seen("en", None, |c| page(c, &board, &nothing()))
    }

    #[test]
    fn no_heading_stands_above_nothing() {
        let made_of_one = made(vec![hit("hotline")]);
        assert!(made_of_one.contains("<h2") && made_of_one.contains("<h3 class=\"cb-title\""));
        assert!(!made(Vec::new()).contains("<h2"));
    }

    /// Nor above values that no record has.
    #[test]
    fn only_what_records_have_is_browsed() {
        let made_with = |count: u32| {
            let answer = Answer {
                facets: vec![("kind".to_owned(), vec![("event".to_owned(), count)])],
                ..nothing()
            };
            seen("en", None, |c| {
                let value = Value {
                    id: "event".into(),
                    label: Vec::new(),
                    parent: None,
                };
                let facet = Facet {
                    id: "kind".into(),
                    label: Vec::new(),
                    values: vec![value],
                };
                let site = Site {
                    facets: vec![facet],
                    ..c.site.clone()
                };
                let mut html = Html::default();
                browse(&mut html, Context { site: &site, ..c }, &answer);
                html.done()
            })
        };
        assert!(made_with(1).contains("cb-tile\""));
        assert_eq!(made_with(0), "");
    }

    #[test]
    fn of_a_catalogue_without_dates_nothing_is_said_to_come() {
        assert!(!made(Vec::new()).contains("cb-notice"));
    }
}
