//! A record's body: Markdown to HTML that is safe to show, and to the text that is searched.

use crate::diagnostic::{Log, Place};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::sync::LazyLock;

/// A body in both forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Body {
    /// Sanitised HTML.
    pub html: String,
    /// Plain text, blocks apart by line breaks.
    pub text: String,
}

/// What may stand in a body. Made once: its lists take longer to make than most bodies to read.
static SANITIZER: LazyLock<ammonia::Builder> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder
        .url_schemes(["https", "http", "mailto", "tel", "sms"].into())
        .link_rel(Some("noopener noreferrer"));
    builder
});

/// Reads a body that begins on line `line` of its file.
pub fn read(markdown: &str, line: u32, log: &mut Log) -> Body {
    if markdown.trim().is_empty() {
        return Body::default();
    }
    if let Some(control) = markdown
        .chars()
        .find(|c| crate::fields::plain::is_bidi_control(*c))
    {
        let at = markdown.find(control).unwrap_or(0);
        log.error(
            "bidi-control",
            place(markdown, at, line),
            format!(
                "the text contains the invisible character U+{:04X}",
                control as u32
            ),
            "type the text anew instead of pasting it",
        );
    }
    let mut text = String::new();
    let mut kept = Vec::new();
    for (event, range) in Parser::new_ext(
        markdown,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    )
    .into_offset_iter()
    {
        match &event {
            Event::Html(raw) | Event::InlineHtml(raw) => {
                // A comment is the editor's own affair.
                if !raw.trim_start().starts_with("<!--") {
                    let shown: String = raw.trim().chars().take(40).collect();
                    log.warn(
                        "raw-html",
                        place(markdown, range.start, line),
                        format!("`{shown}` is left out"),
                        "write Markdown",
                    );
                }
                continue;
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if !safe(dest_url) =>
            {
                log.error(
                    "unsafe-link",
                    place(markdown, range.start, line),
                    format!("a link to `{dest_url}` could run code in the reader's browser"),
                    "use an address that begins with https://",
                );
            }
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::CodeBlock,
            ) => text.push('\n'),
            _ => {}
        }
        // Pictures would be requests to other hosts: their words stand in for them.
        kept.push(match event {
            Event::Start(Tag::Image { .. }) => Event::Text(CowStr::Borrowed("[")),
            Event::End(TagEnd::Image) => Event::Text(CowStr::Borrowed("]")),
            event => event,
        });
    }
    let mut unsafe_html = String::new();
    html::push_html(&mut unsafe_html, kept.into_iter());
    let html = SANITIZER.clean(&unsafe_html).to_string();
    let text = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    Body {
        html: html.trim().to_owned(),
        text,
    }
}

fn safe(address: &str) -> bool {
    match address.split_once(':') {
        // A scheme has no slash: `a/b:c` is a path.
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            matches!(
                scheme.trim().to_ascii_lowercase().as_str(),
                "https" | "http" | "mailto" | "tel" | "sms"
            )
        }
        _ => true,
    }
}

fn place(text: &str, at: usize, first: u32) -> Place {
    let before = text.get(..at).unwrap_or("");
    Place {
        line: first + before.matches('\n').count() as u32,
        column: before.rsplit('\n').next().unwrap_or("").chars().count() as u32 + 1,
        length: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::diagnostic::Log;

    #[test]
    fn markdown_is_made_safe() {
        let source = "A *call* to [sign](https://example.org).\n\n<script>alert(1)</script>\n\n![a map](https://example.org/x.png) [x](javascript:alert)\n";
        let mut log = Log::new("a.md", source);
        let body = read(source, 10, &mut log);
        assert!(
            body.html.contains("<em>call</em>")
                && body.html.contains("href=\"https://example.org\"")
        );
        assert!(
            !body.html.contains("script") && !body.html.contains("<img"),
            "{}",
            body.html
        );
        assert!(body.text.starts_with("A call to sign.\n"));
        let codes: Vec<(&str, u32)> = log
            .finish()
            .iter()
            .map(|d| (d.code, d.place.line))
            .collect();
        assert_eq!(codes, [("raw-html", 12), ("unsafe-link", 14)]);
    }
}
