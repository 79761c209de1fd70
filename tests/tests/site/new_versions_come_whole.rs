//! A new version is fetched whole before anybody sees any of it; until then, and in pages that are open, the old one
//! stays whole.

use callboard_tests::browser::Browser;
use callboard_tests::published::{self, Host};
use callboard_tests::reader::Reader;
use callboard_tests::server::Reply;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// The same site with every file changed that keeps its name, and the pack's first file under another.
fn next(name: &str) -> PathBuf {
    published::next_version(name, |folder| {
        for script in ["callboard-engine.js", "callboard-engine-worker.js"] {
            published::rewrite(&folder.join(script), |text| format!("{text}\n// next"));
        }
        published::rewrite(&folder.join("index.html"), |text| {
            text.replace("<head>", "<head data-next>")
        });
        let old = first(folder);
        fs::rename(
            folder.join("pack").join(&old),
            folder.join("pack/bbbbbbbbbbbb.cbp"),
        )
        .unwrap();
        published::rewrite(&folder.join("pack/callboard.json"), |text| {
            text.replace(&old, "bbbbbbbbbbbb.cbp")
        });
    })
}

/// The name of the pack's first file.
fn first(folder: &Path) -> String {
    let manifest = fs::read_to_string(folder.join("pack/callboard.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    manifest["first"]
        .as_str()
        .expect("a small pack has a first file")
        .to_owned()
}

/// Which version each file that keeps its name is answered from, and whether an engine opens and answers in its worker.
const VERSIONS: &str = "
  const text = (path) => fetch(path).then((response) => response.text());
  const answers = async () => {
    const { open } = await import(new URL('callboard-engine.js', document.baseURI));
    const engine = await open('./pack/');
    const answer = await engine.search('hotline', { hitsFirst: false });
    engine.close();
    return engine.inWorker && answer.total > 0 ? 'opens' : 'finds nothing';
  };
  const next = (found) => found ? 'next' : 'first';
  return Promise.all([
    next(document.head.dataset.next !== undefined),
    text('./').then((page) => next(page.includes('data-next'))),
    text('callboard-engine.js').then((script) => next(script.includes('// next'))),
    text('callboard-engine-worker.js').then((script) => next(script.includes('// next'))),
    text('pack/callboard.json').then((manifest) => next(manifest.includes('bbbbbbbbbbbb'))),
    answers().catch((error) => error.message),
  ]).then((all) => all.join(' '))";

const NOTICE: &str =
    "document.querySelector('.cb-newer')?.innerText.includes('A newer version is there')";

#[test]
fn an_open_page_goes_on_with_its_version_and_a_reload_switches() {
    let host = Host::publishing(&published::folder(), "/");
    let browser = Browser::desktop();
    let address = format!("{}/", host.server.origin());
    let reader = Reader::visits(&browser, &address);
    reader.has_a_copy();
    let next = next("next");
    host.publishes(&next);
    // The page is as it was kept; meanwhile it looks for a newer version.
    browser.reload();
    reader.sees_something();
    browser.wait_until("the page says that there is a newer version", NOTICE);
    host.server.forget();
    assert_eq!(browser.run(VERSIONS), "first first first first first opens");
    let asked = host.server.requests();
    assert!(
        asked.is_empty(),
        "a page of the first version asks the host, which has the next: {asked:#?}"
    );
    // A tab that is opened now begins with the next version; the first goes on with its own beside it.
    let first = browser.new_tab();
    let second = Reader::visits(&browser, &address);
    second.sees_something();
    assert_eq!(browser.run(VERSIONS), "next next next next next opens");
    browser.to_tab(&first);
    host.server.forget();
    assert_eq!(browser.run(VERSIONS), "first first first first first opens");
    let asked = host.server.requests();
    assert!(
        asked.is_empty(),
        "beside a tab of the next version: {asked:#?}"
    );
    browser.click_on(".cb-newer button", "reload");
    browser.wait_until(
        "the next version is there",
        "document.head.dataset.next !== undefined",
    );
    reader.sees_something();
    assert_eq!(browser.run(VERSIONS), "next next next next next opens");
    reader.searches("nvda");
    reader.finds_first("Resistance Hotline");
    host.goes_away();
    browser.reload();
    reader.sees_something();
    assert_eq!(browser.run(VERSIONS), "next next next next next opens");
}

/// The page of a first visit was there before its copy, and before anything that could see with which version it began.
#[test]
fn a_page_that_was_there_before_any_copy_is_told_and_goes_on_with_its_version() {
    let host = Host::publishing(&published::folder(), "/");
    let browser = Browser::desktop();
    let address = format!("{}/", host.server.origin());
    let first = Reader::visits(&browser, &address);
    first.has_a_copy();
    host.publishes(&next("next-first"));
    let first_tab = browser.new_tab();
    let second = Reader::visits(&browser, &address);
    second.sees_something();
    browser.wait_until("the second tab is told", NOTICE);
    browser.to_tab(&first_tab);
    browser.wait_until("the first is told, too", NOTICE);
    host.server.forget();
    assert_eq!(browser.run(VERSIONS), "first first first first first opens");
    let asked = host.server.requests();
    assert!(asked.is_empty(), "{asked:#?}");
    browser.reload();
    first.sees_something();
    assert_eq!(browser.run(VERSIONS), "next next next next next opens");
}

/// Half an hour passes at once: the clock is put on, and what is to be done after that long is done.
const HALF_AN_HOUR: &str = "
  const [wait, now] = [setInterval, Date.now];
  window.setInterval = (deed, after) => wait(() => { if (after < 6e5 || window.passed) deed(); }, Math.min(after, 200));
  Date.now = () => now() + (window.passed ? 18e5 : 0);";

/// A reader with a copy who is there until half an hour has passed.
fn stays<'b>(browser: &'b Browser, host: &Host) -> Reader<'b> {
    let script = json!({ "source": HALF_AN_HOUR });
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &script);
    let reader = Reader::visits(browser, &format!("{}/", host.server.origin()));
    reader.has_a_copy();
    reader
}

