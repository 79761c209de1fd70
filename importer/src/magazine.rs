//! A magazine's front page, pasted or saved: articles with their authors, series and credits.
//!
//! [`read`] takes its text or HTML (`<article>` elements, or JSON-LD of schema.org) and gives a draft for
//! each article, each series and each organization that is named. An article that is listed twice is one
//! draft with a question. Its excerpt is the draft's body, as the page has it.
//!
//! | module | answers |
//! |---|---|
//! | `card` | what does the page show of each article? |
//! | `linked` | what does the page's data say of each? |
//! | `event` | which events does the page's data tell of? |
//! | `signed` | what does a line of its own say of who wrote it and when? |
//! | `byline` | what do sentences say of who wrote it, for whom, and where it was first? |
//! | `record` | what is the draft of it? |
//!
//! Not here: the articles themselves, which no front page has.

mod byline;
mod card;
mod event;
mod linked;
mod record;
mod signed;

use crate::page::{TOO_DEEP, encoding};
use crate::slug::slug;
use crate::source::{File, Source};
use crate::table::{self, map::Map};
use crate::vocabulary::Vocabulary;
use crate::{Import, Question};
use event::Event;
use std::collections::BTreeMap;

/// What a front page does not say of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The page's id in `[sources]` of `catalog.toml`, where it has one.
    pub source: Option<String>,
    /// The id of the record of the page, for `collections`.
    pub collection: Option<String>,
    /// By name (of any spelling), the ids of the catalogue's organizations.
    pub organizations: BTreeMap<String, String>,
    /// By name, the ids of the catalogue's sections.
    pub sections: BTreeMap<String, String>,
    /// By name, the ids of the catalogue's series.
    pub series: BTreeMap<String, String>,
    /// The language of records that name none, where it is known.
    pub language: Option<String>,
}

/// Reads a front page. `name` is its file's, for questions. Any bytes can be read.
pub fn read(source: &[u8], name: &str, options: &Options) -> Import {
    let (text, damaged) = encoding::decode(source);
    let mut questions = Vec::new();
    let mut ask = |line: usize, code: &'static str, text: &str| {
        questions.push(Question {
            file: name.to_owned(),
            line,
            code,
            text: text.to_owned(),
        });
    };
    if let Some(line) = damaged {
        ask(
            line,
            "not-utf8",
            "The text is not UTF-8. It was read as Windows-1252; are its accents and quotation marks right?",
        );
    }
    let front = card::front(&text);
    if front.deep {
        ask(0, "too-deep", TOO_DEEP);
    }
    for error in &front.damaged {
        let text = format!("data of the page (JSON-LD) cannot be read and was left out: {error}");
        ask(0, "bad-data", &text);
    }
    for text in &front.twice {
        ask(0, "listed-twice", text);
    }
    if !front.others.is_empty() {
        let kinds: Vec<&str> = front.others.iter().map(String::as_str).collect();
        let text = format!(
            "the page's data tells of other things than articles and events, too, which were left out: {}",
            kinds.join(", ")
        );
        ask(0, "left-out", &text);
    }
    if front.cards.is_empty() && front.events.is_empty() {
        ask(0, "nothing-found", "No article was found in this source.");
    }
    if front.cards.is_empty() && !front.events.is_empty() {
        let text = "the page's data tells of events, and what the page shows beside it was not read. Does it say more?";
        ask(0, "left-out", text);
    }
    for (line, text) in front.loose {
        ask(
            line,
            "left-out",
            &format!("“{text}” belongs to no article that was found. What is it?"),
        );
    }
    Import {
        drafts: record::drafts(front.cards, name, options),
        questions,
    }
}

/// The events that a page's data tells of, each a draft.
pub fn events(source: &[u8], name: &str, vocabulary: &Vocabulary) -> Import {
    let events = announced(source);
    let rows: Vec<String> = events
        .iter()
        .map(|event| {
            let mut row = event.row.clone();
            row.insert("id".to_owned(), event.id.clone().into());
            serde_json::Value::Object(row).to_string()
        })
        .collect();
    if rows.is_empty() {
        return Import::default();
    }
    let rows = File {
        path: name.to_owned(),
        bytes: rows.join("\n").into_bytes(),
    };
    let rows = Source {
        name: String::new(),
        files: vec![rows],
        unread: Vec::new(),
    };
    let mut import = table::json_lines(&rows, &Map::default(), vocabulary);
    for draft in &mut import.drafts {
        let of_draft = |event: &&Event| draft.origin == format!("{name}#{}", event.id);
        let Some(event) = events.iter().find(of_draft) else {
            continue;
        };
        if let Some(title) = event.row.get("title").and_then(|title| title.as_str()) {
            draft.id = slug(title);
        }
        if !event.row.contains_key("when.start") {
            let text = "the page's data does not say when the event is";
            draft.ask(name, 0, "no-date", text);
        }
        if let Some(status) = &event.status {
            let code = match status.as_str() {
                "EventCancelled" => "cancelled",
                _ => "tentative",
            };
            let text = format!("the page says that the event is “{status}”");
            draft.ask(name, 0, code, text);
        }
        if !event.besides.is_empty() {
            let text = format!(
                "the page's data also says “{}”. Does that belong into the record?",
                event.besides.join("; ")
            );
            draft.ask(name, 0, "unknown-keys", text);
        }
    }
    // The rows stand in no file that an editor could open.
    let drafts = import.drafts.iter_mut();
    let asked = drafts.flat_map(|draft| {
        draft.place.1 = 0;
        draft.questions.iter_mut()
    });
    for question in asked.chain(&mut import.questions) {
        question.line = 0;
    }
    import
}

/// What the events are called that a page's data tells of.
pub fn titles_of_events(source: &[u8]) -> Vec<String> {
    let title = |event: Event| Some(event.row.get("title")?.as_str()?.to_owned());
    announced(source).into_iter().filter_map(title).collect()
}

fn announced(source: &[u8]) -> Vec<Event> {
    let (text, _) = encoding::decode(source);
    match text.contains("ld+json") {
        true => card::front(&text).events,
        false => Vec::new(),
    }
}
