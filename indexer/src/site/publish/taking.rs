//! How a release takes files while they are made: what is there already stays, the rest waits where no reader looks. A long
//! file is written as it grows, so that it is never in memory.
//!
//! Not here: how all of it takes its place ([`super`]).

use super::{Error, Publishing, Staging};
use crate::site::folder::{UNFINISHED, make_parent, make_room, write_new};
use crate::site::release::{Entry, Hash, tells_what_is_loaded};
use crate::site::sink::{Former, Growing, Sink};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

/// Bytes that are written and hashed at once.
const PIECE: usize = 1 << 18;

impl Publishing {
    /// Makes a file that waits under this name.
    pub(super) fn stage(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let to = self.place_for(path);
        self.with_room(&to, |to| write_new(to, bytes))
    }

    /// Where the file at a path waits. Within the site's folder it is noted, so that it does not stay.
    fn place_for(&self, path: &str) -> PathBuf {
        let staging = self.staging();
        let place = staging.place(path);
        if let Staging::Within(_) = staging {
            let waiting = self.waiting.lock();
            let mut waiting = waiting.unwrap_or_else(PoisonError::into_inner);
            waiting.push(place.clone());
        }
        place
    }

    /// Does something with a place, and once more after its folder was made and what was in its way went, where it fails.
    fn with_room<T>(&self, to: &Path, act: impl Fn(&Path) -> io::Result<T>) -> Result<T, Error> {
        if let Ok(done) = act(to) {
            return Ok(done);
        }
        if let Staging::Beside(beside) = self.staging() {
            make_room(beside, to)?;
        }
        make_parent(to)?;
        act(to).map_err(|error| Error::Io(to.to_owned(), error))
    }

    /// Notes a file that was taken, and what became of it.
    fn took(&self, path: String, entry: Entry, staged: Result<(), Error>) {
        let mut state = self.state();
        state.files.push((path, entry));
        if let Err(error) = staged {
            state.failed.get_or_insert(error);
        }
    }
}

impl Sink for Publishing {
    fn take(&self, path: String, bytes: Vec<u8>) -> Option<Entry> {
        let entry = Entry::of(&bytes);
        let is_there = self.is_there(&path, &entry);
        let staged = match is_there || self.state().failed.is_some() {
            true => Ok(()),
            false => self.stage(&path, &bytes),
        };
        self.took(path.clone(), entry, staged);
        if tells_what_is_loaded(&path) {
            self.state().texts.insert(path, bytes);
        }
        Some(entry)
    }

    fn take_again(&self, path: &str, entry: &Entry) -> bool {
        let is_there = self.is_there(path, entry) && !tells_what_is_loaded(path);
        if is_there {
            self.took(path.to_owned(), *entry, Ok(()));
        }
        is_there
    }

    fn former(&self, path: &str, entry: &Entry) -> Option<Box<dyn Former>> {
        let is_there = self.is_there(path, entry);
        let file = is_there.then(|| File::open(self.folder.join(path)))?;
        Some(Box::new(file.ok()?))
    }

    fn grow(&self, path: &str) -> Option<Box<dyn Growing + '_>> {
        if tells_what_is_loaded(path) || self.state().failed.is_some() {
            return None;
        }
        let place = self.place_for(path);
        let mut grows = place.clone().into_os_string();
        grows.push(UNFINISHED);
        let grows = PathBuf::from(grows);
        // Where it cannot be made, it is told why once the whole file is taken.
        let file = self.with_room(&grows, |grows| write_new(grows, &[])).ok();
        let file = file.and_then(|()| File::options().append(true).open(&grows).ok())?;
        Some(Box::new(Grows {
            publishing: self,
            path: path.to_owned(),
            place,
            grows,
            file: Ok(file),
            hash: Sha256::new(),
            bytes: 0,
            piece: Vec::with_capacity(PIECE),
        }))
    }
}

/// A file that grows beside the place where it waits once it is whole: there may be a link to one of the last release.
struct Grows<'p> {
    publishing: &'p Publishing,
    path: String,
    place: PathBuf,
    grows: PathBuf,
    file: Result<File, io::Error>,
    hash: Sha256,
    bytes: u64,
    piece: Vec<u8>,
}

