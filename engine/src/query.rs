//! What a reader typed, understood. Any text means something: what cannot be used is ignored with a
//! [`Note`], never refused.
//!
//! | typed | means |
//! |---|---|
//! | `word` | the word, its other forms, its synonyms; the last word also as a beginning |
//! | `"two words"` | the words next to each other, as typed |
//! | `-word` `-"two words"` `-kind:event` | not that |
//! | `title:word` | the word in that field |
//! | `kind:toolkit` `region:"New York"` | the facet value, by its id or label in any language |
//! | `pages:10..20` `year:2020..` | the facet's values that are numbers in the range |
//! | `before:2024-12-01` `after:2024-11` | dated before the start of that day, month or year; from it on |
//! | `one OR other` | either |

use crate::analysis;
use crate::civil::Days;
use crate::filter::values_in;
use crate::pack::Pack;
use crate::text;
use crate::time::{Clock, WHEN};
use alloc::{borrow::ToOwned, string::String, vec, vec::Vec};

/// Most words that take part; more are noted and ignored.
pub(crate) const MOST_CLAUSES: usize = 64;

/// A part of the text that was ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// `unknown-value`, `bad-date`, `no-or` or `too-many-words`.
    pub code: &'static str,
    /// The part.
    pub part: String,
}

/// A part of the text that is more than a word, for a page that shows it as a chip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// `field`, `facet`, `phrase`, `not`, `before`, `after` or `or`.
    pub kind: &'static str,
    /// Name of the field or facet, else empty.
    pub name: String,
    /// The word, phrase, value id or date.
    pub value: String,
    /// Start of the part in the text, in UTF-16 code units.
    pub from: usize,
    /// Its end.
    pub to: usize,
}

/// One thing to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// Words in lower case, diacritics kept; more than one is a phrase.
    pub(crate) words: Vec<String>,
    /// Only in this field.
    pub(crate) field: Option<u8>,
    /// Typed in quotes: as it stands, no other forms.
    pub(crate) quoted: bool,
    /// The last word is still being typed.
    pub(crate) prefix: bool,
}

/// Something that a record must have, or must not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Any of these will do.
    pub(crate) alternatives: Vec<Term>,
}

/// A parsed text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    pub(crate) must: Vec<Clause>,
    pub(crate) not: Vec<Clause>,
    /// Facet and value numbers; within a facet any will do.
    pub(crate) filters: Vec<(usize, u32)>,
    pub(crate) not_filters: Vec<(usize, u32)>,
    pub(crate) days: Days,
    pub(crate) operators: Vec<Operator>,
    pub(crate) notes: Vec<Note>,
    /// The plain words joined as one key, to compare with whole titles.
    pub(crate) key: String,
}

/// A part of the text as the scanner sees it.
struct Part<'t> {
    text: &'t str,
    from: usize,
    to: usize,
    negated: bool,
    name: Option<&'t str>,
    value: &'t str,
    quoted: bool,
    closed: bool,
}

/// Parses `text` for a pack's fields and facets, and a reader's days.
pub(crate) fn parse(text: &str, pack: &Pack, clock: Clock) -> Query {
    let mut query = Query::default();
    let parts = scan(text, pack);
    let last = parts.len().wrapping_sub(1);
    let mut join_next = false;
    let is_field = |name: &str| pack.fields.iter().any(|field| field.name == name);
    for (index, part) in parts.iter().enumerate() {
        if part.text == "OR" && index > 0 && index < last {
            // Between words, or between values of one filter, of which any will do as it is.
            let filter = |at: usize| parts[at].name.filter(|name| !is_field(name));
            let (before, after) = (filter(index - 1), filter(index + 1));
            // What is left out is left out in any case.
            let negated = parts[index - 1].negated || parts[index + 1].negated;
            if before == after && !negated {
                join_next = after.is_none() && !query.must.is_empty();
                query.operators.push(operator(text, part, "or", "", ""));
            } else {
                query.notes.push(note("no-or", part.text));
            }
            continue;
        }
        let typing = index == last && part.to == text.len() && !(part.quoted && part.closed);
        let join = core::mem::take(&mut join_next);
        match part.name {
            Some("before" | "after") => date(text, part, clock, &mut query),
            Some(name) => match pack.fields.iter().position(|field| field.name == name) {
                Some(field) => {
                    query
                        .operators
                        .push(operator(text, part, "field", name, part.value));
                    words(part, Some(field as u8), typing, join, &mut query);
                }
                None => facet(text, part, name, pack, &mut query),
            },
            None => {
                if part.negated {
                    query
                        .operators
                        .push(operator(text, part, "not", "", part.value));
                } else if part.quoted {
                    query
                        .operators
                        .push(operator(text, part, "phrase", "", part.value));
                }
                words(part, None, typing, join, &mut query);
            }
        }
    }
    if query.must.len() > MOST_CLAUSES {
        query.must.truncate(MOST_CLAUSES);
        query.notes.push(note("too-many-words", ""));
    }
    query
}

