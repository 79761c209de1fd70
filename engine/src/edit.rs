//! Spelling: which entries of a sorted list are within a few edits of a word.
//!
//! An edit is a letter inserted, left out, replaced, or swapped with its neighbour (optimal string
//! alignment). An edit of the first letter counts twice: people rarely get it wrong, and it keeps
//! `mat` from meaning `cat`. The list is sorted, so neighbours share rows of the table with their common
//! start, and a start that is already too far away ends the work for all that begin with it.

use crate::text;
use alloc::{vec, vec::Vec};
use core::ops::Range;
/// The most edits that a word of this many letters forgives: none below 5, one from 5, two from 9.
pub(crate) fn forgiven(letters: usize) -> u32 {
    match letters {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    }
}

/// A word of this many letters that no record has may be one of five of which a letter was left out. Nothing else is
/// forgiven it: a quarter of a word is too much.
pub(crate) const SHORT: usize = 4;

/// A list of up to this many texts is looked at whole: that is one chunk or two.
pub(crate) const WHOLE: usize = 256;

/// Of a longer one this many are looked at around the place where the word would stand, forwards and backwards, that
/// share its start. Of 64,000 records as many are found so as by looking at all; with windows of 600, words with one
/// slip fall from 1 to .988 (`docs/relevance.md`).
pub(crate) const WINDOW: usize = 2000;

/// Which of `total` texts are looked at when the word would stand at `place`.
pub(crate) fn window(place: usize, total: usize) -> Range<usize> {
    if total <= WHOLE {
        return 0..total;
    }
    place.saturating_sub(WINDOW / 2)..(place + WINDOW / 2).min(total)
}

/// The start of a word that a form must share to be looked at, of a list that is not looked at whole. One edit (of two
/// letters, where neighbours are swapped) leaves the word's first or last half as it was, and the list that is read
/// backwards has the last one; of two edits the first letters are asked for, which a third edit would take.
pub(crate) fn kept(word: &str, most: u32, total: usize) -> &str {
    let letters = text::letters(word);
    let keep = match most {
        _ if total <= WHOLE => 0,
        _ if letters == SHORT => SHORT / 2,
        0 | 1 => letters.saturating_sub(1) / 2,
        _ => letters / 4,
    };
    let end = word.char_indices().nth(keep).map_or(word.len(), |at| at.0);
    word.get(..end).unwrap_or("")
}

/// Whether an edit of the first letter counts twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum First {
    Double,
    /// For texts that are read backwards: the first letter is the last.
    Single,
}

/// Whether a form is long enough to be what a misspelled word of five letters meant.
pub(crate) fn may_be_meant(folded: &str) -> bool {
    folded.chars().nth(3).is_some()
}

/// What an edit counts where misspellings are compared: more than the doubts of all words of a query.
pub(crate) const EDIT: u32 = 128;

/// What makes it less likely that `word` is a misspelling of `form` than another of as many edits: `form` only begins
/// with something so near, as when the word is still being typed (2); or a letter was put in or replaced (1). There are
/// two dozen letters that could have been, so any one is that much rarer than a letter left out, or two swapped, of
/// which a place has one.
pub(crate) fn doubt(word: &str, form: &str, edits: u32) -> u32 {
    let mut doubt = 2;
    // Swapped letters come to the same sum.
    let mut more = 0;
    for (typed, meant) in word.bytes().zip(form.bytes()) {
        more += i32::from(typed) - i32::from(meant);
    }
    let by_chance = form.len() < word.len() || form.len() == word.len() && more != 0;
    let whole = &mut |_, _| doubt = u32::from(by_chance);
    near(word, edits, false, First::Double, 0..1, &|_| form, whole);
    doubt
}

/// A bit for each letter of a text, several letters to a bit.
fn letters_in(text: &str) -> u32 {
    let mut letters = 0;
    for byte in text.bytes().filter(u8::is_ascii) {
        letters |= 1 << (byte & 31);
    }
    letters
}

