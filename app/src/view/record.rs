//! A record's own page: everything that is known of it, and where that comes from.

use super::{Context, actions, contribute, hit, part, text_button, times};
use crate::answer::{Failure, Record};
use crate::calendar;
use crate::dates::Shown;
use crate::html::Html;
use crate::labels;
use crate::moment::Phase;
use crate::state::Place;
use crate::text::joined;
use callboard_model::{Action, Kind, Occurrence, PartialDate, Reference, RelationKind};

/// Times that stand above all else; more of them stand below what one can do.
const FEW_TIMES: usize = 6;

/// The page of a record that could not be had.
pub fn missing(c: Context, failure: &Failure) -> String {
    let mut html = Html::default();
    if failure.code != "no-record" {
        return super::frame::failure(c.words, failure);
    }
    html.element("<div class=\"cb-notice\" role=\"alert\"><h1 class=\"cb-count\" id=\"cb-record\" tabindex=\"-1\">", c.words.no_record, "</h1>");
    back(&mut html, c);
    html.raw("</div>");
    html.done()
}

/// The page.
pub fn page(c: Context, record: &Record) -> String {
    let mut out = Html::default();
    let html = &mut out;
    let (card, page) = (&record.card, &record.page);
    html.raw("<article class=\"cb-record\">");
    back(html, c);
    html.element(
        "<p class=\"cb-row-kind\"><span class=\"cb-kind\">",
        c.kind(card.kind),
        "</span></p>",
    );
    html.raw("<h1 id=\"cb-record\" class=\"cb-record-title\" tabindex=\"-1\" dir=\"auto\"")
        .attribute("lang", &card.lang)
        .element(">", &record.title, "</h1>");
    html.raw("<p class=\"cb-summary\" dir=\"auto\"")
        .attribute("lang", &card.lang)
        .element(">", &record.summary, "</p>");
    // Many times, as of a weekly meeting, would hide what one can do and what it is about.
    let many = card.when.len() > FEW_TIMES;
    if !many {
        when(html, c, record);
    }
    // Where there is a recording, most who come want it; and a file has it in the same place.
    references(html, c, c.words.recording, &card.recordings);
    if !card.actions.is_empty() {
        part(html, c.words.what_to_do);
        html.raw("<ul class=\"cb-plain-list\">");
        for action in &card.actions {
            html.raw("<li>");
            actions::one(html, c, action, &record.card.lang);
            // Of several links with one name the source's words tell which is which.
            let alike = |other: &&Action| other.kind == action.kind;
            if action.href().is_some() && card.actions.iter().filter(alike).count() > 1 {
                if let Some(lang) = &action.lang {
                    html.element(" <span>", &c.dates.language(lang, c.lang()), "</span>");
                }
                if let Some(words) = &action.words {
                    html.raw(" <span")
                        .attribute("lang", &record.card.lang)
                        .element(">“", words, "”</span>");
                }
            }
            if let Some(found) = &action.found {
                html.element(
                    "<br><span class=\"cb-small\">",
                    &(c.words.found)(found),
                    "</span>",
                );
            }
            html.raw("</li>");
        }
        html.raw("</ul></section>");
    }
    if !page.html.is_empty() {
        html.raw("<div class=\"cb-body\" dir=\"auto\"")
            .attribute("lang", &card.lang)
            .raw(">")
            .sanitized(&page.html)
            .raw("</div>");
    }
    if many {
        when(html, c, record);
    }
    series(html, c, record);
    who(html, c, record);
    for group in page.relations.chunk_by(|a, b| a.kind == b.kind) {
        if let Some(first) = group
            .first()
            .filter(|first| first.kind != RelationKind::Recording)
        {
            let to: Vec<Reference> = group.iter().map(|relation| relation.to.clone()).collect();
            references(html, c, (c.words.relations)(first.kind), &to);
        }
    }
    facts(html, c, record);
    about(html, c, record);
    references(html, c, c.words.related, &page.related);
    // Last, so that nothing moves when the app takes over a page that has none of it.
    if c.file().is_none() {
        deeds(html, c, record);
    }
    html.raw("</article>");
    out.done()
}

fn back(html: &mut Html, c: Context) {
    let to = Place {
        as_of: c.place.as_of,
        lang: c.place.lang.clone(),
        ..c.searched.clone()
    };
    let words = if to.is_search() {
        c.words.back_to_results
    } else {
        c.words.back_to_catalogue
    };
    html.raw("<p class=\"cb-back\">")
        .link(&c.href(&to), words)
        .raw("</p>");
}

