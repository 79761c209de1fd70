//! Tables: CSV with a heading line, and JSON lines; each row a draft.
//!
//! A map says which column is which key of a record ([`map`]); without one the usual names of columns are
//! recognized. Not here: Open Referral's tables, whose columns are known.

mod habits;
mod heading;
mod json;
pub(crate) mod lines;
pub mod map;
pub mod pages;
mod proposal;
mod quotes;
mod reach;
mod twice;
mod usual;
mod when;

use crate::body;
use crate::day;
use crate::draft::{Draft, Import, Value};
use crate::json::Repeated;
use crate::language;
use crate::slug::slug;
use crate::source::{File, Source};
use crate::vocabulary::{Vocabulary, fold};
use habits::Habits;
use map::Map;
use std::collections::{BTreeMap, BTreeSet};

/// A row: what each column says, and the line it begins on.
#[derive(Clone)]
struct Row {
    line: usize,
    cells: BTreeMap<String, String>,
    /// What it says twice, of which the last alone stands in the cells.
    twice: Vec<Repeated>,
}

impl Row {
    fn new(line: usize, cells: BTreeMap<String, String>) -> Row {
        let twice = Vec::new();
        Row { line, cells, twice }
    }
}

/// Reads CSV files. What separates cells is a comma, a semicolon or a tab, whichever the heading has most of;
/// what stands above the heading is asked about.
pub fn csv(source: &Source, map: &Map, vocabulary: &Vocabulary) -> Import {
    read(source, map, vocabulary, |file, text, import| {
        csv_rows(file, text, map, import)
    })
}

/// Reads files with a JSON object on each line.
pub fn json_lines(source: &Source, map: &Map, vocabulary: &Vocabulary) -> Import {
    read(source, map, vocabulary, json::rows)
}

fn read(
    source: &Source,
    map: &Map,
    vocabulary: &Vocabulary,
    rows: impl Fn(&File, &str, &mut Import) -> Vec<Row>,
) -> Import {
    let mut import = Import::default();
    for file in &source.files {
        let (mut text, bad_line) = file.text();
        if let Some(line) = bad_line {
            // As Excel saves a table that is not asked for as UTF-8.
            let told = match file.text_of_windows() {
                Some(of_windows) => {
                    text = of_windows;
                    "the file is not UTF-8 and was read as Windows-1252. Are its letters with accents right? If not, save the table as UTF-8"
                }
                None => {
                    "the file is not UTF-8; what could not be read is shown as �. Save the table as UTF-8"
                }
            };
            import.ask(&file.path, line, "not-utf8", told);
        }
        let rows = rows(file, &text, &mut import);
        let columns: BTreeSet<&str> = rows
            .iter()
            .flat_map(|row| row.cells.keys().map(String::as_str))
            .collect();
        let both = |one: &str, other: &str| {
            rows.iter()
                .any(|row| row.cells.contains_key(one) && row.cells.contains_key(other))
        };
        let is_told = map.names_columns();
        let are_times = |column: &str| {
            let mut cells = rows
                .iter()
                .filter_map(|row| row.cells.get(column))
                .peekable();
            cells.peek().is_some() && cells.all(|cell| day::time(cell).is_some())
        };
        let map = map.completed(&columns, both, are_times);
        let unused: Vec<&str> = columns
            .iter()
            .copied()
            .filter(|column| !map.uses(column))
            .collect();
        if !unused.is_empty() && !rows.is_empty() {
            let mut text = format!(
                "these columns mean nothing yet: {}. A map (--map) can say what they are, or list them under `ignore`",
                unused.join(", ")
            );
            if let Some(proposed) = proposal::of(&map, &unused).filter(|_| !is_told) {
                text.push_str(&format!(
                    ". If their headings mean what they seem to, the lines of that map are {proposed}"
                ));
            }
            import.ask(&file.path, 1, "unused-columns", text);
        }
        for column in map.missing(&columns) {
            import.ask(
                &file.path,
                1,
                "no-column",
                format!("the map names a column “{column}” that the table does not have"),
            );
        }
        // A row of which nothing is known would be a draft of nothing, and so would one that may have a name in a column that
        // means nothing yet.
        let says_what = ["title", "summary", "body", "id"];
        let is_nameless = !is_told && !says_what.iter().any(|key| map.has(key));
        if (unused.len() == columns.len() || is_nameless && !unused.is_empty()) && !rows.is_empty()
        {
            let lacks = match unused.len() == columns.len() {
                true => "no column is known",
                false => "no column is known that says what a row is called",
            };
            let text = format!(
                "{lacks}, so none of the {} rows was imported: say with a map (--map) what the columns are",
                rows.len()
            );
            import.ask(&file.path, 1, "nothing-found", text);
            continue;
        }
        for (passed, first, line, count) in map.passed_over(&rows) {
            let times = match count {
                1 => "here".to_owned(),
                all => format!("here and in {} other rows", all - 1),
            };
            let text = format!(
                "“{passed}” was passed over {times}, because “{first}” has something else for the same key"
            );
            import.ask(&file.path, line, "unused-columns", text);
        }
        let habits = Habits::of(&rows, &map, &file.path, &mut import);
        let any_start = rows
            .iter()
            .any(|row| map.value("when.start", &row.cells).is_some());
        let own = Own::of(&rows, file, &map);
        let mut seen = twice::Seen::default();
        for row in &rows {
            let mut draft = draft(file, row, (&map, habits), (&own, vocabulary));
            for repeated in &row.twice {
                draft.ask(
                    &file.path,
                    repeated.line,
                    "listed-twice",
                    repeated.question(),
                );
            }
            if any_start {
                when::ask_of_none(&mut draft, file, row, &map);
            }
            if seen.is_new(&mut draft, file, row, &map) {
                import.drafts.push(draft);
            }
        }
        seen.ask(file, &mut import);
        if rows.is_empty() {
            import.ask(&file.path, 1, "nothing-found", "the table has no rows");
        }
    }
    import
}

