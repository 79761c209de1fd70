//! A pack on disk: written so that readers never meet half of one, and read back for queries.
//!
//! Files other than the manifest are compressed with zlib, which every browser undoes by itself
//! (`DecompressionStream('deflate')`) whatever the host thinks of the file's type.
//!
//! Not here: what is in a pack (the engine knows), or the rest of the site.

use callboard_engine::pack::{MANIFEST, PackFile};
use callboard_engine::{Searcher, Step};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use std::fmt;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What publishing a pack did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files of the pack.
    pub files: usize,
    /// Files that were not there before.
    pub written: usize,
    /// Bytes of all files as readers load them.
    pub bytes: u64,
}

/// Writes a pack into `folder`. The manifest is replaced last, in one step: until then readers keep
/// the pack they had. Files that are there already are left alone, and nothing is removed, because
/// a page that is still open may need it.
///
/// # Errors
/// When a file cannot be written; the pack that was there stays whole.
pub fn publish(folder: &Path, files: &[PackFile]) -> io::Result<Published> {
    fs::create_dir_all(folder)?;
    let mut published = Published {
        files: files.len(),
        ..Published::default()
    };
    let total = files.iter().map(|file| file.bytes.len()).sum();
    for file in files {
        let bytes = if file.name == MANIFEST {
            file.bytes.clone()
        } else {
            compress(&file.bytes, total)?
        };
        published.bytes += bytes.len() as u64;
        let path = folder.join(&file.name);
        if fs::read(&path).is_ok_and(|have| have == bytes) {
            continue;
        }
        let unfinished = folder.join(format!(".{}.unfinished", file.name));
        fs::write(&unfinished, &bytes)?;
        fs::rename(&unfinished, &path)?;
        published.written += 1;
    }
    Ok(published)
}

/// A pack of up to this many bytes is compressed as tightly as the format allows, which saves a fourteenth of
/// what readers load and takes a second per 300 KB; larger packs are cut into chunks of which readers load few.
/// A preview (a debug build) does without.
const TIGHT: usize = 1 << 20;

fn compress(bytes: &[u8], total: usize) -> io::Result<Vec<u8>> {
    if total <= TIGHT && !cfg!(debug_assertions) {
        let mut out = Vec::new();
        zopfli::compress(
            zopfli::Options::default(),
            zopfli::Format::Zlib,
            bytes,
            &mut out,
        )?;
        return Ok(out);
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Why a pack cannot be used. Each says what to do.
#[derive(Debug)]
pub enum PackError {
    /// There is no manifest.
    Missing(PathBuf),
    /// A file cannot be read or is not what the manifest or root promises.
    Damaged(PathBuf, String),
    /// The engine refuses it.
    Refused(PathBuf, callboard_engine::Error),
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PackError::Missing(path) => write!(
                f,
                "there is no pack in {}: expected the folder that holds {MANIFEST}, as `callboard build --out FOLDER` writes it",
                path.display()
            ),
            PackError::Damaged(path, what) => {
                write!(
                    f,
                    "{} is damaged ({what}): build the pack again",
                    path.display()
                )
            }
            PackError::Refused(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for PackError {}

/// What a reader has loaded so far, the manifest and the first file included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Files.
    pub files: usize,
    /// Times that something had to be waited for before it was known what else is needed.
    pub rounds: usize,
    /// Bytes as they are on the host.
    pub bytes: u64,
}

/// An opened pack that reads its files as they are needed.
pub struct PackFolder {
    folder: PathBuf,
    searcher: Searcher,
    cost: Cost,
}

impl PackFolder {
    /// Opens the pack whose manifest is in `folder`.
    ///
    /// # Errors
    /// When there is none, or it is damaged or of another version.
    pub fn open(folder: &Path) -> Result<PackFolder, PackError> {
        let path = folder.join(MANIFEST);
        let manifest = fs::read(&path).map_err(|_| PackError::Missing(folder.to_owned()))?;
        let damaged = |what: &str| PackError::Damaged(path.clone(), what.to_owned());
        let manifest: serde_json::Value =
            serde_json::from_slice(&manifest).map_err(|error| damaged(&error.to_string()))?;
        let found = manifest
            .get("format")
            .and_then(serde_json::Value::as_u64)
            .and_then(|format| u32::try_from(format).ok());
        match found {
            Some(found) if found != callboard_engine::pack::FORMAT => {
                return Err(PackError::Refused(
                    path,
                    callboard_engine::Error::Version { found },
                ));
            }
            Some(_) => {}
            None => return Err(damaged("it names no format")),
        }
        let first = manifest
            .get("first")
            .and_then(serde_json::Value::as_str)
            .ok_or_else(|| damaged("it names no first file"))?;
        let mut cost = Cost {
            files: 1,
            rounds: 2,
            bytes: fs::metadata(&path).map_or(0, |about| about.len()),
        };
        let bytes = read(folder, first, &mut cost)?;
        let searcher = Searcher::open(first, &bytes)
            .map_err(|error| PackError::Refused(folder.join(first), error))?;
        Ok(PackFolder {
            folder: folder.to_owned(),
            searcher,
            cost,
        })
    }

    /// Asks the engine, handing over files until it has what it needs.
    ///
    /// # Errors
    /// When a file is missing or damaged.
    pub fn ask<T>(
        &mut self,
        ask: impl Fn(&Searcher) -> Result<Step<T>, callboard_engine::Error>,
    ) -> Result<T, PackError> {
        loop {
            let step = ask(&self.searcher)
                .map_err(|error| PackError::Refused(self.folder.clone(), error))?;
            let names = match step {
                Step::Done(value) => return Ok(value),
                Step::Need(names) => names,
            };
            self.cost.rounds += 1;
            for name in names {
                let bytes = read(&self.folder, &name, &mut self.cost)?;
                self.searcher
                    .provide(&name, &bytes)
                    .map_err(|error| PackError::Refused(self.folder.join(&name), error))?;
            }
        }
    }

    /// What a reader of whom all this was asked has loaded.
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// The catalogue's own JSON.
    pub fn site(&self) -> String {
        self.searcher.site()
    }
}

fn read(folder: &Path, name: &str, cost: &mut Cost) -> Result<Vec<u8>, PackError> {
    let path = folder.join(name);
    let damaged = |error: io::Error| PackError::Damaged(path.clone(), error.to_string());
    let file = fs::File::open(&path).map_err(damaged)?;
    cost.files += 1;
    cost.bytes += file.metadata().map_or(0, |about| about.len());
    let mut bytes = Vec::new();
    ZlibDecoder::new(file)
        .read_to_end(&mut bytes)
        .map_err(damaged)?;
    Ok(bytes)
}
