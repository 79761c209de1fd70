//! Nothing is lost sideways on a phone.

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
