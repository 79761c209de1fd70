//! The page that shows how to use the engine without the app does what it shows.

use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::server::Reply;

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

#[test]
fn it_says_so_where_a_search_fails() {
    let site = published::site_changed(|path, reply| {
        match path {
        "/callboard-engine.js" => Reply::with(
            "text/javascript",
            "const answer = { total: 1, exact: true, facets: {}, hits: [{ id: 'a', title: 'First', titleRanges: [], snippet: '', snippetRanges: [] }] };
             const search = async (text) => { if (text) throw new Error('no line'); return answer; };
             export const open = async () => ({ site: { facets: [] }, search });",
        ),
        _ => reply,
    }
    });
    let browser = Browser::desktop();
    browser.go(&format!("{}/api-example.html", site.origin()));
    browser.wait_until("there are hits", "document.querySelector('#hits li')");
    browser.run("document.getElementById('words').focus()");
    browser.types("n");
    browser.wait_until(
        "the failure is told, in the place of hits for other words",
        "document.getElementById('status').textContent === 'The search failed: no line' && !document.querySelector('#hits li')",
    );
}
