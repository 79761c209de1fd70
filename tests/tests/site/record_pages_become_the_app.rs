//! Who opens a record's page, from a search engine or a shared link, reads at once what was made beforehand; then the app
//! is there at the same place, and nothing has moved.

use crate::made_beforehand::{late, stands_as_it_was_made, watch_what_moves};
use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::published::{self, Host};
use callboard_tests::reader::Reader;
use callboard_tests::server::Reply;
use serde_json::{Value, json};
use std::thread::sleep;
use std::time::Duration;

/// A record without a date.
const UNDATED: &str = "148-days-and-counting";
/// One with a time, a time of the reader's own, and a calendar's file while it is to come.
const DATED: &str = "mass-call-2024-11-07";

/// Whether the app shows a record of its own making.
const APP_IS_THERE: &str = "document.querySelector('input[type=search]') && document.querySelector('#cb-open button[data-do=copy]')";

/// Where everything stands: name, field, and all that the record's page says.
const PLACES: &str = "[...document.querySelectorAll('.cb-name, .cb-field, #cb-open :is(h1, h2, p, dt, dd, li, summary)')]
    .filter(e => e.checkVisibility())
    .map(e => { const b = e.getBoundingClientRect(); return [e.tagName, ...[b.x, b.y, b.width, b.height].map(Math.round)].join(' ') })
    .filter(place => !place.endsWith(' 0'))";

/// Where the field stands, or what keeps its place.
const FIELD: &str = "const b = document.querySelector('.cb-field').getBoundingClientRect(); return [b.x, b.y, b.width, b.height]";

#[track_caller]
fn nothing_moves(browser: &Browser, record: &str, scrolled: u32) {
    let host = late(&published::folder());
    watch_what_moves(browser);
    browser.go(&format!("{}/records/{record}.html", host.server.origin()));
    stands_as_it_was_made(browser);
    browser.run(&format!("scrollTo(0, {scrolled})"));
    let was = browser.run(FIELD);
    let places = || {
        let places = browser.run(&format!("return {PLACES}"));
        places.as_array().cloned().unwrap_or_default()
    };
    let (before, title) = (places(), browser.text("document.title"));
    browser.wait_until("the app is there", APP_IS_THERE);
    sleep(Duration::from_millis(500));
    // The field is no link any more, and the app has buttons below all that.
    let after = places();
    let same = before
        .iter()
        .zip(&after)
        .skip(2)
        .take_while(|(a, b)| a == b)
        .count()
        + 2;
    assert!(
        before.len() > 15 && same >= before.len(),
        "{:?} was {:?}",
        after.get(same),
        before.get(same)
    );
    assert_eq!(browser.run(FIELD), was, "the field");
    assert_eq!(browser.run("return scrollY"), scrolled);
    assert_eq!(browser.text("document.title"), title);
    let shifts = browser.run("return window.shifts");
    assert_eq!(shifts, Value::Array(Vec::new()), "something moved");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn nothing_moves_when_the_app_comes() {
    nothing_moves(&Browser::desktop(), UNDATED, 0);
    nothing_moves(&Browser::desktop(), DATED, 0);
}

#[test]
fn nothing_moves_on_a_phone() {
    nothing_moves(&Browser::phone(390), UNDATED, 0);
    nothing_moves(&Browser::phone(390), DATED, 0);
}

/// Before a call the app offers a file for the reader's calendar, in the line in which the page does.
#[test]
fn nothing_moves_while_a_call_is_to_come() {
    for browser in [Browser::desktop(), Browser::phone(390)] {
        browser.devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            &json!({ "source": "Date.now = () => Date.parse('2024-10-01T12:00Z')" }),
        );
        // Where it takes place, so that no other day of the reader's needs a line more.
        browser.in_zone("America/Los_Angeles");
        nothing_moves(&browser, DATED, 0);
        assert!(browser.holds("document.querySelector('#cb-open .cb-calendar[download]')"));
    }
}

#[test]
fn who_has_read_on_is_not_taken_back_to_the_top() {
    nothing_moves(&Browser::phone(390), UNDATED, 200);
}

#[test]
fn who_has_come_to_a_link_goes_on_from_it() {
    let host = late(&published::folder());
    let browser = Browser::desktop();
    browser.go(&format!("{}/records/{UNDATED}.html", host.server.origin()));
    stands_as_it_was_made(&browser);
    browser.run("[...document.links].find(a => a.textContent === 'Tbilisi').focus()");
    browser.wait_until("the app is there", APP_IS_THERE);
    let focused = "document.activeElement.textContent + document.activeElement.hash";
    assert_eq!(browser.text(focused), "Tbilisi#/?region=tbilisi");
}

