//! The site without JavaScript: pages that were made beforehand, from the front page to a record; and the app that takes the
//! place of what stands on the front page without moving it.

use crate::everybody_can_use_it::{axe, complaints};
use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::server::Reply;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A page of each kind, in both languages.
const PAGES: [&str; 11] = [
    "404.html",
    "es/index.html",
    "agenda.html",
    "all.html",
    "es/all.html",
    "browse/topic.html",
    "browse/section/mass-calls.html",
    "es/browse/kind/event.html",
    "records/mass-call-2024-11-07.html",
    "records/because-we-need-each-other-1.html",
    "records/convergence.html",
];

/// Those that stay what they are.
const PLAIN: [&str; 5] = [
    "404.html",
    "all.html",
    "es/all.html",
    "browse/topic.html",
    "es/browse/language/en/2.html",
];

/// A reader whose browser runs no script.
fn without_scripts() -> Browser {
    let browser = Browser::desktop();
    browser.devtools(
        "Emulation.setScriptExecutionDisabled",
        &json!({ "value": true }),
    );
    browser
}

#[test]
fn pages_that_a_script_makes_say_so() {
    let (_site, address) = site();
    let browser = without_scripts();
    for page in ["embed.html", "embed-es.html", "api-example.html"] {
        browser.go(&format!("{address}{page}"));
        let text = browser.text("document.body.innerText");
        assert!(text.contains("JavaScript"), "{page}: {text}");
        assert!(
            !browser.holds("[...document.querySelectorAll('input, select, button, pre:has(code:empty)')].some(e => e.checkVisibility())"),
            "{page} offers something that cannot work"
        );
    }
}

#[test]
fn a_record_is_reached_from_the_front_page() {
    let (_site, address) = site();
    let browser = without_scripts();
    browser.go(&address);
    let text = browser.text("document.body.innerText");
    assert!(text.contains("needs JavaScript"), "{text}");
    assert!(
        !browser.holds("[...document.querySelectorAll('input, button, .cb-field')].some(e => e.checkVisibility())"),
        "something is offered that cannot work"
    );
    browser.click_on("a.cb-tile", "Mass call");
    browser.wait_until(
        "a section is open",
        "location.pathname.includes('/browse/section/')",
    );
    browser.click_on(".cb-title a", "Mass call, Nov. 7");
    browser.wait_until(
        "a record is open",
        "location.pathname.endsWith('/records/mass-call-2024-11-07.html')",
    );
    let text = browser.text("document.body.innerText");
    assert!(
        text.contains("5:00 PM PST") && text.contains("8:00 PM EST"),
        "{text}"
    );
    assert!(browser.holds("[...document.querySelectorAll('nav')].every(nav => nav.ariaLabel)"));
    browser.click_on("nav a", "Agenda");
    browser.wait_until(
        "the agenda is open",
        "location.pathname.endsWith('/agenda.html')",
    );
    assert!(browser.holds("document.querySelectorAll('.cb-row').length > 10"));
}

#[test]
fn a_plain_list_leads_into_the_app_at_the_same_place() {
    let (_site, address) = site();
    let browser = Browser::desktop();
    browser.go(&format!("{address}browse/language/en/2.html"));
    browser.click_on("nav a", "Open in the search");
    browser.wait_until(
        "the app shows the records of the value",
        "location.hash === '#/?language=en&sort=newest' && document.querySelector('button.cb-chip')",
    );
    browser.go(&format!("{address}all.html"));
    browser.click_on("nav a", "Search the catalogue");
    browser.wait_until(
        "the front page is open",
        "location.pathname === '/' && document.querySelector('#cb-found [data-hit]')",
    );
}

#[test]
fn a_plain_list_loads_its_style_alone_and_no_policy_complains() {
    let (site, address) = site();
    let browser = Browser::desktop();
    for page in PLAIN {
        site.forget();
        browser.go(&format!("{address}{page}"));
        browser.wait_until(
            &format!("{page} has its style"),
            "getComputedStyle(document.body).margin === '0px'",
        );
        let asked: Vec<String> = site.requests().into_iter().map(|one| one.target).collect();
        let mut others = asked.iter().filter(|target| !target.ends_with(page));
        // What has its style in itself asks where the catalogue is.
        let loaded = match page {
            "404.html" => "/pack/callboard.json",
            _ => "/style-",
        };
        assert!(
            others.all(|target| target.contains(loaded)),
            "{page}: {asked:?}"
        );
        assert_eq!(browser.console(), Vec::<String>::new(), "{page}");
    }
}

