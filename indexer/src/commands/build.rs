//! `callboard build`: a catalogue to a whole site.

use super::folder::Folder;
use super::output::{Progress, count, errln, out, outln};
use super::{Error, WrongCall};
use callboard_indexer::app::App;
use callboard_indexer::cache;
use callboard_indexer::catalog::kept::Sources;
use callboard_indexer::catalog::{self, Catalog};
use callboard_indexer::compression::{Compression, Effort};
use callboard_indexer::hosting;
use callboard_indexer::index::Kept;
use callboard_indexer::rendered::Rendered;
use callboard_indexer::site::precompress::Precompressing;
use callboard_indexer::site::publish::{self, Options, Published, Publishing, Way};
use callboard_indexer::site::sink::{Collected, Sink};
use callboard_indexer::site::{Files, own_files, single_file};
use callboard_indexer::whole_site::{self, Former, Made};
use callboard_indexer::{build, pack_folder, report, resolve};
use clap::Args;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Checks a catalogue and writes its site, ready for any static host.
///
/// A mistake in a record is an error: everything that is wrong is shown, and the site that was there stays as it was.
/// A reader, and a build that is ended at any moment, meets one whole release. Files of your own belong into the
/// catalogue's folder `static`; the site's folder is the build's.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard build\n  callboard build catalog --out site --base https://example.org/calls --precompress\n  callboard build catalog --single-file --out calls.html"
)]
pub struct Arguments {
    #[command(flatten)]
    catalog: Folder,
    /// Where the site goes; with --single-file the file
    #[arg(long, value_name = "FOLDER", default_value = "site")]
    out: PathBuf,
    /// Where the site will be published, instead of `[site] url` in catalog.toml; a path is one of that address
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// Write NAME.gz and NAME.br beside each file that gets smaller, for hosts that send those
    #[arg(long)]
    precompress: bool,
    /// Write one HTML file that needs no host and opens from a disk
    #[arg(long, conflicts_with_all = ["precompress", "pack_only"])]
    single_file: bool,
    /// Have the page load everything when it opens and then forbid itself every request, as `[site] sealed` in
    /// catalog.toml does
    #[arg(long, conflicts_with_all = ["single_file", "pack_only"])]
    sealed: bool,
    /// Write only the pack, for a page of your own
    #[arg(long, conflicts_with = "precompress")]
    pack_only: bool,
    /// Tell what is wrong and what changed, or of one file or a pack what it holds, as JSON
    #[arg(long)]
    json: bool,
    /// Replace file by file instead of the folder at once, where a server keeps the folder open
    #[arg(long)]
    in_place: bool,
    /// Give up files that no build wrote: in a folder that one made, or with --single-file the one that is there
    #[arg(long)]
    replace: bool,
    /// Where to keep what the next build need not do again, instead of CALLBOARD_CACHE or the user's folder for caches
    #[arg(long, value_name = "FOLDER")]
    cache: Option<PathBuf>,
    /// Take nothing over from the last build; the site is the same
    #[arg(long)]
    no_cache: bool,
    /// Take the app from a folder, for those who work on it
    #[arg(long, value_name = "FOLDER", env = "CALLBOARD_APP", hide = true)]
    app: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let progress = Progress::new();
    progress.now("reading the catalogue");
    let kept = Caches::of(arguments);
    let (catalog, diagnostics, sources) =
        catalog::read_after(arguments.catalog.path(), || kept.read_records());
    progress.clear();
    let shown: Vec<_> = diagnostics
        .iter()
        .filter(|d| !d.is_note())
        .cloned()
        .collect();
    if !arguments.json {
        out!("{}", report::text(&shown));
    }
    let found = report::list(&shown);
    let failed = diagnostics.iter().any(|d| d.is_error());
    let Some(mut catalog) = catalog.filter(|_| !failed) else {
        if arguments.json {
            outln!("{:#}", serde_json::json!({ "found": found }));
        } else {
            outln!("{}", report::summary(&diagnostics));
        }
        errln!(
            "nothing was written: {} is as it was",
            arguments.out.display()
        );
        return Ok(ExitCode::FAILURE);
    };
    if let Some(base) = &arguments.base {
        catalog.settings.site.url = Some(address(base, catalog.settings.site.url.as_deref())?);
    }
    catalog.settings.site.sealed |= arguments.sealed;
    apart(arguments.catalog.path(), &arguments.out)?;
    if arguments.single_file {
        may_be_written(&arguments.out, arguments.replace)?;
    }
    if arguments.pack_only {
        return pack_only(arguments, &catalog, found);
    }
    let app = match &arguments.app {
        Some(folder) => App::from_folder(folder)?,
        None => App::built_in()?,
    };
    progress.now("reading the last release");
    let (resolved, ((former, begun), ())) = rayon::join(
        || resolve::resolve(&catalog),
        || {
            rayon::join(
                || rayon::join(|| kept.read(), || begin_again(arguments)),
                || kept.write_records(&catalog, sources),
            )
        },
    );
    let make = |sink: &dyn Sink| {
        let folder = arguments.catalog.path();
        whole_site::make(folder, &catalog, &resolved, &app, &former, sink)
    };
    if arguments.single_file {
        progress.now("making the site");
        let files = Collected::default();
        let made = make(&files)?;
        kept.write(&former, &made);
        drop(progress);
        return one_file(arguments, &catalog, &app, &files.into_files(), found);
    }
    let publishing = begun.unwrap_or_else(|| begin(arguments))?;
    progress.now("making the site");
    let made = if arguments.precompress {
        let own = own_files::read(arguments.catalog.path())?;
        let precompressing = Precompressing::new(&publishing, own.into_keys());
        let made = make(&precompressing)?;
        precompressing.finish()?;
        made
    } else {
        make(&publishing)?
    };
    progress.now("writing the site");
    let (published, ()) = rayon::join(|| publishing.finish(), || kept.write(&former, &made));
    let (published, mut notes) = (published?, made.notes);
    let files = &published.changes.files;
    notes.extend(hosting::limits(files.total, &files.large));
    drop(progress);
    if arguments.json {
        let mut told = serde_json::to_value(&published.changes)?;
        if let Some(told) = told.as_object_mut() {
            told.insert("at_once".to_owned(), published.at_once.into());
            told.insert("notes".to_owned(), notes.into());
            told.insert("found".to_owned(), found);
        }
        outln!("{}", serde_json::to_string_pretty(&told)?);
    } else {
        tell(&arguments.out, &published);
        if !published.at_once && !arguments.in_place {
            outln!(
                "note: the folder could not be exchanged at once, so its files were replaced one by one"
            );
        }
        for note in &notes {
            outln!("note: {note}");
        }
    }
    // The system takes all of it back at once when the program ends, so that nothing need be given back piece by piece.
    std::mem::forget((catalog, resolved, former, app, published));
    Ok(ExitCode::SUCCESS)
}

