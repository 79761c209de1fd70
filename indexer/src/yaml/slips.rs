//! Common slips in front matter, found line by line where the parser has given up: it stops where something no longer fits,
//! which is often lines after the mistake, and says what it expected there.
//!
//! Not here: whether front matter can be read (the parser knows), what it means.

use crate::typeset;

/// A slip: where it is, what is wrong in words that need no YAML, and how it is mended.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Length in characters.
    pub length: usize,
    pub why: String,
    pub fix: String,
}

/// A line that is no comment and not within a text or a list that began before.
struct Piece<'t> {
    /// From 1.
    number: usize,
    line: &'t str,
    /// Where its value begins, in bytes; of a line without key or hyphen its first sign.
    start: usize,
    /// The column of its last key or hyphen, in bytes, if it has one.
    own: Option<usize>,
    /// Whether it can go on with a text above.
    goes_on: bool,
}

impl<'t> Piece<'t> {
    fn value(&self) -> &'t str {
        self.line.get(self.start..).unwrap_or("")
    }

    /// A slip from so many bytes of the line on to its end.
    fn slip(&self, start: usize, why: impl Into<String>, fix: String) -> Slip {
        let (before, rest) = self.line.split_at_checked(start).unwrap_or(("", ""));
        Slip {
            line: self.number,
            column: before.chars().count() + 1,
            length: rest.chars().count(),
            why: why.into(),
            fix,
        }
    }
}

/// The pieces of front matter, one after another.
struct Pieces<'t> {
    lines: Vec<&'t str>,
    at: usize,
    /// The column of the last key or hyphen: a text that goes on in the next line begins to the right of it.
    column: Option<usize>,
}

impl<'t> Pieces<'t> {
    fn of(text: &'t str) -> Pieces<'t> {
        Pieces {
            lines: text.lines().map(str::trim_end).collect(),
            at: 0,
            column: None,
        }
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        loop {
            let line = *self.lines.get(self.at)?;
            self.at += 1;
            let content = line.trim_start_matches(' ');
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let indent = line.len() - content.len();
            let entry = entry(line, indent);
            let piece = Piece {
                number: self.at,
                line,
                start: entry.map_or(indent, |(_, start)| start),
                own: entry.map(|(own, _)| own),
                goes_on: self.column.is_some_and(|column| indent > column),
            };
            if let Some(own) = piece.own {
                self.column = Some(own);
                self.at += match piece.value().chars().next() {
                    Some('|' | '>') => deeper(&self.lines, self.at, own),
                    // Where it is not closed at all the parser says so.
                    Some(quote @ ('"' | '\'')) if !is_closed(piece.value(), quote) => {
                        quoted(&self.lines, self.at, quote)
                    }
                    Some('[' | '{') => {
                        list_goes_on(&self.lines, self.at, own, piece.value()).unwrap_or(0)
                    }
                    _ => 0,
                };
            }
            return Some(piece);
        }
    }
}

/// The first slip up to the line (from 1) at which the parser stopped.
pub(super) fn first(text: &str, last: usize) -> Option<Slip> {
    let mut pieces = Pieces::of(text);
    while let Some(piece) = pieces.next().filter(|piece| piece.number <= last) {
        let value = piece.value();
        let Some(own) = piece.own else {
            if piece.goes_on {
                continue;
            }
            let (why, fix) = no_entry(value);
            return Some(piece.slip(piece.start, why, fix));
        };
        if let Some(member) = value.strip_prefix("- ") {
            let why = "a list with hyphens begins below its key";
            let fix = format!("write `[{member}]`, or `- {member}` in the next line");
            return Some(piece.slip(piece.start, why, fix));
        }
        if !value.starts_with(['[', '{']) {
            continue;
        }
        if list_goes_on(&pieces.lines, piece.number, own, value).is_none() {
            let (why, fix) = no_end(value);
            return Some(piece.slip(piece.start, why, fix));
        }
        let rest = end_of_list(value).and_then(|end| value.get(end..));
        let rest = rest.unwrap_or("").trim_start();
        if !rest.is_empty() && !rest.starts_with('#') {
            let why = "something follows the closing bracket";
            return Some(piece.slip(piece.start, why, quotes_around(value)));
        }
    }
    None
}

/// Words after ` #` that are no comment, by all appearances: a number or a hashtag. A comment has a space after the sign.
pub(super) fn cut_off(text: &str) -> Vec<Slip> {
    let mut all = Vec::new();
    if !text.contains(" #") {
        return all;
    }
    for piece in Pieces::of(text) {
        let value = piece.value();
        if value.starts_with(['|', '>', '"', '\'', '[', '{', '&', '!']) {
            continue;
        }
        let sign = match value.starts_with('#') {
            true => Some(0),
            false => value.find(" #").map(|at| at + 1),
        };
        let Some(sign) = sign else { continue };
        // A comment may follow what is no comment.
        let end = value.get(sign..).and_then(|rest| rest.find(" # "));
        let value = end
            .and_then(|end| value.get(..sign + end))
            .unwrap_or(value)
            .trim_end();
        let lost = value.get(sign..).unwrap_or("");
        if lost.chars().nth(1).is_some_and(char::is_alphanumeric) {
            let why = format!("`{lost}` is read as a comment, not as a part of the value");
            let fix = format!("{}; before a comment write `# `", quotes_around(value));
            all.push(Slip {
                length: lost.chars().count(),
                ..piece.slip(piece.start + sign, why, fix)
            });
        }
    }
    all
}

/// A sign that no eye sees and no YAML may have: what copying and broken disks leave.
pub(super) fn invisible(text: &str) -> Option<Slip> {
    let is_invisible = |c: char| c.is_control() && !matches!(c, '\t' | '\u{85}');
    text.split('\n').zip(1..).find_map(|(line, number)| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let (at, sign) = line.chars().enumerate().find(|(_, c)| is_invisible(*c))?;
        let why = match sign {
            '\0' => "the line has a zero byte, which no text has".to_owned(),
            '\r' => "the line has a carriage return (CR) in it, which ends lines for some programs and not for others".to_owned(),
            sign => format!("the line has the invisible character U+{:04X}", sign as u32),
        };
        Some(Slip {
            line: number,
            column: at + 1,
            length: 1,
            why,
            fix: "type the line anew instead of pasting it".to_owned(),
        })
    })
}

