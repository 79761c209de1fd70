//! What podcasts say of an episode besides what a feed says (the namespaces of Apple and of podcastindex.org): which of a
//! series it is, who speaks in it, and where it can be read. Not here: its sound, which is enclosed.

use super::elements::Element;
use crate::draft::{Draft, Import, Value};
use crate::vocabulary::{Vocabulary, fold};
use url::Url;

/// Gives a draft what its elements say of an episode.
pub(super) fn put(
    draft: &mut Draft,
    elements: &[Element],
    show: Option<&str>,
    vocabulary: &Vocabulary,
    (file, line): (&str, usize),
) {
    let place = (file, line);
    series(draft, elements, show, vocabulary, place);
    for element in elements
        .iter()
        .filter(|element| element.name == "podcast:person")
    {
        person(draft, element);
    }
    transcripts(draft, elements, place);
}

/// Tells how many episodes say how long they are, and have a picture: records have no place for either.
pub(super) fn left_out(import: &mut Import, file: &str, lengths: usize, covers: usize) {
    let counted = [(lengths, "itunes:duration"), (covers, "itunes:image")];
    let words: Vec<String> = counted
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| match count {
            1 => format!("{what} (one episode)"),
            all => format!("{what} ({all} episodes)"),
        })
        .collect();
    if !words.is_empty() {
        let text = format!(
            "the length or the picture of episodes was left out, because records have no place for it: {}",
            words.join(", ")
        );
        import.ask(file, 1, "left-out", text);
    }
}

/// Its number in the series; within a season that is no number of the whole series.
fn series(
    draft: &mut Draft,
    elements: &[Element],
    show: Option<&str>,
    vocabulary: &Vocabulary,
    (file, line): (&str, usize),
) {
    let said = |key: &str| {
        let of = |space: &str| {
            let name = format!("{space}:{key}");
            elements
                .iter()
                .find(|element| element.name == name && element.said().is_some())
        };
        of("podcast").or_else(|| of("itunes"))
    };
    let (season, episode) = (said("season"), said("episode"));
    let kind = said("episodeType").and_then(Element::said);
    // A trailer of a season, or something between two episodes.
    let kind = kind.filter(|kind| !kind.eq_ignore_ascii_case("full"));
    let name = show.unwrap_or("");
    let known = vocabulary.series.get(&fold(name));
    let part = episode
        .and_then(|episode| episode.said()?.parse::<i64>().ok())
        .filter(|part| *part > 0 && season.is_none() && kind.is_none());
    if let Some(id) = known {
        let mut pairs = vec![("id".to_owned(), Value::text(id.as_str()))];
        pairs.extend(part.map(|part| ("part".to_owned(), Value::Number(part))));
        draft.set("series", Value::Map(pairs));
        if part.is_some() {
            return;
        }
    }
    let mut words: Vec<String> = Vec::new();
    for (what, element, label) in [("season", season, "name"), ("episode", episode, "display")] {
        if let Some(element) = element {
            let label = element.attribute(label);
            let label = label.map(|label| format!(" “{label}”")).unwrap_or_default();
            words.push(format!("{what} {}{label}", element.said().unwrap_or("")));
        }
    }
    words.extend(kind.map(|kind| format!("“{kind}”")));
    if words.is_empty() {
        return;
    }
    let words = words.join(", ");
    let text = match known {
        Some(id) => format!(
            "the feed counts it as {words}. Which part of the series `{id}` is it, if it has a number there?"
        ),
        None => format!(
            "the feed counts it as {words} of “{name}”, which is no series of the catalogue. If it should be one, add a record of the series, and say `series` with its part here"
        ),
    };
    draft.ask(file, line, "unknown-keys", text);
}

/// Somebody who takes part. Who says no role is a host (podcastindex.org, `podcast:person`).
fn person(draft: &mut Draft, element: &Element) {
    let Some(name) = element.said() else { return };
    let said = element.attribute("role").unwrap_or("host");
    let role = match said.to_lowercase().as_str() {
        "host" | "co-host" | "guest host" => "host",
        "guest" => "guest",
        "author" | "writer" | "co-writer" | "guest writer" => "author",
        _ => "contributor",
    };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_there = match draft.get("people") {
        Some(Value::List(people)) => people.iter().any(|person| match person {
            Value::Map(pairs) => pairs
                .iter()
                .any(|(key, value)| key == "name" && *value == Value::text(name.as_str())),
            _ => false,
        }),
        _ => false,
    };
    if is_there {
        return;
    }
    let mut pairs = vec![
        ("name".to_owned(), Value::Text(name)),
        ("role".to_owned(), Value::text(role)),
    ];
    if !said.eq_ignore_ascii_case(role) {
        pairs.push(("words".to_owned(), Value::text(said)));
    }
    draft.push("people", Value::Map(pairs));
}

/// Where it can be read, in each form and language.
fn transcripts(draft: &mut Draft, elements: &[Element], (file, line): (&str, usize)) {
    for element in elements
        .iter()
        .filter(|element| element.name == "podcast:transcript")
    {
        let Some(said) = element.attribute("url") else {
            continue;
        };
        let whole = match (&element.base, Url::parse(said)) {
            (_, Ok(url)) => url.to_string(),
            (Some(base), Err(_)) => base.join(said).map_or(said.to_owned(), String::from),
            (None, Err(_)) => {
                let text = format!("the transcript is at “{said}”, which is no whole address");
                draft.ask(file, line, "bad-address", text);
                continue;
            }
        };
        let about = [element.attribute("language"), element.attribute("type")];
        let about: Vec<&str> = about.into_iter().flatten().collect();
        let label = match about.is_empty() {
            true => "Transcript".to_owned(),
            false => format!("Transcript ({})", about.join(", ")),
        };
        let link = [("label", Value::Text(label)), ("url", Value::Text(whole))];
        draft.push("links", Value::map(link));
    }
}
