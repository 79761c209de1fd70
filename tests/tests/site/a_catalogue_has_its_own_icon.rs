//! The icon that a catalogue names is the one that the page has, also once the page keeps a copy of itself.

use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;
use callboard_tests::server::Reply;

#[test]
fn it_stays_the_pages_icon() {
    let site = published::site_changed(|path, reply| match path {
        "/" => {
            let page = String::from_utf8(reply.body.clone()).unwrap();
            let own = page.replace(
                "rel=\"icon\" href=\"data:,\"",
                "rel=\"icon\" href=\"own.svg\"",
            );
            assert_ne!(
                page, own,
                "the page has an icon that a catalogue may replace"
            );
            Reply::with("text/html", own)
        }
        "/own.svg" => Reply::with(
            "image/svg+xml",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        ),
        _ => reply,
    });
    let browser = Browser::desktop();
    let reader = Reader::visits(&browser, &format!("{}/", site.origin()));
    reader.privacy_says("Privacy");
    assert_eq!(
        browser.text(
            "[...document.querySelectorAll('link[rel=icon]')].map((icon) => icon.getAttribute('href')).join(' ')"
        ),
        "own.svg"
    );
}
