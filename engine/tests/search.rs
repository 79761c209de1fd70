//! What a search finds and in which order, over a handful of records.

#![allow(clippy::unwrap_used)]

mod corpus;

use callboard_engine::answer::{Suggestion, Tier};
use callboard_engine::input::{FacetInput, FacetValueInput};
use callboard_engine::pack::Cuts;
use callboard_engine::{Clock, Phase, Request, Sort};
use corpus::{Doc, Site, doc, input};

fn board() -> Vec<Doc> {
    vec![
        doc(
            "hotline",
            "Resistance Hotline",
            "Call 1-844-NVDA-NOW for nonviolent action planning. #ResistanceHotline",
        ),
        doc(
            "toolkit",
            "Tool Kit for Courthouses",
            "Courthouse arrests: a guide for organizers.",
        ),
        Doc {
            kind: "event",
            occurrences: vec![(1000, 1090)],
            ..doc("call", "Mass Call", "Organizing together after the vote.")
        },
        Doc {
            kind: "event",
            occurrences: vec![(5000, 5090)],
            ..doc("later", "Mass Call", "Organizing together after the vote.")
        },
        Doc {
            lang: "es",
            group: Some("webinar"),
            ..doc(
                "webinar-es",
                "Seminario",
                "Defensa contra redadas: inmigración, webinar.",
            )
        },
        Doc {
            group: Some("webinar"),
            ..doc(
                "webinar-en",
                "Webinar",
                "Defense against raids: immigration webinar.",
            )
        },
        doc("ano", "Año nuevo", "El año."),
        doc("the-who", "The Who", "A band; a call for music."),
        doc("women", "Women’s March", "A healing space."),
    ]
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let docs = board();
    let one_file = Site::new(&docs).ids(text);
    assert_eq!(one_file, expected, "{text}");
    let tiny = Cuts {
        small: 0,
        rare: 2,
        dictionary: 40,
        keys: 40,
        postings: 30,
        volume: 50,
        forms: 0,
    };
    let chunked = Site::with(&input(&docs), tiny).ids(text);
    assert_eq!(chunked, expected, "{text}, in chunks");
}

#[test]
fn words_match_by_form_beginning_and_folded() {
    check("nvda", &["hotline"]);
    check("courthouse ", &["toolkit"]);
    check("organize", &["toolkit", "call", "later"]);
    check("organizing together ", &["call", "later", "toolkit"]);
    check("inmigracion", &["webinar-es"]);
    check("resis", &["hotline"]);
    check("resistance hot", &["hotline"]);
    check("womens march", &["women"]);
    check("women's march", &["women"]);
}

#[test]
fn a_title_is_met_run_together_or_split() {
    check("thewho", &["the-who"]);
    check("the who", &["the-who"]);
    check("resistanse hotlin", &["hotline"]);
}

#[test]
fn typos_come_after_what_is_exact() {
    check("hotlime", &["hotline"]);
    check("cuorthouse", &["toolkit"]);
    // Four letters are forgiven one that was left out, where no record has them, and nothing else.
    check("mrch", &["women"]);
    check("marck", &["women"]);
    check("marc", &["women"]);
    check("mxch", &[]);
    check("whoo", &[]);
    let mut site = Site::new(&board());
    let answer = site.search("hotlime ");
    assert_eq!(answer.did_you_mean.as_deref(), Some("hotline"));
    assert_eq!(answer.hits[0].tier, Tier::Typo);
    assert_eq!(answer.hits[0].typos, 1);
    assert_eq!(answer.tiers, [0, 1, 0]);
}

/// Of as many edits, what is a whole word comes before what only begins so nearly, and a letter left out or two that
/// changed places before one that was put in or replaced, wherever in a record the words stand.
#[test]
fn likelier_slips_come_first() {
    let docs = [
        doc("begun", "Downstream notes", "Water."),
        doc("whole", "Hills", "Over the downs."),
        doc("put-in", "Cant slang", "Words."),
        doc("replaced", "Cabot Square", "A name."),
        doc("left-out", "Refusal", "They cannot."),
        doc("swapped", "Verse", "One canto."),
    ];
    for (text, expected) in [
        ("dwons", vec!["whole", "begun"]),
        ("dwons ", vec!["whole"]),
        ("canot", vec!["left-out", "swapped", "put-in", "replaced"]),
    ] {
        assert_eq!(Site::new(&docs).ids(text), expected, "{text}");
    }
    let answer = Site::new(&docs).search("dwons");
    assert_eq!(answer.did_you_mean.as_deref(), Some("downs"));
    assert_eq!(answer.hits[1].typos, 1);
}

