//! A catalogue in one file works from a disk: no host, no network, nothing outside its policy.

use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;

#[test]
fn it_searches_and_shows_records_from_a_disk() {
    let file = published::single_file("one-file");
    let browser = Browser::desktop();
    let address = format!("file://{}", file.display());
    let reader = Reader::visits_at(&browser, &address, "#/?as_of=2024-11-07T12:00Z");
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    reader.searches("inmigracion");
    reader.sees_something();
    // A record is read from a part of the pack that is fetched later elsewhere.
    reader.goes("#/r/mass-call-2024-11-07?as_of=2024-11-07T12:00Z");
    reader.reads("Mass call, Nov. 7");
    // What comes later elsewhere is in the file, too: the look of the section at its foot, and of the page on paper.
    reader.privacy_says("the whole catalogue is in this file");
    let looks = |of: &str| {
        browser.text(&format!(
            "getComputedStyle(document.querySelector('{of}')).maxWidth"
        ))
    };
    assert_ne!(looks(".cb-device details > div"), "none");
    // Nothing leads to a file that is not there.
    let leads = "document.querySelector('#cb-foot a[href^=\"embed\"]').checkVisibility()";
    assert_eq!(browser.text(leads), "false");
    browser.on_paper();
    assert_eq!(
        browser.text("getComputedStyle(document.querySelector('.cb-device')).display"),
        "none"
    );
    let said = browser.console();
    assert!(said.is_empty(), "{said:#?}");
    if let Some(picture) = std::env::var_os("CALLBOARD_PICTURE") {
        std::fs::write(picture, browser.picture()).expect("a picture can be written");
    }
}
