//! Plain text as Markdown that shows the same: descriptions of calendars, cells of tables.

use super::{encoded, even_breaks};
use url::Url;

/// Plain text as Markdown that shows the same: its lines stay lines, addresses become links.
pub(super) fn to_markdown(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        out.push_str(&escaped(line.trim_start()));
        let next = lines.get(number + 1);
        if next.is_some_and(|next| !next.trim().is_empty()) && !line.trim().is_empty() {
            out.push('\\');
        }
        out.push('\n');
    }
    even_breaks(&out)
}

/// A line whose marks mean nothing in Markdown.
fn escaped(line: &str) -> String {
    let line = apart(line);
    let words = line.split(' ').map(|word| {
        let opening = word.len() - word.trim_start_matches(['(', '<', '"', '“']).len();
        let (before, rest) = word.split_at_checked(opening).unwrap_or(("", word));
        let address = rest.trim_end_matches(['.', ',', ';', ':', ')', '>', '!', '?', '"', '”']);
        if (address.starts_with("https://") || address.starts_with("http://"))
            && Url::parse(address).is_ok()
        {
            let after = rest.get(address.len()..).unwrap_or("");
            // Angle brackets around an address are those that a link has anyway.
            let (before, after) = match (before.strip_suffix('<'), after.strip_prefix('>')) {
                (Some(before), Some(after)) => (before, after),
                _ => (before, after),
            };
            return format!("{}<{}>{}", marks(before), encoded(address), marks(after));
        }
        marks(word)
    });
    let line = words.collect::<Vec<_>>().join(" ");
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let list = digits > 0
        && line
            .get(digits..)
            .is_some_and(|rest| rest.starts_with(['.', ')']));
    match line.chars().next() {
        Some('#' | '+' | '-' | '=' | '>' | '|' | '~') => format!("\\{line}"),
        _ if list => format!(
            "{}\\{}",
            line.get(..digits).unwrap_or(""),
            line.get(digits..).unwrap_or("")
        ),
        _ => line,
    }
}

/// A line in which an address in angle brackets behind a word is a word of its own. Outlook writes a link so
/// (`here<https://example.org>`), and an address that is its own words twice, of which one is enough.
fn apart(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (number, word) in line.split(' ').enumerate() {
        if number > 0 {
            out.push(' ');
        }
        match word.find("<http").and_then(|at| word.split_at_checked(at)) {
            Some((words, link)) if !words.is_empty() => {
                let inner = link.get(1..).and_then(|link| link.split('>').next());
                let same = inner.map(|inner| inner.trim_end_matches('/'))
                    == Some(words.trim_end_matches('/'));
                if !same {
                    out.push_str(words);
                    out.push(' ');
                }
                out.push_str(link);
            }
            _ => out.push_str(word),
        }
    }
    out
}

fn marks(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&') {
            // An ampersand only matters where it could begin the name of a character.
            if c != '&' || word.contains(';') {
                out.push('\\');
            }
        }
        out.push(c);
    }
    out
}
