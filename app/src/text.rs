//! Texts put together.

/// Texts with another between them. (One function for every kind of list: the standard library's is compiled
/// anew for each.)
pub fn joined<'t>(parts: impl IntoIterator<Item = &'t str>, between: &str) -> String {
    fn all(parts: &mut dyn Iterator<Item = &str>, between: &str) -> String {
        let mut out = String::new();
        for part in parts {
            if !out.is_empty() {
                out.push_str(between);
            }
            out.push_str(part);
        }
        out
    }
    all(&mut parts.into_iter(), between)
}

/// A pattern with these texts in place of its `#`, in their order. (The standard library's formatting is many
/// times the size of this, and of every use of it.)
pub fn filled(pattern: &str, parts: &[&str]) -> String {
    let mut out = String::new();
    let mut parts = parts.iter();
    for (at, piece) in pattern.split('#').enumerate() {
        if at > 0
            && let Some(part) = parts.next()
        {
            out.push_str(part);
        }
        out.push_str(piece);
    }
    out
}

/// What stands before and after the last space. (The standard library searches backwards for any character, which nothing
/// else here needs.)
pub fn around_last_space(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|byte| byte == b' ')?;
    Some((&text[..at], &text[at + 1..]))
}

/// A number in decimal digits, for programs; people read those of their language ([`crate::locale::Words::number`]).
pub fn number(mut number: u32) -> String {
    let mut digits = String::new();
    loop {
        digits.insert(0, char::from(b'0' + (number % 10) as u8));
        number /= 10;
        if number == 0 {
            return digits;
        }
    }
}

/// A number as a language writes it: with this mark between each three digits, in numbers from `least` on.
pub fn grouped(number: u32, mark: char, least: u32) -> String {
    let mut digits = self::number(number);
    let mut at = digits.len();
    while number >= least && at > 3 {
        at -= 3;
        digits.insert(at, mark);
    }
    digits
}

/// A text within an address: everything but letters, digits and `-_.:;,@/` as `%` and two digits (RFC 3986, 2.1).
pub fn percent_encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.:;,@/".contains(&byte) {
            out.push(byte as char);
        } else {
            let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{filled, joined, number, percent_encoded};

    #[test]
    fn patterns_are_filled_in_order() {
        assert_eq!(filled("Part # of #", &["2", "#"]), "Part 2 of #");
        assert_eq!(filled("#?", &[]), "?");
        assert_eq!(number(0), "0");
        assert_eq!(number(u32::MAX), u32::MAX.to_string());
    }

    #[test]
    fn what_means_something_in_an_address_is_encoded() {
        assert_eq!(percent_encoded("a b&c?é\r\n"), "a%20b%26c%3F%C3%A9%0D%0A");
    }

    #[test]
    fn nothing_stands_before_the_first() {
        assert_eq!(joined(["a", "b"], " · "), "a · b");
        assert_eq!(joined([], " · "), "");
    }
}
