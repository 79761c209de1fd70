//! Any JSON lines to a corpus: which keys are the id, the fields and the facets.
//!
//! For collections that are no catalogue: benchmarks, relevance sets, other people's data.

use crate::diagnostic::{Diagnostic, Log, Place};
use crate::index::{Corpus, Document};
use crate::trec::{as_text, without_mark};
use callboard_engine::input::{FacetInput, FacetValueInput, FieldInput};
use callboard_importer::json::{self, Repeated};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Which keys mean what. The first key that a record has counts.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Keys of the id.
    pub id: Vec<String>,
    /// Languages; the first chooses the stemmer.
    pub languages: Vec<String>,
    /// Searchable fields in order; the first is the title.
    pub fields: Vec<FieldConfig>,
    /// Keys whose values are facets.
    pub facets: Vec<String>,
}

/// A searchable field.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldConfig {
    /// Its name in queries.
    pub name: String,
    /// Keys that it is taken from.
    pub keys: Vec<String>,
    /// See [`FieldInput::weight`].
    pub weight: f32,
    /// See [`FieldInput::b`].
    pub b: f32,
}

impl Default for Config {
    fn default() -> Self {
        let field = |name: &str, keys: &[&str], weight, b| FieldConfig {
            name: name.to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            weight,
            b,
        };
        Config {
            id: ["_id", "id", "name"].map(str::to_owned).to_vec(),
            languages: vec!["en".to_owned()],
            fields: vec![
                field("title", &["title", "name"], 3.0, 0.8),
                field("summary", &["summary"], 1.5, 0.6),
                field("body", &["text", "description"], 1.0, 0.4),
            ],
            facets: Vec::new(),
        }
    }
}

impl Config {
    /// Reads a configuration in TOML.
    ///
    /// # Errors
    /// When the file cannot be read or is no such configuration.
    pub fn read(path: &Path) -> Result<Config, String> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// Reads records, gzipped or not, and tells of keys that stand twice in one, of which the last counts.
///
/// # Errors
/// When the file cannot be read, a line is no JSON object, or an id is missing, empty or there twice.
pub fn read(path: &Path, config: &Config) -> Result<(Corpus<'static>, Vec<Diagnostic>), String> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let plain: Box<dyn Read> = if path.extension().is_some_and(|ending| ending == "gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut seen = BTreeSet::new();
    let mut told = Vec::new();
    let mut rows: Vec<(Document, Vec<Vec<String>>)> = Vec::new();
    for (number, line) in BufReader::new(plain).lines().enumerate() {
        let place = || format!("{}:{}", path.display(), number + 1);
        let line = line.map_err(|error| format!("{}: {error}", place()))?;
        let line = without_mark(&line);
        if line.trim().is_empty() {
            continue;
        }
        let (record, twice) = json::read(line).map_err(|error| format!("{}: {error}", place()))?;
        let serde_json::Value::Object(record) = record else {
            return Err(format!("{}: the line is no JSON object", place()));
        };
        for repeated in twice {
            told.extend(tell(path, number as u32 + 1, line, &repeated));
        }
        // Exports write `null` where there is nothing.
        let value = |key: &String| record.get(key).filter(|value| !value.is_null());
        let first = |keys: &[String]| keys.iter().find_map(value).map(as_text);
        let id = first(&config.id)
            .ok_or_else(|| format!("{}: expected one of the keys {:?}", place(), config.id))?;
        if id.is_empty() {
            return Err(format!("{}: the id is empty", place()));
        }
        if !seen.insert(id.clone()) {
            return Err(format!("{}: `{id}` is there twice", place()));
        }
        let texts = config
            .fields
            .iter()
            .map(|field| first(&field.keys).into_iter().map(Cow::Owned).collect())
            .collect();
        let values = config
            .facets
            .iter()
            .map(|key| values(record.get(key)))
            .collect();
        let lang = config.languages.first().cloned().unwrap_or_default();
        rows.push((
            Document {
                id,
                texts,
                lang,
                card: b"{}".to_vec(),
                page: b"{}".to_vec(),
                ..Document::default()
            },
            values,
        ));
    }
    let mut facets = Vec::new();
    for (number, id) in config.facets.iter().enumerate() {
        let all: BTreeSet<&String> = rows
            .iter()
            .filter_map(|(_, values)| values.get(number))
            .flatten()
            .collect();
        let places: BTreeMap<String, u32> = all.into_iter().cloned().zip(0..).collect();
        for (document, values) in &mut rows {
            let own = values
                .get(number)
                .into_iter()
                .flatten()
                .filter_map(|value| places.get(value).copied());
            document
                .facets
                .push(own.collect::<BTreeSet<u32>>().into_iter().collect());
        }
        let values = places.into_keys().map(|id| FacetValueInput {
            labels: vec![id.clone(); config.languages.len()],
            id,
            parent: None,
        });
        facets.push(FacetInput {
            id: id.clone(),
            labels: vec![id.clone(); config.languages.len()],
            values: values.collect(),
        });
    }
    let corpus = Corpus {
        site: b"{}".to_vec(),
        languages: config.languages.clone(),
        when: None,
        fields: config
            .fields
            .iter()
            .map(|field| FieldInput {
                name: field.name.clone(),
                weight: field.weight,
                b: field.b,
                stored: true,
            })
            .collect(),
        facets,
        documents: rows.into_iter().map(|(document, _)| document).collect(),
    };
    Ok((corpus, told))
}

/// Tells of a key that is there twice in a line.
fn tell(path: &Path, number: u32, line: &str, repeated: &Repeated) -> Vec<Diagnostic> {
    let mut log = Log::new(&path.display().to_string(), line);
    log.warn(
        "duplicate-key",
        Place {
            line: repeated.line as u32,
            column: repeated.column as u32,
            length: 1,
        },
        format!(
            "the key `{}` is there twice; the last counts, and “{}” is lost",
            repeated.path,
            shortened(&json::words(&repeated.lost))
        ),
        "keep one of them",
    );
    let mut found = log.finish();
    for found in &mut found {
        found.place.line = number;
    }
    found
}

/// The beginning of a text that may be a whole book.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// Most characters that are shown of a value.
const LONGEST_SHOWN: usize = 80;

/// The values of a key: a list's members, or a text's parts between commas.
fn values(value: Option<&serde_json::Value>) -> Vec<String> {
    match value {
        None | Some(serde_json::Value::Null) => Vec::new(),
        Some(serde_json::Value::Array(members)) => members
            .iter()
            .filter(|member| !member.is_null())
            .map(as_text)
            .collect(),
        Some(other) => as_text(other)
            .split(',')
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect(),
    }
}
