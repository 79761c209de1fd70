//! A page's front matter and where its text begins: YAML between `---`, TOML between `+++`, or JSON.

use crate::json;
use crate::tree::{self, Broken, Datum, Node};

/// A page's parts.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts<'t> {
    /// The front matter; a map without keys if there is none.
    pub front: Node,
    /// Whether there is any.
    pub there: bool,
    /// The text after it.
    pub body: &'t str,
    /// Line on which the text begins, from 1.
    pub body_line: usize,
    /// Why the front matter could not be read as a whole, where it could not.
    pub broken: Option<Broken>,
    /// What was written for keys that are there again further down, where the last counts.
    pub twice: Vec<(String, Node)>,
}

/// Splits a page. Front matter that cannot be read is read line by line, so that what is sound in it
/// is kept.
pub fn split(text: &str) -> Parts<'_> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let none = Parts {
        front: Node {
            line: 1,
            value: Datum::Map(Vec::new()),
        },
        there: false,
        body: text,
        body_line: 1,
        broken: None,
        twice: Vec::new(),
    };
    let first = text.lines().next().unwrap_or("").trim_end();
    if first.starts_with('{') {
        return of_json(text).unwrap_or(none);
    }
    let mark = match first {
        "---" | "+++" => first,
        _ => return none,
    };
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = start;
    for (number, line) in text
        .get(start..)
        .unwrap_or("")
        .split_inclusive('\n')
        .enumerate()
    {
        // Jekyll ends YAML at `...` too.
        let end = line.trim_end();
        if end == mark || (mark == "---" && end == "...") {
            let inner = text.get(start..at).unwrap_or("");
            let mut twice = Vec::new();
            let outcome = if mark == "---" {
                tree::yaml_with_twice(inner, 2, &mut twice)
            } else {
                tree::toml(inner, 2)
            };
            let (front, broken) = match outcome {
                Ok(Node {
                    value: Datum::Empty,
                    ..
                }) => (none.front, None),
                Ok(node) if matches!(node.value, Datum::Map(_)) => (node, None),
                Ok(node) => {
                    let broken = Broken {
                        line: node.line,
                        message: "the front matter has no keys".to_owned(),
                    };
                    (line_by_line(inner, 2, &mut twice), Some(broken))
                }
                Err(broken) => (line_by_line(inner, 2, &mut twice), Some(broken)),
            };
            return Parts {
                front,
                there: true,
                body: text.get(at + line.len()..).unwrap_or(""),
                body_line: number + 3,
                broken,
                twice,
            };
        }
        at += line.len();
    }
    none
}

impl Parts<'_> {
    /// What is to be asked about keys that are there twice: line, code and question.
    pub fn asked_twice(&self) -> impl Iterator<Item = (usize, &'static str, String)> {
        asked_twice(&self.twice)
    }
}

/// What is to be asked about these keys.
pub fn asked_twice(
    twice: &[(String, Node)],
) -> impl Iterator<Item = (usize, &'static str, String)> {
    let told = twice.iter();
    told.filter(|(_, node)| node.value != Datum::Empty).map(|(key, node)| {
        let text = format!(
            "`{key}` is there again further down, and only the last counts; “{}” was left out. Does it belong into the record?",
            super::words(node)
        );
        (node.line, "listed-twice", text)
    })
}

/// Hugo's JSON front matter: one object, then the text.
fn of_json(text: &str) -> Option<Parts<'_>> {
    let (value, repeated, end) = json::first(text).ok()?;
    let twice = repeated.into_iter().map(|repeated| {
        let node = tree::from_json(&repeated.lost, repeated.line);
        (repeated.path, node)
    });
    let rest = text.get(end..)?;
    let break_at = rest.find('\n').map_or(rest.len(), |at| at + 1);
    let body_start = end + break_at;
    Some(Parts {
        front: tree::from_json(&value, 1),
        there: true,
        body: text.get(body_start..)?,
        body_line: text.get(..body_start)?.matches('\n').count() + 1,
        broken: None,
        twice: twice.collect(),
    })
}

/// `key: value` and `key = value` lines, whatever stands between them.
fn line_by_line(text: &str, first: usize, twice: &mut Vec<(String, Node)>) -> Node {
    // What was read of it before it broke is read again.
    twice.clear();
    let mut pairs: Vec<(String, Node)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let key: String = line
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
            .collect();
        let rest = line.get(key.len()..).unwrap_or("").trim_start();
        let Some(value) = rest.strip_prefix([':', '=']) else {
            continue;
        };
        let value = value
            .trim()
            .trim_matches(|c| matches!(c, '"' | '\'' | '“' | '”'));
        if key.is_empty() || value.is_empty() {
            continue;
        }
        twice.extend(pairs.extract_if(.., |(have, _)| *have == key));
        pairs.push((
            key,
            Node {
                line: number + first,
                value: Datum::Text(value.to_owned()),
            },
        ));
    }
    Node {
        line: first,
        value: Datum::Map(pairs),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn three_notations() {
        for text in [
            "---\ntitle: A\n---\nText\n",
            "+++\ntitle = \"A\"\n+++\nText\n",
            "{\"title\": \"A\"\n}\n\nText\n",
        ] {
            let parts = split(text);
            assert_eq!(parts.front.text_of("title"), Some("A"), "{text}");
            assert_eq!(parts.body.trim(), "Text");
            assert_eq!(
                text.lines().nth(parts.body_line - 1).map(str::is_empty),
                Some(!parts.body.starts_with("Text"))
            );
        }
    }

    #[test]
    fn none_and_empty() {
        let parts = split("# Text\n");
        assert!(!parts.there && parts.body == "# Text\n");
        assert!(!split("---\ntitle: no end\n").there);
        let parts = split("---\n---\nText");
        assert!(parts.there && parts.front.pairs().is_empty() && parts.broken.is_none());
        assert_eq!(split("").body, "");
        assert_eq!(split("---").body, "---");
    }

    #[test]
    fn broken_front_matter_keeps_what_is_sound() {
        let parts = split("---\ntitle: \"A & B”\ndate:2018-07-09\nlayout: post\n---\nText");
        assert_eq!(parts.broken.map(|broken| broken.line > 1), Some(true));
        assert_eq!(parts.front.text_of("title"), Some("A & B"));
        assert_eq!(parts.front.text_of("date"), Some("2018-07-09"));
        assert_eq!(parts.body_line, 6);
    }
}
