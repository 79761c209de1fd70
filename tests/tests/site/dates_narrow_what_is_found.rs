//! The first and the last day of what is found can be chosen, and stand in the field as they could have been typed.

use crate::site;
use callboard_tests::browser::{Browser, Key};
use callboard_tests::reader::Reader;

#[test]
fn days_are_chosen_and_taken_away() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(
        &browser,
        &address,
        "#/?q=call&kind=event&as_of=2024-11-01T12:00Z&lang=en",
    );
    reader.finds("Mass call, Nov. 7");
    let before = reader.titles().len();
    // Typed as in every browser's own field: month, day, year.
    browser.run("document.getElementById('cb-after:').focus()");
    browser.types("11092024");
    browser.wait_until(
        "the day is in the field and in the address",
        "document.querySelector('input[type=search]').value === 'call after:2024-11-09' && location.hash.includes('after:2024-11-09')",
    );
    browser.wait_until(
        "what was before is gone",
        "![...document.querySelectorAll('#cb-found h2')].some(title => title.textContent === 'Mass call, Nov. 7')",
    );
    assert!(reader.titles().len() < before);
    assert!(browser.holds(
        "document.activeElement.id === 'cb-after:' && document.activeElement.value === '2024-11-09'"
    ));
    assert!(reader.chips().contains("after:2024-11-09"));
    reader.removes_chip("after:2024-11-09");
    reader.finds("Mass call, Nov. 7");
    assert_eq!(
        browser.text("document.getElementById('cb-after:').value"),
        ""
    );
    assert_eq!(reader.words(), "call");
    // Days that are typed come into the boxes.
    reader.searches("call before:2024-11-08");
    browser.press(Key::Enter);
    browser.wait_until(
        "the box has the day",
        "document.getElementById('cb-before:').value === '2024-11-08'",
    );
}

/// At 8 p.m. in New York it is the next day in Nairobi, and a day means the reader's.
#[test]
fn days_begin_where_the_reader_is() {
    let (_site, address) = site();
    for (zone, on_the_seventh) in [("America/New_York", true), ("Africa/Nairobi", false)] {
        let browser = Browser::desktop();
        browser.in_zone(zone);
        let seventh = "#/?q=call+before:2024-11-08&kind=event&as_of=2024-11-01T12:00Z&lang=en";
        let reader = Reader::visits_at(&browser, &address, seventh);
        let finds = |reader: &Reader| reader.titles().contains(&"Mass call, Nov. 7".to_owned());
        assert_eq!(finds(&reader), on_the_seventh, "before the 8th, {zone}");
        reader.searches("call after:2024-11-08 ");
        browser.wait_until(
            "what is later is found",
            "location.hash.includes('after') && [...document.querySelectorAll('#cb-found h2')].some(title => title.textContent.includes('Dec. 10'))",
        );
        assert_eq!(finds(&reader), !on_the_seventh, "from the 8th on, {zone}");
    }
}
