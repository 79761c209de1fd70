//! A Hugo site's folder (gohugo.io, "Content organization"): pages below `content/`, in any number of
//! languages.
//!
//! What Hugo shares with Zola stands in [`crate::site::content`].

use crate::draft::Import;
use crate::site::content::{self, Generator};
use crate::site::shortcode::Style;
use crate::source::Source;
use crate::vocabulary::Vocabulary;

const HUGO: Generator = Generator {
    name: "Hugo",
    settings: &[
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config.yml",
        "config.json",
        "config/_default/hugo.toml",
        "config/_default/hugo.yaml",
        "config/_default/config.toml",
        "config/_default/config.yaml",
    ],
    base: &["baseURL", "baseurl", "baseUrl"],
    language: &["defaultContentLanguage", "languageCode"],
    path: "url",
    style: Style::Hugo,
};

/// Reads a site.
pub fn read(source: &Source, vocabulary: &Vocabulary) -> Import {
    content::read(source, &HUGO, vocabulary)
}
