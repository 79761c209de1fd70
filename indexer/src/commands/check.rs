//! `callboard check`: everything that is wrong with a catalogue, at once.

use super::Error;
use super::folder::Folder;
use super::output::{errln, out};
use callboard_indexer::catalog::{self, Catalog};
use callboard_indexer::diagnostic::Diagnostic;
use callboard_indexer::{mend, queries, report};
use clap::{Args, ValueEnum};
use std::path::Path;
use std::process::ExitCode;

/// Shows every mistake in a catalogue with its place and its fix, and runs the searches of its queries.toml.
///
/// Errors make the check fail; warnings and notes (a record whose link the source lacks, for example) do not.
/// `callboard explain CODE` says more of each, and `[check]` in catalog.toml changes how much one matters.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard check catalog\n  callboard check catalog --fix\n  callboard check catalog --format github\n  callboard check catalog --json | jq '.[].code'"
)]
pub struct Arguments {
    #[command(flatten)]
    catalog: Folder,
    /// First mend what can be meant in one way only: slips of a letter in ids and keys, signs in phone numbers, line
    /// ends, trailing spaces
    #[arg(long)]
    fix: bool,
    /// How to print what was found; `github` marks the lines of a change
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    Text,
    Json,
    Github,
}

/// How often it is looked whether a change shows more that is certain.
const ROUNDS: usize = 8;

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let format = if arguments.json {
        Format::Json
    } else {
        arguments.format
    };
    let (mut catalog, mut diagnostics) = catalog::read(arguments.catalog.path());
    let mut unwritten = Vec::new();
    if arguments.fix {
        // What is mended in the settings lets records and searches be read, which may have slips of their own.
        for _ in 0..ROUNDS {
            let is_changed;
            (is_changed, unwritten) =
                mended(arguments.catalog.path(), catalog.as_ref(), &diagnostics);
            if !is_changed {
                break;
            }
            (catalog, diagnostics) = catalog::read(arguments.catalog.path());
        }
    }
    for error in &unwritten {
        errln!("error: {error}");
    }
    let mut asked = None;
    if let Some(catalog) = &catalog {
        let (count, found) = searches(catalog, arguments.catalog.path(), &diagnostics)?;
        asked = Some(count);
        diagnostics.extend(found);
    }
    diagnostics.sort_by(Diagnostic::by_place);
    let text = match format {
        Format::Json => report::json(&diagnostics) + "\n",
        Format::Github => report::github(&diagnostics, &arguments.catalog.path().to_string_lossy()),
        Format::Text => {
            let mut text = report::text(&diagnostics);
            if let Some(catalog) = &catalog {
                text += &format!("{}\n", report::counts(catalog));
            }
            match asked {
                Some(Some(0)) | None => {}
                Some(Some(1)) => text += "1 search of queries.toml was run\n",
                Some(Some(count)) => {
                    text += &format!("{count} searches of queries.toml were run\n")
                }
                Some(None) => {
                    text += "the searches of queries.toml were not run: mend the errors first\n";
                }
            }
            text + &report::summary(&diagnostics) + "\n"
        }
    };
    out!("{text}");
    let failed =
        catalog.is_none() || !unwritten.is_empty() || diagnostics.iter().any(|d| d.is_error());
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Mends what is certain, says what that was, and whether it was anything. Files that could not be written are as they were.
fn mended(
    folder: &Path,
    catalog: Option<&Catalog>,
    diagnostics: &[Diagnostic],
) -> (bool, Vec<mend::Error>) {
    let mut all = diagnostics.to_vec();
    if let Some(catalog) = catalog {
        all.extend(queries::read(folder, catalog).1);
    }
    let (changes, unwritten) = mend::mend(folder, &all);
    for change in &changes {
        let place = match change.line {
            0 => change.file.clone(),
            line => format!("{}:{line}", change.file),
        };
        errln!("fixed {place}: {}", change.what);
    }
    (!changes.is_empty(), unwritten)
}

/// Runs the catalogue's own searches and says how many there were: `None` when there are some and errors in the records
/// keep them from being run.
fn searches(
    catalog: &Catalog,
    folder: &Path,
    diagnostics: &[Diagnostic],
) -> Result<(Option<usize>, Vec<Diagnostic>), Error> {
    let (queries, mut found) = queries::read(folder, catalog);
    let broken = diagnostics.iter().any(|d| d.is_error());
    if queries.all.is_empty() {
        return Ok((Some(0), found));
    }
    if broken {
        return Ok((None, found));
    }
    found.extend(queries::ask(&queries, catalog)?);
    Ok((Some(queries.all.len()), found))
}
