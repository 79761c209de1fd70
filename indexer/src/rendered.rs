//! What was rendered before need not be rendered again: for each file of a site that is made of records a hash over all that
//! it is made of, and what it came to. Where both are as they were, and the file stands in the last release, it is taken
//! over from there. Of a file that lists records the same is known of each piece: where one record is another, the others'
//! pieces are copied from the file of the last release.
//!
//! It is kept from build to build in one file, in the user's folder for caches ([`crate::cache`]). The
//! file may be deleted at any time; one that is damaged, or of another `callboard`, is not read; and it knows nothing of
//! contents, so what it tells is believed only of a file that has been read and has that hash.
//!
//! Not here: what goes into the hash ([`crate::outputs::fingerprint`]).

use crate::cache;
use crate::outputs::fingerprint::Fingerprint;
use crate::site::release::{Entry, Hash};
use crate::site::sink::{self, Former, Growing, Sink};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// How many pieces are rendered at once; what they take beside the file itself is bounded by this.
const AT_ONCE: usize = 512;

/// Bytes that are copied at once.
const BUFFER: usize = 1 << 17;

/// Files by path.
type Files = HashMap<String, Known>;

/// What is known of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    /// Of what it was made.
    fingerprint: Fingerprint,
    /// What it came to.
    entry: Entry,
    /// Where its pieces are, if it is a list.
    pieces: Option<Arc<Pieces>>,
}

/// Where the pieces of a list are.
#[derive(Debug, Default, PartialEq, Eq)]
struct Pieces {
    /// Pieces of another form are none of this file.
    form: Fingerprint,
    /// Bytes before the first.
    before: u32,
    /// Bytes between two.
    between: u32,
    /// Of each a hash of what it is made of, and its bytes.
    all: Vec<(Fingerprint, u32)>,
}

impl Pieces {
    /// Where each piece is in a file of this length; nothing where they do not fit into it.
    fn places(&self, length: u64) -> HashMap<&Fingerprint, Range<u64>> {
        let mut start = u64::from(self.before);
        let mut places = HashMap::with_capacity(self.all.len());
        for (piece, bytes) in &self.all {
            let end = start + u64::from(*bytes);
            if end > length {
                return HashMap::new();
            }
            places.insert(piece, start..end);
            start = end + u64::from(self.between);
        }
        places
    }
}

/// What stands around the pieces of a file that lists records.
#[derive(Debug, Default)]
pub struct Frame {
    /// Before the first.
    pub before: String,
    /// Between two.
    pub between: &'static str,
    /// After the last.
    pub after: String,
    /// What pieces are made of beside their record, where that is not known before all records were seen.
    pub form: String,
}

/// A file that lists records, which is to be made.
pub struct List<'l> {
    /// Its path.
    pub path: String,
    /// Of what it is made.
    pub fingerprint: Fingerprint,
    /// Of what each of its pieces is made, in their order.
    pub pieces: &'l [Fingerprint],
    /// What all its pieces are made of besides.
    pub form: Fingerprint,
}

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
        if !self.again(sink, &path, fingerprint)
            && let Some(entry) = sink.take(path.clone(), make()?)
        {
            self.know(path, fingerprint, entry, None);
        }
        Ok(())
    }

    /// Hands a file that lists records to the sink: the one that is there, where it was made of the same, else a new one, of
    /// which only those pieces are made that the one of the last release does not have.
    ///
    /// # Errors
    /// Those of `frame` and `piece`.
    pub fn list<E: Send>(
        &self,
        sink: &dyn Sink,
        list: List,
        frame: impl FnOnce() -> Result<Frame, E>,
        piece: impl Fn(usize) -> Result<String, E> + Sync,
    ) -> Result<(), E> {
        if self.again(sink, &list.path, list.fingerprint) {
            return Ok(());
        }
        let frame = frame()?;
        let form = crate::outputs::fingerprint::of(&frame.form, &[list.form]);
        let known = self.before.get(&list.path);
        let known = known.and_then(|known| Some((&known.entry, known.pieces.as_deref()?)));
        let known = known.filter(|(_, pieces)| pieces.form == form);
        let former = known.and_then(|(entry, pieces)| {
            let file = sink.former(&list.path, entry)?;
            Some(Copies::of(file, entry.bytes, pieces))
        });
        let making = Joining {
            list: &list,
            frame: &frame,
            form,
        };
        let mut out = sink::grow(sink, &list.path);
        let pieces = match making.join(former, &mut *out, &piece)? {
            Ok(pieces) => pieces,
            // What was there cannot be read, so nothing of it is taken over.
            Err(_) => {
                drop(out);
                out = sink::grow(sink, &list.path);
                making.join(None, &mut *out, &piece)?.unwrap_or_default()
            }
        };
        if let Some(entry) = out.end() {
            let pieces = Some(pieces).filter(|pieces| !pieces.all.is_empty());
            self.know(list.path, list.fingerprint, entry, pieces.map(Arc::new));
        }
        Ok(())
    }

    /// Whether a file was made of the same and is there.
    fn again(&self, sink: &dyn Sink, path: &str, fingerprint: Fingerprint) -> bool {
        let known = self.before.get(path);
        let known = known.filter(|known| {
            known.fingerprint == fingerprint && sink.take_again(path, &known.entry)
        });
        if let Some(known) = known {
            let Known { entry, pieces, .. } = known.clone();
            self.know(path.to_owned(), fingerprint, entry, pieces);
        }
        known.is_some()
    }

    fn know(
        &self,
        path: String,
        fingerprint: Fingerprint,
        entry: Entry,
        pieces: Option<Arc<Pieces>>,
    ) {
        let known = Known {
            fingerprint,
            entry,
            pieces,
        };
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.insert(path, known);
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
        cache::write(file, |out| out.write_all(&bytes_of(&now)))
    }
}

