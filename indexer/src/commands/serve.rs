//! `callboard serve`: a catalogue as readers will see it, while it is written.

use super::folder::Folder;
use super::output::{count, err, errln, outln, typed};
use super::{Error, choice};
use callboard_indexer::app::App;
use callboard_indexer::catalog::{self, Catalog};
use callboard_indexer::compression::Effort;
use callboard_indexer::diagnostic::{Diagnostic, Place, Severity};
use callboard_indexer::preview::watch::{Stand, Watch};
use callboard_indexer::preview::{self, Preview};
use callboard_indexer::report;
use callboard_indexer::site::{Files, own_files};
use callboard_indexer::whole_site::{self, Former};
use clap::Args;
use serde_json::json;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Shows the site on this machine and shows it anew whenever a file of the catalogue is saved.
///
/// Nothing is written: the site is in memory. What is wrong in a record stands above the page, which stays the last one
/// without errors, until it is mended. Only this machine can open it. Ctrl-C ends it.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard serve\n  callboard serve catalog --port 3000 --open\n  callboard serve --json | jq -c 'select(.event == \"wrong\") | .found[].message'"
)]
pub struct Arguments {
    #[command(flatten)]
    catalog: Folder,
    /// The port; where it is taken, the next one that is free
    #[arg(long, default_value_t = 8080, value_parser = choice::within(0u16, u16::MAX))]
    port: u16,
    /// Open it in the browser
    #[arg(long)]
    open: bool,
    /// Look through the folder every second, where the system does not tell of changes (network drives, containers)
    #[arg(long)]
    poll: bool,
    /// Tell what happens as JSON, an object a line
    #[arg(long)]
    json: bool,
    /// Take the app from a folder, for those who work on it
    #[arg(long, value_name = "FOLDER", env = "CALLBOARD_APP", hide = true)]
    app: Option<PathBuf>,
}

/// Runs the command, which only ends when it cannot begin.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let app = match &arguments.app {
        Some(folder) => App::from_folder(folder)?,
        None => App::built_in()?,
    };
    let folder = arguments.catalog.path();
    if !folder.is_dir() {
        return Err(format!(
            "there is no folder {}: name the one that holds catalog.toml, or begin one with `callboard new {}`",
            folder.display(),
            typed(folder)
        )
        .into());
    }
    let listener = preview::listen(arguments.port)
        .map_err(|error| format!("no port from {} on could be used: {error}", arguments.port))?;
    let port = listener.local_addr()?.port();
    // Watched before it is read, so that nothing is missed between the two.
    let watch = Watch::of(folder, arguments.poll);
    let mut stand = Stand::of(folder);
    let preview = Arc::new(Preview::new());
    let mut former = Former::nothing(Effort::Quick);
    let tell = if arguments.json { in_json } else { in_words };
    tell(&rebuild(
        folder,
        &app,
        &preview,
        &mut former,
        &mut stand,
        &watch,
    ));
    let address = format!("http://127.0.0.1:{port}/");
    if arguments.json {
        let told = json!({ "event": "serving", "address": address, "polling": watch.looks() });
        outln!("{told}");
    } else {
        if port != arguments.port && arguments.port != 0 {
            outln!("port {} is taken: using {port}", arguments.port);
        }
        outln!(
            "{} is shown at {address} (Ctrl-C ends it)",
            folder.display()
        );
        if watch.looks() {
            outln!("the folder is looked through every second for changes");
        }
    }
    io::stdout().flush()?;
    let answering = Arc::clone(&preview);
    std::thread::Builder::new().spawn(move || answering.serve(&listener))?;
    if arguments.open
        && let Err(error) = open::that_detached(&address)
    {
        errln!("the browser could not be opened ({error}): open {address} yourself");
    }
    loop {
        stand = watch.next(&stand);
        former.compression = former.compression.next();
        tell(&rebuild(
            folder,
            &app,
            &preview,
            &mut former,
            &mut stand,
            &watch,
        ));
        // Who reads no longer is no reason to end.
        let _ = io::stdout().flush();
    }
}

/// How often a catalogue is read again because it was saved while it was read.
const TRIES: usize = 5;

/// What came of reading the catalogue.
struct Told {
    what: What,
    /// What is wrong, and how much of it (notes are counted, but not listed).
    found: Vec<Diagnostic>,
    counts: String,
    seconds: f64,
}

enum What {
    /// So many records are shown, in a version that differs from the last one or not.
    Shown { records: usize, is_new: bool },
    /// It cannot be shown; the last version is, where there was one.
    Wrong { is_shown: bool },
    /// It never stood still.
    Busy,
}

