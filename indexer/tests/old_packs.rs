//! Packs as they were published once: what this engine reads still gives the answers that it gave then, and what it no
//! longer reads is refused by its version. `old_packs/format-N/` has a small and a large pack of version N beside their
//! answers; `UPDATE=1` writes those of the present version anew, never those before it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use callboard_engine::pack::{self, Cuts, FORMAT};
use callboard_engine::{Clock, Error, Request, json};
use callboard_indexer::pack_folder::{self, PackError, PackFolder};
use callboard_indexer::{index, json_lines};
use std::fs;
use std::path::{Path, PathBuf};

const QUERIES: [&str; 8] = [
    "",
    "rent strike",
    "\"night school\" kind:event",
    "nairobbi",
    "b",
    "weeks:10..20 court",
    "bikes -leeds",
    "seedswapinlima",
];

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/old_packs")
}

/// The answers of a pack, each on a line, explained.
fn answers(mut pack: PackFolder) -> String {
    let mut out = pack.site() + "\n";
    for text in QUERIES {
        let request = Request {
            explain: true,
            ..Request::new(text, Clock::utc(0))
        };
        let answer = pack.ask(|searcher| searcher.search(&request)).unwrap();
        out += &json::answer(&answer);
        out.push('\n');
    }
    let record = pack.ask(|searcher| searcher.record("r007")).unwrap();
    out + &json::record(&record.unwrap()) + "\n"
}

/// Writes the packs of the present version.
fn write(folder: &Path) {
    let config = json_lines::Config::read(&here().join("index.toml")).unwrap();
    let (corpus, _) = json_lines::read(&here().join("records.jsonl"), &config).unwrap();
    let input = index::invert(corpus).unwrap();
    let large = Cuts {
        small: 0,
        rare: 2,
        dictionary: 500,
        keys: 500,
        postings: 100,
        volume: 2000,
        forms: 2000,
    };
    for (name, cuts) in [("small", Cuts::default()), ("large", large)] {
        let folder = folder.join(name);
        let _ = fs::remove_dir_all(&folder);
        let files = pack::write_with(&input, cuts, &pack_folder::compress).unwrap();
        pack_folder::publish(&folder, &files).unwrap();
        let made = answers(PackFolder::open(&folder).unwrap());
        fs::write(folder.join("answers.txt"), made).unwrap();
    }
}

#[test]
fn packs_of_every_version_are_read_or_refused_by_it() {
    if std::env::var_os("UPDATE").is_some() {
        write(&here().join(format!("format-{FORMAT}")));
    }
    for format in 1..=FORMAT {
        for name in ["small", "large"] {
            let folder = here().join(format!("format-{format}")).join(name);
            match PackFolder::open(&folder) {
                Ok(pack) => {
                    let expected = fs::read_to_string(folder.join("answers.txt")).unwrap();
                    assert_eq!(answers(pack), expected, "format {format}, {name}");
                }
                Err(refused @ PackError::Refused(_, Error::Version { found })) => {
                    assert!(found < FORMAT && found == format, "format {format}, {name}");
                    let told = refused.to_string();
                    let expected =
                        format!("has format {found}, but this engine reads format {FORMAT}");
                    assert!(told.contains(&expected), "{told}");
                }
                Err(other) => panic!("format {format}, {name}: {other}"),
            }
        }
    }
}

#[test]
fn one_file_and_many_say_the_same() {
    let of = |name: &str| {
        let path = here().join(format!("format-{FORMAT}/{name}/answers.txt"));
        fs::read_to_string(path).unwrap()
    };
    assert_eq!(of("small"), of("large"));
}

#[test]
fn a_damaged_primer_is_refused() {
    let folder = here().join(format!("format-{FORMAT}/large"));
    let manifest = fs::read_to_string(folder.join(pack::MANIFEST)).unwrap();
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("damaged-primer");
    let (before, primer) = manifest.split_once("\"primer\":\"").unwrap();
    for altered in [
        format!("{before}\"primer\":\"{}", primer.replacen('A', "B", 1)),
        format!("{before}\"primer\":\"\"}}"),
        format!("{before}\"primer\":1}}"),
    ] {
        let _ = fs::remove_dir_all(&copy);
        fs::create_dir_all(&copy).unwrap();
        fs::write(copy.join(pack::MANIFEST), &altered).unwrap();
        let refused = PackFolder::open(&copy).map(|_| ()).unwrap_err();
        assert!(matches!(refused, PackError::Damaged(..)), "{altered}");
    }
}
