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

#[test]
fn what_is_typed_is_no_shortcut_of_the_page() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    // As pages do that have a search of their own.
    browser.run(
        "window.taken = [];
         document.addEventListener('keydown', (event) => {
           if (event.target.matches('input, textarea') || !['/', 'Escape', 'Enter'].includes(event.key)) return;
           window.taken.push(event.key);
           if (event.key === '/') event.preventDefault();
         });",
    );
    guest.searches("and/or");
    assert_eq!(guest.inside("querySelector('input').value"), "and/or");
    // Enter, and Escape in a field that is empty already, do nothing here, so the page may have them.
    browser.press(Key::Enter);
    browser.press(Key::Escape);
    assert_eq!(browser.text("window.taken.join()"), "Enter");
    browser.press(Key::Escape);
    assert_eq!(browser.text("window.taken.join()"), "Enter,Escape");
}
