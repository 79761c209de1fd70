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
    /// The file and line where the item begins in its source; line 0 where lines mean nothing. For
    /// questions that are only asked when the draft is written.
    pub place: (String, usize),
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
    /// The record that becomes of the draft with this [`Draft::origin`]: written as its id, which only
    /// the writer knows.
    Draft(String),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// Keys with their values.
    pub fn map<const N: usize>(pairs: [(&str, Value); N]) -> Value {
        Value::Map(
            pairs
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }

    /// Texts in order.
    pub fn texts(texts: impl IntoIterator<Item = impl Into<String>>) -> Value {
        Value::List(texts.into_iter().map(Value::text).collect())
    }
}

impl Draft {
    /// A draft without keys.
    pub fn new(id: impl Into<String>, origin: impl Into<String>) -> Draft {
        Draft {
            id: id.into(),
            origin: origin.into(),
            ..Draft::default()
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.front
            .iter()
            .find(|(have, _)| have == key)
            .map(|(_, value)| value)
    }

    /// Sets a key, in the place where it stood or else last.
    pub fn set(&mut self, key: &str, value: Value) {
        match self.front.iter_mut().find(|(have, _)| have == key) {
            Some((_, old)) => *old = value,
            None => self.front.push((key.to_owned(), value)),
        }
    }

    /// Adds a member to a list.
    pub fn push(&mut self, key: &str, member: Value) {
        match self.front.iter_mut().find(|(have, _)| have == key) {
            Some((_, Value::List(members))) => members.push(member),
            Some((_, old)) => {
                let first = std::mem::replace(old, Value::Flag(false));
                *old = Value::List(vec![first, member]);
            }
            None => self.front.push((key.to_owned(), Value::List(vec![member]))),
        }
    }

    /// Says what was concluded and is not in the source; it becomes a note of the record.
    pub fn inferred(&mut self, text: &str) {
        self.push("notes", Value::map([("inferred", Value::text(text))]));
    }

    /// Says what the source leaves out; it becomes a note of the record.
    pub fn missing(&mut self, text: &str) {
        self.push("notes", Value::map([("missing", Value::text(text))]));
    }

    /// Asks the editor.
    pub fn ask(&mut self, file: &str, line: usize, code: &'static str, text: impl Into<String>) {
        self.questions.push(Question {
            file: file.to_owned(),
            line,
            code,
            text: text.into(),
        });
    }
}

impl Import {
    /// Asks the editor about the source as a whole.
    pub fn ask(&mut self, file: &str, line: usize, code: &'static str, text: impl Into<String>) {
        self.questions.push(Question {
            file: file.to_owned(),
            line,
            code,
            text: text.into(),
        });
    }
}
