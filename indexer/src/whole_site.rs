//! A checked catalogue to every file of its site: what is searched and what others read are made side by side, then put
//! together with the app and the editor's own files.
//!
//! Not here: how each is made ([`crate::build`], [`crate::outputs`]), writing to disk ([`crate::site::publish`]), showing it
//! while it is edited ([`crate::preview`]).

use crate::app::{App, PAGE};
use crate::build::{self, Inverted};
use crate::catalog::Catalog;
use crate::compression::{Compression, Effort};
use crate::index::Kept;
use crate::outputs::publication::Publication;
use crate::outputs::{self, Begun, Beside};
use crate::rendered::Rendered;
use crate::resolve::{self, Resolved};
use crate::site::examples::Examples;
use crate::site::sink::{Collected, Sink};
use crate::site::{self, Assembly, Files, own_files};
use std::fmt;
use std::path::Path;

/// What the last build left for the next one, so that it need not be made again. What is made of it is what is made
/// without.
#[derive(Debug)]
pub struct Former {
    /// Compressed chunks of the pack.
    pub compression: Compression,
    /// Files of records.
    pub rendered: Rendered,
    /// Where words stand.
    pub inverted: Kept,
}

impl Former {
    /// Nothing was left.
    pub fn nothing(effort: Effort) -> Former {
        Former {
            compression: Compression::new(effort),
            rendered: Rendered::default(),
            inverted: Kept::default(),
        }
    }
}

/// A site that was made.
#[derive(Debug)]
pub struct Made {
    /// Sentences about what is missing, which an editor may want to know.
    pub notes: Vec<String>,
    /// For the next build, where it is other than before.
    pub inverted: Option<Kept>,
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

/// Makes the site of the catalogue that was read from `folder` and resolved, file by file into `sink`.
///
/// # Errors
/// When a file of the editor's own cannot be published, or a limit of the pack's form is exceeded.
pub fn make(
    folder: &Path,
    catalog: &Catalog,
    resolved: &Resolved,
    app: &App,
    former: &Former,
    sink: &dyn Sink,
) -> Result<Made, Error> {
    let own = own_files::read(folder).map_err(Error::Own)?;
    let assembly = Assembly::new(sink, &own, catalog.settings.site.icon.as_deref());
    let publication = Publication::new(catalog, resolved);
    let (inverted, begun) = rayon::join(
        || build::invert(&catalog.settings, resolved, &former.inverted),
        || Begun::of(&publication, app.text(PAGE)),
    );
    let mut inverted = inverted.map_err(Error::Build)?;
    let kept = std::mem::take(&mut inverted.kept);
    let related = std::mem::take(&mut inverted.related);
    let (packed, notes) = rayon::join(
        || pack(inverted, &former.compression, &assembly),
        || begun.make(&related, &former.rendered, &assembly),
    );
    packed?;
    let notes = notes.map_err(Error::Outputs)?;
    let examples = Examples::of(resolved);
    assembly.finish(app, &examples).map_err(Error::Site)?;
    Ok(Made {
        notes,
        inverted: kept,
    })
}

/// Makes what a reader's browser loads of the site: all but what others read, which [`others`] makes when somebody asks; and
/// what the next version need not invert again, where it is other than before. The editor's own files are read before, with the catalogue.
///
/// # Errors
/// As [`make`].
pub fn make_for_readers(
    catalog: &Catalog,
    own: &Files,
    app: &App,
    former: &Former,
) -> Result<(Files, Option<Kept>), Error> {
    let files = Collected::default();
    let assembly = Assembly::new(&files, own, catalog.settings.site.icon.as_deref());
    let resolved = resolve::resolve(catalog);
    let inverted = build::invert(&catalog.settings, &resolved, &former.inverted);
    let mut inverted = inverted.map_err(Error::Build)?;
    let kept = std::mem::take(&mut inverted.kept);
    let front = outputs::front_page(catalog, &resolved, &beside(app)).map_err(Error::Outputs)?;
    pack(inverted, &former.compression, &assembly)?;
    if let Some(file) = front {
        assembly.take(file.path, file.text.into_bytes());
    }
    let examples = Examples::of(&resolved);
    assembly.finish(app, &examples).map_err(Error::Site)?;
    Ok((files.into_files(), kept))
}

/// What others read of a catalogue: pages without script, feeds, calendars, tables, linked data. Its pages do not name
/// what is on the same matters, which only the index knows.
///
/// # Errors
/// As [`outputs::all`].
pub fn others(catalog: &Catalog, app: &App) -> Result<Files, Error> {
    let resolved = resolve::resolve(catalog);
    let beside = beside(app);
    let others = outputs::all(catalog, &resolved, &beside).map_err(Error::Outputs)?;
    // The preview is at the top of its address, wherever the site will be published. Of two of one path the last counts.
    let not_found = outputs::not_found(catalog, &resolved, &beside);
    let files = others.files.into_iter().chain([not_found]);
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

/// What was inverted is given up as soon as it is packed, because it is much.
fn pack(inverted: Inverted, compression: &Compression, sink: &dyn Sink) -> Result<(), Error> {
    let files = inverted.pack(compression).map_err(Error::Build)?;
    drop(inverted);
    for file in files {
        sink.take(format!("pack/{}", file.name), file.bytes);
    }
    Ok(())
}