fn csv_rows(file: &File, text: &str, map: &Map, import: &mut Import) -> Vec<Row> {
    let heading = heading::find(text, map);
    let separator = heading.separator;
    for (line, title) in &heading.titles {
        let text = format!("“{title}” stands above the heading of the table and was left out");
        import.ask(&file.path, *line, "left-out", text);
    }
    // Empty lines in their place, so that the rows keep their numbers.
    let below: String = text
        .split_inclusive('\n')
        .enumerate()
        .map(|(at, line)| if at < heading.above { "\n" } else { line })
        .collect();
    let (text, unclosed) = quotes::closed(&below, separator);
    if let Some(line) = unclosed.first() {
        let others = match unclosed.len() {
            1 => String::new(),
            all => format!("; the same is so in {} other places", all - 1),
        };
        let text = format!(
            "a quotation mark that opens a cell in this line has no end, and was taken for a part of the cell{others}. Are the rows right?"
        );
        import.ask(&file.path, *line, "bad-row", text);
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers: Vec<String> = match reader.headers() {
        Ok(headers) => distinct(headers.iter()),
        Err(error) => {
            import.ask(
                &file.path,
                1,
                "bad-row",
                format!("the heading cannot be read: {error}"),
            );
            return Vec::new();
        }
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = lines::line_of(error.position(), &text);
                import.ask(
                    &file.path,
                    line,
                    "bad-row",
                    format!("the row cannot be read: {error}"),
                );
                continue;
            }
        };
        let line = lines::line_of(record.position(), &text);
        let beyond: Vec<&str> = record.iter().skip(headers.len()).map(str::trim).collect();
        if beyond.iter().any(|cell| !cell.is_empty()) {
            let text = format!(
                "the row has {} cells and the heading {}; what is beyond it was left out: “{}”",
                record.len(),
                headers.len(),
                beyond.join("”, “")
            );
            import.ask(&file.path, line, "bad-row", text);
        }
        let cells: BTreeMap<String, String> = headers
            .iter()
            .zip(record.iter())
            .filter(|(_, cell)| !cell.trim().is_empty())
            .map(|(name, cell)| (name.clone(), without_apostrophe(cell.trim()).to_owned()))
            .collect();
        // Spreadsheets end with empty rows.
        if !cells.is_empty() {
            rows.push(Row::new(line, cells));
        }
    }
    rows
}

