//! Records that people wrote, read as far as a comparison needs it, and drafts shown in the same way.

#![allow(dead_code, reason = "two test programs use different parts of it")]

use callboard_importer::{Draft, Value};
use jiff::civil::{Date, DateTime, Time};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub mod record {
    //! A record's front matter by its lines: enough for texts, and lists in one line or below.

    /// A record's file.
    pub struct Record {
        pub id: String,
        pub front: String,
    }

    impl Record {
        /// The value of a key at the outermost level, without quotes.
        pub fn text(&self, key: &str) -> String {
            let start = format!("{key}: ");
            let value = self
                .front
                .lines()
                .find_map(|line| line.strip_prefix(&start))
                .unwrap_or("");
            value.trim_matches('"').to_owned()
        }

        pub fn source(&self) -> String {
            self.text("source")
        }

        /// The lines below a key.
        pub fn below(&self, key: &str) -> Vec<&str> {
            let start = format!("{key}:");
            self.front
                .lines()
                .skip_while(|line| !line.starts_with(&start))
                .skip(1)
                .take_while(|line| line.starts_with(' '))
                .collect()
        }

        pub fn order(&self) -> Option<i64> {
            self.below("collections")
                .iter()
                .find_map(|line| line.trim().strip_prefix("order: ")?.parse().ok())
        }

        /// Ids of organizations, in one line or below.
        pub fn orgs(&self, key: &str) -> Vec<String> {
            let line = self.text(key);
            let inline = line
                .trim_matches(['[', ']'])
                .split(", ")
                .filter(|id| !id.is_empty())
                .map(str::to_owned);
            let below = self.below(key).into_iter().filter_map(|line| {
                line.trim()
                    .trim_start_matches("- ")
                    .strip_prefix("org: ")
                    .map(str::to_owned)
            });
            inline.chain(below).collect()
        }
    }
}

use record::Record;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file beside the data folder, or a word that its test did not run.
pub fn shared(path: &str) -> Option<String> {
    let found = std::env::var_os("CALLBOARD_DATA")
        .map(|data| PathBuf::from(data).join("..").join(path))
        .and_then(|file| fs::read_to_string(file).ok());
    if found.is_none() {
        println!("NOT RUN: CALLBOARD_DATA names no folder beside {path}");
    }
    found
}

pub fn records(folder: &str) -> Vec<Record> {
    let mut files: Vec<PathBuf> = fs::read_dir(workspace().join("catalog/records").join(folder))
        .expect("the catalogue is there")
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            Record {
                id: file.file_stem().unwrap().to_string_lossy().into_owned(),
                front: text.split("\n---").next().unwrap_or("").to_owned(),
            }
        })
        .collect()
}

pub fn all_records() -> Vec<Record> {
    let mut folders: Vec<String> = fs::read_dir(workspace().join("catalog/records"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    let mut all: Vec<Record> = folders.iter().flat_map(|folder| records(folder)).collect();
    all.sort_by_key(|record| (record.order(), record.id.clone()));
    all
}

/// The title of an organization and its aliases.
pub fn names_of(record: &Record) -> Vec<String> {
    let aliases = record.below("aliases").into_iter().map(|line| {
        line.trim()
            .trim_start_matches("- ")
            .trim_matches('"')
            .to_owned()
    });
    std::iter::once(record.text("title"))
        .chain(aliases)
        .collect()
}

/// The sections of the catalogue by their English labels.
pub fn sections() -> BTreeMap<String, String> {
    let text = fs::read_to_string(workspace().join("catalog/catalog.toml")).unwrap();
    let part = text
        .split("[[facets]]")
        .find(|part| part.trim_start().starts_with("id = \"section\""))
        .unwrap_or("");
    part.split("[[facets.values]]")
        .skip(1)
        .filter_map(|value| {
            let id = value.split("id = \"").nth(1)?.split('"').next()?;
            let label = value.split("en = \"").nth(1)?.split('"').next()?;
            Some((label.to_owned(), id.to_owned()))
        })
        .collect()
}

/// A value in one line.
pub fn one_line(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Draft(origin) => format!("→ {origin}"),
        Value::List(members) => format!(
            "[{}]",
            members.iter().map(one_line).collect::<Vec<_>>().join(", ")
        ),
        Value::Map(pairs) => format!(
            "{{{}}}",
            pairs
                .iter()
                .map(|(key, value)| format!("{key}: {}", one_line(value)))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

pub fn value<'d>(draft: &'d Draft, key: &str) -> Option<&'d Value> {
    draft
        .front
        .iter()
        .find(|(have, _)| have == key)
        .map(|(_, value)| value)
}

pub fn shown(draft: &Draft, key: &str) -> String {
    value(draft, key).map(one_line).unwrap_or_default()
}

pub fn field(value: &Value, key: &str) -> Option<String> {
    match value {
        Value::Map(pairs) => pairs
            .iter()
            .find(|(have, _)| have == key)
            .map(|(_, value)| one_line(value)),
        _ => None,
    }
}

pub fn orgs(draft: &Draft, key: &str) -> Vec<String> {
    match value(draft, key) {
        Some(Value::List(members)) => members
            .iter()
            .map(|member| field(member, "org").unwrap_or_else(|| one_line(member)))
            .collect(),
        Some(one) => vec![field(one, "org").unwrap_or_else(|| one_line(one))],
        None => Vec::new(),
    }
}

/// Starts and ends in UTC, to the minute; a day alone is a day.
pub fn moments(draft: &Draft) -> Vec<(String, Option<String>)> {
    let Some(Value::List(when)) = value(draft, "when") else {
        return Vec::new();
    };
    when.iter()
        .map(|one| {
            let start = field(one, "start").unwrap();
            let Ok(local) = start.parse::<DateTime>() else {
                return (start, None);
            };
            if start.parse::<Date>().is_ok() && !start.contains(' ') {
                return (start, None);
            }
            let zone = field(one, "zone").unwrap_or_else(|| "America/New_York".to_owned());
            let utc = |local: DateTime| {
                local
                    .in_tz(&zone)
                    .unwrap()
                    .in_tz("UTC")
                    .unwrap()
                    .strftime("%Y-%m-%dT%H:%MZ")
                    .to_string()
            };
            let end = field(one, "end")
                .and_then(|end| Some(utc(local.date().to_datetime(end.parse::<Time>().ok()?))));
            (utc(local), end)
        })
        .collect()
}

/// How alike two titles are, 0 to 100: words in common of all words.
pub fn likeness(one: &str, other: &str) -> usize {
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !matches!(*word, "the" | "a" | "an" | "of"))
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let common = one.intersection(&other).count();
    let all = one.union(&other).count();
    (common * 100).checked_div(all).unwrap_or(0)
}

/// A body's words without CommonMark's backslashes.
pub fn text_of(body: &str) -> String {
    body.replace("\\", "")
}
