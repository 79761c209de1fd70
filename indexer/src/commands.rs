//! One module per command: its arguments, what it calls, what it prints.

pub mod add;
pub mod build;
pub mod check;
pub mod choice;
pub mod eval;
pub mod explain;
pub mod folder;
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

use callboard_indexer::starter;
use std::fmt;

/// Any failure, to be printed as one sentence.
pub type Error = Box<dyn std::error::Error>;

/// A failure that lies in what was typed: what can only be told once the command runs.
#[derive(Debug)]
pub struct WrongCall(pub String);

impl fmt::Display for WrongCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongCall {}

/// The status of a wrong call, as it is for options that there are not.
pub const WRONG_CALL: u8 = 2;

/// Why nothing was begun: a title or a language that there cannot be is a wrong call.
pub fn refused(error: starter::Error) -> Error {
    match error {
        starter::Error::Text(what) => WrongCall(what).into(),
        error => error.into(),
    }
}
