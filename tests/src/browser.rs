//! A real browser without a window, with a fresh profile, as one person uses it. Speaks of addresses,
//! keys and scripts; what the site's pages mean is in [`crate::reader`] and [`crate::guest`].

use crate::webdriver::Session;
use crate::webkit::Screen;
use base64::Engine as _;
use serde_json::{Value, json};
use std::env;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long to wait for something that takes the page a moment.
const PATIENCE: Duration = Duration::from_secs(15);

/// Keys that have no character, as WebDriver names them.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "the keys are the documentation")]
pub enum Key {
    Enter,
    Escape,
    Tab,
    Backspace,
    Home,
    End,
    Left,
    Up,
    Right,
    Down,
}

/// How somebody's machine is set, for browsers that learn it only when they start. Chromium is told later, by [`Browser::dark`] and
/// [`Browser::in_zone`].
pub struct Machine {
    /// Whether programs are to be dark.
    pub dark: bool,
    /// The time zone's name in the database; that of the tests where there is none.
    pub zone: Option<&'static str>,
}

/// A browser.
pub struct Browser {
    session: Session,
    /// Whether it speaks Chromium's protocol besides WebDriver.
    is_chromium: bool,
    /// What a browser that cannot do without a window is on; ends after it.
    _screen: Option<Screen>,
}

impl Browser {
    /// A browser with a window of a desktop's size.
    pub fn desktop() -> Browser {
        Browser::sized(1280, 900)
    }

