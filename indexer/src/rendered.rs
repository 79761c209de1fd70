//! What was rendered before need not be rendered again: for each file of a site that is made of records a hash over all that
//! it is made of, and what it came to. Where both are as they were, and the file stands in the last release, it is taken
//! over from there.
//!
//! It is kept from build to build in one file, in the user's folder for caches ([`crate::compression`] has the other). The
//! file may be deleted at any time; one that is damaged, or of another `callboard`, is not read; and it knows nothing of
//! contents, so what it tells is believed only of a file that has been read and has that hash.
//!
//! Not here: what goes into the hash ([`crate::outputs::fingerprint`]).

use crate::cache;
use crate::outputs::fingerprint::Fingerprint;
use crate::site::release::{self, Entry};
use crate::site::sink::Sink;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Files by path: of what they were made, and what they came to.
type Files = HashMap<String, (Fingerprint, Entry)>;

/// Remembers what was rendered.
#[derive(Debug, Default)]
pub struct Rendered {
    before: Files,
    now: Mutex<Files>,
}

impl Rendered {
    /// What the last build left in a file; nothing where there is none, or none that can be used.
    pub fn read(file: &Path) -> Rendered {
        let bytes = fs::read(file).ok();
        Rendered {
            before: bytes.and_then(|bytes| files_of(&bytes)).unwrap_or_default(),
            now: Mutex::default(),
        }
    }

    /// Hands a file to the sink: the one that is there, where it was made of the same, else a new one.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn file<E>(
        &self,
        sink: &dyn Sink,
        path: String,
        fingerprint: Fingerprint,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        let known = self.before.get(&path);
        let known =
            known.filter(|(before, entry)| *before == fingerprint && sink.take_again(&path, entry));
        let entry = match known {
            Some((_, entry)) => Some(entry.clone()),
            None => sink.take(path.clone(), make()?),
        };
        if let Some(entry) = entry {
            let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
            now.insert(path, (fingerprint, entry));
        }
        Ok(())
    }

    /// Writes what this build made into a file, in one step, unless it stands there already.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if *now == self.before {
            return Ok(());
        }
        cache::write(file, &bytes_of(&now))
    }
}

/// For each file the length of its path (two bytes, the lower first), its path, the hash of what it is made of, its
/// length (eight bytes, the lowest first) and the 32 bytes of its SHA-256.
fn bytes_of(files: &Files) -> Vec<u8> {
    let mut paths: Vec<_> = files.iter().collect();
    paths.sort_unstable_by_key(|(path, _)| *path);
    let mut out = Vec::with_capacity(paths.len() * 120);
    for (path, (fingerprint, entry)) in paths {
        let (Ok(length), Some(hash)) =
            (u16::try_from(path.len()), release::from_hex(&entry.sha256))
        else {
            continue;
        };
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(path.as_bytes());
        out.extend_from_slice(fingerprint);
        out.extend_from_slice(&entry.bytes.to_le_bytes());
        out.extend_from_slice(&hash);
    }
    cache::sealed(out)
}

fn files_of(bytes: &[u8]) -> Option<Files> {
    let mut rest = cache::unsealed(bytes)?;
    let mut files = Files::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<2>()?;
        let (path, after) = after.split_at_checked(u16::from_le_bytes(*length).into())?;
        let (fingerprint, after) = after.split_first_chunk::<16>()?;
        let (length, after) = after.split_first_chunk::<8>()?;
        let (hash, after) = after.split_first_chunk::<32>()?;
        let path = std::str::from_utf8(path).ok()?.to_owned();
        let entry = Entry {
            bytes: u64::from_le_bytes(*length),
            sha256: release::hex(hash),
        };
        files.insert(path, (*fingerprint, entry));
        rest = after;
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::{Rendered, bytes_of, files_of};
    use crate::site::release::Entry;
    use crate::site::sink::Sink;
    use std::cell::Cell;
    use std::convert::Infallible;
    use std::fs;

    /// A release in which files with an even number of bytes are still there.
    struct Even;

    impl Sink for Even {
        fn take(&self, _: String, bytes: Vec<u8>) -> Option<Entry> {
            Some(Entry::of(&bytes))
        }

        fn take_again(&self, _: &str, entry: &Entry) -> bool {
            entry.bytes.is_multiple_of(2)
        }
    }

    #[test]
    fn what_is_made_of_the_same_and_still_there_is_not_made_again() {
        let file = std::env::temp_dir().join(format!("callboard-rendered-{}", std::process::id()));
        let _ = fs::remove_file(&file);
        let made = Cell::new(0);
        let build = |rendered: &Rendered, number: u8| {
            made.set(0);
            for (path, text) in [("a", "even"), ("b", "odd"), ("c", "evenly")] {
                let fingerprint = [if path == "c" { number } else { 0 }; 16];
                let make = || {
                    made.set(made.get() + 1);
                    Ok::<_, Infallible>(text.as_bytes().to_vec())
                };
                rendered
                    .file(&Even, path.to_owned(), fingerprint, make)
                    .unwrap();
            }
            made.get()
        };
        let first = Rendered::read(&file);
        assert_eq!(build(&first, 0), 3);
        first.save(&file).unwrap();
        let again = Rendered::read(&file);
        assert_eq!(build(&again, 0), 1, "one is not there any more");
        assert_eq!(build(&again, 1), 2, "one is made of something else");

        // Whatever happened to the file, it is not believed.
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            assert_eq!(files_of(&bytes), None, "byte {at}");
            assert_eq!(files_of(&whole[..at]), None, "cut at {at}");
        }
        assert_eq!(bytes_of(&files_of(&whole).unwrap()), whole);
        fs::remove_file(&file).unwrap();
    }
}
