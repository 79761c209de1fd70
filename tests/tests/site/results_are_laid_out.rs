//! The same results as a list, by day, by series and by organisation; the address keeps which.

use crate::everybody_can_use_it::{axe, complaints};
use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::reader::Reader;

/// Headings of days or groups, a line each.
const HEADINGS: &str = "[...document.querySelectorAll('#cb-found .cb-part-head')].map(h => h.textContent.trim()).join('\\n')";

fn lays_out(browser: &Browser, layout: &str) {
    browser.wait_until("there is a choice", "document.querySelector('#cb-view')");
    browser.run(&format!(
        "const s = document.querySelector('#cb-view'); s.focus(); s.value = '{layout}'; s.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    ));
    browser.wait_until(
        "the address says so",
        &format!("location.hash.includes('view={layout}')"),
    );
}

#[test]
fn by_day_in_the_readers_zone() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.in_zone("Africa/Nairobi");
    let reader = Reader::visits_at(&browser, &address, "#/?as_of=2024-11-07T12:00Z&lang=en");
    lays_out(&browser, "agenda");
    // 5 pm Pacific on the 7th is 4 am on the 8th in Nairobi.
    browser.wait_until(
        "the call stands on the reader's day",
        "[...document.querySelectorAll('#cb-found .cb-part')].some(p => p.querySelector('h2').textContent.includes('Nov 8') && p.textContent.includes('Mass call, Nov. 7'))",
    );
    assert_eq!(
        browser.text("document.activeElement.id"),
        "cb-view",
        "the focus stays"
    );
    assert_eq!(
        browser.text("[...document.querySelector('#cb-sort').options].map(one => one.value + (one.selected ? '!' : '')).join(' ')"),
        "newest soonest!",
        "an agenda has two ends"
    );
    // A record with two dates stands on both days, and its id is there once.
    let twice =
        "[...document.querySelectorAll('#cb-found [data-hit=working-families-party-mass-calls]')]";
    let more = "document.querySelector('[data-do=more]')";
    browser.wait_until(
        "all is loaded",
        &format!("{more} ? ({more}.click(), false) : true"),
    );
    browser.wait_until("it stands on both days", &format!("{twice}.length === 2"));
    assert!(browser.holds(&format!("{twice}.filter(a => a.id).length === 1")));
    reader.browser.back();
    browser.wait_until("the list is back", "!location.hash.includes('view=')");
}

#[test]
fn by_series_and_by_organisation_with_how_many_there_are() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let _reader = Reader::visits_at(&browser, &address, "#/?kind=event,article&lang=en");
    lays_out(&browser, "series");
    browser.wait_until(
        "series stand there",
        &format!(
            "{HEADINGS}.includes('Because We Need Each Other') || {HEADINGS}.includes('Mass calls')"
        ),
    );
    browser.wait_until(
        "every part is where it says",
        "[...document.querySelectorAll('#cb-found .cb-part')].every(p => { const n = p.querySelector('.cb-value-count'); return !n || Number(n.textContent.split(' of ')[0]) === p.querySelectorAll('.cb-row').length })",
    );
    lays_out(&browser, "organization");
    browser.wait_until(
        "organisations stand there",
        &format!("{HEADINGS}.includes('Working Families Party')"),
    );
    browser.click_on(".cb-part-head a", "Working Families Party");
    browser.wait_until(
        "its records are listed",
        "location.hash.includes('organization=working-families-party') && !location.hash.includes('view=')",
    );
}

#[test]
fn axe_finds_nothing_however_results_are_laid_out() {
    let Some(axe) = axe() else {
        println!("NOT RUN: CALLBOARD_AXE names no axe.min.js");
        return;
    };
    let (_site, address) = site();
    for browser in [Browser::desktop(), Browser::phone(320)] {
        for layout in ["agenda", "series", "organization"] {
            browser.go("about:blank");
            let state = format!("{address}#/?q=call&view={layout}");
            browser.go(&state);
            browser.wait_until(
                "groups are there",
                "document.querySelector('#cb-found .cb-part .cb-row')",
            );
            let said = complaints(&browser, &axe);
            assert!(said.is_empty(), "{layout}:\n{said}");
            let wide = browser.run("return document.documentElement.scrollWidth - innerWidth");
            assert!(
                wide.as_i64().is_some_and(|wide| wide <= 0),
                "{layout}: {wide} too wide"
            );
        }
    }
}
