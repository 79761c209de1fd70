//! Search quality as data: what the real catalogue answers. `first` must lead in that order, `among` must be
//! found, `none` must not. A change to ranking edits `queries.jsonl`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use callboard_engine::{Clock, Request};
use callboard_indexer::pack_folder::{PackFolder, publish};
use callboard_indexer::{build, catalog, moment, resolve};
use std::path::Path;

fn texts(row: &serde_json::Value, key: &str) -> Vec<String> {
    let list = row
        .get(key)
        .and_then(|list| list.as_array())
        .cloned()
        .unwrap_or_default();
    list.iter()
        .filter_map(|text| text.as_str())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_catalogue_answers_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalog");
    let catalog = catalog::read(&folder).0.expect("the catalogue is read");
    let files = build::pack(&catalog.settings, resolve::resolve(&catalog)).unwrap();
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("search");
    publish(&out, &files).unwrap();
    let mut pack = PackFolder::open(&out).unwrap();
    let mut wrong = Vec::new();
    for line in include_str!("queries.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect(line);
        let as_of = row["as_of"].as_str().unwrap_or("2026-11-20T12:00Z");
        let now = moment::parse(as_of).unwrap().as_second() / 60;
        let mut request = Request::new(row["query"].as_str().unwrap(), Clock::utc(now));
        request.lang = row["lang"].as_str().map(str::to_owned);
        request.limit = 50;
        let answer = pack.ask(|searcher| searcher.search(&request)).unwrap();
        let mut found: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
        let first = texts(&row, "first");
        let leads =
            first.iter().zip(&found).all(|(want, have)| want == have) && first.len() <= found.len();
        found.extend(
            answer
                .hits
                .iter()
                .flat_map(|hit| hit.also.iter().map(String::as_str)),
        );
        let has = |id: &String| found.contains(&id.as_str());
        if !leads || !texts(&row, "among").iter().all(has) || texts(&row, "none").iter().any(has) {
            wrong.push(format!(
                "{line}\n  found {:?}",
                &found[..found.len().min(6)]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
