//! What files of records said when they were read last need not be read again: each record with a hash of all that it was
//! read from, which is the settings, the file's path and its text. Where that is the same the record is, because reading
//! looks at nothing else.
//!
//! Only records in whose files nothing was found are kept: what an editor should know is told anew each time. They are kept in
//! one file from build to build ([`crate::cache`]); one that is damaged or of another `callboard` is not read. Not here:
//! whether records fit together, which is looked at each time ([`super`]).

use crate::cache::{self, Key};
use crate::record::Record;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

/// What a record is known by: all that it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Source(Key);

impl Source {
    /// Of a file and its text, by settings with this text.
    pub(super) fn of(settings: &str, file: &str, text: &str) -> Source {
        Source(cache::key_of([settings, file, text].map(str::as_bytes)))
    }
}

/// Records as they are kept: of each its source, its length (four bytes, the lowest first) and its bytes.
#[derive(Debug, Default)]
pub struct Kept {
    bytes: Vec<u8>,
    places: HashMap<Source, Range<usize>>,
}

impl Kept {
    /// What the last build left in a file; nothing where there is none, or none that can be used.
    pub fn read(file: &Path) -> Kept {
        let bytes = fs::read(file).ok();
        bytes.and_then(Kept::of).unwrap_or_default()
    }

    fn of(bytes: Vec<u8>) -> Option<Kept> {
        let whole = cache::unsealed(&bytes)?;
        let mut places = HashMap::new();
        let mut rest = whole;
        while !rest.is_empty() {
            let (source, after) = rest.split_first_chunk::<16>()?;
            let (length, after) = after.split_first_chunk::<4>()?;
            let length = u32::from_le_bytes(*length) as usize;
            let start = whole.len() - after.len();
            rest = after.get(length..)?;
            places.insert(Source(*source), start..start + length);
        }
        Some(Kept { bytes, places })
    }

    fn get(&self, source: &Source) -> Option<&[u8]> {
        self.bytes.get(self.places.get(source)?.clone())
    }

    /// The record that was read from this.
    pub(super) fn record(&self, source: &Source) -> Option<Record> {
        bitcode::decode(self.get(source)?).ok()
    }
}

/// What the next build need not read.
#[derive(Debug, Default)]
pub struct Sources {
    kept: Kept,
    /// What records were read from, and their ids.
    all: Vec<(Source, String)>,
}

impl Sources {
    /// None yet, after those that the last build kept.
    pub(super) fn after(kept: Kept) -> Sources {
        Sources {
            kept,
            all: Vec::new(),
        }
    }

    /// The record with this id was read from this.
    pub(super) fn keep(&mut self, source: Source, id: &str) {
        self.all.push((source, id.to_owned()));
    }

    /// Keeps these records, in one step, unless the last build kept the same.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save<'r>(
        &self,
        record: impl Fn(&str) -> Option<&'r Record>,
        file: &Path,
    ) -> io::Result<()> {
        let is_kept = |(source, _): &(Source, String)| self.kept.places.contains_key(source);
        if self.all.len() == self.kept.places.len() && self.all.iter().all(is_kept) {
            return Ok(());
        }
        let mut out = Vec::with_capacity(self.kept.bytes.len() * 33 / 32);
        let mut put = |source: &Source, bytes: &[u8]| {
            out.extend_from_slice(&source.0);
            out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
            out.extend_from_slice(bytes);
        };
        let mut buffer = bitcode::Buffer::new();
        for (source, id) in &self.all {
            if let Some(bytes) = self.kept.get(source) {
                put(source, bytes);
            } else if let Some(record) = record(id) {
                put(source, buffer.encode(record));
            }
        }
        cache::write(file, &cache::sealed(out))
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;
    use crate::catalog::{Catalog, read, read_after};
    use std::fs;
    use std::path::Path;

    /// Reads the catalogue in a folder with what is kept in a file, says how many records were not kept, and keeps them.
    fn again(folder: &Path, file: &Path) -> (Catalog, usize) {
        let (catalog, _, sources) = read_after(folder, || Kept::read(file));
        let catalog = catalog.unwrap();
        let kept = &sources.kept.places;
        let new = sources
            .all
            .iter()
            .filter(|(source, _)| !kept.contains_key(source));
        let new = new.count();
        sources.save(|id| catalog.records.get(id), file).unwrap();
        (catalog, new)
    }

    #[test]
    fn what_was_read_from_the_same_is_not_read_again() {
        let root = std::env::temp_dir().join(format!("callboard-records-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let (folder, file) = (root.join("catalog"), root.join("kept"));
        fs::create_dir_all(folder.join("records")).unwrap();
        let settings =
            "name = { en = \"Calls\" }\nlanguages = [\"en\"]\nzone = \"America/New_York\"\n";
        fs::write(folder.join("catalog.toml"), settings).unwrap();
        let write = |id: &str, more: &str| {
            let text = format!(
                "---\nkind: event\ntitle: The {id}\nsummary: What it is.\nlink: https://example.org/{id}\n{more}---\nMore *words*.\n"
            );
            fs::write(folder.join(format!("records/{id}.md")), text).unwrap();
        };
        write("first", "when: [{start: 2024-11-07 17:00}]\n");
        write("second", "hosts: [nobody]\n");
        write("third", "nonsense: 1\n");
        let expected = |(catalog, new): (Catalog, usize), count: usize| {
            assert_eq!(Some(catalog), read(&folder).0);
            assert_eq!(new, count);
        };
        expected(again(&folder, &file), 2);
        let whole = fs::read(&file).unwrap();
        expected(again(&folder, &file), 0);
        write("second", "aliases: [Another]\n");
        expected(again(&folder, &file), 1);
        fs::remove_file(folder.join("records/first.md")).unwrap();
        expected(again(&folder, &file), 0);
        let left = fs::read(&file).unwrap();
        assert!(left.len() < whole.len(), "what is gone is not kept");
        // The same file, read by other settings.
        fs::write(
            folder.join("catalog.toml"),
            settings.replace("America/New_York", "Africa/Nairobi"),
        )
        .unwrap();
        expected(again(&folder, &file), 1);
        // Whatever happened to the file, it is not believed.
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            assert!(Kept::of(bytes).is_none(), "byte {at}");
            assert!(Kept::of(whole[..at].to_vec()).is_none(), "cut at {at}");
        }
        fs::remove_dir_all(&root).unwrap();
    }
}
