//! A whole catalogue: settings, every record, and whether they fit together.
//!
//! Everything that is wrong is found in one reading. Files are read in sorted order, so that the same
//! catalogue gives the same records and the same diagnostics. Not here: following relations
//! ([`crate::resolve`]).

mod circles;
mod finding;
pub mod kept;
mod names;
mod own;
pub mod records;
mod references;
mod together;

use crate::diagnostic::{Diagnostic, Log, Place, Severity, nearest};
use crate::look::{self, Look};
use crate::queries;
use crate::record::{self, Record};
use crate::settings::{self, Settings};
use crate::site::own_files;
use crate::text_file::TextFile;
use crate::two_texts::{self, Version};
use callboard_importer::slug::slug;
use finding::Finding;
use kept::{Kept, Source, Sources};
use rayon::prelude::*;
use records::Records;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Name of the file with the settings.
const SETTINGS: &str = "catalog.toml";

/// Most bytes of a record.
const MOST_BYTES: u64 = 1 << 20;

/// A catalogue that could be read. It may still have errors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// Its settings.
    pub settings: Settings,
    /// Its records by id, drafts included.
    pub records: Records,
}

/// Reads the catalogue in `folder` and everything that is wrong with it, by file and place. `None` when
/// there are no settings to read records by.
pub fn read(folder: &Path) -> (Option<Catalog>, Vec<Diagnostic>) {
    let (catalog, diagnostics, _) = read_after(folder, Kept::default);
    (catalog, diagnostics)
}

/// Reads the same with the records that the last build kept, and says what is to be kept for the next one.
pub fn read_after(
    folder: &Path,
    kept: impl FnOnce() -> Kept + Send,
) -> (Option<Catalog>, Vec<Diagnostic>, Sources) {
    let mut diagnostics = Vec::new();
    let path = folder.join(SETTINGS);
    let Some(text) = load(&path, SETTINGS, "no-catalogue", &mut diagnostics) else {
        return (None, diagnostics, Sources::default());
    };
    let mut log = Log::new(SETTINGS, &text);
    let torn = two_texts::versions(&text, 1, &mut log);
    if torn.is_empty() {
        return read_by(folder, &text, kept);
    }
    let with = |version| {
        let text = two_texts::chosen(&text, &torn, version);
        read_by(folder, &text, Kept::default)
    };
    let [(first, of_first, _), (second, of_second, _)] =
        [Version::First, Version::Second].map(with);
    log.extend(two_texts::in_both(SETTINGS, &torn, of_first, &of_second));
    let mut diagnostics = log.finish();
    diagnostics.sort_by(Diagnostic::by_place);
    // Its records are there whichever is chosen.
    let catalog = first.filter(|_| second.is_some());
    (catalog, diagnostics, Sources::default())
}

