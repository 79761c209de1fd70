//! What was compressed before need not be compressed again: the compressed bytes of a pack's chunks, and of whole volumes of
//! documents, by a hash of what is in them, in memory while a preview runs, and in one file from build to build.
//!
//! Compressing is a function of the bytes alone, so a build with the file and one without it give the same bytes. The file is
//! no part of a site or of a catalogue: it may be deleted at any time, and one that is damaged, or of another `callboard`, is
//! not read. It holds what the last build used and nothing else, so it does not grow.

use crate::cache::{self, Key};
use crate::pack_folder;
use callboard_engine::pack::{Chunks, Compress, Deflate};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What came of what the last build compressed, by how and what that is. All of it is as it was read, because it is much.
#[derive(Debug, Default, PartialEq, Eq)]
struct Before {
    bytes: Vec<u8>,
    places: BTreeMap<Key, Range<usize>>,
}

/// What came of what this build used.
#[derive(Clone, Debug)]
enum Made {
    /// Where it is among what was made before.
    Before(Range<usize>),
    Now(Arc<[u8]>),
}

/// How chunks are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// As small as is worth it: to be published.
    Published,
    /// At once: to be looked at.
    Quick,
}

/// Compresses, and remembers what it compressed.
#[derive(Debug)]
pub struct Compression {
    effort: Effort,
    /// What the last build used.
    before: Before,
    /// What this one uses.
    used: Mutex<BTreeMap<Key, Made>>,
    /// The primer that was met last, with its hash: it is the same for thousands of chunks.
    primer: Mutex<(Vec<u8>, Key)>,
}

impl Compression {
    /// Remembers nothing yet.
    pub fn new(effort: Effort) -> Compression {
        Compression {
            effort,
            before: Before::default(),
            used: Mutex::default(),
            primer: Mutex::default(),
        }
    }

    /// What the last build left in a file; nothing where there is none, or none that can be used.
    pub fn read(effort: Effort, file: &Path) -> Compression {
        let before = fs::read(file).ok().and_then(Before::read);
        Compression {
            before: before.unwrap_or_default(),
            ..Compression::new(effort)
        }
    }

    /// What was made of what this key stands for, or is made now.
    fn remembered(&self, key: Key, make: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
        let before = self.before.places.get(&key).cloned().map(Made::Before);
        let known = before.or_else(|| self.used().get(&key).cloned());
        let made = known.unwrap_or_else(|| Made::Now(make().into()));
        let bytes = self.bytes(&made).to_vec();
        self.used().insert(key, made);
        bytes
    }

    fn bytes<'m>(&'m self, made: &'m Made) -> &'m [u8] {
        match made {
            Made::Before(place) => self.before.bytes.get(place.clone()).unwrap_or_default(),
            Made::Now(bytes) => bytes,
        }
    }

    /// The next build begins: what the last one did not use is forgotten.
    pub fn next(self) -> Compression {
        let mut used = Vec::new();
        // In memory there is always room, or no program any more.
        let _ = self.put(&mut used);
        let length = used.len();
        Compression {
            effort: self.effort,
            before: Before::of(used, length).unwrap_or_default(),
            used: Mutex::default(),
            primer: self.primer,
        }
    }

    /// Writes what this build used into a file, in one step, unless it stands there already.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        if self.used().keys().eq(self.before.places.keys()) {
            return Ok(());
        }
        cache::write(file, |out| self.put(out))
    }

    /// Writes what this build used: each as key, length (four bytes, the lowest first) and bytes.
    fn put(&self, out: &mut dyn Write) -> io::Result<()> {
        for (key, made) in self.used().iter() {
            let bytes = self.bytes(made);
            // A chunk that is too long for its length is none that a pack can hold either.
            let Ok(length) = u32::try_from(bytes.len()) else {
                continue;
            };
            out.write_all(key)?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(bytes)?;
        }
        Ok(())
    }

    /// What stands for the way in which something is compressed.
    fn way(&self, how: Deflate) -> (u8, Key) {
        let kind = match (self.effort, how) {
            (Effort::Published, Deflate::Usual) => 0,
            (Effort::Published, Deflate::Tight) if pack_folder::is_patient() => 1,
            (Effort::Published, Deflate::Tight) => 6,
            (Effort::Quick, Deflate::Usual | Deflate::Tight | Deflate::Root) => 2,
            (Effort::Published, Deflate::After(_)) => 3,
            (Effort::Quick, Deflate::After(_)) => 4,
            (Effort::Published, Deflate::Root) => 5,
        };
        let after = match how {
            Deflate::After(primer) => {
                let mut last = self.primer.lock().unwrap_or_else(PoisonError::into_inner);
                if last.0 != primer {
                    *last = (primer.to_vec(), cache::key(primer));
                }
                last.1
            }
            _ => Key::default(),
        };
        (kind, after)
    }

    fn used(&self) -> MutexGuard<'_, BTreeMap<Key, Made>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Compress for Compression {
    fn chunk(&self, bytes: &[u8], how: Deflate) -> Vec<u8> {
        let make = || match self.effort {
            Effort::Published => pack_folder::compress(bytes, how),
            Effort::Quick => pack_folder::compress_quickly(bytes, how),
        };
        // These are remembered by the volume: there are thousands, and looking each up would take longer than an edit's.
        if let Deflate::After(_) = how {
            return make();
        }
        let (kind, after) = self.way(how);
        self.remembered(cache::key_of([&[kind], &after[..], bytes]), make)
    }

    fn volume(&self, chunks: &Chunks, how: Deflate, make: &dyn Fn() -> Vec<u8>) -> Vec<u8> {
        let (kind, after) = self.way(how);
        let ends = chunks.ends().iter().flat_map(|end| end.to_le_bytes());
        let ends: Vec<u8> = ends.collect();
        let key = cache::key_of([&[kind], &after[..], &ends, chunks.bytes()]);
        self.remembered(key, make)
    }
}

