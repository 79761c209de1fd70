//! What calendars know the dates of a record by: the same in the calendars that are published and in the file that the
//! page makes, so that who has both has each date once.
//!
//! Made of the id that the record had first and of the catalogue's name in its first language, so that neither a renamed
//! record nor another build makes another entry of it. Not here: what else stands in a calendar (`outputs::calendar`).

use crate::record::Record;
use crate::settings::Settings;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Of the times of a record, in their order, then of its span.
pub fn of(record: &Record, settings: &Settings) -> Vec<String> {
    let first = record.former_ids.first();
    let id = first.map_or(&record.id, |former| &former.value);
    let language = settings.languages.first();
    let name = language.and_then(|first| settings.name.get(first));
    let name = name.filter(|name| !name.is_empty());
    let letters = name.map_or("Callboard", |name| name).chars();
    let at: String = letters
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    // A name in other letters than Latin ones is as much a name.
    let at = match (name, at.is_empty()) {
        (Some(name), true) => Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
            .simple()
            .to_string(),
        _ => at,
    };
    let mut days = BTreeSet::new();
    let times = record.when.iter().map(|occurrence| {
        let digits = occurrence.local.chars().filter(char::is_ascii_digit);
        let first: String = digits.collect();
        let (day, time) = first.split_at_checked(8).unwrap_or((&first, ""));
        // The second of one day needs its time too; the first keeps its UID whatever comes after it.
        match days.insert(day.to_owned()) {
            true => format!("{id}-{day}@{at}"),
            false => format!(
                "{id}-{day}T{time}{}@{at}",
                occurrence.zone.replace('/', "-")
            ),
        }
    });
    let mut all: Vec<String> = times.collect();
    if let Some(span) = &record.span {
        all.push(format!("{id}-{}-span@{at}", span.from.replace('-', "")));
    }
    all
}
