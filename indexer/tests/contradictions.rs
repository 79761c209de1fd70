//! What an author is told of a catalogue that can be read and cannot be meant: words beside dates, zones that know no summer,
//! records that name others which are not there or are parts of their own parts, or have one title, searches that do not find what they must. The reports stand in `mistakes/` ([`told`]).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

mod told;

use told::{GROUP, SETTINGS, check, check_record};

#[test]
fn words_that_contradict_the_start() {
    let record = |when: &str, notes: &str| {
        format!(
            "---\nkind: event\ntitle: One\nsummary: Text.\nlink: https://example.org/\nwhen:\n{when}{notes}---\n"
        )
    };
    let words = "  - start: 2024-11-06 12:00\n    zone: America/Los_Angeles\n    words: Wednesday, Nov. 6 at noon PT/ 3pm PT\n  - start: 2024-11-07 17:00\n    words: Friday, Nov. 7 at 5pm PT/ 8pm ET\n  - start: 2024-11-03 01:30\n";
    check_record("words", &record(words, ""));
    // Who has noted that the source contradicts itself is told no more; that a time came twice is no matter of the source.
    let noted = "notes:\n  - conflict: The source gives two times in one zone.\n";
    check_record("words-noted", &record(words, noted));
}

/// What the words name is a day where it takes place, or one in a zone that they name.
#[test]
fn days_in_words_beside_the_date() {
    check_record(
        "days",
        "---\nkind: event\ntitle: One\nsummary: Text.\nlink: https://example.org/\nwhen:\n  - start: 2024-11-07 17:00\n    words: Nov. 8 at 5pm\n  - start: 2024-11-08 02:00\n    words: Thursday, Nov. 7 at 11pm PT\n  - start: 2024-11-09\n    words: 9 de octubre\n  - start: 2024-11-12\n    words: Tuesdays, Nov. 5 - Nov. 19\n  - start: 2024-11-14\n    words: November 14, 2023\n---\n",
    );
}

#[test]
fn zones_that_know_no_summer_and_offsets() {
    let whens: String = [
        "EST",
        "mst",
        "HST",
        "UTC-5",
        "GMT+02:00",
        "-0500",
        "AKST",
        "ET",
    ]
    .iter()
    .map(|zone| format!("  - start: 2024-07-11\n    zone: {zone}\n"))
    .collect();
    let record = format!(
        "---\nkind: event\ntitle: One\nsummary: Text.\nlink: https://example.org/\nwhen:\n{whens}---\n"
    );
    let settings = SETTINGS.replace("America/New_York", "EST");
    check(
        "zones-and-offsets",
        &[
            ("catalog.toml", settings.as_bytes()),
            ("records/group.md", GROUP.as_bytes()),
            ("records/one.md", record.as_bytes()),
        ],
    );
    check(
        "no-zone-of-a-catalogue",
        &[(
            "catalog.toml",
            SETTINGS.replace("America/New_York", "Eastern").as_bytes(),
        )],
    );
}

/// A series of events has one title, and a time tells each from the others.
#[test]
fn one_title_at_several_times() {
    let event = |when: &str| {
        format!(
            "---\nkind: event\ntitle: Phone bank\nsummary: Text.\nactions: [{{do: join, url: \"https://example.org/\"}}]\n{when}---\n"
        )
    };
    let at = |starts: &[&str]| {
        let starts = starts
            .iter()
            .map(|start| format!("  - start: 2026-11-{start} 18:00\n    zone: America/New_York\n"));
        event(&format!("when:\n{}", starts.collect::<String>()))
    };
    check(
        "one-title",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/a.md", at(&["07"]).as_bytes()),
            ("records/b.md", at(&["14"]).as_bytes()),
            ("records/c.md", at(&["21", "14"]).as_bytes()),
            ("records/d.md", event("").as_bytes()),
            ("records/e.md", at(&["28"]).as_bytes()),
        ],
    );
}

#[test]
fn records_that_come_back_to_themselves() {
    let record = |title: &str, more: &str| {
        format!(
            "---\nkind: article\ntitle: {title}\nsummary: Text.\nlink: https://example.org/{title}\n{more}---\n"
        )
    };
    let files = [
        ("a", "part_of: [b]\n"),
        ("b", "part_of: [d, c]\n"),
        ("c", "part_of: a\n"),
        ("d", "part_of: d\nmentions: a\n"),
        // Letters and members may name each other.
        ("e", "mentions: d\nreply_to: [f]\nmember_of: f\n"),
        ("f", "reply_to: [e]\nmember_of: e\ncontinues: [e]\n"),
        ("one", "translation_of: two\n"),
        ("two", "translation_of: one\nlang: es\n"),
        ("three", "translation_of: four\nlang: fr\n"),
        ("four", "translation_of: five\nlang: es\n"),
        ("five", ""),
        ("six", "translation_of: five\n"),
    ]
    .map(|(name, more)| (format!("records/{name}.md"), record(name, more)));
    let mut all: Vec<(&str, &[u8])> = vec![("catalog.toml", SETTINGS.as_bytes())];
    all.extend(
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_bytes())),
    );
    check("circles", &all);
}

