//! What each format gives, as data: a source beside the drafts and questions that come of it.
//!
//! `golden/FORMAT/CASE/source` is a file (with its ending) or a folder; `map.toml` beside it says what its columns are, and
//! `expected.txt` holds every
//! draft as its file would be written, with its questions. `UPDATE=1` writes the expected files anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use callboard_importer::format::{self, Format, Options};
use callboard_importer::table::map::Map;
use callboard_importer::vocabulary::{Vocabulary, fold};
use callboard_importer::{Question, source, write};
use jiff::civil::date;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn vocabulary() -> Vocabulary {
    let names = |list: &[(&str, &str)]| {
        list.iter()
            .map(|(name, id)| (fold(name), (*id).to_owned()))
            .collect()
    };
    Vocabulary {
        zone: "America/New_York".to_owned(),
        languages: vec!["en".to_owned(), "es".to_owned()],
        facets: [(
            "topic".to_owned(),
            names(&[
                ("Labor", "labor"),
                ("strikes", "labor"),
                ("Mutual aid", "mutual-aid"),
            ]),
        )]
        .into(),
        organizations: names(&[("MACC NYC", "macc"), ("MACC", "macc")]),
        series: names(&[("Left at Sea", "left-at-sea")]),
        sources: [("source".to_owned(), None)].into(),
        titles: names(&[("Rent Strike", "what-a-rent-strike-is")]),
    }
}

fn questions(questions: &[Question], out: &mut String) {
    for question in questions {
        let Question {
            file,
            line,
            code,
            text,
        } = question;
        writeln!(out, "? {file}:{line}: [{code}] {text}").unwrap();
    }
}

/// Imports a case into an empty catalogue and compares all of it.
#[track_caller]
fn check(format: Format, case: &str) {
    let folder = golden().join(format.name()).join(case);
    let path = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_stem().is_some_and(|stem| stem == "source"))
        .expect("a case has a source");
    let source = source::read(&path).unwrap();
    let map = fs::read_to_string(folder.join("map.toml")).unwrap_or_default();
    let options = Options {
        vocabulary: vocabulary(),
        map: Map::parse(&map).unwrap(),
        ..Options::new(date(2025, 4, 1))
    };
    let import = format::read(&source, format, &options);
    let catalog = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("golden")
        .join(format.name())
        .join(case);
    let _ = fs::remove_dir_all(&catalog);
    let plan = write::plan(
        import,
        write::Name::Given("case"),
        &catalog,
        &options.vocabulary,
    )
    .unwrap();
    plan.carry_out().unwrap();
    let mut text = String::new();
    questions(&plan.questions, &mut text);
    for draft in &plan.drafts {
        writeln!(text, "\n=== {} from {}", draft.id, draft.origin).unwrap();
        questions(&draft.questions, &mut text);
        text.push_str(&fs::read_to_string(catalog.join(&draft.file)).unwrap());
    }
    let expected = folder.join("expected.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&expected, &text).unwrap();
    }
    let expected = fs::read_to_string(&expected).unwrap_or_default();
    if let Some((number, (have, want))) = text
        .lines()
        .zip(expected.lines().chain(std::iter::repeat("(no more)")))
        .enumerate()
        .find(|(_, (have, want))| have != want)
    {
        panic!(
            "{} {case}, line {}:\n  expected {want}\n  but found {have}",
            format.name(),
            number + 1
        );
    }
    assert_eq!(
        text.len(),
        expected.len(),
        "{} {case}: lines are missing",
        format.name()
    );
}

#[test]
fn a_jekyll_site_of_a_movement() {
    check(Format::Jekyll, "maccnyc");
}

#[test]
fn a_calendar_with_every_kind_of_time() {
    check(Format::Ical, "movement");
    check(Format::Ical, "google-meet");
}

#[test]
fn a_calendar_that_breaks_off() {
    check(Format::Ical, "broken");
}

