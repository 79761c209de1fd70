//! A page that embeds the search pays for one small script until somebody wants to search.

use callboard_tests::browser::Browser;
use callboard_tests::guest::{self, Guest};
use callboard_tests::published;

fn asked(catalogue: &callboard_tests::server::Server) -> Vec<String> {
    catalogue
        .requests()
        .into_iter()
        .map(|request| request.target)
        .collect()
}

#[test]
fn only_its_script_loads_until_it_is_touched() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(asked(&catalogue), ["/callboard.js"]);

    guest.searches("nvda");
    let asked = asked(&catalogue);
    assert!(
        asked.iter().any(|target| target == "/pack/callboard.json"),
        "{asked:?}"
    );
    let script = catalogue.requests().remove(0);
    assert!(
        script.sent < 8 * 1024,
        "callboard.js is {} bytes with gzip",
        script.sent
    );
}

#[test]
fn eager_searches_without_being_asked() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "eager limit=\"3\"", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.waits_for_results();
    assert_eq!(guest.titles().len(), 3);
}
