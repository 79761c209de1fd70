//! Search quality as data: what the real catalogue answers. `catalog/queries.toml` says what must lead, be among the
//! first, or not be found; a change to ranking edits it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use callboard_indexer::{catalog, queries, report};
use std::path::Path;

#[test]
fn the_catalogue_answers_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalog");
    let catalog = catalog::read(&folder).0.expect("the catalogue is read");
    let (queries, mut found) = queries::read(&folder, &catalog);
    // A search with a mistake is left out, and would test nothing.
    assert_eq!(queries.all.len(), 43);
    found.extend(queries::ask(&queries, &catalog).unwrap());
    assert!(found.is_empty(), "{}", report::text(&found));
}
