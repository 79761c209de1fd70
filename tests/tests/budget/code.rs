//! The code of a first visit, engine included: scripts, wasm and styles, as a host sends them with gzip. `code.tsv` holds
//! what each file took when that was last looked at, so that what grew can be seen; `UPDATE=1` writes it anew.
//!
//! Not here: the page itself and the pack, which grow with a catalogue; all of it together is held next door.

use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;
use callboard_tests::server::Request;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs};

/// Bytes of code at most. A page that a phone on 1.6 Mbit/s waits for spends three quarters of a second on it.
const BYTES: usize = 150_000;

fn table() -> PathBuf {
    published::workspace().join("tests/tests/budget/code.tsv")
}

#[test]
fn the_code_of_a_first_visit_is_at_most_150_kilobytes() {
    let _alone = super::alone();
    let site = published::site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/", site.origin()));
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    let now = code(&site.requests());
    if env::var_os("UPDATE").is_some() {
        let rows: String = now
            .iter()
            .map(|(name, sent)| format!("{name}\t{sent}\n"))
            .collect();
        fs::write(table(), rows).unwrap();
    }
    let before = read(&fs::read_to_string(table()).unwrap());
    println!(
        "{:<44} {:>10} {:>10}",
        "code of a first visit (bytes as sent)", "now", "grew by"
    );
    for (name, sent) in &now {
        let grew = before.get(name).map_or_else(
            || "new".to_owned(),
            |before| format!("{:+}", *sent as i64 - *before as i64),
        );
        println!("{name:<44} {sent:>10} {grew:>10}");
    }
    let (sum, was): (usize, usize) = (now.values().sum(), before.values().sum());
    let grew = format!("{:+}", sum as i64 - was as i64);
    println!("{:<44} {sum:>10} {grew:>10}", "in all");
    assert!(sum <= BYTES, "{sum} bytes of code are more than {BYTES}");
    assert!(
        now.keys().eq(before.keys()),
        "other files are loaded than tests/tests/budget/code.tsv names: UPDATE=1 writes it anew"
    );
}

/// Bytes sent of each script, style and module, by their names without what changes with their contents.
fn code(requests: &[Request]) -> BTreeMap<String, usize> {
    let mut sent = BTreeMap::new();
    for request in requests.iter().filter(|request| request.status == 200) {
        let path = request.target.split('?').next().unwrap_or_default();
        if [".js", ".css", ".wasm", ".z"]
            .iter()
            .any(|end| path.ends_with(end))
        {
            *sent.entry(lasting(path)).or_default() += request.sent;
        }
    }
    sent
}

/// A file's name without the hash that stands in it.
fn lasting(path: &str) -> String {
    let parts = path.trim_start_matches('/').split('.').map(|part| {
        let hashed = part.rsplit_once('-').filter(|(_, hash)| {
            hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        hashed.map_or(part, |(name, _)| name)
    });
    parts.collect::<Vec<_>>().join(".")
}

fn read(table: &str) -> BTreeMap<String, usize> {
    table
        .lines()
        .map(|line| {
            let (name, sent) = line.split_once('\t').expect("a name, a tab, bytes");
            (name.to_owned(), sent.parse().expect("bytes are a number"))
        })
        .collect()
}

#[test]
fn names_last_longer_than_contents() {
    for (path, name) in [
        ("/start-84464192c25116e1.js", "start.js"),
        (
            "/callboard-app_bg.wasm-78b1a859c21608ba.z",
            "callboard-app_bg.wasm.z",
        ),
        ("/callboard-engine-worker.js", "callboard-engine-worker.js"),
    ] {
        assert_eq!(lasting(path), name);
    }
}
