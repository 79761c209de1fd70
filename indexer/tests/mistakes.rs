//! What an author is told of what cannot be read or is not there: each case is a small catalogue, and the whole report of it
//! ([`told`]). Not here: what can be read and contradicts itself (`contradictions.rs`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

mod told;

use callboard_indexer::explanation::EXPLANATIONS;
use callboard_indexer::{catalog, queries, report};
use std::fs;
use std::path::Path;
use told::{GROUP, SETTINGS, check, check_record, write};

/// Settings with a slip in every part.
const MISSPELLED: &str = r#"name = "Example"
langages = ["en"]
zone = { en = "UTC" }

[[facets]]
id = "topic"
lable = { en = "Topic" }
[[facets.values]]
ident = "rent"
label = { en = "Rent" }
[[facets.values]]
id = "work"
label = "Work"
[[facets.values]]
id = "pay"
label = { en = "Pay" }
synonyms = ["wages"]
parent = "wrk"

[[facets]]
id = "region"

[[facets]]
id = "region"
label = { en = "Region" }
values = "all"

[[synonyms]]
term = ["rent", "lease"]

[[synonims]]
terms = ["pay", "wages"]

[sources.list]
tilte = "A list"

[sources]
notes = "A note"

[weights]
body = "heavy"

[check]
no-link = "quiet"

[feeds]
facets = ["topics"]
most = 0

[pages]
rows = 5
"#;

#[test]
fn keys_and_values() {
    check_record(
        "keys-and-values",
        "---\nkind: evnt\ntitle: One\nsumary: Text.\ntopic: [imigration, sports]\nsource: lst\nfeatured: yes\norder: first\nlang: english\n---\n",
    );
    check_record(
        "two-of-a-key",
        "---\nkind: article\ntitle: One\ntitle: Two\nsummary: Text.\n---\n",
    );
    check_record(
        "shapes",
        "---\nkind: article\ntitle: [One]\nsummary: Text.\nactions: register\ntopic: {a: b}\n---\n",
    );
    check_record("nothing-given", "---\n---\n");
}

#[test]
fn dates_and_times() {
    let record =
        |when: &str| format!("---\nkind: event\ntitle: One\nsummary: Text.\nwhen:\n{when}---\n");
    check_record(
        "dates",
        &record(
            "  - start: 2024-02-30 17:00\n  - start: 7 November\n  - start: 2024-11-07 5pm\n  - start: 2024-11-07 17:00\n    zone: Pacific\n  - start: 2024-03-10 02:30\n  - start: 2024-11-07 17:00\n    end: 16:00\n  - start: 2024-11-07 17:00\n    words: Friday, Nov. 7 at 5pm\n  - words: soon\n",
        ),
    );
    check_record(
        "ends",
        &record(
            "  - start: 2024-11-07 17:00\n    end: 17:00\n  - start: 2024-11-08\n    end: 2024-11-07\n  - start: 2024-11-09\n    end: 2024-11-09\n  - start: 2024-11-10 17:00\n    end: 2024-11-11\n  - start: 2024-11-12\n    end: 18:30\n  - start: 2024-11-13 17:00\n    end: 2024-11-12\n",
        ),
    );
    check_record(
        "zones-and-days",
        &record(
            "  - start: 2024-11-07\n    zone: America/New York\n  - start: 2024-11-07\n    zone: Eastern Time\n  - start: 2024-11-07\n    zone: America/Chicgo\n  - start: 2024-11-07\n    zone: Denver\n  - start: 2024-11-07\n    words: mie. 6 o miercoles 6 de noviembre\n  - start: 2024-11-07\n    words: Sáb 7 nov\n  - start: 2024-11-07\n    words: jue 7 nov\n",
        ),
    );
    check_record(
        "spans",
        "---\nkind: campaign\ntitle: One\nsummary: Text.\nspan: {from: 2024-11-19, to: 2024-10-22}\npublished: 2024-13\n---\n",
    );
    check_record(
        "years",
        "---\nkind: event\ntitle: One\nsummary: Text.\nlink: https://example.org/\npublished: 0024\nwhen:\n  - start: 9999-12-31\n  - start: 0202-11-07 17:00\n---\n",
    );
}

