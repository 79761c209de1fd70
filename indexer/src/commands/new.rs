//! `callboard new`: a catalogue to begin with.

use super::output::{outln, typed};
use super::{Error, refused};
use callboard_indexer::starter;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes a small catalogue of invented records, one of every kind, with comments that say what each key is for.
///
/// It can be checked, built and searched at once. The folder must be empty or not be there.
#[derive(Args)]
#[command(after_help = "Examples:\n  callboard new catalog\n  callboard new catálogo --lang es")]
pub struct Arguments {
    /// The folder that it goes to
    folder: PathBuf,
    /// Language of the page and of records that name none; the samples stay in English
    #[arg(long, alias = "language", value_name = "LANG", default_value = "en")]
    lang: String,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let written = starter::write(&arguments.folder, &arguments.lang).map_err(refused)?;
    let folder = arguments.folder.display();
    if arguments.json {
        outln!(
            "{}",
            serde_json::json!({"folder": folder.to_string(), "files": written})
        );
        return Ok(ExitCode::SUCCESS);
    }
    outln!("{written} files written to {folder}");
    let folder = typed(&arguments.folder);
    outln!("next: callboard serve {folder} --open   shows it in your browser while you write");
    outln!("      callboard check {folder}          tells what is wrong");
    outln!("      callboard build {folder}          writes the site");
    Ok(ExitCode::SUCCESS)
}