/// A list that is put together of its pieces.
struct Joining<'l> {
    list: &'l List<'l>,
    frame: &'l Frame,
    form: Fingerprint,
}

impl Joining<'_> {
    /// Writes the file, and says where its pieces are. Those that are in a former one are copied; the others are made.
    fn join<E: Send>(
        &self,
        mut former: Option<Copies>,
        out: &mut dyn Growing,
        piece: impl Fn(usize) -> Result<String, E> + Sync,
    ) -> Result<io::Result<Pieces>, E> {
        let between = self.frame.between.as_bytes();
        let mut pieces = Pieces {
            form: self.form,
            before: self.frame.before.len() as u32,
            between: between.len() as u32,
            all: Vec::with_capacity(self.list.pieces.len()),
        };
        if let Err(error) = out.write_all(self.frame.before.as_bytes()) {
            return Ok(Err(error));
        }
        for (part, some) in self.list.pieces.chunks(AT_ONCE).enumerate() {
            let places = former.as_ref().map(|former| &former.places);
            let there = |piece: &Fingerprint| places?.get(piece).cloned();
            let make = |(at, key): (usize, &Fingerprint)| match there(key) {
                Some(place) => Ok(Piece::There(place)),
                None => piece(part * AT_ONCE + at).map(Piece::Made),
            };
            let made = some.par_iter().enumerate().map(make);
            let made: Vec<Piece> = made.collect::<Result<_, E>>()?;
            for (key, piece) in some.iter().zip(&made) {
                let before = if pieces.all.is_empty() { &[] } else { between };
                pieces.all.push((*key, piece.len() as u32));
                if let Err(error) = put(piece, before, former.as_mut(), out) {
                    return Ok(Err(error));
                }
            }
        }
        let copied = former.map_or(Ok(()), |mut former| former.copied(out));
        let ended = copied.and_then(|()| out.write_all(self.frame.after.as_bytes()));
        Ok(ended.map(|()| pieces))
    }
}

/// Puts a piece behind the others, and `before` in front of it.
fn put(
    piece: &Piece,
    before: &[u8],
    former: Option<&mut Copies>,
    out: &mut dyn Growing,
) -> io::Result<()> {
    match (former, piece) {
        (Some(former), Piece::There(place)) => former.copy(before, place, out),
        (former, Piece::Made(text)) => {
            former.map_or(Ok(()), |former| former.copied(out))?;
            out.write_all(before)?;
            out.write_all(text.as_bytes())
        }
        // Only what a former file has is there.
        (None, Piece::There(_)) => Ok(()),
    }
}

/// One piece of a list.
enum Piece {
    /// Where it is in the former file.
    There(Range<u64>),
    Made(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Piece::There(place) => (place.end - place.start) as usize,
            Piece::Made(text) => text.len(),
        }
    }
}

/// A former file from which pieces are copied, those that stand side by side at once.
struct Copies<'p> {
    file: Box<dyn Former>,
    buffer: Vec<u8>,
    places: HashMap<&'p Fingerprint, Range<u64>>,
    /// What is to be copied next.
    run: Option<Range<u64>>,
}

