//! Who opens a list or the agenda reads at once what was made beforehand; then the app is there at the same place, with the
//! same records in the same order, and nothing has moved.

use crate::made_beforehand::{late, stands_as_it_was_made, watch_what_moves};
use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

/// Whether the app shows hits of its own making.
const APP_IS_THERE: &str = "document.querySelector('input[type=search]') && document.querySelector('#cb-found [data-hit]')";

/// The records of the list: what they are called and whether their link leads to them.
const TITLES: &str = "[...document.querySelectorAll('#cb-found .cb-title a')].map(a => a.textContent + ' ' + decodeURIComponent(a.href).match(/([^/]+?)(\\.html|\\?lang=es)?$/)[1]).join('\\n')";

/// Where everything stands that stays: name, field, heading, chip, rows and what they say.
const PLACES: &str = "[...document.querySelectorAll('.cb-name, .cb-field, h1.cb-count, .cb-chip, .cb-row, .cb-row time, .cb-row :is(.cb-kind, .cb-title, .cb-snippet, .cb-who), .cb-part-head')]
    .filter(e => e.checkVisibility() && !e.closest('details'))
    .map(e => { const b = e.getBoundingClientRect(), sizes = e.tagName !== 'H1'; return [e.className, ...[b.x, b.y + scrollY, sizes && b.width, sizes && b.height].map(Math.round)].join(' ') })";

/// Opens a page of a site, lets the app come, and says where it is then.
#[track_caller]
fn nothing_moves(browser: &Browser, folder: &Path, page: &str, scrolled: u32) -> String {
    let host = late(folder);
    watch_what_moves(browser);
    browser.go(&format!("{}/{page}", host.server.origin()));
    stands_as_it_was_made(browser);
    browser.run(&format!("scrollTo(0, {scrolled})"));
    let places = || {
        let places = browser.run(&format!("return {PLACES}"));
        places.as_array().cloned().unwrap_or_default()
    };
    let all = [
        TITLES,
        "document.title",
        "document.documentElement.lang",
        "String(scrollY)",
    ];
    let said = || all.map(|what| browser.text(what));
    let (before, was) = (places(), said());
    assert!(!was[0].is_empty(), "{page}");
    browser.wait_until("the app is there", APP_IS_THERE);
    sleep(Duration::from_millis(500));
    assert_eq!(said(), was, "{page}");
    let after = places();
    for (was, is) in before.iter().zip(&after) {
        assert_eq!(is, was, "{page}");
    }
    assert_eq!(after.len(), before.len(), "{page}");
    let shifts = browser.run("return window.shifts");
    assert_eq!(shifts, Value::Array(Vec::new()), "{page}: something moved");
    assert_eq!(browser.console(), Vec::<String>::new(), "{page}");
    browser.text("location.pathname + location.hash")
}

/// Lists of the published site, and where the app shows the same.
const LISTS: [(&str, &str); 4] = [
    ("browse/kind/event.html", "/#/?kind=event&sort=newest"),
    ("agenda.html", "/#/?sort=newest&view=agenda"),
    (
        "es/browse/section/mass-calls.html",
        "/#/?section=mass-calls&sort=newest&lang=es",
    ),
    ("es/agenda.html", "/#/?sort=newest&view=agenda&lang=es"),
];

#[test]
fn nothing_moves_when_the_app_comes() {
    for (page, place) in LISTS {
        let browser = Browser::desktop();
        assert_eq!(
            nothing_moves(&browser, &published::folder(), page, 0),
            place
        );
    }
}

#[test]
fn nothing_moves_on_a_phone() {
    for (page, place) in LISTS {
        let browser = Browser::phone(390);
        assert_eq!(
            nothing_moves(&browser, &published::folder(), page, 0),
            place
        );
    }
}

