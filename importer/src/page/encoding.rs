//! Bytes to text, the way browsers do it (WHATWG Encoding Standard, "decode"): a byte order mark, else
//! UTF-8, else Windows-1252, in which every byte means something, so that nothing is lost.

use std::borrow::Cow;

/// The text, and the line in which it stops being UTF-8, if it does.
pub(crate) fn decode(source: &[u8]) -> (Cow<'_, str>, Option<usize>) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(source) {
        let (text, damaged) =
            encoding.decode_without_bom_handling(source.get(mark..).unwrap_or_default());
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
