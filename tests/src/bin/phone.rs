//! What a cheap phone on a poor connection waits for: `cargo xtask phone`. Medians of five visits, into `bench/PHONE.md`.
//!
//! Not a test: times are those of the machine that measures. What is held to a limit in every build is counted in bytes, elements
//! and tasks (`tests/tests/budget`).
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool of the tests, which stops at the first surprise and speaks to its terminal"
)]

use callboard_tests::browser::{Browser, Key};
use callboard_tests::published;
use callboard_tests::reader::Reader;
use callboard_tests::server::{Line, Server};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::env;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How many times slower than this machine the page's own thread runs.
const SLOWDOWN: u32 = 4;
/// How long a request is under way.
const LATENCY: Duration = Duration::from_millis(150);
/// 1.6 Mbit/s.
const BYTES_PER_SECOND: u32 = 200_000;
/// Visits of which the median is told.
const VISITS: usize = 5;
/// Records of the large catalogue.
const RECORDS: usize = 10_000;
/// What is typed into it, a key every [`KEY`].
const TYPED: &str = "python library for network tests";
/// Time between two keys: somebody who types 80 words a minute with two thumbs.
const KEY: Duration = Duration::from_millis(150);
/// Milliseconds between two frames from which at least one was missed on a screen that shows sixty a second.
const MISSED: f64 = 25.0;

/// Notes when the first record that was searched for can be seen.
const WATCH: &str = "
  window.phone = {};
  phone.found = new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector('#cb-found a[href*=\"#/r/resistance-hotline\"]')) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  phone.painted = new Promise((done) => new PerformanceObserver((list) => {
    const first = list.getEntriesByName('first-contentful-paint')[0];
    if (first) done(first.startTime);
  }).observe({ type: 'paint', buffered: true }));";

/// Keeps the time between every two frames from now on.
const FRAMES: &str = "
  phone.gaps = [];
  let last;
  const frame = (now) => { if (last !== undefined) phone.gaps.push(now - last); last = now; phone.next = requestAnimationFrame(frame); };
  phone.next = requestAnimationFrame(frame);";

/// The catalogue of the many records; their kinds and topics go round.
const CATALOG: &str = r#"name = { en = "Many records" }
tagline = { en = "For measuring" }
languages = ["en"]
zone = "UTC"

[[facets]]
id = "kind"
label = { en = "Kind" }
values = [
  { id = "resource", label = { en = "Resource" } },
  { id = "tool", label = { en = "Tool" } },
  { id = "guide", label = { en = "Guide" } },
  { id = "report", label = { en = "Report" } },
]

[[facets]]
id = "topic"
label = { en = "Topic" }
values = [
  { id = "work", label = { en = "Work" } },
  { id = "study", label = { en = "Study" } },
  { id = "play", label = { en = "Play" } },
]
"#;

fn main() {
    let out = env::args_os().nth(1).map_or_else(
        || published::workspace().join("bench/PHONE.md"),
        PathBuf::from,
    );
    let site = published::folder();
    let mut table = Table::default();

    let paints = visits("first paint", || first_paint(&site));
    table.row(
        "first text of a record's page, made beforehand",
        " ms",
        1500.0,
        &paints,
    );
    let both: Vec<(f64, f64)> = (0..VISITS).map(|_| cold_and_warm(&site)).collect();
    let (cold, warm): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
    println!("a search by its address: {cold:.0?} ms, then {warm:.0?} ms");
    table.row(
        "a search by its address, first visit: the record can be read",
        " ms",
        3500.0,
        &cold,
    );
    table.row(
        "the same at the next visit, with the copy on the device",
        " ms",
        500.0,
        &warm,
    );

    let (large, records) = large_site();
    let frames: Vec<Frames> = (0..VISITS).map(|_| frames_while_typing(&large)).collect();
    println!("frames: {frames:#?}");
    let missed: [FrameRow; 3] = [
        ("frames missed while typing, in 100", |all| all.first.missed),
        (
            "the same typed again, with all that it asks for on the device",
            |all| all.again.missed,
        ),
        ("the same with nobody typing", |all| all.idle.missed),
    ];
    let longest: [FrameRow; 2] = [
        ("longest time between two frames while typing", |all| {
            all.first.longest
        }),
        ("the same typed again", |all| all.again.longest),
    ];
    for (rows, unit, limit) in [(&missed[..], "", 0.0), (&longest[..], " ms", 16.7)] {
        for (what, value) in rows {
            let all: Vec<f64> = frames.iter().map(value).collect();
            table.row(what, unit, limit, &all);
        }
    }

    let text = report(&table, &records);
    fs::write(&out, &text).expect("the report can be written");
    println!("{text}\n{}", out.display());
}

