//! What a reader does, in any browser. One function a journey, the same for each; where a browser cannot do something, the journey says
//! what must hold instead.

use callboard_tests::browser::{Browser, Key, Machine};
use callboard_tests::guest::{self, Guest};
use callboard_tests::published::{self, Host};
use callboard_tests::reader::Reader;
use std::time::Duration;

/// A machine as the tests find it.
pub const HERE: Machine = Machine {
    dark: false,
    zone: None,
};

/// One in East Africa.
pub const NAIROBI: Machine = Machine {
    zone: Some("Africa/Nairobi"),
    ..HERE
};

/// One that is set to dark.
pub const DARK: Machine = Machine { dark: true, ..HERE };

fn host() -> (Host, String) {
    let host = Host::publishing(&published::folder(), "/");
    let address = format!("{}/", host.server.origin());
    (host, address)
}

pub fn search_filter_and_record(browser: &Browser, _name: &str) {
    let (_host, address) = host();
    let reader = Reader::visits_at(browser, &address, "#/?as_of=2024-11-07T12:00Z");
    reader.finds("Mass call, Nov. 7");
    reader.searches("resistence hotlin");
    reader.finds_first("Resistance Hotline");
    reader.searches("mass call");
    reader.finds("Mass call, Nov. 7");
    reader.filters("Series");
    browser.wait_until(
        "the filter is in the address",
        "location.hash.includes('kind=series')",
    );
    reader.goes("#/r/mass-call-2024-11-07?as_of=2024-11-07T12:00Z");
    reader.reads("Next call in the series");
    browser.wait_until(
        "the call is in its own zone",
        "/5:00\\s?PM\\sPST/i.test(document.body.innerText)",
    );
    browser.back();
    browser.wait_until(
        "the results are back",
        "location.hash.includes('kind=series') && document.querySelector('#cb-found h2')?.checkVisibility()",
    );
    reader.sees_something();
}

pub fn the_keyboard_alone_is_enough(browser: &Browser, _name: &str) {
    let (_host, address) = host();
    let reader = Reader::visits(browser, &address);
    browser.types("/");
    browser.types("nvda");
    reader.finds_first("Resistance Hotline");
    browser.press(Key::Escape);
    browser.types("resistance hotline");
    reader.finds_first("Resistance Hotline");
    // The list of suggestions first, then the hits.
    for _ in 0..20 {
        browser.press(Key::Down);
        if browser.holds("document.activeElement.matches('[data-hit]')") {
            break;
        }
        if browser.holds("document.querySelector('[role=listbox]:not([hidden])')") {
            browser.press(Key::Escape);
        }
    }
    browser.press(Key::Enter);
    browser.wait_until("a record is open", "location.hash.startsWith('#/r/')");
}

pub fn in_spanish(browser: &Browser, _name: &str) {
    let (_host, address) = host();
    let reader = Reader::visits_at(browser, &address, "#/?q=inmigracion&lang=es");
    reader.reads("resultados");
    assert_eq!(browser.text("document.documentElement.lang"), "es");
}

pub fn without_a_connection(browser: &Browser, _name: &str) {
    let (host, address) = host();
    let reader = Reader::visits(browser, &address);
    reader.has_a_copy();
    host.goes_away();
    browser.reload();
    reader.sees_something();
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    reader.goes("#/r/mass-call-2024-11-07");
    reader.reads("Mass call, Nov. 7");
}

pub fn a_new_version_comes_whole(browser: &Browser, name: &str) {
    let (host, address) = host();
    let reader = Reader::visits(browser, &address);
    reader.has_a_copy();
    let next = published::next_version(&format!("next-{name}"), |folder| {
        published::rewrite(&folder.join("callboard-engine.js"), |text| {
            format!("{text}\n// next")
        });
        published::rewrite(&folder.join("index.html"), |text| {
            text.replace("<head>", "<head data-next>")
        });
    });
    host.publishes(&next);
    browser.reload();
    browser.wait_until(
        "the page says that there is a newer version",
        "document.querySelector('.cb-newer')?.innerText.includes('A newer version is there')",
    );
    let is_next = "return fetch('callboard-engine.js').then(r => r.text()).then(text => text.includes('// next'))";
    assert_eq!(browser.run(is_next), false);
    let first = browser.new_tab();
    Reader::visits(browser, &address).sees_something();
    assert_eq!(browser.run(is_next), true);
    browser.to_tab(&first);
    assert_eq!(browser.run(is_next), false);
    browser.click_on(".cb-newer button", "reload");
    browser.wait_until(
        "the next version is there",
        "document.head.dataset.next !== undefined",
    );
    assert_eq!(browser.run(is_next), true);
    reader.sees_something();
}

