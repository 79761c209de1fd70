//! Whether what records and sources name is there, and of a kind that fits.
//!
//! Not here: following relations ([`crate::resolve`]).

use super::Catalog;
use crate::diagnostic::{Log, certain, nearest};
use crate::record::{RELATIONS, Record};
use crate::settings::Settings;
use crate::tree::Placed;
use callboard_importer::slug::slug;
use callboard_model::Kind;
use std::collections::BTreeSet;

/// Ids of all files, those with mistakes of their own included.
type Ids<'i> = BTreeSet<&'i str>;

fn source(record: &Record, settings: &Settings, log: &mut Log) {
    if let Some(source) = &record.source
        && !settings.sources.contains_key(&source.value)
    {
        let meant = nearest(&source.value, settings.sources.keys().map(String::as_str));
        let question = meant.map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
        log.error(
            "unknown-value",
            source.place,
            format!("unknown source `{}`{question}", source.value),
            "sources are listed in catalog.toml under [sources]",
        );
        let names = settings.sources.keys().map(String::as_str);
        if let Some(meant) = certain(&source.value, names) {
            log.certain(&source.value, meant);
        }
    }
}

/// Keys that name one record alone.
const ONE: [&str; 7] = [
    "credits",
    "people",
    "publisher",
    "record",
    "republished_from",
    "series",
    "translation_of",
];

/// Checks that every reference of a record leads to a record of a kind that fits, and its source to one that is there.
pub(super) fn of_record(record: &Record, catalog: &Catalog, ids: &Ids, log: &mut Log) {
    source(record, &catalog.settings, log);
    let organization: &[Kind] = &[Kind::Organization];
    let mut all: Vec<(&str, &Placed, &[Kind])> = Vec::new();
    all.extend(
        record
            .hosts
            .iter()
            .map(|(org, _)| ("hosts", org, organization)),
    );
    all.extend(
        record
            .people
            .iter()
            .filter_map(|person| Some(("people", person.org.as_ref()?, organization))),
    );
    all.extend(
        record
            .republished_from
            .iter()
            .map(|copy| ("republished_from", &copy.org, organization)),
    );
    all.extend(
        record
            .also_at
            .iter()
            .map(|copy| ("also_at", &copy.org, organization)),
    );
    all.extend(
        record
            .credits
            .iter()
            .map(|(to, _)| ("credits", to, organization)),
    );
    all.extend(
        record
            .series
            .iter()
            .map(|(id, _)| ("series", id, &[Kind::Series] as &[Kind])),
    );
    all.extend(
        record
            .collections
            .iter()
            .map(|(id, _)| ("collections", id, &[Kind::Collection] as &[Kind])),
    );
    for (key, list) in [
        ("recording_of", &record.recording_of),
        ("recordings", &record.recordings),
        ("cites", &record.cited_records),
    ] {
        all.extend(list.iter().map(|id| (key, id, &[] as &[Kind])));
    }
    for (key, kind) in RELATIONS {
        let own = record.relations.iter().filter(|(own, _)| *own == kind);
        all.extend(own.map(|(_, id)| (key, id, &[] as &[Kind])));
    }
    all.extend(
        record
            .translation_of
            .iter()
            .map(|id| ("translation_of", id, &[] as &[Kind])),
    );
    for (key, id, kinds) in all {
        reference(key, id, kinds, Some(record), catalog, ids, log);
    }
    translation(record, catalog, log);
}

/// Warns of a translation whose original is a translation itself, or in the same language: the page would show both, or
/// one of two texts.
fn translation(record: &Record, catalog: &Catalog, log: &mut Log) {
    let Some(id) = &record.translation_of else {
        return;
    };
    let Some(named) = catalog.records.get(&id.value) else {
        return;
    };
    if named.id == record.id {
        return;
    }
    if let Some(original) = &named.translation_of {
        // Of two that name each other neither is the original, which is told.
        if original.value != record.id && original.value != named.id {
            log.warn(
                "bad-translation",
                id.place,
                format!("`{}` is a translation itself", id.value),
                format!("write `translation_of: {}`", original.value),
            );
        }
    } else if named.lang == record.lang {
        log.warn(
            "bad-translation",
            id.place,
            format!("`{}` is in the same language, `{}`", id.value, record.lang),
            "write the language of each as `lang`, or `part_of` and the like where it is no translation",
        );
    }
}