/// Finds every entry `i` in `range` whose text is within `most` edits of what was `typed`, calling
/// `each(i, edits)` in order. `text(i)` must ascend. With `prefix`, an entry also matches when it
/// begins with something that near, as when the word is still being typed.
pub(crate) fn near<'t>(
    typed: &str,
    most: u32,
    prefix: bool,
    first: First,
    range: Range<usize>,
    text: &dyn Fn(usize) -> &'t str,
    each: &mut dyn FnMut(usize, u32),
) {
    let word: Vec<char> = typed.chars().collect();
    let width = word.len() + 1;
    let asked = letters_in(typed);
    let extra = u32::from(first == First::Double);
    // One row per letter of the entry, row 0 for none, one behind the other; they stay valid for the start that the
    // next entry shares.
    let mut rows: Vec<u32> = Vec::new();
    for i in 0..width as u32 {
        rows.push(if i == 0 { 0 } else { i + extra });
    }
    // Fewest edits from the word to a start of the entry, by the length of the start.
    let mut nearest: Vec<u32> = vec![u32::MAX];
    let mut letters: Vec<char> = Vec::new();
    // Entries that begin with this many of `letters` are too far.
    let mut dead: Option<usize> = None;
    for index in range {
        let text = text(index);
        // Each letter that an entry lacks is an edit at least: most entries are passed so, without a table.
        if (asked & !letters_in(text)).count_ones() > most {
            continue;
        }
        let mut shared = 0;
        let mut rest = text.chars();
        let mut next = rest.next();
        while let (Some(c), Some(have)) = (next, letters.get(shared)) {
            if c != *have {
                break;
            }
            shared += 1;
            next = rest.next();
        }
        if dead.is_some_and(|length| shared >= length) {
            continue;
        }
        dead = None;
        letters.truncate(shared);
        rows.truncate((shared + 1) * width);
        nearest.truncate(shared + 1);
        while let Some(c) = next {
            letters.push(c);
            let least = add_row(&word, &letters, &mut rows, (extra, most));
            let so_far = nearest.last().copied().unwrap_or(u32::MAX);
            let begins = so_far.min(rows.last().copied().unwrap_or(u32::MAX));
            let hopeless = least > most && !(prefix && begins <= most);
            nearest.push(begins);
            if hopeless {
                dead = Some(letters.len());
                break;
            }
            next = rest.next();
        }
        if dead.is_none()
            && let Some(edits) = if prefix { nearest.last() } else { rows.last() }
            && *edits <= most
        {
            each(index, *edits);
        }
    }
}

/// More edits than any that count.
const FAR: u32 = u32::MAX / 2;

/// Adds the row of the table for the last of `letters`, an edit of a first letter costing `extra` more, and returns the least in
/// it. Letters that are further apart than `most` take more edits than that, so there is nothing but [`FAR`] (Ukkonen,
/// Algorithms for Approximate String Matching, 1985).
fn add_row(word: &[char], letters: &[char], rows: &mut Vec<u32>, (extra, most): (u32, u32)) -> u32 {
    let width = word.len() + 1;
    let depth = letters.len();
    let letter = letters[depth - 1];
    let row = rows.len();
    let above = row - width;
    rows.resize(row + width, FAR);
    let from = depth.saturating_sub(most as usize);
    let mut least = FAR;
    if from <= 1 {
        // Leaving out everything so far.
        least = depth as u32 + extra;
        rows[row] = least;
    }
    for at in from.max(1)..width.min(depth + most as usize + 1) {
        let have = word[at - 1];
        let more = |first: bool| 1 + if first { extra } else { 0 };
        let replace = rows[above + at - 1]
            + if have == letter {
                0
            } else {
                more(at == 1 && depth == 1)
            };
        let insert = rows[above + at] + more(depth == 1);
        let delete = rows[row + at - 1] + more(at == 1);
        let mut best = replace.min(insert).min(delete);
        if depth > 1
            && at > 1
            && letters[depth - 2] == have
            && word[at - 2] == letter
            && have != letter
        {
            let swap = rows[above - width + at - 2] + more(at == 2 && depth == 2);
            best = best.min(swap);
        }
        rows[row + at] = best;
        least = least.min(best);
    }
    least
}

