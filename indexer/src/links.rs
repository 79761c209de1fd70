//! Every address that a catalogue sends its readers to, with the lines that name it, and whether it still leads there.
//!
//! | module | answers |
//! |---|---|
//! | here | which addresses are there, and where do they stand? |
//! | [`ask`] | what does one of them answer? (the only place that speaks HTTP) |
//! | [`hosts`] | whose turn is it, and who is silent? |
//! | [`visit`] | in which order are all of them asked? |
//! | [`memory`] | what was answered before? |
//!
//! Not here: whether an address is well formed ([`crate::fields::address`]), printing.

pub mod ask;
pub mod hosts;
pub mod memory;
pub mod visit;

use crate::catalog::Catalog;
use crate::record::Record;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A line that names an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The file, relative to the catalogue's folder.
    pub file: String,
    /// The line, from 1; 0 where the address is written in another way than it is read.
    pub line: u32,
}

/// The addresses of the published records and of the sources, each once, with the lines that name them. `folder` is the
/// catalogue's.
pub fn outgoing(folder: &Path, catalog: &Catalog) -> BTreeMap<String, Vec<Named>> {
    let mut all: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    let mut add = |file: &str, urls: Vec<String>| {
        if urls.is_empty() {
            return;
        }
        // It was read a moment ago; if it is gone now, the addresses are asked all the same.
        let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
        for url in urls {
            let line = line_of(&text, &url);
            let named = Named {
                file: file.to_owned(),
                line,
            };
            let places = all.entry(url).or_default();
            if !places.contains(&named) {
                places.push(named);
            }
        }
    };
    for record in catalog.records.iter().filter(|record| !record.draft) {
        add(&record.file, addresses(record));
    }
    let sources = catalog.settings.sources.values();
    let sources = sources.filter_map(|source| source.url.clone());
    add("catalog.toml", sources.filter(|url| is_web(url)).collect());
    all
}

/// The first line in which the address stands as a whole.
fn line_of(text: &str, url: &str) -> u32 {
    let ends = |rest: &str| {
        rest.chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || "\"'<>()[]{},".contains(c))
    };
    let has = |line: &str| {
        line.match_indices(url)
            .any(|(at, _)| line.get(at + url.len()..).is_some_and(ends))
    };
    text.lines()
        .zip(1..)
        .find(|(line, _)| has(line))
        .map_or(0, |(_, number)| number)
}

fn addresses(record: &Record) -> Vec<String> {
    let actions = record
        .actions
        .iter()
        .filter_map(|(action, _)| action.url.as_ref());
    let links = record.links.iter().map(|link| &link.url);
    let copies = record.republished_from.iter().chain(&record.also_at);
    let cites = record.cites.iter().filter_map(|cited| cited.url.as_ref());
    record
        .link
        .iter()
        .chain(actions)
        .chain(links)
        .chain(copies.filter_map(|copy| copy.url.as_ref()))
        .chain(cites)
        .cloned()
        .chain(in_body(&record.body.html))
        .filter(|url| is_web(url))
        .collect()
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Addresses of the links of a body. Its HTML was made by the sanitiser, which writes every attribute in one way.
fn in_body(html: &str) -> Vec<String> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|url| {
            url.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{in_body, line_of};

    #[test]
    fn an_address_is_found_where_it_stands_as_a_whole() {
        let text = "link: https://example.org/page/2\nurl: \"https://example.org/page\"\n[a](https://example.org/)\n";
        assert_eq!(line_of(text, "https://example.org/page"), 2);
        assert_eq!(line_of(text, "https://example.org/"), 3);
        assert_eq!(line_of(text, "https://example.net/"), 0);
    }

    #[test]
    fn links_of_a_body_are_read_as_they_were_written() {
        let html = "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener\">x</a></p>";
        assert_eq!(in_body(html), ["https://example.org/?a=1&b=2"]);
    }
}
