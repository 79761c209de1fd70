//! The reader's app.
//!
//! | module | decides |
//! |---|---|
//! | [`state`], [`address`] | where the reader is, and how that stands in the address |
//! | [`answer`], [`moment`], [`labels`], [`marks`], [`act`], [`text`] | what an answer, a time, a label, a match, a click means |
//! | [`combobox`], [`kept`] | what the list below the field offers and a key does to it, what the device keeps |
//! | [`locale`] | every word of the interface, a file for each language |
//! | [`view`], [`html`], [`calendar`] | what the page says, as markup or as a file for calendars |
//! | [`dates`], [`links`] | what a view asks of the place it is shown in: times in words, where links lead |
//! | `page` | when each part of the page is written anew: the Leptos part |
//! | `engine`, `decode`, `browser`, `format` | the doors to JavaScript: search engine, window, `Intl` |
//!
//! All but the last two rows know no DOM, are tested natively, and are all there is without the feature `browser`: so
//! the indexer makes pages beforehand with the same views. Not here: searching (the engine, through its JavaScript
//! API), and what a record is (the model).

#![allow(
    missing_docs,
    reason = "an application has no callers; what is not obvious is documented"
)]

pub mod act;
pub mod address;
pub mod answer;
#[cfg(feature = "browser")]
pub mod browser;
pub mod calendar;
pub mod combobox;
pub mod dates;
#[cfg(feature = "browser")]
pub mod decode;
#[cfg(feature = "browser")]
pub mod engine;
#[cfg(feature = "browser")]
pub mod format;
pub mod html;
pub mod kept;
pub mod labels;
pub mod links;
pub mod locale;
pub mod marks;
pub mod moment;
#[cfg(feature = "browser")]
pub mod page;
pub mod state;
pub mod text;
pub mod view;

/// The page's stylesheet, for pages that are made without the app beside them.
#[cfg(not(target_arch = "wasm32"))]
pub const STYLE: &str = include_str!("../style.css");