/// Reads the catalogue in `folder` by settings with this text.
fn read_by(
    folder: &Path,
    text: &str,
    kept: impl FnOnce() -> Kept + Send,
) -> (Option<Catalog>, Vec<Diagnostic>, Sources) {
    let (settings, mut diagnostics) = settings::read(text);
    let Some(settings) = settings else {
        return (None, diagnostics, Sources::default());
    };
    let (kept, (files, found)) = rayon::join(kept, || files(folder));
    diagnostics.extend(found);
    let (own, found) = own::read(folder);
    diagnostics.extend(found);
    let known = kept.looks(text);
    let loaded: Vec<_> = files
        .par_iter()
        .map(|path| RecordFile::of(folder, path, &known))
        .collect();
    let mut texts: Vec<RecordFile> = Vec::with_capacity(loaded.len());
    // What cannot be read is there all the same for who refers to it.
    let mut unread: Vec<String> = Vec::new();
    for ((text, found), path) in loaded.into_iter().zip(&files) {
        if text.is_none() {
            unread.push(id_of(path));
        }
        texts.extend(text);
        diagnostics.extend(found);
    }
    if files.is_empty() && !diagnostics.iter().any(|found| found.code == "unreadable") {
        let mut log = Log::new("records", "");
        log.warn(
            "empty-catalogue",
            Place::default(),
            "the catalogue has no records",
            "add a file such as records/events/first-call.md",
        );
        diagnostics.extend(log.finish());
    }
    let logs = texts.par_iter();
    let mut logs: Vec<Log> = logs
        .map(|file| Log::later(&file.name, &file.text))
        .collect();
    // A file with a broken head is still a record that others may refer to.
    let mut first_files: HashMap<&str, &str> = HashMap::with_capacity(texts.len());
    for (file, log) in texts.iter().zip(&mut logs) {
        if let Some(other) = first_files.get(file.id.as_str()) {
            log.error(
                "duplicate-id",
                Place::default(),
                format!("the id `{}` is taken by {other}", file.id),
                "rename one of the files",
            );
        } else {
            first_files.insert(&file.id, &file.name);
        }
    }
    let named = texts.iter().map(|file| file.name.as_str());
    diagnostics.extend(names::check(named.chain(own.iter().map(String::as_str))));
    let mut records = records(&texts, text, &settings, &kept, &mut logs);
    // Of files with one id the first that can be published is the catalogue's. What is no part of it is looked at, too.
    let mut by_id: Vec<(&str, usize)> = records
        .iter()
        .zip(&texts)
        .enumerate()
        .filter(|(_, (told, _))| matches!(told.record, Some((_, true))))
        .map(|(number, (_, file))| (file.id.as_str(), number))
        .collect();
    by_id.par_sort_unstable();
    by_id.dedup_by_key(|(id, _)| *id);
    let mut sources = Sources::after(kept, text);
    let mut numbers: Vec<usize> = Vec::with_capacity(by_id.len());
    let of_catalogue = by_id.iter().filter_map(|(id, number)| {
        let (told, file) = (records.get_mut(*number)?, texts.get(*number)?);
        if let Some(source) = told.source {
            sources.keep(source, id, &file.name, file.look);
        }
        numbers.push(*number);
        Some(told.record.take()?.0)
    });
    let catalog = Catalog {
        records: of_catalogue.collect(),
        settings,
    };
    let apart = records.into_iter().enumerate();
    let apart: Vec<(usize, Box<Record>, bool)> = apart
        .filter_map(|(number, told)| told.record.map(|(record, whole)| (number, record, whole)))
        .collect();
    let unread = unread.iter().map(String::as_str);
    let ids: BTreeSet<&str> = first_files.into_keys().chain(unread).collect();
    let known = numbers.iter().zip(catalog.records.iter());
    let known = known.map(|(number, record)| (*number, record, true));
    let apart = apart.iter();
    let apart = apart.map(|(number, record, whole)| (*number, &**record, *whole));
    let mut read: Vec<Option<(&Record, bool)>> = vec![None; texts.len()];
    for (number, record, whole) in known.chain(apart) {
        if let Some(place) = read.get_mut(number) {
            *place = Some((record, whole));
        }
    }
    let each = || {
        read.into_par_iter().zip(&mut logs).for_each(|(read, log)| {
            let Some((record, whole)) = read else { return };
            // Whether it leads somewhere depends on what it is.
            if whole {
                links(record, log);
            }
            references::of_record(record, &catalog, &ids, log);
        });
    };
    let mut toml = Log::new(SETTINGS, text);
    let of_settings = || {
        references::of_sources(&catalog, &ids, &mut toml);
        icon(folder, &catalog.settings, &mut toml);
        together::translations(&catalog, &mut toml);
    };
    let ((), (together, ())) = rayon::join(each, || {
        rayon::join(|| together::all(&catalog, &ids), of_settings)
    });
    tell(together, &texts, &mut logs);
    diagnostics.extend(toml.finish());
    diagnostics.extend(logs.into_iter().flat_map(Log::finish));
    let drafts = catalog.records.iter().filter(|record| record.draft);
    let drafts = drafts.map(|record| record.file.as_str()).collect();
    let mut diagnostics = catalog.settings.weighed(diagnostics, &drafts);
    diagnostics.sort_by(Diagnostic::by_place);
    (Some(catalog), diagnostics, sources)
}

