//! Text to tokens: the one definition of a word that indexing, queries and highlighting share.
//!
//! A token is a longest run of letters and digits (Unicode's `Alphabetic` and `Numeric`), in lower
//! case with its diacritics kept; combining marks belong to the letter before them. Text written
//! without spaces (Han, Kana, Hangul syllables excepted, Thai, Lao, Khmer, Myanmar) becomes
//! overlapping pairs of characters.
//!
//! A few spellings have a second reading at the same position, marked `extra`: `don't` is also
//! `dont`, `#ResistanceHotline` is `resistancehotline` and also `resistance` `hotline`.
//!
//! Not here: stemming and synonyms. Both are decided when the pack is built, by mapping the forms
//! that occur, so that no stemmer and no thesaurus is shipped to readers.

use crate::case;
use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec,
    vec::Vec,
};
/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word in lower case, diacritics kept.
    pub text: String,
    /// Its place among the words of the text, from 0. Extra readings share a place.
    pub position: u32,
    /// Byte offset of its start in the text.
    pub start: usize,
    /// Byte offset of its end.
    pub end: usize,
    /// Whether this is an additional reading of a place that another token has too.
    pub extra: bool,
}

/// Longest token kept, in bytes; what is longer is cut here (a base64 blob is not a word).
const LONGEST: usize = 64;

/// Splits a text into tokens, in order of position, plain readings before extra ones.
pub fn tokens(text: &str) -> Vec<Token> {
    tokens_that(text, &|_| true).0
}

/// The tokens of a text that may matter, and how many words it has: most words of a text that is shown are none that was asked
/// for, and what is not made is not waited for. `may_matter` is asked with the word as it is written. What stands beside an
/// apostrophe is a token in any case, without its text where it does not matter, because both together may be one that does.
pub(crate) fn tokens_that(text: &str, may_matter: &dyn Fn(&[u8]) -> bool) -> (Vec<Token>, u32) {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut position = 0;
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        let start = at;
        // Nearly all of nearly every text: letters and digits of ASCII, and what stands between them.
        while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
        if first.is_ascii() && at == start {
            at += 1;
            continue;
        }
        if bytes.get(at).is_none_or(u8::is_ascii) {
            word(text, start, at, position, may_matter, &mut out);
            position += 1;
            continue;
        }
        at = start;
        let mut unspaced = Vec::new();
        for (place, c) in text[start..].char_indices() {
            let end = start + place;
            let fits = if is_unspaced(c) {
                end == start || !unspaced.is_empty()
            } else if is_mark(c) {
                end > start
            } else {
                unspaced.is_empty() && is_word(c)
            };
            if !fits {
                break;
            }
            if is_unspaced(c) || !unspaced.is_empty() {
                unspaced.push((end, c));
            }
            at = end + c.len_utf8();
        }
        if !unspaced.is_empty() {
            pairs(&unspaced, at, &mut position, &mut out);
        } else if at > start {
            word(text, start, at, position, may_matter, &mut out);
            position += 1;
        } else {
            at += text[start..].chars().next().map_or(1, char::len_utf8);
        }
    }
    join_apostrophes(text, &mut out);
    (out, position)
}

/// A word, and what else it may be read as.
fn word(
    text: &str,
    start: usize,
    end: usize,
    position: u32,
    may_matter: &dyn Fn(&[u8]) -> bool,
    out: &mut Vec<Token>,
) {
    let bytes = text.as_bytes();
    if may_matter(&bytes[start..end]) {
        push(out, lower(&text[start..end]), position, start, end, false);
    } else if beside_apostrophe(bytes, start, end) {
        push(out, String::new(), position, start, end, false);
    }
    if bytes[..start].last() == Some(&b'#') {
        camel_parts(&text[start..end], start, position, out);
    }
}

