//! A JSON document whose last member is a long list: its head is laid out for people to read, and each item is a line, so
//! that a program that compares lines compares items, and a large catalogue is a fifth shorter. Items are written one by one,
//! side by side, and those of the last release that did not change are taken from there ([`crate::rendered`]).
//!
//! Not here: what the items say.

use crate::rendered::Frame;
use serde::Serialize;
use serde::ser::Error as _;

/// An item's text, as it stands in a list that is a member of the document.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn item(item: &impl Serialize) -> Result<String, serde_json::Error> {
    // A line's end within a string is escaped, so there is none.
    serde_json::to_string(item)
}

/// What stands around the items: `head` with its last member, an empty list, open where there are any.
///
/// # Errors
/// When something cannot be put into JSON, or `head` does not end with an empty list.
pub fn frame(head: &impl Serialize, is_empty: bool) -> Result<Frame, serde_json::Error> {
    let mut before = serde_json::to_string_pretty(head)?;
    let mut after = "\n".to_owned();
    if !is_empty {
        if !before.ends_with("[]\n}") {
            return Err(serde_json::Error::custom("there is no list to be filled"));
        }
        before.truncate(before.len() - "]\n}".len());
        before.push('\n');
        after = "\n  ]\n}\n".to_owned();
    }
    Ok(Frame {
        before,
        between: ",\n",
        after,
        ..Frame::default()
    })
}

#[cfg(test)]
mod tests {
    use super::{frame, item};
    use serde_json::{Value, json};

    fn document(head: &Value, items: &[Value]) -> Result<String, serde_json::Error> {
        let frame = frame(head, items.is_empty())?;
        let items: Vec<String> = items.iter().map(item).collect::<Result<_, _>>()?;
        Ok([frame.before, items.join(frame.between), frame.after].concat())
    }

    #[test]
    fn each_item_is_a_line() {
        let values = [
            json!({"a": ["1\n2", {}], "b": {"c": []}}),
            json!("d"),
            json!([]),
        ];
        let lines = [r#"{"a":["1\n2",{}],"b":{"c":[]}}"#, "\"d\"", "[]"];
        for count in 0..=values.len() {
            let (items, _) = values.split_at(count);
            let text = document(&json!({"head": 1, "list": []}), items).unwrap();
            let whole: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(whole, json!({"head": 1, "list": items}));
            let own = text.lines().filter_map(|line| match line {
                "{" | "  \"head\": 1," | "  \"list\": [" | "  \"list\": []" | "  ]" | "}" => None,
                line => Some(line.trim_end_matches(',')),
            });
            assert_eq!(own.collect::<Vec<_>>(), lines[..count]);
            assert!(text.ends_with("\n}\n"));
        }
        assert!(document(&json!({"z": 1}), &values).is_err());
    }
}