/// Tells what was found of records to the logs of their files.
fn tell(findings: Vec<Finding>, files: &[RecordFile], logs: &mut [Log]) {
    if findings.is_empty() {
        return;
    }
    let names = files.iter().map(|file| file.name.as_str());
    let numbers: HashMap<&str, usize> = names.zip(0..).collect();
    for Finding { record, tell } in findings {
        let number = numbers.get(record.file.as_str());
        if let Some(log) = number.and_then(|number| logs.get_mut(*number)) {
            tell(log);
        }
    }
}

/// A record's file.
struct RecordFile {
    /// The id of its record.
    id: String,
    /// Its path below the catalogue's folder.
    name: String,
    text: TextFile,
    /// How it looked before it was read; `None` where another change could look the same.
    look: Option<Look>,
    /// What it was when it looked the same.
    source: Option<Source>,
}

impl RecordFile {
    /// The file at a path, which is not read where it looks as when it was `known`; nothing where it cannot be, and why.
    fn of(
        folder: &Path,
        path: &Path,
        known: &HashMap<&str, (Look, Source)>,
    ) -> (Option<RecordFile>, Vec<Diagnostic>) {
        let name = relative(folder, path);
        let look = fs::metadata(path).ok().and_then(|about| look::look(&about));
        let look = look.filter(|look| !look::is_fresh(look, SystemTime::now()));
        let source = known.get(name.as_str());
        let source = source.filter(|(known, _)| look == Some(*known));
        let source = source.map(|(_, source)| *source);
        let mut found = Vec::new();
        let text = match source {
            Some(_) => Some(TextFile::in_file(path.to_owned())),
            None => load(path, &name, "unreadable", &mut found).map(TextFile::read),
        };
        let file = text.map(|text| RecordFile {
            id: id_of(path),
            name,
            text,
            look,
            source,
        });
        (file, found)
    }
}

/// The id of the record in a file.
fn id_of(path: &Path) -> String {
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    id.into_owned()
}

/// What a record's file says.
struct Told {
    /// The record, and whether it can be published.
    record: Option<(Box<Record>, bool)>,
    /// What it was read from, where nothing was found.
    source: Option<Source>,
}

/// Reads the records of these files by settings with the text `toml`, but those that are kept.
fn records(
    files: &[RecordFile],
    toml: &str,
    settings: &Settings,
    kept: &Kept,
    logs: &mut [Log],
) -> Vec<Told> {
    let read = |(file, log): (&RecordFile, &mut Log)| {
        let (id, name) = (&file.id, &file.name);
        let before = log.count();
        let seen = file.source;
        let (source, record) = match seen.and_then(|seen| Some((seen, kept.record(&seen)?))) {
            Some((seen, record)) => (seen, Some(record)),
            None => {
                let source = Source::of(toml, name, file.text.as_str());
                (source, kept.record(&source))
            }
        };
        let record = record.map(|record| (record, true));
        let record = record.or_else(|| {
            let (record, whole) = record::read(id, name, file.text.as_str(), settings, log)?;
            Some((Box::new(record), whole))
        });
        Told {
            record,
            source: (log.count() == before).then_some(source),
        }
    };
    files.par_iter().zip(logs).map(read).collect()
}

/// Whether the icon that the settings name is there.
fn icon(folder: &Path, settings: &Settings, log: &mut Log) {
    if let Some(icon) = &settings.site.icon
        && !folder.join(own_files::FOLDER).join(icon).is_file()
    {
        log.error(
            "bad-settings",
            log.line_with("icon"),
            format!("there is no icon static/{icon}"),
            "put the picture into the catalogue's folder `static`, or leave the line out",
        );
    }
}