/// Begins a release.
fn begin(arguments: &Arguments) -> Result<Publishing, publish::Error> {
    let options = Options {
        way: if arguments.in_place {
            Way::FileByFile
        } else {
            Way::Exchange
        },
        replace: arguments.replace,
    };
    let kept_of = |site: &Path, ending: &str| cache_of(arguments, site, ending);
    Publishing::begin(&arguments.out, options, Some(&kept_of))
}

/// Begins a release while others are at work, where a folder is there that may hold one.
fn begin_again(arguments: &Arguments) -> Option<Result<Publishing, publish::Error>> {
    let is_site = !arguments.single_file && !arguments.pack_only && arguments.out.is_dir();
    let is_apart = is_site && apart(arguments.catalog.path(), &arguments.out).is_ok();
    is_apart.then(|| begin(arguments))
}

/// Where it is kept what the next build need not do again; nowhere where that is not wanted, or the system has no place.
struct Caches {
    records: Option<PathBuf>,
    chunks: Option<PathBuf>,
    pages: Option<PathBuf>,
    words: Option<PathBuf>,
}

impl Caches {
    fn of(arguments: &Arguments) -> Caches {
        let file = |ending| cache_of(arguments, arguments.catalog.path(), ending);
        Caches {
            records: file("records"),
            chunks: file("chunks"),
            pages: file("pages"),
            words: file("words"),
        }
    }

