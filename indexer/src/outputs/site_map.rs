//! What search engines ask of a site: `robots.txt` (RFC 9309) and `sitemap.xml` (sitemaps.org, version 0.9).
//!
//! A sitemap lists documents that a host answers with. A record's page is a fragment of the front page, which no host
//! and no sitemap knows; so the front page stands for all of them, with the newest date that any record has.

use super::publication::Publication;
use super::xml::Document;

/// The sitemap; `None` where the site's address is not known, because addresses in it must be absolute.
pub fn sitemap(publication: &Publication) -> Option<String> {
    let home = publication.address("")?;
    let mut out = Document::new();
    out.open(
        "urlset",
        &[("xmlns", Some("http://www.sitemaps.org/schemas/sitemap/0.9"))],
    );
    out.open("url", &[]);
    out.text("loc", &[], &home);
    let newest = publication
        .entries
        .iter()
        .filter_map(|entry| entry.updated.as_ref());
    if let Some(newest) = newest.max() {
        // A W3C date may be as short as a year.
        out.text("lastmod", &[], &newest.0);
    }
    Some(out.finish())
}

/// Everything may be read; the sitemap is named where there is one.
pub fn robots(publication: &Publication) -> String {
    let mut out = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(address) = publication.address("sitemap.xml") {
        out.push_str(&format!("\nSitemap: {address}\n"));
    }
    out
}
