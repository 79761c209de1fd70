//! The part of a text that shows why it matched, and where in it the words stand.

use crate::analysis::{self, Token};
use crate::query::utf16;
use crate::text;
use alloc::{borrow::ToOwned, rc::Rc, string::String, vec::Vec};
use core::cell::RefCell;

/// Longest snippet, in characters; short enough for three lines on a phone.
const LONGEST: usize = 200;

/// A stretch of text with the places of its matches, in UTF-16 code units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) text: String,
    pub(crate) ranges: Vec<(usize, usize)>,
}

/// What counts as a match in a text that is shown.
#[derive(Debug, Default)]
pub(crate) struct Marker<'t> {
    /// Folded forms and the number of the query's word they stand for, sorted.
    forms: Vec<(String, usize)>,
    /// The same of beginnings.
    beginnings: Vec<(String, usize)>,
    /// A bit for each pair of letters with which any of these begins, several pairs to a bit.
    starts: u64,
    /// The tokens of texts that were asked for before: a hit's nearness and its excerpt are read from the same.
    seen: RefCell<Vec<Seen<'t>>>,
}

/// A text, those of its tokens that may match, and how many words it has.
type Seen<'t> = (&'t str, Rc<(Vec<Token>, u32)>);

/// The bit of what begins with these letters; upper and lower case have the same last five bits. All bits where the second letter
/// does not say enough: of a beginning of one letter, or where it has diacritics, so that it may be folded to anything.
fn start(text: &[u8], is_whole: bool) -> u64 {
    let (first, second) = match *text {
        [first, second, ..] if second < 0x80 => (first, second),
        [first] if is_whole => (first, 0),
        _ => return u64::MAX,
    };
    if first < 0x80 {
        1 << ((u32::from(first & 31) * 11 + u32::from(second & 31)) & 63)
    } else {
        u64::MAX
    }
}

/// Most texts whose tokens are kept: those of a page of hits with six fields each.
const MOST_SEEN: usize = 60;

impl<'t> Marker<'t> {
    pub(crate) fn new(mut forms: Vec<(String, usize)>, beginnings: Vec<(String, usize)>) -> Self {
        crate::order::sort(&mut forms);
        forms.dedup();
        let mut starts = 0;
        for (text, _) in &forms {
            starts |= start(text.as_bytes(), true);
        }
        for (text, _) in &beginnings {
            starts |= start(text.as_bytes(), false);
        }
        Marker {
            forms,
            beginnings,
            starts,
            seen: RefCell::default(),
        }
    }

    /// Of a text that is shown those tokens that may match, maybe with others, and how many words it has.
    pub(crate) fn tokens(&self, text: &'t str) -> Rc<(Vec<Token>, u32)> {
        let mut seen = self.seen.borrow_mut();
        for (have, tokens) in seen.iter() {
            // The very same, which is as good as equal and sooner known.
            if core::ptr::eq(*have, text) {
                return tokens.clone();
            }
        }
        let may_matter = &|word: &[u8]| self.starts & start(word, true) != 0;
        let tokens = Rc::new(analysis::tokens_that(text, may_matter));
        if seen.len() < MOST_SEEN {
            seen.push((text, tokens.clone()));
        }
        tokens
    }

    /// The number of the query's word that a token matches.
    pub(crate) fn word(&self, token: &Token) -> Option<usize> {
        let other;
        let mut folded = token.text.as_str();
        if folded.is_empty() {
            return None;
        }
        if !folded.is_ascii() {
            other = analysis::fold(folded);
            folded = &other;
        }
        let at = self
            .forms
            .partition_point(|(form, _)| form.as_str() < folded);
        if let Some((_, word)) = self.forms.get(at).filter(|(form, _)| form == folded) {
            return Some(*word);
        }
        for (beginning, word) in &self.beginnings {
            if folded.starts_with(beginning.as_str()) {
                return Some(*word);
            }
        }
        None
    }

