//! `callboard release`: the last step of putting a site together. Hidden: it is called by what builds the site.

use super::Error;
use callboard_indexer::release;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes release.json, the list of what the page needs, from which readers' browsers keep a version for offline use.
#[derive(Args)]
pub struct Arguments {
    /// The finished site's folder
    site: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let release = release::write(&arguments.site)?;
    let bytes: u64 = release.files.iter().map(|(_, _, bytes)| bytes).sum();
    println!(
        "version {}: {} files, {bytes} bytes kept for offline use",
        release.version,
        release.files.len()
    );
    Ok(ExitCode::SUCCESS)
}
