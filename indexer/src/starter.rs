//! How a catalogue begins, and a record: files that are read, built and searched as they are, for editors to write over.
//!
//! The starter catalogue stands in `indexer/starter`, as any catalogue does. Not here: what the keys mean
//! ([`crate::record`]), drafts of what a publisher has already (`callboard_importer`).

use crate::catalog;
use crate::diagnostic::{Log, Place, Severity};
use crate::fields::plain;
use crate::outputs::publication::is_taken;
use crate::settings::Settings;
use callboard_importer::slug::slug;
use callboard_model::Kind;
use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

macro_rules! starter {
    ($($name:literal,)+) => {
        /// Files of the starter catalogue: their paths in it and their texts.
        pub const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../starter/", $name))),)+];
    };
}

starter! {
    "catalog.toml",
    "queries.toml",
    "records/articles/sample-article.md",
    "records/calls-to-action/sample-petition.md",
    "records/campaigns/sample-fare-campaign.md",
    "records/collections/sample-list.md",
    "records/events/sample-town-hall.md",
    "records/guides/sample-repair-guide.md",
    "records/hotlines/sample-eviction-hotline.md",
    "records/maps/sample-bus-map.md",
    "records/newsletters/sample-weekly.md",
    "records/organizations/example-press.md",
    "records/organizations/example-tenants-union.md",
    "records/podcast-episodes/sample-podcast-episode.md",
    "records/recordings/sample-town-hall-recording-es.md",
    "records/recordings/sample-town-hall-recording.md",
    "records/reports/sample-rent-report.md",
    "records/resources/sample-phone-tree.md",
    "records/series/sample-town-halls.md",
    "records/services/sample-lease-clinic.md",
    "records/statements/sample-statement.md",
    "records/toolkits/sample-eviction-toolkit.md",
    "records/tools/sample-rent-calculator.md",
    "records/trainings/sample-know-your-lease-training.md",
    "records/volunteer-calls/sample-call-for-interpreters.md",
}

/// Why nothing was begun.
#[derive(Debug)]
pub enum Error {
    /// There is something in the folder already.
    NotEmpty(PathBuf),
    /// There is a file where the folder should be.
    NotAFolder(PathBuf),
    /// The title or the language cannot stand in a record: what is wrong with it, and the fix.
    Text(String),
    /// A file could not be written.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotEmpty(folder) => write!(
                f,
                "{} is not empty, and nothing in it is written over: name a folder that is not there yet",
                folder.display()
            ),
            Error::NotAFolder(path) => write!(f, "{} is a file: name a folder", path.display()),
            Error::Text(what) => f.write_str(what),
            Error::Io(path, error) => write!(f, "{} could not be written: {error}", path.display()),
        }
    }
}

impl std::error::Error for Error {}

/// Writes the starter catalogue with this first language into `folder`, which must be empty or not be there, and says how
/// many files that were.
///
/// # Errors
/// When something is there already, the language is none, or a file cannot be written.
pub fn write(folder: &Path, lang: &str) -> Result<usize, Error> {
    let mut log = Log::new("", "");
    if plain::language(lang, Place::default(), &mut log).is_none() {
        return Err(refused(log));
    }
    match fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(true) => return Err(Error::NotEmpty(folder.to_owned())),
        Ok(false) => {}
        Err(_) if folder.is_file() => return Err(Error::NotAFolder(folder.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Error::Io(folder.to_owned(), error)),
    }
    for (number, (name, text)) in FILES.iter().enumerate() {
        let path = folder.join(name);
        if let Err(error) = create(&path, &beginning_with(lang, text)) {
            take_back(folder, FILES.get(..number).unwrap_or_default());
            return Err(Error::Io(path, error));
        }
    }
    Ok(FILES.len())
}

/// A text of the starter for a catalogue whose first language is `lang`: the samples are in English, and say so where that is
/// not the first.
fn beginning_with(lang: &str, text: &str) -> String {
    const LANGUAGES: &str = "languages = [\"en\", \"es\"]";
    if lang == "en" {
        return text.to_owned();
    }
    let others = ["en", "es"].into_iter().filter(|other| *other != lang);
    let all: Vec<String> = [lang]
        .into_iter()
        .chain(others)
        .map(|lang| format!("\"{lang}\""))
        .collect();
    let text = text.replace(LANGUAGES, &format!("languages = [{}]", all.join(", ")));
    // What is typed in English is asked in English.
    const TYPED: &str = "text = \"town hall\"\n";
    let text = text.replace(TYPED, &format!("{TYPED}lang = \"en\"\n"));
    match text.find("\ntitle: ") {
        Some(title) if text.starts_with("---\n") && !text.contains("\nlang: ") => {
            let (before, after) = text.split_at(title);
            format!("{before}\nlang: en{after}")
        }
        _ => text,
    }
}

