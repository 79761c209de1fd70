//! Filters: every facet with its counts, the same in the column and in the sheet.

use super::{Context, results, text_button};
use crate::answer::{Answer, Facet, Labels};
use crate::html::Html;
use crate::labels;

/// Values shown before "show all".
const FEW: usize = 8;

/// Facets whose values are names: the most frequent first.
const NAMES: [&str; 4] = ["organization", "author", "series", "republished-from"];

/// Facets that are open from the start.
pub const OPEN: [&str; 4] = ["kind", "when", "topic", "language"];

/// What the reader has unfolded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfolded {
    /// Facets that are open.
    pub open: Vec<String>,
    /// Facets that show all their values.
    pub all: Vec<String>,
}

impl Default for Unfolded {
    fn default() -> Self {
        Unfolded {
            open: OPEN.iter().map(|facet| (*facet).to_owned()).collect(),
            all: Vec::new(),
        }
    }
}

impl Unfolded {
    /// Opens or closes a facet.
    pub fn fold(&mut self, facet: String, open: bool) {
        self.open.retain(|have| *have != facet);
        if open {
            self.open.push(facet);
        }
    }

    /// Shows all values of a facet, or fewer again.
    pub fn toggle_all(&mut self, facet: String) {
        let before = self.all.len();
        self.all.retain(|have| *have != facet);
        if self.all.len() == before {
            self.all.push(facet);
        }
    }
}

/// A value as it is shown.
struct Row<'r> {
    id: &'r str,
    label: &'r Labels,
    count: u32,
    depth: usize,
    chosen: bool,
}

/// All facets that have anything to choose.
pub fn all(c: Context, answer: &Answer, unfolded: &Unfolded) -> String {
    let mut html = Html::default();
    for facet in &c.site.facets {
        let rows = rows(c, facet, answer);
        // Days that nothing has are changed where they were chosen.
        if !rows.is_empty() || facet.id == "when" && !answer.operators.is_empty() {
            one(&mut html, c, facet, &rows, unfolded);
            if facet.id == "when" {
                dates(&mut html, c, answer);
            }
            html.raw("</fieldset></details>");
        }
    }
    html.done()
}

fn rows<'r>(c: Context<'r>, facet: &'r Facet, answer: &Answer) -> Vec<Row<'r>> {
    let rows: Vec<Row> = labels::in_order(facet)
        .into_iter()
        .map(|value| Row {
            id: &value.id,
            label: &value.label,
            count: answer.count(&facet.id, &value.id),
            depth: labels::depth(facet, value),
            chosen: c.place.has(&facet.id, &value.id),
        })
        .filter(|row| row.count > 0 || row.chosen)
        .collect();
    if NAMES.contains(&facet.id.as_str()) {
        most_frequent_first(rows)
    } else {
        rows
    }
}

/// Chosen values first, then by count; equal ones stay in order. By insertion: the standard library's
/// sort is faster on long lists and 5 KB of wasm.
fn most_frequent_first(rows: Vec<Row>) -> Vec<Row> {
    let mut sorted: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        let at =
            sorted.partition_point(|other| (other.chosen, other.count) >= (row.chosen, row.count));
        sorted.insert(at, row);
    }
    sorted
}

fn one(html: &mut Html, c: Context, facet: &Facet, rows: &[Row], unfolded: &Unfolded) {
    html.raw("<details class=\"cb-facet\"")
        .attribute("data-open", &facet.id);
    if unfolded.open.contains(&facet.id) || rows.iter().any(|row| row.chosen) {
        html.raw(" open");
    }
    html.raw("><summary");
    c.named(html, &facet.label);
    html.raw("</summary><fieldset><legend class=\"cb-unseen\"");
    c.named(html, &facet.label);
    html.raw("</legend><ul>");
    let long = rows.len() > FEW + 1;
    let all = !long || unfolded.all.contains(&facet.id);
    for (place, row) in rows.iter().enumerate() {
        if !all && place >= FEW && !row.chosen {
            continue;
        }
        html.raw(match row.depth {
            0 => "<li class=\"cb-value\"><label>",
            1 => "<li class=\"cb-value cb-depth-1\"><label>",
            2 => "<li class=\"cb-value cb-depth-2\"><label>",
            _ => "<li class=\"cb-value cb-depth-3\"><label>",
        });
        html.raw("<input type=\"checkbox\" data-do=\"toggle\"")
            .attribute("data-facet", &facet.id)
            .attribute("data-value", row.id);
        // The focus stays on a box across the redraw that its own change causes.
        html.attribute("id", &["cb-", &facet.id, "-", row.id].concat());
        if row.chosen {
            html.raw(" checked");
        }
        html.raw("> <span class=\"cb-value-name\"");
        c.named(html, row.label);
        html.raw("</span> <span class=\"cb-value-count\">")
            .text(&(c.words.number)(row.count))
            .raw("</span></label></li>");
    }
    html.raw("</ul>");
    if long {
        let text = if all {
            c.words.show_fewer.to_owned()
        } else {
            (c.words.show_all)(rows.len() as u32)
        };
        text_button(html, "cb-link cb-small", "values", &facet.id, "", &text);
    }
}

