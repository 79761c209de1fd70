//! A map for a table whose headings are questions or sentences, as forms have them (*What is the name of your event?*): what its
//! columns could be, in words that can be pasted into a map.
//!
//! It is only proposed, because headings in whole sentences can mean anything. Not here: the usual names of columns ([`super::map`]).

use super::map::Map;
use crate::pattern::constant;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Words of headings by what they speak of; the first that fits counts. `ignore` is for what nobody but the editor needs, as who
/// filled in the form.
const SPEAKS_OF: &[(&str, &str)] = &[
    (
        "ignore",
        r"(?i)^(?:timestamp|marca temporal|score|puntuación|username|nombre de usuario|submission id|response id|respondent id|ip address|internal notes|.*\bstart time of response\b.*|completion time|submitted at)$|\b(?:your|tu|su) (?:own )?(?:full |first |last )?(?:name|e-?mail|phone|pronouns|nombre|correo|teléfono)\b|^e-?mail address$|^dirección de correo electrónico$",
    ),
    ("when.zone", r"(?i)\btime ?zone\b|zona horaria"),
    (
        "when.end_time",
        r"(?i)\b(?:end|ends|ending|finish|over)\b.*\b(?:time|o'clock|hour)\b|\btime\b.*\b(?:end|ends|finish)\b|\bhora\b.*\b(?:fin|final|termina)\b",
    ),
    (
        "when.end",
        r"(?i)\b(?:end|ends|last)\b.*\b(?:date|day)\b|\bdate\b.*\bends?\b|\bfecha de (?:fin|cierre)\b|\bwhen does it end\b",
    ),
    (
        "",
        r"(?i)\bdeadline\b|\bfecha límite\b|\bbirth|\bnacimiento\b",
    ),
    (
        "when.time",
        r"(?i)\btime\b|\bo'clock\b|\bhora\b|\ba qué hora\b",
    ),
    (
        "when.start",
        r"(?i)\bdates?\b|\bwhen\b|\bwhat day\b|\bfechas?\b|\bcuándo\b|\bqué día\b",
    ),
    (
        "actions.register",
        r"(?i)\b(?:register|registration|sign[- ]?up|tickets?|inscripci[oó]n|regist(?:ro|rarse))\b",
    ),
    ("actions.rsvp", r"(?i)\brsvp\b"),
    (
        "actions.join",
        r"(?i)\bzoom\b|\bgoogle meet\b|\b(?:meeting|video) link\b|\bvideollamada\b",
    ),
    ("actions.email", r"(?i)\be-?mail\b|\bcorreo\b"),
    (
        "actions.call",
        r"(?i)\bphone\b|\btelephone\b|\bhotline\b|\bteléfono\b",
    ),
    (
        "link",
        r"(?i)\b(?:links?|websites?|url|web ?page|social media|enlace|p[aá]gina web|sitio web)\b",
    ),
    (
        "where",
        r"(?i)\bwhere\b|\blocation\b|\bvenue\b|\baddress\b|\bplace\b|\blugar\b|\bd[oó]nde\b|\bdirección\b|\bubicación\b",
    ),
    (
        "title",
        r"(?i)\b(?:name|title) of (?:the |your |this )?(?:event|action|resource|training|program|project|meeting)|\b(?:event|action|resource|training|program|project|meeting)(?:'s|’s)? (?:name|title)\b|\b(?:called|titled)\b|\bnombre del? (?:evento|acción|recurso|taller)|\btítulo\b|\bcómo se llama\b",
    ),
    (
        "hosts",
        r"(?i)\b(?:host|hosts|hosting|organizations?|organisations?|organizers?|sponsors?|group|coalition|organizaci[oó]n(?:es)?|organiza|colectivo)\b",
    ),
    ("languages", r"(?i)\blanguages?\b|\bidiomas?\b"),
    (
        "body",
        r"(?i)\bdescri(?:be|ption)\b|\btell us\b|\bdetails\b|\babout (?:the|your|this)\b|\bmore information\b|\bdescripci[oó]n\b|\bcuéntanos\b|\bdetalles\b",
    ),
    (
        "topic",
        r"(?i)\b(?:topics?|categor(?:y|ies)|issues?|themes?|temas?|categor[ií]as?)\b",
    ),
    (
        "audience",
        r"(?i)\bwho (?:is it for|should|can)\b|\baudience\b|\bpara quién\b",
    ),
];

/// Fewest words of such a sentence.
const SENTENCE_WORDS: usize = 3;

static PATTERNS: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    let compiled = SPEAKS_OF.iter();
    compiled
        .map(|(key, pattern)| (*key, constant(pattern)))
        .collect()
});

/// What a map of a table could be, with what is known of it already, where headings that mean nothing yet speak of something.
pub(super) fn of(map: &Map, unused: &[&str]) -> Option<String> {
    let mut columns: BTreeMap<&str, &str> = BTreeMap::new();
    let mut ignore: Vec<&str> = Vec::new();
    for column in unused {
        let heading = column.trim();
        let key = PATTERNS
            .iter()
            .find(|(_, pattern)| pattern.is_match(heading))
            .map(|(key, _)| *key);
        match key {
            Some("ignore") => ignore.push(column),
            Some(key) if !key.is_empty() && !map.has(key) && is_sentence(heading) => {
                columns.entry(key).or_insert(column);
            }
            _ => {}
        }
    }
    if columns.is_empty() {
        return None;
    }
    let mut all: Vec<String> = map
        .columns()
        .map(|(key, names)| {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            match names.as_slice() {
                [one] => format!("{} = {one}", quoted(key)),
                several => format!("{} = [{}]", quoted(key), several.join(", ")),
            }
        })
        .collect();
    all.extend(
        columns
            .iter()
            .map(|(key, column)| format!("{} = {}", quoted(key), quoted(column))),
    );
    let ignore: Vec<String> = ignore.into_iter().map(quoted).collect();
    let ignore = match ignore.is_empty() {
        true => String::new(),
        false => format!("ignore = [{}] and ", ignore.join(", ")),
    };
    Some(format!("{ignore}columns = {{{}}}", all.join(", ")))
}

/// Whether a heading says more than a name of a column does.
fn is_sentence(heading: &str) -> bool {
    heading.ends_with('?') || heading.split_whitespace().count() >= SENTENCE_WORDS
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    // The text of JSON is one of TOML, too, and stays in its line.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::table::map::Map;

    #[test]
    fn a_form_s_questions_are_a_map() {
        let headings = [
            "Timestamp",
            "What is the name of your event?",
            "What date is it?",
            "What time does it start?",
            "What time does it end?",
            "Where is it? \"Online\" is fine",
            "Your email",
            "Anything else?",
        ];
        let map = of(&Map::default(), &headings).unwrap_or_default();
        assert_eq!(
            map,
            r#"ignore = ["Timestamp", "Your email"] and columns = {"title" = "What is the name of your event?", "when.end_time" = "What time does it end?", "when.start" = "What date is it?", "when.time" = "What time does it start?", "where" = "Where is it? \"Online\" is fine"}"#
        );
        for line in map.split(" and ") {
            assert!(Map::parse(line).is_ok(), "{line}");
        }
    }

    #[test]
    fn what_says_nothing_is_not_proposed() {
        assert_eq!(
            of(
                &Map::default(),
                &["Spalte A", "Cost", "Timestamp", "Created time"]
            ),
            None
        );
    }
}
