//! What is to be told of a record because of others. Whoever finds it knows the records; the log of its file, which is somebody
//! else's while records are looked at side by side, comes later.
//!
//! Not here: what is looked for ([`super::together`], [`super::circles`]).

use crate::diagnostic::Log;
use crate::record::Record;

/// What is to be told of a record because of others, to the log of its file.
pub(super) struct Finding<'c> {
    pub(super) record: &'c Record,
    pub(super) tell: Box<dyn FnOnce(&mut Log) + Send + 'c>,
}

impl<'c> Finding<'c> {
    pub(super) fn new(record: &'c Record, tell: impl FnOnce(&mut Log) + Send + 'c) -> Self {
        Finding {
            record,
            tell: Box::new(tell),
        }
    }
}
