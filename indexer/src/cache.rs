//! Files that a build leaves for the next one, in the user's folder for caches: where they are, and by what they are known
//! to be whole and of this program. Beside the catalogue they would be published or committed by somebody.
//!
//! Such a file ends with a hash that stands for the program and one over all of it, so that one that is damaged, cut off,
//! somebody else's or of another `callboard` is none. Beside them is the folder of the release before the last, which has
//! no hash, because it is believed in nothing but which files it has ([`crate::site::publish`]). Not here: what is in them
//! ([`crate::catalog::kept`], [`crate::compression`], [`crate::rendered`], [`crate::index::Kept`], [`crate::site::seen`]).

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Bytes of a BLAKE3 hash (github.com/BLAKE3-team/BLAKE3-specs).
const HASH: usize = 32;

/// Bytes that are written at once.
const PIECE: usize = 1 << 18;

/// What something that was made before is known by: half of the BLAKE3 of all that it was made of.
pub type Key = [u8; 16];

/// Of this many, one is few: making it again takes less time than keeping all of them anew.
pub const FEW: usize = 512;

/// What is made of these bytes is known by.
pub fn key(bytes: &[u8]) -> Key {
    first(blake3::hash(bytes))
}

/// What is made of these parts is known by. No part can be taken for the end of the one before it.
pub fn key_of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Key {
    let mut hash = blake3::Hasher::new();
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    first(hash.finalize())
}

fn first(hash: blake3::Hash) -> Key {
    let mut key = Key::default();
    for (to, from) in key.iter_mut().zip(hash.as_bytes()) {
        *to = *from;
    }
    key
}

/// The file with this ending for a folder, a catalogue or a site: in the user's folder for caches, or in `folder` where that
/// is given. `None` where the system has no such folder.
pub fn file_of(of: &Path, folder: Option<&Path>, ending: &str) -> Option<PathBuf> {
    // What is not there yet has no other name.
    let place = fs::canonicalize(of)
        .or_else(|_| std::path::absolute(of))
        .ok()?;
    let name = key(place.as_os_str().as_encoded_bytes());
    let name: String = name
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let folder = match folder {
        Some(folder) => folder.to_owned(),
        None => user_caches()?.join("callboard"),
    };
    Some(folder.join(format!("{name}.{ending}")))
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

/// Contents, the program's hash, and one over both, as [`write`] puts them into a file.
#[cfg(test)]
pub fn sealed(mut contents: Vec<u8>) -> Vec<u8> {
    // Behind them, so that they need not be copied.
    contents.extend_from_slice(stamp());
    let check = blake3::hash(&contents);
    contents.extend_from_slice(check.as_bytes());
    contents
}

/// The contents of a file that this program has sealed; `None` for any other.
pub fn unsealed(bytes: &[u8]) -> Option<&[u8]> {
    let (whole, check) = bytes.split_last_chunk::<HASH>()?;
    let contents = whole.strip_suffix(stamp())?;
    (blake3::hash(whole).as_bytes() == check).then_some(contents)
}

/// Writes a file in one step, with contents that are put into it piece by piece, and seals them.
///
/// # Errors
/// Those of `put`, and when it cannot be written.
pub fn write(file: &Path, put: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let unfinished = file.with_extension(format!("{}.unfinished", std::process::id()));
    let written = write_sealed(&unfinished, put).and_then(|()| fs::rename(&unfinished, file));
    if written.is_err() {
        // What is left of it is of no use, and may be what fills a disk.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn write_sealed(file: &Path, put: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let sealing = Sealing {
        file: File::create(file)?,
        hash: blake3::Hasher::new(),
    };
    let mut out = BufWriter::with_capacity(PIECE, sealing);
    put(&mut out)?;
    out.write_all(stamp())?;
    let Sealing { mut file, hash } = out.into_inner()?;
    file.write_all(hash.finalize().as_bytes())
}

/// A file, and the hash of what was written into it.
struct Sealing {
    file: File,
    hash: blake3::Hasher,
}

impl Write for Sealing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What stands for this program: the number of the form of its files, its version, and of the program's own file its place
/// in the file system, its length and the times of its last changes, of which no program can set that of the change of
/// its entry. So no build takes over what another program made.
fn stamp() -> &'static [u8; HASH] {
    static STAMP: OnceLock<[u8; HASH]> = OnceLock::new();
    STAMP.get_or_init(|| {
        let mut hash = blake3::Hasher::new();
        hash.update(b"callboard 5\n");
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        if let Ok(program) = std::env::current_exe().and_then(fs::metadata) {
            hash.update(&program.len().to_le_bytes());
            if let Ok(age) = program
                .modified()
                .map(|time| time.duration_since(std::time::UNIX_EPOCH))
            {
                hash.update(&age.unwrap_or_default().as_nanos().to_le_bytes());
            }
            #[cfg(unix)]
            {
                use std::os::unix::fs::MetadataExt as _;
                hash.update(&program.dev().to_le_bytes());
                hash.update(&program.ino().to_le_bytes());
                hash.update(&program.ctime().to_le_bytes());
                hash.update(&program.ctime_nsec().to_le_bytes());
            }
        }
        *hash.finalize().as_bytes()
    })
}
