//! Ranges in UTF-16 units, as JavaScript counts, to stretches of a text.

/// A stretch of a text, and whether it is a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub text: String,
    pub marked: bool,
}

/// Cuts a text at ranges that ascend and do not overlap. Ranges that do not fit are ignored.
pub fn stretches(text: &str, ranges: &[(usize, usize)]) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut unit = 0;
    let mut ranges = ranges.iter().filter(|(from, to)| from < to).peekable();
    for c in text.chars() {
        while ranges.next_if(|(_, to)| *to <= unit).is_some() {}
        let marked = ranges.peek().is_some_and(|(from, _)| *from <= unit);
        match out.last_mut() {
            Some(last) if last.marked == marked => last.text.push(c),
            _ => out.push(Stretch {
                text: c.to_string(),
                marked,
            }),
        }
        unit += c.len_utf16();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::stretches;

    fn shown(text: &str, ranges: &[(usize, usize)]) -> String {
        stretches(text, ranges)
            .iter()
            .map(|s| {
                if s.marked {
                    format!("[{}]", s.text)
                } else {
                    s.text.clone()
                }
            })
            .collect()
    }

    #[test]
    fn ranges_count_utf16() {
        assert_eq!(
            shown("📣 Inmigración ya", &[(3, 14)]),
            "📣 [Inmigración] ya"
        );
        assert_eq!(shown("mass call", &[(0, 4), (5, 9)]), "[mass] [call]");
        assert_eq!(shown("call", &[]), "call");
        assert_eq!(shown("", &[(0, 4)]), "");
        assert_eq!(shown("call", &[(2, 99)]), "ca[ll]");
    }
}
