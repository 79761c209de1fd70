//! One hit: when, what, who, why, and what to do.

use super::{Context, actions, save, times, why};
use crate::answer::Hit;
use crate::html::Html;
use crate::marks::{self, Stretch};
use crate::moment;
use crate::text;
use callboard_model::{Card, Occurrence};

/// Most names in a row.
const NAMES: usize = 5;

/// Headings of rows: of those that stand below the page's own, and of those in a part of the page, below the part's.
pub const OF_PAGE: &str = "h2";
pub const OF_PART: &str = "h3";

/// Hits as rows of the board, with headings of this level.
pub fn rows<'h>(
    html: &mut Html,
    c: Context,
    heading: &'static str,
    hits: impl IntoIterator<Item = &'h Hit>,
) {
    html.raw("<ol class=\"cb-list\">");
    for hit in hits {
        if c.file().is_some() {
            let all: Vec<&Occurrence> = hit.card.when.iter().collect();
            row(html, c, heading, hit, &all, true);
        } else {
            let current = moment::current(&hit.card.when, c.now);
            row(html, c, heading, hit, current.as_slice(), true);
        }
    }
    html.raw("</ol>");
}

/// One row, with the times that matter where it stands: the current one, or all in a file, for which none is. A record
/// that stands on the page more than once has its id, by which the focus finds it, where it stands first.
pub(super) fn row(
    html: &mut Html,
    c: Context,
    heading: &'static str,
    hit: &Hit,
    when: &[&Occurrence],
    first: bool,
) {
    let card = &hit.card;
    html.raw("<li class=\"cb-row\"><div class=\"cb-row-when\">");
    // Of several, in a file, the latest, which is what matters while nothing is to come: the app has one here, too.
    let one = match c.file() {
        Some(_) => when.iter().max_by_key(|occurrence| occurrence.start),
        None => when.first(),
    };
    if let Some(occurrence) = one {
        times::short(html, c, occurrence);
    }
    html.element(
        "</div><div><p class=\"cb-row-kind\"><span class=\"cb-kind\">",
        c.kind(card.kind),
        "</span>",
    );
    if let Some(date) = date(c, card) {
        html.element("<span class=\"cb-row-date\">", &date, "</span>");
    }
    match hit.tier.as_str() {
        "typo" => html.element("<span class=\"cb-how\">", c.words.spelling, "</span>"),
        "some" => html.element("<span class=\"cb-how\">", c.words.some_words, "</span>"),
        _ => html,
    };
    html.raw("</p><")
        .raw(heading)
        .raw(" class=\"cb-title\" dir=\"auto\"")
        .attribute("lang", &card.lang)
        .raw("><a");
    html.attribute("href", &c.record_href(&hit.id));
    // No focus is kept in a file, where a record may stand on several days.
    if c.file().is_none() {
        html.attribute("data-hit", &hit.id);
        if first {
            html.attribute("id", &["hit-", &hit.id].concat());
        }
    }
    html.raw(">");
    marked(html, &hit.title, &hit.title_ranges);
    html.raw("</a></").raw(heading).raw(">");
    if !hit.snippet.is_empty() {
        html.raw("<p class=\"cb-snippet\" dir=\"auto\"")
            .attribute("lang", &card.lang)
            .raw(">");
        marked(html, &hit.snippet, &hit.snippet_ranges);
        html.raw("</p>");
    }
    let who = who(card);
    if !who.is_empty() {
        html.element("<p class=\"cb-who\">", &text::joined(who, " · "), "</p>");
    }
    if let Some(reasons) = &hit.why {
        html.element("<p class=\"cb-why\">", &why::sentence(c, reasons), "</p>");
    }
    actions::of_hit(html, c, card, when.first().copied());
    for id in &hit.also {
        html.raw("<p class=\"cb-also\">")
            .link(&c.record_href(id), c.words.also_in)
            .raw("</p>");
    }
    if first {
        save(html, c, &hit.id, &hit.title);
    }
    if c.file().is_some() {
        if when.len() > 1 {
            all_times(html, c, when);
        } else if first {
            // Room for what saves, so that nothing moves when the app comes.
            html.raw("<p class=\"cb-save-room\"></p>");
        }
    }
    html.raw("</div></li>");
}

/// All times of a record with several, in a file, where the app has a button.
fn all_times(html: &mut Html, c: Context, when: &[&Occurrence]) {
    let all = [c.words.when, ": ", &(c.words.show_all)(when.len() as u32)].concat();
    html.element("<details class=\"cb-times\"><summary>", &all, "</summary>");
    for occurrence in when {
        times::short(html, c, occurrence);
    }
    html.raw("</details>");
}

fn date(c: Context, card: &Card) -> Option<String> {
    let span = card.span.as_ref().map(|span| {
        [
            &c.dates.day(&span.from, c.lang()),
            " – ",
            &c.dates.day(&span.to, c.lang()),
        ]
        .concat()
    });
    span.or_else(|| {
        card.published
            .as_ref()
            .map(|date| c.dates.partial(date, c.lang()))
    })
}

/// People first, then organisations, each once.
pub(super) fn who(card: &Card) -> Vec<&str> {
    let people = card
        .people
        .iter()
        .map(|person| (person.group, person.name.as_str()));
    let mut names: Vec<&str> = Vec::new();
    for group in [false, true] {
        names.extend(
            people
                .clone()
                .filter(|(is_group, _)| *is_group == group)
                .map(|(_, name)| name),
        );
    }
    names.extend(card.hosts.iter().map(|host| host.org.title.as_str()));
    let mut once: Vec<&str> = Vec::new();
    for name in names {
        if !once.contains(&name) && once.len() < NAMES {
            once.push(name);
        }
    }
    once
}

/// A text with its matches marked.
pub(super) fn marked(html: &mut Html, text: &str, ranges: &[(usize, usize)]) {
    for Stretch { text, marked } in marks::stretches(text, ranges) {
        if marked {
            html.element("<mark>", &text, "</mark>");
        } else {
            html.text(&text);
        }
    }
}