pub fn a_sealed_page_asks_nothing(browser: &Browser, _name: &str) {
    let (host, address) = host();
    let reader = Reader::visits(browser, &address);
    reader.presses_in_privacy("Load all");
    reader.privacy_says("Sealed since");
    host.server.forget();
    for words in ["nvda", "resistence hotlin"] {
        reader.searches(words);
        reader.finds_first("Resistance Hotline");
    }
    reader.goes("#/r/because-we-need-each-other-1");
    reader.reads("Because We Need Each Other");
    let tried = browser.run(
        "const there = new URL('release.json?way=', document.baseURI).href; const came = [];
         const worker = () => new Promise((done) => { const w = new Worker('callboard-engine-worker.js', { type: 'module' }); w.onmessage = () => { came.push('worker'); done(); }; w.onerror = done; });
         const own = () => new Promise((done) => { const w = new Worker(URL.createObjectURL(new Blob([`fetch('${there}own').then(() => postMessage('came'), () => postMessage('refused'))`]))); w.onmessage = ({ data }) => { if (data === 'came') came.push('own'); done(); }; w.onerror = done; });
         const picture = () => new Promise((done) => { const i = new Image(); i.onload = () => { came.push('picture'); done(); }; i.onerror = done; i.src = there + 'picture'; });
         const ways = [() => fetch(there + 'fetch').then(() => came.push('fetch')), worker, own, picture, () => import(there + 'script').then(() => came.push('script'))];
         return Promise.all(ways.map(async (way) => { try { await way(); } catch {} })).then(() => came.join(' '))",
    );
    assert_eq!(tried, "");
    std::thread::sleep(Duration::from_secs(4));
    let asked: Vec<String> = host
        .server
        .requests()
        .into_iter()
        .map(|request| request.target)
        .collect();
    assert!(
        asked.is_empty(),
        "asked since the page is sealed: {asked:?}"
    );
    reader.privacy_says("Requests sent since then: 0.");
}

pub fn a_file_from_a_disk(browser: &Browser, name: &str) {
    let file = published::single_file(&format!("one-file-{name}"));
    let address = format!("file://{}", file.display());
    let reader = Reader::visits_at(browser, &address, "#/?as_of=2024-11-07T12:00Z");
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    reader.goes("#/r/mass-call-2024-11-07?as_of=2024-11-07T12:00Z");
    reader.reads("Mass call, Nov. 7");
}

pub fn the_widget_on_somebody_elses_page(browser: &Browser, _name: &str) {
    let (_host, address) = host();
    let site = guest::site(&address, "", "");
    let guest = Guest::visits(browser, &site.origin());
    guest.searches("nvda");
    assert_eq!(guest.titles(), ["Resistance Hotline"]);
    assert_eq!(guest.status(), "1 result");
    let first = guest.first_address();
    assert!(first.starts_with(&format!("{address}#/r/")), "{first}");
    // From the field to the first result and into its record, by the keyboard.
    browser.press(Key::Down);
    assert_eq!(guest.focused(), "Resistance Hotline");
}

/// Names of zones are the browser's own, and each has its own.
pub fn times_there_and_here(browser: &Browser, _name: &str) {
    let (_host, address) = host();
    let state = "#/r/mass-call-2024-11-07?as_of=2024-11-07T12:00Z";
    let reader = Reader::visits_at(browser, &address, state);
    // 5 pm Pacific on the 7th is 4 am on the 8th in Nairobi.
    browser.wait_until(
        "both times are there",
        "/5:00\\sPM\\sPST/.test(document.body.innerText) && /Fri, Nov 8, 4:00\\sAM\\sGMT\\+3\\syour time/.test(document.body.innerText)",
    );
    reader.goes("#/?view=agenda&lang=es&as_of=2024-11-01T12:00Z");
    browser.wait_until(
        "the zone has its short name in Spanish, too",
        "[...document.querySelectorAll('#cb-found .cb-time-clock')].some(clock => /^17:00\\sPST$/.test(clock.textContent))",
    );
}

pub fn a_small_screen_in_the_dark(browser: &Browser, _name: &str) {
    let (_host, address) = host();
    browser.resize(320, 700);
    let reader = Reader::visits(browser, &address);
    browser.wait_until("the window is small", "innerWidth <= 500");
    for state in [
        "#/?as_of=2024-11-07T12:00Z",
        "#/?q=mass+call",
        "#/r/mass-call-2024-11-07",
        "#/r/because-we-need-each-other-1",
    ] {
        reader.goes(state);
        reader.sees_something();
        std::thread::sleep(Duration::from_millis(200));
        let sizes = browser.text("`${document.documentElement.scrollWidth} in ${innerWidth}`");
        let fits = browser.holds("document.documentElement.scrollWidth <= innerWidth");
        assert!(fits, "{state} is {sizes}");
        let colours = "(({ color, backgroundColor }) => [backgroundColor, color].map(c => c.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0)))(getComputedStyle(document.body))";
        let is_dark = format!("(([ground, text]) => ground < 150 && text > 600)({colours})");
        assert!(
            browser.holds(&is_dark),
            "{state}: {}",
            browser.text(colours)
        );
    }
}
