//! Times of `when`: whether there are any such.

use crate::draft::Value;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Whether an entry of `when` names a time that there is, in a zone that there is.
pub(super) fn is_occurrence(pairs: &[(String, Value)]) -> bool {
    let text = |key: &str| {
        pairs
            .iter()
            .find(|(have, _)| have == key)
            .and_then(|(_, value)| match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            })
    };
    let zone = match text("zone").map(TimeZone::get) {
        Some(Err(_)) => return false,
        Some(Ok(zone)) => Some(zone),
        None => None,
    };
    let Some(start) = text("start").and_then(moment) else {
        return false;
    };
    let exists = |time: DateTime| {
        zone.as_ref().is_none_or(|zone| {
            !matches!(
                zone.to_ambiguous_zoned(time).offset(),
                jiff::tz::AmbiguousOffset::Gap { .. }
            )
        })
    };
    let end = match text("end") {
        None => return exists(start),
        Some(end) if end.contains(':') && !end.contains('-') => {
            moment(&format!("{} {end}", start.date()))
        }
        Some(end) => moment(end),
    };
    end.is_some_and(|end| {
        let days = text("start").is_some_and(|start| start.len() == 10);
        exists(start) && exists(end) && (end > start || days && end == start)
    })
}

/// `2024-11-07` or `2024-11-07 17:00`.
fn moment(text: &str) -> Option<DateTime> {
    match text.len() {
        10 => Some(
            text.parse::<Date>()
                .ok()?
                .to_datetime(jiff::civil::Time::midnight()),
        ),
        16 => text.parse().ok(),
        _ => None,
    }
}
