//! Who was here once opens the page without a connection, whatever the path and whoever else is at the origin.

use callboard_tests::browser::Browser;
use callboard_tests::published::{self, Host};
use callboard_tests::reader::Reader;
use callboard_tests::server::{Reply, Server};
use serde_json::{Value, json};

/// Names of the caches that the origin has.
const CACHES: &str = "return caches.keys().then(names => names.join('\\n'))";

#[track_caller]
fn check_below(base: &str) {
    let host = Host::publishing(&published::folder(), base);
    let browser = Browser::desktop();
    let address = format!("{}{base}", host.server.origin());
    let reader = Reader::visits(&browser, &address);
    reader.has_a_copy();
    reader.privacy_says("This catalogue is loaded whole");
    host.goes_away();
    browser.reload();
    reader.sees_something();
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    reader.goes("#/r/mass-call-2024-11-07");
    reader.reads("Mass call, Nov. 7");
    reader.has_a_copy();
}

#[test]
fn at_the_top_of_an_origin() {
    check_below("/");
}

#[test]
fn below_a_path() {
    check_below("/lists/2024%20winter/");
}

#[test]
fn a_page_that_is_in_no_copy_says_that_it_needs_a_connection() {
    let host = Host::publishing(&published::folder(), "/");
    let browser = Browser::desktop();
    let address = format!("{}/", host.server.origin());
    let reader = Reader::visits(&browser, &address);
    reader.has_a_copy();
    let says = |what: &str| {
        browser.wait_until(
            &format!("the page says {what}"),
            &format!("document.body?.innerText.includes({what:?})"),
        );
    };
    browser.go(&format!("{address}embed.html#es"));
    says("Ponga este buscador en su página");
    host.goes_away();
    for page in [
        "embed.html#es",
        "embed-es.html",
        "embed",
        "api-example.html",
        "data/records.csv",
        "calendars/all.ics",
        "feeds/kind/event.atom",
    ] {
        browser.go("about:blank");
        browser.go(&format!("{address}{page}"));
        says("This page needs a connection");
        says("Esta página necesita una conexión");
    }
    browser.click("a");
    reader.sees_something();
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
}

#[test]
fn a_search_by_its_address_does_not_begin_with_the_front_page() {
    let host = Host::publishing(&published::folder(), "/");
    let browser = Browser::desktop();
    let address = format!("{}/", host.server.origin());
    let reader = Reader::visits(&browser, &address);
    reader.has_a_copy();
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "
          new MutationObserver(() => { window.front ||= !!document.querySelector('.cb-tile'); })
            .observe(document, { childList: true, subtree: true })" }),
    );
    for (state, front) in [
        ("#/?q=nvda", false),
        ("#/r/mass-call-2024-11-07", false),
        ("", true),
    ] {
        browser.go("about:blank");
        let reader = Reader::visits_at(&browser, &address, state);
        reader.sees_something();
        assert_eq!(browser.run("return window.front"), front, "{state}");
    }
}

#[test]
fn two_sites_of_one_origin_keep_out_of_each_others_way() {
    let folder = published::folder();
    let host = Server::start(move |path| {
        let base = if path.starts_with("/one/two/") {
            "/one/two/"
        } else {
            "/one/"
        };
        published::file(&folder, base, path)
    });
    let browser = Browser::desktop();
    let (one, two) = (
        format!("{}/one/", host.origin()),
        format!("{}/one/two/", host.origin()),
    );
    Reader::visits(&browser, &one).has_a_copy();
    let reader = Reader::visits(&browser, &two);
    reader.has_a_copy();
    let names = browser.run(CACHES).to_string();
    assert!(
        names.contains("/one/ release") && names.contains("/one/two/ release"),
        "{names}"
    );
    let reader = Reader::visits(&browser, &one);
    reader.presses_in_privacy("Remove the copy");
    reader.privacy_says("No copy is kept on this device");
    let names = browser.run(CACHES).to_string();
    assert!(
        !names.contains("/one/ ") && names.contains("/one/two/ release"),
        "{names}"
    );
    reader.presses_in_privacy("Keep a copy");
    reader.has_a_copy();
    reader.presses_in_privacy("Remove the copy");
    // Who does not want a copy is not given one at the next visit.
    let reader = Reader::visits(&browser, &one);
    reader.privacy_says("No copy is kept on this device");
    let kept = browser.run("return navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope).join(' '))");
    assert_eq!(kept, serde_json::Value::from(two.as_str()));
}

