//! Bodies as CommonMark: from Markdown with HTML in it, or from HTML.
//!
//! Used by every format whose items have a text. Markdown without HTML stays as its author wrote it;
//! HTML is turned into Markdown by `htmd`, and what Markdown cannot carry (forms, embedded players)
//! is asked about. Links become absolute where the base is known. Not here: templates (Liquid,
//! shortcodes), which a format undoes before.

mod html;
mod plain_text;

use crate::page::protected;
use html::{ask_about_elements, convert};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use url::Url;

/// A body, and what is to be asked about it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// CommonMark without HTML.
    pub markdown: String,
    /// Line in the file, code and question.
    pub asked: Vec<(usize, &'static str, String)>,
}

/// Markdown of the record format: what the indexer reads.
const MARKDOWN: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Reads Markdown that may have HTML in it and begins on line `first` of its file. `base` is the
/// address of the page it stands on.
pub fn from_markdown(text: &str, first: usize, base: Option<&Url>) -> Body {
    let text = &text.replace("\r\n", "\n");
    let mut blocks: Vec<(Range<usize>, Vec<Event>)> = Vec::new();
    let mut depth = 0_usize;
    let (mut inline, mut block) = (false, false);
    for (event, range) in Parser::new_ext(text, MARKDOWN).into_offset_iter() {
        if depth == 0 {
            blocks.push((range, Vec::new()));
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::InlineHtml(raw) if !is_comment(raw) => inline = true,
            Event::Html(raw) if !is_comment(raw) && !is_line_break(raw) => block = true,
            Event::Html(raw) if !is_comment(raw) => inline = true,
            _ => {}
        }
        if let Some((_, events)) = blocks.last_mut() {
            events.push(event);
        }
    }
    let mut body = Body::default();
    if block {
        // An element may begin in one block and end in another, so that only the whole is HTML.
        let mut page = String::new();
        pulldown_cmark::html::push_html(
            &mut page,
            blocks.into_iter().flat_map(|(_, events)| events),
        );
        convert(&page, text, first, &mut body);
    } else if inline {
        let mut out = String::new();
        let mut done = 0;
        for (range, events) in blocks {
            let has_html = events.iter().any(
                |event| matches!(event, Event::InlineHtml(raw) | Event::Html(raw) if !is_comment(raw)),
            );
            out.push_str(text.get(done..range.start).unwrap_or(""));
            done = range.end;
            let only_breaks = events.iter().all(|event| match event {
                Event::Html(raw) => is_line_break(raw),
                Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => true,
                _ => false,
            });
            // Air between blocks is not the text's affair.
            if only_breaks {
                out.push('\n');
            } else if has_html {
                let mut part = String::new();
                pulldown_cmark::html::push_html(&mut part, events.into_iter());
                let mut converted = Body::default();
                convert(&part, "", first, &mut converted);
                out.push_str(&converted.markdown);
                out.push_str("\n\n");
            } else {
                out.push_str(text.get(range).unwrap_or(""));
            }
        }
        out.push_str(text.get(done..).unwrap_or(""));
        body.markdown = even_breaks(&out);
        ask_about_elements(text, first, &mut body);
    } else {
        body.markdown = text.trim_end().to_owned();
    }
    settle(&mut body, first, base);
    body
}

/// Reads HTML that begins on line `first` of its file.
pub fn from_html(text: &str, first: usize, base: Option<&Url>) -> Body {
    let mut body = Body::default();
    convert(text, text, first, &mut body);
    settle(&mut body, first, base);
    body
}

/// Reads a text that says nothing of its form: HTML if it has tags, otherwise plain text.
pub fn from_text(text: &str, first: usize, base: Option<&Url>) -> Body {
    let tags = [
        "<p", "<br", "<a ", "<b>", "<i>", "<div", "<span", "<ul", "<ol", "<strong", "<em", "<html",
    ];
    let lower = text.to_ascii_lowercase();
    if tags.iter().any(|tag| lower.contains(tag)) {
        // Calendars mix line breaks with tags; where there are no paragraphs the breaks mean something.
        if lower.contains("<p") || lower.contains("<br") || lower.contains("<div") {
            return from_html(text, first, base);
        }
        return from_html(&text.replace('\n', "<br>\n"), first, base);
    }
    from_plain(text, first, base)
}

/// Reads a text in which nothing is a tag.
pub fn from_plain(text: &str, first: usize, base: Option<&Url>) -> Body {
    let mut body = Body {
        markdown: plain_text::to_markdown(text),
        asked: Vec::new(),
    };
    settle(&mut body, first, base);
    body
}

/// The words of a text that may have HTML in it, in one line.
pub fn plain(text: &str) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.contains(['<', '&']) {
        return words(text);
    }
    words(&text_of(&from_html(text, 1, None).markdown).join(" "))
}

