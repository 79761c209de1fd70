//! Undoes DEFLATE (RFC 1951), by which every part of a pack is compressed.
//!
//! Browsers can do that, too; but a stream of theirs for each of a hundred small chunks leaves megabytes to their collectors
//! of garbage, and this is a kilobyte and a half. What is altered is noticed by the check at the end of each chunk
//! ([`crate::pack::checked`]); here it must only come to an end.
//!
//! Not here: compressing, which is the indexer's.

use alloc::vec::Vec;

/// Most bits of a code (section 3.2.7).
const LONGEST: usize = 15;

/// What was deflated; `None` where the bytes are cut off, or no DEFLATE. They may repeat what stands `before` them, which
/// counts as written before and is not written again: the primer, for documents and pages of a large pack. At most 1,032
/// bytes come of one.
pub fn inflate(bytes: &[u8], before: &[u8]) -> Option<Vec<u8>> {
    let mut bits = Bits {
        bytes,
        at: 0,
        held: 0,
        count: 0,
    };
    let mut out = Vec::with_capacity(before.len() + bytes.len() * 4);
    out.extend_from_slice(before);
    loop {
        let last = bits.take(1);
        match bits.take(2) {
            0 => stored(&mut bits, &mut out)?,
            1 => {
                // Section 3.2.6.
                let mut lengths = [8; 288];
                lengths[144..256].fill(9);
                lengths[256..280].fill(7);
                block(
                    &mut bits,
                    &Codes::new(&lengths),
                    &Codes::new(&[5; 30]),
                    &mut out,
                )?;
            }
            2 => {
                let (codes, distances) = dynamic(&mut bits)?;
                block(&mut bits, &codes, &distances, &mut out)?;
            }
            _ => return None,
        }
        if last == 1 {
            break;
        }
    }
    if bits.at * 8 - bits.count as usize > bytes.len() * 8 {
        return None;
    }
    Some(if before.is_empty() {
        out
    } else {
        out.split_off(before.len())
    })
}

/// A stream of bits, the lowest of each byte first. Behind its end there are zeros, for as long as it takes to notice.
struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    /// Holds at least this many bits, 16 at most.
    fn hold(&mut self, count: u32) {
        while self.count < count {
            let byte = self.bytes.get(self.at).copied().unwrap_or(0);
            self.held |= u32::from(byte) << self.count;
            self.at += 1;
            self.count += 8;
        }
    }

    fn take(&mut self, count: u32) -> u32 {
        self.hold(count);
        let taken = self.held & ((1 << count) - 1);
        self.drop(count);
        taken
    }

    fn drop(&mut self, count: u32) {
        self.held >>= count;
        self.count -= count;
    }

    /// Whether more was read than there is.
    fn is_over(&self) -> bool {
        self.at > self.bytes.len() + 4
    }
}

/// Codes that are told by their lengths alone (section 3.2.2), sought length by length: a table by bits would be quicker and
/// a quarter of a kilobyte more.
struct Codes {
    /// Of each length what the next bits come before, as a number of [`LONGEST`] bits, if their code has it.
    limits: [u32; LONGEST + 1],
    /// Of each length the place of its first symbol less its first code.
    places: [u32; LONGEST + 1],
    /// Symbols in the order of their codes.
    symbols: [u16; 288],
}

impl Codes {
    /// Codes of these lengths, at most 288.
    fn new(lengths: &[u8]) -> Codes {
        let mut codes = Codes {
            limits: [0; LONGEST + 1],
            places: [0; LONGEST + 1],
            symbols: [0; 288],
        };
        let (mut code, mut place) = (0u32, 0);
        for length in 1..=LONGEST {
            codes.places[length] = (place as u32).wrapping_sub(code);
            for (symbol, of) in (0..).zip(lengths) {
                if usize::from(*of) == length
                    && let Some(slot) = codes.symbols.get_mut(place)
                {
                    *slot = symbol;
                    place += 1;
                    code += 1;
                }
            }
            codes.limits[length] = code << (LONGEST - length);
            code <<= 1;
        }
        codes
    }

    /// The next symbol; `None` where no code begins so, or the stream is over.
    fn next(&self, bits: &mut Bits) -> Option<usize> {
        if bits.is_over() {
            return None;
        }
        bits.hold(LONGEST as u32);
        // A code comes with its highest bit first.
        let ahead = bits.held.reverse_bits() >> (32 - LONGEST);
        for length in 1..=LONGEST {
            if ahead < self.limits[length] {
                bits.drop(length as u32);
                let code = ahead >> (LONGEST - length);
                let place = self.places[length].wrapping_add(code);
                return self
                    .symbols
                    .get(place as usize)
                    .map(|symbol| usize::from(*symbol));
            }
        }
        None
    }
}

/// Section 3.2.4.
fn stored(bits: &mut Bits, out: &mut Vec<u8>) -> Option<()> {
    bits.drop(bits.count % 8);
    let length = bits.take(16);
    if length != !bits.take(16) & 0xffff {
        return None;
    }
    // What is held are whole bytes, and none is any more.
    let start = bits.at - (bits.count / 8) as usize;
    let end = start + length as usize;
    out.extend_from_slice(bits.bytes.get(start..end)?);
    (bits.at, bits.held, bits.count) = (end, 0, 0);
    Some(())
}

