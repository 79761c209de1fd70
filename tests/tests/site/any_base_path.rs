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