#[test]
fn links_and_numbers() {
    check_record(
        "links-and-numbers",
        "---\nkind: hotline\ntitle: One\nsummary: Text.\nlink: javascript:alert(1)\nactions:\n  - do: call\n    phone: 1-844\n  - do: open\n    url: example.org/page\n  - do: registr\n  - do: rsvp\n    words: RSVP at EXAMPLE\n---\n",
    );
    check_record(
        "addresses",
        "---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/1, https://example.org/2\nlinks:\n  - url: https://example.org/1 2\"<x>\n  - url: https://example.org/1 (https://example.org/2)\n  - url: https://example.org/1,2?a=https://example.org/&b={c|d}\n---\n",
    );
}

#[test]
fn texts_that_are_not_what_they_look_like() {
    check_record(
        "texts",
        "---\nkind: article\ntitle: One <script>alert(1)</script>\nsummary: \"Text \u{202e}reversed.\"\n---\n\nText <b>bold</b>.\n\n[a link](javascript:alert), [one](../other.html), [two](example.org/two), [file](notes/two.html), [three](#/r/three), [four](https://example.org/4).\n",
    );
}

/// Written as YAML writes them, and as they are in a body.
#[test]
fn control_characters_are_left_out() {
    check_record(
        "controls",
        "---\nkind: article\ntitle: \"One\\x1b[31m\\x07 more\"\nsummary: \"Text\\u0085of\\ttwo\\uFFFF.\"\nlink: https://example.org/\n---\n\nText \u{1b}[1m and <b>.\n",
    );
}

#[test]
fn files_that_cannot_be_read() {
    check_record("no-front-matter", "Just text.\n");
    check_record("empty-file", "\n");
    check_record("no-end", "---\nkind: article\ntitle: One\n");
    check_record(
        "broken-yaml",
        "---\nkind: article\ntitle: One: two\nsummary: [Text\n---\n",
    );
    let large = vec![b'a'; (1 << 20) + 1];
    check(
        "bytes",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            (
                "records/latin.md",
                b"---\nkind: article\ntitle: caf\xe9\n---\n",
            ),
            ("records/large.md", &large),
            // Who refers to them is not told that they are not there.
            ("records/one.md", b"---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/\nmentions: [latin, large]\n---\n"),
        ],
    );
    check("no-catalogue", &[]);
    check(
        "broken-settings",
        &[(
            "catalog.toml",
            b"name = { en = \"Example\" }\nlanguages = [\"en\"\nzone = America/New_York\n\n[site]\nurl = https://example.org\n",
        )],
    );
    check(
        "without-quotes",
        &[(
            "catalog.toml",
            b"name = { en = Tenants }\nlanguages = [\"en\"]\nzone = noon\ncontact = info@example.org\ntagline = False\n",
        )],
    );
    check(
        "misspelled-settings",
        &[
            ("catalog.toml", MISSPELLED.as_bytes()),
            ("records/group.md", GROUP.as_bytes()),
        ],
    );
    // What records are not read by keeps none from being checked.
    let beside = "contakt = \"one@example.org\"\nassumed_minutes = \"long\"\n";
    let settings =
        format!("{beside}{SETTINGS}[site]\nulr = \"https://example.org\"\nsealed = \"yes\"\n");
    check(
        "settings-that-records-do-without",
        &[
            ("catalog.toml", settings.as_bytes()),
            (
                "records/group.md",
                GROUP.replace("source: list", "source: lst").as_bytes(),
            ),
        ],
    );
    check(
        "settings",
        &[("catalog.toml", b"name = { en = \"Example\" }\nlanguages = []\nzone = \"Nowhere\"\n[weights]\ntitel = 2.0\nbody = 50.0\n[[facets]]\nid = \"topic\"\nlabel = { en = \"Topic\" }\n[[facets.values]]\nid = \"a\"\nlabel = { en = \"A\" }\nparent = \"a\"\n")],
    );
}

