//! A JSON document whose last member is a long list, in the form of `serde_json`'s pretty printing: its items are written
//! side by side by all processors, and only their texts are ever in memory.
//!
//! Not here: what the items say.

use rayon::prelude::*;
use serde::Serialize;
use serde::ser::Error as _;

/// How many items are written at once; what they take beside the document itself is bounded by this.
const AT_ONCE: usize = 512;

/// An item's text, as it stands in a list that is a member of the document.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn item(item: &impl Serialize) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string_pretty(item)?;
    // A line's end within a string is escaped, so each one here is the form's.
    Ok(text.replace('\n', "\n    "))
}

/// The document: `head` with its last member, an empty list, filled with the texts of these items.
///
/// # Errors
/// When something cannot be put into JSON, or `head` does not end with an empty list.
pub fn document<T: Sync>(
    head: &impl Serialize,
    items: &[T],
    text: impl Fn(&T) -> Result<String, serde_json::Error> + Sync,
) -> Result<String, serde_json::Error> {
    let mut out = serde_json::to_string_pretty(head)?;
    if !items.is_empty() {
        if !out.ends_with("[]\n}") {
            return Err(serde_json::Error::custom("there is no list to be filled"));
        }
        out.truncate(out.len() - "]\n}".len());
        let mut between = "\n    ";
        for some in items.chunks(AT_ONCE) {
            let texts: Vec<String> = some.par_iter().map(&text).collect::<Result<_, _>>()?;
            if between.starts_with('\n') {
                // What the first take, the others take too, more or less: so it need not be copied each time it doubles.
                let first: usize = texts.iter().map(|text| text.len() + 6).sum();
                out.reserve(first.saturating_mul(items.len()) / some.len() * 21 / 20);
            }
            for text in texts {
                out.push_str(between);
                out.push_str(&text);
                between = ",\n    ";
            }
        }
        out.push_str("\n  ]\n}");
    }
    out.push('\n');
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{document, item};
    use serde_json::{Value, json};

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
            let text = document(&json!({"head": 1, "list": []}), items, item).unwrap();
            assert_eq!(text, serde_json::to_string_pretty(&whole).unwrap() + "\n");
        }
        let many: Vec<Value> = (0..1500).map(|number| json!({ "n": number })).collect();
        let text = document(&json!({"list": []}), &many, item).unwrap();
        assert_eq!(
            text,
            serde_json::to_string_pretty(&json!({ "list": many })).unwrap() + "\n"
        );
        assert!(document(&json!({"z": 1}), &many, item).is_err());
    }
}
