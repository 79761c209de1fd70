//! What the end-to-end tests are written with: a web server that writes down what it is asked for, a
//! real browser, and the pages of the site in a reader's words.
//!
//! | module | answers |
//! |---|---|
//! | [`published`], [`server`] | where is the built site, and how does a host serve it? |
//! | [`browser`], [`webdriver`], [`webkit`] | how is a real browser started and spoken to? |
//! | [`reader`] | what does a reader see and do on the site's pages? |
//! | [`guest`] | what is the embedded search on somebody else's page? |
//! | [`preview`] | what does an editor see while she writes? |
//!
//! The tests look at the published folder (`CALLBOARD_DIST`, else `dist/`) from outside, as a host
//! and a reader do; they link nothing of the workspace. `cargo xtask test` builds the site and says
//! where browser and driver are. Policy is tested natively, beside the code; here is what only a
//! browser can show.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "test code stops at the first surprise and speaks to its terminal"
)]

pub mod browser;
pub mod guest;
pub mod preview;
pub mod published;
pub mod reader;
pub mod server;
pub mod webdriver;
pub mod webkit;
