//! Short lists that stay on the reader's device: recent searches and saved records. A list is a text, an item a
//! line. Nothing of them is ever sent anywhere.
//!
//! Not here: where they are stored, and whether the browser lets that happen ([`crate::browser`]).

/// Name of the recent searches in the device's storage, the latest first.
pub const RECENT: &str = "callboard.recent";

/// Name of the ids of saved records, the latest first.
pub const SAVED: &str = "callboard.saved";

/// Name of what is there when the reader has turned off the key `/` (in the section at the foot: `app/device`): who speaks to
/// the computer, or hits keys by mistake, must be able to (WCAG 2.2, 2.1.4).
pub const NO_SLASH: &str = "callboard.no-slash";

/// How many recent searches are kept. More would be a diary; fewer would lose yesterday's.
pub const MOST_RECENT: usize = 6;

/// The list with this item first, and in it once; at most `most` items. A text is one line of it, however it was
/// written; an empty one is none.
pub fn with_first(list: &str, item: &str, most: usize) -> String {
    let mut out = String::new();
    for word in item.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.is_empty() {
        return list.to_owned();
    }
    let first = out.clone();
    for line in without(list, &first).lines().take(most.saturating_sub(1)) {
        out.push('\n');
        out.push_str(line);
    }
    out
}

/// The list without this item.
pub fn without(list: &str, item: &str) -> String {
    let mut out = String::new();
    for line in list.lines() {
        if line != item && !line.is_empty() {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(line);
        }
    }
    out
}

/// Whether the list has this item.
pub fn has(list: &str, item: &str) -> bool {
    list.lines().any(|line| line == item)
}

#[cfg(test)]
mod tests {
    use super::{has, with_first, without};

    #[test]
    fn the_latest_is_first_and_once() {
        let list = with_first("", "mass call", 3);
        let list = with_first(&list, "hotline", 3);
        assert_eq!(with_first(&list, "mass call", 3), "mass call\nhotline");
        assert_eq!(without(&list, "hotline"), "mass call");
        assert!(has(&list, "mass call") && !has(&list, "mass"));
    }

    #[test]
    fn the_oldest_goes() {
        assert_eq!(with_first("b\nc\nd", "a", 3), "a\nb\nc");
        assert_eq!(with_first("b", "a", 0), "a");
    }

    #[test]
    fn an_item_is_a_line() {
        assert_eq!(with_first("a", " two\n lines ", 5), "two lines\na");
        assert_eq!(with_first("a\n\nb", "  ", 5), "a\n\nb");
        assert_eq!(without("", "a"), "");
    }
}
