//! The embedded search finds what the catalogue has, from a page of another origin with a strict
//! Content-Security-Policy.

use callboard_tests::browser::Browser;
use callboard_tests::guest::{self, Guest, INSIDE};
use callboard_tests::published;
use callboard_tests::server::Reply;
use serde_json::json;
use std::fs;
use std::process::Command;
use std::time::Duration;

#[test]
fn it_finds_the_hotline_and_leads_to_its_page() {
    let catalogue = published::site();
    let address = format!("{}/", catalogue.origin());
    let host = guest::site(&address, "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    assert_eq!(guest.titles(), ["Resistance Hotline"]);
    assert_eq!(guest.status(), "1 result");
    assert!(
        guest.first_address().starts_with(&format!("{address}#/r/")),
        "{}",
        guest.first_address()
    );
    assert_eq!(
        guest.inside("querySelector('a[href^=\"tel:\"]').href"),
        "tel:+18446832669"
    );
    assert_eq!(
        browser.console(),
        Vec::<String>::new(),
        "nothing was blocked, nothing failed"
    );
}

/// What `callboard index` makes of others' files has no name to be told.
#[test]
fn a_catalogue_without_a_name_is_led_to_without_one() {
    let folder = published::workspace().join("target/tests/nameless");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let records: String = (0..9)
        .map(|number| {
            format!("{{\"id\":\"r{number}\",\"title\":\"Call {number}\",\"text\":\"nvda\"}}\n")
        })
        .collect();
    fs::write(folder.join("records.jsonl"), records).unwrap();
    let made = Command::new(published::callboard())
        .current_dir(&folder)
        .args(["index", "records.jsonl", "--out", "pack"])
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let catalogue = published::site_changed(move |path, reply| {
        let file = path.strip_prefix("/pack/");
        let bytes = file.and_then(|file| fs::read(folder.join("pack").join(file)).ok());
        bytes.map_or(reply, |bytes| {
            Reply::with("application/octet-stream", bytes)
                .header("Access-Control-Allow-Origin", "*")
        })
    });
    let browser = Browser::desktop();
    for (lang, words) in [("en", "See all 9"), ("es", "Ver los 9")] {
        let attributes = format!("lang=\"{lang}\" limit=\"3\"");
        let host = guest::site(&format!("{}/", catalogue.origin()), &attributes, "");
        let guest = Guest::visits(&browser, &host.origin());
        guest.searches("call");
        assert_eq!(guest.inside("querySelector('.more').textContent"), words);
    }
}

#[test]
fn no_request_carries_what_is_typed() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    Guest::visits(&browser, &host.origin()).searches("hotline");
    for request in catalogue.requests().iter().chain(&host.requests()) {
        assert!(
            !format!("{} {}", request.target, request.headers).contains("hotline"),
            "{request:?}"
        );
    }
}

#[test]
fn it_works_where_the_page_allows_no_worker() {
    let catalogue = published::site();
    let address = format!("{}/", catalogue.origin());
    let host = guest::site_with_policy(&address, "", "", |origin| {
        format!("script-src {origin} 'wasm-unsafe-eval'; connect-src {origin}; worker-src 'none'")
    });
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    assert_eq!(guest.titles(), ["Resistance Hotline"]);
}

#[test]
fn it_works_below_a_path() {
    let catalogue = published::site_below("/some/where/");
    let address = format!("{}/some/where/", catalogue.origin());
    let host = guest::site(&address, "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    assert!(
        guest.first_address().starts_with(&format!("{address}#/r/")),
        "{}",
        guest.first_address()
    );
}

#[test]
fn it_keeps_to_its_filter_and_limit() {
    let catalogue = published::site();
    let host = guest::site(
        &format!("{}/", catalogue.origin()),
        "filter=\"kind:event,training\" limit=\"2\" eager",
        "",
    );
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.waits_for_results();
    assert_eq!(guest.titles().len(), 2);
    assert_eq!(guest.status(), "15 results", "12 events and 3 trainings");
    assert!(
        guest
            .inside("querySelector('.more').textContent")
            .contains("15")
    );
}