#[cfg(test)]
mod tests {
    use super::{First, near};
    use proptest::prelude::*;

    /// Distance by the definition, over the whole table, as the oracle.
    fn distance(a: &str, b: &str) -> u32 {
        let a: Vec<char> = a.chars().collect();
        let b: Vec<char> = b.chars().collect();
        let mut d = vec![vec![0u32; b.len() + 1]; a.len() + 1];
        let weigh = |first: bool| if first { 2 } else { 1 };
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                if i == 0 && j == 0 {
                    continue;
                }
                let mut best = u32::MAX;
                if i > 0 {
                    best = best.min(d[i - 1][j] + weigh(i == 1));
                }
                if j > 0 {
                    best = best.min(d[i][j - 1] + weigh(j == 1));
                }
                if i > 0 && j > 0 {
                    let cost = if a[i - 1] == b[j - 1] {
                        0
                    } else {
                        weigh(i == 1 && j == 1)
                    };
                    best = best.min(d[i - 1][j - 1] + cost);
                }
                if i > 1
                    && j > 1
                    && a[i - 1] == b[j - 2]
                    && a[i - 2] == b[j - 1]
                    && a[i - 1] != a[i - 2]
                {
                    best = best.min(d[i - 2][j - 2] + weigh(i == 2 && j == 2));
                }
                d[i][j] = best;
            }
        }
        d[a.len()][b.len()]
    }

    #[track_caller]
    fn check(word: &str, entry: &str, edits: Option<u32>) {
        let mut found = None;
        near(
            word,
            2,
            false,
            First::Double,
            0..1,
            &|_| entry,
            &mut |_, e| found = Some(e),
        );
        assert_eq!(found, edits, "{word} -> {entry}");
    }

    #[test]
    fn an_edit_is_one_slip() {
        check("toolkit", "toolkit", Some(0));
        check("tolkit", "toolkit", Some(1));
        check("tooolkit", "toolkit", Some(1));
        check("toolkat", "toolkit", Some(1));
        check("tooklit", "toolkit", Some(1));
        check("toklit", "toolkit", Some(2));
        check("tklt", "toolkit", None);
    }

    #[test]
    fn the_first_letter_counts_twice() {
        check("coolkit", "toolkit", Some(2));
        check("oolkit", "toolkit", Some(2));
        check("otolkit", "toolkit", Some(2));
        check("cool", "tool", Some(2));
    }

    proptest! {
        #[test]
        fn a_beginning_is_as_near_as_its_nearest_start(
            word in "[abc]{1,5}",
            mut entries in prop::collection::vec("[abc]{0,7}", 0..40),
        ) {
            entries.sort();
            let mut found = Vec::new();
            near(&word, 1, true, First::Double, 0..entries.len(), &|i| &entries[i], &mut |i, e| found.push((i, e)));
            let expected: Vec<(usize, u32)> = entries
                .iter()
                .enumerate()
                .filter_map(|(i, entry)| {
                    let starts = (1..=entry.len()).map(|end| distance(&word, &entry[..end]));
                    starts.min().filter(|d| *d <= 1).map(|d| (i, d))
                })
                .collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn a_sorted_list_is_searched_as_one_by_one(
            word in "[abc]{1,6}",
            mut entries in prop::collection::vec("[abc]{0,7}", 0..60),
        ) {
            entries.sort();
            let mut found = Vec::new();
            near(&word, 2, false, First::Double, 0..entries.len(), &|i| &entries[i], &mut |i, e| found.push((i, e)));
            let expected: Vec<(usize, u32)> = entries
                .iter()
                .enumerate()
                .map(|(i, entry)| (i, distance(&word, entry)))
                .filter(|(_, d)| *d <= 2)
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
