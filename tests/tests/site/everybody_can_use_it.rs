//! Nobody is kept out: axe-core finds nothing on any kind of page, light or dark, wide or narrow; what can be
//! pressed is large enough; text at twice its size needs no scrolling sideways.

use crate::site;
use callboard_tests::browser::Browser;
use callboard_tests::reader::Reader;
use std::time::Duration;

/// A page of each kind, and what stands on it once it is whole.
const PAGES: [(&str, &str, &str); 9] = [
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
    ("a name without a space", "#/?q=embodiment", ".cb-who"),
    ("nothing saved", "#/saved", ".cb-nothing"),
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

/// What axe says of the page, or nothing.
fn axe_script(axe: &str) -> String {
    format!(
        "if (!window.axe) {{ {axe} }}
         return window.axe.run(document, {{ runOnly: {{ type: 'tag', values: {RULES} }} }})
           .then(result => result.violations.flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.target.join(' ') + ': ' + node.failureSummary)).join('\\n')
             + (result.passes.length < 10 ? 'axe looked at almost nothing' : ''))"
    )
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
    let found = browser.run(&axe_script(axe));
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
fn axe_finds_nothing_with_forced_colours() {
    let browser = Browser::desktop();
    browser.forced_colors();
    axe_finds_nothing(&browser);
    assert!(browser.holds("matchMedia('(forced-colors: active)').matches"));
}

#[test]
fn axe_finds_nothing_on_paper() {
    let browser = Browser::desktop();
    let (_site, address) = site();
    Reader::visits(&browser, &address).has_a_copy();
    browser.on_paper();
    axe_finds_nothing(&browser);
    assert!(browser.holds("matchMedia('print').matches"));
}

/// With forced colours a background says nothing: what is chosen, happening or pressed has a border or a mark besides.
#[test]
fn forced_colours_leave_what_can_be_pressed_visible() {
    let browser = Browser::desktop();
    browser.forced_colors();
    no_page_has(&browser, || {
        browser.text(
            "[...document.querySelectorAll('.cb-action, .cb-chip, .cb-phase-now, .cb-button, .cb-field')]
               .filter(e => e.checkVisibility() && (parseFloat(getComputedStyle(e).borderTopWidth) === 0 || getComputedStyle(e).borderTopStyle === 'none'))
               .map(e => e.outerHTML.slice(0, 120)).join('\\n')",
        )
    });
}

/// Who asks for less motion gets none, and who does not is not made to wait: nothing moves for longer than a moment.
#[test]
fn nothing_moves_for_who_asks_for_less_motion() {
    const MOVING: &str = "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e); return [s.transitionDuration, s.animationDuration].some(d => d.split(',').some(t => parseFloat(t) > LONGEST)) || s.scrollBehavior === 'smooth' }).map(e => e.outerHTML.slice(0, 100)).join('\\n')";
    let browser = Browser::desktop();
    no_page_has(&browser, || browser.text(&MOVING.replace("LONGEST", "0")));
    browser.with_motion();
    no_page_has(&browser, || browser.text(&MOVING.replace("LONGEST", ".2")));
    let moved = MOVING.replace("LONGEST", "0");
    assert_ne!(browser.text(&moved), "", "the check sees what moves");
}

#[test]
fn axe_finds_nothing_in_the_section_about_privacy() {
    let Some(axe) = axe() else {
        println!("NOT RUN: CALLBOARD_AXE names no axe.min.js");
        return;
    };
    for (browser, dark) in [(Browser::desktop(), false), (Browser::phone(320), true)] {
        if dark {
            browser.dark();
        }
        let (_site, address) = site();
        let reader = Reader::visits(&browser, &address);
        reader.has_a_copy();
        for step in ["Remember", "Sealed since"] {
            if step == "Sealed since" {
                reader.presses_in_privacy("Load all");
                reader.privacy_says(step);
            } else {
                browser.run("document.querySelector('.cb-device details').open = true");
            }
            let found = browser.run(&axe_script(&axe));
            assert_eq!(found, "", "{step}");
            let wide =
                browser.text("document.documentElement.scrollWidth > innerWidth ? 'too wide' : ''");
            assert_eq!(wide, "", "{step}");
            let small = browser.text(&format!(
                "[...document.querySelectorAll('.cb-device :is(button, summary, label)')].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < {TARGET}).map(e => e.outerHTML).join('\\n')"
            ));
            assert_eq!(small, "", "{step}");
        }
    }
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
    for (browser, width) in [
        (Browser::desktop(), 1280),
        (Browser::phone(640), 640),
        (Browser::phone(320), 320),
    ] {
        // As a phone shows a page, `innerWidth` grows with what does not fit; so the width is the one that was asked for.
        let too_wide = || {
            let wide = browser.run(&format!(
                "document.documentElement.style.fontSize = '200%';
                 const wide = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
                 const past = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > {width} + 1);
                 return wide <= {width} ? '' : wide + ' of {width}: ' + past.slice(-4).map(e => e.outerHTML.slice(0, 160)).join('\\n')"
            ));
            wide.as_str().expect("the page answers in words").to_owned()
        };
        no_page_has(&browser, too_wide);
        let (_site, address) = site();
        for (page, sign) in [
            (
                "#/?lang=es&as_of=2024-11-07T12:00Z",
                ".cb-tile[href^=\"#/\"]",
            ),
            ("all.html", "main"),
            ("browse/topic.html", ".cb-tile"),
            ("embed.html", "main"),
            ("embed-es.html", "main"),
            ("api-example.html", "main"),
        ] {
            browser.go(&format!("{address}{page}"));
            let is_there = format!("document.querySelector('{sign}')?.checkVisibility()");
            browser.wait_until(page, &is_there);
            std::thread::sleep(Duration::from_millis(200));
            assert_eq!(too_wide(), "", "{page}");
        }
    }
}