/// The words of Markdown, a text for each block.
pub fn text_of(markdown: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for event in Parser::new_ext(markdown, MARKDOWN) {
        let Some(last) = blocks.last_mut() else {
            break;
        };
        match event {
            Event::Text(part) | Event::Code(part) => last.push_str(&part),
            Event::SoftBreak | Event::HardBreak => last.push(' '),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::CodeBlock,
            ) => blocks.push(String::new()),
            _ => {}
        }
    }
    blocks
        .iter()
        .map(|block| block.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|block| !block.is_empty())
        .collect()
}

/// Paragraphs alone: what a summary may be taken from.
pub fn paragraphs(markdown: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut open: Option<String> = None;
    for event in Parser::new_ext(markdown, MARKDOWN) {
        match event {
            Event::Start(Tag::Paragraph) => open = Some(String::new()),
            Event::End(TagEnd::Paragraph) => all.extend(open.take()),
            Event::Text(part) | Event::Code(part) => {
                if let Some(open) = &mut open {
                    open.push_str(&part);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(open) = &mut open {
                    open.push(' ');
                }
            }
            _ => {}
        }
    }
    all.iter()
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
        .collect()
}

fn is_comment(raw: &str) -> bool {
    raw.trim_start().starts_with("<!--")
}

fn is_line_break(raw: &str) -> bool {
    raw.split_whitespace().all(|word| {
        matches!(
            word.to_ascii_lowercase().as_str(),
            "<br>" | "<br/>" | "<br" | "/>" | "</br>"
        )
    })
}

/// At most one blank line between blocks, no spaces on empty lines, and no line break at the end of a
/// block, where it would be shown as a backslash. Code keeps its blank lines.
fn even_breaks(markdown: &str) -> String {
    let mut out = String::new();
    let mut blank = 0;
    let mut fence: Option<String> = None;
    let lines: Vec<&str> = markdown.trim_end().lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let next = lines.get(number + 1).map_or("", |next| next.trim());
        let ends = fence.is_none() && next.trim_matches('\\').is_empty() && !line.ends_with("\\\\");
        let line = if ends {
            line.trim_end().trim_end_matches('\\')
        } else {
            line
        };
        let start = line.trim_start();
        if let Some(open) = &fence {
            if start.starts_with(open.as_str()) {
                fence = None;
            }
        } else {
            let marks: String = start.chars().take_while(|c| *c == '`').collect();
            if marks.len() >= 3 {
                fence = Some(marks);
            }
            if start.is_empty() {
                blank += 1;
                continue;
            }
        }
        if blank > 0 && !out.is_empty() {
            out.push('\n');
        }
        blank = 0;
        let line = if fence.is_none() && line.trim_matches(['\\', ' ']).is_empty() {
            ""
        } else {
            line
        };
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Makes links absolute and harmless, and takes out what would make a text look like another.
fn settle(body: &mut Body, first: usize, base: Option<&Url>) {
    // The explicit directional formatting characters of Unicode's Annex 9.
    let control = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if body.markdown.contains(control) {
        body.markdown = body.markdown.replace(control, "");
        let text =
            "invisible characters that reverse the direction of writing were taken out of the text";
        body.asked.push((first, "bidi-control", text.to_owned()));
    }
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut relative = None;
    for (event, range) in Parser::new_ext(&body.markdown, MARKDOWN).into_offset_iter() {
        let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else {
            continue;
        };
        let slice = body.markdown.get(range.clone()).unwrap_or("");
        // An address that the site fills in is asked about as a template, and is no address yet.
        if dest_url.contains("{{") || dest_url.contains("{%") {
            changes.push((range, format!("`{}`", slice.replace('`', "'"))));
            continue;
        }
        // One that is only mistyped is asked about as that.
        if !is_harmless(&dest_url) && !crate::shape::mistyped(&dest_url).is_empty() {
            changes.push((range, format!("`{}`", slice.replace('`', "'"))));
            continue;
        }
        if !is_harmless(&dest_url) {
            let text = "a link that could run code in the reader's browser was made plain text";
            body.asked.push((first, "unsafe-link", text.to_owned()));
            changes.push((range, format!("`{}`", slice.replace('`', "'"))));
            continue;
        }
        if dest_url.is_empty() || dest_url.starts_with('#') || has_scheme(&dest_url) {
            continue;
        }
        let mail = protected::of_link(&dest_url).map(|mail| format!("mailto:{mail}"));
        let joined = || Some(base?.join(&dest_url).ok()?.to_string());
        match mail.or_else(joined) {
            Some(whole) => {
                // Links by reference have their address elsewhere; they are left as they are.
                if let Some(at) = slice.rfind(&format!("]({dest_url}")) {
                    let start = range.start + at + 2;
                    changes.push((start..start + dest_url.len(), whole));
                }
            }
            None => relative = Some(relative.unwrap_or(dest_url.into_string())),
        }
    }
    changes.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut out = String::new();
    let mut done = 0;
    for (range, text) in changes {
        // A link within one that was made plain text is part of it.
        if range.start < done {
            continue;
        }
        out.push_str(body.markdown.get(done..range.start).unwrap_or(""));
        out.push_str(&text);
        done = range.end;
    }
    out.push_str(body.markdown.get(done..).unwrap_or(""));
    body.markdown = out;
    if let Some(address) = relative {
        body.asked.push((
            first,
            "relative-link",
            format!(
                "links such as `{address}` lead to a page of the source, whose address is not known"
            ),
        ));
    }
}

/// Whether a link of a text is told from the page that it stands on (`flyer.png`), so that only that page's own address
/// completes it.
pub(crate) fn is_beside(text: &str, is_html: bool) -> bool {
    let read = match is_html {
        true => from_html(text, 0, None),
        false => from_markdown(text, 0, None),
    };
    Parser::new_ext(&read.markdown, MARKDOWN).any(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            !dest_url.is_empty() && !dest_url.starts_with(['#', '/', '{']) && !has_scheme(&dest_url)
        }
        _ => false,
    })
}

