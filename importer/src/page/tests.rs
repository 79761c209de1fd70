//! What pasting and saving do to a list, undone.

use super::{Page, Role, encoding, read};

fn shown(page: &Page) -> Vec<String> {
    page.lines
        .iter()
        .map(|line| {
            let mark = match line.role {
                Role::Heading(level) => "#".repeat(usize::from(level)) + " ",
                Role::Item => "- ".to_owned(),
                Role::Plain => String::new(),
            };
            let links: String = line
                .links
                .iter()
                .map(|link| {
                    format!(
                        " [{}]={}",
                        line.text.get(link.range.clone()).unwrap(),
                        link.url
                    )
                })
                .collect();
            format!("{mark}{}{links}", line.text)
        })
        .collect()
}

#[track_caller]
fn check(source: &str, expected: &[&str]) {
    assert_eq!(shown(&read(source)), expected);
}

#[test]
fn bullets_wrapped_lines_and_links_of_text() {
    check(
        "Title\n=====\n\n* One\n  goes on\n• Two, see\nwww.example.org/a\n1. Three\n## Part ##\nSee [the kit](https://example.org/kit \"Kit\") now.\n",
        &[
            "# Title",
            "- One goes on",
            "- Two, see",
            "www.example.org/a",
            "- Three",
            "## Part",
            "See the kit now. [the kit]=https://example.org/kit",
        ],
    );
    check(
        "a pre- and post-test\n-no bullet\n- \n---\n",
        &["a pre- and post-test", "-no bullet"],
    );
}

#[test]
fn glued_items_are_split() {
    check(
        "Site: https://example.org.- Next item.- “Third” https://example.org/x- Fourth (5pm)- ends",
        &[
            "Site: https://example.org.",
            "- Next item.",
            "- “Third” https://example.org/x",
            "- Fourth (5pm)- ends",
        ],
    );
    check("Oct 22- Nov 19", &["Oct 22- Nov 19"]);
    check(
        "<p>Go <a href=\"https://example.org/1\">here</a>.- Then <a href='/2'>there</a></p>",
        &[
            "Go here. [here]=https://example.org/1",
            "- Then there [there]=/2",
        ],
    );
}

#[test]
fn html_becomes_lines() {
    let page = read(
        "<!doctype html><html lang=es><head><title>T</title><meta property='article:published_time' content='2024-11-05T10:00:00Z'>\
         <style>p{}</style></head><body><nav>Menu</nav><main><h1>The list</h1><h2>Part</h2><p>One<br>two <a href=x> three </a>!</p>\
         <ul><li><p>A</p><p>more</p><ul><li>B</li></ul></li><li>C</ul></main><footer>F</footer></body></html>",
    );
    assert_eq!(page.title.as_deref(), Some("The list"));
    assert_eq!(page.lang.as_deref(), Some("es"));
    assert_eq!(
        page.published.map(|day| day.to_string()).as_deref(),
        Some("2024-11-05")
    );
    assert_eq!(
        shown(&page),
        [
            "## Part",
            "One",
            "two three ! [three]=x",
            "- A",
            "more",
            "- B",
            "- C"
        ]
    );
}

#[test]
fn deep_html_is_read() {
    let source = format!(
        "<body>{}text{}",
        "<div>".repeat(3_000),
        "</div>".repeat(3_000)
    );
    assert_eq!(shown(&read(&source)), ["text"]);
}

#[test]
fn the_day_of_publication() {
    let day = |text: &str| read(text).published.map(|day| day.to_string());
    assert_eq!(
        day("Title\nUpdated Nov. 5, 2024\n- a").as_deref(),
        Some("2024-11-05")
    );
    assert_eq!(
        day("Title\nNovember 5, 2024\n- a").as_deref(),
        Some("2024-11-05")
    );
    assert_eq!(day("Title\n- Call on November 5, 2024 at 5pm ET\n"), None);
    assert_eq!(day("Title\nUpdated Nov. 5\n"), None);
}

#[test]
fn bytes_that_are_no_utf_8_lose_nothing() {
    let (text, line) = encoding::decode(b"one\nWomen\x92s caf\xe9");
    assert_eq!((text.as_ref(), line), ("one\nWomen’s café", Some(2)));
    let (text, line) = encoding::decode(b"\xff\xfea\0b\0");
    assert_eq!((text.as_ref(), line), ("ab", None));
    assert_eq!(encoding::decode(b""), ("".into(), None));
}
