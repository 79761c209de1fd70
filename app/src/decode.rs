//! The engine's JavaScript objects as the model's types.
//!
//! Written by hand, because it is the largest part of the first load that can be had smaller: serde's
//! generated readers for these types are 20 KB of gzipped wasm, these are 3. What is missing or of another
//! shape is read as empty, as the model's own JSON leaves out what is empty.

use crate::answer::{
    Answer, Counts, Facet, Hit, Labels, Note, Operator, Record, Site, Value, Why, WhyWord,
};
use crate::combobox::Choice;
use callboard_model::{
    Action, ActionKind, Card, Cited, Credit, Host, HostRole, Image, Kind, Link, NoteKind,
    Occurrence, OutsideCopy, Page, PartialDate, Person, PersonRole, Reference, Relation,
    RelationKind, SeriesPart, SourceNote, Span,
};
use js_sys::Array;
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};

#[wasm_bindgen(raw_module = "./reading.js")]
extern "C" {
    fn get(object: &JsValue, name: &str) -> JsValue;
    fn text(object: &JsValue, name: &str) -> Option<String>;
    fn number(object: &JsValue, name: &str) -> Option<f64>;
    fn entries(object: &JsValue) -> Array;
}

/// The nearness of words, of 16, from which they stand together: what the engine's own sentence takes for it.
const NEAR: u32 = 12;

/// A JavaScript value that is looked into.
pub struct Js(pub JsValue);

impl Js {
    fn get(&self, key: &str) -> Js {
        Js(get(&self.0, key))
    }

    fn some(&self) -> bool {
        !self.0.is_undefined() && !self.0.is_null()
    }

    fn text(&self, key: &str) -> String {
        self.maybe(key).unwrap_or_default()
    }

    fn maybe(&self, key: &str) -> Option<String> {
        text(&self.0, key)
    }

    fn number(&self, key: &str) -> Option<i64> {
        number(&self.0, key).map(|number| number as i64)
    }

    fn count(&self, key: &str) -> u32 {
        number(&self.0, key).unwrap_or(0.0) as u32
    }

    fn flag(&self, key: &str) -> bool {
        self.get(key).0.is_truthy()
    }

    fn items(&self) -> Vec<Js> {
        self.0
            .dyn_ref::<Array>()
            .map(|list| list.iter().map(Js).collect())
            .unwrap_or_default()
    }

    fn list<T>(&self, key: &str, read: fn(&Js) -> T) -> Vec<T> {
        self.get(key).items().iter().map(read).collect()
    }

    fn inner<T>(&self, key: &str, read: fn(&Js) -> T) -> Option<T> {
        let inner = self.get(key);
        inner.some().then(|| read(&inner))
    }

    /// Keys and values of an object.
    fn entries<T>(&self, read: fn(Js) -> T) -> Vec<(String, T)> {
        let all = entries(&self.0);
        let mut read_all = Vec::new();
        for at in (0..all.length()).step_by(2) {
            read_all.push((Js(all.get(at)).own(), read(Js(all.get(at + 1)))));
        }
        read_all
    }

    fn own(&self) -> String {
        self.0.as_string().unwrap_or_default()
    }
}

fn texts(js: &Js, key: &str) -> Vec<String> {
    js.list(key, Js::own)
}

fn ranges(js: &Js) -> (usize, usize) {
    (js.count("0") as usize, js.count("1") as usize)
}

pub fn answer(js: &Js) -> Answer {
    Answer {
        total: js.count("total"),
        hits: js.list("hits", hit),
        facets: counts(&js.get("facets")),
        operators: js.list("operators", |js| Operator {
            kind: js.text("kind"),
            from: js.count("from") as usize,
            to: js.count("to") as usize,
        }),
        notes: js.list("notes", |js| Note {
            code: js.text("code"),
            part: js.text("part"),
        }),
        did_you_mean: js.maybe("didYouMean"),
    }
}

/// How many records have each value of each facet.
pub fn counts(js: &Js) -> Counts {
    js.entries(|counts| {
        let counted = |js: &Js| (js.text("0"), js.count("1"));
        counts.items().iter().map(counted).collect()
    })
}