/// A cell without the apostrophe that keeps spreadsheets from calculating it: `'+1 844 683 2669`, `'=`.
fn without_apostrophe(cell: &str) -> &str {
    let is_formula = |rest: &&str| {
        let signs = rest.trim_start_matches('\'');
        signs.starts_with(['=', '+', '-', '@', '\t', '\r'])
    };
    cell.strip_prefix('\'').filter(is_formula).unwrap_or(cell)
}

/// What columns are called, each another name: `title (2)` for a second title, `column 3` for one that has no heading.
fn distinct<'h>(headers: impl Iterator<Item = &'h str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, header) in headers.enumerate() {
        let own = match header.trim() {
            "" => format!("column {}", at + 1),
            name => name.to_owned(),
        };
        let mut name = own.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{own} ({number})");
            number += 1;
        }
        names.push(name);
    }
    names
}

/// What a draft of a row is known by when the table is imported again. Rows move when a table is sorted; what they are
/// called stays.
fn origin(file: &File, row: &Row, map: &Map) -> String {
    let get = |key: &str| map.value(key, &row.cells);
    let title = get("title").map(|title| body::plain(&title));
    let origin = match (get("id"), title) {
        (Some(id), _) => format!("{}#{id}", file.path),
        (None, Some(title)) => format!(
            "{}#{title} {}",
            file.path,
            get("when.start").unwrap_or_default()
        ),
        (None, None) => format!("{}#row {}", file.path, row.line),
    };
    origin.trim().to_owned()
}

/// Organizations and series that have rows of their own in the table, as what is published by Callboard has them: the draft
/// that each name means.
#[derive(Default)]
struct Own {
    organizations: BTreeMap<String, String>,
    series: BTreeMap<String, String>,
}

impl Own {
    fn of(rows: &[Row], file: &File, map: &Map) -> Own {
        let mut own = Own::default();
        for row in rows {
            let get = |key: &str| map.value(key, &row.cells);
            let names = match get("kind").as_deref() {
                Some("organization") => &mut own.organizations,
                Some("series") => &mut own.series,
                _ => continue,
            };
            let aliases = get("aliases").map(|aliases| map.split(&aliases));
            let all = [get("id"), get("title")].into_iter().flatten();
            for name in all.chain(aliases.into_iter().flatten()) {
                names
                    .entry(fold(&name))
                    .or_insert_with(|| origin(file, row, map));
            }
        }
        own
    }
}

