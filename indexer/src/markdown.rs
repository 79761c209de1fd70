//! A record's body: Markdown to HTML that is safe to show, and to the text that is searched.

use crate::diagnostic::{Log, Place};
use crate::fields::{phone, plain};
use bitcode::{Decode, Encode};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::sync::{Arc, LazyLock};

/// A body in both forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Body {
    /// Sanitised HTML.
    pub html: String,
    /// Plain text, blocks apart by line breaks; shared by all who have the record.
    pub text: Arc<str>,
}

/// Deepest that quotes, lists and the like are kept within one another. Nobody writes a tenth of it, and what makes the
/// HTML safe takes time in the square of it.
const DEEPEST: usize = 100;

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
    if let Some(control) = markdown.chars().find(|c| plain::is_bidi_control(*c)) {
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
    let control = markdown.find(plain::is_control).unwrap_or(0);
    let markdown = plain::without_controls(markdown, place(markdown, control, line), log);
    let markdown = &*markdown;
    let mut text = String::new();
    let mut kept = Vec::new();
    let mirrored = markdown.chars().any(is_right_to_left);
    let mut depth = 0;
    let mut told = false;
    for (event, range) in Parser::new_ext(
        markdown,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    )
    .into_offset_iter()
    {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        // The tag that ends one is as deep as the one that began it.
        let is_flat = match &event {
            Event::Start(_) => depth > DEEPEST,
            Event::End(_) => depth >= DEEPEST,
            _ => false,
        };
        if is_flat && !told {
            told = true;
            log.warn(
                "too-deep",
                place(markdown, range.start, line),
                format!("this stands more than {DEEPEST} quotes or lists deep"),
                "write it without so many `>`, `-` or `*` before one another",
            );
        }
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
            Event::Start(Tag::Link { dest_url, .. }) if scheme(dest_url).is_none() => {
                // A file has a dot in its name, a host before its first slash.
                let host = dest_url.split_once('/').map(|(host, _)| host);
                let is_host = dest_url.starts_with("www.")
                    || host.is_some_and(|host| host.contains('.') && !host.starts_with('.'));
                let fix = match is_host {
                    true => format!("write https://{dest_url}"),
                    false => "write the whole address, beginning with https://".to_owned(),
                };
                log.warn(
                    "relative-link",
                    place(markdown, range.start, line),
                    format!("where a link to `{dest_url}` leads depends on where it is read"),
                    fix,
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
        if is_flat {
            continue;
        }
        // Pictures would be requests to other hosts: their words stand in for them.
        kept.push(match event {
            Event::Start(Tag::Image { .. }) => Event::Text(CowStr::Borrowed("[")),
            Event::End(TagEnd::Image) => Event::Text(CowStr::Borrowed("]")),
            Event::Text(part) if mirrored => {
                isolate(&part, &mut kept);
                continue;
            }
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
        text: text.into(),
    }
}

/// Whether a character belongs to a script that is written from right to left, by the blocks that Unicode has set aside
/// for them (DerivedBidiClass.txt).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Appends a text with its phone numbers set apart (`bdi`). After Arabic letters a browser would show the groups of a
/// number from right to left (Unicode Standard Annex 9, rules W2 and W4).
fn isolate<'t>(text: &str, kept: &mut Vec<Event<'t>>) {
    let plain = |part: &str| Event::Text(part.to_owned().into());
    let mut rest = text;
    while let Some((before, number, after)) = phone::first(rest) {
        if !before.is_empty() {
            kept.push(plain(before));
        }
        kept.push(Event::InlineHtml("<bdi>".into()));
        kept.push(plain(number));
        kept.push(Event::InlineHtml("</bdi>".into()));
        rest = after;
    }
    if !rest.is_empty() {
        kept.push(plain(rest));
    }
}

/// The scheme of an address; `None` where it is one that depends on where it stands.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    // A scheme has no slash: `a/b:c` is a path.
    (!scheme.contains(['/', '?', '#'])).then_some(scheme)
}

fn safe(address: &str) -> bool {
    scheme(address).is_none_or(|scheme| {
        matches!(
            scheme.trim().to_ascii_lowercase().as_str(),
            "https" | "http" | "mailto" | "tel" | "sms"
        )
    })
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

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(read(markdown, 1, &mut Log::new("a.md", "")).html, expected);
    }

    #[test]
    fn phone_numbers_keep_their_order_in_text_from_right_to_left() {
        check(
            "الرقم 212-555-0142 للأسئلة، أو +44 20 7946 0018.",
            "<p>الرقم <bdi>212-555-0142</bdi> للأسئلة، أو <bdi>+44 20 7946 0018</bdi>.</p>",
        );
        check(
            "[اتصل 1-844-NVDA-NOW](tel:+18446832669) *الآن* & (212) 555-0142",
            "<p><a href=\"tel:+18446832669\" rel=\"noopener noreferrer\">اتصل <bdi>1-844-NVDA-NOW</bdi></a> <em>الآن</em> &amp; <bdi>(212) 555-0142</bdi></p>",
        );
        // Years and days are read as the text is.
        check(
            "من 2024-2025 إلى 2024-11-07",
            "<p>من 2024-2025 إلى 2024-11-07</p>",
        );
        check(
            "`212-555-0142` عربي",
            "<p><code>212-555-0142</code> عربي</p>",
        );
        check("Call 212-555-0142.", "<p>Call 212-555-0142.</p>");
    }

    #[test]
    fn what_nests_without_end_is_flat_from_some_depth_on() {
        for source in [
            ">".repeat(20_000) + " deep",
            "* ".repeat(20_000) + "deep",
            "1. ".repeat(20_000) + "deep",
        ] {
            let mut log = Log::new("a.md", "");
            let body = read(&source, 10, &mut log);
            assert_eq!(&*body.text, "deep");
            assert!(body.html.contains("deep") && body.html.len() < 5_000);
            let codes: Vec<(&str, u32)> = log
                .finish()
                .iter()
                .map(|d| (d.code, d.place.line))
                .collect();
            assert_eq!(codes, [("too-deep", 10)]);
        }
    }

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
