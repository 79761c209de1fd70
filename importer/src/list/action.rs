//! What a sentence asks its reader to do: register, text a word to a number, call, follow a link.

use super::number;
use crate::Value;
use crate::body::is_harmless;
use crate::page::Link;
use crate::pattern::constant;
use crate::shape::is_mail;
use regex::Regex;
use std::sync::LazyLock;

/// An action as the front matter has it, with what is to be asked about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Action {
    pub(super) does: &'static str,
    pub(super) url: Option<String>,
    pub(super) phone: Option<String>,
    /// The number and the word to text to it.
    pub(super) text: Option<(String, String)>,
    pub(super) email: Option<String>,
    pub(super) words: String,
    pub(super) asks: Option<(&'static str, String)>,
}

static TEXT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r#"(?i)\btext(?:ing)?\s+(?:the (?:word|keyword) )?(?:[“"'‘]([^”"'’]{1,40})[”"'’]|([A-Z0-9][A-Z0-9 ]{0,30}?))\s+to\s+((?:\+?1[- ]?)?\(?\d[\d\-. ()]{2,14}\d)"#,
    )
});
static TEXT_WITH: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r#"(?i)\btext\s+(\d[\d-]{3,13}\d)\s+with\s+(?:the (?:word|keyword) )?[“"'‘]?([\p{L}\p{N}]{1,30})"#,
    )
});
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?:\+?1[-. ])?(?:\(\d{3}\) ?|\b\d{3}[-. ])(?:\d{3}[-. ]\d{4}|[A-Z0-9]{3,4}[-. ][A-Z0-9]{3,4}|[A-Z]{7})\b",
    )
});
/// The short numbers of North America, behind a word for calling: `call or text 988`.
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)\b(?:call|dial|llam[ae] al?|marque|marca)(?: (?:or|o) \p{L}+)? ([2-9]11|988)\b")
});
/// What a caller dials behind a number.
static EXTENSION: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^,?\s*(?i:extension|extensión|ext\.?|x|#)\s*\d{1,6}\b"));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)(?:https?://|\bwww\.)[^\s<>“”]+|\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:org|com|net|edu|gov|coop|info|ly|us|io|app|link|page|site|me|be|gl|co|ca|uk|mx|us|vote|fm|tv|news|online|events|support)(?:/[^\s<>“”]*)?",
    )
});
static MAIL: LazyLock<Regex> = LazyLock::new(|| constant(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"));
/// What stands for a dot in an address of mail that is hidden from programs.
macro_rules! hidden_dot {
    () => {
        r"(?:\s*[\[({]\s*(?:dot|punto|\.)\s*[\])}]\s*|\s+(?:dot|punto)\s+)"
    };
}
static HIDDEN_DOT: LazyLock<Regex> = LazyLock::new(|| constant(concat!("(?i)", hidden_dot!())));
/// An address of mail that is hidden from programs: with its sign in words within brackets; with sign and dots in words
/// alone, before an ending that there is; or with its dots in words.
static HIDDEN_MAIL: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)([\w.+-]*\w)\s*[\[({]\s*(?:at|@|arroba)\s*[\])}]\s*([\w-]+(?:(?:",
        hidden_dot!(),
        r"|\.)[\w-]+)+)|([\w.+-]*\w)\s+(?:at|arroba)\s+([\w-]+(?:",
        hidden_dot!(),
        r"[\w-]+)*",
        hidden_dot!(),
        r"(?:org|com|net|edu|gov|coop|info|us|ca|uk|mx|es|de|eu))\b|([\w.+-]*\w)@([\w-]+(?:\.[\w-]+)*",
        hidden_dot!(),
        r"[\w-]+(?:(?:",
        hidden_dot!(),
        r"|\.)[\w-]+)*)",
    ))
});
static MASKED_MAIL: LazyLock<Regex> =
    LazyLock::new(|| constant(r"\[email\s*protected\]|\[at\]|\(at\)"));
