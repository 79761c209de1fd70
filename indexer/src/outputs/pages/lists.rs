//! Lists to find records by without a search: by value, by date, by title; page by page, in every language of the
//! catalogue.

use super::super::publication::Entry;
use super::super::{Error, Making};
use super::document::{self, About, Region, Then};
use super::front;
use super::newest;
use super::plan::{At, Plan, dated, facet_path, is_dated, relative, value_path};
use super::words::words;
use callboard_app::answer::{Answer, Hit};
use callboard_app::html::Html;
use callboard_app::labels;
use callboard_app::locale::Words;
use callboard_app::state::{Layout, Place};
use callboard_app::text::filled;
use callboard_app::view::Context;
use callboard_app::view::agenda::{self, Day};
use callboard_app::view::{front as front_view, hit as hit_view};
use callboard_engine::analysis::fold;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// Makes every list, in every language, and says at which paths.
///
/// # Errors
/// Those of whoever takes the files.
pub fn all(making: &Making, plan: &Plan) -> Result<Vec<String>, Error> {
    let mut paths = Vec::new();
    for words in plan.languages.iter().copied() {
        if words.tag != plan.first().tag {
            let path = plan.in_language(words, "index.html");
            let page = front::translated(plan, At { path: &path, words });
            making.sink.take(page.path, page.text.into_bytes());
            paths.push(path);
        }
        paths.extend(by_value(making, plan, words)?);
        paths.extend(by_date(making, plan, words)?);
        paths.extend(by_title(making, plan, words)?);
    }
    Ok(paths)
}

/// A list in each language, by language, and which of them is for everyone else; none where there is one language.
pub fn alternates(plan: &Plan, path: &str) -> Vec<(String, String)> {
    if plan.languages.len() < 2 || plan.listed == 0 {
        return Vec::new();
    }
    let mut all: Vec<(String, String)> = plan
        .languages
        .iter()
        .map(|words| (words.tag.to_owned(), plan.in_language(words, path)))
        .collect();
    all.push(("x-default".to_owned(), path.to_owned()));
    all
}

/// A list that is about to be cut into pages.
struct List<'l> {
    /// Path of its first page in the first language.
    path: String,
    title: &'l str,
    /// What is said above each page.
    lead: &'l str,
    /// Where the app shows the same.
    place: Place,
    /// Feeds of the same.
    files: Vec<(&'static str, String)>,
    /// Where the app shows the same records in the same order: what stands there in its regions.
    of_app: Option<OfApp<'l>>,
}

/// What the app shows around the records of a list.
struct OfApp<'l> {
    /// Its heading.
    heading: String,
    /// The value that is chosen; empty where none is.
    chosen: &'l str,
    /// What is said of the list, below it, because the app does not say it.
    note: &'l str,
}

/// The path of a page of a list, from 1.
fn page_of(path: &str, number: usize) -> String {
    match path.strip_suffix(".html").filter(|_| number > 1) {
        Some(stem) => format!("{stem}/{number}.html"),
        None => path.to_owned(),
    }
}

/// Writes a list, one page for each of `pages`; `lead` is what stands above all of them. Says at which paths.
fn write<'e, 'c: 'e>(
    making: &Making<'_, 'c>,
    plan: &Plan,
    words: &'static Words,
    list: &List,
    pages: &[Content<'_, 'e, 'c>],
) -> Result<Vec<String>, Error> {
    let page = |(at_page, content): (usize, &Content<'_, 'e, 'c>)| {
        let number = at_page + 1;
        let first_language = page_of(&list.path, number);
        let path = plan.in_language(words, &first_language);
        let at = At { path: &path, words };
        let own = super::words::words(words.tag);
        let title = if number > 1 {
            format!("{}, {} {number}", list.title, own.page.to_lowercase())
        } else {
            list.title.to_owned()
        };
        let (listed, every) = (plan.listed, plan.publication.entries.len());
        let of_list = (list.title, list.lead, &list.path, number, pages.len());
        let more = (words.tag, of_list, listed, every, &content.more);
        let entries = content.entries.iter().copied();
        // The app begins with the first hit, and finds all records.
        let of_app = list.of_app.as_ref();
        let of_app = of_app.filter(|_| plan.script.is_some() && number == 1 && listed == every);
        making.of_list(path.clone(), entries, &more, || {
            let mut html = Html::default();
            let front = relative(at.path, &plan.in_language(words, "index.html"));
            let then = match of_app {
                Some(of_app) => Then::IsMounted(Region::Found {
                    toolbar: &of_app.heading,
                    chips: &chosen(words, &front, of_app.chosen),
                }),
                None => Then::Stays,
            };
            if of_app.is_none() {
                html.raw("<p class=\"cb-back\">")
                    .link(&front, words.back_to_catalogue)
                    .raw("</p>");
                html.element("<h1 class=\"cb-record-title\">", &title, "</h1>");
                if !list.lead.is_empty() {
                    html.element("<p class=\"cb-small\">", list.lead, "</p>");
                }
            }
            if listed < every {
                let numbers = [listed, every].map(|count| (words.number)(count as u32));
                let text = filled(own.newest, &[&numbers[0], &numbers[1]]);
                html.element("<p class=\"cb-small\">", &text, "</p>");
            }
            html.sanitized(&(content.html)(at));
            pager(&mut html, plan, at, list, number, pages.len());
            if let Some(of_app) = of_app.filter(|of_app| !of_app.note.is_empty()) {
                html.element("<p class=\"cb-part cb-small\">", of_app.note, "</p>");
            }
            let about = About {
                title: &title,
                description: list.lead,
                kind: "website",
                alternates: alternates(plan, &first_language),
                files: list.files.clone(),
                json_ld: None,
            };
            let html = html.done();
            Ok(document::page(plan, at, &about, &list.place, then, &html))
        })?;
        Ok(path.clone())
    };
    pages.par_iter().enumerate().map(page).collect()
}

