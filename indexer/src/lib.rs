//! Reads a catalogue, checks it, indexes it and packs it.
//!
//! | module | answers |
//! |---|---|
//! | [`settings`], [`yaml`], [`record`], [`fields`], [`markdown`] | what did the editor write, and what is wrong with it? |
//! | [`catalog`] | do the records fit together? |
//! | [`resolve`] | what do readers see of them? |
//! | [`index`] | which words stand where? (the only place that names tantivy) |
//! | [`build`], [`pack_folder`] | which files are published, and how are they read back? |
//! | [`vocabulary`] | what does it know that an import can refer to? |
//! | [`diagnostic`], [`report`] | how are mistakes told? |
//! | [`json_lines`], [`trec`] | how is any other collection indexed, and how good is a ranking? |
//!
//! Everything here is a library without output; the `callboard` command prints. Not here: searching (the
//! engine), the page (the app).

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that fails may panic")
)]

pub mod build;
pub mod catalog;
pub mod diagnostic;
pub mod fields;
pub mod index;
pub mod json_lines;
pub mod markdown;
pub mod moment;
pub mod pack_folder;
pub mod record;
pub mod report;
pub mod resolve;
pub mod settings;
pub mod trec;
pub mod vocabulary;
pub mod yaml;
