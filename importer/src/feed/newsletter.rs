//! Mails as entries of a feed, as programs for newsletters publish them: each is a whole page with what a newsletter says of
//! itself (*Unsubscribe*, *View in browser*), and with places that the program fills in for each reader.
//!
//! Not here: lists that are mails ([`crate::list`]).

use crate::body;
use crate::draft::{Draft, Value};
use crate::list::is_of_mail;
use crate::pattern::constant;
use regex::Regex;
use std::sync::LazyLock;

/// What is filled in: `*|FNAME|*`.
static PLACE: LazyLock<Regex> = LazyLock::new(|| constant(r"\\?\*\|[A-Z0-9_: .]{1,40}\|\\?\*"));

/// What WordPress puts below each entry of its feed: `The post … appeared first on …`.
static APPEARED: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)\s*\b(the post|la entrada|der beitrag|l['’]article) .{1,300}?",
        r" ((?:appeared first|first appeared) on|(?:apareció primero|se publicó primero) en|erschien zuerst auf|est apparu en premier sur) (.{1,200}?)\.?\s*$"
    ))
});

/// Where that sentence begins at the end of a text, and what it says without the entry's title.
fn appeared(text: &str) -> Option<(usize, String)> {
    let found = APPEARED.captures(text)?;
    let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
    let told = format!("{} … {} {}", part(1), part(2), part(3));
    Some((found.get(0)?.start(), told))
}

/// Leaves out of a draft the sentence that WordPress puts below each entry. Gives it back without the entry's title.
pub(super) fn without_origin(draft: &mut Draft) -> Option<String> {
    let mut left_out = None;
    if let Some(Value::Text(summary)) = draft.get("summary")
        && let Some((start, told)) = appeared(summary)
    {
        let summary = summary.get(..start).unwrap_or_default().to_owned();
        draft.set("summary", Value::Text(summary));
        left_out = Some(told);
    }
    let body = draft.body.trim_end();
    let at = body.rfind("\n\n").map_or(0, |at| at + 2);
    let last = body::text_of(body.get(at..).unwrap_or_default()).join(" ");
    // A paragraph that says more is the entry's own.
    if let Some((0, told)) = appeared(&last) {
        draft.body = body.get(..at).unwrap_or_default().trim_end().to_owned();
        left_out = Some(told);
    }
    left_out
}

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
