//! A checked catalogue to every file of its site: what is searched and what others read are made side by side, then put
//! together with the app and the editor's own files.
//!
//! Not here: how each is made ([`crate::build`], [`crate::outputs`]), writing to disk ([`crate::site::publish`]), showing it
//! while it is edited ([`crate::preview`]).

use crate::app::App;
use crate::build;
use crate::catalog::Catalog;
use crate::compression::Compression;
use crate::outputs::{self, OutputFile};
use crate::resolve::{self, Resolved};
use crate::site::{self, Files, Parts, own_files, page};
use callboard_engine::pack::PackFile;
use std::fmt;
use std::path::Path;

/// A site, and what an editor may want to know of it.
#[derive(Debug)]
pub struct Made {
    /// Its files.
    pub files: Files,
    /// Sentences about what is missing.
    pub notes: Vec<String>,
}

/// Why a site cannot be made of a catalogue without errors.
#[derive(Debug)]
pub enum Error {
    /// Its pack.
    Build(build::Error),
    /// What others read.
    Outputs(outputs::Error),
    /// The editor's own files.
    Own(own_files::Error),
    /// Its files do not go together.
    Site(site::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Build(error) => error.fmt(f),
            Error::Outputs(error) => error.fmt(f),
            Error::Own(error) => error.fmt(f),
            Error::Site(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

/// Makes the site of the catalogue that was read from `folder`.
///
/// # Errors
/// When a file of the editor's own cannot be published, or a limit of the pack's form is exceeded.
pub fn make(
    folder: &Path,
    catalog: &Catalog,
    app: &App,
    compression: &Compression,
) -> Result<Made, Error> {
    let resolved = resolve::resolve(catalog);
    let (pack, others) = rayon::join(
        || pack(catalog, &resolved, compression),
        || outputs::all(catalog, &resolved),
    );
    let others = others.map_err(Error::Outputs)?;
    let own = own_files::read(folder).map_err(Error::Own)?;
    let files = together(catalog, own, app, pack?, others.files)?;
    Ok(Made {
        files,
        notes: others.notes,
    })
}

/// Makes what a reader's browser loads of the site: all but what others read, which [`others`] makes when somebody asks.
/// The editor's own files are read before, with the catalogue.
///
/// # Errors
/// As [`make`].
pub fn make_for_readers(
    catalog: &Catalog,
    own: Files,
    app: &App,
    compression: &Compression,
) -> Result<Files, Error> {
    let resolved = resolve::resolve(catalog);
    let pack = pack(catalog, &resolved, compression)?;
    together(catalog, own, app, pack, Vec::new())
}

/// What others read of a catalogue: feeds, calendars, tables, linked data.
///
/// # Errors
/// As [`outputs::all`].
pub fn others(catalog: &Catalog) -> Result<Files, Error> {
    let resolved = resolve::resolve(catalog);
    let others = outputs::all(catalog, &resolved).map_err(Error::Outputs)?;
    let files = others.files.into_iter();
    Ok(files
        .map(|file| (file.path, file.text.into_bytes()))
        .collect())
}

fn pack(
    catalog: &Catalog,
    resolved: &Resolved,
    compression: &Compression,
) -> Result<Vec<PackFile>, Error> {
    let compress = |bytes: &[u8], tight| compression.compress(bytes, tight);
    build::pack(&catalog.settings, resolved, &compress).map_err(Error::Build)
}

fn together(
    catalog: &Catalog,
    own: Files,
    app: &App,
    pack: Vec<PackFile>,
    outputs: Vec<OutputFile>,
) -> Result<Files, Error> {
    let settings = &catalog.settings;
    let front = page::Front {
        name: &settings.name,
        tagline: &settings.tagline,
        language: settings.languages.first().map_or("en", String::as_str),
        icon: settings.site.icon.as_deref(),
    };
    site::assemble(Parts {
        app,
        front,
        pack,
        outputs,
        own,
    })
    .map_err(Error::Site)
}