/// What a long text asks for may stand at its end.
#[test]
fn sixty_four_words_take_part() {
    let text = |words: usize| {
        let words: Vec<String> = (0..words).map(|word| format!("word{word:02}")).collect();
        words.join(" ")
    };
    let docs = [
        doc("some", "One", &text(63)),
        doc("all", "Other", &text(64)),
        doc("none", "Third", "Nothing of it."),
    ];
    let mut site = Site::new(&docs);
    let answer = site.search(&text(64));
    assert_eq!(answer.hits[0].id, "all");
    assert_eq!(answer.notes, []);
    let answer = site.search(&text(65));
    assert_eq!(answer.hits[0].id, "all");
    assert_eq!(answer.notes[0].code, "too-many-words");
}

/// Each pair of neighbours in the question counts for itself, even where the other words stand elsewhere.
#[test]
fn neighbours_in_the_question_are_sought_together() {
    let docs = [
        doc(
            "a",
            "Notes",
            "Rent and food. A strike, and later a fund of books with some legal words for aid.",
        ),
        doc(
            "b",
            "Notes",
            "Rent strike and food. A later page of books with some words, for a legal fund aid.",
        ),
        doc("c", "Notes", "Bicycles."),
    ];
    assert_eq!(Site::new(&docs).ids("rent strike legal fund"), ["b", "a"]);
}

/// A query of many words asks for most of them; a whole title with a slip is met all the same.
#[test]
fn a_long_title_is_met_with_a_slip() {
    let places = [
        "Hackney",
        "Camden",
        "Lambeth",
        "Islington",
        "Southwark",
        "Lewisham",
        "Greenwich",
        "Haringey",
        "Croydon",
        "Merton",
        "Bromley",
        "Barnet",
    ];
    let ids = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let mut docs: Vec<Doc> = places
        .iter()
        .zip(ids)
        .map(|(place, id)| {
            doc(
                id,
                &format!("Night school lending library {place}"),
                "Books.",
            )
        })
        .collect();
    let others = [
        "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z",
    ];
    docs.extend(others.map(|id| doc(id, "Bicycles", "Repairs.")));
    for (text, expected) in [
        ("night school lending library lewishm", "f"),
        ("night school lending library bronley", "k"),
        ("nigth school lending library merton", "j"),
    ] {
        let answer = Site::new(&docs).search(text);
        assert_eq!(answer.hits[0].id, expected, "{text}");
        assert_eq!(answer.hits[0].tier, Tier::Typo, "{text}");
        assert_eq!(answer.tiers[Tier::Some as usize], 11, "{text}");
    }
}

#[test]
fn phrases_exclusions_fields_and_facets() {
    check("\"mass call\"", &["call", "later"]);
    check("\"call mass\"", &[]);
    check("call -mass", &["the-who", "hotline"]);
    check("title:call", &["call", "later"]);
    check("kind:event vote", &["call", "later"]);
    check("kind:events", &["call", "later"]);
    check("-kind:article", &["call", "later"]);
    check("seminario OR march", &["webinar-es", "women"]);
    check("kind:article OR kind:event vote", &["call", "later"]);
    check("kind:event OR mass ", &["call", "later"]);
    check("\"mass call", &["call", "later"]);
}

