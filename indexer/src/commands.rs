//! One module per command: its arguments, what it calls, what it prints.

pub mod add;
pub mod build;
pub mod check;
pub mod choice;
pub mod eval;
pub mod explain;
pub mod import;
pub mod index;
pub mod links;
pub mod new;
pub mod output;
pub mod publish_files;
pub mod query;
pub mod record;
pub mod release;
pub mod serve;
pub mod stale;

/// Any failure, to be printed as one sentence.
pub type Error = Box<dyn std::error::Error>;
