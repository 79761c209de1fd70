//! Front matter: where it begins and ends, and its YAML as a tree in which everything has a place.
//!
//! Values stay the text that was written; the key that asks for them decides what they mean, so
//! that `no`, `1.10` and `2024-11-07` are what they look like. Not here: which keys there are.

mod slips;

use crate::diagnostic::{Log, Place};
use crate::tree::{Node, Value};
use crate::typeset;
use saphyr_parser::{Event, Parser, Span, SpannedEventReceiver};
use slips::Slip;

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
    if first.starts_with("---\r") && first.trim_end() != "---" {
        log.error(
            "no-front-matter",
            start,
            "lines end with CR alone, which no other program takes for an end",
            "save it with line ends LF (Unix) or CR LF (Windows)",
        );
        return None;
    }
    if first.trim_end() != "---" {
        let begins_below = |line: &str| line.trim_start().trim_end() == "---";
        let below = text.lines().find(|line| !line.trim().is_empty());
        let (what, fix) = if text.trim().is_empty() {
            (
                "the file is empty",
                "get back what was in it, write the record anew, or delete the file",
            )
        } else if below.is_some_and(begins_below) {
            (
                "before the front matter stand spaces or empty lines",
                "delete them: `---` is the beginning of the file",
            )
        } else if typeset::is_of_dashes(first) {
            (typeset::OTHER_DASHES, typeset::THREE_HYPHENS)
        } else {
            ("the file does not begin with front matter", fix)
        };
        log.error("no-front-matter", start, what, fix);
        return None;
    }
    // What may be meant as the end.
    let mut dashes = None;
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
        if typeset::is_of_dashes(line) {
            dashes = dashes.or(Some(Place {
                line: number as u32 + 2,
                column: 1,
                length: line.trim_end().chars().count() as u32,
            }));
        }
        at += line.len();
    }
    let (place, what, fix) = match dashes {
        Some(place) => (place, typeset::OTHER_DASHES, typeset::THREE_HYPHENS),
        None => (
            start,
            "the front matter has no end",
            "put a line `---` after the last key",
        ),
    };
    log.error("no-front-matter", place, what, fix);
    None
}

