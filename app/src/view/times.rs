//! Times: the event's own zone first, the reader's beside it, and whether it is over.

use super::Context;
use crate::dates::Shown;
use crate::html::Html;
use crate::moment::Phase;
use callboard_model::Occurrence;

fn phase(html: &mut Html, c: Context, occurrence: &Occurrence) {
    let Some(phase) = c.phase(occurrence) else {
        return;
    };
    let (open, text) = match phase {
        Phase::Now => ("<span class=\"cb-phase cb-phase-now\">", c.words.now),
        Phase::Upcoming => ("<span class=\"cb-phase cb-phase-next\">", c.words.upcoming),
        Phase::Past => ("<span class=\"cb-phase cb-phase-past\">", c.words.past),
    };
    html.element(open, text, "</span> ");
}

fn own_time(html: &mut Html, c: Context, own: &str) {
    if !own.is_empty() {
        // A file does not know its reader's zone; what stands there is another that the source names.
        let own = match c.file() {
            Some(_) => own.to_owned(),
            None => (c.words.your_time)(own),
        };
        html.element("<span class=\"cb-time-own\">", &own, "</span> ");
    }
}

/// The column at the start of a row.
pub(super) fn short(html: &mut Html, c: Context, occurrence: &Occurrence) {
    let shown = c.dates.occurrence(occurrence, c.lang());
    html.raw("<time class=\"cb-time\"")
        .attribute("datetime", &occurrence.local)
        .raw(">");
    html.element(
        "<span class=\"cb-time-weekday\">",
        &shown.weekday,
        "</span>",
    );
    html.element("<span class=\"cb-time-day\">", &shown.day, " ")
        .element(
            "<span class=\"cb-time-year\">",
            &shown.year,
            "</span></span>",
        );
    // Of days the last is said here, of times the beginning, as there is no room for more.
    let clock = match shown.end.as_str() {
        end if !occurrence.timed && !end.is_empty() => (c.words.until)(end),
        _ => shown.time,
    };
    if !clock.is_empty() {
        html.element("<span class=\"cb-time-clock\">", &clock, "</span>");
    }
    html.raw("</time>");
    more(html, c, occurrence, &shown.own);
    html.raw("</div>");
}

/// What is to be said of a time besides, which stays open. A file has the same line, with as much room, whatever there is to
/// put into it: so nothing moves when the app takes the file's place. Spaces keep its parts apart where they are copied or
/// spoken.
fn more(html: &mut Html, c: Context, occurrence: &Occurrence, own: &str) {
    html.raw("<div class=\"cb-time-more\">");
    phase(html, c, occurrence);
    own_time(html, c, own);
}

/// One time on the page of a record, which is given back; the line of what is said of it besides stays open.
pub(super) fn long(html: &mut Html, c: Context, occurrence: &Occurrence) -> Shown {
    let shown = c.dates.occurrence(occurrence, c.lang());
    html.raw("<li><time")
        .attribute("datetime", &occurrence.local)
        .raw("><strong>");
    html.text(&shown.weekday)
        .raw(" ")
        .text(&shown.day)
        .raw(" ")
        .text(&shown.year)
        .raw("</strong>");
    if !shown.time.is_empty() {
        html.element(", ", &shown.time, "");
    }
    if !shown.end.is_empty() {
        html.element(" ", &(c.words.until)(&shown.end), "");
    }
    html.raw("</time>");
    more(html, c, occurrence, &shown.own);
    shown
}

/// What the source says of a time and what it leaves open, on the page of a record in this language.
pub(super) fn said(html: &mut Html, c: Context, occurrence: &Occurrence, lang: &str) {
    source_words(html, c, occurrence.words.as_deref(), lang);
    if !occurrence.timed {
        html.element("<p class=\"cb-small\">", c.words.date_only, "</p>");
    } else if !occurrence.end_known {
        html.element("<p class=\"cb-small\">", c.words.no_end, "</p>");
    }
}

/// A source's own words, in the language of the record.
pub(super) fn source_words(html: &mut Html, c: Context, words: Option<&str>, lang: &str) {
    if let Some(words) = words {
        html.element("<p class=\"cb-small\">", c.words.source_words, ": ")
            .raw("<span")
            .attribute("lang", lang)
            .element(">“", words, "”</span></p>");
    }
}

#[cfg(test)]
mod tests {
    use super::short;
    use crate::html::Html;
    use crate::view::sample::{occurrence, seen};

    #[test]
    fn what_is_said_of_a_time_besides_stands_apart() {
        let mut time = occurrence(1000, 60);
        time.words = Some("4:30 PM CST".to_owned());
        let made = seen("en", None, |c| {
            let mut html = Html::default();
            short(&mut html, c, &time);
            html.done()
        });
        let (_, more) = made
            .split_once("<div class=\"cb-time-more\">")
            .unwrap_or_default();
        let text: String = more
            .split('<')
            .filter_map(|tag| tag.split('>').nth(1))
            .collect();
        assert_eq!(text.trim(), "Upcoming 4:30 PM CST your time");
        assert!(made.ends_with(" </div>"), "what follows does, too: {made}");
    }
}