#[test]
fn pages_for_partners_register_nothing() {
    let host = published::site();
    let browser = Browser::desktop();
    for page in ["embed.html", "api-example.html"] {
        browser.go(&format!("{}/{page}", host.origin()));
        std::thread::sleep(std::time::Duration::from_secs(4));
        let kept = browser
            .run("return navigator.serviceWorker.getRegistrations().then(all => all.length)");
        assert_eq!(kept, 0, "{page}");
    }
    let asked = host.requests();
    assert!(
        asked
            .iter()
            .all(|request| !request.target.contains("callboard-device")
                && !request.target.contains("offline")),
        "{asked:#?}"
    );
}

#[test]
fn where_the_browser_keeps_nothing_the_page_says_so_and_works() {
    let host = published::site_changed(|path, reply| match path {
        // A host that forbids the worker, as browsers do in private windows and without encryption.
        "/callboard-offline-worker.js" => Reply {
            status: 403,
            ..reply
        },
        _ => reply,
    });
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/", host.origin()));
    reader.privacy_says("This browser keeps no copy of this page");
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
}

#[test]
fn a_site_without_a_list_of_its_files_is_a_site_without_a_copy() {
    let host = published::site_changed(|path, reply| match path {
        "/release.json" => Reply::with("text/html", "<!doctype html><title>Home</title>"),
        _ => reply,
    });
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/", host.origin()));
    reader.privacy_says("No copy could be kept this time");
    assert_eq!(browser.run(CACHES), "");
}

#[test]
fn pages_made_beforehand_lead_into_the_app() {
    let base = "/lists/";
    let host = Host::publishing(&published::folder(), base);
    let browser = Browser::desktop();
    let address = format!("{}{base}", host.server.origin());
    Reader::visits(&browser, &address).has_a_copy();
    // With a connection they are what they are: the page itself came, whatever address the app then
    // gives it.
    browser.go(&format!("{address}records/mass-call-2024-11-07.html"));
    let came = browser.text("performance.getEntriesByType('navigation')[0].name");
    assert!(
        came.ends_with("/records/mass-call-2024-11-07.html"),
        "{came}"
    );
    host.goes_away();
    for (page, place, title) in [
        (
            "records/mass-call-2024-11-07.html",
            "#/r/mass-call-2024-11-07",
            "Mass call, Nov. 7",
        ),
        // Hosts that leave the ending out.
        (
            "records/mass-call-2024-11-07",
            "#/r/mass-call-2024-11-07",
            "Mass call, Nov. 7",
        ),
        (
            "es/browse/section/mass-calls.html",
            "#/?section=mass-calls&sort=newest&lang=es",
            "Mass call, Nov. 7",
        ),
        (
            "agenda.html",
            "#/?sort=newest&view=agenda",
            "Mass call, Nov. 7",
        ),
    ] {
        browser.go("about:blank");
        browser.go(&format!("{address}{page}"));
        browser.wait_until(
            &format!("{page} is answered by the app"),
            &format!(
                "location.href === {}",
                Value::from(format!("{address}{place}"))
            ),
        );
        // The driver does not wait until what a worker led to is read: there may be no page at its address yet.
        browser.wait_until(
            &format!("{page} shows {title}"),
            &format!(
                "document.querySelector('main')?.innerText.includes({})",
                Value::from(title)
            ),
        );
    }
}
