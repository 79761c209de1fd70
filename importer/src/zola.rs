//! A Zola site's folder (getzola.org, "Content"): pages below `content/`, with TOML or YAML before their
//! text.
//!
//! What Zola shares with Hugo stands in [`crate::site::content`].

use crate::draft::Import;
use crate::site::content::{self, Generator};
use crate::site::shortcode::Style;
use crate::source::Source;
use crate::vocabulary::Vocabulary;

const ZOLA: Generator = Generator {
    name: "Zola",
    settings: &["config.toml", "zola.toml"],
    base: &["base_url"],
    language: &["default_language"],
    path: "path",
    style: Style::Zola,
};

/// Reads a site.
pub fn read(source: &Source, vocabulary: &Vocabulary) -> Import {
    content::read(source, &ZOLA, vocabulary)
}