fn draft(
    file: &File,
    row: &Row,
    (map, habits): (&Map, Habits),
    (own, vocabulary): (&Own, &Vocabulary),
) -> Draft {
    let get = |key: &str| map.value(key, &row.cells);
    let day = |key: &str| Some(habits.plain(key, get(key)?));
    let title = get("title").map(|title| body::plain(&title));
    // A number that a program gave is no name, and no address that anybody would read out.
    let named = get("id").filter(|id| title.is_none() || !is_opaque(id));
    let name = named.or(title.clone()).unwrap_or("row".to_owned());
    let mut draft = Draft::new(slug(&name), origin(file, row, map));
    draft.place = (file.path.clone(), row.line);
    match get("kind") {
        Some(kind) => draft.set("kind", Value::Text(kind)),
        None if get("when.start").is_some() => draft.set("kind", Value::text("event")),
        None => {}
    }
    if let Some(title) = title {
        draft.set("title", Value::Text(title));
    }
    for key in map::TEXTS {
        if let Some(text) = get(key) {
            draft.set(key, Value::Text(body::plain(&text)));
        }
    }
    for key in map::LISTS {
        if let Some(text) = get(key) {
            let mut members = of_relation(&text).unwrap_or_else(|| map.split(&text));
            if map::FACETS.contains(key) || *key == "languages" {
                // A comma parts names unless it stands in one.
                let is_whole =
                    |name: &String| !name.contains(',') || vocabulary.value(key, name).is_some();
                members = members
                    .into_iter()
                    .flat_map(|name| match is_whole(&name) {
                        true => vec![name],
                        false => name.split(',').map(|part| part.trim().to_owned()).collect(),
                    })
                    // A dash keeps the place of what is not said.
                    .filter(|name| !name.is_empty() && name != "-")
                    .collect();
            }
            if *key == "languages" {
                members = members
                    .into_iter()
                    .map(|name| language::named(&name).map_or(name.clone(), str::to_owned))
                    .collect();
            }
            draft.set(key, Value::texts(members));
        }
    }
    if let Some(text) = get("body") {
        let read = body::from_text(&text, row.line, None);
        draft.body = read.markdown;
        for (line, code, text) in read.asked {
            draft.ask(&file.path, line, code, text);
        }
    }
    if let Some(place) = get("where") {
        if reach::is_address(&place) {
            let join = [
                ("do", Value::text("join")),
                ("url", Value::Text(reach::whole(&place))),
            ];
            draft.push("actions", Value::map(join));
        } else {
            let place = body::from_text(&place, row.line, None).markdown;
            draft.body = format!("Where: {}\n\n{}", place.trim(), draft.body);
        }
    }
    if let Some(cell) = get("link") {
        link(&mut draft, file, row, &cell);
    }
    if let Some(words) = day("published") {
        match day::day(&words) {
            Some(day) => draft.set("published", Value::Text(day)),
            None => draft.ask(
                &file.path,
                row.line,
                "bad-date",
                format!(
                    "“{words}” is no date that can be read without doubt. When was it published?"
                ),
            ),
        }
    }
    if let Some(number) = get("order") {
        match number.parse::<i64>() {
            Ok(order) if order > 0 => draft.set("order", Value::Number(order)),
            _ => draft.ask(
                &file.path,
                row.line,
                "bad-number",
                format!("“{number}” is no number from 1"),
            ),
        }
    }
    when::put(&mut draft, file, row, (map, habits), vocabulary);
    if map::DAYS
        .iter()
        .filter_map(|key| get(key))
        .any(|cell| habits.decides(&cell))
    {
        draft.inferred("Which number is the month follows from other dates of the table.");
    }
    span(&mut draft, file, row, (map, habits));
    organizations(&mut draft, file, row, map, (own, vocabulary));
    series(&mut draft, file, row, map, (own, vocabulary));
    for name in get("people")
        .iter()
        .flat_map(|names| of_relation(names).unwrap_or_else(|| map.split(names)))
    {
        if name.contains([',', '&']) || name.contains(" and ") || name.contains(" y ") {
            let text = format!(
                "“{name}” was taken for the name of one person. Of several, each has an entry of its own in `people`"
            );
            draft.ask(&file.path, row.line, "split", text);
        }
        draft.push(
            "people",
            Value::map([("name", Value::Text(name)), ("role", Value::text("author"))]),
        );
    }
    for (verb, cell) in map.actions(&row.cells) {
        for action in reach::actions(&verb, &cell, map) {
            draft.push("actions", action);
        }
    }
    draft
}

/// Whether an id has no words: a number, or a UUID.
fn is_opaque(id: &str) -> bool {
    let is_uuid = id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    is_uuid || !id.chars().any(char::is_alphabetic)
}

/// The address of the thing itself; of several the first, and the others as further links.
fn link(draft: &mut Draft, file: &File, row: &Row, cell: &str) {
    let addresses = reach::addresses(cell);
    let [first, others @ ..] = addresses.as_slice() else {
        return;
    };
    if others.is_empty() || !addresses.iter().all(|address| reach::is_address(address)) {
        let words = cell.split_whitespace().count() > 1;
        // Browsers take words behind an address for a part of it.
        let text =
            format!("“{cell}” is no address of a web page and nothing else. Which is the link?");
        match words && reach::whole(first).starts_with("http") {
            true => draft.ask(&file.path, row.line, "bad-address", text),
            false => draft.set("link", Value::Text(reach::whole(cell))),
        }
        return;
    }
    draft.set("link", Value::Text(reach::whole(first)));
    for other in others {
        let link = [
            ("label", Value::text(*other)),
            ("url", Value::Text(reach::whole(other))),
        ];
        draft.push("links", Value::map(link));
    }
    let text = format!(
        "“{cell}” are {} addresses; the first was taken for the link. Which is it?",
        addresses.len()
    );
    draft.ask(&file.path, row.line, "bad-address", text);
}