/// Removes diacritics from a lower-case term: `inmigración` becomes `inmigracion`. Covers Latin letters, combining marks and
/// the letters of other scripts that people write either way; letters of full width are plain ones, too. The rest is kept.
pub fn fold(term: &str) -> String {
    // Most words, and every word of every text that is shown.
    if term.is_ascii() {
        return term.to_owned();
    }
    let mut out = String::with_capacity(term.len());
    for c in term.chars() {
        match c {
            '\u{0}'..='\u{bf}' => out.push(c),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            '\u{c0}'..='\u{24f}' => out.push(base(LATIN, c, '\u{c0}')),
            '\u{1e00}'..='\u{1eff}' => out.push(base(LATIN_ADDITIONAL, c, '\u{1e00}')),
            // Full-width digits and letters, as they stand in Chinese and Japanese texts.
            '\u{ff10}'..='\u{ff5a}' => out.push(char::from((c as u32 - 0xfee0) as u8)),
            _ if is_mark(c) => {}
            _ => out.push(either_way(c)),
        }
    }
    out
}

/// The letter as which one of another script is typed as well, else itself.
fn either_way(c: char) -> char {
    let mut letters = EITHER_WAY.chars();
    while let (Some(letter), Some(other)) = (letters.next(), letters.next()) {
        if letter == c {
            return other;
        }
    }
    c
}

/// Letters that are mostly written without their mark or, in Arabic, as another that sounds alike, each before what it becomes.
const EITHER_WAY: &str = "ёеأاإاآاٱاىيةهάαέεήηίιόούυώωϊιϋυςσ";

/// The text as one key: its tokens folded and joined without separators, so that `Tool Kit`,
/// `tool-kit` and `toolkit` are one. Empty for a text without words.
pub fn joined_key(text: &str) -> String {
    tokens(text)
        .iter()
        .filter(|token| !token.extra)
        .map(|token| fold(&token.text))
        .collect()
}

/// `is_alphanumeric` without the marks, which only ever continue a word.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_mark(c)
}

/// Combining diacritical marks, and Arabic's vowel signs, which writers mostly leave out.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

fn lower(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.chars().map(case::lower).collect()
}

fn push(
    out: &mut Vec<Token>,
    mut text: String,
    position: u32,
    start: usize,
    end: usize,
    extra: bool,
) {
    if text.len() > LONGEST {
        let mut cut = LONGEST;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        text.truncate(cut);
    }
    out.push(Token {
        text,
        position,
        start,
        end,
        extra,
    });
}

/// Overlapping pairs of a run of characters written without spaces; a lone one stands alone.
fn pairs(run: &[(usize, char)], end: usize, position: &mut u32, out: &mut Vec<Token>) {
    if let [(start, only)] = run {
        push(out, only.to_string(), *position, *start, end, false);
        *position += 1;
        return;
    }
    for (index, pair) in run.windows(2).enumerate() {
        let [(start, a), (_, b)] = pair else { continue };
        let pair_end = run.get(index + 2).map_or(end, |(at, _)| *at);
        push(
            out,
            [*a, *b].iter().collect(),
            *position,
            *start,
            pair_end,
            false,
        );
        *position += 1;
    }
}

/// The parts of `ResistanceHotline` as extra readings, so that either word finds the hashtag.
fn camel_parts(word: &str, start: usize, position: u32, out: &mut Vec<Token>) {
    let mut cuts = vec![0];
    let mut after_small = false;
    for (at, c) in word.char_indices() {
        if after_small && c.is_uppercase() {
            cuts.push(at);
        }
        after_small = c.is_lowercase() || c.is_numeric();
    }
    if cuts.len() < 2 {
        return;
    }
    cuts.push(word.len());
    for part in cuts.windows(2) {
        if let [from, to] = *part {
            push(
                out,
                lower(&word[from..to]),
                position,
                start + from,
                start + to,
                true,
            );
        }
    }
}

/// Whether what `join_apostrophes` looks for may stand before or after a word. Nearly always there is a space, which is seen at once.
fn beside_apostrophe(text: &[u8], start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let begins = matches!(after.first(), Some(b'\'' | 0x80..));
    let ends = matches!(before.last(), Some(b'\'' | 0x80..));
    begins || ends
}

/// Adds `dont` where the text has `don't` or `don’t`: people type it either way. Not where `s` alone follows: `womens` and
/// `women` are forms of one word anyway, and who counts `buffers` does not mean `buffer's`.
fn join_apostrophes(text: &str, out: &mut Vec<Token>) {
    let mut joined = Vec::new();
    for (index, pair) in out.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        // Nearly always a space or two, so that is looked at first, and in bytes: ', U+2019 or U+02BC.
        if matches!(
            text.as_bytes().get(a.end..b.start),
            Some(b"'" | b"\xe2\x80\x99" | b"\xca\xbc")
        ) && !a.extra
            && !b.extra
            && !text[b.start..b.end].eq_ignore_ascii_case("s")
        {
            let mut word = lower(&text[a.start..a.end]);
            word.push_str(&lower(&text[b.start..b.end]));
            joined.push((
                index + 1,
                Token {
                    text: word,
                    position: a.position,
                    start: a.start,
                    end: b.end,
                    extra: true,
                },
            ));
        }
    }
    for (index, token) in joined.into_iter().rev() {
        out.insert(index, token);
    }
}

