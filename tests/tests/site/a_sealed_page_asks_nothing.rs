//! A sealed page sends nothing more, whatever the reader does, and a request on purpose is refused.

use callboard_tests::browser::Browser;
use callboard_tests::published::{self, Host};
use callboard_tests::reader::Reader;
use std::process::Command;
use std::time::Duration;

/// Tries every way out that a page has, and says which of them found one. Nothing is loaded that was not there.
const WAYS_OUT: &str = "
  const there = new URL('release.json?way=', document.baseURI).href;
  const came = [];
  const ways = {
    fetch: () => fetch(there + 'fetch').then(() => came.push('fetch')),
    request: () => new Promise((done) => { const r = new XMLHttpRequest(); r.onload = () => { came.push('request'); done(); }; r.onerror = done; r.open('GET', there + 'request'); r.send(); }),
    picture: () => new Promise((done) => { const i = new Image(); i.onload = () => { came.push('picture'); done(); }; i.onerror = done; i.src = there + 'picture'; }),
    script: () => import(there + 'script').then(() => came.push('script')),
    beacon: () => navigator.sendBeacon(there + 'beacon', 'x'),
    style: () => new Promise((done) => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = there + 'style'; l.onload = () => { came.push('style'); done(); }; l.onerror = done; document.head.append(l); }),
    worker: () => new Promise((done) => { const w = new Worker('callboard-engine-worker.js', { type: 'module' }); w.onmessage = () => { came.push('worker'); done(); }; w.onerror = done; }),
    own: () => new Promise((done) => { const w = new Worker(URL.createObjectURL(new Blob([`fetch('${there}own').then(() => postMessage('came'), () => postMessage('refused'))`]))); w.onmessage = ({ data }) => { if (data === 'came') came.push('own'); done(); }; w.onerror = done; }),
    socket: () => new Promise((done) => { const s = new WebSocket(there.replace('http', 'ws') + 'socket'); s.onopen = () => { came.push('socket'); done(); }; s.onerror = done; }),
    frame: () => new Promise((done) => { const f = document.createElement('iframe'); f.onload = done; f.src = there + 'frame'; document.body.append(f); }),
  };
  return Promise.all(Object.values(ways).map(async (way) => { try { await way(); } catch {} })).then(() => came.join(' '))";

/// What a browser with tabs does with every step of the reader: it looks for the page's icons. Those that it may not have.
const ICONS: &str = "
  const refused = [];
  addEventListener('securitypolicyviolation', (event) => refused.push(event.blockedURI));
  const icons = [...document.querySelectorAll('link[rel=icon]')].map((link) => link.href);
  return Promise.all(icons.map((icon) => new Promise((done) => {
    const picture = new Image();
    picture.onload = () => done(icon.slice(0, 19));
    picture.onerror = () => done('refused: ' + icon);
    picture.src = icon;
  }))).then((seen) => [...seen, ...refused].join(' '))";

fn host() -> (Host, String) {
    let host = Host::publishing(&published::folder(), "/");
    let address = format!("{}/", host.server.origin());
    (host, address)
}

#[track_caller]
fn nothing_was_asked(host: &Host) {
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
}

/// Searches, filters, opens records, leafs, switches the language: all that a reader may do.
fn does_everything(reader: &Reader) {
    for (words, title) in [
        ("nvda", "Resistance Hotline"),
        ("resistence hotlin", "Resistance Hotline"),
    ] {
        reader.searches(words);
        reader.finds_first(title);
    }
    reader.goes("#/?kind=event&as_of=2024-11-07T12:00Z");
    reader.finds("Mass call, Nov. 7");
    reader.goes("#/?q=a");
    reader.browser.click_on("button", "Show more");
    reader.goes("#/r/because-we-need-each-other-1");
    reader.reads("Because We Need Each Other");
    reader.goes("#/?q=inmigracion&lang=es");
    reader.reads("resultados");
    reader.goes("#/?q=call&lang=en");
    reader.reads("results");
}

