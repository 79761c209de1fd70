//! Which records a release changes, told from the catalogue as both have it as data ([`DATA`]): in the form in which that is
//! published each record is a line, so only the lines between what both begin and what both end with are held and read.
//! Data in another form, such as that of an older version, is read whole.
//!
//! Not here: which files change ([`super::release`]).

use super::sink::Former;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, SeekFrom};

/// Where the catalogue stands in a site as data.
pub const DATA: &str = "data/records.json";

/// Records that a build changed, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Records {
    /// How many are published.
    pub total: usize,
    /// New ones.
    pub added: Vec<String>,
    /// Those that a page shows otherwise than before.
    pub changed: Vec<String>,
    /// Those that are no longer published.
    pub removed: Vec<String>,
}

/// What stands before the first record, a line, and after the last.
const BEFORE: &str = "  \"records\": [\n";
const AFTER: &str = "\n  ]\n}\n";

/// Between two records: within a text of JSON no line ends.
const BETWEEN: &str = ",\n";

/// Bytes that are read and compared at once.
const PIECE: usize = 1 << 16;

/// What changes from the data of the last release to that of this one.
///
/// # Errors
/// When the data cannot be read.
pub fn changed(
    now: Option<&mut dyn Former>,
    before: Option<&mut dyn Former>,
) -> io::Result<Records> {
    let (mut now, mut before) = (now, before);
    if let (Some(now), Some(before)) = (&mut now, &mut before)
        && let Some(of_lines) = of_lines(*now, *before)?
    {
        return Ok(of_lines);
    }
    let (now, before) = (whole(now)?, whole(before)?);
    let (now, before) = (by_id(&now), by_id(&before));
    Ok(compared(now.len(), &now, &before))
}

/// The same of data whose records are lines; `None` where either is another.
fn of_lines(now: &mut dyn Former, before: &mut dyn Former) -> io::Result<Option<Records>> {
    let (Some(mut now), Some(mut before)) = (Lines::of(now)?, Lines::of(before)?) else {
        return Ok(None);
    };
    let total = now.count()?;
    let start = now.same_start(&mut before)?;
    let end = now.same_end(&mut before, start)?;
    let (now, before) = (now.between(start, end)?, before.between(start, end)?);
    let all = now
        .as_deref()
        .and_then(named)
        .zip(before.as_deref().and_then(named));
    Ok(all.map(|(now, before)| compared(total, &now, &before)))
}

/// The lines of data that are records.
struct Lines<'d> {
    data: &'d mut dyn Former,
    /// Where the first begins, and the last ends.
    start: u64,
    end: u64,
}

