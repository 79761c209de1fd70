//! HTML that a tree can be made of in time: a first look at a source's tags, before it is parsed.
//!
//! Building a tree after the HTML standard takes time with the square of how deep elements nest, and opens
//! every unclosed `<b>` anew in each paragraph. Both cost nothing in pages that people write; a few hundred
//! kilobytes made for the purpose would keep an import busy for hours. So tags below [`DEEPEST`] are left
//! out, their text kept, and elements that only format become `<span>`, which is never opened anew. Not
//! here: whether the tags are right, which is the parser's to decide.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Most elements within one another. Browsers stop at the same depth.
pub(crate) const DEEPEST: usize = 512;

/// Elements without an end tag (HTML Standard, 13.1.2, "void elements").
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements whose content is text up to their end tag.
const TEXT_ONLY: &[&str] = &[
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
];

/// Elements that are opened anew (13.2.4.3, "formatting"), but for `a`, which readers need.
const FORMATTING: &[&str] = &[
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// A page has each of these once, whatever its tags say.
const ONCE: &[&str] = &["html", "head", "body", "frameset"];

/// Only known within a `table`, and ignored elsewhere.
const OF_TABLES: &[&str] = &[
    "caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th",
];

/// Behind these no end tag has an effect, but for those of tables (13.2.4.2, "in scope").
const SCOPE: &[&str] = &[
    "applet", "caption", "table", "td", "th", "marquee", "object", "template", "select",
];

/// The standard's "special" elements, but for the void ones: behind them an end tag of any other element
/// has no effect.
const SPECIAL: &[&str] = &[
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "button",
    "caption",
    "center",
    "colgroup",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "li",
    "listing",
    "main",
    "marquee",
    "menu",
    "nav",
    "noscript",
    "object",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Start tags that end an open paragraph (13.2.6.4.7, "close a p element").
const ENDS_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dd",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "ul",
];

/// The source as it may be parsed, and whether tags were left out of it because they nest too deep.
pub(crate) fn bounded(text: &str) -> (Cow<'_, str>, bool) {
    bounded_to(text, DEEPEST)
}

fn bounded_to(text: &str, deepest: usize) -> (Cow<'_, str>, bool) {
    let mut out = String::new();
    // Up to where the source is in `out`.
    let mut copied = 0;
    let mut open = Open::default();
    // Elements that were left out and are open: what stands in them is deeper still.
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    let mut deep = false;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let Some(tag) = tag(text, start) else {
            at = comment_end(text, start).unwrap_or(start + 1);
            continue;
        };
        at = tag.end;
        let name = tag.name.as_str();
        let mut replace = |from: usize, to: usize, with: &str| {
            out.push_str(text.get(copied..from).unwrap_or(""));
            out.push_str(with);
            copied = to;
        };
        // Graphics and formulas have rules of their own, by which the inside of a `<title>` is a tree.
        if matches!(name, "svg" | "math") {
            if name == "svg" && !tag.closes {
                let end = text_end(text, tag.end, name);
                at = if end == text.len() { tag.end } else { end };
            }
            replace(start, at, " ");
            continue;
        }
        let span = if FORMATTING.contains(&name) {
            "span"
        } else {
            name
        };
        if tag.closes {
            if let Some(count) = left_out.get_mut(name) {
                *count -= 1;
                if *count == 0 {
                    left_out.remove(name);
                }
                replace(start, tag.end, " ");
                continue;
            }
            let before = open.elements.len();
            open.end(span);
            // With an element ends what is left out of it.
            if open.elements.len() < before {
                left_out.clear();
            }
            if span != name {
                replace(start, start + 2 + name.len(), "</span");
            }
            continue;
        }
        if VOID.contains(&name) || ONCE.contains(&name) {
            continue;
        }
        if TEXT_ONLY.contains(&name) {
            at = text_end(text, tag.end, name);
            continue;
        }
        if OF_TABLES.contains(&name) && !open.has("table") {
            continue;
        }
        if left_out.is_empty() {
            open.make_room(name);
        }
        if !left_out.is_empty() || open.elements.len() >= deepest {
            deep = true;
            *left_out.entry(name.to_owned()).or_insert(0) += 1;
            replace(start, tag.end, " ");
            continue;
        }
        open.push(span);
        if span != name {
            replace(start, start + 1 + name.len(), "<span");
        }
    }
    if copied == 0 {
        return (Cow::Borrowed(text), deep);
    }
    out.push_str(text.get(copied..).unwrap_or(""));
    (Cow::Owned(out), deep)
}

