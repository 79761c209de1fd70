//! Relations that lead from a record back to itself over others: parts of their own parts, translations of one another.
//!
//! Not here: a record that names itself, and whether what is named is there ([`super::references`]).

use super::Catalog;
use super::finding::Finding;
use crate::record::Record;
use crate::tree::Placed;
use callboard_model::RelationKind;
use std::collections::HashMap;

/// What a key of a record names.
type Named = fn(&Record) -> Vec<&Placed>;

/// The keys that lead one way only.
const ONE_WAY: [(&str, Named); 3] = [
    ("part_of", |record| of_kind(record, RelationKind::PartOf)),
    ("continues", |record| {
        of_kind(record, RelationKind::Continues)
    }),
    ("translation_of", |record| {
        record.translation_of.iter().collect()
    }),
];

/// Most ids of a circle that are told.
const TOLD: usize = 6;

fn of_kind(record: &Record, wanted: RelationKind) -> Vec<&Placed> {
    let own = record.relations.iter().filter(|(kind, _)| *kind == wanted);
    own.map(|(_, id)| id).collect()
}

/// Complains of every circle once, where the last of its records names the first.
pub(super) fn circles(catalog: &Catalog) -> Vec<Finding<'_>> {
    let of = |(key, named): (&'static str, Named)| {
        let circles = found(catalog, named).into_iter();
        circles.map(move |(last, closing, way)| {
            Finding::new(last, move |log| {
                let mut told: Vec<&str> = way.iter().take(TOLD).copied().collect();
                if way.len() > TOLD {
                    told.push("...");
                }
                told.push(&closing.value);
                log.error(
                    "circle",
                    closing.place,
                    format!("`{key}` leads in a circle: {}", told.join(" -> ")),
                    format!("take `{key}` out of the record that comes first"),
                );
            })
        })
    };
    ONE_WAY.into_iter().flat_map(of).collect()
}

/// A record that names one on the way to it, what it names, and the way from there.
type Circle<'c> = (&'c Record, &'c Placed, Vec<&'c str>);

/// Follows a key from each record on, in depth.
fn found(catalog: &Catalog, named: Named) -> Vec<Circle<'_>> {
    let mut circles = Vec::new();
    // Whether a record that was met is still on the way.
    let mut met: HashMap<&str, bool> = HashMap::new();
    for first in catalog.records.iter() {
        let names = named(first);
        if names.is_empty() || met.contains_key(first.id.as_str()) {
            continue;
        }
        met.insert(&first.id, true);
        let mut way = vec![(first, names.into_iter())];
        while let Some((record, rest)) = way.last_mut() {
            let record = *record;
            let Some(next) = rest.next() else {
                met.insert(&record.id, false);
                way.pop();
                continue;
            };
            let Some(target) = catalog.records.get(&next.value) else {
                continue;
            };
            match met.get(target.id.as_str()) {
                Some(true) if target.id != record.id => {
                    let ids = way.iter().map(|(record, _)| record.id.as_str());
                    let ids = ids.skip_while(|id| *id != target.id).collect();
                    circles.push((record, next, ids));
                }
                Some(_) => {}
                None => {
                    met.insert(&target.id, true);
                    way.push((target, named(target).into_iter()));
                }
            }
        }
    }
    circles
}
