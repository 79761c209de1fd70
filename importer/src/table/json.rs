//! Rows of JSON: an object on each line, or a document that is a list of objects or has one. Not here: what their keys mean.

use super::Row;
use crate::draft::Import;
use crate::json::{self, Repeated};
use crate::source::File;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The rows of a text.
pub(super) fn rows(file: &File, text: &str, import: &mut Import) -> Vec<Row> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let several = text.lines().filter(|line| !line.trim().is_empty()).nth(1);
    let is_list = text.trim_start().starts_with('[');
    // A line alone that is an object is a row, unless it has a list of objects and nothing else could be one.
    match json::read(text) {
        Ok((document, twice)) if is_list || several.is_some() || of_answer(&document) => {
            of_document(file, document, twice, import)
        }
        _ => of_lines(file, text, import),
    }
}

/// Whether a document is what a program answers that was asked for a list: the list, and how many there are.
fn of_answer(document: &Value) -> bool {
    let object = document.as_object();
    object.is_some_and(|object| {
        let names = [object.get("title"), object.get("name")];
        let mut names = names.into_iter().flatten();
        // What Callboard itself publishes has a name in each language.
        match list(object) {
            Some("records") => !names.any(Value::is_string),
            Some(_) => names.next().is_none(),
            None => false,
        }
    })
}

/// The only list of objects among the values of an object, or of several the only one whose objects are all called something.
fn list(object: &Map<String, Value>) -> Option<&str> {
    let is_list = |value: &Value| {
        let members = value.as_array().filter(|members| !members.is_empty());
        members.is_some_and(|members| members.iter().all(Value::is_object))
    };
    let is_named = |value: &Value| {
        let is_text = |name: &Value| name.as_str().is_some_and(|name| !name.trim().is_empty());
        let mut members = value.as_array().into_iter().flatten();
        members.all(|member| {
            ["title", "name"]
                .iter()
                .any(|key| member.get(key).is_some_and(is_text))
        })
    };
    let lists: Vec<_> = object.iter().filter(|(_, value)| is_list(value)).collect();
    let mut named = lists.iter().filter(|(_, value)| is_named(value));
    match (lists.as_slice(), named.next(), named.next()) {
        ([(name, _)], ..) | (_, Some((name, _)), None) => Some(name),
        _ => None,
    }
}

/// The rows of a document; they have no lines of their own.
fn of_document(
    file: &File,
    document: Value,
    mut twice: Vec<Repeated>,
    import: &mut Import,
) -> Vec<Row> {
    let mut name = None;
    let members = match document {
        Value::Array(members) => members,
        Value::Object(mut object) => match list(&object).map(str::to_owned) {
            Some(list) => {
                let members = object.remove(&list);
                let name = &*name.insert(list);
                let mut beside = BTreeMap::new();
                for (key, value) in &object {
                    cell(key, value, &mut beside);
                }
                let said: Vec<String> = beside
                    .iter()
                    .map(|(key, text)| {
                        format!("{key}: {}", text.chars().take(100).collect::<String>())
                    })
                    .collect();
                if !said.is_empty() {
                    let text = format!(
                        "beside the list `{name}` the file also says “{}”. Is the list whole?",
                        said.join("; ")
                    );
                    import.ask(&file.path, 1, "left-out", text);
                }
                match members {
                    Some(Value::Array(members)) => members,
                    _ => Vec::new(),
                }
            }
            None => {
                let cells = cells(&object);
                return vec![Row {
                    twice,
                    ..Row::new(0, cells)
                }];
            }
        },
        other => vec![other],
    };
    let mut rows = Vec::new();
    for (number, member) in members.iter().enumerate() {
        match member {
            Value::Object(object) => {
                let place = format!("{}[{number}].", name.as_deref().unwrap_or(""));
                let is_own = |repeated: &mut Repeated| repeated.path.starts_with(&place);
                let twice = twice.extract_if(.., is_own).collect();
                rows.push(Row {
                    twice,
                    ..Row::new(0, cells(object))
                });
            }
            _ => {
                let text = format!("number {} of the list is no JSON object", number + 1);
                import.ask(&file.path, 0, "bad-row", text);
            }
        }
    }
    for repeated in twice {
        let (line, text) = (repeated.line, repeated.question());
        import.ask(&file.path, line, "listed-twice", text);
    }
    rows
}

fn of_lines(file: &File, text: &str, import: &mut Import) -> Vec<Row> {
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let line_number = number + 1;
        match json::read(line) {
            Ok((Value::Object(object), mut twice)) => {
                for repeated in &mut twice {
                    repeated.line = line_number;
                }
                rows.push(Row {
                    twice,
                    ..Row::new(line_number, cells(&object))
                });
            }
            Ok(_) => import.ask(
                &file.path,
                line_number,
                "bad-row",
                "the line is no JSON object",
            ),
            Err(error) => import.ask(
                &file.path,
                line_number,
                "bad-row",
                format!("the line is no JSON: {error}"),
            ),
        }
    }
    rows
}

fn cells(object: &Map<String, Value>) -> BTreeMap<String, String> {
    let mut cells = BTreeMap::new();
    for (key, value) in object {
        cell(key, value, &mut cells);
    }
    cells
}

/// What a key holds, as text; keys within keys are joined by dots, lists by semicolons.
fn cell(key: &str, value: &Value, cells: &mut BTreeMap<String, String>) {
    let text = match value {
        Value::Null => return,
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(members) => {
            if columns(key, members, cells) {
                return;
            }
            members
                .iter()
                .map(|member| match member {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                })
                .collect::<Vec<_>>()
                .join("; ")
        }
        Value::Object(inner) => {
            for (name, value) in inner {
                cell(&format!("{key}.{name}"), value, cells);
            }
            return;
        }
    };
    if !text.trim().is_empty() {
        cells.insert(key.to_owned(), text.trim().to_owned());
    }
}

/// Most cells of a list of objects that become columns.
const MOST_INNER: usize = 10_000;

/// A list of objects as a column for each of their keys, in which each object has its place: `slots.start`. Whether it was
/// one.
fn columns(key: &str, members: &[Value], cells: &mut BTreeMap<String, String>) -> bool {
    let mut each: Vec<BTreeMap<String, String>> = Vec::new();
    for member in members {
        let Some(object) = member.as_object() else {
            return false;
        };
        let mut inner = BTreeMap::new();
        for (name, value) in object {
            cell(&format!("{key}.{name}"), value, &mut inner);
        }
        each.push(inner);
    }
    let names: BTreeSet<&String> = each.iter().flat_map(BTreeMap::keys).collect();
    if names.is_empty() || names.len().saturating_mul(each.len()) > MOST_INNER {
        return false;
    }
    for name in names {
        // A dash keeps the place of what is not said.
        let said = each
            .iter()
            .map(|inner| inner.get(name).map_or("-", String::as_str));
        cells.insert(name.clone(), said.collect::<Vec<_>>().join("; "));
    }
    true
}
