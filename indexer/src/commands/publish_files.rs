//! `callboard publish-files`: what a host must be told, and how it publishes by itself.

use super::Error;
use super::output::outln;
use callboard_indexer::hosting::{self, Host};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes the headers and, where the host has them, the workflows that check each change and publish what is merged.
///
/// Afterwards nobody needs anything installed: who changes a record in the host's web editor is told in which line
/// something is wrong, and merging publishes. docs/publishing.md has the steps for each host. No file is written over.
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
}

fn host_named(name: &str) -> Result<Host, String> {
    Host::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Host::ALL.iter().map(|host| host.name()).collect();
        format!("the hosts are {}", names.join(", "))
    })
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    for (path, new) in hosting::write(
        arguments.host,
        arguments.repository.as_deref(),
        &arguments.out,
    )? {
        let what = if new { "written" } else { "unchanged" };
        outln!("{}: {what}", path.display());
    }
    outln!(
        "next: the steps for {} in docs/publishing.md",
        arguments.host.name()
    );
    Ok(ExitCode::SUCCESS)
}
