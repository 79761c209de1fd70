//! What a reader types stays in the browser, and nobody but the site's host is asked for anything.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;

#[test]
fn no_request_carries_what_is_typed_and_none_goes_elsewhere() {
    let (site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?q=hotline");
    reader.finds("Resistance Hotline");
    reader.searches("sanctuary");
    browser.wait_until(
        "the words are in the address",
        "location.hash.includes('sanctuary')",
    );
    for request in site.requests() {
        let told = format!("{} {}", request.target, request.headers);
        assert!(
            !told.contains("hotline") && !told.contains("sanctuary"),
            "{told}"
        );
    }
    let elsewhere = browser.text(&format!(
        "performance.getEntriesByType('resource').map(e => e.name).filter(name => !name.startsWith('{address}') && !name.startsWith('data:') && !name.startsWith('blob:')).join(' ')"
    ));
    assert_eq!(elsewhere, "");
}

#[test]
fn the_policy_is_strict_and_nothing_breaks_it() {
    let (site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    assert_eq!(
        browser.console(),
        Vec::<String>::new(),
        "nothing was blocked, nothing failed"
    );
    let missing: Vec<_> = site
        .requests()
        .into_iter()
        .filter(|request| request.status != 200)
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_page_has_an_inline_script_or_style() {
    for page in ["index.html", "embed.html", "embed-es.html"] {
        let html = std::fs::read_to_string(published::folder().join(page)).unwrap();
        let policy = html
            .split_once("Content-Security-Policy")
            .map_or("", |(_, rest)| rest.split('>').next().unwrap_or_default());
        assert!(
            policy.contains("default-src 'none'"),
            "{page} has no strict policy: {policy}"
        );
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{page}: {policy}"
        );
        for tag in html.split("<script").skip(1) {
            assert!(
                tag.split('>').next().unwrap_or_default().contains("src="),
                "{page}: <script{}",
                tag.split('>').next().unwrap_or_default()
            );
        }
        assert!(
            !html.contains("<style") && !html.contains(" style=") && !html.contains(" onclick="),
            "{page}"
        );
    }
}
