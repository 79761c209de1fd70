//! The engine.
pub mod input;
