//! The site's pages as a reader meets them: a field, results, filters, a record. The one place that
//! knows the app's markup, and as little of it as a reader does: roles, labels, links.

use crate::browser::Browser;
use serde_json::Value;

/// Somebody at the site.
pub struct Reader<'a> {
    /// The browser.
    pub browser: &'a Browser,
    /// Where the site is, with its last slash.
    pub address: String,
}

const FIELD: &str = "document.querySelector('input[type=search]')";
/// Titles of what is listed: headings that lead to a record.
const TITLES: &str = "[...document.querySelectorAll('main :is(h2, h3, h4) a[href*=\"#/r/\"]')]";

impl Reader<'_> {
    /// Opens the site at `address` (with its last slash) and waits until it can search.
    pub fn visits<'a>(browser: &'a Browser, address: &str) -> Reader<'a> {
        Reader::visits_at(browser, address, "")
    }

    /// Opens the site with something behind its `#`.
    pub fn visits_at<'a>(browser: &'a Browser, address: &str, state: &str) -> Reader<'a> {
        browser.go(&format!("{address}{state}"));
        let reader = Reader {
            browser,
            address: address.to_owned(),
        };
        reader.sees_something();
        reader
    }

    /// Goes on where the browser is, at the site at `address`.
    pub fn stays<'a>(browser: &'a Browser, address: &str) -> Reader<'a> {
        Reader {
            browser,
            address: address.to_owned(),
        }
    }

    /// Follows a link to another state of the site.
    pub fn goes(&self, state: &str) {
        self.browser.go(&format!("{}{state}", self.address));
    }

    /// Waits until the app shows a record or a title; what stood there before, made beforehand, is not the app's.
    pub fn sees_something(&self) {
        self.browser.wait_until(
            "the page shows records",
            &format!("{FIELD} && !document.querySelector('#cb-found a[href$=\".html\"]') && ({TITLES}.length > 0 || document.querySelector('main h1'))"),
        );
    }

    /// Opens the filters of a narrow page.
    pub fn opens_filters(&self) {
        self.browser.click_on("[data-do=sheet]", "Filters");
        self.browser.wait_until(
            "the sheet is open",
            "document.querySelector('dialog[open] input')",
        );
    }

    /// Replaces what is in the field.
    pub fn searches(&self, words: &str) {
        self.browser
            .run(&format!("{FIELD}.focus(); {FIELD}.select()"));
        self.browser.types(words);
    }

    /// What the field holds.
    pub fn words(&self) -> String {
        self.browser.text(&format!("{FIELD}.value"))
    }

    /// Waits until this is the first title.
    pub fn finds_first(&self, title: &str) {
        self.browser.wait_until(
            &format!("the first result is {title}"),
            &format!("{TITLES}[0]?.textContent === {}", Value::from(title)),
        );
    }

    /// Waits until this is among the titles.
    pub fn finds(&self, title: &str) {
        self.browser.wait_until(
            &format!("{title} is found"),
            &format!(
                "{TITLES}.some(a => a.textContent === {})",
                Value::from(title)
            ),
        );
    }

    /// Waits until a text stands on the page.
    pub fn reads(&self, text: &str) {
        self.browser.wait_until(
            &format!("the page says {text}"),
            &format!("document.body.innerText.includes({})", Value::from(text)),
        );
    }

    /// Waits until the page says in its section about privacy that there is a copy on this device.
    pub fn has_a_copy(&self) {
        self.privacy_says("A copy of this page is on this device");
    }

    /// Waits until the section about privacy, open or not, holds a text.
    pub fn privacy_says(&self, text: &str) {
        self.browser.wait_until(
            &format!("the section about privacy says {text}"),
            &format!(
                "document.querySelector('.cb-device')?.textContent.includes({})",
                Value::from(text)
            ),
        );
    }

    /// Presses a button of the section about privacy, which is unfolded for it.
    pub fn presses_in_privacy(&self, words: &str) {
        self.privacy_says(words);
        self.browser
            .run("document.querySelector('.cb-device details').open = true");
        self.browser
            .click_on(".cb-device :is(button, label)", words);
    }

    /// Titles of what is listed.
    pub fn titles(&self) -> Vec<String> {
        let titles = self
            .browser
            .run(&format!("return {TITLES}.map(a => a.textContent)"));
        titles
            .as_array()
            .cloned()
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }

    /// Whether a link with this address is on the page.
    pub fn has_link(&self, address: &str) -> bool {
        self.browser.holds(&format!(
            "[...document.querySelectorAll('a')].some(a => a.getAttribute('href') === {})",
            Value::from(address)
        ))
    }

    /// Follows a link by its words.
    pub fn follows(&self, words: &str) {
        self.browser.click_on("a", words);
    }

    /// Ticks or unticks a value of a facet by its label.
    pub fn filters(&self, label: &str) {
        self.browser.click_on("label, button[aria-pressed]", label);
    }

    /// Removes a chip.
    pub fn removes_chip(&self, label: &str) {
        self.browser.click_on("button[aria-label*=emove]", label);
    }

    /// Labels of the filters that are set.
    pub fn chips(&self) -> String {
        self.browser.text("[...document.querySelectorAll('button[aria-label*=emove]')].map(b => b.getAttribute('aria-label')).join('; ')")
    }
}
