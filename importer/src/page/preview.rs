//! Words that a mail has for the list of a mail program, beside its subject, and hides from those who read it: the text of a preview, in
//! front of everything else.
//!
//! Elsewhere on a page what is hidden may be opened by a reader and belongs to it. Not here: what a newsletter says of itself.

use super::html::{self, one_line};
use crate::pattern::constant;
use ego_tree::NodeId;
use regex::Regex;
use scraper::{ElementRef, Node};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Names that programs give it.
static CLASS: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)(?:^|[\s_-])(?:mcn)?(?:pre-?header|preview-?text)(?:$|[\s_-])")
});

/// Styles by which nobody sees an element.
static UNSEEN: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\s*[;!]|$)|(?:max-height|font-size)\s*:\s*0(?:px)?\s*(?:[;!]|$)",
    )
});

/// The elements of previews, the outermost of each.
pub(super) fn elements(root: ElementRef<'_>) -> BTreeSet<NodeId> {
    found(root)
        .into_iter()
        .map(|element| element.id())
        .collect()
}

/// The words of previews.
pub(super) fn all(root: ElementRef<'_>) -> Vec<String> {
    let words = |element: ElementRef| {
        // What fills the list of mails up so that no more is shown there.
        let text: String = element
            .text()
            .flat_map(str::chars)
            .filter(|c| !is_filler(*c))
            .collect();
        one_line(&text)
    };
    let all = found(root).into_iter().map(words);
    all.filter(|words| !words.is_empty()).collect()
}

fn is_filler(c: char) -> bool {
    matches!(
        c,
        '\u{34f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// Hidden elements in front of the first words that can be seen.
fn found(root: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let mut found: Vec<ElementRef> = Vec::new();
    let mut inside: BTreeSet<NodeId> = BTreeSet::new();
    for node in root.descendants() {
        let is_within = node
            .parent()
            .is_some_and(|parent| inside.contains(&parent.id()));
        match node.value() {
            _ if is_within => {
                inside.insert(node.id());
            }
            Node::Element(element) if node.id() != root.id() => {
                let style = element.attr("style").unwrap_or_default();
                let is_named = element
                    .attr("class")
                    .is_some_and(|class| CLASS.is_match(class));
                let is_unseen = UNSEEN.is_match(style) || element.attr("hidden").is_some();
                if html::LEFT_OUT.contains(&element.name()) {
                    inside.insert(node.id());
                } else if (is_unseen || is_named)
                    && let Some(element) = ElementRef::wrap(node)
                {
                    inside.insert(node.id());
                    found.push(element);
                }
            }
            Node::Text(text) if text.chars().any(|c| !c.is_whitespace() && !is_filler(c)) => break,
            _ => {}
        }
    }
    found
}
