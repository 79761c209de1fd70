//! On which line of a CSV text a row begins. The reader says where it went on reading, which is before the second half of
//! `\r\n` and before empty lines.
//!
//! Not here: reading rows ([`super`], [`crate::hsds`]).

/// The line of a row, from 1, by where the reader of `text` went on; 0 where that is not known.
pub fn line_of(position: Option<&csv::Position>, text: &str) -> usize {
    let Some(position) = position else {
        return 0;
    };
    let rest = text.as_bytes().get(position.byte() as usize..);
    let ends = rest.unwrap_or_default().iter();
    let ends = ends.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() as usize + ends.filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn rows_begin_where_their_first_sign_is() {
        for (text, expected) in [
            ("h\na\n\"b\nb\"\nc\n", [2, 3, 5]),
            ("h\r\na\r\n\"b\r\nb\"\r\nc\r\n", [2, 3, 5]),
            ("h\n\na\n\n\nb\nc", [3, 6, 7]),
            ("\r\nh\r\n\r\na\r\nb\r\n\r\nc", [4, 5, 7]),
        ] {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let rows = reader.records().map(Result::unwrap);
            let lines: Vec<usize> = rows.map(|row| line_of(row.position(), text)).collect();
            assert_eq!(lines, expected, "{text:?}");
        }
    }
}
