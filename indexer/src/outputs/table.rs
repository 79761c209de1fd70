//! All records as a table: CSV (RFC 4180) and JSON lines, a row for each record.
//!
//! Columns are called after the keys of `docs/records.md`, so that `callboard import` and people know what they
//! are; several values stand in one cell with `; ` between them, or as a list in JSON. What a table has no place
//! for (roles, notes, relations) is in [`super::dump`].

use super::Error;
use super::publication::{Entry, Publication};
use callboard_model::{Action, ActionKind, PersonRole};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// How many rows are written at once.
const AT_ONCE: usize = 512;

/// Between the values of one cell.
const SEPARATOR: &str = "; ";

/// A column and its values in a row.
type Cell<'r> = (Cow<'r, str>, Vec<String>);

/// The table as CSV, with a heading line and all columns that any record has.
///
/// # Errors
/// When memory ends.
pub fn csv(publication: &Publication, path: &str) -> Result<String, Error> {
    let failed = |error: String| Error::Table(path.to_owned(), error);
    let rows: Vec<Vec<String>> = publication
        .entries
        .par_iter()
        .map(|entry| {
            let cells = row(publication, entry).into_iter();
            cells.map(|(_, values)| values.join(SEPARATOR)).collect()
        })
        .collect();
    // Every row has the same columns.
    let first = publication.entries.first();
    let names: Vec<Cow<str>> = match first {
        Some(entry) => row(publication, entry)
            .into_iter()
            .map(|(name, _)| name)
            .collect(),
        None => ALWAYS.map(Cow::Borrowed).to_vec(),
    };
    let filled = |at: usize| {
        let cell = |row: &Vec<String>| row.get(at).is_some_and(|cell| !cell.is_empty());
        rows.par_iter().any(cell)
    };
    let columns: Vec<(usize, &str)> = names
        .iter()
        .map(|name| &**name)
        .enumerate()
        .filter(|(at, name)| ALWAYS.contains(name) || filled(*at))
        .collect();
    let written = |rows: &[Vec<String>], heading: bool| -> Result<Vec<u8>, String> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let failed = |error: csv::Error| error.to_string();
        if heading {
            let names = columns.iter().map(|(_, name)| *name);
            writer.write_record(names).map_err(failed)?;
        }
        for row in rows {
            let cells = columns.iter();
            let cells = cells.map(|(at, _)| row.get(*at).map_or("", String::as_str));
            writer.write_record(cells).map_err(failed)?;
        }
        writer.into_inner().map_err(|error| error.to_string())
    };
    let parts: Vec<Vec<u8>> = rows
        .par_chunks(AT_ONCE)
        .map(|rows| written(rows, false))
        .collect::<Result<_, String>>()
        .map_err(failed)?;
    drop(rows);
    let mut out = written(&[], true).map_err(failed)?;
    for part in parts {
        out.extend(part);
    }
    String::from_utf8(out).map_err(|error| failed(error.to_string()))
}

/// The table as JSON lines: an object for each record, without the columns that it does not fill.
///
/// # Errors
/// When a row cannot be put into JSON.
pub fn json_lines(publication: &Publication, path: &str) -> Result<String, Error> {
    let line = |entry: &Entry| -> Result<String, Error> {
        let mut object = Map::new();
        for (name, mut values) in row(publication, entry) {
            let value = match values.len() {
                0 => continue,
                1 => json!(values.remove(0)),
                _ => json!(values),
            };
            object.insert(name.into_owned(), value);
        }
        serde_json::to_string(&Value::Object(object))
            .map(|line| line + "\n")
            .map_err(|error| Error::Json(path.to_owned(), error))
    };
    let mut out = String::new();
    for entries in publication.entries.chunks(AT_ONCE) {
        let lines: Vec<String> = entries.par_iter().map(line).collect::<Result<_, _>>()?;
        out.extend(lines);
    }
    Ok(out)
}

/// Columns that are there whatever the records say.
const ALWAYS: [&str; 4] = ["id", "kind", "title", "summary"];

