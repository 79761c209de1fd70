//! Lower case in few bytes.
//!
//! The standard library's table is 11 KB of wasm, because it answers in constant time. Upper-case
//! letters outside ASCII are rare in what is searched, and they come in runs: 184 of them hold
//! all 1,461. A test compares every character with the standard library.

/// The lower-case letter of a character; the character itself when it has none. `İ` becomes a
/// plain `i`, without the dot above that Unicode adds.
pub(crate) fn lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    if c == 'İ' {
        return 'i';
    }
    let code = c as u32;
    let mut bytes = RUNS.iter();
    let mut start = 0;
    while bytes.len() > 0 {
        start += number(&mut bytes);
        if start > code {
            break;
        }
        let shape = number(&mut bytes);
        let delta = number(&mut bytes);
        let (length, stride) = (shape >> 1, (shape & 1) + 1);
        let offset = code - start;
        if offset < length * stride && offset.is_multiple_of(stride) {
            let delta = (delta >> 1) as i32 ^ -((delta & 1) as i32);
            return code
                .checked_add_signed(delta)
                .and_then(char::from_u32)
                .unwrap_or(c);
        }
    }
    c
}

/// The next LEB128 number.
fn number(bytes: &mut core::slice::Iter<u8>) -> u32 {
    let mut value = 0;
    for (place, byte) in bytes.enumerate() {
        value |= u32::from(byte & 0x7f) << (7 * place);
        if *byte < 0x80 {
            break;
        }
    }
    value
}

/// Runs of upper-case letters: distance from the start of the run before; twice the length, plus 1
/// when every other code point is meant; zig-zagged distance to lower case. Unicode 16.
#[rustfmt::skip]
const RUNS: &[u8] = &[
    192, 1, 46, 64, 24, 14, 64, 40, 49, 2, 50, 7, 2, 7, 17, 2, 17, 47, 2, 46, 2, 241, 1, 1, 7, 2, 8, 2, 164,
    3, 1, 5, 2, 4, 2, 156, 3, 1, 2, 2, 2, 4, 154, 3, 2, 2, 2, 3, 2, 158, 1, 1, 2, 148, 3, 1, 2, 150, 3, 1, 2,
    2, 2, 2, 154, 3, 1, 2, 158, 3, 2, 2, 166, 3, 1, 2, 162, 3, 1, 2, 2, 4, 2, 166, 3, 1, 2, 170, 3, 2, 2,
    172, 3, 1, 7, 2, 6, 2, 180, 3, 1, 2, 2, 2, 2, 180, 3, 3, 2, 2, 2, 2, 180, 3, 1, 2, 2, 2, 4, 178, 3, 2, 5,
    2, 4, 2, 182, 3, 1, 2, 2, 4, 2, 2, 8, 2, 4, 1, 2, 2, 2, 2, 4, 1, 2, 2, 2, 2, 4, 1, 19, 2, 19, 19, 2, 19,
    2, 4, 1, 5, 2, 4, 2, 193, 1, 1, 2, 111, 1, 41, 2, 40, 2, 131, 2, 2, 19, 2, 24, 2, 214, 168, 1, 1, 2, 2,
    2, 2, 197, 2, 1, 2, 208, 168, 1, 3, 2, 2, 2, 2, 133, 3, 1, 2, 138, 1, 1, 2, 142, 1, 1, 11, 2, 170, 2, 5,
    2, 6, 2, 2, 9, 2, 232, 1, 7, 2, 76, 2, 6, 74, 4, 2, 128, 1, 2, 4, 126, 3, 34, 64, 18, 18, 64, 44, 2, 16,
    9, 25, 2, 28, 2, 119, 3, 2, 2, 2, 2, 13, 1, 2, 2, 3, 6, 131, 2, 3, 32, 160, 1, 16, 64, 64, 80, 35, 2, 42,
    55, 2, 54, 2, 30, 1, 15, 2, 15, 97, 2, 97, 76, 96, 239, 22, 76, 192, 113, 39, 2, 192, 113, 6, 2, 192,
    113, 211, 5, 160, 1, 160, 223, 4, 80, 12, 16, 153, 17, 2, 2, 7, 86, 255, 46, 45, 6, 255, 46, 195, 2, 151,
    1, 2, 158, 1, 2, 253, 118, 2, 97, 2, 104, 16, 15, 16, 12, 15, 16, 16, 15, 16, 16, 15, 16, 12, 15, 17, 9,
    15, 15, 16, 15, 32, 16, 15, 16, 16, 15, 16, 16, 15, 16, 4, 15, 2, 4, 147, 1, 2, 2, 17, 12, 8, 171, 1, 4,
    2, 17, 12, 4, 15, 2, 4, 199, 1, 14, 4, 15, 2, 4, 223, 1, 2, 2, 13, 12, 4, 255, 1, 2, 4, 251, 1, 2, 2, 17,
    170, 2, 2, 185, 117, 4, 2, 253, 130, 1, 1, 2, 139, 129, 1, 7, 2, 56, 46, 32, 32, 35, 2, 2, 179, 6, 52,
    52, 202, 14, 96, 96, 96, 2, 2, 2, 2, 237, 167, 1, 1, 2, 203, 59, 1, 2, 205, 167, 1, 3, 7, 2, 6, 2, 183,
    168, 1, 1, 2, 249, 167, 1, 1, 2, 189, 168, 1, 1, 2, 187, 168, 1, 2, 2, 2, 3, 2, 2, 9, 4, 253, 168, 1, 2,
    101, 2, 107, 5, 2, 7, 2, 2, 206, 242, 1, 47, 2, 64, 29, 2, 162, 1, 15, 2, 16, 63, 2, 71, 5, 2, 4, 2, 135,
    168, 4, 1, 11, 2, 13, 2, 2, 2, 2, 207, 148, 5, 3, 5, 2, 6, 21, 2, 20, 2, 135, 149, 5, 1, 2, 157, 149, 5,
    1, 2, 149, 149, 5, 1, 2, 129, 149, 5, 1, 2, 135, 149, 5, 2, 2, 163, 148, 5, 1, 2, 211, 148, 5, 1, 2, 169,
    148, 5, 1, 2, 192, 14, 1, 17, 2, 16, 2, 95, 1, 2, 133, 149, 5, 1, 2, 239, 168, 4, 1, 5, 2, 4, 2, 205,
    149, 5, 1, 17, 2, 16, 2, 129, 153, 5, 25, 2, 2, 172, 174, 1, 52, 64, 223, 9, 80, 80, 176, 1, 72, 80, 192,
    1, 22, 78, 12, 30, 78, 16, 14, 78, 8, 4, 78, 236, 13, 102, 128, 1, 208, 1, 44, 64, 208, 22, 64, 64, 160,
    171, 1, 64, 64, 96, 50, 54, 224, 244, 1, 68, 68,
];

#[cfg(test)]
mod tests {
    use super::lower;

    #[test]
    fn every_character_is_as_in_the_standard_library() {
        for c in (0..=0x10_ffff)
            .filter_map(char::from_u32)
            .filter(|c| *c != 'İ')
        {
            let mut expected = c.to_lowercase();
            assert_eq!(
                (Some(lower(c)), expected.len()),
                (expected.next(), 1),
                "{c:?}"
            );
        }
    }
}
