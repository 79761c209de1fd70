//! What an author is told of what other programs, keyboards and people made of a catalogue's files: each case is a small
//! catalogue, and the whole report of it ([`told`]). Not here: mistakes of her own (`mistakes.rs`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

mod told;

use callboard_indexer::{catalog, mend};
use std::fs;
use told::{GROUP, SETTINGS, check, check_record, write};

/// Phones and word processors put other signs in the place of plain ones while somebody types.
#[test]
fn typeset_signs_in_settings() {
    let settings = SETTINGS
        .replace("zone = \"America/New_York\"", "zone = “America/New_York”")
        .replace("id = \"topic\"", "id\u{a0}= \"topic\"")
        .replace("title = \"A list\"", "title = ‘A list’");
    check("typeset-settings", &[("catalog.toml", settings.as_bytes())]);
}

#[test]
fn dashes_around_front_matter() {
    let [begin, end, below] = [
        GROUP.replacen("---\n", "—-\n", 1),
        GROUP.replace("list\n---", "list\n—\n\nText.\n"),
        format!("\n {GROUP}"),
    ];
    check(
        "typeset-dashes",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/begin.md", begin.as_bytes()),
            ("records/below.md", below.as_bytes()),
            ("records/end.md", end.as_bytes()),
        ],
    );
}

/// A Mac writes `é` as two signs, a host's web editor adds no ending, and Windows hides the one that an editor added.
#[test]
fn names_of_files() {
    check(
        "names-of-files",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("queries.toml.txt", b"[[query]]\n"),
            ("records/a-new-group", GROUP.as_bytes()),
            ("records/St. Mark’s", GROUP.as_bytes()),
            ("records/unio\u{301}n.md", GROUP.as_bytes()),
            ("records/町内会.md", GROUP.as_bytes()),
            // Nobody means these to be records.
            ("records/group.md.orig", GROUP.as_bytes()),
            ("records/group.md~", GROUP.as_bytes()),
            ("records/LICENSE", b"Whoever reads this may copy it.\n"),
        ],
    );
    check("settings-under-another-name", &[("Catalog.toml.txt", b"")]);
}

/// Keyboards, other countries and other programs write days and times in their own way.
#[test]
fn dates_of_other_keyboards_and_countries() {
    let whens: String = [
        "2027\u{2011}03\u{2011}04 18:00",
        "2027-03-05\u{a0}18:00",
        "２０２７-03-06",
        "2027-03-07 18.30",
        "2027-03-08 18h",
        "2027-03-09 18:00:00",
        "2027-03-10 18:00 - 20:00",
        "2027-03-11T18:00Z",
        "2027-3-12 18:00",
        "31.12.2027 18:00",
        "03/04/2027",
        "March 4, 2027 6pm",
        "2027-03-13 18:00\n    end: 20 Uhr",
        "2027-03-14 18:00\n    end: 20\u{a0}:30",
    ]
    .iter()
    .map(|start| format!("  - start: {start}\n"))
    .collect();
    let one = format!(
        "---\nkind: event\ntitle: One\nsummary: Text.\nlink: https://example.org/\npublished: 2027\u{2013}01\nspan: {{from: 2027\u{2013}01\u{2013}02, to: 2027-01-03}}\nwhen:\n{whens}---\n"
    );
    let folder = write(
        "dates-mended",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/one.md", one.as_bytes()),
        ],
    );
    check_record("dates-of-others", &one);
    // Where only the signs are others, there is one way to mend them.
    let (_, found) = catalog::read(&folder);
    mend::mend(&folder, &found);
    let mended = fs::read_to_string(folder.join("records/one.md")).unwrap();
    for line in [
        "published: 2027-01",
        "start: 2027-03-04 18:00",
        "start: 2027-03-05 18:00",
        "start: 2027-03-06",
    ] {
        assert!(mended.contains(&format!("{line}\n")), "{mended}");
    }
    assert!(mended.contains("start: 2027-03-07 18.30\n"));
}

/// Settings are written by people who have seen front matter, other languages' comments, or nothing of either.
#[test]
fn settings_by_other_habits() {
    let lines = [
        "zone: America/New_York",
        "languages: [\"en\"]",
        "// a comment",
        "contact = \"editors@example.org\";",
        "assumed_minutes = 90 tagline = { en = \"One\" }",
        "[site]",
        "[sources.one]",
        "title = 'Tenant's list'",
        "url = { en: \"One\" }",
        "date_note = { en = \"The \"best\" one\" }",
    ];
    let settings = lines.join("\n") + "\n";
    check("other-habits", &[("catalog.toml", settings.as_bytes())]);
    let texts = "[site]\nurl = \"https://example.org\nicon = \"C:\\users\\icon.svg\"\n";
    check(
        "texts-by-other-habits",
        &[("catalog.toml", texts.as_bytes())],
    );
    // What is added at the end belongs to what stands there.
    let below = format!("{SETTINGS}contact = \"editors@example.org\"\nzne = \"UTC\"\n");
    check(
        "below-brackets",
        &[
            ("catalog.toml", below.as_bytes()),
            ("records/group.md", GROUP.as_bytes()),
        ],
    );
    let alone = SETTINGS.replace('\n', "\r");
    check("lines-without-end", &[("catalog.toml", alone.as_bytes())]);
}

