//! What a publisher already has, read into drafts of records.
//!
//! A reader of a format takes the source's bytes and gives an [`Import`]: drafts, and questions for
//! the editor. It guesses nothing and refuses nothing: what it does not understand becomes a draft
//! with a question.
//!
//! | module | answers |
//! |---|---|
//! | [`draft`] | what is a draft, and what is a question? |
//! | [`source`] | what is in the source? |
//! | [`mod@format`] | which formats are there, and who reads each? |
//! | [`ical`], [`feed`] | what is in a calendar, in a feed? |
//! | [`table`] | what is in a row of a table, or in a page that is one? |
//! | [`hsds`] | which services and organizations does Open Referral data have? |
//! | [`list`], [`magazine`] | what does a resource list offer, which articles does a front page show? |
//! | `page` | which lines and links are in a pasted text or a saved page? |
//! | `pattern` | how are the program's own regular expressions compiled? |
//! | [`dates`] | which day and time does a sentence announce? |
//! | [`jekyll`], [`hugo`], [`zola`] with [`site`] | what is a page with front matter? |
//! | [`json`](mod@json) | which values does JSON have, and which for a key that is there twice? |
//! | [`tree`], [`body`], [`day`], [`language`], [`slug`] | what do YAML, TOML, JSON, HTML, dates and names say? |
//! | [`vocabulary`] | what does the catalogue know already? |
//! | [`shape`], [`record_text`] | what may stand in a record, and what is its text? |
//! | [`write`](mod@write), [`state`] | which files are new, and which are the editor's? |
//!
//! Not here: what is right in a record (the indexer's `check` says so once the draft is edited),
//! printing, and the network.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that fails may panic")
)]

pub mod body;
pub mod dates;
pub mod day;
pub mod draft;
pub mod feed;
pub mod format;
pub mod hsds;
pub mod hugo;
pub mod ical;
pub mod jekyll;
pub mod json;
pub mod language;
pub mod list;
pub mod magazine;
mod page;
mod pattern;
pub mod record_text;
pub mod shape;
pub mod site;
pub mod slug;
pub mod source;
pub mod state;
pub mod table;
pub mod tree;
pub mod vocabulary;
pub mod write;
pub mod zola;

pub use draft::{Draft, Import, Question, Value};
