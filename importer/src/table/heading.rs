//! Where a CSV file's heading is: spreadsheets often have a title, a date or nothing in the rows above it.

use super::map::Map;
use std::collections::BTreeSet;

/// How far down a heading is looked for.
const ROWS: usize = 12;

/// Where a heading is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) separator: u8,
    /// Lines above it.
    pub(super) above: usize,
    /// What those lines say, with the number of each.
    pub(super) titles: Vec<(usize, String)>,
}

/// The heading of a table: its first line, or the first with several cells, of which one is known, below lines of one
/// cell or none. A line with gaps above one that names more columns groups them, as merged cells do.
pub(super) fn find(text: &str, map: &Map) -> Heading {
    let mut titles: Vec<(usize, String)> = Vec::new();
    for (at, line) in text.lines().take(ROWS).enumerate() {
        let separator = separator(line);
        let said = cells(line, separator);
        if let [only] = said.as_slice() {
            titles.push((at + 1, only.clone()));
        }
        if said.len() < 2 {
            continue;
        }
        let below = text.lines().nth(at + 1).map(|line| cells(line, separator));
        let names_more =
            |below: Vec<String>| known(&below, map) > known(&said, map).max(FEWEST_BELOW_GROUPS);
        if has_gaps(line, separator) && below.is_some_and(names_more) {
            titles.push((at + 1, said.join(", ")));
            continue;
        }
        if !titles.is_empty() && known(&said, map) == 0 {
            break;
        }
        return Heading {
            separator,
            above: at,
            titles,
        };
    }
    let first = text.lines().next().unwrap_or("");
    Heading {
        separator: separator(first),
        above: 0,
        titles: Vec::new(),
    }
}

/// Fewest columns that are known in a line below one that groups them, less one.
const FEWEST_BELOW_GROUPS: usize = 1;

/// How many of these headings a table is known by.
fn known(headings: &[String], map: &Map) -> usize {
    let columns: BTreeSet<&str> = headings.iter().map(String::as_str).collect();
    let map = map.completed(&columns, |_, _| false, |_| false);
    columns.iter().filter(|column| map.uses(column)).count()
}

/// Whether a line has cells in which nothing stands before one in which something does.
fn has_gaps(line: &str, separator: u8) -> bool {
    let mut cells = line.split(char::from(separator)).map(str::trim);
    cells.any(str::is_empty) && cells.any(|cell| !cell.is_empty())
}

/// A comma, a semicolon or a tab, whichever a line has most of.
fn separator(line: &str) -> u8 {
    let count = |mark: u8| line.bytes().filter(|b| *b == mark).count();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|mark| (count(*mark), *mark == b','))
        .unwrap_or(b',')
}

/// The cells of a line in which something stands.
fn cells(line: &str, separator: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .from_reader(line.as_bytes());
    let record = reader.records().next().and_then(Result::ok);
    let cells = record.iter().flatten().map(|cell| cell.trim().to_owned());
    cells.filter(|cell| !cell.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Heading, find};
    use crate::table::map::Map;

    #[track_caller]
    fn check(text: &str, separator: u8, above: usize, titles: &[(usize, &str)]) {
        let titles = titles
            .iter()
            .map(|(line, text)| (*line, (*text).to_owned()));
        let expected = Heading {
            separator,
            above,
            titles: titles.collect(),
        };
        assert_eq!(find(text, &Map::default()), expected, "{text}");
    }

    #[test]
    fn below_titles_and_empty_rows() {
        check("Title,Date\na,b\n", b',', 0, &[]);
        check("\n;;\nTítulo;Fecha\n", b';', 2, &[]);
        let titles = [(1, "Spring, 2024")];
        check("\"Spring, 2024\",,\n,,\nTitle,Date\n", b',', 2, &titles);
        let titles = [(1, "Spring"), (2, "When, Where")];
        check(
            "Spring,,,\n,When,,Where\nEvent,Date,Time,Location\na,b,c,d\n",
            b',',
            2,
            &titles,
        );
        check("Title,,Date\na,b,c\n", b',', 0, &[]);
        // A table of one column, and one of which nothing is known.
        check("Title\na\nb, c\n", b',', 0, &[]);
        check("Spring,,\nFoo,Bar\n", b',', 0, &[]);
        check("Foo,Bar\nTitle,Date\n", b',', 0, &[]);
        check("", b',', 0, &[]);
    }
}