/// A facet whose values are numbers is filtered by a range of them, in the text and by the API alike.
#[test]
fn numbers_are_filtered_by_ranges() {
    let docs = [
        doc("a", "short call", ""),
        doc("b", "long call", ""),
        doc("c", "cold call", ""),
        doc("d", "other call", ""),
    ];
    let mut input = input(&docs);
    let values = ["8", "12.5", "-3", "none"];
    input.facets.push(FacetInput {
        id: "pages".into(),
        labels: vec!["Pages".into(), String::new()],
        values: values
            .iter()
            .map(|id| FacetValueInput {
                id: (*id).into(),
                labels: vec![(*id).into(), String::new()],
                parent: None,
            })
            .collect(),
    });
    for (document, value) in input.documents.iter_mut().zip(0..) {
        document.facets.push(vec![value]);
    }
    let mut site = Site::with(&input, Cuts::default());
    for (range, expected) in [
        ("8..12.5", vec!["a", "b"]),
        ("8.1..", vec!["b"]),
        ("..0", vec!["c"]),
        ("-3..8", vec!["a", "c"]),
    ] {
        let mut found = site.ids(&format!("call pages:{range}"));
        found.sort();
        assert_eq!(found, expected, "{range}");
        let mut request = Request::new("call", Clock::utc(0));
        request.filters = vec![("pages".into(), range.into())];
        let answer = site.request(&request);
        assert_eq!(answer.total, expected.len(), "{range}");
    }
    let mut others = site.ids("call -pages:8..");
    others.sort();
    assert_eq!(others, ["c", "d"]);
    for nothing in ["100..200", "..", "a..b"] {
        let answer = site.search(&format!("call pages:{nothing}"));
        assert_eq!(
            (answer.notes[0].code, answer.total),
            ("unknown-value", 4),
            "{nothing}"
        );
    }
}

/// An event at 8 p.m. in Los Angeles is on the next day in Nairobi; what was published on a day was published on it everywhere.
#[test]
fn days_are_those_of_the_reader() {
    const DAY: i64 = 24 * 60;
    let day = 20_034 * DAY; // 2024-11-07
    let mut call = doc("call", "Mass call", "evening");
    call.occurrences = vec![(day + DAY + 4 * 60, day + DAY + 5 * 60)];
    let mut article = doc("article", "On the mass call", "news");
    article.published = Some(day);
    let site = |begins, text| {
        let mut request = Request::new(text, Clock::utc(0));
        request.clock.begins = begins;
        let answer = Site::new(&[call.clone(), article.clone()]).request(&request);
        let mut ids: Vec<_> = answer.hits.into_iter().map(|hit| hit.id).collect();
        ids.sort();
        ids
    };
    let utc: fn(&str) -> Option<i64> = |_| None;
    let los_angeles: fn(&str) -> Option<i64> = |text| {
        let at = ["2024-11-07", "2024-11-08", "2024-11-09"];
        let at = at.iter().zip(0..).find(|(day, _)| **day == text)?.1;
        Some((20_034 + at) * DAY + 8 * 60)
    };
    // Browsers read a year into `12T00:00`, and not this one.
    let anything: fn(&str) -> Option<i64> = |_| Some(0);
    for (begins, text, expected) in [
        (anything, "call after:2024-11-08", vec!["call"]),
        (utc, "call after:2024-11-08", vec!["call"]),
        (utc, "call before:2024-11-08", vec!["article"]),
        (los_angeles, "call after:2024-11-08", vec![]),
        (
            los_angeles,
            "call before:2024-11-08",
            vec!["article", "call"],
        ),
        (
            los_angeles,
            "call after:2024-11-07",
            vec!["article", "call"],
        ),
        (los_angeles, "call -before:2024-11-08", vec![]),
        (los_angeles, "call after:2024", vec!["article", "call"]),
    ] {
        assert_eq!(site(begins, text), expected, "{text}");
    }
}

#[test]
fn any_text_means_something() {
    for text in [
        "",
        " ",
        "\"",
        "-",
        "kind:",
        "kind:nothing",
        "before:yesterday",
        "OR",
        "a OR",
        ":::",
        "“",
        "- -",
        "日本",
        "😀",
        "kind:\"",
        "title:",
    ] {
        Site::new(&board()).search(text);
    }
    let answer = Site::new(&board()).search("kind:nothing mass before:tomorrow");
    let codes: Vec<&str> = answer.notes.iter().map(|note| note.code).collect();
    assert_eq!(codes, ["unknown-value", "bad-date"]);
    assert_eq!(answer.total, 2);
    let answer = Site::new(&board()).search("kind:event OR mass");
    assert_eq!(
        (answer.notes[0].code, answer.notes[0].part.as_str()),
        ("no-or", "OR")
    );
    // "Not this, or that" is no choice between words: the note says that `OR` did nothing.
    for text in ["mass -strike OR vote ", "mass OR -vote"] {
        let answer = Site::new(&board()).search(text);
        let notes: Vec<&str> = answer.notes.iter().map(|note| note.code).collect();
        assert_eq!(notes, ["no-or"], "{text}");
        let kinds: Vec<&str> = answer.operators.iter().map(|part| part.kind).collect();
        assert_eq!(kinds, ["not"], "{text}");
    }
}