#[test]
fn feeds_of_three_kinds() {
    for case in ["rss", "atom", "json", "broken"] {
        check(Format::Feed, case);
    }
}

/// Days without a time and dates that are none, plain text with marks of HTML, attachments, entries in a language of their own.
#[test]
fn feeds_whose_entries_differ() {
    for case in ["days", "days-json", "languages"] {
        check(Format::Feed, case);
    }
}

/// Sound and film that Atom encloses as links; ids of a JSON feed that are numbers or nothing.
#[test]
fn feeds_as_some_programs_write_them() {
    check(Format::Feed, "enclosure");
    check(Format::Feed, "show");
    check(Format::Feed, "json-numbers");
}

/// Values that are missing or of another form, attachments and enclosures without a type, pictures.
#[test]
fn feeds_that_say_less_than_they_should() {
    check(Format::Feed, "json-bare");
    check(Format::Feed, "files");
    check(Format::Feed, "elsewhere");
}

/// A WordPress export: drafts, what is private, pictures and menus, blank lines as paragraphs.
#[test]
fn a_feed_that_is_an_export() {
    check(Format::Feed, "export");
}

/// Further dates and periods with zones of their own, zones that the file defines, one name for two events.
#[test]
fn a_calendar_with_further_dates() {
    check(Format::Ical, "further");
}

/// In the calendar's own words where its times cannot be told.
#[test]
fn a_calendar_whose_single_times_were_changed() {
    check(Format::Ical, "changed");
}

#[test]
fn a_calendar_whose_times_cannot_be_told() {
    check(Format::Ical, "untold");
}

/// As Excel saves tables, with and without a mark at the beginning.
#[test]
fn tables_that_are_not_utf8() {
    check(Format::Csv, "windows");
    check(Format::Csv, "utf16");
    check(Format::Csv, "utf16-unmarked");
}

/// A table of which nothing is known is one question, not a draft of nothing for every row.
#[test]
fn a_table_without_a_known_column() {
    check(Format::Csv, "unknown");
    check(Format::Csv, "nameless");
}

#[test]
fn tables_with_and_without_a_map() {
    check(Format::Csv, "usual");
    check(Format::Csv, "mapped");
    check(Format::Csv, "exact");
    check(Format::Jsonl, "usual");
}

/// A title and an empty row above the heading, as in a sheet; hours alone, with and without a clock of 24 hours.
#[test]
fn tables_as_sheets_have_them() {
    check(Format::Csv, "titled");
    check(Format::Csv, "hours");
}

/// Headings, days, times and languages as they are written in German, French and Spanish.
#[test]
fn tables_in_other_languages() {
    for case in ["german", "french", "spanish"] {
        check(Format::Csv, case);
    }
}

/// A title, a remark and a row of merged cells that groups columns above the heading; headings that say one thing twice.
#[test]
fn a_sheet_with_groups_of_columns() {
    check(Format::Csv, "grouped");
    check(Format::Csv, "airtable");
}

/// Headers and parts in every encoding, the version with links, a hidden preview, files that are attached.
#[test]
fn mails_as_their_programs_keep_them() {
    check(Format::List, "eml");
    check(Format::List, "eml-text");
    check(Format::List, "eml-german");
}

/// Times in a column of their own, and days with more behind them than a time.
#[test]
fn a_table_with_times_in_every_form() {
    check(Format::Csv, "times");
}

/// Zones as computers name them behind a time, one with a column that says another; addresses that were mistyped.
#[test]
fn a_table_with_zones_and_slips() {
    check(Format::Csv, "zones");
    check(Format::Csv, "slips");
}

/// Addresses in every form, a heading twice, a quotation mark without an end.
#[test]
fn a_table_written_by_hand() {
    check(Format::Csv, "reach");
}

#[test]
fn services_of_open_referral() {
    check(Format::Hsds, "tables");
    check(Format::Hsds, "packed");
    check(Format::Hsds, "api");
    check(Format::Hsds, "more");
    check(Format::Hsds, "page");
}

