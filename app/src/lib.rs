//! The reader's app: what the page decides ([`state`], [`address`], [`answer`], [`moment`], [`labels`],
//! [`marks`], [`locale`]) and what it shows ([`view`]).
//!
//! The first group knows no DOM and is tested natively. [`engine`], [`browser`] and [`format`] are the doors to
//! JavaScript: the search engine, the window, `Intl`. Not here: searching (the engine, through its JavaScript
//! API), and what a record is (the model).

#![allow(
    missing_docs,
    reason = "an application has no callers; modules and what is not obvious are documented"
)]

pub mod address;
pub mod answer;
pub mod browser;
pub mod engine;
pub mod format;
pub mod labels;
pub mod locale;
pub mod marks;
pub mod moment;
pub mod state;
pub mod view;
