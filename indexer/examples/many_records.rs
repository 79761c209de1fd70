//! Writes a catalogue of invented records, to measure what `callboard` costs with many of them:
//! `cargo run -p callboard-indexer --example many_records -- FOLDER COUNT`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a command")]

#[path = "../tests/many/mod.rs"]
mod many;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(Ok(count))) = (arguments.next(), arguments.next().map(|n| n.parse()))
    else {
        eprintln!("expected a folder and a number of records");
        return ExitCode::from(2);
    };
    match many::write(Path::new(&folder), count) {
        Ok(paths) => {
            println!("{} records in {folder}", paths.len());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {folder}: {error}");
            ExitCode::FAILURE
        }
    }
}
