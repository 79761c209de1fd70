//! The engine as readers run it: the published wasm module and its scripts, in a real browser, without
//! the app. That its answers are right is tested natively, beside the code; here is that they are the
//! same, and what only scripts do: workers, cancelling, errors.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "test code")]

mod large_packs_by_ranges;
mod parity_with_the_command;
mod promises_of_the_api;

use callboard_tests::browser::Browser;
use callboard_tests::server::Server;
use serde_json::Value;

/// Runs the body of an async function on a page of the site, with `open` imported from the engine.
fn run(browser: &Browser, site: &Server, body: &str) -> Value {
    let page = format!("{}/embed.html", site.origin());
    if browser.address() != page {
        browser.go(&page);
    }
    browser.run(&format!("return (async () => {{ const {{ open }} = await import('/callboard-engine.js'); {body} }})()"))
}
