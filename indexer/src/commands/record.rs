//! `callboard record`: one record of a pack.

use super::Error;
use super::output::outln;
use callboard_engine::json;
use callboard_indexer::pack_folder::PackFolder;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Prints everything a pack knows of a record, as JSON.
#[derive(Args)]
#[command(after_help = "Example:\n  callboard record site sample-town-hall")]
pub struct Arguments {
    /// The folder that holds callboard.json
    pack: PathBuf,
    /// The record's id
    id: String,
    /// Prints JSON, as without it: what a pack knows has no other form
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let mut pack = PackFolder::open(&arguments.pack)?;
    match pack.ask(|searcher| searcher.record(&arguments.id))? {
        Some(record) => {
            outln!("{}", json::record(&record));
            Ok(ExitCode::SUCCESS)
        }
        None => Err(format!("no record is called `{}`", arguments.id).into()),
    }
}
