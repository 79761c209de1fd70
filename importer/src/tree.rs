//! YAML, TOML and JSON as one tree in which every value knows its line.
//!
//! Front matter and data files come in all three. Texts stay as they were written, so that `1.10` and
//! `no` are what they look like; what a key means is the reader's affair. Not here: records of a
//! catalogue, which the indexer reads by its own rules.

use saphyr_parser::{Event, Parser, ScalarStyle};
use std::collections::BTreeMap;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Line in the file, from 1.
    pub line: usize,
    /// What it is.
    pub value: Datum,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// Nothing was written, or `null`.
    Empty,
    /// A text, number, date or truth value as it was written.
    Text(String),
    /// Members in order.
    List(Vec<Node>),
    /// Keys in the file's order; of a key that is there twice the last counts, as YAML readers have it.
    Map(Vec<(String, Node)>),
}

/// Why a text is no tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Line in the file, from 1.
    pub line: usize,
    /// What the parser says.
    pub message: String,
}

/// How deep lists and maps may stand within one another. Nobody writes deeper ones by hand, and what
/// takes a tree apart is recursive.
const DEEPEST: usize = 64;

/// How many values a tree may have: a few aliases of aliases would otherwise fill the memory.
const MOST_NODES: usize = 1_000_000;

impl Node {
    /// The value of a key. Empty values count as absent.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.pairs()
            .iter()
            .find(|(have, _)| have == key)
            .map(|(_, node)| node)
            .filter(|node| node.value != Datum::Empty)
    }

    /// Keys and values; none unless it is a map.
    pub fn pairs(&self) -> &[(String, Node)] {
        if let Datum::Map(pairs) = &self.value {
            pairs
        } else {
            &[]
        }
    }

    /// Members; none unless it is a list.
    pub fn members(&self) -> &[Node] {
        if let Datum::List(members) = &self.value {
            members
        } else {
            &[]
        }
    }

    /// Its text without white space around it; none if it is empty, a list or a map.
    pub fn text(&self) -> Option<&str> {
        if let Datum::Text(text) = &self.value {
            Some(text.trim()).filter(|text| !text.is_empty())
        } else {
            None
        }
    }

    /// The text of a key.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// Its texts, whether it is a list of them or one.
    pub fn texts(&self) -> Vec<&str> {
        match &self.value {
            Datum::List(members) => members.iter().filter_map(Node::text).collect(),
            _ => self.text().into_iter().collect(),
        }
    }

    fn size(&self) -> usize {
        match &self.value {
            Datum::Empty | Datum::Text(_) => 1,
            Datum::List(members) => 1 + members.iter().map(Node::size).sum::<usize>(),
            Datum::Map(pairs) => 1 + pairs.iter().map(|(_, node)| node.size()).sum::<usize>(),
        }
    }
}

/// Reads YAML that begins on line `first` of its file. Aliases are followed; of several documents the
/// first counts.
pub fn yaml(text: &str, first: usize) -> Result<Node, Broken> {
    yaml_with_twice(text, first, &mut Vec::new())
}

