//! Nothing is lost sideways on a phone, and no sheet opens with nothing in it.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::reader::Reader;

#[track_caller]
fn fits(width: u32) {
    let (_site, address) = site();
    let browser = Browser::phone(width);
    let reader = Reader::visits(&browser, &address);
    for state in [
        "#/",
        "#/?q=mass+call",
        "#/r/mass-call-2024-11-07",
        "#/r/because-we-need-each-other-1",
    ] {
        reader.goes(state);
        reader.sees_something();
        std::thread::sleep(std::time::Duration::from_millis(200));
        let wide = browser.text("document.documentElement.scrollWidth");
        assert!(
            wide.parse::<u32>().unwrap() <= width,
            "{state} is {wide} wide on a screen of {width}"
        );
    }
}

#[test]
fn a_phone_of_390() {
    fits(390);
}

#[test]
fn a_phone_of_320() {
    fits(320);
}

/// A name that is wider than the screen takes several lines; the page does not become as wide.
#[test]
fn a_long_name_of_a_catalogue_fits() {
    let (_site, address) = site();
    let browser = Browser::phone(320);
    Reader::visits(&browser, &address);
    for name in [
        "Resources for everybody in the valley ".repeat(3),
        "Donaudampfschiff".repeat(5),
    ] {
        browser.run(&format!(
            "document.querySelector('.cb-name').textContent = '{name}'"
        ));
        let wide = browser.text("document.documentElement.scrollWidth");
        assert_eq!(wide, "320", "{name}");
    }
}

/// What is done with results stands in two lines, which are there before an answer comes: also in words that are longer.
#[test]
fn spanish_needs_no_more_lines() {
    let (_site, address) = site();
    let browser = Browser::phone(360);
    let reader = Reader::visits_at(&browser, &address, "#/?q=inmigracion&lang=es");
    reader.reads("Relevancia");
    let high = browser.text("document.querySelector('.cb-toolbar').offsetHeight");
    let least = "parseFloat(getComputedStyle(document.querySelector('.cb-toolbar')).minBlockSize)";
    assert_eq!(high, browser.text(least));
}

#[test]
fn filters_are_offered_where_there_are_any() {
    let (_site, address) = site();
    let browser = Browser::phone(390);
    let reader = Reader::visits_at(&browser, &address, "#/?q=hotline");
    let offered = "document.querySelector('[data-do=sheet][data-value=open]')";
    browser.wait_until("there are some", offered);
    reader.goes("#/?q=zzzzqqqq");
    reader.reads("Nothing matches");
    browser.wait_until("there are none", &format!("!{offered}"));
    // What was chosen can be taken back. Where that leaves nothing to choose from the sheet closes, and the focus has somewhere to go.
    reader.goes("#/?q=zzzzqqqq&kind=event");
    reader.opens_filters();
    browser.click_on("dialog button", "Clear all");
    browser.wait_until(
        "nothing is chosen any more",
        &format!("!document.querySelector('dialog[open]') && !{offered}"),
    );
    browser.wait_until(
        "the focus is on what was found",
        "document.activeElement.id === 'cb-main'",
    );
}