#[test]
fn a_hugo_and_a_zola_site_in_two_languages() {
    check(Format::Hugo, "bilingual");
    check(Format::Zola, "bilingual");
}

/// A page without an address of its own, with a picture beside it; a page in a form that is not read.
#[test]
fn a_hugo_site_with_rules_of_its_own() {
    check(Format::Hugo, "bundle");
    check(Format::Hugo, "bundles");
}

/// Numbers, transcripts and people of episodes; what relative addresses are told from, near and far.
#[test]
fn feeds_that_say_more() {
    check(Format::Feed, "podcast");
    check(Format::Feed, "base");
    check(Format::Feed, "slips");
    check(Format::Feed, "mistyped");
    for case in [
        "youtube",
        "mastodon",
        "newsletter",
        "goes-on",
        "json-goes-on",
    ] {
        check(Format::Feed, case);
    }
    check(Format::Feed, "letter");
    check(Format::Feed, "appeared");
    check(Format::Feed, "json-besides");
    check(Format::Feed, "rdf");
}

/// Excerpts, names of authors, categories by their addresses, fields, what stands below another, times of an event.
#[test]
fn an_export_with_all_that_a_site_says() {
    check(Format::Feed, "blog-export");
}

/// Short titles, old addresses, pictures, files and what sections pass on.
#[test]
fn sites_that_say_more_than_a_record_has_keys_for() {
    check(Format::Hugo, "fields");
    check(Format::Jekyll, "fields");
    check(Format::Zola, "extra");
}

/// Parts that stand apart and refer to one another, keywords, kinds with others beside them.
#[test]
fn a_front_page_whose_data_refers() {
    check(Format::Magazine, "references");
    check(Format::Magazine, "signed");
    check(Format::Magazine, "spaced");
    check(Format::Magazine, "cards");
}

/// In words, in brackets, and as a host hides them.
#[test]
fn a_list_with_hidden_addresses_of_mail() {
    check(Format::List, "hidden-mail");
}

/// Zones in quotes, with labels and prefixes; times that are called otherwise, cancelled or changed from a day on.
#[test]
fn a_calendar_of_an_office() {
    check(Format::Ical, "outlook");
    check(Format::Ical, "styled");
}

/// Rows that are there twice, merged cells, breaks within cells, starts with arrows, lists of objects.
#[test]
fn tables_as_programs_export_them() {
    check(Format::Csv, "twice");
    check(Format::Csv, "sheet");
    check(Format::Csv, "merged");
    check(Format::Csv, "notion");
    check(Format::Csv, "office");
    check(Format::Csv, "eventbrite");
    check(Format::Csv, "form");
    check(Format::Csv, "order");
    check(Format::Csv, "series");
    check(Format::Jsonl, "dump");
    check(Format::Jsonl, "programs");
    check(Format::Jsonl, "slots");
    check(Format::Jsonl, "answer");
}

/// Ids with `&` as files write it, Markdown, attachments without an address.
#[test]
fn feeds_that_write_it_otherwise() {
    check(Format::Feed, "written");
    check(Format::Feed, "markdown");
    check(Format::Feed, "json-attached");
}

/// Keys that mean something and such that do not, paragraphs with a colon, a table beside them; and what a site's reader says of them.
#[test]
fn pages_without_front_matter() {
    check(Format::Markdown, "notion");
    check(Format::Jekyll, "pages");
    check(Format::Hugo, "pages");
}

/// Of a folder those files alone are read that are of the format.
#[test]
fn folders_with_other_files() {
    check(Format::Csv, "folder");
    check(Format::Feed, "folder");
    check(Format::Ical, "folder");
}

/// A key that is there twice, in front matter that can be read and in such as cannot.
#[test]
fn sites_that_say_something_twice() {
    check(Format::Jekyll, "twice");
    check(Format::Hugo, "twice");
    check(Format::Hugo, "json-twice");
}