/// Paper cannot be pressed: without the app's own style for it, too, it says where a link leads.
#[test]
fn a_page_without_the_app_prints_whole_addresses() {
    let site = published::site_without_app();
    let browser = Browser::desktop();
    browser.go(&format!("{}/browse/kind/recording.html", site.origin()));
    let printed = "(() => { const link = document.querySelector('.cb-action[href^=https]'); return getComputedStyle(link, '::after').content.includes(link.getAttribute('href')) && !link.nextElementSibling.checkVisibility() })()";
    browser.wait_until(
        "the page has its style",
        "getComputedStyle(document.body).margin === '0px'",
    );
    assert!(!browser.holds(printed), "on the screen the host is enough");
    browser.on_paper();
    assert!(browser.holds(printed));
}

/// Pages write dates without a browser, and so that nobody can tell.
#[test]
fn dates_read_as_the_browser_would_write_them() {
    let site = published::site_without_app();
    let address = format!("{}/", site.origin());
    let browser = Browser::desktop();
    for (page, language) in [("agenda.html", "en"), ("es/agenda.html", "es")] {
        browser.go(&format!("{address}{page}"));
        let wrong = browser.run(&format!(
            "const plain = text => text.replace(/[\\u202f\\u00a0]/g, ' ');
             const wrong = []; let compared = 0;
             for (const time of document.querySelectorAll('.cb-time')) {{
               const written = time.getAttribute('datetime');
               const local = new Date(written.length > 10 ? written + 'Z' : written + 'T12:00Z');
               const own = options => plain(new Intl.DateTimeFormat('{language}', {{ timeZone: 'UTC', ...options }}).format(local));
               const shown = name => plain(time.querySelector('.cb-time-' + name)?.textContent ?? '');
               const compare = (have, want) => {{ compared++; if (have !== want) wrong.push([written, have, want]); }};
               compare(shown('weekday'), own({{ weekday: 'short' }}));
               compare(shown('day'), own({{ day: 'numeric', month: 'short' }}) + ' ' + own({{ year: 'numeric' }}));
               if (written.length > 10) {{
                 const clock = own({{ hour: 'numeric', minute: '2-digit' }});
                 compare(shown('clock').slice(0, clock.length), clock);
               }}
             }}
             const call = document.querySelector('a[href*=\"mass-call-2024-11-07.html\"]').closest('.cb-row').querySelector('.cb-time-clock').textContent;
             const at = new Date('2024-11-08T01:00Z'), clock = {{ timeZone: 'America/Los_Angeles', hour: 'numeric', minute: '2-digit' }};
             const zone = new Intl.DateTimeFormat('{language}-US', {{ ...clock, timeZoneName: 'short' }}).formatToParts(at).find(part => part.type === 'timeZoneName');
             if (call !== plain(new Intl.DateTimeFormat('{language}', clock).format(at)) + ' ' + zone.value) wrong.push(call);
             return compared > 30 ? wrong : ['too few', compared]"
        ));
        assert_eq!(wrong, Value::Array(Vec::new()), "{page}");
    }
}

#[test]
fn a_copy_on_a_disk_can_be_read() {
    let browser = Browser::desktop();
    let page = published::folder().join("es/browse/kind/event.html");
    let page = fs::canonicalize(page).expect("the page is there");
    browser.go(&format!("file://{}", page.display()));
    browser.click_on(".cb-title a", "");
    browser.wait_until(
        "a record is open",
        "location.pathname.includes('/records/')",
    );
    assert!(browser.holds("document.querySelector('h1#cb-record')"));
}

#[test]
fn axe_finds_nothing_on_any_page() {
    let Some(axe) = axe() else {
        println!("NOT RUN: CALLBOARD_AXE names no axe.min.js");
        return;
    };
    let site = published::site_without_app();
    let address = format!("{}/", site.origin());
    for browser in [Browser::desktop(), Browser::phone(320)] {
        for page in PAGES {
            browser.go(&format!("{address}{page}"));
            let said = complaints(&browser, &axe);
            assert!(said.is_empty(), "{page}:\n{said}");
            let wide = browser.run("return document.documentElement.scrollWidth - innerWidth");
            assert!(
                wide.as_i64().is_some_and(|wide| wide <= 0),
                "{page}: {wide} too wide"
            );
        }
    }
}

/// Where what stays stands: name, field, heading, first heading of a column.
const PLACES: &str = "JSON.stringify(['.cb-name', '.cb-field', 'h1.cb-count', '.cb-results'].map(s => { const b = document.querySelector(s).getBoundingClientRect(); return [b.x, b.y, s === '.cb-name' || s === '.cb-field' ? b.width : 0].map(Math.round) }))";

