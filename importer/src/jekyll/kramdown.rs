//! What kramdown, Jekyll's Markdown, has beyond CommonMark and means nothing in a record: attribute
//! lists and places for a table of contents.

/// Takes attribute lists (`{: .class}`, `{:toc}`) out, with the list item that a table of contents
/// replaces, and writes headings as CommonMark does. Lines stay where they are.
pub fn to_commonmark(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let mut fence: Option<char> = None;
    for (number, line) in lines.iter().enumerate() {
        let start = line.trim_start();
        let mark = start.chars().next().filter(|c| matches!(c, '`' | '~'));
        let is_fence =
            mark.is_some_and(|mark| start.chars().take_while(|c| *c == mark).count() >= 3);
        if is_fence {
            fence = match fence {
                Some(open) if Some(open) == mark => None,
                Some(open) => Some(open),
                None => mark,
            };
            out.push((*line).to_owned());
            continue;
        }
        if fence.is_some() || line.starts_with("    ") {
            out.push((*line).to_owned());
            continue;
        }
        let next = lines.get(number + 1).map_or("", |next| next.trim());
        let is_toc = start.starts_with(['*', '-', '+', '1'])
            && next.starts_with("{:")
            && next.contains("toc}");
        if is_toc && !next.contains("no_toc") || is_attributes(start) {
            out.push(String::new());
            continue;
        }
        out.push(heading(&without_attributes(line)));
    }
    let mut text = out.join("\n");
    text.push('\n');
    text
}

/// Whether a line is an attribute list and nothing else.
fn is_attributes(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("{:") && line.find('}') == Some(line.len().saturating_sub(1))
}

/// A line without the attribute lists within it: `[a](b){: target="_blank"}`.
fn without_attributes(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("{:") {
        let Some(end) = rest.get(at..).and_then(|tail| tail.find('}')) else {
            break;
        };
        // Within code it is what it is.
        if rest
            .get(..at)
            .is_some_and(|before| before.matches('`').count() % 2 == 1)
        {
            break;
        }
        out.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at + end + 1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// `##Heading` is a heading for kramdown. With one mark it is a hashtag more often than not.
fn heading(line: &str) -> String {
    let marks = line.chars().take_while(|c| *c == '#').count();
    match line.get(marks..) {
        Some(rest)
            if (2..=6).contains(&marks) && !rest.is_empty() && !rest.starts_with([' ', '\t']) =>
        {
            format!("{} {rest}", "#".repeat(marks))
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::to_commonmark;

    #[test]
    fn what_is_kramdowns_own_is_gone() {
        let text = "# A\n{:.no_toc}\n\n* toc here\n{:toc}\n\n##B\n#tag\n[x](y){: target=\"_blank\"} `{: z}`\n```\n##C\n{:toc}\n```\n";
        let expected = "# A\n\n\n\n\n\n## B\n#tag\n[x](y) `{: z}`\n```\n##C\n{:toc}\n```\n";
        assert_eq!(to_commonmark(text), expected);
        assert_eq!(to_commonmark(text).lines().count(), text.lines().count());
    }
}