/// What is typed but says nothing is told, without a chip; quotes in which nothing stands yet and marks between words are not.
#[test]
fn a_part_without_words_is_noted() {
    for (text, noted) in [
        ("mass \"\"", "\"\""),
        ("mass title:\"\" ", "title:\"\""),
        ("mass title:!", "title:!"),
        ("mass -\"…\"", "-\"…\""),
    ] {
        let answer = Site::new(&board()).search(text);
        let notes = answer.notes.iter().map(|it| (it.code, it.part.as_str()));
        assert_eq!(notes.collect::<Vec<_>>(), [("no-words", noted)], "{text}");
        assert_eq!((answer.operators.len(), answer.total), (0, 2), "{text}");
    }
    // Where nothing else is said everything is found, which is told.
    let all = Site::new(&board()).search("").total;
    for (text, noted) in [("😀", "😀"), (" !!! … ", "…"), ("-", "-")] {
        let answer = Site::new(&board()).search(text);
        let notes = answer.notes.iter().map(|it| (it.code, it.part.as_str()));
        assert_eq!(notes.collect::<Vec<_>>(), [("no-words", noted)]);
        assert_eq!(answer.total, all, "{text}");
    }
    for text in ["", "  ", "\"", "-\"", "title:\""] {
        let answer = Site::new(&board()).search(text);
        assert_eq!(answer.notes, [], "{text}");
    }
    for text in ["mass \"", "mass -\"", "mass & ", "mass title:\""] {
        let answer = Site::new(&board()).search(text);
        assert_eq!(answer.notes, [], "{text}");
        assert_eq!((answer.operators.len(), answer.total), (0, 2), "{text}");
    }
}

/// `OR` has all that stands beside it for its sides, or a note says that it did nothing.
#[test]
fn either_has_two_sides() {
    check("seminario OR año kind:article", &["ano", "webinar-es"]);
    check("title:seminario OR title:march", &["webinar-es", "women"]);
    check("title:vote OR march", &["women"]);
    // Not "1-844, and NVDA or a band".
    check("844-nvda OR band ", &["the-who", "hotline"]);
    check("band OR 844-nvda ", &["the-who", "hotline"]);
    // Words after filters do not stand beside words before them.
    let answer = Site::new(&board()).search("mass kind:event OR kind:article band");
    assert_eq!(answer.tiers, [0, 0, 3]);
    for text in [
        "mass !!! OR band",
        "mass OR !!! call",
        "!!! OR mass",
        "call before:2024 OR before:2025",
        "call after:2024 OR mass",
    ] {
        let answer = Site::new(&board()).search(text);
        let notes: Vec<&str> = answer.notes.iter().map(|note| note.code).collect();
        assert_eq!(notes, ["no-or"], "{text}");
        assert!(answer.operators.iter().all(|it| it.kind != "or"), "{text}");
    }
    let answer = Site::new(&board()).search("mass !!! OR band");
    assert_eq!(answer.tiers[0], 0);
    // Said twice it is one, which is taken away whole.
    check("seminario OR OR march", &["webinar-es", "women"]);
    let answer = Site::new(&board()).search("seminario OR OR march");
    let parts: Vec<_> = answer.operators.iter().map(|it| (it.from, it.to)).collect();
    assert_eq!((parts, answer.notes), (vec![(10, 15)], Vec::new()));
}

