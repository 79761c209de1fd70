//! Takes keys out of what an editor wrote, one by one, whatever shape she gave them, and complains of
//! those that nobody asked for and those that are missing.

use crate::diagnostic::{Log, Place, certain, nearest};
use crate::fields::plain;
use crate::tree::{Node, Placed, Value};
use std::collections::BTreeSet;

/// How keys and values are written in a file, for the sentences that say how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Front matter.
    Yaml,
    /// Settings, and which keys stand above all lines in brackets there: below one, a key belongs to what that line names.
    Toml(&'static [&'static str]),
}

impl Notation {
    /// A key with a value that needs no quotes.
    fn line(self, key: &str, value: &str) -> String {
        match self {
            Notation::Yaml => format!("{key}: {value}"),
            Notation::Toml(_) => format!("{key} = {value}"),
        }
    }

    /// A key with a text.
    fn text(self, key: &str, text: &str) -> String {
        match self {
            Notation::Yaml => self.line(key, text),
            Notation::Toml(_) => self.line(key, &format!("\"{text}\"")),
        }
    }
}

/// The keys of a map that are not taken yet.
pub struct Reader {
    pairs: Vec<(String, Place, Node)>,
    /// Keys that were asked for, whether they were there or not: all that mean something here.
    asked: BTreeSet<String>,
    there: BTreeSet<String>,
    missing: Vec<Missing>,
    place: Place,
    notation: Notation,
}

/// A key that must be there and is not.
struct Missing {
    key: &'static str,
    message: String,
    fix: String,
}

/// A member of a list that may be written short or long.
pub enum Item {
    /// `- id`
    Text(Placed),
    /// `- {key: value}`
    Map(Reader),
}

impl Reader {
    /// A reader of these pairs; `place` is where they begin.
    pub fn new(pairs: Vec<(String, Place, Node)>, place: Place, notation: Notation) -> Reader {
        let there = pairs.iter().map(|(key, _, _)| key.clone()).collect();
        Reader {
            pairs,
            asked: BTreeSet::new(),
            there,
            missing: Vec::new(),
            place,
            notation,
        }
    }

    /// Where the map begins.
    pub fn place(&self) -> Place {
        self.place
    }

    /// Whether the key was written, with a value or without.
    pub fn has(&self, key: &str) -> bool {
        self.there.contains(key)
    }

    /// Where a key stands that is not taken yet.
    pub fn key_place(&self, key: &str) -> Place {
        let own = self.pairs.iter().find(|(have, _, _)| have == key);
        own.map_or(self.place, |(_, place, _)| *place)
    }

    /// Where the value of a key stands that is not taken yet.
    pub fn text_place(&self, key: &str) -> Option<Place> {
        let (_, place, node) = self.pairs.iter().find(|(have, _, _)| have == key)?;
        match node.value {
            Value::Empty => Some(*place),
            _ => Some(node.place),
        }
    }

    fn take(&mut self, key: &str) -> Option<Node> {
        self.asked.insert(key.to_owned());
        let at = self.pairs.iter().position(|(have, _, _)| have == key)?;
        let (_, place, mut node) = self.pairs.remove(at);
        if node.value == Value::Empty {
            node.place = place;
        }
        Some(node)
    }

    /// Keys that are not taken yet, where what they mean is the editor's own.
    pub fn names(&self) -> Vec<String> {
        self.pairs.iter().map(|(key, _, _)| key.clone()).collect()
    }

    /// Remembers that a key must be there and is not. It is told at the end, unless it is there by another spelling.
    pub fn missing(&mut self, key: &'static str, message: String, fix: String) {
        self.missing.push(Missing { key, message, fix });
    }

    /// A text, which may be empty.
    pub fn written(&mut self, key: &str, log: &mut Log) -> Option<Placed> {
        let node = self.take(key)?;
        match node.value {
            Value::Text(value) => Some(Placed {
                value,
                place: node.place,
            }),
            Value::Empty => None,
            _ => {
                log.error(
                    "wrong-shape",
                    node.place,
                    format!("`{key}` takes a text"),
                    format!("write `{}` on one line", self.notation.text(key, "...")),
                );
                None
            }
        }
    }

