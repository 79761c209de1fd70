//! `callboard new`: a catalogue to begin with.

use super::Error;
use super::output::outln;
use callboard_indexer::starter;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes a small catalogue of invented records, one of every kind, with comments that say what each key is for.
///
/// It can be checked, built and searched at once. The folder must be empty or not be there.
#[derive(Args)]
#[command(after_help = "Example:\n  callboard new catalog\n  callboard check catalog")]
pub struct Arguments {
    /// The folder that it goes to
    folder: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let written = starter::write(&arguments.folder)?;
    let folder = arguments.folder.display();
    outln!("{written} files written to {folder}");
    outln!("next: callboard serve {folder} --open   shows it in your browser while you write");
    outln!("      callboard check {folder}          tells what is wrong");
    outln!("      callboard build {folder}          writes the site");
    Ok(ExitCode::SUCCESS)
}
