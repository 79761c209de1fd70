//! Pages of Markdown without front matter, as Notion exports them: a title, below it lines `Key: value`, then the text. What their
//! keys mean is what columns of that name mean; a page is a row whose text is a page long.
//!
//! What no key of a record was found for stays in the text. Not here: pages with front matter, which a site's reader knows
//! ([`crate::site`]).

use super::habits::Habits;
use super::map::Map;
use super::{Own, Row, draft};
use crate::body;
use crate::draft::{Import, Value};
use crate::site::front_matter;
use crate::source::{File, Source};
use crate::vocabulary::Vocabulary;
use std::collections::{BTreeMap, BTreeSet};

/// The column of a page's title, which a map may call so, too.
const TITLE: &str = "title";

/// A page.
struct Page<'s> {
    file: &'s File,
    row: Row,
    /// Its keys as they are written, with their lines.
    keys: Vec<(usize, String, String)>,
    /// Its text, and the line on which that begins.
    text: String,
    text_line: usize,
    has_title: bool,
}

/// Whether a folder has pages of this kind: for who reads it as something else.
pub(crate) fn are_in(source: &Source) -> bool {
    source.files.iter().any(|file| {
        is_markdown(file) && {
            let (text, _) = file.text();
            let first = text.lines().find(|line| !line.trim().is_empty());
            first.is_some_and(|line| line.starts_with("# "))
        }
    })
}

/// Reads pages.
pub fn read(source: &Source, map: &Map, vocabulary: &Vocabulary) -> Import {
    let mut import = Import::default();
    for (path, reason) in &source.unread {
        let text = format!("the file was not read: {reason}");
        import.ask(path, 0, "unread", text);
    }
    let files = source.files.iter();
    let (mut pages, mut rows) = (Vec::new(), Vec::new());
    for page in files.filter_map(|file| page(file, &mut import)) {
        rows.push(page.row.clone());
        pages.push(page);
    }
    let columns: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| row.cells.keys().map(String::as_str))
        .collect();
    let both = |one: &str, other: &str| {
        let mut all = rows.iter();
        all.any(|row| row.cells.contains_key(one) && row.cells.contains_key(other))
    };
    let map = map.completed(&columns, both, |_| false);
    for column in map.missing(&columns) {
        let text = format!("the map names a key “{column}” that no page has");
        import.ask(&source.name, 0, "no-column", text);
    }
    let habits = Habits::of(&rows, &map, &source.name, &mut import);
    let mut unused: BTreeMap<&str, usize> = BTreeMap::new();
    for page in &pages {
        let Page { file, row, .. } = page;
        let mut draft = draft(file, row, (&map, habits), (&Own::default(), vocabulary));
        draft.origin = file.path.clone();
        if draft.get("kind").is_none() {
            draft.set("kind", Value::text("resource"));
        }
        if !page.has_title {
            draft.missing("The source gives no title; this one comes from the file's name.");
            let text = "the source gives no title. What is it called?";
            draft.ask(&file.path, 1, "no-title", text);
        }
        // What a key means that is read stands in its place; of one that is read from elsewhere nothing is lost, either.
        let mut kept = String::new();
        let title = row.cells.get(TITLE).map_or("", String::as_str);
        if draft.get("title").is_none() {
            draft.set("title", Value::text(title));
        } else if !map.uses(TITLE) {
            kept.push_str(&format!("{title}\n\n"));
        }
        for (_, key, value) in &page.keys {
            if !map.uses(key) || row.cells.get(key) != Some(value) {
                *unused.entry(key).or_default() += 1;
                kept.push_str(&format!("{key}: {value}\n\n"));
            }
        }
        let said = std::mem::take(&mut draft.body);
        let read = body::from_markdown(&page.text, page.text_line, None);
        let parts = [said.as_str(), kept.trim_end(), read.markdown.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        draft.body = parts.join("\n\n");
        for (line, code, text) in read.asked {
            draft.ask(&file.path, line, code, text);
        }
        import.drafts.push(draft);
    }
    for (key, count) in unused {
        let pages = match count {
            1 => "a page".to_owned(),
            all => format!("{all} pages"),
        };
        let text = format!(
            "“{key}” of {pages} means nothing yet and stands in the text. A map (--map) can say what it is, or list it under `ignore`"
        );
        import.ask(&source.name, 0, "unused-columns", text);
    }
    if pages.is_empty() {
        let text = "no page of Markdown without front matter was found here";
        import.ask(&source.name, 0, "nothing-found", text);
    }
    import
}