/// What is pasted by mistake is answered all the same, and soon.
#[test]
fn an_endless_text_is_answered() {
    for part in [
        "call",
        "-vote",
        "title:call",
        "call OR",
        "before:2024",
        "\"mass call\"",
        "📣 -x",
        "kind:event",
        "kind:none",
        "title:!",
        "call OR kind:event",
    ] {
        let text = format!("{} -band", vec![part; 20_000].join(" "));
        let answer = Site::new(&board()).search(&text);
        let last = answer.operators.last().map_or(0, |it| it.to);
        assert!(last <= text.encode_utf16().count());
        let noted = answer.notes.iter().any(|it| it.code == "too-many-words");
        assert!(noted, "{part}");
        let told = answer.operators.len() + answer.notes.len();
        assert!(told <= 65, "{part}: {told}");
    }
    let answer = Site::new(&board()).search("📣 mass -x  -\"vote now\"");
    let places: Vec<_> = answer.operators.iter().map(|it| (it.from, it.to)).collect();
    assert_eq!(places, [(8, 10), (12, 23)]);
}

/// A whole title stands for all words, but not for what a field must have besides.
#[test]
fn a_title_is_not_what_a_field_must_have() {
    let answer = Site::new(&board()).search("webinar body:vote ");
    assert_eq!(answer.tiers[0], 0);
    assert!(!answer.hits.iter().any(|hit| hit.tier == Tier::All));
    check("webinar body:raids ", &["webinar-en"]);
    check("webinar -body:redadas ", &["webinar-en"]);
}

/// What is left out is left out however its diacritics are written, beside other words and alone.
#[test]
fn exclusions_are_folded() {
    check("webinar -inmigracion", &["webinar-en"]);
    check("webinar -inmigración", &["webinar-en"]);
    let answer = Site::new(&board()).search("-inmigracion -vote");
    assert_eq!(answer.total, 6);
}

#[test]
fn exact_diacritics_are_preferred() {
    let docs = [doc("a", "ano", "x"), doc("b", "año", "x")];
    assert_eq!(Site::new(&docs).ids("año "), ["b", "a"]);
    assert_eq!(Site::new(&docs).ids("ano "), ["a", "b"]);
}

#[test]
fn a_word_that_no_record_has_is_looked_up_by_its_ending() {
    let docs = [doc("a", "Deported", "text"), doc("b", "Other", "text")];
    assert_eq!(Site::new(&docs).ids("deporting "), ["a"]);
}

#[test]
fn the_clock_orders_events_and_fills_the_when_facet() {
    let mut site = Site::new(&board());
    let mut request = Request::new("mass call", Clock::utc(1050));
    let answer = site.request(&request);
    assert_eq!(answer.hits[0].id, "call");
    assert_eq!(answer.hits[0].phase, Phase::Now);
    let (name, when) = answer.facets.last().unwrap();
    assert_eq!(name, "when");
    assert!(when.contains(&("now".into(), 1)) && when.contains(&("upcoming".into(), 2)));
    request.clock = Clock::utc(2000);
    let answer = site.request(&request);
    assert_eq!(answer.hits[0].id, "later");
    assert_eq!(answer.hits[1].phase, Phase::Past);
    request.filters = vec![("when".into(), "past".into())];
    assert_eq!(site.request(&request).total, 1);
}

#[test]
fn counts_are_disjunctive_and_cover_the_hits() {
    let mut site = Site::new(&board());
    let mut request = Request::new("call", Clock::utc(0));
    let kind = |site: &mut Site, request: &Request| site.request(request).facets[0].1.clone();
    assert_eq!(
        kind(&mut site, &request),
        [("article".into(), 2), ("event".into(), 2)]
    );
    request.filters = vec![("kind".into(), "event".into())];
    assert_eq!(
        kind(&mut site, &request),
        [("article".into(), 2), ("event".into(), 2)]
    );
    assert_eq!(site.request(&request).total, 2);
    request.filters.push(("kind".into(), "toolkit".into()));
    assert_eq!(
        kind(&mut site, &request),
        [
            ("article".into(), 2),
            ("event".into(), 2),
            ("toolkit".into(), 0)
        ]
    );
    request.conjunctive = true;
    assert_eq!(site.request(&request).total, 0);
}

#[test]
fn a_translated_pair_is_shown_once() {
    let mut site = Site::new(&board());
    let mut request = Request::new("webinar", Clock::utc(0));
    request.lang = Some("es".into());
    let answer = site.request(&request);
    assert_eq!(
        (answer.total, answer.facets[0].1.clone()),
        (1, vec![("article".into(), 1)])
    );
    // The English half has the word in its title too, but both have all words.
    assert_eq!(
        (answer.hits[0].id.as_str(), answer.hits[0].also.clone()),
        ("webinar-es", vec!["webinar-en".to_owned()])
    );
    request.lang = Some("en".into());
    assert_eq!(site.request(&request).hits[0].id, "webinar-en");
}