#[test]
fn what_is_pressed_while_the_app_comes_does_what_it_does() {
    let host = late(&published::folder());
    let browser = Browser::desktop();
    browser.go(&format!("{}/records/{UNDATED}.html", host.server.origin()));
    stands_as_it_was_made(&browser);
    let link = browser.run(
        "const link = [...document.links].find(a => a.textContent === 'Tbilisi'); link.scrollIntoView({ block: 'center' });
         const { x, y } = link.getBoundingClientRect(); return { x: x + 5, y: y + 5 }",
    );
    let mouse = |what: &str| {
        let (x, y) = (&link["x"], &link["y"]);
        browser.devtools(
            "Input.dispatchMouseEvent",
            &json!({ "type": what, "x": x, "y": y, "button": "left", "clickCount": 1 }),
        );
    };
    // The app's module is there a second and a half after the page asked for it.
    browser.wait_until("it is nearly there", "performance.now() > 1000");
    mouse("mousePressed");
    browser.wait_until("it is there", "performance.now() > 2200");
    assert!(
        !browser.holds("document.querySelector('input[type=search]')"),
        "the app takes the place of what is pressed"
    );
    mouse("mouseReleased");
    browser.wait_until(
        "the link leads where it says",
        "(location.pathname + location.hash).includes('region') && document.querySelector('h1')",
    );
}

#[test]
fn the_address_is_the_apps_and_the_history_goes_on() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.go(&format!("{address}all.html"));
    browser.go(&format!(
        "{address}records/{UNDATED}.html?from=elsewhere#cb-main"
    ));
    browser.wait_until("the app is there", APP_IS_THERE);
    assert_eq!(browser.address(), format!("{address}#/r/{UNDATED}"));
    let reader = Reader::stays(&browser, &address);
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    browser.wait_until(
        "the search is in the address",
        "location.hash === '#/?q=nvda'",
    );
    browser.back();
    browser.wait_until("the record is back", APP_IS_THERE);
    assert_eq!(browser.address(), format!("{address}#/r/{UNDATED}"));
    browser.back();
    browser.wait_until(
        "the list is back",
        "location.pathname.endsWith('/all.html') && document.querySelector('#letter-a')",
    );
    browser.forward();
    browser.wait_until("the record is there again", APP_IS_THERE);
    assert_eq!(browser.address(), format!("{address}#/r/{UNDATED}"));
    browser.forward();
    reader.finds_first("Resistance Hotline");
}

#[test]
fn a_page_in_another_language_is_taken_over_in_it() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    let record = "fighting-against-mass-raids-operations-es";
    browser.go(&format!("{address}records/{record}.html"));
    browser.wait_until("the app is there", APP_IS_THERE);
    assert_eq!(browser.address(), format!("{address}#/r/{record}?lang=es"));
    assert_eq!(browser.text("document.documentElement.lang"), "es");
}

/// The address is the front page's before the app has a record to show. Links that stand in the page must not follow it.
#[test]
fn links_lead_where_they_led_until_the_record_comes() {
    let site = Host::altering(&published::folder(), "/lists/winter/", |path, reply| {
        Reply {
            after: if path.contains("/pack/") {
                Duration::from_secs(8)
            } else {
                Duration::ZERO
            },
            ..reply
        }
    });
    let browser = Browser::desktop();
    let address = format!("{}/lists/winter/", site.server.origin());
    browser.go(&format!("{address}records/{UNDATED}.html"));
    browser.wait_until(
        "the app is there",
        "document.querySelector('input[type=search]')",
    );
    assert_eq!(browser.address(), format!("{address}#/r/{UNDATED}"));
    assert!(
        browser
            .text("document.querySelector('#cb-open').innerText")
            .contains("Tbilisi")
    );
    browser.click_on("#cb-open a", "Direct action");
    browser.wait_until(
        "the list is open",
        "location.pathname === '/lists/winter/browse/topic/direct-action.html' || location.hash === '#/?topic=direct-action&sort=newest'",
    );
}

