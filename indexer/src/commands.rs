//! One module per command: its arguments, what it calls, what it prints.

pub mod build;
pub mod check;
pub mod eval;
pub mod explain;
pub mod import;
pub mod index;
pub mod query;
pub mod record;

/// Any failure, to be printed as one sentence.
pub type Error = Box<dyn std::error::Error>;
