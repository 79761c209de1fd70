//! Regular expressions that the program itself writes.

use regex::Regex;

/// Compiles a pattern that is a constant of the program.
#[expect(
    clippy::expect_used,
    reason = "no input reaches the pattern, and a test runs every one"
)]
pub(crate) fn constant(pattern: &'static str) -> Regex {
    Regex::new(pattern).expect("a pattern of the program compiles")
}

/// Compiles a pattern for bytes that is a constant of the program.
#[expect(
    clippy::expect_used,
    reason = "no input reaches the pattern, and a test runs every one"
)]
pub(crate) fn bytes(pattern: &'static str) -> regex::bytes::Regex {
    regex::bytes::Regex::new(pattern).expect("a pattern of the program compiles")
}