fn when(html: &mut Html, c: Context, record: &Record) {
    if let Some(span) = &record.card.span {
        part(html, c.words.runs);
        html.element(
            "<p>",
            &[
                &c.dates.day(&span.from, c.lang()),
                " – ",
                &c.dates.day(&span.to, c.lang()),
            ]
            .concat(),
            "</p>",
        );
        times::source_words(html, c, span.words.as_deref(), &record.card.lang);
        html.raw("</section>");
    }
    if !record.card.when.is_empty() {
        part(html, c.words.when);
        html.raw("<ul class=\"cb-plain-list\">");
        // What is over comes last and goes back in time; a file, which does not know, has all in their order.
        let over = |occurrence: &Occurrence| c.phase(occurrence) == Some(Phase::Past);
        for occurrence in record.card.when.iter().filter(|time| !over(time)) {
            time(html, c, record, occurrence);
        }
        for occurrence in record.card.when.iter().rev().filter(|time| over(time)) {
            time(html, c, record, occurrence);
        }
        html.raw("</ul></section>");
    }
}

/// One of a record's times, with what is said of it and what takes it to a calendar.
fn time(html: &mut Html, c: Context, record: &Record, occurrence: &Occurrence) {
    let shown = times::long(html, c, occurrence);
    match c.file() {
        None => to_calendar(html, c, record, occurrence, &shown),
        // One file has all times.
        Some(links) if record.card.when.last() == Some(occurrence) => {
            let path = ["events/", &record.id, ".ics"].concat();
            html.raw("<a class=\"cb-calendar\"")
                .attribute("href", &links.file(&path))
                .element(">", c.words.to_calendar, "</a>");
        }
        Some(_) => {}
    }
    html.raw("</div>");
    times::said(html, c, occurrence, &record.card.lang);
    html.raw("</li>");
}

/// A file for the reader's calendar, while there is something to be there for.
fn to_calendar(
    html: &mut Html,
    c: Context,
    record: &Record,
    occurrence: &Occurrence,
    shown: &Shown,
) {
    if c.phase(occurrence) == Some(Phase::Past) {
        return;
    }
    let mut paragraphs = vec![record.summary.as_str()];
    let actions = &record.card.actions;
    paragraphs.extend(actions.iter().filter_map(|action| action.words.as_deref()));
    paragraphs.extend(occurrence.words.as_deref());
    let url = actions.iter().find_map(|action| action.url.as_deref());
    let all = record.card.when.iter();
    let mut named = all.zip(&record.page.uids);
    let own = named.find(|(time, _)| std::ptr::eq(*time, occurrence));
    let file = calendar::file(&calendar::Entry {
        uid: own.map_or(&record.id, |(_, uid)| uid),
        title: &record.title,
        paragraphs: &paragraphs,
        url,
        occurrence,
        now: c.now,
    });
    html.raw("<a class=\"cb-calendar\"")
        .attribute("download", &[&record.id, ".ics"].concat())
        .attribute("href", &calendar::address(&file))
        .element(">", c.words.to_calendar, "<span class=\"cb-unseen\">: ");
    // Who goes from link to link hears which of several times each is of.
    html.text(&shown.day)
        .raw(" ")
        .text(&shown.time)
        .raw("</span></a>");
}

fn series(html: &mut Html, c: Context, record: &Record) {
    let Some(own) = &record.card.series else {
        return;
    };
    part(html, c.kind(Kind::Series));
    html.raw("<p>").link(&c.record_href(&own.id), &own.title);
    match (own.part, own.total) {
        (Some(number), Some(total)) => {
            html.element(" — ", &(c.words.part_of_total)(number, total), "")
        }
        (Some(number), None) => html.element(" — ", &(c.words.part)(number), ""),
        _ => html,
    };
    html.raw("</p><ul class=\"cb-plain-list\">");
    let parts = &record.page.parts;
    let at = parts
        .iter()
        .position(|part| part.id.as_ref() == Some(&record.id));
    for (label, rel, to) in [
        (
            c.words.previous,
            "prev",
            at.and_then(|at| at.checked_sub(1)),
        ),
        (c.words.next, "next", at.map(|at| at + 1)),
    ] {
        let to = to.and_then(|to| parts.get(to));
        if let Some((id, to)) = to.and_then(|to| Some((to.id.as_ref()?, to))) {
            html.element("<li><span class=\"cb-small\">", label, ": </span><a")
                .attribute("rel", rel);
            html.attribute("href", &c.record_href(id));
            c.title_of(html, to);
            html.raw("</a></li>");
        }
    }
    html.raw("</ul>");
    if parts.len() > 1 {
        html.element(
            "<details class=\"cb-parts\"><summary>",
            c.words.all_parts,
            "</summary><ol>",
        );
        for other in parts {
            html.raw(if other.id.as_ref() == Some(&record.id) {
                "<li aria-current=\"true\">"
            } else {
                "<li>"
            });
            c.reference(html, other);
            html.raw("</li>");
        }
        html.raw("</ol></details>");
    }
    html.raw("</section>");
}