impl Before {
    /// What stands in a file; `None` where that cannot be used.
    fn read(bytes: Vec<u8>) -> Option<Before> {
        let length = cache::unsealed(&bytes)?.len();
        Before::of(bytes, length)
    }

    /// What stands in the first `length` of these bytes, as [`Compression::put`] writes it.
    fn of(bytes: Vec<u8>, length: usize) -> Option<Before> {
        let mut rest = bytes.get(..length)?;
        let mut places = BTreeMap::new();
        while !rest.is_empty() {
            let (key, after) = rest.split_first_chunk()?;
            let (count, after) = after.split_first_chunk::<4>()?;
            let count = usize::try_from(u32::from_le_bytes(*count)).ok()?;
            let start = length - after.len();
            rest = after.get(count..)?;
            places.insert(*key, start..start + count);
        }
        Some(Before { bytes, places })
    }
}

#[cfg(test)]
mod tests {
    use super::{Before, Compression, Effort};
    use crate::{cache, pack_folder};
    use callboard_engine::pack::{Chunks, Compress, Deflate};
    use std::cell::Cell;
    use std::fs;

    const AFTER: Deflate = Deflate::After(b"text text");

    #[test]
    fn what_is_remembered_is_what_would_be_made_and_no_more() {
        let file = std::env::temp_dir().join(format!("callboard-chunks-{}", std::process::id()));
        let _ = fs::remove_file(&file);
        let texts: Vec<Vec<u8>> = (0..5)
            .map(|number| format!("{number} text ").repeat(50).into_bytes())
            .collect();
        let first = Compression::read(Effort::Published, &file);
        for text in &texts {
            for how in [Deflate::Usual, Deflate::Tight, AFTER] {
                assert_eq!(first.chunk(text, how), pack_folder::compress(text, how));
            }
        }
        // What is compressed after a primer is remembered by the volume.
        let made = Cell::new(0);
        let volume = |compression: &Compression, texts: &[Vec<u8>]| {
            let mut chunks = Chunks::default();
            for text in texts {
                chunks.add(|bytes| [bytes, text.clone()].concat());
            }
            let make = || {
                made.set(made.get() + 1);
                vec![7; texts.len()]
            };
            made.set(0);
            let volume = compression.volume(&chunks, AFTER, &make);
            assert_eq!(volume, vec![7; texts.len()]);
            made.get()
        };
        assert_eq!(volume(&first, &texts), 1);
        assert_eq!(volume(&first, &texts), 0);
        // The same bytes, otherwise divided.
        assert_eq!(volume(&first, &[texts.concat()]), 1);
        first.save(&file).unwrap();
        let whole = fs::read(&file).unwrap();
        let second = Compression::read(Effort::Published, &file);
        assert_eq!(second.before.places.len(), 12);
        for text in &texts[1..] {
            assert_eq!(
                second.chunk(text, Deflate::Usual),
                pack_folder::compress(text, Deflate::Usual)
            );
        }
        assert_eq!(volume(&second, &texts), 0);
        second.save(&file).unwrap();
        let third = Compression::read(Effort::Published, &file);
        assert_eq!(third.before.places.len(), 5);
        assert_eq!(second.next().before.places.len(), 5);

        // Whatever happened to the file, it is not believed.
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            assert_eq!(Before::read(bytes), None, "byte {at}");
            assert_eq!(Before::read(whole[..at].to_vec()), None, "cut at {at}");
        }
        assert_eq!(cache::sealed(first.next().before.bytes), whole);
        fs::remove_file(&file).unwrap();
    }
}
