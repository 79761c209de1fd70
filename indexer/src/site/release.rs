//! The list of a release, published as `callboard-release.json` for the next build: which files are part of it, which of the release before
//! stay for pages that are still open, and, from two lists, what a new build changes.
//!
//! A page that is open, or that a browser or a host between keeps for some minutes, asks for files of the release that it
//! is of. Those that are named after their contents therefore stay for one release more, and go with the next.
//! Not here: writing to disk ([`super::publish`]); what a reader's device keeps, of which the page's service worker has a
//! list of its own, shorter and in another form (`release.json`, [`crate::release`]): no reader loads this one.

use super::records::Records;
use super::{Files, is_named_by_content, precompress};
use crate::hosting::LARGEST;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The list's own path.
pub const LIST: &str = "callboard-release.json";

/// Version of the list.
const FORMAT: u32 = 1;

/// What is known of a published file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its length in bytes.
    pub bytes: u64,
    /// Of its contents.
    pub sha256: Hash,
}

/// A SHA-256 (FIPS 180-4), in the list in hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash(pub [u8; 32]);

impl Entry {
    /// The entry of a file with these contents.
    pub fn of(bytes: &[u8]) -> Entry {
        Entry {
            bytes: bytes.len() as u64,
            sha256: Hash(Sha256::digest(bytes).into()),
        }
    }
}

impl Hash {
    /// Its hexadecimal digits.
    pub fn digits(&self) -> String {
        let digit = |value: u8| char::from_digit(u32::from(value), 16);
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let mut out = String::with_capacity(2 * self.0.len());
        out.extend(digits.filter_map(digit));
        out
    }

    /// The hash with these hexadecimal digits; `None` for what is none.
    pub fn of_digits(digits: &str) -> Option<Hash> {
        let mut out = [0; 32];
        if digits.len() != 2 * out.len() {
            return None;
        }
        let value = |digit: u8| char::from(digit).to_digit(16);
        for (byte, pair) in out.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = (value(*high)? << 4 | value(*low)?) as u8;
        }
        Some(Hash(out))
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.digits())
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        let digits = <&str>::deserialize(deserializer)?;
        Hash::of_digits(digits).ok_or_else(|| D::Error::custom("this is no SHA-256"))
    }
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
                    .map(|(path, entry)| (path.clone(), *entry))
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
}