fn who(html: &mut Html, c: Context, record: &Record) {
    let card = &record.card;
    if card.people.is_empty() && card.hosts.is_empty() {
        return;
    }
    part(html, c.words.who);
    html.raw("<ul class=\"cb-plain-list\">");
    for person in &card.people {
        html.element(
            "<li><span class=\"cb-small\">",
            (c.words.person_roles)(person.role),
            ": </span>",
        )
        .text(&person.name);
        if let Some(title) = &person.title {
            html.element(", ", title, "");
        }
        if let Some(org) = &person.org {
            html.raw(", ");
            c.reference(html, org);
        }
        html.raw("</li>");
    }
    for host in &card.hosts {
        html.element(
            "<li><span class=\"cb-small\">",
            (c.words.host_roles)(host.role),
            ": </span>",
        );
        c.reference(html, &host.org);
        html.raw("</li>");
    }
    html.raw("</ul></section>");
}

/// A part that lists other records, when there are any.
fn references(html: &mut Html, c: Context, heading: &str, to: &[Reference]) {
    if to.is_empty() {
        return;
    }
    part(html, heading);
    html.raw("<ul class=\"cb-plain-list\">");
    for to in to {
        html.raw("<li>");
        c.reference(html, to);
        if let Some(kind) = to.kind {
            html.element(" <span class=\"cb-kind\">", c.kind(kind), "</span>");
        }
        html.raw("</li>");
    }
    html.raw("</ul></section>");
}

fn listed(texts: &[String], between: &str) -> String {
    joined(texts.iter().map(String::as_str), between)
}

/// What stands under one name, however many there are: a name that is said twice is that of two things.
fn several(list: &mut Html, name: &str, given: Html) {
    if !given.is_empty() {
        list.element("<div><dt>", name, "</dt>")
            .sanitized(&given.done())
            .raw("</div>");
    }
}

/// Short facts, each under its name.
fn facts(html: &mut Html, c: Context, record: &Record) {
    let (card, page) = (&record.card, &record.page);
    let mut list = Html::default();
    let mut fact = |name: &str, value: &str, lang: &str| {
        if !value.is_empty() {
            list.element("<div><dt>", name, "</dt><dd");
            if !lang.is_empty() {
                list.attribute("lang", lang);
            }
            list.element(">", value, "</dd></div>");
        }
    };
    let mut text = |name: &str, value: &str| fact(name, value, "");
    text(
        c.words.published,
        &card
            .published
            .as_ref()
            .map(|date| c.dates.partial(date, c.lang()))
            .unwrap_or_default(),
    );
    let languages: Vec<String> = card
        .languages
        .iter()
        .map(|tag| c.dates.language(tag, c.lang()))
        .collect();
    text(c.words.languages, &listed(&languages, ", "));
    text(c.words.also_known, &listed(&page.aliases, " · "));
    let hashtags: Vec<String> = page
        .hashtags
        .iter()
        .map(|tag| ["#", tag].concat())
        .collect();
    text(c.words.hashtags, &listed(&hashtags, " "));
    // What follows is in the source's words.
    let mut said = |name: &str, value: Option<&str>| fact(name, value.unwrap_or(""), &card.lang);
    said(c.words.cadence, page.cadence.as_deref());
    said(c.words.updates, page.update_policy.as_deref());
    if let Some(image) = &page.image {
        said(c.words.picture, image.alt.as_deref());
        said(c.words.picture_credit, image.credit.as_deref());
    }
    if let Some(from) = &card.republished_from {
        list.element("<div><dt>", c.words.republished, "</dt><dd>");
        c.reference(&mut list, from);
        list.raw("</dd></div>");
    }
    for facet in ["topic", "audience", "region", "format"] {
        let values: Vec<&String> = page
            .tags
            .iter()
            .filter(|(have, _)| have == facet)
            .map(|(_, value)| value)
            .collect();
        if values.is_empty() {
            continue;
        }
        list.element("<div><dt>", c.heading(facet), "</dt><dd>");
        for value in values {
            let label = labels::value(c.site, facet, value, c.lang());
            list.raw("<a class=\"cb-tag\"")
                .attribute("href", &c.href(&c.place.browse(facet, value)))
                .element(">", label, "</a> ");
        }
        list.raw("</dd></div>");
    }
    let mut also = Html::default();
    for copy in &page.also_at {
        also.raw("<dd>");
        c.reference(&mut also, &copy.at);
        if let Some(url) = &copy.url {
            also.raw(" — ").outside(url, url);
        }
        also.raw("</dd>");
    }
    several(&mut list, c.words.also_at, also);
    let mut links = Html::default();
    for link in &page.links {
        links.raw("<dd>").outside(&link.url, &link.label).element(
            " <span class=\"cb-small\">",
            &link.url,
            "</span></dd>",
        );
    }
    several(&mut list, c.words.links, links);
    let mut cites = Html::default();
    for cited in &page.cites {
        cites.raw("<dd>");
        match &cited.url {
            Some(url) => cites.outside(url, &cited.title),
            None => cites.text(&cited.title),
        };
        cites.raw("</dd>");
    }
    several(&mut list, c.words.cites_outside, cites);
    let mut thanks = Html::default();
    for credit in &page.credits {
        thanks.raw("<dd>");
        c.reference(&mut thanks, &credit.to);
        if let Some(what) = &credit.r#for {
            thanks.element(" (", what, ")");
        }
        thanks.raw("</dd>");
    }
    several(&mut list, c.words.thanks, thanks);
    if !list.is_empty() {
        html.raw("<dl class=\"cb-facts\">")
            .sanitized(&list.done())
            .raw("</dl>");
    }
}

