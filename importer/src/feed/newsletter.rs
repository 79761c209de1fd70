//! Mails as entries of a feed, as programs for newsletters publish them: each is a whole page with what a newsletter says of
//! itself (*Unsubscribe*, *View in browser*), and with places that the program fills in for each reader.
//!
//! Not here: lists that are mails ([`crate::list`]).

use crate::body;
use crate::draft::Draft;
use crate::list::is_of_mail;
use crate::pattern::constant;
use regex::Regex;
use std::sync::LazyLock;

/// What is filled in: `*|FNAME|*`.
static PLACE: LazyLock<Regex> = LazyLock::new(|| constant(r"\\?\*\|[A-Z0-9_: .]{1,40}\|\\?\*"));

/// Leaves out of a draft what a newsletter says of itself, where its text was a whole page. Gives back what was left out.
pub(super) fn settle(draft: &mut Draft, source: &str, (file, line): (&str, usize)) -> Vec<String> {
    let start: String = source.trim_start().chars().take(2000).collect();
    if !start.to_ascii_lowercase().contains("<html") {
        return Vec::new();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut left_out: Vec<String> = Vec::new();
    for block in draft.body.split("\n\n") {
        let words = body::text_of(block).join(" ");
        match is_of_mail(&words) {
            true => left_out.push(words),
            false => kept.push(block),
        }
    }
    let text = kept.join("\n\n");
    let places = PLACE.find_iter(&text).map(|found| found.as_str());
    let mut places: Vec<String> = places.map(|place| place.replace('\\', "")).collect();
    places.dedup();
    draft.body = text;
    if !places.is_empty() {
        let text = format!(
            "the mail's program fills in `{}` for each reader. What stands there?",
            places.join("`, `")
        );
        draft.ask(file, line, "template", text);
    }
    left_out
}