    /// The whole text with its matches.
    pub(crate) fn mark(&self, text: &'t str) -> Marked {
        let spans = self.spans(text, &self.tokens(text).0);
        Marked {
            text: text.to_owned(),
            ranges: to_utf16(text, &spans),
        }
    }

    /// The best stretch of `texts`, which are tried in order: the one with the most different words
    /// wins, the earlier one among equals. Without any match, the start of the first text that has words.
    pub(crate) fn snippet(&self, texts: &[&'t str]) -> Marked {
        let mut best: Option<(u32, &str, usize, usize, Vec<Span>)> = None;
        for text in texts {
            let tokens = self.tokens(text);
            let spans = self.spans(text, &tokens.0);
            let (from, to, words) = window(text, &spans);
            if words > best.as_ref().map_or(0, |best| best.0) || (best.is_none() && tokens.1 > 0) {
                best = Some((words, text, from, to, spans));
            }
        }
        let Some((_, text, from, to, spans)) = best else {
            return Marked::default();
        };
        let cut_front = from > 0;
        let mut shown = String::new();
        if cut_front {
            shown.push('…');
        }
        let offset = shown.len();
        shown.push_str(&text[from..to]);
        let mut inside = Vec::with_capacity(spans.len());
        for (start, end, word) in spans {
            if start >= from && end <= to {
                inside.push((start - from + offset, end - from + offset, word));
            }
        }
        if to < text.trim_end().len() {
            shown.push('…');
        }
        Marked {
            ranges: to_utf16(&shown, &inside),
            text: shown,
        }
    }

    /// Places of matching words in bytes, in order and not overlapping, with the word matched.
    fn spans(&self, text: &str, tokens: &[Token]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for token in tokens {
            let Some(word) = self.word(token) else {
                continue;
            };
            debug_assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
            match spans.last_mut() {
                // Pairs of unspaced text overlap, and so do extra readings.
                Some(last) if token.start < last.1 => last.1 = last.1.max(token.end),
                _ => spans.push((token.start, token.end, word)),
            }
        }
        spans
    }
}

/// What a hit shows of the first of some texts that has words, where nothing was searched for: its beginning. Lists that are
/// made beforehand show the same.
#[cfg(feature = "write")]
pub fn beginning(texts: &[&str]) -> String {
    Marker::default().snippet(texts).text
}

/// Where a matching word begins and ends, in bytes, and the number of the query's word.
type Span = (usize, usize, usize);

/// The stretch of at most [`LONGEST`] characters with the most different words, cut at white space,
/// and how many words that is.
fn window(text: &str, spans: &[Span]) -> (usize, usize, u32) {
    let whole = text.trim_end();
    if text::letters(whole) <= LONGEST {
        return (0, whole.len(), distinct(spans, whole.len()).0);
    }
    let mut best = (0, 0, 0);
    for (index, (from, _, _)) in spans.iter().enumerate() {
        let inside = spans.get(index..).unwrap_or(&[]);
        let (words, end) = distinct(inside, from + LONGEST * 3 / 4 - 1);
        if words > best.2 {
            best = (*from, end.max(*from), words);
        }
    }
    let (first, last, words) = best;
    // A start near the beginning is the beginning; else some words before the first match.
    let lead = LONGEST.saturating_sub(text::letters(&text[first..last])) / 3;
    let from = if first <= lead {
        0
    } else {
        after_space(text, back(text, first, lead), first)
    };
    let to = before_space(text, ahead(text, from, LONGEST), last.max(from));
    (from, to, words)
}

/// How many different words there are among the spans that end at `limit` or before, and where the last of these does.
fn distinct(spans: &[Span], limit: usize) -> (u32, usize) {
    // No more words than bits take part in a query.
    let (mut words, mut last) = (0u64, 0);
    for (_, end, word) in spans {
        if *end > limit {
            break;
        }
        words |= 1 << (word & 63);
        last = *end;
    }
    (words.count_ones(), last)
}

/// Where the character begins that stands `chars` before the one at `at`, or the text.
fn back(text: &str, at: usize, chars: usize) -> usize {
    let mut at = at;
    let mut left = chars;
    while left > 0 && at > 0 {
        at -= 1;
        left -= usize::from(text.is_char_boundary(at));
    }
    at
}

/// Where the character begins that stands `chars` after the one at `at`, or where the text ends.
fn ahead(text: &str, at: usize, chars: usize) -> usize {
    let mut at = at;
    let mut left = chars;
    while left > 0 && at < text.len() {
        at += 1;
        left -= usize::from(text.is_char_boundary(at));
    }
    at
}

/// The start of the first word from `at` on, not past `limit`.
fn after_space(text: &str, at: usize, limit: usize) -> usize {
    let Some(space) = text[at..limit].find(char::is_whitespace) else {
        return at;
    };
    text[at + space..limit]
        .find(|c: char| !c.is_whitespace())
        .map_or(limit, |word| at + space + word)
}

/// The end of the last word before `at`, not before `limit`.
fn before_space(text: &str, at: usize, limit: usize) -> usize {
    if at >= text.trim_end().len() {
        return text.trim_end().len();
    }
    match text[limit..at].rfind(char::is_whitespace) {
        Some(space) => limit + text[limit..limit + space].trim_end().len(),
        None => at,
    }
}

/// Spans in order, which count bytes, as ranges that count UTF-16 units.
fn to_utf16(text: &str, spans: &[Span]) -> Vec<(usize, usize)> {
    let (mut byte, mut unit) = (0, 0);
    let mut advance = |to: usize| {
        unit += text.get(byte..to).map_or(0, utf16);
        byte = to;
        unit
    };
    let mut ranges = Vec::with_capacity(spans.len());
    for (from, to, _) in spans {
        let from = advance(*from);
        ranges.push((from, advance(*to)));
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Marked, Marker};
    use proptest::prelude::*;

    fn marker<'t>(words: &[&str]) -> Marker<'t> {
        Marker::new(
            words
                .iter()
                .enumerate()
                .map(|(i, w)| ((*w).to_owned(), i))
                .collect(),
            Vec::new(),
        )
    }

    fn shown(marked: &Marked) -> Vec<String> {
        let units: Vec<u16> = marked.text.encode_utf16().collect();
        marked
            .ranges
            .iter()
            .map(|(from, to)| String::from_utf16(&units[*from..*to]).unwrap())
            .collect()
    }

    #[test]
    fn ranges_count_utf16_units() {
        let marked = marker(&["inmigracion", "call"]).mark("📣 Inmigración: a call");
        assert_eq!(shown(&marked), ["Inmigración", "call"]);
        assert_eq!(marked.ranges[0].0, 3);
    }

    #[test]
    fn the_snippet_has_the_most_words() {
        let long = format!(
            "{} a mass call about courthouses. {}",
            "padding ".repeat(60),
            "more text ".repeat(60)
        );
        let marked = marker(&["mass", "courthouses"]).snippet(&["A call on mass.", &long]);
        assert_eq!(shown(&marked), ["mass", "courthouses"]);
        assert!(marked.text.starts_with('…') && marked.text.ends_with('…'));
        assert!(marked.text.chars().count() <= LONGEST + 2);
    }

    #[test]
    fn without_a_match_the_start_is_shown() {
        let marked = marker(&["nothing"]).snippet(&["", "The start of it."]);
        assert_eq!(marked.text, "The start of it.");
        assert!(marked.ranges.is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_cut_safely(text in "(call|[a-zé😀漢 \n]){0,400}", other: String) {
            for marked in [marker(&["call", "a"]).snippet(&[&text, &other]), marker(&["call"]).mark(&other)] {
                let units = marked.text.encode_utf16().count();
                let mut last = 0;
                for (from, to) in &marked.ranges {
                    prop_assert!(last <= *from && from < to && *to <= units);
                    last = *to;
                }
            }
        }
    }
}