/// The records' files of the catalogue in `folder`, sorted, and what could not be read of its folders or is no record.
pub fn files(folder: &Path) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let mut found = Found {
        catalogue: folder,
        links: Vec::new(),
        files: Vec::new(),
        diagnostics: Vec::new(),
    };
    let records = folder.join("records");
    match fs::read_dir(&records) {
        Ok(entries) => found.walk(&records, entries),
        // A catalogue without records is told of as that.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => found.unreadable(&records, &error.to_string()),
    }
    found.beside();
    found.files.par_sort_unstable();
    (found.files, found.diagnostics)
}

/// What is found below the folder of the records.
struct Found<'f> {
    catalogue: &'f Path,
    /// Where the links lead that were followed to where we are.
    links: Vec<PathBuf>,
    files: Vec<PathBuf>,
    diagnostics: Vec<Diagnostic>,
}

impl Found<'_> {
    /// Every `.md` file below a folder. Hidden files are an editor's or a system's own.
    fn walk(&mut self, folder: &Path, entries: fs::ReadDir) {
        for entry in entries {
            let (path, kind) = match entry {
                Ok(entry) => (entry.path(), entry.file_type()),
                Err(error) => {
                    self.unreadable(folder, &error.to_string());
                    continue;
                }
            };
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            let is_link = kind.as_ref().is_ok_and(fs::FileType::is_symlink);
            // Of a link, what it leads to counts.
            let is_folder = match kind {
                Ok(kind) if !is_link => kind.is_dir(),
                _ => path.is_dir(),
            };
            if is_folder {
                self.folder(&path, is_link);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                self.files.push(path);
            } else if let Some(meant) = meant_as_record(&name).or_else(|| without_ending(&path)) {
                let mut log = Log::new(&relative(self.catalogue, &path), "");
                log.warn(
                    "ignored-file",
                    Place::default(),
                    "the file is not read: the name of a record's file ends with .md",
                    format!("rename it to {meant}, or keep it elsewhere than in `records`"),
                );
                self.diagnostics.extend(log.finish());
            }
        }
    }

    /// Records that are beside the folder of the records, where nobody reads them.
    fn beside(&mut self) {
        let within = |folder: &Path| -> Vec<PathBuf> {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| entry.path()).collect()
        };
        let is_read = |path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with('.') || name == "records" || name == own_files::FOLDER
        };
        let mut all = within(self.catalogue);
        all.retain(|path| !is_read(path));
        let folders: Vec<PathBuf> = all.extract_if(.., |path| path.is_dir()).collect();
        all.extend(folders.iter().flat_map(|folder| within(folder)));
        all.retain(|path| path.extension().is_some_and(|ending| ending == "md") && is_record(path));
        all.sort_unstable();
        if let Some(other) = called_alike(self.catalogue, queries::FILE) {
            let mut log = Log::new(&other, "");
            log.warn(
                "ignored-file",
                Place::default(),
                format!(
                    "the searches in it are not run: their file is {}",
                    queries::FILE
                ),
                format!("rename it to {}", queries::FILE),
            );
            self.diagnostics.extend(log.finish());
        }
        for path in all {
            let file = relative(self.catalogue, &path);
            let mut log = Log::new(&file, "");
            log.warn(
                "ignored-file",
                Place::default(),
                "this looks like a record and is not read: it is not in the folder `records`",
                format!("move it to records/{file}"),
            );
            self.diagnostics.extend(log.finish());
        }
    }

    /// A folder within another, or where a link leads, unless that is in a circle.
    fn folder(&mut self, path: &Path, is_link: bool) {
        let followed = self.links.len();
        if is_link {
            let Ok(target) = fs::canonicalize(path) else {
                return;
            };
            let from = path.parent().and_then(|from| fs::canonicalize(from).ok());
            if self
                .links
                .iter()
                .chain(&from)
                .any(|place| place.starts_with(&target))
            {
                self.unreadable(path, "the link leads to a folder in which it lies itself");
                return;
            }
            self.links.extend(from);
            self.links.push(target);
        }
        match fs::read_dir(path) {
            Ok(entries) => self.walk(path, entries),
            Err(error) => self.unreadable(path, &error.to_string()),
        }
        self.links.truncate(followed);
    }

    fn unreadable(&mut self, path: &Path, why: &str) {
        let mut log = Log::new(&relative(self.catalogue, path), "");
        log.error(
            "unreadable",
            Place::default(),
            why,
            "check the folder's permissions, and where it leads if it is a link",
        );
        self.diagnostics.extend(log.finish());
    }
}

