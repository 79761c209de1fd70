//! The description by which a browser offers the catalogue's search in its own search field: OpenSearch 1.1.
//!
//! The words stand in the address's fragment, so that the browser does not tell them to the host.

use super::publication::Publication;
use super::xml::Document;

/// Most characters of a short name.
const SHORT: usize = 16;

/// Most characters of a description.
const LONG: usize = 1024;

/// The description; `None` where the site's address is not known, because a browser needs an absolute one.
pub fn description(publication: &Publication) -> Option<String> {
    let search = publication.address("#/?q={searchTerms}")?;
    let own = publication.address("opensearch.xml")?;
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let tagline = publication
        .label(&publication.site.tagline, publication.language())
        .unwrap_or(publication.name());
    let mut out = Document::new();
    out.open(
        "OpenSearchDescription",
        &[("xmlns", Some("http://a9.com/-/spec/opensearch/1.1/"))],
    );
    out.text("ShortName", &[], cut(publication.name(), SHORT).trim());
    out.text("Description", &[], cut(tagline, LONG).trim());
    out.empty(
        "Url",
        &[("type", Some("text/html")), ("template", Some(&search))],
    );
    out.empty(
        "Url",
        &[
            ("type", Some("application/opensearchdescription+xml")),
            ("rel", Some("self")),
            ("template", Some(&own)),
        ],
    );
    for language in &publication.site.languages {
        out.text("Language", &[], language);
    }
    out.text("InputEncoding", &[], "UTF-8");
    Some(out.finish())
}