/// Whoever has never heard of YAML is told what to change, not what a parser expected.
#[test]
fn broken_front_matter_is_told_in_plain_words() {
    let record = |lines: &str| format!("---\nkind: event\n{lines}\n---\n");
    let [tab, column, open, after, sign, deep] = [
        "title: One\nsummary: Text.\n\ttopic: [immigrant-defense]",
        "title: One\nsummary: Text.\nwhen:\n  - start: 2027-03-04 18:00\n     end: 19:30",
        "title: \"One\nsummary: Text.",
        "title: \"One\" and two\nsummary: Text.",
        "title: & more\nsummary: Text.",
        &format!("title: One\nsummary: Text.\naliases: {}", "[".repeat(1000)),
    ]
    .map(record);
    check(
        "plain-words",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/after.md", after.as_bytes()),
            ("records/column.md", column.as_bytes()),
            ("records/deep.md", deep.as_bytes()),
            ("records/open.md", open.as_bytes()),
            ("records/sign.md", sign.as_bytes()),
            ("records/tab.md", tab.as_bytes()),
        ],
    );
}

/// What nobody sees on a screen: tabs after a colon, zero bytes, typeset spaces, and files of two bytes a sign.
#[test]
fn signs_that_nobody_sees_are_told() {
    let files = [
        ("after-colon", "topic:\timmigrant-defense"),
        ("after-hyphen", "topic:\n-\timmigrant-defense"),
        ("bell", "cadence: weekly\u{7}"),
        ("zero", "cadence: weekly\0"),
        ("return", "cadence: weekly\ror more"),
        ("typeset-colon", "cadence:\u{a0}weekly"),
        ("typeset-hyphen", "topic:\n  -\u{a0}immigrant-defense"),
        ("typeset-indent", "image:\n\u{a0} alt: A picture"),
        // In a text they are what they look like.
        (
            "typeset-text",
            "cadence: >\n  10\u{a0}times:\u{a0}weekly\n  \u{a0}or more\naliases: [One\u{a0}more]",
        ),
    ];
    let files = files.map(|(name, lines)| {
        let text =
            format!("---\nkind: collection\ntitle: A {name}\nsummary: Text.\n{lines}\n---\n");
        (format!("records/{name}.md"), text.into_bytes())
    });
    let two_bytes = |low: bool| {
        let signs = GROUP.encode_utf16();
        signs
            .flat_map(|sign| match low {
                true => sign.to_le_bytes(),
                false => sign.to_be_bytes(),
            })
            .collect::<Vec<u8>>()
    };
    let returns = GROUP.replace('\n', "\r");
    let (little, big) = (two_bytes(true), two_bytes(false));
    let marked = [&[0xff, 0xfe], little.as_slice()].concat();
    let mut all: Vec<(&str, &[u8])> = vec![
        ("catalog.toml", SETTINGS.as_bytes()),
        ("records/little.md", &little),
        ("records/big.md", &big),
        ("records/marked.md", &marked),
        ("records/returns.md", returns.as_bytes()),
    ];
    all.extend(
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_slice())),
    );
    check("unseen", &all);
}

/// What other programs call a key is named as it is called here.
#[test]
fn keys_by_other_names() {
    check_record(
        "other-names",
        "---\ntype: event\nname: One\ndescription: Text.\nauthors: [Somebody]\ndate: 2024-11-07\nlanguage: en\nurl: https://example.org/\nwhen:\n  - begin: 2024-11-07 17:00\n    Time-Zone: America/Chicago\nactions:\n  - do: text\n    phone: 30403\n  - do: call\n    text_to: 30403\n  - type: register\n    link: https://example.org/\n---\n",
    );
}

