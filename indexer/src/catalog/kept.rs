//! What files of records said when they were read last need not be read again: each record with a hash of all that it was
//! read from, which is the settings, the file's path and its text. Where that is the same the record is, because reading
//! looks at nothing else. A file that looks from outside as it did then ([`crate::look`]) has the same text, and need not even
//! be opened.
//!
//! Only records in whose files nothing was found are kept: what an editor should know is told anew each time. They are kept in
//! one file from build to build ([`crate::cache`]); one that is damaged or of another `callboard` is not read. Not here:
//! whether records fit together, which is looked at each time ([`super`]).

use crate::cache::{self, FEW, Key};
use crate::look::Look;
use crate::record::Record;
use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
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

/// Records as they are kept: the hash of the settings; of each record its source, how its file looked (five numbers of eight
/// bytes, the lowest first; zeros where that is not known), the length of the file's path (two bytes) and the path, the
/// length of the record (four bytes) and its bytes.
#[derive(Debug, Default)]
pub struct Kept {
    bytes: Vec<u8>,
    settings: Key,
    files: Vec<KeptFile>,
    places: HashMap<Source, Place>,
}

/// Where a record is, and how its file looked.
#[derive(Debug)]
struct Place {
    record: Range<usize>,
    look: Option<Look>,
}

/// A file that was read, and how it looked.
#[derive(Debug)]
struct KeptFile {
    path: Range<usize>,
    look: Option<Look>,
    source: Source,
}

impl Kept {
    /// What the last build left in a file; nothing where there is none, or none that can be used.
    pub fn read(file: &Path) -> Kept {
        let bytes = fs::read(file).ok();
        bytes.and_then(Kept::of).unwrap_or_default()
    }

    fn of(bytes: Vec<u8>) -> Option<Kept> {
        let whole = cache::unsealed(&bytes)?;
        let (mut places, mut files) = (HashMap::new(), Vec::new());
        let (settings, mut rest) = whole.split_first_chunk::<16>()?;
        while !rest.is_empty() {
            let (source, mut after) = rest.split_first_chunk::<16>()?;
            let mut look = Look::default();
            for number in &mut look {
                let (bytes, others) = after.split_first_chunk::<8>()?;
                *number = u64::from_le_bytes(*bytes);
                after = others;
            }
            let (length, after) = after.split_first_chunk::<2>()?;
            let start = whole.len() - after.len();
            let path = start..start + usize::from(u16::from_le_bytes(*length));
            let after = whole.get(path.end..)?;
            let (length, after) = after.split_first_chunk::<4>()?;
            let length = u32::from_le_bytes(*length) as usize;
            let start = whole.len() - after.len();
            rest = after.get(length..)?;
            let look = Some(look).filter(|look| *look != Look::default());
            let record = start..start + length;
            places.insert(Source(*source), Place { record, look });
            files.push(KeptFile {
                path,
                look,
                source: Source(*source),
            });
        }
        Some(Kept {
            settings: *settings,
            bytes,
            files,
            places,
        })
    }

    /// How files looked that were read by settings with this text, by path, and what they were then.
    pub(super) fn looks(&self, settings: &str) -> HashMap<&str, (Look, Source)> {
        if self.settings != cache::key(settings.as_bytes()) {
            return HashMap::new();
        }
        let file = |file: &KeptFile| {
            let path = self.bytes.get(file.path.clone())?;
            let path = std::str::from_utf8(path).ok()?;
            Some((path, (file.look?, file.source)))
        };
        self.files.iter().filter_map(file).collect()
    }

    fn get(&self, source: &Source) -> Option<&[u8]> {
        self.bytes.get(self.places.get(source)?.record.clone())
    }

    /// The record that was read from this.
    pub(super) fn record(&self, source: &Source) -> Option<Box<Record>> {
        bitcode::decode(self.get(source)?).map(Box::new).ok()
    }
}

/// What the next build need not read.
#[derive(Debug, Default)]
pub struct Sources {
    kept: Kept,
    settings: Key,
    all: Vec<Told>,
}

/// What a record was read from.
#[derive(Debug)]
struct Told {
    source: Source,
    /// The record's.
    id: String,
    /// The file's path, and how it looked, where that is known.
    file: String,
    look: Option<Look>,
}

impl Sources {
    /// None yet, after those that the last build kept; records are read by settings with this text.
    pub(super) fn after(kept: Kept, settings: &str) -> Sources {
        Sources {
            kept,
            settings: cache::key(settings.as_bytes()),
            all: Vec::new(),
        }
    }

    /// The record with this id was read from this, which is in a file that looked so.
    pub(super) fn keep(&mut self, source: Source, id: &str, file: &str, look: Option<Look>) {
        self.all.push(Told {
            source,
            id: id.to_owned(),
            file: file.to_owned(),
            look,
        });
    }

    /// Whether more of them are other than the last build kept than it takes less time to read again.
    fn are_worth_keeping(&self) -> bool {
        let kept = &self.kept.places;
        let is_new = |told: &&Told| {
            let kept = kept.get(&told.source);
            kept.is_none_or(|kept| kept.look != told.look)
        };
        let new = self.all.iter().filter(is_new).count();
        let gone = (kept.len() + new).saturating_sub(self.all.len());
        self.settings != self.kept.settings || new.max(gone) * FEW > self.all.len()
    }

