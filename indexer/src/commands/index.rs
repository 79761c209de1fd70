//! `callboard index`: any JSON lines to a pack.

use super::Error;
use super::output::{count, out, outln};
use callboard_engine::pack;
use callboard_indexer::{index, json_lines, pack_folder, report};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Packs any collection of JSON lines, without a catalogue.
///
/// Without a configuration `_id`, `id` or `name` is the id, `title` or `name` the title, `summary`
/// and `text` or `description` the text.
#[derive(Args)]
#[command(after_help = "Example:\n  callboard index records.jsonl.gz --out pack")]
pub struct Arguments {
    /// Records, a JSON object on each line; may be gzipped
    records: PathBuf,
    /// Which keys are fields and facets (see docs/index-config.md)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The key that holds the id
    #[arg(long, value_name = "KEY")]
    id_field: Option<String>,
    /// Where the pack goes
    #[arg(long)]
    out: PathBuf,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let mut config = match &arguments.config {
        Some(path) => json_lines::Config::read(path)?,
        None => json_lines::Config::default(),
    };
    if let Some(id) = &arguments.id_field {
        config.id = vec![id.clone()];
    }
    let (corpus, found) = json_lines::read(&arguments.records, &config)?;
    let records = corpus.documents.len();
    let input = index::invert(corpus)?;
    let files = pack::write(&input, &pack_folder::compress)?;
    let published = pack_folder::publish(&arguments.out, &files).map_err(|error| {
        format!(
            "the pack could not be written to {}: {error}",
            arguments.out.display()
        )
    })?;
    if arguments.json {
        let mut told = serde_json::json!({"records": records, "files": published.files, "bytes": published.bytes});
        if let (Some(told), false) = (told.as_object_mut(), found.is_empty()) {
            told.insert("found".to_owned(), report::list(&found));
        }
        outln!("{told}");
        return Ok(ExitCode::SUCCESS);
    }
    out!("{}", report::text(&found));
    outln!(
        "{} packed into {}: {} files, {} bytes",
        count(records, "record"),
        arguments.out.display(),
        published.files,
        published.bytes
    );
    Ok(ExitCode::SUCCESS)
}
