//! How a table says its hours and days, as the plain ones among its cells show it: `17:30` that `5:30` is in the morning,
//! `11/13/2024` that the month stands first in `11/7/2024`. Not here: what a single cell says.

use super::Row;
use super::map::{DAYS, Map};
use crate::{draft::Import, pattern::constant};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// The habits of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habits {
    /// From 0 to 23: one of its times is `17:30` or `09:00`, so that `5:30` is in the morning.
    whole_hours: bool,
    order: Order,
}

/// Which of two numbers is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    MonthFirst,
    DayFirst,
    Unsaid,
}

/// Keys whose cells have times.
const HOURS: &[&str] = &["when.start", "when.time", "when.end"];

/// A time that only a clock of 24 hours has.
static LONG: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?:^|[\sT])(?:0\d|1[3-9]|2[0-3]):[0-5]\d(?::[0-5]\d)?$"));

/// A time whose hour is a single digit, with nothing behind it.
static SHORT: LazyLock<Regex> = LazyLock::new(|| constant(r"(^|\s)([1-9]:[0-5]\d(?::[0-5]\d)?)$"));

/// A day in numbers with its year behind.
static SLASHES: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(^|[\s;])(\d{1,2})/(\d{1,2})/(\d{4})\b"));

/// The two numbers of a day, where both could be the month and they differ.
fn either(found: &Captures) -> Option<(u8, u8)> {
    let (one, other) = numbers(found)?;
    (one <= 12 && other <= 12 && one != other).then_some((one, other))
}

fn numbers(found: &Captures) -> Option<(u8, u8)> {
    let number = |at: usize| found.get(at)?.as_str().parse::<u8>().ok();
    Some((number(2)?, number(3)?))
}

impl Habits {
    /// The habits of a table. What follows for days from other cells is asked about once.
    pub(super) fn of(rows: &[Row], map: &Map, file: &str, import: &mut Import) -> Habits {
        let cells = |keys: &'static [&str]| {
            rows.iter().flat_map(move |row| {
                keys.iter()
                    .filter_map(|key| Some((row.line, map.value(key, &row.cells)?)))
            })
        };
        let whole_hours = cells(HOURS).any(|(_, cell)| LONG.is_match(cell.trim()));
        let (mut month_first, mut day_first) = (None, None);
        let mut unsure: Vec<(usize, String)> = Vec::new();
        for (line, cell) in cells(DAYS) {
            for found in SLASHES.captures_iter(&cell) {
                let words = || {
                    found
                        .get(0)
                        .map_or("", |all| all.as_str())
                        .trim()
                        .to_owned()
                };
                match numbers(&found) {
                    Some((1..=12, 13..=31)) => month_first = month_first.or(Some(words())),
                    Some((13..=31, 1..=12)) => day_first = day_first.or(Some(words())),
                    _ if either(&found).is_some() => unsure.push((line, words())),
                    _ => {}
                }
            }
        }
        let (order, says, first) = match (month_first, day_first) {
            (Some(says), None) => (Order::MonthFirst, says, "month"),
            (None, Some(says)) => (Order::DayFirst, says, "day"),
            _ => (Order::Unsaid, String::new(), ""),
        };
        if let (Some((line, words)), false) = (unsure.first(), order == Order::Unsaid) {
            let others = match unsure.len() {
                1 => "was",
                2 => "and another day were",
                _ => "and other days were",
            };
            let text = format!(
                "“{words}” {others} read with the {first} first, because “{says}” can be read in no other way. Is that right?"
            );
            import.ask(file, *line, "bad-date", text);
        }
        Habits { whole_hours, order }
    }

    /// Whether a cell's day is read by the table's habits alone.
    pub(super) fn decides(self, cell: &str) -> bool {
        self.order != Order::Unsaid
            && SLASHES
                .captures_iter(cell)
                .any(|found| either(&found).is_some())
    }

    /// A cell in words that leave no doubt, where the table's habits take it away.
    pub(super) fn plain(self, key: &str, cell: String) -> String {
        let cell = match self.whole_hours && key != "when.zone" {
            true => SHORT.replace_all(&cell, "${1}0$2").into_owned(),
            false => cell,
        };
        if self.order == Order::Unsaid || !DAYS.contains(&key) {
            return cell;
        }
        let told = SLASHES.replace_all(&cell, |found: &Captures| {
            let text = |at: usize| found.get(at).map_or("", |part| part.as_str());
            match either(found) {
                Some((one, other)) => {
                    let (month, day) = match self.order {
                        Order::DayFirst => (other, one),
                        _ => (one, other),
                    };
                    format!("{}{}-{month:02}-{day:02}", text(1), text(4))
                }
                None => text(0).to_owned(),
            }
        });
        told.into_owned()
    }
}
