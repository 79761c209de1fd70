//! Nobody is kept out: axe-core finds nothing on any kind of page, light or dark, wide or narrow; what can be
//! pressed is large enough; text at twice its size needs no scrolling sideways.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::reader::Reader;
use std::time::Duration;

/// A page of each kind, and what stands on it once it is whole.
const PAGES: [(&str, &str, &str); 7] = [
    ("the front page", "#/?as_of=2024-11-07T12:00Z", ".cb-tile"),
    ("results", "#/?q=mass+call", ".cb-title mark"),
    (
        "results of operators and filters",
        "#/?q=kind:event+-training+call&section=mass-calls",
        ".cb-chip-typed",
    ),
    (
        "a record of an event",
        "#/r/mass-call-2024-11-07",
        "#cb-record",
    ),
    (
        "a record of a series",
        "#/r/because-we-need-each-other-1",
        "#cb-record",
    ),
    ("no results", "#/?q=qqqzzzxxx", ".cb-nothing"),
    ("no record", "#/r/there-is-no-such-record", "#cb-record"),
];

/// Rules of WCAG 2.2 at the levels A and AA, and what axe's authors hold to be good besides.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// The least height and width of what is pressed, in pixels: WCAG 2.2, 2.5.8.
const TARGET: u32 = 24;

/// Shows every page in turn; fails with all that `complaint` says of any.
#[track_caller]
fn no_page_has(browser: &Browser, complaint: impl Fn() -> String) {
    let mut complaints = Vec::new();
    let (_site, address) = site();
    let reader = Reader::visits(browser, &address);
    for (page, state, sign) in PAGES {
        reader.goes(state);
        browser.wait_until(
            page,
            &format!("document.querySelector('{sign}')?.checkVisibility()"),
        );
        // An answer that is older may still stand there.
        std::thread::sleep(Duration::from_millis(200));
        let said = complaint();
        if !said.is_empty() {
            complaints.push(format!("{page}:\n{said}"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

/// axe-core's script; none where npm could not bring it.
pub(crate) fn axe() -> Option<String> {
    let path = std::env::var_os("CALLBOARD_AXE")?;
    Some(std::fs::read_to_string(path).expect("CALLBOARD_AXE names axe.min.js"))
}

#[track_caller]
fn axe_finds_nothing(browser: &Browser) {
    let Some(axe) = axe() else {
        println!(
            "NOT RUN: CALLBOARD_AXE names no axe.min.js; `cargo xtask test` installs it where npm is"
        );
        return;
    };
    no_page_has(browser, || complaints(browser, &axe));
}

/// What axe finds on the page that is shown; nothing where it has no complaint.
pub(crate) fn complaints(browser: &Browser, axe: &str) -> String {
    let found = browser.run(&format!(
        "if (!window.axe) {{ {axe} }}
         return window.axe.run(document, {{ runOnly: {{ type: 'tag', values: {RULES} }} }})
           .then(result => result.violations.flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.target.join(' ') + ': ' + node.failureSummary)).join('\\n')
             + (result.passes.length < 10 ? 'axe looked at almost nothing' : ''))"
    ));
    found.as_str().expect("axe answers in words").to_owned()
}

#[test]
fn axe_finds_nothing_in_light() {
    axe_finds_nothing(&Browser::desktop());
}

#[test]
fn axe_finds_nothing_in_dark() {
    let browser = Browser::desktop();
    browser.dark();
    axe_finds_nothing(&browser);
}

#[test]
fn axe_finds_nothing_on_a_phone_of_320() {
    axe_finds_nothing(&Browser::phone(320));
}

#[test]
fn axe_finds_nothing_on_a_phone_in_dark() {
    let browser = Browser::phone(320);
    browser.dark();
    axe_finds_nothing(&browser);
}

#[test]
fn what_can_be_pressed_is_large_enough() {
    for browser in [Browser::desktop(), Browser::phone(320)] {
        no_page_has(&browser, || {
            // A link within a sentence is as high as its line. A box counts with its label, which presses it.
            browser.text(&format!(
                "[...document.querySelectorAll('a, button, input, select, summary, [role=option]')]
                   .filter(e => e.checkVisibility() && !(e.matches('a, button') && e.parentElement.innerText.trim() !== e.innerText.trim() && getComputedStyle(e).display === 'inline'))
                   .map(e => e.closest('label') ?? e)
                   .map(e => [e, e.getBoundingClientRect()])
                   .filter(([e, box]) => box.width < {TARGET} || box.height < {TARGET})
                   .map(([e, box]) => e.outerHTML.slice(0, 120) + ' ' + box.width + ' x ' + box.height).join('\\n')"
            ))
        });
    }
}

#[test]
fn text_of_twice_its_size_needs_no_scrolling_sideways() {
    for browser in [Browser::desktop(), Browser::phone(640), Browser::phone(320)] {
        no_page_has(&browser, || {
            let wide = browser.run(
                "document.documentElement.style.fontSize = '200%';
                 const wide = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
                 const past = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1);
                 return wide <= innerWidth ? '' : wide + ' of ' + innerWidth + ': ' + past.slice(-4).map(e => e.outerHTML.slice(0, 160)).join('\\n')",
            );
            wide.as_str().expect("the page answers in words").to_owned()
        });
    }
}
