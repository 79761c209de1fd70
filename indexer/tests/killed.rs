//! A build that is killed at any moment leaves one whole release, and the next one is as if nothing had happened.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that fails may panic, and says what it did"
)]

mod folders;
mod stand_in;

use folders::{Tree, tree};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// From when a build begins to replace files within which it is killed: about as long as it replaces them.
const REPLACES: Duration = Duration::from_millis(30);

/// How often a build is killed.
const TIMES: usize = 100;

/// Two catalogues that differ in many records, and a folder for their site.
fn places(name: &str) -> (Vec<PathBuf>, PathBuf) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("killed")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outputs/catalog");
    let catalogs = ["a", "b"].map(|name| {
        let to = folder.join(name);
        fs::create_dir_all(to.join("records")).unwrap();
        fs::copy(small.join("catalog.toml"), to.join("catalog.toml")).unwrap();
        for entry in fs::read_dir(small.join("records")).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            // Every title is quoted or not; a summary of its own is what all of them can have.
            let text: String = text
                .lines()
                .map(|line| match line.strip_prefix("summary: ") {
                    Some(_) => format!("summary: Of the catalogue {name}.\n"),
                    None => format!("{line}\n"),
                })
                .collect();
            fs::write(to.join("records").join(path.file_name().unwrap()), text).unwrap();
        }
        to
    });
    (catalogs.to_vec(), folder.join("site"))
}

fn start(catalog: &Path, out: &Path, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_callboard"))
        .env("CALLBOARD_APP", stand_in::app())
        .arg("build")
        .arg(catalog)
        .arg("--out")
        .arg(out)
        .args(more)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[track_caller]
fn build(catalog: &Path, out: &Path, more: &[&str]) -> Tree {
    let done = start(catalog, out, more).wait_with_output().unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    tree(out)
}

/// Numbers that look random and are the same in every run (xorshift64, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }
}

/// Kills builds at random moments: every fourth at any, the others within some time after `begins`, a file or folder that
/// is there while a build writes. Hands what is then in the folder to `check`, with which of the two it should become, and goes on with
/// the other of what it answers. Counts what stayed, what became the new release, and what had ended by itself.
fn kill(
    catalogs: &[PathBuf],
    out: &Path,
    more: &[&str],
    begins: &Path,
    within: impl Fn(Duration) -> Duration,
    mut check: impl FnMut(&Tree, usize) -> usize,
) -> [usize; 3] {
    let takes = takes(catalogs, out, more);
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let (mut now, mut counts) = (0, [0; 3]);
    for time in 0..TIMES {
        let next = 1 - now;
        // What the build before left is older.
        let age = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
        let before = age(begins);
        let mut child = start(&catalogs[next], out, more);
        let wait = if time % 4 == 0 {
            numbers.below(takes.as_micros() as u64)
        } else {
            while age(begins) <= before && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_micros(100));
            }
            numbers.below(within(takes).as_micros() as u64)
        };
        std::thread::sleep(Duration::from_micros(wait));
        let ended = child.try_wait().unwrap();
        let _ = child.kill();
        let done = child.wait_with_output().unwrap();
        assert!(
            ended.is_none_or(|ended| ended.success()),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        now = check(&tree(out), next);
        counts[usize::from(now == next)] += 1;
        counts[2] += usize::from(ended.is_some());
    }
    counts
}

/// How long a build takes here and now.
fn takes(catalogs: &[PathBuf], out: &Path, more: &[&str]) -> Duration {
    let started = Instant::now();
    for number in [1, 0] {
        build(&catalogs[number], out, more);
    }
    started.elapsed() / 2
}

#[cfg(target_os = "linux")]
#[test]
fn the_folder_is_always_exactly_one_of_the_two_releases() {
    let (catalogs, out) = places("exchange");
    build(&catalogs[0], &out, &[]);
    let b = build(&catalogs[1], &out, &[]);
    let a = build(&catalogs[0], &out, &[]);
    assert_ne!(a, b);
    let whole = [a, b];
    let begins = out.with_file_name(".site.callboard-unfinished");
    // What is written first waits there nearly as long as a build takes.
    let within = |takes| takes;
    let [stayed, became, ended] = kill(&catalogs, &out, &[], &begins, within, |tree, _| {
        whole
            .iter()
            .position(|one| one == tree)
            .expect("the folder is neither of the two releases")
    });
    println!(
        "{TIMES} builds killed: {stayed} left the last release, {became} the new one ({ended} had ended)"
    );
    assert!(
        stayed > 5 && became > 5,
        "kills must fall on both sides: {stayed} and {became}"
    );
    // What a killed build left beside the folder goes with the next one.
    build(&catalogs[1], &out, &[]);
    let beside: Vec<_> = fs::read_dir(out.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !["a", "b", "site"].contains(&name.as_str()))
        .collect();
    assert!(beside.is_empty(), "{beside:?}");
}

/// Where a folder cannot be exchanged, every file is whole, of one release or the other, and what the page and the
/// manifest name is there.
#[test]
fn file_by_file_nothing_is_torn_and_the_next_build_mends_it() {
    let (catalogs, out) = places("file-by-file");
    let more = &["--in-place"];
    build(&catalogs[0], &out, more);
    let b = build(&catalogs[1], &out, more);
    let a = build(&catalogs[0], &out, more);
    let whole = [a, b];
    let begins = out.join("callboard-release.json.next.callboard-unfinished");
    let mut mixed = 0;
    let mut now = 0;
    kill(
        &catalogs,
        &out,
        more,
        &begins,
        |_| REPLACES,
        |tree, _| {
            for (path, bytes) in tree {
                if path.ends_with(".callboard-unfinished") {
                    continue;
                }
                let known = whole.iter().any(|one| one.get(path) == Some(bytes));
                // While both are there the list of the one is that of neither.
                assert!(known || path == "callboard-release.json", "{path} is torn");
            }
            let page = String::from_utf8(tree["index.html"].clone()).unwrap();
            let manifest: serde_json::Value =
                serde_json::from_slice(&tree["pack/callboard.json"]).unwrap();
            let first = manifest["first"].as_str().unwrap();
            assert!(
                tree.contains_key(&format!("pack/{first}")),
                "the manifest's first file"
            );
            assert!(page.contains("</html>"));
            mixed += usize::from(!whole.contains(tree));
            // The next build is the other one of the two, whatever this one left.
            now = 1 - now;
            now
        },
    );
    println!("{TIMES} builds killed: {mixed} left files of both releases");
    assert!(mixed > 5, "kills must fall into the writing: {mixed}");
    let mended = build(&catalogs[1], &out, more);
    for path in whole[1].keys() {
        let list = path == "callboard-release.json";
        assert!(
            list || mended.get(path) == whole[1].get(path) || !mended.contains_key(path),
            "{path}"
        );
    }
    assert_eq!(mended["index.html"], whole[1]["index.html"]);
    assert!(!mended.keys().any(|path| path.ends_with("unfinished")));
}
