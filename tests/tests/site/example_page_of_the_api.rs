//! The page that shows how to use the engine without the app does what it shows.

use callboard_tests::browser::Browser;
use callboard_tests::published;

#[test]
fn it_searches_filters_and_counts() {
    let site = published::site();
    let browser = Browser::desktop();
    browser.go(&format!("{}/api-example.html", site.origin()));
    browser.wait_until(
        "the catalogue is open",
        "document.querySelector('#hits li')",
    );
    browser.run("document.getElementById('words').focus()");
    browser.types("nvda");
    browser.wait_until(
        "the hotline is found",
        "document.getElementById('status').textContent === '1 result'",
    );
    assert_eq!(
        browser.text("document.querySelector('#hits a').textContent"),
        "Resistance Hotline"
    );
    assert_eq!(
        browser.text(
            "[...document.getElementById('kind').options].map(option => option.text).join('|')"
        ),
        "any|Hotline (1)"
    );
    assert!(
        browser
            .text("document.querySelector('#hits mark').textContent")
            .len()
            > 2
    );
    assert_eq!(
        browser.console(),
        Vec::<String>::new(),
        "nothing was blocked, nothing failed"
    );
}
