//! Sources that break off or have wrong bytes: every reader answers with drafts and questions, and what it
//! answers can be written as records. Each golden source is cut and altered at many places.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use callboard_importer::draft::Value;
use callboard_importer::format::{self, Format, Options};
use callboard_importer::record_text::record_text;
use callboard_importer::shape::shape;
use callboard_importer::site::front_matter;
use callboard_importer::source::{self, Source};
use std::fs;
use std::path::Path;

/// How many places of each file are tried.
const PLACES: usize = 20;

/// Reads a source and makes records of it; each must be read back with the keys it was written with.
fn survives(source: &Source, format: Format) {
    let options = Options::new(jiff::civil::date(2025, 4, 1));
    for mut draft in format::read(source, format, &options).drafts {
        shape(&mut draft, &options.vocabulary);
        let text = record_text(&draft.front, &draft.body);
        let parts = front_matter::split(&text);
        assert!(parts.there && parts.broken.is_none(), "{text}");
        let keys: Vec<&str> = parts
            .front
            .pairs()
            .iter()
            .map(|(key, _)| key.as_str())
            .collect();
        let written: Vec<&str> = draft.front.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, written, "{text}");
        for key in ["title", "summary", "kind"] {
            let Some(Value::Text(value)) = draft.get(key) else {
                panic!("{key} is missing in {text}");
            };
            assert_eq!(parts.front.text_of(key), Some(value.as_str()), "{text}");
        }
    }
}

#[test]
fn damaged_sources_are_read_as_far_as_they_go() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut tried = 0;
    for format in Format::ALL.iter().copied() {
        let Ok(cases) = fs::read_dir(golden.join(format.name())) else {
            continue;
        };
        for case in cases {
            let case = case.unwrap().path();
            let path = fs::read_dir(&case)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .find(|path| path.file_stem().is_some_and(|stem| stem == "source"));
            let Some(path) = path else { continue };
            let whole = source::read(&path).unwrap();
            // Of a large site a few files are enough.
            for number in (0..whole.files.len()).step_by(whole.files.len().div_ceil(12)) {
                let bytes = &whole.files[number].bytes;
                for place in 0..PLACES.min(bytes.len()) {
                    let at = place * bytes.len() / PLACES.min(bytes.len());
                    let only = |bytes: Vec<u8>| {
                        let mut source = whole.clone();
                        source.files = vec![source.files.swap_remove(number)];
                        source.files[0].bytes = bytes;
                        source
                    };
                    let mut altered = bytes.clone();
                    altered[at] = [b'"', b'\n', b'<', b'{', 0xff, b':', 0][place % 7];
                    survives(&only(bytes[..at].to_vec()), format);
                    survives(&only(altered), format);
                    tried += 2;
                }
            }
        }
    }
    assert!(tried > 400, "{tried}");
}

#[test]
fn hostile_sources_end_in_reasonable_time() {
    let nested = "<div>".repeat(50_000);
    let brackets = "[".repeat(20_000);
    let html = format!("---\ntitle: {brackets}\n---\n{nested}");
    let endless = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20000101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let never = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20000101T000000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let deep_json = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    for (format, name, text) in [
        (Format::Jekyll, "_posts/2020-01-01-a.md", html.as_str()),
        (Format::Jekyll, "_posts/2020-01-01-a.md", &brackets),
        (Format::Hugo, "content/a.md", &html),
        (Format::Ical, "a.ics", endless),
        (Format::Ical, "a.ics", never),
        (Format::Jsonl, "a.jsonl", &deep_json),
        (Format::Hsds, "a.json", &deep_json),
        (Format::Feed, "a.xml", &nested),
        (Format::Csv, "a.csv", &"\"".repeat(100_001)),
    ] {
        let source = Source {
            name: "a".to_owned(),
            files: vec![source::File {
                path: name.to_owned(),
                bytes: text.as_bytes().to_vec(),
            }],
            unread: Vec::new(),
        };
        let start = std::time::Instant::now();
        survives(&source, format);
        assert!(
            start.elapsed().as_secs() < 20,
            "{} {:?}",
            format.name(),
            start.elapsed()
        );
    }
}