    fn read_records(&self) -> catalog::kept::Kept {
        let records = self.records.as_deref().map(catalog::kept::Kept::read);
        records.unwrap_or_default()
    }

    fn read(&self) -> Former {
        let compression = || match &self.chunks {
            Some(file) => Compression::read(Effort::Published, file),
            None => Compression::new(Effort::Published),
        };
        let rendered = || self.pages.as_deref().map(Rendered::read);
        let inverted = || self.words.as_deref().map(Kept::read);
        let (compression, (rendered, inverted)) =
            rayon::join(compression, || rayon::join(rendered, inverted));
        Former {
            compression,
            rendered: rendered.unwrap_or_default(),
            inverted: inverted.unwrap_or_default(),
        }
    }

    /// Keeps what records' files say. Without it the next build takes longer, and that is all.
    fn write_records(&self, catalog: &Catalog, sources: Sources) {
        if let Some(file) = &self.records {
            let _ = sources.save(|id| catalog.records.get(id), file);
        }
    }

    /// Keeps what a build has made; the same.
    fn write(&self, former: &Former, made: &Made) {
        let words = || {
            if let (Some(file), Some(inverted)) = (&self.words, &made.inverted) {
                let _ = inverted.save(file);
            }
        };
        let chunks = || {
            self.chunks
                .as_ref()
                .map(|file| former.compression.save(file))
        };
        let pages = || self.pages.as_ref().map(|file| former.rendered.save(file));
        rayon::join(words, || rayon::join(chunks, pages));
    }
}

/// The file with this ending that is kept for a folder.
fn cache_of(arguments: &Arguments, of: &Path, ending: &str) -> Option<PathBuf> {
    if arguments.no_cache {
        return None;
    }
    // A variable that is empty is one that is not set.
    let set = || std::env::var_os("CALLBOARD_CACHE").filter(|folder| !folder.is_empty());
    let folder = arguments.cache.clone().or_else(|| set().map(PathBuf::from));
    cache::file_of(of, folder.as_deref(), ending)
}

/// Refuses an output that would take the place of the catalogue, or be read as a part of it.
fn apart(catalog: &Path, out: &Path) -> Result<(), Error> {
    let whole = |path: &Path| fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    let (source, target) = (whole(catalog)?, whole(out)?);
    let is_read = ["records", own_files::FOLDER]
        .iter()
        .any(|part| target.starts_with(source.join(part)));
    if source.starts_with(&target) || is_read {
        return Err(format!(
            "{} is where the catalogue is: name another folder with --out",
            out.display()
        )
        .into());
    }
    Ok(())
}