    /// A text.
    pub fn text(&mut self, key: &str, log: &mut Log) -> Option<Placed> {
        self.written(key, log).filter(|text| !text.value.is_empty())
    }

    /// A text that is shown as it is.
    pub fn plain(&mut self, key: &str, log: &mut Log) -> Option<String> {
        let text = self.text(key, log)?;
        Some(plain::text(&text.value, text.place, log)).filter(|text| !text.is_empty())
    }

    /// Texts, written as a list or as one.
    pub fn texts(&mut self, key: &str, log: &mut Log) -> Vec<Placed> {
        let mut texts = Vec::new();
        for item in self.items(key, log) {
            match item {
                Item::Text(text) => texts.push(text),
                Item::Map(map) => log.error(
                    "wrong-shape",
                    map.place,
                    format!("`{key}` takes a list of texts"),
                    match self.notation {
                        Notation::Yaml => format!("write `{key}: [one, two]`"),
                        Notation::Toml(_) => format!("write `{key} = [\"one\", \"two\"]`"),
                    },
                ),
            }
        }
        texts
    }

    /// Texts that are shown as they are.
    pub fn plains(&mut self, key: &str, log: &mut Log) -> Vec<String> {
        self.texts(key, log)
            .into_iter()
            .map(|text| plain::text(&text.value, text.place, log))
            .collect()
    }

    /// Members of a list, or one alone.
    pub fn items(&mut self, key: &str, log: &mut Log) -> Vec<Item> {
        let Some(node) = self.take(key) else {
            return Vec::new();
        };
        let members = match node.value {
            Value::List(members) => members,
            Value::Empty => Vec::new(),
            _ => vec![node],
        };
        let mut items = Vec::new();
        for member in members {
            match member.value {
                Value::Text(value) if !value.is_empty() => items.push(Item::Text(Placed {
                    value,
                    place: member.place,
                })),
                Value::Map(pairs) => {
                    items.push(Item::Map(Reader::new(pairs, member.place, self.notation)));
                }
                Value::Text(_) | Value::Empty => {}
                Value::List(_) => log.error(
                    "wrong-shape",
                    member.place,
                    format!("`{key}` takes no list within a list"),
                    "write one list",
                ),
            }
        }
        items
    }

    /// Maps in a list, or one alone.
    pub fn maps(&mut self, key: &str, log: &mut Log) -> Vec<Reader> {
        let mut maps = Vec::new();
        for item in self.items(key, log) {
            match item {
                Item::Map(map) => maps.push(map),
                Item::Text(text) => log.error(
                    "wrong-shape",
                    text.place,
                    format!("`{key}` takes a list of keys and values"),
                    match self.notation {
                        Notation::Yaml => shape_of(key),
                        Notation::Toml(_) => table_of(key),
                    },
                ),
            }
        }
        maps
    }

    /// One map.
    pub fn map(&mut self, key: &str, log: &mut Log) -> Option<Reader> {
        self.maps(key, log).into_iter().next()
    }

    /// Ids, each perhaps with a number under another key.
    pub fn id_with(
        &mut self,
        key: &str,
        number: &str,
        log: &mut Log,
    ) -> Vec<(Placed, Option<u32>)> {
        let mut all = Vec::new();
        for item in self.items(key, log) {
            match item {
                Item::Text(id) => all.push((id, None)),
                Item::Map(mut map) => {
                    let id = map.text("id", log);
                    let number = map.number(number, log);
                    match id {
                        Some(id) => all.push((id, number)),
                        None => map.missing(
                            "id",
                            format!("`{key}` names no `id`"),
                            "add the record's id as `id`".to_owned(),
                        ),
                    }
                    map.finish(&[], log);
                }
            }
        }
        all
    }