/// With the reader's own time in each row, and more rows than the app shows at first.
#[test]
fn nothing_moves_far_away_and_far_down() {
    let browser = Browser::desktop();
    browser.in_zone("Asia/Kolkata");
    nothing_moves(&browser, &published::folder(), "agenda.html", 300);
    let browser = Browser::phone(390);
    browser.in_zone("Asia/Kolkata");
    nothing_moves(
        &browser,
        &published::folder(),
        "browse/kind/event.html",
        500,
    );
    let browser = Browser::phone(390);
    let page = "browse/kind/article.html";
    nothing_moves(&browser, &published::folder(), page, 3000);
    assert!(browser.holds("document.querySelectorAll('#cb-found .cb-row').length > 20"));
}

/// Days before the calls, when the app has more to say of each than afterwards.
#[test]
fn nothing_moves_while_everything_is_to_come() {
    for (page, _) in LISTS {
        for browser in [Browser::desktop(), Browser::phone(390)] {
            browser.devtools(
                "Page.addScriptToEvaluateOnNewDocument",
                &json!({ "source": "Date.now = () => Date.parse('2024-10-01T12:00Z')" }),
            );
            nothing_moves(&browser, &published::folder(), page, 0);
            assert!(browser.holds("document.querySelector('#cb-found .cb-phase-next')"));
        }
    }
}

/// The catalogue with lists of its series and organisations.
fn with_more_lists() -> PathBuf {
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tests/more-lists");
    let catalog = to.join("catalog");
    let _ = fs::remove_dir_all(&to);
    published::copy(&published::workspace().join("catalog"), &catalog);
    published::rewrite(&catalog.join("catalog.toml"), |text| {
        format!("{text}\n[pages]\nfacets = [\"kind\", \"series\", \"organization\"]\n")
    });
    let made = Command::new(published::callboard())
        .arg("build")
        .arg(&catalog)
        .arg("--app")
        .arg(published::app())
        .arg("--out")
        .arg(to.join("site"))
        .output()
        .expect("the command runs");
    assert!(made.status.success(), "{made:?}");
    to.join("site")
}

#[test]
fn a_series_and_an_organisation_are_lists_like_others() {
    let folder = with_more_lists();
    for (page, place) in [
        (
            "browse/series/because-we-need-each-other.html",
            "/#/?series=because-we-need-each-other&sort=newest",
        ),
        (
            "browse/organization/working-families-party.html",
            "/#/?organization=working-families-party&sort=newest",
        ),
    ] {
        let browser = Browser::desktop();
        assert_eq!(nothing_moves(&browser, &folder, page, 0), place);
    }
}

#[test]
fn the_front_page_in_another_language_stays_until_the_app_has_its_own() {
    let host = late(&published::folder());
    let browser = Browser::phone(390);
    watch_what_moves(&browser);
    browser.go(&format!("{}/es/index.html", host.server.origin()));
    stands_as_it_was_made(&browser);
    let heading = "document.querySelector('h1.cb-count').textContent + document.querySelector('h1.cb-count').getBoundingClientRect().y";
    let was = browser.text(heading);
    browser.wait_until("the app is there", APP_IS_THERE);
    assert_eq!(browser.text(heading), was);
    assert_eq!(
        browser.text("location.pathname + location.hash"),
        "/#/?lang=es"
    );
    assert_eq!(browser.text("document.documentElement.lang"), "es");
    let shifts = browser.run("return window.shifts");
    assert_eq!(shifts, Value::Array(Vec::new()), "something moved");
}

#[test]
fn the_address_is_the_apps_and_the_history_goes_on() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.go(&format!("{address}all.html"));
    browser.go(&format!("{address}browse/kind/toolkit.html"));
    browser.wait_until("the app is there", APP_IS_THERE);
    let place = format!("{address}#/?kind=toolkit&sort=newest");
    assert_eq!(browser.address(), place);
    let reader = Reader::stays(&browser, &address);
    assert!(reader.chips().contains("Toolkit"));
    reader.searches("nvda");
    browser.wait_until(
        "the search is in the address",
        "location.hash.includes('q=nvda')",
    );
    browser.back();
    browser.wait_until(
        "the list is back",
        "document.querySelectorAll('#cb-found [data-hit]').length === 3",
    );
    assert_eq!(browser.address(), place);
    reader.removes_chip("Toolkit");
    browser.wait_until("all is there", "location.hash === '#/?sort=newest'");
    browser.back();
    browser.wait_until(
        "the list is back",
        "document.querySelectorAll('#cb-found [data-hit]').length === 3",
    );
    browser.back();
    browser.wait_until(
        "the page before is back",
        "document.querySelector('#letter-a')",
    );
    browser.forward();
    browser.wait_until("the list is there again", APP_IS_THERE);
    assert_eq!(browser.address(), place);
}