    /// Keeps these records, in one step, unless the last build kept the same or nearly the same: writing all for the sake of
    /// one takes longer than reading that one again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save<'r>(
        &self,
        record: impl Fn(&str) -> Option<&'r Record>,
        file: &Path,
    ) -> io::Result<()> {
        if !self.are_worth_keeping() {
            return Ok(());
        }
        cache::write(file, |out| {
            out.write_all(&self.settings)?;
            let mut buffer = bitcode::Buffer::new();
            for told in &self.all {
                if let Some(bytes) = self.kept.get(&told.source) {
                    told.put(bytes, out)?;
                } else if let Some(record) = record(&told.id) {
                    told.put(buffer.encode(record), out)?;
                }
            }
            Ok(())
        })
    }
}

impl Told {
    /// Writes it with the bytes of its record, as [`Kept`] reads it.
    fn put(&self, bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
        // A path that is too long for its length is none that a file has.
        let Ok(length) = u16::try_from(self.file.len()) else {
            return Ok(());
        };
        out.write_all(&self.source.0)?;
        for number in self.look.unwrap_or_default() {
            out.write_all(&number.to_le_bytes())?;
        }
        out.write_all(&length.to_le_bytes())?;
        out.write_all(self.file.as_bytes())?;
        out.write_all(&(bytes.len() as u32).to_le_bytes())?;
        out.write_all(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;
    use crate::cache::FEW;
    use crate::catalog::{Catalog, RecordFile, files, read, read_after};
    use crate::look::TICK;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::time::SystemTime;

    const SETTINGS: &str =
        "name = { en = \"Calls\" }\nlanguages = [\"en\"]\nzone = \"America/New_York\"\n";

    /// A folder of a test's own, one in it with a catalogue that has no records yet, and the file where they will be kept.
    fn begun(name: &str) -> (PathBuf, PathBuf, PathBuf) {
        let root = std::env::temp_dir().join(format!("callboard-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let folder = root.join("catalog");
        fs::create_dir_all(folder.join("records")).unwrap();
        fs::write(folder.join("catalog.toml"), SETTINGS).unwrap();
        let file = root.join("kept");
        (root, folder, file)
    }

    /// Reads the catalogue in a folder with what is kept in a file, says how many records were not kept, and keeps them.
    fn again(folder: &Path, file: &Path) -> (Catalog, usize) {
        let (catalog, _, sources) = read_after(folder, || Kept::read(file));
        let catalog = catalog.unwrap();
        let kept = &sources.kept.places;
        let new = sources
            .all
            .iter()
            .filter(|told| !kept.contains_key(&told.source));
        let new = new.count();
        sources.save(|id| catalog.records.get(id), file).unwrap();
        (catalog, new)
    }

    /// How many files of the catalogue in a folder need not be read.
    fn unread(folder: &Path, file: &Path) -> usize {
        let (kept, settings) = (Kept::read(file), folder.join("catalog.toml"));
        let settings = fs::read_to_string(settings).unwrap();
        let looks = kept.looks(&settings);
        let (files, _) = files(folder);
        let files = files
            .iter()
            .map(|path| RecordFile::of(folder, path, &looks).0);
        files
            .filter(|file| file.as_ref().unwrap().source.is_some())
            .count()
    }

    fn modified(file: &Path) -> SystemTime {
        fs::metadata(file).unwrap().modified().unwrap()
    }

    #[test]
    fn all_are_kept_again_when_more_than_a_few_are_others() {
        let (root, folder, file) = begun("few");
        let write = |number: usize, title: &str| {
            let text = format!(
                "---\nkind: article\ntitle: {title} {number}\nsummary: What it is.\nlink: https://example.org/{number}\n---\n"
            );
            fs::write(folder.join(format!("records/n{number:04}.md")), text).unwrap();
        };
        for number in 0..2 * FEW {
            write(number, "First");
        }
        std::thread::sleep(TICK);
        assert_eq!(again(&folder, &file).1, 2 * FEW);
        write(7, "Second");
        write(8, "Second");
        std::thread::sleep(TICK);
        for _ in 0..2 {
            assert_eq!(again(&folder, &file).1, 2, "they are read each time");
        }
        write(10, "Second");
        std::thread::sleep(TICK);
        assert_eq!(again(&folder, &file).1, 3);
        assert_eq!(again(&folder, &file).1, 0);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn what_was_read_from_the_same_is_not_read_again() {
        let (root, folder, file) = begun("records");
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
        // What was written this moment could be written again and look the same.
        std::thread::sleep(TICK);
        expected(again(&folder, &file), 0);
        assert_eq!(unread(&folder, &file), if cfg!(unix) { 2 } else { 0 });
        // Contents of the same length, and the time of their change put back.
        let second = folder.join("records/second.md");
        let (text, age) = (fs::read_to_string(&second).unwrap(), modified(&second));
        fs::write(&second, text.replace("words", "WORDS")).unwrap();
        let options = fs::File::options().write(true).open(&second);
        options.unwrap().set_modified(age).unwrap();
        assert_eq!(unread(&folder, &file), if cfg!(unix) { 1 } else { 0 });
        expected(again(&folder, &file), 1);
        write("second", "aliases: [Another]\n");
        expected(again(&folder, &file), 1);
        fs::remove_file(folder.join("records/first.md")).unwrap();
        expected(again(&folder, &file), 0);
        let left = fs::read(&file).unwrap();
        assert!(left.len() < whole.len(), "what is gone is not kept");
        // The same file, read by other settings.
        fs::write(
            folder.join("catalog.toml"),
            SETTINGS.replace("America/New_York", "Africa/Nairobi"),
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