/// The schemes that the indexer keeps.
pub(crate) fn is_harmless(address: &str) -> bool {
    match address.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => matches!(
            scheme.trim().to_ascii_lowercase().as_str(),
            "https" | "http" | "mailto" | "tel" | "sms"
        ),
        _ => true,
    }
}

/// Whether an address is whole, or is meant to be: a mistyped one is no page beside that of the source.
fn has_scheme(address: &str) -> bool {
    let scheme = address.split_once(':');
    scheme.is_some_and(|(scheme, _)| !scheme.contains(['/', '?', '#']))
        || !crate::shape::mistyped(address).is_empty()
}

/// An address as it may stand between angle brackets.
fn encoded(address: &str) -> String {
    address
        .trim()
        .replace(' ', "%20")
        .replace('<', "%3C")
        .replace('>', "%3E")
}

#[cfg(test)]
mod tests {
    use super::{from_html, from_markdown, from_text, plain, text_of};
    use url::Url;

    #[test]
    fn markdown_without_html_is_left_alone() {
        let text = "# A\n\n*  one\n*  two\n\n<!-- note -->\n\n    code <br>\n\n`<b>`";
        assert_eq!(from_markdown(text, 1, None).markdown, text);
    }

    #[test]
    fn html_within_markdown_becomes_markdown() {
        let body = from_markdown(
            "A <a href= \"https://example.org/x\">link</a> and <b>bold</b>.\n\n*  kept\n\n### <b><u>What:</u></b>\n",
            5,
            None,
        );
        assert_eq!(
            body.markdown,
            "A [link](https://example.org/x) and **bold**.\n\n*  kept\n\n### **What:**\n"
        );
        assert_eq!(body.asked, []);
    }

    #[test]
    fn what_markdown_cannot_carry_is_asked_about() {
        let body = from_html(
            "<p>Calendar</p>\n<iframe src=\"https://example.org/cal\"></iframe>\n<form action=x><input></form><script>1</script>",
            10,
            None,
        );
        assert_eq!(body.markdown, "Calendar\n\n<https://example.org/cal>\n");
        let asked: Vec<_> = body
            .asked
            .iter()
            .map(|(line, code, _)| (*line, *code))
            .collect();
        assert_eq!(
            asked,
            [(11, "embedded-content"), (12, "form"), (12, "script")]
        );
    }

    #[test]
    fn links_are_whole_and_harmless() {
        let base = Url::parse("https://example.org/blog/a/").unwrap();
        let body = from_markdown(
            "[a](/docs) [b](../b) ![c](c.png) [d](#d) [e](mailto:e@example.org) [f](javascript:f)",
            1,
            Some(&base),
        );
        assert_eq!(
            body.markdown,
            "[a](https://example.org/docs) [b](https://example.org/blog/b) ![c](https://example.org/blog/a/c.png) [d](#d) [e](mailto:e@example.org) `[f](javascript:f)`"
        );
        assert_eq!(body.asked.len(), 1);
        assert_eq!(
            from_markdown("[a](/docs)", 1, None).asked[0].1,
            "relative-link"
        );
    }

    #[test]
    fn plain_text_stays_what_it_is() {
        let text = "Room *5*, a_b <x>\n# 1\n1. one\n\nsee (https://example.org/a_b).\n- last";
        let body = from_text(text, 1, None);
        assert_eq!(
            body.markdown,
            "Room \\*5\\*, a\\_b \\<x\\>\\\n\\# 1\\\n1\\. one\n\nsee (<https://example.org/a_b>).\\\n\\- last\n"
        );
        assert_eq!(
            text_of(&body.markdown).join(" | "),
            "Room *5*, a_b <x> # 1 1. one | see (https://example.org/a_b). - last"
        );
        assert_eq!(from_text("a<br>b", 1, None).markdown, "a\\\nb\n");
    }

    #[test]
    fn endless_nesting_keeps_its_text() {
        let deep = format!("{}deep{}", "<div>".repeat(50_000), "</div>".repeat(50_000));
        let body = from_html(&deep, 1, None);
        assert_eq!(body.markdown.trim(), "deep");
    }

    #[test]
    fn words_have_no_markup() {
        assert_eq!(
            plain("MACC Art &amp; <b>Propaganda</b>\n x"),
            "MACC Art & Propaganda x"
        );
        assert_eq!(plain("a < b"), "a < b");
    }
}