/// A typeset space where YAML knows the plain one alone: before a key, after its colon, or beside a hyphen. It looks the same,
/// and what it belongs to would be read as another key or as none.
pub(super) fn typeset(text: &str) -> Option<Slip> {
    let is_typeset = typeset::is_space;
    if !text.contains(is_typeset) {
        return None;
    }
    // Below a key alone stands a list, or keys of its own, and no text that goes on.
    let mut is_below_key = false;
    Pieces::of(text).find_map(|piece| {
        let goes_on = piece.goes_on && piece.own.is_none() && !is_below_key;
        is_below_key = piece.own.is_some() && piece.value().is_empty();
        let line = piece.line;
        let content = line.trim_start_matches(|c| matches!(c, ' ' | '-') || is_typeset(c));
        let before = line.get(..line.len() - content.len())?;
        let colon = content.find(':').map(|at| before.len() + at + 1);
        let after_colon = colon.filter(|at| {
            line.get(*at..)
                .is_some_and(|rest| rest.starts_with(is_typeset))
                && line.get(before.len()..at - 1).is_some_and(is_name)
        });
        let at = match before.find(is_typeset) {
            Some(at) if !goes_on => Some(at),
            _ => after_colon,
        }?;
        let sign = line.get(at..)?.chars().next()?;
        Some(Slip {
            length: 1,
            ..piece.slip(at, typeset::space(sign), typeset::PRESS_SPACE.to_owned())
        })
    })
}

/// The sign with which the value in a line begins and that only a text in quotes can begin with, and how it is mended.
pub(super) fn special(line: &str) -> Option<(char, String)> {
    let piece = Pieces::of(line).next()?;
    let sign = piece.value().chars().next()?;
    "[]{}&*!|>%@`,?"
        .contains(sign)
        .then(|| (sign, quotes_around(piece.value())))
}

