//! `callboard check`: everything that is wrong with a catalogue, at once.

use super::Error;
use callboard_indexer::{catalog, report};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Shows every mistake in a catalogue with its place and its fix.
///
/// Notes (a record whose link the source lacks, for example) do not make the check fail; errors do.
#[derive(Args)]
#[command(
    after_help = "Example:\n  callboard check catalog\n  callboard check catalog --json | jq '.[].code'"
)]
pub struct Arguments {
    /// The folder that holds catalog.toml
    #[arg(default_value = "catalog")]
    catalog: PathBuf,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let (catalog, diagnostics) = catalog::read(&arguments.catalog);
    if arguments.json {
        println!("{}", report::json(&diagnostics));
    } else {
        print!("{}", report::text(&diagnostics));
        if let Some(catalog) = &catalog {
            println!("{}", report::counts(catalog));
        }
        println!("{}", report::summary(&diagnostics));
    }
    let failed = catalog.is_none() || diagnostics.iter().any(|d| d.is_error());
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