#[test]
fn nothing_typed_is_everything_in_order_of_time() {
    let mut docs = board();
    docs[0].featured = true;
    let mut site = Site::new(&docs);
    let answer = site.search("");
    assert_eq!(answer.total, 8);
    let ids: Vec<&str> = answer
        .hits
        .iter()
        .take(3)
        .map(|hit| hit.id.as_str())
        .collect();
    assert_eq!(ids, ["hotline", "call", "later"]);
    let mut request = Request::new("", Clock::utc(0));
    request.sort = Sort::Newest;
    assert_eq!(site.request(&request).hits[0].id, "later");
}

#[test]
fn an_answer_can_explain_itself() {
    let mut site = Site::new(&board());
    let mut request = Request::new("organize resistence", Clock::utc(0));
    request.explain = true;
    let answer = site.request(&request);
    let why = answer.hits[0].why.as_ref().unwrap();
    assert!(!why.sentence().is_empty());
    request.text = "hotlime".into();
    let answer = site.request(&request);
    assert_eq!(
        answer.hits[0].why.as_ref().unwrap().sentence(),
        "“hotline”, spelled nearly like “hotlime”, stands in its title and body."
    );
}

#[test]
fn snippets_are_marked() {
    let answer = Site::new(&board()).search("courthouse arrest");
    let hit = &answer.hits[0];
    assert_eq!(hit.snippet, "Courthouse arrests: a guide for organizers.");
    assert_eq!(hit.snippet_ranges, [(0, 10), (11, 18)]);
    assert_eq!(hit.title_ranges, [(13, 24)]);
}

#[test]
fn completions_are_titles_then_facet_values() {
    let mut site = Site::new(&board());
    let found = site.ask(|searcher| searcher.suggest("too", 5, None, Clock::utc(0)));
    assert!(matches!(&found[0], Suggestion::Record { id, .. } if id == "toolkit"));
    assert!(matches!(&found[1], Suggestion::Facet { value, .. } if value == "toolkit"));
}

/// A translated pair whose titles begin alike is one suggestion, in the reader's language.
#[test]
fn a_translated_pair_is_suggested_once() {
    let mut docs = board();
    docs[4].title = "Webinario".into();
    let mut site = Site::new(&docs);
    for (lang, expected) in [("es", "webinar-es"), ("en", "webinar-en")] {
        let found = site.ask(|searcher| searcher.suggest("web", 5, Some(lang), Clock::utc(0)));
        let ids = found.iter().filter_map(|it| match it {
            Suggestion::Record { id, .. } => Some(id.as_str()),
            Suggestion::Facet { .. } => None,
        });
        assert_eq!(ids.collect::<Vec<_>>(), [expected]);
    }
}

#[test]
fn parts_that_stand_together_come_in_their_order() {
    let part = |id, number, title| Doc {
        series: Some(("letters", number)),
        ..doc(id, title, "Letters on dues.")
    };
    let docs = [
        part("whole", 0, "Letters"),
        part("one", 1, "Beginnings"),
        part("two", 2, "Dues and dues"),
        part("three", 3, "Dues"),
        doc("other", "Dues paid late", "Not a letter."),
        doc("none", "Ledger", "Nothing of the kind."),
    ];
    // The third is the exact title; nothing between the parts is passed.
    assert_eq!(
        Site::new(&docs).ids("dues"),
        ["three", "two", "other", "whole", "one"]
    );
    assert_eq!(
        Site::new(&docs).ids("letters on"),
        ["whole", "one", "two", "three", "other"]
    );
}

#[test]
fn a_title_that_begins_with_an_unfinished_text_leads_and_the_shorter_first() {
    let docs = [
        doc("long", "Lanterns for the winter vigil", "Light."),
        doc("short", "Lanterns", "Light."),
        doc("within", "Paper lanterns", "Light."),
        doc("body", "Vigil", "Lanterns, lanterns, lanterns."),
    ];
    assert_eq!(
        Site::new(&docs).ids("lante"),
        ["short", "long", "within", "body"]
    );
}
