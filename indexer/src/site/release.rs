//! The list of a release, published as `callboard-release.json` for the next build: which files are part of it, which of the release before
//! stay for pages that are still open, and, from two lists, what a new build changes.
//!
//! A page that is open, or that a browser or a host between keeps for some minutes, asks for files of the release that it
//! is of. Those that are named after their contents therefore stay for one release more, and go with the next.
//! Not here: writing to disk ([`super::publish`]); what a reader's device keeps, of which the page's service worker has a
//! list of its own, shorter and in another form (`release.json`, [`crate::release`]): no reader loads this one.

use super::{Files, is_named_by_content, precompress};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The list's own path.
pub const LIST: &str = "callboard-release.json";

/// Version of the list.
const FORMAT: u32 = 1;

/// Where the catalogue stands in a site as data.
pub const RECORDS: &str = "data/records.json";

/// What is known of a published file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 (FIPS 180-4) of its contents in hexadecimal digits.
    pub sha256: String,
}

impl Entry {
    /// The entry of a file with these contents.
    pub fn of(bytes: &[u8]) -> Entry {
        Entry {
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes)),
        }
    }
}

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16);
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let mut out = String::with_capacity(2 * bytes.len());
    out.extend(digits.filter_map(digit));
    out
}

/// The bytes of a SHA-256 in hexadecimal digits; `None` for what is none.
pub(crate) fn from_hex(digits: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if digits.len() != 2 * out.len() {
        return None;
    }
    let value = |digit: u8| char::from(digit).to_digit(16);
    for (byte, pair) in out.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = (value(*high)? << 4 | value(*low)?) as u8;
    }
    Some(out)
}

/// Files of the release before that stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The release that they are of.
    pub release: String,
    /// The files by path.
    pub files: BTreeMap<String, Entry>,
}

/// A release of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Version of this list.
    format: u32,
    /// A name made of all its files: the same files are the same release.
    pub release: String,
    /// Its files by path, without this list.
    pub files: BTreeMap<String, Entry>,
    /// What stays of the release before; left out where there is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Kept>,
}

impl Release {
    /// The release of these files, with what stays of the last one. Building the same again changes nothing.
    pub fn of(files: BTreeMap<String, Entry>, last: Option<&Release>) -> Release {
        let release = name(&files);
        let kept = match last {
            Some(last) if last.release == release => last.kept.clone(),
            Some(last) => {
                let stays = |path: &str| is_named_by_content(path) && !files.contains_key(path);
                let kept: BTreeMap<String, Entry> = last
                    .files
                    .iter()
                    .filter(|(path, _)| stays(path))
                    .map(|(path, entry)| (path.clone(), entry.clone()))
                    .collect();
                (!kept.is_empty()).then(|| Kept {
                    release: last.release.clone(),
                    files: kept,
                })
            }
            None => None,
        };
        Release {
            format: FORMAT,
            release,
            files,
            kept,
        }
    }

    /// Reads a list; `None` for what is none, or of another version.
    pub fn read(bytes: &[u8]) -> Option<Release> {
        serde_json::from_slice(bytes)
            .ok()
            .filter(|release: &Release| release.format == FORMAT)
    }

    /// The list as it is published.
    ///
    /// # Errors
    /// When memory ends.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Every file that belongs into the folder, the list apart: its own and those that stay.
    pub fn all(&self) -> impl Iterator<Item = (&String, &Entry)> {
        let kept = self.kept.iter().flat_map(|kept| &kept.files);
        self.files.iter().chain(kept)
    }
}

/// Sixteen digits of a hash over paths and contents.
fn name(files: &BTreeMap<String, Entry>) -> String {
    let mut hash = Sha256::new();
    for (path, entry) in files {
        hash.update(path);
        hash.update("\n");
        hash.update(&entry.sha256);
        hash.update("\n");
    }
    let mut name = hex(&hash.finalize());
    name.truncate(16);
    name
}

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

