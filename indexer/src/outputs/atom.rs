//! Atom feeds: RFC 4287.
//!
//! Every entry must say when it was updated (section 4.1.2), and a moment that nobody knows is not made up: what has no
//! date is not in these feeds. Where the site's address is not known, links are relative to the feed, which
//! the format allows.

use super::content;
use super::publication::{Entry, Publication, is_day};
use super::selection::Selection;
use super::xml::Document;
use crate::rendered::Frame;
use callboard_model::PersonRole;
use std::sync::OnceLock;

/// The records of a selection that are dated; where there is none it has no feed.
pub fn dated<'e, 'c>(
    publication: &Publication,
    selection: &Selection<'e, 'c>,
) -> Vec<&'e Entry<'c>> {
    let is_dated = |entry: &&&Entry| {
        let updated = entry.updated.as_ref();
        updated.is_some_and(|date| publication.moment(date).is_some())
    };
    let entries = selection.entries.iter();
    entries.filter(is_dated).copied().collect()
}

/// Texts of the entries of records, as most feeds have them: each is written once, whatever number of feeds it stands in.
#[derive(Debug)]
pub struct Entries(Vec<OnceLock<String>>);

impl Entries {
    /// Of what is published; none is written yet.
    pub fn of(publication: &Publication) -> Entries {
        let places = publication.entries.iter().map(|_| OnceLock::new());
        Entries(places.collect())
    }

    /// The place of an entry that says the same in every feed of this language: where the site's address is not known it
    /// says where the record is as seen from the feed.
    fn place(
        &self,
        publication: &Publication,
        selection: &Selection,
        entry: &Entry,
    ) -> Option<&OnceLock<String>> {
        publication.address("")?;
        let usual = selection.language == publication.language();
        self.0.get(entry.number).filter(|_| usual)
    }

    /// The text of an entry in a selection's feed at `path` of the site.
    pub fn piece(
        &self,
        publication: &Publication,
        selection: &Selection,
        path: &str,
        entry: &Entry,
    ) -> String {
        let text = || {
            let updated = entry.updated.as_ref();
            let updated = updated.and_then(|date| publication.moment(date));
            let updated = updated.unwrap_or_default();
            Document::part(&["feed"], |out| {
                add(publication, selection, (entry, &updated), path, out);
            })
        };
        match self.place(publication, selection, entry) {
            Some(place) => place.get_or_init(text).clone(),
            None => text(),
        }
    }
}

/// What stands around the entries of these dated records in a selection's feed at `path` of the site.
pub fn frame(
    publication: &Publication,
    selection: &Selection,
    dated: &[&Entry],
    path: &str,
) -> Frame {
    let newest = dated.iter().filter_map(|entry| entry.updated.as_ref());
    let newest = newest.max().and_then(|date| publication.moment(date));
    let mut out = Document::new();
    out.open(
        "feed",
        &[
            ("xmlns", Some("http://www.w3.org/2005/Atom")),
            ("xml:lang", Some(&selection.language)),
        ],
    );
    out.text("title", &[], &selection.title);
    if let Some(tagline) = publication.label(&publication.site.tagline, &selection.language) {
        out.text("subtitle", &[], tagline);
    }
    out.text(
        "id",
        &[],
        &publication.urn(&format!("feed/{}", selection.path)),
    );
    out.text("updated", &[], &newest.unwrap_or_default());
    let up = "../".repeat(path.matches('/').count());
    let home = publication.address("").unwrap_or(up);
    let link = |rel, kind, href: &str, out: &mut Document| {
        out.empty(
            "link",
            &[("rel", Some(rel)), ("type", kind), ("href", Some(href))],
        );
    };
    let own = path.rsplit('/').next().unwrap_or(path);
    let own = publication.address(path).unwrap_or(own.to_owned());
    link("self", Some("application/atom+xml"), &own, &mut out);
    link("alternate", Some("text/html"), &home, &mut out);
    out.open("author", &[]);
    out.text("name", &[], publication.name());
    if let Some(email) = publication
        .site
        .contact
        .as_deref()
        .filter(|at| at.contains('@'))
    {
        out.text("email", &[], email.trim_start_matches("mailto:"));
    }
    out.close();
    out.text("generator", &[], "Callboard");
    let (before, after) = out.around();
    Frame {
        before,
        after,
        ..Frame::default()
    }
}

fn add(
    publication: &Publication,
    selection: &Selection,
    (entry, updated): (&Entry, &str),
    path: &str,
    out: &mut Document,
) {
    let shown = entry.shown;
    let foreign = (shown.lang != selection.language).then_some(shown.lang.as_str());
    out.open("entry", &[("xml:lang", foreign)]);
    out.text("title", &[], &shown.title);
    out.text("id", &[], &publication.record_urn(entry.record));
    out.text("updated", &[], updated);
    let published = entry.record.published.as_ref().filter(|date| is_day(date));
    if let Some(published) = published.and_then(|date| publication.moment(date)) {
        out.text("published", &[], &published);
    }
    // What the entry is about has an address of its own, or else its page here stands for it.
    let page = publication.record_address_from(path, &shown.id);
    let link = |rel, title, href: &str, out: &mut Document| {
        out.empty(
            "link",
            &[("rel", Some(rel)), ("href", Some(href)), ("title", title)],
        );
    };
    match &entry.record.link {
        Some(address) => {
            link("alternate", None, address, out);
            link("related", Some(publication.name()), &page, out);
        }
        None => link("alternate", None, &page, out),
    }
    for more in &entry.record.links {
        link("related", Some(&more.label), &more.url, out);
    }
    for person in &shown.card.people {
        let name = match person.role {
            PersonRole::Author => "author",
            _ => "contributor",
        };
        out.open(name, &[]);
        out.text("name", &[], &person.name);
        out.close();
    }
    for host in &shown.card.hosts {
        out.open("contributor", &[]);
        out.text("name", &[], &host.org.title);
        out.close();
    }
    for (id, label) in publication.values(entry, "topic", &shown.lang) {
        out.empty("category", &[("term", Some(id)), ("label", Some(label))]);
    }
    out.text("summary", &[], &shown.summary);
    let content = content::page(entry);
    if !content.is_empty() {
        // Said again, because readers look for the language here, or only at the entry.
        let attributes = [("type", Some("html")), ("xml:lang", foreign)];
        out.text("content", &attributes, &content);
    }
    out.close();
}