/// Checks what the sources in the settings refer to. The record that stands for a source may be of any kind: a list, or the
/// text itself.
pub(super) fn of_sources(catalog: &Catalog, ids: &Ids, log: &mut Log) {
    for source in catalog.settings.sources.values() {
        if let Some(id) = &source.publisher {
            let kinds = &[Kind::Organization];
            reference("publisher", id, kinds, None, catalog, ids, log);
        }
        if let Some(id) = &source.record {
            reference("record", id, &[], None, catalog, ids, log);
        }
    }
}

/// Checks one reference by its key; `kinds` are those that fit, none where all do, and `own` is the record that it is in.
fn reference(
    key: &str,
    id: &Placed,
    kinds: &[Kind],
    own: Option<&Record>,
    catalog: &Catalog,
    ids: &Ids,
    log: &mut Log,
) {
    match catalog.records.get(&id.value) {
        Some(_) if own.is_some_and(|own| own.id == id.value) => {
            log.error(
                "unknown-record",
                id.place,
                format!("`{key}` refers to the record itself"),
                "name another record",
            );
        }
        Some(target) if !kinds.is_empty() && !kinds.contains(&target.kind) => {
            let wanted = kinds
                .iter()
                .map(|kind| kind.name())
                .collect::<Vec<_>>()
                .join(" or ");
            log.error(
                "wrong-kind",
                id.place,
                format!(
                    "`{key}` takes a record of kind {wanted}, but `{}` is of kind {}",
                    id.value,
                    target.kind.name()
                ),
                format!("name a record of kind {wanted}"),
            );
        }
        Some(_) => {}
        // Its file is there and has mistakes of its own, which are shown.
        None if ids.contains(id.value.as_str()) => {}
        None if renamed(&id.value, catalog).is_some() => {
            let now = renamed(&id.value, catalog).map_or("", |record| &record.id);
            log.error(
                "unknown-record",
                id.place,
                format!("`{}` was renamed to `{now}`", id.value),
                format!("write `{now}`"),
            );
        }
        None if !ONE.contains(&key) && are_many(&id.value, ids) => log.error(
            "unknown-record",
            id.place,
            format!("`{}` is read as one id", id.value),
            format!("write a list: `{key}: [{}]`", id.value.replace(';', ",")),
        ),
        None => {
            // Who writes the name instead of the id most likely means it.
            let named = slug(&id.value);
            let meant = match ids.get(named.as_str()) {
                Some(meant) => Some(*meant),
                None => nearest(&id.value, ids.iter().copied()),
            };
            let question =
                meant.map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
            let fix = match meant {
                Some(meant) if *meant == named => format!("write `{meant}`"),
                Some(meant) => format!("write `{meant}`, or add a record {named}.md"),
                None => format!("add a record {named}.md, or remove the reference"),
            };
            log.error(
                "unknown-record",
                id.place,
                format!("there is no record `{}`{question}", id.value),
                fix,
            );
            // A record of another kind cannot be meant, nor the record itself.
            let fitting = ids.iter().copied().filter(|have| {
                own.is_none_or(|own| own.id != *have)
                    && (kinds.is_empty()
                        || catalog
                            .records
                            .get(have)
                            .is_none_or(|target| kinds.contains(&target.kind)))
            });
            if let Some(meant) = certain(&id.value, fitting) {
                log.certain(&id.value, meant);
            }
        }
    }
}

/// The record that had this id before.
fn renamed<'c>(id: &str, catalog: &'c Catalog) -> Option<&'c Record> {
    let had = |record: &&Record| record.former_ids.iter().any(|former| former.value == id);
    catalog.records.iter().find(had)
}

/// Whether a text is ids with commas or semicolons between them: one of them is there, and no id has such a sign.
fn are_many(text: &str, ids: &Ids) -> bool {
    text.contains([',', ';']) && text.split([',', ';']).any(|id| ids.contains(id.trim()))
}