/// Tells a person.
fn in_words(told: &Told) {
    err!("{}", report::text(&told.found));
    let (counts, seconds) = (&told.counts, told.seconds);
    match told.what {
        What::Shown {
            records,
            is_new: true,
        } => errln!("{} shown after {seconds:.2} s", count(records, "record")),
        What::Shown { .. } => errln!("nothing changed on the page ({seconds:.2} s)"),
        What::Wrong { is_shown: true } => {
            errln!("{counts}; the last version without errors stays");
        }
        What::Wrong { is_shown: false } => {
            errln!("{counts}; the page is shown once the errors are mended");
        }
        What::Busy => {
            errln!("the catalogue changes all the time: it is shown once it has been left alone");
        }
    }
}

/// Tells a program.
fn in_json(told: &Told) {
    let (event, records) = match told.what {
        What::Shown {
            records,
            is_new: true,
        } => ("shown", Some(records)),
        What::Shown { records, .. } => ("unchanged", Some(records)),
        What::Wrong { .. } => ("wrong", None),
        What::Busy => ("busy", None),
    };
    let found = report::list(&told.found);
    outln!(
        "{}",
        json!({ "event": event, "records": records, "seconds": told.seconds, "found": found })
    );
}

/// Reads the catalogue and shows what it has become. What was saved while it was read is read again: nothing that is shown
/// may be half of a file.
fn rebuild(
    folder: &Path,
    app: &App,
    preview: &Preview,
    former: &mut Former,
    stand: &mut Stand,
    watch: &Watch,
) -> Told {
    let begun = Instant::now();
    for _ in 0..TRIES {
        let (catalog, found) = catalog::read(folder);
        let own = own_files::read(folder);
        let now = Stand::of(folder);
        if now == *stand {
            // What is saved from here on is for the next version: one that takes long to make is shown all the same.
            let (found, made) = made((catalog, found), own, app, former);
            let listed = found.iter().filter(|d| !d.is_note()).cloned().collect();
            let counts = report::summary(&found);
            return Told {
                what: show(found, made, app, preview),
                found: listed,
                counts,
                seconds: begun.elapsed().as_secs_f64(),
            };
        }
        *stand = watch.quiet();
    }
    Told {
        what: What::Busy,
        found: Vec::new(),
        counts: String::new(),
        seconds: begun.elapsed().as_secs_f64(),
    }
}

/// What is wrong with a catalogue that was read, and its site where nothing keeps it from being made.
fn made(
    (catalog, mut found): (Option<Catalog>, Vec<Diagnostic>),
    own: Result<Files, own_files::Error>,
    app: &App,
    former: &mut Former,
) -> (Vec<Diagnostic>, Option<(Catalog, Files)>) {
    let failed = found.iter().any(Diagnostic::is_error);
    let Some(catalog) = catalog.filter(|_| !failed) else {
        return (found, None);
    };
    let files = own
        .map_err(whole_site::Error::Own)
        .and_then(|own| whole_site::make_for_readers(&catalog, &own, app, former));
    match files {
        Ok((files, inverted)) => {
            if let Some(inverted) = inverted {
                former.inverted = inverted;
            }
            (found, Some((catalog, files)))
        }
        Err(error) => {
            let place = match error {
                whole_site::Error::Own(_) | whole_site::Error::Site(_) => own_files::FOLDER,
                _ => "catalog.toml",
            };
            found.push(Diagnostic {
                severity: Severity::Error,
                code: "unreadable",
                file: place.to_owned(),
                place: Place::default(),
                source_line: String::new(),
                source_column: 1,
                message: error.to_string(),
                fix: None,
                edit: None,
            });
            (found, None)
        }
    }
}

/// Shows a version, or what is wrong above the last one.
fn show(
    found: Vec<Diagnostic>,
    made: Option<(Catalog, Files)>,
    app: &App,
    preview: &Preview,
) -> What {
    let Some((catalog, files)) = made else {
        let is_shown = preview.show_wrong(found);
        return What::Wrong { is_shown };
    };
    let records = catalog.records.iter().filter(|record| !record.draft);
    let records = records.count();
    // A value that cannot be written in a format, which no record can bring about, leaves them out.
    let app = app.clone();
    let others = move || whole_site::others(&catalog, &app).unwrap_or_default();
    let is_new = preview.show(files, others, found);
    What::Shown { records, is_new }
}
