//! Brings a draft into the shape that `docs/records.md` asks of a record, whatever its source had.
//!
//! The last look at a draft before its text is made, for every format: what a record must have is there,
//! what it may not hold is gone, and each loss is a question that quotes what was lost. So a draft that
//! was just written has nothing for `callboard check` to call an error. Not here: the words of one
//! format.

mod address;
mod reach;
mod summary;
mod time;

pub(crate) use address::mistyped;
pub(crate) use reach::is_mail;
pub use summary::{LONGEST as LONGEST_SUMMARY, beginning};

use crate::body;
use crate::draft::{Draft, Question, Value};
use crate::vocabulary::{Vocabulary, fold};
use callboard_model::Kind;
use jiff::civil::Date;
use url::Url;

/// Keys in the order in which editors write them.
const ORDER: &[&str] = &[
    "kind",
    "title",
    "lang",
    "languages",
    "summary",
    "aliases",
    "topic",
    "audience",
    "region",
    "format",
    "section",
    "hosts",
    "people",
    "when",
    "span",
    "published",
    "series",
    "collections",
    "actions",
    "link",
    "links",
    "recording_of",
    "recordings",
    "republished_from",
    "also_at",
    "about",
    "reply_to",
    "part_of",
    "mentions",
    "continues",
    "member_of",
    "translation_of",
    "cites",
    "image",
    "credits",
    "hashtags",
    "cadence",
    "total",
    "update_policy",
    "featured",
    "order",
    "source",
    "checked",
    "draft",
    "notes",
];

/// Keys whose values are from a closed vocabulary of the catalogue.
const FACETS: &[&str] = &["topic", "audience", "region", "format", "section"];

/// Most bytes of a body: a record has at most 1 MiB, its front matter included.
const LONGEST_BODY: usize = 1_000_000;

/// Changes a draft so that it is a record; `draft: true` and the questions, as notes, are part of it.
pub fn shape(draft: &mut Draft, vocabulary: &Vocabulary) {
    let (file, line) = match (&draft.place, draft.questions.first()) {
        ((file, line), _) if !file.is_empty() => (file.clone(), *line),
        (_, Some(first)) => (first.file.clone(), first.line),
        _ => (draft.origin.clone(), 0),
    };
    let mut asked = Asked::default();
    facets(draft, vocabulary, &mut asked);
    languages(draft, &mut asked);
    dates(draft, &mut asked);
    let front = std::mem::take(&mut draft.front);
    draft.front = front
        .into_iter()
        .filter_map(|(key, value)| Some((key.clone(), cleaned(&key, value, &mut asked)?)))
        .collect();
    let kind = match draft.get("kind") {
        Some(Value::Text(kind)) => Kind::from_name(&kind.to_lowercase().replace([' ', '_'], "-")),
        _ => None,
    };
    if let (None, Some(Value::Text(said))) = (kind, draft.get("kind")) {
        let text =
            format!("the source says the kind is “{said}”, which is none of the catalogue's");
        asked.ask("no-kind", text);
        draft.set("kind", Value::text("resource"));
    }
    if let Some(kind) = kind {
        draft.set("kind", Value::text(kind.name()));
    }
    if draft.get("kind").is_none() {
        draft.set("kind", Value::text("resource"));
        asked.ask(
            "no-kind",
            "the source does not say what kind of thing this is",
        );
    }
    mistyped_addresses(draft, &mut asked);
    long_body(draft, &mut asked);
    title(draft, &mut asked);
    if let Some(Value::Text(title)) = draft.get("title")
        && let Some(id) = vocabulary.titles.get(&fold(title))
        && *id != draft.id
    {
        let text = format!("the catalogue has `{id}` with the same title. Is this the same thing?");
        asked.ask("already-there", text);
    }
    summary::take(draft, &mut asked);
    for (code, text) in asked.list {
        draft.ask(&file, line, code, text);
    }
    draft.front.retain(|(key, _)| key != "draft");
    draft.set("draft", Value::Flag(true));
    for note in question_notes(&draft.questions) {
        draft.push("notes", note);
    }
    draft
        .front
        .sort_by_key(|(key, _)| ORDER.iter().position(|have| have == key));
}