fn nothing_moves(browser: &Browser) {
    // The module comes late, so that the page is seen as it was made.
    let site = published::site_changed(|path, reply| Reply {
        after: if path.contains("callboard-app") {
            Duration::from_millis(1500)
        } else {
            Duration::ZERO
        },
        ..reply
    });
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": "window.shifts = []; new PerformanceObserver(list => shifts.push(...list.getEntries().map(e => [e.value, e.startTime, ...e.sources.map(s => s.node?.outerHTML?.slice(0, 80) + JSON.stringify([s.previousRect, s.currentRect]))]))).observe({ type: 'layout-shift', buffered: true })" }),
    );
    browser.go(&format!("{}/", site.origin()));
    browser.wait_until(
        "the page stands as it was made",
        "document.querySelector('#cb-found a[href^=\"browse/\"]')?.checkVisibility()",
    );
    assert!(!browser.holds("document.querySelector('input[type=search]')"));
    let before = browser.text(PLACES);
    let count = browser.text("document.querySelector('h1.cb-count').textContent");
    browser.wait_until(
        "the app is there",
        "document.querySelector('input[type=search]') && document.querySelector('#cb-found a[href^=\"#/\"]')",
    );
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(browser.text(PLACES), before);
    assert_eq!(
        browser.text("document.querySelector('h1.cb-count').textContent"),
        count
    );
    let shifts = browser.run("return window.shifts");
    assert_eq!(shifts, Value::Array(Vec::new()), "something moved");
}

#[test]
fn nothing_moves_when_the_app_comes() {
    nothing_moves(&Browser::desktop());
}

#[test]
fn nothing_moves_on_a_phone() {
    nothing_moves(&Browser::phone(390));
}

#[test]
fn what_stands_there_stays_where_the_app_cannot_start() {
    let site = published::site_changed(|path, reply| {
        if path.contains("callboard-app") {
            Reply::missing()
        } else {
            reply
        }
    });
    let browser = Browser::desktop();
    browser.go(&format!("{}/", site.origin()));
    browser.wait_until(
        "the page says so",
        "document.querySelector('main .cb-notice')?.textContent.includes('has not started')",
    );
    browser.click_on("a.cb-tile", "Mass call");
    browser.wait_until(
        "a section is open",
        "location.pathname.includes('/browse/section/')",
    );
}

/// A network, a filter or an old browser may keep the script itself away: nothing can say so then but the page.
#[test]
fn the_front_page_says_when_no_script_comes() {
    let site = published::site_changed(|path, reply| match path.contains("start-") {
        true => Reply::missing(),
        false => reply,
    });
    let browser = Browser::phone(320);
    browser.go(&format!("{}/", site.origin()));
    let color = "getComputedStyle(document.querySelector('.cb-late')).color";
    assert_eq!(browser.text(color), "rgba(0, 0, 0, 0)", "there is time");
    browser.run("for (const wait of document.getAnimations()) wait.finish(); return ''");
    assert_ne!(browser.text(color), "rgba(0, 0, 0, 0)");
    assert!(browser.holds(
        "document.querySelector('.cb-late').scrollHeight <= document.querySelector('.cb-late').clientHeight"
    ));
}

/// Every page of a folder.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("the folder can be listed")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            found.push(path);
        }
    }
}

#[test]
fn every_link_of_the_built_site_leads_to_a_file() {
    let folder = published::folder();
    let mut all = Vec::new();
    pages(&folder, &mut all);
    let mut looked_at = 0;
    for page in &all {
        let text = fs::read_to_string(page).expect("a page is a text");
        for mark in ["href=\"", "src=\""] {
            for rest in text.split(mark).skip(1) {
                let link = rest.split('"').next().unwrap_or_default();
                let to = link.split(['#', '?']).next().unwrap_or_default();
                // Addresses of others, and places within the page.
                if to.contains(':') || to.is_empty() || link.starts_with("&lt;") {
                    continue;
                }
                // What hosts answer with at every depth begins at the top; all else is found below any path.
                let mut file = match to.strip_prefix('/') {
                    Some(below) if page.ends_with("404.html") => folder.join(below),
                    _ => page.parent().expect("a file is in a folder").join(to),
                };
                if file.is_dir() {
                    file.push("index.html");
                }
                assert!(file.is_file(), "{}: {link}", page.display());
                looked_at += 1;
            }
        }
    }
    assert!(
        looked_at > 5_000,
        "{looked_at} links of {} pages",
        all.len()
    );
}
