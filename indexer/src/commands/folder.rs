//! Which folder a command reads: the catalogue, by its place or by the name that `add` and `import` give it.
//!
//! Not here: reading it ([`callboard_indexer::catalog`]).

use clap::Args;
use std::path::{Path, PathBuf};

/// The catalogue's folder, for a command that takes nothing else without a name.
#[derive(Args)]
pub struct Folder {
    /// The folder that holds catalog.toml
    #[arg(default_value = "catalog")]
    catalog: PathBuf,
    /// The same folder, as `add` and `import` take it
    #[arg(long = "catalog", value_name = "CATALOG", conflicts_with = "catalog")]
    named: Option<PathBuf>,
}

impl Folder {
    /// Where it is.
    pub fn path(&self) -> &Path {
        self.named.as_deref().unwrap_or(&self.catalog)
    }
}