impl<'p> Copies<'p> {
    fn of(file: Box<dyn Former>, bytes: u64, pieces: &'p Pieces) -> Copies<'p> {
        Copies {
            file,
            buffer: vec![0; BUFFER],
            places: pieces.places(bytes),
            run: None,
        }
    }

    /// Copies what stands at a place, behind `before`, which stands between any two pieces of the former file, too.
    fn copy(&mut self, before: &[u8], place: &Range<u64>, out: &mut dyn Growing) -> io::Result<()> {
        match &mut self.run {
            Some(run) if run.end + before.len() as u64 == place.start => run.end = place.end,
            _ => {
                self.copied(out)?;
                out.write_all(before)?;
                self.run = Some(place.clone());
            }
        }
        Ok(())
    }

    /// Copies what is still to be copied.
    fn copied(&mut self, out: &mut dyn Growing) -> io::Result<()> {
        let Some(run) = self.run.take() else {
            return Ok(());
        };
        let length = run.end - run.start;
        self.file.seek(SeekFrom::Start(run.start))?;
        let mut left = length as usize;
        while left > 0 {
            let most = left.min(self.buffer.len());
            let piece = self.buffer.get_mut(..most).unwrap_or_default();
            self.file.read_exact(piece)?;
            out.write_all(piece)?;
            left -= most;
        }
        Ok(())
    }
}

/// For each file the length of its path (two bytes, the lower first), its path, the hash of what it is made of, its
/// length (eight bytes, the lowest first) and the 32 bytes of its SHA-256; then the number of its pieces (four bytes) and,
/// where there are any, the hash of their form, the bytes before and between them, and of each its hash and its bytes.
fn bytes_of(files: &Files) -> Vec<u8> {
    let mut paths: Vec<_> = files.iter().collect();
    paths.sort_unstable_by_key(|(path, _)| *path);
    let pieces = |known: &Known| known.pieces.as_ref().map_or(0, |pieces| pieces.all.len());
    let all: usize = paths.iter().map(|(_, known)| pieces(known)).sum();
    let mut out = Vec::with_capacity(paths.len() * 120 + all * 20);
    for (path, known) in paths {
        let Ok(length) = u16::try_from(path.len()) else {
            continue;
        };
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(path.as_bytes());
        out.extend_from_slice(&known.fingerprint);
        out.extend_from_slice(&known.entry.bytes.to_le_bytes());
        out.extend_from_slice(&known.entry.sha256.0);
        out.extend_from_slice(&(pieces(known) as u32).to_le_bytes());
        if let Some(pieces) = known.pieces.as_ref().filter(|it| !it.all.is_empty()) {
            out.extend_from_slice(&pieces.form);
            out.extend_from_slice(&pieces.before.to_le_bytes());
            out.extend_from_slice(&pieces.between.to_le_bytes());
            for (piece, bytes) in &pieces.all {
                out.extend_from_slice(piece);
                out.extend_from_slice(&bytes.to_le_bytes());
            }
        }
    }
    out
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
        let (pieces, after) = pieces_of(after)?;
        let path = std::str::from_utf8(path).ok()?.to_owned();
        let known = Known {
            fingerprint: *fingerprint,
            entry: Entry {
                bytes: u64::from_le_bytes(*length),
                sha256: Hash(*hash),
            },
            pieces: pieces.map(Arc::new),
        };
        files.insert(path, known);
        rest = after;
    }
    Some(files)
}

/// What is known of a file's pieces, and what follows.
fn pieces_of(bytes: &[u8]) -> Option<(Option<Pieces>, &[u8])> {
    let number = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
    let (count, after) = bytes.split_first_chunk::<4>()?;
    let count = number(count) as usize;
    if count == 0 {
        return Some((None, after));
    }
    let (form, after) = after.split_first_chunk::<16>()?;
    let (before, after) = after.split_first_chunk::<4>()?;
    let (between, after) = after.split_first_chunk::<4>()?;
    let (all, after) = after.split_at_checked(count.checked_mul(20)?)?;
    let piece = |bytes: &[u8]| {
        let (piece, length) = bytes.split_first_chunk::<16>()?;
        Some((*piece, number(length.first_chunk()?)))
    };
    let pieces = Pieces {
        form: *form,
        before: number(before),
        between: number(between),
        all: all.chunks(20).map(piece).collect::<Option<_>>()?,
    };
    Some((Some(pieces), after))
}

