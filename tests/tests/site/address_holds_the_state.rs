//! Words and filters live behind the `#`: Back, Forward, reload and a shared link restore them.

use crate::site;
use callboard_tests::browser::{Browser, Key};
use callboard_tests::reader::Reader;

#[test]
fn a_shared_link_shows_what_its_sender_saw() {
    let (_site, address) = site();
    let first = Browser::desktop();
    let sender = Reader::visits(&first, &address);
    sender.searches("training");
    sender.finds("Rapid Response Safety Training");
    first.wait_until(
        "the address has the words",
        "location.hash.includes('training')",
    );
    let shared = first.address();

    let second = Browser::desktop();
    let state = shared.strip_prefix(&address).unwrap();
    let receiver = Reader::visits_at(&second, &address, state);
    receiver.finds("Rapid Response Safety Training");
    assert_eq!(receiver.words(), "training");
    assert_eq!(receiver.titles(), sender.titles());
}

#[test]
fn filters_narrow_show_as_chips_and_come_off() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("training");
    reader.finds("Ruckus Society");
    reader.filters("Training");
    browser.wait_until(
        "organisations are filtered out",
        "!document.querySelector('main').innerText.includes('Holds a safety')",
    );
    assert!(reader.chips().contains("Training"), "{}", reader.chips());

    reader.removes_chip("Training");
    reader.finds("Ruckus Society");
    assert_eq!(reader.chips(), "");
}

#[test]
fn back_forward_and_reload_restore_the_view() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    browser.wait_until(
        "the address has the words",
        "location.hash.includes('nvda')",
    );
    reader.follows("Resistance Hotline");
    browser.wait_until(
        "the record is open",
        "location.hash.includes('/r/resistance-hotline')",
    );

    browser.back();
    reader.finds_first("Resistance Hotline");
    assert_eq!(reader.words(), "nvda");
    browser.forward();
    browser.wait_until(
        "the record is open again",
        "document.querySelector('#cb-record')?.checkVisibility() && document.querySelector('#cb-record').textContent === 'Resistance Hotline'",
    );
    browser.back();
    reader.finds_first("Resistance Hotline");
    browser.reload();
    reader.finds_first("Resistance Hotline");
    assert_eq!(reader.words(), "nvda");
}

/// As a form would write it, and as the widget's link does.
#[test]
fn values_of_a_filter_may_stand_apart_in_the_address() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let state = "#/?kind=hotline&kind=toolkit";
    let reader = Reader::visits_at(&browser, &address, state);
    browser.wait_until("answer", "document.querySelector('.cb-list .cb-title')");
    let chips = reader.chips();
    assert!(
        chips.contains("Hotline") && chips.contains("Toolkit"),
        "{chips}"
    );
}

/// Newsletters and networks put marks of their own into links.
#[test]
fn what_others_add_to_a_link_is_left_out() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    for state in [
        "?utm_source=newsletter&fbclid=X",
        "#/?utm_source=newsletter&q=nvda",
    ] {
        let reader = Reader::visits_at(&browser, &address, state);
        reader.finds("Resistance Hotline");
        assert_eq!(reader.chips(), "", "{state}");
        assert!(
            !browser.holds("document.title.includes('newsletter')"),
            "{state}"
        );
    }
}

/// Some hosts of links cannot keep a fragment, so a query string counts until the reader goes on.
#[test]
fn what_was_cleared_does_not_come_back() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "?q=nvda");
    reader.finds_first("Resistance Hotline");
    reader.searches("");
    browser.press(Key::Backspace);
    browser.wait_until(
        "the address says so",
        "location.search === '' && location.hash === '#/'",
    );
    browser.reload();
    reader.sees_something();
    assert_eq!(reader.words(), "");
}