static MASKED: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?:(?i)\b(?:rsvp|register|sign up|join|more)(?: (?:at|here|via)|:)) ([A-Z0-9]{2,}(?:/[A-Za-z0-9]+)+)",
    )
});
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)(?:\b(?:(?:you|we) can |please |to )?(?:(?:pre-?)?register|rsvp|sign up|sign on|sign|join|watch|listen|read|download|access|find|view|check out|get (?:it|them|tickets)|link|learn more|more info(?:rmation)?|details|tickets|available|regístrate|inscríbete|míralo)\b[^.;]{0,120}?\b(?:here|aquí|at this (?:link|new site|site)|this (?:episode|recording|video)[^.;)]{0,60})|\bhere$|\bhere\.$)",
    )
});

const VERBS: &[(&str, &str)] = &[
    ("rsvp", "rsvp"),
    ("regist", "register"),
    ("sign up", "register"),
    ("inscr", "register"),
    ("ticket", "register"),
    ("sign on", "sign-on"),
    ("petition", "sign-on"),
    ("pledge", "sign-on"),
    ("sign the", "sign-on"),
    ("volunteer", "volunteer"),
    ("recording", "watch"),
    ("replay", "watch"),
    ("watch", "watch"),
    ("video", "watch"),
    ("youtu", "watch"),
    ("podcast", "listen"),
    ("listen", "listen"),
    ("episode", "listen"),
    ("download", "download"),
    ("zoom.us", "join"),
    ("join", "join"),
    ("read", "read"),
];

/// What words and the kind of a thing suggest to do with its address.
pub(super) fn verb(words: &str, kind: &str) -> &'static str {
    let words = words.to_lowercase();
    let said = VERBS
        .iter()
        .find(|(word, _)| words.contains(word))
        .map(|(_, does)| *does);
    match (said, kind) {
        (Some(does), _) => does,
        (None, "event" | "training") => "join",
        (None, "recording") => "watch",
        (None, "podcast-episode") => "listen",
        (None, "call-to-action") => "sign-on",
        (None, "volunteer-call") => "volunteer",
        (None, "guide" | "report" | "article" | "statement" | "newsletter") => "read",
        (None, _) => "open",
    }
}

