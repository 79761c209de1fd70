//! What a section of a Hugo site passes on to the pages below it (gohugo.io, "Cascade"): front matter that a page has as if it
//! said it itself. Not here: Jekyll's defaults, which stand in the settings and know other scopes.

use super::front_matter;
use crate::draft::Import;
use crate::source::Source;
use crate::tree::{Datum, Node};

/// What one section passes on.
#[derive(Debug)]
pub(super) struct Cascade {
    /// The section's folder below `content/`; empty for the whole site.
    folder: String,
    /// The language in the name of the section's file, whose pages alone are meant.
    lang: Option<String>,
    values: Vec<(String, Node)>,
}

/// All that sections and the settings pass on, the narrowest first. What is meant for some of the pages below alone is
/// asked about.
pub(super) fn of(source: &Source, settings: &Node, import: &mut Import) -> Vec<Cascade> {
    let mut all = Vec::new();
    let mut take = |node: &Node, (folder, lang): (&str, Option<&str>), file: &str| {
        // A list has a member for each of several kinds of pages.
        for one in std::iter::once(node).chain(node.members()) {
            if one.pairs().is_empty() {
                continue;
            }
            let targeted = ["target", "_target"]
                .iter()
                .any(|key| one.get(key).is_some());
            if targeted {
                let text = "a `cascade` for some of the pages below alone is not followed; what it says of them is missing there";
                import.ask(file, one.line, "left-out", text);
                continue;
            }
            all.push(Cascade {
                folder: folder.to_owned(),
                lang: lang.map(str::to_owned),
                values: one.pairs().to_vec(),
            });
        }
    };
    if let Some(node) = settings.get("cascade") {
        take(node, ("", None), "");
    }
    for file in &source.files {
        let Some(below) = file.path.strip_prefix("content/") else {
            continue;
        };
        let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
        let Some(ending) = name.strip_prefix("_index.") else {
            continue;
        };
        let (text, _) = file.text();
        let front = front_matter::split(&text).front;
        if let Some(node) = front.get("cascade") {
            let lang = ending.split_once('.').map(|(lang, _)| lang);
            take(node, (folder, lang), &file.path);
        }
    }
    all.sort_by_key(|cascade| std::cmp::Reverse(cascade.folder.len()));
    all
}

/// Gives a page what is passed on to it and what it does not say itself. `key` is its path below `content/`.
pub(super) fn put(front: &mut Node, key: &str, lang: Option<&str>, passed_on: &[Cascade]) {
    let Datum::Map(pairs) = &mut front.value else {
        return;
    };
    for cascade in passed_on {
        let is_below = cascade.folder.is_empty()
            || key
                .strip_prefix(&cascade.folder)
                .is_some_and(|rest| rest.starts_with('/'));
        let is_meant = cascade.lang.is_none() || cascade.lang.as_deref() == lang;
        if !is_below || !is_meant {
            continue;
        }
        for (key, node) in &cascade.values {
            if !pairs.iter().any(|(have, _)| have == key) {
                pairs.push((key.clone(), node.clone()));
            }
        }
    }
}