/// Sixteen digits of a hash over paths and contents.
fn name(files: &BTreeMap<String, Entry>) -> String {
    let mut hash = Sha256::new();
    for (path, entry) in files {
        hash.update(path);
        hash.update("\n");
        hash.update(entry.sha256.digits());
        hash.update("\n");
    }
    let mut name = Hash(hash.finalize().into()).digits();
    name.truncate(16);
    name
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
    /// Those that not every host takes, whatever changed ([`crate::hosting::LARGEST`]).
    pub large: Vec<String>,
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

/// What changes from the last release to this one. `texts` are those of its files that [`tells_what_is_loaded`].
pub fn changes(
    texts: &Files,
    release: &Release,
    last: Option<&Release>,
    records: Records,
) -> Changes {
    let none = BTreeMap::new();
    let before = last.map_or(&none, |last| &last.files);
    let mut files = ChangedFiles {
        total: release.files.len() + 1,
        ..ChangedFiles::default()
    };
    // Both are in order, so they are gone through side by side.
    let mut former = before.iter().peekable();
    for (path, entry) in &release.files {
        while let Some((gone, _)) = former.next_if(|(other, _)| *other < path) {
            files.removed.push(gone.clone());
        }
        match former.next_if(|(other, _)| *other == path) {
            None => files.new.push(path.clone()),
            Some((_, was)) if was != entry => files.changed.push(path.clone()),
            Some(_) => {}
        }
        if entry.bytes > LARGEST {
            files.large.push(path.clone());
        }
        files.bytes += entry.bytes;
    }
    files.removed.extend(former.map(|(gone, _)| gone.clone()));
    if let Some(kept) = &release.kept {
        files.kept.extend(kept.files.keys().cloned());
    }
    let mut again = Again::default();
    for path in first_visit(texts, &release.files) {
        if let Some(entry) = release.files.get(path)
            && before.get(path) != Some(entry)
        {
            again.bytes += entry.bytes;
            again.files.push(path.to_owned());
        }
    }
    Changes {
        release: release.release.clone(),
        last: last.map(|last| last.release.clone()),
        records,
        files,
        again,
    }
}

/// Whether a file's text is needed to tell what a first visit loads: the page, scripts, the pack's manifest.
pub fn tells_what_is_loaded(path: &str) -> bool {
    path == crate::app::PAGE || path.ends_with(".js") || path.ends_with("/callboard.json")
}

/// What a first visit loads up to its first answer: the page, and what it and its scripts name, the pack's manifest and
/// the pack's first file. Feeds are named by the page too, but for other programs.
fn first_visit<'f>(texts: &Files, files: &'f BTreeMap<String, Entry>) -> BTreeSet<&'f str> {
    const LOADED: [&str; 6] = [".js", ".css", ".wasm", ".z", ".cbp", "/callboard.json"];
    let is_loaded = |path: &&String| {
        let loaded = LOADED.iter().any(|ending| path.ends_with(ending));
        loaded && precompress::original(path).is_none()
    };
    let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
    for path in files.keys().filter(is_loaded) {
        let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
        by_name.entry(name).or_default().push(path);
    }
    let mut found = BTreeSet::from([crate::app::PAGE]);
    let mut unread = vec![crate::app::PAGE];
    while let Some(path) = unread.pop() {
        let text = texts.get(path).map(|bytes| std::str::from_utf8(bytes));
        let Some(Ok(text)) = text else { continue };
        for other in names(text).filter_map(|name| by_name.get(name)).flatten() {
            if found.insert(other) {
                unread.push(other);
            }
        }
    }
    found
}

/// What may be the name of a file in a text: what stands alone in quotation marks or at the end of an address.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices(['"', '\'', '`', '/']);
    ends.clone()
        .zip(ends.skip(1))
        .filter_map(|(before, after)| {
            let (start, _) = before;
            let (end, mark) = after;
            text.get(start + 1..end).filter(|_| mark != "/")
        })
}

#[cfg(test)]
mod tests {
    use super::{Changes, Entry, Files, LARGEST, Records, Release};
    use crate::site::records;
    use crate::site::sink::Former;
    use std::io::Cursor;

    fn release(files: &Files, last: Option<&Release>) -> Release {
        let entries = files.iter();
        let entries = entries.map(|(path, bytes)| (path.clone(), Entry::of(bytes)));
        Release::of(entries.collect(), last)
    }

    fn changes(files: &Files, release: &Release, last: Option<(&Files, &Release)>) -> Changes {
        let data = |files: &Files| files.get(records::DATA).cloned().map(Cursor::new);
        let (mut now, mut before) = (data(files), last.and_then(|(files, _)| data(files)));
        let now = now.as_mut().map(|data| data as &mut dyn Former);
        let before = before.as_mut().map(|data| data as &mut dyn Former);
        let records = records::changed(now, before).unwrap();
        super::changes(files, release, last.map(|(_, last)| last), records)
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
    fn what_not_every_host_takes_is_told_of_each_release() {
        let file = |bytes| Entry {
            bytes,
            ..Entry::of(b"")
        };
        let files = [("a", LARGEST), ("b", LARGEST + 1)];
        let files = files.map(|(path, bytes)| (path.to_owned(), file(bytes)));
        let release = Release::of(files.into(), None);
        for last in [None, Some(&release)] {
            let found = super::changes(&Files::new(), &release, last, Records::default());
            assert_eq!(found.files.large, ["b"]);
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
