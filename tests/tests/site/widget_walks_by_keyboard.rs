//! The embedded search without a mouse.

use callboard_tests::browser::{Browser, Key};
use callboard_tests::guest::{self, Guest};
use callboard_tests::published;

#[test]
fn arrows_walk_through_the_results_and_escape_comes_back() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    browser.press(Key::Tab);
    browser.types("training");
    guest.waits_for_results();
    let titles = guest.titles();
    assert!(titles.len() >= 3, "{titles:?}");

    browser.press(Key::Down);
    assert_eq!(guest.focused(), titles[0]);
    browser.press(Key::Down);
    assert_eq!(guest.focused(), titles[1]);
    browser.press(Key::End);
    assert_eq!(guest.focused(), *titles.last().unwrap());
    browser.press(Key::Home);
    browser.press(Key::Up);
    assert_eq!(
        guest.inside("activeElement.value"),
        "training",
        "back in the field"
    );
    browser.press(Key::Down);
    browser.press(Key::Escape);
    assert_eq!(
        guest.inside("activeElement.value"),
        "training",
        "Escape comes back to the field"
    );
    browser.press(Key::Escape);
    assert_eq!(
        guest.inside("activeElement.value"),
        "",
        "and then empties it"
    );
    assert_eq!(guest.titles(), Vec::<String>::new());
}
