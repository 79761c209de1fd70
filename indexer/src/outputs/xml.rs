//! XML that is well-formed whatever the text: names are the program's, values are escaped here.
//!
//! Not here: what the elements mean.

use quick_xml::escape::escape;

/// An XML document that is being written, an element a line.
#[derive(Debug)]
pub struct Document {
    out: String,
    open: Vec<&'static str>,
}

/// Attributes with their values; one without a value is left out.
pub type Attributes<'a> = &'a [(&'static str, Option<&'a str>)];

impl Document {
    /// A document with its declaration.
    pub fn new() -> Document {
        Document {
            out: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned(),
            open: Vec::new(),
        }
    }

    /// What stands in a document within these elements.
    pub fn part(within: &[&'static str], write: impl FnOnce(&mut Document)) -> String {
        let mut part = Document {
            out: String::new(),
            open: within.to_vec(),
        };
        write(&mut part);
        part.out
    }

    /// Begins an element that has others in it.
    pub fn open(&mut self, name: &'static str, attributes: Attributes) {
        self.start(name, attributes);
        self.out.push_str(">\n");
        self.open.push(name);
    }

    /// Ends the element that was begun last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.out.push_str(&format!("</{name}>\n"));
        }
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &'static str, attributes: Attributes) {
        self.start(name, attributes);
        self.out.push_str("/>\n");
    }

    /// An element that holds a text.
    pub fn text(&mut self, name: &'static str, attributes: Attributes, text: &str) {
        self.start(name, attributes);
        self.out.push('>');
        self.out.push_str(&escape(legal(text)));
        self.out.push_str(&format!("</{name}>\n"));
    }

    /// The document, with every element ended.
    pub fn finish(self) -> String {
        let (before, after) = self.around();
        before + &after
    }

    /// The document up to here, and what ends its elements.
    pub fn around(mut self) -> (String, String) {
        let before = std::mem::take(&mut self.out);
        while !self.open.is_empty() {
            self.close();
        }
        (before, self.out)
    }

    fn start(&mut self, name: &str, attributes: Attributes) {
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            if let Some(value) = value {
                // White space in an attribute is read as a space: XML 1.0, section 3.3.3.
                let value = legal(value)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                self.out.push_str(&format!(" {key}=\"{}\"", escape(&value)));
            }
        }
    }

    fn indent(&mut self) {
        self.out.push_str(&"  ".repeat(self.open.len()));
    }
}

impl Default for Document {
    fn default() -> Document {
        Document::new()
    }
}

/// A text without the characters that XML 1.0 cannot hold at all (section 2.2).
fn legal(text: &str) -> String {
    text.chars()
        .filter(|c| {
            matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        })
        .collect()
}

/// A text as it stands in HTML.
pub fn html(text: &str) -> String {
    escape(legal(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::Document;

    #[test]
    fn any_text_is_well_formed() {
        let mut document = Document::new();
        document.open("a", &[("b", Some("\"<&\n>")), ("c", None)]);
        document.text("d", &[], "]]> & \u{0}\u{1b}<x>\u{ffff}é");
        document.empty("e", &[]);
        assert_eq!(
            document.finish(),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a b=\"&quot;&lt;&amp; &gt;\">\n  <d>]]&gt; &amp; &lt;x&gt;é</d>\n  <e/>\n</a>\n"
        );
    }
}
