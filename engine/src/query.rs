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

/// Most words and phrases that take part, wanted or not, and most operators and notes; more are noted and ignored.
pub(crate) const MOST_CLAUSES: usize = 64;

/// A part of the text that was ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// `unknown-value`, `bad-date`, `no-or`, `no-words` or `too-many-words`.
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
    /// The words joined as one key, to compare with whole titles; empty where some are sought in a field.
    pub(crate) key: String,
    /// How many words and phrases there are, with those that are too many.
    terms: usize,
}

/// A part of the text as the scanner sees it.
struct Part<'t> {
    text: &'t str,
    /// Where it stands, in UTF-16 code units.
    from: usize,
    to: usize,
    negated: bool,
    name: &'t str,
    sought: Sought,
    value: &'t str,
    quoted: bool,
    closed: bool,
}

/// What a part asks for.
#[derive(Clone, Copy)]
enum Sought {
    /// Words, in a field or anywhere.
    Words(Option<u8>),
    Days,
    /// Values of a facet, the computed one being after the pack's own.
    Values(usize),
}

/// Kind and value of the [`Operator`] that a part is, the kind empty for what is none; or the code of the [`Note`] that it was
/// ignored.
type Understood<'a> = Result<(&'static str, &'a str), &'static str>;

/// No operator.
const PLAIN: Understood<'static> = Ok(("", ""));

/// Parses `text` for a pack's fields and facets, and a reader's days.
pub(crate) fn parse(text: &str, pack: &Pack, clock: Clock) -> Query {
    let mut query = Query::default();
    let parts = scan(text, pack);
    let last = parts.len().wrapping_sub(1);
    // What may stand beside `OR`: words, or values of one filter, of which any will do as it is. What is left out is left out
    // in any case, and days narrow.
    let side = |part: &Part| match part.sought {
        _ if part.negated => None,
        Sought::Days => None,
        Sought::Values(facet) => Some(facet),
        Sought::Words(_) => (!analysis::tokens(part.value).is_empty()).then_some(usize::MAX),
    };
    let is_or = |at: usize| at > 0 && at < last && parts[at].text == "OR";
    // Whether the part before was an `OR` that joins.
    let mut join = false;
    for (index, part) in parts.iter().enumerate() {
        if query.operators.len() + query.notes.len() >= MOST_CLAUSES {
            query.terms = MOST_CLAUSES + 1;
            break;
        }
        let joined = core::mem::take(&mut join);
        let understood = match part.sought {
            _ if is_or(index) => {
                let [before, after] = [index - 1, index + 1].map(|at| side(&parts[at]));
                join = before.is_some() && before == after;
                if join { Ok(("or", "")) } else { Err("no-or") }
            }
            Sought::Days => date(part, clock, &mut query),
            Sought::Values(number) => facet(part, number, pack, &mut query),
            Sought::Words(field) => {
                let typing = index == last && text.ends_with(part.text) && !part.closed;
                let either = (joined, is_or(index + 1));
                words(part, field, typing, either, &mut query)
            }
        };
        match understood {
            Ok(("", _)) => {}
            Ok((kind, value)) => query.operators.push(Operator {
                kind,
                // Of days the kind says it.
                name: if matches!(part.sought, Sought::Days) {
                    ""
                } else {
                    part.name
                }
                .to_owned(),
                value: value.to_owned(),
                from: part.from,
                to: part.to,
            }),
            Err(code) => query.notes.push(note(code, part.text)),
        }
    }
    // A record of that title may lack what was asked of a field.
    let is_of_field = |part: &Part| matches!(part.sought, Sought::Words(Some(_))) && !part.negated;
    if parts.iter().any(is_of_field) {
        query.key.clear();
    }
    if query.terms > MOST_CLAUSES {
        query.notes.push(note("too-many-words", ""));
    }
    // Everything is found for marks alone, which is not what they look like.
    if query.terms + query.operators.len() + query.notes.len() == 0
        && let Some(part) = parts.last()
        && !part.quoted
    {
        query.notes.push(note("no-words", part.text));
    }
    query
}

