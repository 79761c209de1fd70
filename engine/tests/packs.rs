//! Packs: the same bytes for the same input, the same answers from one file and from many, and
//! clear refusals of what is damaged or of another version.

#![allow(clippy::unwrap_used)]

mod corpus;

use callboard_engine::pack::{self, Cuts};
use callboard_engine::{Clock, Error, Request, Searcher, json};
use corpus::{Doc, Site, doc, first, input, part, plain};
use proptest::prelude::*;
use std::collections::BTreeSet;

const TINY: Cuts = Cuts {
    small: 0,
    rare: 2,
    dictionary: 30,
    keys: 30,
    postings: 20,
    volume: 40,
    forms: 40,
};

fn docs() -> Vec<Doc> {
    vec![
        doc("a", "Mass call", "Tonight at five."),
        doc("b", "Rent strike toolkit", "Print and share."),
        doc("c", "Other", ""),
    ]
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let input = input(&docs());
    for cuts in [Cuts::default(), TINY] {
        let write = || pack::write_with(&input, cuts, &plain).unwrap();
        assert_eq!(write(), write());
    }
}

#[test]
fn an_empty_catalogue_is_searched() {
    let mut site = Site::new(&[]);
    let answer = site.search("anything");
    assert_eq!(answer.total, 0);
    assert_eq!(site.search("").total, 0);
    assert_eq!(site.searcher.documents(), 0);
    assert_eq!(site.ask(|searcher| searcher.record("a")), None);
}

#[test]
fn a_record_is_found_by_its_id() {
    for cuts in [Cuts::default(), TINY] {
        let mut site = Site::with(&input(&docs()), cuts);
        let record = site.ask(|searcher| searcher.record("b")).unwrap();
        assert_eq!(
            record.texts[0],
            ("title".to_owned(), "Rent strike toolkit".to_owned())
        );
        assert_eq!(site.ask(|searcher| searcher.record("bb")), None);
    }
}

/// It reads the manifest before the engine is there.
#[test]
fn the_worker_reads_the_same_format() {
    let worker = include_str!("../js/callboard-engine-worker.js");
    assert!(worker.contains(&format!("\nconst FORMAT = {};\n", pack::FORMAT)));
}

/// What a small pack, and a large one, begins with.
fn beginnings() -> [Vec<u8>; 2] {
    [Cuts::default(), TINY]
        .map(|cuts| first(&pack::write_with(&input(&docs()), cuts, &plain).unwrap()))
}

#[test]
fn every_cut_off_pack_is_refused() {
    for first in beginnings() {
        for length in 0..first.len() {
            assert!(Searcher::open(&first[..length]).is_err(), "{length}");
        }
    }
}

#[test]
fn every_altered_byte_is_noticed() {
    for first in beginnings() {
        for at in 0..first.len() {
            let mut bytes = first.clone();
            bytes[at] ^= 0x40;
            assert!(Searcher::open(&bytes).is_err(), "{at}");
        }
    }
}

#[test]
fn another_version_is_named() {
    for mut bytes in beginnings() {
        bytes[4] = 99;
        let refused = Searcher::open(&bytes).map(|_| ()).unwrap_err();
        assert_eq!(refused, Error::Version { found: 99 });
        assert!(refused.to_string().contains("format 99"));
    }
}

#[test]
fn a_damaged_chunk_is_noticed() {
    let files = pack::write_with(&input(&docs()), TINY, &plain).unwrap();
    let mut searcher = Searcher::open(&first(&files)).unwrap();
    let callboard_engine::Step::Need(parts) = searcher
        .search(&Request::new("call", Clock::utc(0)))
        .unwrap()
    else {
        panic!("a large pack is not all there");
    };
    let wanted = &parts[0];
    let bytes = part(&files, &wanted.file, wanted.start, wanted.length);
    for at in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        let cut = &bytes[..at];
        for damaged in [&altered[..], cut] {
            let given = searcher.provide(wanted.number, damaged);
            assert!(matches!(given, Err(Error::Damaged(_))), "{at}");
        }
    }
    searcher.provide(wanted.number, &bytes).unwrap();
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(vec![
            "call", "calls", "calling", "rent", "strike", "año", "ano", "toolkit", "the", "of",
            "nvda", "844",
        ]),
        0..7,
    )
    .prop_map(|words| words.join(" "))
}

