//! Quotation marks of a CSV file that are not closed, so that one of them does not take the rest of the table with it.

/// A table in which each opening mark has its end (RFC 4180, section 2): a space is put before one that has none, so that it
/// is part of its cell. Beside it the lines of those marks. The end of a mark is looked for no further than to the next that opens
/// a cell, so that at most one is looked for to the end of the file.
pub(super) fn closed(text: &str, separator: u8) -> (String, Vec<usize>) {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut lines = Vec::new();
    let (mut done, mut at, mut line) = (0, 0, 1);
    let mut begins = true;
    while let Some(byte) = bytes.get(at) {
        if begins && *byte == b'"' {
            match end(bytes, at, separator) {
                Some(next) => {
                    line += newlines(bytes, at, next);
                    at = next;
                    begins = false;
                    continue;
                }
                None => {
                    out.push_str(text.get(done..at).unwrap_or(""));
                    out.push(' ');
                    done = at;
                    lines.push(line);
                }
            }
        }
        begins = *byte == separator || *byte == b'\n' || *byte == b'\r';
        line += usize::from(*byte == b'\n');
        at += 1;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    (out, lines)
}

/// The place behind the mark that closes a cell. A mark that would open the next cell closes none.
fn end(bytes: &[u8], open: usize, separator: u8) -> Option<usize> {
    let divides = |b: u8| b == separator || b == b'\n' || b == b'\r';
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'"' {
            at += 1;
            continue;
        }
        match bytes.get(at + 1) {
            Some(b'"') => at += 2,
            Some(next) if !divides(*next) => {
                let before = at.checked_sub(1).and_then(|before| bytes.get(before));
                let opens = at > open + 1 && before.is_some_and(|b| divides(*b));
                return (!opens).then_some(at + 1);
            }
            _ => return Some(at + 1),
        }
    }
    None
}

fn newlines(bytes: &[u8], from: usize, to: usize) -> usize {
    let part = bytes.get(from..to).unwrap_or_default();
    part.iter().filter(|b| **b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::closed;

    #[track_caller]
    fn check(text: &str, expected: &str, lines: &[usize]) {
        assert_eq!(closed(text, b','), (expected.to_owned(), lines.to_vec()));
    }

    #[test]
    fn marks_without_an_end_are_part_of_their_cell() {
        check("a,\"b\nc,d\ne,f", "a, \"b\nc,d\ne,f", &[1]);
        // The mark that opens another cell does not close it.
        check("a,\"b\nc,\"d\"\n", "a, \"b\nc,\"d\"\n", &[1]);
        check("a,b\n\"c,d\n\"e,f\n", "a,b\n \"c,d\n \"e,f\n", &[2, 3]);
        for whole in [
            "a,\"b\nb\",c\n",
            "a,\"b \"\"c\"\" d\"\n",
            "a,\"b\" c,d\n",
            "a,\"b\nwith \"marks\" in it\",c\n",
            "a,b \"c\n",
            "a,\"\",\"\"\r\n",
            "",
        ] {
            check(whole, whole, &[]);
        }
    }

    #[test]
    fn any_number_of_them_is_read_in_time() {
        for (line, open) in [("\"x\"\"\n", 100_000), ("\"\"x\"\"\n", 0), ("\"\n", 0)] {
            let (_, lines) = closed(&line.repeat(100_000), b',');
            assert_eq!(lines.len(), open, "{line}");
        }
    }
}
