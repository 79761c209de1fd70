//! Sources of ten megabytes, usual and made to be slow, end in time: `cargo test --release -p
//! callboard-importer --test large -- --nocapture` measures. A build that is not for a release is many times
//! slower and reads 64 KiB of each.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails may panic, and times are printed"
)]

use callboard_importer::Import;
use callboard_importer::format::{self, Format, Options};
use callboard_importer::source::{File, Source};
use jiff::civil::date;
use std::time::Instant;

const BYTES: usize = if cfg!(debug_assertions) {
    1 << 16
} else {
    10 << 20
};

/// Most seconds for one source.
const MOST: u64 = 60;

/// The parts that `part` gives for 0, 1, 2, …, as many as make a large source.
fn many(part: impl Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(BYTES + 1000);
    let mut number = 0;
    while out.len() < BYTES {
        out.push_str(&part(number));
        number += 1;
    }
    out
}

#[track_caller]
fn timed(format: Format, name: &str, text: &str) -> Import {
    let source = Source {
        name: "large".to_owned(),
        files: vec![File {
            path: "large".to_owned(),
            bytes: text.as_bytes().to_vec(),
        }],
        unread: Vec::new(),
    };
    let begun = Instant::now();
    let import = format::read(&source, format, &Options::new(date(2024, 11, 1)));
    let took = begun.elapsed();
    println!(
        "{} {name}: {} drafts of {} bytes in {took:?}",
        format.name(),
        import.drafts.len(),
        text.len()
    );
    assert!(took.as_secs() < MOST, "{name}: {took:?}");
    import
}

fn of_kind(import: &Import, kind: &str) -> usize {
    let kind = callboard_importer::Value::text(kind);
    let drafts = import.drafts.iter();
    drafts
        .filter(|draft| draft.get("kind") == Some(&kind))
        .count()
}

#[test]
fn long_lists() {
    let item = |number: usize| {
        format!(
            "- Example Tenants Union No. {number} (ETU) will host a call on Thursday, Nov. 7 at 5pm PT/ 8pm ET. Register at example.org/call{number}.\n"
        )
    };
    let text = many(item);
    let import = timed(Format::List, "items", &text);
    assert_eq!(of_kind(&import, "event"), text.lines().count());
    let same = many(|_| item(1));
    let import = timed(Format::List, "one item again and again", &same);
    assert_eq!(of_kind(&import, "event"), same.lines().count());
    let announced = |number: usize| {
        format!("Example Assembly {number}\nNov. 7, 2024 at 5pm ET\nhttps://example.org/{number}\n")
    };
    let text = many(announced);
    let import = timed(Format::List, "announcements without gaps", &text);
    assert_eq!(of_kind(&import, "event"), text.lines().count() / 3);
    let rows = format!(
        "| a | b |\n|---|---|\n{}",
        many(|_| "| **x** | [y][1] |\n".to_owned())
    );
    timed(Format::List, "rows of Markdown", &rows);
    timed(
        Format::List,
        "lines that go on",
        &many(|_| "Words that go on\n".to_owned()),
    );
    let html = format!(
        "<!doctype html><body><ul>{}</ul>",
        many(|number| format!(
            "<li><p><b>Union {number}</b> hosts a call on <a href=https://example.org/{number}>Nov. 7 at 5pm ET</a>"
        ))
    );
    let import = timed(Format::List, "items of HTML", &html);
    assert_eq!(of_kind(&import, "event"), html.matches("<li>").count());
}

#[test]
fn lines_that_never_end() {
    for (name, part) in [
        (
            "sentences",
            "Example Union will host a call on Nov. 7 at 5pm ET. Register at example.org/a. ",
        ),
        ("numbers", "212-555-0123, "),
        ("words", "and Example "),
        ("glued items", "example.org.- Example call on Nov. 7 "),
        ("brackets", "[a]("),
        ("quotes", "“A “"),
        ("letters", "A"),
        ("short names", "Ab Cd (AC), "),
        ("emphasis", "**a _b *c "),
        ("references", "[a][b] [a][b"),
        ("addresses in brackets", "a<https://example.org/ "),
    ] {
        timed(
            Format::List,
            name,
            &format!("- {}", many(|_| part.to_owned())),
        );
        timed(Format::Magazine, name, &many(|_| part.to_owned()));
    }
}

#[test]
fn trees_that_never_end() {
    for (name, part) in [
        ("blocks", "<div>"),
        ("items", "<ul><li>"),
        ("formats", "<p><b id=NUMBER>a"),
        ("links", "<p><a href=NUMBER>a"),
        ("tables", "<table><tr><td>"),
        ("articles", "<article><h2>a"),
        (
            "authors",
            "<article><h2>A</h2></article><i class=author>NUMBER</i>",
        ),
        ("spans of wrong ends", "<x-y><h1></x-y>"),
        ("attributes", "<p a=\"<p>"),
        ("angles", "<"),
    ] {
        let text = many(|number| part.replace("NUMBER", &number.to_string()));
        let text = format!("<!doctype html><body>{text}");
        timed(Format::List, name, &text);
        timed(Format::Magazine, name, &text);
    }
}

#[test]
fn long_feeds_and_broken_ones() {
    let feed = |items: &str| {
        format!("<rss version=\"2.0\"><channel><title>A</title>{items}</channel></rss>")
    };
    let item = |number: usize| {
        format!("<item><title>A & b</title><link>https://example.org/{number}</link></item>")
    };
    let text = many(item);
    let import = timed(Format::Feed, "lone ampersands", &feed(&text));
    assert_eq!(of_kind(&import, "article"), text.matches("<item>").count());
    for (name, part) in [
        ("comments without an end", "<!-- & "),
        ("comments", "<!-- & -->&"),
        ("people without an end", "<p:person &"),
        ("titles without an end", "<title type &"),
        ("elements", "<a:b>"),
        ("fields", "<item><wp:postmeta><wp:meta_key>a</wp:meta_key>"),
    ] {
        timed(Format::Feed, name, &feed(&many(|_| part.to_owned())));
    }
}

#[test]
fn long_front_pages() {
    let card = |number: usize| {
        format!(
            "Example Series {number} Pt.2: A Title\nSample{number}, an organizer and former sailor explains it. This article is part of Example Series {number}.\n\n"
        )
    };
    let text = many(card);
    let import = timed(Format::Magazine, "cards", &text);
    assert_eq!(of_kind(&import, "article"), text.matches("Pt.2").count());
    let twice = many(|number| {
        format!("One Title\nExcerpt number {number} of the article with one title.\n\n")
    });
    timed(Format::Magazine, "one title again and again", &twice);
    let authors = many(|number| format!("<i class=author>Name {number}x</i>"));
    let article = format!("<!doctype html><body><article><h2>A</h2>{authors}</article>");
    timed(Format::Magazine, "authors of one article", &article);
}
