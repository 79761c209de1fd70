//! What an editor wrote as a tree in which everything has a place, whatever notation it is in.
//!
//! Values stay the text that was written; the key that asks for them decides what they mean. Not here: how text becomes a
//! tree ([`crate::yaml`], [`crate::toml_text`]), which keys there are ([`crate::keys`] takes them out one by one).

use crate::diagnostic::Place;
use bitcode::{Decode, Encode};

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it stands in the file.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing was written.
    Empty,
    /// Text as it was written.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys with their places and values, in the order of the file, each once.
    Map(Vec<(String, Place, Node)>),
}

/// A text with its place, for what is checked later.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Placed {
    /// The text.
    pub value: String,
    /// Where it stands.
    pub place: Place,
}
