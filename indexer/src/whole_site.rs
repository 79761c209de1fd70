//! A checked catalogue to every file of its site: what is searched and what others read are made side by side, then put
//! together with the app and the editor's own files.
//!
//! Not here: how each is made ([`crate::build`], [`crate::outputs`]), writing to disk ([`crate::site::publish`]), showing it
//! while it is edited ([`crate::preview`]).

use crate::app::{App, PAGE};
use crate::catalog::Catalog;
use crate::compression::Compression;
use crate::site::{self, Files, Parts, own_files};
use crate::{build, outputs, resolve};
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
    let settings = &catalog.settings;
    let mut inverted = build::invert(settings, &resolved).map_err(Error::Build)?;
    let beside = outputs::Beside {
        front_page: app.text(PAGE).map(str::to_owned),
        related: std::mem::take(&mut inverted.related),
    };
    let (pack, others) = rayon::join(
        || inverted.pack(&|bytes, how| compression.compress(bytes, how)),
        || outputs::all(catalog, &resolved, &beside),
    );
    let others = others.map_err(Error::Outputs)?;
    let files = site::assemble(Parts {
        app,
        icon: settings.site.icon.as_deref(),
        pack: pack.map_err(Error::Build)?,
        outputs: others.files,
        own: own_files::read(folder).map_err(Error::Own)?,
    })
    .map_err(Error::Site)?;
    Ok(Made {
        files,
        notes: others.notes,
    })
}
