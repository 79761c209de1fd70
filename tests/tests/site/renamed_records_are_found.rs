//! A link to a record that was renamed leads to it, and the address becomes the present one.

use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;
use callboard_tests::server::Reply;

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
}
