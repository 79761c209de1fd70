//! TOML as a tree in which everything has a place: the catalogue's settings and its searches.
//!
//! Not here: which keys there are ([`crate::settings`], [`crate::queries`]).

mod slips;

use crate::diagnostic::{Log, Place};
use crate::keys::{Notation, Reader};
use crate::tree::{Node, Value};
use crate::typeset;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

/// Reads TOML; `docs` is the page that describes the file, `above` are keys that stand above all tables. `None` where it cannot be read, which the log has then: the first
/// mistake of each line, up to one after which nothing is what it looks like, as where a list has no end.
pub fn parse(
    text: &str,
    docs: &str,
    above: &'static [&'static str],
    log: &mut Log,
) -> Option<Reader> {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut told: BTreeMap<u32, (Place, &str)> = BTreeMap::new();
    for error in &errors {
        let place = error
            .span()
            .map_or(Place::default(), |span| lines.place(span));
        // Of two on a line the one farther left is the mistake.
        let first = told.entry(place.line).or_insert((place, error.message()));
        if place < first.0 {
            *first = (place, error.message());
        }
    }
    for (place, message) in told.into_values() {
        let line = text.lines().nth(place.line.saturating_sub(1) as usize);
        let line = line.unwrap_or_default();
        let at = place.column.saturating_sub(1) as usize;
        if let Some((what, fix)) = line.chars().nth(at).and_then(typeset::instead_of_plain) {
            log.error("bad-settings", place, what, fix);
            continue;
        }
        if let Some((what, fix, is_open)) = slips::of(line, at, message) {
            log.error("bad-settings", place, what, fix);
            if is_open {
                break;
            }
            continue;
        }
        let (code, what, fix, is_open) = in_plain_words(message, docs);
        log.error(code, place, what, fix);
        if is_open {
            break;
        }
    }
    if !errors.is_empty() {
        return None;
    }
    let pairs = lines.pairs(table.into_inner());
    // What it lacks it lacks as a whole.
    Some(Reader::new(pairs, Place::default(), Notation::Toml(above)))
}

/// A parser's message in words that need no TOML, with its code and how it is mended, and whether what follows is misread.
fn in_plain_words(message: &str, docs: &str) -> (&'static str, String, String, bool) {
    let starts = |parts: &[&str]| parts.iter().any(|part| message.starts_with(part));
    let (what, fix, is_open) = if starts(&["duplicate key"]) {
        let what = "this is there twice".to_owned();
        return ("duplicate-key", what, "keep one of them".to_owned(), false);
    } else if starts(&["string values must be quoted", "invalid float"]) {
        ("a text needs quotes", "write it as \"...\"", false)
    } else if starts(&["invalid boolean"]) {
        // Whatever begins with `t` or `f` is taken for one.
        (
            "this is no text in quotes, and neither `true` nor `false`",
            "write a text as \"...\", and a yes or no as `true` or `false`",
            false,
        )
    } else if starts(&["missing comma", "unclosed array", "unclosed inline table"]) {
        (
            "a list before this has no end, or a comma is missing",
            "put a comma between two of its members, and `]` or `}` after the last",
            true,
        )
    } else if starts(&["missing assignment", "key with no value"]) {
        (
            "this says nothing",
            "write `key = \"...\"`, or begin the line with `#`",
            false,
        )
    } else {
        let what = format!("it cannot be read: {}", message.trim());
        let fix = format!("see {docs} for how it is written");
        return ("bad-settings", what, fix, message.contains("quote"));
    };
    ("bad-settings", what.to_owned(), fix.to_owned(), is_open)
}