/// What a parser stops at is often not where the mistake is.
#[test]
fn slips_are_told_where_they_are() {
    let files = [
        (
            "colon",
            "title: One\nlink:https://example.org/9\nsummary: Text.",
        ),
        (
            "list",
            "title: One\ntopic: [housing, transit\nsummary: Text.",
        ),
        (
            "hyphen",
            "title: One\ntopic:\n  - housing\n  -transit\nsummary: Text.",
        ),
        (
            "next-line",
            "title: One\nsummary: A text that\ngoes on here.\nlang: en",
        ),
        ("bracket", "title: [Recording] Town hall\nsummary: Text."),
        (
            "hashtags",
            "title: One\nhashtags: [One, #Two]\nsummary: Text.",
        ),
        ("same-line", "title: One\nhosts: - group\nsummary: Text."),
        ("at", "title: @home\nsummary: Text."),
        ("emphasis", "title: *One* more\nsummary: Text."),
        ("percent", "title: %5 more\nsummary: Text."),
        ("more-than", "title: > 5 people\nsummary: Text."),
        (
            "in-action",
            "title: One\nsummary: Text\nactions:\n  - do: register\n    url:https://example.org/9",
        ),
        ("apostrophe", "title: 'It's here'\nsummary: Text."),
        // Words that YAML takes for something else.
        ("anchor", "title: &c others and more\nsummary: Text."),
        ("alias", "title: &a x\nsummary: *a"),
        (
            "tag",
            "title: One\nsummary: !important thing\ntopic: !x [immigrant-defense]",
        ),
    ];
    let files = files.map(|(name, lines)| {
        let text = format!("---\nkind: collection\n{lines}\n---\n");
        (format!("records/{name}.md"), text.into_bytes())
    });
    let mut all: Vec<(&str, &[u8])> = vec![("catalog.toml", SETTINGS.as_bytes())];
    all.extend(
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_slice())),
    );
    check("slips", &all);
}

/// Two versions that version control left, and a record pasted twice.
#[test]
fn two_texts_in_one_file() {
    let good = "---\nkind: collection\ntitle: One\nsummary: Text.\n---\n";
    let files = [
        (
            "keys.md",
            good.replace(
                "title: One\n",
                "<<<<<<< HEAD\ntitle: One\n=======\ntitle: Two\n>>>>>>> branch\n",
            ),
        ),
        (
            "all.md",
            format!("<<<<<<< HEAD\n{good}||||||| base\n=======\n{good}>>>>>>> branch\n"),
        ),
        (
            "body.md",
            format!("{good}Heading\n=======\n\n<<<<<<< HEAD\r\nOne.\r\n=======\r\nTwo.\r\n>>>>>>> branch\r\n\nMore.\n>>>>>>> other\n")
                .replace("Text.", "<b>"),
        ),
        ("pasted.md", format!("{good}Text.\n{good}Text.\n")),
        (
            "sound.md",
            format!("{good}Kind words.\n\n---\n\nkind: regards\n\n---\n\nHeading\n=======\n\n> > a\n").replace("One", "Other"),
        ),
    ];
    let files = files.map(|(name, text)| (format!("records/{name}"), text.into_bytes()));
    let mut all: Vec<(&str, &[u8])> = vec![("catalog.toml", SETTINGS.as_bytes())];
    let searches = b"[[query]]\n<<<<<<< HEAD\ntext = \"one\"\n=======\ntext = \"two\"\n>>>>>>> branch\nnothing = true\n";
    all.push(("queries.toml", searches));
    all.extend(
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_slice())),
    );
    check("two-texts", &all);
    // Of several in one file, and of what is wrong elsewhere in it, nothing hides anything.
    let record = "---\n<<<<<<< HEAD\nkind: evnt\n=======\nkind: event\n>>>>>>> branch\nsumary: Text.\nwhen:\n  - start: 2024-02-30 17:00\n<<<<<<< HEAD\n    zone: Pacific\ntitle: One\n=======\n    zone: Atlantic\ntitle: Two\nlink: https://example.org/\n>>>>>>> branch\nhosts: [nobody]\ntopic: [imigration]\nactions:\n<<<<<<< HEAD\n  - do: rsvp\n||||||| base\n  - do: register\n=======\n  - do: register\n    url: https://example.org/\n>>>>>>> branch\n  - do: registr\n    url: https://example.org/a\n>>>>>>> other\n---\n\n[a link](example.org/two).\n\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> branch\n";
    check_record("several-versions", record);
    let settings =
        format!("<<<<<<< HEAD\nname = {{ en = \"A\" }}\n=======\n{SETTINGS}>>>>>>> branch\n");
    check(
        "two-texts-in-settings",
        &[("catalog.toml", settings.as_bytes())],
    );
}

