//! Where the files of a site go while they are made: to disk at once, or into memory. A large site is never held whole.
//!
//! Not here: which files there are ([`super`]), how they get onto disk ([`super::publish`]).

use super::Files;
use super::release::Entry;
use std::io::{self, Read, Seek, Write};
use std::sync::{Mutex, PoisonError};

/// Takes files, from several threads, in any order, each path once. What goes wrong is told at the end by whoever owns
/// it, so that those who make files need not know what becomes of them.
pub trait Sink: Sync {
    /// Takes a file, and tells what is known of it, where the sink knows.
    fn take(&self, path: String, bytes: Vec<u8>) -> Option<Entry>;

    /// Takes a file that is there already, from a former release, and says whether it is: only then need it not be made.
    fn take_again(&self, path: &str, entry: &Entry) -> bool {
        let _ = (path, entry);
        false
    }

    /// What is in a file of a former release, where that is there as it was, so that parts of it need not be made again.
    fn former(&self, path: &str, entry: &Entry) -> Option<Box<dyn Former>> {
        let _ = (path, entry);
        None
    }

    /// Begins a long file that is taken piece by piece, so that it is never in memory; `None` where the sink wants it whole.
    fn grow(&self, path: &str) -> Option<Box<dyn Growing + '_>> {
        let _ = path;
        None
    }
}

/// Begins a file that is taken piece by piece, by the sink or, where that wants it whole, in memory.
pub fn grow<'s>(sink: &'s dyn Sink, path: &str) -> Box<dyn Growing + 's> {
    let whole = || -> Box<dyn Growing + 's> {
        Box::new(Whole {
            sink,
            path: path.to_owned(),
            bytes: Vec::new(),
        })
    };
    sink.grow(path).unwrap_or_else(whole)
}

/// A file that is taken piece by piece. One that is given up before its end is none.
pub trait Growing: Write {
    /// Takes it, as [`Sink::take`].
    fn end(self: Box<Self>) -> Option<Entry>;
}

/// One that grows in memory.
struct Whole<'s> {
    sink: &'s dyn Sink,
    path: String,
    bytes: Vec<u8>,
}

impl Write for Whole<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Growing for Whole<'_> {
    fn end(self: Box<Self>) -> Option<Entry> {
        self.sink.take(self.path, self.bytes)
    }
}

/// A file of a former release.
pub trait Former: Read + Seek {}

impl<F: Read + Seek> Former for F {}

/// Files in memory.
#[derive(Debug, Default)]
pub struct Collected(Mutex<Files>);

impl Collected {
    /// The files that were taken.
    pub fn into_files(self) -> Files {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Collected {
    fn take(&self, path: String, bytes: Vec<u8>) -> Option<Entry> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path, bytes);
        None
    }
}
