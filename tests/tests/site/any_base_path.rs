//! The site can be copied to any folder of any host.

use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;

#[test]
fn it_works_below_a_path() {
    let site = published::site_below("/some/where/");
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/some/where/", site.origin()));
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    let outside: Vec<_> = site
        .requests()
        .into_iter()
        .filter(|request| !request.target.starts_with("/some/where/"))
        .collect();
    assert!(outside.is_empty(), "{outside:#?}");
}

/// The catalogue says nowhere what its address is, so the page does not know how deep it is shown.
#[test]
fn what_is_not_there_is_said_in_the_catalogues_style_and_leads_to_it() {
    let site = published::project_below("/some/where/");
    let browser = Browser::desktop();
    browser.go(&format!("{}/some/where/a/b/c", site.origin()));
    browser.wait_until(
        "the page has its style",
        "getComputedStyle(document.body).margin === '0px'",
    );
    browser.wait_until(
        "links lead below the path",
        "document.querySelector('.cb-nothing a').pathname === '/some/where/index.html'",
    );
    browser.click_on(".cb-nothing a", "All records");
    browser.wait_until(
        "the list is open",
        "location.pathname === '/some/where/all.html' && document.querySelector('main a[href^=\"records/\"]')",
    );
    let refused: Vec<_> = browser
        .console()
        .into_iter()
        .filter(|line| line.contains("Content Security Policy"))
        .collect();
    assert_eq!(refused, Vec::<String>::new());
}
