//! What is on is decided by the reader's clock, or by the moment that the address names.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::reader::Reader;

#[test]
fn the_calls_of_november_7_lead_on_that_day() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?as_of=2024-11-07T12:00Z");
    reader.finds("Mass call, Nov. 7");
    reader.finds("Black-focused and centered community call");
    reader.finds("Rapid Response Safety Training");
}

#[test]
fn long_after_the_last_call_the_page_says_so() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?as_of=2026-01-01T12:00Z");
    reader.reads("2024");
    assert!(
        !reader.titles().contains(&"Mass call, Nov. 7".to_owned()),
        "{:?}",
        reader.titles()
    );
}

#[test]
fn an_event_shows_its_own_zone_and_the_readers() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.in_zone("Africa/Nairobi");
    let reader = Reader::visits_at(
        &browser,
        &address,
        "#/r/mass-call-2024-11-07?as_of=2024-11-07T12:00Z",
    );
    reader.reads("Mass call, Nov. 7");
    // 5 pm Pacific on the 7th is 4 am on the 8th in Nairobi.
    browser.wait_until("both times are there", "/5:00\\s?PM\\sPST/i.test(document.body.innerText) && /4:00\\s?AM/i.test(document.body.innerText)");
}

#[test]
fn an_event_to_come_goes_into_a_calendar_and_a_past_one_does_not() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let link = "document.querySelector('a[download=\"mass-call-2024-11-07.ics\"]')";
    let reader = Reader::visits_at(
        &browser,
        &address,
        "#/r/mass-call-2024-11-07?as_of=2024-11-07T12:00Z",
    );
    reader.reads("Mass call, Nov. 7");
    browser.wait_until(
        "the file has the moment in UTC and the title",
        &format!("/\\r\\nDTSTART:20241108T010000Z\\r\\n[^]*SUMMARY:Mass call\\\\, Nov. 7/.test(decodeURIComponent({link}?.href ?? ''))"),
    );
    let reader = Reader::visits_at(
        &browser,
        &address,
        "#/r/mass-call-2024-11-07?as_of=2026-01-01T12:00Z",
    );
    reader.reads("Mass call, Nov. 7");
    browser.wait_until(
        "it is over",
        "document.body.innerText.includes('PAST') || document.body.innerText.includes('Past')",
    );
    browser.wait_until("there is no file", &format!("!{link}"));
}