/// The elements that are open, the outermost first. Never fewer than the parser has: where the standard's
/// rules are many, an element stays open here.
#[derive(Default)]
struct Open {
    elements: Vec<Element>,
}

struct Element {
    name: String,
    special: bool,
    /// Whether it is in [`SCOPE`].
    scope: bool,
}

impl Open {
    fn push(&mut self, name: &str) {
        self.elements.push(Element {
            name: name.to_owned(),
            special: SPECIAL.contains(&name),
            scope: SCOPE.contains(&name),
        });
    }

    fn has(&self, name: &str) -> bool {
        self.elements.iter().any(|have| have.name == name)
    }

    /// The innermost of some elements, unless one at which the search stops is nearer.
    fn find(&self, wanted: &[&str], stops: impl Fn(&Element) -> bool) -> Option<usize> {
        for (place, have) in self.elements.iter().enumerate().rev() {
            if wanted.contains(&have.name.as_str()) {
                return Some(place);
            }
            if stops(have) {
                return None;
            }
        }
        None
    }

    fn end(&mut self, name: &str) {
        if ONCE.contains(&name) {
            return;
        }
        let place = if OF_TABLES.contains(&name) || name == "table" {
            self.find(&[name], is_table)
        } else if SPECIAL.contains(&name) {
            let list = |have: &Element| name == "li" && matches!(have.name.as_str(), "ul" | "ol");
            self.find(&[name], |have| {
                have.scope || list(have) || name == "p" && have.name == "button"
            })
        } else if name == "a" {
            self.end_link();
            None
        } else {
            self.find(&[name], |have| have.special)
        };
        match place {
            // A form ends without what is open in it.
            Some(place) if name == "form" => {
                self.elements.remove(place);
            }
            Some(place) => self.elements.truncate(place),
            None => {}
        }
    }

    /// Ends the innermost link; blocks within it stay open.
    fn end_link(&mut self) {
        let Some(place) = self.find(&["a"], |have| have.scope) else {
            return;
        };
        let blocks = self.elements.get(place..).unwrap_or_default();
        if blocks.iter().any(|have| have.special) {
            self.elements.remove(place);
        } else {
            self.elements.truncate(place);
        }
    }

    /// Ends what a start tag ends.
    fn make_room(&mut self, name: &str) {
        let mut end = |wanted: &[&str], stops: &dyn Fn(&Element) -> bool| {
            if let Some(place) = self.find(wanted, stops) {
                self.elements.truncate(place);
            }
        };
        let item =
            |have: &Element| have.special && !matches!(have.name.as_str(), "address" | "div" | "p");
        match name {
            "li" => end(&["li"], &item),
            "dt" | "dd" => end(&["dt", "dd"], &item),
            "option" => end(&["option"], &|_| true),
            "td" | "th" => end(&["td", "th"], &is_table),
            "tr" => end(&["tr"], &is_table),
            "tbody" | "thead" | "tfoot" => end(&["tbody", "thead", "tfoot"], &is_table),
            "a" => self.end_link(),
            _ => {}
        }
        if ENDS_PARAGRAPH.contains(&name)
            && let Some(place) = self.find(&["p"], |have| have.scope || have.name == "button")
        {
            self.elements.truncate(place);
        }
    }
}

/// Within a table its parts end up to here.
fn is_table(have: &Element) -> bool {
    matches!(have.name.as_str(), "table" | "template")
}

/// A start or end tag.
struct Tag {
    name: String,
    closes: bool,
    /// Behind its `>`, or where the source ends.
    end: usize,
}

/// The tag that begins at a `<`, if one does.
fn tag(text: &str, start: usize) -> Option<Tag> {
    let rest = text.get(start + 1..)?;
    let (closes, rest) = match rest.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = rest
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
        .unwrap_or(rest.len());
    let name = rest.get(..length)?.to_ascii_lowercase();
    let begin = start + 1 + usize::from(closes) + length;
    Some(Tag {
        name,
        closes,
        end: tag_end(text, begin),
    })
}

/// Behind the `>` of a tag: one within quotes after an equals sign is part of a value.
fn tag_end(text: &str, begin: usize) -> usize {
    let mut quote: Option<char> = None;
    let mut value = false;
    for (at, c) in text.get(begin..).unwrap_or("").char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '>') => return begin + at + 1,
            (None, '"' | '\'') if value => {
                quote = Some(c);
                value = false;
            }
            (None, '=') => value = true,
            (None, c) if c.is_ascii_whitespace() => {}
            (None, _) => value = false,
        }
    }
    text.len()
}

