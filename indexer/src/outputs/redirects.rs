//! Addresses of renamed records: which id each has now, for the engine's JavaScript API and whoever kept an old one; and a file `_redirects` as Netlify, Cloudflare Pages and hosts like them read it.
//!
//! A record's page is a fragment, which no host sees; what a host can lead on is the record's calendar, and a
//! short address `/r/OLD-ID` that can be printed for a renamed record.

use super::Error;
use super::publication::Publication;
use std::collections::BTreeMap;

/// Where former ids are listed.
pub const FORMER_IDS: &str = "data/former-ids.json";

/// Former ids with the present one of each, by former id: a JSON object. It is there even when it is empty, so that
/// nobody asks in vain.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn former_ids(publication: &Publication, path: &str) -> Result<String, Error> {
    let mut all: BTreeMap<&str, &str> = BTreeMap::new();
    for entry in &publication.entries {
        for former in &entry.record.former_ids {
            all.insert(&former.value, &entry.shown.id);
        }
    }
    let mut text =
        serde_json::to_string_pretty(&all).map_err(|error| Error::Json(path.to_owned(), error))?;
    text.push('\n');
    Ok(text)
}

/// The file; `None` when no record was renamed.
pub fn file(publication: &Publication) -> Option<String> {
    // Rules begin at the top of the host, wherever on it the site stands.
    let root = &publication.root;
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
