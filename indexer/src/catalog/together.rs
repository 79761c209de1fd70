//! What is doubtful only when records are seen together: one thing or one former id entered twice, lists without members, languages
//! in which something is missing. Each is looked for by itself, so that all can be at once.

use super::Catalog;
use super::circles::circles;
use super::finding::Finding;
use crate::diagnostic::{Log, Place, Severity};
use crate::record::Record;
use callboard_engine::analysis::joined_key;
use callboard_model::{Kind, Labels};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Looks for one thing in all records, given the ids of all files, those with mistakes of their own included.
type Check = for<'c> fn(&'c Catalog, &BTreeSet<&'c str>) -> Vec<Finding<'c>>;

const CHECKS: [Check; 6] = [
    former_ids,
    |catalog, _| circles(catalog),
    |catalog, _| duplicate_titles(catalog),
    |catalog, _| duplicate_links(catalog),
    |catalog, _| members(catalog),
    |catalog, _| pictures(catalog),
];

/// All that is to be told of records because of others.
pub(super) fn all<'c>(catalog: &'c Catalog, ids: &BTreeSet<&'c str>) -> Vec<Finding<'c>> {
    let found = CHECKS.par_iter().map(|check| check(catalog, ids));
    found.flatten_iter().collect()
}

/// All records, drafts last: of two that are one thing it is the draft that is too much.
fn published_first(catalog: &Catalog) -> impl Iterator<Item = &Record> {
    let (drafts, published): (Vec<&Record>, Vec<&Record>) =
        catalog.records.iter().partition(|record| record.draft);
    published.into_iter().chain(drafts)
}

/// The first record of a title at a time, and the first at any time: those of different times are told apart by them.
#[derive(Default)]
struct Namesakes<'c> {
    any: Option<&'c Record>,
    untimed: Option<&'c Record>,
    at: HashMap<i64, &'c Record>,
}

/// Warns of records of one kind with one title that nothing tells apart.
fn duplicate_titles(catalog: &Catalog) -> Vec<Finding<'_>> {
    let mut found = Vec::new();
    let mut titles: HashMap<(Kind, String, &str), Namesakes> = HashMap::new();
    let joined = |record: &&Record| joined_key(&record.title.value);
    let records: Vec<&Record> = published_first(catalog).collect();
    let joined: Vec<String> = records.par_iter().map(joined).collect();
    for (record, joined) in records.into_iter().zip(joined) {
        // Titles without a word are not one because of that.
        if joined.is_empty() {
            continue;
        }
        let key = (record.kind, joined, record.lang.as_str());
        let before = titles.entry(key).or_default();
        let starts = || record.when.iter().map(|time| time.start);
        let same = match record.when.is_empty() {
            true => before.any,
            false => starts()
                .find_map(|start| before.at.get(&start).copied())
                // One without a time is told of once.
                .or(before.untimed.filter(|_| before.at.is_empty())),
        };
        before.any.get_or_insert(record);
        if record.when.is_empty() {
            before.untimed.get_or_insert(record);
        }
        for start in starts() {
            before.at.entry(start).or_insert(record);
        }
        if let Some(first) = same {
            found.push(Finding::new(record, |log| {
                log.warn(
                    "duplicate-title",
                    record.title.place,
                    format!("`{}` has the same title", first.id),
                    "say in the title what tells them apart, or remove one",
                );
            }));
        }
    }
    found
}

/// Warns of records that stand at one address, unless one names the other: a translation, a part, a recording.
fn duplicate_links(catalog: &Catalog) -> Vec<Finding<'_>> {
    let mut found = Vec::new();
    let mut links: HashMap<String, &Record> = HashMap::new();
    for record in published_first(catalog) {
        let Some(link) = &record.link else { continue };
        let key = one_form(link);
        match links.get(&key) {
            None => {
                links.insert(key, record);
            }
            Some(first)
                if named(record).any(|id| id == first.id)
                    || named(first).any(|id| id == record.id) => {}
            Some(first) => {
                let first = *first;
                found.push(Finding::new(record, |log| {
                    let place = log.line_with("link:");
                    log.warn(
                        "duplicate-link",
                        place,
                        format!("`{}` has the same link", first.id),
                        "remove one, or connect them, as with `translation_of` or `part_of`",
                    );
                }));
            }
        }
    }
    found
}

/// An address without what does not change where it leads: the scheme, letters' case in the host, a last slash.
fn one_form(link: &str) -> String {
    match url::Url::parse(link) {
        Ok(url) => {
            let mut form = url
                .host_str()
                .unwrap_or("")
                .trim_start_matches("www.")
                .to_owned();
            form.extend(url.port().map(|port| format!(":{port}")));
            form.push_str(url.path().trim_end_matches('/'));
            form.extend(url.query().map(|query| format!("?{query}")));
            form.extend(url.fragment().map(|part| format!("#{part}")));
            form
        }
        Err(_) => link.to_owned(),
    }
}

/// Ids of the records that a record names.
fn named(record: &Record) -> impl Iterator<Item = &str> {
    let lists = [
        &record.recording_of,
        &record.recordings,
        &record.cited_records,
    ];
    lists
        .into_iter()
        .flatten()
        .chain(record.relations.iter().map(|(_, id)| id))
        .chain(record.series.iter().map(|(id, _)| id))
        .chain(record.collections.iter().map(|(id, _)| id))
        .chain(record.hosts.iter().map(|(id, _)| id))
        .chain(&record.translation_of)
        .map(|id| id.value.as_str())
}

