//! Texts in few bytes.
//!
//! The standard library counts characters, joins texts and looks for one in another as fast as can be, which is two
//! kilobytes of wasm. What is counted and joined here is short.

use alloc::string::String;

/// How many characters a text has.
pub(crate) fn letters(text: &str) -> usize {
    let mut letters = 0;
    for byte in text.bytes() {
        // The other bytes of a character begin with the bits 10 (RFC 3629, section 3).
        letters += usize::from(byte & 0xc0 != 0x80);
    }
    letters
}

/// The parts in one text, with `between` between them.
pub(crate) fn joined(parts: &mut dyn Iterator<Item = &str>, between: &str) -> String {
    let mut out = String::new();
    let mut first = true;
    for part in parts {
        if !first {
            out.push_str(between);
        }
        first = false;
        out.push_str(part);
    }
    out
}

/// Where the first byte `sought`, of ASCII, stands.
pub(crate) fn place(text: &str, sought: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == sought)
}

#[cfg(test)]
mod tests {
    use super::{joined, letters, place};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_do_as_the_standard_library_does(parts: Vec<String>, between: String) {
            let whole = joined(&mut parts.iter().map(String::as_str), &between);
            prop_assert_eq!(&whole, &parts.join(&between));
            prop_assert_eq!(letters(&whole), whole.chars().count());
            prop_assert_eq!(place(&whole, b'a'), whole.find('a'));
        }
    }
}