impl Grows<'_> {
    fn write_piece(&mut self) {
        self.hash.update(&self.piece);
        self.bytes += self.piece.len() as u64;
        if let Ok(file) = &mut self.file
            && let Err(error) = file.write_all(&self.piece)
        {
            self.file = Err(error);
        }
        self.piece.clear();
    }

    /// Puts the whole file in its place.
    fn placed(&mut self) -> Result<(), Error> {
        // Closed, so that every system can rename it.
        let closed = std::mem::replace(&mut self.file, Err(io::ErrorKind::NotFound.into()));
        closed.map_err(|error| Error::Io(self.grows.clone(), error))?;
        let placed = |place: &Path| fs::rename(&self.grows, place);
        self.publishing.with_room(&self.place, placed)
    }
}

impl Write for Grows<'_> {
    /// Never fails: what goes wrong is told when the release ends.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE - self.piece.len();
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.piece.extend_from_slice(taken);
        if self.piece.len() >= PIECE {
            self.write_piece();
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_piece();
        Ok(())
    }
}

impl Growing for Grows<'_> {
    fn end(mut self: Box<Self>) -> Option<Entry> {
        self.write_piece();
        let entry = Entry {
            bytes: self.bytes,
            sha256: Hash(std::mem::take(&mut self.hash).finalize().into()),
        };
        let is_there = self.publishing.is_there(&self.path, &entry);
        let placed = if is_there { Ok(()) } else { self.placed() };
        let path = std::mem::take(&mut self.path);
        self.publishing.took(path, entry, placed);
        Some(entry)
    }
}

impl Drop for Grows<'_> {
    fn drop(&mut self) {
        // Closed before it is removed, as some systems want it. Most are in their place by now.
        self.file = Err(io::ErrorKind::NotFound.into());
        let _ = fs::remove_file(&self.grows);
    }
}

#[cfg(test)]
mod tests {
    use super::PIECE;
    use crate::site::publish::{Options, Publishing, Way};
    use crate::site::sink::{Sink as _, grow};
    use std::collections::BTreeMap;
    use std::fs;
    use std::io::Write as _;
    use std::path::Path;

    const PATH: &str = "data/list.txt";

    /// Every file below a folder but the release's own list.
    fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                let below = files(&path).into_iter();
                found.extend(below.map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
            } else if name != "callboard-release.json" {
                found.insert(name, fs::read(path).unwrap());
            }
        }
        found
    }

    #[test]
    fn a_file_that_grows_is_taken_like_one_that_is_whole() {
        let root = std::env::temp_dir().join(format!("callboard-grows-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        let caches = root.join("caches");
        let kept = |_: &Path, ending: &str| Some(caches.join(ending));
        let long: Vec<u8> = (0..3 * PIECE + 7).map(|at| (at % 251) as u8).collect();
        for way in [Way::Exchange, Way::FileByFile] {
            let site = root.join(format!("{way:?}"));
            let options = Options {
                way,
                replace: false,
            };
            let begin = || Publishing::begin(&site, options, Some(&kept)).unwrap();
            let mut last = None;
            for text in [&long[..], &long[..], b"", &long[1..], &long[1..]] {
                let publishing = begin();
                // One that is given up is none.
                let mut given_up = grow(&publishing, PATH);
                given_up.write_all(&long).unwrap();
                drop(given_up);
                let mut growing = grow(&publishing, PATH);
                for piece in text.chunks(PIECE - 5) {
                    growing.write_all(piece).unwrap();
                }
                let entry = growing.end();
                assert!(entry.is_some());
                let published = publishing.finish().unwrap();
                assert_eq!(published.written, last != entry);
                last = entry;
                let expected = BTreeMap::from([(PATH.to_owned(), text.to_vec())]);
                assert_eq!(files(&site), expected);
            }
            // Where a file was there is a folder, and the other way round, where folders are exchanged.
            let paths = ["data", "data/list.txt/more", PATH].into_iter();
            for path in paths.filter(|_| way == Way::Exchange) {
                let publishing = begin();
                let mut growing = grow(&publishing, path);
                growing.write_all(&long).unwrap();
                growing.end();
                publishing.finish().unwrap();
                assert_eq!(
                    files(&site),
                    BTreeMap::from([(path.to_owned(), long.clone())])
                );
            }
            let before = files(&site);
            let publishing = begin();
            publishing.take(PATH.to_owned(), long.clone());
            let mut twice = grow(&publishing, PATH);
            twice.write_all(b"other").unwrap();
            twice.end();
            assert!(publishing.finish().is_err());
            assert_eq!(files(&site), before);
        }
        fs::remove_dir_all(&root).unwrap();
    }
}
