//! A summary where the source has none: the beginning of the text, and said to be that.

use super::{Asked, without_tags};
use crate::body;
use crate::draft::{Draft, Value};
use crate::vocabulary::fold;
use url::Url;

/// Longest summary taken from a text, in characters: about three sentences.
pub const LONGEST: usize = 300;

/// Whether a paragraph only says where something is or how one gets into a meeting, as calendars and tables do beside their text.
fn is_place(text: &str) -> bool {
    let begins = ["Where: ", "Join with Google Meet", "Join Zoom Meeting"];
    begins.iter().any(|start| text.starts_with(start))
        || text.ends_with("is inviting you to a scheduled Zoom meeting.")
}

/// Gives a draft without a summary one.
pub(super) fn take(draft: &mut Draft, asked: &mut Asked) {
    if draft.get("summary").is_some() {
        return;
    }
    let own = match draft.get("title") {
        Some(Value::Text(title)) => fold(title),
        _ => String::new(),
    };
    let mut paragraphs = body::paragraphs(&draft.body);
    // Neither the title once more, nor headlines in capitals, nor what a site fills in.
    paragraphs.retain(|text| {
        fold(text) != own
            && text.chars().any(char::is_lowercase)
            && !is_place(text)
            && !text.contains("{{")
            && !text.contains("{%")
            && (text.contains(' ') || Url::parse(text).is_err())
    });
    // A line such as `FOR IMMEDIATE RELEASE` says nothing by itself; a sentence does.
    let sentence = paragraphs
        .iter()
        .position(|text| text.chars().count() >= 60 && text.contains(|c| ".!?".contains(c)));
    paragraphs.drain(..sentence.unwrap_or(0));
    let text = match paragraphs.is_empty() {
        false => paragraphs.join(" "),
        true => body::text_of(&draft.body)
            .into_iter()
            .filter(|text| fold(text) != own && !text.contains("{{") && !text.contains("{%"))
            .filter(|text| !is_place(text))
            // An address alone says nothing.
            .filter(|text| text.contains(' ') || Url::parse(text).is_err())
            .collect::<Vec<_>>()
            .join(" "),
    };
    let text = without_tags(&text);
    if text.is_empty() {
        let title = match draft.get("title") {
            Some(Value::Text(title)) => title.clone(),
            _ => draft.id.clone(),
        };
        draft.set("summary", Value::Text(title));
        asked.ask(
            "no-summary",
            "the source has no text to take a summary from. What is it?",
        );
    } else {
        draft.set("summary", Value::Text(beginning(&text, LONGEST)));
        draft.inferred("The summary is the beginning of the text.");
    }
}

/// The first whole sentences of a text that fit into so many characters, or its first words.
pub fn beginning(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let fits: String = text.chars().take(most).collect();
    let ends_here = |end: usize| {
        let (before, after) = fits.split_at_checked(end)?;
        // `U.S.` and `Jan.` end no sentence.
        let word = before.get(..end - 1)?.rsplit([' ', '.']).next()?;
        Some(after.starts_with([' ', '”', '"']) && word.chars().count() > 3)
    };
    let sentence = fits
        .match_indices(['.', '!', '?'])
        .map(|(at, mark)| at + mark.len())
        .rfind(|end| *end > most / 4 && ends_here(*end) == Some(true));
    match sentence {
        Some(end) => fits.get(..end).unwrap_or(&fits).to_owned(),
        None => {
            let end = fits.rfind(' ').unwrap_or(fits.len());
            format!("{} …", fits.get(..end).unwrap_or(&fits).trim_end())
        }
    }
}