/// Reads YAML that begins on line `line` of the file.
pub fn parse(text: &str, line: u32, log: &mut Log) -> Option<Node> {
    if let Some(slip) = slips::invisible(text).or_else(|| slips::typeset(text)) {
        unread(slip, line, log);
        return None;
    }
    let mut builder = Builder {
        line,
        stack: Vec::new(),
        root: None,
        twice: Vec::new(),
        text,
        lost: Vec::new(),
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
    for (place, sign, fix) in builder.lost {
        log.error(
            "bad-yaml",
            place,
            format!("a value cannot begin with `{sign}`: what it belongs to would be lost"),
            fix,
        );
    }
    if let Err(error) = outcome {
        let slip = why(
            error.info(),
            text,
            error.marker().line(),
            error.marker().col(),
        );
        unread(slip, line, log);
        return None;
    }
    for slip in slips::cut_off(text) {
        log.warn("ignored-text", in_file(&slip, line), slip.why, slip.fix);
    }
    builder.root
}

/// Tells of a slip because of which nothing can be read.
fn unread(slip: Slip, line: u32, log: &mut Log) {
    log.error(
        "bad-yaml",
        in_file(&slip, line),
        format!("the front matter cannot be read: {}", slip.why),
        slip.fix,
    );
}

/// The place of a slip in a file whose front matter begins on line `line`.
fn in_file(slip: &Slip, line: u32) -> Place {
    Place {
        line: slip.line as u32 + line - 1,
        column: slip.column as u32,
        length: slip.length.max(1) as u32,
    }
}

/// The first tab in this line (from 1) or below it, as line and column from 1: the parser stops before what it cannot read.
fn tab_from(text: &str, line: usize) -> Option<(usize, usize)> {
    let lines = text.lines().enumerate().skip(line.saturating_sub(1));
    let mut tabs = lines.filter_map(|(number, line)| {
        let column = line.chars().position(|c| c == '\t')?;
        Some((number + 1, column + 1))
    });
    tabs.next()
}

/// What is wrong where the parser stopped, told to somebody who has never heard of YAML, and what she can do. `line` (from 1)
/// and `column` (from 0) are where that was.
fn why(info: &str, text: &str, line: usize, column: usize) -> Slip {
    let here = |why: &str, fix: &str| Slip {
        line,
        column: column + 1,
        length: 1,
        why: why.to_owned(),
        fix: fix.to_owned(),
    };
    let shown = text.lines().nth(line.saturating_sub(1));
    let shown = shown.unwrap_or("").trim_end();
    // A tab after a colon or a hyphen is space to some parsers and none to others.
    let is_after_sign = |sign: &str| shown.contains(&format!("{sign}\t"));
    if info.contains("tab") || is_after_sign(":") || is_after_sign("-") {
        let tab = here(
            "a tab stands where only spaces may",
            "write spaces instead of the tab: keys within others begin two spaces further in",
        );
        return match tab_from(text, line) {
            Some((line, column)) => Slip {
                line,
                column,
                ..tab
            },
            None => tab,
        };
    }
    if info.contains("recursion limit") {
        return here(
            "too many lists or keys stand within one another",
            "remove the brackets that are too many",
        );
    }
    if info.contains("in quoted scalar") || info.contains("quoted scalar, found unexpected end") {
        return here(
            "a quotation mark is opened and not closed",
            "close it at the end of the value, or leave it out at the beginning",
        );
    }
    if info.contains("trailing content after") {
        return here(
            "something follows the closing quotation mark",
            "put quotes around the whole value; inside of \"…\" write a quotation mark as \\\"",
        );
    }
    if let Some(slip) = slips::first(text, line) {
        return slip;
    }
    if info.contains("mapping values are not allowed") {
        let key = shown.trim_start().trim_start_matches("- ");
        if let Some((key, value)) = key.split_once(": ")
            && value.contains(": ")
            && !value.starts_with(['"', '\'', '[', '{'])
        {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            return here(
                "a value with `: ` in it needs quotes",
                &format!("write `{key}: \"{value}\"`"),
            );
        }
        let indent = shown.chars().take_while(|c| *c == ' ').count();
        if indent > 0 && column >= indent {
            return here(
                "the line does not begin in the column of the keys beside it",
                "give it as many spaces at its beginning as they have",
            );
        }
    }
    if let Some((sign, fix)) = slips::special(shown) {
        return here(&format!("a value cannot begin with `{sign}`"), &fix);
    }
    here(
        "this line, or the one above it, is not as lists and keys are written",
        "write `key: value`, or `- ` before each member of a list, in one column; put quotes around a value with `: `, ` #` or a special first character",
    )
}

/// Builds the tree from the parser's events.
struct Builder<'t> {
    line: u32,
    text: &'t str,
    stack: Vec<Open>,
    root: Option<Node>,
    twice: Vec<(String, Place)>,
    /// What means something else in YAML than a text: where it is, its sign, and the fix.
    lost: Vec<(Place, char, String)>,
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

impl Builder<'_> {
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

    /// Remembers an anchor, a tag or an alias, which begins before or with the value in `span`; front matter has no use for
    /// them, and an editor has most likely meant the words. The text as it is written, of one on one line.
    fn other_than_text(&mut self, span: Span, is_text: bool) -> Option<String> {
        let number = span.start.line();
        let line = self.text.lines().nth(number.saturating_sub(1))?;
        let at = |column| {
            line.char_indices()
                .nth(column)
                .map_or(line.len(), |(at, _)| at)
        };
        let (mut start, end) = (at(span.start.col()), at(span.end.col()));
        while let Some(before) = line.get(..start).map(str::trim_end)
            && let token = before.rfind([' ', '[', '{', ',']).map_or(0, |at| at + 1)
            && before.get(token..)?.starts_with(['&', '!'])
        {
            start = token;
        }
        let rest = line.get(start..)?;
        let one_line = span.end.line() == number && end > start && is_text;
        let whole = if one_line {
            line.get(start..end)?
        } else {
            rest
        };
        let whole = whole.trim_end();
        let place = Place {
            line: number as u32 + self.line - 1,
            column: line.get(..start)?.chars().count() as u32 + 1,
            length: whole.chars().count().max(1) as u32,
        };
        let fix = match one_line {
            true => slips::quotes_around(whole),
            false => "leave the word with this sign out".to_owned(),
        };
        let sign = rest.chars().next()?;
        self.lost.push((place, sign, fix));
        one_line.then(|| whole.to_owned())
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

impl<'input> SpannedEventReceiver<'input> for Builder<'_> {
    fn on_event(&mut self, event: Event<'input>, span: Span) {
        let place = self.place(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let written = match anchor > 0 || tag.is_some() {
                    true => self.other_than_text(span, true),
                    false => None,
                };
                let text = written.map_or(text, Into::into);
                let plain_nothing =
                    style == saphyr_parser::ScalarStyle::Plain && (text.is_empty() || text == "~");
                let value = if plain_nothing {
                    Value::Empty
                } else {
                    Value::Text(text.trim().to_owned())
                };
                self.finish(Node { place, value });
            }
            Event::SequenceStart(anchor, tag) => {
                if anchor > 0 || tag.is_some() {
                    self.other_than_text(span, false);
                }
                self.stack.push(Open {
                    place,
                    kind: OpenKind::List(Vec::new()),
                });
            }
            Event::MappingStart(anchor, tag) => {
                if anchor > 0 || tag.is_some() {
                    self.other_than_text(span, false);
                }
                self.stack.push(Open {
                    place,
                    kind: OpenKind::Map(Vec::new(), None),
                });
            }
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
            // An alias would let one place of the file mean another.
            Event::Alias(_) => {
                let value = self.other_than_text(span, true);
                let value = value.map_or(Value::Empty, Value::Text);
                self.finish(Node { place, value });
            }
            _ => {}
        }
    }
}
