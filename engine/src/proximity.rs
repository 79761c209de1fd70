//! Words that stand close together in the question and in a record say more than the same words apart.
//!
//! What counts are neighbours in the question, each pair for itself, as in the sequential dependence model (Metzler and
//! Croft, A Markov Random Field Model for Term Dependencies, 2005), and not the narrowest window around all words: of a
//! question of eight words that is a whole text, however many of them stand together in it. Of so long a question words
//! that say little are left out, since they stand next to anything; in a short one (`know your rights`) they are what it says.
//!
//! Where the words stand is read from the stored texts of the best candidates: most of them are shown anyway, while
//! lists of positions are long for just the words that many documents have.

use crate::matching::Matches;
use crate::pack::{Pack, Pause};
use crate::query::MOST_CLAUSES;
use crate::ranking::Candidate;
use crate::snippet::Marker;
use alloc::vec::Vec;

/// How many of the best candidates are looked at: a page of hits. Of more the nDCG@10 of Cranfield and CACM is no better,
/// see `docs/relevance.md`.
pub(crate) const DEPTH: usize = 10;

/// A word that stands for more forms than this (the beginning of many) has no place of its own.
const MOST_FORMS: usize = 24;

/// A score is raised by at most 16 parts in this. 16 would double it; large values make no difference.
const SHARE: u64 = 32;

/// Raises the score of candidates whose words stand close together, by at most half. Of a `long` question only the words
/// that tell something count.
pub(crate) fn boost<'t>(
    pack: &'t Pack,
    (found, long): (&[Vec<Matches>], bool),
    marker: &Marker<'t>,
    candidates: &mut [Candidate],
) -> Result<(), Pause> {
    let mut words = Vec::new();
    for (word, alternatives) in found.iter().enumerate() {
        let mut forms = 0;
        let mut stop = false;
        for matches in alternatives {
            forms += matches.forms.len();
            forms += matches.beginning.as_ref().map_or(0, |it| it.forms);
            // What corrects a word is no stop word, whatever the word is.
            stop |= matches.stop;
        }
        if (1..=MOST_FORMS).contains(&forms) && !(long && stop) {
            words.push(word);
        }
    }
    if words.len() < 2 {
        return Ok(());
    }
    let mut missing = None;
    for candidate in candidates.iter_mut().take(DEPTH) {
        let stored = match pack.document(candidate.doc) {
            Ok(stored) => stored,
            Err(Pause::Missing) => {
                missing = Some(Pause::Missing);
                continue;
            }
            Err(failed) => return Err(failed),
        };
        for text in stored.texts {
            let mut places = Vec::new();
            for token in &marker.tokens(text).0 {
                if let Some(word) = marker.word(token)
                    && let Some(word) = words.iter().position(|counts| *counts == word)
                {
                    places.push((token.position, word));
                }
            }
            // Extra readings come after the plain ones.
            crate::order::sort(&mut places);
            candidate.proximity = candidate.proximity.max(nearness(&places, found.len()));
        }
        let bonus = u64::from(candidate.score) * u64::from(candidate.proximity) / SHARE;
        candidate.score = candidate.score.saturating_add(bonus as u32);
    }
    missing.map_or(Ok(()), Err)
}

/// Nearness in one field of words of a question that has `words`, at least two; their places `(position, word)` ascend.
/// 16 when each stands next to the one that follows it in the question, in either order. The mean over these pairs, of
/// which one is worth 16 over its distance in words where that is least, and nothing in a field that lacks one of both.
fn nearness(places: &[(u32, usize)], words: usize) -> u32 {
    // Where each word stood last; those that did not, nowhere before any place.
    let mut last = [u32::MAX; MOST_CLAUSES];
    let mut nearest = [0; MOST_CLAUSES];
    let mut sum = 0;
    for (position, word) in places {
        if let Some(last) = last.get_mut(*word) {
            *last = *position;
        }
        for other in [word.wrapping_sub(1), word + 1] {
            if let (Some(before), Some(nearest)) =
                (last.get(other), nearest.get_mut(other.min(*word)))
                && before < position
            {
                let near = 16 / (position - before);
                if near > *nearest {
                    sum += near - *nearest;
                    *nearest = near;
                }
            }
        }
    }
    sum / (words as u32 - 1)
}

#[cfg(test)]
mod tests {
    use super::nearness;

    #[test]
    fn neighbours_are_nearest() {
        assert_eq!(nearness(&[(4, 0), (5, 1)], 2), 16);
        assert_eq!(nearness(&[(4, 1), (5, 0)], 2), 16);
        assert_eq!(nearness(&[(4, 0), (8, 1)], 2), 4);
        assert_eq!(nearness(&[(0, 0), (9, 0), (10, 1)], 2), 16);
        assert_eq!(nearness(&[(4, 0), (5, 0)], 2), 0);
        assert_eq!(nearness(&[], 2), 0);
    }

    #[test]
    fn each_pair_counts_for_itself() {
        // Two that stand together, and two that stand together elsewhere.
        assert_eq!(nearness(&[(4, 0), (5, 1), (90, 2), (91, 3)], 4), 10);
        assert_eq!(nearness(&[(4, 0), (5, 1)], 4), 5);
        // First and third are no neighbours in the question.
        assert_eq!(nearness(&[(4, 0), (5, 2)], 3), 0);
    }

    #[test]
    fn two_readings_of_one_place_are_not_near_each_other() {
        assert_eq!(nearness(&[(4, 0), (4, 1)], 2), 0);
        assert_eq!(nearness(&[(4, 0), (4, 1), (6, 0)], 2), 8);
    }
}
