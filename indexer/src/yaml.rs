//! Front matter: where it begins and ends, and its YAML as a tree in which everything has a place.
//!
//! Values stay the text that was written; the key that asks for them decides what they mean, so
//! that `no`, `1.10` and `2024-11-07` are what they look like. Not here: which keys there are.

use crate::diagnostic::{Log, Place};
use crate::tree::{Node, Value};
use saphyr_parser::{Event, Parser, Span, SpannedEventReceiver};

/// The parts of a record's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts<'t> {
    /// The front matter's text.
    pub yaml: &'t str,
    /// Line on which it begins.
    pub yaml_line: u32,
    /// The text after it.
    pub body: &'t str,
    /// Line on which the body begins.
    pub body_line: u32,
}

/// Splits a file at its lines `---`.
pub fn split<'t>(text: &'t str, log: &mut Log) -> Option<Parts<'t>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = Place {
        line: 1,
        column: 1,
        length: 3,
    };
    let fix = "begin the file with a line `---`, then the keys, then another line `---`";
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or("");
    if first.trim_end() != "---" {
        log.error(
            "no-front-matter",
            start,
            "the file does not begin with front matter",
            fix,
        );
        return None;
    }
    let yaml_start = first.len();
    let mut at = yaml_start;
    for (number, line) in lines.enumerate() {
        if line.trim_end() == "---" {
            let body = at + line.len();
            return Some(Parts {
                yaml: text.get(yaml_start..at).unwrap_or(""),
                yaml_line: 2,
                body: text.get(body..).unwrap_or(""),
                body_line: number as u32 + 3,
            });
        }
        at += line.len();
    }
    log.error(
        "no-front-matter",
        start,
        "the front matter has no end",
        "put a line `---` after the last key",
    );
    None
}

/// Reads YAML that begins on line `line` of the file.
pub fn parse(text: &str, line: u32, log: &mut Log) -> Option<Node> {
    let mut builder = Builder {
        line,
        stack: Vec::new(),
        root: None,
        twice: Vec::new(),
    };
    let outcome = Parser::new_from_str(text).load(&mut builder, false);
    for (key, place) in builder.twice {
        log.error(
            "duplicate-key",
            place,
            format!("the key `{key}` is there twice"),
            "keep one of them",
        );
    }
    if let Err(error) = outcome {
        let marker = error.marker();
        let tab = error
            .info()
            .contains("tab")
            .then(|| tab_from(text, marker.line()));
        let place = tab.flatten().map(|(at, column)| Place {
            line: at + line - 1,
            column,
            length: 1,
        });
        let place = place.unwrap_or(Place {
            line: marker.line() as u32 + line - 1,
            column: marker.col() as u32 + 1,
            length: 1,
        });
        let (why, fix) = in_plain_words(error.info(), text, marker.line(), marker.col());
        log.error(
            "bad-yaml",
            place,
            format!("the front matter cannot be read: {why}"),
            fix,
        );
        return None;
    }
    builder.root
}

/// The first tab in this line (from 1) or below it, as line and column from 1: the parser stops before what it cannot read.
fn tab_from(text: &str, line: usize) -> Option<(u32, u32)> {
    let lines = text.lines().enumerate().skip(line.saturating_sub(1));
    let mut tabs = lines.filter_map(|(number, line)| {
        let column = line.chars().position(|c| c == '\t')?;
        Some((number as u32 + 1, column as u32 + 1))
    });
    tabs.next()
}