/// Where the record's facts come from, and what the editor says of them.
fn about(html: &mut Html, c: Context, record: &Record) {
    let page = &record.page;
    let date = |date: Option<&PartialDate>| {
        date.map_or_else(
            || c.words.not_known.to_owned(),
            |date| c.dates.partial(date, c.lang()),
        )
    };
    part(html, c.words.about_record);
    if !page.notes.is_empty() {
        html.raw("<ul class=\"cb-notes\">");
        for note in &page.notes {
            html.element("<li><strong>", (c.words.notes)(note.kind), ":</strong> ");
            said(html, record, &note.text);
            html.raw("</li>");
        }
        html.raw("</ul>");
    }
    html.element(
        "<dl class=\"cb-facts\"><div><dt>",
        c.words.source,
        "</dt><dd>",
    );
    match &page.source {
        None => {
            html.text(c.words.not_known);
        }
        Some(source) => {
            let own = source.record.as_ref().filter(|own| own.id.is_some());
            let end = match (own.and_then(|own| own.id.as_ref()), &source.url) {
                (_, Some(url)) => {
                    html.raw("<a rel=\"noopener noreferrer external\"")
                        .attribute("href", url);
                    "</a>"
                }
                (Some(id), None) => {
                    html.raw("<a").attribute("href", &c.record_href(id));
                    "</a>"
                }
                (None, None) => {
                    html.raw("<span");
                    "</span>"
                }
            };
            html.attribute("lang", c.language_of(own))
                .element(">", &source.title, end);
            if let Some(publisher) = &source.publisher {
                html.raw(", ");
                c.reference(html, publisher);
            }
        }
    }
    html.element("</dd></div><div><dt>", c.words.source_date, "</dt><dd>");
    html.text(&date(
        page.source.as_ref().and_then(|source| source.date.as_ref()),
    ));
    if let Some(note) = page
        .source
        .as_ref()
        .and_then(|source| source.date_note.as_ref())
    {
        html.raw("<br><span class=\"cb-small\">");
        said(html, record, note);
        html.raw("</span>");
    }
    html.element("</dd></div><div><dt>", c.words.checked, "</dt><dd>")
        .element("", &date(page.checked.as_ref()), "</dd></div></dl>");
    contribute::report(html, c, record);
    html.raw("</section>");
}

/// Words of the record's source or editor, in its language.
fn said(html: &mut Html, record: &Record, words: &str) {
    html.raw("<span")
        .attribute("lang", &record.card.lang)
        .element(">", words, "</span>");
}

/// What a reader can do with the record itself.
fn deeds(html: &mut Html, c: Context, record: &Record) {
    html.raw("<p class=\"cb-part\">");
    text_button(html, "cb-link", "copy", "", "", c.words.copy_link);
    html.raw(" · ");
    let citation = citation(c, record);
    text_button(
        html,
        "cb-link",
        "copy",
        "",
        &citation,
        c.words.copy_citation,
    );
    if c.device.shares {
        html.raw(" · ");
        text_button(html, "cb-link", "share", "", &record.title, c.words.share);
    }
    html.raw(" · ");
    text_button(html, "cb-link", "print", "", "", c.words.print);
    if c.device.keeps {
        html.raw(" · ");
    }
    super::save(html, c, &record.id, &record.title);
    html.raw("</p>");
}

