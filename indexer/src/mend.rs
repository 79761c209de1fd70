//! Makes the changes that an editor would make without thinking: those of diagnostics that carry an
//! [`Edit`], and of a file's form (byte order mark, line ends, trailing spaces).
//!
//! A file is replaced in one step or not at all, and a second time changes nothing. Not here: deciding what is certain
//! (whoever finds the mistake does).

use crate::diagnostic::{Diagnostic, Edit, Log};
use crate::tree::{Node, Value};
use crate::yaml;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A change that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file, relative to the catalogue's folder.
    pub file: String,
    /// Its line, from 1; 0 when the file as a whole is meant.
    pub line: u32,
    /// What was changed, as a sentence's end: `` `grup` is now `group` ``.
    pub what: String,
}

/// A file that could not be written; it is as it was.
#[derive(Debug)]
pub struct Error(PathBuf, io::Error);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} could not be written: {}", self.0.display(), self.1)
    }
}

impl std::error::Error for Error {}

/// Codes of a file's form, which is mended as a whole.
const FORM: [&str; 3] = ["byte-order-mark", "carriage-return", "trailing-space"];

/// Mends the catalogue in `folder` as far as the diagnostics are certain of it, and says what was changed, and which files could
/// not be.
pub fn mend(folder: &Path, diagnostics: &[Diagnostic]) -> (Vec<Change>, Vec<Error>) {
    let mut files: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for d in diagnostics {
        if d.edit.is_some() || FORM.contains(&d.code) {
            files.entry(&d.file).or_default().push(d);
        }
    }
    let (mut changes, mut errors) = (Vec::new(), Vec::new());
    for (file, found) in files {
        let path = folder.join(file);
        match file_mended(&path, file, &found) {
            Ok(made) => changes.extend(made),
            Err(error) => errors.push(Error(path, error)),
        }
    }
    (changes, errors)
}

fn file_mended(path: &Path, file: &str, found: &[&Diagnostic]) -> io::Result<Vec<Change>> {
    // What is a link stays one: the file that it leads to is replaced.
    let path = fs::canonicalize(path)?;
    let text = fs::read_to_string(&path)?;
    let (mended, made) = text_mended(file, &text, found);
    if mended == text {
        return Ok(Vec::new());
    }
    replace(&path, &mended)?;
    Ok(made)
}

/// Writes a file anew in one step, with the permissions that it had.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = path.with_file_name(format!(".{name}.unfinished"));
    let written = fs::write(&unfinished, text)
        .and_then(|()| fs::set_permissions(&unfinished, fs::metadata(path)?.permissions()))
        .and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // What is left of the attempt is of no use to anybody.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn text_mended(file: &str, text: &str, found: &[&Diagnostic]) -> (String, Vec<Change>) {
    let change = |line, what: String| Change {
        file: file.to_owned(),
        line,
        what,
    };
    let mut changes = Vec::new();
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    // From the end, so that what is left of a line keeps its columns.
    let mut edits: Vec<(&Diagnostic, &Edit)> = found
        .iter()
        .filter_map(|d| Some((*d, d.edit.as_ref()?)))
        .collect();
    edits.sort_by_key(|(d, _)| std::cmp::Reverse(d.place));
    edits.dedup_by_key(|(d, _)| d.place);
    for (d, edit) in edits {
        let line = (d.place.line as usize)
            .checked_sub(1)
            .and_then(|line| lines.get_mut(line));
        if let Some(line) = line
            && let Some(edited) = line_mended(line, d, edit)
        {
            *line = edited;
            let what = format!("`{}` is now `{}`", edit.from, edit.to);
            changes.push(change(d.place.line, what));
        }
    }
    changes.reverse();
    let mut text = lines.concat();
    let has = |code: &str| found.iter().any(|d| d.code == code);
    if has("byte-order-mark")
        && let Some(rest) = text.strip_prefix('\u{feff}')
    {
        text = rest.to_owned();
        changes.push(change(0, "the byte order mark is gone".to_owned()));
    }
    if has("carriage-return") && text.contains("\r\n") {
        text = text.replace("\r\n", "\n");
        changes.push(change(0, "lines end with LF".to_owned()));
    }
    if has("trailing-space")
        && let Some(trimmed) = front_matter_trimmed(&text)
    {
        text = trimmed;
        let what = "spaces at the ends of lines of the front matter are gone".to_owned();
        changes.push(change(0, what));
    }
    (text, changes)
}

/// A line with the edit made, if what is to be changed stands where the diagnostic says, with quotes or without.
fn line_mended(line: &str, d: &Diagnostic, edit: &Edit) -> Option<String> {
    let column = (d.place.column as usize).checked_sub(1)?;
    let start = line.char_indices().nth(column).map(|(at, _)| at)?;
    let rest = line.get(start..)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inner = match quote {
        Some(quote) => rest.strip_prefix(quote)?,
        None => rest,
    };
    let after = inner.strip_prefix(edit.from.as_str())?;
    // The text must end there, or something longer was meant.
    let ends = match quote {
        Some(quote) => after.starts_with(quote),
        None => after
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ']' | '}' | ':')),
    };
    if !ends || edit.to.contains(['"', '\'', '\\']) {
        return None;
    }
    let before = line.get(..start)?;
    let quote = quote.map(String::from).unwrap_or_default();
    Some(format!("{before}{quote}{}{after}", edit.to))
}

/// The file without spaces at the ends of lines of its front matter, if that changes no value.
fn front_matter_trimmed(text: &str) -> Option<String> {
    let mut log = Log::new("", "");
    let parts = yaml::split(text, &mut log)?;
    // The front matter begins after the first line, the only one before it.
    let start = text.find('\n')? + 1;
    let trimmed: String = parts
        .yaml
        .split_inclusive('\n')
        .map(|line| {
            let bare = line.trim_end_matches(['\n', '\r']);
            let end = line.get(bare.len()..).unwrap_or("");
            format!("{}{end}", bare.trim_end_matches([' ', '\t']))
        })
        .collect();
    let same = match (
        yaml::parse(parts.yaml, 1, &mut log),
        yaml::parse(&trimmed, 1, &mut log),
    ) {
        (Some(before), Some(after)) => bare(before) == bare(after),
        (None, None) => true,
        _ => false,
    };
    let (head, tail) = (text.get(..start)?, text.get(start + parts.yaml.len()..)?);
    (same && trimmed != parts.yaml).then(|| format!("{head}{trimmed}{tail}"))
}

/// A tree without its places, which a change of spaces moves, and with one space for many, as texts are read: at the ends of
/// lines of a longer text they mean nothing either.
fn bare(node: Node) -> Value {
    let nowhere = |value| Node {
        place: Default::default(),
        value,
    };
    match node.value {
        Value::List(members) => {
            Value::List(members.into_iter().map(|m| nowhere(bare(m))).collect())
        }
        Value::Map(pairs) => Value::Map(
            pairs
                .into_iter()
                .map(|(key, _, node)| (key, Default::default(), nowhere(bare(node))))
                .collect(),
        ),
        Value::Text(text) => Value::Text(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Value::Empty => Value::Empty,
    }
}
