//! From an import to record files: which are new, which may be written anew, and which are the editor's.
//!
//! [`plan`] decides and changes nothing; [`Plan::carry_out`] writes. A draft is written anew only while its
//! file is where an import put it and has the bytes that it wrote. What an editor edited, moved, renamed,
//! published or deleted is theirs and is left alone, and never comes a second time.

use crate::draft::{Draft, Import, Question, Value};
use crate::list::LIST;
use crate::record_text::record_text;
use crate::shape::shape;
use crate::state::{State, Written, sha256};
use crate::vocabulary::Vocabulary;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What becomes of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Its file is written for the first time.
    New,
    /// Its file is written anew, because the source changed.
    Updated,
    /// Its file is as it would be written.
    Unchanged,
    /// Its file has other bytes than the import wrote: an editor changed it.
    Edited,
    /// Its file is in another folder.
    Moved,
    /// Its file is gone, or has another name.
    Removed,
    /// A file of that name was there before the import.
    Taken,
    /// It was imported before and is no longer in the source. Its file stays.
    Vanished,
}

impl Outcome {
    /// A stable name, lower-case.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::New => "new",
            Outcome::Updated => "updated",
            Outcome::Unchanged => "unchanged",
            Outcome::Edited => "edited",
            Outcome::Moved => "moved",
            Outcome::Removed => "removed",
            Outcome::Taken => "taken",
            Outcome::Vanished => "vanished",
        }
    }

    /// Whether the file is an editor's and was left alone.
    pub fn is_left_alone(self) -> bool {
        matches!(
            self,
            Outcome::Edited | Outcome::Moved | Outcome::Removed | Outcome::Taken
        )
    }
}

/// One draft of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// See [`Draft::origin`].
    pub origin: String,
    /// The record's id.
    pub id: String,
    /// Its file below the catalogue's folder, with forward slashes: where it is, or would be.
    pub file: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What the importer could not decide about it.
    pub questions: Vec<Question>,
    /// The file's text, when it is to be written.
    text: Option<String>,
}

/// What an import would do.
#[derive(Debug)]
pub struct Plan {
    /// In the order of the source; what vanished comes last.
    pub drafts: Vec<Planned>,
    /// About the source as a whole.
    pub questions: Vec<Question>,
    catalog: PathBuf,
    state_file: PathBuf,
    state_before: Option<String>,
    state: State,
}

