//! What typed signs mean stands beside the filters, and each result says why it is there when it is asked.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::reader::Reader;

#[test]
fn a_typed_operator_comes_off_as_a_chip() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?q=kind:hotline+-training");
    browser.wait_until(
        "both are chips",
        "document.querySelectorAll('.cb-chip-typed').length === 2",
    );
    reader.removes_chip("-training");
    browser.wait_until(
        "the word is gone",
        "document.querySelectorAll('.cb-chip-typed').length === 1",
    );
    assert_eq!(reader.words(), "kind:hotline");
}

#[test]
fn a_result_says_why_in_the_readers_language() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?q=sanctuary&lang=es");
    browser.click_on("main button", "¿Por qué?");
    browser.wait_until(
        "each says why",
        "document.querySelectorAll('.cb-why').length === document.querySelectorAll('.cb-row').length",
    );
    reader.reads("«sanctuary» está en: ");
    browser.click_on("main button", "¿Por qué?");
    browser.wait_until("and no longer", "!document.querySelector('.cb-why')");
}
