//! Whoever works with the keyboard is never thrown out: what is written anew gives the focus back.

use crate::site;
use callboard_tests::browser::{Browser, Key};
use callboard_tests::reader::Reader;

/// Waits until what has the focus is this, and stays so for longer than anything takes that is written later.
#[track_caller]
fn keeps(browser: &Browser, what: &str, expression: &str) {
    browser.wait_until(what, expression);
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert!(
        browser.holds(expression),
        "{what}, but then the focus went to {}",
        browser.text("document.activeElement.outerHTML.slice(0, 200)")
    );
}

#[test]
fn a_choice_in_the_sheet_keeps_it() {
    let (_site, address) = site();
    let browser = Browser::phone(390);
    Reader::visits_at(&browser, &address, "#/?q=call&lang=en").opens_filters();
    browser.run("document.querySelector('dialog input[data-value=event]').focus()");
    browser.types(" ");
    browser.wait_until("the filter is set", "location.hash.includes('kind=event')");
    keeps(
        &browser,
        "the box has the focus",
        "document.activeElement.dataset.value === 'event' && document.activeElement.checked",
    );
}

#[test]
fn a_day_is_typed_part_by_part() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let _reader = Reader::visits_at(
        &browser,
        &address,
        "#/?q=call+after:2024-11-07&as_of=2024-11-01T12:00Z&lang=en",
    );
    browser.run("document.getElementById('cb-after:').focus()");
    // Month and day, each of which is a change of its own.
    for key in ["1", "2", "1", "5"] {
        browser.types(key);
        std::thread::sleep(std::time::Duration::from_millis(150));
    }
    browser.wait_until(
        "the address has the day",
        "location.hash.includes('after:2024-12-15')",
    );
    keeps(
        &browser,
        "the box has the focus",
        "document.activeElement.id === 'cb-after:' && document.activeElement.value === '2024-12-15'",
    );
    browser.back();
    browser.wait_until(
        "all of it was one step of the history",
        "location.hash.includes('after:2024-11-07')",
    );
}

#[test]
fn days_that_nothing_has_are_changed_where_they_stand() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?q=call+after:2030-01-01&lang=en");
    reader.reads("Nothing matches");
    browser.wait_until(
        "the boxes are there",
        "document.getElementById('cb-after:')?.value === '2030-01-01'",
    );
}

#[test]
fn more_begins_with_what_is_new() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?view=organization&lang=en");
    reader.sees_something();
    browser.run(
        "window.had = [...document.querySelectorAll('[data-hit]')].map(link => link.dataset.hit)",
    );
    browser.click("#do-more");
    keeps(
        &browser,
        "a record that was not there has the focus",
        "document.activeElement.dataset.hit && !window.had.includes(document.activeElement.dataset.hit)",
    );
}

#[test]
fn saving_an_open_record_keeps_it() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?q=nvda&lang=en");
    reader.finds_first("Resistance Hotline");
    reader.follows("Resistance Hotline");
    browser.wait_until(
        "the record is open",
        "document.querySelector('#cb-open [data-do=save]')",
    );
    browser.run("document.querySelector('#cb-open [data-do=save]').focus()");
    browser.press(Key::Enter);
    keeps(
        &browser,
        "the button has the focus",
        "document.activeElement.matches('#cb-open [data-do=save]') && document.activeElement.textContent === 'Saved'",
    );
}

#[test]
fn escape_in_the_empty_field_leads_back() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/r/resistance-hotline");
    reader.sees_something();
    browser.run("document.querySelector('#cb-open [data-do=save]').focus()");
    browser.types("/");
    browser.wait_until(
        "the field has the focus",
        "document.activeElement.id === 'cb-field'",
    );
    browser.press(Key::Escape);
    keeps(
        &browser,
        "what had the focus has it again, and the record is open",
        "document.activeElement.matches('#cb-open [data-do=save]') && location.hash.includes('/r/resistance-hotline')",
    );
}

#[test]
fn back_to_an_agenda_leads_to_the_row_that_was_left() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let calls = "[...document.querySelectorAll('[data-hit=working-families-party-mass-calls]')]";
    Reader::visits_at(
        &browser,
        &address,
        "#/?q=working+families&view=agenda&as_of=2024-11-07T12:00Z&lang=en",
    );
    browser.wait_until("it has two days", &format!("{calls}.length === 2"));
    browser.run(&format!("{calls}[1].focus()"));
    browser.press(Key::Enter);
    browser.wait_until("it is open", "location.hash.startsWith('#/r/')");
    browser.back();
    keeps(
        &browser,
        "the second day has the focus",
        &format!("{calls}[1] === document.activeElement"),
    );
}