    /// A whole number from 1.
    pub fn number(&mut self, key: &str, log: &mut Log) -> Option<u32> {
        self.whole(key, 1, log).map(|(number, _)| number)
    }

    /// A whole number that is no less than `least`, and where it stands.
    pub fn whole(&mut self, key: &str, least: u32, log: &mut Log) -> Option<(u32, Place)> {
        let text = self.text(key, log)?;
        let number = text.value.parse().ok().filter(|number| *number >= least);
        let is_number = text.value.bytes().all(|byte| byte.is_ascii_digit());
        if number.is_none() && is_number && text.value.parse::<u32>().is_err() {
            log.error(
                "bad-number",
                text.place,
                format!("`{}` is too large a number", text.value),
                format!("write one from {least} to {}", u32::MAX),
            );
        } else if number.is_none() {
            log.error(
                "bad-number",
                text.place,
                format!("`{}` is no number from {least}", text.value),
                format!("write `{}`", self.notation.line(key, "1")),
            );
        }
        Some((number?, text.place))
    }

    /// `true` or `false`; nothing is `false`.
    pub fn flag(&mut self, key: &str, log: &mut Log) -> bool {
        let Some(text) = self.text(key, log) else {
            return false;
        };
        match text.value.as_str() {
            "true" => true,
            "false" => false,
            _ => {
                log.error(
                    "unknown-value",
                    text.place,
                    format!("`{key}` is `true` or `false`, not `{}`", text.value),
                    format!("write `{}`", self.notation.line(key, "true")),
                );
                false
            }
        }
    }

    /// One of a closed list.
    pub fn choice<'c>(
        &mut self,
        key: &str,
        choices: impl Iterator<Item = &'c str> + Clone,
        log: &mut Log,
    ) -> Option<String> {
        let text = self.text(key, log)?;
        if choices.clone().any(|choice| choice == text.value) {
            return Some(text.value);
        }
        let meant = nearest(&text.value, choices.clone());
        let question = meant.map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
        let list = choices.clone().collect::<Vec<_>>().join(", ");
        log.error(
            "unknown-value",
            text.place,
            format!("unknown {key} `{}`{question}", text.value),
            format!("use one of {list}"),
        );
        if let Some(meant) = certain(&text.value, choices) {
            log.certain(&text.value, meant);
        }
        None
    }

    /// Complains of every key that was not asked for, and of those that are missing. `more` are keys that mean something too.
    pub fn finish(self, more: &[&str], log: &mut Log) {
        let mut meant_by = BTreeSet::new();
        let mut there = self.there.clone();
        for (key, place, _) in &self.pairs {
            let known = self
                .asked
                .iter()
                .map(String::as_str)
                .chain(more.iter().copied());
            let meant =
                otherwise_called(key, known.clone()).or_else(|| nearest(key, known.clone()));
            let (question, fix) = match meant {
                Some(meant) if there.contains(meant) => (
                    format!("; did you mean `{meant}`?"),
                    format!(
                        "`{meant}` is there already: write what it lacks there, and remove this key"
                    ),
                ),
                Some(meant) => (
                    format!("; did you mean `{meant}`?"),
                    format!("write {}, or remove the key", instead(key, meant)),
                ),
                None => (
                    String::new(),
                    format!(
                        "the keys here are {}",
                        known
                            .clone()
                            .collect::<BTreeSet<_>>()
                            .into_iter()
                            .collect::<Vec<_>>()
                            .join(", ")
                    ),
                ),
            };
            let is_below = match self.notation {
                Notation::Toml(above) => above.contains(&key.as_str()),
                Notation::Yaml => false,
            };
            let (question, fix) = match is_below {
                true => (
                    " here: it belongs to the line in brackets above it".to_owned(),
                    "move it to the top of the file, above the first line in brackets".to_owned(),
                ),
                false => (question, fix),
            };
            log.error(
                "unknown-key",
                *place,
                format!("unknown key `{key}`{question}"),
                fix,
            );
            // A key that is there already, or comes to be by another such change, would be there twice.
            if let Some(meant) = certain(key, known.clone())
                && there.insert(meant.to_owned())
            {
                log.certain(key, meant);
            }
            meant_by.extend(meant);
        }
        for Missing { key, message, fix } in &self.missing {
            if !meant_by.contains(key) {
                log.error("missing-key", self.place, message, fix);
            }
        }
    }
}

