//! Which line of a list is a heading, which leads in, which is an item and which is the list's own text.

use crate::dates;
use crate::page::{Line, Page, Role};

/// A line with its place in the list.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) line: Line,
    pub(super) part: Part,
    /// The heading it stands under.
    pub(super) heading: Option<String>,
    /// The line that ends with a colon and leads in the group it stands in.
    pub(super) group: Option<String>,
}

/// What a line is in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Heading,
    /// Leads in what follows: `Immigrant defense:`.
    Lead,
    /// Has a bullet.
    Item,
    /// An item or the list's own text, as its words show.
    Paragraph,
}

/// Most words of a heading that nothing but its shape marks as one.
const HEADING_WORDS: usize = 10;

/// The title of the list, where it marks one, and its lines.
pub(super) fn outline(page: Page) -> (Option<String>, Vec<Block>) {
    let mut title = page.title;
    let bulleted = page.lines.iter().any(|line| line.role == Role::Item);
    let parts: Vec<Part> = page
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| part(line, page.lines.get(at + 1), bulleted))
        .collect();
    let mut out: Vec<Block> = Vec::new();
    let (mut heading, mut group): (Option<String>, Option<String>) = (None, None);
    let mut items_in_a_row = 0;
    for (at, (line, part)) in page.lines.into_iter().zip(parts).enumerate() {
        if at == 0 && title.is_none() && matches!(line.role, Role::Heading(1)) {
            title = Some(line.text);
            continue;
        }
        // The first line, when it is short, is the list's title.
        if at == 0
            && title.is_none()
            && part != Part::Item
            && part != Part::Lead
            && is_title(&line.text)
        {
            title = Some(line.text);
            continue;
        }
        match part {
            Part::Heading => {
                heading = Some(line.text.trim_end_matches(':').to_owned());
                group = None;
            }
            Part::Lead => group = Some(line.text.trim_end_matches(':').to_owned()),
            // One paragraph within a group goes on with the item before it; behind several items
            // something new begins, unless the group has a name.
            Part::Paragraph
                if items_in_a_row > 1 && group.as_deref().is_some_and(|g| !is_name(g)) =>
            {
                group = None;
            }
            _ => {}
        }
        items_in_a_row = if part == Part::Item {
            items_in_a_row + 1
        } else {
            0
        };
        out.push(Block {
            line,
            part,
            heading: heading.clone(),
            group: group.clone(),
        });
    }
    (title, out)
}

/// Whether a lead-in names a group and is no sentence about it: a section or a sub-section.
pub(super) fn is_name(lead: &str) -> bool {
    lead.split_whitespace().count() <= HEADING_WORDS && !lead.contains(". ")
}

fn is_title(text: &str) -> bool {
    text.split_whitespace().count() <= HEADING_WORDS && !text.ends_with(['.', '!', '?', ':', ','])
}

fn part(line: &Line, next: Option<&Line>, bulleted: bool) -> Part {
    match line.role {
        Role::Heading(_) => return Part::Heading,
        Role::Item => return Part::Item,
        Role::Plain => {}
    }
    let text = line.text.as_str();
    let words = text.split_whitespace().count();
    if text.ends_with(':') && next.is_some() {
        return Part::Lead;
    }
    let ends = text.ends_with(['.', '!', '?', ',', ';', '…', '”', ')', ']']);
    let shaped = words <= HEADING_WORDS
        && !ends
        && line.links.is_empty()
        && !text.contains("://")
        && !text.contains('@')
        // What the columns of a table are called.
        && !text.contains(" | ")
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && dates::mentions(text).is_empty();
    // In a list without bullets every line may look like a heading; one that stands apart and is
    // followed at once by a longer text is.
    let followed = next.is_some_and(|next| {
        next.role == Role::Item
            || next.text.split_whitespace().count() > HEADING_WORDS
            || next.text.ends_with(':')
    });
    let shouts = text.chars().any(char::is_alphabetic) && text.to_uppercase() == text;
    // `HOTLINES` between a gap and a line of any length.
    let followed = followed || shouts && line.apart && next.is_some_and(|next| !next.apart);
    if shaped && followed && (bulleted || shouts || line.apart) {
        Part::Heading
    } else {
        Part::Paragraph
    }
}
