//! What an import wrote, kept beside the catalogue, so that the next one knows its own drafts from an
//! editor's records.
//!
//! `.import/NAME.json` in the catalogue's folder, sorted, the same bytes for the same import. It is worth
//! keeping under version control with the records.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Version of the file's form. A file of another version is refused rather than misread.
pub const VERSION: u32 = 1;

/// What is known of earlier imports of one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// [`VERSION`].
    pub version: u32,
    /// By what an item is called in its source.
    pub items: BTreeMap<String, Written>,
}

/// A draft as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// The record's id.
    pub id: String,
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
}

impl Default for State {
    fn default() -> State {
        State {
            version: VERSION,
            items: BTreeMap::new(),
        }
    }
}

impl State {
    /// Reads a state file. The error is a sentence about what is wrong with it.
    pub fn parse(text: &str) -> Result<State, String> {
        let state: State = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if state.version != VERSION {
            return Err(format!(
                "it has version {}, but this command knows version {VERSION}",
                state.version
            ));
        }
        Ok(state)
    }

    /// The file's text.
    pub fn text(&self) -> String {
        // A map of texts has no value that JSON could not hold.
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .unwrap_or_default()
    }
}

/// The fingerprint of a file.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{State, Written, sha256};

    #[test]
    fn a_state_is_read_as_it_was_written() {
        let mut state = State::default();
        let written = Written {
            id: "a".to_owned(),
            sha256: sha256(b"abc"),
        };
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            written.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        state.items.insert("_posts/a.md".to_owned(), written);
        assert_eq!(State::parse(&state.text()), Ok(state.clone()));
        let newer = state.text().replace("\"version\": 1", "\"version\": 2");
        assert!(State::parse(&newer).unwrap_err().contains("version 2"));
        assert!(State::parse("{}").is_err());
    }
}