/// Questions without their places, which the draft knows.
#[derive(Default)]
struct Asked {
    list: Vec<(&'static str, String)>,
}

impl Asked {
    fn ask(&mut self, code: &'static str, text: impl Into<String>) {
        self.list.push((code, text.into()));
    }
}

/// How a question begins that a draft carries as a note, so that a check can tell one that nobody has answered.
pub const ASKS: &str = "Import asks: ";

/// Questions as notes. Their lines are left out: a line moves when something above it changes, and the
/// draft would change with it.
fn question_notes(questions: &[Question]) -> Vec<Value> {
    let mut texts: Vec<String> = Vec::new();
    for question in questions {
        let text = format!("{ASKS}{}", without_tags(&question.text));
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
        .into_iter()
        .map(|text| Value::map([("note", Value::Text(text))]))
        .collect()
}

/// Names of facet values become the catalogue's ids; those that it does not know become questions.
fn facets(draft: &mut Draft, vocabulary: &Vocabulary, asked: &mut Asked) {
    for facet in FACETS {
        let Some((_, value)) = draft.front.iter_mut().find(|(key, _)| key == facet) else {
            continue;
        };
        let mut known: Vec<String> = Vec::new();
        let members = match std::mem::replace(value, Value::Flag(false)) {
            Value::List(members) => members,
            one => vec![one],
        };
        for member in members {
            let Value::Text(name) = member else { continue };
            match vocabulary.value(facet, &name) {
                Some(id) if known.iter().any(|have| have == id) => {}
                Some(id) => known.push(id.to_owned()),
                None => asked.ask(
                    "unknown-value",
                    format!("the source says “{name}”, which is no {facet} of the catalogue. Which one is meant, if any?"),
                ),
            }
        }
        *value = Value::texts(known);
    }
    draft
        .front
        .retain(|(key, value)| !FACETS.contains(&key.as_str()) || *value != Value::List(vec![]));
}

fn languages(draft: &mut Draft, asked: &mut Asked) {
    for key in ["lang", "languages"] {
        let Some((_, value)) = draft.front.iter_mut().find(|(have, _)| have == key) else {
            continue;
        };
        let one = !matches!(value, Value::List(_));
        let members = match std::mem::replace(value, Value::Flag(false)) {
            Value::List(members) => members,
            one => vec![one],
        };
        let mut tags: Vec<String> = Vec::new();
        for member in members {
            let Value::Text(name) = member else { continue };
            match language_tag(&name) {
                Some(tag) if !tags.contains(&tag) => tags.push(tag),
                Some(_) => {}
                None => asked.ask(
                    "bad-language",
                    format!("the source says the language is “{name}”; its tag (en, es, pt-BR) is not known"),
                ),
            }
        }
        *value = match tags.pop() {
            Some(tag) if one => Value::Text(tag),
            Some(tag) => Value::texts(tags.into_iter().chain([tag])),
            None => Value::List(vec![]),
        };
    }
    draft.front.retain(|(key, value)| {
        !matches!(key.as_str(), "lang" | "languages") || *value != Value::List(vec![])
    });
}

/// A language tag (BCP 47's outer form) in its usual spelling: `en_us` is `en-US`.
pub fn language_tag(name: &str) -> Option<String> {
    let mut tag = String::new();
    for (number, part) in name.trim().split(['-', '_']).enumerate() {
        let length = if number == 0 { 2..=3 } else { 2..=8 };
        let letters = part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !length.contains(&part.len()) || !letters {
            return None;
        }
        if number == 0 {
            if !part.bytes().all(|b| b.is_ascii_alphabetic()) {
                return None;
            }
            tag.push_str(&part.to_ascii_lowercase());
        } else {
            tag.push('-');
            tag.push_str(&if part.len() == 2 {
                part.to_ascii_uppercase()
            } else {
                part.to_owned()
            });
        }
    }
    Some(tag)
}

fn dates(draft: &mut Draft, asked: &mut Asked) {
    for key in ["published", "checked"] {
        let Some(Value::Text(date)) = draft.get(key) else {
            continue;
        };
        if !is_partial_date(date) {
            let text = format!("`{key}` is “{date}” in the source, which is no date");
            asked.ask("bad-date", text);
            draft.front.retain(|(have, _)| have != key);
        }
    }
}

/// Whether a text is `2024`, `2024-11` or `2024-11-07`, and there is such a day.
pub fn is_partial_date(text: &str) -> bool {
    let shape = text.bytes().enumerate().all(|(at, b)| {
        if at == 4 || at == 7 {
            b == b'-'
        } else {
            b.is_ascii_digit()
        }
    });
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    shape && whole.len() == 10 && whole.parse::<Date>().is_ok()
}

/// A value that may stand in a record, or nothing where nothing of it may.
fn cleaned(key: &str, value: Value, asked: &mut Asked) -> Option<Value> {
    match value {
        Value::Text(text) if matches!(key, "url" | "link") => {
            let text = text.trim().to_owned();
            let whole = Url::parse(&text)
                .is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
            if whole && mistyped(&text).first() != Some(&text.as_str()) {
                return Some(Value::Text(text));
            }
            let quoted = without_tags(&text);
            asked.ask(
                "bad-address",
                format!("the source's address “{quoted}” is no whole address of a web page"),
            );
            None
        }
        Value::Text(text) if matches!(key, "phone" | "text_to") && !reach::is_phone(key, &text) => {
            asked.ask(
                "bad-phone",
                format!(
                    "“{}” is no whole phone number; write it with its country",
                    without_tags(&text)
                ),
            );
            None
        }
        Value::Text(text) if key == "email" && !is_mail(&text) => {
            asked.ask(
                "bad-email",
                format!("“{}” is no e-mail address", without_tags(&text)),
            );
            None
        }
        Value::Map(pairs) if key == "when" && !time::is_occurrence(&pairs) => {
            let words: Vec<&str> = pairs
                .iter()
                .filter_map(|(_, value)| match value {
                    Value::Text(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            let words = without_tags(&words.join(" "));
            let without_end: Vec<(String, Value)> = pairs
                .iter()
                .filter(|(key, _)| key != "end")
                .cloned()
                .collect();
            if time::is_occurrence(&without_end) {
                asked.ask(
                    "bad-date",
                    format!("the end of “{words}” is none that can be; it was left out"),
                );
                return Some(Value::Map(without_end));
            }
            asked.ask(
                "bad-date",
                format!("“{words}” is no time that can be read. When is it?"),
            );
            None
        }
        Value::Text(text) => {
            let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let control = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if text.contains(control) {
                text = text.replace(control, "");
                asked.ask(
                    "bidi-control",
                    format!("invisible characters that reverse the direction of writing were taken out of `{key}`"),
                );
            }
            text.retain(|c| !c.is_control());
            let end = text.trim_end().len();
            text.truncate(end);
            if has_tag(&text) {
                text = body::plain(&text);
            }
            // What is still there is no markup that could be taken out; it is shown as what it is.
            if has_tag(&text) {
                text = without_tags(&text);
            }
            Some(Value::Text(text)).filter(|value| *value != Value::text(""))
        }
        Value::List(members) => {
            let members: Vec<Value> = members
                .into_iter()
                .filter_map(|member| cleaned(key, member, asked))
                .filter(|member| !is_hollow(key, member))
                .collect();
            Some(Value::List(members)).filter(|value| *value != Value::List(vec![]))
        }
        Value::Map(pairs) => {
            let pairs: Vec<(String, Value)> = pairs
                .into_iter()
                .filter_map(|(key, value)| Some((key.clone(), cleaned(&key, value, asked)?)))
                .collect();
            Some(Value::Map(pairs)).filter(|value| *value != Value::Map(vec![]))
        }
        value => Some(value),
    }
}

/// Asks about addresses in the words of a draft that no browser opens.
fn mistyped_addresses(draft: &Draft, asked: &mut Asked) {
    let mut texts: Vec<&str> = vec![&draft.body];
    if let Some(Value::List(actions)) = draft.get("actions") {
        for (key, value) in actions.iter().filter_map(pairs).flatten() {
            if let ("words", Value::Text(text)) = (key.as_str(), value) {
                texts.push(text);
            }
        }
    }
    let mut found: Vec<&str> = texts.into_iter().flat_map(mistyped).collect();
    found.sort_unstable();
    found.dedup();
    // Those of a key were asked about.
    found.retain(|address| !asked.list.iter().any(|(_, text)| text.contains(address)));
    if !found.is_empty() {
        let asks = match found.len() {
            1 => "looks like an address, and no browser opens it. What is it?",
            _ => "look like addresses, and no browser opens them. What are they?",
        };
        let text = format!("“{}” {asks}", found.join("”, “"));
        asked.ask("bad-address", text);
    }
}

fn pairs(value: &Value) -> Option<&Vec<(String, Value)>> {
    match value {
        Value::Map(pairs) => Some(pairs),
        _ => None,
    }
}

/// Whether a member of a list has lost what it is for.
fn is_hollow(key: &str, member: &Value) -> bool {
    let Value::Map(pairs) = member else {
        return false;
    };
    let lacks = |name: &str| !pairs.iter().any(|(have, _)| have == name);
    match key {
        "links" => lacks("url"),
        "actions" => ["url", "phone", "text_to", "email", "words", "keyword"]
            .into_iter()
            .all(lacks),
        "people" => lacks("name") && lacks("org"),
        "when" => lacks("start"),
        "also_at" | "republished_from" => lacks("org"),
        _ => false,
    }
}

/// Whether a browser, or the indexer, would take a part of a text for a tag.
fn has_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or("");
        rest.contains('>')
            && rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
    })
}

/// A text in which no tag is left, because its angle brackets are others.
pub(crate) fn without_tags(text: &str) -> String {
    if has_tag(text) {
        text.replace('<', "‹").replace('>', "›")
    } else {
        text.to_owned()
    }
}

fn long_body(draft: &mut Draft, asked: &mut Asked) {
    if draft.body.len() > LONGEST_BODY {
        let size = draft.body.len() / 1024;
        draft.body = String::new();
        asked.ask(
            "too-large",
            format!(
                "the text has {size} KiB, more than a record may have, and was left in the source"
            ),
        );
    }
}

fn title(draft: &mut Draft, asked: &mut Asked) {
    if draft.get("title").is_some() {
        return;
    }
    let words = draft.id.replace('-', " ");
    let mut letters = words.chars();
    let title: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    draft.set("title", Value::Text(title));
    draft.missing("The source gives no title; this one comes from its name there.");
    asked.ask("no-title", "the source gives no title. What is it called?");
}

#[cfg(test)]
mod tests {
    use super::{beginning, is_partial_date, language_tag, shape};
    use crate::draft::{Draft, Value};
    use crate::vocabulary::Vocabulary;

    #[test]
    fn a_draft_with_nothing_is_a_record_with_questions() {
        let mut draft = Draft::new("mutual-aid", "a.md");
        shape(&mut draft, &Vocabulary::default());
        let keys: Vec<&str> = draft.front.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["kind", "title", "summary", "draft", "notes"]);
        assert_eq!(draft.get("title"), Some(&Value::text("Mutual aid")));
        let codes: Vec<&str> = draft
            .questions
            .iter()
            .map(|question| question.code)
            .collect();
        assert_eq!(codes, ["no-kind", "no-title", "no-summary"]);
    }

    #[test]
    fn what_a_record_may_not_hold_becomes_a_question() {
        let mut draft = Draft::new("a", "a.md");
        draft.set("kind", Value::text("article"));
        draft.set("title", Value::text("A <b>bold</b>\u{202e} call"));
        draft.set("link", Value::text("/docs"));
        draft.set("published", Value::text("2024-02-30"));
        draft.set("topic", Value::texts(["Labor", "unheard of"]));
        draft.set("lang", Value::text("en_us"));
        draft.set(
            "links",
            Value::List(vec![Value::map([
                ("label", Value::text("x")),
                ("url", Value::text("javascript:x")),
            ])]),
        );
        draft.ask("a.md", 3, "form", "a <form> is here");
        let mut vocabulary = Vocabulary::default();
        vocabulary.facets.insert(
            "topic".to_owned(),
            [("labor".to_owned(), "labor".to_owned())].into(),
        );
        shape(&mut draft, &vocabulary);
        assert_eq!(draft.get("title"), Some(&Value::text("A bold call")));
        assert_eq!(draft.get("topic"), Some(&Value::texts(["labor"])));
        assert_eq!(draft.get("lang"), Some(&Value::text("en-US")));
        for gone in ["link", "links", "published"] {
            assert_eq!(draft.get(gone), None, "{gone}");
        }
        let mut codes: Vec<&str> = draft
            .questions
            .iter()
            .map(|question| question.code)
            .collect();
        codes.sort_unstable();
        assert_eq!(
            codes,
            [
                "bad-address",
                "bad-address",
                "bad-date",
                "bidi-control",
                "form",
                "no-summary",
                "unknown-value"
            ]
        );
        assert!(draft.questions.iter().all(|question| question.line == 3));
    }

    #[test]
    fn summaries_end_with_a_sentence() {
        let text = format!(
            "First sentence here. The U.S. government {}",
            "went on ".repeat(60)
        );
        assert!(beginning(&text, 300).ends_with(" …"));
        let text = format!(
            "{} end here. {}",
            "Some words that go on".repeat(5),
            "x ".repeat(300)
        );
        assert!(beginning(&text, 300).ends_with("end here."));
        assert_eq!(beginning("short", 300), "short");
    }

    #[test]
    fn dates_and_tags_have_their_forms() {
        assert!(
            is_partial_date("2024") && is_partial_date("2024-11") && is_partial_date("2024-02-29")
        );
        assert!(
            !is_partial_date("2023-02-29")
                && !is_partial_date("24-11-07")
                && !is_partial_date("2024-1-1")
        );
        assert!(!is_partial_date("2024-19-06") && !is_partial_date(""));
        assert_eq!(language_tag("pt_br").as_deref(), Some("pt-BR"));
        assert_eq!(language_tag("zh-Hant").as_deref(), Some("zh-Hant"));
        assert_eq!(language_tag("English"), None);
    }
}
