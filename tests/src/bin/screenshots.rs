//! Pictures of every view, phone and desktop, light and dark, to be looked at: `cargo xtask screenshots`.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool of the tests, which stops at the first surprise and speaks to its terminal"
)]

use callboard_tests::browser::Browser;
use callboard_tests::guest::{self, Guest};
use callboard_tests::published;
use callboard_tests::reader::Reader;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// A page of somebody else, with a look of its own.
const FOREIGN: &str = "body { font: 17px/1.5 Georgia, serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem;
    background: #fdf6e9; color: #2b2118; } callboard-search { --callboard-accent: #8b2500; --callboard-line: #a08a6c; }
    @media (prefers-color-scheme: dark) { body { background: #1d1712; color: #f3e8d8; }
    callboard-search { --callboard-accent: #ffb38a; } }";

/// Views of the site by the state that their address holds.
const VIEWS: [(&str, &str); 11] = [
    ("front", "#/"),
    ("front-nov-7", "#/?as_of=2024-11-07T12:00Z"),
    (
        "results-mass-call",
        "#/?q=mass+call&as_of=2024-11-07T12:00Z",
    ),
    ("results-inmigracion", "#/?q=inmigracion"),
    ("results-hotline", "#/?q=hotline"),
    ("filtered", "#/?q=training&kind=event&kind=training"),
    ("event", "#/r/mass-call-2024-11-07?as_of=2024-11-07T12:00Z"),
    ("article", "#/r/because-we-need-each-other-2"),
    ("agenda", "#/?view=agenda&as_of=2024-11-07T12:00Z"),
    ("by-series", "#/?q=call&view=series"),
    ("no-results", "#/?q=qqqzzzxxx"),
];

fn main() {
    let folder = std::env::args_os().nth(1).map_or_else(
        || published::workspace().join("target/screenshots"),
        PathBuf::from,
    );
    fs::create_dir_all(&folder).expect("the folder for pictures can be made");
    let site = published::site();
    let address = format!("{}/", site.origin());
    let host = guest::site(&address, "limit=\"4\"", FOREIGN);
    for (device, dark) in [
        ("phone", false),
        ("phone", true),
        ("desktop", false),
        ("desktop", true),
    ] {
        let browser = if device == "phone" {
            Browser::phone(390)
        } else {
            Browser::desktop()
        };
        if dark {
            browser.dark();
        }
        let keep = |view: &str| {
            let light = if dark { "dark" } else { "light" };
            let file = folder.join(format!("{view}-{device}-{light}.png"));
            fs::write(&file, browser.picture()).expect("the picture can be written");
            println!("{}", file.display());
        };
        for (view, state) in VIEWS {
            let reader = Reader::visits_at(&browser, &address, state);
            // Fonts and the list's last answer settle within a frame or two.
            std::thread::sleep(Duration::from_millis(300));
            drop(reader);
            keep(view);
        }
        let guest = Guest::visits(&browser, &host.origin());
        keep("widget-untouched");
        guest.searches("training");
        keep("widget");
        browser.go(&format!("{address}embed.html"));
        keep("embed");
    }
}