/// Section 3.2.7: the codes of lengths and bytes, and those of distances.
fn dynamic(bits: &mut Bits) -> Option<(Codes, Codes)> {
    const ORDER: [u8; 19] = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ];
    let literals = bits.take(5) as usize + 257;
    let all = literals + bits.take(5) as usize + 1;
    let mut of_lengths = [0; 19];
    for place in ORDER.iter().take(bits.take(4) as usize + 4) {
        of_lengths[usize::from(*place)] = bits.take(3) as u8;
    }
    let codes = Codes::new(&of_lengths);
    let mut lengths = [0; 288 + 32];
    let mut at = 0;
    while at < all {
        let (length, times) = match codes.next(bits)? {
            16 => (*lengths.get(at.checked_sub(1)?)?, bits.take(2) + 3),
            17 => (0, bits.take(3) + 3),
            18 => (0, bits.take(7) + 11),
            length => (length as u8, 1),
        };
        let end = at + times as usize;
        lengths.get_mut(at..end)?.fill(length);
        at = end;
    }
    let (lengths, distances) = lengths.get(..all)?.split_at(literals.min(288));
    Some((Codes::new(lengths), Codes::new(distances)))
}

/// Section 3.2.3: what is compressed by these codes, to the end of its block.
fn block(bits: &mut Bits, codes: &Codes, distances: &Codes, out: &mut Vec<u8>) -> Option<()> {
    loop {
        let symbol = codes.next(bits)?;
        let Some(length) = symbol.checked_sub(257) else {
            if symbol == 256 {
                return Some(());
            }
            out.push(symbol as u8);
            continue;
        };
        // Section 3.2.5 as arithmetic: four lengths, and two distances, have the same number of further bits.
        let length = match length {
            0..8 => length + 3,
            28 => 258,
            _ => {
                let more = (length >> 2) - 1;
                (((length & 3) + 4) << more) + 3 + bits.take(more as u32) as usize
            }
        };
        let distance = distances.next(bits)?;
        let distance = match distance {
            0..4 => distance + 1,
            30.. => return None,
            _ => {
                let more = (distance >> 1) - 1;
                (((distance & 1) + 2) << more) + 1 + bits.take(more as u32) as usize
            }
        };
        let from = out.len().checked_sub(distance)?;
        if distance >= length {
            out.extend_from_within(from..from + length);
        } else {
            for at in from..from + length {
                out.push(out[at]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::inflate;
    use flate2::{Compress, Compression, FlushCompress};
    use proptest::prelude::*;

    fn deflate(bytes: &[u8], before: &[u8], level: u32) -> Vec<u8> {
        let mut deflate = Compress::new(Compression::new(level), false);
        if !before.is_empty() {
            deflate.set_dictionary(before).unwrap();
        }
        let mut out = Vec::with_capacity(bytes.len() * 2 + 1000);
        deflate
            .compress_vec(bytes, &mut out, FlushCompress::Finish)
            .unwrap();
        out
    }

    /// Bytes that compress well, badly, and not at all.
    fn contents() -> impl Strategy<Value = Vec<u8>> {
        let word = prop::sample::select(vec!["call", "training", "año", " ", "\n", "2024", "the "]);
        let text =
            prop::collection::vec(word, 0..400).prop_map(|words| words.concat().into_bytes());
        let small = prop::collection::vec(0u8..4, 0..3000);
        // So many symbols that some have long codes.
        let uneven = prop::collection::vec((any::<u8>(), 0u32..12), 0..900).prop_map(|pairs| {
            let all = pairs.into_iter();
            all.flat_map(|(byte, times)| vec![byte; 1 << times])
                .take(90_000)
                .collect()
        });
        prop_oneof![
            text,
            small,
            uneven,
            prop::collection::vec(any::<u8>(), 0..3000)
        ]
    }

    proptest! {
        #[test]
        fn what_was_deflated_comes_back(bytes in contents(), before in contents(), level in 0u32..10) {
            prop_assert_eq!(inflate(&deflate(&bytes, &[], level), &[]), Some(bytes.clone()));
            let before = &before[..before.len().min(4096)];
            prop_assert_eq!(inflate(&deflate(&bytes, before, level), before), Some(bytes));
        }

        #[test]
        fn anything_comes_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            // The first three bits choose a kind of block.
            for kind in 0..8 {
                let mut bytes = bytes.clone();
                if let Some(first) = bytes.first_mut() {
                    *first = *first & !7 | kind;
                }
                let out = inflate(&bytes, b"before");
                // A code is a bit at least and stands for 258 bytes at most.
                prop_assert!(out.is_none_or(|out| out.len() <= (bytes.len() + 8) * 8 * 258));
            }
        }
    }

    #[test]
    fn what_is_cut_off_is_not_whole() {
        let text = "Mass call, Nov. 7: mass calls and trainings. ".repeat(40);
        for level in [0, 1, 9] {
            let whole = deflate(text.as_bytes(), &[], level);
            assert_eq!(inflate(&whole, &[]), Some(text.clone().into_bytes()));
            for length in 0..whole.len() {
                let cut = inflate(&whole[..length], &[]);
                assert!(cut.is_none(), "{length} of {}", whole.len());
            }
        }
    }
}
