//! The arithmetic of BM25F, split between build and query.
//!
//! Robertson and Zaragoza's BM25F (The Probabilistic Relevance Framework, 2009, section 3.6.2) first
//! adds a term's frequencies over the fields, each weighted and normalised by its field's length,
//! `tf' = Σ w_f · tf_f / (1 - b_f + b_f · len_f / avg_f)`, and saturates the sum once:
//! `score = idf · tf' / (k1 + tf')`.
//!
//! The build computes `tf'` and stores it on a logarithmic scale of quarter octaves (at most 9 % off). The
//! browser adds `tf'` of the forms of one word (so that "organise" and "organising" saturate
//! together, as if they were one term), saturates, and multiplies by the idf: all in integers, so
//! that every machine gets the same scores.

/// Highest level of the scale: `tf'` of about 1,400.
pub(crate) const TOP_LEVEL: u8 = 63;

/// One unit of `tf'` (a word of plain text in a field of average length) in fixed point.
pub(crate) const ONE: u32 = 256;

/// The level of a `tf'`, the nearest on the scale. Level 0 is 2⁻⁵ or less; four levels double.
#[cfg(feature = "write")]
pub(crate) fn level(tf: f32) -> u8 {
    if tf <= 0.0 {
        return 0;
    }
    let steps = (f64::from(tf).log2() + 5.0) * 4.0;
    steps.round().clamp(0.0, f64::from(TOP_LEVEL)) as u8
}

/// `tf'` of a level in units of 1/[`ONE`].
#[inline(always)]
pub(crate) fn level_tf(level: u8) -> u32 {
    // 2^(0/4) to 2^(3/4) in units of 1/1024, shifted by whole octaves; level 20 is 1.0.
    const QUARTERS: [u32; 4] = [1024, 1218, 1448, 1722];
    let octave = u32::from(level.min(TOP_LEVEL) / 4);
    let quarter = QUARTERS[usize::from(level % 4)];
    // Level 0 is 2^-5, that is 8 units of 1/ONE; the quarter itself carries 10 fractional bits.
    ((quarter << octave) + 64) >> 7
}

/// The level of a sum of `tf'` in units of 1/[`ONE`], rounded down to a multiple of `step` levels: many forms are added
/// up to it, and finer is not worth its bytes.
pub(crate) fn level_of_sum(sum: u32, step: u8) -> u8 {
    // Four levels double, and level 12 is 1: from the octave of the sum it is a step or two.
    let octave = sum.checked_ilog2().unwrap_or(0).saturating_sub(3) as u8;
    let mut level = (octave * 4).min(TOP_LEVEL) / step * step;
    while level + step <= TOP_LEVEL && level_tf(level + step) <= sum {
        level += step;
    }
    level
}

/// Saturation constant `k1`: 0 counts presence only, large values count every repetition. Range 0.5
/// to 3. Chosen on Cranfield and CACM, see `docs/relevance.md`.
pub(crate) const K1: u32 = ONE * 2;

/// `tf' / (k1 + tf')` in units of 1/1024.
pub(crate) fn saturate(tf: u32) -> u32 {
    // What is left out would make it 1023, too, and 32 bits are divided sooner than 64.
    let tf = tf.min((1 << 22) - 1);
    (tf << 10) / (tf + K1)
}

/// `log2((N + 1) / (df + 1/2))` in units of 1/16, at least 1: the idf of a term that `df` of `documents`
/// have. The smooth form of Robertson and Spärck Jones that is never negative.
pub(crate) fn idf(documents: u32, df: u32) -> u32 {
    let ratio_top = 2 * u64::from(documents) + 2;
    let ratio_bottom = 2 * u64::from(df) + 1;
    log2_16(ratio_top, ratio_bottom).max(1)
}

/// `floor(4 · log2(score))`, 0 for a score of 0. Compared for every hit of a word, so it is no [`log2_16`].
pub(crate) fn quarter_octaves(score: u32) -> u32 {
    // 2^(1/4) to 2^(3/4) with 31 fractional bits.
    const QUARTERS: [u32; 3] = [2_553_802_833, 3_037_000_499, 3_611_622_602];
    let whole = score.leading_zeros();
    let scaled = score.checked_shl(whole).unwrap_or(0);
    let mut quarters = 4 * 31u32.saturating_sub(whole);
    for quarter in QUARTERS {
        quarters += u32::from(scaled > quarter);
    }
    quarters
}