/// The fix of a value that needs quotes.
pub(super) fn quotes_around(value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("put quotes around the value: \"{value}\"")
}

/// The column of the last key or hyphen of a line and where what follows it begins, both in bytes; nothing where a line has
/// neither.
fn entry(line: &str, indent: usize) -> Option<(usize, usize)> {
    let (mut own, mut start) = (None, indent);
    loop {
        let rest = line.get(start..)?;
        if rest == "-" {
            return Some((start, line.len()));
        }
        let Some(after) = rest.strip_prefix("- ") else {
            break;
        };
        own = Some(start);
        start = line.len() - after.trim_start_matches(' ').len();
    }
    let rest = line.get(start..)?;
    match key(rest) {
        Some(end) => {
            let value = rest.get(end..)?;
            Some((start, line.len() - value.trim_start().len()))
        }
        None => own.map(|own| (own, start)),
    }
}

/// The length of the key with which a text begins, with its colon.
fn key(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let name = match quote {
        Some(quote) => text.get(1..)?.find(quote)? + 2,
        None if text.starts_with(['[', '{', '#']) => return None,
        None => 0,
    };
    let colon = text.match_indices(':').map(|(at, _)| at).find(|at| {
        let after = text.get(at + 1..).unwrap_or("");
        *at >= name && (after.is_empty() || after.starts_with([' ', '\t']))
    })?;
    // What begins a comment ends the key.
    let is_key = !text.get(..colon)?.contains(" #") && (quote.is_none() || colon == name);
    is_key.then_some(colon + 1)
}

/// What a line most likely means that has neither key nor hyphen.
fn no_entry(content: &str) -> (String, String) {
    if let Some(value) = content
        .strip_prefix('-')
        .filter(|rest| !rest.starts_with('-'))
    {
        return (
            "there is no space after the hyphen".to_owned(),
            format!("write `- {value}`"),
        );
    }
    match content.split_once(':') {
        Some((name, value)) if is_name(name) && !value.starts_with("//") => (
            "there is no space after the colon".to_owned(),
            format!("write `{name}: {value}`"),
        ),
        _ => (
            "the line belongs to no key".to_owned(),
            "begin it with two spaces where it goes on with the text above; else write it as `key: value`"
                .to_owned(),
        ),
    }
}

/// Whether a text can be a key.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// How many lines from `at` belong to a text that begins below a key in this column.
fn deeper(lines: &[&str], at: usize, column: usize) -> usize {
    let rest = lines.get(at..).unwrap_or_default().iter();
    rest.take_while(|line| line.is_empty() || line.len() - line.trim_start().len() > column)
        .count()
}

/// How many lines from `at` a quoted text takes, with the one that closes it.
fn quoted(lines: &[&str], at: usize, quote: char) -> usize {
    let rest = lines.get(at..).unwrap_or_default();
    let open = rest.iter().take_while(|line| !line.contains(quote));
    (open.count() + 1).min(rest.len())
}

/// Whether a text that begins with a quotation mark has another that closes it.
fn is_closed(text: &str, quote: char) -> bool {
    let mut signs = text.chars().skip(1);
    while let Some(c) = signs.next() {
        if c == '\\' && quote == '"' {
            signs.next();
        } else if c == quote {
            return true;
        }
    }
    false
}

