//! Documents to an inverted index: the one place where tantivy works.
//!
//! tantivy sorts, inverts and merges; what comes out is handed to the engine's packer as plain
//! data. Nothing of tantivy's own files or numbers is published. The words are the engine's
//! ([`callboard_engine::analysis`]), so that what is indexed is what is looked up.
//!
//! Not here: what a record is (the catalogue's side fills [`Document`]s), and how a pack is laid out
//! (the engine's).

mod corpus;
mod invert;
mod kept;
mod related;
mod rewrite;
mod stem;
mod stop;
mod words;

pub use corpus::{Corpus, Document};
pub use invert::{invert, invert_after};
pub use kept::Kept;
pub use related::related;

/// A failure of the index itself, never an author's mistake.
pub type Error = tantivy::TantivyError;
