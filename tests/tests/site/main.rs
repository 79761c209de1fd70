//! The published site in a real browser, one behaviour a file.
//!
//! Needs a built site and a browser: `cargo xtask test` sees to both.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "test code")]

mod widget_asks_nothing_until_touched;
mod widget_explains_what_is_wrong;
mod widget_keeps_the_latest_answer;
mod widget_looks_like_the_page;
mod widget_searches_from_another_origin;
mod widget_walks_by_keyboard;
