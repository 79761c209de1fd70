//! Which column is which key of a record.
//!
//! ```toml
//! separator = ";"                 # between the members of a list in one cell; a semicolon if left out
//! ignore = ["Internal notes"]     # columns that nobody needs
//!
//! [columns]
//! title = "Name of the event"
//! "when.start" = "Date"
//! "when.time" = "Starts at"
//! "actions.register" = "Sign-up link"
//! body = ["Description", "Access"] # several columns: the first that has something
//!
//! [always]
//! kind = "event"                  # for every row
//! "when.zone" = "America/New_York"
//! ```

use super::Row;
use super::usual::{self, USUAL, is_called};
use callboard_model::ActionKind;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Keys that take one text.
pub const TEXTS: &[&str] = &["summary", "lang", "cadence", "source", "checked"];

/// Keys that take a list of texts.
pub const LISTS: &[&str] = &[
    "aliases",
    "topic",
    "audience",
    "region",
    "format",
    "section",
    "languages",
    "hashtags",
];

/// Keys of [`LISTS`] whose values are the catalogue's own.
pub const FACETS: &[&str] = &["topic", "audience", "region", "format", "section"];

/// Keys whose cells have days.
pub const DAYS: &[&str] = &[
    "when.start",
    "when.end",
    "published",
    "span.from",
    "span.to",
];

/// Keys that are read one by one.
const OTHERS: &[&str] = &[
    "id",
    "kind",
    "title",
    "body",
    "where",
    "link",
    "published",
    "order",
    "hosts",
    "people",
    "series",
    "part",
    "when.start",
    "when.time",
    "when.end",
    "when.end_time",
    "when.all_day",
    "when.zone",
    "span.from",
    "span.to",
];

/// Keys that a column has when it is called exactly so, beside the usual names: what Callboard's own tables are
/// headed with, and nobody else's by chance. (`source` is an id of the catalogue's here and anything elsewhere.)
const EXACT: &[&str] = &[
    "lang",
    "cadence",
    "checked",
    "section",
    "hashtags",
    "order",
    "people",
    "series",
    "part",
    "when.start",
    "when.end",
    "when.zone",
    "span.from",
    "span.to",
];

/// A parser's message in words that need no TOML.
fn in_plain_words(message: &str) -> String {
    let starts = |parts: &[&str]| parts.iter().any(|part| message.starts_with(part));
    if starts(&[
        "string values must be quoted",
        "invalid float",
        "invalid boolean",
    ]) {
        // What begins with `t`, `f`, `i` or `n` is taken for something else than a text.
        return "a text needs quotes: write it as \"...\"".to_owned();
    }
    match message.strip_prefix("unknown field ") {
        Some(rest) => {
            let key = rest.split(',').next().unwrap_or(rest);
            format!(
                "{key} means nothing here: what a column is stands below a line `[columns]`, what holds for every row below `[always]`; beside them there are `separator` and `ignore`"
            )
        }
        None => message.to_owned(),
    }
}

/// Whether a name is `actions.` and a verb.
fn is_action(key: &str) -> bool {
    key.strip_prefix("actions.")
        .is_some_and(|verb| ActionKind::from_name(verb).is_some())
}

/// A map as its file has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Map {
    separator: Option<String>,
    ignore: Vec<String>,
    columns: BTreeMap<String, Columns>,
    always: BTreeMap<String, String>,
}

/// One column, or several of which the first that has something counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Columns {
    One(String),
    Several(Vec<String>),
}

impl Columns {
    fn names(&self) -> &[String] {
        match self {
            Columns::One(name) => std::slice::from_ref(name),
            Columns::Several(names) => names,
        }
    }
}

