//! A few letters find what the catalogue has.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::reader::Reader;

const WEBINAR: &str = "Fighting Against Mass Raids Operations: Lessons Across Administrations";

#[test]
fn the_hotline_by_its_letters_with_a_number_to_tap() {
    let (_site, address) = site();
    let browser = Browser::phone(390);
    let reader = Reader::visits(&browser, &address);
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    assert!(reader.has_link("tel:+18446832669"));
}

#[test]
fn the_hotline_by_its_digits() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("844 683 2669");
    reader.finds_first("Resistance Hotline");
}

#[test]
fn the_webinar_by_a_spanish_word_without_its_accent() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("inmigracion");
    reader.finds(WEBINAR);
}

#[test]
fn the_webinar_by_its_kind() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("webinar");
    reader.finds(WEBINAR);
}

#[test]
fn mass_calls_and_their_recordings() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("mass call");
    reader.finds("Mass call, Nov. 7");
    reader.finds("Recording of the Nov. 7 mass call");
}

#[test]
fn nothing_is_said_clearly_with_a_way_out() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("qqqzzzxxx");
    browser.wait_until(
        "the results are gone",
        "!document.querySelector('main :is(h2, h3, h4) a[href*=\"#/r/\"] mark')",
    );
    reader.reads("qqqzzzxxx");
    browser.wait_until("there is a way out", "[...document.querySelectorAll('main button, main a')].some(e => /clear|everything|all/i.test(e.textContent))");
}

#[test]
fn a_phone_shows_what_its_screen_has_room_for_until_typing_pauses() {
    let (_site, address) = site();
    let browser = Browser::phone(390);
    let reader = Reader::visits_at(&browser, &address, "#/?lang=en");
    browser.run(
        "window.rows = []; new MutationObserver(() => rows.push(
           document.querySelectorAll('#cb-found .cb-list .cb-row').length,
         )).observe(document.getElementById('cb-found'), { childList: true })",
    );
    let filters = "return document.querySelector('#cb-sheet-body').innerHTML";
    let before = browser.run(filters);
    reader.searches("c");
    browser.wait_until(
        "all that is found is there",
        "document.querySelectorAll('#cb-found .cb-list .cb-row').length === 20",
    );
    let rows = browser.run("return rows");
    assert_eq!(rows.to_string(), "[6,20]");
    // So are the filters, which nobody sees meanwhile.
    browser.wait_until(
        "filters are counted",
        &format!(
            "document.querySelector('#cb-sheet-body').innerHTML !== {}",
            before
        ),
    );
}

#[test]
fn a_wide_page_shows_all_of_it_with_every_key() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?lang=en");
    browser.run(
        "window.rows = []; new MutationObserver(() => rows.push(
           document.querySelectorAll('#cb-found .cb-list .cb-row').length,
         )).observe(document.getElementById('cb-found'), { childList: true })",
    );
    reader.searches("c");
    browser.wait_until("an answer is there", "rows.length > 0");
    assert_eq!(browser.run("return rows").to_string(), "[20]");
}