/// A comment is a comment; a number or a hashtag after a space is a part of a value.
#[test]
fn what_is_cut_off_is_told() {
    check_record(
        "cut-off",
        "---\nkind: collection\ntitle: Meeting #3 # the third\nsummary: Text. # a comment\ncadence: #weekly\naliases:\n  - Call #HousingNow\n  - \"Call #4\"\nhashtags: [One] #two\n---\n",
    );
}

#[test]
fn several_values_in_one() {
    let settings = SETTINGS.replace(
        "[sources.list]",
        "[[facets.values]]\nid = \"labor\"\nlabel = { en = \"Labor, wages\" }\n\n[sources.list]",
    );
    let record = "---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/\ntopic: labor, imigration, other\nhosts: group, group\nmentions: group, nothing\nabout: group; nothing\n---\n";
    let label = "---\nkind: article\ntitle: Two\nsummary: Text.\nlink: https://example.org/2\ntopic: \"Labor, wages\"\n---\n";
    check(
        "several-in-one",
        &[
            ("catalog.toml", settings.as_bytes()),
            ("records/group.md", GROUP.as_bytes()),
            ("records/one.md", record.as_bytes()),
            ("records/two.md", label.as_bytes()),
            (
                "records/three.md",
                b"---\nkind: article\ntitle: Three\nsummary: Text.\nlink: https://example.org/3\ntopic: labor; imigration\n---\n",
            ),
        ],
    );
}

#[test]
fn values_of_settings() {
    let settings = "name = { en = \"\" }\ntagline = { en = \"One\", es = \" \" }\nlanguages = [\"english\", \"en\", \"en\"]\nzone = \"UTC\"\nassumed_minutes = 99999999999\ncontact = \"not a mail\"\n\n[sources.list]\ntitle = \"A list\"\npublisher = \"one\"\nrecord = \"nothing\"\nurl = \"javascript:alert(1)\"\ndate = \"2027-13\"\n\n[sources.other]\ntitle = \"Another\"\npublisher = \"one\"\nrecord = \"one\"\n[sources.other.date_note]\n\n[sources.\"quoted\"]\ntitle = \"Quoted\"\npublisher = \"gruop\"\nurl = \"https://example.org/a b\"\ndate = \"last year\"\n";
    check(
        "values-of-settings",
        &[
            ("catalog.toml", settings.as_bytes()),
            ("records/group.md", GROUP.as_bytes()),
            (
                "records/one.md",
                b"---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/\n---\n",
            ),
        ],
    );
}

