//! What was compressed before need not be compressed again: the compressed bytes of a pack's chunks by a hash of what is in
//! them, in memory while a preview runs, and in one file from build to build.
//!
//! Compressing is a function of the bytes alone, so a build with the file and one without it give the same bytes. The file is
//! no part of a site or of a catalogue: it may be deleted at any time, and one that is damaged, or of another `callboard`, is
//! not read. It holds what the last build used and nothing else, so it does not grow.

use crate::cache::{self, Key};
use crate::pack_folder;
use callboard_engine::pack::Deflate;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// By how and what is compressed.
type Chunks = BTreeMap<Key, Arc<[u8]>>;

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
    before: Chunks,
    /// What this one uses.
    used: Mutex<Chunks>,
    /// The primer that was met last, with its hash: it is the same for thousands of chunks.
    primer: Mutex<(Vec<u8>, Key)>,
}

impl Compression {
    /// Remembers nothing yet.
    pub fn new(effort: Effort) -> Compression {
        Compression {
            effort,
            before: Chunks::new(),
            used: Mutex::default(),
            primer: Mutex::default(),
        }
    }

    /// What the last build left in a file; nothing where there is none, or none that can be used.
    pub fn read(effort: Effort, file: &Path) -> Compression {
        let before = fs::read(file).ok().and_then(|bytes| chunks_of(&bytes));
        Compression {
            before: before.unwrap_or_default(),
            ..Compression::new(effort)
        }
    }

    /// The compressed form of a chunk.
    pub fn compress(&self, bytes: &[u8], how: Deflate) -> Vec<u8> {
        let key = self.key(bytes, how);
        let known = self
            .before
            .get(&key)
            .cloned()
            .or_else(|| self.used().get(&key).cloned());
        let compressed = known.unwrap_or_else(|| {
            match self.effort {
                Effort::Published => pack_folder::compress(bytes, how),
                Effort::Quick => pack_folder::compress_quickly(bytes, how),
            }
            .into()
        });
        self.used().insert(key, Arc::clone(&compressed));
        compressed.to_vec()
    }

    /// The next build begins: what the last one did not use is forgotten.
    pub fn next(self) -> Compression {
        Compression {
            effort: self.effort,
            before: self
                .used
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner),
            used: Mutex::default(),
            primer: self.primer,
        }
    }

    /// Writes what this build used into a file, in one step, unless it stands there already.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        let used = self.used();
        if used.keys().eq(self.before.keys()) {
            return Ok(());
        }
        cache::write(file, &bytes_of(&used))
    }

    fn key(&self, bytes: &[u8], how: Deflate) -> Key {
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
        cache::key_of([&[kind], &after[..], bytes])
    }

    fn used(&self) -> std::sync::MutexGuard<'_, Chunks> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Each chunk as key, length (four bytes, the lowest first) and bytes.
fn bytes_of(chunks: &Chunks) -> Vec<u8> {
    let mut out = Vec::new();
    for (key, bytes) in chunks {
        // A chunk that is too long for its length is none that a pack can hold either.
        let Ok(length) = u32::try_from(bytes.len()) else {
            continue;
        };
        out.extend_from_slice(key);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(bytes);
    }
    cache::sealed(out)
}

fn chunks_of(bytes: &[u8]) -> Option<Chunks> {
    let mut rest = cache::unsealed(bytes)?;
    let mut chunks = Chunks::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_first_chunk()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (bytes, after) = after.split_at_checked(length)?;
        chunks.insert(*key, bytes.into());
        rest = after;
    }
    Some(chunks)
}

#[cfg(test)]
mod tests {
    use super::{Compression, Effort, bytes_of, chunks_of};
    use crate::pack_folder;
    use callboard_engine::pack::Deflate;
    use std::fs;

    #[test]
    fn what_is_remembered_is_what_would_be_made_and_no_more() {
        let file = std::env::temp_dir().join(format!("callboard-chunks-{}", std::process::id()));
        let _ = fs::remove_file(&file);
        let texts: Vec<Vec<u8>> = (0..5)
            .map(|number| format!("{number} text ").repeat(50).into_bytes())
            .collect();
        let first = Compression::read(Effort::Published, &file);
        for text in &texts {
            for how in [Deflate::Usual, Deflate::Tight, Deflate::After(b"text text")] {
                assert_eq!(first.compress(text, how), pack_folder::compress(text, how));
            }
        }
        first.save(&file).unwrap();
        let whole = fs::read(&file).unwrap();
        let second = Compression::read(Effort::Published, &file);
        assert_eq!(second.before.len(), 15);
        for text in &texts[1..] {
            assert_eq!(
                second.compress(text, Deflate::Usual),
                pack_folder::compress(text, Deflate::Usual)
            );
        }
        second.save(&file).unwrap();
        assert_eq!(Compression::read(Effort::Published, &file).before.len(), 4);
        assert_eq!(second.next().before.len(), 4);

        // Whatever happened to the file, it is not believed.
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            assert_eq!(chunks_of(&bytes), None, "byte {at}");
            assert_eq!(chunks_of(&whole[..at]), None, "cut at {at}");
        }
        assert_eq!(bytes_of(&chunks_of(&whole).unwrap()), whole);
        fs::remove_file(&file).unwrap();
    }
}
