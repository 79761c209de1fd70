//! `callboard add`: a file for a new record.

use super::output::{err, outln};
use super::{Error, WrongCall, choice, refused};
use callboard_indexer::{catalog, report, starter};
use callboard_model::Kind;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes a file for a new record into the folder of its kind and prints its path.
///
/// The id is made from the title and is unique; a file that is there is never touched. The record is a draft until the
/// line `draft: true` is removed.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard add event \"Town hall on rents\"\n  callboard add recording \"Grabación\" --lang es --catalog catalog"
)]
pub struct Arguments {
    /// One of the kinds of docs/records.md
    #[arg(value_parser = kind_named)]
    kind: Kind,
    /// Its title, as the source writes it, in quotes
    #[arg(required = true, num_args = 1..)]
    title: Vec<String>,
    /// Language of the record, where it is not the catalogue's first
    #[arg(long, alias = "language")]
    lang: Option<String>,
    /// The folder that holds catalog.toml
    #[arg(long, default_value = "catalog")]
    catalog: PathBuf,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

fn kind_named(name: &str) -> Result<Kind, String> {
    Kind::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        choice::none_of(name, "the kinds are", &names)
    })
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    // What stands behind a title may belong to it, or be meant as the folder.
    let [title] = arguments.title.as_slice() else {
        let words = arguments.title.join(" ");
        let kind = arguments.kind.name();
        let fix = format!("put quotes around the title, as in `callboard add {kind} \"{words}\"`");
        return Err(WrongCall(format!("{fix}; the folder is named by --catalog")).into());
    };
    let (catalog, diagnostics) = catalog::read(&arguments.catalog);
    let Some(catalog) = catalog else {
        err!("{}", report::text(&diagnostics));
        return Ok(ExitCode::FAILURE);
    };
    let path = starter::add(
        &arguments.catalog,
        &catalog.settings,
        arguments.kind,
        title,
        arguments.lang.as_deref(),
    )
    .map_err(refused)?;
    if arguments.json {
        let id = path.file_stem().map(|id| id.to_string_lossy());
        outln!(
            "{}",
            serde_json::json!({"id": id, "file": path.display().to_string()})
        );
    } else {
        outln!("{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}
