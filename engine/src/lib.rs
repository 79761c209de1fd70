//! The engine.
pub mod analysis;
mod codec;
mod error;
pub mod input;
pub use error::Error;