/// The actions of a sentence, with the links that stand in it (ranges of the sentence).
pub(super) fn actions(sentence: &str, links: &[Link], kind: &str) -> Vec<Action> {
    let mut out: Vec<Action> = Vec::new();
    let clause = |at: usize, end: usize| clause(sentence, at, end);
    let texts = TEXT
        .captures_iter(sentence)
        .filter_map(|found| Some((found.get(0)?, found.get(1).or(found.get(2))?, found.get(3)?)))
        .chain(
            TEXT_WITH
                .captures_iter(sentence)
                .filter_map(|found| Some((found.get(0)?, found.get(2)?, found.get(1)?))),
        );
    let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
    for (whole, keyword, number) in texts {
        taken.push(whole.range());
        out.push(Action {
            text: Some((
                number.as_str().trim().to_owned(),
                keyword.as_str().trim().to_owned(),
            )),
            ..Action::new("text", clause(whole.start(), whole.end()))
        });
    }
    for found in PHONE.find_iter(sentence) {
        let free = taken
            .iter()
            .all(|range| found.end() <= range.start || range.end <= found.start());
        if free && is_phone(sentence, &found) {
            let behind = sentence.get(found.end()..).unwrap_or("");
            let extension = EXTENSION.find(behind);
            let end = found.end() + extension.map_or(0, |extension| extension.end());
            taken.push(found.start()..end);
            let phone = found.as_str().trim().to_owned();
            out.push(Action {
                asks: extension.map(|extension| {
                    let extension = extension.as_str().trim_start_matches([',', ' ']);
                    (
                        "bad-phone",
                        format!("“{phone}” has an extension, “{extension}”, which no phone number of a record can hold. It stands in the words; is that enough?"),
                    )
                }),
                phone: Some(phone),
                ..Action::new("call", clause(found.start(), end))
            });
        }
    }
    for found in number::numbers(sentence) {
        let free = |range: &std::ops::Range<usize>| {
            found.range.end <= range.start || range.end <= found.range.start
        };
        if !taken.iter().all(free) {
            continue;
        }
        taken.push(found.range.clone());
        let written = sentence.get(found.range.clone()).unwrap_or("");
        out.push(Action {
            asks: found.phone.is_none().then(|| {
                (
                    "bad-phone",
                    format!("“{written}” seems to be a telephone number as it is dialled within one country. What is it with `+` and the country's code?"),
                )
            }),
            phone: found.phone,
            ..Action::new("call", clause(found.range.start, found.range.end))
        });
    }
    for found in SHORT.captures_iter(sentence) {
        let (Some(whole), Some(number)) = (found.get(0), found.get(1)) else {
            continue;
        };
        let within = |range: &std::ops::Range<usize>| {
            range.start < number.end() && number.start() < range.end
        };
        if !taken.iter().any(within)
            && !sentence
                .get(number.end()..)
                .is_some_and(|rest| rest.starts_with('-'))
        {
            taken.push(number.range());
            out.push(Action {
                phone: Some(number.as_str().to_owned()),
                ..Action::new("call", clause(whole.start(), whole.end()))
            });
        }
    }
    for found in HIDDEN_MAIL.captures_iter(sentence) {
        let part = |all: [usize; 3]| all.into_iter().find_map(|at| found.get(at));
        let (Some(whole), Some(name), Some(host)) =
            (found.get(0), part([1, 3, 5]), part([2, 4, 6]))
        else {
            continue;
        };
        let host = HIDDEN_DOT.replace_all(host.as_str(), ".");
        let mail = format!("{}@{host}", name.as_str());
        if !is_mail(&mail) {
            continue;
        }
        taken.push(whole.range());
        out.push(Action {
            asks: Some((
                "email-masked",
                format!(
                    "“{}” was read as {mail}. Whoever wrote it hides it from programs; may it stand in the open?",
                    whole.as_str()
                ),
            )),
            email: Some(mail),
            ..Action::new("email", clause(whole.start(), whole.end()))
        });
    }
    for found in MAIL.find_iter(sentence) {
        let within = taken
            .iter()
            .any(|range| range.start < found.end() && found.start() < range.end);
        if within {
            continue;
        }
        taken.push(found.range());
        out.push(Action {
            email: Some(found.as_str().trim_end_matches('.').to_owned()),
            ..Action::new("email", clause(found.start(), found.end()))
        });
    }
    for link in links {
        taken.push(link.range.clone());
        let words = clause(link.range.start, link.range.end);
        if let Some(mail) = link.url.strip_prefix("mailto:") {
            let mail = mail.split('?').next().unwrap_or(mail);
            if !out.iter().any(|have| have.email.as_deref() == Some(mail)) {
                out.push(Action {
                    email: Some(mail.to_owned()),
                    ..Action::new("email", words)
                });
            }
        } else if let Some(number) = link.url.strip_prefix("tel:") {
            // The number mostly stands in the words as well.
            let last = last_digits(number);
            if last.len() >= 3
                && !out
                    .iter()
                    .filter_map(|have| have.phone.as_deref())
                    .any(|have| last_digits(have) == last)
                && !has_digits(sentence, &last)
            {
                out.push(Action {
                    phone: Some(number.split(['?', ';']).next().unwrap_or(number).to_owned()),
                    ..Action::new("call", words)
                });
            }
        } else if let Some(text) = link.url.strip_prefix("sms:") {
            let (number, query) = text.split_once(['?', ';', '&']).unwrap_or((text, ""));
            let word = url::form_urlencoded::parse(query.trim_start_matches(['?', '&']).as_bytes())
                .find_map(|(key, value)| (key == "body").then(|| value.trim().to_owned()))
                .filter(|word| !word.is_empty());
            let known = out.iter().any(|have| {
                let number = last_digits(number);
                have.text
                    .as_ref()
                    .is_some_and(|(to, _)| last_digits(to) == number)
            });
            match word {
                _ if known || last_digits(number).len() < 3 => {}
                Some(word) => out.push(Action {
                    text: Some((number.to_owned(), word)),
                    ..Action::new("text", words)
                }),
                None => out.push(Action {
                    asks: Some((
                        "no-action",
                        format!("“{words}” leads to a text message to {number}. Which words does one send?"),
                    )),
                    ..Action::new("text", words)
                }),
            }
        } else if link.url.starts_with('#') || !is_harmless(&link.url) {
            // A place on the page or a script is no address.
        } else {
            out.push(Action {
                url: Some(link.url.clone()),
                ..Action::new(verb(&words, kind), words)
            });
        }
    }
    // A part of an address that was mistyped is none.
    for mistyped in crate::shape::mistyped(sentence) {
        for (at, _) in sentence.match_indices(mistyped) {
            taken.push(at..at + mistyped.len());
        }
    }
    for found in ADDRESS.find_iter(sentence) {
        let address = trimmed(found.as_str());
        let end = found.start() + address.len();
        let within = taken
            .iter()
            .any(|range| range.start < end && found.start() < range.end);
        let named = !address.contains("://")
            && !address.contains('/')
            && address.chars().any(char::is_uppercase);
        if within || named {
            continue;
        }
        taken.push(found.start()..end);
        let words = clause(found.start(), end);
        let url = if address.contains("://") {
            address.to_owned()
        } else {
            format!("https://{address}")
        };
        out.push(Action {
            url: Some(url),
            ..Action::new(verb(&words, kind), words)
        });
    }
    for found in MASKED.captures_iter(sentence) {
        let (Some(whole), Some(token)) = (found.get(0), found.get(1)) else {
            continue;
        };
        if taken
            .iter()
            .any(|range| range.start < token.end() && token.start() < range.end)
        {
            continue;
        }
        taken.push(whole.range());
        let words = clause(whole.start(), whole.end());
        out.push(Action {
            asks: Some((
                "address-masked",
                format!(
                    "“{}” is no address that a browser could open. What is the address?",
                    token.as_str()
                ),
            )),
            ..Action::new(verb(&words, kind), words)
        });
    }
    if let Some(found) = MASKED_MAIL.find_iter(sentence).find(|found| {
        let apart = |range: &std::ops::Range<usize>| {
            found.end() <= range.start || range.end <= found.start()
        };
        taken.iter().all(apart)
    }) {
        let end = sentence
            .get(..found.start())
            .unwrap_or("")
            .trim()
            .to_owned();
        out.push(Action {
            asks: Some((
                "email-masked",
                "The e-mail address is masked in the source. What is it?".to_owned(),
            )),
            ..Action::new("email", end)
        });
    }
    if out.is_empty()
        && let Some(found) = BARE.find(sentence)
    {
        let words = found.as_str().trim_end_matches('.').trim().to_owned();
        out.push(Action {
            asks: Some((
                "link-unknown",
                format!("“{words}” has no address in the source. Where does it lead?"),
            )),
            ..Action::new(verb(&words, kind), words)
        });
    }
    out
}