/// The name that a record's file has, of one that somebody most likely meant as a record: a text, with the ending that
/// another program gave it.
fn meant_as_record(name: &str) -> Option<String> {
    const OF_TEXTS: [&str; 7] = ["md", "markdown", "mdown", "mkd", "mdx", "txt", "text"];
    let (stem, ending) = name.rsplit_once('.')?;
    if !OF_TEXTS.contains(&ending.to_lowercase().as_str()) {
        return None;
    }
    let stem = stem.strip_suffix(".md").unwrap_or(stem);
    Some(format!("{}.md", slug(stem)))
}

/// The name that a record's file has, of one that begins as a record does and has another ending or none; not of a copy that
/// a program keeps beside what it writes.
fn without_ending(path: &Path) -> Option<String> {
    const COPIES: [&str; 6] = ["bak", "orig", "rej", "swp", "tmp", "old"];
    let name = path.file_name()?.to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let is_copy = name.ends_with('~') || COPIES.contains(&ending.to_lowercase().as_str());
    (!is_copy && is_record(path)).then(|| format!("{}.md", slug(name.trim_end_matches(".md "))))
}

/// Whether a file begins as a record does, with a kind among its first keys.
fn is_record(path: &Path) -> bool {
    let mut start = Vec::new();
    // A pipe would be waited for.
    if !path.is_file() {
        return false;
    }
    let read = fs::File::open(path).and_then(|file| file.take(1024).read_to_end(&mut start));
    let text = String::from_utf8_lossy(&start);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    read.is_ok() && text.starts_with("---") && text.contains("\nkind:")
}

/// Reads a text file, or says why not.
pub(crate) fn load(
    path: &Path,
    file: &str,
    code: &'static str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let mut log = Log::new(file, "");
    let whole = Place::default();
    let mut text = None;
    match bytes_of(path) {
        Ok((size, None)) => {
            let size = size.div_ceil(1024);
            log.error(
                "too-large",
                whole,
                format!("the file has {size} KiB; at most 1024 are read"),
                "keep the facts here and link to the rest",
            );
        }
        Ok((_, Some(bytes))) if is_utf16(&bytes) => log.error(
            "not-utf8",
            whole,
            "the file is UTF-16 text, which some programs call Unicode",
            "save it with the encoding UTF-8",
        ),
        Ok((_, Some(bytes))) => match String::from_utf8(bytes) {
            Ok(read) => text = Some(read),
            Err(error) => {
                let line = error
                    .as_bytes()
                    .iter()
                    .take(error.utf8_error().valid_up_to())
                    .filter(|byte| **byte == b'\n')
                    .count()
                    + 1;
                log.error(
                    "not-utf8",
                    Place {
                        line: line as u32,
                        column: 1,
                        length: 1,
                    },
                    "the file is not UTF-8 text",
                    "save it with the encoding UTF-8",
                );
            }
        },
        Err(error)
            if code == "no-catalogue"
                && matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
        {
            let other = path.parent().and_then(|folder| called_alike(folder, file));
            let fix = match (other, meant_as_catalogue(path)) {
                (Some(other), _) => format!("rename {other} to {file}"),
                (None, Some(folder)) => format!("name the folder that holds {file}: {folder}"),
                (None, None) => format!("name the folder that holds {file}"),
            };
            log.error(code, whole, format!("there is no {}", path.display()), fix);
        }
        Err(error) => {
            let is_link = fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
            let fix = match is_link {
                true => "it is a link: check where it leads, or remove it",
                false => "check the file's permissions",
            };
            log.error("unreadable", whole, error.to_string(), fix);
        }
    }
    diagnostics.extend(log.finish());
    text
}

