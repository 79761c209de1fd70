//! Words that stand close together say more than the same words apart.

use crate::matching::{self, Matches};
use crate::order;
use crate::pack::{Pack, Pause};
use crate::ranking::Candidate;
use alloc::vec::Vec;

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
    let mut words = Vec::new();
    for (word, alternatives) in found.iter().enumerate() {
        let mut forms = 0;
        for matches in alternatives {
            forms += matches.forms.len();
        }
        if (1..=MOST_FORMS).contains(&forms) {
            words.push(word);
        }
    }
    if words.len() < 2 {
        return Ok(());
    }
    let front = candidates.len().min(DEPTH);
    let Some(front) = candidates.get_mut(..front) else {
        return Ok(());
    };
    let mut docs: Vec<u32> = front.iter().map(|candidate| candidate.doc).collect();
    order::sort(&mut docs);
    let mut places: Vec<(u32, u8, u32, u32)> = Vec::new();
    let mut missing = None;
    for word in &words {
        for matches in found.get(*word).into_iter().flatten() {
            let wanted = |doc: u32| docs.binary_search(&doc).is_ok();
            let read =
                matching::for_positions(pack, matches, &wanted, &mut |doc, field, position| {
                    places.push((doc, field, position, *word as u32));
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
    order::sort(&mut places);
    for candidate in front {
        // The places of one document stand together, and in it those of one field.
        let from = places.partition_point(|place| place.0 < candidate.doc);
        let own = places.get(from..).unwrap_or(&[]);
        let own = own
            .get(..own.partition_point(|place| place.0 == candidate.doc))
            .unwrap_or(&[]);
        let nearness = own
            .chunk_by(|a, b| a.1 == b.1)
            .map(|field| nearness(field, words.len()));
        candidate.proximity = nearness.max().unwrap_or(0);
        let bonus = u64::from(candidate.score) * u64::from(candidate.proximity) / 32;
        candidate.score = candidate.score.saturating_add(bonus as u32);
    }
    Ok(())
}

/// Nearness of the words in one field, whose places `(document, field, position, word)` ascend: 16
/// when all of `words` stand next to each other, less the wider the narrowest window around those
/// that the field has, 0 for fewer than two.
fn nearness(places: &[(u32, u8, u32, u32)], words: usize) -> u32 {
    let present = places
        .iter()
        .fold(0u32, |present, place| present | 1 << place.3)
        .count_ones();
    if present < 2 {
        return 0;
    }
    // Two ends move over the positions; `inside` counts each word between them.
    let mut inside = [0u32; 32];
    let mut distinct = 0;
    let mut narrowest = u32::MAX;
    let mut from = places.iter();
    for (_, _, position, word) in places {
        let Some(count) = inside.get_mut(*word as usize) else {
            continue;
        };
        *count += 1;
        distinct += u32::from(*count == 1);
        while distinct == present
            && let Some((_, _, start, word)) = from.next()
        {
            narrowest = narrowest.min(position - start);
            if let Some(count) = inside.get_mut(*word as usize) {
                *count -= 1;
                distinct -= u32::from(*count == 0);
            }
        }
    }
    let tightest = present - 1;
    16 * tightest * present / (narrowest.max(tightest).saturating_mul(words as u32)).max(1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn neighbours_are_nearest() {
        let nearness = |places: &[(u32, u32)], words| {
            let places: Vec<_> = places
                .iter()
                .map(|(position, word)| (0, 0, *position, *word))
                .collect();
            super::nearness(&places, words)
        };
        assert_eq!(nearness(&[(4, 0), (5, 1)], 2), 16);
        assert_eq!(nearness(&[(4, 0), (8, 1)], 2), 4);
        assert_eq!(nearness(&[(0, 0), (9, 0), (10, 1)], 2), 16);
        assert_eq!(nearness(&[(4, 0), (5, 1)], 4), 8);
        assert_eq!(nearness(&[(4, 0), (5, 0)], 2), 0);
        assert_eq!(nearness(&[], 2), 0);
    }
}