/// Where lines begin, in bytes.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl Lines<'_> {
    fn of(text: &str) -> Lines<'_> {
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        Lines {
            text,
            starts: std::iter::once(0).chain(ends).collect(),
        }
    }

    /// The place of a part of the text, as far as it is on one line.
    fn place(&self, span: Range<usize>) -> Place {
        let line = self.starts.partition_point(|start| *start <= span.start);
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line));
        let before = start.and_then(|start| self.text.get(*start..span.start));
        let part = self.text.get(span).and_then(|part| part.lines().next());
        Place {
            line: line as u32,
            column: before.map_or(1, |before| before.chars().count() as u32 + 1),
            length: part.map_or(1, |part| part.chars().count().max(1) as u32),
        }
    }

    /// A table's keys in the order of the file.
    fn pairs(&self, table: DeTable<'_>) -> Vec<(String, Place, Node)> {
        let pairs = table.into_iter().map(|(key, value)| {
            let place = self.place(key.span());
            (key.into_inner().into_owned(), place, self.node(value))
        });
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_by_key(|(_, place, _)| *place);
        pairs
    }

    fn node(&self, value: Spanned<DeValue<'_>>) -> Node {
        let place = self.place(value.span());
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(number) => Value::Text(decimal(&number)),
            DeValue::Float(number) => Value::Text(number.as_str().to_owned()),
            DeValue::Boolean(flag) => Value::Text(flag.to_string()),
            DeValue::Datetime(moment) => Value::Text(moment.to_string()),
            DeValue::Array(members) => {
                Value::List(members.into_iter().map(|one| self.node(one)).collect())
            }
            DeValue::Table(table) => Value::Map(self.pairs(table)),
        };
        Node { place, value }
    }
}

/// A number as it would be written without `0x` and the like; one that is too large stays as it is.
fn decimal(number: &DeInteger<'_>) -> String {
    i64::from_str_radix(number.as_str(), number.radix())
        .map_or_else(|_| number.to_string(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::diagnostic::Log;

    #[test]
    fn everything_has_its_place() {
        let text = "# Ñ\nname = { en = \"Ñandú\", es = \"é\" }\nmost = 0x1_F\nday = 2024-11-07\n[[facets]]\nid = \"a\"\n[[facets]]\nid = 'b'\n";
        let mut log = Log::new("catalog.toml", text);
        let mut top = parse(text, "docs", &[], &mut log).unwrap();
        let mut name = top.map("name", &mut log).unwrap();
        let es = name.text("es", &mut log).unwrap();
        assert_eq!(
            (es.value.as_str(), es.place.line, es.place.column),
            ("é", 2, 29)
        );
        assert_eq!(top.number("most", &mut log), Some(31));
        assert_eq!(top.text("day", &mut log).unwrap().value, "2024-11-07");
        let ids = top.maps("facets", &mut log).into_iter().map(|mut facet| {
            let place = facet.place();
            let id = facet.text("id", &mut Log::new("", "")).unwrap();
            (place.line, id.value, id.place.line, id.place.column)
        });
        assert_eq!(
            ids.collect::<Vec<_>>(),
            [(5, "a".to_owned(), 6, 6), (7, "b".to_owned(), 8, 6)]
        );
        assert_eq!(log.finish(), []);
    }

    #[test]
    fn what_cannot_be_read_is_told_in_plain_words() {
        let told = |text: &str| {
            let mut log = Log::new("catalog.toml", text);
            assert!(parse(text, "docs", &[], &mut log).is_none());
            let found = log.finish().into_iter();
            let found = found.map(|found| format!("{} {}", found.place.line, found.message));
            found.collect::<Vec<_>>().join("; ")
        };
        assert_eq!(
            told("zone = UTC\nname = One\n"),
            "1 a text needs quotes; 2 a text needs quotes"
        );
        assert_eq!(
            told("zone = \"UTC\"\nzone = \"UTC\"\n"),
            "2 this is there twice"
        );
        assert_eq!(
            told("languages = [\"en\"\nzone = UTC\n[site]\nurl = x\n"),
            "2 a list before this has no end, or a comma is missing"
        );
        assert_eq!(told("One\nzone = \"UTC\"\n"), "1 this says nothing");
        for end in 0..30 {
            let text = "name = { en = \"One\" }\n[[a.b]]\n'x' = 1.5e3";
            let _ = parse(&text[..end], "docs", &[], &mut Log::new("", ""));
        }
    }
}
