//! Of a large catalogue what was read is kept, piece by piece, and all of it where the reader asks for that.

use callboard_tests::browser::Browser;
use callboard_tests::published::{self, Host};
use callboard_tests::reader::Reader;
use callboard_tests::server::Reply;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Of so many records that their pack is a large one, read by ranges.
const RECORDS: usize = 3000;

const SYLLABLES: [&str; 16] = [
    "ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu", "wen",
];

fn word(number: usize) -> String {
    (0..4)
        .map(|place| SYLLABLES[((number * 31) >> (place * 4)) % 16])
        .collect()
}

/// The site with a large catalogue in the place of its own.
fn large(name: &str) -> PathBuf {
    published::next_version(name, |folder| {
        let catalog = folder.join("catalog");
        fs::create_dir_all(catalog.join("records")).unwrap();
        fs::write(
            catalog.join("catalog.toml"),
            "name = { en = \"Large\" }\nlanguages = [\"en\"]\nzone = \"UTC\"\n[[facets]]\nid = \"kind\"\nlabel = { en = \"Kind\" }\n[[facets]]\nid = \"topic\"\nlabel = { en = \"Topic\" }\n",
        )
        .unwrap();
        for number in 0..RECORDS {
            let mut text = format!(
                "---\nkind: toolkit\ntitle: {} call {number}\nsummary: Of {}.\nlink: https://example.org/{number}\n---\n\n",
                word(number),
                word(number + 1)
            );
            for at in 0..60 {
                write!(text, "{} ", word(number * 7 + at * at)).unwrap();
            }
            fs::write(catalog.join(format!("records/record-{number:04}.md")), text).unwrap();
        }
        fs::remove_dir_all(folder.join("pack")).unwrap();
        let made = Command::new(published::callboard())
            .args(["build", "--pack-only"])
            .arg(&catalog)
            .arg("--out")
            .arg(folder.join("pack"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        fs::remove_dir_all(catalog).unwrap();
        // What counts as large, so that a test need not make nine million bytes.
        for script in ["callboard-offline-worker.js", "callboard-device.js"] {
            published::rewrite(&folder.join(script), |text| {
                text.replace("8e6", "3e5").replace("8_000_000", "300_000")
            });
        }
    })
}

/// Bytes of the pack.
fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder.join("pack")).unwrap();
    files
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum()
}

/// Asks for a record in the app, and says what came.
fn shows(reader: &Reader, number: usize) -> bool {
    reader.goes(&format!("#/r/record-{number:04}"));
    let title = format!("{} call {number}", word(number));
    reader.browser.wait_until(
        "the record or a failure",
        &format!("[...document.querySelectorAll('#cb-record, #cb-trouble [role=alert], #cb-open [role=alert]')].some(e => e.checkVisibility() && (e.textContent.includes({}) || !e.matches('h1') || !e.textContent.includes('call')))", Value::from(title.as_str())),
    );
    reader
        .browser
        .text("document.querySelector('#cb-record')?.textContent")
        == title
}

#[track_caller]
fn check(
    name: &str,
    change: impl Fn(&str, Reply) -> Reply + Send + Sync + 'static,
    by_ranges: bool,
) {
    let folder = large(name);
    assert!(size(&folder) > 400_000);
    let host = Host::altering(&folder, "/", change);
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/", host.server.origin()));
    reader.privacy_says("what you have read of its catalogue");
    reader.privacy_says("could guess what you look for");
    assert!(shows(&reader, 1234));
    let ranges = host
        .server
        .requests()
        .iter()
        .filter(|request| request.status == 206)
        .count();
    assert_eq!(ranges > 0, by_ranges, "{name}");
    // What was read is there without a connection, in a page that has just been opened.
    browser.reload();
    assert!(shows(&reader, 1234));
    host.goes_away();
    browser.reload();
    assert!(shows(&reader, 1234), "{name}: what was read");
    assert!(!shows(&reader, 2600), "{name}: what was not");
    host.publishes(&folder);
    browser.reload();
    reader.presses_in_privacy("Keep all for offline use");
    reader.has_a_copy();
    host.goes_away();
    browser.reload();
    for number in [0, 1234, 2600, RECORDS - 1] {
        assert!(shows(&reader, number), "{name}: {number}");
    }
}

#[test]
fn on_a_host_with_ranges() {
    check("large-ranges", |_, reply| reply, true);
}

#[test]
fn on_a_host_without_ranges() {
    check(
        "large-whole",
        |_, reply| Reply {
            no_ranges: true,
            ..reply
        },
        false,
    );
}

#[test]
fn a_link_does_not_seal_a_large_catalogue_unasked() {
    let folder = large("large-sealed");
    let host = Host::publishing(&folder, "/");
    let browser = Browser::desktop();
    let reader = Reader::visits_at(
        &browser,
        &format!("{}/", host.server.origin()),
        "#/?sealed=1",
    );
    reader.privacy_says("Load all (");
    browser.wait_until(
        "the section is open",
        "document.querySelector('.cb-device details').open",
    );
    reader.presses_in_privacy("Load all (");
    reader.privacy_says("Sealed since");
    host.server.forget();
    for number in [0, 1234, 2600] {
        assert!(shows(&reader, number));
    }
    reader.goes("#/?q=bace");
    reader.sees_something();
    let asked = host.server.requests();
    assert!(asked.is_empty(), "{asked:#?}");
}
