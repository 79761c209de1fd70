//! A build takes over from the last one what has not changed, and what comes of it is to the byte what a build makes that
//! knows of nothing: whatever was changed, added, removed or renamed in between, and whatever became of its cache.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that fails may panic, and says what it did"
)]

mod folders;
#[allow(dead_code, reason = "whole catalogues are for who measures")]
mod many;
mod stand_in;

use folders::{copy, tree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Builds that follow one another.
const BUILDS: usize = 40;

fn build(catalog: &Path, out: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callboard"))
        .env("CALLBOARD_APP", stand_in::app())
        .arg("build")
        .arg(catalog)
        .arg("--out")
        .arg(out)
        .args(more)
        .output()
        .unwrap()
}

/// Numbers that look random and are the same in every run (xorshift64, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// A catalogue that is edited at random, and where it is built.
struct Place {
    numbers: Numbers,
    catalog: PathBuf,
    site: PathBuf,
    cache: PathBuf,
    /// What the last edits were, for who reads a failure.
    done: Vec<String>,
}

impl Place {
    /// The small catalogue with every sort of relation, and some invented records beside.
    fn new() -> Place {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("again");
        let _ = fs::remove_dir_all(&folder);
        let catalog = folder.join("catalog");
        let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outputs/catalog");
        copy(&small, &catalog);
        let settings = fs::read_to_string(catalog.join("catalog.toml")).unwrap();
        let topics = [
            "housing", "transit", "climate", "health", "voting", "schools", "food",
        ];
        let topics: String = topics
            .iter()
            .map(|id| {
                format!(
                    "[[facets.values]]\nid = \"{id}\"\nlabel = {{ en = \"{id}\", es = \"{id}\" }}\n"
                )
            })
            .collect();
        let settings = settings.replace(
            "[[facets]]\nid = \"region\"",
            &format!("{topics}[[facets]]\nid = \"region\""),
        );
        fs::write(catalog.join("catalog.toml"), settings).unwrap();
        let mut place = Place {
            numbers: Numbers(0x9e37_79b9_7f4a_7c15),
            site: folder.join("site"),
            cache: folder.join("cache"),
            catalog,
            done: Vec::new(),
        };
        for number in 0..60 {
            place.add(number);
        }
        place
    }

    fn write(&mut self, path: &str, text: &str) {
        let path = self.catalog.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn add(&mut self, number: usize) {
        let (path, text) = many::record(number);
        self.done.push(format!("add {path}"));
        self.write(&path, &text);
    }

    /// Paths of all records.
    fn records(&self) -> Vec<String> {
        let all = tree(&self.catalog).into_keys();
        all.filter(|path| path.starts_with("records/")).collect()
    }

    fn any_record(&mut self) -> (String, String) {
        let all = self.records();
        let path = all[self.numbers.below(all.len())].clone();
        let text = fs::read_to_string(self.catalog.join(&path)).unwrap();
        (path, text)
    }

    /// Replaces the value of a key in a record that has it.
    fn set(&mut self, key: &str, value: &str) {
        let (path, text) = self.any_record();
        let start = format!("{key}: ");
        let lines = text.lines().map(|line| match line.starts_with(&start) {
            true => format!("{start}{value}\n"),
            false => format!("{line}\n"),
        });
        let text: String = lines.collect();
        self.done.push(format!("{path}: {key}: {value}"));
        self.write(&path, &text);
    }

    /// One edit of a random sort.
    fn edit(&mut self) {
        let number = self.numbers.below(100_000);
        match self.numbers.below(18) {
            0 => self.set("title", &format!("Another title {number}")),
            1 => self.set(
                "summary",
                &format!("A summary of housing, calls and {number}."),
            ),
            2 => self.set("  - start", &format!("2027-0{}-11 19:00", 1 + number % 9)),
            3 => self.set("published", &format!("2026-0{}-12", 1 + number % 9)),
            4 => self.set("checked", &format!("2026-1{}-13", number % 3)),
            5 => self.set(
                "topic",
                ["[housing]", "[strikes]", "[food, labor]"][number % 3],
            ),
            6 => self.set(
                "hosts",
                ["[organization-00000]", "[first-group]"][number % 2],
            ),
            7 => self.set("link", &format!("https://example.org/another/{number}")),
            8 => {
                let (path, text) = self.any_record();
                self.done.push(format!("{path}: a sentence more"));
                self.write(
                    &path,
                    &format!("{text}\nWords about rent, transit and sentence {number}.\n"),
                );
            }
            9 | 10 => self.add(60 + number % 200),
            11 => {
                let (path, _) = self.any_record();
                self.done.push(format!("remove {path}"));
                fs::remove_file(self.catalog.join(path)).unwrap();
            }
            12 => {
                let (path, text) = self.any_record();
                let (folder, name) = path.rsplit_once('/').unwrap();
                let id = name.strip_suffix(".md").unwrap();
                let key = format!("former_ids: [{id}]\n---\n");
                let has_one = text.contains("former_ids:");
                let text = match has_one {
                    true => text.clone(),
                    false => text.replacen("\n---\n", &format!("\n{key}"), 1),
                };
                self.done.push(format!("rename {path}"));
                fs::remove_file(self.catalog.join(&path)).unwrap();
                self.write(&format!("{folder}/renamed-{number}.md"), &text);
            }
            13 => {
                let settings = fs::read_to_string(self.catalog.join("catalog.toml")).unwrap();
                let changes = [
                    ("Small & Co", "Small and Company"),
                    ("zone = \"America/New_York\"", "zone = \"America/Chicago\""),
                    ("label = { en = \"Strikes\"", "label = { en = \"Walkouts\""),
                    ("https://example.org/calls", "https://example.org/other"),
                    ("assumed_minutes = 90", "assumed_minutes = 60"),
                ];
                let (one, other) = changes[number % changes.len()];
                let settings = match settings.contains(one) {
                    true => settings.replacen(one, other, 1),
                    false => settings.replacen(other, one, 1),
                };
                self.done.push(format!("catalog.toml: {other}"));
                self.write("catalog.toml", &settings);
            }
            14 => {
                let path = format!("static/own-{}.txt", number % 3);
                self.done.push(path.clone());
                if number.is_multiple_of(4) && self.catalog.join(&path).exists() {
                    fs::remove_file(self.catalog.join(path)).unwrap();
                } else {
                    self.write(&path, &format!("Own {number}"));
                }
            }
            15 => {
                // Robots read an editor's own file where there is one.
                let path = self.catalog.join("static/robots.txt");
                self.done.push("robots.txt".to_owned());
                match path.exists() {
                    true => fs::remove_file(path).unwrap(),
                    false => self.write("static/robots.txt", "User-agent: *\n"),
                }
            }
            _ => self.damage(number),
        }
    }

    /// Something happens to the folder that was exchanged away. Its files are those of the site under another name, so none
    /// is written into.
    fn disturb(&mut self, number: usize) {
        let paths: Vec<String> = tree(&self.cache).into_keys().collect();
        let paths: Vec<&String> = paths.iter().filter(|path| is_spare(path)).collect();
        let Some(path) = paths.get(number % paths.len().max(1)) else {
            return;
        };
        let how = number / 7 % 6;
        self.done.push(format!("cache {path}: disturb {how}"));
        let (folder, _) = path.split_once('/').unwrap();
        let (folder, path) = (self.cache.join(folder), self.cache.join(path));
        match how {
            0 => fs::remove_file(path).unwrap(),
            1 => {
                fs::remove_file(&path).unwrap();
                fs::write(path, "another").unwrap();
            }
            2 => {
                fs::remove_file(&path).unwrap();
                fs::create_dir(&path).unwrap();
                fs::write(path.join("within"), "another").unwrap();
            }
            3 => {
                fs::create_dir_all(folder.join("odd/empty")).unwrap();
                fs::write(folder.join("odd/one"), "one").unwrap();
            }
            4 => {
                // All of it, and a file stands in its place.
                fs::remove_dir_all(&folder).unwrap();
                fs::write(folder, "no folder").unwrap();
            }
            _ => {
                // A folder of the site is a file here.
                fs::remove_dir_all(folder.join("records")).unwrap();
                fs::write(folder.join("records"), "no folder").unwrap();
            }
        }
    }

    /// Something happens to a file of the cache.
    fn damage(&mut self, number: usize) {
        if number.is_multiple_of(3) {
            return self.disturb(number / 3);
        }
        let mut files: Vec<_> = tree(&self.cache).into_iter().collect();
        files.retain(|(path, _)| !is_spare(path));
        if files.is_empty() {
            return;
        }
        let (path, mut bytes) = files[number % files.len()].clone();
        let how = number / 7 % 4;
        match how {
            0 => bytes.truncate(bytes.len() / 2),
            1 if !bytes.is_empty() => {
                let at = number % bytes.len();
                bytes[at] ^= 1;
            }
            2 => bytes = files[(number + 1) % files.len()].1.clone(),
            _ => bytes.clear(),
        }
        self.done.push(format!("cache {path}: damage {how}"));
        fs::write(self.cache.join(path), bytes).unwrap();
    }
}

/// Whether a path below the cache is in the folder that was exchanged away.
fn is_spare(path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(folder, _)| folder.ends_with(".spare"))
}

#[test]
fn a_build_that_follows_another_is_one_from_nothing_to_the_byte() {
    let mut place = Place::new();
    let plain = place.site.with_file_name("plain");
    let (mut published, mut refused) = (0, 0);
    for number in 0..BUILDS {
        // Who knows of nothing finds the same last release.
        let _ = fs::remove_dir_all(&plain);
        if place.site.exists() {
            copy(&place.site, &plain);
        }
        let cache = place.cache.to_str().unwrap();
        let warm = build(&place.catalog, &place.site, &["--cache", cache]);
        let cold = build(&place.catalog, &plain, &["--no-cache"]);
        let said = |output: &Output| {
            [&output.stdout, &output.stderr]
                .map(|bytes| String::from_utf8_lossy(bytes))
                .concat()
        };
        assert_eq!(
            warm.status.success(),
            cold.status.success(),
            "build {number} after {:?}: {} {}",
            place.done,
            said(&warm),
            said(&cold)
        );
        let (warm_tree, cold_tree) = (tree(&place.site), tree(&plain));
        let differ: Vec<&String> = warm_tree
            .keys()
            .chain(cold_tree.keys())
            .filter(|path| warm_tree.get(*path) != cold_tree.get(*path))
            .collect();
        assert!(
            differ.is_empty(),
            "build {number} after {:?}: {differ:?} differ",
            place.done
        );
        assert_eq!(folders_of(&place.site), folders_of(&plain));
        place.done.clear();
        match warm.status.success() {
            true => published += 1,
            false => {
                refused += 1;
                // What led nowhere goes, or nothing would be published any more.
                mend(&mut place, &said(&warm));
            }
        }
        for _ in 0..1 + place.numbers.below(3) {
            place.edit();
        }
    }
    println!("{published} of {BUILDS} builds published, {refused} refused");
    assert!(published > BUILDS / 2, "{published} were published");
}

/// Every folder below one, with its parents.
fn folders_of(site: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut rest = vec![site.to_owned()];
    while let Some(folder) = rest.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten();
        let folders = entries.map(|entry| entry.unwrap().path());
        rest.extend(folders.filter(|path| path.is_dir()));
        let name = folder.strip_prefix(site).unwrap();
        all.insert(name.to_str().unwrap().to_owned());
    }
    all
}

/// Removes the records that the report calls wrong.
fn mend(place: &mut Place, report: &str) {
    for path in place.records() {
        if report.contains(&path) {
            place.done.push(format!("remove {path}, which was wrong"));
            fs::remove_file(place.catalog.join(path)).unwrap();
        }
    }
}