#[test]
fn a_page_that_stays_in_sight_is_told() {
    let host = Host::publishing(&published::folder(), "/");
    let browser = Browser::desktop();
    stays(&browser, &host);
    host.publishes(&next("next-in-sight"));
    browser.run("window.passed = true");
    browser.wait_until("the page says that there is a newer version", NOTICE);
}

#[test]
fn a_copy_that_was_removed_does_not_come_back_by_itself() {
    let host = Host::publishing(&published::folder(), "/");
    let browser = Browser::desktop();
    let reader = stays(&browser, &host);
    reader.presses_in_privacy("Remove the copy");
    reader.privacy_says("No copy is kept");
    browser.run("window.passed = true; document.dispatchEvent(new Event('visibilitychange'))");
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(
        browser.run("return caches.keys().then((names) => names.join())"),
        ""
    );
}

#[test]
fn the_notice_speaks_the_readers_language() {
    let host = Host::publishing(&published::folder(), "/");
    let browser = Browser::desktop();
    let address = format!("{}/", host.server.origin());
    let reader = Reader::visits_at(&browser, &address, "#/?lang=es");
    reader.privacy_says("Hay una copia de esta página");
    host.publishes(&next("next-es"));
    browser.reload();
    browser.wait_until(
        "it is said in Spanish, where a screen reader hears it",
        "document.querySelector('.cb-newer[role=status]')?.innerText.includes('Hay una versión más reciente')",
    );
}

/// A version of which one file is not what it should be leaves the one before whole; mended, it comes.
#[track_caller]
fn check_broken(name: &str, spoil: impl Fn(Reply) -> Reply + Send + Sync + 'static) {
    let next = next(name);
    let list = published::folder().join("release.json");
    let mended = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let is_mended = std::sync::Arc::clone(&mended);
    let host = Host::altering(&published::folder(), "/", move |path, reply| {
        let spoilt = path == "/pack/bbbbbbbbbbbb.cbp"
            && !is_mended.load(std::sync::atomic::Ordering::SeqCst);
        if spoilt { spoil(reply) } else { reply }
    });
    let browser = Browser::desktop();
    let address = format!("{}/", host.server.origin());
    let reader = Reader::visits(&browser, &address);
    reader.has_a_copy();
    host.publishes(&next);
    host.server.forget();
    browser.reload();
    reader.sees_something();
    // The spoilt file has been asked for once more past the cache, and the page has been told.
    reader.has_a_copy();
    let spoilt = host
        .server
        .requests()
        .iter()
        .filter(|request| request.target.contains("bbbbbbbbbbbb"))
        .count();
    assert!(spoilt >= 2, "{name}: {spoilt}");
    assert!(!browser.holds(NOTICE), "{name}");
    assert_eq!(
        browser.run(VERSIONS),
        "first first first first first opens",
        "{name}"
    );
    let first = fs::read_to_string(list).unwrap();
    let current = browser.text("caches.keys().then(async (names) => (await (await caches.open(names.find((name) => name.endsWith(' state')))).match(new URL('.callboard/state', document.baseURI).href)).text())");
    let current: serde_json::Value = serde_json::from_str(&current).unwrap();
    assert!(
        first.contains(current["current"].as_str().unwrap()),
        "{name}: {current}"
    );
    mended.store(true, std::sync::atomic::Ordering::SeqCst);
    browser.reload();
    browser.wait_until("the mended version comes", NOTICE);
    browser.click_on(".cb-newer button", "reload");
    reader.sees_something();
    assert_eq!(
        browser.run(VERSIONS),
        "next next next next next opens",
        "{name}"
    );
}

#[test]
fn with_a_file_missing() {
    check_broken("next-missing", |_| Reply::missing());
}

#[test]
fn with_a_page_in_place_of_a_file() {
    check_broken("next-page", |_| {
        Reply::with("text/html", "<!doctype html><title>Home</title>")
    });
}

#[test]
fn with_a_file_cut_off() {
    check_broken("next-cut", |mut reply| {
        reply.body.truncate(reply.body.len() / 2);
        reply
    });
}

#[test]
fn with_a_connection_that_ends() {
    check_broken("next-ends", |_| Reply::nobody());
}

#[test]
fn a_site_that_is_withdrawn_leaves_nothing_behind() {
    let host = Host::publishing(&published::folder(), "/");
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/", host.server.origin()));
    reader.has_a_copy();
    let withdrawn = published::next_version("withdrawn", |_| ());
    fs::write(
        withdrawn.join("release.json"),
        "{\"format\":1,\"version\":\"\",\"files\":[]}",
    )
    .unwrap();
    host.publishes(&withdrawn);
    browser.reload();
    reader.privacy_says("No copy could be kept this time");
    let left = browser.run("return Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then(all => all.flat().length)");
    assert_eq!(left, 0);
}
