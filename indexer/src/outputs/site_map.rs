//! What search engines ask of a site: `robots.txt` (RFC 9309) and `sitemap.xml` (sitemaps.org, version 0.9).
//!
//! A sitemap lists documents that a host answers with: the front page and the pages that were made beforehand. The app's own
//! places are fragments of the front page, which no host and no sitemap knows.

use super::pages::Listed;
use super::publication::Publication;
use super::xml::Document;
use callboard_model::PartialDate;

/// Most addresses of one sitemap, by sitemaps.org.
const MOST: usize = 50_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The sitemap, by the path of its file: one, or several and an index of them. None where the site's address is not
/// known, because addresses in it must be absolute.
pub fn sitemaps(publication: &Publication, pages: &[Listed]) -> Vec<(String, String)> {
    in_files_of(publication, pages, MOST)
}

fn in_files_of(publication: &Publication, pages: &[Listed], most: usize) -> Vec<(String, String)> {
    let Some(home) = publication.address("") else {
        return Vec::new();
    };
    let updated = publication.entries.iter();
    let newest = updated
        .filter_map(|entry| day(entry.updated.as_ref()))
        .max();
    let mut all = vec![(home, newest)];
    all.extend(pages.iter().filter_map(|page| {
        let date = day(page.updated.as_ref());
        Some((publication.address(&page.path)?, date))
    }));
    let files: Vec<String> = all
        .chunks(most.max(1))
        .map(|part| list("urlset", "url", part))
        .collect();
    if let [one] = files.as_slice() {
        return vec![("sitemap.xml".to_owned(), one.clone())];
    }
    let mut named: Vec<(String, String)> = Vec::with_capacity(files.len() + 1);
    let mut index = Vec::with_capacity(files.len());
    for (number, file) in (1..).zip(files) {
        let path = format!("sitemap-{number}.xml");
        index.extend(publication.address(&path).map(|address| (address, None)));
        named.push((path, file));
    }
    named.push((
        "sitemap.xml".to_owned(),
        list("sitemapindex", "sitemap", &index),
    ));
    named
}

/// A date with its day: the schema of sitemaps takes no month (`xsd:date`), and a day that nobody knows is not made up.
fn day(date: Option<&PartialDate>) -> Option<&str> {
    const WHOLE: usize = "2024-11-07".len();
    date.map(|date| date.0.as_str())
        .filter(|date| date.len() == WHOLE)
}

fn list(all: &'static str, one: &'static str, addresses: &[(String, Option<&str>)]) -> String {
    let mut out = Document::new();
    out.open(all, &[("xmlns", Some(NAMESPACE))]);
    for (address, date) in addresses {
        out.open(one, &[]);
        out.text("loc", &[], address);
        if let Some(date) = date {
            out.text("lastmod", &[], date);
        }
        out.close();
    }
    out.finish()
}

/// Everything may be read; the sitemap is named where there is one.
pub fn robots(publication: &Publication) -> String {
    let mut out = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(address) = publication.address("sitemap.xml") {
        out.push_str(&format!("\nSitemap: {address}\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Listed, Publication, in_files_of};
    use crate::{catalog, resolve};
    use std::path::Path;

    #[test]
    fn more_addresses_than_a_sitemap_holds_are_several_and_an_index() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outputs/catalog");
        let catalog = catalog::read(&folder).0.unwrap();
        let resolved = resolve::resolve(&catalog);
        let publication = Publication::new(&catalog, &resolved);
        let page = |path: &str| Listed {
            path: path.to_owned(),
            updated: None,
        };
        let pages = [page("a.html"), page("b.html")];
        let one = in_files_of(&publication, &pages, 3);
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].1.matches("<loc>").count(), 3);
        let several = in_files_of(&publication, &pages, 2);
        let paths: Vec<&str> = several.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]);
        assert!(
            several[1]
                .1
                .contains("<loc>https://example.org/calls/b.html</loc>")
        );
        let index = &several[2].1;
        assert!(
            index.contains("<sitemapindex") && index.matches("<loc>").count() == 2,
            "{index}"
        );
    }
}