/// Two dictionary chunks whose lists have the same bytes have them in one file.
#[test]
fn chunks_of_the_same_content_are_fetched_once() {
    let docs = [
        doc("a", "alpha beta gamma delta", ""),
        doc("b", "epsilon", ""),
    ];
    let cuts = Cuts {
        small: 0,
        rare: 2,
        dictionary: 1,
        keys: 1,
        postings: 1,
        volume: 1,
        forms: 1,
    };
    let input = input(&docs);
    for text in [
        "alpha beta ",
        "alpha gamma delta ",
        "gamma",
        "beta OR delta ",
    ] {
        let mut parts = Site::with(&input, cuts);
        assert_eq!(parts.ids(text), ["a"], "{text}");
        // Again with what is there by now, and then with what is not.
        assert_eq!(parts.ids("beta"), ["a"], "{text}");
        assert_eq!(parts.ids("delta alpha"), ["a"], "{text}");
    }
}

/// One of 3,000 names of four syllables.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 15] = [
        "ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu",
    ];
    let syllable = |place: u32| SYLLABLES[number * 7 / 15usize.pow(place) % 15];
    [syllable(0), syllable(3), syllable(1), syllable(2)].concat()
}

/// Documents with such names, and six that begin alike as their texts.
fn named() -> Vec<Doc> {
    (0..3000)
        .map(|number| {
            let id: String = format!("{number:04}");
            let alike = (1..7).map(|step| name((number + 15 * step) % 3000));
            let body: Vec<String> = alike.collect();
            doc(id.leak(), &name(number), &body.join(" "))
        })
        .collect()
}

/// What begins with a letter or two is in hundreds of lists, and answered from one.
#[test]
fn short_beginnings_are_answered_alike_from_one_list_and_from_many() {
    let docs = named();
    let mut whole = Site::new(&docs);
    // Of those whose lists are longer than what stands with the forms, and of those that are shorter.
    for rare in [2, 1000] {
        let cuts = Cuts {
            small: 0,
            rare,
            dictionary: 500,
            keys: 500,
            postings: 100,
            volume: 1000,
            forms: 1000,
        };
        for text in [
            "b", "ba", "bac", "zu", "title:k", "mi no", "c -ce", "\"zu", "x",
        ] {
            let mut parts = Site::with(&input(&docs), cuts);
            let mut request = Request::new(text, Clock::utc(0));
            request.explain = true;
            let answer = parts.request(&request);
            assert_eq!(
                json::answer(&whole.request(&request)),
                json::answer(&answer),
                "{text}"
            );
            // Of each word its dictionary chunk (two where it begins one) and its list; titles; the columns; the ten hits.
            let most = 20 + 3 * text.split(' ').count();
            let fetched = parts.fetched.len();
            assert!(
                text.starts_with('"') || fetched <= most,
                "{text}: {fetched} parts"
            );
        }
    }
}

/// A chunk of the dictionary is a file of its own where its lists stand in it, so that another text costs a reader who comes
/// back what has its words and no more.
#[test]
fn another_text_leaves_the_files_of_other_words() {
    let before = named();
    let mut after = before.clone();
    after[1500].body.push_str(&format!(" {}", name(0)));
    let new = |forms| {
        let cuts = Cuts {
            small: 0,
            rare: 1000,
            dictionary: 500,
            keys: 500,
            postings: 100,
            volume: 4000,
            forms,
        };
        let files = |docs: &[Doc]| pack::write_with(&input(docs), cuts, &plain).unwrap();
        let had: BTreeSet<String> = files(&before).into_iter().map(|file| file.name).collect();
        let new = files(&after)
            .into_iter()
            .filter(|file| !had.contains(&file.name));
        new.map(|file| file.bytes.len()).sum::<usize>()
    };
    const VOLUME: usize = 4000;
    let (alone, together) = (new(0), new(VOLUME));
    assert!(alone + VOLUME < together, "{alone} and {together} bytes");
}

