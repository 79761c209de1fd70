//! What a first visit costs: bytes to the first result, time that the page does not answer, and how much of the page typing
//! makes anew. Printed, so that what grew can be seen, and held to a limit. One test at a time: all measure.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "test code that prints a table"
)]

mod code;

use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Bytes with gzip from nothing to the first result. ARCHITECTURE.md has the parts.
const BYTES: usize = 170_000;
/// Milliseconds that a task may keep the page from answering.
const TASK: f64 = 50.0;
/// Visits that are tried before a long task counts as the page's own, and the time between two, in which what else the
/// machine does may end.
const VISITS: usize = 20;
const BETWEEN: Duration = Duration::from_secs(4);
/// Elements that an answer may make anew: twenty records and the filters.
const ELEMENTS: u64 = 700;

/// A measurement shares the machine with no other.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn a_first_visit_loads_at_most_170_kilobytes() {
    let _alone = alone();
    let site = published::site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/", site.origin()));
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    let mut requests = site.requests();
    requests.sort_by_key(|request| std::cmp::Reverse(request.sent));
    println!(
        "{:<52} {:>10} {:>10}",
        "loaded to the first result (bytes)", "raw", "sent"
    );
    for request in &requests {
        println!(
            "{:<52} {:>10} {:>10}",
            request.target, request.raw, request.sent
        );
    }
    let (raw, sent) = requests.iter().fold((0, 0), |sum, request| {
        (sum.0 + request.raw, sum.1 + request.sent)
    });
    println!(
        "{:<52} {raw:>10} {sent:>10}",
        format!("{} requests", requests.len())
    );
    let mut twice: Vec<_> = requests.iter().map(|request| &request.target).collect();
    twice.sort();
    let before = twice.len();
    twice.dedup();
    assert_eq!(twice.len(), before, "something is loaded twice");
    assert!(sent <= BYTES, "{sent} bytes are more than {BYTES}");
}

/// A machine that does something else as well only ever makes a task longer, so a visit without a long task
/// shows that the page has none; that every one of several has one shows that the page does.
#[test]
fn no_task_keeps_the_page_from_answering() {
    let _alone = alone();
    let mut longest = Vec::new();
    while longest.len() < VISITS {
        let task = longest_task_of_a_visit();
        longest.push(task);
        if task <= TASK {
            break;
        }
        thread::sleep(BETWEEN);
    }
    println!(
        "longest task while loading and typing, by visit: {longest:?} ms (0: none of 50 or more)"
    );
    assert!(longest.iter().any(|task| *task <= TASK));
}

/// Milliseconds of the longest task while the page loads and three searches are typed; 0 when none took 50.
fn longest_task_of_a_visit() -> f64 {
    let site = published::site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/", site.origin()));
    for words in ["mass call", "inmigracion", "nvda"] {
        reader.searches(words);
        browser.wait_until(
            "the words are in the address",
            &format!(
                "location.hash.includes('{}')",
                words.split(' ').next().unwrap_or_default()
            ),
        );
    }
    let longest = browser.run(
        "return new Promise(done => { const tasks = []; new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => e.duration)))
         .observe({ type: 'longtask', buffered: true }); setTimeout(() => done(Math.max(0, ...tasks)), 300) })",
    );
    longest.as_f64().expect("a duration")
}

/// How long a key press keeps the page from answering is the machine's; how much of the page it makes anew is ours. Whoever
/// types waits for all of that to be laid out.
#[test]
fn a_key_makes_no_more_anew_than_what_is_found() {
    let _alone = alone();
    let site = published::site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/", site.origin()));
    browser.run(COUNT);
    println!(
        "{:<20} {:>8} {:>12} {:>8}",
        "made anew by", "answers", "elements", "roots"
    );
    for words in ["mass call", "inmigracion", "nvda"] {
        browser.run("writes.clear()");
        reader.searches(words);
        browser.wait_until(
            "the words are in the address",
            &format!(
                "location.hash.includes('{}')",
                words.split(' ').next().unwrap_or_default()
            ),
        );
        let written = browser.run("return [writes.answers, writes.most, writes.roots]");
        let of = |at: usize| written[at].as_u64().expect("a number");
        println!("{words:<20} {:>8} {:>12} {:>8}", of(0), of(1), of(2));
        assert!(of(0) > 0, "nothing was found for {words}");
        assert!(of(1) <= ELEMENTS, "{} elements for {words}", of(1));
        assert_eq!(of(2), 0, "the root is written, so all is styled anew");
    }
}

/// Counts from now on what scripts write between two turns of the page: the elements that are made anew, and how often an
/// attribute of the root is set, also to what it was.
const COUNT: &str = "
  window.writes = { clear() { this.answers = this.most = this.roots = 0; } };
  writes.clear();
  new MutationObserver((records) => {
    let made = 0;
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes' && target === document.documentElement) writes.roots++;
      for (const node of addedNodes) if (node.querySelectorAll) made += 1 + node.querySelectorAll('*').length;
      if (target.id === 'cb-found') writes.answers++;
    }
    writes.most = Math.max(writes.most, made);
  }).observe(document, { subtree: true, childList: true, attributes: true });";
