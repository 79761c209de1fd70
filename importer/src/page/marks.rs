//! Markdown without the marks that say how it looks: emphasis, addresses in angle brackets, links by reference, boxes to
//! tick, tables, front matter. Its words and the numbers of its lines stay.
//!
//! Not here: links with their address, headings and bullets, which `text` reads.

use crate::pattern::constant;
use regex::{Captures, Regex};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// `[1]: https://example.org`
static DEFINITION: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^ {0,3}\[([^\[\]^]{1,60})\]: +<?(https?://[^\s<>]+)>?(?: .*)?$"));
/// `[words][1]`, `[words][]`
static REFERENCE: LazyLock<Regex> =
    LazyLock::new(|| constant(r"\[([^\[\]]{1,200})\] ?\[([^\[\]]{0,60})\]"));
/// An address in angle brackets, with the word before it.
static AUTOLINK: LazyLock<Regex> = LazyLock::new(|| constant(r"(\S*)<(https?://[^\s<>]+)>"));
static STRONG: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(^|[\s(\[“\x22–—])(?:\*\*([^\s*](?:[^*]*[^\s*])?)\*\*|__([^\s_](?:[^_]*[^\s_])?)__)")
});
static EMPHASIS: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(^|[\s(\[“\x22–—])(?:\*([^\s*](?:[^*]*[^\s*])?)\*|_([^\s_](?:[^_]*[^\s_])?)_)")
});
static BOX: LazyLock<Regex> = LazyLock::new(|| constant(r"^(\s*[-*+•]\s+)\[[ xX]\]\s+"));
static SEPARATOR: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$"));
static FIELD: LazyLock<Regex> = LazyLock::new(|| constant(r"^([A-Za-z_-]{1,40}): *(.*)$"));

/// Most lines of front matter that is looked for.
const LONGEST_FRONT: usize = 40;

/// A text without such marks.
pub(super) fn without(text: &str) -> String {
    let mut lines: Vec<Cow<str>> = text.lines().map(Cow::Borrowed).collect();
    front_matter(&mut lines);
    let mut references: BTreeMap<String, String> = BTreeMap::new();
    for line in &mut lines {
        let found = DEFINITION.captures(line).and_then(|found| {
            Some((
                found.get(1)?.as_str().to_lowercase(),
                found.get(2)?.as_str().to_owned(),
            ))
        });
        if let Some((id, url)) = found {
            references.insert(id, url);
            *line = Cow::Borrowed("");
        }
    }
    tables(&mut lines);
    let lines: Vec<String> = lines.iter().map(|line| plain(line, &references)).collect();
    lines.join("\n")
}

/// One line.
fn plain(line: &str, references: &BTreeMap<String, String>) -> String {
    let line = BOX.replace(line, "$1");
    let line = REFERENCE.replace_all(&line, |found: &Captures| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let id = if part(2).is_empty() { part(1) } else { part(2) };
        match references.get(&id.to_lowercase()) {
            Some(url) => format!("[{}]({url})", part(1)),
            None => part(0).to_owned(),
        }
    });
    let line = AUTOLINK.replace_all(&line, |found: &Captures| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let (before, url) = (part(1), part(2));
        match before {
            // `](<https://…>)` is a link as it is.
            _ if before.ends_with("](") => part(0).to_owned(),
            "" | "(" => format!("{before}{url}"),
            // An address that is its own words twice, as Outlook writes it.
            _ if before.trim_end_matches('/') == url.trim_end_matches('/') => url.to_owned(),
            _ => format!("{before} {url}"),
        }
    });
    let words = |found: &Captures| {
        let part = |at: usize| found.get(at).map(|part| part.as_str());
        let inner = part(2).or(part(3)).unwrap_or("");
        format!("{}{inner}", part(1).unwrap_or(""))
    };
    let line = STRONG.replace_all(&line, words);
    EMPHASIS.replace_all(&line, words).into_owned()
}

/// Rows of tables as items, their heading as a line.
fn tables(lines: &mut [Cow<str>]) {
    let mut within = false;
    for at in 0..lines.len() {
        let row = |at: usize| {
            let line = lines.get(at)?.trim();
            line.contains('|').then_some(line)
        };
        let cells = |line: &str, joint: &str| {
            let line = line.trim_matches('|');
            let cells: Vec<&str> = line
                .split('|')
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .collect();
            cells.join(joint)
        };
        let Some(line) = row(at) else {
            within = false;
            continue;
        };
        let told = if SEPARATOR.is_match(line) {
            if at > 0 && row(at - 1).is_some() {
                within = true;
                String::new()
            } else {
                continue;
            }
        } else if within {
            format!("- {}", cells(line, " – "))
        } else if row(at + 1).is_some_and(|next| SEPARATOR.is_match(next)) {
            cells(line, " | ")
        } else {
            continue;
        };
        // The heading has become a line without marks; the separator below it is still one.
        if let Some(line) = lines.get_mut(at) {
            *line = Cow::Owned(told);
        }
    }
}

/// Front matter without its fences; its title is a heading.
fn front_matter(lines: &mut [Cow<str>]) {
    if lines.first().is_none_or(|line| line.trim_end() != "---") {
        return;
    }
    let inner = lines.iter().skip(1).take(LONGEST_FRONT);
    let Some(length) = inner.clone().position(|line| line.trim_end() == "---") else {
        return;
    };
    let is_field = |line: &Cow<str>| line.trim().is_empty() || FIELD.is_match(line);
    if length == 0 || !inner.take(length).all(is_field) {
        return;
    }
    for line in lines.iter_mut().take(length + 2) {
        let told = match FIELD.captures(line) {
            Some(found) => {
                let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
                let value = part(2).trim_matches(['"', '\'']).trim();
                match part(1) {
                    "title" => format!("# {value}"),
                    _ => line.clone().into_owned(),
                }
            }
            None => String::new(),
        };
        *line = Cow::Owned(told);
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(without(text), expected, "{text}");
    }

    #[test]
    fn marks_go_and_words_stay() {
        check(
            "- **[A](https://e.org/a_b_c)** by *Ana*",
            "- [A](https://e.org/a_b_c) by Ana",
        );
        check(
            "_Updated_ and __so__, 2 * 3 * 4, a_b_c, **",
            "Updated and so, 2 * 3 * 4, a_b_c, **",
        );
        check("- [ ] Sign <https://e.org/s>", "- Sign https://e.org/s");
        check(
            "https://e.org/<https://e.org> here<https://e.org/h>.",
            "https://e.org here https://e.org/h.",
        );
        check("[a](<https://e.org>)", "[a](<https://e.org>)");
        check(
            "See [this][1] and [That][].\n\n[1]: https://e.org/1\n[that]: <https://e.org/2> \"T\"",
            "See [this](https://e.org/1) and [That](https://e.org/2).\n\n\n",
        );
        check("[note][2]", "[note][2]");
    }

    #[test]
    fn tables_and_front_matter() {
        check(
            "| A | B |\n|---|:-:|\n| x | y |\n| z | |\n\na | b",
            "A | B\n\n- x – y\n- z\n\na | b",
        );
        check(
            "---\ntitle: \"Links\"\ndate: 2024-11-05\n---\nText",
            "\n# Links\ndate: 2024-11-05\n\nText",
        );
        check("---\nA sentence.\n---", "---\nA sentence.\n---");
        check("One\n---\nTwo", "One\n---\nTwo");
    }
}
