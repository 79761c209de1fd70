//! The primer: what documents have in common, chosen from some of them.
//!
//! A document of some hundred bytes compresses badly alone and well after text like it (RFC 1951 allows to repeat
//! what stands up to 32 KB earlier). The primer is that text, and every reader loads it once.
//!
//! Its pieces are chosen as in COVER (Liao, Petri, Moffat, Wirth: Effective construction of relative Lempel-Ziv
//! dictionaries, WWW 2016): of each part of a sample the piece whose runs of letters most documents have, and what is
//! chosen counts no more afterwards.

use crate::codec::hash;
use crate::input::PackInput;
use std::collections::HashMap;

/// Bytes of the primer. With 4 KB a hit is 180 bytes instead of 190 with 2 and 170 with 8, which each reader pays for
/// with half as many.
const SIZE: usize = 4 << 10;
/// Bytes of a piece.
const PIECE: usize = 64;
/// Bytes of what is counted.
const RUN: usize = 6;
/// Bytes that are looked at, more or less.
const SAMPLE: usize = 256 << 10;
/// A power of two: runs that share a counter are few, and harm little.
const COUNTERS: usize = 1 << 18;

/// Chooses the primer for documents with these rows. Which of them are looked at is told by their ids alone: what is
/// put in or taken out mostly changes nothing.
pub(super) fn primer(input: &PackInput, rows: &[Vec<&[u8]>]) -> Vec<u8> {
    let size = |row: &Vec<&[u8]>| row.iter().map(|blob| blob.len()).sum::<usize>();
    let total: usize = rows.iter().map(size).sum();
    let every = (total / SAMPLE).next_power_of_two() as u64;
    let looked_at: Vec<Vec<u8>> = input
        .documents
        .iter()
        .zip(rows)
        .filter(|(document, _)| hash(document.id.as_bytes()).is_multiple_of(every))
        .map(|(_, row)| row.concat())
        .collect();

    let mut counters = vec![0u32; COUNTERS];
    let mut last_in = vec![u32::MAX; COUNTERS];
    for (document, number) in looked_at.iter().zip(0..) {
        for run in document.windows(RUN) {
            let at = counter(run);
            // In how many documents, not how often.
            if let (Some(last), Some(count)) = (last_in.get_mut(at), counters.get_mut(at))
                && *last != number
            {
                *last = number;
                *count += 1;
            }
        }
    }

    let sample = looked_at.concat();
    let part = (sample.len() / (SIZE / PIECE)).max(PIECE);
    let mut pieces: Vec<(u64, Vec<u8>)> = Vec::new();
    for part in sample.chunks(part) {
        let Some((worth, piece)) = best_piece(part, &counters) else {
            continue;
        };
        for run in piece.windows(RUN) {
            if let Some(count) = counters.get_mut(counter(run)) {
                *count = 0;
            }
        }
        pieces.push((worth, piece.to_vec()));
    }
    // What is worth most stands last, nearest to the document: a short way back takes fewer bits.
    pieces.sort();
    let primer: Vec<u8> = pieces.into_iter().flat_map(|(_, piece)| piece).collect();
    primer
        .get(primer.len().saturating_sub(SIZE)..)
        .unwrap_or(&primer)
        .to_vec()
}

/// The piece whose runs are worth most; none where no run is in two documents.
fn best_piece<'a>(part: &'a [u8], counters: &[u32]) -> Option<(u64, &'a [u8])> {
    let runs = PIECE - RUN + 1;
    let mut seen: HashMap<usize, usize> = HashMap::new();
    let worth = |(at, run)| {
        let counter = counter(run);
        let count = counters.get(counter).copied().unwrap_or(0);
        if count < 2 {
            return 0;
        }
        // What a piece repeats, like a row of spaces, is worth something once.
        let again = seen
            .insert(counter, at)
            .is_some_and(|last| at - last < runs);
        if again { 0 } else { u64::from(count) }
    };
    let worths: Vec<u64> = part.windows(RUN).enumerate().map(worth).collect();
    let mut worth: u64 = worths.iter().take(runs).sum();
    let mut best = (worth, 0);
    for (at, entering) in worths.iter().enumerate().skip(runs) {
        worth = worth + entering - worths.get(at - runs).unwrap_or(&0);
        if worth > best.0 {
            best = (worth, at + 1 - runs);
        }
    }
    let (worth, start) = best;
    let piece = part.get(start..part.len().min(start + PIECE))?;
    (worth > 0).then_some((worth, piece))
}

fn counter(run: &[u8]) -> usize {
    hash(run) as usize % COUNTERS
}

#[cfg(test)]
mod tests {
    use super::{RUN, best_piece, counter};

    #[test]
    fn a_piece_is_where_most_runs_are_common() {
        let text = b"0123456789 unlike anything else, then a common phrase of the documents, and again unlike 987654321";
        let common = b"a common phrase of the documents";
        let mut counters = vec![0; super::COUNTERS];
        for run in common.windows(RUN) {
            counters[counter(run)] = 9;
        }
        let (_, piece) = best_piece(text, &counters).unwrap();
        assert!(
            piece.windows(common.len()).any(|part| part == common),
            "{:?}",
            core::str::from_utf8(piece)
        );
        assert_eq!(best_piece(text, &vec![1; super::COUNTERS]), None);
        let (worth, _) = best_piece(&[b' '; 200], &vec![5; super::COUNTERS]).unwrap();
        assert_eq!(worth, 5);
    }
}