/// The row of a record: every row has the same columns in the same order.
fn row<'r>(publication: &'r Publication, entry: &Entry) -> Vec<Cell<'r>> {
    let (record, shown) = (entry.record, entry.shown);
    let card = &shown.card;
    let mut row: Vec<Cell<'r>> = Vec::with_capacity(64);
    let mut add = |name: &'r str, values: Vec<String>| row.push((Cow::Borrowed(name), values));
    let one = |text: &str| vec![text.to_owned()];
    add("id", one(&shown.id));
    add("kind", one(record.kind.name()));
    add("title", one(&shown.title));
    add("lang", one(&shown.lang));
    add("languages", record.languages.clone());
    add("summary", one(&shown.summary));
    add("aliases", record.aliases.clone());
    for facet in publication.settings.editor_facets() {
        let values = record.facets.get(&facet.id);
        add(&facet.id, values.cloned().unwrap_or_default());
    }
    // A name with the separator in it would be read as two.
    let names = card.hosts.iter().map(|host| {
        let name = Some(&host.org.title).filter(|name| !name.contains(SEPARATOR.trim()));
        name.or(host.org.id.as_ref()).unwrap_or(&host.org.title)
    });
    add("hosts", names.cloned().collect());
    let authors = card
        .people
        .iter()
        .filter(|person| person.role == PersonRole::Author);
    add(
        "people",
        authors.map(|person| person.name.clone()).collect(),
    );
    let clock = |local: &String| local.replace('T', " ");
    let when = &card.when;
    add(
        "when.start",
        when.iter().map(|one| clock(&one.local)).collect(),
    );
    // A row's starts, ends and zones belong together by their place; where none has an end there is no need for places.
    let ends = when.iter().map(|one| one.local_end.as_ref());
    match ends.clone().any(|end| end.is_some()) {
        true => add(
            "when.end",
            ends.map(|end| end.map_or(NONE.to_owned(), clock)).collect(),
        ),
        false => add("when.end", Vec::new()),
    }
    add(
        "when.zone",
        when.iter().map(|one| one.zone.clone()).collect(),
    );
    let span = card.span.as_ref();
    add(
        "span.from",
        span.map(|span| span.from.clone()).into_iter().collect(),
    );
    add(
        "span.to",
        span.map(|span| span.to.clone()).into_iter().collect(),
    );
    let published = card.published.as_ref().map(|date| date.0.clone());
    add("published", published.into_iter().collect());
    let series = card.series.as_ref();
    add(
        "series",
        series
            .map(|series| series.title.clone())
            .into_iter()
            .collect(),
    );
    let part = series.and_then(|series| Some(series.part?.to_string()));
    add("part", part.into_iter().collect());
    for kind in ActionKind::ALL {
        let of_kind = card.actions.iter().filter(|action| action.kind == *kind);
        let said = of_kind.filter_map(way).collect();
        row.push((Cow::Owned(format!("actions.{}", kind.name())), said));
    }
    let mut add = |name: &'r str, values: Vec<String>| row.push((Cow::Borrowed(name), values));
    add("link", record.link.iter().cloned().collect());
    add("hashtags", record.hashtags.clone());
    add("cadence", record.cadence.iter().cloned().collect());
    add("order", record.order.iter().map(u32::to_string).collect());
    add(
        "source",
        record.source.iter().map(|id| id.value.clone()).collect(),
    );
    add(
        "checked",
        record.checked.iter().map(|date| date.0.clone()).collect(),
    );
    let html = &shown.page.html;
    add(
        "body",
        Some(html.clone())
            .filter(|html| !html.is_empty())
            .into_iter()
            .collect(),
    );
    row
}

/// Stands for an end that is not known, where others of the same record are.
const NONE: &str = "-";

/// Where an action leads, as people write it; else the source's words.
fn way(action: &Action) -> Option<String> {
    let number = action.phone_words.clone().or(action.phone.clone());
    action
        .url
        .clone()
        .or(number)
        .or_else(|| match &action.sms_keyword {
            Some(_) => action.href(),
            None => action.sms_to.clone(),
        })
        .or(action.email.clone())
        .or(action.words.clone())
}
