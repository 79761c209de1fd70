//! Records are saved on the device, listed from there, and forgotten; a page is shared and printed.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;
use callboard_tests::server::Reply;
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
fn what_one_tab_saves_is_shown_by_the_others() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/r/resistance-hotline");
    reader.reads("Similar records".to_uppercase().as_str());
    let first = browser.new_tab();
    let second = browser.tab();
    let other = Reader::visits_at(&browser, &address, "#/r/resistance-hotline");
    browser.click_on("main button", "Save: ");
    other.reads("Saved (1)");
    browser.to_tab(&first);
    reader.reads("Saved (1)");
    assert!(browser.holds("Object.values(localStorage).includes('resistance-hotline')"));
    browser.click_on("main button", "Saved: ");
    browser.to_tab(&second);
    browser.wait_until(
        "it is no longer saved here either",
        "document.querySelector('main .cb-save').textContent.startsWith('Save') && !document.querySelector('header a[href=\"#/saved\"]')",
    );
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

/// A page whose dialog for printing is only told of.
fn prints(browser: &Browser) {
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "window.print = () => { window.printed = true }" }),
    );
}

/// What would be on paper now.
fn paper(browser: &Browser) -> String {
    browser.run("dispatchEvent(new Event('beforeprint'))");
    browser.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    let paper = browser.text("document.body.innerText");
    browser.devtools("Emulation.setEmulatedMedia", &json!({ "media": "" }));
    paper
}

const ROWS: &str = "String(document.querySelectorAll('#cb-found [data-hit]').length)";

#[test]
fn all_that_was_found_is_printed() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    prints(&browser);
    let reader = Reader::visits_at(&browser, &address, "#/?kind=article");
    reader.privacy_says("Sealed");
    reader.reads("29 results");
    assert_eq!(browser.text(ROWS), "20");
    browser.run("scrollTo(0, 30)");
    browser.click_on("main button", "Print");
    browser.wait_until("the dialog opens", "window.printed");
    assert_eq!(browser.text(ROWS), "29");
    assert_eq!(browser.text("document.activeElement.id"), "do-print");
    assert!(!paper(&browser).contains("On paper"));
}

/// Who prints by the browser's own menu gets what is shown, and is told what is not.
#[test]
fn paper_says_what_is_not_on_it() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?kind=article");
    reader.privacy_says("Sealed");
    reader.reads("29 results");
    let shown = "getComputedStyle(document.querySelector('p.cb-more'), '::after').content";
    assert_eq!(browser.text(shown), "none", "not on the screen");
    browser.run("dispatchEvent(new Event('beforeprint'))");
    browser.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    let said = browser.text(shown);
    assert!(
        said.contains("On paper: the first 20 of 29 results"),
        "{said}"
    );
}

/// Who prints before the rules for paper are there has the results on all of it, however wide it is.
#[test]
fn wide_paper_is_filled_before_its_rules_are_there() {
    let host = published::site_changed(|path, reply| match path.contains("callboard-device") {
        true => Reply::missing(),
        false => reply,
    });
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &format!("{}/", host.origin()), "#/?q=call");
    reader.finds("Mass call, Nov. 7");
    browser.on_paper();
    let wide = browser.run("return document.querySelector('.cb-results').clientWidth");
    assert!(wide.as_u64().unwrap() > 1000, "{wide}");
}

#[test]
fn nothing_on_paper_is_there_to_be_pressed() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?kind=event&as_of=2024-11-01T12:00Z");
    reader.privacy_says("Sealed");
    reader.finds("Mass call, Nov. 7");
    let chosen = paper(&browser);
    assert!(
        chosen.contains("Event") && !chosen.contains('×'),
        "{chosen}"
    );
    reader.goes("#/?q=qqqqxyz");
    reader.reads("Nothing matches");
    let nothing = paper(&browser);
    assert!(nothing.contains("Nothing matches “qqqqxyz”"), "{nothing}");
    assert!(!nothing.contains("Check the spelling"), "{nothing}");
    reader.goes("#/r/mass-call-2024-11-07?as_of=2024-11-01T12:00Z");
    reader.reads("Add to calendar");
    let record = paper(&browser);
    for pressed in ["Add to calendar", "All parts", "· ·"] {
        assert!(!record.contains(pressed), "{record}");
    }
    // A list that is a file.
    let files = published::site_without_app();
    browser.go(&format!("{}/browse/kind/event.html", files.origin()));
    browser.wait_until(
        "the list is there",
        "document.querySelector('.cb-row time')",
    );
    let list = paper(&browser);
    assert!(
        list.contains("Event") && !list.contains('×') && !list.contains("Clear all"),
        "{list}"
    );
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