#[cfg(test)]
mod tests {
    use super::{Frame, List, Rendered, bytes_of, files_of};
    use crate::cache;
    use crate::site::Files;
    use crate::site::release::Entry;
    use crate::site::sink::{Former, Sink};
    use std::cell::Cell;
    use std::convert::Infallible;
    use std::fs;
    use std::io;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

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
        assert_eq!(listed(&first, &Release::default(), "0", &[1, 2, 3]).0, 3);
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
        assert_eq!(cache::sealed(bytes_of(&files_of(&whole).unwrap())), whole);
        fs::remove_file(&file).unwrap();
    }

    /// A release whose files are in memory, and whether it hands out any.
    #[derive(Default)]
    struct Release(Mutex<Files>, bool);

    impl Sink for Release {
        fn take(&self, path: String, bytes: Vec<u8>) -> Option<Entry> {
            let entry = Entry::of(&bytes);
            self.0.lock().unwrap().insert(path, bytes);
            Some(entry)
        }

        fn former(&self, path: &str, entry: &Entry) -> Option<Box<dyn Former>> {
            let files = self.0.lock().unwrap();
            let bytes = files.get(path).cloned();
            let bytes = bytes.filter(|bytes| self.1 || Entry::of(bytes) == *entry);
            Some(Box::new(io::Cursor::new(bytes?)))
        }
    }

    /// Makes a list of these numbers, and says how many of its pieces were made and what came of it.
    fn listed(
        rendered: &Rendered,
        release: &Release,
        form: &str,
        numbers: &[u8],
    ) -> (usize, String) {
        let made = AtomicUsize::new(0);
        let pieces: Vec<_> = numbers.iter().map(|number| [*number; 16]).collect();
        let list = List {
            path: "list".to_owned(),
            fingerprint: crate::outputs::fingerprint::of(&(form, numbers), &[]),
            pieces: &pieces,
            form: [7; 16],
        };
        let frame = || {
            Ok::<_, Infallible>(Frame {
                before: format!("{} [", numbers.len()),
                between: ", ",
                after: "]".to_owned(),
                form: form.to_owned(),
            })
        };
        let piece = |at: usize| {
            made.fetch_add(1, Ordering::Relaxed);
            Ok(form.repeat(usize::from(numbers[at])))
        };
        rendered.list(release, list, frame, piece).unwrap();
        let text = release.0.lock().unwrap()["list"].clone();
        (made.into_inner(), String::from_utf8(text).unwrap())
    }

    #[test]
    fn of_a_list_only_the_pieces_are_made_that_were_not_there() {
        let release = Release::default();
        let mut rendered = Rendered::default();
        let mut next = |form: &str, numbers: &[u8]| {
            let done = listed(&rendered, &release, form, numbers);
            let bytes = cache::sealed(bytes_of(&rendered.now.lock().unwrap()));
            rendered = Rendered {
                before: files_of(&bytes).unwrap(),
                ..Rendered::default()
            };
            let texts = numbers
                .iter()
                .map(|number| form.repeat(usize::from(*number)));
            let expected = texts.collect::<Vec<_>>().join(", ");
            assert_eq!(done.1, format!("{} [{expected}]", numbers.len()));
            done.0
        };
        assert_eq!(next("x", &[]), 0);
        assert_eq!(next("x", &[1, 2, 3]), 3);
        assert_eq!(next("x", &[1, 4, 3]), 1, "one is another");
        assert_eq!(next("x", &[3, 1]), 0, "in another order, and one less");
        assert_eq!(next("y", &[3, 1]), 2, "of another form");
        let many: Vec<u8> = (0..200).collect();
        assert_eq!(next("y", &many), 198);
        // Somebody was at the file.
        release
            .0
            .lock()
            .unwrap()
            .insert("list".to_owned(), b"[ay]".to_vec());
        assert_eq!(next("y", &[1, 3]), 2);
    }

    #[test]
    fn a_former_file_that_ends_early_is_not_copied_from() {
        let release = Release(Mutex::default(), true);
        let first = Rendered::default();
        assert_eq!(listed(&first, &release, "x", &[1, 2, 3]).0, 3);
        let bytes = cache::sealed(bytes_of(&first.now.lock().unwrap()));
        let again = Rendered {
            before: files_of(&bytes).unwrap(),
            ..Rendered::default()
        };
        let cut = b"3 [x, xx".to_vec();
        release.0.lock().unwrap().insert("list".to_owned(), cut);
        let done = listed(&again, &release, "x", &[3, 1, 2, 4]);
        assert_eq!(done.1, "4 [xxx, x, xx, xxxx]");
        assert_eq!(done.0, 5, "the new one, then all of them");
    }
}