impl<'d> Lines<'d> {
    /// Those of this data; `None` where it is in another form.
    fn of(data: &'d mut dyn Former) -> io::Result<Option<Lines<'d>>> {
        let length = data.seek(SeekFrom::End(0))?;
        data.rewind()?;
        let mut start = 0;
        let mut head = BufReader::new(&mut *data);
        let mut line = Vec::new();
        while line != BEFORE.as_bytes() {
            line.clear();
            let read = head.read_until(b'\n', &mut line)?;
            if read == 0 {
                return Ok(None);
            }
            start += read as u64;
        }
        let Some(end) = length
            .checked_sub(AFTER.len() as u64)
            .filter(|end| *end >= start)
        else {
            return Ok(None);
        };
        let mut after = Vec::new();
        data.seek(SeekFrom::Start(end))?;
        data.read_to_end(&mut after)?;
        Ok((after == AFTER.as_bytes()).then_some(Lines { data, start, end }))
    }

    fn length(&self) -> u64 {
        self.end - self.start
    }

    /// How many there are.
    fn count(&mut self) -> io::Result<usize> {
        let mut ends = 0;
        let mut piece = vec![0; PIECE];
        let mut at = 0;
        while at < self.length() {
            let piece = self.read(at, PIECE, &mut piece)?;
            ends += piece.iter().filter(|byte| **byte == b'\n').count();
            at += piece.len() as u64;
        }
        Ok(ends + 1)
    }

    /// Reads so many bytes from a place, or as many as there are.
    fn read<'p>(&mut self, at: u64, most: usize, piece: &'p mut [u8]) -> io::Result<&'p [u8]> {
        let length = (self.length() - at).min(most.min(piece.len()) as u64) as usize;
        self.data.seek(SeekFrom::Start(self.start + at))?;
        let piece = piece.get_mut(..length).unwrap_or_default();
        self.data.read_exact(piece)?;
        Ok(piece)
    }

    /// Bytes of whole lines that both begin with.
    fn same_start(&mut self, other: &mut Lines) -> io::Result<u64> {
        let (mut one, mut two) = (vec![0; PIECE], vec![0; PIECE]);
        let shortest = self.length().min(other.length());
        let (mut at, mut lines) = (0, 0);
        while at < shortest {
            let most = (shortest - at).min(PIECE as u64) as usize;
            let one = self.read(at, most, &mut one)?;
            let two = other.read(at, most, &mut two)?;
            let same = match one == two {
                true => most,
                false => one.iter().zip(two).take_while(|(a, b)| a == b).count(),
            };
            let those = one.get(..same).unwrap_or_default();
            if let Some(end) = those.iter().rposition(|byte| *byte == b'\n') {
                lines = at + end as u64 + 1;
            }
            if same < most {
                break;
            }
            at += most as u64;
        }
        Ok(lines)
    }

    /// Bytes of whole lines that both end with, of those behind what they begin with.
    fn same_end(&mut self, other: &mut Lines, start: u64) -> io::Result<u64> {
        let (mut one, mut two) = (vec![0; PIECE], vec![0; PIECE]);
        let shortest = self.length().min(other.length()) - start;
        let (mut at, mut lines) = (0, 0);
        while at < shortest {
            let most = (shortest - at).min(PIECE as u64) as usize;
            let place = |all: u64| all - at - most as u64;
            let one = self.read(place(self.length()), most, &mut one)?;
            let two = other.read(place(other.length()), most, &mut two)?;
            let same = match one == two {
                true => most,
                false => {
                    let both = one.iter().rev().zip(two.iter().rev());
                    both.take_while(|(a, b)| a == b).count()
                }
            };
            let those = one.get(most - same..).unwrap_or_default();
            if let Some(end) = those.iter().position(|byte| *byte == b'\n') {
                lines = at + (same - end - 1) as u64;
            }
            if same < most {
                break;
            }
            at += most as u64;
        }
        Ok(lines)
    }

    /// The lines between two others; `None` where they are no text.
    fn between(&mut self, start: u64, end: u64) -> io::Result<Option<String>> {
        self.data.seek(SeekFrom::Start(self.start + start))?;
        let mut bytes = Vec::new();
        let length = self.length() - start - end;
        (&mut self.data).take(length).read_to_end(&mut bytes)?;
        Ok(String::from_utf8(bytes).ok())
    }
}

/// Some records that are lines by id, of which only the ids are read. `None` where one is none.
fn named(records: &str) -> Option<BTreeMap<String, &str>> {
    let id = |record: &'_ str| -> Option<String> {
        let id = record.strip_prefix("{\"id\":")?;
        let mut values = serde_json::Deserializer::from_str(id).into_iter();
        record.ends_with('}').then(|| values.next()?.ok())?
    };
    let records = records.strip_suffix(BETWEEN).unwrap_or(records);
    let records = records.split(BETWEEN).filter(|record| !record.is_empty());
    records.map(|record| Some((id(record)?, record))).collect()
}

fn whole(data: Option<&mut dyn Former>) -> io::Result<String> {
    let mut text = Vec::new();
    if let Some(data) = data {
        data.rewind()?;
        data.read_to_end(&mut text)?;
    }
    Ok(String::from_utf8(text).unwrap_or_default())
}

/// As much of the data as is needed to tell records apart.
#[derive(Deserialize)]
struct Data<'d> {
    #[serde(borrow)]
    records: Vec<&'d RawValue>,
}

/// Records by id, as data in any form has them. Nothing where it is no such data.
fn by_id(data: &str) -> BTreeMap<String, &str> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    let data: Option<Data> = serde_json::from_str(data).ok();
    let records = data.map(|data| data.records).unwrap_or_default();
    let named = |record: &&'_ RawValue| Some(serde_json::from_str::<Named>(record.get()).ok()?.id);
    records
        .iter()
        .filter_map(|record| Some((named(record)?, record.get())))
        .collect()
}

/// Whether a page shows a record otherwise. Another address of the site changes no record.
fn differs(now: &str, before: &str) -> bool {
    let without = |record: &str| {
        let mut record: Option<Value> = serde_json::from_str(record).ok();
        if let Some(record) = record.as_mut().and_then(Value::as_object_mut) {
            record.remove("address");
        }
        record
    };
    now != before && without(now) != without(before)
}