/// The end in bytes of the list or keys in brackets with which a text begins, if they are closed.
fn end_of_list(text: &str) -> Option<usize> {
    let (mut open, mut quote, mut before) = (0_usize, None, '[');
    let mut signs = text.char_indices();
    while let Some((at, c)) = signs.next() {
        match (quote, c) {
            (Some('"'), '\\') => {
                signs.next();
            }
            (Some(have), c) if have == c => quote = None,
            (Some(_), _) => {}
            // A quotation mark within a word is an apostrophe.
            (None, '"' | '\'') if matches!(before, '[' | '{' | ',' | ':') => quote = Some(c),
            (None, '#') if text.get(..at).is_some_and(|before| before.ends_with(' ')) => {
                return None;
            }
            (None, '[' | '{') => open += 1,
            (None, ']' | '}') => {
                open = open.saturating_sub(1);
                if open == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    None
}

/// How many lines from `at` a list takes whose first line has `value`, beside that line; nothing where it does not end
/// before another key begins.
fn list_goes_on(lines: &[&str], at: usize, column: usize, value: &str) -> Option<usize> {
    if end_of_list(value).is_some() {
        return Some(0);
    }
    let mut whole = value.to_owned();
    for (line, number) in lines.get(at..)?.iter().zip(1..) {
        let content = line.trim_start();
        if !content.is_empty() && line.len() - content.len() <= column && key(content).is_some() {
            return None;
        }
        whole = format!("{whole}\n{content}");
        if end_of_list(&whole).is_some() {
            return Some(number);
        }
    }
    None
}

/// What is wrong with a list that does not end, and how it would.
fn no_end(value: &str) -> (String, String) {
    if value.contains(" #") {
        return (
            "the list has no end: what follows ` #` is a comment".to_owned(),
            "leave `#` out, or put quotes around what begins with it".to_owned(),
        );
    }
    let (what, end) = match value.starts_with('[') {
        true => ("the list has no end", ']'),
        false => ("the keys in braces have no end", '}'),
    };
    let value = value.trim_end_matches([',', ' ']);
    (what.to_owned(), format!("write `{value}{end}`"))
}

#[cfg(test)]
mod tests {
    use super::{cut_off, first};

    #[test]
    fn what_is_well_written_is_no_slip() {
        for text in [
            "title: One\n  goes on\nsummary: >\n  Text: more\n  -none\n\nlink: https://example.org/a:b\n",
            "topic: [a, 'b]', \"c]\\\"\",\n  it's]\nhosts:\n- one\n- two: three\n  four: five\n-\n  six: seven\n",
            "# a comment\ntitle: \"One\n  two: three\nfour\"\n\"key\": value\nwhen: {a: [b, c]} # comment\n",
            "notes:\n  - note: text\n      -goes on\n  - - nested\n    - more\n",
        ] {
            assert_eq!(first(text, 99), None, "{text}");
        }
    }

    #[test]
    fn what_is_cut_off_is_told_from_comments() {
        let text = "a: One #3\nb: Two # 3\nc: \"Three #3\"\nd: >\n  Four #3\ne: #five\nf:\n  - #six\n#g: 7\nh: [8] #no\ni: a#b\n";
        let found = cut_off(text).into_iter();
        let found: Vec<_> = found.map(|slip| (slip.line, slip.column)).collect();
        assert_eq!(found, [(1, 8), (6, 4), (8, 5)]);
    }

    #[test]
    fn slips_are_found_where_they_are() {
        for (text, place, fix) in [
            (
                "title: One\nlink:https://example.org/9\n",
                (2, 1),
                "write `link: https://example.org/9`",
            ),
            ("topic: [a, b\nhosts: [c]\n", (1, 8), "write `[a, b]`"),
            (
                "image: {alt: One,\nhosts: [c]\n",
                (1, 8),
                "write `{alt: One}`",
            ),
            ("topic:\n  - a\n  -b\n", (3, 3), "write `- b`"),
            (
                "é: \"ü\"\ntitle: [a] b\n",
                (2, 8),
                "put quotes around the value: \"[a] b\"",
            ),
        ] {
            let slip = first(text, 99).unwrap();
            assert_eq!(
                ((slip.line, slip.column), slip.fix.as_str()),
                (place, fix),
                "{text}"
            );
        }
        assert_eq!(first("title: One\nlink:https://example.org/9\n", 1), None);
        // Any text is looked through.
        for text in [
            "-", "- ", "\"", "'\n", "[", "- [", "a: [\n- ", ":", "é:\n é", "a: {\"\\", "- - -",
        ] {
            let _ = (first(text, 99), cut_off(&format!("{text} #a")));
        }
    }
}