/// Files that a build changed, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangedFiles {
    /// How many the release has, the list included.
    pub total: usize,
    /// Their bytes.
    pub bytes: u64,
    /// New ones.
    pub new: Vec<String>,
    /// Those with other contents under the same name.
    pub changed: Vec<String>,
    /// Those that are not part of it any more: gone, or kept for one release.
    pub removed: Vec<String>,
    /// Those that stay for pages that are open.
    pub kept: Vec<String>,
}

/// What a reader who was there before loads again, up to the first answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Again {
    /// Their bytes as they lie in the folder, before a host compresses them.
    pub bytes: u64,
    /// The files by path.
    pub files: Vec<String>,
}

/// What a build changes for readers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// The new release.
    pub release: String,
    /// The one before; `None` where there was none.
    pub last: Option<String>,
    /// Records, against the last release.
    pub records: Records,
    /// Files, against the last release.
    pub files: ChangedFiles,
    /// What is loaded again.
    pub again: Again,
}

/// What changes from the last release to this one. `texts` are those of its files that [`tells_what_is_loaded`], `records`
/// what it has at [`RECORDS`], `records_before` what the last one had.
pub fn changes(
    texts: &Files,
    release: &Release,
    last: Option<&Release>,
    records: Option<&[u8]>,
    records_before: Option<&[u8]>,
) -> Changes {
    let none = BTreeMap::new();
    let before = last.map_or(&none, |last| &last.files);
    let is_new = |path: &String| !before.contains_key(path);
    let is_changed = |path: &String| {
        before
            .get(path)
            .is_some_and(|before| release.files.get(path) != Some(before))
    };
    let chosen = |wanted: &dyn Fn(&String) -> bool| {
        let paths = release.files.keys().filter(|path| wanted(path));
        paths.cloned().collect::<Vec<String>>()
    };
    let again: Vec<String> = first_visit(texts, &release.files)
        .into_iter()
        .filter(|path| is_new(path) || is_changed(path))
        .collect();
    Changes {
        release: release.release.clone(),
        last: last.map(|last| last.release.clone()),
        records: compared(records, records_before),
        files: ChangedFiles {
            total: release.files.len() + 1,
            bytes: release.files.values().map(|entry| entry.bytes).sum(),
            new: chosen(&is_new),
            changed: chosen(&is_changed),
            removed: before
                .keys()
                .filter(|path| !release.files.contains_key(*path))
                .cloned()
                .collect(),
            kept: release
                .kept
                .iter()
                .flat_map(|kept| kept.files.keys().cloned())
                .collect(),
        },
        again: Again {
            bytes: again
                .iter()
                .filter_map(|path| Some(release.files.get(path)?.bytes))
                .sum(),
            files: again,
        },
    }
}

/// As much of the site's data as is needed to tell records apart.
#[derive(Deserialize)]
struct Data<'d> {
    #[serde(borrow)]
    records: Vec<&'d RawValue>,
}

/// Between two records of data in the form in which it is published: within a text of JSON no line ends.
const BETWEEN: &str = ",\n";

/// The records of data in the form in which it is published, each a line; `None` for data in another.
fn in_lines(data: &[u8]) -> Option<&str> {
    let data = std::str::from_utf8(data).ok()?;
    let (_, records) = data.split_once("\n  \"records\": [\n")?;
    records.strip_suffix("\n  ]\n}\n")
}

/// Some of them by id, of which only the ids are read. `None` where it is another form.
fn named_in_lines(records: &str) -> Option<BTreeMap<String, &str>> {
    let named = |record: &'_ str| -> Option<String> {
        let id = record.strip_prefix("{\"id\":")?;
        let mut values = serde_json::Deserializer::from_str(id).into_iter();
        record.ends_with('}').then(|| values.next()?.ok())?
    };
    let records = records.split(BETWEEN);
    records
        .map(|record| Some((named(record)?, record)))
        .collect()
}

