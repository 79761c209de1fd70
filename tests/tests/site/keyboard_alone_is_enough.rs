//! From the field to a record and back without a mouse.

use crate::site;
use callboard_tests::browser::{Browser, Key};
use callboard_tests::reader::Reader;
use serde_json::json;

#[test]
fn slash_focuses_arrows_walk_enter_opens() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    browser.run("document.activeElement.blur()");
    browser.types("/");
    browser.wait_until(
        "the field has the focus",
        "document.activeElement.matches('input[type=search]')",
    );
    browser.types("nvda");
    reader.finds_first("Resistance Hotline");
    browser.press(Key::Escape);
    browser.press(Key::Down);
    browser.wait_until(
        "the first result has the focus",
        "document.activeElement.textContent.includes('Resistance Hotline')",
    );
    browser.press(Key::Enter);
    browser.wait_until(
        "the record is open",
        "location.hash.includes('/r/resistance-hotline')",
    );
}

#[test]
fn the_first_link_leads_past_the_filters() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?q=call");
    for (state, shown, next) in [
        ("#/?q=call", ".cb-toolbar button", ".cb-results *"),
        ("#/r/resistance-hotline", ".cb-record a", ".cb-record *"),
    ] {
        reader.goes(state);
        browser.wait_until(
            &format!("{state} is shown"),
            &format!("document.querySelector('{shown}')?.checkVisibility()"),
        );
        browser.run("document.querySelector('.cb-skip').focus()");
        browser.press(Key::Enter);
        browser.wait_until(
            "the focus has left the link",
            "!document.activeElement.matches('.cb-skip')",
        );
        browser.press(Key::Tab);
        assert!(
            browser.holds(&format!("document.activeElement.matches('{next}')")),
            "{state}"
        );
    }
}

#[test]
fn slash_can_be_turned_off() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.presses_in_privacy("The key /");
    let presses_slash = || {
        browser.run("document.activeElement.blur()");
        browser.types("/");
        browser.holds("document.activeElement.matches('input[type=search]')")
    };
    assert!(!presses_slash());
    // The device remembers it.
    browser.reload();
    reader.sees_something();
    assert!(!presses_slash());
    reader.presses_in_privacy("The key /");
    assert!(presses_slash());
}

#[test]
fn where_nothing_is_kept_slash_is_off_for_as_long_as_the_page_lives() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })" }),
    );
    let reader = Reader::visits(&browser, &address);
    reader.presses_in_privacy("The key /");
    browser.run("document.activeElement.blur()");
    browser.types("/");
    assert!(!browser.holds("document.activeElement.matches('input[type=search]')"));
    assert!(
        !browser.holds("document.querySelector('[data-deed=remember]')"),
        "nothing is offered that the device would forget"
    );
    reader.presses_in_privacy("The key /");
    browser.run("document.activeElement.blur()");
    browser.types("/");
    assert!(browser.holds("document.activeElement.matches('input[type=search]')"));
}

#[test]
fn everything_in_focus_can_be_seen() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    Reader::visits(&browser, &address);
    for _ in 0..25 {
        browser.press(Key::Tab);
        let seen = browser.holds(
            "(e => e === document.body || (e.checkVisibility() && (getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none')))(document.activeElement)",
        );
        assert!(
            seen,
            "no visible focus on {}",
            browser.text("document.activeElement.outerHTML.slice(0, 200)")
        );
    }
}

#[test]
fn whoever_closes_the_filters_is_where_they_were_opened() {
    let (_site, address) = site();
    let browser = Browser::phone(390);
    Reader::visits_at(&browser, &address, "#/?q=call&lang=en").opens_filters();
    // What is chosen writes the button anew that opened the sheet.
    browser.click_on("dialog label", "Event");
    browser.wait_until("the filter is set", "location.hash.includes('kind=event')");
    browser.wait_until(
        "the button says so",
        "document.querySelector('#do-sheetopen')?.textContent.includes('(1)')",
    );
    browser.press(Key::Escape);
    browser.wait_until(
        "the sheet is closed and the button has the focus",
        "!document.querySelector('dialog[open]') && document.activeElement.id === 'do-sheetopen'",
    );
}
