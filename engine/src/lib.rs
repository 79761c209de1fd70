//! Callboard's search engine: what both the indexer and the browser know of a search.
//!
//! The indexer reads a catalogue and inverts it; [`pack::write`] turns the result into the
//! published files. A [`Searcher`] opens those files and answers [`Request`]s, natively and in wasm,
//! to the same byte. It is handed bytes and a clock and hands back data: what it lacks it names in
//! [`Step::Need`].
//!
//! | module | answers |
//! |---|---|
//! | `search` | how does a request become an answer? |
//! | [`analysis`] | what is a word? |
//! | [`input`], [`pack`] | what is in a pack, and how is it laid out? |
//! | `inflate` | how does a part of a pack come out of its compression? |
//! | `dictionary`, `postings`, `keys`, `columns`, `blobs` | how is each part written and read? |
//! | `query` | what did the reader mean? |
//! | `matching`, `edit` | which documents have a word, and in what way? |
//! | `retrieval` | which documents does a query find, and how much is each worth? |
//! | `bm25`, `proximity`, `ranking`, `time` | which come first? |
//! | `filter` | which pass, and how many are there of each kind? |
//! | `snippet` | what shows why? |
//! | `civil` | which days do `before:` and `after:` mean? |
//! | [`answer`], [`json`], `error` | what is returned, and in what shape? |
//! | `codec` | how do bytes become numbers and back? |
//! | `case`, `order`, `text` | what does the standard library do in too many bytes? |
//!
//! Not here: input and output, clocks, the DOM, JavaScript, tantivy, stemmers, and what a record means.

// Without the writer the engine needs no operating system, and panics carry no text to format.
#![cfg_attr(not(feature = "write"), no_std)]
#![cfg_attr(
    not(feature = "write"),
    allow(dead_code, reason = "writers serve the indexer alone")
)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that fails may panic")
)]

extern crate alloc;

pub mod analysis;
pub mod answer;
mod blobs;
mod bm25;
mod case;
mod civil;
mod codec;
mod columns;
mod dictionary;
mod edit;
mod error;
mod filter;
mod inflate;
pub mod input;
pub mod json;
mod keys;
mod matching;
mod order;
pub mod pack;
mod postings;
mod proximity;
mod query;
mod ranking;
mod retrieval;
mod search;
mod snippet;
mod text;
mod time;

pub use error::{Error, Limit, Part};
pub use matching::How;
pub use query::{Note, Operator};
pub use search::{Request, Searcher, Sort, Step};
#[cfg(feature = "write")]
pub use snippet::beginning;
pub use time::{Clock, Phase};
