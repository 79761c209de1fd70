//! Addresses of renamed records: a file `_redirects` as Netlify, Cloudflare Pages and hosts like them read it.
//!
//! A record's page is a fragment, which no host sees; what a host can lead on is the record's calendar, and a
//! short address `/r/OLD-ID` that can be printed for a renamed record.

use super::publication::Publication;

/// The file; `None` when no record was renamed.
pub fn file(publication: &Publication) -> Option<String> {
    // Rules begin at the top of the host, wherever on it the site stands.
    let root = publication
        .address("")
        .and_then(|address| url::Url::parse(&address).ok())
        .map_or("/".to_owned(), |address| address.path().to_owned());
    let mut out = String::new();
    for entry in &publication.entries {
        let id = &entry.shown.id;
        for former in &entry.record.former_ids {
            let former = &former.value;
            out.push_str(&format!("{root}r/{former} {root}#/r/{id} 301\n"));
            if !entry.shown.occurrences.is_empty() {
                out.push_str(&format!(
                    "{root}events/{former}.ics {root}events/{id}.ics 301\n"
                ));
            }
        }
    }
    (!out.is_empty()).then_some(out)
}
