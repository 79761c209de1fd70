//! What an editor should look at again at some moment: what nobody has looked at for long, what is over without a
//! recording, what ends soon.
//!
//! Not here: mistakes ([`crate::catalog`]), links that lead nowhere ([`crate::links`]).

use crate::catalog::Catalog;
use crate::fields::when::partial_start;
use crate::record::Record;
use crate::resolve::resolve;
use callboard_model::ActionKind;

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// A record to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its file, relative to the catalogue's folder.
    pub file: String,
    /// The line with its title, from 1.
    pub line: u32,
    /// The date that it is listed for, as the record has it: when it was looked at, or its last day. None where nobody
    /// has looked at it.
    pub date: Option<String>,
    /// Whole days between that date and the moment, whichever is later.
    pub days: Option<i64>,
}

/// What to look at, each list with the most urgent first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// Published records that nobody has looked at for so many days, those that nobody ever has looked at last. What is
    /// over is left out: it does not change any more.
    pub unchecked: Vec<Stale>,
    /// Events and trainings that are over, and nothing can be seen or heard of them.
    pub without_recording: Vec<Stale>,
    /// Events, trainings and campaigns that end within so many days.
    pub ending: Vec<Stale>,
}

/// Lists what to look at. `now` is in minutes since 1970; `days` is how long a look lasts; `soon` is how many days ahead an
/// end is soon.
pub fn lists(catalog: &Catalog, now: i64, days: u32, soon: u32) -> Lists {
    let resolved = resolve(catalog);
    let mut lists = Lists::default();
    for published in &resolved.records {
        let Some(record) = catalog.records.get(&published.id) else {
            continue;
        };
        let end = published.occurrences.iter().map(|(_, end)| *end).max();
        let over = end.is_some_and(|end| end <= now);
        let checked = record.checked.as_ref().and_then(|date| {
            let start = partial_start(date, &catalog.settings.zone)?;
            Some((date.0.clone(), start))
        });
        match checked {
            _ if over => {}
            None => lists.unchecked.push(stale(record, None, None)),
            Some((date, start)) => {
                let age = (now - start).div_euclid(DAY);
                if age >= i64::from(days) {
                    lists.unchecked.push(stale(record, Some(date), Some(age)));
                }
            }
        }
        let Some(end) = end else { continue };
        if over {
            if record.kind.is_scheduled() && !published.has_recording && !can_be_seen(record) {
                let ago = (now - end).div_euclid(DAY);
                lists
                    .without_recording
                    .push(stale(record, last_day(record), Some(ago)));
            }
        } else if end - now <= i64::from(soon) * DAY {
            let left = (end - now).div_euclid(DAY);
            lists
                .ending
                .push(stale(record, last_day(record), Some(left)));
        }
    }
    let oldest = |stale: &Stale| (stale.days.is_none(), stale.days.map(std::cmp::Reverse));
    lists.unchecked.sort_by_key(oldest);
    // What has just ended is the likeliest to get a recording, and what ends first is the most urgent.
    lists.without_recording.sort_by_key(|stale| stale.days);
    lists.ending.sort_by_key(|stale| stale.days);
    lists
}

/// Whether the record itself leads to something to watch or to listen to.
fn can_be_seen(record: &Record) -> bool {
    record.actions.iter().any(|(action, _)| {
        matches!(action.kind, ActionKind::Watch | ActionKind::Listen) && action.href().is_some()
    })
}

/// The last day or moment of a record, as it is written.
fn last_day(record: &Record) -> Option<String> {
    let span = record.span.as_ref().map(|span| (span.end, &span.to));
    let occurrences = record
        .when
        .iter()
        .map(|when| (when.end, when.local_end.as_ref().unwrap_or(&when.local)));
    let last = occurrences.chain(span).max_by_key(|(end, _)| *end)?;
    Some(last.1.clone())
}

fn stale(record: &Record, date: Option<String>, days: Option<i64>) -> Stale {
    Stale {
        id: record.id.clone(),
        title: record.title.value.clone(),
        file: record.file.clone(),
        line: record.title.place.line,
        date,
        days,
    }
}