/// A file in a folder that is most likely meant as the one with this name, which is not there: in other letters, or with the
/// ending that an editor on Windows adds and hides.
fn called_alike(folder: &Path, name: &str) -> Option<String> {
    if folder.join(name).exists() {
        return None;
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut alike: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|other| {
            let other = other.to_lowercase();
            other == name || other.strip_suffix(".txt") == Some(name)
        })
        .collect();
    alike.sort_unstable();
    alike.into_iter().next()
}

/// The folder that is most likely meant where there are no settings at a path: one around it, the one that we are in or one around
/// that, or one within it or beside it, if it is called alike or the only one.
fn meant_as_catalogue(path: &Path) -> Option<String> {
    let around = path
        .ancestors()
        .skip(2)
        .filter(|folder| *folder != Path::new(""));
    let has_settings = |folder: &&Path| folder.join("catalog.toml").is_file();
    if let Some(meant) = around
        .chain([".", "..", "../.."].map(Path::new))
        .find(has_settings)
    {
        return Some(meant.display().to_string());
    }
    let folder = path.parent()?;
    let beside = folder.parent().unwrap_or(folder);
    let here = |folder: &Path| match folder == Path::new("") {
        true => Path::new(".").to_owned(),
        false => folder.to_owned(),
    };
    let called = folder.file_name().unwrap_or_default().to_string_lossy();
    [folder, beside].into_iter().find_map(|around| {
        let within = fs::read_dir(here(around)).ok()?;
        let folders = within.filter_map(|entry| Some(around.join(entry.ok()?.file_name())));
        let mut catalogues: Vec<String> = folders
            .filter(|folder| has_settings(&folder.as_path()))
            .map(|folder| folder.display().to_string())
            .collect();
        catalogues.sort_unstable();
        let meant = around.join(&*called).display().to_string();
        match catalogues.as_slice() {
            [only] => Some(only.clone()),
            all => nearest(&meant, all.iter().map(String::as_str)).map(str::to_owned),
        }
    })
}

/// Whether bytes are UTF-16: by the mark at their beginning, or because of the first signs one byte each is zero, as it is of
/// all that front matter and settings can begin with.
fn is_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [one, two, three, four, ..] => matches!(
            [one, two, three, four].map(|byte| *byte == 0),
            [true, false, true, false] | [false, true, false, true]
        ),
        _ => false,
    }
}

/// The length of a file and its bytes; without these where they are too many.
fn bytes_of(path: &Path) -> io::Result<(u64, Option<Vec<u8>>)> {
    // Who opens a pipe waits until somebody writes into it.
    let about = fs::metadata(path)?;
    if !about.is_file() && !about.is_dir() {
        return Err(io::Error::other("it is a pipe or a device, not a file"));
    }
    let file = fs::File::open(path)?;
    let size = about.len();
    if size > MOST_BYTES {
        return Ok((size, None));
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    // A file alone would be asked again how long it is, and where in it we are.
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    Ok((read, (read <= MOST_BYTES).then_some(bytes)))
}

/// A path below the catalogue's folder, with forward slashes on every system.
fn relative(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// Notes a record that leads nowhere yet and has no action that could.
fn links(record: &Record, log: &mut Log) {
    let mut copies = record.also_at.iter().chain(&record.republished_from);
    let leads = record.link.is_some()
        || !record.links.is_empty()
        || copies.any(|copy| copy.url.is_some())
        || record
            .actions
            .iter()
            .any(|(action, _)| action.href().is_some());
    if record.actions.is_empty() && !leads && !record.kind.is_structure() {
        let fix = "when you find its address, add `link: https://...`".to_owned();
        log.add(
            Severity::Note,
            "no-link",
            record.title.place,
            "the source gives no address for it",
            Some(fix),
        );
    }
}