/// More forms and titles than spelling correction looks at whole.
#[test]
fn misspelled_words_are_found_alike_in_one_file_and_in_many() {
    let mut docs = named();
    docs.iter_mut().for_each(|doc| doc.body.clear());
    let input = input(&docs);
    let mut whole = Site::new(&docs);
    let cuts = Cuts {
        small: 0,
        rare: 2,
        dictionary: 2000,
        keys: 2000,
        postings: 2000,
        volume: 4000,
        forms: 4000,
    };
    let mut parts = Site::with(&input, cuts);
    for number in (0..3000).step_by(97) {
        let name = name(number);
        // A slip near the end is met forwards, one near the start backwards.
        for slip in [1, 6] {
            let mut letters: Vec<char> = name.chars().collect();
            letters.swap(slip, slip + 1);
            let text: String = letters.into_iter().collect();
            let found = whole.ids(&text);
            assert_eq!(found, parts.ids(&text), "{text}");
            assert!(
                found.contains(&format!("{number:04}")),
                "{text} is not {name}"
            );
        }
    }
    let chunks = parts.fetched.len();
    assert!(chunks > 10, "only {chunks} chunks");
}

/// On a slow line each round is a wait: one for forms, one for lists, one for documents, and no more.
#[test]
fn what_a_word_needs_is_asked_for_at_once() {
    const IDS: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let words = [
        "call calls rental strike",
        "calling rentals",
        "call calling rentals",
    ];
    let docs: Vec<Doc> = IDS
        .iter()
        .zip(words.iter().cycle())
        .map(|(id, words)| doc(id, "", words))
        .collect();
    let input = input(&docs);
    // Other forms of a word, of which some do not begin with it, in one chunk of forms; then in the next.
    for (dictionary, text) in [(1000, "calling"), (1000, "rental"), (1, "rental")] {
        let cuts = Cuts {
            dictionary,
            postings: 1,
            ..TINY
        };
        let mut parts = Site::with(&input, cuts);
        let mut request = Request::new(text, Clock::utc(0));
        request.limit = 1;
        assert_eq!(parts.request(&request).hits.len(), 1, "{text}");
        assert_eq!(parts.rounds, 3, "{text}, {dictionary}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_file_and_many_answer_alike(texts in prop::collection::vec((words(), words()), 1..25), query in words(), cut in 20usize..200, rare in 0u32..8) {
        const IDS: [&str; 25] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y"];
        let docs: Vec<Doc> = texts.iter().zip(IDS).map(|((title, body), id)| doc(id, title, body)).collect();
        let input = input(&docs);
        let mut whole = Site::with(&input, Cuts::default());
        let mut parts = Site::with(&input, Cuts { small: 0, rare, dictionary: cut, keys: cut, postings: cut, volume: 2 * cut, forms: 2 * cut });
        for text in [query.clone(), format!("\"{query}\""), format!("{query} "), format!("-{query}")] {
            let mut request = Request::new(&text, Clock::utc(0));
            request.explain = true;
            prop_assert_eq!(json::answer(&whole.request(&request)), json::answer(&parts.request(&request)));
        }
        // Dictionary, then postings, titles and columns, then positions, then documents.
        prop_assert!(parts.rounds <= 4 * 4, "{} rounds", parts.rounds);
    }

    #[test]
    fn any_bytes_are_refused(bytes: Vec<u8>) {
        prop_assert!(Searcher::open(&bytes).is_err());
    }
}