/// The value that was chosen, as the app shows it: what takes the choice back leads to the front page.
fn chosen(words: &Words, front: &str, label: &str) -> String {
    let mut html = Html::default();
    if label.is_empty() {
        return html.done();
    }
    html.raw("<ul class=\"cb-chips\"")
        .attribute("aria-label", words.filters)
        .raw("><li><a class=\"cb-chip\"")
        .attribute("href", front)
        .attribute("aria-label", &(words.remove)(label));
    html.element(
        ">",
        label,
        " <span aria-hidden=\"true\">×</span></a></li><li><a class=\"cb-link\"",
    );
    html.attribute("href", front)
        .element(">", words.clear_all, "</a></li></ul>");
    html.done()
}

/// What stands on one page of a list.
struct Content<'w, 'e, 'c> {
    /// The records that it is made of.
    entries: Vec<&'e Entry<'c>>,
    /// What else it is made of.
    more: String,
    /// Writes it.
    html: Box<dyn Fn(At) -> String + Send + Sync + 'w>,
}

fn pager(html: &mut Html, plan: &Plan, at: At, list: &List, number: usize, last: usize) {
    if last < 2 {
        return;
    }
    let own = words(at.words.tag);
    html.raw("<nav class=\"cb-more\"")
        .attribute("aria-label", own.pages)
        .raw("><p>");
    let link = |html: &mut Html, to: usize, rel: &'static str, text: &str| {
        let path = plan.in_language(at.words, &page_of(&list.path, to));
        html.raw("<a class=\"cb-button\"")
            .raw(rel)
            .attribute("href", &relative(at.path, &path));
        html.element(">", text, "</a> ");
    };
    if number > 1 {
        link(html, number - 1, " rel=\"prev\"", at.words.previous);
    }
    let here = format!("{} {number} {} {last}", own.page, own.of);
    html.element("<span>", &here, "</span> ");
    if number < last {
        link(html, number + 1, " rel=\"next\"", at.words.next);
    }
    html.raw("</p></nav>");
}

