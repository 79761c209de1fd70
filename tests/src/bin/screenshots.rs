//! Pictures of every view, to be looked at: `cargo xtask screenshots`. Each is taken on a phone and a desktop, light and
//! dark, in English and Spanish; `index.html` beside them shows all of one view in a row.
//!
//! Not here: what a view has to hold. The tests say that.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool of the tests, which stops at the first surprise and speaks to its terminal"
)]

use callboard_tests::browser::Browser;
use callboard_tests::guest::{self, Guest};
use callboard_tests::preview::Preview;
use callboard_tests::published::{self, Host};
use callboard_tests::reader::Reader;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A page of somebody else, with a look of its own.
const FOREIGN: &str = "body { font: 17px/1.5 Georgia, serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem;
    background: #fdf6e9; color: #2b2118; } callboard-search { --callboard-accent: #8b2500; --callboard-line: #a08a6c; }
    @media (prefers-color-scheme: dark) { body { background: #1d1712; color: #f3e8d8; }
    callboard-search { --callboard-accent: #ffb38a; } }";

/// A moment at which the catalogue has calls to come.
const MOMENT: &str = "as_of=2024-11-07T12:00Z";

/// CSS pixels of a picture's height at most.
const TALLEST: u32 = 2400;

/// How long fonts and the last answer take to settle: a frame or two, and then some.
const SETTLE: Duration = Duration::from_millis(250);

/// What is done with an open view before its picture is taken.
type Deed = fn(&Reader);

/// Views of the app: name, state without language, and what is done there.
const VIEWS: [(&str, &str, Deed); 15] = [
    ("front-today", "#/?", nothing),
    ("front", "#/?as_of=2024-11-07T12:00Z", nothing),
    ("results", "#/?q=mass+call&as_of=2024-11-07T12:00Z", nothing),
    (
        "results-filtered",
        "#/?q=training&kind=event,training&as_of=2024-11-07T12:00Z",
        nothing,
    ),
    ("results-misspelt", "#/?q=resistence+hotlin", nothing),
    (
        "filters",
        "#/?q=call&as_of=2024-11-07T12:00Z",
        opens_filters,
    ),
    ("agenda", "#/?view=agenda&as_of=2024-11-07T12:00Z", nothing),
    ("by-series", "#/?q=call&view=series", nothing),
    ("by-organization", "#/?q=call&view=organization", nothing),
    ("no-results", "#/?q=qqqzzzxxx", nothing),
    ("nothing-saved", "#/saved?", nothing),
    ("suggestions", "#/?", types),
    ("why", "#/?q=hotline", asks_why),
    ("saved", "#/?q=hotline", saves),
    ("privacy", "#/?q=hotline", opens_privacy),
];

/// Pages made beforehand, read without scripts: name and path below the site or below the language's folder.
const PAGES: [(&str, &str); 6] = [
    ("page-front", "index.html"),
    ("page-all", "all.html"),
    ("page-agenda", "agenda.html"),
    ("page-list", "browse/section/mass-calls.html"),
    ("page-record", "records/mass-call-2024-11-07.html"),
    ("page-article", "records/because-we-need-each-other-2.html"),
];

/// What a picture shows beside its view.
#[derive(Clone, Copy)]
struct Look {
    device: &'static str,
    dark: bool,
    lang: &'static str,
}

impl Look {
    fn name(self) -> String {
        let light = if self.dark { "dark" } else { "light" };
        format!("{}-{light}-{}", self.device, self.lang)
    }

    fn browser(self) -> Browser {
        let browser = match self.device {
            "phone" => Browser::phone(390),
            _ => Browser::desktop(),
        };
        browser.on_screen(self.dark);
        browser
    }
}

/// The pictures of one look, each written where it belongs.
struct Album<'a> {
    folder: &'a Path,
    look: Look,
    browser: &'a Browser,
    taken: &'a mut BTreeMap<String, Vec<String>>,
}

impl Album<'_> {
    fn keep(&mut self, view: &str) {
        // A sheet is as high as the window, also in a picture that is higher.
        if self.browser.holds("document.querySelector('dialog[open]')") {
            return self.look_at(view);
        }
        std::thread::sleep(SETTLE);
        let picture = self.browser.long_picture(TALLEST);
        self.put(view, picture);
    }

    /// Only what a window shows.
    fn look_at(&mut self, view: &str) {
        std::thread::sleep(SETTLE);
        let picture = self.browser.picture();
        self.put(view, picture);
    }

    fn put(&mut self, view: &str, picture: Vec<u8>) {
        let file = format!("{view}-{}.png", self.look.name());
        fs::write(self.folder.join(&file), picture).expect("the picture can be written");
        println!("{file}");
        self.taken.entry(view.to_owned()).or_default().push(file);
    }
}

fn main() {
    let folder = std::env::args_os().nth(1).map_or_else(
        || published::workspace().join("target/screenshots"),
        PathBuf::from,
    );
    fs::create_dir_all(&folder).expect("the folder for pictures can be made");
    let records = one_of_each_kind();
    let mut taken = BTreeMap::new();
    for device in ["phone", "desktop"] {
        for dark in [false, true] {
            for lang in ["en", "es"] {
                let look = Look { device, dark, lang };
                let browser = look.browser();
                let mut album = Album {
                    folder: &folder,
                    look,
                    browser: &browser,
                    taken: &mut taken,
                };
                app(&mut album, &records);
                pages(&mut album);
                elsewhere(&mut album);
                without_a_connection(&mut album);
                if device == "desktop" && !dark {
                    paper(&mut album);
                    if lang == "en" {
                        tutorial(&mut album);
                    }
                }
            }
        }
    }
    fs::write(folder.join("index.html"), index(&taken)).expect("the list can be written");
    println!("{}", folder.join("index.html").display());
}

/// The views of the app, and a record of each kind where it is light.
fn app(album: &mut Album, records: &BTreeMap<String, String>) {
    let site = published::site();
    let address = format!("{}/", site.origin());
    for (view, state, deed) in VIEWS {
        let reader = visits(album, &address, state);
        deed(&reader);
        album.keep(view);
    }
    if album.look.dark {
        visits(album, &address, "#/r/mass-call-2024-11-07?");
        album.keep("record-event");
        return;
    }
    for (kind, id) in records {
        visits(album, &address, &format!("#/r/{id}?{MOMENT}"));
        album.keep(&format!("record-{kind}"));
    }
}

/// Opens a state of the app in the look's language, anew each time.
fn visits<'a>(album: &Album<'a>, address: &str, state: &str) -> Reader<'a> {
    album.browser.go("about:blank");
    let and = if state.ends_with('?') { "" } else { "&" };
    let state = format!("{state}{and}lang={}", album.look.lang);
    Reader::visits_at(album.browser, address, &state)
}

