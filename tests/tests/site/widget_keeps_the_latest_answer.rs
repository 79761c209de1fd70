//! However fast somebody types and whatever arrives late, what is shown belongs to what is typed.

use callboard_tests::browser::Browser;
use callboard_tests::guest::{self, Guest};
use callboard_tests::published;
use serde_json::json;
use std::time::Duration;

#[test]
fn what_was_typed_while_the_pack_was_on_its_way_is_answered() {
    let catalogue = published::site_changed(|path, mut reply| {
        if path.starts_with("/pack/") {
            reply.after = Duration::from_millis(700);
        }
        reply
    });
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.touches();
    browser.types("toolkit");
    for _ in 0.."toolkit".len() {
        browser.press(callboard_tests::browser::Key::Backspace);
    }
    browser.types("nvda");
    guest.waits_for_results();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(guest.titles(), ["Resistance Hotline"]);
}

#[test]
fn an_input_method_is_waited_for() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    browser.devtools(
        "Input.imeSetComposition",
        &json!({ "text": "xyz", "selectionStart": 3, "selectionEnd": 3 }),
    );
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(
        guest.titles(),
        ["Resistance Hotline"],
        "nothing is searched while composing"
    );
    browser.devtools("Input.insertText", &json!({ "text": "xyz" }));
    browser.wait_until(
        "the composed word is searched",
        &format!("{}.querySelectorAll('.title').length === 0", guest::INSIDE),
    );
}

#[test]
fn what_is_pressed_stays_in_its_place_until_it_is_let_go() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("mass call");
    let before = guest.titles();
    let inside = guest::INSIDE;
    // Whatever a press leads to is looked at, and not followed.
    let place = browser.run(&format!(
        "addEventListener('click', (event) => {{ event.preventDefault(); window.pressed = event.composedPath()[0].textContent; }}); const {{ x, y }} = {inside}.querySelector('.title').getBoundingClientRect(); return {{ x: x + 9, y: y + 9 }};"
    ));
    let mouse = |what: &str| {
        let (x, y) = (&place["x"], &place["y"]);
        browser.devtools(
            "Input.dispatchMouseEvent",
            &json!({ "type": what, "x": x, "y": y, "button": "left", "clickCount": 1 }),
        );
    };
    mouse("mousePressed");
    browser.run(&format!(
        "const field = {inside}.querySelector('input'); field.value = 'nvda'; field.dispatchEvent(new InputEvent('input'));"
    ));
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(guest.titles(), before, "nothing moves under the finger");
    mouse("mouseReleased");
    browser.wait_until("the press is told of", "window.pressed");
    assert!(before[0].contains(&browser.text("window.pressed")));
    browser.wait_until(
        "the words are answered",
        &format!("{inside}.querySelector('.title').textContent === 'Resistance Hotline'"),
    );
}