/// Cuts the text into parts at white space outside quotes.
fn scan<'t>(text: &'t str, pack: &Pack) -> Vec<Part<'t>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    // Up to which byte code units are counted, and how many there are.
    let (mut counted, mut units) = (0, 0);
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
        let mut name = "";
        let mut sought = Sought::Words(None);
        let end = |at: usize| {
            let end = text[at..].find(|c: char| c.is_whitespace() || is_quote(c));
            end.map_or(text.len(), |end| at + end)
        };
        if let Some(colon) = text::place(&text[at..end(at)], b':') {
            let candidate = &text[at..at + colon];
            let known = if matches!(candidate, "before" | "after") {
                Some(Sought::Days)
            } else if let Some(field) = pack.fields.iter().position(|it| it.name == candidate) {
                Some(Sought::Words(Some(field as u8)))
            } else if let Some(facet) = pack.facets.iter().position(|it| it.id == candidate) {
                Some(Sought::Values(facet))
            } else {
                (candidate == "when" && pack.when.is_some())
                    .then_some(Sought::Values(pack.facets.len()))
            };
            if let Some(known) = known
                && text[at + colon + 1..].starts_with(|n: char| !n.is_whitespace())
            {
                (name, sought) = (candidate, known);
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
            value = &text[at..end(at)];
            at = end(at);
        }
        let begins = units + utf16(&text[counted..from]);
        units = begins + utf16(&text[from..at]);
        counted = at;
        let part = &text[from..at];
        // Said twice it is the same.
        if part == "OR"
            && let Some(last) = parts.last_mut()
            && last.text == part
        {
            last.to = units;
            continue;
        }
        parts.push(Part {
            text: part,
            from: begins,
            to: units,
            negated,
            name,
            sought,
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

/// Length in UTF-16 code units, which is how JavaScript counts.
pub(crate) fn utf16(text: &str) -> usize {
    let mut units = 0;
    for byte in text.bytes() {
        // A character, and of those that take four bytes a second unit (RFC 3629, section 3; RFC 2781, section 2.1).
        units += usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0);
    }
    units
}

/// Adds the words of a part, each for itself or together as a phrase: in quotes, and where they stand before or after an `OR`,
/// which is told by `either`.
fn words<'a>(
    part: &Part<'a>,
    field: Option<u8>,
    typing: bool,
    either: (bool, bool),
    query: &mut Query,
) -> Understood<'a> {
    let tokens = analysis::tokens(part.value);
    let unspaced = tokens
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if b.start < a.end && !b.extra && !a.extra));
    let mut words = Vec::new();
    for token in tokens {
        if !token.extra {
            if !part.negated {
                query.key.push_str(&analysis::fold(&token.text));
            }
            words.push(token.text);
        }
    }
    let kind = if field.is_some() {
        "field"
    } else if part.negated {
        "not"
    } else if part.quoted {
        "phrase"
    } else {
        ""
    };
    if words.is_empty() {
        // Of marks between words nothing is to be told, nor of quotes in which nothing stands yet.
        return if kind.is_empty() || part.quoted && !part.closed {
            PLAIN
        } else {
            Err("no-words")
        };
    }
    let typing = typing && part.value.ends_with(|c: char| c.is_alphanumeric());
    let mut terms: Vec<Term> = Vec::new();
    // Without "COVID-19" means without the two words together, not without either.
    if part.quoted || part.negated || unspaced || either.0 || either.1 {
        terms.push(Term {
            words,
            field,
            quoted: part.quoted || part.negated,
            prefix: typing && !part.negated,
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
    for term in terms {
        query.terms += 1;
        if query.terms > MOST_CLAUSES {
            return PLAIN;
        }
        let list = if part.negated {
            &mut query.not
        } else {
            &mut query.must
        };
        match list.last_mut() {
            Some(clause) if either.0 => clause.alternatives.push(term),
            _ => list.push(Clause {
                alternatives: vec![term],
            }),
        }
    }
    Ok((kind, part.value))
}

fn date<'a>(part: &Part<'a>, clock: Clock, query: &mut Query) -> Understood<'a> {
    // "Not before" a day is "from it on".
    let before = (part.name == "before") != part.negated;
    if query.days.narrow(part.value, before, clock.begins) {
        Ok((if before { "before" } else { "after" }, part.value))
    } else {
        Err("bad-date")
    }
}

fn facet<'a>(part: &Part<'a>, number: usize, pack: &'a Pack, query: &mut Query) -> Understood<'a> {
    let own = pack.facets.get(number);
    let Some(facet) = own.or(pack.when.as_ref().map(|(_, facet)| facet)) else {
        return Err("unknown-value");
    };
    // Read as a word, `..20` would be the start of `2019`.
    let mut chosen = values_in(facet, part.value);
    let mut shown = part.value;
    if chosen.is_empty() {
        let key = analysis::joined_key(part.value);
        // The first value that is called so, else the first that begins so.
        let mut found = (true, usize::MAX);
        for (at, value) in facet.values.iter().enumerate() {
            for text in value.labels.iter().chain([&value.id]) {
                let have = analysis::joined_key(text);
                if have.starts_with(&key) {
                    found = found.min((have != key, at));
                }
            }
        }
        let Some(value) = facet.values.get(found.1).filter(|_| !key.is_empty()) else {
            return Err("unknown-value");
        };
        shown = &value.id;
        // What is computed is numbered as the clock's own list has it, not as the catalogue orders it.
        let value = match own {
            Some(_) => Some(found.1),
            None => WHEN.iter().position(|id| *id == shown),
        };
        chosen.extend(value.map(|value| value as u32));
    }
    let list = if part.negated {
        &mut query.not_filters
    } else {
        &mut query.filters
    };
    list.extend(chosen.into_iter().map(|value| (number, value)));
    Ok(("facet", shown))
}