/// Who reads a list in one language is not thrown into another, which they chose elsewhere, in the middle of it.
#[test]
fn a_list_goes_on_in_the_language_in_which_it_is_read() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.go(&format!("{address}all.html"));
    browser.run("localStorage.setItem('callboard.lang', 'es')");
    browser.go(&format!("{address}browse/kind/toolkit.html"));
    browser.wait_until("the app is there", APP_IS_THERE);
    assert_eq!(browser.text("document.documentElement.lang"), "en");
    assert_eq!(browser.text("document.title"), "Kind: Toolkit — Callboard");
    browser.go(&format!("{address}#/?kind=toolkit&lang=es"));
    browser.wait_until(
        "a link that asks for another one has it",
        "document.documentElement.lang === 'es'",
    );
}

/// What is to come, as seen from a moment before: the app says so in the room that the file has kept.
#[test]
fn an_agenda_says_what_is_over_in_the_room_for_it() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.go(&format!("{address}agenda.html"));
    browser.wait_until("the app is there", APP_IS_THERE);
    assert!(browser.holds("[...document.querySelectorAll('#cb-found .cb-row time + .cb-time-more > .cb-phase-past')].length > 10"));
    // The other end of the agenda is one choice away.
    browser.run("const s = document.querySelector('#cb-sort'); s.value = 'soonest'; s.dispatchEvent(new Event('change', { bubbles: true }))");
    browser.wait_until(
        "the address says so",
        "location.hash === '#/?sort=soonest&view=agenda'",
    );
}

#[test]
fn without_scripts_a_list_is_a_list() {
    let (site, address) = site();
    let browser = Browser::desktop();
    browser.devtools(
        "Emulation.setScriptExecutionDisabled",
        &json!({ "value": true }),
    );
    for page in ["browse/kind/event.html", "es/agenda.html"] {
        site.forget();
        browser.go(&format!("{address}{page}"));
        browser.wait_until(
            "the page has its style",
            "getComputedStyle(document.body).margin === '0px'",
        );
        assert!(browser.holds("document.querySelectorAll('.cb-row time').length > 10"));
        assert!(browser.holds("[...document.querySelectorAll('header nav a')].filter(a => a.checkVisibility()).length === 2"));
        assert!(!browser.holds("[...document.querySelectorAll('input, button, .cb-field, a[href*=\"#/\"]')].some(e => e.checkVisibility())"));
        assert!(!browser.holds(
            "[...document.querySelectorAll('.cb-save-room')].some(e => e.checkVisibility())"
        ));
        let asked: Vec<String> = site.requests().into_iter().map(|one| one.target).collect();
        let mut others = asked.iter().filter(|target| !target.ends_with(page));
        assert!(others.all(|target| target.contains("/style-")), "{asked:?}");
    }
}

#[test]
fn a_list_stays_as_it_is_where_the_app_cannot_start() {
    let site = published::site_without_app();
    let browser = Browser::desktop();
    let address = format!("{}/browse/kind/event.html", site.origin());
    watch_what_moves(&browser);
    browser.go(&address);
    stands_as_it_was_made(&browser);
    let before = browser.text("document.body.innerHTML");
    sleep(Duration::from_secs(2));
    assert_eq!(browser.text("document.body.innerHTML"), before);
    assert_eq!(browser.address(), address);
    browser.click_on("a.cb-chip", "");
    browser.wait_until(
        "the choice is taken back",
        "location.pathname === '/index.html'",
    );
}
