//! A catalogue in Arabic, on a page that is written from right to left: everything mirrors, nothing is cut off, and what
//! is in another script keeps its own direction.

use callboard_tests::browser::Browser;
use callboard_tests::published::{self, workspace};
use callboard_tests::reader::Reader;
use callboard_tests::server::Server;
use serde_json::json;
use std::fs;
use std::path::PathBuf;

/// Keeps the document as a language file that states `rtl` would have it.
const MIRRORED: &str = "const mirror = () => { const root = document.documentElement; if (root && root.dir !== 'rtl') root.dir = 'rtl'; };
    new MutationObserver(mirror).observe(document, { subtree: true, childList: true, attributeFilter: ['dir'] }); mirror();";

/// The page with the pack of the Arabic catalogue.
fn site(name: &str) -> Server {
    let pack = workspace().join("target/tests").join(name);
    published::site_of(&workspace().join("tests/fixtures/arabic"), pack)
}

/// Where pictures go that somebody looks at; none are made without a folder for them.
fn picture(browser: &Browser, name: &str) {
    if let Some(folder) = std::env::var_os("CALLBOARD_PICTURES") {
        fs::write(PathBuf::from(folder).join(name), browser.picture()).unwrap();
    }
}

#[track_caller]
fn check(browser: &Browser, width: u32) {
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": MIRRORED }),
    );
    let host = site(&format!("arabic-{width}"));
    let reader = Reader::visits(browser, &format!("{}/", host.origin()));
    for (page, state, sign) in [
        ("front", "#/?as_of=2027-03-01T12:00Z", "#cb-found h2"),
        ("results", "#/?q=المستأجرين", ".cb-title mark"),
        (
            "all",
            "#/?q=+&kind=article,event,hotline,toolkit",
            ".cb-chip",
        ),
        ("record", "#/r/rents?as_of=2027-03-01T12:00Z", "#cb-record"),
    ] {
        reader.goes(state);
        browser.wait_until(
            page,
            &format!("document.querySelector('{sign}')?.checkVisibility()"),
        );
        picture(browser, &format!("rtl-{page}-{width}.png"));
        let past = browser.run(
            "const all = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('.cb-unseen, .cb-skip'));
             const out = all.filter(e => { const box = e.getBoundingClientRect(); return box.left < -1 || box.right > innerWidth + 1; });
             return out.map(e => e.outerHTML.slice(0, 120)).join('\\n')",
        );
        assert_eq!(past, "", "{page} at {width}: past the edge");
    }
    // Everything begins at the right: the name above, and the rows.
    let begins = |selector: &str| {
        browser.holds(&format!("(() => {{ const box = document.querySelector('{selector}').getBoundingClientRect(); const around = document.querySelector('{selector}').parentElement.getBoundingClientRect(); return around.right - box.right < box.left - around.left + 1 }})()"))
    };
    assert!(begins(".cb-name"), "{width}");
    let aligned = |selector: &str| {
        browser.text(&format!("(() => {{ const e = document.querySelector('{selector}'); const s = getComputedStyle(e); return s.direction + ' ' + s.textAlign + ' ' + e.lang }})()"))
    };
    assert_eq!(aligned("#cb-record"), "rtl start ar");
    assert_eq!(aligned(".cb-body"), "rtl start ar");
    // A number within the text is read in its own order: its first group is left of its last.
    let left = |part: &str| {
        let script = format!(
            "const texts = document.createTreeWalker(document.querySelector('.cb-body'), NodeFilter.SHOW_TEXT);
             for (let text; (text = texts.nextNode());) {{ const at = text.data.indexOf('{part}'); if (at >= 0) {{ const range = new Range();
             range.setStart(text, at); range.setEnd(text, at + {}); return range.getBoundingClientRect().left; }} }} return -1",
            part.len()
        );
        browser.run(&script).as_f64().expect("a place")
    };
    assert!(left("212") > 0.0 && left("212") < left("0142"), "{width}");
    reader.goes("#/?q=buses");
    reader.finds_first("Why the buses are late");
    assert_eq!(aligned(".cb-title"), "ltr start en", "{width}");
    assert_eq!(aligned(".cb-snippet"), "ltr start en", "{width}");
    // A word in the middle of a title is found and marked, in the order in which it is read.
    reader.goes("#/?q=الإيجارات");
    reader.finds_first("اجتماع الحي حول الإيجارات (Zoom)");
    browser.wait_until("the word is marked", "[...document.querySelectorAll('.cb-title mark')].some(mark => mark.textContent === 'الإيجارات')");
}

#[test]
fn on_a_phone_of_320() {
    check(&Browser::phone(320), 320);
}

#[test]
fn on_a_desktop() {
    check(&Browser::desktop(), 1280);
}
