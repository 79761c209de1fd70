//! Content lines: RFC 5545, section 3.1. Values are escaped and lines folded here; what they mean is the
//! calendar's affair.

/// Most octets of a line, without its end.
const MOST: usize = 75;

/// Lines that are being written.
#[derive(Debug, Default)]
pub struct Lines {
    out: String,
}

impl Lines {
    /// No lines.
    pub fn new() -> Lines {
        Lines::default()
    }

    /// Adds a property. The name may have parameters; texts must be [`escaped`] before. A line of more than 75 octets
    /// goes on in others that begin with a space, and no character is torn apart. Control characters, which a line
    /// cannot hold, are left out.
    pub fn add(&mut self, name: &str, value: &str) {
        let mut room = MOST;
        let line = name.chars().chain([':']).chain(value.chars());
        for c in line.filter(|c| !c.is_ascii_control() || *c == '\t') {
            if c.len_utf8() > room {
                self.out.push_str("\r\n ");
                room = MOST - 1;
            }
            room -= c.len_utf8();
            self.out.push(c);
        }
        self.out.push_str("\r\n");
    }

    /// The text of all lines.
    pub fn finish(self) -> String {
        self.out
    }
}

/// A text value, section 3.3.11.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// A parameter's value in quotes. What a quoted value cannot hold is written as RFC 6868 says: `^'` for a
/// quote, `^n` for a new line, `^^` for a caret.
pub fn parameter(text: &str) -> String {
    let text = text.replace('^', "^^").replace('"', "^'");
    format!("\"{}\"", text.replace('\n', "^n"))
}

#[cfg(test)]
mod tests {
    use super::{Lines, escaped, parameter};

    #[test]
    fn lines_are_at_most_75_octets_and_lose_nothing() {
        for long in ["ñ\\,".repeat(90), "😀".repeat(60), "x".repeat(500)] {
            let mut lines = Lines::new();
            lines.add("SUMMARY", &escaped(&long));
            let text = lines.finish();
            assert!(text.ends_with("\r\n"));
            assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
            let whole = text.replace("\r\n ", "").replace("\r\n", "");
            assert_eq!(whole, format!("SUMMARY:{}", escaped(&long)));
        }
    }

    #[test]
    fn a_line_of_just_75_octets_stays_whole() {
        let mut lines = Lines::new();
        lines.add("A", &"x".repeat(73));
        lines.add("A", &"x".repeat(74));
        let text = lines.finish();
        let lengths: Vec<usize> = text.split("\r\n").map(str::len).collect();
        assert_eq!(lengths, [75, 75, 2, 0]);
    }

    #[test]
    fn nothing_in_a_value_ends_it() {
        assert_eq!(escaped("a;b,c\\d\ne:f"), "a\\;b\\,c\\\\d\\ne:f");
        assert_eq!(parameter("a \"b\" ^c:;,"), "\"a ^'b^' ^^c:;,\"");
        let mut lines = Lines::new();
        lines.add("A", "b\r\nEND:VEVENT\u{7}");
        assert_eq!(lines.finish(), "A:bEND:VEVENT\r\n");
    }
}