#[test]
fn searches_that_do_not_find() {
    let record = |title: &str| {
        format!(
            "---\nkind: article\ntitle: {title}\nsummary: Text on rents.\nlink: https://example.org/{title}\n---\n"
        )
    };
    let asked = |text: &str| {
        check(
            if text.contains("as_of") {
                "searches-with-mistakes"
            } else {
                "searches"
            },
            &[
                ("catalog.toml", SETTINGS.as_bytes()),
                ("queries.toml", text.as_bytes()),
                ("records/one.md", record("One").as_bytes()),
                ("records/two.md", record("Two").as_bytes()),
                (
                    "records/three.md",
                    record("Three")
                        .replacen("---", "---\ndraft: true", 1)
                        .as_bytes(),
                ),
            ],
        );
    };
    asked(
        "[[query]]\ntext = \"two rents\"\nfirst = [\"two\", \"one\"]\n\n[[query]]\ntext = \"two rents\"\nfirst = [\"one\"]\n\n[[query]]\ntext = \"one\"\nnothing = true\nfilters = [\"kind:article\", \"topic:none\"]\n\n[[query]]\ntext = \"rents\"\namong = [\"one\", \"two\"]\nwithin = 1\nwithout = [\"two\"]\n",
    );
    asked(
        "as_of = \"soon\"\n[[query]]\ntext = \"a\"\n[[query]]\ntext = \"b\"\nfirst = [\"on\", \"thre\", \"three\"]\n[[query]]\ntext = \"c\"\nnothing = true\nwithin = 0\nwithout = [\"one\"]\nlang = \"fr\"\nfilters = [\"article\", \"topics:rent\"]\n",
    );
    check(
        "broken-searches",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            (
                "queries.toml",
                b"asof = \"2024-11-07\"\n[[query]]\ntext = \"a\"\nfirt = [\"b\"]\n[[query]]\ntxt = \"b\"\nfirst = \"one\"\nwithin = \"few\"\n[[query]]\nnothing = \"yes\"\n",
            ),
        ],
    );
}

#[test]
fn former_ids() {
    let record = |title: &str, more: &str| {
        format!(
            "---\nkind: article\ntitle: {title}\nsummary: Text.\nlink: https://example.org/{title}\n{more}---\n"
        )
    };
    let one = record("One", "former_ids: [old-one, two, Old Name, one]\n");
    let two = record("Two", "former_ids: [old-one]\nmentions: [old-one]\n");
    let three = record(
        "Three",
        "former_ids: old-three\nmentions: [old-three, old-one]\n",
    );
    check(
        "former-ids",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/one.md", one.as_bytes()),
            ("records/two.md", two.as_bytes()),
            ("records/three.md", three.as_bytes()),
        ],
    );
}

#[test]
fn what_is_there_in_one_language_only() {
    let settings = SETTINGS.replace("[\"en\"]", "[\"en\", \"es\"]").replace(
        "{ en = \"Example\" }",
        "{ en = \"Example\", es = \"Ejemplo\" }",
    );
    let record = |more: &str| {
        format!(
            "---\nkind: article\ntitle: One{more}\nsummary: Text.\nlink: https://example.org/\n---\n"
        )
    };
    check(
        "translations",
        &[
            ("catalog.toml", settings.as_bytes()),
            ("records/group.md", GROUP.as_bytes()),
            ("records/one.md", record("").as_bytes()),
            (
                "records/two.md",
                record("\nlang: es\ntranslation_of: one").as_bytes(),
            ),
            (
                "records/three.md",
                record(" more\npart_of: [one]").as_bytes(),
            ),
        ],
    );
}

#[test]
fn references() {
    check_record(
        "references",
        "---\nkind: article\ntitle: One\nsummary: Text.\nhosts: [grup, one, nothing-like-it]\nseries: group\nrecording_of: [one]\npart_of: [one]\n---\n",
    );
    check(
        "two-of-an-id",
        &[
            ("catalog.toml", SETTINGS.as_bytes()),
            ("records/a/group.md", GROUP.as_bytes()),
            ("records/b/group.md", GROUP.as_bytes()),
            ("records/Bad Name.md", GROUP.as_bytes()),
            // Its page would have a name that no system takes.
            (&format!("records/{}.md", "a".repeat(201)), GROUP.as_bytes()),
        ],
    );
}

/// What is proposed is in the languages of the catalogue, not in those of most.
#[test]
fn texts_are_proposed_in_the_languages_of_the_catalogue() {
    let facet = "[[facets]]\nid = \"topic\"\n";
    let settings = format!(
        "name = \"Liste\"\nlanguages = [\"de\", \"pt-BR\"]\nzone = \"Europe/Berlin\"\n{facet}"
    );
    check("texts-in-german", &[("catalog.toml", settings.as_bytes())]);
    let settings = "languages = [\"de\"]\nzone = \"Europe/Berlin\"\n";
    check(
        "no-name-in-german",
        &[("catalog.toml", settings.as_bytes())],
    );
    let settings = SETTINGS.replace("[\"en\"", "[\"de\", \"en\"");
    check(
        "name-lacks-german",
        &[("catalog.toml", settings.as_bytes())],
    );
}
