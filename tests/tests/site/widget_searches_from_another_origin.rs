//! The embedded search finds what the catalogue has, from a page of another origin with a strict
//! Content-Security-Policy.

use callboard_tests::browser::Browser;
use callboard_tests::guest::{self, Guest};
use callboard_tests::published;

#[test]
fn it_finds_the_hotline_and_leads_to_its_page() {
    let catalogue = published::site();
    let address = format!("{}/", catalogue.origin());
    let host = guest::site(&address, "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    assert_eq!(guest.titles(), ["Resistance Hotline"]);
    assert_eq!(guest.status(), "1 result");
    assert!(
        guest.first_address().starts_with(&format!("{address}#/r/")),
        "{}",
        guest.first_address()
    );
    assert_eq!(
        guest.inside("querySelector('a[href^=\"tel:\"]').href"),
        "tel:+18446832669"
    );
    assert_eq!(
        browser.console(),
        Vec::<String>::new(),
        "nothing was blocked, nothing failed"
    );
}

#[test]
fn no_request_carries_what_is_typed() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    Guest::visits(&browser, &host.origin()).searches("hotline");
    for request in catalogue.requests().iter().chain(&host.requests()) {
        assert!(
            !format!("{} {}", request.target, request.headers).contains("hotline"),
            "{request:?}"
        );
    }
}

#[test]
fn it_works_where_the_page_allows_no_worker() {
    let catalogue = published::site();
    let address = format!("{}/", catalogue.origin());
    let host = guest::site_with_policy(&address, "", "", |origin| {
        format!("script-src {origin} 'wasm-unsafe-eval'; connect-src {origin}; worker-src 'none'")
    });
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    assert_eq!(guest.titles(), ["Resistance Hotline"]);
}

#[test]
fn it_works_below_a_path() {
    let catalogue = published::site_below("/some/where/");
    let address = format!("{}/some/where/", catalogue.origin());
    let host = guest::site(&address, "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    assert!(
        guest.first_address().starts_with(&format!("{address}#/r/")),
        "{}",
        guest.first_address()
    );
}

#[test]
fn it_keeps_to_its_filter_and_limit() {
    let catalogue = published::site();
    let host = guest::site(
        &format!("{}/", catalogue.origin()),
        "filter=\"kind:event,training\" limit=\"2\" eager",
        "",
    );
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.waits_for_results();
    assert_eq!(guest.titles().len(), 2);
    assert_eq!(guest.status(), "15 results", "12 events and 3 trainings");
    assert!(
        guest
            .inside("querySelector('.more').textContent")
            .contains("15")
    );
}

#[test]
fn it_speaks_spanish() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "lang=\"es\"", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    assert_eq!(
        guest.inside("querySelector('label').textContent"),
        "Buscar en el catálogo"
    );
    guest.searches("nvda");
    assert_eq!(guest.status(), "1 resultado");
}
