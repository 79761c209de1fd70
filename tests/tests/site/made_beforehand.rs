//! A page as it was made beforehand, and what moves when the app comes. No test: what those of its pages share.

use callboard_tests::browser::Browser;
use callboard_tests::published::Host;
use callboard_tests::server::Reply;
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// Keeps what the browser counts as having moved.
pub fn watch_what_moves(browser: &Browser) {
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "window.shifts = []; new PerformanceObserver(list => shifts.push(...list.getEntries().map(e => [e.value, e.startTime, ...e.sources.map(s => s.node?.outerHTML?.slice(0, 80) + JSON.stringify([s.previousRect, s.currentRect]))]))).observe({ type: 'layout-shift', buffered: true })" }),
    );
}

/// A host on which the app's module is late, so that the page is seen as it was made.
pub fn late(folder: &Path) -> Host {
    Host::altering(folder, "/", |path, reply| Reply {
        after: if path.contains("callboard-app") {
            Duration::from_millis(1500)
        } else {
            Duration::ZERO
        },
        ..reply
    })
}

pub fn stands_as_it_was_made(browser: &Browser) {
    browser.wait_until(
        "the page stands as it was made",
        "document.querySelector('a.cb-field')?.checkVisibility()",
    );
    assert!(!browser.holds("document.querySelector('input[type=search]')"));
}
