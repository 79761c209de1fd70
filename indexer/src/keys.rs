//! Takes keys out of front matter one by one, whatever shape an editor gave them, and complains of
//! those that nobody asked for.

use super::Placed;
use crate::diagnostic::{Log, Place, certain, nearest};
use crate::fields::plain;
use crate::settings::Facet;
use crate::yaml::{Node, Value};
use std::collections::BTreeSet;

/// The keys of a map that are not taken yet.
pub struct Reader {
    pairs: Vec<(String, Place, Node)>,
    /// Keys that were asked for, whether they were there or not: all that mean something here.
    asked: BTreeSet<String>,
    there: BTreeSet<String>,
    place: Place,
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
    pub fn new(pairs: Vec<(String, Place, Node)>, place: Place) -> Reader {
        let there = pairs.iter().map(|(key, _, _)| key.clone()).collect();
        Reader {
            pairs,
            asked: BTreeSet::new(),
            there,
            place,
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

    /// A text.
    pub fn text(&mut self, key: &str, log: &mut Log) -> Option<Placed> {
        let node = self.take(key)?;
        match node.value {
            Value::Text(value) if !value.is_empty() => Some(Placed {
                value,
                place: node.place,
            }),
            Value::Text(_) | Value::Empty => None,
            _ => {
                log.error(
                    "wrong-shape",
                    node.place,
                    format!("`{key}` takes a text"),
                    format!("write `{key}: ...` on one line"),
                );
                None
            }
        }
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
                    format!("write `{key}: [one, two]`"),
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
                Value::Map(pairs) => items.push(Item::Map(Reader::new(pairs, member.place))),
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
                    shape_of(key),
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
                        None => log.error(
                            "missing-key",
                            map.place,
                            format!("`{key}` names no `id`"),
                            "add the record's id as `id`",
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
        let text = self.text(key, log)?;
        let number = text.value.parse().ok().filter(|number| *number > 0);
        if number.is_none() {
            log.error(
                "bad-number",
                text.place,
                format!("`{}` is no number from 1", text.value),
                format!("write `{key}: 1`"),
            );
        }
        number
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
                    format!("write `{key}: true`"),
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

    /// Complains of every key that was not asked for. `more` are keys that mean something too.
    pub fn finish(self, more: &[&str], log: &mut Log) {
        for (key, place, _) in &self.pairs {
            let known = self
                .asked
                .iter()
                .map(String::as_str)
                .chain(more.iter().copied());
            let (question, fix) = match nearest(key, known.clone()) {
                Some(meant) => (
                    format!("; did you mean `{meant}`?"),
                    format!("write `{meant}`, or remove the key"),
                ),
                None => (
                    String::new(),
                    format!(
                        "the keys here are {}",
                        known.clone().collect::<Vec<_>>().join(", ")
                    ),
                ),
            };
            log.error(
                "unknown-key",
                *place,
                format!("unknown key `{key}`{question}"),
                fix,
            );
            // A key that is there already would be there twice.
            if let Some(meant) = certain(key, known).filter(|meant| !self.there.contains(*meant)) {
                log.certain(key, meant);
            }
        }
    }
}

/// Complains of a value outside a facet's vocabulary, and finds what was meant among ids, labels
/// and synonyms.
pub(super) fn unknown_facet_value(facet: &Facet, value: &Placed, log: &mut Log) {
    let names = facet.values.iter().flat_map(|have| {
        let synonyms = have.synonyms.values().flatten();
        std::iter::once(&have.id)
            .chain(have.label.values())
            .chain(synonyms)
            .map(move |name| (name.as_str(), have.id.as_str()))
    });
    let names: Vec<(&str, &str)> = names.collect();
    let meant = nearest(&value.value, names.iter().map(|(name, _)| *name))
        .and_then(|near| names.iter().find(|(name, _)| *name == near))
        .map(|(_, id)| *id);
    let question = meant.map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
    let fix = match meant {
        Some(meant) => format!(
            "write `{meant}`, or add `{}` to the facet in catalog.toml",
            value.value
        ),
        None => {
            let ids: Vec<&str> = facet.values.iter().map(|value| value.id.as_str()).collect();
            format!("use one of {}", ids.join(", "))
        }
    };
    log.error(
        "unknown-value",
        value.place,
        format!("unknown {} `{}`{question}", facet.id, value.value),
        fix,
    );
    let ids = facet.values.iter().map(|value| value.id.as_str());
    if let Some(meant) = certain(&value.value, ids) {
        log.certain(&value.value, meant);
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
