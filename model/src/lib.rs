//! What a record is once it has been read, checked and resolved.
//!
//! These types cross from the indexer, which fills them, to the app and the widget, which show
//! them. On the way they are JSON inside the pack: the engine carries them as opaque bytes. Text
//! that is searched and highlighted (title, summary, body) is not repeated here; the engine stores
//! it once and returns it beside these.
//!
//! | module | answers |
//! |---|---|
//! | `kind` | which kinds of records are there? |
//! | `record` | what does a list show of a record ([`Card`]), and what its own page besides ([`Page`])? |
//! | `action` | what can a reader do with it? |
//! | `site` | what must the app know of the catalogue to label everything ([`Site`])? |
//!
//! Not here: reading front matter (the indexer), ranking (the engine), wording (the app).
//!
//! Every field that a source may leave out is optional or empty, and is then absent from the JSON.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that fails may panic")
)]

mod action;
mod kind;
mod record;
mod site;

pub use action::{Action, ActionKind};
pub use kind::Kind;
pub use record::{
    Card, Cited, Credit, Host, HostRole, Image, Link, Note, NoteKind, Occurrence, OutsideCopy,
    Page, PartialDate, Person, PersonRole, Reference, Relation, RelationKind, SeriesPart,
    SourceNote, Span,
};
pub use site::{FacetInfo, FacetValue, Labels, Site};