/// Pages made beforehand, as who runs no script sees them.
fn pages(album: &mut Album) {
    let site = published::site();
    let address = format!("{}/", site.origin());
    let scripts = |browser: &Browser, off: bool| {
        browser.devtools(
            "Emulation.setScriptExecutionDisabled",
            &json!({ "value": off }),
        );
    };
    scripts(album.browser, true);
    let below = if album.look.lang == "es" { "es/" } else { "" };
    for (view, path) in PAGES {
        // A record has one page, in its own language.
        let below = if path.starts_with("records/") {
            ""
        } else {
            below
        };
        album.browser.go(&format!("{address}{below}{path}"));
        album.keep(view);
    }
    scripts(album.browser, false);
}

/// The search on somebody else's page, and the page that says how it comes there.
fn elsewhere(album: &mut Album) {
    let site = published::site();
    let address = format!("{}/", site.origin());
    let attributes = format!("limit=\"4\" lang=\"{}\"", album.look.lang);
    let host = guest::site(&address, &attributes, FOREIGN);
    let guest = Guest::visits(album.browser, &host.origin());
    album.keep("widget-untouched");
    guest.searches("training");
    album.keep("widget");
    let page = format!("{address}embed.html#{}", album.look.lang);
    album.browser.go(&page);
    album.browser.wait_until(
        "the page in this language",
        &format!(
            "document.documentElement.lang === '{}' && document.querySelector('#snippet')?.textContent",
            album.look.lang
        ),
    );
    album.keep("embed");
}

/// The page that was here before, opened where there is no connection; then sealed.
fn without_a_connection(album: &mut Album) {
    let host = Host::publishing(&published::folder(), "/");
    let address = format!("{}/", host.server.origin());
    visits(album, &address, "#/?q=hotline");
    has_a_copy(album.browser);
    host.goes_away();
    album.browser.reload();
    let reader = Reader {
        browser: album.browser,
        address,
    };
    reader.sees_something();
    has_a_copy(album.browser);
    opens_privacy(&reader);
    album.keep("offline");
    album.browser.click("[data-deed=seal]");
    album.browser.wait_until(
        "the page is sealed",
        "document.querySelector('[data-deed=unseal]')",
    );
    album.keep("sealed");
}

/// Waits for the copy in whichever language.
fn has_a_copy(browser: &Browser) {
    browser.wait_until(
        "a copy is on the device",
        "document.querySelector('.cb-device [data-deed=forget]')",
    );
}