/// Behind a comment, where one begins. One that nothing ends reaches to the end of the source.
fn comment_end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?.strip_prefix("<!--")?;
    Some(rest.find("-->").map_or(text.len(), |at| start + 4 + at))
}

/// Where the end tag of an element begins whose content is text.
fn text_end(text: &str, begin: usize, name: &str) -> usize {
    let mut at = begin;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("</")) {
        let start = at + found;
        let same = text
            .get(start + 2..start + 2 + name.len())
            .is_some_and(|have| have.eq_ignore_ascii_case(name));
        if same {
            return start;
        }
        at = start + 2;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, bounded, bounded_to};

    #[test]
    fn usual_pages_stay_as_they_are() {
        for page in [
            "",
            "<p>One<p>Two",
            "<!-- <div> --><br><img alt='a > b'><p title=\">\">x</p>",
            "a < b and <3",
            "<script>if (a < b) { '<div>' }</script><ul><li>a<li>b</ul>",
            "<div",
            "<title>never ended <b>",
            "<table><tr><td>a<td>b<tr><th>c</table>",
        ] {
            assert_eq!(bounded(page), (page.into(), false), "{page}");
        }
        // Unclosed items, paragraphs, links and cells do not nest.
        for part in [
            "<li><p>b",
            "<tr><td>b<td>c",
            "<dt>a<dd>b",
            "<a name=x>a",
            "<option>a",
        ] {
            assert!(!bounded(&part.repeat(3000)).1, "{part}");
            let table = "<table>".to_owned() + &part.repeat(3000);
            assert!(!bounded(&table).1, "{part} in a table");
        }
    }

    /// Any tags, in any order, make no tree that is deeper than a few times the bound: the parser adds
    /// `tbody` and `tr` where they are missing, and links that go on in the next block.
    #[test]
    fn no_tags_nest_deeper_in_the_parser() {
        const NAMES: [&str; 26] = [
            "div", "p", "span", "b", "a", "li", "ul", "table", "td", "tr", "form", "section", "dd",
            "dl", "button", "select", "option", "object", "h1", "title", "svg", "template", "body",
            "x-y", "caption", "noscript",
        ];
        let mut state = 7_u64;
        let mut next = |most: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % most
        };
        for round in 0..1500 {
            // Each round repeats a few tags, as pages made to nest do, then ends with any.
            let few: Vec<(bool, &str)> = (0..2 + next(6))
                .map(|_| (next(3) == 0, NAMES[next(NAMES.len())]))
                .collect();
            let mut page = String::new();
            for step in 0..300 {
                let (closes, name) = match round % 3 {
                    0 => (next(3) == 0, NAMES[next(NAMES.len())]),
                    _ => few[step % few.len()],
                };
                page.push_str(if closes { "</" } else { "<" });
                page.push_str(name);
                page.push_str(">x");
            }
            let (text, _) = bounded_to(&page, 8);
            let tree = scraper::Html::parse_document(&text);
            let deepest = tree.tree.nodes().map(|node| node.ancestors().count()).max();
            assert!(deepest < Some(40), "{deepest:?}: {page}\n{text}");
        }
    }

    #[test]
    fn what_formats_is_a_span() {
        let (text, deep) = bounded("<p><B class=credit>a</B> <i>b</i><body><br></p>");
        assert_eq!(
            text,
            "<p><span class=credit>a</span> <span>b</span><body><br></p>"
        );
        assert!(!deep);
    }

    /// An item of a list that was left out is no item of the list around it, however many there are.
    #[test]
    fn what_stands_in_what_was_left_out_is_text_too() {
        let lists = "<ul><li>a".repeat(10) + "</ul><li>b</ul>";
        let (text, deep) = bounded_to(&lists, 4);
        assert!(deep);
        assert_eq!(text.matches("<li>").count(), 2);
        let whole = "<ul><li>".repeat(2) + "<ul><li>a</li></ul><p>b</p></li><li>c";
        let (text, _) = bounded_to(&whole, 4);
        assert!(text.ends_with(" a   b </li><li>c"), "{text}");
    }

    #[test]
    fn what_nests_too_deep_is_text() {
        let page = "<div>".repeat(DEEPEST + 2) + "a" + &"</div>".repeat(DEEPEST + 2) + "<p>b</p>";
        let (text, deep) = bounded(&page);
        assert!(deep);
        assert_eq!(text.matches("<div>").count(), DEEPEST);
        assert_eq!(text.matches("</div>").count(), DEEPEST);
        assert!(text.contains("  a  ") && text.ends_with("</div><p>b</p>"));
    }
}
