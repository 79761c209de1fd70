//! A JSON document whose last member is a long list, in the form of `serde_json`'s pretty printing: its items are written one
//! by one, side by side, and those of the last release that did not change are taken from there ([`crate::rendered`]).
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
    let text = serde_json::to_string_pretty(item)?;
    // A line's end within a string is escaped, so each one here is the form's.
    Ok(text.replace('\n', "\n    "))
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
        before.push_str("\n    ");
        after = "\n  ]\n}\n".to_owned();
    }
    Ok(Frame {
        before,
        between: ",\n    ",
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
    fn it_is_what_pretty_printing_writes() {
        let values = [
            json!({"a": ["1\n2", {}], "b": {"c": []}}),
            json!("d"),
            json!([]),
        ];
        for count in 0..=values.len() {
            let (items, _) = values.split_at(count);
            let whole = json!({"head": 1, "list": items});
            let text = document(&json!({"head": 1, "list": []}), items).unwrap();
            assert_eq!(text, serde_json::to_string_pretty(&whole).unwrap() + "\n");
        }
        assert!(document(&json!({"z": 1}), &values).is_err());
    }
}