/// What the parser's words mean to somebody who has never heard of YAML, and what she can do. `line` (from 1) and `column`
/// (from 0) are where the parser stopped.
fn in_plain_words(info: &str, text: &str, line: usize, column: usize) -> (String, String) {
    let said = |why: &str, fix: &str| (why.to_owned(), fix.to_owned());
    let shown = text
        .lines()
        .nth(line.saturating_sub(1))
        .unwrap_or("")
        .trim_end();
    let quoted = "put quotes around a value with `: `, ` #` or a special first character";
    if info.contains("tab") {
        return said(
            "a tab stands where only spaces may",
            "write spaces instead of the tab: keys within others begin two spaces further in",
        );
    }
    if info.contains("recursion limit") {
        return said(
            "too many lists or keys stand within one another",
            "remove the brackets that are too many",
        );
    }
    if info.contains("in quoted scalar") || info.contains("quoted scalar, found unexpected end") {
        return said(
            "a quotation mark is opened and not closed",
            "close it at the end of the value, or leave it out at the beginning",
        );
    }
    if info.contains("trailing content after") {
        return said(
            "something follows the closing quotation mark",
            "put quotes around the whole value; inside of \"…\" write a quotation mark as \\\"",
        );
    }
    if info.contains("anchor") || info.contains("alias") {
        return (
            "a value cannot begin with `&` or `*`".to_owned(),
            quoted.to_owned(),
        );
    }
    if info.contains("mapping values are not allowed") {
        let key = shown.trim_start().trim_start_matches("- ");
        if let Some((key, value)) = key.split_once(": ")
            && value.contains(": ")
            && !value.starts_with(['"', '\'', '[', '{'])
        {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            return (
                "a value with `: ` in it needs quotes".to_owned(),
                format!("write `{key}: \"{value}\"`"),
            );
        }
        let indent = shown.chars().take_while(|c| *c == ' ').count();
        if indent > 0 && column >= indent {
            return said(
                "the line does not begin in the column of the keys beside it",
                "give it as many spaces at its beginning as they have",
            );
        }
    }
    (info.to_owned(), quoted.to_owned())
}

/// Builds the tree from the parser's events.
struct Builder {
    line: u32,
    stack: Vec<Open>,
    root: Option<Node>,
    twice: Vec<(String, Place)>,
}

/// A list or map that is not finished.
struct Open {
    place: Place,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Node>),
    /// Finished pairs, and a key that waits for its value.
    Map(Vec<(String, Place, Node)>, Option<(String, Place)>),
}

impl Builder {
    fn place(&self, span: Span) -> Place {
        let length = if span.end.line() == span.start.line() {
            span.end.col().saturating_sub(span.start.col())
        } else {
            1
        };
        Place {
            line: span.start.line() as u32 + self.line - 1,
            column: span.start.col() as u32 + 1,
            length: length.max(1) as u32,
        }
    }

    fn finish(&mut self, node: Node) {
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open {
                kind: OpenKind::List(members),
                ..
            }) => members.push(node),
            Some(Open {
                kind: OpenKind::Map(pairs, waiting),
                ..
            }) => match waiting.take() {
                Some((key, place)) => {
                    if pairs.iter().any(|(have, _, _)| *have == key) {
                        self.twice.push((key, place));
                    } else {
                        pairs.push((key, place, node));
                    }
                }
                None => {
                    // A key that is no text (a list, say) is shown as nothing and refused as unknown.
                    let key = if let Value::Text(key) = node.value {
                        key
                    } else {
                        String::new()
                    };
                    *waiting = Some((key, node.place));
                }
            },
        }
    }
}

impl<'input> SpannedEventReceiver<'input> for Builder {
    fn on_event(&mut self, event: Event<'input>, span: Span) {
        let place = self.place(span);
        match event {
            Event::Scalar(text, style, ..) => {
                let plain_nothing =
                    style == saphyr_parser::ScalarStyle::Plain && (text.is_empty() || text == "~");
                let value = if plain_nothing {
                    Value::Empty
                } else {
                    Value::Text(text.trim().to_owned())
                };
                self.finish(Node { place, value });
            }
            Event::SequenceStart(..) => self.stack.push(Open {
                place,
                kind: OpenKind::List(Vec::new()),
            }),
            Event::MappingStart(..) => self.stack.push(Open {
                place,
                kind: OpenKind::Map(Vec::new(), None),
            }),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.stack.pop() {
                    let value = match open.kind {
                        OpenKind::List(members) => Value::List(members),
                        OpenKind::Map(pairs, _) => Value::Map(pairs),
                    };
                    self.finish(Node {
                        place: open.place,
                        value,
                    });
                }
            }
            // An alias would let one place of the file mean another; front matter has no use for it.
            Event::Alias(_) => self.finish(Node {
                place,
                value: Value::Empty,
            }),
            _ => {}
        }
    }
}
