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
    use super::{joined, percent_encoded};

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