#[test]
fn what_is_meant_is_said_where_it_is_clear() {
    check_record(
        "what-is-meant",
        "---\nkind: event\ntitle: #One\nsummary: Text.\nhosts: [Example Group, Another Group]\nhosts_: x\nlink: <https://example.org>\nlinks:\n  - label: Flyer\n  - url: me@example.org\n  - url: https://example.org/a b\nwhen:\n  - start: 2027-03-04 6:30 p.m.\n  - start: 2027-03-04 18:00\n    end: 7pm\n    zone: pst\n---\n",
    );
    let group = GROUP.as_bytes();
    check(
        "by-its-name",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/example-group.md", group),
            (
                "records/one.md",
                b"---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/\nhosts: [Example Group]\n---\n",
            ),
        ],
    );
}

#[test]
fn what_nests_without_end_is_told() {
    let deep = format!("{} deep", ">".repeat(120));
    check_record(
        "too-deep",
        &format!(
            "---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/\n---\n{deep}\n"
        ),
    );
}

#[test]
fn what_a_writer_alone_should_see_is_told_before_readers_see_it() {
    let record = |more: &str| {
        format!(
            "---\nkind: article\ntitle: One\nsummary: To be written.\nlink: https://example.org/\nnotes:\n  - note: \"Import asks: who is the author?\"\n{more}---\n"
        )
    };
    check_record("left-over", &record(""));
    check_record("left-over-of-a-draft", &record("draft: true\n"));
}

#[test]
fn a_text_under_another_name_is_not_passed_over_in_silence() {
    check(
        "ignored-files",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/group.md", GROUP.as_bytes()),
            ("records/events/first-call.md.txt", GROUP.as_bytes()),
            ("records/events/SECOND.MD", GROUP.as_bytes()),
            ("records/third.markdown", GROUP.as_bytes()),
            ("fourth.md", GROUP.as_bytes()),
            ("events/fifth.md", GROUP.as_bytes()),
            ("README.md", b"# How we work\n"),
            ("static/sixth.md", GROUP.as_bytes()),
            // Nobody takes these for records, or leaves them there on purpose.
            ("records/picture.png", b"\x89PNG"),
            ("records/.hidden.txt", b"mine"),
        ],
    );
}

/// The marks stand below what they mark, in a line that is too long to be shown whole too.
#[test]
fn a_mistake_far_along_a_line_is_shown_where_it_is() {
    let words = "word ".repeat(60);
    check_record(
        "long-line",
        &format!(
            "---\nkind: article\ntitle: One\nsummary: {words}<b>bold</b>\nlink: https://example.org/\ntopic: [{}, sports]\n---\n{words}\t<b>bold</b>.\n",
            "immigrant-defense, ".repeat(12).trim_end_matches(", ")
        ),
    );
}

/// Feeds of topics are usual, and no mistake of who has no topics.
#[test]
fn a_catalogue_of_three_lines_is_whole() {
    let settings = "name = { en = \"Example\" }\nlanguages = [\"en\"]\nzone = \"UTC\"\n";
    check(
        "three-lines",
        &[
            ("catalog.toml", settings.as_bytes()),
            (
                "records/one.md",
                b"---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/\n---\n",
            ),
        ],
    );
}

#[test]
fn an_empty_catalogue_is_no_error() {
    check("empty", &[("catalog.toml", SETTINGS.as_bytes())]);
    let folder = write("empty-again", &[("catalog.toml", SETTINGS.as_bytes())]);
    let (catalog, diagnostics) = catalog::read(&folder);
    assert!(catalog.is_some() && !diagnostics.iter().any(|d| d.is_error()));
}

#[test]
fn an_empty_body_is_no_mistake() {
    check_record(
        "empty-body",
        "---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/\n---\n",
    );
}

#[test]
fn no_mistake_hides_another() {
    let broken = "---\nkind: article\ntitle: Broken\nsummary: Text.\ntopic: nothing\n---\n";
    check(
        "many-files",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/a.md", broken.as_bytes()),
            ("records/b.md", b"no front matter"),
            ("records/c.md", broken.as_bytes()),
            (
                "records/d.md",
                b"---\nkind: article\ntitle: D\nsummary: Text.\nabout: [b, nowhere]\n---\n",
            ),
        ],
    );
}