#[test]
fn without_scripts_there_are_the_lists_and_no_field() {
    let (site, address) = site();
    let browser = Browser::desktop();
    browser.devtools(
        "Emulation.setScriptExecutionDisabled",
        &json!({ "value": true }),
    );
    browser.go(&format!("{address}records/{UNDATED}.html"));
    browser.wait_until(
        "the page has its style",
        "getComputedStyle(document.body).margin === '0px'",
    );
    // The lists; what leads into the search needs scripts.
    assert!(browser.holds("[...document.querySelectorAll('header nav a')].filter(a => a.checkVisibility()).length === 2"));
    assert!(!browser.holds("[...document.querySelectorAll('a')].some(a => a.hash.startsWith('#/') && a.checkVisibility())"));
    assert!(!browser.holds("document.querySelector('.cb-field').checkVisibility()"));
    assert_eq!(
        browser.address(),
        format!("{address}records/{UNDATED}.html")
    );
    let asked: Vec<String> = site.requests().into_iter().map(|one| one.target).collect();
    assert!(
        asked
            .iter()
            .all(|one| one.contains("/style-") || one.contains("/records/")),
        "{asked:?}"
    );
}

#[test]
fn a_page_stays_as_it_is_where_the_app_cannot_start() {
    for broken in [false, true] {
        let site =
            published::site_changed(move |path, reply| match path.contains("callboard-app") {
                true if broken => Reply::with("application/wasm", "no module"),
                true => Reply::missing(),
                false => reply,
            });
        let browser = Browser::desktop();
        let address = format!("{}/records/{UNDATED}.html", site.origin());
        watch_what_moves(&browser);
        browser.go(&address);
        stands_as_it_was_made(&browser);
        let before = browser.text("document.body.innerHTML");
        sleep(Duration::from_secs(2));
        assert_eq!(browser.text("document.body.innerHTML"), before);
        assert_eq!(browser.address(), address);
        assert_eq!(
            browser.run("return window.shifts"),
            Value::Array(Vec::new())
        );
        // What stands in the field's place leads to the front page, which says what is wrong.
        browser.click_on("a.cb-field", "");
        browser.wait_until("the front page is open", "location.pathname === '/'");
    }
}

#[test]
fn out_of_the_hosts_reach_the_app_answers_at_the_same_place() {
    let host = Host::publishing(&published::folder(), "/lists/winter/");
    let address = format!("{}/lists/winter/", host.server.origin());
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.has_a_copy();
    // In the host's reach it is the host's page.
    browser.go(&format!("{address}all.html"));
    browser.wait_until("the list is open", "document.querySelector('#letter-a')");
    host.goes_away();
    for (page, place) in [
        (format!("records/{UNDATED}.html"), format!("#/r/{UNDATED}")),
        (
            "browse/kind/toolkit.html".into(),
            "#/?kind=toolkit&sort=newest".into(),
        ),
        (
            "es/browse/kind/toolkit.html".into(),
            "#/?kind=toolkit&sort=newest&lang=es".into(),
        ),
        ("agenda/2.html".into(), "#/?sort=newest&view=agenda".into()),
        (
            "es/agenda.html".into(),
            "#/?sort=newest&view=agenda&lang=es".into(),
        ),
        ("all.html".into(), "#/".into()),
        ("es/index.html".into(), "#/?lang=es".into()),
    ] {
        browser.go(&format!("{address}{page}"));
        browser.wait_until(
            &format!("the app answers for {page}"),
            "document.querySelector('input[type=search]') && document.querySelector('#cb-found a, #cb-open a')",
        );
        assert_eq!(browser.address(), format!("{address}{place}"), "{page}");
    }
}

#[test]
fn a_record_page_can_be_sealed_and_keeps_a_copy() {
    let host = Host::publishing(&published::folder(), "/");
    let browser = Browser::desktop();
    let address = format!("{}/", host.server.origin());
    let reader = Reader::visits_at(&browser, &address, &format!("records/{UNDATED}.html"));
    browser.wait_until("the app is there", APP_IS_THERE);
    reader.has_a_copy();
    reader.presses_in_privacy("Load all");
    reader.privacy_says("Sealed since");
    sleep(Duration::from_secs(2));
    host.server.forget();
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    reader.goes("#/r/because-we-need-each-other-1");
    reader.reads("Because We Need Each Other");
    assert_eq!(
        host.server.requests().len(),
        0,
        "a sealed page asked for something"
    );
    browser.reload();
    host.goes_away();
    browser.reload();
    reader.reads("Because We Need Each Other");
}
