//! A source on disk: one file, a folder with what is in it, or an archive of one (`source/archive.rs`). The only place of this crate that reads
//! a source; the readers of formats work on what it gives, so they can be tried without a disk.

mod archive;

use crate::page::{encoding, mail};
use crate::slug::slug;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Short name for the folder that its drafts go to: `a-z`, `0-9` and hyphens.
    pub name: String,
    /// In the order of their paths.
    pub files: Vec<File>,
    /// Files that were not read, with the reason: pictures and the like are not among them.
    pub unread: Vec<(String, String)>,
}

impl Source {
    /// Without the mails as their programs keep them, where there are some: only lists are read from those.
    pub(crate) fn without_mails(&self) -> Option<Source> {
        let is_mail = |file: &File| mail::is(&file.bytes);
        if !self.files.iter().any(is_mail) {
            return None;
        }
        let mut source = self.clone();
        source.files.retain(|file| !is_mail(file));
        let mails = self.files.iter().filter(|file| is_mail(file));
        source
            .unread
            .extend(mails.map(|mail| (mail.path.clone(), MAIL.to_owned())));
        Some(source)
    }
}

/// Why a mail is not read.
const MAIL: &str =
    "it is a mail as its program keeps it (.eml), which is imported by itself with `--as list`";

/// A file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Below the source, with forward slashes on every system; its name, when the source is one file.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why a source could not be read at all.
#[derive(Debug)]
pub struct Failure {
    path: PathBuf,
    reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(
            f,
            "{} could not be read: {}",
            self.path.display(),
            self.reason
        )
    }
}

impl std::error::Error for Failure {}

/// Most bytes of a file. A publisher's whole feed or calendar is far below it.
const MOST_BYTES: u64 = 64 << 20;

/// Endings of files that hold no facts that an importer could read.
const NOT_TEXT: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "avif", "heic", "pdf", "mp3", "mp4", "m4a",
    "ogg", "wav", "mov", "avi", "webm", "woff", "woff2", "ttf", "otf", "eot", "css", "scss",
    "sass", "less", "js", "mjs", "ts", "map", "lock", "exe", "so", "wasm",
];

/// Folders that tools fill.
const NOT_WRITTEN: &[&str] = &["node_modules", "_site", "vendor", "target"];

/// Reads a file, or a folder or an archive with all that is below it. Hidden files, links to elsewhere, pictures,
/// styles and scripts are left out.
pub fn read(path: &Path) -> Result<Source, Failure> {
    let failure = |reason: String| Failure {
        path: path.to_owned(),
        reason,
    };
    let about = fs::metadata(path).map_err(|error| failure(error.to_string()))?;
    // `.` and `..` have no name of their own.
    let whole = fs::canonicalize(path).map_err(|error| failure(error.to_string()))?;
    let name = whole
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut source = Source::default();
    if about.is_dir() {
        source.name = slug(&name);
        walk(path, "", &mut source).map_err(failure)?;
        source.files.sort_by(|a, b| a.path.cmp(&b.path));
        source.unread.sort();
    } else {
        let stem = whole.file_stem().map(|stem| stem.to_string_lossy());
        source.name = slug(stem.as_deref().unwrap_or(&name));
        match archive::open(path) {
            Some(archive) => {
                archive::read(archive, &mut source);
                source.files.sort_by(|a, b| a.path.cmp(&b.path));
                source.unread.sort();
            }
            None => load(path, &name, about.len(), &mut source),
        }
        if source.files.is_empty()
            && let Some((_, reason)) = source.unread.pop()
        {
            return Err(failure(reason));
        }
    }
    Ok(source)
}

fn walk(folder: &Path, below: &str, source: &mut Source) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())? {
        let entry = entry.map_err(|error| error.to_string())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() {
            name.clone()
        } else {
            format!("{below}/{name}")
        };
        if name.starts_with('.') {
            continue;
        }
        let kind = match entry.metadata() {
            Ok(kind) => kind,
            Err(error) => {
                source.unread.push((path, error.to_string()));
                continue;
            }
        };
        if kind.is_dir() {
            if !NOT_WRITTEN.contains(&name.as_str())
                && let Err(reason) = walk(&entry.path(), &path, source)
            {
                source.unread.push((path, reason));
            }
        } else if kind.is_symlink() {
            // Following it could lead out of the source, or round in circles.
            source
                .unread
                .push((path, "it is a symbolic link".to_owned()));
        } else if kind.is_file() && !is_media(&name) {
            load(&entry.path(), &path, kind.len(), source);
        }
    }
    Ok(())
}