#[test]
fn messages_and_numbers() {
    check_record(
        "messages",
        "---\nkind: service\ntitle: One\nsummary: Text.\nactions:\n  - do: text\n    text_to: 30403\n    keyword: “MASS CALL”\n  - do: text\n    keyword: HELP\n  - do: email\n    email: mailto:help@example.org\n  - do: email\n    email: help at example.org\n  - do: call\n    phone: tel:+1/212/555-0142\n---\n",
    );
}

#[test]
fn files_as_other_editors_save_them() {
    check_record(
        "form",
        "\u{feff}---\r\nkind: article  \r\ntitle: One\r\nsummary: Text.\t\r\nlink: https://example.org/\r\n---\r\n",
    );
}

#[test]
fn one_thing_twice_and_lists_of_nothing() {
    let article = |more: &str| {
        format!(
            "---\nkind: article\ntitle: One title\nsummary: Text.\nlink: https://example.org/page/\n{more}---\n"
        )
    };
    check(
        "twice",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/a.md", article("").as_bytes()),
            (
                "records/b.md",
                article("image: {credit: Example}\n")
                    .replace("https", "http")
                    .as_bytes(),
            ),
            (
                "records/c.md",
                article("lang: es\ntranslation_of: a\n").as_bytes(),
            ),
            (
                "records/d.md",
                b"---\nkind: series\ntitle: Empty\nsummary: Text.\n---\n",
            ),
            (
                "records/e.md",
                b"---\nkind: collection\ntitle: Empty\nsummary: Text.\n---\n",
            ),
        ],
    );
}

#[test]
fn how_much_a_code_matters_is_the_catalogues_choice() {
    let settings = format!(
        "{SETTINGS}\n[check]\nno-members = \"off\"\nno-link = \"error\"\nduplicat-title = \"off\"\nbad-yaml = \"off\"\n"
    );
    check(
        "levels",
        &[
            ("catalog.toml", settings.as_bytes()),
            (
                "records/one.md",
                b"---\nkind: article\ntitle: One\nsummary: Text.\n---\n",
            ),
        ],
    );
    // A draft is not published: it keeps nothing from being, and is the one of two that is too much.
    let settings = format!(
        "{SETTINGS}\n[check]\nno-link = \"error\"\nduplicate-title = \"error\"\nduplicate-link = \"error\"\n"
    );
    let record = |more: &str| {
        format!("---\nkind: article\ntitle: One\nsummary: Text.\n{more}---\n").into_bytes()
    };
    check(
        "levels-of-drafts",
        &[
            ("catalog.toml", settings.as_bytes()),
            ("records/a-draft.md", &record("draft: true\n")),
            (
                "records/b-draft.md",
                &record("draft: true\nlink: https://example.org/\n"),
            ),
            ("records/one.md", &record("link: https://example.org/\n")),
        ],
    );
    check(
        "levels-that-are-none",
        &[(
            "catalog.toml",
            format!("{SETTINGS}\n[check]\nno-link = \"loud\"\n").as_bytes(),
        )],
    );
}

