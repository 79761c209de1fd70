//! The page of a search: how many there are, what is chosen, the hits, and the way out of nothing.

use super::{Context, agenda, button, groups, hit, text_button};
use crate::answer::Answer;
use crate::html::Html;
use crate::state::{Layout, Sort};
use crate::text;

/// The line above the hits: the count, the button for filters (shown on narrow pages), the order.
pub fn toolbar(c: Context, answer: &Answer) -> String {
    let mut html = Html::default();
    let count = if c.place.saved {
        [c.words.saved, ": ", &(c.words.results)(answer.total)].concat()
    } else if c.place.is_front() {
        (c.words.records)(answer.total)
    } else {
        (c.words.results)(answer.total)
    };
    html.element("<h1 class=\"cb-count\">", &count, "</h1>");
    let has = !answer.hits.is_empty();
    if c.place.saved {
        if has {
            print(&mut html, c);
            text_button(&mut html, "cb-link", "forget", "", "", c.words.forget_saved);
        }
        return html.done();
    }
    if has && !c.place.text.trim().is_empty() {
        let explained = answer.hits.iter().any(|hit| hit.why.is_some());
        button(&mut html, "cb-link", "explain", "", "");
        html.attribute("aria-pressed", if explained { "true" } else { "false" });
        html.element(">", c.words.why, "</button>");
    }
    let chosen: usize = c.place.filters.iter().map(|(_, values)| values.len()).sum();
    // Where nothing was found, what was chosen can be changed, and days that were typed.
    let chooses = has || chosen > 0 || !answer.operators.is_empty();
    if chooses && !c.site.facets.is_empty() {
        button(&mut html, "cb-button cb-only-narrow", "sheet", "", "open");
        html.element(" aria-haspopup=\"dialog\">", c.words.filters, "");
        if chosen > 0 {
            html.raw(" (").number(chosen as u32).raw(")");
        }
        html.raw("</button>");
    }
    // Nothing has no order, and no layout but one that leaves out what has no date: who chose that goes back by the same control.
    if has {
        print(&mut html, c);
    } else if c.place.layout != Layout::Agenda {
        return html.done();
    }
    let layouts = Layout::ALL.map(Layout::name);
    let layout = c.place.layout.name();
    choice(
        &mut html,
        "cb-view",
        c.words.view,
        &layouts,
        &c.words.views,
        layout,
    );
    if !has {
        return html.done();
    }
    // An agenda has the order of its days, from either end.
    let from = usize::from(c.place.layout == Layout::Agenda);
    choice(
        &mut html,
        "cb-sort",
        c.words.sort,
        &Sort::ALL.map(Sort::name)[from..],
        &c.words.sorts[from..],
        c.place.asked_sort().name(),
    );
    html.done()
}

fn print(html: &mut Html, c: Context) {
    text_button(html, "cb-link", "print", "", "", c.words.print);
}