fn is_media(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| NOT_TEXT.contains(&ending.to_ascii_lowercase().as_str()))
}

fn load(path: &Path, name: &str, size: u64, source: &mut Source) {
    if size > MOST_BYTES {
        let reason = format!("it has {} MiB; at most 64 are read", size >> 20);
        source.unread.push((name.to_owned(), reason));
        return;
    }
    match fs::read(path) {
        Ok(bytes) if packed(&bytes).is_some() => {
            let reason = packed(&bytes).unwrap_or_default().to_owned();
            source.unread.push((name.to_owned(), reason));
        }
        Ok(bytes) => source.files.push(File {
            path: name.to_owned(),
            bytes,
        }),
        Err(error) => source.unread.push((name.to_owned(), error.to_string())),
    }
}

/// How many bytes of a file are looked at for one that no text has.
const SAMPLE: usize = 8000;

/// What a file is that is no text though editors may take it for one, and what to do with it.
fn packed(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 5] = [
        (
            b"PK\x03\x04",
            "it is a workbook, a document or an archive (such as .xlsx, .docx or .zip); save a table as CSV, a document as a web page or as plain text, and import an archive by itself, or unpack it if it cannot be opened",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "it is a workbook or a document (such as .xls or .doc); save a table as CSV, a document as a web page or as plain text",
        ),
        (b"\x1f\x8b", "it is compressed; unpack it first"),
        (
            b"%PDF-",
            "it is a PDF; copy its text into a file of its own",
        ),
        (
            b"{\\rtf",
            "it is rich text (.rtf); save it as a web page or as plain text",
        ),
    ];
    let found = kinds.iter().find(|(mark, _)| bytes.starts_with(mark));
    let is_text = || {
        let start = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
        !start.contains(&0)
            || encoding_rs::Encoding::for_bom(bytes).is_some()
            || encoding::unmarked(bytes).is_some()
            || std::str::from_utf8(bytes).is_ok()
    };
    match found {
        Some((_, reason)) => Some(*reason),
        None if mail::is_box(bytes) => {
            Some("it is a mailbox with several mails; save each mail as a file of its own (.eml)")
        }
        None => (!is_text()).then_some("it is no text"),
    }
}

impl File {
    /// Its text, and the line in which it stops being UTF-8 if it does: what cannot be read is then
    /// U+FFFD. A mark at its beginning says that it is UTF-16, as some programs save it.
    pub fn text(&self) -> (String, Option<usize>) {
        if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&self.bytes)
            && encoding != encoding_rs::UTF_8
        {
            let (text, damaged) =
                encoding.decode_without_bom_handling(self.bytes.get(mark..).unwrap_or_default());
            return (text.into_owned(), damaged.then_some(1));
        }
        if let Some(encoding) = encoding::unmarked(&self.bytes) {
            let (text, damaged) = encoding.decode_without_bom_handling(&self.bytes);
            return (text.into_owned(), damaged.then_some(1));
        }
        let bytes = self
            .bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), None),
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = good.iter().filter(|b| **b == b'\n').count() + 1;
                (String::from_utf8_lossy(bytes).into_owned(), Some(line))
            }
        }
    }

    /// Its text as Windows-1252, in which every byte means something: where the file is not UTF-8, and has no letter that
    /// could be UTF-8 beside those that cannot.
    pub fn text_of_windows(&self) -> Option<String> {
        let is_letter_of_utf8 = |chunk: std::str::Utf8Chunk| !chunk.valid().is_ascii();
        if std::str::from_utf8(&self.bytes).is_ok()
            || encoding::unmarked(&self.bytes).is_some()
            || self.bytes.utf8_chunks().any(is_letter_of_utf8)
        {
            return None;
        }
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&self.bytes);
        Some(text.into_owned())
    }

    /// The last part of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}
