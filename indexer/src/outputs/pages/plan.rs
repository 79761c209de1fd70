//! Which pages are there, and where links lead.
//!
//! | path | page |
//! |---|---|
//! | `index.html` | the front page in the catalogue's first language |
//! | `records/ID.html` | a record, in its own language |
//! | `agenda.html`, `agenda/2.html` | what has dates, by day |
//! | `all.html`, `all/2.html` | every record by its title |
//! | `browse/FACET.html` | the values of a facet |
//! | `browse/FACET/VALUE.html`, `browse/FACET/VALUE/2.html` | records with a value |
//! | `es/...` | the same but for records, in another language of the catalogue and the interface |
//! | `404.html` | what is answered where nothing is, in all of these languages |

use super::super::publication::{Entry, Publication, file_name, page_path};
use super::super::selection::above;
use super::dates::PageDates;
use super::document::{App, Script};
use super::not_found;
use callboard_app::address;
use callboard_app::answer::{Answer, Facet, Hit, Site, Value};
use callboard_app::links::Links;
use callboard_app::locale::{self, Words};
use callboard_app::state::Place;
use callboard_app::view::{Context, Device};
use callboard_engine::beginning;
use callboard_model::{Card, Labels};
use std::collections::{BTreeMap, BTreeSet};

/// Facets that name people and organisations, which have records, and the one that follows the reader's clock.
const WITHOUT_PAGES: [&str; 5] = [
    "author",
    "organization",
    "republished-from",
    "series",
    "when",
];

/// All pages of a catalogue.
pub struct Plan<'p, 'c> {
    /// What is published.
    pub publication: &'p Publication<'c>,
    /// What the app knows of it.
    pub site: Site,
    /// Languages of the catalogue that the interface has words for, first the one without a folder of its own.
    pub languages: Vec<&'static Words>,
    /// Records with a page, by facet and value; those of a value below another belong to both.
    values: BTreeMap<&'c str, BTreeMap<&'c str, Vec<&'p Entry<'c>>>>,
    /// How many records there are of each value, a translated pair as one.
    pub answer: Answer,
    /// How many records there are for a reader of one language: a translated pair is one, as in the search.
    pub things: u32,
    /// How many records have a page.
    pub listed: usize,
    /// Whether any of them has a date.
    pub has_agenda: bool,
    /// Path of the stylesheet.
    pub style: String,
    /// What starts the app, where there is one.
    pub script: Option<Script>,
}

/// Whether a record stands in the agenda.
pub fn is_dated(entry: &Entry) -> bool {
    !entry.shown.card.when.is_empty() || entry.shown.card.span.is_some()
}

/// A page: where it stands and which words it uses.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// Path below the front page.
    pub path: &'a str,
    /// Words of its language.
    pub words: &'static Words,
}

impl<'p, 'c> Plan<'p, 'c> {
    /// The pages of what is published, beside an app or without one.
    pub fn new(publication: &'p Publication<'c>, app: &App) -> Plan<'p, 'c> {
        let mut languages: Vec<&'static Words> = Vec::new();
        for words in publication
            .site
            .languages
            .iter()
            .filter_map(|tag| locale::find(tag))
        {
            if !languages.iter().any(|have| have.tag == words.tag) {
                languages.push(words);
            }
        }
        if languages.is_empty() {
            languages.push(locale::choose([]));
        }
        let values = values(publication);
        let counts = |values: &BTreeMap<&str, Vec<&Entry>>| {
            let count = |(value, entries): (&&str, &Vec<&Entry>)| {
                ((*value).to_owned(), things(entries.iter().copied()))
            };
            values.iter().map(count).collect()
        };
        let answer = Answer {
            total: publication.entries.len() as u32,
            hits: Vec::new(),
            facets: values
                .iter()
                .map(|(facet, values)| ((*facet).to_owned(), counts(values)))
                .collect(),
            operators: Vec::new(),
            notes: Vec::new(),
            did_you_mean: None,
        };
        let with_pages = || {
            let entries = publication.entries.iter();
            entries.filter(|entry| publication.has_page(&entry.shown.id))
        };
        Plan {
            things: things(&publication.entries),
            listed: with_pages().count(),
            has_agenda: with_pages().any(is_dated),
            publication,
            site: site(publication),
            languages,
            values,
            answer,
            style: app.style().to_owned(),
            script: app.script().cloned(),
        }
    }

