//! What a WordPress export says of each of its items besides what a feed says: what it is, and whether it is out.
//! Not here: the items themselves, which are read as those of any feed.

use regex::bytes::Regex;
use std::sync::LazyLock;

/// What an export says of an item; nothing where the feed is no export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Post {
    /// `post`, `page`, `attachment`
    kind: String,
    /// `publish`, `draft`, `private`
    status: String,
    has_password: bool,
}

/// Items and what they say, or what only looks so.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::bytes(
        r"(?s-u)<!--.*?-->|<wp:(status|post_type|post_password)>\s*(?:<!\[CDATA\[)?\s*([^<\]]*)|<!\[CDATA\[.*?\]\]>|<(item)[\s>]",
    )
});

/// A block of its own, or text that HTML reads as a paragraph only if it is marked as one.
static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::bytes(
        r"(?i-u)^(?:<!--|</?(?:address|article|aside|blockquote|details|div|dl|figure|figcaption|footer|form|h[1-6]|header|hr|iframe|li|ol|p|pre|section|table|tbody|td|th|tr|ul|script|style)\b)",
    )
});

/// What an export says of its items, in their order; nothing of other feeds.
pub(super) fn posts(bytes: &[u8]) -> Vec<Post> {
    let mut all: Vec<Post> = Vec::new();
    for part in PART.captures_iter(bytes) {
        if part.get(3).is_some() {
            all.push(Post::default());
            continue;
        }
        let (Some(name), Some(value), Some(post)) = (part.get(1), part.get(2), all.last_mut())
        else {
            continue;
        };
        let value = String::from_utf8_lossy(value.as_bytes()).trim().to_owned();
        match name.as_bytes() {
            b"status" => post.status = value,
            b"post_type" => post.kind = value,
            _ => post.has_password = !value.is_empty(),
        }
    }
    if all.iter().all(|post| post.kind.is_empty()) {
        return Vec::new();
    }
    all
}

impl Post {
    /// Whether it is a picture, a menu or a setting, which an export lists among what people wrote.
    pub(super) fn is_no_text(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "attachment"
                | "nav_menu_item"
                | "revision"
                | "custom_css"
                | "customize_changeset"
                | "oembed_cache"
                | "user_request"
        ) || self.kind.starts_with("wp_")
    }

    /// What speaks against publishing it: a code and a question.
    pub(super) fn doubt(&self) -> Option<(&'static str, String)> {
        match self.status.as_str() {
            "private" => {
                let text = "the site keeps it private. Does it belong into the catalogue?";
                Some(("private", text.to_owned()))
            }
            "" | "publish" | "inherit" | "closed" if self.has_password => {
                let text =
                    "the site shows it only with a password. Does it belong into the catalogue?";
                Some(("private", text.to_owned()))
            }
            "" | "publish" | "inherit" | "closed" => None,
            status => {
                let text = format!(
                    "the site has not published it (“{status}”). Does it belong into the catalogue?"
                );
                Some(("unpublished", text))
            }
        }
    }

    /// Its text with the paragraphs that WordPress makes of blank lines when it shows it; `None` where they are marked.
    pub(super) fn paragraphs(&self, text: &str) -> Option<String> {
        if self.kind.is_empty() || text.contains("<p>") || text.contains("<p ") {
            return None;
        }
        let text = text.replace("\r\n", "\n");
        let mut out = String::with_capacity(text.len());
        let mut within = false;
        for part in text.split("\n\n") {
            let part = part.trim_matches('\n');
            // Within code, blank lines are its own.
            if within || part.is_empty() || BLOCK.is_match(part.trim_start().as_bytes()) {
                out.push_str(part);
            } else {
                out.push_str("<p>");
                out.push_str(&part.replace('\n', "<br>"));
                out.push_str("</p>");
            }
            out.push_str("\n\n");
            within = out.rfind("<pre") > out.rfind("</pre");
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::{Post, posts};

    #[test]
    fn items_of_an_export_and_not_of_what_looks_like_one() {
        let export = "<!-- <item> --><item><wp:status><![CDATA[draft]]></wp:status><c><![CDATA[<item><wp:status>x]]></c><wp:post_type>page</wp:post_type></item><items/><item ><wp:post_password></wp:post_password></item>";
        let page = Post {
            kind: "page".to_owned(),
            status: "draft".to_owned(),
            has_password: false,
        };
        assert_eq!(posts(export.as_bytes()), [page, Post::default()]);
        assert_eq!(posts(b"<item></item>"), []);
    }

    #[test]
    fn blank_lines_are_paragraphs() {
        let post = Post {
            kind: "post".to_owned(),
            ..Post::default()
        };
        assert_eq!(
            post.paragraphs("a\nb\r\n\r\n<ul>\n<li>c</li>\n</ul>\n\n<pre>d\n\ne</pre>\n\nf")
                .as_deref(),
            Some("<p>a<br>b</p>\n\n<ul>\n<li>c</li>\n</ul>\n\n<pre>d\n\ne</pre>\n\n<p>f</p>\n\n")
        );
        assert_eq!(post.paragraphs("<p>a</p>\n\nb"), None);
        assert_eq!(Post::default().paragraphs("a\n\nb"), None);
    }
}
