//! What an item is called: a title in quotation marks, a name with capitals, or the words that describe it.

use super::dated::without_link;
use super::kind::{Cue, Strength};
use crate::pattern::constant;
use regex::Regex;
use std::sync::LazyLock;

/// A title, and whether the source has it as a title.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) text: String,
    /// Whether it was put together from the words that describe the thing.
    pub(super) made: bool,
}

/// Most bytes between a quoted title and the word for its kind.
const NEAR: usize = 25;

static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| constant(r#"[“"]([\p{Lu}\d][^“”"]{2,118}?)[,.;]?[”"]"#));
static HEAD: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^((?:The |A |An )?\p{Lu}[^.!?;]{2,90}?)(?: [–—-] |: )"));
/// Behind these words the description of a thing ends.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?:[,;:.!?()“”]|\s<?(?:https?://|www\.)|\s[–—-]\s|\s(?:on|at|with|to|in|from|scheduled|about|that|which|has|have|is|are|was|will|here|can|included|organized|hosted|by|for|and|via|starting|this|next|every|tonight|tomorrow|of)(?:\s|$))",
    )
});
/// Before these the description has not begun.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)(?:^|[\s(])(?:an?|the|their|our|its|this|several|some|of|has|have|is|are|offers?|offering|called|produced|on|to|at|with|for|from|also|been|using|will|host|hosting|hold|holding|share|share an?)\s",
    )
});

