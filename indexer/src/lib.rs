//! Reads a catalogue, checks it, indexes it and packs it.
//!
//! | module | answers |
//! |---|---|
//! | [`yaml`], [`toml_text`], [`tree`], [`keys`] | what did the editor write, and where? |
//! | [`settings`], [`record`], [`fields`], [`markdown`] | what does it mean, and what is wrong with it? |
//! | [`moment`] | which moment does a text name? |
//! | [`catalog`] | do the records fit together? |
//! | [`resolve`] | what do readers see of them? |
//! | [`index`] | which words stand where? (the only place that names tantivy) |
//! | [`build`], [`pack_folder`] | which files are published, and how are they read back? |
//! | [`outputs`] | what do others read: feeds, calendars, tables, linked data? |
//! | [`app`] | what of the site is the same for every catalogue? |
//! | [`cache`], [`compression`], [`rendered`] | what of the last build need not be made again? |
//! | [`two_texts`] | are there two versions, or two records, in one file? |
//! | [`typeset`] | which signs look like plain ones and are others? |
//! | [`look`], [`text_file`] | is a file the one that was seen before, and what is in it if not? |
//! | [`whole_site`] | how does a catalogue become all of that at once? |
//! | [`preview`] | how does an editor see it while she writes? |
//! | [`site`] | which files is a site made of, and how do they get onto disk? |
//! | [`release`] | which files does the page need, and which version are they together? |
//! | [`vocabulary`] | what does it know that an import can refer to? |
//! | [`diagnostic`], [`explanation`], [`report`] | how are mistakes told? |
//! | [`queries`] | does the catalogue find what its editors say it must? |
//! | [`stale`] | what should an editor look at again? |
//! | [`links`] | do its links still lead somewhere? (the only place that uses the network) |
//! | [`hosting`] | what must a host be told, and what does it refuse? |
//! | [`mend`] | which of them are mended without asking? |
//! | [`starter`] | how does a catalogue, or a record, begin? |
//! | [`json_lines`], [`trec`] | how is any other collection indexed, and how good is a ranking? |
//!
//! Everything here is a library without output; the `callboard` command prints. Not here: searching (the
//! engine), the page (the app).

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that fails may panic")
)]

pub mod app;
pub mod build;
pub mod cache;
pub mod catalog;
pub mod compression;
pub mod diagnostic;
pub mod explanation;
pub mod fields;
pub mod hosting;
pub mod index;
pub mod json_lines;
pub mod keys;
pub mod links;
pub mod look;
pub mod markdown;
pub mod mend;
pub mod moment;
pub mod outputs;
pub mod pack_folder;
pub mod preview;
pub mod queries;
pub mod record;
pub mod release;
pub mod rendered;
pub mod report;
pub mod resolve;
pub mod settings;
pub mod site;
pub mod stale;
pub mod starter;
pub mod text_file;
pub mod toml_text;
pub mod trec;
pub mod tree;
pub mod two_texts;
pub mod typeset;
pub mod vocabulary;
pub mod whole_site;
pub mod yaml;
