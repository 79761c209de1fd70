//! Typed relations, walked both ways: the recording names its event, the event's page lists its
//! recording.

use crate::catalog::Catalog;
use crate::record::Record;
use callboard_model::{Kind, Reference, Relation, RelationKind};
use std::collections::{BTreeMap, BTreeSet};

/// All relations of a catalogue by the record whose page shows them.
pub(super) struct Graph {
    edges: BTreeMap<String, Vec<(RelationKind, String)>>,
    /// What is among the edges: an organisation may have thousands.
    known: BTreeSet<(String, RelationKind, String)>,
    /// Translation to its original.
    originals: BTreeMap<String, String>,
    /// Originals that have a translation.
    translated: BTreeSet<String>,
}

impl Graph {
    pub(super) fn new(catalog: &Catalog) -> Graph {
        let mut graph = Graph {
            edges: BTreeMap::new(),
            known: BTreeSet::new(),
            originals: BTreeMap::new(),
            translated: BTreeSet::new(),
        };
        let mut ordered: Vec<(&str, u32, &str)> = Vec::new();
        for record in catalog.records.iter() {
            let mut add = |kind: RelationKind, other: &str| {
                if catalog.records.has(other) && other != record.id {
                    graph.pair(&record.id, kind, other);
                }
            };
            record
                .recording_of
                .iter()
                .for_each(|id| add(RelationKind::RecordingOf, &id.value));
            record
                .recordings
                .iter()
                .for_each(|id| add(RelationKind::Recording, &id.value));
            record
                .relations
                .iter()
                .for_each(|(kind, id)| add(*kind, &id.value));
            record
                .cited_records
                .iter()
                .for_each(|id| add(RelationKind::Cites, &id.value));
            if let Some(original) = &record.translation_of {
                add(RelationKind::TranslationOf, &original.value);
                graph
                    .originals
                    .insert(record.id.clone(), original.value.clone());
                graph.translated.insert(original.value.clone());
            }
            for (collection, order) in &record.collections {
                if catalog.records.has(&collection.value) {
                    ordered.push((&collection.value, order.unwrap_or(u32::MAX), &record.id));
                }
            }
            // What an organisation hosts is what its page is for.
            for (org, _) in &record.hosts {
                if record.kind != Kind::Organization && catalog.records.has(&org.value) {
                    graph.one(&org.value, RelationKind::Contains, &record.id);
                }
            }
        }
        ordered.sort_unstable();
        for (collection, _, record) in ordered {
            graph.pair(record, RelationKind::InCollection, collection);
        }
        for record in catalog.records.iter() {
            if let Some((series, _)) = &record.series
                && catalog.records.has(&series.value)
            {
                graph.one(&series.value, RelationKind::Part, &record.id);
            }
        }
        graph.known.clear();
        graph
    }

    fn one(&mut self, from: &str, kind: RelationKind, to: &str) {
        if self.known.insert((from.to_owned(), kind, to.to_owned())) {
            let edges = self.edges.entry(from.to_owned()).or_default();
            edges.push((kind, to.to_owned()));
        }
    }

    fn pair(&mut self, from: &str, kind: RelationKind, to: &str) {
        self.one(from, kind, to);
        self.one(to, inverse(kind), from);
    }

    /// Relations of a record, in the order in which they were found.
    pub(super) fn of<'g>(&'g self, id: &str) -> impl Iterator<Item = (RelationKind, &'g String)> {
        self.edges
            .get(id)
            .into_iter()
            .flatten()
            .map(|(kind, id)| (*kind, id))
    }

    /// Relations as a page shows them: by kind, lists in their own order.
    pub(super) fn page(&self, id: &str, reference: impl Fn(&str) -> Reference) -> Vec<Relation> {
        let mut all: Vec<(RelationKind, &String)> = self.of(id).collect();
        all.sort_by_key(|(kind, _)| *kind);
        all.into_iter()
            .map(|(kind, id)| Relation {
                kind,
                to: reference(id),
            })
            .collect()
    }

    /// What a record shares with its translations: the id of the original.
    pub(super) fn group(&self, record: &Record) -> Option<String> {
        let original = self.originals.get(&record.id).cloned();
        original.or_else(|| self.translated.get(&record.id).cloned())
    }
}

fn inverse(kind: RelationKind) -> RelationKind {
    use RelationKind as R;
    match kind {
        R::RecordingOf => R::Recording,
        R::Recording => R::RecordingOf,
        R::PartOf => R::Part,
        R::Part => R::PartOf,
        R::About => R::AboutThis,
        R::AboutThis => R::About,
        R::ReplyTo => R::Reply,
        R::Reply => R::ReplyTo,
        R::Cites => R::CitedBy,
        R::CitedBy => R::Cites,
        R::TranslationOf => R::Translation,
        R::Translation => R::TranslationOf,
        R::MemberOf => R::Member,
        R::Member => R::MemberOf,
        R::Mentions => R::MentionedBy,
        R::MentionedBy => R::Mentions,
        R::InCollection => R::Contains,
        R::Contains => R::InCollection,
        R::Continues => R::ContinuedBy,
        R::ContinuedBy => R::Continues,
    }
}