/// Runs a visit several times.
fn visits(what: &str, visit: impl Fn() -> f64) -> Vec<f64> {
    let all: Vec<f64> = (0..VISITS).map(|_| visit()).collect();
    println!("{what}: {all:.0?} ms");
    all
}

/// The site behind the slow line.
fn host(folder: &Path) -> Server {
    let folder = folder.to_owned();
    Server::over(Line::slow(LATENCY, Some(BYTES_PER_SECOND)), move |path| {
        published::file(&folder, "/", path)
    })
}

/// A phone with nothing kept, whose pages run slowly.
fn phone() -> Browser {
    let browser = Browser::phone(390);
    browser.devtools(
        "Emulation.setCPUThrottlingRate",
        &json!({ "rate": SLOWDOWN }),
    );
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": WATCH }),
    );
    browser
}

/// Milliseconds that a promise of the page resolves with, without asking again and again: that would cost the page time.
fn told(browser: &Browser, promise: &str) -> f64 {
    browser
        .run(&format!("return {promise}"))
        .as_f64()
        .expect("a time")
}

fn first_paint(site: &Path) -> f64 {
    let host = host(site);
    let browser = phone();
    browser.go(&format!(
        "{}/records/mass-call-2024-11-07.html",
        host.origin()
    ));
    told(&browser, "phone.painted")
}

/// The first visit, and the next in the same browser once there is a copy.
fn cold_and_warm(site: &Path) -> (f64, f64) {
    let host = host(site);
    let browser = phone();
    let address = format!("{}/#/?q=hotline&lang=en", host.origin());
    browser.go(&address);
    let cold = told(&browser, "phone.found");
    browser.wait_until(
        "a copy is on the device",
        "document.querySelector('.cb-device [data-deed=forget]')",
    );
    browser.go("about:blank");
    std::thread::sleep(Duration::from_secs(1));
    browser.go(&address);
    (cold, told(&browser, "phone.found"))
}

/// What the page's frames were like: while somebody typed for the first time, so that answers wait for the line, and again, when all of
/// them come at once; and while nobody did.
#[derive(Debug)]
struct Frames {
    first: Gaps,
    again: Gaps,
    idle: Gaps,
}

