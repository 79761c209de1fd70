//! A pack on disk: written so that readers never meet half of one, and read back for queries.
//!
//! What is in its files is raw DEFLATE, which the engine undoes, whatever the host thinks of the file's type.
//!
//! Not here: what is in a pack (the engine knows), or the rest of the site.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use callboard_engine::pack::{Deflate, MANIFEST, PackFile, Part, checked, in_slot, inflate};
use callboard_engine::{Searcher, Step};
use flate2::{Compress, Compression, FlushCompress};
use libdeflater::{CompressionLvl, Compressor};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// What publishing a pack did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files of the pack.
    pub files: usize,
    /// Files that were not there before.
    pub written: usize,
    /// Bytes of all files as readers load them.
    pub bytes: u64,
    /// Bytes of those that were not there before.
    pub new_bytes: u64,
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
    for PackFile { name, bytes } in files {
        published.bytes += bytes.len() as u64;
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|have| have == *bytes) {
            continue;
        }
        let unfinished = folder.join(format!(".{name}.unfinished"));
        fs::write(&unfinished, bytes)?;
        fs::rename(&unfinished, &path)?;
        published.written += 1;
        published.new_bytes += bytes.len() as u64;
    }
    Ok(published)
}

/// Set where a debug build is to be as small as one for publishing.
const PATIENT: &str = "CALLBOARD_PATIENT";

/// Whether it may take seconds to save a thirtieth: always in a release, and in a debug build where somebody asks for it,
/// because tests make hundreds of sites that nobody loads.
pub fn is_patient() -> bool {
    static ASKED: LazyLock<bool> = LazyLock::new(|| std::env::var_os(PATIENT).is_some());
    !cfg!(debug_assertions) || *ASKED
}

/// Compresses a part of a pack, to be published. What every reader loads of a small catalogue is made as small as the
/// format allows, which saves a thirtieth and takes a second per 100 KB. A build that [is in a hurry](is_patient) does without.
pub fn compress(bytes: &[u8], how: Deflate) -> Vec<u8> {
    match how {
        Deflate::Tight if is_patient() => {
            let mut out = Vec::new();
            // Writing to memory fails only where memory ends.
            let options = zopfli::Options::default();
            match zopfli::compress(options, zopfli::Format::Deflate, bytes, &mut out) {
                Ok(()) => out,
                Err(_) => nearly_optimal(bytes, CompressionLvl::best()),
            }
        }
        // Most of a root are numbers, for which a second of trying finds no more than this.
        Deflate::Tight | Deflate::Root => nearly_optimal(bytes, CompressionLvl::best()),
        // The best takes twice the time for half a hundredth.
        Deflate::Usual => nearly_optimal(bytes, CompressionLvl::new(10).unwrap_or_default()),
        // libdeflate knows no dictionary.
        Deflate::After(_) => deflate(bytes, how, Compression::best()),
    }
}

/// libdeflate from level 10 on: it weighs what each match costs, like zopfli, but a few times at most.
fn nearly_optimal(bytes: &[u8], level: CompressionLvl) -> Vec<u8> {
    let mut compressor = Compressor::new(level);
    let mut out = vec![0; compressor.deflate_compress_bound(bytes.len())];
    match compressor.deflate_compress(bytes, &mut out) {
        Ok(length) => {
            out.truncate(length);
            out
        }
        // It cannot be, because there is room for the worst case.
        Err(_) => deflate(bytes, Deflate::Usual, Compression::best()),
    }
}

/// Compresses a part of a pack that is read back at once and published by nobody.
pub fn compress_quickly(bytes: &[u8], how: Deflate) -> Vec<u8> {
    deflate(bytes, how, Compression::fast())
}

fn deflate(bytes: &[u8], how: Deflate, level: Compression) -> Vec<u8> {
    let mut deflate = Compress::new(level, false);
    if let Deflate::After(primer) = how {
        // Refused only for bytes with a zlib header.
        let _ = deflate.set_dictionary(primer);
    }
    // What does not become smaller grows by five bytes for each 16 KB.
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 1000 + 64);
    let _ = deflate.compress_vec(bytes, &mut out, FlushCompress::Finish);
    out
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
                "there is no pack in {}: expected a site, or the folder that holds {MANIFEST}, as `callboard build --out FOLDER` writes it",
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
    /// Requests: whole files and parts of files.
    pub files: usize,
    /// Times that something had to be waited for before it was known what else is needed.
    pub rounds: usize,
    /// Bytes as they are on the host.
    pub bytes: u64,
}