/// The last digits of a number, by which it is known with and without the code of its country.
fn last_digits(number: &str) -> String {
    let number = number.split(['?', ';']).next().unwrap_or(number);
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    digits
        .iter()
        .skip(digits.len().saturating_sub(10))
        .collect()
}

/// Whether the digits stand in a sentence, whatever is between them.
fn has_digits(sentence: &str, digits: &str) -> bool {
    let all: String = sentence.chars().filter(char::is_ascii_digit).collect();
    all.contains(digits)
}

/// Whether what looks like a telephone number has the ten places of one of North America's (a letter being
/// the digit of its key), none of whose two first groups begins with 0 or 1, and is not the middle of something longer.
fn is_phone(sentence: &str, found: &regex::Match) -> bool {
    let places: Vec<char> = found
        .as_str()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let national = match places.as_slice() {
        ['1', national @ ..] if national.len() == 10 => national,
        all => all,
    };
    let begins_well = |at: usize| {
        national
            .get(at)
            .is_some_and(|place| !matches!(place, '0' | '1'))
    };
    let goes_on = |rest: &str| {
        let mut chars = rest.chars();
        matches!(chars.next(), Some('-' | '.')) && chars.next().is_some_and(char::is_alphanumeric)
    };
    let joined = sentence
        .get(..found.start())
        .is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '-'));
    national.len() == 10
        && begins_well(0)
        && begins_well(3)
        && !joined
        && !goes_on(sentence.get(found.end()..).unwrap_or(""))
}

