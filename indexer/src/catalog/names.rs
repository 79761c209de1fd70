//! Names of files and folders that not every system can have: who takes the catalogue to Windows, or with some of them to a
//! Mac, would miss the file, or the whole catalogue.
//!
//! Not here: which names are ids ([`crate::fields::plain`]), which files are read ([`super::files`]).

use crate::diagnostic::{Diagnostic, Log, Place};
use crate::fields::plain;
use crate::outputs::publication::is_device;
use std::collections::{HashMap, HashSet};

/// What is doubtful in the names of these files, which are paths below the catalogue's folder. Each folder is told of once, at its
/// first file.
pub fn check<'n>(files: impl Iterator<Item = &'n str>) -> Vec<Diagnostic> {
    let mut known: HashSet<&str> = HashSet::new();
    let mut alike: HashMap<String, &str> = HashMap::new();
    let mut found = Vec::new();
    for file in files {
        let ends = file.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([file.len()]) {
            let path = file.get(..end).unwrap_or(file);
            // What is no id is told as that, and another file of a folder tells nothing new of the folder.
            if is_told(path) || !known.insert(path) {
                continue;
            }
            let (around, name) = path.rsplit_once('/').unwrap_or(("", path));
            let mut log = Log::new(file, "");
            if let Some((what, fix)) = doubt(path, name) {
                log.warn("unportable-name", Place::default(), what, fix);
            }
            let in_small = format!("{around}/{}", name.to_lowercase());
            match alike.get(in_small.as_str()) {
                Some(other) => log.warn(
                    "unportable-name",
                    Place::default(),
                    format!("`{path}` and `{other}` are one name on Windows and on a Mac"),
                    "give one of them another name, or write both alike",
                ),
                None => {
                    alike.insert(in_small, path);
                }
            }
            found.extend(log.finish());
        }
    }
    found
}

/// Whether a path is that of a record's file whose name is no id.
fn is_told(path: &str) -> bool {
    let stem = path.strip_suffix(".md");
    let stem = stem.filter(|_| path.starts_with("records/"));
    stem.is_some_and(|stem| !plain::id(stem.rsplit('/').next().unwrap_or(stem)))
}

/// What is doubtful in a name, and what to do.
fn doubt(path: &str, name: &str) -> Option<(String, String)> {
    const SIGNS: [char; 8] = ['<', '>', ':', '"', '\\', '|', '?', '*'];
    // Windows looks at what stands before the first dot.
    let (stem, ending) = match name.split_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (name, String::new()),
    };
    if is_device(&stem.trim_end().to_lowercase()) {
        let what = format!("Windows can have no `{path}`: `{stem}` is the name of a device there");
        return Some((
            what,
            format!("give it another name, such as {stem}-2{ending}"),
        ));
    }
    let sign = |c: &char| SIGNS.contains(c) || c.is_control();
    if let Some(sign) = name.chars().find(sign) {
        let shown = sign.escape_debug();
        let what = format!("Windows can have no `{path}`: `{shown}` stands in no name there");
        return Some((what, "give it another name".to_owned()));
    }
    if name.ends_with(['.', ' ']) {
        let what =
            format!("Windows can have no `{path}`: no name ends with a dot or a space there");
        return Some((what, "take the end away".to_owned()));
    }
    None
}