/// Who, what, when, where: `A. Author, The Publisher: “Title”. November 2024. Callboard. `; the address follows.
fn citation(c: Context, record: &Record) -> String {
    let date = record.card.published.as_ref();
    let date = date.map(|date| c.dates.partial(date, c.lang()));
    let who = joined(hit::who(&record.card), ", ");
    let mut out = who;
    if !out.is_empty() {
        out.push_str(": ");
    }
    for part in ["“", &record.title, "”. "] {
        out.push_str(part);
    }
    if let Some(date) = date {
        out.push_str(&date);
        out.push_str(". ");
    }
    out.push_str(labels::pick(&c.site.name, c.lang(), c.site));
    out.push_str(". ");
    out
}

#[cfg(test)]
mod tests {
    use super::{FEW_TIMES, page, when};
    use crate::html::Html;
    use crate::view::sample::{occurrence, record, seen};
    use callboard_model::{Action, ActionKind, Cited};

    #[test]
    fn what_can_be_done_is_not_below_many_times() {
        let is_first = |times: usize| {
            let mut record = record("call");
            record.card.when = vec![occurrence(3000, 60); times];
            record.card.actions = vec![register("en", "here")];
            let made = seen("en", None, |c| page(c, &record));
            made.find("cb-action") < made.find("<time")
        };
        assert_eq!(
            [1, FEW_TIMES, FEW_TIMES + 1].map(is_first),
            [false, false, true]
        );
    }

    /// A list of names and what they name (`dl`) has each name once.
    #[test]
    fn a_name_stands_once_above_all_that_it_names() {
        let mut record = record("call");
        for title in ["One", "Another"] {
            record.page.cites.push(Cited {
                title: title.to_owned(),
                url: None,
            });
        }
        let made = seen("en", None, |c| page(c, &record));
        assert!(made.contains("<dt>It cites</dt><dd>One</dd><dd>Another</dd></div>"));
    }

    fn register(lang: &str, words: &str) -> Action {
        Action {
            kind: ActionKind::Register,
            url: Some(["https://example.org/", lang].concat()),
            phone: None,
            phone_words: None,
            sms_to: None,
            sms_keyword: None,
            email: None,
            words: Some(words.to_owned()),
            lang: Some(lang.to_owned()),
            found: None,
        }
    }

    /// Links of one name are told apart by what the source says of each.
    #[test]
    fn links_that_are_called_alike_have_their_words() {
        let made = |actions: Vec<Action>| {
            let mut record = record("call");
            record.card.actions = actions;
            seen("en", None, |c| page(c, &record))
        };
        let (evening, tarde) = (register("en", "evening"), register("es", "tarde"));
        let both = made(vec![evening.clone(), tarde]);
        assert!(both.contains("<span>en</span> <span lang=\"en\">“evening”"));
        assert!(both.contains("<span>es</span> <span lang=\"en\">“tarde”"));
        assert!(!made(vec![evening]).contains("evening"));
    }

    /// Who goes from link to link, or speaks the name of one, has a name for each.
    #[test]
    fn each_time_goes_to_the_calendar_by_a_name_of_its_own() {
        let mut record = record("call");
        record.card.when = vec![occurrence(1500, 60), occurrence(3000, 60)];
        let made = seen("en", None, |c| {
            let mut html = Html::default();
            when(&mut html, c, &record);
            html.done()
        });
        for time in &record.card.when {
            let name = [
                ">Add to calendar<span class=\"cb-unseen\">: ",
                &time.local,
                " </span></a>",
            ]
            .concat();
            assert!(made.contains(&name), "{name} in {made}");
        }
    }

    #[test]
    fn times_to_come_stand_before_those_that_are_over() {
        let mut record = record("call");
        record.card.when = [-3000, -1500, -30, 1500, 3000]
            .map(|start| occurrence(start, 60))
            .to_vec();
        let made = seen("en", None, |c| {
            let mut html = Html::default();
            when(&mut html, c, &record);
            html.done()
        });
        let marks = made.split("datetime=\"").skip(1);
        let days: Vec<&str> = marks.filter_map(|mark| mark.get(8..10)).collect();
        assert_eq!(days, ["31", "02", "03", "30", "29"]);
    }
}
