//! Words that stand close together say more than the same words apart.

use crate::matching::{self, Matches};
use crate::pack::{Pack, Pause};
use crate::ranking::Candidate;
use std::collections::BTreeMap;

/// How many of the best candidates are looked at. Positions are read for these only.
pub(crate) const DEPTH: usize = 64;

/// A word that stands for more forms than this (the beginning of many) has no place of its own.
const MOST_FORMS: usize = 24;

/// Raises the score of candidates whose words stand close together, by at most half.
pub(crate) fn boost(
    pack: &Pack,
    found: &[Vec<Matches>],
    candidates: &mut [Candidate],
) -> Result<(), Pause> {
    let words: Vec<usize> = found
        .iter()
        .enumerate()
        .filter(|(_, alternatives)| {
            let forms: usize = alternatives.iter().map(|matches| matches.forms.len()).sum();
            (1..=MOST_FORMS).contains(&forms)
        })
        .map(|(word, _)| word)
        .collect();
    if words.len() < 2 {
        return Ok(());
    }
    let front = candidates.len().min(DEPTH);
    let Some(front) = candidates.get_mut(..front) else {
        return Ok(());
    };
    let mut docs: Vec<u32> = front.iter().map(|candidate| candidate.doc).collect();
    docs.sort_unstable();
    let mut places: BTreeMap<(u32, u8), Vec<(u32, usize)>> = BTreeMap::new();
    let mut missing = None;
    for word in &words {
        for matches in found.get(*word).into_iter().flatten() {
            let wanted = |doc: u32| docs.binary_search(&doc).is_ok();
            let read = matching::for_positions(pack, matches, wanted, |doc, field, position| {
                places
                    .entry((doc, field))
                    .or_default()
                    .push((position, *word));
            });
            match read {
                Ok(()) => {}
                Err(Pause::Missing) => missing = Some(Pause::Missing),
                Err(failed) => return Err(failed),
            }
        }
    }
    if let Some(pause) = missing {
        return Err(pause);
    }
    let mut best: BTreeMap<u32, u32> = BTreeMap::new();
    for ((doc, _), mut places) in places {
        places.sort_unstable();
        let near = nearness(&places, words.len());
        let have = best.entry(doc).or_default();
        *have = near.max(*have);
    }
    for candidate in front {
        candidate.proximity = best.get(&candidate.doc).copied().unwrap_or(0);
        let bonus = u64::from(candidate.score) * u64::from(candidate.proximity) / 32;
        candidate.score = candidate.score.saturating_add(bonus as u32);
    }
    Ok(())
}

/// Nearness of the words in one field: 16 when all of `words` stand next to each other, less the
/// wider the narrowest window around the most of them, 0 for fewer than two.
fn nearness(places: &[(u32, usize)], words: usize) -> u32 {
    let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
    for (_, word) in places {
        *counts.entry(*word).or_default() += 1;
    }
    let present = counts.len();
    if present < 2 {
        return 0;
    }
    // The narrowest window with every word that the field has: two pointers over the positions.
    let mut inside: BTreeMap<usize, u32> = BTreeMap::new();
    let mut narrowest = u32::MAX;
    let mut from = 0;
    for (position, word) in places {
        *inside.entry(*word).or_default() += 1;
        while inside.len() == present
            && let Some((start, first)) = places.get(from)
        {
            narrowest = narrowest.min(position - start);
            if let Some(count) = inside.get_mut(first) {
                *count -= 1;
                if *count == 0 {
                    inside.remove(first);
                }
            }
            from += 1;
        }
    }
    let tightest = present as u32 - 1;
    (16 * tightest * present as u32) / (narrowest.max(tightest) * words as u32)
}

#[cfg(test)]
mod tests {
    use super::nearness;

    #[test]
    fn neighbours_are_nearest() {
        assert_eq!(nearness(&[(4, 0), (5, 1)], 2), 16);
        assert_eq!(nearness(&[(4, 0), (8, 1)], 2), 4);
        assert_eq!(nearness(&[(0, 0), (9, 0), (10, 1)], 2), 16);
        assert_eq!(nearness(&[(4, 0), (5, 1)], 4), 8);
        assert_eq!(nearness(&[(4, 0), (5, 0)], 2), 0);
        assert_eq!(nearness(&[], 2), 0);
    }
}