fn hit(js: &Js) -> Hit {
    Hit {
        id: js.text("id"),
        title: js.text("title"),
        title_ranges: js.list("titleRanges", ranges),
        snippet: js.text("snippet"),
        snippet_ranges: js.list("snippetRanges", ranges),
        tier: js.text("tier"),
        also: texts(js, "also"),
        card: card(&js.get("card")),
        why: js.inner("why", |js| Why {
            exact_title: js.flag("exactTitle"),
            words: js.list("words", |js| WhyWord {
                word: js.text("word"),
                matched: js.text("matched"),
                how: js.text("how"),
                fields: texts(js, "fields"),
            }),
            missing: texts(js, "missing"),
            near: js.count("proximity") >= NEAR,
        }),
    }
}

/// What is suggested.
pub fn choices(js: &Js) -> Vec<Choice> {
    let choice = |js: &Js| match js.maybe("id") {
        Some(id) => Choice::Record {
            id,
            title: js.text("text"),
            ranges: js.list("ranges", ranges),
        },
        None => Choice::Value {
            facet: js.text("facet"),
            value: js.text("value"),
            text: String::new(),
        },
    };
    js.items().iter().map(choice).collect()
}

pub fn record(js: &Js) -> Record {
    Record {
        id: js.text("id"),
        title: js.text("title"),
        summary: js.text("summary"),
        card: card(&js.get("card")),
        page: page(&js.get("page")),
    }
}

fn card(js: &Js) -> Card {
    Card {
        kind: kind(js).unwrap_or(Kind::Resource),
        lang: js.text("lang"),
        languages: texts(js, "languages"),
        when: js.list("when", occurrence),
        span: js.inner("span", |js| Span {
            from: js.text("from"),
            to: js.text("to"),
            start: js.number("start").unwrap_or(0),
            end: js.number("end").unwrap_or(0),
            words: js.maybe("words"),
        }),
        published: js.maybe("published").map(PartialDate),
        hosts: js.list("hosts", |js| Host {
            org: reference(&js.get("org")),
            role: host_role(&js.text("role")),
        }),
        people: js.list("people", |js| Person {
            name: js.text("name"),
            role: person_role(&js.text("role")),
            title: js.maybe("title"),
            org: js.inner("org", reference),
            group: js.flag("group"),
        }),
        series: js.inner("series", |js| SeriesPart {
            id: js.text("id"),
            title: js.text("title"),
            part: js.number("part").map(|part| part as u32),
            total: js.number("total").map(|total| total as u32),
        }),
        republished_from: js.inner("republished_from", reference),
        recordings: js.list("recordings", reference),
        actions: js.list("actions", action),
        featured: js.flag("featured"),
    }
}

fn page(js: &Js) -> Page {
    Page {
        uids: texts(js, "uids"),
        html: js.text("html"),
        aliases: texts(js, "aliases"),
        hashtags: texts(js, "hashtags"),
        tags: js.list("tags", |js| (js.text("0"), js.text("1"))),
        parts: js.list("parts", reference),
        relations: js.list("relations", |js| Relation {
            kind: relation(&js.text("kind")),
            to: reference(&js.get("to")),
        }),
        also_at: js.list("also_at", |js| OutsideCopy {
            at: reference(&js.get("at")),
            url: js.maybe("url"),
        }),
        cites: js.list("cites", |js| Cited {
            title: js.text("title"),
            url: js.maybe("url"),
        }),
        links: js.list("links", |js| Link {
            label: js.text("label"),
            url: js.text("url"),
        }),
        image: js.inner("image", |js| Image {
            alt: js.maybe("alt"),
            credit: js.maybe("credit"),
        }),
        credits: js.list("credits", |js| Credit {
            to: reference(&js.get("to")),
            r#for: js.maybe("for"),
        }),
        cadence: js.maybe("cadence"),
        update_policy: js.maybe("update_policy"),
        notes: js.list("notes", |js| callboard_model::Note {
            kind: note(&js.text("kind")),
            text: js.text("text"),
        }),
        source: js.inner("source", |js| SourceNote {
            title: js.text("title"),
            publisher: js.inner("publisher", reference),
            record: js.inner("record", reference),
            url: js.maybe("url"),
            date: js.maybe("date").map(PartialDate),
            date_note: js.maybe("date_note"),
        }),
        checked: js.maybe("checked").map(PartialDate),
        related: js.list("related", reference),
        file: js.text("file"),
    }
}

