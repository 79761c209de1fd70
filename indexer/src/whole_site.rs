//! A checked catalogue to every file of its site: what is searched and what others read are made side by side, then put
//! together with the app and the editor's own files.
//!
//! Not here: how each is made ([`crate::build`], [`crate::outputs`]), writing to disk ([`crate::site::publish`]), showing it
//! while it is edited ([`crate::preview`]).

use crate::app::{App, PAGE};
use crate::build::{self, Inverted};
use crate::catalog::Catalog;
use crate::compression::Compression;
use crate::outputs::{self, Beside, OutputFile};
use crate::resolve;
use crate::site::{self, Files, Parts, own_files};
use callboard_engine::pack::{Deflate, PackFile};
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
    let mut inverted = build::invert(&catalog.settings, &resolved).map_err(Error::Build)?;
    let beside = Beside {
        related: std::mem::take(&mut inverted.related),
        ..beside(app)
    };
    let (pack, others) = rayon::join(
        || pack(&inverted, compression),
        || outputs::all(catalog, &resolved, &beside),
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
    let inverted = build::invert(&catalog.settings, &resolved).map_err(Error::Build)?;
    let front = outputs::front_page(catalog, &resolved, &beside(app)).map_err(Error::Outputs)?;
    let pack = pack(&inverted, compression)?;
    together(catalog, own, app, pack, front.into_iter().collect())
}

/// What others read of a catalogue: pages without script, feeds, calendars, tables, linked data. Its pages do not name
/// what is on the same matters, which only the index knows.
///
/// # Errors
/// As [`outputs::all`].
pub fn others(catalog: &Catalog, app: &App) -> Result<Files, Error> {
    let resolved = resolve::resolve(catalog);
    let others = outputs::all(catalog, &resolved, &beside(app)).map_err(Error::Outputs)?;
    let files = others.files.into_iter();
    Ok(files
        .map(|file| (file.path, file.text.into_bytes()))
        .collect())
}

/// What others read is published beside this app.
fn beside(app: &App) -> Beside {
    Beside {
        front_page: app.text(PAGE).map(str::to_owned),
        related: Vec::new(),
    }
}

fn pack(inverted: &Inverted, compression: &Compression) -> Result<Vec<PackFile>, Error> {
    let compress = |bytes: &[u8], how: Deflate<'_>| compression.compress(bytes, how);
    inverted.pack(&compress).map_err(Error::Build)
}

fn together(
    catalog: &Catalog,
    own: Files,
    app: &App,
    pack: Vec<PackFile>,
    outputs: Vec<OutputFile>,
) -> Result<Files, Error> {
    site::assemble(Parts {
        app,
        icon: catalog.settings.site.icon.as_deref(),
        pack,
        outputs,
        own,
    })
    .map_err(Error::Site)
}