/// Without the records that both begin and end with.
fn without_the_same<'r>(one: &'r str, other: &'r str) -> (&'r str, &'r str) {
    let (a, b) = (one.as_bytes(), other.as_bytes());
    // Long runs that are the same are compared at once.
    const RUN: usize = 1 << 12;
    let runs = a.chunks(RUN).zip(b.chunks(RUN));
    let start = RUN * runs.take_while(|(a, b)| a == b).count();
    let start = start.min(a.len()).min(b.len());
    let same = one.get(..start).and_then(|same| same.rfind(BETWEEN));
    let start = same.map_or(0, |at| at + BETWEEN.len());
    let (Some(one), Some(other)) = (one.get(start..), other.get(start..)) else {
        return (one, other);
    };
    let (a, b) = (one.as_bytes(), other.as_bytes());
    let runs = a.rchunks(RUN).zip(b.rchunks(RUN));
    let end = RUN * runs.take_while(|(a, b)| a == b).count();
    let end = end.min(a.len()).min(b.len());
    // The same text ends both, so that it begins a character in both or in neither.
    let same = |text: &str| {
        let start = (text.len() - end..text.len()).find(|at| text.is_char_boundary(*at))?;
        Some(start + text.get(start..)?.find(BETWEEN)?)
    };
    match (same(one), same(other)) {
        (Some(a), Some(b)) => (&one[..a], &other[..b]),
        _ => (one, other),
    }
}

/// Records by id, as the site's data has them. Nothing where it is no such data.
fn by_id(data: Option<&[u8]>) -> BTreeMap<String, &str> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    let in_lines = data.and_then(|data| named_in_lines(in_lines(data)?));
    if let Some(known) = in_lines {
        return known;
    }
    let data: Option<Data> = data.and_then(|data| serde_json::from_slice(data).ok());
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

fn compared(now: Option<&[u8]>, before: Option<&[u8]>) -> Records {
    let both = now.and_then(in_lines).zip(before.and_then(in_lines));
    let parts = both.and_then(|(now, before)| {
        let total = now.matches(BETWEEN).count() + 1;
        let (now, before) = without_the_same(now, before);
        Some((total, named_in_lines(now)?, named_in_lines(before)?))
    });
    let (total, now, before) = parts.unwrap_or_else(|| {
        let (now, before) = rayon::join(|| by_id(now), || by_id(before));
        (now.len(), now, before)
    });
    let mut records = Records {
        total,
        ..Records::default()
    };
    for (id, record) in &now {
        match before.get(id) {
            None => records.added.push(id.clone()),
            Some(before) if differs(record, before) => records.changed.push(id.clone()),
            Some(_) => {}
        }
    }
    let gone = before.into_keys().filter(|id| !now.contains_key(id));
    records.removed.extend(gone);
    records
}

/// Whether a file's text is needed to tell what a first visit loads: the page, scripts, the pack's manifest.
pub fn tells_what_is_loaded(path: &str) -> bool {
    path == crate::app::PAGE || path.ends_with(".js") || path.ends_with("/callboard.json")
}

/// What a first visit loads up to its first answer: the page, and what it and its scripts name, the pack's manifest and
/// the pack's first file. Feeds are named by the page too, but for other programs.
fn first_visit(texts: &Files, files: &BTreeMap<String, Entry>) -> BTreeSet<String> {
    const LOADED: [&str; 6] = [".js", ".css", ".wasm", ".z", ".cbp", "/callboard.json"];
    let mut found = BTreeSet::from([crate::app::PAGE.to_owned()]);
    let mut unread = vec![crate::app::PAGE.to_owned()];
    let is_loaded = |path: &&String| {
        let loaded = LOADED.iter().any(|ending| path.ends_with(ending));
        loaded && precompress::original(path).is_none()
    };
    let loaded: Vec<&String> = files.keys().filter(is_loaded).collect();
    while let Some(path) = unread.pop() {
        let Some(text) = texts
            .get(&path)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
        else {
            continue;
        };
        for other in &loaded {
            if !found.contains(*other) && names(text, other) {
                found.insert((*other).clone());
                unread.push((*other).clone());
            }
        }
    }
    found
}

