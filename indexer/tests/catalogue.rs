//! The real catalogue: it has no mistakes, holds what was counted by hand, and its dates are right.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use callboard_indexer::catalog::{self, Catalog};
use callboard_indexer::moment;
use callboard_indexer::report;
use callboard_indexer::resolve::{Resolved, ResolvedRecord, resolve};
use callboard_model::{Kind, NoteKind, RelationKind};
use std::fs;
use std::path::Path;

fn read() -> Catalog {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalog");
    let (catalog, diagnostics) = catalog::read(&folder);
    let mistakes: Vec<_> = diagnostics.into_iter().filter(|d| !d.is_note()).collect();
    assert!(mistakes.is_empty(), "{}", report::text(&mistakes));
    catalog.expect("the catalogue is read")
}

fn record<'r>(resolved: &'r Resolved, id: &str) -> &'r ResolvedRecord {
    resolved
        .records
        .iter()
        .find(|record| record.id == id)
        .expect(id)
}

fn related(record: &ResolvedRecord, kind: RelationKind) -> Vec<&str> {
    record
        .page
        .relations
        .iter()
        .filter(|relation| relation.kind == kind)
        .filter_map(|relation| relation.to.id.as_deref())
        .collect()
}

#[test]
fn it_holds_what_was_counted() {
    let catalog = read();
    let count = |kind: Kind| {
        catalog
            .records
            .iter()
            .filter(|record| record.kind == kind)
            .count()
    };
    for (kind, expected) in [
        (Kind::Event, 12),
        (Kind::Training, 3),
        (Kind::Toolkit, 3),
        (Kind::Hotline, 1),
        (Kind::Article, 29),
        (Kind::Statement, 1),
        (Kind::Series, 5),
        (Kind::Collection, 3),
        (Kind::Organization, 48),
    ] {
        assert_eq!(count(kind), expected, "{}", kind.name());
    }
    assert_eq!(
        catalog
            .records
            .iter()
            .filter(|record| !record.kind.is_structure())
            .count(),
        77
    );
    let whens: Vec<bool> = catalog
        .records
        .iter()
        .filter(|record| record.kind.is_scheduled())
        .flat_map(|record| &record.when)
        .map(|occurrence| occurrence.timed)
        .collect();
    assert_eq!(
        (whens.len(), whens.iter().filter(|timed| **timed).count()),
        (16, 14)
    );
}

#[test]
fn every_date_is_the_moment_worked_out_by_hand() {
    let catalog = read();
    let minutes = |text: &str| moment::parse(text).expect(text).as_second() / 60;
    let mut rows = 0;
    for line in include_str!("dated.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let record = catalog
            .records
            .get(row["record"].as_str().unwrap())
            .unwrap();
        rows += 1;
        match (row["date"].as_str(), row["start"].as_str()) {
            (_, Some(start)) => {
                let found = record
                    .when
                    .iter()
                    .find(|occurrence| occurrence.start == minutes(start))
                    .expect(line);
                assert!(found.timed, "{line}");
                assert_eq!(found.end_known, !row["end"].is_null(), "{line}");
                if let Some(end) = row["end"].as_str() {
                    assert_eq!(found.end, minutes(end), "{line}");
                }
            }
            (Some(span), None) if span.contains('/') => {
                let own = record.span.as_ref().expect(line);
                assert_eq!(format!("{}/{}", own.from, own.to), span);
            }
            (Some(date), None) if record.kind.is_scheduled() => {
                assert!(
                    record
                        .when
                        .iter()
                        .any(|occurrence| !occurrence.timed && occurrence.local == date),
                    "{line}"
                );
            }
            (Some(date), None) => assert_eq!(
                record.published.as_ref().map(|own| own.0.as_str()),
                Some(date),
                "{line}"
            ),
            (None, None) => assert!(
                record.when.is_empty() && record.published.is_none(),
                "{line}"
            ),
        }
    }
    assert_eq!(rows, 19);
}

#[test]
fn a_year_that_the_source_does_not_name_is_marked_as_inferred() {
    for record in read()
        .records
        .iter()
        .filter(|record| !record.when.is_empty())
    {
        assert!(
            record
                .notes
                .iter()
                .any(|note| note.kind == NoteKind::Inferred),
            "{}",
            record.id
        );
    }
}

#[test]
fn relations_lead_both_ways() {
    let resolved = resolve(&read());
    let recording = record(&resolved, "mass-call-2024-11-07-recording");
    assert_eq!(
        related(recording, RelationKind::RecordingOf),
        ["mass-call-2024-11-07"]
    );
    let event = record(&resolved, "mass-call-2024-11-07");
    assert!(event.has_recording);
    assert_eq!(
        event
            .card
            .recordings
            .iter()
            .filter_map(|to| to.id.as_deref())
            .collect::<Vec<_>>(),
        [recording.id.as_str()]
    );
    let pair = [
        "fighting-against-mass-raids-operations",
        "fighting-against-mass-raids-operations-es",
    ];
    assert_eq!(
        record(&resolved, pair[0]).group,
        record(&resolved, pair[1]).group
    );
    assert!(record(&resolved, pair[0]).group.is_some());
    let names = &event.names;
    for alias in ["M4BL", "SURJ", "WFP"] {
        assert!(names.iter().any(|name| name == alias), "{alias}");
    }
}

#[test]
fn parts_of_a_series_are_in_order() {
    let resolved = resolve(&read());
    let third = record(&resolved, "because-we-need-each-other-3");
    let parts: Vec<&str> = third
        .page
        .parts
        .iter()
        .filter_map(|part| part.id.as_deref())
        .collect();
    assert_eq!(
        parts,
        [1, 2, 3, 4].map(|part| format!("because-we-need-each-other-{part}"))
    );
    let second = record(&resolved, parts[1]).card.series.as_ref().unwrap();
    assert_eq!((second.part, second.total), (Some(2), Some(4)));
}

/// The reference shows a record of every kind as it stands in its file, so it never shows what is refused.
#[test]
fn the_reference_has_an_example_of_every_kind() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let reference = fs::read_to_string(root.join("docs/records.md")).unwrap();
    for kind in Kind::ALL {
        let head = format!("\n### {}\n\n`", kind.name());
        let (_, example) = reference
            .split_once(&head)
            .unwrap_or_else(|| panic!("no example of {}", kind.name()));
        let (file, rest) = example.split_once("`\n\n````markdown\n").unwrap();
        let (text, _) = rest.split_once("\n````").unwrap();
        let record = fs::read_to_string(root.join(file)).unwrap();
        assert_eq!(text, record.trim_end(), "{file}");
        assert!(
            text.contains(&format!("\nkind: {}\n", kind.name())),
            "{file}"
        );
    }
}