fn occurrence(js: &Js) -> Occurrence {
    Occurrence {
        local: js.text("local"),
        local_end: js.maybe("local_end"),
        zone: js.text("zone"),
        start: js.number("start").unwrap_or(0),
        end: js.number("end").unwrap_or(0),
        timed: js.flag("timed"),
        end_known: js.flag("end_known"),
        words: js.maybe("words"),
    }
}

fn action(js: &Js) -> Action {
    Action {
        kind: ActionKind::from_name(&js.text("do")).unwrap_or(ActionKind::Open),
        url: js.maybe("url"),
        phone: js.maybe("phone"),
        phone_words: js.maybe("phone_words"),
        sms_to: js.maybe("sms_to"),
        sms_keyword: js.maybe("sms_keyword"),
        email: js.maybe("email"),
        words: js.maybe("words"),
        lang: js.maybe("lang"),
        found: js.maybe("found"),
    }
}

fn reference(js: &Js) -> Reference {
    Reference {
        id: js.maybe("id"),
        title: js.text("title"),
        kind: kind(js),
        lang: js.maybe("lang"),
    }
}

fn kind(js: &Js) -> Option<Kind> {
    js.maybe("kind").and_then(|name| Kind::from_name(&name))
}

pub fn site(js: &Js) -> Site {
    Site {
        name: labels(&js.get("name")),
        tagline: labels(&js.get("tagline")),
        languages: texts(js, "languages"),
        zone: js.text("zone"),
        contact: js.maybe("contact"),
        facets: js.list("facets", |js| Facet {
            id: js.text("id"),
            label: labels(&js.get("label")),
            values: js.list("values", |js| Value {
                id: js.text("id"),
                label: labels(&js.get("label")),
                parent: js.maybe("parent"),
            }),
        }),
        last_occurrence: js.inner("last_occurrence", |js| {
            (reference(&js.get("0")), js.number("1").unwrap_or(0))
        }),
    }
}

fn labels(js: &Js) -> Labels {
    js.entries(|label| label.own())
}

fn host_role(name: &str) -> HostRole {
    match name {
        "convener" => HostRole::Convener,
        "partner" => HostRole::Partner,
        "publisher" => HostRole::Publisher,
        "producer" => HostRole::Producer,
        _ => HostRole::Host,
    }
}

fn person_role(name: &str) -> PersonRole {
    match name {
        "author" => PersonRole::Author,
        "host" => PersonRole::Host,
        "guest" => PersonRole::Guest,
        "interviewer" => PersonRole::Interviewer,
        "interviewee" => PersonRole::Interviewee,
        "speaker" => PersonRole::Speaker,
        "facilitator" => PersonRole::Facilitator,
        "illustrator" => PersonRole::Illustrator,
        "leader" => PersonRole::Leader,
        _ => PersonRole::Contributor,
    }
}

fn note(name: &str) -> NoteKind {
    match name {
        "inferred" => NoteKind::Inferred,
        "conflict" => NoteKind::Conflict,
        "missing" => NoteKind::Missing,
        _ => NoteKind::Note,
    }
}

fn relation(name: &str) -> RelationKind {
    use RelationKind as R;
    match name {
        "recording-of" => R::RecordingOf,
        "recording" => R::Recording,
        "part-of" => R::PartOf,
        "part" => R::Part,
        "about" => R::About,
        "about-this" => R::AboutThis,
        "reply-to" => R::ReplyTo,
        "reply" => R::Reply,
        "cites" => R::Cites,
        "cited-by" => R::CitedBy,
        "translation-of" => R::TranslationOf,
        "translation" => R::Translation,
        "member-of" => R::MemberOf,
        "member" => R::Member,
        "mentioned-by" => R::MentionedBy,
        "in-collection" => R::InCollection,
        "contains" => R::Contains,
        "continues" => R::Continues,
        "continued-by" => R::ContinuedBy,
        _ => R::Mentions,
    }
}
