//! All records as a table: CSV (RFC 4180) and JSON lines, a row for each record.
//!
//! Columns are called after the keys of `docs/records.md`, so that `callboard import` and people know what they
//! are; several values stand in one cell with `; ` between them, or as a list in JSON. What a table has no place
//! for (roles, notes, relations) is in [`super::dump`].

use super::Error;
use super::publication::{Entry, Publication};
use crate::rendered::Frame;
use callboard_model::{Action, ActionKind, PersonRole};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::sync::OnceLock;

/// Between the values of one cell.
const SEPARATOR: &str = "; ";

/// Columns that are there whatever the records say.
const ALWAYS: [&str; 4] = ["id", "kind", "title", "summary"];

/// What a record has in a column.
type Values<'p> = Box<dyn Fn(&Entry) -> Vec<String> + Send + Sync + 'p>;

/// All columns that a table may have, in their order.
pub struct Table<'p> {
    columns: Vec<(Cow<'p, str>, Values<'p>)>,
    /// Places of those that any record fills, and of those that are always there.
    filled: OnceLock<Vec<usize>>,
}

impl<'p> Table<'p> {
    /// Of a publication.
    pub fn of(publication: &'p Publication) -> Table<'p> {
        Table {
            columns: columns(publication),
            filled: OnceLock::new(),
        }
    }

    fn filled(&self, publication: &Publication) -> &[usize] {
        let is_filled = |values: &Values| {
            let cell = |entry: &Entry| {
                let values = values(entry);
                values.len() > 1 || values.iter().any(|value| !value.is_empty())
            };
            publication.entries.iter().any(cell)
        };
        self.filled.get_or_init(|| {
            let columns = self.columns.par_iter().enumerate();
            let filled = columns
                .filter(|(_, (name, values))| ALWAYS.contains(&&**name) || is_filled(values));
            filled.map(|(at, _)| at).collect()
        })
    }

    /// What stands around the rows of the table as CSV: a heading line with all columns that any record has.
    ///
    /// # Errors
    /// When memory ends.
    pub fn csv_frame(&self, publication: &Publication, path: &str) -> Result<Frame, Error> {
        let columns = self.filled(publication).iter();
        let names = columns.filter_map(|at| Some(&*self.columns.get(*at)?.0));
        let heading = csv_line(names, path)?;
        Ok(Frame {
            form: heading.clone(),
            before: heading,
            ..Frame::default()
        })
    }

    /// A row as CSV.
    ///
    /// # Errors
    /// When memory ends.
    pub fn csv_piece(
        &self,
        publication: &Publication,
        path: &str,
        entry: &Entry,
    ) -> Result<String, Error> {
        let columns = self.filled(publication).iter();
        let cells = columns.filter_map(|at| {
            let (_, values) = self.columns.get(*at)?;
            Some(values(entry).join(SEPARATOR))
        });
        csv_line(cells, path)
    }

    /// A row as a line of JSON: an object without the columns that the record does not fill.
    ///
    /// # Errors
    /// When it cannot be put into JSON.
    pub fn json_line(&self, path: &str, entry: &Entry) -> Result<String, Error> {
        let mut object = Map::new();
        for (name, values) in &self.columns {
            let mut values = values(entry);
            let value = match values.len() {
                0 => continue,
                1 => json!(values.remove(0)),
                _ => json!(values),
            };
            object.insert(name.clone().into_owned(), value);
        }
        serde_json::to_string(&Value::Object(object))
            .map(|line| line + "\n")
            .map_err(|error| Error::Json(path.to_owned(), error))
    }
}

fn csv_line(cells: impl Iterator<Item = impl AsRef<[u8]>>, path: &str) -> Result<String, Error> {
    let failed = |error: String| Error::Table(path.to_owned(), error);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for cell in cells {
        let cell = cell.as_ref();
        let written = match may_be_formula(cell) {
            true => writer.write_field([b"'", cell].concat()),
            false => writer.write_field(cell),
        };
        written.map_err(|error| failed(error.to_string()))?;
    }
    let written = writer.write_record(None::<&[u8]>);
    written.map_err(|error| failed(error.to_string()))?;
    let line = writer.into_inner();
    let line = line.map_err(|error| failed(error.to_string()))?;
    String::from_utf8(line).map_err(|error| failed(error.to_string()))
}

/// Whether a spreadsheet would calculate what a cell says, or send it somewhere (OWASP, "CSV Injection"): `+1-844-683-2669` would
/// be a difference. An apostrophe before it makes it a text, which `callboard import` takes away again; so one that was there
/// already gets another.
fn may_be_formula(cell: &[u8]) -> bool {
    let sign = cell.iter().find(|byte| **byte != b'\'');
    sign.is_some_and(|sign| b"=+-@\t\r".contains(sign))
}

/// Every row has the same columns in the same order.
fn columns<'p>(publication: &'p Publication) -> Vec<(Cow<'p, str>, Values<'p>)> {
    let one = |text: &str| vec![text.to_owned()];
    let mut columns: Vec<(Cow<'p, str>, Values<'p>)> = Vec::with_capacity(64);
    let mut add = |name: &'p str, values: Values<'p>| columns.push((Cow::Borrowed(name), values));
    add("id", Box::new(move |it| one(&it.shown.id)));
    add("kind", Box::new(move |it| one(it.record.kind.name())));
    add("title", Box::new(move |it| one(&it.shown.title)));
    add("lang", Box::new(move |it| one(&it.shown.lang)));
    add("languages", Box::new(|it| it.record.languages.clone()));
    add("summary", Box::new(move |it| one(&it.shown.summary)));
    add("aliases", Box::new(|it| it.record.aliases.clone()));
    for facet in publication.settings.editor_facets() {
        let values = |it: &Entry| it.record.facets.get(&facet.id).cloned().unwrap_or_default();
        add(&facet.id, Box::new(values));
    }
    // A name with the separator in it would be read as two.
    add(
        "hosts",
        Box::new(|it| {
            let names = it.shown.card.hosts.iter().map(|host| {
                let name = Some(&host.org.title).filter(|name| !name.contains(SEPARATOR.trim()));
                name.or(host.org.id.as_ref()).unwrap_or(&host.org.title)
            });
            names.cloned().collect()
        }),
    );
    add(
        "people",
        Box::new(|it| {
            let people = it.shown.card.people.iter();
            let authors = people.filter(|person| person.role == PersonRole::Author);
            authors.map(|person| person.name.clone()).collect()
        }),
    );
    let clock = |local: &String| local.replace('T', " ");
    add(
        "when.start",
        Box::new(move |it| {
            it.shown
                .card
                .when
                .iter()
                .map(|one| clock(&one.local))
                .collect()
        }),
    );
    // A row's starts, ends and zones belong together by their place; where none has an end there is no need for places.
    add(
        "when.end",
        Box::new(move |it| {
            let ends = it.shown.card.when.iter().map(|one| one.local_end.as_ref());
            match ends.clone().any(|end| end.is_some()) {
                true => ends.map(|end| end.map_or(NONE.to_owned(), clock)).collect(),
                false => Vec::new(),
            }
        }),
    );
    add(
        "when.zone",
        Box::new(|it| {
            it.shown
                .card
                .when
                .iter()
                .map(|one| one.zone.clone())
                .collect()
        }),
    );
    let span = |it: &Entry| it.shown.card.span.clone();
    add(
        "span.from",
        Box::new(move |it| span(it).map(|span| span.from).into_iter().collect()),
    );
    add(
        "span.to",
        Box::new(move |it| span(it).map(|span| span.to).into_iter().collect()),
    );
    add(
        "published",
        Box::new(|it| {
            let published = it.shown.card.published.iter();
            published.map(|date| date.0.clone()).collect()
        }),
    );
    add(
        "series",
        Box::new(|it| {
            let series = it.shown.card.series.iter();
            series.map(|series| series.title.clone()).collect()
        }),
    );
    add(
        "part",
        Box::new(|it| {
            let series = it.shown.card.series.as_ref();
            let part = series.and_then(|series| Some(series.part?.to_string()));
            part.into_iter().collect()
        }),
    );
    for kind in ActionKind::ALL {
        let values = |it: &Entry| {
            let actions = it.shown.card.actions.iter();
            let of_kind = actions.filter(|action| action.kind == *kind);
            of_kind.filter_map(way).collect()
        };
        let name = Cow::Owned(format!("actions.{}", kind.name()));
        columns.push((name, Box::new(values)));
    }
    let mut add = |name: &'p str, values: Values<'p>| columns.push((Cow::Borrowed(name), values));
    add(
        "link",
        Box::new(|it| it.record.link.iter().cloned().collect()),
    );
    add("hashtags", Box::new(|it| it.record.hashtags.clone()));
    add(
        "cadence",
        Box::new(|it| it.record.cadence.iter().cloned().collect()),
    );
    add(
        "order",
        Box::new(|it| it.record.order.iter().map(u32::to_string).collect()),
    );
    add(
        "source",
        Box::new(|it| it.record.source.iter().map(|id| id.value.clone()).collect()),
    );
    add(
        "checked",
        Box::new(|it| {
            it.record
                .checked
                .iter()
                .map(|date| date.0.clone())
                .collect()
        }),
    );
    add(
        "body",
        Box::new(|it| {
            let html = Some(&it.shown.page.html);
            let html = html.filter(|html| !html.is_empty());
            html.into_iter().cloned().collect()
        }),
    );
    columns
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
