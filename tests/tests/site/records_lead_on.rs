//! A record's own page says what is known and leads to what belongs to it.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::reader::Reader;

#[test]
fn a_series_is_walked_part_by_part() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/r/because-we-need-each-other-1");
    browser.wait_until(
        "the next part is there",
        "document.querySelector('a[rel=next], a[href*=\"because-we-need-each-other-2\"]')",
    );
    browser.click("a[href*='because-we-need-each-other-2']");
    browser.wait_until(
        "part 2 is open",
        "location.hash.includes('because-we-need-each-other-2')",
    );
    assert!(browser.holds("document.querySelector('a[href*=\"because-we-need-each-other-1\"]') && document.querySelector('a[href*=\"because-we-need-each-other-3\"]')"));
    browser.back();
    browser.wait_until(
        "part 1 is open",
        "location.hash.includes('because-we-need-each-other-1')",
    );
    reader.sees_something();
}

#[test]
fn a_past_event_offers_its_recording() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/r/mass-call-2024-11-07");
    reader.reads("Recording of the Nov. 7 mass call");
}

#[test]
fn a_way_to_join_that_the_source_lacks_is_no_dead_button() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/r/mass-call-2024-11-07");
    reader.reads("link not in the source");
    assert!(
        browser
            .holds("![...document.querySelectorAll('main a')].some(a => !a.getAttribute('href'))")
    );
}

#[test]
fn an_address_without_a_record_says_so() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.go(&format!("{address}#/r/there-is-no-such-record"));
    browser.wait_until(
        "the page says that there is none",
        "/no record|not (in|found)/i.test(document.body.innerText)",
    );
}

/// On paper nobody can press a link to a recording, so its whole address stands there.
#[test]
fn a_printed_recording_has_its_address() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let state = "#/?q=mass+call&kind=event&as_of=2025-01-01T12:00Z";
    let reader = Reader::visits_at(&browser, &address, state);
    reader.has_a_copy();
    let link = "document.querySelector('.cb-row-do .cb-action[href^=\"#/r/\"]')";
    browser.wait_until("a call has its recording", link);
    browser.run("dispatchEvent(new Event('beforeprint'))");
    browser.on_paper();
    browser.wait_until(
        "the rules for paper",
        &format!("getComputedStyle({link}, '::after').content !== 'none'"),
    );
    let after = browser.text(&format!("getComputedStyle({link}, '::after').content"));
    assert!(after.contains(&format!("{address}#/r/")), "{after}");
}

/// A screen reader that reads Spanish is told where something else begins.
#[test]
fn words_of_a_record_in_another_language_say_so() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    // The only record in Spanish; all others are in English.
    const SPANISH: &str = "fighting-against-mass-raids-operations-es";
    let wrong = format!(
        "[...document.querySelectorAll('#cb-open a[href^=\"#/r/\"]')].filter(link => link.textContent !== document.querySelector('.cb-back a').textContent
           && !link.matches('.cb-tag') && link.closest('[lang]').lang !== (link.getAttribute('href').startsWith('#/r/{SPANISH}') ? 'es' : 'en')).map(link => link.outerHTML).join('\\n')"
    );
    for (record, own) in [("signals-in-the-noise", "en"), (SPANISH, "es")] {
        for lang in ["es", "en"] {
            let state = format!("#/r/{record}?lang={lang}");
            let reader = Reader::visits_at(&browser, &address, &state);
            browser.wait_until(
                "the record",
                &format!("location.hash.includes('{record}') && document.documentElement.lang === '{lang}' && document.querySelector('#cb-open a[href^=\"#/r/\"]')"),
            );
            reader.sees_something();
            assert_eq!(browser.text(&wrong), "", "{record} in {lang}");
            let said = browser.text(
                "[...document.querySelectorAll('#cb-open .cb-facts dt')].filter(dt => ['Aparece', 'Appears'].includes(dt.textContent))
                   .map(dt => dt.nextElementSibling).concat([...document.querySelectorAll('.cb-notes span')]).map(said => said.lang).join(' ')",
            );
            assert!(
                !said.is_empty() && said.split(' ').all(|lang| lang == own),
                "{record} in {lang}: {said}"
            );
        }
    }
}