#[test]
fn whatever_the_reader_does() {
    let (host, address) = host();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.presses_in_privacy("Load all");
    reader.privacy_says("Sealed since");
    host.server.forget();
    does_everything(&reader);
    // Long enough for whatever the browser does on its own once a page has been opened.
    std::thread::sleep(Duration::from_secs(8));
    nothing_was_asked(&host);
    assert_eq!(browser.run(ICONS), "data:image/svg+xml;");
    reader.privacy_says("Requests sent since then: 0. Refused by the browser: 0.");
    assert_eq!(browser.run(WAYS_OUT), "");
    nothing_was_asked(&host);
    reader.presses_in_privacy("Try a request");
    reader.privacy_says("The request was refused: nothing was sent.");
    nothing_was_asked(&host);
    let said = browser.text("document.querySelector('.cb-device').textContent");
    assert!(said.contains("Requests sent since then: 0."), "{said}");
    assert!(
        !said.contains("Refused by the browser: 0."),
        "what was tried is counted: {said}"
    );
}

#[test]
fn before_it_is_sealed_every_way_is_open() {
    let (host, address) = host();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.has_a_copy();
    host.server.forget();
    let came = browser.run(WAYS_OUT);
    let came = came.as_str().unwrap();
    assert!(
        came.contains("fetch") && came.contains("request") && came.contains("worker"),
        "the test above can fail: {came}"
    );
    assert!(!host.server.requests().is_empty());
}

#[test]
fn by_its_address_and_only_as_long_as_it_says_so() {
    let (host, address) = host();
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/?q=hotline&sealed=1");
    reader.privacy_says("Sealed since");
    reader.finds("Resistance Hotline");
    host.server.forget();
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    reader
        .browser
        .wait_until("the address follows", "location.hash.includes('nvda')");
    assert!(
        browser.address().contains("sealed=1"),
        "{}",
        browser.address()
    );
    nothing_was_asked(&host);
    reader.presses_in_privacy("Open again");
    reader.has_a_copy();
    assert!(
        !browser.address().contains("sealed"),
        "{}",
        browser.address()
    );
    assert!(
        browser.address().contains("q=nvda"),
        "{}",
        browser.address()
    );
    reader.privacy_says("Load all");
}

#[test]
fn remembered_on_the_device_where_the_reader_wants_it() {
    let (host, address) = host();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.presses_in_privacy("Seal this page whenever");
    browser.reload();
    reader.privacy_says("Sealed since");
    host.server.forget();
    assert_eq!(browser.run(WAYS_OUT), "");
    nothing_was_asked(&host);
    reader.presses_in_privacy("Open again");
    reader.has_a_copy();
    browser.reload();
    reader.has_a_copy();
    reader.privacy_says("Load all");
}

#[test]
fn from_the_first_answer_on_where_it_is_published_so() {
    let site = std::env::temp_dir().join(format!("callboard-sealed-{}", std::process::id()));
    let built = Command::new(published::callboard())
        .args(["build", "--sealed", "--no-cache", "--out"])
        .arg(&site)
        .arg(published::workspace().join("catalog"))
        .arg("--app")
        .arg(published::app())
        .output()
        .unwrap();
    assert!(built.status.success(), "{built:?}");
    let host = Host::publishing(&site, "/");
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/", host.server.origin()));
    reader.privacy_says("Sealed since");
    host.server.forget();
    does_everything(&reader);
    assert_eq!(browser.run(WAYS_OUT), "");
    nothing_was_asked(&host);
    let offered = browser.text("document.querySelector('.cb-device').textContent");
    assert!(
        !offered.contains("Open again") && !offered.contains("whenever"),
        "{offered}"
    );
    std::fs::remove_dir_all(site).unwrap();
}

#[test]
fn without_a_connection_too() {
    let (host, address) = host();
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &address);
    reader.has_a_copy();
    host.goes_away();
    browser.reload();
    reader.presses_in_privacy("Load all");
    reader.privacy_says("Sealed since");
    does_everything(&reader);
}
