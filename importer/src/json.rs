//! JSON in which no value is lost: a value, and what was written for keys that stand in one object again further down.
//!
//! Of such a key the last value counts, as in every other program; what stood before it would be lost unseen. The only
//! reader of a source's JSON. Not here: what the keys mean, and how the editor is asked.

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Error, Map, Number, Value};
use std::fmt;

/// A value that another one for the same key took the place of.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeated {
    /// Line in the text, from 1, of the later key. Of one that is written with escapes it is that of what stands before it.
    pub line: usize,
    /// Column of its quotation mark in characters, from 1.
    pub column: usize,
    /// Where the key stands: `items[2].title`.
    pub path: String,
    /// What stood there first.
    pub lost: Value,
    /// What counts.
    pub kept: Value,
}

impl Repeated {
    /// A sentence with both values.
    pub fn question(&self) -> String {
        format!(
            "`{}` is there twice, and only the last counts, “{}”; “{}” was left out. Which is right?",
            self.path,
            words(&self.kept),
            words(&self.lost)
        )
    }
}

/// A value as a person reads it.
pub fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Reads a text that is one value.
///
/// # Errors
/// When it is none.
pub fn read(text: &str) -> Result<(Value, Vec<Repeated>), Error> {
    let mut reader = Reader::new(text);
    let mut source = serde_json::Deserializer::from_str(text);
    let value = Any(&mut reader).deserialize(&mut source)?;
    source.end()?;
    Ok((value, reader.repeated))
}

/// Reads the value with which a text begins, and says with which byte what follows it begins.
///
/// # Errors
/// When it begins with none.
pub fn first(text: &str) -> Result<(Value, Vec<Repeated>, usize), Error> {
    let mut whole = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    whole.next().transpose()?;
    let end = whole.byte_offset();
    let (value, repeated) = read(text.get(..end).unwrap_or(""))?;
    Ok((value, repeated, end))
}

/// What is known while a text is read.
struct Reader<'t> {
    text: &'t str,
    /// Where the last text began that is written as it is meant.
    at: usize,
    /// The keys and places within which the reader stands.
    path: Vec<Step>,
    repeated: Vec<Repeated>,
}

enum Step {
    Key(String),
    Member(usize),
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Reader<'t> {
        Reader {
            text,
            at: 0,
            path: Vec::new(),
            repeated: Vec::new(),
        }
    }

    /// Remembers where a part of the text begins.
    fn pass(&mut self, part: &'t str) {
        self.at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
    }

    /// Line and column of the quotation mark before a byte, both from 1.
    fn place(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or("");
        let begin = before.rfind('\n').map_or(0, |at| at + 1);
        let within = before.get(begin..).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        (line, within.chars().count().max(1))
    }

    fn path(&self, key: &str) -> String {
        let mut path = String::new();
        let steps = self.path.iter().map(|step| match step {
            Step::Key(key) => format!(".{key}"),
            Step::Member(number) => format!("[{number}]"),
        });
        path.extend(steps);
        path.push('.');
        path.push_str(key);
        path.trim_start_matches('.').to_owned()
    }
}

/// Any value.
struct Any<'r, 't>(&'r mut Reader<'t>);

impl<'de> DeserializeSeed<'de> for Any<'_, 'de> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any<'_, 'de> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("any value of JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value, E> {
        self.0.pass(text);
        Ok(Value::String(text.to_owned()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut members = Vec::new();
        loop {
            self.0.path.push(Step::Member(members.len()));
            let member = source.next_element_seed(Any(self.0))?;
            self.0.path.pop();
            match member {
                Some(member) => members.push(member),
                None => return Ok(Value::Array(members)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = source.next_key_seed(Key(self.0))? {
            let at = self.0.at;
            self.0.path.push(Step::Key(key));
            let value = source.next_value_seed(Any(self.0))?;
            let Some(Step::Key(key)) = self.0.path.pop() else {
                continue;
            };
            match map.entry(key) {
                serde_json::map::Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                serde_json::map::Entry::Occupied(mut entry) => {
                    let kept = value.clone();
                    let lost = entry.insert(value);
                    if lost != kept && !is_nothing(&lost) {
                        let (line, column) = self.0.place(at);
                        let path = self.0.path(entry.key());
                        self.0.repeated.push(Repeated {
                            line,
                            column,
                            path,
                            lost,
                            kept,
                        });
                    }
                }
            }
        }
        Ok(Value::Object(map))
    }
}

/// Whether a value says nothing.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(members) => members.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The key of an object.
struct Key<'r, 't>(&'r mut Reader<'t>);

impl<'de> DeserializeSeed<'de> for Key<'_, 'de> {
    type Value = String;

    fn deserialize<D: serde::Deserializer<'de>>(self, source: D) -> Result<String, D::Error> {
        source.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_, 'de> {
    type Value = String;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<String, E> {
        self.0.pass(text);
        Ok(text.to_owned())
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{first, read};
    use serde_json::json;

    #[test]
    fn keys_that_are_there_again_are_told_with_their_line() {
        let text = "{\n\"a\": 1,\n\"items\": [{}, {\n\"t\": \"x\",\n\"t\": \"y\"}],\n\"a\": 2}";
        let (value, repeated) = read(text).unwrap();
        assert_eq!(value, json!({"a": 2, "items": [{}, {"t": "y"}]}));
        let told: Vec<_> = repeated
            .iter()
            .map(|found| {
                (
                    (found.line, found.column),
                    found.path.as_str(),
                    &found.lost,
                    &found.kept,
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ((5, 1), "items[1].t", &json!("x"), &json!("y")),
                ((6, 1), "a", &json!(1), &json!(2)),
            ]
        );
        // What says the same again, or nothing, loses nothing.
        let (_, none) = read(r#"{"a": [1], "a": [1], "b": "", "b": null, "b": 3}"#).unwrap();
        assert_eq!(none, []);
        // `é` written so has no place of its own.
        let (value, told) = read("{\"a\": 1,\n\"\\u00e9\": 1,\n\"é\": 2}").unwrap();
        assert_eq!((value, told.len()), (json!({"a": 1, "é": 2}), 1));
    }

    #[test]
    fn everything_is_read_as_it_is() {
        let text = r#" {"a": [true, null, -1, 18446744073709551615, 1.5, 1e400000], "b": {}} "#;
        assert!(read(text).is_err());
        let text = &text.replace("1e400000", r#""\u00e9\n""#);
        assert_eq!(
            read(text).unwrap().0,
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
        for broken in ["", "{", "{} x", "{1: 2}", "nul", &"[".repeat(100_000)] {
            let ours = read(broken).map_err(|error| error.to_string());
            let theirs = serde_json::from_str::<serde_json::Value>(broken);
            assert_eq!(
                ours.unwrap_err(),
                theirs.unwrap_err().to_string(),
                "{broken:.20}"
            );
        }
    }

    #[test]
    fn what_follows_a_value_is_not_read() {
        let (value, repeated, end) = first("{\"a\": 1, \"a\": 2}\n\ntext {").unwrap();
        assert_eq!((value, repeated.len(), end), (json!({"a": 2}), 1, 16));
        assert!(first("text").is_err() && first("").is_err());
    }
}