/// Why an import could not be planned or written.
#[derive(Debug)]
pub struct Failure {
    path: PathBuf,
    reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for Failure {}

fn failure(path: &Path, reason: impl fmt::Display) -> Failure {
    Failure {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

/// What a source is called, and who says so: two files in two folders may have one name, and be two sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'n> {
    /// The source's file or folder.
    OfFile(&'n str),
    /// The editor.
    Given(&'n str),
}

/// Decides what an import of the source `name` does to the catalogue in the folder `catalog`.
pub fn plan(
    import: Import,
    name: Name,
    catalog: &Path,
    vocabulary: &Vocabulary,
) -> Result<Plan, Failure> {
    let (Name::OfFile(own) | Name::Given(own)) = name;
    let state_file = catalog.join(".import").join(format!("{own}.json"));
    let state_before = match fs::read_to_string(&state_file) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failure(&state_file, error)),
    };
    let mut state = match &state_before {
        Some(text) => State::parse(text)
            .map_err(|reason| failure(&state_file, format!("the state of the last import cannot be read: {reason}. Restore the file; without it the import could not tell its drafts from your records")))?,
        None => State::default(),
    };
    let home = format!("records/imported/{own}");
    // Who names another format, or another folder, finds nothing; of what was there before that says nothing.
    let is_nothing = import.drafts.is_empty()
        && import
            .questions
            .iter()
            .any(|question| question.code == "nothing-found");
    let records = Records::find(&catalog.join("records"), "records")?;
    let mut drafts = import.drafts;
    let origins = distinct_origins(&mut drafts);
    // Every list has itself.
    let is_item = |origin: &&String| *origin != LIST;
    let mut before = state.items.keys().filter(is_item).peekable();
    let is_another = before.peek().is_some()
        && origins.keys().any(|origin| is_item(&origin))
        && !before.any(|origin| origins.contains_key(origin));
    if is_another && matches!(name, Name::OfFile(_)) {
        return Err(failure(
            &state_file,
            format!(
                "what was imported under the name `{own}` has nothing in common with this source. If this is another, give it a name of its own: `--name {own}-2`. If it is the same, with nothing left of what it had, say so: `--name {own}`"
            ),
        ));
    }
    let ids = ids(&drafts, &state, &records, &home);
    // What an editor deleted or renamed is nothing to refer to.
    let there: BTreeMap<&str, &str> = origins
        .iter()
        .filter_map(|(origin, place)| Some((origin.as_str(), ids.get(*place)?.as_str())))
        .filter(|(origin, id)| {
            !state.items.contains_key(*origin) || records.by_id.contains_key(*id)
        })
        .collect();
    for (draft, id) in drafts.iter_mut().zip(&ids) {
        for (_, value) in &mut draft.front {
            refer(value, &there, id);
        }
    }
    let mut planned = Vec::new();
    for (mut draft, id) in drafts.into_iter().zip(&ids) {
        draft.id.clone_from(id);
        draft
            .front
            .retain(|(_, value)| *value != Value::List(vec![]));
        shape(&mut draft, vocabulary);
        let text = record_text(&draft.front, &draft.body);
        let file = format!("{home}/{id}.md");
        let (outcome, file) = decide(&draft.origin, id, file, &text, &state, &records, catalog)?;
        if matches!(
            outcome,
            Outcome::New | Outcome::Updated | Outcome::Unchanged
        ) {
            let written = Written {
                id: id.clone(),
                sha256: sha256(text.as_bytes()),
            };
            state.items.insert(draft.origin.clone(), written);
        }
        planned.push(Planned {
            origin: draft.origin,
            id: id.clone(),
            file,
            outcome,
            questions: draft.questions,
            text: Some(text).filter(|_| matches!(outcome, Outcome::New | Outcome::Updated)),
        });
    }
    for (origin, written) in state.items.iter().filter(|_| !is_nothing) {
        // One that the editor has dealt with by removing it is no news any more.
        if let (false, Some(file)) = (origins.contains_key(origin), records.by_id.get(&written.id))
        {
            planned.push(Planned {
                origin: origin.clone(),
                id: written.id.clone(),
                file: file.clone(),
                outcome: Outcome::Vanished,
                questions: Vec::new(),
                text: None,
            });
        }
    }
    Ok(Plan {
        drafts: planned,
        questions: import.questions,
        catalog: catalog.to_owned(),
        state_file,
        state_before,
        state,
    })
}

fn decide(
    origin: &str,
    id: &str,
    home: String,
    text: &str,
    state: &State,
    records: &Records,
    catalog: &Path,
) -> Result<(Outcome, String), Failure> {
    let there = records.by_id.get(id);
    let Some(written) = state.items.get(origin) else {
        let Some(file) = there else {
            return Ok((Outcome::New, home));
        };
        let path = catalog.join(file);
        let bytes = fs::read(&path).map_err(|error| failure(&path, error))?;
        let same = bytes == text.as_bytes() || with_plain_ends(&bytes) == text.as_bytes();
        let outcome = if same {
            Outcome::Unchanged
        } else {
            Outcome::Taken
        };
        return Ok((outcome, file.clone()));
    };
    let Some(file) = there else {
        return Ok((Outcome::Removed, home));
    };
    if *file != home {
        return Ok((Outcome::Moved, file.clone()));
    }
    let path = catalog.join(file);
    let bytes = fs::read(&path).map_err(|error| failure(&path, error))?;
    let plain = with_plain_ends(&bytes);
    let outcome = if bytes == text.as_bytes() || plain == text.as_bytes() {
        Outcome::Unchanged
    } else if [&bytes, &plain]
        .map(|bytes| sha256(bytes))
        .contains(&written.sha256)
    {
        Outcome::Updated
    } else {
        Outcome::Edited
    };
    Ok((outcome, home))
}

/// A file's bytes with the line ends that the import writes: an editor's program or version control may have made them
/// others without anybody touching the draft.
fn with_plain_ends(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte != b'\r' || bytes.get(at + 1) != Some(&b'\n'))
        .map(|(_, byte)| *byte)
        .collect()
}

/// Makes origins distinct, for a source that calls two items the same, and gives the place of each.
fn distinct_origins(drafts: &mut [Draft]) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    // Where counting goes on: a table may call thousands of rows the same.
    let mut next: BTreeMap<String, u64> = BTreeMap::new();
    for (place, draft) in drafts.iter_mut().enumerate() {
        if places.contains_key(&draft.origin) {
            let number = next.entry(draft.origin.clone()).or_insert(2);
            let mut free = format!("{} ({number})", draft.origin);
            while places.contains_key(&free) {
                *number += 1;
                free = format!("{} ({number})", draft.origin);
            }
            draft.origin = free;
        }
        places.insert(draft.origin.clone(), place);
    }
    places
}