/// Of a key that JSON has twice the last value counts, and the other is asked about.
#[test]
fn json_that_says_something_twice() {
    check(Format::Jsonl, "twice");
    check(Format::Jsonl, "twice-in-list");
    check(Format::Feed, "json-twice");
    check(Format::Hsds, "twice");
    check(Format::Magazine, "twice");
}

#[test]
fn files_that_are_no_text() {
    for (bytes, said) in [
        (&b"PK\x03\x04\x14\x00"[..], "save a table as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save a table as CSV"),
        (b"\x1f\x8b\x08", "unpack it first"),
        (b"%PDF-1.7\n", "copy its text"),
        (b"{\\rtf1\\ansi", "as plain text"),
        (
            b"From a@example.org\r\nReceived: from a\r\n by b\r\nMIME-Version: 1.0\r\n\r\nText\r\n\r\nFrom b@example.org\r\n",
            "save each mail as a file of its own",
        ),
        (b"\x7fELF\x02\0\0\xff", "it is no text"),
    ] {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-text.bin");
        fs::write(&path, bytes).unwrap();
        let failure = source::read(&path).unwrap_err().to_string();
        assert!(failure.contains(said), "{failure}");
    }
}

/// Pages of ticket offices and of organizers; a list says that it cannot have them.
#[test]
fn a_page_that_tells_of_events() {
    check(Format::Magazine, "events");
    check(Format::List, "events");
}

/// A mail is a list, and no other format.
#[test]
fn a_mail_is_told_where_it_is_no_list() {
    let source = source::read(&golden().join("list/eml/source.eml")).unwrap();
    let options = Options::new(date(2024, 11, 1));
    for format in Format::ALL.iter().filter(|format| **format != Format::List) {
        let import = format::read(&source, *format, &options);
        assert!(import.drafts.is_empty(), "{}", format.name());
        let told = import.questions.first().map(|question| &*question.text);
        assert!(
            told.is_some_and(|text| text.contains("--as list")),
            "{told:?}"
        );
    }
}

#[test]
fn lists_of_several_styles() {
    check(Format::List, "google");
    check(Format::List, "word");
    check(Format::List, "mail");
    check(Format::List, "spanish");
    check(Format::List, "newsletter");
    check(Format::List, "announced");
    check(Format::List, "markdown");
    check(Format::List, "tenants");
    check(Format::List, "weekly");
    check(Format::List, "questions");
    check(Format::List, "page");
    check(Format::List, "dated");
    check(Format::List, "letter");
    check(Format::List, "wiki");
    check(Format::List, "pasted-mail");
    check(Format::List, "mistyped");
    for case in ["chat", "message", "document", "saved-word", "answer"] {
        check(Format::List, case);
    }
    for case in ["chat-dashed", "mail-day", "preview"] {
        check(Format::List, case);
    }
    check(Format::List, "alternate");
}

#[test]
fn front_pages_of_several_styles() {
    for case in [
        "articles",
        "lines",
        "linked-data",
        "graph",
        "people",
        "both",
    ] {
        check(Format::Magazine, case);
    }
}

#[test]
fn every_question_is_explained() {
    let docs = fs::read_to_string(golden().join("../../../docs/import.md")).unwrap();
    let mut waiting = vec![golden()];
    let mut codes = std::collections::BTreeSet::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.file_name().is_some_and(|name| name == "expected.txt") {
                let text = fs::read_to_string(path).unwrap();
                let asked = text
                    .lines()
                    .filter_map(|line| line.strip_prefix("? ")?.split_once(": ["));
                codes
                    .extend(asked.filter_map(|(_, rest)| Some(rest.split_once(']')?.0.to_owned())));
            }
        }
    }
    assert!(codes.len() > 25, "{codes:?}");
    let unexplained: Vec<_> = codes
        .iter()
        .filter(|code| !docs.contains(&format!("`{code}`")))
        .collect();
    assert!(
        unexplained.is_empty(),
        "docs/import.md does not explain {unexplained:?}"
    );
}