/// Notes series and collections that no record is in.
fn members(catalog: &Catalog) -> Vec<Finding<'_>> {
    let named: HashSet<&str> = catalog.records.iter().flat_map(named).collect();
    let lists = catalog.records.iter().filter(|record| {
        matches!(record.kind, Kind::Series | Kind::Collection)
            && !named.contains(record.id.as_str())
    });
    let told = lists.map(|record| {
        Finding::new(record, |log| {
            let key = if record.kind == Kind::Series {
                "series"
            } else {
                "collections"
            };
            log.add(
                Severity::Note,
                "no-members",
                record.title.place,
                format!("no record is in this {}", record.kind.name()),
                Some(format!(
                    "add `{key}: [{}]` to its members, or remove it",
                    record.id
                )),
            );
        })
    });
    told.collect()
}

/// Notes images that nobody has described.
fn pictures(catalog: &Catalog) -> Vec<Finding<'_>> {
    let undescribed = catalog.records.iter().filter(|record| {
        let image = record.image.as_ref();
        image.is_some_and(|image| image.alt.is_none())
    });
    let told = undescribed.map(|record| {
        Finding::new(record, |log| {
            let place = log.line_with("image:");
            log.add(
                Severity::Note,
                "missing-alt",
                place,
                "nothing says what the image shows",
                Some("when you can look at it, add `alt: ...`".to_owned()),
            );
        })
    });
    told.collect()
}

/// Complains of former ids that lead to two records.
fn former_ids<'c>(catalog: &'c Catalog, ids: &BTreeSet<&'c str>) -> Vec<Finding<'c>> {
    let mut found = Vec::new();
    let mut taken: HashMap<&str, &str> = HashMap::new();
    for record in catalog.records.iter() {
        for former in &record.former_ids {
            let id = former.value.as_str();
            let owner = ids.get(id).or_else(|| taken.get(id)).copied();
            let Some(owner) = owner else {
                taken.insert(id, &record.id);
                continue;
            };
            found.push(Finding::new(record, move |log| {
                log.error(
                    "duplicate-id",
                    former.place,
                    match owner == id {
                        true => format!("`{id}` is the id of a record that is there"),
                        false => format!("`{owner}` has the former id `{id}` too"),
                    },
                    "an old address can lead to one record only: leave it where it belongs",
                );
            }));
        }
    }
    found
}

/// How many records a note names.
const NAMED: usize = 3;

/// Notes labels and records that are not there in every language of the catalogue. Records are counted, because in most
/// catalogues most of them are in one language.
pub(super) fn translations(catalog: &Catalog, log: &mut Log) {
    let settings = &catalog.settings;
    let Some((first, others)) = settings.languages.split_first() else {
        return;
    };
    let lacks = |labels: &Labels| -> Vec<&str> {
        let missing = |language: &&String| !labels.contains_key(language.as_str());
        settings
            .languages
            .iter()
            .filter(missing)
            .map(String::as_str)
            .collect()
    };
    let (name, tagline) = (log.line_with("name"), log.line_with("tagline"));
    let texts: Vec<String> = settings
        .languages
        .iter()
        .map(|language| format!("{language} = \"...\""))
        .collect();
    let fix = format!("add it: `{{ {} }}`", texts.join(", "));
    let mut note = |place: Place, what: String, languages: &[&str]| {
        if !languages.is_empty() {
            log.add(
                Severity::Note,
                "missing-translation",
                place,
                format!("{what} is not there in {}", languages.join(", ")),
                Some(fix.clone()),
            );
        }
    };
    note(name, "the name".to_owned(), &lacks(&settings.name));
    if !settings.tagline.is_empty() {
        note(tagline, "the tagline".to_owned(), &lacks(&settings.tagline));
    }
    let places = &settings.places;
    for facet in &settings.facets {
        let place = |value: &str| {
            let key = (facet.id.clone(), value.to_owned());
            places.get(&key).copied().unwrap_or_default()
        };
        note(
            place(""),
            format!("the label of the facet `{}`", facet.id),
            &lacks(&facet.label),
        );
        for value in &facet.values {
            let what = format!("the label of `{}` of `{}`", value.id, facet.id);
            note(place(&value.id), what, &lacks(&value.label));
        }
    }
    for language in others {
        untranslated(catalog, first, language, log);
    }
}

/// Notes how many items have no text in a language.
fn untranslated(catalog: &Catalog, first: &str, language: &str, log: &mut Log) {
    let items = || {
        catalog
            .records
            .iter()
            .filter(|record| !record.draft && !record.kind.is_structure())
    };
    let original = |record: &Record| {
        record
            .translation_of
            .as_ref()
            .map_or_else(|| record.id.clone(), |id| id.value.clone())
    };
    let there: BTreeSet<String> = items()
        .filter(|record| record.lang == language)
        .map(original)
        .collect();
    let missing: Vec<&str> = items()
        .filter(|record| record.lang == first && record.translation_of.is_none())
        .filter(|record| !there.contains(&record.id))
        .map(|record| record.id.as_str())
        .collect();
    let Some(examples) = missing
        .get(..missing.len().min(NAMED))
        .filter(|some| !some.is_empty())
    else {
        return;
    };
    let more = if missing.len() > examples.len() {
        " and others"
    } else {
        ""
    };
    let place = log.line_with("languages");
    log.add(
        Severity::Note,
        "missing-translation",
        place,
        format!(
            "{} of the items in `{first}` have no record in `{language}`: {}{more}",
            missing.len(),
            examples.join(", ")
        ),
        Some("add records with `lang` and `translation_of` where there is a text".to_owned()),
    );
}
