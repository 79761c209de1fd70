//! The catalogue as others meet it: its records with the dates that are known, and the names and addresses
//! that stay the same from build to build.
//!
//! Not here: what is said about a record ([`super::content`]), which records stand together ([`super::selection`]).

use super::selection::order;
use crate::catalog::Catalog;
use crate::fields::when::partial_start;
use crate::record::Record;
use crate::resolve::{Resolved, ResolvedRecord};
use crate::settings::Settings;
use callboard_model::{FacetInfo, Kind, Labels, PartialDate, Site};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A catalogue that is about to be published.
#[derive(Debug)]
pub struct Publication<'c> {
    /// Its settings.
    pub settings: &'c Settings,
    /// What the app knows of it.
    pub site: &'c Site,
    /// Its facets with all their values.
    pub facets: &'c [FacetInfo],
    /// Its records by id.
    pub entries: Vec<Entry<'c>>,
    /// Kinds of the parts of each series.
    parts: BTreeMap<&'c str, BTreeSet<Kind>>,
    /// Ids of the records that have a page of their own.
    pages: BTreeSet<&'c str>,
    /// Address of the front page, with a slash at its end.
    base: Option<String>,
    /// Where the front page is on its host: `/calls/`, and the top of the host where that is not known.
    pub root: String,
}

/// A record with what is known of its age.
#[derive(Debug)]
pub struct Entry<'c> {
    /// Its place among the entries.
    pub number: usize,
    /// As its file has it.
    pub record: &'c Record,
    /// As readers see it.
    pub shown: &'c ResolvedRecord,
    /// When it came out: `published`, else the date of its source, else when it was checked.
    pub dated: Option<PartialDate>,
    /// When it was last known to be so: the later of `checked` and `published`, else the date of its source.
    pub updated: Option<PartialDate>,
}

impl<'c> Publication<'c> {
    /// The published records of a catalogue.
    pub fn new(catalog: &'c Catalog, resolved: &'c Resolved) -> Publication<'c> {
        let settings = &catalog.settings;
        let known = |shown: &'c ResolvedRecord| Some((catalog.records.get(&shown.id)?, shown));
        let entry = |(number, (record, shown)): (usize, (&'c Record, &'c ResolvedRecord))| {
            let source = record
                .source
                .as_ref()
                .and_then(|id| settings.sources.get(&id.value)?.date.clone())
                .map(PartialDate);
            let own = record.checked.clone().max(record.published.clone());
            Entry {
                number,
                record,
                shown,
                dated: record
                    .published
                    .clone()
                    .or(source.clone())
                    .or(record.checked.clone()),
                updated: own.or(source),
            }
        };
        let base = settings.site.url.as_ref().map(|url| {
            // `https://example.org/calls` and the same with a slash are one site.
            format!("{}/", url.trim_end_matches('/'))
        });
        let mut parts: BTreeMap<&str, BTreeSet<Kind>> = BTreeMap::new();
        for record in catalog.records.iter().filter(|record| !record.draft) {
            if let Some((series, _)) = &record.series {
                parts.entry(&series.value).or_default().insert(record.kind);
            }
        }
        let known = resolved.records.iter().filter_map(known).enumerate();
        let entries: Vec<Entry> = known.map(entry).collect();
        let mut newest: Vec<&Entry> = entries.iter().collect();
        let most = settings.pages.most as usize;
        if newest.len() > most {
            newest.sort_by_key(|entry| order(entry, &entry.dated));
            newest.truncate(most);
        }
        Publication {
            pages: newest.iter().map(|entry| entry.shown.id.as_str()).collect(),
            parts,
            settings,
            site: &resolved.site,
            facets: &resolved.facets,
            entries,
            base,
            root: settings.site.root(),
        }
    }

    /// The same on a host where nothing else is.
    pub fn at_the_top(self) -> Publication<'c> {
        Publication {
            root: "/".to_owned(),
            ..self
        }
    }

    /// The address of a file or page of the site, given its path below the front page; `None` where
    /// it is not known where the site is published.
    pub fn address(&self, path: &str) -> Option<String> {
        self.base.as_ref().map(|base| format!("{base}{path}"))
    }

    /// Whether a record has a page that can be read without JavaScript.
    pub fn has_page(&self, id: &str) -> bool {
        self.pages.contains(id)
    }

    /// The address of a record's page: one that can be read without JavaScript where there is one.
    pub fn record_address(&self, id: &str) -> Option<String> {
        self.address(&self.record_path(id))
    }

    /// What a record is called in linked data: its place in the app, whose address has been the same from the beginning.
    pub fn record_name(&self, id: &str) -> Option<String> {
        self.address(&record_fragment(id))
    }

    /// Where a record's page is below the front page.
    fn record_path(&self, id: &str) -> String {
        if self.has_page(id) {
            page_path(id)
        } else {
            record_fragment(id)
        }
    }

    /// The address of a record's page as seen from a file of the site: absolute where that is known, else relative.
    pub fn record_address_from(&self, file: &str, id: &str) -> String {
        let up = "../".repeat(file.matches('/').count());
        self.record_address(id)
            .unwrap_or_else(|| format!("{up}{}", self.record_path(id)))
    }

    /// A name for one thing of this catalogue that is the same in every build and nowhere else: a UUID of version 5
    /// (RFC 9562, section 5.5) over the site's id and `what`.
    pub fn urn(&self, what: &str) -> String {
        let name = format!("{}#{what}", self.identity());
        let uuid = Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes());
        uuid.urn().to_string()
    }

    /// The name of a record for ever: a renamed record keeps that of its first id.
    pub fn record_urn(&self, record: &Record) -> String {
        self.urn(&format!("record/{}", first_id(record)))
    }

    fn identity(&self) -> &str {
        let site = &self.settings.site;
        let known = site.id.as_deref().or(site.url.as_deref());
        known
            .map(|known| known.trim_end_matches('/'))
            .unwrap_or_else(|| self.name())
    }

    /// The catalogue's name in its first language.
    pub fn name(&self) -> &str {
        self.label(&self.site.name, self.language())
            .unwrap_or("Callboard")
    }

    /// The catalogue's first language.
    pub fn language(&self) -> &str {
        self.site.languages.first().map_or("en", String::as_str)
    }

    /// A label in a language, else in the catalogue's first.
    pub fn label<'l>(&self, labels: &'l Labels, language: &str) -> Option<&'l str> {
        let first = self.site.languages.first();
        labels
            .get(language)
            .or_else(|| labels.get(first?))
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    /// Labels of a record's values of a facet, with their ids.
    pub fn values(&self, entry: &Entry<'c>, facet: &str, language: &str) -> Vec<(&str, &str)> {
        let Some(info) = self.facets.iter().find(|info| info.id == facet) else {
            return Vec::new();
        };
        let own = entry.shown.facets.get(facet);
        own.into_iter()
            .flatten()
            .filter_map(|id| info.values.iter().find(|value| value.id == *id))
            .map(|value| {
                let label = self.label(&value.label, language);
                (value.id.as_str(), label.unwrap_or(&value.id))
            })
            .collect()
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry<'c>> {
        let place = self
            .entries
            .binary_search_by(|entry| entry.shown.id.as_str().cmp(id));
        self.entries.get(place.ok()?)
    }

    /// Which kinds of records are parts of a series.
    pub fn kinds_of_parts(&self, series: &str) -> impl Iterator<Item = Kind> + Clone {
        self.parts.get(series).into_iter().flatten().copied()
    }

    /// The start of a date, as precise as it is, in the catalogue's zone: RFC 3339, with that zone's offset.
    pub fn moment(&self, date: &PartialDate) -> Option<String> {
        let minutes = partial_start(date, &self.settings.zone)?;
        let zone = TimeZone::get(&self.settings.zone).ok()?;
        let moment = Timestamp::from_second(minutes.checked_mul(60)?).ok()?;
        let moment = moment.to_zoned(zone);
        Some(moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }
}

