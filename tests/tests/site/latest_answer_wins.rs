//! However fast somebody types and whatever arrives late, what is shown belongs to what is typed.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;
use serde_json::json;
use std::time::Duration;

#[test]
fn late_answers_never_replace_newer_ones() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    for _ in 0..5 {
        reader.searches("toolkit");
        reader.searches("nvda");
        reader.finds_first("Resistance Hotline");
        std::thread::sleep(Duration::from_millis(250));
        assert_eq!(reader.titles()[0], "Resistance Hotline");
    }
}

#[test]
fn words_typed_while_the_pack_is_on_its_way_are_answered() {
    let site = published::site_changed(|path, mut reply| {
        if path.ends_with(".cbp") {
            reply.after = Duration::from_millis(1500);
        }
        reply
    });
    let browser = Browser::desktop();
    browser.go(&format!("{}/", site.origin()));
    browser.wait_until(
        "there is a field",
        "document.querySelector('input[type=search]')",
    );
    browser.click("input[type=search]");
    browser.types("nvda");
    browser.wait_until("the words are answered", "document.querySelector('main a[href*=\"#/r/resistance-hotline\"] mark, main a[href*=\"#/r/resistance-hotline\"]')");
    assert_eq!(
        browser.text("document.querySelector('input[type=search]').value"),
        "nvda"
    );
}

#[test]
fn an_input_method_is_waited_for() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    browser.devtools(
        "Input.imeSetComposition",
        &json!({ "text": "xyz", "selectionStart": 3, "selectionEnd": 3 }),
    );
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(
        reader.titles()[0],
        "Resistance Hotline",
        "nothing is searched while composing"
    );
    browser.devtools("Input.insertText", &json!({ "text": "xyz" }));
    browser.wait_until(
        "the composed word is searched",
        "!document.querySelector('main :is(h2, h3, h4) a[href*=\"resistance-hotline\"] mark')",
    );
}

#[test]
fn what_is_pressed_stays_in_its_place_until_it_is_let_go() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    let types = |words: &str| {
        browser.run(&format!(
            "const field = document.querySelector('input[type=search]'); field.value = '{words}'; field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));"
        ));
    };
    reader.searches("mass call");
    reader.finds("Mass call, Nov. 7");
    // A press that is over has no part in the next one.
    browser.click("#cb-toolbar h1");
    std::thread::sleep(Duration::from_millis(700));
    let third = browser.run(
        "const link = document.querySelectorAll('#cb-found [data-hit]')[2]; link.scrollIntoView({ block: 'center' }); const { x, y } = link.getBoundingClientRect(); return { id: link.dataset.hit, x: x + 9, y: y + 9 };",
    );
    let mouse = |what: &str| {
        let (x, y) = (&third["x"], &third["y"]);
        browser.devtools(
            "Input.dispatchMouseEvent",
            &json!({ "type": what, "x": x, "y": y, "button": "left", "clickCount": 1 }),
        );
    };
    let before = reader.titles();
    mouse("mousePressed");
    types("nvda");
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(reader.titles(), before, "nothing moves under the finger");
    mouse("mouseReleased");
    let id = third["id"].as_str().unwrap();
    browser.wait_until(
        "what was pressed is open",
        &format!("location.hash.startsWith('#/r/{id}')"),
    );
    // Whoever rests a finger on the page is not kept from what is new.
    browser.back();
    reader.finds_first("Resistance Hotline");
    mouse("mousePressed");
    types("toolkit");
    browser.wait_until(
        "the words are answered",
        "!document.querySelector('#cb-found a[href*=\"resistance-hotline\"]')",
    );
    mouse("mouseReleased");
}