/// Systems name languages in their own way. Capitals mean nothing in a tag, but there is one way to write a catalogue's.
#[test]
fn languages_as_systems_name_them() {
    let settings = SETTINGS.replace(
        "name = { en = \"Example\" }\nlanguages = [\"en\"]",
        "name = { en = \"Example\", pt_BR = \"Exemplo\" }\ntagline = { EN = \"One\" }\nlanguages = [\"en\", \"pt-BR\"]",
    );
    let one = "---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/\nlang: fr_CA\n---\n";
    let two = "---\nkind: article\ntitle: Dois\nsummary: Texto.\nlink: https://example.org/2\nlang: pt-br\n---\n";
    check(
        "languages-of-systems",
        &[
            ("catalog.toml", settings.as_bytes()),
            ("records/one.md", one.as_bytes()),
            ("records/two.md", two.as_bytes()),
        ],
    );
}

/// What is wrong whichever version is chosen is told at once, in the settings, the searches and the records.
#[test]
fn versions_of_settings() {
    let settings = SETTINGS
        .replace(
            "zone = \"America/New_York\"",
            "<<<<<<< HEAD\nzone = \"America/New_York\"\n=======\nzone = \"America/Chicago\"\n>>>>>>> branch\ncontact = \"nobody\"",
        )
        .replace(
            "[sources.list]",
            "<<<<<<< HEAD\n[[facets.values]]\nid = \"rent\"\nlabel = { en = \"Rent\" }\n=======\n[[facets.values]]\nid = \"work\"\nlabel = { en = \"Work\" }\n>>>>>>> branch\n\n[sources.list]",
        );
    let queries = "<<<<<<< HEAD\n[[query]]\ntext = \"a\"\nfirst = [\"nobody\"]\n=======\n[[query]]\ntext = \"b\"\n>>>>>>> branch\n[[query]]\ntext = \"c\"\nfrist = [\"one\"]\n";
    // As long as nobody has chosen, both topics may be there; the third is there in neither.
    let one = "---\nkind: article\ntitle: One\nsummary: Text.\nlink: https://example.org/\ntopic: [rent, work, fares]\n---\n";
    check(
        "versions-of-settings",
        &[
            ("catalog.toml", settings.as_bytes()),
            ("queries.toml", queries.as_bytes()),
            ("records/one.md", one.as_bytes()),
        ],
    );
}

/// Windows has names that no file can have, and with a Mac it takes capitals for small letters.
#[test]
fn names_of_other_systems() {
    let article = |title: &str| {
        format!(
            "---\nkind: article\ntitle: {title}\nsummary: Text.\nlink: https://example.org/{title}\n---\n"
        )
    };
    let records = [
        "con",
        "COM1",
        "console",
        "aux/one",
        "aux/two",
        "Calls: 2027?/three",
        "more./four",
        "Events/five",
        "events/six",
    ]
    .map(|name| {
        (
            format!("records/{name}.md"),
            article(&name.replace(['/', ' ', '?'], "-")),
        )
    });
    let mut all: Vec<(&str, &[u8])> = vec![
        ("catalog.toml", SETTINGS.as_bytes()),
        ("static/nul.tar.gz", b"a"),
        ("static/Logo.png", b"a"),
        ("static/logo.png", b"b"),
    ];
    all.extend(
        records
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_bytes())),
    );
    check("names-of-other-systems", &all);
}

/// What a build would stop at is told before.
#[test]
fn own_files_that_cannot_be_published() {
    let files: [(&str, &[u8]); 5] = [
        ("catalog.toml", SETTINGS.as_bytes()),
        ("records/group.md", GROUP.as_bytes()),
        ("static/Index.html", b"a"),
        ("static/404.html", b"a"),
        ("static/below/index.html", b"a"),
    ];
    check("own-files", &files);
}

/// A link out of the folder would publish a file of the machine that builds.
#[cfg(unix)]
#[test]
fn links_among_own_files() {
    let folder = write(
        "links-among-own-files",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/group.md", GROUP.as_bytes()),
            ("static/a.txt", b"a"),
        ],
    );
    std::os::unix::fs::symlink("/etc/passwd", folder.join("static/b.txt")).unwrap();
    std::os::unix::fs::symlink("/etc", folder.join("static/c")).unwrap();
    let (_, found) = catalog::read(&folder);
    let told: Vec<(&str, &str)> = found.iter().map(|it| (it.code, it.file.as_str())).collect();
    assert_eq!(
        told,
        [
            ("bad-own-file", "static/b.txt"),
            ("bad-own-file", "static/c")
        ]
    );
}