/// Cuts the text into parts at white space outside quotes.
fn scan<'t>(text: &'t str, pack: &Pack) -> Vec<Part<'t>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let from = at;
        let negated = (c == '-' || c == '−')
            && text[at + c.len_utf8()..].starts_with(|n: char| !n.is_whitespace() && n != '-');
        if negated {
            at += c.len_utf8();
        }
        let mut name = None;
        if let Some(colon) = text::place(&text[at..], b':') {
            let candidate = &text[at..at + colon];
            let known = matches!(candidate, "before" | "after")
                || candidate == "when" && pack.when.is_some()
                || pack.fields.iter().any(|field| field.name == candidate)
                || pack.facets.iter().any(|facet| facet.id == candidate);
            if known && text[at + colon + 1..].starts_with(|n: char| !n.is_whitespace()) {
                name = Some(candidate);
                at += colon + 1;
            }
        }
        let quoted = text[at..].starts_with(is_quote);
        let mut closed = false;
        let value;
        if quoted {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
            match text[at..].char_indices().find(|(_, c)| is_quote(*c)) {
                Some((end, quote)) => {
                    value = &text[at..at + end];
                    at += end + quote.len_utf8();
                    closed = true;
                }
                None => {
                    value = &text[at..];
                    at = text.len();
                }
            }
        } else {
            let end = text[at..]
                .find(|c: char| c.is_whitespace() || is_quote(c))
                .unwrap_or(text.len() - at);
            value = &text[at..at + end];
            at += end;
        }
        parts.push(Part {
            text: &text[from..at],
            from,
            to: at,
            negated,
            name,
            value,
            quoted,
            closed,
        });
    }
    parts
}

fn note(code: &'static str, part: &str) -> Note {
    Note {
        code,
        part: part.to_owned(),
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn operator(text: &str, part: &Part, kind: &'static str, name: &str, value: &str) -> Operator {
    Operator {
        kind,
        name: name.to_owned(),
        value: value.to_owned(),
        from: utf16(&text[..part.from]),
        to: utf16(&text[..part.to]),
    }
}

/// Length in UTF-16 code units, which is how JavaScript counts.
pub(crate) fn utf16(text: &str) -> usize {
    let mut units = 0;
    for byte in text.bytes() {
        // A character, and of those that take four bytes a second unit (RFC 3629, section 3; RFC 2781, section 2.1).
        units += usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0);
    }
    units
}

/// Adds the words of a part, each for itself or together as a phrase.
fn words(part: &Part, field: Option<u8>, typing: bool, join: bool, query: &mut Query) {
    let tokens = analysis::tokens(part.value);
    let unspaced = tokens
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if b.start < a.end && !b.extra && !a.extra));
    let mut words = Vec::new();
    for token in tokens {
        if !token.extra {
            if !part.negated && field.is_none() {
                query.key.push_str(&analysis::fold(&token.text));
            }
            words.push(token.text);
        }
    }
    if words.is_empty() {
        return;
    }
    if part.negated {
        // Without "COVID-19" means without the two words together, not without either.
        let term = Term {
            words,
            field,
            quoted: true,
            prefix: false,
        };
        query.not.push(Clause {
            alternatives: vec![term],
        });
        return;
    }
    let typing = typing && part.value.ends_with(|c: char| c.is_alphanumeric());
    let mut terms: Vec<Term> = Vec::new();
    if part.quoted || unspaced {
        terms.push(Term {
            words,
            field,
            quoted: part.quoted,
            prefix: typing,
        });
    } else {
        for word in words {
            terms.push(Term {
                words: vec![word],
                field,
                quoted: false,
                prefix: false,
            });
        }
        if let Some(last) = terms.last_mut() {
            last.prefix = typing;
        }
    }
    for (index, term) in terms.into_iter().enumerate() {
        match query.must.last_mut() {
            Some(clause) if join && index == 0 => clause.alternatives.push(term),
            _ => query.must.push(Clause {
                alternatives: vec![term],
            }),
        }
    }
}

fn date(text: &str, part: &Part, clock: Clock, query: &mut Query) {
    // "Not before" a day is "from it on".
    let before = (part.name == Some("before")) != part.negated;
    if !query.days.narrow(part.value, before, clock.begins) {
        query.notes.push(note("bad-date", part.text));
        return;
    }
    query.operators.push(operator(
        text,
        part,
        if before { "before" } else { "after" },
        "",
        part.value,
    ));
}

fn facet(text: &str, part: &Part, name: &str, pack: &Pack, query: &mut Query) {
    let Some((number, facet)) = pack
        .facets
        .iter()
        .chain(pack.when.iter().map(|(_, facet)| facet))
        .enumerate()
        .find(|(_, facet)| facet.id == name)
    else {
        return;
    };
    // Read as a word, `..20` would be the start of `2019`.
    let inside = values_in(facet, part.value);
    let key = analysis::joined_key(part.value);
    let is = |text: &str| analysis::joined_key(text) == key;
    let begins = |text: &str| analysis::joined_key(text).starts_with(&key);
    let find = |test: &dyn Fn(&str) -> bool| {
        facet
            .values
            .iter()
            .position(|value| test(&value.id) || value.labels.iter().any(|label| test(label)))
    };
    let found = (!key.is_empty())
        .then(|| find(&is).or_else(|| find(&begins)))
        .flatten();
    if !inside.is_empty() {
        let list = if part.negated {
            &mut query.not_filters
        } else {
            &mut query.filters
        };
        list.extend(inside.into_iter().map(|value| (number, value)));
        query
            .operators
            .push(operator(text, part, "facet", name, part.value));
        return;
    }
    let Some(value) = found else {
        query.notes.push(note("unknown-value", part.text));
        return;
    };
    let list = if part.negated {
        &mut query.not_filters
    } else {
        &mut query.filters
    };
    // What is computed is numbered as the clock's own list has it, not as the catalogue orders it.
    let chosen = match pack.facets.get(number) {
        Some(_) => Some(value),
        None => WHEN.iter().position(|id| *id == facet.values[value].id),
    };
    list.extend(chosen.map(|value| (number, value as u32)));
    query
        .operators
        .push(operator(text, part, "facet", name, &facet.values[value].id));
}