impl Map {
    /// Reads a map. The error is a sentence that says what is wrong, and where.
    pub fn parse(text: &str) -> Result<Map, String> {
        let map: Map = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                text.get(..span.start).unwrap_or("").matches('\n').count() + 1
            });
            format!("line {line}: {}", in_plain_words(error.message().trim()))
        })?;
        for key in map.columns.keys().chain(map.always.keys()) {
            let known = TEXTS.contains(&key.as_str())
                || LISTS.contains(&key.as_str())
                || OTHERS.contains(&key.as_str());
            if !known && !is_action(key) {
                let all: Vec<&str> = OTHERS.iter().chain(TEXTS).chain(LISTS).copied().collect();
                return Err(format!(
                    "`{key}` is no key that a column can have; the keys are {} and `actions.register` and the like",
                    all.join(", ")
                ));
            }
        }
        Ok(map)
    }

    /// The map with the usual names of columns for what it does not say itself. A map that names columns
    /// is taken at its word. Of two columns with usual names for one key the second counts only if no row
    /// has `both`, so that nothing is passed over in silence. Where days have a column of their own, one whose cells
    /// `are_times` (`Start`) says at what time something begins.
    pub fn completed(
        &self,
        columns: &BTreeSet<&str>,
        both: impl Fn(&str, &str) -> bool,
        are_times: impl Fn(&str) -> bool,
    ) -> Map {
        let mut map = self.clone();
        if !map.columns.is_empty() {
            return map;
        }
        let mut used: Vec<&str> = map.ignore.iter().map(String::as_str).collect();
        let mut found: Vec<(String, Columns)> = Vec::new();
        for column in columns {
            let exact = EXACT.contains(column) || is_action(column);
            if exact && !used.contains(column) && !self.always.contains_key(*column) {
                used.push(column);
                found.push(((*column).to_owned(), Columns::One((*column).to_owned())));
            }
        }
        let is_free = |key: &str| {
            !self.always.contains_key(key) && !found.iter().any(|(have, _)| have == key)
        };
        if is_free("when.start")
            && is_free("when.time")
            && let Some((day, time)) = usual::day_and_time(columns, are_times)
                .filter(|(day, time)| !used.contains(day) && !used.contains(time))
        {
            for (key, column) in [("when.start", day), ("when.time", time)] {
                used.push(column);
                found.push((key.to_owned(), Columns::One(column.to_owned())));
            }
        }
        for (key, names) in USUAL
            .iter()
            .filter(|(key, _)| !self.always.contains_key(*key))
        {
            if found.iter().any(|(have, _)| have == key) {
                continue;
            }
            let mut chosen: Vec<&str> = Vec::new();
            for name in *names {
                let column = columns.iter().copied().find(|column| {
                    is_called(column, &name.replace('_', " ")) && !used.contains(column)
                });
                if let Some(column) = column
                    && !chosen.iter().any(|other| both(other, column))
                {
                    used.push(column);
                    chosen.push(column);
                }
            }
            // `Location/Venue` says one thing twice.
            for column in columns {
                if usual::is_called_twice(column, names)
                    && !used.contains(column)
                    && !chosen.iter().any(|other| both(other, column))
                {
                    used.push(column);
                    chosen.push(column);
                }
            }
            if !chosen.is_empty() {
                let chosen = chosen.into_iter().map(str::to_owned).collect();
                found.push(((*key).to_owned(), Columns::Several(chosen)));
            }
        }
        map.columns.extend(found);
        map
    }

    /// Whether it says itself what columns are.
    pub(super) fn names_columns(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Whether a key has a column, or a value for every row.
    pub(super) fn has(&self, key: &str) -> bool {
        self.columns.contains_key(key) || self.always.contains_key(key)
    }

    /// Each key with its columns.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&str, &[String])> {
        let columns = self.columns.iter();
        columns.map(|(key, columns)| (key.as_str(), columns.names()))
    }

    /// Whether a column has a meaning, or is meant to have none.
    pub fn uses(&self, column: &str) -> bool {
        self.ignore.iter().any(|name| name == column)
            || self
                .columns
                .values()
                .any(|columns| columns.names().iter().any(|name| name == column))
    }

    /// Columns that the map names and the table does not have.
    pub fn missing(&self, columns: &BTreeSet<&str>) -> Vec<String> {
        self.columns
            .values()
            .flat_map(|names| names.names().iter().cloned())
            .filter(|name| !columns.contains(name.as_str()))
            .collect()
    }

    /// What a row says for a key.
    pub fn value(&self, key: &str, cells: &BTreeMap<String, String>) -> Option<String> {
        let said = self
            .columns
            .get(key)
            .and_then(|columns| columns.names().iter().find_map(|name| cells.get(name)));
        said.or(self.always.get(key)).cloned()
    }

    /// Columns that were passed over because another of the same key has something else: which, for which, the line of the
    /// first such row and how many there are.
    pub(super) fn passed_over(&self, rows: &[Row]) -> Vec<(&str, &str, usize, usize)> {
        let mut all: Vec<(&str, &str, usize, usize)> = Vec::new();
        for columns in self.columns.values() {
            let names = columns.names();
            if names.len() < 2 {
                continue;
            }
            for row in rows {
                let mut there = names
                    .iter()
                    .filter_map(|name| Some((name.as_str(), row.cells.get(name)?)));
                let Some((first, taken)) = there.next() else {
                    continue;
                };
                for (passed, _) in there.filter(|(_, cell)| *cell != taken) {
                    match all
                        .iter_mut()
                        .find(|(p, f, ..)| *p == passed && *f == first)
                    {
                        Some((.., count)) => *count += 1,
                        None => all.push((passed, first, row.line, 1)),
                    }
                }
            }
        }
        all
    }

    /// Every action of a row: its verb and what the cell says.
    pub fn actions(&self, cells: &BTreeMap<String, String>) -> Vec<(String, String)> {
        let keys: BTreeSet<&String> = self.columns.keys().chain(self.always.keys()).collect();
        keys.into_iter()
            .filter_map(|key| {
                let verb = key.strip_prefix("actions.")?;
                Some((verb.to_owned(), self.value(key, cells)?))
            })
            .collect()
    }

    /// The members of a list that stands in one cell, where a line of its own also parts them.
    pub fn split(&self, text: &str) -> Vec<String> {
        let separator = self
            .separator
            .as_deref()
            .filter(|text| !text.is_empty())
            .unwrap_or(";");
        text.lines()
            .flat_map(|line| line.split(separator))
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Map;

    #[test]
    fn mistakes_in_a_map_say_what_they_are() {
        let error = |text: &str| Map::parse(text).unwrap_err();
        assert!(error("[columns]\ntitel = \"Name\"\n").contains("`titel` is no key"));
        assert!(
            error("[columns]\n\"actions.jump\" = \"X\"\n").contains("`actions.jump` is no key")
        );
        assert!(error("separator = 5\n").starts_with("line 1: "));
        assert!(error("colums = 1\n").contains("`colums` means nothing here"));
        assert!(error("title = \"Name\"\n").contains("below a line `[columns]`"));
        assert!(error("[columns]\ntitle = Título\n").contains("line 2: a text needs quotes"));
        assert!(Map::parse("").is_ok());
    }
}