/// Removes what was written of a catalogue that could not be finished, so that the folder is as it was. Nothing else can
/// be in it: it was empty.
fn take_back(folder: &Path, written: &[(&str, &str)]) {
    for (name, _) in written {
        let _ = fs::remove_file(folder.join(name));
    }
    // From the innermost on; a folder that is not empty stays, as the system refuses to remove it.
    for (name, _) in FILES {
        for place in Path::new(name).ancestors().skip(1) {
            if !place.as_os_str().is_empty() {
                let _ = fs::remove_dir(folder.join(place));
            }
        }
    }
}

/// Writes a draft of a new record and returns its path, in `folder` as it was given.
///
/// # Errors
/// When the title is empty or has what no title may have, or the file cannot be written.
pub fn add(
    folder: &Path,
    settings: &Settings,
    kind: Kind,
    title: &str,
    lang: Option<&str>,
) -> Result<PathBuf, Error> {
    let (title, lang) = texts(title, lang)?;
    let mut taken: BTreeSet<String> = catalog::files(folder)
        .0
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().to_lowercase()))
        .collect();
    let place = folder.join("records").join(kind_folder(kind));
    let text = draft(settings, kind, &title, lang.as_deref());
    // Ids that differ from the first by a number are tried until a file could be made that was not there.
    loop {
        let id = unique(&title, kind, &taken);
        let path = place.join(format!("{id}.md"));
        match create(&path, &text) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                taken.insert(id);
            }
            Err(error) => return Err(Error::Io(path, error)),
        }
    }
}

/// Title and language as a record may have them.
fn texts(title: &str, lang: Option<&str>) -> Result<(String, Option<String>), Error> {
    let mut log = Log::new("", "");
    let title = plain::text(title, Place::default(), &mut log);
    let lang = lang.and_then(|lang| plain::language(lang, Place::default(), &mut log));
    if title.is_empty() {
        return Err(Error::Text("the title is empty".to_owned()));
    }
    match log.has_errors() {
        true => Err(refused(log)),
        false => Ok((title, lang)),
    }
}

/// The first error that was found, as the reason why nothing is written.
fn refused(log: Log) -> Error {
    let mut found = log.finish().into_iter();
    let first = found.find(|found| found.severity == Severity::Error);
    let text = first.map_or(String::new(), |found| {
        format!("{}: {}", found.message, found.fix.unwrap_or_default())
    });
    Error::Text(text)
}

/// An id from the title that no file has, and with which there can be a file on every system.
fn unique(title: &str, kind: Kind, taken: &BTreeSet<String>) -> String {
    // A title without a letter or digit that can stand in an id.
    let first = match slug(title) {
        id if id == "item" && !title.to_lowercase().contains("item") => kind.name().to_owned(),
        id => id,
    };
    let mut id = first.clone();
    let mut number = 2;
    while taken.contains(&id) || is_taken(&id) {
        id = format!("{first}-{number}");
        number += 1;
    }
    id
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(text.as_bytes());
    if written.is_err() {
        // Half of a file would be in the way of the next attempt.
        let _ = fs::remove_file(path);
    }
    written
}

/// The folder of `records` that new records of a kind go to: its name in the plural.
fn kind_folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Event => "events",
        Kind::Training => "trainings",
        Kind::Recording => "recordings",
        Kind::Toolkit => "toolkits",
        Kind::Guide => "guides",
        Kind::Report => "reports",
        Kind::Tool => "tools",
        Kind::Map => "maps",
        Kind::PodcastEpisode => "podcast-episodes",
        Kind::Newsletter => "newsletters",
        Kind::Campaign => "campaigns",
        Kind::VolunteerCall => "volunteer-calls",
        Kind::CallToAction => "calls-to-action",
        Kind::Service => "services",
        Kind::Hotline => "hotlines",
        Kind::Statement => "statements",
        Kind::Article => "articles",
        Kind::Resource => "resources",
        Kind::Organization => "organizations",
        Kind::Series => "series",
        Kind::Collection => "collections",
    }
}

/// What a draft's summary says until somebody writes one.
pub const UNWRITTEN: &str = "To be written.";

/// Most values of a facet that a draft lists.
const LISTED: usize = 12;