/// The days that a campaign runs.
fn span(draft: &mut Draft, file: &File, row: &Row, (map, habits): (&Map, Habits)) {
    let get = |key: &str| Some(habits.plain(key, map.value(key, &row.cells)?));
    let day = |text: &String| crate::day::day(text).filter(|day| day.len() == 10);
    let (from, to) = (get("span.from"), get("span.to"));
    match (from.as_ref().and_then(day), to.as_ref().and_then(day)) {
        (Some(from), Some(to)) => {
            let days = [("from", Value::Text(from)), ("to", Value::Text(to))];
            draft.set("span", Value::map(days));
        }
        _ if from.is_none() && to.is_none() => {}
        _ => {
            let said = |text: Option<String>| text.unwrap_or("nothing".to_owned());
            let text = format!(
                "from “{}” to “{}” are no two days that can be read without doubt",
                said(from),
                said(to)
            );
            draft.ask(&file.path, row.line, "bad-date", text);
        }
    }
}

/// The names of pages that a cell of Notion refers to, which it writes with their addresses: `A (https://www.notion.so/…), B (…)`.
fn of_relation(cell: &str) -> Option<Vec<String>> {
    const ADDRESS: &str = "(https://www.notion.so/";
    let mut names = Vec::new();
    let mut rest = cell;
    while let Some((name, behind)) = rest.split_once(ADDRESS) {
        names.push(name.trim_matches([',', ' ']).to_owned());
        rest = behind.split_once(')')?.1;
    }
    (!names.is_empty() && rest.trim().is_empty()).then_some(names)
}

/// The series that a row is in, and its part.
fn series(
    draft: &mut Draft,
    file: &File,
    row: &Row,
    map: &Map,
    (own, vocabulary): (&Own, &Vocabulary),
) {
    let (name, part) = (
        map.value("series", &row.cells),
        map.value("part", &row.cells),
    );
    let known = name.as_ref().and_then(|name| {
        let drafted = || own.series.get(&fold(name)).cloned().map(Value::Draft);
        vocabulary.series(name).map(Value::text).or_else(drafted)
    });
    let mut ask = |code: &'static str, text: String| draft.ask(&file.path, row.line, code, text);
    let number = part.as_ref().and_then(|part| part.parse::<i64>().ok());
    match (&name, &part) {
        (Some(name), _) if known.is_none() => {
            let part = part.as_ref().map(|part| format!(" (part {part})"));
            let part = part.unwrap_or_default();
            ask(
                "unknown-value",
                format!("“{name}”{part} is no series of the catalogue"),
            );
        }
        (Some(_), Some(part)) if number.is_none_or(|number| number < 1) => {
            ask(
                "bad-number",
                format!("“{part}” is no number of a part from 1"),
            );
        }
        (None, Some(part)) => ask("unknown-keys", format!("part “{part}” of which series?")),
        _ => {}
    }
    if let Some(id) = known {
        let mut keys = vec![("id".to_owned(), id)];
        let number = number.filter(|number| *number > 0);
        keys.extend(number.map(|number| ("part".to_owned(), Value::Number(number))));
        draft.set("series", Value::Map(keys));
    }
}

fn organizations(
    draft: &mut Draft,
    file: &File,
    row: &Row,
    map: &Map,
    (own, vocabulary): (&Own, &Vocabulary),
) {
    for name in map
        .value("hosts", &row.cells)
        .iter()
        .flat_map(|names| of_relation(names).unwrap_or_else(|| map.split(names)))
    {
        let drafted = || {
            own.organizations
                .get(&fold(&name))
                .cloned()
                .map(Value::Draft)
        };
        match vocabulary
            .organization(&name)
            .map(Value::text)
            .or_else(drafted)
        {
            Some(id) => draft.push("hosts", id),
            None => draft.ask(
                &file.path,
                row.line,
                "host-unknown",
                format!("“{name}” is no organization of the catalogue"),
            ),
        }
    }
}