/// What a row of the table tells of frames, and which figure that is.
type FrameRow = (&'static str, fn(&Frames) -> f64);

/// What was between two frames.
#[derive(Debug)]
struct Gaps {
    /// Refreshes of the screen for which there was no frame, in a hundred.
    missed: f64,
    /// Milliseconds of the longest gap.
    longest: f64,
}

impl Gaps {
    fn of(gaps: &[f64]) -> Gaps {
        Gaps {
            missed: missed(gaps),
            longest: gaps.iter().copied().fold(0.0, f64::max),
        }
    }
}

fn frames_while_typing(site: &Path) -> Frames {
    let host = host(site);
    let browser = phone();
    let reader = Reader::visits_at(&browser, &format!("{}/", host.origin()), "#/?lang=en");
    std::thread::sleep(Duration::from_secs(3));
    let gaps = |during: &dyn Fn()| {
        browser.run(FRAMES);
        during();
        let gaps = browser.run("cancelAnimationFrame(phone.next); return phone.gaps");
        let gaps = gaps.as_array().cloned().unwrap_or_default();
        let gaps: Vec<f64> = gaps.iter().filter_map(Value::as_f64).collect();
        assert!(!gaps.is_empty(), "the page shows no frames at all");
        gaps
    };
    let typing = Duration::from_secs(1) + KEY * TYPED.len() as u32;
    let idle = gaps(&|| std::thread::sleep(typing));
    let types = || {
        browser.run("document.querySelector('input[type=search]').focus()");
        gaps(&|| {
            for letter in TYPED.chars() {
                browser.types(letter.encode_utf8(&mut [0; 4]));
                std::thread::sleep(KEY);
            }
            std::thread::sleep(Duration::from_secs(1));
        })
    };
    let first = types();
    browser.press(Key::Escape);
    browser.press(Key::Escape);
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(reader.words(), "", "the field could not be emptied");
    let again = types();
    Frames {
        first: Gaps::of(&first),
        again: Gaps::of(&again),
        idle: Gaps::of(&idle),
    }
}

/// Of a hundred refreshes, those for which there was no frame.
fn missed(gaps: &[f64]) -> f64 {
    let refreshes: f64 = gaps.iter().map(|gap| (gap / (1000.0 / 60.0)).round()).sum();
    let missed: f64 = gaps
        .iter()
        .filter(|gap| **gap > MISSED)
        .map(|gap| (gap / (1000.0 / 60.0)).round() - 1.0)
        .sum();
    // The sum of nothing is -0.
    100.0 * (missed + 0.0) / refreshes.max(1.0)
}

/// The site of a catalogue of ten thousand records, and what they are.
fn large_site() -> (PathBuf, String) {
    let folder = published::workspace().join("target/phone");
    let catalog = folder.join("catalog");
    let _ = fs::remove_dir_all(&folder);
    let records = catalog.join("records");
    fs::create_dir_all(&records).expect("a folder can be made");
    fs::write(catalog.join("catalog.toml"), CATALOG).expect("the catalogue can be written");
    let (texts, what) = texts();
    for (at, (title, summary, body)) in texts.iter().enumerate() {
        let kind = ["resource", "tool", "guide", "report"][at % 4];
        let topic = ["work", "study", "play"][at % 3];
        // A JSON text is one of YAML, too.
        let record = format!(
            "---\nkind: {kind}\ntitle: {}\nsummary: {}\ntopic: [{topic}]\n---\n\n{}\n",
            Value::from(plain(title)),
            Value::from(plain(summary)),
            plain(body)
        );
        fs::write(records.join(format!("record-{at}.md")), record)
            .expect("a record can be written");
    }
    let site = folder.join("site");
    let built = Command::new(published::callboard())
        .arg("build")
        .arg(&catalog)
        .arg("--out")
        .arg(&site)
        .arg("--app")
        .arg(published::app())
        .output()
        .expect("the command runs");
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    (site, what)
}

/// A text without what would be markup.
fn plain(text: &str) -> String {
    text.replace(['<', '>'], "'")
}

/// Titles, summaries and bodies: Debian's package descriptions where they are, else made up.
fn texts() -> (Vec<(String, String, String)>, String) {
    let data = env::var_os("CALLBOARD_DATA").map_or_else(
        || published::workspace().join("../shared/data"),
        PathBuf::from,
    );
    let Ok(file) = File::open(data.join("debian/records-long.jsonl.gz")) else {
        println!(
            "NOT RUN over Debian's records: CALLBOARD_DATA names no debian/records-long.jsonl.gz"
        );
        return (made_up(), format!("{RECORDS} made-up records"));
    };
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let texts = lines
        .map(|line| line.expect("the file of records can be read"))
        .filter(|line| !line.is_empty())
        .take(RECORDS)
        .map(|line| {
            let record: Value = serde_json::from_str(&line).expect("a line is a record");
            let text = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
            (text("name"), text("summary"), text("description"))
        })
        .collect::<Vec<_>>();
    let what = format!("the first {} of Debian's package descriptions", texts.len());
    (texts, what)
}

/// Records of words that are as unevenly frequent as real ones (the rank's reciprocal, Zipf's law).
fn made_up() -> Vec<(String, String, String)> {
    let syllables = [
        "py", "thon", "li", "bra", "ry", "net", "work", "te", "sts", "fo",
    ];
    let mut state = 1_u64;
    let mut drawn = |below: f64| {
        // Knuth's MMIX constants (The Art of Computer Programming, volume 2, 3.3.4).
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let share = (state >> 11) as f64 / (1_u64 << 53) as f64;
        below.powf(share) as usize
    };
    let mut words = |count: usize| {
        let mut text = String::new();
        for _ in 0..count {
            let rank = drawn(4000.0);
            for place in [rank % 10, rank / 10 % 10, rank / 100 % 10] {
                text.push_str(syllables[place]);
            }
            text.push(' ');
        }
        text.trim_end().to_owned()
    };
    (0..RECORDS)
        .map(|at| (format!("{} {at}", words(2)), words(8), words(60)))
        .collect()
}

/// Figures with what they should be.
#[derive(Default)]
struct Table {
    rows: String,
    misses: Vec<String>,
}

impl Table {
    fn row(&mut self, what: &str, unit: &str, limit: f64, all: &[f64]) {
        let mut sorted = all.to_vec();
        sorted.sort_by(f64::total_cmp);
        let median = sorted[sorted.len() / 2];
        let places = usize::from(limit < 100.0);
        let show = |value: f64| format!("{value:.places$}");
        let held = if median <= limit { "yes" } else { "**no**" };
        let each: Vec<String> = all.iter().map(|value| show(*value)).collect();
        writeln!(
            self.rows,
            "| {what} | {}{unit} | {}{unit} | {held} | {} |",
            show(median),
            show(limit),
            each.join(", ")
        )
        .expect("a text takes everything");
        if median > limit {
            self.misses.push(format!(
                "- {what}: {}{unit} instead of {}{unit}.",
                show(median),
                show(limit)
            ));
        }
    }
}

fn report(table: &Table, records: &str) -> String {
    let browser = Browser::desktop();
    let agent = browser.text("navigator.userAgent.match(/Chrome\\/[\\d.]+/)[0].replace('/', ' ')");
    let day = browser.text("new Date().toISOString().slice(0, 10)");
    // Linux's own figure (proc_loadavg(5)): how many processes wanted to run in the last five minutes.
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let load = load.split(' ').nth(1).map_or_else(String::new, |load| {
        format!(", whose {cores} cores had a load of {load} on average, the bench's own included")
    });
    let misses = if table.misses.is_empty() {
        "Nothing.".to_owned()
    } else {
        table.misses.join("\n")
    };
    format!(
        "# On a cheap phone

    cargo xtask phone

Medians of {VISITS} visits, each with a browser of its own that has kept nothing. The page's own thread runs {SLOWDOWN} times slower than the
machine (Chromium's `Emulation.setCPUThrottlingRate`), each request takes {} ms, and all answers share {} Mbit/s. {agent}, on {day}.
Times are those of one machine{load}; compare lines of one run.

| | median | should be | held | each visit |
|---|---:|---:|---|---|
{}
The frames are those of a catalogue of {RECORDS} records ({records}) while \"{TYPED}\" is typed, a key every
{} ms, and for a second after; then once more, when all that it asks for is on the device and every key has its answer at once. A frame is missed where two are {MISSED} ms or more apart: at sixty a second there is one every 16.7 ms. What is
missed with nobody typing is the machine's own.

## What misses

{misses}

## What this does not show

- The host shapes the line, because Chromium's emulation does not slow down what a worker asks for as it does the page. Making the
  connection is not slowed down; on such a line it takes two or three times the latency once.
- Chromium slows down the page's thread alone. The engine searches in a worker, at the speed of the machine.
- The host of the tests ends the connection after each answer and speaks HTTP/1.1, so six requests run at a time.
",
        LATENCY.as_millis(),
        f64::from(BYTES_PER_SECOND) * 8.0 / 1e6,
        table.rows,
        KEY.as_millis(),
    )
}
