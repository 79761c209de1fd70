//! Where the embedded search cannot work it says so in a sentence, with a way out.

use callboard_tests::browser::{Browser, Key};
use callboard_tests::guest::{self, Guest};
use callboard_tests::published;
use callboard_tests::server::{Reply, Server};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[track_caller]
fn says(catalogue: &Server, sentence: &str) {
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.touches();
    browser.wait_until(
        &format!("it says: {sentence}"),
        &format!(
            "{}.querySelector('.status').textContent === '{sentence}'",
            guest::INSIDE
        ),
    );
    assert_eq!(
        guest.inside("querySelector('.more').textContent"),
        "Search in the catalogue itself"
    );
}

#[test]
fn a_catalogue_that_is_not_there() {
    let catalogue = published::site_changed(|path, reply| {
        if path.starts_with("/pack/") {
            Reply::missing().header("Access-Control-Allow-Origin", "*")
        } else {
            reply
        }
    });
    says(
        &catalogue,
        "There is no catalogue at the address that this page gives.",
    );
}

#[test]
fn a_host_that_allows_no_other_origins() {
    let catalogue = published::site_changed(|path, mut reply| {
        if path.starts_with("/pack/") {
            reply.headers.clear();
        }
        reply
    });
    says(
        &catalogue,
        "The catalogue cannot be reached from this page right now.",
    );
}

#[test]
fn a_pack_that_was_cut_off() {
    let catalogue = published::site_changed(|path, mut reply| {
        if path.ends_with(".cbp") {
            reply.body.truncate(reply.body.len() / 2);
        }
        reply
    });
    says(
        &catalogue,
        "The catalogue arrived damaged. Please try again in a moment.",
    );
}

#[test]
fn a_pack_of_another_version() {
    let catalogue = published::site_changed(|path, reply| {
        if path == "/pack/callboard.json" {
            Reply::with(
                "application/json",
                r#"{"format":99,"first":"0123456789abcdef.cbp"}"#,
            )
            .header("Access-Control-Allow-Origin", "*")
        } else {
            reply
        }
    });
    says(
        &catalogue,
        "The catalogue has been renewed. Load this page again to search it.",
    );
}

#[test]
fn what_could_not_be_answered_is_answered_at_the_next_touch() {
    let is_up = Arc::new(AtomicBool::new(false));
    let now = Arc::clone(&is_up);
    let catalogue = published::site_changed(move |path, mut reply| {
        if path.starts_with("/pack/") && !now.load(Ordering::Relaxed) {
            reply.status = 503;
        }
        reply
    });
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    let says = |sentence: &str| {
        let status = format!("{}.querySelector('.status').textContent", guest::INSIDE);
        browser.wait_until(sentence, &format!("{status} === '{sentence}'"));
    };
    let down = "The catalogue cannot be reached from this page right now.";
    guest.touches();
    browser.types("nvda");
    says(down);
    is_up.store(true, Ordering::Relaxed);
    let comes_back = || {
        browser.run(&format!("{}.activeElement.blur()", guest::INSIDE));
        browser.run("document.querySelector('callboard-search').focus()");
    };
    comes_back();
    guest.waits_for_results();
    assert_eq!(guest.titles(), ["Resistance Hotline"]);

    // Nothing stays on its way where nothing is asked any more.
    is_up.store(false, Ordering::Relaxed);
    browser.reload();
    guest.touches();
    browser.types("x");
    says(down);
    browser.press(Key::Backspace);
    is_up.store(true, Ordering::Relaxed);
    comes_back();
    says("");
}

#[test]
fn a_catalogue_that_was_published_anew_is_opened_again() {
    let engine = fs::read(published::folder().join("callboard-engine.js")).unwrap();
    let catalogue = published::site_changed(move |path, reply| {
        match path {
        "/callboard-engine.js" => Reply {
            body: "import { open as first } from './engine.js';
                let opened = 0;
                export async function open(url) {
                  const engine = await first(url);
                  opened += 1;
                  if (opened === 1) engine.search = () => Promise.reject(Object.assign(new Error('gone'), { code: 'version' }));
                  return engine;
                }"
            .into(),
            ..reply
        },
        "/engine.js" => Reply::with("text/javascript", engine.as_slice())
            .header("Access-Control-Allow-Origin", "*"),
        _ => reply,
    }
    });
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    assert_eq!(guest.titles(), ["Resistance Hotline"]);
}

#[test]
fn a_filter_that_the_catalogue_does_not_know() {
    let catalogue = published::site();
    let filter = "eager filter=\"kind:hotline,phone topic:\"";
    let host = guest::site(&format!("{}/", catalogue.origin()), filter, "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.waits_for_results();
    let told = browser.console().join("\n");
    assert!(told.contains("left out: kind:phone topic:"), "{told}");

    browser.go(&format!("{}/embed.html#en", catalogue.origin()));
    browser.click("#filter");
    browser.types("kind:hotline,phone");
    browser.wait_until(
        "the page says what is unknown",
        "document.querySelector('#unknown').textContent === 'The catalogue does not know this, so it is left out: kind:phone.'",
    );
}
