//! The site's pages as its reader meets them: a field, results, filters, a record.

use crate::browser::Browser;

/// Somebody at the site.
pub struct Reader<'a> {
    /// The browser.
    pub browser: &'a Browser,
}

/// What scripts call the parts of the page. The one place that knows the app's markup.
const FIELD: &str = "input[type=search]";
const HITS: &str = "[data-hit]";
const COUNT: &str = "[role=status]";

impl Reader<'_> {
    /// Opens the site and waits until it can search.
    pub fn visits<'a>(browser: &'a Browser, address: &str) -> Reader<'a> {
        browser.go(address);
        let reader = Reader { browser };
        reader.waits_for_the_page();
        reader
    }

    /// Waits until the page can search.
    pub fn waits_for_the_page(&self) {
        self.browser.wait_until(
            "the page has a field and something to show",
            &format!("document.querySelector('{FIELD}') && document.querySelector('{HITS}')"),
        );
    }

    /// Titles of the results.
    pub fn titles(&self) -> Vec<String> {
        let titles = self.browser.run(&format!(
            "return [...document.querySelectorAll('{HITS} h2, {HITS} h3')].map(h => h.textContent)"
        ));
        titles
            .as_array()
            .cloned()
            .unwrap_or_default()
            .iter()
            .filter_map(|title| title.as_str().map(str::to_owned))
            .collect()
    }

    /// The sentence that says how many there are.
    pub fn count(&self) -> String {
        self.browser
            .text(&format!("document.querySelector('{COUNT}').textContent"))
    }
}