/// The title that a sentence gives for what its cue names. `host` is used where the words alone say too little.
pub(super) fn title(sentence: &str, cue: Option<&Cue>, host: Option<&str>) -> Title {
    let given = |text: &str| Title {
        text: text.trim().to_owned(),
        made: false,
    };
    let near = |found: &regex::Match| {
        cue.is_none_or(|cue| {
            let apart = if cue.range.start >= found.end() {
                cue.range.start - found.end()
            } else {
                found.start().saturating_sub(cue.range.end)
            };
            apart <= NEAR
        })
    };
    if let Some(found) = QUOTED
        .captures(sentence)
        .and_then(|found| found.get(1))
        .filter(near)
        && found
            .as_str()
            .split_whitespace()
            .filter(|word| word.starts_with(char::is_uppercase))
            .count()
            * 2
            >= found.as_str().split_whitespace().count()
    {
        let text = found.as_str();
        // `our “Night School” program`: the quoted words are part of a name.
        let behind = cue
            .filter(|cue| cue.range.end > found.end())
            .and_then(|cue| sentence.get(found.end()..cue.range.end))
            .map(|behind| behind.trim_start_matches([',', '”', '"', ' ']));
        if let Some(word) = behind
            && text.split_whitespace().count() < 3
            && !word.contains(' ')
        {
            return given(&format!("{text} {word}"));
        }
        return given(text);
    }
    let Some(cue) = cue else {
        return without_cue(sentence, host);
    };
    if let Some(found) = HEAD.captures(sentence).and_then(|found| found.get(1))
        && !CALLS.contains(&found.as_str().to_lowercase().as_str())
        && (cue.range.end <= found.end()
            || crate::dates::mentions(found.as_str()).is_empty()
                && is_name(found.as_str())
                && cue.range.start < found.end() + 80
                && host.is_none_or(|host| !found.as_str().contains(host)))
        && is_name(found.as_str())
    {
        // `The Harbor: An Evening of Song, gathering May 6`: what follows may be its second half.
        let rest = sentence.get(found.end()..).unwrap_or("");
        let second = rest
            .strip_prefix(": ")
            .map(|rest| rest.split([',', '.', ';', '(']).next().unwrap_or(""));
        return match second {
            Some(second) if is_name(second) && second.split_whitespace().count() >= 3 => {
                given(&format!("{}: {second}", found.as_str()))
            }
            _ => given(found.as_str()),
        };
    }
    let word_end = cue.range.end;
    let before = sentence.get(..cue.range.start).unwrap_or("");
    // A name with capitals that ends in the cue: `Street Safety Training`, `Snow Day Task Force`.
    let capital = capitals_before(before);
    let word = sentence.get(cue.range.clone()).unwrap_or("");
    if !capital.trim().is_empty()
        && (word.starts_with(char::is_uppercase) || capital.split_whitespace().count() >= 2)
        && host.is_none_or(|host| super::name::fold(host) != super::name::fold(&capital))
    {
        let text = format!("{capital}{word}");
        let text = text
            .trim()
            .strip_prefix("The ")
            .unwrap_or(text.trim())
            .to_owned();
        return given(&text);
    }
    // The name of what a webinar or an episode is: `a webinar on Tenant Law`, `episode of Work & Rent`.
    let behind = sentence.get(word_end..).unwrap_or("");
    if let Some(name) = name_behind(behind) {
        if matches!(cue.kind, "podcast-episode") {
            return Title {
                text: format!("{name}, episode"),
                made: true,
            };
        }
        return given(&name);
    }
    let start = BEFORE
        .find_iter(before)
        .last()
        .map_or(0, |found| found.end());
    // A date before the thing is no part of its name: `April 10 at 6pm: potluck`.
    let start = crate::dates::mentions(before)
        .last()
        .filter(|mention| {
            let behind = before.get(mention.range.end..).unwrap_or("");
            mention.times.is_some() || behind.starts_with([',', ':'])
        })
        .map_or(start, |mention| start.max(mention.range.end));
    let described = format!("{}{}", before.get(start..).unwrap_or(""), word);
    let tail = BEHIND
        .find(behind)
        .map_or(behind, |end| behind.get(..end.start()).unwrap_or(""));
    let tail = if behind.starts_with(" for ") && cue.strength == Strength::Dated {
        // `a meeting for organizers`: for whom it is tells it from others.
        let rest = behind.get(5..).unwrap_or("");
        let end = BEHIND.find(rest).map_or(rest.len(), |end| end.start());
        format!(" for {}", rest.get(..end).unwrap_or(""))
    } else {
        tail.to_owned()
    };
    let described = format!("{described}{tail}");
    let date = crate::dates::mentions(&described)
        .iter()
        .map(|mention| mention.range.start)
        .find(|start| *start > 0)
        .unwrap_or(described.len());
    let mut described = described
        .get(..date)
        .map(without_country)
        .unwrap_or(&described)
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '–' | '-'));
    while let Some((first, rest)) = described.split_once(' ')
        && (LEADING.contains(&first.to_lowercase().as_str())
            || host.is_some_and(|host| first.trim_end_matches("’s") == host))
    {
        described = rest.trim_start();
    }
    let few = described.split_whitespace().count() < 3;
    let text = match host {
        Some(host) if few => format!("{host} {described}"),
        _ => sentence_case(described),
    };
    Title { text, made: true }
}

/// Words without the beginning of a telephone number: `Crisis line +49`, before `(0)30`.
fn without_country(words: &str) -> &str {
    let (before, last) = words.trim_end().rsplit_once(' ').unwrap_or(("", words));
    match last.strip_prefix('+') {
        Some(code) if !before.is_empty() && code.bytes().all(|b| b.is_ascii_digit()) => before,
        _ => words,
    }
}

/// What a sentence without a word for its kind is about: its name, or its first words.
fn without_cue(sentence: &str, host: Option<&str>) -> Title {
    if let Some(host) = host {
        return Title {
            text: host.to_owned(),
            made: true,
        };
    }
    let sentence = behind_date(sentence);
    let bare = without_link(sentence);
    let sentence = match bare.split_whitespace().count() {
        0 | 1 => sentence,
        _ => bare,
    };
    let end = BEHIND
        .find(sentence)
        .map_or(sentence.len(), |end| end.start());
    let words = sentence.get(..end).unwrap_or(sentence);
    // `There are …`: a single word before a verb names nothing.
    let words = if words.split_whitespace().count() < 2 {
        sentence
    } else {
        words
    };
    Title {
        text: sentence_case(
            &words
                .split_whitespace()
                .take(14)
                .collect::<Vec<_>>()
                .join(" "),
        ),
        made: true,
    }
}

