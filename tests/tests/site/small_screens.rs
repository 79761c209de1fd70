//! Nothing is lost sideways on a phone, and no sheet opens with nothing in it.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::reader::Reader;

#[track_caller]
fn fits(width: u32) {
    let (_site, address) = site();
    let browser = Browser::phone(width);
    let reader = Reader::visits(&browser, &address);
    for state in [
        "#/",
        "#/?q=mass+call",
        "#/r/mass-call-2024-11-07",
        "#/r/because-we-need-each-other-1",
    ] {
        reader.goes(state);
        reader.sees_something();
        std::thread::sleep(std::time::Duration::from_millis(200));
        let wide = browser.text("document.documentElement.scrollWidth");
        assert!(
            wide.parse::<u32>().unwrap() <= width,
            "{state} is {wide} wide on a screen of {width}"
        );
    }
}

#[test]
fn a_phone_of_390() {
    fits(390);
}

#[test]
fn a_phone_of_320() {
    fits(320);
}

/// A name that is wider than the screen takes several lines; the page does not become as wide.
#[test]
fn a_long_name_of_a_catalogue_fits() {
    let (_site, address) = site();
    let browser = Browser::phone(320);
    Reader::visits(&browser, &address);
    for name in [
        "Resources for everybody in the valley ".repeat(3),
        "Donaudampfschiff".repeat(5),
    ] {
        browser.run(&format!(
            "document.querySelector('.cb-name').textContent = '{name}'"
        ));
        let wide = browser.text("document.documentElement.scrollWidth");
        assert_eq!(wide, "320", "{name}");
    }
}

/// Nor is the way out of the sheet, at twice the text size, and what scrolls there is the list alone.
#[test]
fn the_sheet_fits_in_large_letters() {
    let (_site, address) = site();
    let browser = Browser::phone(320);
    let reader = Reader::visits_at(&browser, &address, "#/?q=call&kind=event&lang=es");
    reader.reads("Filtros (1)");
    browser.click("[data-do=sheet][data-value=open]");
    browser.wait_until("it is open", "document.querySelector('#cb-sheet').open");
    browser.run("document.documentElement.style.fontSize = '200%'");
    let cut = "[...document.querySelectorAll('#cb-sheet button')].filter(one => one.checkVisibility() && one.getBoundingClientRect().right > 320).map(one => one.textContent).join()";
    assert_eq!(browser.text(cut), "");
    browser
        .run("document.querySelectorAll('#cb-sheet details').forEach(one => { one.open = true })");
    for (what, axis) in [
        ("#cb-sheet", "Height"),
        ("#cb-sheet", "Width"),
        ("#cb-sheet-body", "Width"),
    ] {
        let over = format!(
            "(one => one.scroll{axis} - one.client{axis})(document.querySelector('{what}'))"
        );
        assert_eq!(browser.text(&over), "0", "{axis} of {what}");
    }
}

/// Beside a broad scrollbar, too, the order that results are in at first can be read where it is chosen.
#[test]
fn the_order_is_not_cut() {
    let (_site, address) = site();
    let browser = Browser::phone(305);
    let reader = Reader::visits_at(&browser, &address, "#/?q=llamada&lang=es");
    reader.reads("Relevancia");
    let room = "const one = document.querySelector('#cb-sort'), has = one.offsetWidth; \
        one.style = 'field-sizing: content; inline-size: max-content'; return has - one.offsetWidth";
    let room = browser.run(room).as_i64().unwrap();
    assert!(room >= 0, "{} pixels are missing", -room);
}

/// What is done with results stands in two lines, which are there before an answer comes: also in words that are longer.
#[test]
fn spanish_needs_no_more_lines() {
    let (_site, address) = site();
    let toolbar = "document.querySelector('.cb-toolbar')";
    let high = format!("{toolbar}.offsetHeight");
    let least = format!("parseFloat(getComputedStyle({toolbar}).minBlockSize)");
    let low = format!(
        "[...{toolbar}.querySelectorAll('button, select')].every(one => one.checkVisibility() && one.offsetHeight >= 24 && one.offsetWidth >= 24 && one.getBoundingClientRect().right <= innerWidth)"
    );
    for width in [360, 320] {
        let browser = Browser::phone(width);
        let reader = Reader::visits(&browser, &address);
        for (state, words) in [
            ("#/?q=inmigracion&lang=es", "Relevancia"),
            ("#/?q=call&kind=event,toolkit&lang=es", "Filtros (2)"),
            ("#/?q=call&view=agenda&lang=en", "Why these?"),
            ("#/?lang=es", "fichas"),
        ] {
            reader.goes(state);
            reader.reads(words);
            assert_eq!(
                browser.text(&high),
                browser.text(&least),
                "{state} on {width}"
            );
            assert!(browser.holds(&low), "{state} on {width}");
        }
    }
}

#[test]
fn filters_are_offered_where_there_are_any() {
    let (_site, address) = site();
    let browser = Browser::phone(390);
    let reader = Reader::visits_at(&browser, &address, "#/?q=hotline");
    let offered = "document.querySelector('[data-do=sheet][data-value=open]')";
    browser.wait_until("there are some", offered);
    reader.goes("#/?q=zzzzqqqq");
    reader.reads("Nothing matches");
    browser.wait_until("there are none", &format!("!{offered}"));
    // What was chosen can be taken back. Where that leaves nothing to choose from the sheet closes, and the focus has somewhere to go.
    reader.goes("#/?q=zzzzqqqq&kind=event");
    reader.opens_filters();
    browser.click_on("dialog button", "Clear all");
    browser.wait_until(
        "nothing is chosen any more",
        &format!("!document.querySelector('dialog[open]') && !{offered}"),
    );
    browser.wait_until(
        "the focus is on what was found",
        "document.activeElement.id === 'cb-main'",
    );
}