/// A list as a hand-out, a record, and a page made beforehand, as they stand on paper.
fn paper(album: &mut Album) {
    let site = published::site();
    let address = format!("{}/", site.origin());
    // A4 at 96 CSS pixels an inch (CSS Values and Units, section 6.2).
    album.browser.devtools(
        "Emulation.setDeviceMetricsOverride",
        &json!({ "width": 794, "height": 1123, "deviceScaleFactor": 1, "mobile": false }),
    );
    for (view, state) in [
        ("paper-list", "#/?q=mass+call&as_of=2024-11-07T12:00Z"),
        ("paper-agenda", "#/?view=agenda&as_of=2024-11-07T12:00Z"),
        (
            "paper-record",
            "#/r/mass-call-2024-11-07?as_of=2024-11-07T12:00Z",
        ),
    ] {
        let reader = visits(album, &address, state);
        reader.browser.wait_until(
            "the rules for paper are there",
            "document.querySelector('link[media=print]')?.sheet",
        );
        reader.browser.on_paper();
        album.keep(view);
        reader.browser.on_screen(album.look.dark);
    }
    album.browser.on_paper();
    album
        .browser
        .go(&format!("{address}browse/section/mass-calls.html"));
    album.keep("paper-page");
    album.browser.on_screen(album.look.dark);
}

fn nothing(_: &Reader) {}

/// Opens the filters where they are behind a button.
fn opens_filters(reader: &Reader) {
    let button = "[...document.querySelectorAll('[data-do=sheet][data-value=open]')].find(b => b.checkVisibility())";
    reader.browser.run(&format!("{button}?.click()"));
}

fn types(reader: &Reader) {
    reader.searches("toolk");
    reader.browser.wait_until(
        "something is suggested",
        "document.querySelector('[role=option]')?.checkVisibility()",
    );
}

fn asks_why(reader: &Reader) {
    reader.browser.click("[data-do=explain]");
    reader
        .browser
        .wait_until("reasons are given", "document.querySelector('.cb-why')");
}

/// Saves the first two results and opens what is saved.
fn saves(reader: &Reader) {
    reader.browser.run(
        "[...document.querySelectorAll('[data-do=save]')].slice(0, 2).forEach(b => b.click())",
    );
    reader.browser.click(".cb-saved");
    reader.browser.wait_until(
        "what is saved is listed",
        "location.hash.startsWith('#/saved') && document.querySelectorAll('#cb-found .cb-row').length === 2",
    );
}

fn opens_privacy(reader: &Reader) {
    has_a_copy(reader.browser);
    reader.browser.run(
        "const d = document.querySelector('.cb-device details'); d.open = true; d.scrollIntoView()",
    );
}

/// What who follows docs/tutorial.md sees: the catalogue that begins, and a mistake above it.
fn tutorial(album: &mut Album) {
    let preview = Preview::begins("tutorial");
    // What was done before has left the other window of another size.
    let browser = album.look.browser();
    let album = &mut Album {
        browser: &browser,
        folder: album.folder,
        look: album.look,
        taken: album.taken,
    };
    visits(album, preview.address(), "#/?");
    album.look_at("tutorial-begins");
    let docs = published::workspace().join("docs/tutorial.md");
    let docs = fs::read_to_string(docs).expect("the tutorial can be read");
    let path = "records/events/open-evening-at-the-bike-kitchen.md";
    let (_, text) = docs
        .split_once(&format!("```markdown catalog/{path}\n"))
        .expect("it has a record to write");
    let (text, _) = text.split_once("```").expect("that ends");
    fs::write(preview.file(path), text).expect("it can be written");
    album.browser.wait_until(
        "the mistake is told",
        "document.querySelector('#callboard-preview')",
    );
    album.look_at("tutorial-mistake");
}

/// The first record of each kind, by the published list of all.
fn one_of_each_kind() -> BTreeMap<String, String> {
    let file = published::folder().join("data/records.json");
    let text = fs::read_to_string(file).expect("the site publishes its records");
    let data: Value = serde_json::from_str(&text).expect("what is published is JSON");
    let mut first = BTreeMap::new();
    for record in data["records"].as_array().expect("records are a list") {
        let text = |key: &str| record[key].as_str().expect("a record has it").to_owned();
        first.entry(text("kind")).or_insert_with(|| text("id"));
    }
    first
}

/// A page with all pictures, a row a view.
fn index(taken: &BTreeMap<String, Vec<String>>) -> String {
    let mut html = String::from(
        "<!doctype html><meta charset=\"utf-8\"><title>Every view</title>\
         <style>body{font:14px sans-serif}section{display:flex;gap:8px;overflow-x:auto;align-items:start}\
         img{height:420px;width:auto;object-fit:cover;object-position:top;border:1px solid gray}</style>\n",
    );
    for (view, files) in taken {
        let _ = write!(html, "<h2>{view}</h2><section>");
        for file in files {
            let _ = write!(
                html,
                "<a href=\"{file}\"><img loading=\"lazy\" src=\"{file}\" alt=\"{file}\"></a>"
            );
        }
        html.push_str("</section>\n");
    }
    html
}
