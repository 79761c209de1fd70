//! Which crate may depend on which.

use callboard_tests::published::workspace;
use std::process::Command;

/// Names of the packages that a package is built with, its own included.
fn dependencies(package: &str, target: Option<&str>) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(workspace())
        .args([
            "tree",
            "--offline",
            "--prefix",
            "none",
            "--edges",
            "normal",
            "--package",
            package,
        ])
        .args(target.iter().flat_map(|target| ["--target", target]))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tree = String::from_utf8(output.stdout).expect("cargo speaks UTF-8");
    tree.lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

#[track_caller]
fn never(package: &str, target: Option<&str>, forbidden: &[&str]) {
    let found: Vec<_> = dependencies(package, target)
        .into_iter()
        .filter(|name| forbidden.contains(&name.as_str()))
        .collect();
    assert!(found.is_empty(), "{package} must not depend on {found:?}");
}

const BROWSER: Option<&str> = Some("wasm32-unknown-unknown");

#[test]
fn the_engine_knows_no_index_builder_no_browser_and_no_clock() {
    never(
        "callboard-engine",
        None,
        &[
            "tantivy",
            "web-sys",
            "js-sys",
            "wasm-bindgen",
            "jiff",
            "chrono",
            "time",
            "reactive_graph",
        ],
    );
    never(
        "callboard-engine-wasm",
        BROWSER,
        &[
            "tantivy",
            "web-sys",
            "reactive_graph",
            "serde",
            "serde_json",
        ],
    );
}

#[test]
fn the_app_knows_neither_index_builder_nor_engine() {
    never(
        "callboard-app",
        BROWSER,
        &[
            "tantivy",
            "callboard-indexer",
            "callboard-engine",
            "jiff",
            "chrono",
        ],
    );
}

#[test]
fn the_indexer_takes_the_apps_views_without_a_browser() {
    never(
        "callboard-indexer",
        None,
        &[
            "reactive_graph",
            "web-sys",
            "js-sys",
            "wasm-bindgen",
            "gloo-events",
        ],
    );
}

#[test]
fn the_importer_knows_neither_index_nor_network() {
    never(
        "callboard-importer",
        None,
        &[
            "tantivy",
            "callboard-engine",
            "reqwest",
            "ureq",
            "hyper",
            "reactive_graph",
        ],
    );
}

#[test]
fn nothing_links_the_indexer() {
    for package in [
        "callboard-model",
        "callboard-engine",
        "callboard-engine-wasm",
        "callboard-importer",
        "callboard-app",
        "callboard-tests",
        "xtask",
    ] {
        never(package, None, &["callboard-indexer"]);
    }
}
