//! What a first visit costs: bytes to the first result and time that the page does not answer. Printed,
//! so that what grew can be seen, and held to a limit. One test at a time: all measure.
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

/// Bytes with gzip from nothing to the first result. ARCHITECTURE.md has the parts.
const BYTES: usize = 170_000;
/// Milliseconds that a task may keep the page from answering.
const TASK: f64 = 50.0;
/// Visits that are tried before a long task counts as the page's own.
const VISITS: usize = 5;

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
