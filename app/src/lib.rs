//! The reader's app.
//!
//! | module | decides |
//! |---|---|
//! | [`state`], [`address`] | where the reader is, and how that stands in the address |
//! | [`answer`], [`moment`], [`labels`], [`marks`], [`act`], [`text`] | what an answer, a time, a label, a match, a click means |
//! | [`combobox`], [`kept`] | what the list below the field offers and a key does to it, what the device keeps |
//! | [`locale`] | every word of the interface, a file for each language |
//! | [`view`], [`html`], [`calendar`] | what the page says, as markup or as a file for calendars |
//! | [`page`] | when each part of the page is written anew: the Leptos part |
//! | [`engine`], [`decode`], [`browser`], [`format`] | the doors to JavaScript: search engine, window, `Intl` |
//!
//! All but the last two rows know no DOM and are tested natively. Not here: searching (the engine, through its
//! JavaScript API), and what a record is (the model).

#![allow(
    missing_docs,
    reason = "an application has no callers; what is not obvious is documented"
)]

pub mod act;
pub mod address;
pub mod answer;
pub mod browser;
pub mod calendar;
pub mod combobox;
pub mod decode;
pub mod engine;
pub mod format;
pub mod html;
pub mod kept;
pub mod labels;
pub mod locale;
pub mod marks;
pub mod moment;
pub mod page;
pub mod state;
pub mod text;
pub mod view;