/// The id of each draft: that of the last import, or the first that is free of those like the proposed.
fn ids(drafts: &[Draft], state: &State, records: &Records, home: &str) -> Vec<String> {
    let mut taken: BTreeSet<String> = state
        .items
        .values()
        .map(|written| written.id.clone())
        .collect();
    let mut next: BTreeMap<String, u64> = BTreeMap::new();
    let mut all = Vec::new();
    for draft in drafts {
        if let Some(written) = state.items.get(&draft.origin) {
            all.push(written.id.clone());
            continue;
        }
        let proposed = crate::slug::slug(&draft.id);
        let free = |id: &String| {
            // A file where this draft would go was most likely written for it.
            let elsewhere = records
                .by_id
                .get(id)
                .is_some_and(|file| *file != format!("{home}/{id}.md"));
            !taken.contains(id) && !elsewhere
        };
        let mut id = proposed.clone();
        if !free(&id) {
            let number = next.entry(proposed.clone()).or_insert(2);
            id = format!("{proposed}-{number}");
            while !free(&id) {
                *number += 1;
                id = format!("{proposed}-{number}");
            }
        }
        taken.insert(id.clone());
        all.push(id);
    }
    all
}

/// Puts ids where a value refers to drafts. A draft does not refer to itself, nor to what is not there:
/// who was named there is then named by the source's words.
fn refer(value: &mut Value, there: &BTreeMap<&str, &str>, own: &str) {
    let nothing = Value::List(vec![]);
    match value {
        Value::Draft(origin) => {
            *value = match there.get(origin.as_str()) {
                Some(id) if *id != own => Value::text(*id),
                _ => nothing,
            };
        }
        Value::List(members) => {
            for member in &mut *members {
                refer(member, there, own);
            }
            members.retain(|member| *member != nothing);
        }
        Value::Map(pairs) => {
            for (_, inner) in &mut *pairs {
                refer(inner, there, own);
            }
            let before = pairs.len();
            pairs.retain(|(_, inner)| *inner != nothing);
            if pairs.len() < before {
                let named = pairs.iter().any(|(key, _)| key == "name");
                match pairs.iter_mut().find(|(key, _)| key == "words") {
                    // A person has a name without the organization too.
                    _ if named => {}
                    Some((key, _)) => "name".clone_into(key),
                    None => *value = nothing,
                }
            }
        }
        Value::Text(_) | Value::Number(_) | Value::Flag(_) => {}
    }
}

/// The record files that are there.
struct Records {
    /// File below the catalogue's folder, by id.
    by_id: BTreeMap<String, String>,
}

impl Records {
    fn find(folder: &Path, below: &str) -> Result<Records, Failure> {
        let mut files = Vec::new();
        walk(folder, below, &mut files)?;
        files.sort();
        let mut by_id = BTreeMap::new();
        for (id, file) in files {
            by_id.entry(id).or_insert(file);
        }
        Ok(Records { by_id })
    }
}

fn walk(folder: &Path, below: &str, files: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failure(folder, error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| failure(folder, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let file = format!("{below}/{name}");
        if entry.path().is_dir() {
            walk(&entry.path(), &file, files)?;
        } else if let Some(id) = name.strip_suffix(".md") {
            files.push((id.to_owned(), file));
        }
    }
    Ok(())
}

impl Plan {
    /// Writes what is new or updated, then the state. A file is whole or not there; a second call after a
    /// failure finishes the work.
    pub fn carry_out(&self) -> Result<(), Failure> {
        for planned in &self.drafts {
            if let Some(text) = &planned.text {
                write(&self.catalog.join(&planned.file), text)?;
            }
        }
        let text = self.state.text();
        let nothing = self.state.items.is_empty() && self.state_before.is_none();
        if !nothing && self.state_before.as_ref() != Some(&text) {
            write(&self.state_file, &text)?;
        }
        Ok(())
    }

    /// How many drafts have an outcome for which `is` holds.
    pub fn count(&self, is: impl Fn(Outcome) -> bool) -> usize {
        self.drafts
            .iter()
            .filter(|planned| is(planned.outcome))
            .count()
    }
}

/// Writes a file beside its place and moves it there, so that nobody ever sees half of it.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // What was written before it stays, and is known the next time.
    let failed = |path: &Path, error: io::Error| {
        let reason =
            format!("could not be written: {error}. The same import goes on once it can be");
        failure(path, reason)
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let beside = folder.join(format!(".{name}.new"));
    fs::write(&beside, text)
        .and_then(|()| fs::rename(&beside, path))
        .map_err(|error| {
            // What is left behind would only be in the way; that it stays is no further failure.
            let _ = fs::remove_file(&beside);
            failed(path, error)
        })
}
