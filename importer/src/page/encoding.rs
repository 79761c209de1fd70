//! Bytes to text, the way browsers do it (WHATWG Encoding Standard, "decode"): a byte order mark, else
//! UTF-16 whose letters show it, else UTF-8, else Windows-1252, in which every byte means something, so that nothing is lost.

use std::borrow::Cow;

/// Fewest bytes by which an encoding is told without a mark, and how many are looked at.
const SAMPLE: std::ops::RangeInclusive<usize> = 8..=4000;

/// The encoding of a text in UTF-16 without a mark at its beginning: of each two bytes of most letters one is zero.
pub(crate) fn unmarked(source: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = source.get(..source.len().min(*SAMPLE.end()))?;
    if sample.len() < *SAMPLE.start() || !source.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |first: usize| {
        sample
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|byte| **byte == 0)
    };
    let most = sample.len() / 4;
    match (zeros(0).count(), zeros(1).count()) {
        (0, low) if low > most => Some(encoding_rs::UTF_16LE),
        (high, 0) if high > most => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// The text, and the line in which it stops being UTF-8, if it does.
pub(crate) fn decode(source: &[u8]) -> (Cow<'_, str>, Option<usize>) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(source) {
        let (text, damaged) =
            encoding.decode_without_bom_handling(source.get(mark..).unwrap_or_default());
        return (text, damaged.then_some(0));
    }
    if let Some(encoding) = unmarked(source) {
        let (text, damaged) = encoding.decode_without_bom_handling(source);
        return (text, damaged.then_some(0));
    }
    match std::str::from_utf8(source) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let good = source.get(..error.valid_up_to()).unwrap_or_default();
            let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(source);
            (text, Some(line))
        }
    }
}
