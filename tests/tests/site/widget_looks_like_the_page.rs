//! The embedded search takes font and colours from the page it is on, and nothing else.

use callboard_tests::browser::Browser;
use callboard_tests::guest::{self, Guest};
use callboard_tests::published;

#[test]
fn font_and_five_colours_follow_the_page() {
    let style = "body { font-family: Georgia, serif; } p, li, a, input { display: none !important; }
        callboard-search { --callboard-text: rgb(1, 2, 3); --callboard-background: rgb(250, 251, 252);
        --callboard-accent: rgb(10, 20, 30); --callboard-muted: rgb(40, 50, 60); --callboard-line: rgb(70, 80, 90); }";
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", style);
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    assert_eq!(guest.style("input", "font-family"), "Georgia, serif");
    assert_eq!(
        guest.style("input", "display"),
        "inline-block",
        "the page's rules do not reach in"
    );
    assert_eq!(guest.style("input", "color"), "rgb(1, 2, 3)");
    assert_eq!(guest.style("input", "border-top-color"), "rgb(70, 80, 90)");
    assert_eq!(guest.style(".title", "color"), "rgb(10, 20, 30)");
    assert_eq!(guest.style(".status", "color"), "rgb(40, 50, 60)");
    assert_eq!(
        browser
            .text("getComputedStyle(document.querySelector('callboard-search')).backgroundColor"),
        "rgb(250, 251, 252)"
    );
}

#[test]
fn it_fits_a_narrow_phone_and_a_page_that_reads_from_the_right() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "dir=\"rtl\"", "");
    let browser = Browser::phone(320);
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("training");
    assert!(
        browser.holds("document.documentElement.scrollWidth <= 320"),
        "nothing to scroll sideways"
    );
    assert_eq!(guest.style("label", "direction"), "rtl");
}
