//! `callboard build`: catalogue to pack, and to the files that others read.

use super::Error;
use callboard_indexer::{build, catalog, outputs, pack_folder, report, resolve, site_folder};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Checks a catalogue and writes its pack.
///
/// A mistake in a record is an error: everything that is wrong is shown, and the pack that was there
/// stays as it was.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard build catalog --out dist/pack\n  callboard build catalog --out dist/pack --site dist"
)]
pub struct Arguments {
    /// The folder that holds catalog.toml
    #[arg(default_value = "catalog")]
    catalog: PathBuf,
    /// Where the pack goes
    #[arg(long, default_value = "dist/pack")]
    out: PathBuf,
    /// Where pages, feeds, calendars, tables and linked data go, usually the folder around the pack;
    /// none are written without it (docs/outputs.md)
    #[arg(long, value_name = "FOLDER")]
    site: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let (catalog, diagnostics) = catalog::read(&arguments.catalog);
    let shown: Vec<_> = diagnostics
        .iter()
        .filter(|d| !d.is_note())
        .cloned()
        .collect();
    eprint!("{}", report::text(&shown));
    let failed = diagnostics.iter().any(|d| d.is_error());
    let Some(catalog) = catalog.filter(|_| !failed) else {
        eprintln!("{}", report::summary(&diagnostics));
        eprintln!(
            "nothing was written: {} is as it was",
            arguments.out.display()
        );
        return Ok(ExitCode::FAILURE);
    };
    let resolved = resolve::resolve(&catalog);
    let records = resolved.records.len();
    let (files, related) =
        build::pack_and_relate(&catalog.settings, resolved.clone(), &pack_folder::compress)?;
    let others = match &arguments.site {
        Some(folder) => {
            let beside = outputs::Beside {
                front_page: site_folder::front_page(folder)?,
                related,
            };
            Some((folder, outputs::all(&catalog, &resolved, &beside)?))
        }
        None => None,
    };
    let published = pack_folder::publish(&arguments.out, &files).map_err(|error| {
        format!(
            "the pack could not be written to {}: {error}",
            arguments.out.display()
        )
    })?;
    println!(
        "{records} records packed into {}: {} files, {} of them new, {} bytes",
        arguments.out.display(),
        published.files,
        published.written,
        published.bytes
    );
    if let Some((folder, others)) = others {
        let published = site_folder::publish(folder, &others.files)
            .map_err(|error| format!("the files for others could not be written: {error}"))?;
        println!(
            "for readers without JavaScript, feed readers, calendars and machines in {}: {} files, {} of them new, {} bytes",
            folder.display(),
            published.files,
            published.written,
            published.bytes
        );
        for note in &others.notes {
            println!("note: {note}");
        }
    }
    Ok(ExitCode::SUCCESS)
}