/// Who opens a pipe waits for whoever writes into it.
#[cfg(unix)]
#[test]
fn a_pipe_is_no_record_and_holds_nothing_up() {
    let folder = write("pipe", &[("catalog.toml", SETTINGS.as_bytes())]);
    fs::create_dir_all(folder.join("records")).unwrap();
    for name in ["records/one.md", "queries.toml"] {
        let made = std::process::Command::new("mkfifo")
            .arg(folder.join(name))
            .status();
        assert!(made.unwrap().success());
    }
    let (catalog, mut diagnostics) = catalog::read(&folder);
    diagnostics.extend(queries::read(&folder, &catalog.unwrap()).1);
    let text = report::text(&diagnostics);
    for name in ["records/one.md", "queries.toml"] {
        let says = format!("{name}: error [unreadable] it is a pipe or a device, not a file");
        assert!(text.contains(&says), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_cannot_be_read() {
    let folder = write("dangling", &[("catalog.toml", SETTINGS.as_bytes())]);
    fs::create_dir_all(folder.join("records")).unwrap();
    std::os::unix::fs::symlink("nowhere.md", folder.join("records/one.md")).unwrap();
    let (_, diagnostics) = catalog::read(&folder);
    let text = report::text(&diagnostics);
    assert!(
        text.contains("records/one.md: error [unreadable]"),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_around_it_is_followed_no_further() {
    let folder = write(
        "circle",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/a/group.md", GROUP.as_bytes()),
            ("elsewhere/other.md", GROUP.as_bytes()),
        ],
    );
    for (to, from) in [
        ("..", "records/a/one"),
        ("..", "records/a/two"),
        ("../elsewhere", "records/other"),
        ("../records/a", "elsewhere/back"),
    ] {
        std::os::unix::fs::symlink(to, folder.join(from)).unwrap();
    }
    let (catalog, diagnostics) = catalog::read(&folder);
    let catalog = catalog.unwrap();
    assert!(catalog.records.ids().eq(["group", "other"]));
    let text = report::text(&diagnostics);
    for link in ["records/a/one", "records/a/two"] {
        let says =
            format!("{link}: error [unreadable] the link leads to a folder in which it lies");
        assert!(text.contains(&says), "{text}");
    }
}

#[test]
fn a_folder_that_cannot_be_read_is_an_error() {
    // A file where the folder should be, and a folder where a file should be: as unreadable for every user.
    let folder = write(
        "no-folder",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records", b"a file"),
        ],
    );
    let text = report::text(&catalog::read(&folder).1);
    assert!(text.contains("records: error [unreadable]"), "{text}");
    assert!(!text.contains("[empty-catalogue]"), "{text}");
    let folder = write("no-file", &[("catalog.toml/inside", b"")]);
    let text = report::text(&catalog::read(&folder).1);
    assert!(text.contains("catalog.toml: error [unreadable]"), "{text}");
}

/// Every code has a case here whose report shows it.
#[test]
fn every_code_is_shown_by_a_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let reports: String = fs::read_dir(folder)
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let missing: Vec<&str> = EXPLANATIONS
        .iter()
        .map(|have| have.code)
        // What a file system refuses is worded by the system: see `a_link_to_nothing_cannot_be_read`.
        .filter(|code| *code != "unreadable" && !reports.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_explanation_is_whole() {
    for have in EXPLANATIONS {
        for text in [have.what, have.why, have.fix] {
            assert!(
                text.ends_with('.') || text.ends_with('`'),
                "{}: {text}",
                have.code
            );
        }
        assert!(!have.example.is_empty(), "{}", have.code);
    }
}

#[test]
fn every_code_is_explained_once() {
    let mut names: Vec<&str> = EXPLANATIONS.iter().map(|have| have.code).collect();
    let sorted = names.clone();
    names.dedup();
    assert_eq!(names, sorted);
    assert!(names.is_sorted());
}

#[test]
fn site_and_feeds() {
    let with = |more: &str| format!("{SETTINGS}\n{more}");
    let record = b"---\nkind: organization\ntitle: One\nsummary: Text.\n---\n";
    let settings = with(
        "[site]\nurl = \"https://example.org/calls?lang=en#top\"\nid = \"\"\n[feeds]\nfacets = [\"topics\", \"when\", \"organization\", \"xyz\"]\nmost = 0\n",
    );
    check(
        "site",
        &[
            ("catalog.toml", settings.as_bytes()),
            ("records/one.md", record),
        ],
    );
    check(
        "site-without-scheme",
        &[
            (
                "catalog.toml",
                with("[site]\nurl = \"example.org/calls\"\n").as_bytes(),
            ),
            ("records/one.md", record),
        ],
    );
}
