//! Markup as text. Views are plain functions from data to markup, tested natively; Leptos puts what
//! they write into the page when the data changes.
//!
//! Only texts that are part of the program can be written as markup ([`Html::raw`] takes nothing else), so
//! nothing that comes from a record can become a tag or an attribute.

use crate::text;

/// Markup that is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    out: String,
}

impl Html {
    /// Markup of the program's own.
    pub fn raw(&mut self, markup: &'static str) -> &mut Html {
        self.out.push_str(markup);
        self
    }

    /// Text, escaped; also right within a quoted attribute.
    pub fn text(&mut self, text: &str) -> &mut Html {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                c => self.out.push(c),
            }
        }
        self
    }

    /// In digits alone: what people read is a text of their language.
    pub fn number(&mut self, number: u32) -> &mut Html {
        self.text(&text::number(number))
    }

    /// ` name="value"`, within a tag that has been begun.
    pub fn attribute(&mut self, name: &'static str, value: &str) -> &mut Html {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    /// `<tag class="...">text</tag>`, which is most of what is written.
    pub fn element(&mut self, open: &'static str, text: &str, close: &'static str) -> &mut Html {
        self.raw(open).text(text).raw(close)
    }

    /// A link within the page.
    pub fn link(&mut self, href: &str, text: &str) -> &mut Html {
        self.raw("<a")
            .attribute("href", href)
            .raw(">")
            .text(text)
            .raw("</a>")
    }

    /// A link out of it. The host learns nothing of where the reader came from.
    pub fn outside(&mut self, href: &str, text: &str) -> &mut Html {
        self.raw("<a rel=\"noopener noreferrer external\"")
            .attribute("href", href)
            .raw(">")
            .text(text)
            .raw("</a>")
    }

    /// Markup that was sanitised when the pack was built.
    pub fn sanitized(&mut self, markup: &str) -> &mut Html {
        self.out.push_str(markup);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub fn done(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn text_never_becomes_markup() {
        let mut html = Html::default();
        html.raw("<p")
            .attribute("title", "\" onclick=\"x")
            .raw(">")
            .text("<script>&'")
            .raw("</p>");
        assert_eq!(
            html.done(),
            "<p title=\"&quot; onclick=&quot;x\">&lt;script&gt;&amp;&#39;</p>"
        );
    }
}
