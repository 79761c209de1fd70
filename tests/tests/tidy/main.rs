//! House rules as tests, so that the architecture cannot drift unseen: which crate may know which, what
//! a file looks like, what is never committed. Reads the sources; needs no browser.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "test code"
)]

mod api;
mod edges;
mod files;
mod styles;