/// The values of each facet, and the records of each value.
fn by_value<'c>(
    making: &Making<'_, 'c>,
    plan: &Plan<'_, 'c>,
    words: &'static Words,
) -> Result<Vec<String>, Error> {
    let mut paths = Vec::new();
    let rows = plan.publication.settings.pages.rows as usize;
    for (facet, values) in plan.facets() {
        let heading = labels::pick(&facet.label, words.tag, &plan.site);
        let list = List {
            path: facet_path(&facet.id),
            title: heading,
            lead: "",
            place: Place::default(),
            files: Vec::new(),
            of_app: None,
        };
        let tiles = Content {
            entries: Vec::new(),
            more: format!("{:?}", plan.answer),
            html: Box::new(|at| {
                let mut html = Html::default();
                plan.show(at, |context| {
                    front_view::tiles(&mut html, context, &plan.answer, &facet.id, heading);
                });
                html.done()
            }),
        };
        paths.extend(write(making, plan, words, &list, &[tiles])?);
        let of_value = |(value, entries): (&&str, &Vec<&Entry<'c>>)| {
            let label = labels::value(&plan.site, &facet.id, value, words.tag);
            let title = format!("{heading}: {label}");
            let mut place = newest::place();
            place.toggle(&facet.id, value);
            let found = newest::first(plan, words, entries.iter().copied());
            let count = (words.results)(found.len() as u32);
            let pages: Vec<Content> = found
                .chunks(rows.max(1))
                .map(|rows| Content {
                    entries: rows.iter().map(|row| row.entry).collect(),
                    more: newest::also(rows),
                    html: Box::new(move |at| {
                        let mut html = Html::default();
                        let hits: Vec<Hit> = rows.iter().map(newest::Row::hit).collect();
                        plan.show(at, |context| {
                            hit_view::rows(&mut html, context, hit_view::OF_PAGE, &hits)
                        });
                        html.done()
                    }),
                })
                .collect();
            let has_feed = plan.publication.settings.feeds.facets.contains(&facet.id);
            let feed = value_path(&facet.id, value);
            let feed = feed.trim_start_matches("browse/").trim_end_matches(".html");
            let list = List {
                path: value_path(&facet.id, value),
                title: &title,
                lead: &(words.records)(found.len() as u32),
                of_app: Some(OfApp {
                    heading: heading_of(&title, &count),
                    chosen: label,
                    note: "",
                }),
                place,
                files: if has_feed {
                    vec![("application/feed+json", format!("feeds/{feed}.json"))]
                } else {
                    Vec::new()
                },
            };
            write(making, plan, words, &list, &pages)
        };
        let of_values: Vec<Vec<String>> =
            values.par_iter().map(of_value).collect::<Result<_, _>>()?;
        paths.extend(of_values.into_iter().flatten());
    }
    Ok(paths)
}

/// The heading of a list that the app takes over: what it is, and how many there are, as the app says it.
fn heading_of(title: &str, count: &str) -> String {
    let mut html = Html::default();
    let text = format!("{title} · {count}");
    html.element("<h1 class=\"cb-count\">", &text, "</h1>");
    html.done()
}

/// What takes place, by day of its own zone: the latest day first, because what is to come is there whenever the page is
/// read; within a day in order of time.
fn by_date<'c>(
    making: &Making<'_, 'c>,
    plan: &Plan<'_, 'c>,
    words: &'static Words,
) -> Result<Vec<String>, Error> {
    let with_dates = plan.entries().filter(|entry| is_dated(entry));
    let rows = newest::first(plan, words, with_dates);
    let by_id: HashMap<&str, &newest::Row> = rows
        .iter()
        .map(|row| (row.entry.shown.id.as_str(), row))
        .collect();
    // Which days there are is told from times alone. All else is looked up for the pages that are written.
    let hits: Vec<Hit> = rows.par_iter().map(|row| dated(row.entry)).collect();
    let answer = Answer {
        total: hits.len() as u32,
        hits,
        facets: Vec::new(),
        operators: Vec::new(),
        notes: Vec::new(),
        did_you_mean: None,
    };
    // Which page it is for says nothing of the days.
    let at = At {
        path: "agenda.html",
        words,
    };
    let place = Place {
        layout: Layout::Agenda,
        ..newest::place()
    };
    let days: Vec<Day> = plan.show(at, |context| {
        let place = &place;
        agenda::by_day(Context { place, ..context }, &answer)
    });
    let most = plan.publication.settings.pages.rows as usize;
    let mut pages: Vec<Vec<Day>> = Vec::new();
    let mut room = 0;
    for day in days {
        // A day is not cut in two, however full it is.
        if room == 0 || day.rows.len() > room {
            pages.push(Vec::new());
            room = most;
        }
        room = room.saturating_sub(day.rows.len());
        if let Some(page) = pages.last_mut() {
            page.push(day);
        }
    }
    let contents: Vec<Content> = pages
        .iter()
        .map(|days| {
            let mut more = String::new();
            let rows = days.iter().flat_map(|day| &day.rows);
            let rows: Vec<&newest::Row> = rows
                .filter_map(|(hit, _)| by_id.get(hit.id.as_str()).copied())
                .collect();
            let mut of_rows = rows.iter();
            for day in days {
                more.push_str(&day.heading);
                for ((_, occurrence), row) in day.rows.iter().zip(&mut of_rows) {
                    let start = occurrence.map(|occurrence| occurrence.start);
                    let _ = write!(more, " {start:?} {}", row.also.join(" "));
                }
            }
            Content {
                entries: rows.iter().map(|row| row.entry).collect(),
                more,
                html: Box::new(move |at| {
                    let hits: Vec<Hit> = rows.iter().map(|row| row.hit()).collect();
                    let mut days: Vec<Day> = days.clone();
                    let rows = days.iter_mut().flat_map(|day| &mut day.rows);
                    for ((row, _), hit) in rows.zip(&hits) {
                        *row = hit;
                    }
                    let mut html = Html::default();
                    plan.show(at, |context| agenda::days(&mut html, context, &days));
                    html.done()
                }),
            }
        })
        .collect();
    let own = super::words::words(words.tag);
    let count = (words.results)(answer.total);
    let list = List {
        path: "agenda.html".to_owned(),
        title: words.agenda,
        lead: own.latest_first,
        place: place.clone(),
        files: vec![("text/calendar", "calendars/all.ics".to_owned())],
        // The days of a second page may begin with those of records that are not on the first.
        of_app: (contents.len() == 1).then(|| OfApp {
            heading: heading_of(words.agenda, &count),
            chosen: "",
            note: own.latest_first,
        }),
    };
    write(making, plan, words, &list, &contents)
}

