//! Kinds of values that front matter can hold, each checked by its own module: text to value, or a
//! diagnostic with a fix.
//!
//! Not here: which key holds which kind of value ([`crate::record`]).

pub mod address;
pub mod clock_words;
pub mod day_words;
pub mod message;
pub mod other_ways;
pub mod phone;
pub mod plain;
pub mod weekday_words;
pub mod when;
pub mod zones;
