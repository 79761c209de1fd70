//! The text of a file, read when somebody asks for it: of most records it is known what they say, and of them alone that
//! have a mistake a line is shown.
//!
//! Not here: what is wrong with a text ([`crate::diagnostic`]), whether it is the one that was seen ([`crate::look`]).

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

/// A file's text.
#[derive(Debug, Default)]
pub struct TextFile {
    path: PathBuf,
    text: OnceLock<String>,
}

impl TextFile {
    /// One that was read.
    pub fn read(text: String) -> TextFile {
        TextFile {
            path: PathBuf::new(),
            text: OnceLock::from(text),
        }
    }

    /// The one that is in a file.
    pub fn in_file(path: PathBuf) -> TextFile {
        TextFile {
            path,
            text: OnceLock::new(),
        }
    }

    /// The text; nothing where its file is no longer there.
    pub fn as_str(&self) -> &str {
        self.text
            .get_or_init(|| fs::read_to_string(&self.path).unwrap_or_default())
    }
}