/// One of several, by their names in the address and in words.
fn choice(
    html: &mut Html,
    id: &'static str,
    label: &'static str,
    names: &[&'static str],
    words: &[&'static str],
    chosen: &str,
) {
    html.element("<label class=\"cb-sort\"><span>", label, "</span> <select");
    html.attribute("id", id).raw(">");
    for (name, word) in names.iter().zip(words) {
        html.raw("<option").attribute("value", name);
        if *name == chosen {
            html.raw(" selected");
        }
        html.element(">", word, "</option>");
    }
    html.raw("</select></label>");
}

/// Every chosen value, and everything typed that is more than a word, to be taken away again.
pub fn chips(c: Context, answer: &Answer) -> String {
    let mut html = Html::default();
    for (facet, values) in &c.place.filters {
        for value in values {
            let label = c.label(facet, value);
            html.raw("<li>");
            button(&mut html, "cb-chip", "toggle", facet, value);
            html.attribute("aria-label", &(c.words.remove)(label));
            html.element(
                ">",
                label,
                " <span aria-hidden=\"true\">×</span></button></li>",
            );
        }
    }
    for operator in answer
        .operators
        .iter()
        .filter(|operator| operator.kind != "or")
    {
        let (part, rest) = without(&c.place.text, operator.from, operator.to);
        html.raw("<li><button type=\"button\" class=\"cb-chip cb-chip-typed\" data-do=\"text\"")
            .attribute("data-value", &rest);
        html.attribute("aria-label", &(c.words.remove)(&part));
        html.element(
            ">",
            &part,
            " <span aria-hidden=\"true\">×</span></button></li>",
        );
    }
    if html.is_empty() {
        return String::new();
    }
    let mut list = Html::default();
    list.raw("<ul class=\"cb-chips\"")
        .attribute("aria-label", c.words.filters)
        .raw(">")
        .sanitized(&html.done());
    if !c.place.filters.is_empty() {
        list.raw("<li>");
        text_button(&mut list, "cb-link", "clear", "", "", c.words.clear_all);
        list.raw("</li>");
    }
    list.raw("</ul>");
    list.done()
}

/// The part of a text between two places in UTF-16 units, and the text without it.
pub(super) fn without(text: &str, from: usize, to: usize) -> (String, String) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let side = |part: Option<&[u16]>| {
        String::from_utf16_lossy(part.unwrap_or(&[]))
            .trim()
            .to_owned()
    };
    let (before, after) = (side(units.get(..from)), side(units.get(to..)));
    let sides = [&before, &after]
        .into_iter()
        .filter(|side| !side.is_empty());
    let rest = text::joined(sides.map(String::as_str), " ");
    (side(units.get(from..to)), rest)
}

/// What was found.
pub fn found(c: Context, answer: &Answer) -> String {
    let mut html = Html::default();
    for note in &answer.notes {
        html.element(
            "<p class=\"cb-note\">",
            &(c.words.ignored)(&note.part, &note.code),
            "</p>",
        );
    }
    if let Some(meant) = &answer.did_you_mean {
        html.element("<p class=\"cb-meant\">", c.words.did_you_mean, " ");
        text_button(&mut html, "cb-link", "text", "", meant, meant);
        html.raw("?</p>");
    }
    if answer.hits.is_empty() {
        nothing(&mut html, c);
        return html.done();
    }
    match c.place.layout {
        Layout::List => hit::rows(&mut html, c, hit::OF_PAGE, &answer.hits),
        Layout::Agenda => agenda::days(&mut html, c, &agenda::by_day(c, answer)),
        Layout::Series | Layout::Organization => groups::all(&mut html, c, answer),
    }
    if answer.total as usize > answer.hits.len() {
        html.raw("<p class=\"cb-more\">");
        text_button(&mut html, "cb-button", "more", "", "", c.words.more);
        html.raw("</p>");
    }
    html.done()
}

/// What to do when nothing matches.
fn nothing(html: &mut Html, c: Context) {
    let text = c.place.text.trim();
    // Where the browser keeps nothing, no button says *Save*.
    let kept = c.place.saved && c.device.keeps;
    let head = if kept {
        c.words.nothing_saved.to_owned()
    } else if c.place.saved {
        c.words.not_saved.to_owned()
    } else if c.place.layout == Layout::Agenda {
        c.words.nothing_dated.to_owned()
    } else if text.is_empty() {
        c.words.nothing_filtered.to_owned()
    } else {
        (c.words.nothing)(text)
    };
    html.element(
        "<div class=\"cb-nothing\"><p class=\"cb-nothing-head\">",
        &head,
        "</p>",
    );
    let way_out = if kept {
        c.words.how_to_save
    } else if c.place.saved {
        ""
    } else {
        c.words.way_out
    };
    html.element("<p>", way_out, " ");
    text_button(html, "cb-link", "home", "", "", c.words.browse_all);
    html.raw(".</p>");
    if !c.place.filters.is_empty() && !text.is_empty() {
        text_button(html, "cb-button", "clear", "", "", c.words.without_filters);
    }
    html.raw("</div>");
}

#[cfg(test)]
mod tests {
    use super::{found, toolbar, without};
    use crate::answer::{Answer, Facet, Operator, Site};
    use crate::state::{Layout, Place};
    use crate::view::sample::{hit, nothing, occurrence, seen};
    use crate::view::{Context, Device};

    #[test]
    fn where_there_is_nothing_to_choose_from_no_button_leads_there() {
        let found = Answer {
            hits: vec![hit("call")],
            ..nothing()
        };
        let made = seen("en", None, |c| toolbar(c, &found));
        assert!(!made.contains("data-do=\"sheet\"") && made.contains("cb-sort"));
    }

    #[test]
    fn rows_are_one_level_below_what_they_stand_in() {
        let found_in = |layout: Layout| {
            let mut call = hit("call");
            call.card.when.push(occurrence(0, 60));
            let answer = Answer {
                total: 1,
                hits: vec![call],
                ..nothing()
            };
            let place = Place {
                layout,
                ..Place::default()
            };
            seen("en", None, |c| {
                found(Context { place: &place, ..c }, &answer)
            })
        };
        let row = |level: &str| format!("</p><{level} class=\"cb-title\"");
        assert!(found_in(Layout::List).contains(&row("h2")));
        for parts in [Layout::Agenda, Layout::Series, Layout::Organization] {
            let made = found_in(parts);
            assert!(made.contains("<h2 class=\"cb-part-head\">"), "{made}");
            assert!(
                made.contains(&row("h3")) && !made.contains(&row("h2")),
                "{made}"
            );
        }
    }

    #[test]
    fn nothing_is_not_put_into_an_order() {
        let made = seen("en", None, |c| toolbar(c, &nothing()));
        assert!(!made.contains("cb-sort") && made.contains("cb-count"));
    }

    /// Who looks by day at what has no dates is told so, and can look at it otherwise.
    #[test]
    fn an_empty_agenda_leads_back_to_the_list() {
        let place = Place {
            text: "hotline".to_owned(),
            layout: Layout::Agenda,
            ..Place::default()
        };
        let in_place = |view: fn(Context, &Answer) -> String| {
            seen("en", None, |c| {
                view(Context { place: &place, ..c }, &nothing())
            })
        };
        let bar = in_place(toolbar);
        assert!(bar.contains("cb-view") && !bar.contains("Soonest"), "{bar}");
        assert!(in_place(found).contains("Nothing with a date matches."));
    }

    #[test]
    fn what_cannot_be_saved_is_not_explained() {
        let place = Place {
            saved: true,
            ..Place::default()
        };
        let made = |keeps: bool| {
            let device = Device {
                keeps,
                ..Device::default()
            };
            seen("en", None, |c| {
                let c = Context {
                    place: &place,
                    device: &device,
                    ..c
                };
                found(c, &nothing())
            })
        };
        let explained = "“Save” below a result";
        assert!(made(true).contains(explained));
        let refused = made(false);
        assert!(!refused.contains(explained), "{refused}");
        assert!(refused.contains("does not let this page keep anything"));
    }

    /// Nor where nothing was found, unless something was chosen or days were typed, which can be changed there.
    #[test]
    fn filters_open_where_there_is_something_in_them() {
        let leads = |filters: &[(&str, &str)], answer: Answer| {
            seen("en", None, |c| {
                let facet = Facet {
                    id: "kind".into(),
                    label: Vec::new(),
                    values: Vec::new(),
                };
                let site = Site {
                    facets: vec![facet],
                    ..c.site.clone()
                };
                let mut place = Place::default();
                for (facet, value) in filters {
                    place.toggle(facet, value);
                }
                let c = Context {
                    site: &site,
                    place: &place,
                    ..c
                };
                toolbar(c, &answer)
            })
            .contains("data-do=\"sheet\"")
        };
        assert!(!leads(&[], nothing()));
        assert!(leads(&[("kind", "event")], nothing()));
        let found = Answer {
            total: 1,
            hits: vec![hit("call")],
            ..nothing()
        };
        assert!(leads(&[], found));
        let days = Answer {
            operators: vec![Operator {
                kind: "after".into(),
                from: 0,
                to: 10,
            }],
            ..nothing()
        };
        assert!(leads(&[], days));
    }

    #[test]
    fn an_operator_is_cut_out() {
        assert_eq!(
            without("📣 kind:event mass", 3, 13),
            ("kind:event".into(), "📣 mass".into())
        );
        assert_eq!(
            without("kind:event", 0, 10),
            ("kind:event".into(), String::new())
        );
    }
}
