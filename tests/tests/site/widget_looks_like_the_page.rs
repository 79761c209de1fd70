//! The embedded search takes font and colours from the page it is on, and nothing else.

use callboard_tests::browser::Browser;
use callboard_tests::guest::{self, Guest, INSIDE};
use callboard_tests::published;

#[test]
fn font_and_five_colours_follow_the_page() {
    let style = "body { font-family: Georgia, serif; } p, li, a, input { display: none !important; }
        callboard-search { --callboard-text: rgb(1, 2, 3); --callboard-background: rgb(250, 251, 252);
        --callboard-accent: rgb(10, 20, 30); --callboard-muted: rgb(40, 50, 60); --callboard-line: rgb(70, 80, 90); }";
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", style);
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    assert_eq!(guest.style("input", "font-family"), "Georgia, serif");
    assert_eq!(
        guest.style("input", "display"),
        "inline-block",
        "the page's rules do not reach in"
    );
    assert_eq!(guest.style("input", "color"), "rgb(1, 2, 3)");
    assert_eq!(guest.style("input", "border-top-color"), "rgb(70, 80, 90)");
    assert_eq!(guest.style(".title", "color"), "rgb(10, 20, 30)");
    assert_eq!(guest.style(".status", "color"), "rgb(40, 50, 60)");
    assert_eq!(
        browser
            .text("getComputedStyle(document.querySelector('callboard-search')).backgroundColor"),
        "rgb(250, 251, 252)"
    );
}

#[test]
fn it_fits_a_narrow_phone_and_a_page_that_reads_from_the_right() {
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "dir=\"rtl\"", "");
    let browser = Browser::phone(320);
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("training");
    assert!(
        browser.holds("document.documentElement.scrollWidth <= 320"),
        "nothing to scroll sideways"
    );
    assert_eq!(guest.style("label", "direction"), "rtl");
    // The element's own words still read in their order: the number first, from the left.
    let side = |at: usize| {
        browser.run(&format!(
            "const range = document.createRange(), text = {INSIDE}.querySelector('.status').firstChild;
             range.setStart(text, {at}); range.setEnd(text, {at} + 1);
             return range.getBoundingClientRect().left;"
        ))
    };
    let (number, word) = (side(0).as_f64(), side(4).as_f64());
    assert!(number < word, "{}: {number:?} {word:?}", guest.status());
    for part in [".status", "li p:last-child"] {
        let aligned = guest.style(part, "text-align");
        assert!(aligned.ends_with("right"), "{part} is aligned {aligned}");
    }
}

/// Drawn on a surface of the browser, because colours of the system have no numbers before.
#[test]
fn links_can_be_read_on_a_dark_page_that_says_nothing_of_its_scheme() {
    let style = "body { background: #111; color: #eee; }";
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", style);
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    let contrast = format!(
        "(() => {{ const c = document.createElement('canvas').getContext('2d', {{ willReadFrequently: true }});
        c.fillStyle = getComputedStyle({INSIDE}.querySelector('.title')).color;
        c.fillRect(0, 0, 1, 1);
        const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], .05);
        return light(c.getImageData(0, 0, 1, 1).data) / light([17, 17, 17]); }})()"
    );
    assert!(
        browser.holds(&format!("{contrast} >= 4.5")),
        "{}",
        browser.text(&contrast)
    );
}

/// What a page has its own text do is inherited by every element, unless the element says otherwise.
#[test]
fn nothing_else_is_inherited() {
    let style = "body { white-space: nowrap; text-transform: uppercase; letter-spacing: 1em; text-align: right; text-indent: 5em;
        font-family: Georgia, serif; color: rgb(1, 2, 3); color-scheme: dark; }";
    let catalogue = published::site();
    let host = guest::site(&format!("{}/", catalogue.origin()), "", style);
    let browser = Browser::phone(390);
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("nvda");
    for (property, value) in [
        ("white-space", "normal"),
        ("text-transform", "none"),
        ("letter-spacing", "normal"),
        ("text-align", "start"),
        ("text-indent", "0px"),
        ("font-family", "Georgia, serif"),
        ("color", "rgb(1, 2, 3)"),
        ("color-scheme", "dark"),
    ] {
        assert_eq!(guest.style("li", property), value, "{property}");
    }
    let is_narrow = format!("{INSIDE}.querySelector('li').getBoundingClientRect().right <= 390");
    assert!(browser.holds(&is_narrow));
    // The page's own rules for the element count as before, and a page that hides it hides all of it.
    browser.run("document.body.style.visibility = 'hidden'");
    assert_eq!(guest.style("li", "visibility"), "hidden");
    browser.run("document.querySelector('callboard-search').hidden = true");
    assert!(!browser.holds("document.querySelector('callboard-search').checkVisibility()"));
}
