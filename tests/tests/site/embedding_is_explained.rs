//! The page for partner sites speaks the language of whoever comes to it, and says the same in each.

use crate::everybody_can_use_it::{axe, complaints};
use callboard_tests::browser::Browser;
use callboard_tests::published;
use serde_json::json;

/// Pages of the same content, with what is said once the lines are copied or, where a page may not, selected.
const PAGES: [(&str, &str, [&str; 2]); 2] = [
    ("embed.html", "en", ["Copied.", "Selected: "]),
    ("embed-es.html", "es", ["Copiado.", "Seleccionado: "]),
];

fn lead(browser: &Browser, address: &str, language: &str) {
    browser.go(address);
    browser.wait_until(
        &format!("{address} leads to {language}"),
        &format!("document.documentElement.lang === '{language}' && document.querySelector('#snippet')?.textContent"),
    );
}

#[test]
fn a_link_says_in_which_language() {
    let site = published::site();
    let browser = Browser::desktop();
    for (page, language, said) in PAGES {
        let address = format!("{}/embed.html#{language}", site.origin());
        lead(&browser, &address, language);
        let shown = browser.address();
        assert!(shown.contains(&format!("/{page}")), "{shown}");
        browser.click("#copy");
        let said = json!(said).to_string();
        browser.wait_until(
            "what was done",
            &format!("{said}.some(said => document.querySelector('#copied').textContent.startsWith(said))"),
        );
        assert!(
            browser.holds("!document.querySelector('#snippet').textContent.includes('undefined')")
        );
    }
    // From one to the other by the link that each has.
    browser.click("a[hreflang=en]");
    browser.wait_until("English", "document.documentElement.lang === 'en'");
    browser.click("a[hreflang=es]");
    browser.wait_until("Spanish", "document.documentElement.lang === 'es'");
}

#[test]
fn without_one_the_browser_is_asked() {
    let site = published::site();
    let address = format!("{}/embed.html", site.origin());
    for (languages, language) in [
        ("es-MX,en", "es"),
        ("en-GB,es", "en"),
        ("eo,es", "es"),
        ("eo", "en"),
    ] {
        let browser = Browser::desktop();
        let agent = browser.text("navigator.userAgent");
        browser.devtools(
            "Emulation.setUserAgentOverride",
            &json!({ "userAgent": agent, "acceptLanguage": languages }),
        );
        lead(&browser, &address, language);
    }
}

#[test]
fn nobody_is_kept_out() {
    let Some(axe) = axe() else {
        println!("NOT RUN: CALLBOARD_AXE names no axe.min.js");
        return;
    };
    let site = published::site();
    for browser in [Browser::desktop(), Browser::phone(320)] {
        for (_, language, _) in PAGES {
            browser.go("about:blank");
            let address = format!("{}/embed.html#{language}", site.origin());
            lead(&browser, &address, language);
            assert_eq!(complaints(&browser, &axe), "", "{language}");
            // A name for what has no role is not spoken (Accessible Rich Internet Applications 1.2, 5.2.8.6), and axe passes it.
            assert!(
                browser.holds("!document.querySelector('pre[aria-label]:not([role])')"),
                "{language}"
            );
        }
    }
}

#[test]
fn pages_say_the_same() {
    let read = |page: &str| std::fs::read_to_string(published::folder().join(page)).unwrap();
    let shape = |page: &str| -> Vec<String> {
        let page = read(page);
        let tags = page.split('<').skip(1).filter_map(|tag| {
            let tag = tag.split('>').next()?;
            let name = tag.split_whitespace().next()?.to_owned();
            let id = tag
                .split_once("id=\"")
                .and_then(|(_, id)| id.split('"').next());
            (!tag.starts_with("a ")).then(|| format!("{name}#{}", id.unwrap_or_default()))
        });
        tags.collect()
    };
    let [(first, ..), others @ ..] = PAGES;
    assert!(shape(first).len() > 50);
    for (page, ..) in others {
        assert_eq!(shape(page), shape(first), "{page}");
    }
}