    /// A browser that shows pages as a phone of this width does.
    pub fn phone(width: u32) -> Browser {
        let browser = Browser::sized(width, 844);
        browser.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": 844, "deviceScaleFactor": 2, "mobile": true }),
        );
        browser.devtools(
            "Emulation.setTouchEmulationEnabled",
            &json!({ "enabled": true }),
        );
        browser
    }

    fn sized(width: u32, height: u32) -> Browser {
        let mut options = json!({ "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--lang=en-US", "--force-prefers-reduced-motion", format!("--window-size={width},{height}"),
        ] });
        if let Ok(chrome) = env::var("CALLBOARD_CHROME") {
            options["binary"] = chrome.into();
        }
        let driver = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        Browser {
            session: Session::start(Command::new(driver), &capabilities),
            is_chromium: true,
            _screen: None,
        }
    }

    /// Firefox, where `GECKODRIVER` (and, if it is not on `PATH`, `CALLBOARD_FIREFOX`) says where it is; `None` elsewhere. It speaks plain
    /// WebDriver: what needs Chromium's own protocol fails on it.
    pub fn firefox(machine: &Machine) -> Option<Browser> {
        let mut driver = Command::new(env::var("GECKODRIVER").ok()?);
        driver.envs(machine.zone.map(|zone| ("TZ", zone)));
        // A port of its own for the second protocol that it speaks: several run side by side.
        driver.arg("--websocket-port=0");
        let mut options = json!({
            "args": ["-headless", "--width=1280", "--height=900"],
            "prefs": { "intl.accept_languages": "en-US", "ui.prefersReducedMotion": 1, "ui.systemUsesDarkTheme": u8::from(machine.dark) },
        });
        if let Ok(firefox) = env::var("CALLBOARD_FIREFOX") {
            options["binary"] = firefox.into();
        }
        let capabilities = json!({ "browserName": "firefox", "moz:firefoxOptions": options });
        Some(Browser {
            session: Session::start(driver, &capabilities),
            is_chromium: false,
            _screen: None,
        })
    }

    /// WebKitGTK's, where `WEBKITWEBDRIVER` and `XVFB` say where its driver and a server for a screen are; `None` elsewhere. It speaks
    /// plain WebDriver, as Firefox.
    pub fn webkit(machine: &Machine) -> Option<Browser> {
        let driver = env::var("WEBKITWEBDRIVER").ok()?;
        let screen = Screen::start(&env::var("XVFB").ok()?);
        // The driver knows where its browser is.
        let session = Session::start_on_chosen_port(|| screen.driver(&driver, machine), &json!({}));
        let browser = Browser {
            session,
            is_chromium: false,
            _screen: Some(screen),
        };
        browser.resize(1280, 900);
        Some(browser)
    }

    /// Gives the window another size; Firefox's gets no narrower than 450 pixels.
    pub fn resize(&self, width: u32, height: u32) {
        self.session
            .post("/window/rect", &json!({ "width": width, "height": height }));
    }

    /// Shows pages as to somebody who set their machine to dark.
    pub fn dark(&self) {
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] }),
        );
    }

    /// Shows pages as to somebody whose system chooses few colours with strong contrast.
    pub fn forced_colors(&self) {
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [{ "name": "forced-colors", "value": "active" }] }),
        );
    }

    /// Shows pages as on paper.
    pub fn on_paper(&self) {
        self.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    }

    /// Shows pages as to somebody whose system moves things.
    pub fn with_motion(&self) {
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [{ "name": "prefers-reduced-motion", "value": "no-preference" }] }),
        );
    }

    /// Shows pages as to somebody in this zone.
    pub fn in_zone(&self, zone: &str) {
        self.devtools(
            "Emulation.setTimezoneOverride",
            &json!({ "timezoneId": zone }),
        );
    }

    /// Opens another tab, goes on in it, and says how to come back.
    pub fn new_tab(&self) -> Value {
        let this = self.tab();
        let other = self.session.post("/window/new", &json!({ "type": "tab" }));
        self.to_tab(&other["handle"]);
        this
    }

    /// The tab that this is in.
    pub fn tab(&self) -> Value {
        self.session.get("/window")
    }

    /// Goes on in a tab.
    pub fn to_tab(&self, tab: &Value) {
        self.session.post("/window", &json!({ "handle": tab }));
    }

    /// Opens an address and waits until it has loaded.
    pub fn go(&self, address: &str) {
        self.session.post("/url", &json!({ "url": address }));
    }

    /// The Back button.
    pub fn back(&self) {
        self.session.post("/back", &json!({}));
    }

    /// The Forward button.
    pub fn forward(&self) {
        self.session.post("/forward", &json!({}));
    }

    /// The Reload button.
    pub fn reload(&self) {
        if self.is_chromium {
            self.session.post("/refresh", &json!({}));
            return;
        }
        // Firefox's driver reloads past every cache and worker, which the button does not; WebKit's takes the same way.
        self.run("window.isOld = true; setTimeout(() => location.reload())");
        std::thread::sleep(Duration::from_millis(500));
        self.wait_until(
            "the page is there again",
            "window.isOld === undefined && document.readyState === 'complete'",
        );
    }

    /// What the address bar shows.
    pub fn address(&self) -> String {
        self.session
            .get("/url")
            .as_str()
            .expect("an address is a text")
            .to_owned()
    }

    /// Types into whatever has the focus, key by key.
    pub fn types(&self, text: &str) {
        self.keys(text.chars().map(String::from));
    }

    /// Presses one key.
    pub fn press(&self, key: Key) {
        let code = match key {
            Key::Enter => '\u{E007}',
            Key::Escape => '\u{E00C}',
            Key::Tab => '\u{E004}',
            Key::Backspace => '\u{E003}',
            Key::Home => '\u{E011}',
            Key::End => '\u{E010}',
            Key::Left => '\u{E012}',
            Key::Up => '\u{E013}',
            Key::Right => '\u{E014}',
            Key::Down => '\u{E015}',
        };
        self.keys([code.to_string()]);
    }

    fn keys(&self, keys: impl IntoIterator<Item = String>) {
        let actions: Vec<Value> = keys
            .into_iter()
            .flat_map(|key| {
                [
                    json!({ "type": "keyDown", "value": key }),
                    json!({ "type": "keyUp", "value": key }),
                ]
            })
            .collect();
        self.session.post(
            "/actions",
            &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        );
    }

    /// Waits until an expression has said the same for a fifth of a second, or three seconds: some pages never rest. Looked at
    /// from here, because a page without scripts has no clock.
    pub fn stands_still(&self, expression: &str) {
        let stayed = format!("(before => (window.stood = {expression}) === before)(window.stood)");
        let started = Instant::now();
        self.holds(&stayed);
        loop {
            std::thread::sleep(Duration::from_millis(200));
            if self.holds(&stayed) || started.elapsed() > Duration::from_secs(3) {
                return;
            }
        }
    }

    /// Clicks the first element that the selector finds.
    pub fn click(&self, selector: &str) {
        self.click_on(selector, "");
    }

    /// Clicks the first visible element of this selector whose name (`aria-label` or text) holds these words, once the page
    /// stands still: nobody presses what is still moving, and a driver that looks up where something is presses what has come there since.
    pub fn click_on(&self, selector: &str, words: &str) {
        let (selector, words) = (Value::from(selector), Value::from(words));
        let find = format!(
            "[...document.querySelectorAll({selector})].find(e => e.checkVisibility() && (e.getAttribute('aria-label') ?? e.textContent).includes({words}))"
        );
        // What is written anew between finding and clicking is looked for again, as a reader would.
        for _ in 0..5 {
            self.wait_until(&format!("there is {selector} called {words}"), &find);
            self.stands_still("document.documentElement.outerHTML");
            let found = self.run(&format!("const e = {find}; e?.scrollIntoView({{ block: 'center', behavior: 'instant' }}); return e ?? null"));
            let id = found
                .as_object()
                .and_then(|found| found.values().next())
                .and_then(Value::as_str);
            if id.is_some_and(|id| self.session.click(id)) {
                return;
            }
        }
        panic!("{selector} called {words} went away");
    }

    /// Runs the body of a function in the page; a promise is waited for.
    pub fn run(&self, script: &str) -> Value {
        self.session
            .post("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// What an expression in the page says, as text.
    pub fn text(&self, expression: &str) -> String {
        match self.run(&format!("return {expression}")) {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }

    /// Whether an expression in the page holds.
    pub fn holds(&self, expression: &str) -> bool {
        self.run(&format!("return Boolean({expression})")) == Value::Bool(true)
    }

    /// Waits until an expression in the page holds; says what it waited for if that never comes.
    pub fn wait_until(&self, what: &str, expression: &str) {
        let started = Instant::now();
        while !self.holds(expression) {
            if started.elapsed() > PATIENCE {
                let page = self.text("document.body.innerText");
                panic!(
                    "waited in vain until {what}. The page says:\n{page}\nConsole: {:#?}",
                    self.console()
                );
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Everything the console has said since it was last asked, with what a policy blocked.
    /// Only Chromium tells.
    pub fn console(&self) -> Vec<String> {
        if !self.is_chromium {
            return Vec::new();
        }
        let log = self.session.post("/se/log", &json!({ "type": "browser" }));
        let entries = log.as_array().cloned().unwrap_or_default();
        entries
            .iter()
            .filter_map(|entry| entry["message"].as_str().map(str::to_owned))
            .collect()
    }

    /// What the window shows, as a PNG.
    pub fn picture(&self) -> Vec<u8> {
        let encoded = self.session.get("/screenshot");
        let encoded = encoded.as_str().expect("a picture is a text in base64");
        base64::engine::general_purpose::STANDARD
            .decode(encoded)
            .expect("a picture is in base64")
    }

    /// What the page holds from its top, as a PNG: all of it, or as much as `most` CSS pixels show.
    /// Only Chromium can.
    pub fn long_picture(&self, most: u32) -> Vec<u8> {
        let height = self
            .run("return Math.max(innerHeight, document.documentElement.scrollHeight)")
            .as_f64()
            .expect("a page has a height");
        let clip = json!({
            "x": 0, "y": 0, "width": self.run("return innerWidth"),
            "height": height.min(f64::from(most)), "scale": 1,
        });
        let taken = self.devtools(
            "Page.captureScreenshot",
            &json!({ "format": "png", "captureBeyondViewport": true, "clip": clip }),
        );
        base64::engine::general_purpose::STANDARD
            .decode(taken["data"].as_str().expect("a picture is a text"))
            .expect("a picture is in base64")
    }

    /// Shows pages as on a screen again, light or dark.
    pub fn on_screen(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "media": "", "features": [{ "name": "prefers-color-scheme", "value": value }] }),
        );
    }

    /// A command of Chromium's own protocol, for what WebDriver has no words for.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.session.post(
            "/goog/cdp/execute",
            &json!({ "cmd": command, "params": parameters }),
        )
    }
}
