//! Words and filters live behind the `#`: Back, Forward, reload and a shared link restore them.

use crate::site;
use callboard_tests::browser::{Browser, Key};
use callboard_tests::published;
use callboard_tests::reader::Reader;
use callboard_tests::server::{Reply, Server};

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

/// Who follows a link to another site and comes back finds the page as it was, without loading it again. A browser keeps it where nothing
/// stands in the way.
#[test]
fn the_page_is_kept_for_back() {
    let site = published::site();
    let elsewhere = Server::start(|path| match path {
        "/" => Reply::with("text/html; charset=utf-8", "<title>Elsewhere</title>"),
        _ => Reply::missing(),
    });
    let kept = |address: &str| {
        let browser = Browser::desktop();
        browser.go(address);
        browser.wait_until("it stands still", "document.readyState === 'complete'");
        browser.stands_still("document.body.innerHTML");
        browser.run("globalThis.isTheSame = true");
        // Of another site, whose page has a process of its own.
        browser.go(&format!(
            "{}/",
            elsewhere.origin().replace("127.0.0.1", "localhost")
        ));
        browser.wait_until("elsewhere", "document.title === 'Elsewhere'");
        browser.back();
        browser.wait_until("back", "document.title !== 'Elsewhere'");
        browser.holds("globalThis.isTheSame === true")
    };
    let plain = Server::start(|path| match path {
        "/" => Reply::with("text/html; charset=utf-8", "<title>Plain</title>"),
        _ => Reply::missing(),
    });
    assert!(
        kept(&format!("{}/", plain.origin())),
        "this browser keeps pages"
    );
    for place in ["", "#/?q=hotline", "records/mass-call-2024-11-07.html"] {
        assert!(kept(&format!("{}/{place}", site.origin())), "{place}");
    }
}