#[test]
fn it_speaks_spanish() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "lang=\"es\"", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    assert_eq!(
        guest.inside("querySelector('label').textContent"),
        "Buscar en el catálogo"
    );
    guest.searches("nvda");
    assert_eq!(guest.status(), "1 resultado");
    // Who reads Spanish here reads on in it, whatever the browser was set to.
    let leads = guest.first_address();
    assert!(
        leads.ends_with("/#/r/resistance-hotline?lang=es"),
        "{leads}"
    );
}

#[test]
fn it_follows_a_page_that_is_switched_to_another_language() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    assert_eq!(guest.status(), "1 result");
    browser.run("document.documentElement.lang = 'es-MX'");
    browser.wait_until(
        "what stands there is said in Spanish",
        "document.querySelector('callboard-search').shadowRoot.querySelector('.status').textContent === '1 resultado'",
    );
    assert_eq!(
        guest.inside("querySelector('label').textContent"),
        "Buscar en el catálogo"
    );
}

#[test]
fn inside_another_element_it_speaks_the_language_of_the_page() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    browser.run(
        "document.documentElement.lang = 'es'; const box = document.createElement('div'); box.attachShadow({ mode: 'open' });
        document.body.append(box); box.shadowRoot.append(document.createElement('callboard-search'))",
    );
    assert_eq!(
        browser.text("document.querySelector('div').shadowRoot.querySelector('callboard-search').shadowRoot.querySelector('label').textContent"),
        "Buscar en el catálogo"
    );
    guest.searches("nvda");
}

/// Pages made by a framework move elements while they are used.
#[test]
fn what_was_typed_is_answered_after_the_element_was_moved() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    browser.run(
        "const element = document.querySelector('callboard-search'); element.focus();
        const field = element.shadowRoot.querySelector('input'); field.value = 'nvda'; field.dispatchEvent(new Event('input'));
        document.body.append(element)",
    );
    guest.waits_for_results();
    assert_eq!(guest.titles(), ["Resistance Hotline"]);
}

#[test]
fn an_address_that_was_wrong_is_no_matter_once_there_is_another() {
    let pause = |milliseconds| std::thread::sleep(Duration::from_millis(milliseconds));
    let catalogue = published::site_changed(move |path, reply| {
        if path.starts_with("/nowhere/") {
            pause(1_500);
        }
        reply
    });
    let address = format!("{}/", catalogue.origin());
    let host = guest::site(&address, "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    browser.run(&format!(
        "const element = document.querySelector('callboard-search'); element.setAttribute('src', '{address}nowhere/'); element.focus()"
    ));
    pause(700);
    browser.run(&format!(
        "document.querySelector('callboard-search').setAttribute('src', '{address}')"
    ));
    guest.searches("nvda");
    pause(1_500);
    assert_eq!(guest.status(), "1 result");
    assert_eq!(guest.titles(), ["Resistance Hotline"]);
}

/// A summary, a date or a number is copied, and a touch on it is no wish to type.
#[test]
fn text_can_be_marked() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "eager", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.waits_for_results();
    let at = |event: &str, x: i32| {
        browser.devtools(
            "Input.dispatchMouseEvent",
            &json!({ "type": event, "x": x, "y": browser.run(&format!("const b = {INSIDE}.querySelectorAll('li p')[1].getBoundingClientRect(); return Math.round(b.top + 8)")), "button": "left", "buttons": 1, "clickCount": 1 }),
        );
    };
    at("mousePressed", 40);
    at("mouseMoved", 120);
    at("mouseMoved", 240);
    at("mouseReleased", 240);
    assert!(browser.holds("String(getSelection()).length > 5"));
    assert!(!browser.holds(&format!("{INSIDE}.activeElement")));
    browser.run("document.querySelector('callboard-search').focus()");
    assert_eq!(guest.inside("activeElement.type"), "search");
}