/// `floor(16 · log2(top / bottom))`, 0 where the ratio is below 1; `top` is at most 2³³, so that all of it fits into 64
/// bits: arithmetic with 128 is a kilobyte of wasm.
fn log2_16(top: u64, bottom: u64) -> u32 {
    if bottom == 0 || top <= bottom {
        return 0;
    }
    // The ratio as a number in [1, 2) with 30 fractional bits, and its whole octaves.
    let mut octaves = 0;
    let mut scaled = (top << 30) / bottom;
    while scaled >= 2 << 30 {
        scaled >>= 1;
        octaves += 1;
    }
    // Squaring doubles the logarithm: each carry past 2 is the next binary digit.
    let mut result = octaves;
    for _ in 0..4 {
        scaled = (scaled * scaled) >> 30;
        result <<= 1;
        if scaled >= 2 << 30 {
            scaled >>= 1;
            result |= 1;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::{
        K1, ONE, TOP_LEVEL, idf, level, level_of_sum, level_tf, log2_16, quarter_octaves, saturate,
    };

    #[test]
    fn quarter_octaves_are_floors() {
        assert_eq!((quarter_octaves(0), quarter_octaves(1)), (0, 0));
        for score in (2..5000).chain((1..1000).map(|step| step * 4_294_967)) {
            let exact = (f64::from(score).log2() * 4.0 + 1e-12).floor() as u32;
            assert_eq!(quarter_octaves(score), exact, "{score}");
        }
    }

    #[test]
    fn a_level_is_within_nine_percent() {
        let mut tf = 0.04f32;
        while tf < 1000.0 {
            let read = level_tf(level(tf)) as f32 / ONE as f32;
            // Below 1/8 the fixed point itself is coarse.
            if tf > 0.125 {
                assert!((read / tf - 1.0).abs() < 0.10, "{tf} is read as {read}");
            }
            tf *= 1.07;
        }
        assert_eq!(level(0.0), 0);
        assert_eq!(level(1.0), 20);
        assert_eq!(level_tf(20), ONE);
        assert_eq!(level(f32::MAX), TOP_LEVEL);
    }

    #[test]
    fn levels_ascend() {
        for l in 4..TOP_LEVEL {
            assert!(level_tf(l) < level_tf(l + 1), "{l}");
        }
    }

    #[test]
    fn a_sum_has_the_level_below_it() {
        for level in (4..TOP_LEVEL).step_by(2) {
            assert_eq!(level_of_sum(level_tf(level), 2), level);
            assert_eq!(level_of_sum(level_tf(level) - 1, 2), level - 2);
        }
        assert_eq!((level_of_sum(0, 2), level_of_sum(u32::MAX, 2)), (0, 62));
    }

    #[test]
    fn log2_matches_floating_point() {
        for (top, bottom) in [
            (3u64, 2u64),
            (1000, 3),
            (2_000_002, 1),
            (7, 7),
            (5, 9),
            (127_334, 41),
        ] {
            let expected = (16.0 * (top as f64 / bottom as f64).log2())
                .floor()
                .max(0.0);
            assert_eq!(f64::from(log2_16(top, bottom)), expected, "{top}/{bottom}");
        }
    }

    #[test]
    fn rarer_terms_weigh_more_and_repeats_saturate() {
        assert!(idf(1000, 1) > idf(1000, 10));
        assert!(idf(1000, 1000) >= 1);
        assert!(saturate(ONE) < saturate(2 * ONE));
        for tf in (0..32)
            .map(|bit| u32::MAX >> bit)
            .chain([0, 1, 511, 512, 1 << 22, 123_456_789])
        {
            let exact = f64::from(tf) * 1024.0 / (f64::from(tf) + f64::from(K1));
            assert_eq!(saturate(tf), exact.floor() as u32, "{tf}");
        }
    }
}
