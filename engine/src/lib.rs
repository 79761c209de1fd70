//! The engine.
pub mod analysis;
mod bm25;
mod codec;
mod columns;
mod dictionary;
mod documents;
mod edit;
mod error;
pub mod input;
mod postings;
mod titles;
pub use error::Error;
