//! A draft: a record's file as an importer proposes it, with what it was unsure of.

/// All that one source gave.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// In the source's order.
    pub drafts: Vec<Draft>,
    /// About the source as a whole; those about one item stand in its draft.
    pub questions: Vec<Question>,
}

/// A record's file to be: `draft: true` is added when it is written, so it is never published as it is.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The proposed file name without `.md`: `a-z`, `0-9` and `-`. Two drafts may propose the same;
    /// the writer tells them apart.
    pub id: String,
    /// What the item is called in its source (a path, a guid, a line's words): the same at every
    /// import of the same source, so that a second import finds the draft again.
    pub origin: String,
    /// The front matter, keys as `docs/records.md` has them, in the order they are to be written.
    pub front: Vec<(String, Value)>,
    /// CommonMark; may be empty.
    pub body: String,
    /// What the importer was unsure of in this item.
    pub questions: Vec<Question>,
}

/// What an importer could not decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The source's file as it was given.
    pub file: String,
    /// Counted from 1; 0 where a file has no lines to speak of.
    pub line: usize,
    /// Stable, lower-case, with hyphens: `year-unknown`.
    pub code: &'static str,
    /// A sentence for the editor.
    pub text: String,
}

/// A value of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Quoted where YAML would read it otherwise.
    Text(String),
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
    /// In order.
    List(Vec<Value>),
    /// Keys in the order they are written.
    Map(Vec<(String, Value)>),
}