/// Refuses a name of a folder for one file, and a file that no build wrote, which may be somebody's only copy.
fn may_be_written(out: &Path, replace: bool) -> Result<(), Error> {
    if out.is_dir() || out.extension().is_none() {
        return Err(WrongCall(format!(
            "--single-file writes one file: name it with --out, such as {}.html",
            out.display()
        ))
        .into());
    }
    let is_own = match fs::read(out) {
        Ok(there) => there.is_empty() || single_file::is_one(&there),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if is_own || replace {
        return Ok(());
    }
    Err(format!(
        "{} was written by no build, so it stays as it is: name another file with --out, or give it up with --replace",
        out.display()
    )
    .into())
}

/// The address of the site: as it was given, or a path of the one that is known.
fn address(base: &str, known: Option<&str>) -> Result<String, Error> {
    let wrong = || {
        WrongCall(format!(
            "--base {base} is no address of a site: write it as https://example.org/calls, or as a path such as /calls/ where catalog.toml has [site] url"
        ))
    };
    let address = match known {
        Some(known) if base.starts_with('/') => {
            url::Url::parse(known)?.join(base).map_err(|_| wrong())?
        }
        _ => url::Url::parse(base).map_err(|_| wrong())?,
    };
    let is_site = matches!(address.scheme(), "http" | "https")
        && address.has_host()
        && address.query().is_none()
        && address.fragment().is_none();
    is_site
        .then(|| address.to_string())
        .ok_or_else(|| wrong().into())
}

fn pack_only(
    arguments: &Arguments,
    catalog: &Catalog,
    found: serde_json::Value,
) -> Result<ExitCode, Error> {
    let resolved = resolve::resolve(catalog);
    let records = resolved.records.len();
    let files = build::pack(&catalog.settings, &resolved, &pack_folder::compress)?;
    let out = &arguments.out;
    let published = pack_folder::publish(out, &files).map_err(|error| {
        format!(
            "the pack could not be written to {}: {error}",
            out.display()
        )
    })?;
    if arguments.json {
        outln!(
            "{}",
            serde_json::json!({
                "records": records, "files": published.files, "new": published.written, "bytes": published.bytes,
                "found": found,
            })
        );
        return Ok(ExitCode::SUCCESS);
    }
    outln!(
        "{} packed into {}: {} files, {} of them new, {} bytes",
        count(records, "record"),
        out.display(),
        published.files,
        published.written,
        published.bytes
    );
    Ok(ExitCode::SUCCESS)
}

fn one_file(
    arguments: &Arguments,
    catalog: &Catalog,
    app: &App,
    files: &Files,
    found: serde_json::Value,
) -> Result<ExitCode, Error> {
    let out = &arguments.out;
    let html = single_file::html(app, files, catalog.settings.site.icon.as_deref())?;
    let failed = |error| format!("{} could not be written: {error}", out.display());
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut unfinished = out.clone().into_os_string();
    unfinished.push(".callboard-unfinished");
    let written = fs::write(&unfinished, &html).and_then(|()| fs::rename(&unfinished, out));
    if let Err(error) = written {
        // What is left of the attempt is of no use, and may be what fills a disk.
        let _ = fs::remove_file(&unfinished);
        return Err(failed(error).into());
    }
    let records = catalog.records.iter();
    let records = records.filter(|record| !record.draft).count();
    if arguments.json {
        outln!(
            "{}",
            serde_json::json!({"records": records, "bytes": html.len(), "found": found})
        );
        return Ok(ExitCode::SUCCESS);
    }
    outln!(
        "{} in {}: {} bytes; it opens from a disk, without a host or a network",
        count(records, "record"),
        out.display(),
        html.len()
    );
    Ok(ExitCode::SUCCESS)
}

/// What a build did, for people.
fn tell(out: &Path, published: &Published) {
    let changes = &published.changes;
    outln!(
        "{} in {}: {}, {} bytes",
        count(changes.records.total, "record"),
        out.display(),
        count(changes.files.total, "file"),
        changes.files.bytes
    );
    if !published.written {
        outln!("nothing changed since the last release");
        return;
    }
    if changes.last.is_none() {
        outln!("the first release here");
    } else {
        let records = &changes.records;
        outln!(
            "since the last release: {}, {}, {}",
            named(&records.added, "record", "added"),
            named(&records.changed, "record", "changed"),
            named(&records.removed, "record", "removed")
        );
        let files = &changes.files;
        outln!(
            "                        {} new, {} changed, {} removed; {} kept for pages that are open",
            count(files.new.len(), "file"),
            files.changed.len(),
            files.removed.len(),
            files.kept.len()
        );
        outln!(
            "a returning reader loads {} bytes again: {}",
            changes.again.bytes,
            some(&changes.again.files)
        );
    }
}

/// `2 records changed (a, b)`.
fn named(ids: &[String], what: &str, how: &str) -> String {
    let number = count(ids.len(), what);
    if ids.is_empty() {
        format!("{number} {how}")
    } else {
        format!("{number} {how} ({})", some(ids))
    }
}

/// The first few names.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 5;
    match names.get(..SHOWN) {
        Some(first) if names.len() > SHOWN => {
            format!("{} and {} more", first.join(", "), names.len() - SHOWN)
        }
        _ if names.is_empty() => "nothing".to_owned(),
        _ => names.join(", "),
    }
}