/// An address without the marks of the sentence behind it.
fn trimmed(address: &str) -> &str {
    let mut out = address;
    loop {
        let next =
            out.trim_end_matches(['.', ',', ';', ':', '!', '?', '”', '"', '’', '\'', '*', '_']);
        let next = if next.ends_with(')') && next.matches('(').count() < next.matches(')').count() {
            next.strip_suffix(')').unwrap_or(next)
        } else {
            next.strip_suffix(']').unwrap_or(next)
        };
        if next.len() == out.len() {
            return out;
        }
        out = next;
    }
}

/// The words around an address: the sentence when it is short, else the part of it between commas and
/// dashes.
fn clause(sentence: &str, at: usize, end: usize) -> String {
    const SHORT: usize = 14;
    let whole = sentence.trim().trim_end_matches('.');
    let whole = whole
        .strip_prefix('(')
        .map_or(whole, |inner| inner.trim_end_matches(['.', ')']));
    if whole.split_whitespace().count() <= SHORT {
        return whole.to_owned();
    }
    let before = sentence.get(..at).unwrap_or("");
    let behind = sentence.get(end..).unwrap_or("");
    let start = before
        .rmatch_indices([',', ';', '(', ':', '“'])
        // The colon of `https://…` or `6:30` divides nothing.
        .find(|(found, mark)| {
            let rest = before.get(found + mark.len()..).unwrap_or("");
            *mark != ":" || rest.is_empty() || rest.starts_with(char::is_whitespace)
        })
        .map_or(0, |(found, mark)| found + mark.len());
    let stop = behind.find([',', ';', ')']).unwrap_or(0);
    let stop = if behind.get(..stop).unwrap_or("").split_whitespace().count() > 6 {
        0
    } else {
        stop
    };
    sentence
        .get(start..end + stop)
        .unwrap_or(whole)
        .trim()
        .trim_end_matches('.')
        .to_owned()
}

impl Action {
    fn new(does: &'static str, words: String) -> Action {
        Action {
            does,
            url: None,
            phone: None,
            text: None,
            email: None,
            words,
            asks: None,
        }
    }

