//! How documents that a word processor saved as a page mark what their paragraphs are: with classes, and bullets that are
//! letters. Not here: lists and headings that are elements of HTML.

use super::text::BULLETS;
use super::{Line, Role};

/// What a paragraph is by its class.
pub(super) fn role(class: Option<&str>) -> Option<Role> {
    class?.split_whitespace().find_map(|class| match class {
        // A class of anybody's else may be called `title`; it is one, too.
        "MsoTitle" | "title" => Some(Role::Heading(1)),
        _ if class.starts_with("MsoListParagraph") || class.starts_with("MsoListBullet") => {
            Some(Role::Item)
        }
        _ => None,
    })
}

/// Whether a link leads to a remark that somebody made on a document.
pub(super) fn is_comment(address: &str) -> bool {
    let place = address.split_once('#').map(|(_, place)| place);
    let number = place.and_then(|place| place.strip_prefix("cmnt"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Takes the bullet from a line that begins with one; a line with a bullet is an item. Dashes may be anything.
pub(super) fn bullet(line: &mut Line) {
    let Some((mark, _)) = line.text.split_once(' ') else {
        return;
    };
    let is_bullet = {
        let mut letters = mark.chars();
        let first = letters.next().filter(|_| letters.as_str().is_empty());
        first.is_some_and(|c| BULLETS.contains(&c) && !matches!(c, '-' | '*' | '–' | '—' | '+'))
    };
    // Those of the second level, and numbers.
    let is_mark = matches!(mark, "o" | "§" | "Ø")
        || mark.strip_suffix(['.', ')']).is_some_and(|number| {
            (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    if !(is_bullet || line.role == Role::Item && is_mark) {
        return;
    }
    let cut = line.text.len() - line.text.get(mark.len()..).unwrap_or("").trim_start().len();
    line.text.drain(..cut);
    for link in &mut line.links {
        link.range.start = link.range.start.saturating_sub(cut);
        link.range.end = link.range.end.saturating_sub(cut);
    }
    line.links.retain(|link| !link.range.is_empty());
    if line.role == Role::Plain {
        line.role = Role::Item;
    }
}