/// Reads YAML as [`yaml`] does, and tells what was written for keys that are there again further down.
pub fn yaml_with_twice(
    text: &str,
    first: usize,
    twice: &mut Vec<(String, Node)>,
) -> Result<Node, Broken> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<(Node, Option<String>, usize)> = Vec::new();
    let mut anchors: BTreeMap<usize, Node> = BTreeMap::new();
    let mut root = None;
    let mut nodes = 0;
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| Broken {
            line: (error.marker().line() + first).saturating_sub(1).max(1),
            message: error.info().to_owned(),
        })?;
        let line = (span.start.line() + first).saturating_sub(1).max(1);
        let node = |value| Node { line, value };
        let broken = |message: &str| Broken {
            line,
            message: message.to_owned(),
        };
        let (done, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let nothing = style == ScalarStyle::Plain
                    && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                let value = if nothing {
                    Datum::Empty
                } else {
                    Datum::Text(text.into_owned())
                };
                (node(value), anchor)
            }
            Event::Alias(anchor) => {
                let Some(meant) = anchors.get(&anchor) else {
                    return Err(broken("an alias refers to nothing"));
                };
                nodes += meant.size();
                (meant.clone(), 0)
            }
            Event::SequenceStart(anchor, _) => {
                open.push((node(Datum::List(Vec::new())), None, anchor));
                if open.len() > DEEPEST {
                    return Err(broken("lists and maps stand too deep within one another"));
                }
                continue;
            }
            Event::MappingStart(anchor, _) => {
                open.push((node(Datum::Map(Vec::new())), None, anchor));
                if open.len() > DEEPEST {
                    return Err(broken("lists and maps stand too deep within one another"));
                }
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some((node, _, anchor)) => (node, anchor),
                None => continue,
            },
            Event::DocumentEnd if root.is_some() => break,
            _ => continue,
        };
        nodes += 1;
        if nodes > MOST_NODES {
            return Err(broken("it has too many values"));
        }
        if anchor > 0 {
            anchors.insert(anchor, done.clone());
        }
        match open.last_mut() {
            None => root = Some(done),
            Some((parent, waiting, _)) => match &mut parent.value {
                Datum::List(members) => members.push(done),
                Datum::Map(pairs) => match waiting.take() {
                    None => *waiting = Some(done.text().unwrap_or_default().to_owned()),
                    Some(key) => {
                        twice.extend(pairs.extract_if(.., |(have, _)| *have == key));
                        pairs.push((key, done));
                    }
                },
                Datum::Empty | Datum::Text(_) => {}
            },
        }
    }
    Ok(root.unwrap_or(Node {
        line: first,
        value: Datum::Empty,
    }))
}

/// Reads TOML that begins on line `first` of its file.
pub fn toml(text: &str, first: usize) -> Result<Node, Broken> {
    let lines = Lines::new(text, first);
    let table = toml::de::DeTable::parse(text).map_err(|error| Broken {
        line: error.span().map_or(first, |span| lines.of(span.start)),
        message: error.message().trim().to_owned(),
    })?;
    let line = lines.of(table.span().start);
    Ok(Node {
        line,
        value: toml_table(table.get_ref(), &lines),
    })
}

fn toml_table(table: &toml::de::DeTable, lines: &Lines) -> Datum {
    let mut pairs: Vec<(usize, String, Node)> = table
        .iter()
        .map(|(key, value)| {
            let at = key.span().start;
            let node = Node {
                line: lines.of(at),
                value: toml_value(value.get_ref(), lines),
            };
            (at, key.get_ref().clone().into_owned(), node)
        })
        .collect();
    // The parser sorts by key; the order of the file is what was meant.
    pairs.sort_by_key(|(at, _, _)| *at);
    Datum::Map(
        pairs
            .into_iter()
            .map(|(_, key, node)| (key, node))
            .collect(),
    )
}

fn toml_value(value: &toml::de::DeValue, lines: &Lines) -> Datum {
    use toml::de::DeValue;
    match value {
        DeValue::String(text) => Datum::Text(text.clone().into_owned()),
        DeValue::Integer(number) => Datum::Text(number.to_string()),
        DeValue::Float(number) => Datum::Text(number.to_string()),
        DeValue::Boolean(flag) => Datum::Text(flag.to_string()),
        DeValue::Datetime(moment) => Datum::Text(moment.to_string()),
        DeValue::Array(members) => Datum::List(
            members
                .iter()
                .map(|member| Node {
                    line: lines.of(member.span().start),
                    value: toml_value(member.get_ref(), lines),
                })
                .collect(),
        ),
        DeValue::Table(table) => toml_table(table, lines),
    }
}

