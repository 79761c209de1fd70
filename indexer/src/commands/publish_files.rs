//! `callboard publish-files`: what a host must be told, and how it publishes by itself.

use super::output::outln;
use super::{Error, choice};
use callboard_indexer::hosting::{self, About, Host};
use callboard_indexer::settings;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes the headers and, where the host has them, the workflows that check each change and publish what is merged.
///
/// Afterwards nobody needs anything installed: who changes a record in the host's web editor is told in which line
/// something is wrong, and merging publishes. The answer ends with the steps that are left to you. No file is written over.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard publish-files github\n  callboard publish-files netlify --repository OWNER/NAME\n  callboard publish-files nginx --out ../server"
)]
pub struct Arguments {
    /// github, netlify, cloudflare, nginx or apache
    #[arg(value_parser = host_named)]
    host: Host,
    /// Where the files go: the top of the repository
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// The repository on GitHub with the release of Callboard that the host takes; without it a variable of the host says
    /// so, else it is the repository itself
    #[arg(long, value_name = "OWNER/NAME", value_parser = hosting::repository)]
    repository: Option<String>,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

fn host_named(name: &str) -> Result<Host, String> {
    Host::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Host::ALL.iter().map(|host| host.name()).collect();
        choice::none_of(name, "the hosts are", &names)
    })
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let host = arguments.host;
    let root = root(&arguments.out);
    let about = About {
        repository: arguments.repository.as_deref(),
        root: &root,
    };
    let files = hosting::write(host, about, &arguments.out)?;
    let steps = host.steps(arguments.repository.is_some());
    if arguments.json {
        let files: Vec<_> = files
            .iter()
            .map(|(path, new)| serde_json::json!({"path": path.display().to_string(), "new": new}))
            .collect();
        let told = serde_json::json!({"host": host.name(), "files": files, "steps": steps});
        outln!("{told:#}");
        return Ok(ExitCode::SUCCESS);
    }
    for (path, new) in &files {
        let what = if *new { "written" } else { "unchanged" };
        outln!("{}: {what}", path.display());
    }
    outln!("\nnext:\n{steps}");
    Ok(ExitCode::SUCCESS)
}

/// Where on its host the site of the catalogue will be that is here, or where the files go. Where there is none yet, or it does not
/// say so, that is the top.
fn root(out: &Path) -> String {
    let toml = |folder: &Path| fs::read_to_string(folder.join("catalog/catalog.toml")).ok();
    let text = toml(out).or_else(|| toml(Path::new(".")));
    let settings = text.and_then(|text| settings::read(&text).0);
    settings.unwrap_or_default().site.root()
}
