//! Rows that a table has twice: the same to the last cell is taken once and told; what is only called the same is asked
//! about. Not here: what a catalogue has already.

use super::Row;
use super::map::Map;
use crate::draft::{Draft, Import};
use crate::source::File;
use crate::vocabulary::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of a table so far.
#[derive(Default)]
pub(super) struct Seen<'r> {
    by_origin: BTreeMap<String, &'r Row>,
    /// By title and start, of rows that have both.
    times: BTreeSet<(String, String)>,
    /// Lines of rows that were there already.
    same: Vec<usize>,
}

impl<'r> Seen<'r> {
    /// Whether a row is none of those before; asks about one that is called like another.
    pub(super) fn is_new(
        &mut self,
        draft: &mut Draft,
        file: &File,
        row: &'r Row,
        map: &Map,
    ) -> bool {
        let before = self.by_origin.get(&draft.origin);
        if before.is_some_and(|before| before.cells == row.cells) {
            self.same.push(row.line);
            return false;
        }
        let get = |key: &str| map.value(key, &row.cells);
        let time = get("title").zip(get("when.start"));
        let time = time.map(|(title, start)| (fold(&title), fold(&start)));
        let at_the_time = time.as_ref().is_some_and(|time| self.times.contains(time));
        let asked = match (before, get("id")) {
            (Some(_), Some(id)) => Some(format!("the id “{id}”")),
            _ if at_the_time => Some("that title and start".to_owned()),
            (Some(_), None) => Some("that title".to_owned()),
            (None, _) => None,
        };
        if let Some(what) = asked {
            // Its line is not told: it moves, and the draft would change with it.
            let text = format!(
                "another row has {what}, too, and says other things. Are they one, and which holds?"
            );
            draft.ask(&file.path, row.line, "listed-twice", text);
        }
        self.by_origin.entry(draft.origin.clone()).or_insert(row);
        if let Some(time) = time {
            self.times.insert(time);
        }
        true
    }

    /// Tells of the rows that were there already.
    pub(super) fn ask(&self, file: &File, import: &mut Import) {
        let Some(first) = self.same.first() else {
            return;
        };
        let lines: Vec<String> = self.same.iter().take(10).map(usize::to_string).collect();
        let more = if self.same.len() > 10 { ", …" } else { "" };
        let text = match self.same.len() {
            1 => "the row is the same as one above to the last cell, and was taken once".to_owned(),
            all => {
                let places = match first {
                    0 => String::new(),
                    _ => format!(": lines {}{more}", lines.join(", ")),
                };
                format!(
                    "{all} rows are the same as one above to the last cell, and were taken once{places}"
                )
            }
        };
        import.ask(&file.path, *first, "listed-twice", text);
    }
}
