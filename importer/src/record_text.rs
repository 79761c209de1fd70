//! The text of a record's file: front matter as `docs/records.md` describes it, then the body.
//!
//! The last step before a draft is written. It puts quotes wherever YAML, or whoever reads records,
//! would otherwise understand something else, and nowhere else. Not here: what belongs into a record
//! ([`crate::shape`]).

use crate::draft::Value;
use std::fmt::Write as _;

/// A file's text. Texts of front matter stand on one line each; a line break within one is escaped.
pub fn record_text(front: &[(String, Value)], body: &str) -> String {
    let mut out = String::from("---\n");
    pairs(front, 0, &mut out);
    out.push_str("---\n");
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let body = body.trim_end();
    // Leading blank lines mean nothing, leading spaces do: they make a code block.
    let start = body
        .find(|c: char| !c.is_whitespace())
        .and_then(|at| body.get(..at))
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |line_break| line_break + 1);
    let body = body.get(start..).unwrap_or(body);
    if !body.trim().is_empty() {
        out.push('\n');
        out.push_str(body);
        out.push('\n');
    }
    out
}

fn pairs(front: &[(String, Value)], indent: usize, out: &mut String) {
    for (key, value) in front {
        let _ = write!(out, "{:indent$}{}:", "", scalar(key));
        nested(value, indent, out);
    }
}

/// What follows a key's colon.
fn nested(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Map(inner) if !inner.is_empty() => {
            out.push('\n');
            pairs(inner, indent + 2, out);
        }
        Value::List(members) if !members.is_empty() && !members.iter().all(is_simple) => {
            out.push('\n');
            for member in members {
                let _ = write!(out, "{:width$}-", "", width = indent + 2);
                item(member, indent + 2, out);
            }
        }
        _ => {
            let _ = writeln!(out, " {}", inline(value));
        }
    }
}

/// What follows a member's hyphen, which stands at `indent`.
fn item(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Map(inner) if !inner.is_empty() => {
            let mut text = String::new();
            pairs(inner, indent + 2, &mut text);
            // The first key stands beside the hyphen.
            out.push(' ');
            out.push_str(text.trim_start());
        }
        // A list within a list has no meaning in a record; it is written so that it can be read.
        _ => {
            let _ = writeln!(out, " {}", inline(value));
        }
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Draft(text) => scalar(text),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|member| match member {
                    Value::Text(text) if !is_simple(member) => quoted(text),
                    _ => inline(member),
                })
                .collect();
            format!("[{}]", members.join(", "))
        }
        Value::Map(_) => "{}".to_owned(),
    }
}