    /// The words of a record's language; those of the catalogue's first where the interface has none.
    pub fn words_of(&self, tag: &str) -> &'static Words {
        let known = locale::find(tag).filter(|words| self.speaks(words));
        known.unwrap_or_else(|| self.first())
    }

    /// The words of the first language.
    pub fn first(&self) -> &'static Words {
        self.languages
            .first()
            .copied()
            .unwrap_or(locale::choose([]))
    }

    fn speaks(&self, words: &Words) -> bool {
        self.languages.iter().any(|have| have.tag == words.tag)
    }

    /// A path in the folder of a language: `es/agenda.html`.
    pub fn in_language(&self, words: &Words, path: &str) -> String {
        if words.tag == self.first().tag {
            path.to_owned()
        } else {
            format!("{}/{path}", words.tag)
        }
    }

    /// Facets whose values have pages, in the catalogue's order, with the records of each value.
    pub fn facets(&self) -> impl Iterator<Item = (&Facet, &BTreeMap<&'c str, Vec<&'p Entry<'c>>>)> {
        let with = |facet| Some((facet, self.values.get(facet_id(facet))?));
        self.site.facets.iter().filter_map(with)
    }

    /// Records with a page.
    pub fn entries(&self) -> impl Iterator<Item = &'p Entry<'c>> {
        let publication = self.publication;
        publication
            .entries
            .iter()
            .filter(|entry| publication.has_page(&entry.shown.id))
    }

    /// Where a place is as a page; `None` where it is in the app alone.
    fn page_of(&self, place: &Place, words: &Words) -> Option<String> {
        if let Some(id) = &place.record {
            return self.publication.has_page(id).then(|| page_path(id));
        }
        if place.is_front() {
            return Some(self.in_language(words, "index.html"));
        }
        match place.filters.as_slice() {
            [(facet, values)] if place.text.is_empty() && !place.saved => match values.as_slice() {
                [value] => {
                    self.values.get(facet.as_str())?.get(value.as_str())?;
                    Some(self.in_language(words, &value_path(facet, value)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Calls a view with what it needs on this page.
    pub fn show<R>(&self, at: At, view: impl FnOnce(Context) -> R) -> R {
        let (place, device) = (Place::default(), Device::default());
        view(Context {
            words: at.words,
            site: &self.site,
            place: &place,
            searched: &place,
            now: 0,
            dates: &PageDates,
            device: &device,
            links: Some(&FileLinks { plan: self, at }),
        })
    }

    /// The address of a file of the site as seen from a page.
    pub fn address_of(&self, at: At, path: &str) -> String {
        if at.path == not_found::PATH {
            format!("{}{path}", self.publication.root)
        } else {
            relative(at.path, path)
        }
    }

    /// The address of a place in the app, as seen from a page.
    pub fn in_app(&self, at: At, place: &Place) -> String {
        let mut place = place.clone();
        if at.words.tag != self.first().tag {
            place.lang = Some(at.words.tag.to_owned());
        }
        // The front page stands in the folder that the others are below, and under its own address.
        let folder = match self.address_of(at, "") {
            here if here.is_empty() && at.path != "index.html" => "./".to_owned(),
            folder => folder,
        };
        format!("{folder}{}", address::write(&place))
    }
}

/// The way from a page to the front page's folder: `../../`.
fn up(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// The address of a file of the site as seen from a page.
pub fn relative(from: &str, to: &str) -> String {
    up(from) + to
}

/// Where the records with a value are listed.
pub fn value_path(facet: &str, value: &str) -> String {
    format!("browse/{}/{}.html", file_name(facet), file_name(value))
}

/// Where a facet's values are listed.
pub fn facet_path(facet: &str) -> String {
    format!("browse/{}.html", file_name(facet))
}

/// A record as a row of a list.
pub fn hit(entry: &Entry) -> Hit {
    let shown = entry.shown;
    Hit {
        title: shown.title.clone(),
        snippet: beginning(&[&shown.summary, &shown.body_text]),
        card: shown.card.clone(),
        ..Hit::bare(&shown.id, shown.card.kind)
    }
}

/// What of a row tells its place in an agenda.
pub fn dated(entry: &Entry) -> Hit {
    let card = &entry.shown.card;
    let bare = Hit::bare(&entry.shown.id, card.kind);
    Hit {
        card: Card {
            when: card.when.clone(),
            span: card.span.clone(),
            ..bare.card
        },
        ..bare
    }
}

/// Links of one page.
struct FileLinks<'l, 'p, 'c> {
    plan: &'l Plan<'p, 'c>,
    at: At<'l>,
}

impl Links for FileLinks<'_, '_, '_> {
    fn place(&self, place: &Place) -> String {
        match self.plan.page_of(place, self.at.words) {
            Some(path) => self.plan.address_of(self.at, &path),
            None => self.plan.in_app(self.at, place),
        }
    }

    fn file(&self, path: &str) -> String {
        self.plan.address_of(self.at, path)
    }
}

fn facet_id(facet: &Facet) -> &str {
    &facet.id
}

/// How many these are where a record and its translations are one.
fn things<'e, 'c: 'e>(entries: impl IntoIterator<Item = &'e Entry<'c>>) -> u32 {
    let groups = entries.into_iter().map(|entry| {
        let shown = entry.shown;
        (
            shown.group.is_none(),
            shown.group.as_ref().unwrap_or(&shown.id),
        )
    });
    groups.collect::<BTreeSet<_>>().len() as u32
}

fn values<'p, 'c>(
    publication: &'p Publication<'c>,
) -> BTreeMap<&'c str, BTreeMap<&'c str, Vec<&'p Entry<'c>>>> {
    let wanted = publication.settings.pages.facets.as_ref();
    let mut all = BTreeMap::new();
    for info in publication.facets {
        let is_wanted = match wanted {
            Some(facets) => facets.contains(&info.id),
            None => !WITHOUT_PAGES.contains(&info.id.as_str()),
        };
        if !is_wanted {
            continue;
        }
        // An entry knows ids as its record writes them; a value's own is the one that is kept.
        let ids: BTreeMap<&str, &'c str> = info
            .values
            .iter()
            .map(|value| (value.id.as_str(), value.id.as_str()))
            .collect();
        let mut of_facet: BTreeMap<&'c str, Vec<&'p Entry<'c>>> = BTreeMap::new();
        for entry in &publication.entries {
            if !publication.has_page(&entry.shown.id) {
                continue;
            }
            let mut own: BTreeSet<&'c str> = BTreeSet::new();
            for value in entry.shown.facets.get(&info.id).into_iter().flatten() {
                let every = std::iter::once(value.as_str()).chain(above(Some(info), value));
                own.extend(every.filter_map(|id| ids.get(id)));
            }
            for value in own {
                of_facet.entry(value).or_default().push(entry);
            }
        }
        if !of_facet.is_empty() {
            all.insert(info.id.as_str(), of_facet);
        }
    }
    all
}

fn site(publication: &Publication) -> Site {
    let site = publication.site;
    let labels = |labels: &Labels| {
        let pair = |(tag, label): (&String, &String)| (tag.clone(), label.clone());
        labels.iter().map(pair).collect()
    };
    Site {
        name: labels(&site.name),
        tagline: labels(&site.tagline),
        languages: site.languages.clone(),
        zone: site.zone.clone(),
        contact: site.contact.clone(),
        facets: publication
            .facets
            .iter()
            .map(|facet| Facet {
                id: facet.id.clone(),
                label: labels(&facet.label),
                values: facet
                    .values
                    .iter()
                    .map(|value| Value {
                        id: value.id.clone(),
                        label: labels(&value.label),
                        parent: value.parent.clone(),
                    })
                    .collect(),
            })
            .collect(),
        last_occurrence: site.last_occurrence.clone(),
    }
}