    /// As front matter.
    pub(super) fn value(&self) -> Value {
        let mut keys = vec![("do", self.does.to_owned())];
        keys.extend(self.url.clone().map(|url| ("url", url)));
        keys.extend(self.phone.clone().map(|phone| ("phone", phone)));
        if let Some((number, keyword)) = &self.text {
            keys.push(("text_to", number.clone()));
            keys.push(("keyword", keyword.clone()));
        }
        keys.extend(self.email.clone().map(|email| ("email", email)));
        keys.push(("words", self.words.clone()));
        Value::Map(
            keys.into_iter()
                .map(|(key, value)| (key.to_owned(), Value::Text(value)))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::actions;

    #[track_caller]
    fn check(sentence: &str, expected: &[&str]) {
        let found: Vec<String> = actions(sentence, &[], "event")
            .into_iter()
            .map(|action| {
                let mut out = vec![action.does.to_owned()];
                out.extend(action.url);
                out.extend(action.phone);
                out.extend(action.text.map(|(number, word)| format!("{word}>{number}")));
                out.extend(action.email);
                out.push(format!("({})", action.words));
                out.extend(action.asks.map(|(code, _)| code.to_owned()));
                out.join(" ")
            })
            .collect();
        assert_eq!(found, expected, "{sentence}");
    }

    #[test]
    fn what_to_do() {
        check(
            "To get the link, text “GO NOW” to 30403.",
            &["text GO NOW>30403 (To get the link, text “GO NOW” to 30403)"],
        );
        check(
            "Text GO to 555-0100",
            &["text GO>555-0100 (Text GO to 555-0100)"],
        );
        check(
            "Call or text 988, day and night",
            &["call 988 (Call or text 988, day and night)"],
        );
        check(
            "Call +44 20 7946 0958 or 0800 123 4567",
            &[
                "call +44 20 7946 0958 (Call +44 20 7946 0958 or 0800 123 4567)",
                "call (Call +44 20 7946 0958 or 0800 123 4567) bad-phone",
            ],
        );
        check("We call 300 people, or call 311-555", &[]);
        check(
            "Help line – 1-844-ABCD-NOW: a line",
            &["call 1-844-ABCD-NOW (Help line – 1-844-ABCD-NOW: a line)"],
        );
        check(
            "Call (212) 555-0123 now",
            &["call (212) 555-0123 (Call (212) 555-0123 now)"],
        );
        check(
            "You can register here.",
            &["register (You can register here) link-unknown"],
        );
        check(
            "Register at bit.ly/example.",
            &["register https://bit.ly/example (Register at bit.ly/example)"],
        );
        check(
            "See https://example.org/a_(b).",
            &["join https://example.org/a_(b) (See https://example.org/a_(b))"],
        );
        check(
            "RSVP at EXAMPLE/NOV7",
            &["rsvp (RSVP at EXAMPLE/NOV7) address-masked"],
        );
        check(
            "Write to press [at] example [dot] org",
            &["email press@example.org (Write to press [at] example [dot] org) email-masked"],
        );
        check(
            "Write to press(at)example.org",
            &["email press@example.org (Write to press(at)example.org) email-masked"],
        );
        check(
            "Escribe a prensa arroba example punto org",
            &["email prensa@example.org (Escribe a prensa arroba example punto org) email-masked"],
        );
        check("Look at polka dot dresses", &[]);
        check(
            "You can email [email protected]",
            &["email (You can email) email-masked"],
        );
        check(
            "Write to info@example.org.",
            &["email info@example.org (Write to info@example.org)"],
        );
        check(
            "Everybody who wants to come along can register at https://example.org/t or text HOUSE to 30403 until Friday",
            &[
                "text HOUSE>30403 (Everybody who wants to come along can register at https://example.org/t or text HOUSE to 30403)",
                "register https://example.org/t (Everybody who wants to come along can register at https://example.org/t)",
            ],
        );
        check(
            "Call (212) 555-0100 ext. 4 now",
            &["call (212) 555-0100 (Call (212) 555-0100 ext. 4 now) bad-phone"],
        );
        check(
            "Call 212-555-0100 x12",
            &["call 212-555-0100 (Call 212-555-0100 x12) bad-phone"],
        );
        for no_number in [
            "Rent line (555-0100-RENT) is gone",
            "Invoice 212-555-0123-4567",
            "Case 12-212-555-0123",
            "Order 155-555-0123",
        ] {
            check(no_number, &[]);
        }
        check("The.Example.Institute meets", &[]);
        check("Nobody is here to help", &[]);
    }
}
