//! HTML as lines: headings, list items and paragraphs, with the links in them.

use super::{Line, Link, Page, Role, nesting, preview, protected, word_processor};
use ego_tree::iter::Edge;
use jiff::civil::Date;
use scraper::{ElementRef, Html, Node};

/// Elements whose text is not what readers see, or not the page's own.
pub(super) const LEFT_OUT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "head", "nav", "form", "button", "select",
    "iframe", "object", "textarea",
];

/// Left out where they frame a page, not where they belong to an article.
const FRAME: &[&str] = &["header", "footer", "aside"];

/// Elements that begin a line of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
    "figure",
    "figcaption",
    "pre",
    "hr",
    "details",
    "summary",
    "address",
    "header",
    "footer",
    "aside",
    "body",
    "center",
];

/// Whether a source is HTML: it says so at its beginning, or has elements that only HTML has.
pub(crate) fn is_html(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(4000).collect();
    let head = head.to_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return true;
    }
    head.starts_with('<')
        && [
            "<p", "<li", "<ul", "<div", "<body", "<article", "<h1", "<h2", "<meta", "<main",
            "<section",
        ]
        .iter()
        .any(|tag| head.contains(tag))
}

/// The tree of a source, and whether some of its elements nest so deep that they were read as text.
pub(crate) fn document(text: &str) -> (Html, bool) {
    let (text, deep) = nesting::bounded(text);
    (Html::parse_document(&text), deep)
}

pub(super) fn read(text: &str, dated: bool, headers: &[Line]) -> Page {
    let (document, deep) = document(text);
    let root = document.root_element();
    let mut page = Page {
        lang: root.attr("lang").map(str::to_owned),
        deep,
        ..Page::default()
    };
    page.published = published(&document);
    let content = content(root);
    page.lines = lines(content);
    page.preview = preview::all(content);
    if dated {
        super::above(&mut page.lines, headers);
        super::letter::take(&mut page);
        super::date(&mut page);
    }
    let first = page
        .lines
        .iter()
        .position(|line| line.role == Role::Heading(1));
    page.title = match first {
        Some(at) => Some(page.lines.remove(at).text),
        None => page.title.or_else(|| {
            elements(root)
                .find(|element| element.value().name() == "title")
                .map(|title| one_line(&title.text().collect::<String>()))
                .filter(|title| !title.is_empty())
        }),
    };
    page
}

/// All elements below and including one, in document order.
pub(crate) fn elements(root: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    root.descendants().filter_map(ElementRef::wrap)
}

/// The part of a page that is its own: `main`, else the only `article`, else all of it.
fn content(root: ElementRef<'_>) -> ElementRef<'_> {
    let named = |name: &str| {
        elements(root)
            .filter(|element| element.value().name() == name)
            .collect::<Vec<_>>()
    };
    if let [main] = named("main").as_slice() {
        return *main;
    }
    if let [article] = named("article").as_slice() {
        return *article;
    }
    root
}

/// The day on which a page says it was published or, where it says that too, changed.
fn published(document: &Html) -> Option<Date> {
    let day = |text: &str| text.trim().get(..10)?.parse::<Date>().ok();
    let mut found = None;
    for element in elements(document.root_element()) {
        let value = match element.value().name() {
            "meta" => {
                let name = element.attr("property").or_else(|| element.attr("name"));
                let rank = match name {
                    Some("article:modified_time") => 3,
                    Some("article:published_time") => 2,
                    Some("date" | "dc.date" | "DC.date" | "dcterms.date") => 1,
                    _ => continue,
                };
                element.attr("content").and_then(day).map(|day| (rank, day))
            }
            "time" => element.attr("datetime").and_then(day).map(|day| (0, day)),
            _ => None,
        };
        if let Some(value) = value
            && found.is_none_or(|(rank, _)| value.0 > rank)
        {
            found = Some(value);
        }
    }
    found.map(|(_, day)| day)
}

/// Gathers the text of one line.
#[derive(Default)]
struct Writer {
    lines: Vec<Line>,
    text: String,
    links: Vec<Link>,
    role: Role,
    /// Whether a line break is before it, and no new paragraph.
    broken: bool,
    /// Where the link that is open began.
    open: Option<(usize, String)>,
}

impl Writer {
    fn words(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
            }
        }
    }

    fn close_link(&mut self) {
        if let Some((start, url)) = self.open.take() {
            let end = self.text.trim_end().len();
            if start < end {
                self.links.push(Link {
                    range: start..end,
                    url,
                });
            }
        }
    }

    fn end_line(&mut self) {
        let open = self.open.as_ref().map(|(_, url)| url.clone());
        self.close_link();
        let text = self.text.trim_end().to_owned();
        self.text.clear();
        let links = std::mem::take(&mut self.links);
        if !text.is_empty() {
            let mut line = Line {
                role: self.role,
                text,
                links,
                broken: self.broken,
                ..Line::default()
            };
            word_processor::bullet(&mut line);
            self.lines.push(line);
            // What follows in the same item is a paragraph of it, but no new one.
            if self.role == Role::Item {
                self.role = Role::Plain;
            }
        }
        self.open = open.map(|url| (0, url));
        self.broken = false;
    }

    /// Puts a mark between words, if there are any before it.
    fn joint(&mut self, mark: &str) {
        let text = self.text.trim_end().trim_end_matches(':');
        // Between them may be a cell in which nothing is.
        if !text.is_empty() && !text.ends_with(mark.trim()) {
            self.text.truncate(text.len());
            self.text.push_str(mark);
        }
    }
}

