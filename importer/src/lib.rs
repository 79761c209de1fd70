//! What a publisher already has, read into drafts of records.
//!
//! A reader of a format takes the source's bytes and gives an [`Import`]: drafts, and questions for
//! the editor. It guesses nothing and refuses nothing: what it does not understand becomes a draft
//! with a question. [`draft`] says what a draft is and writes its text.
//!
//! | module | answers |
//! |---|---|
//! | [`draft`] | what is a draft, and what is its text? |
//! | [`slug`] | what id does a title suggest? |
//! | [`list`] | what does a pasted or saved resource list offer? |
//! | [`magazine`] | which articles does a magazine's front page show? |
//! | [`dates`] | which day and time does a sentence announce? |
//!
//! Not here: what is right in a record (the indexer's `check` says so once the draft is edited),
//! printing, and the network.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that fails may panic")
)]

pub mod dates;
pub mod draft;
pub mod list;
pub mod magazine;
mod page;
mod pattern;
pub mod slug;

pub use draft::{Draft, Import, Question, Value};