/// Whether a member needs no line of its own: ids and language tags.
fn is_simple(value: &Value) -> bool {
    matches!(value, Value::Text(text) | Value::Draft(text) if !text.is_empty()
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
}

/// A text as a value or key, plain where that is safe.
fn scalar(text: &str) -> String {
    if needs_quotes(text) {
        quoted(text)
    } else {
        text.to_owned()
    }
}

/// YAML 1.2.2, section 7.3.3: what a plain scalar in a block may not be or hold, and what is read as
/// nothing at all (also by readers of YAML that know `null`).
fn needs_quotes(text: &str) -> bool {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    let starts_badly = match first {
        None => true,
        Some('-' | '?' | ':') => second.is_none_or(char::is_whitespace),
        Some(c) => ",[]{}#&*!|>'\"%@`".contains(c) || c.is_whitespace(),
    };
    starts_badly
        || text == "~"
        || text.eq_ignore_ascii_case("null")
        || text.starts_with("---")
        || text.starts_with("...")
        || text.contains(": ")
        || text.contains(" #")
        || text.ends_with(':')
        || text.ends_with(char::is_whitespace)
        || text.chars().any(must_escape)
}

/// Characters that a reader would take for a line break or not accept as they are.
fn must_escape(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// A double-quoted scalar (YAML 1.2.2, section 7.3.1; escapes of section 5.7).
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if must_escape(c) => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::record_text;
    use crate::draft::Value;
    use crate::tree::{self, Datum};

    /// What a reader makes of a text that was written as a value, within a list and within a map.
    fn read_back(text: &str) -> Vec<String> {
        let front = vec![
            ("one".to_owned(), Value::text(text)),
            ("list".to_owned(), Value::texts([text, "A b"])),
            (
                "maps".to_owned(),
                Value::List(vec![Value::map([("key", Value::text(text))])]),
            ),
        ];
        let file = record_text(&front, "");
        let yaml = file
            .strip_prefix("---\n")
            .and_then(|rest| rest.strip_suffix("---\n"))
            .unwrap();
        let root = tree::yaml(yaml, 1).unwrap_or_else(|error| panic!("{error:?} in {yaml}"));
        let text_of = |node: &tree::Node| match &node.value {
            Datum::Text(text) => text.clone(),
            other => format!("{other:?} in {yaml}"),
        };
        let list = root.get("list").unwrap().members();
        let maps = root.get("maps").unwrap().members();
        vec![
            text_of(root.get("one").unwrap()),
            text_of(&list[0]),
            text_of(maps[0].get("key").unwrap()),
        ]
    }

    #[test]
    fn every_text_is_read_back_as_it_was_written() {
        let mut texts: Vec<String> = [
            "plain",
            "~",
            "no",
            "1.10",
            "2024-11-07",
            "- a",
            "-a",
            "? b",
            "?b",
            ":c",
            ": c",
            "a: b",
            "a:b",
            "a #b",
            "a#b",
            "ends:",
            "\"quoted\"",
            "'single'",
            "'",
            "\"",
            "\\",
            "a\\nb",
            "[x]",
            "{x}",
            "x]",
            "a, b",
            "a,",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a`",
            "---",
            "--- a",
            "...",
            "<<",
            "=",
            "a\nb",
            "a\tb",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{feff}b",
            "“Signals: Noise”",
            "#tag",
            "x: [",
            "key:",
            "null",
            "true",
            "0x1F",
            "ümlaut — dash",
        ]
        .map(str::to_owned)
        .to_vec();
        // Every pair of characters that mean something somewhere, around a letter.
        let special = ":-?#,[]{}&*!|>'\"%@`\\ ~=<.";
        for a in special.chars() {
            for b in special.chars() {
                for text in [format!("{a}{b}"), format!("{a}x{b}"), format!("x{a}{b}x")] {
                    texts.push(text);
                }
            }
        }
        for text in texts.iter().filter(|text| !text.trim().is_empty()) {
            for read in read_back(text) {
                assert_eq!(&read, text);
            }
        }
    }

    #[test]
    fn a_record_looks_as_editors_write_it() {
        let front = vec![
            ("kind".to_owned(), Value::text("event")),
            ("title".to_owned(), Value::text("Calls: two")),
            ("topic".to_owned(), Value::texts(["post-election", "labor"])),
            (
                "when".to_owned(),
                Value::List(vec![Value::map([
                    ("start", Value::text("2024-11-20 17:00")),
                    ("words", Value::text("Weds., 5pm")),
                ])]),
            ),
            (
                "series".to_owned(),
                Value::map([("id", Value::text("calls")), ("part", Value::Number(2))]),
            ),
            ("aliases".to_owned(), Value::texts(["WFP calls"])),
            ("draft".to_owned(), Value::Flag(true)),
        ];
        assert_eq!(
            record_text(&front, "\n\n    code\r\n\r\ntext  \n\n"),
            "---\nkind: event\ntitle: \"Calls: two\"\ntopic: [post-election, labor]\nwhen:\n  - start: 2024-11-20 17:00\n    words: Weds., 5pm\nseries:\n  id: calls\n  part: 2\naliases:\n  - WFP calls\ndraft: true\n---\n\n    code\n\ntext\n"
        );
    }
}
