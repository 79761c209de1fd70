//! A large pack is read a few kilobytes at a time, and is found all the same on hosts that send whole files.

use crate::run;
use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::server::{Reply, Server};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Of so many synthetic records that their pack is a large one.
const RECORDS: usize = 4000;

const SYLLABLES: [&str; 16] = [
    "ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu", "wen",
];

/// A word for every number, no two alike.
fn word(number: usize) -> String {
    (0..4)
        .map(|place| SYLLABLES[((number * 31) >> (place * 4)) % 16])
        .collect()
}

/// The pack, made once for all tests, which run at the same time.
fn pack() -> PathBuf {
    static PACK: OnceLock<PathBuf> = OnceLock::new();
    PACK.get_or_init(packed).clone()
}

/// Packs the records with the command.
fn packed() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large-pack");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let (records, config) = (folder.join("records.jsonl"), folder.join("config.toml"));
    let lines: String = (0..RECORDS)
        .map(|number| {
            let text: Vec<String> = (0..40).map(|at| word(number * 7 + at * at)).collect();
            let section = ["north", "south", "east"][number % 3];
            let record = json!({
                "id": format!("record-{number:04}"), "title": format!("{} call", word(number)),
                "text": text.join(" "), "section": section,
            });
            format!("{record}\n")
        })
        .collect();
    fs::write(&records, lines).unwrap();
    fs::write(&config, "facets = [\"section\"]\n").unwrap();
    let done = Command::new(published::callboard())
        .arg("index")
        .arg(&records)
        .arg("--config")
        .arg(&config)
        .arg("--out")
        .arg(folder.join("pack"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    folder.join("pack")
}

/// The site with that pack in the place of its own.
fn site(no_ranges: bool) -> (Server, u64) {
    let pack = pack();
    let size = fs::read_dir(&pack)
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    let site = published::site_changed(move |path, reply| match path.strip_prefix("/pack/") {
        Some(name) => Reply {
            no_ranges,
            ..Reply::with(
                "application/octet-stream",
                fs::read(pack.join(name)).unwrap(),
            )
            .header("Access-Control-Allow-Origin", "*")
        },
        None => reply,
    });
    (site, size)
}

const ASK: &str = "const engine = await open('/pack/');
     const first = await engine.search('kabadi');
     const found = [];
     for (const number of [0, 1234, 3999]) found.push((await engine.record(`record-${String(number).padStart(4, '0')}`)).id);
     const counts = await engine.facets('call');
     const after = await engine.search('call');
     return { exact: first.exact, facets: Object.keys(first.facets).length, found,
       counts: counts.section.map(([, count]) => count), after: after.exact, total: after.total }";

fn expected() -> serde_json::Value {
    json!({
        "exact": false, "facets": 0, "found": ["record-0000", "record-1234", "record-3999"],
        "counts": [1333, 1334, 1333], "after": true, "total": RECORDS,
    })
}

#[test]
fn a_large_pack_is_read_by_ranges() {
    let (site, size) = site(false);
    let browser = Browser::desktop();
    assert_eq!(run(&browser, &site, ASK), expected());
    let asked = site.requests();
    let of_pack = || {
        asked
            .iter()
            .filter(|request| request.target.starts_with("/pack/"))
    };
    let volumes = || of_pack().filter(|request| request.target.ends_with(".cbp"));
    assert!(volumes().count() > 5);
    for request in volumes() {
        assert_eq!(request.status, 206, "{}", request.target);
    }
    let sent: usize = of_pack().map(|request| request.sent).sum();
    assert!((sent as u64) < size / 4, "{sent} bytes of {size}");
}

#[test]
fn a_host_without_ranges_is_asked_for_each_file_once() {
    let (site, _) = site(true);
    let browser = Browser::desktop();
    assert_eq!(run(&browser, &site, ASK), expected());
    let mut files: Vec<String> = site
        .requests()
        .into_iter()
        .map(|request| request.target)
        .filter(|target| target.ends_with(".cbp"))
        .collect();
    let asked = files.len();
    files.sort();
    files.dedup();
    assert_eq!(files.len(), asked, "a file was fetched twice");
}

#[test]
fn a_range_that_was_altered_is_fetched_again_and_then_refused() {
    let pack = pack();
    let site = published::site_changed(move |path, reply| match path.strip_prefix("/pack/") {
        Some(name) => {
            let mut body = fs::read(pack.join(name)).unwrap();
            if name.ends_with(".cbp") {
                // Every slot is hit, whichever is asked for.
                for byte in body.iter_mut().skip(8).step_by(64) {
                    *byte ^= 0x10;
                }
            }
            Reply::with("application/octet-stream", body)
        }
        None => reply,
    });
    let browser = Browser::desktop();
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         return await engine.search('kabadi').then(() => 'found', error => error.code)",
    );
    assert_eq!(said, "damaged");
    let asked: Vec<String> = site
        .requests()
        .into_iter()
        .map(|request| request.target)
        .filter(|target| target.ends_with(".cbp"))
        .collect();
    assert!(asked.len() >= 2, "{asked:?}");
}