fn base(table: &[u8], c: char, first: char) -> char {
    let index = (c as u32 - first as u32) as usize;
    match table.get(index) {
        Some(b'.') | None => c,
        Some(&letter) => letter as char,
    }
}

/// Base letters of U+00C0 to U+024F, `.` where there is none, from the canonical decompositions of
/// the Unicode Character Database plus the letters with a stroke, which do not decompose.
const LATIN: &[u8] = b"\
    aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllll.\
    .llnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
    bb..............................oo.............uu...............\
    .............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa....\
    aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............\
    ...b............";

/// The same for U+1E00 to U+1EFF.
const LATIN_ADDITIONAL: &[u8] = b"\
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
    mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
    wwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
    eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

#[cfg(test)]
mod tests {
    use super::{fold, joined_key, tokens};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown: Vec<String> = tokens(text)
            .iter()
            .map(|t| {
                format!(
                    "{}{}{}",
                    if t.extra { "+" } else { "" },
                    t.text,
                    if t.extra {
                        String::new()
                    } else {
                        format!("@{}", t.position)
                    }
                )
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        check(
            "Weds., Nov. 20 at 5pm PT/ 8pm ET",
            "weds@0 nov@1 20@2 at@3 5pm@4 pt@5 8pm@6 et@7",
        );
        check("snake_case COVID-19", "snake@0 case@1 covid@2 19@3");
        check("", "");
        check("—…!", "");
    }

    #[test]
    fn an_apostrophe_joins_as_a_second_reading() {
        check("Women’s March", "women@0 s@1 march@2");
        check("don't", "don@0 +dont t@1");
        check("the 'quoted' word", "the@0 quoted@1 word@2");
    }

    #[test]
    fn a_hashtag_is_found_whole_and_by_its_words() {
        check(
            "#ResistanceHotline.",
            "resistancehotline@0 +resistance +hotline",
        );
        check("ResistanceHotline", "resistancehotline@0");
    }

    #[test]
    fn a_vanity_number_is_words_and_digits() {
        check("1-844-NVDA-NOW", "1@0 844@1 nvda@2 now@3");
    }

    #[test]
    fn text_without_spaces_becomes_pairs() {
        check("抗議活動", "抗議@0 議活@1 活動@2");
        check("a集b", "a@0 集@1 b@2");
    }

    #[test]
    fn marks_stay_in_the_word_and_fold_away() {
        assert_eq!(tokens("Inmigracio\u{301}n")[0].text, "inmigracio\u{301}n");
        assert_eq!(fold("inmigracio\u{301}n"), "inmigracion");
        assert_eq!(fold("jambaló"), "jambalo");
        assert_eq!(fold("straße łódź øre ñandú"), "strasse lodz ore nandu");
        assert_eq!(fold("việt"), "viet");
        assert_eq!(fold("ёлка йод"), "елка йод");
        assert_eq!(fold("الإخلاء مدرسة"), "الاخلاء مدرسه");
        assert_eq!(fold("οδός"), fold("οδοσ"));
        assert_eq!(fold("２０２７ｎｐｏ"), "2027npo");
    }

    #[test]
    fn offsets_are_bytes_of_the_text() {
        let text = "Jambaló, Emilse";
        for token in tokens(text) {
            assert_eq!(text[token.start..token.end].to_lowercase(), token.text);
        }
    }

    #[test]
    fn a_key_has_no_separators() {
        assert_eq!(joined_key("Tool Kit"), "toolkit");
        assert_eq!(joined_key("Women’s March"), "womensmarch");
        assert_eq!(joined_key("?!"), "");
    }

    #[test]
    fn an_endless_word_is_cut() {
        assert_eq!(tokens(&"é".repeat(100))[0].text.len(), 64);
    }
}
