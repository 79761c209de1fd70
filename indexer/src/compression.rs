//! What was compressed before need not be compressed again: the compressed bytes of a pack's chunks by a hash of what is in
//! them, in memory while a preview runs, and in one file from build to build.
//!
//! Compressing is a function of the bytes alone, so a build with the file and one without it give the same bytes. The file is
//! no part of a site or of a catalogue: it may be deleted at any time, and one that is damaged, or of another `callboard`, is
//! not read. It holds what the last build used and nothing else, so it does not grow.

use crate::pack_folder;
use callboard_engine::pack::Deflate;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// SHA-256 (FIPS 180-4) over how and what is compressed.
type Key = [u8; 32];

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
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let unfinished = file.with_extension(format!("{}.unfinished", std::process::id()));
        fs::write(&unfinished, bytes_of(&used))?;
        fs::rename(&unfinished, file)
    }

    fn key(&self, bytes: &[u8], how: Deflate) -> Key {
        let kind = match (self.effort, how) {
            (Effort::Published, Deflate::Usual) => 0,
            (Effort::Published, Deflate::Tight) => 1,
            (Effort::Quick, Deflate::Usual | Deflate::Tight) => 2,
            (Effort::Published, Deflate::After(_)) => 3,
            (Effort::Quick, Deflate::After(_)) => 4,
        };
        let mut hash = Sha256::new();
        hash.update([kind]);
        if let Deflate::After(primer) = how {
            let mut last = self.primer.lock().unwrap_or_else(PoisonError::into_inner);
            if last.0 != primer {
                *last = (primer.to_vec(), Sha256::digest(primer).into());
            }
            hash.update(last.1);
        }
        hash.update(bytes);
        hash.finalize().into()
    }

    fn used(&self) -> std::sync::MutexGuard<'_, Chunks> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a catalogue's file is: in the user's folder for caches, or below `folder` where that is given. `None` where the
/// system has no such folder.
pub fn file_of(catalog: &Path, folder: Option<&Path>) -> Option<PathBuf> {
    let place = fs::canonicalize(catalog).ok()?;
    let name = Sha256::digest(place.as_os_str().as_encoded_bytes());
    let name: String = name
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let folder = match folder {
        Some(folder) => folder.to_owned(),
        None => user_caches()?.join("callboard"),
    };
    Some(folder.join(format!("{name}.chunks")))
}

/// The user's folder for caches: by the XDG Base Directory Specification, on macOS `~/Library/Caches`, on Windows
/// `%LOCALAPPDATA%`.
fn user_caches() -> Option<PathBuf> {
    let set = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    if cfg!(windows) {
        return set("LOCALAPPDATA");
    }
    set("XDG_CACHE_HOME").or_else(|| {
        let below = if cfg!(target_vendor = "apple") {
            "Library/Caches"
        } else {
            ".cache"
        };
        Some(set("HOME")?.join(below))
    })
}

/// What a file begins with: its form's number, the version of this program and the program file's own length and time, so
/// that no build takes over what another program compressed.
fn stamp() -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"callboard chunks 1\n");
    hash.update(env!("CARGO_PKG_VERSION"));
    if let Ok(program) = std::env::current_exe().and_then(fs::metadata) {
        hash.update(program.len().to_le_bytes());
        if let Ok(age) = program
            .modified()
            .map(|time| time.duration_since(std::time::UNIX_EPOCH))
        {
            hash.update(age.unwrap_or_default().as_nanos().to_le_bytes());
        }
    }
    hash.finalize().into()
}

/// Stamp, then each chunk as key, length (four bytes, the lowest first) and bytes, then SHA-256 over all of that.
fn bytes_of(chunks: &Chunks) -> Vec<u8> {
    let mut out = stamp().to_vec();
    for (key, bytes) in chunks {
        // A chunk that is too long for its length is none that a pack can hold either.
        let Ok(length) = u32::try_from(bytes.len()) else {
            continue;
        };
        out.extend_from_slice(key);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(bytes);
    }
    let check = Sha256::digest(&out);
    out.extend_from_slice(&check);
    out
}

fn chunks_of(bytes: &[u8]) -> Option<Chunks> {
    let (whole, check) = bytes.split_last_chunk::<32>()?;
    if Sha256::digest(whole)[..] != check[..] {
        return None;
    }
    let mut rest = whole.strip_prefix(&stamp())?;
    let mut chunks = Chunks::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_first_chunk::<32>()?;
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
