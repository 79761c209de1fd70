//! Records are saved on the device, listed from there, and forgotten; a page is shared and printed.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::reader::Reader;
use serde_json::json;

#[test]
fn a_saved_record_is_listed_until_it_is_forgotten() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    browser.click_on("main button", "Save: Resistance Hotline");
    browser.wait_until(
        "the head counts it",
        "document.querySelector('header a[href=\"#/saved\"]')?.textContent.includes('1')",
    );
    assert_eq!(
        browser.text("document.activeElement.ariaLabel"),
        "Saved: Resistance Hotline"
    );
    reader.goes("#/r/mass-call-2024-11-07");
    browser.click_on("main button", "Save: ");
    reader.follows("Saved (2)");
    browser.wait_until(
        "both are listed, the latest first",
        "document.querySelectorAll('main h2 a').length === 2 && document.querySelector('main h2 a').textContent.startsWith('Mass call')",
    );
    browser.reload();
    reader.finds("Resistance Hotline");
    browser.click_on("main button", "Forget all");
    reader.reads("Nothing is saved on this device.");
    assert!(!browser.holds("document.querySelector('header a[href=\"#/saved\"]')"));
}

#[test]
fn a_record_that_is_gone_is_left_out_and_stays_saved() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    browser.run("localStorage['callboard.saved ' + location.pathname] = 'no-such-record\\nresistance-hotline'");
    browser.reload();
    reader.goes("#/saved");
    reader.finds_first("Resistance Hotline");
    assert_eq!(reader.titles().len(), 1);
    assert!(browser.holds("Object.values(localStorage).join().includes('no-such-record')"));
}

#[test]
fn a_record_is_shared_where_the_browser_can() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "navigator.share = what => { window.shared = what; return Promise.reject(new DOMException('', 'AbortError')) }" }),
    );
    Reader::visits_at(&browser, &address, "#/r/resistance-hotline");
    browser.click_on("main button", "Share");
    browser.wait_until(
        "title and address are handed over",
        "window.shared?.title === 'Resistance Hotline' && window.shared.url === location.href",
    );
}

#[test]
fn a_hand_out_has_what_is_needed_and_no_buttons() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.in_zone("America/New_York");
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "window.print = () => { window.printed = true }" }),
    );
    let reader = Reader::visits_at(&browser, &address, "#/?q=mass+call&as_of=2024-11-07T12:00Z");
    reader.finds("Mass call, Nov. 7");
    browser.click_on("main button", "Print");
    browser.wait_until("the dialog opens", "window.printed");
    browser.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    let paper = browser.text("document.body.innerText");
    for needed in ["Mass call, Nov. 7", "PST", "EST", "Shown as of"] {
        assert!(paper.contains(needed), "{needed} is missing:\n{paper}");
    }
    assert!(!browser.holds(
        "[...document.querySelectorAll('button, input, select')].some(e => e.checkVisibility())"
    ));
}

#[test]
fn editors_are_written_to_with_a_text_that_is_ready() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/r/resistance-hotline");
    browser.click_on("summary", "Report a mistake");
    reader.reads("hotlines/resistance-hotline.md");
    browser.click_on("footer summary", "Suggest a resource");
    reader.reads("kind: resource");
}
