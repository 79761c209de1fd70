//! The embedded search on a page of somebody else's site: another origin, its own styles, and a strict
//! Content-Security-Policy.

use crate::browser::Browser;
use crate::server::{Reply, Server};

/// A foreign site with the element on its only page.
pub fn site(catalogue: &str, attributes: &str, style: &str) -> Server {
    site_with_policy(catalogue, attributes, style, |origin| {
        format!(
            "default-src 'none'; script-src {origin} 'wasm-unsafe-eval'; connect-src {origin}; \
             worker-src blob: {origin}; style-src 'self'"
        )
    })
}

/// The same with a policy of its own; `policy` gets the catalogue's origin.
pub fn site_with_policy(
    catalogue: &str,
    attributes: &str,
    style: &str,
    policy: impl Fn(&str) -> String,
) -> Server {
    let policy = policy(&catalogue.split('/').take(3).collect::<Vec<_>>().join("/"));
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Mutual aid in our town</title><link rel=\"stylesheet\" href=\"/style.css\">\n\
         <h1>Mutual aid in our town</h1><p>Find calls, trainings and toolkits of our partners:</p>\n\
         <script type=\"module\" src=\"{catalogue}callboard.js\"></script>\n\
         <callboard-search src=\"{catalogue}\" {attributes}></callboard-search>\n<p id=\"after\">We meet on Tuesdays.</p>"
    );
    let style = style.to_owned();
    Server::start(move |path| match path {
        "/" => Reply::with("text/html; charset=utf-8", page.as_str())
            .header("Content-Security-Policy", &policy),
        "/style.css" => Reply::with("text/css", style.as_str()),
        _ => Reply::missing(),
    })
}

/// Somebody on that page.
pub struct Guest<'a> {
    /// The browser.
    pub browser: &'a Browser,
}

/// The element's inside, for scripts.
pub const INSIDE: &str = "document.querySelector('callboard-search').shadowRoot";

impl Guest<'_> {
    /// Opens the foreign page and waits until the element is there.
    pub fn visits<'a>(browser: &'a Browser, address: &str) -> Guest<'a> {
        browser.go(address);
        browser.wait_until(
            "the search element is set up",
            "document.querySelector('callboard-search')?.shadowRoot",
        );
        Guest { browser }
    }

    /// Clicks into the field.
    pub fn touches(&self) {
        self.browser.click("callboard-search");
    }

    /// Clicks into the field, types, and waits for the answer to all of it: that to its beginning may look the same.
    pub fn searches(&self, words: &str) {
        self.touches();
        self.browser.types(words);
        self.waits_for_results();
        self.browser.stands_still(&format!("{INSIDE}.innerHTML"));
    }

    /// Waits until the element says how many there are.
    pub fn waits_for_results(&self) {
        let counted = format!("/^[0-9]/.test({INSIDE}.querySelector('.status').textContent)");
        self.browser
            .wait_until("the search has an answer", &counted);
    }

    /// Titles of the results.
    pub fn titles(&self) -> Vec<String> {
        let titles = self.browser.run(&format!(
            "return [...{INSIDE}.querySelectorAll('.title')].map(a => a.textContent)"
        ));
        titles
            .as_array()
            .cloned()
            .unwrap_or_default()
            .iter()
            .filter_map(|title| title.as_str().map(str::to_owned))
            .collect()
    }

    /// What an expression on the element's inside says.
    pub fn inside(&self, expression: &str) -> String {
        self.browser.text(&format!("{INSIDE}.{expression}"))
    }

    /// Address of the first result.
    pub fn first_address(&self) -> String {
        self.inside("querySelector('.title').href")
    }

    /// Text of what has the focus.
    pub fn focused(&self) -> String {
        self.inside("activeElement.textContent")
    }

    /// The sentence under the field.
    pub fn status(&self) -> String {
        self.inside("querySelector('.status').textContent")
    }

    /// A computed style inside the element.
    pub fn style(&self, selector: &str, property: &str) -> String {
        self.browser.text(&format!(
            "getComputedStyle({INSIDE}.querySelector('{selector}')).getPropertyValue('{property}')"
        ))
    }
}