/// Every record by its title.
fn by_title<'c>(
    making: &Making<'_, 'c>,
    plan: &Plan<'_, 'c>,
    words: &'static Words,
) -> Result<Vec<String>, Error> {
    // Few words a row: five times as many as of the others.
    let most = plan.publication.settings.pages.rows as usize * 5;
    let mut all: Vec<(String, &Entry<'c>)> = plan
        .entries()
        .map(|entry| (sorted_by(&entry.shown.title), entry))
        .collect();
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.number.cmp(&b.1.number)));
    let chunks: Vec<&[(String, &Entry<'c>)]> = all.chunks(most.max(1)).collect();
    let mut letters: BTreeMap<String, usize> = BTreeMap::new();
    for (number, chunk) in (1..).zip(&chunks) {
        for (key, _) in *chunk {
            letters.entry(letter(key)).or_insert(number);
        }
    }
    let own = super::words::words(words.tag);
    let path = "all.html";
    let contents: Vec<Content> = chunks
        .iter()
        .map(|chunk| {
            let letters = &letters;
            let html = move |at: At| {
                let mut html = Html::default();
                html.raw("<nav class=\"cb-row-do\"")
                    .attribute("aria-label", own.letters)
                    .raw(">");
                for (letter, number) in letters {
                    let page = plan.in_language(words, &page_of(path, *number));
                    let to = format!("{}#{}", relative(at.path, &page), anchor(letter));
                    html.raw("<a class=\"cb-tag\"")
                        .attribute("href", &to)
                        .element(">", letter, "</a>");
                }
                html.raw("</nav>");
                for group in chunk.chunk_by(|a, b| letter(&a.0) == letter(&b.0)) {
                    titles(&mut html, plan, at, group);
                }
                html.done()
            };
            Content {
                entries: chunk.iter().map(|(_, entry)| *entry).collect(),
                more: format!("{letters:?}"),
                html: Box::new(html),
            }
        })
        .collect();
    let list = List {
        path: path.to_owned(),
        title: own.all,
        lead: &(words.records)(plan.answer.total),
        place: Place::default(),
        files: Vec::new(),
        of_app: None,
    };
    write(making, plan, words, &list, &contents)
}

/// The records whose titles begin with one letter.
fn titles(html: &mut Html, plan: &Plan, at: At, group: &[(String, &Entry)]) {
    let Some((first, _)) = group.first() else {
        return;
    };
    let letter = letter(first);
    html.raw("<section class=\"cb-part\"><h2 class=\"cb-part-head\"")
        .attribute("id", &anchor(&letter))
        .element(">", &letter, "</h2><ul class=\"cb-plain-list\">");
    for (_, entry) in group {
        let shown = entry.shown;
        let kind = labels::value(&plan.site, "kind", shown.card.kind.name(), at.words.tag);
        let path = super::super::publication::page_path(&shown.id);
        html.raw("<li><a dir=\"auto\"")
            .attribute("lang", &shown.lang)
            .attribute("href", &relative(at.path, &path))
            .element(">", &shown.title, "</a> ");
        html.element("<span class=\"cb-kind\">", kind, "</span></li>");
    }
    html.raw("</ul></section>");
}

/// What a title is sorted by: its letters and digits without case and marks.
fn sorted_by(title: &str) -> String {
    let folded = fold(&title.to_lowercase());
    let letters = |c: char| !c.is_alphanumeric();
    folded.trim_start_matches(letters).to_owned()
}

/// What a sorted title stands under: its first letter, or `0–9`, or `#` where it has neither.
fn letter(key: &str) -> String {
    match key.chars().next() {
        Some(c) if c.is_numeric() => "0–9".to_owned(),
        Some(c) => c.to_uppercase().collect(),
        None => "#".to_owned(),
    }
}

/// The id of a letter's heading.
fn anchor(letter: &str) -> String {
    match letter {
        "0–9" => "digits".to_owned(),
        "#" => "signs".to_owned(),
        letter => format!("letter-{}", letter.to_lowercase()),
    }
}
