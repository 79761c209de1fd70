//! Plain text, or Markdown, as lines.

use super::{Line, Link, Page, Role, wrapped};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Marks that begin an item, before a space.
pub(super) const BULLETS: [char; 25] = [
    '-', '*', '•', '–', '—', '·', '▪', '◦', '●', '‣', '+', '○', '■', '□', '▸', '►', '∙', '⁃', '➢',
    '☐', '☑', '☒',
    // Those of the fonts Symbol and Wingdings, as Word gives them away.
    '\u{f0b7}', '\u{f0a7}', '\u{f0d8}',
];

static MARKDOWN_LINK: LazyLock<regex::Regex> = LazyLock::new(|| {
    crate::pattern::constant(
        r"\[([^\[\]]+)\]\(\s*<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)?)>?(?:\s+[^()]*)?\)",
    )
});

/// A text as lines. Those with the given numbers stand apart, as if an empty line were before them.
pub(super) fn read(text: &str, apart_at: &BTreeSet<usize>) -> Page {
    let mut page = Page::default();
    let mut apart = false;
    let mut indented = false;
    let quoted = is_quoted(text);
    let lines = text.lines().map(|raw| match quoted {
        true => unquoted(raw),
        false => raw,
    });
    let (lines, unsure) = wrapped::joined((1..).zip(lines.map(Cow::Borrowed)));
    page.unsure = unsure;
    for (number, raw) in &lines {
        let line = raw.trim();
        apart |= apart_at.contains(number);
        if line.is_empty() {
            apart = true;
            continue;
        }
        if !apart
            && line.chars().count() >= 3
            && line.chars().all(|c| c == '=' || c == '-')
            && let Some(before) = page.lines.last_mut()
            && before.role == Role::Plain
        {
            before.role = Role::Heading(if line.starts_with('=') { 1 } else { 2 });
            apart = true;
            continue;
        }
        if line.len() >= 3
            && line
                .chars()
                .all(|c| matches!(c, '-' | '=' | '*' | '_' | '~'))
        {
            apart = true;
            continue;
        }
        let (role, rest) = role(line);
        // A bullet alone, a rule.
        if rest.is_empty() {
            apart = true;
            continue;
        }
        let deep = raw.starts_with("  ") || raw.starts_with('\t');
        let small = rest.starts_with(char::is_lowercase) && !starts_with_address(rest);
        let goes_on = role == Role::Plain
            && !apart
            && page.lines.last().is_some_and(|before| {
                !matches!(before.role, Role::Heading(_))
                    && (small || deep && before.role == Role::Item && !indented)
            });
        if goes_on {
            if let Some(before) = page.lines.last_mut() {
                before.text.push(' ');
                before.text.push_str(rest);
            }
        } else {
            indented = deep && role == Role::Plain;
            let before = page.lines.last().map(|before| before.role);
            page.lines.push(Line {
                broken: !apart
                    && role == Role::Plain
                    && matches!(before, Some(Role::Plain | Role::Item)),
                number: *number,
                role,
                text: rest.to_owned(),
                apart,
                ..Line::default()
            });
        }
        apart = false;
    }
    for line in &mut page.lines {
        follow_links(line);
    }
    page
}

/// What a line is marked as, and the rest of it.
fn role(line: &str) -> (Role, &str) {
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes)
        && let Some(rest) = line.get(hashes..).filter(|rest| rest.starts_with(' '))
    {
        let level = u8::try_from(hashes).unwrap_or(6);
        return (
            Role::Heading(level),
            rest.trim().trim_end_matches('#').trim(),
        );
    }
    // As newsletters write headings in plain text: `** Events **`.
    if let Some(words) = line
        .strip_prefix("** ")
        .and_then(|rest| rest.strip_suffix(" **"))
        && !words.contains("**")
        && !words.trim().is_empty()
    {
        return (Role::Heading(3), words.trim());
    }
    let mut chars = line.chars();
    if let Some(first) = chars.next()
        && BULLETS.contains(&first)
    {
        let rest = chars.as_str();
        if rest.is_empty() || rest.starts_with(char::is_whitespace) || first == '•' {
            return (Role::Item, rest.trim_start());
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits)
        && let Some(rest) = line.get(digits..)
        && let Some(rest) = rest.strip_prefix(['.', ')'])
        && rest.starts_with(char::is_whitespace)
    {
        return (Role::Item, rest.trim_start());
    }
    // Word's bullets of the second level, and numbers that are letters: `o` and `a.` before a tab.
    if let Some((mark, rest)) = line.split_once('\t')
        && !rest.is_empty()
    {
        let mark = mark.trim_end();
        let letter = mark.strip_suffix(['.', ')']).unwrap_or("");
        if matches!(mark, "o" | "§" | "Ø") || letter.len() == 1 && letter.is_ascii() {
            return (Role::Item, rest.trim_start());
        }
    }
    (Role::Plain, line)
}

/// Whether a text is the answer to a mail or its copy, in which every line has the mark `>`: some have nothing else.
fn is_quoted(text: &str) -> bool {
    text.lines()
        .any(|line| line.starts_with('>') && unquoted(line).trim().is_empty())
}

/// A line without the marks of the mails that it was quoted in.
fn unquoted(line: &str) -> &str {
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix('>') {
        rest = inner
            .strip_prefix(' ')
            .filter(|inner| inner.starts_with('>'))
            .unwrap_or(inner);
    }
    match rest.len() == line.len() {
        true => line,
        // The mark is parted from the words; what is further in is.
        false => rest.strip_prefix(' ').unwrap_or(rest),
    }
}

fn starts_with_address(text: &str) -> bool {
    text.split_whitespace()
        .next()
        .is_some_and(|word| word.contains('.') && !word.ends_with('.') || word.contains("://"))
}

/// Markdown's links become their words; the addresses go beside them.
fn follow_links(line: &mut Line) {
    if !line.text.contains("](") {
        return;
    }
    let mut text = String::with_capacity(line.text.len());
    let mut done = 0;
    for found in MARKDOWN_LINK.captures_iter(&line.text) {
        let (Some(whole), Some(words), Some(url)) = (found.get(0), found.get(1), found.get(2))
        else {
            continue;
        };
        text.push_str(line.text.get(done..whole.start()).unwrap_or(""));
        let start = text.len();
        text.push_str(words.as_str());
        line.links.push(Link {
            range: start..text.len(),
            url: url.as_str().to_owned(),
        });
        done = whole.end();
    }
    text.push_str(line.text.get(done..).unwrap_or(""));
    line.text = text;
}