/// Reads JSON that begins on line `first` of its file; its values have no lines of their own. Keys come
/// in alphabetical order.
pub fn json(text: &str, first: usize) -> Result<Node, Broken> {
    json_with_twice(text, first, &mut Vec::new())
}

/// Reads JSON as [`json`] does, and tells what was written for keys that are there again further down.
pub fn json_with_twice(
    text: &str,
    first: usize,
    twice: &mut Vec<(String, Node)>,
) -> Result<Node, Broken> {
    let (value, repeated) = crate::json::read(text).map_err(|error| Broken {
        line: (error.line() + first).saturating_sub(1).max(1),
        message: error.to_string(),
    })?;
    twice.extend(repeated.into_iter().map(|repeated| {
        let line = (repeated.line + first).saturating_sub(1);
        (repeated.path, from_json(&repeated.lost, line))
    }));
    Ok(from_json(&value, first))
}

/// A JSON value as a tree on one line.
pub fn from_json(value: &serde_json::Value, line: usize) -> Node {
    use serde_json::Value;
    let value = match value {
        Value::Null => Datum::Empty,
        Value::Bool(flag) => Datum::Text(flag.to_string()),
        Value::Number(number) => Datum::Text(number.to_string()),
        Value::String(text) => Datum::Text(text.clone()),
        Value::Array(members) => {
            Datum::List(members.iter().map(|node| from_json(node, line)).collect())
        }
        Value::Object(map) => Datum::Map(
            map.iter()
                .map(|(key, node)| (key.clone(), from_json(node, line)))
                .collect(),
        ),
    };
    Node { line, value }
}

/// Where lines begin.
struct Lines {
    starts: Vec<usize>,
    first: usize,
}

impl Lines {
    fn new(text: &str, first: usize) -> Lines {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        Lines { starts, first }
    }

    /// The line of a byte.
    fn of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) + self.first
    }
}

#[cfg(test)]
mod tests {
    use super::{Datum, json, toml, yaml};

    #[test]
    fn three_notations_give_the_same_values() {
        let y = yaml("title: A\ntags:\n- b\n- '1.10'\nextra: {n: 5, no: ~}\n", 2).unwrap();
        let t = toml("title = \"A\"\ntags = [\"b\", \"1.10\"]\nextra.n = 5\n", 2).unwrap();
        let j = json(
            r#"{"title":"A","tags":["b","1.10"],"extra":{"n":5,"no":null}}"#,
            2,
        )
        .unwrap();
        for tree in [&y, &t, &j] {
            assert_eq!(tree.text_of("title"), Some("A"));
            assert_eq!(tree.get("tags").unwrap().texts(), ["b", "1.10"]);
            let extra = tree.get("extra").unwrap();
            assert_eq!(extra.text_of("n"), Some("5"));
            assert_eq!(extra.get("no"), None);
        }
        assert_eq!(y.get("tags").unwrap().members()[1].line, 5);
        assert_eq!(t.get("tags").unwrap().line, 3);
    }

    #[test]
    fn what_is_broken_says_where() {
        assert_eq!(yaml("a: 1\nb: [\n", 2).unwrap_err().line, 4);
        assert_eq!(toml("a = 1\nb = \n", 2).unwrap_err().line, 3);
        assert_eq!(json("{\n\"a\" 1}", 1).unwrap_err().line, 2);
        assert_eq!(yaml("", 1).unwrap().value, Datum::Empty);
    }

    #[test]
    fn depth_and_growth_are_bounded() {
        assert!(yaml(&"[".repeat(100_000), 1).is_err());
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let below = format!("*a{}", level - 1);
            let list = vec![below; 10].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{list}]\n"));
        }
        assert!(yaml(&bomb, 1).is_err());
        assert_eq!(
            yaml("a: &x [1]\nb: *x\n", 1)
                .unwrap()
                .get("b")
                .unwrap()
                .texts(),
            ["1"]
        );
    }
}
