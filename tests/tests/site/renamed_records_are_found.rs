//! A link to a record that was renamed leads to it, and the address becomes the present one.

use callboard_tests::browser::Browser;
use callboard_tests::published::{self, Host};
use callboard_tests::reader::Reader;
use callboard_tests::server::Reply;
use std::fs;

#[test]
fn a_former_id_leads_to_the_record() {
    let site = published::site_changed(|path, reply| match path {
        "/data/former-ids.json" => Reply::with(
            "application/json",
            "{\"mass-call-november\": \"mass-call-2024-11-07\"}",
        ),
        _ => reply,
    });
    let browser = Browser::desktop();
    let address = format!("{}/", site.origin());
    let reader = Reader::visits_at(&browser, &address, "#/r/mass-call-november?lang=en");
    reader.reads("Mass call, Nov. 7");
    browser.wait_until(
        "the address is the present one",
        "location.hash === '#/r/mass-call-2024-11-07?lang=en'",
    );
    // It took the place of the former one, which is no step of its own.
    reader.goes("#/r/no-such-record");
    browser.wait_until(
        "there is no such record",
        "document.querySelector('#cb-record')?.textContent.includes('no record')",
    );
    browser.back();
    browser.wait_until(
        "the record is there again",
        "location.hash.includes('mass-call-2024-11-07') && document.querySelector('#cb-record')?.textContent === 'Mass call, Nov. 7'",
    );
}

#[test]
fn a_site_that_does_not_say_what_was_renamed_has_no_record_there() {
    let site = published::site_changed(|path, reply| match path {
        "/data/former-ids.json" => Reply::missing(),
        _ => reply,
    });
    let browser = Browser::desktop();
    browser.go(&format!("{}/#/r/constructor", site.origin()));
    browser.wait_until(
        "the page says that there is none",
        "document.querySelector('#cb-record')?.textContent.includes('no record')",
    );
    browser.wait_until(
        "so does its title",
        "document.title.startsWith('There is no record at this address.') && document.title.endsWith(' — Callboard')",
    );
    browser.go(&format!("{}/#/", site.origin()));
    browser.wait_until(
        "elsewhere there is no talk of it",
        "document.title === 'Callboard'",
    );
}

/// A site in which a record was renamed.
fn renamed(name: &str) -> Host {
    let folder = published::next_version(name, |site| {
        let former = "{\"mass-call-november\": \"mass-call-2024-11-07\"}";
        fs::write(site.join("data/former-ids.json"), former).unwrap();
    });
    Host::publishing(&folder, "/")
}

#[test]
fn without_a_connection_a_former_id_leads_to_the_record() {
    let host = renamed("renamed-offline");
    let browser = Browser::desktop();
    let address = format!("{}/", host.server.origin());
    let reader = Reader::visits(&browser, &address);
    reader.has_a_copy();
    host.goes_away();
    browser.reload();
    reader.sees_something();
    reader.goes("#/r/mass-call-november");
    reader.reads("Mass call, Nov. 7");
}

/// Neither a former id nor one that no record has had makes a sealed page ask for anything.
#[test]
fn on_a_sealed_page_a_former_id_leads_to_the_record_and_nothing_is_asked() {
    let host = renamed("renamed-sealed");
    let browser = Browser::desktop();
    let address = format!("{}/", host.server.origin());
    let reader = Reader::visits(&browser, &address);
    reader.presses_in_privacy("Load all");
    reader.privacy_says("Sealed since");
    host.server.forget();
    reader.goes("#/r/mass-call-november");
    reader.reads("Mass call, Nov. 7");
    reader.goes("#/r/no-such-record");
    browser.wait_until(
        "there is no such record",
        "document.querySelector('#cb-record')?.textContent.includes('no record')",
    );
    reader.privacy_says("Requests sent since then: 0. Refused by the browser: 0.");
    assert_eq!(browser.console(), Vec::<String>::new());
    assert!(host.server.requests().is_empty());
}