/// The text of a draft: what is known, and what a record of this kind often has as comments to be filled in.
fn draft(settings: &Settings, kind: Kind, title: &str, lang: Option<&str>) -> String {
    // YAML reads a JSON text as it is (YAML 1.2, section 1.2: every JSON file is YAML).
    let title = serde_json::Value::from(title);
    let mut out = format!("---\nkind: {}\ntitle: {title}\n", kind.name());
    if let Some(lang) = lang {
        out.push_str(&format!("lang: {lang}\n"));
    }
    out.push_str(&format!(
        "# One to three sentences with every name, place, number and practical term: lists show them.\n\
         summary: {UNWRITTEN}\n\
         # Kept out of the published catalogue until this line is gone.\n\
         draft: true\n"
    ));
    if !kind.is_structure() {
        for facet in settings.editor_facets() {
            let ids: Vec<&str> = facet
                .values
                .iter()
                .take(LISTED)
                .map(|value| value.id.as_str())
                .collect();
            let more = if facet.values.len() > LISTED {
                ", and more in catalog.toml"
            } else {
                ""
            };
            out.push_str(&format!("# {}: []  # {}{more}\n", facet.id, ids.join(", ")));
        }
        out.push_str("# hosts: []  # ids of organizations\n");
    }
    let usual = usual(kind).replace("ZONE", &settings.zone);
    for line in usual.lines() {
        out.push_str(&format!("# {line}\n"));
    }
    if let Some(source) = settings.sources.keys().next() {
        out.push_str(&format!("# source: {source}\n"));
    }
    out.push_str("# checked: 2024-11-07  # when somebody last looked at the thing itself\n---\n");
    out
}

/// Keys that a record of this kind often has, for the writer to complete.
fn usual(kind: Kind) -> &'static str {
    match kind {
        Kind::Event | Kind::Training => {
            "when:\n  - start: 2024-11-07 17:00\n    end: 18:30\n    zone: ZONE\n    words: as the source writes it\nactions:\n  - do: register\n    url: https://example.org/"
        }
        Kind::Recording => {
            "recording_of: []  # id of the event\nactions:\n  - do: watch\n    url: https://example.org/"
        }
        Kind::PodcastEpisode => {
            "people:\n  - name: A name\n    role: host\npublished: 2024-11-07\nactions:\n  - do: listen\n    url: https://example.org/"
        }
        Kind::Newsletter => "cadence: weekly\nlink: https://example.org/",
        Kind::Campaign => "span:\n  from: 2024-11-07\n  to: 2024-11-19\nlink: https://example.org/",
        Kind::VolunteerCall => "actions:\n  - do: volunteer\n    url: https://example.org/",
        Kind::CallToAction => "actions:\n  - do: sign-on\n    url: https://example.org/",
        Kind::Hotline => "actions:\n  - do: call\n    phone: 1-212-555-0142",
        Kind::Service => "actions:\n  - do: text\n    text_to: 55501\n    keyword: HELP",
        Kind::Article | Kind::Statement => {
            "people:\n  - name: A name\n    role: author\npublished: 2024-11-07\nlink: https://example.org/"
        }
        Kind::Toolkit => "actions:\n  - do: download\n    url: https://example.org/",
        Kind::Organization => "aliases: []  # other names and acronyms\nlink: https://example.org/",
        Kind::Series => "total: 4  # how many parts the source says there are",
        Kind::Collection => "update_policy: as the source says it",
        Kind::Guide | Kind::Report | Kind::Tool | Kind::Map | Kind::Resource => {
            "published: 2024-11-07\nlink: https://example.org/"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FILES, draft, usual};
    use crate::diagnostic::Log;
    use crate::{record, settings};
    use callboard_model::Kind;
    use std::path::Path;

    #[test]
    fn every_file_of_the_starter_is_written_and_every_kind_is_shown() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("starter");
        let (files, _) = crate::catalog::files(&folder);
        let records = FILES.iter().filter(|(name, _)| name.ends_with(".md"));
        assert_eq!(files.len(), records.count());
        for kind in Kind::ALL {
            let line = format!("\nkind: {}\n", kind.name());
            assert!(FILES.iter().any(|(_, text)| text.contains(&line)), "{line}");
        }
    }

    /// Drafts can be read as they are, and with everything that they suggest.
    #[test]
    fn a_draft_of_every_kind_is_read() {
        let settings = settings::read(FILES[0].1).0.unwrap();
        for kind in Kind::ALL {
            let text = draft(&settings, *kind, "A \"title\": with # signs", Some("es"));
            let mut suggested = text.clone();
            for line in usual(*kind).lines() {
                let line = line.replace("ZONE", "America/New_York");
                suggested = suggested.replace(&format!("# {line}\n"), &format!("{line}\n"));
            }
            assert_ne!(text, suggested);
            for text in [text, suggested] {
                let mut log = Log::new("one.md", &text);
                let (record, whole) =
                    record::read("one", "one.md", &text, &settings, &mut log).unwrap();
                assert_eq!(log.finish(), [], "{text}");
                assert!(whole && record.draft && record.kind == *kind);
                assert_eq!(record.title.value, "A \"title\": with # signs");
            }
        }
    }
}