/// The days between which everything is to be, as `after:` and `before:` in the search field say them. Each box carries the
/// rest of the text, to which its day is added.
fn dates(html: &mut Html, c: Context, answer: &Answer) {
    html.raw("<p class=\"cb-dates\">");
    for (name, label) in ["after:", "before:"].into_iter().zip(c.words.dates) {
        let (mut part, mut rest) = (String::new(), c.place.text.trim().to_owned());
        for operator in &answer.operators {
            if name.starts_with(operator.kind.as_str()) {
                (part, rest) = results::without(&c.place.text, operator.from, operator.to);
            }
        }
        // What is added is no part of a phrase whose end has not been typed.
        if rest.matches('"').count() % 2 == 1 {
            rest.push('"');
        }
        // A month or a year that was typed is no day: the box stays empty, and the chip tells it.
        let day = part.get(name.len()..).unwrap_or("");
        html.element("<label>", label, "<input type=\"date\" data-do=\"text\"")
            .attribute("id", &["cb-", name].concat())
            .attribute("value", day)
            .attribute("data-facet", &rest)
            .attribute("data-value", &[&rest, " ", name].concat())
            .raw("></label>");
    }
    html.raw("</p>");
}

#[cfg(test)]
mod tests {
    use super::{Unfolded, all, dates};
    use crate::answer::{Answer, Facet, Operator, Site, Value};
    use crate::html::Html;
    use crate::state::Place;
    use crate::view::Context;
    use crate::view::sample::{nothing, seen};

    /// A voice reads what can be chosen in the language that it is in, and its own buttons in the page's.
    #[test]
    fn names_in_another_language_than_the_page_say_so() {
        let in_arabic = |text: &str| vec![("ar".to_owned(), text.to_owned())];
        let answer = Answer {
            facets: vec![("topic".to_owned(), vec![("housing".to_owned(), 2)])],
            ..nothing()
        };
        let made = seen("en", None, |c| {
            let value = Value {
                id: "housing".into(),
                label: in_arabic("السكن"),
                parent: None,
            };
            let facet = Facet {
                id: "topic".into(),
                label: in_arabic("الموضوع"),
                values: vec![value],
            };
            let site = Site {
                facets: vec![facet],
                ..c.site.clone()
            };
            all(Context { site: &site, ..c }, &answer, &Unfolded::default())
        });
        for said in [
            "<summary lang=\"ar\">الموضوع</summary>",
            "<legend class=\"cb-unseen\" lang=\"ar\">الموضوع</legend>",
            "<span class=\"cb-value-name\" lang=\"ar\">السكن</span>",
        ] {
            assert!(made.contains(said), "{said} in {made}");
        }
    }

    #[test]
    fn a_box_has_its_day_and_carries_the_rest_of_the_text() {
        let operator = |kind: &str, from, to| Operator {
            kind: kind.to_owned(),
            from,
            to,
        };
        let answer = Answer {
            operators: vec![operator("after", 5, 21), operator("before", 27, 38)],
            total: 0,
            hits: Vec::new(),
            facets: Vec::new(),
            notes: Vec::new(),
            did_you_mean: None,
        };
        let place = Place {
            text: "mass after:2024-11-07 call before:2025".to_owned(),
            ..Place::default()
        };
        let html = seen("en", None, |context| {
            let mut html = Html::default();
            let context = Context {
                place: &place,
                ..context
            };
            dates(&mut html, context, &answer);
            html.done()
        });
        let after = "id=\"cb-after:\" value=\"2024-11-07\" data-facet=\"mass call before:2025\" data-value=\"mass call before:2025 after:\"";
        assert!(html.contains(after), "{html}");
        assert!(
            html.contains("value=\"2025\" data-facet=\"mass after:2024-11-07 call\""),
            "{html}"
        );
    }
}