fn is_markdown(file: &File) -> bool {
    let ending = file.name().rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| {
        ["md", "markdown"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

fn page<'s>(file: &'s File, import: &mut Import) -> Option<Page<'s>> {
    if !is_markdown(file) {
        let text = match file.name().rsplit_once('.') {
            Some((_, ending)) if ending.eq_ignore_ascii_case("csv") => {
                "a table is not read here; its rows may be the pages beside it, and `--as csv` reads it"
            }
            _ => "this is no page of Markdown; it was left out",
        };
        import.ask(&file.path, 0, "left-out", text);
        return None;
    }
    let (text, bad_line) = file.text();
    if front_matter::split(&text).there {
        let text = "a page with front matter is one of a site; `--as jekyll` reads it";
        import.ask(&file.path, 1, "left-out", text);
        return None;
    }
    if text.trim().is_empty() {
        let text = "the file is empty; it was left out";
        import.ask(&file.path, 1, "left-out", text);
        return None;
    }
    if let Some(line) = bad_line {
        let text = "the file is not UTF-8; what could not be read is shown as �";
        import.ask(&file.path, line, "not-utf8", text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let filled = |from: usize| {
        let mut rest = lines.iter().enumerate().skip(from);
        rest.find(|(_, line)| !line.trim().is_empty())
    };
    let mut at = 0;
    let mut title = None;
    if let Some((number, line)) = filled(0)
        && let Some(words) = line.strip_prefix("# ")
    {
        title = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
        at = number + 1;
    }
    let mut keys = Vec::new();
    if let Some((first, _)) = filled(at) {
        let block = lines.iter().enumerate().skip(first);
        let block: Vec<_> = block
            .take_while(|(_, line)| !line.trim().is_empty())
            .collect();
        let pairs = block.iter().map(|(number, line)| {
            let (key, value) = pair(line)?;
            Some((number + 1, key.to_owned(), value.to_owned()))
        });
        // A paragraph with a colon in it is none.
        if let Some(pairs) = pairs.collect::<Option<Vec<_>>>() {
            keys = pairs;
            at = first + block.len();
        }
    }
    let has_title = title.is_some();
    let mut cells = BTreeMap::new();
    for (_, key, value) in &keys {
        if !value.is_empty() {
            cells.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    keys.retain(|(_, _, value)| !value.is_empty());
    let title = title.unwrap_or_else(|| of_name(file.name()));
    cells.insert(TITLE.to_owned(), title);
    let rest: Vec<&str> = lines.get(at..).unwrap_or_default().to_vec();
    let skipped = rest
        .iter()
        .take_while(|line| line.trim().is_empty())
        .count();
    Some(Page {
        file,
        row: Row::new(1, cells),
        keys,
        text: rest.get(skipped..).unwrap_or_default().join("\n"),
        text_line: at + skipped + 1,
        has_title,
    })
}

/// A line `Key: value`: a key is a few words that begin with a letter.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = key.chars().next().is_some_and(char::is_alphabetic)
        && key.chars().count() <= 40
        && key.split_whitespace().count() <= 4
        && !key.contains(['[', '(', '*', '`', '.', '!', '?']);
    (is_key && (value.is_empty() || value.starts_with(' '))).then(|| (key.trim(), value.trim()))
}

/// The title that a file's name is: Notion puts a number of 32 signs behind it.
fn of_name(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_number = |last: &str| last.len() == 32 && last.chars().all(|c| c.is_ascii_hexdigit());
    match stem.rsplit_once(' ') {
        Some((title, last)) if is_number(last) => title.to_owned(),
        _ => stem.to_owned(),
    }
}
