//! Signs that keyboards and word processors put in the place of plain ones, and what is said of them where settings or front
//! matter know the plain ones alone: spaces, quotation marks, dashes.
//!
//! Not here: where they do no harm (texts of records may have them).

/// How a space that only looks like the plain one is mended.
pub const PRESS_SPACE: &str = "delete it and press the space bar; text that was copied from a page or a document often has such spaces";

/// Whether a sign is a space that only looks like the plain one, or one without width.
pub fn is_space(c: char) -> bool {
    !c.is_ascii() && (c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'))
}

/// What is said of such a space where a plain one belongs.
pub fn space(sign: char) -> String {
    format!(
        "a typeset space (U+{:04X}) stands where a plain one belongs, which looks the same",
        sign as u32
    )
}

/// What is said of a sign that cannot be read but looks like one that could, and how it is mended.
pub fn instead_of_plain(sign: char) -> Option<(String, &'static str)> {
    const QUOTES: &str = "“”„‟«»‘’‚‛″′＂";
    if QUOTES.contains(sign) {
        let what = format!("`{sign}` is a typeset quotation mark, and a text stands in plain ones");
        let fix = "write it as \"...\", with the smart punctuation of the keyboard or the program turned off";
        return Some((what, fix));
    }
    is_space(sign).then(|| (space(sign), PRESS_SPACE))
}

/// What is said of a line of dashes that is not `---`.
pub const OTHER_DASHES: &str =
    "front matter begins and ends with three plain hyphens, and these are others, or not three";

/// How such a line is mended.
pub const THREE_HYPHENS: &str = "write `---`; where the keyboard makes dashes of it, turn off its smart punctuation, or paste it from another record";

/// Whether a sign is a hyphen or a dash of any kind.
pub fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// Whether a line has dashes of any kind alone.
pub fn is_of_dashes(line: &str) -> bool {
    let line = line.trim_end();
    !line.is_empty() && line.chars().all(is_dash)
}