/// Whether the day is known, so that a moment does not pretend more than the source says.
pub fn is_day(date: &PartialDate) -> bool {
    date.0.len() == 10
}

/// The first id that a record had.
fn first_id(record: &Record) -> &str {
    record
        .former_ids
        .first()
        .map_or(record.id.as_str(), |former| &former.value)
}

/// Where a record is in the app.
fn record_fragment(id: &str) -> String {
    format!("#/r/{id}")
}

/// Where a record's page is that can be read without JavaScript. A file with its name, so that it is found on hosts that
/// look for no `index.html`, and on a disk.
pub fn page_path(id: &str) -> String {
    format!("records/{}.html", file_name(id))
}

/// A facet value's id as a part of a path that is a file's name on every system, and no name of which a host or a system
/// thinks its own. Ids that an editor writes usually are; any other character stands there as `~` and its UTF-8 bytes in
/// hexadecimal digits.
pub fn file_name(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    let is_taken = is_taken(id);
    for (at, c) in id.char_indices() {
        let is_plain = c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        if is_plain && !(is_taken && at == 0) {
            out.push(c);
        } else {
            out.push('~');
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("{byte:02x}"));
            }
        }
    }
    out
}

/// Whether a name means something else: hosts answer with `404.html` where nothing is, some with the nearest above the address;
/// and devices have theirs.
pub fn is_taken(name: &str) -> bool {
    name == "404" || is_device(name)
}

/// Whether a name in small letters is that of one of Windows' devices, of which none is a file, whatever its ending.
pub fn is_device(name: &str) -> bool {
    let is_numbered = |device| {
        let number = name.strip_prefix(device).unwrap_or_default();
        matches!(number.as_bytes(), [b'0'..=b'9'])
    };
    matches!(name, "con" | "prn" | "aux" | "nul") || ["com", "lpt"].into_iter().any(is_numbered)
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_value_is_a_file_name_and_no_two_are_the_same() {
        assert_eq!(file_name("immigrant-defense"), "immigrant-defense");
        assert_eq!(file_name("pt-BR"), "pt-~42~52");
        assert_eq!(file_name("../a"), "~2e~2e~2fa");
        assert_eq!(file_name("ñ"), "~c3b1");
        assert_eq!(file_name("404"), "~3404");
        assert_eq!(file_name("aux"), "~61ux");
        assert_eq!(file_name("com1"), "~63om1");
        for id in ["4040", "comb", "com10", "auxiliary", "console"] {
            assert_eq!(file_name(id), id);
        }
        assert_ne!(file_name("a~2f"), file_name("a/"));
    }
}
