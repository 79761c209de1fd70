//! What is typed is completed below the field, as a combobox; what was searched before comes back, from this
//! device alone.

use crate::site;
use callboard_tests::browser::{Browser, Key};
use callboard_tests::reader::Reader;

/// Texts of what is offered, a line each; empty while the list is closed.
const OFFERED: &str = "[...document.querySelectorAll('[role=listbox]:not([hidden]) [role=option]')].map(o => o.textContent).join('\\n')";

/// Waits until the list offers this.
fn is_offered(browser: &Browser, text: &str) {
    browser.wait_until(
        &format!("{text} is offered"),
        &format!("{OFFERED}.includes('{text}')"),
    );
}

/// The option that a screen reader speaks of.
fn active(browser: &Browser) -> String {
    browser.text("document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent ?? ''")
}

#[test]
fn a_record_is_chosen_by_arrows_and_enter() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("resist");
    is_offered(&browser, "Resistance Hotline");
    assert_eq!(active(&browser), "", "nothing is chosen by typing");
    let field = "document.querySelector('[role=combobox]')";
    assert!(browser.holds(&format!("{field}.ariaExpanded === 'true' && document.getElementById({field}.getAttribute('aria-controls')).role === 'listbox'")));
    browser.press(Key::Down);
    assert!(active(&browser).contains("Resistance Hotline"));
    browser.press(Key::Enter);
    browser.wait_until(
        "the record is open",
        "location.hash.includes('/r/resistance-hotline')",
    );
}

#[test]
fn a_value_of_a_facet_takes_the_place_of_the_word() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("toolk");
    is_offered(&browser, "Toolkit");
    browser.click_on("[role=option]", "Kind");
    browser.wait_until(
        "the filter is set",
        "location.hash.includes('kind=toolkit')",
    );
    assert_eq!(reader.words(), "");
    assert!(reader.chips().contains("Toolkit"), "{}", reader.chips());
}

#[test]
fn a_value_together_with_the_rest_of_the_words() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?lang=en");
    reader.searches("immigration spani");
    is_offered(&browser, "immigration + Spanish");
    browser.click_on("[role=option]", "immigration + Spanish");
    browser.wait_until(
        "both are searched for",
        "location.hash.includes('q=immigration') && location.hash.includes('language=es')",
    );
    browser.wait_until("there are hits", "document.querySelector('.cb-row')");
    assert_eq!(reader.words(), "immigration");
    // What would find nothing is not offered.
    reader.searches("qqqzzzxxx spani");
    std::thread::sleep(std::time::Duration::from_millis(800));
    assert!(
        !browser.text(OFFERED).contains('+'),
        "{}",
        browser.text(OFFERED)
    );
}

#[test]
fn escape_closes_and_then_clears() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("resist");
    is_offered(&browser, "Resistance Hotline");
    browser.press(Key::Escape);
    assert_eq!(browser.text(OFFERED), "");
    assert_eq!(reader.words(), "resist");
    browser.press(Key::Escape);
    assert_eq!(reader.words(), "");
}

#[test]
fn nothing_that_was_found_is_covered() {
    for browser in [Browser::desktop(), Browser::phone(390)] {
        let (_site, address) = site();
        let reader = Reader::visits(&browser, &address);
        reader.searches("training");
        is_offered(&browser, "Training");
        assert!(browser.holds("document.querySelector('[role=listbox]').getBoundingClientRect().bottom <= document.querySelector('main').getBoundingClientRect().top"));
    }
}

#[test]
fn what_was_searched_comes_back_until_it_is_forgotten() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("sanctuary");
    browser.press(Key::Enter);
    reader.searches("half a wor");
    browser.run("document.activeElement.select()");
    browser.press(Key::Backspace);
    is_offered(&browser, "sanctuary");
    assert!(
        !browser.text(OFFERED).contains("half a wor"),
        "what led nowhere is not kept"
    );
    browser.press(Key::Down);
    browser.press(Key::Enter);
    browser.wait_until(
        "it is searched again",
        "location.hash.includes('q=sanctuary')",
    );

    browser.reload();
    reader.sees_something();
    reader.searches("x");
    browser.press(Key::Backspace);
    is_offered(&browser, "sanctuary");
    browser.press(Key::Up);
    browser.press(Key::Enter);
    browser.wait_until(
        "nothing is kept",
        "!Object.values(localStorage).join().includes('sanctuary')",
    );
}

#[test]
fn a_browser_that_keeps_nothing_is_searched_all_the_same() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &serde_json::json!({ "source": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError') } })" }),
    );
    let reader = Reader::visits(&browser, &address);
    reader.searches("nvda");
    browser.press(Key::Enter);
    reader.finds_first("Resistance Hotline");
    assert!(!browser.holds("document.querySelector('.cb-save')"));
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn what_was_searched_comes_back_on_a_record() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    reader.follows("Resistance Hotline");
    browser.wait_until(
        "the record is open",
        "document.querySelector('#cb-open h1')",
    );
    browser.run("document.getElementById('cb-field').focus()");
    is_offered(&browser, "nvda");
    browser.press(Key::Down);
    browser.press(Key::Enter);
    browser.wait_until(
        "the search is there",
        "location.hash.startsWith('#/?q=nvda')",
    );
    reader.finds_first("Resistance Hotline");
}
