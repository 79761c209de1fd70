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

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn nothing_stands_before_the_first() {
        assert_eq!(joined(["a", "b"], " · "), "a · b");
        assert_eq!(joined([], " · "), "");
    }
}