/// Whether a text names a file, alone in quotation marks or at the end of an address.
fn names(text: &str, path: &str) -> bool {
    let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        matches!(before, Some('"' | '\'' | '`' | '/')) && matches!(after, Some('"' | '\'' | '`'))
    })
}

#[cfg(test)]
mod tests {
    use super::{BETWEEN, Changes, Entry, Files, RECORDS, Release};
    use crate::outputs::json_list;
    use std::collections::BTreeMap;

    fn release(files: &Files, last: Option<&Release>) -> Release {
        let entries = files.iter();
        let entries = entries.map(|(path, bytes)| (path.clone(), Entry::of(bytes)));
        Release::of(entries.collect(), last)
    }

    fn changes(files: &Files, release: &Release, last: Option<(&Files, &Release)>) -> Changes {
        let data = |files: &Files| files.get(RECORDS).cloned();
        super::changes(
            files,
            release,
            last.map(|(_, last)| last),
            data(files).as_deref(),
            last.and_then(|(files, _)| data(files)).as_deref(),
        )
    }

    fn site(start: &str, chunk: &str, feed: &str, records: &str) -> Files {
        let start = format!("start-{start}.js");
        let chunk = format!("pack/{chunk}.cbp");
        [
            (
                "index.html",
                format!("<a href=\"./{start}\"><a href=\"feeds/all.json\">"),
            ),
            (start.as_str(), "import './engine.js'".to_owned()),
            ("engine.js", "'callboard.json'".to_owned()),
            (
                "pack/callboard.json",
                format!("{{\"first\":\"{}\"}}", &chunk[5..]),
            ),
            (chunk.as_str(), chunk.clone()),
            ("pack/ffffffffffff.cbp", "a later one".to_owned()),
            ("feeds/all.json", feed.to_owned()),
            ("data/records.json", format!("{{\"records\":{records}}}")),
        ]
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.into_bytes()))
        .collect()
    }

    #[test]
    fn what_changed_is_told_and_what_open_pages_need_stays_for_one_release() {
        let records = r#"[{"id":"a","title":"A"},{"id":"b","title":"B"}]"#;
        let one = site("00000000000000aa", "00000000000a", "1", records);
        let first = release(&one, None);
        let all = changes(&one, &first, None);
        assert_eq!((all.records.added.len(), all.files.new.len()), (2, 8));
        assert_eq!(first.kept, None);
        assert_eq!(release(&one, Some(&first)), first);
        assert_eq!(
            Release::read(first.text().unwrap().as_bytes()),
            Some(first.clone())
        );

        let records = r#"[{"id":"b","title":"Be"},{"id":"c","title":"C"}]"#;
        let two = site("00000000000000bb", "00000000000b", "2", records);
        let second = release(&two, Some(&first));
        let found = changes(&two, &second, Some((&one, &first)));
        assert_eq!(found.records.added, ["c"]);
        assert_eq!(found.records.changed, ["b"]);
        assert_eq!(found.records.removed, ["a"]);
        let old = ["pack/00000000000a.cbp", "start-00000000000000aa.js"];
        assert_eq!(found.files.kept, old);
        assert_eq!(found.files.removed, old);
        // The engine did not change, and nobody who reads the page loads a feed or a later chunk.
        assert_eq!(
            found.again.files,
            [
                "index.html",
                "pack/00000000000b.cbp",
                "pack/callboard.json",
                "start-00000000000000bb.js"
            ]
        );

        let third = release(&one, Some(&second));
        let kept: Vec<_> = third.kept.unwrap().files.into_keys().collect();
        assert_eq!(kept, ["pack/00000000000b.cbp", "start-00000000000000bb.js"]);
    }

    #[test]
    fn data_is_read_by_lines_only_in_the_form_in_which_it_is_published() {
        let head = serde_json::json!({"name": {"en": "\n  \"records\": [\n{"}, "records": []});
        let records = [
            r#"{"id":"a","text":"one},\n{\"id\":\"c\"","records":[{}]}"#,
            r#"{"id":"b\"","address":"x"}"#,
        ];
        let frame = json_list::frame(&head, false).unwrap();
        let published = [frame.before, records.join(frame.between), frame.after].concat();
        let in_lines = |data: &str| super::in_lines(data.as_bytes()).map(str::to_owned);
        let by_id_in_lines = |data: &str| {
            let records = in_lines(data)?;
            let named = super::named_in_lines(&records)?.into_iter();
            Some(
                named
                    .map(|(id, record)| (id, record.to_owned()))
                    .collect::<BTreeMap<_, _>>(),
            )
        };
        let by_lines = by_id_in_lines(&published).unwrap();
        assert_eq!(by_lines.keys().collect::<Vec<_>>(), ["a", "b\""]);
        // Laid out for people, as it was published before, and all in one line.
        let value: serde_json::Value = serde_json::from_str(&published).unwrap();
        let pretty = serde_json::to_string_pretty(&value).unwrap() + "\n";
        for other in [pretty, value.to_string()] {
            assert_eq!(by_id_in_lines(&other), None);
            for (id, record) in super::by_id(Some(other.as_bytes())) {
                assert!(!super::differs(&by_lines[&id], record), "{id}");
                assert!(super::differs(&by_lines[&id], "{}"), "{id}");
            }
            let (now, before) = (Some(published.as_bytes()), Some(other.as_bytes()));
            let told = super::compared(now, before);
            assert_eq!((told.total, told.changed.len()), (2, 0));
        }
    }

    /// Of long data only what differs is read, and what is told of it is what is told of all.
    #[test]
    fn what_is_the_same_at_both_ends_changes_nothing() {
        let record = |id: usize, more: &str| {
            let text = format!("año {id} ").repeat(id % 90);
            format!("{{\"id\":\"{id:04}\",\"text\":\"{text}{more}\"}}")
        };
        let data = |records: &[String]| {
            let records = records.join(BETWEEN);
            format!("{{\n  \"records\": [\n{records}\n  ]\n}}\n")
        };
        let all: Vec<String> = (0..600).map(|id| record(id, "")).collect();
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
        ] {
            let mut now = all.clone();
            let more = (0..added).map(|more| match more < removed {
                true => record(at + more, "ñ changed"),
                false => record(at + more, "").replacen("\"0", "\"x0", 1),
            });
            now.splice(at..at + removed, more.collect::<Vec<_>>());
            let (now, before) = (data(&now), data(&all));
            let told = super::compared(Some(now.as_bytes()), Some(before.as_bytes()));
            // Another form of the same data.
            let compact = |text: &str| {
                let value: serde_json::Value = serde_json::from_str(text).unwrap();
                value.to_string()
            };
            let (now, before) = (compact(&now), compact(&before));
            let whole = super::compared(Some(now.as_bytes()), Some(before.as_bytes()));
            assert_eq!(told, whole, "{removed} removed and {added} added at {at}");
            assert_eq!(told.total, 600 + added - removed);
        }
    }

    #[test]
    fn what_is_no_list_of_this_version_is_none() {
        assert_eq!(Release::read(b"{}"), None);
        let list = release(&Files::new(), None).text().unwrap();
        assert!(Release::read(list.as_bytes()).is_some());
        let newer = list.replace("\"format\": 1", "\"format\": 2");
        assert_eq!(Release::read(newer.as_bytes()), None);
    }
}