/// Where the files of a pack are.
enum Store {
    Folder(PathBuf),
    /// By name, of a pack that was written to no disk.
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Store {
    /// A file, as messages name it.
    fn path(&self, name: &str) -> PathBuf {
        match self {
            Store::Folder(folder) => folder.join(name),
            Store::Memory(_) => PathBuf::from(name),
        }
    }

    /// A file, or the part of it that begins at a byte and has a length.
    fn read(&self, name: &str, slot: Option<(u64, u64)>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self {
            Store::Folder(folder) => {
                let mut file = fs::File::open(folder.join(name))?;
                match slot {
                    None => file.read_to_end(&mut bytes)?,
                    Some((start, length)) => {
                        file.seek(SeekFrom::Start(start))?;
                        file.take(length).read_to_end(&mut bytes)?
                    }
                };
            }
            Store::Memory(files) => {
                let file = files.get(name).ok_or(io::ErrorKind::NotFound)?;
                let (start, length) = slot.unwrap_or((0, u64::MAX));
                let mut file = io::Cursor::new(file);
                file.set_position(start);
                file.take(length).read_to_end(&mut bytes)?;
            }
        }
        Ok(bytes)
    }
}

/// An opened pack that reads its files as they are needed.
pub struct PackFolder {
    store: Store,
    searcher: Searcher,
    primer: Vec<u8>,
    cost: Cost,
}

impl PackFolder {
    /// Opens the pack whose manifest is in `folder`, or in the folder `pack` of a site.
    ///
    /// # Errors
    /// When there is none, or it is damaged or of another version.
    pub fn open(folder: &Path) -> Result<PackFolder, PackError> {
        let of_a_site = folder.join("pack");
        let is_site = !folder.join(MANIFEST).is_file() && of_a_site.join(MANIFEST).is_file();
        let folder = if is_site {
            of_a_site
        } else {
            folder.to_owned()
        };
        PackFolder::opened(Store::Folder(folder))
    }

    /// Opens a pack that was written to no disk.
    ///
    /// # Errors
    /// As [`PackFolder::open`].
    pub fn of(files: Vec<PackFile>) -> Result<PackFolder, PackError> {
        let files = files.into_iter().map(|file| (file.name, file.bytes));
        PackFolder::opened(Store::Memory(files.collect()))
    }

    fn opened(store: Store) -> Result<PackFolder, PackError> {
        let path = store.path(MANIFEST);
        let manifest = store
            .read(MANIFEST, None)
            .map_err(|_| PackError::Missing(path.parent().unwrap_or(&path).to_owned()))?;
        let damaged = |what: &str| PackError::Damaged(path.clone(), what.to_owned());
        let manifest_bytes = manifest.len() as u64;
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
        let mut cost = Cost {
            files: 1,
            rounds: 1,
            bytes: manifest_bytes,
        };
        let member = |name| manifest.get(name).and_then(serde_json::Value::as_str);
        let inside = |base64: &str| {
            let bytes = BASE64.decode(base64);
            let bytes = bytes.map_err(|error| damaged(&error.to_string()))?;
            inflate(&bytes, &[]).ok_or_else(|| damaged("what is in it is cut off or altered"))
        };
        let mut primer = Vec::new();
        let bytes = match (member("root"), member("first")) {
            (Some(root), _) => {
                primer = inside(member("primer").unwrap_or_default())?;
                match checked(&primer) {
                    Some(content) => primer.truncate(content.len()),
                    None => return Err(damaged("its primer is cut off or altered")),
                }
                inside(root)?
            }
            (None, Some(first)) => {
                cost.rounds += 1;
                let part = Part {
                    number: 0,
                    file: first.to_owned(),
                    start: 0,
                    length: 0,
                    primed: false,
                };
                read(&store, &part, &[], &mut cost)?
            }
            (None, None) => return Err(damaged("it names no first file")),
        };
        let searcher = Searcher::open(&bytes).map_err(|error| PackError::Refused(path, error))?;
        Ok(PackFolder {
            store,
            searcher,
            primer,
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
                .map_err(|error| PackError::Refused(self.store.path(""), error))?;
            let parts = match step {
                Step::Done(value) => return Ok(value),
                Step::Need(parts) => parts,
            };
            self.cost.rounds += 1;
            for part in parts {
                let bytes = read(&self.store, &part, &self.primer, &mut self.cost)?;
                self.searcher
                    .provide(part.number, &bytes)
                    .map_err(|error| PackError::Refused(self.store.path(&part.file), error))?;
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

/// Reads a part of a pack as a browser would: a file, or the slot of one chunk.
fn read(store: &Store, part: &Part, primer: &[u8], cost: &mut Cost) -> Result<Vec<u8>, PackError> {
    let damaged = |what: &str| PackError::Damaged(store.path(&part.file), what.to_owned());
    let slot = (part.length > 0).then_some((part.start as u64, part.length as u64));
    let bytes = store
        .read(&part.file, slot)
        .map_err(|error| damaged(&error.to_string()))?;
    cost.files += 1;
    cost.bytes += bytes.len() as u64;
    let compressed = match slot {
        None => Some(&bytes[..]),
        Some(_) => in_slot(&bytes),
    };
    let primer = if part.primed { primer } else { &[] };
    compressed
        .and_then(|bytes| inflate(bytes, primer))
        .ok_or_else(|| damaged("it is cut off or altered"))
}
