//! `callboard explain`: what a diagnostic's code means.

use super::Error;
use callboard_indexer::diagnostic::CODES;
use clap::Args;
use std::process::ExitCode;

/// Explains a diagnostic by its code; without one, lists all codes.
#[derive(Args)]
#[command(after_help = "Example:\n  callboard explain unknown-value")]
pub struct Arguments {
    /// The code, as `check` prints it
    code: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let Some(code) = &arguments.code else {
        for (code, _) in CODES {
            println!("{code}");
        }
        return Ok(ExitCode::SUCCESS);
    };
    match CODES.iter().find(|(name, _)| name == code) {
        Some((name, explanation)) => {
            println!("{name}\n\n{explanation}");
            Ok(ExitCode::SUCCESS)
        }
        None => {
            Err(format!("there is no diagnostic `{code}`: `callboard explain` lists them").into())
        }
    }
}