/// What other programs and other words call keys, each with what it is here: the first of them that means something there
/// is meant. Not for `--fix`: what stands there may need another form.
const OTHERWISE: &[(&str, &[&str])] = &[
    ("abstract", &["summary"]),
    ("action", &["do"]),
    ("address", &["url", "link"]),
    ("aka", &["aliases"]),
    ("author", &["people"]),
    ("authors", &["people"]),
    ("begin", &["start"]),
    ("begins", &["start"]),
    ("byline", &["people"]),
    ("category", &["topic"]),
    ("categories", &["topic"]),
    ("date", &["start", "published"]),
    ("description", &["summary", "tagline"]),
    ("email", &["contact"]),
    ("ends", &["end"]),
    ("excerpt", &["summary"]),
    ("href", &["url", "link"]),
    ("id", &["org"]),
    ("language", &["lang"]),
    ("link", &["url"]),
    ("locale", &["lang"]),
    ("mail", &["email", "contact"]),
    ("name", &["title", "org", "label"]),
    ("number", &["phone", "part", "order"]),
    ("organization", &["org", "hosts"]),
    ("organizer", &["hosts"]),
    ("organizers", &["hosts"]),
    ("permalink", &["link"]),
    ("redirect_from", &["former_ids"]),
    ("sms", &["text_to"]),
    ("tel", &["phone"]),
    ("text", &["words"]),
    ("time", &["start"]),
    ("title", &["label"]),
    ("timezone", &["zone"]),
    ("type", &["kind", "do"]),
    ("tz", &["zone"]),
    ("url", &["link"]),
];

/// The known key that another word for it means.
fn otherwise_called<'k>(
    key: &str,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Option<&'k str> {
    let written = key.to_lowercase().replace(['-', '_'], "");
    let same = |(word, _): &&(&str, &[&str])| word.replace('_', "") == written;
    let (_, meant) = OTHERWISE.iter().find(same)?;
    meant
        .iter()
        .find_map(|meant| known.clone().find(|known| known == meant))
}

/// What is written instead of a key, where it may need another form or another word too.
fn instead(key: &str, meant: &str) -> String {
    match (key, meant) {
        (_, "people") => "`people: [{name: ..., role: author}]`".to_owned(),
        ("date", "published") => "`published`, or `when` for what takes place".to_owned(),
        _ => format!("`{meant}`"),
    }
}

/// How a key is written whose value is a list of keys and values.
fn shape_of(key: &str) -> String {
    let line = match key {
        "when" => "start: 2024-11-07 17:00",
        "actions" => "do: register",
        "links" => "label: Flyer",
        "notes" => "note: ...",
        "people" => "name: ...",
        "span" => return "write `span: {from: 2024-10-22, to: 2024-11-19}`".to_owned(),
        "image" => return "write `image: {alt: ..., credit: ...}`".to_owned(),
        "found" => return "write `found: {where: ..., when: 2026-11-20}`".to_owned(),
        _ => return "see docs/records.md for what it holds".to_owned(),
    };
    format!("write `{key}:` alone, and below it a line `  - {line}`")
}

/// The same in settings.
fn table_of(key: &str) -> String {
    let line = match key {
        "facets" | "query" => format!("[[{key}]]"),
        "values" => "[[facets.values]]".to_owned(),
        "synonyms" => {
            return "write `[[synonyms]]` alone, and `terms = [\"one\", \"two\"]` below it; in a value `synonyms = { en = [\"one\"] }`".to_owned();
        }
        "site" | "feeds" | "pages" | "weights" | "check" | "sources" => format!("[{key}]"),
        source => format!("[sources.{source}]"),
    };
    format!("write `{line}` alone, and the keys below it")
}