/// Most bytes of a row of a table that is one thing.
const LONGEST_ROW: usize = 600;

/// What a row of a table is, if its cells say one thing together: in a mail, tables lay out the whole page.
fn row(element: ElementRef) -> Option<Role> {
    let holds = |inner: ElementRef| {
        matches!(
            inner.value().name(),
            "table" | "ul" | "ol" | "dl" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        )
    };
    // First, because what holds another table is looked at again with that.
    if elements(element).any(holds) {
        return None;
    }
    let cells: Vec<ElementRef> = element
        .child_elements()
        .filter(|cell| matches!(cell.value().name(), "td" | "th"))
        .collect();
    let says = |cell: &&ElementRef| cell.text().any(|text| !text.trim().is_empty());
    let length: usize = element.text().map(str::len).sum();
    if cells.iter().filter(says).count() < 2 || length > LONGEST_ROW {
        return None;
    }
    let heads = cells.iter().all(|cell| cell.value().name() == "th");
    Some(if heads { Role::Plain } else { Role::Item })
}

/// The lines of an element. The tree is walked without recursion: pages may nest as deep as they like.
pub(crate) fn lines(root: ElementRef<'_>) -> Vec<Line> {
    let mut out = Writer::default();
    let mut hidden = 0_usize;
    let mut roles: Vec<Role> = Vec::new();
    let mut articles = 0_usize;
    let mut in_row = None;
    let previews = preview::elements(root);
    for edge in root.traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(text) if opens && hidden == 0 => out.words(text),
            Node::Element(element) => {
                let name = element.name();
                // What a browser shows instead of `[email protected]`.
                if let Some(mail) = element.attr("data-cfemail").and_then(protected::decoded) {
                    if opens && hidden == 0 {
                        out.words(&mail);
                    }
                    hidden = if opens {
                        hidden + 1
                    } else {
                        hidden.saturating_sub(1)
                    };
                    continue;
                }
                // What a wiki puts beside each heading: `[edit]`.
                let of_wiki = element.attr("class").is_some_and(|class| {
                    class.split_whitespace().any(|one| one == "mw-editsection")
                });
                let left_out = LEFT_OUT.contains(&name)
                    || of_wiki
                    || name == "a" && element.attr("href").is_some_and(word_processor::is_comment)
                    || FRAME.contains(&name) && articles == 0 && node.id() != root.id()
                    || previews.contains(&node.id());
                if left_out {
                    out.end_line();
                    hidden = if opens {
                        hidden + 1
                    } else {
                        hidden.saturating_sub(1)
                    };
                    continue;
                }
                if matches!(name, "article" | "main") {
                    articles = if opens {
                        articles + 1
                    } else {
                        articles.saturating_sub(1)
                    };
                }
                let role = match name {
                    "p" | "div" => word_processor::role(element.attr("class")),
                    "li" => Some(Role::Item),
                    "h1" => Some(Role::Heading(1)),
                    "h2" => Some(Role::Heading(2)),
                    "h3" => Some(Role::Heading(3)),
                    "h4" => Some(Role::Heading(4)),
                    "h5" | "h6" => Some(Role::Heading(5)),
                    _ => None,
                };
                let begins_row = || {
                    let element = ElementRef::wrap(node).filter(|_| opens && name == "tr");
                    element.and_then(row)
                };
                if in_row.is_some() {
                    // The cells of a row are one line.
                    if in_row == Some(node.id()) {
                        out.end_line();
                        out.role = Role::Plain;
                        in_row = None;
                    } else if matches!(name, "td" | "th") && opens {
                        out.joint(if out.role == Role::Item {
                            " – "
                        } else {
                            " | "
                        });
                    } else if BLOCKS.contains(&name) || name == "br" {
                        out.words(" ");
                    }
                } else if let Some(role) = begins_row() {
                    out.end_line();
                    out.role = role;
                    in_row = Some(node.id());
                } else if name == "dt" {
                    // A name and what is said of it are one line.
                    if opens {
                        out.end_line();
                        out.role = Role::Item;
                    } else {
                        out.joint(": ");
                    }
                } else if name == "dd" {
                    out.words(" ");
                } else if let Some(role) = role {
                    out.end_line();
                    if opens {
                        roles.push(out.role);
                        out.role = role;
                    } else {
                        let before = roles.pop().unwrap_or_default();
                        // An item within an item has used up the bullet of the outer one.
                        out.role = if before == Role::Item {
                            Role::Plain
                        } else {
                            before
                        };
                    }
                } else if BLOCKS.contains(&name) || name == "br" && opens {
                    if !(name == "br" && out.role != Role::Plain) {
                        let goes_on = name == "br" && (out.broken || !out.text.is_empty());
                        out.end_line();
                        out.broken = goes_on;
                    } else {
                        out.words(" ");
                    }
                }
                if name == "a" && hidden == 0 {
                    out.close_link();
                    if opens && let Some(url) = element.attr("href") {
                        out.open = Some((out.text.len(), super::redirect::undone(url.trim())));
                    }
                }
            }
            _ => {}
        }
    }
    out.end_line();
    out.lines
}

/// A text with single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