/// A sentence without the date that it begins with: `December 1–3: National convergence`.
fn behind_date(sentence: &str) -> &str {
    let first = crate::dates::mentions(sentence).into_iter().next();
    first
        .filter(|mention| mention.range.start == 0)
        .and_then(|mention| sentence.get(mention.range.end..))
        .filter(|rest| {
            rest.trim_start()
                .starts_with([':', ',', '–', '—', '-', '|'])
        })
        .map(|rest| rest.trim_start_matches([' ', ':', ',', '–', '—', '-', '|']))
        .filter(|rest| rest.split_whitespace().count() >= 2)
        .unwrap_or(sentence)
}

/// The capitalized words at the end of a text, with its last space.
fn capitals_before(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace().rev() {
        let capital = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let joint = matches!(word, "and" | "of" | "the" | "for" | "to" | "Against" | "&");
        let ends = word.ends_with(['.', ',', ':', ';', ')', '”'])
            || word.ends_with("’s")
            || word.ends_with("'s");
        if !(capital || joint && !words.is_empty()) || ends {
            break;
        }
        words.push(word);
    }
    while words.last().is_some_and(|word| {
        !word.starts_with(char::is_uppercase) || word.len() == 1 || word.eq_ignore_ascii_case("the")
    }) {
        words.pop();
    }
    words.reverse();
    if words.is_empty() {
        String::new()
    } else {
        words.join(" ") + " "
    }
}

/// A name directly behind a cue: `on Tenant Law May 6`, ` Keeping Warm: Lessons`.
fn name_behind(text: &str) -> Option<String> {
    static JOINT: LazyLock<Regex> = LazyLock::new(|| {
        constant(
            r"^ (?:(?:on|of|called|titled|about|from) (?:the |\p{Lu}[\p{L}\p{N}.-]*[’']s )?(?:webinar |training |call )?)?",
        )
    });
    let start = JOINT.find(text).map_or(0, |found| found.end());
    let rest = text.get(start..)?;
    let mut words: Vec<&str> = Vec::new();
    for word in rest.split_whitespace() {
        let capital = word
            .trim_start_matches(['“', '"', '('])
            .starts_with(|c: char| c.is_uppercase());
        let joint = matches!(
            word,
            "and" | "of" | "the" | "for" | "to" | "in" | "&" | "a" | "on" | "with"
        );
        if !(capital || joint && !words.is_empty()) {
            break;
        }
        // A date behind the name is not part of it.
        if !crate::dates::mentions(&format!("{word} 1")).is_empty() {
            break;
        }
        words.push(word);
        if word.ends_with([',', '.', ')', ';']) {
            break;
        }
    }
    while words
        .last()
        .is_some_and(|word| word.starts_with(char::is_lowercase) || *word == "&")
    {
        words.pop();
    }
    let name = words.join(" ");
    let name =
        name.trim_matches(|c: char| matches!(c, ',' | '.' | ')' | ';' | '“' | '”' | '"' | '('));
    (words.len() >= 2 && name.starts_with(char::is_uppercase)).then(|| name.to_owned())
}

/// What stands before a title and is none.
const CALLS: &[&str] = &[
    "urgent",
    "new",
    "update",
    "updated",
    "reminder",
    "event",
    "events",
    "today",
    "tomorrow",
    "tonight",
    "this week",
    "ongoing",
    "urgente",
    "nuevo",
    "evento",
    "hoy",
    "mañana",
];

/// Words that begin a description and are no part of a title.
const LEADING: &[&str] = &[
    "a", "an", "the", "our", "their", "its", "several", "some", "is", "are", "has", "have", "been",
    "offering", "have",
];

fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitals = words
        .iter()
        .filter(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        .count();
    !words.is_empty() && words.len() <= 14 && capitals * 3 > words.len() * 2
}

/// A text without marks around it, its first letter a capital.
pub(super) fn sentence_case(text: &str) -> String {
    let text = text
        .trim()
        .trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | '–' | '—'));
    let mut chars = text.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().collect::<String>() + chars.as_str(),
        None => String::new(),
    }
}