fn compared(
    total: usize,
    now: &BTreeMap<String, &str>,
    before: &BTreeMap<String, &str>,
) -> Records {
    let mut records = Records {
        total,
        ..Records::default()
    };
    for (id, record) in now {
        match before.get(id) {
            None => records.added.push(id.clone()),
            Some(before) if differs(record, before) => records.changed.push(id.clone()),
            Some(_) => {}
        }
    }
    let gone = before.keys().filter(|id| !now.contains_key(*id));
    records.removed.extend(gone.cloned());
    records
}

#[cfg(test)]
mod tests {
    use super::{AFTER, BETWEEN, Former, PIECE, Records, changed};
    use crate::outputs::json_list;
    use serde_json::{Value, json};
    use std::io::Cursor;

    fn told(now: &str, before: &str) -> Records {
        let (mut now, mut before) = (Cursor::new(now), Cursor::new(before));
        changed(Some(&mut now), Some(&mut before)).unwrap()
    }

    fn whole(records: &[String]) -> String {
        let head = json!({"name": {"en": "\n  \"records\": [\n{"}, "records": []});
        let frame = json_list::frame(&head, records.is_empty()).unwrap();
        [frame.before, records.join(frame.between), frame.after].concat()
    }

    #[test]
    fn it_is_the_form_in_which_data_is_published() {
        let records = ["{}", "[]"].map(str::to_owned);
        let data = whole(&records);
        assert!(data.contains("\n  \"records\": [\n{}"));
        assert!(data.contains(BETWEEN) && data.ends_with(AFTER));
    }

    #[test]
    fn data_in_another_form_says_the_same() {
        let records = [
            r#"{"id":"a","text":"one},\n{\"id\":\"c\"","records":[{}]}"#,
            r#"{"id":"b\"","address":"x"}"#,
        ];
        let published = whole(&records.map(str::to_owned));
        let value: Value = serde_json::from_str(&published).unwrap();
        // Laid out for people, as it was published before, and all in one line.
        let pretty = serde_json::to_string_pretty(&value).unwrap() + "\n";
        let other = published.replace("\"address\":\"x\"", "\"address\":\"y\"");
        for before in [&pretty, &value.to_string(), &other] {
            let told = told(&published, before);
            assert_eq!(told.total, 2);
            assert_eq!((told.added.len(), told.changed.len()), (0, 0));
            assert_eq!(told.removed.len(), 0);
        }
        let other = published.replace("one}", "two}");
        assert_eq!(told(&published, &other).changed, ["a"]);
        for none in ["", "no data", "{\n  \"records\": [\n", "\u{0}"] {
            assert_eq!(told(&published, none).added, ["a", "b\""], "{none}");
            assert_eq!(told(none, &published).removed, ["a", "b\""], "{none}");
        }
        let none: Option<&mut dyn Former> = None;
        let mut data = Cursor::new(&published);
        assert_eq!(changed(Some(&mut data), none).unwrap().added.len(), 2);
        assert_eq!(changed(None, None).unwrap(), Records::default());
    }

    /// Of long data only what differs is read, and what is told of it is what is told of all.
    #[test]
    fn what_is_the_same_at_both_ends_changes_nothing() {
        let record = |id: usize, more: &str| {
            let text = format!("año {id} ").repeat(id % 90);
            format!("{{\"id\":\"{id:04}\",\"text\":\"{text}{more}\"}}")
        };
        let all: Vec<String> = (0..600).map(|id| record(id, "")).collect();
        assert!(whole(&all).len() > 3 * PIECE);
        for (at, removed, added) in [
            (0, 0, 0),
            (0, 1, 0),
            (0, 0, 1),
            (0, 1, 1),
            (300, 2, 2),
            (300, 0, 1),
            (300, 1, 0),
            (599, 1, 1),
            (599, 1, 0),
            (600, 0, 1),
            (0, 600, 1),
            (1, 599, 0),
            (0, 600, 0),
        ] {
            let mut now = all.clone();
            let more = (0..added).map(|more| match more < removed {
                true => record(at + more, "ñ changed"),
                false => record(at + more, "").replacen("\"0", "\"x0", 1),
            });
            now.splice(at..at + removed, more.collect::<Vec<_>>());
            // Another form of the same data.
            let compact = |text: &str| {
                let value: Value = serde_json::from_str(text).unwrap();
                value.to_string()
            };
            let data = (whole(&now), whole(&all));
            for (now, before) in [(&data.0, &data.1), (&data.1, &data.0)] {
                let said = told(now, before);
                assert_eq!(
                    said,
                    told(&compact(now), &compact(before)),
                    "{removed} removed and {added} added at {at}"
                );
            }
            assert_eq!(told(&data.0, &data.1).total, 600 + added - removed);
        }
    }
}
