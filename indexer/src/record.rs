//! One record's front matter, key by key: from a tree with places to checked values.
//!
//! docs/records.md describes the keys for editors. A mistake in one key never hides another's, and
//! what could be read is kept. References stay ids here; [`crate::catalog`] checks that they lead
//! somewhere and [`crate::resolve`] follows them.

mod facet_values;
mod people;

use crate::diagnostic::{Log, Place, Severity};
use crate::fields::when::{self, Defaults};
use crate::fields::{address, message, phone, plain};
use crate::keys::{Item, Notation, Reader};
use crate::markdown::{self, Body};
use crate::settings::Settings;
use crate::starter;
use crate::tree::{Placed, Value};
use crate::two_texts::{self, Version};
use crate::yaml;
use bitcode::{Decode, Encode};
use callboard_importer::shape::ASKS;
use callboard_importer::slug::slug;
use callboard_model::{
    Action, ActionKind, Cited, HostRole, Image, Kind, Link, Note, NoteKind, Occurrence,
    PartialDate, PersonRole, RelationKind, Span,
};
use std::collections::BTreeMap;

/// A person as front matter names them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub struct PersonField {
    /// Their name; none when the organisation itself is meant.
    pub name: Option<String>,
    /// What they do for the record.
    pub role: PersonRole,
    /// Their position.
    pub title: Option<String>,
    /// Their organisation.
    pub org: Option<Placed>,
    /// The source's words for a group: `Three members of`.
    pub words: Option<String>,
}

/// An outside organisation's copy or original of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub struct CopyField {
    /// The organisation.
    pub org: Placed,
    /// The copy's title, where it differs.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// Keys of typed relations, in the order in which they are read.
pub(crate) const RELATIONS: [(&str, RelationKind); 6] = [
    ("about", RelationKind::About),
    ("reply_to", RelationKind::ReplyTo),
    ("part_of", RelationKind::PartOf),
    ("mentions", RelationKind::Mentions),
    ("continues", RelationKind::Continues),
    ("member_of", RelationKind::MemberOf),
];

/// A record as its file gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[expect(missing_docs, reason = "the fields are the keys of docs/records.md")]
pub struct Record {
    pub id: String,
    pub file: String,
    pub kind: Kind,
    pub title: Placed,
    pub lang: String,
    pub languages: Vec<String>,
    pub summary: String,
    pub aliases: Vec<String>,
    /// Ids that it had before, oldest first.
    pub former_ids: Vec<Placed>,
    /// Values of the editor's facets, by facet.
    pub facets: BTreeMap<String, Vec<String>>,
    pub hosts: Vec<(Placed, HostRole)>,
    pub people: Vec<PersonField>,
    pub when: Vec<Occurrence>,
    pub span: Option<Span>,
    pub published: Option<PartialDate>,
    pub series: Option<(Placed, Option<u32>)>,
    pub collections: Vec<(Placed, Option<u32>)>,
    pub actions: Vec<(Action, Place)>,
    pub link: Option<String>,
    pub links: Vec<Link>,
    pub recording_of: Vec<Placed>,
    pub recordings: Vec<Placed>,
    pub republished_from: Option<CopyField>,
    pub also_at: Vec<CopyField>,
    /// `about`, `reply_to`, `part_of`, `mentions`, `continues`, `member_of`.
    pub relations: Vec<(RelationKind, Placed)>,
    pub translation_of: Option<Placed>,
    pub cites: Vec<Cited>,
    pub cited_records: Vec<Placed>,
    pub image: Option<Image>,
    pub credits: Vec<(Placed, Option<String>)>,
    pub hashtags: Vec<String>,
    pub cadence: Option<String>,
    pub total: Option<u32>,
    pub update_policy: Option<String>,
    pub featured: bool,
    pub draft: bool,
    pub order: Option<u32>,
    pub source: Option<Placed>,
    pub checked: Option<PartialDate>,
    pub notes: Vec<Note>,
    pub body: Body,
}

/// Reads a record's file, and says whether it can be published: without a kind or a title there is nothing that
/// other records could refer to rightly, but what it refers to can be checked all the same. `None` when the file
/// has no front matter that can be read.
pub fn read(
    id: &str,
    file: &str,
    text: &str,
    settings: &Settings,
    log: &mut Log,
) -> Option<(Record, bool)> {
    if !plain::id(id) {
        let signs = format!(
            "with a to z, 0 to 9 and hyphens, {} at most",
            plain::LONGEST_ID
        );
        log.error(
            "bad-id",
            Place::default(),
            format!("`{id}` is no id"),
            match slug(id) {
                // Nothing of the name is left.
                name if name == "item" && !id.to_lowercase().contains("item") => {
                    format!("name the file {signs}, such as what it is about in English letters")
                }
                name => format!("name the file {signs}: {name}.md"),
            },
        );
    }
    let torn = two_texts::versions(text, 1, log);
    if torn.is_empty() {
        return whole(id, file, text, settings, log);
    }
    let chosen = |version| two_texts::chosen(text, &torn, version);
    let (first, second) = (chosen(Version::First), chosen(Version::Second));
    // Where there is nothing around the versions, nothing else can be said.
    let parts = yaml::split(&first, &mut Log::new(file, &first))?;
    if !torn.iter().any(|torn| torn.begins_above(parts.body_line)) {
        return whole(id, file, text, settings, log);
    }
    let (mut of_first, mut of_second) = (Log::new(file, &first), Log::new(file, &second));
    let record = whole(id, file, &first, settings, &mut of_first);
    whole(id, file, &second, settings, &mut of_second);
    let second = of_second.finish();
    log.extend(two_texts::in_both(file, &torn, of_first.finish(), &second));
    // What both refer to can be checked.
    record.map(|(record, _)| (record, false))
}

/// Reads a record of which there is one version.
fn whole(
    id: &str,
    file: &str,
    text: &str,
    settings: &Settings,
    log: &mut Log,
) -> Option<(Record, bool)> {
    let parts = yaml::split(text, log)?;
    form(text, &parts, log);
    two_texts::records(parts.body, parts.body_line, log);
    let body = markdown::read(parts.body, parts.body_line, log);
    let node = yaml::parse(parts.yaml, parts.yaml_line, log)?;
    let top = Place {
        line: 1,
        column: 1,
        length: 3,
    };
    let Value::Map(pairs) = node.value else {
        log.error(
            "wrong-shape",
            top,
            "the front matter has no keys",
            "write `kind: article`, `title: ...` and so on",
        );
        return None;
    };
    let mut map = Reader::new(pairs, top, Notation::Yaml);
    let record = keys(id, file, settings, body, &mut map, log);
    let facets: Vec<&str> = settings
        .editor_facets()
        .map(|facet| facet.id.as_str())
        .collect();
    map.finish(&facets, log);
    Some(record)
}

/// Codes of contradictions in the source, which an editor may have found and noted.
const NOTED: [&str; 4] = [
    "date-mismatch",
    "time-mismatch",
    "weekday-mismatch",
    "zones-disagree",
];

/// Notes what is in a file beside its text: what editors on other systems add unseen.
fn form(text: &str, parts: &yaml::Parts, log: &mut Log) {
    let start = Place {
        line: 1,
        column: 1,
        length: 1,
    };
    let fix = "run `callboard check --fix`".to_owned();
    let mut note = |code, place, message: String| {
        log.add(Severity::Note, code, place, message, Some(fix.clone()));
    };
    if text.starts_with('\u{feff}') {
        let message = "the file begins with a byte order mark";
        note("byte-order-mark", start, message.to_owned());
    }
    let returns = text.matches("\r\n").count();
    if returns > 0 {
        let message = match returns {
            1 => "one line ends with CR LF".to_owned(),
            _ => format!("{returns} lines end with CR LF"),
        };
        note("carriage-return", start, message);
    }
    let spaced: Vec<(u32, &str)> = (parts.yaml_line..)
        .zip(parts.yaml.lines())
        .filter(|(_, line)| line.ends_with([' ', '\t']))
        .collect();
    if let Some((number, line)) = spaced.first() {
        let kept = line.trim_end_matches([' ', '\t']).chars().count() as u32;
        let place = Place {
            line: *number,
            column: kept + 1,
            length: (line.chars().count() as u32).saturating_sub(kept),
        };
        let message = match spaced.len() {
            1 => "the line ends with spaces".to_owned(),
            count => format!("{count} lines end with spaces; this is the first"),
        };
        note("trailing-space", place, message);
    }
}

fn keys(
    id: &str,
    file: &str,
    settings: &Settings,
    body: Body,
    map: &mut Reader,
    log: &mut Log,
) -> (Record, bool) {
    let defaults = Defaults {
        zone: settings.zone.clone(),
        minutes: settings.assumed_minutes,
    };
    let (kind_place, title_place) = (map.text_place("kind"), map.text_place("title"));
    let kind = map
        .choice("kind", Kind::ALL.iter().map(|kind| kind.name()), log)
        .and_then(|name| Kind::from_name(&name));
    let title = map.text("title", log).map(|title| Placed {
        value: plain::text(&title.value, title.place, log),
        ..title
    });
    let draft = map.flag("draft", log);
    let summary_place = map.text_place("summary").unwrap_or_default();
    let summary = map.plain("summary", log).unwrap_or_default();
    if summary == starter::UNWRITTEN && !draft {
        left_over(
            summary_place,
            "the summary is still that of the template",
            "write one to three sentences with every name, place, number and practical term",
            log,
        );
    }
    for (key, there, place) in [
        ("kind", kind.is_some(), kind_place),
        ("title", title.is_some(), title_place),
        ("summary", !summary.is_empty(), Some(summary_place)),
    ] {
        // What stands there and is no text, or none of the kinds, is told already.
        match place {
            _ if there || log.has_at(place) => {}
            Some(place) if map.has(key) => log.error(
                "missing-key",
                place,
                format!("`{key}` is empty"),
                "write it after the colon; a value that begins with `#` needs quotes",
            ),
            _ => map.missing(
                key,
                format!("the record has no `{key}`"),
                format!("add a line `{key}: ...`"),
            ),
        }
    }
    let lang = map
        .text("lang", log)
        .and_then(|lang| plain::language(&lang.value, lang.place, log))
        .map(|tag| as_in_settings(tag, settings));
    let languages = map
        .texts("languages", log)
        .into_iter()
        .filter_map(|lang| plain::language(&lang.value, lang.place, log))
        .map(|tag| as_in_settings(tag, settings))
        .collect();
    let mut facets = BTreeMap::new();
    for facet in settings.editor_facets() {
        let ids: Vec<&str> = facet.values.iter().map(|value| value.id.as_str()).collect();
        let mut values = Vec::new();
        for value in map.texts(&facet.id, log) {
            if ids.contains(&value.value.as_str()) {
                values.push(value.value);
            } else {
                facet_values::unknown(facet, &value, log);
            }
        }
        facets.insert(facet.id.clone(), values);
    }
    let mut relations = Vec::new();
    for (key, kind) in RELATIONS {
        relations.extend(map.texts(key, log).into_iter().map(|id| (kind, id)));
    }
    let (cited_records, cites) = cites(map, log);
    let record = Record {
        id: id.to_owned(),
        file: file.to_owned(),
        kind: kind.unwrap_or(Kind::Resource),
        title: title.clone().unwrap_or_else(|| Placed {
            value: id.to_owned(),
            place: map.place(),
        }),
        lang: lang.unwrap_or_else(|| settings.languages.first().cloned().unwrap_or_default()),
        languages,
        summary,
        aliases: map.plains("aliases", log),
        former_ids: former_ids(map, log),
        facets,
        hosts: people::hosts(map, log),
        people: people::people(map, log),
        when: whens(map, &defaults, log),
        span: map.map("span", log).and_then(|mut inner| {
            let span = when::span(&mut inner, &defaults, log);
            inner.finish(&[], log);
            span
        }),
        published: date(map, "published", log),
        series: map.id_with("series", "part", log).into_iter().next(),
        collections: map.id_with("collections", "order", log),
        actions: actions(map, log),
        link: map
            .text("link", log)
            .and_then(|link| address::web(&link.value, link.place, log)),
        links: links(map, log),
        recording_of: map.texts("recording_of", log),
        recordings: map.texts("recordings", log),
        republished_from: copies(map, "republished_from", log).into_iter().next(),
        also_at: copies(map, "also_at", log),
        relations,
        translation_of: map.text("translation_of", log),
        cites,
        cited_records,
        image: map.map("image", log).map(|mut inner| {
            let image = Image {
                alt: inner.plain("alt", log),
                credit: inner.plain("credit", log),
            };
            inner.finish(&[], log);
            image
        }),
        credits: credits(map, log),
        hashtags: map
            .plains("hashtags", log)
            .into_iter()
            .map(|tag| tag.trim_start_matches('#').to_owned())
            .collect(),
        cadence: map.plain("cadence", log),
        total: map.number("total", log),
        update_policy: map.plain("update_policy", log),
        featured: map.flag("featured", log),
        draft,
        order: map.number("order", log),
        source: map.text("source", log),
        checked: date(map, "checked", log),
        notes: notes(map, draft, log),
        body,
    };
    // Who has said that the source contradicts itself need not be told.
    if record
        .notes
        .iter()
        .any(|note| note.kind == NoteKind::Conflict)
    {
        log.leave_out(&NOTED);
    }
    (record, kind.is_some() && title.is_some())
}

/// A language's tag as the catalogue writes it: capitals mean nothing in one (RFC 5646, section 2.1.1).
fn as_in_settings(tag: String, settings: &Settings) -> String {
    let mut known = settings.languages.iter();
    let same = known.find(|known| known.eq_ignore_ascii_case(&tag));
    same.map_or(tag, String::clone)
}

fn former_ids(map: &mut Reader, log: &mut Log) -> Vec<Placed> {
    let mut all = Vec::new();
    for id in map.texts("former_ids", log) {
        if plain::id(&id.value) {
            all.push(id);
        } else {
            log.error(
                "bad-id",
                id.place,
                format!("`{}` is no id", id.value),
                format!(
                    "an id has a to z, 0 to 9 and hyphens, {} at most: the file's old name without .md",
                    plain::LONGEST_ID
                ),
            );
        }
    }
    all
}

fn date(map: &mut Reader, key: &str, log: &mut Log) -> Option<PartialDate> {
    map.text(key, log)
        .and_then(|date| when::partial_date(&date.value, date.place, log))
}

fn whens(map: &mut Reader, defaults: &Defaults, log: &mut Log) -> Vec<Occurrence> {
    let mut all = Vec::new();
    for mut inner in map.maps("when", log) {
        all.extend(when::occurrence(&mut inner, defaults, log));
        inner.finish(&[], log);
    }
    all.sort_by_key(|occurrence| (occurrence.start, occurrence.end));
    all
}

fn actions(map: &mut Reader, log: &mut Log) -> Vec<(Action, Place)> {
    let mut all = Vec::new();
    for mut inner in map.maps("actions", log) {
        let place = inner.place();
        let before = log.count();
        let verb = inner
            .choice("do", ActionKind::ALL.iter().map(|kind| kind.name()), log)
            .and_then(|name| ActionKind::from_name(&name));
        if !inner.has("do") {
            inner.missing(
                "do",
                "the action has no `do`".to_owned(),
                "add what a reader does: `do: register`".to_owned(),
            );
        }
        let is_wrong = wrong_number(verb, &inner, log);
        let phone_words = inner.text("phone", log);
        let found = inner.map("found", log).map(|mut found| {
            let parts = [found.plain("where", log), found.plain("when", log)];
            found.finish(&[], log);
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        });
        let keyword_place = inner.text_place("keyword");
        let keyword = inner.plain("keyword", log);
        if let (Some(keyword), Some(place)) = (&keyword, keyword_place) {
            message::keyword(keyword, place, inner.has("text_to"), log);
        }
        let action = Action {
            kind: verb.unwrap_or(ActionKind::Open),
            url: inner
                .text("url", log)
                .and_then(|url| address::web(&url.value, url.place, log)),
            phone: phone_words
                .as_ref()
                .filter(|_| !is_wrong)
                .and_then(|phone| phone::e164(&phone.value, phone.place, log)),
            phone_words: phone_words.map(|phone| phone.value),
            sms_to: inner
                .text("text_to", log)
                .and_then(|to| phone::short_code(&to.value, to.place, log)),
            sms_keyword: keyword,
            email: inner
                .text("email", log)
                .and_then(|email| message::email(&email.value, email.place, log)),
            words: inner.plain("words", log),
            lang: inner
                .text("lang", log)
                .and_then(|lang| plain::language(&lang.value, lang.place, log)),
            found,
        };
        inner.finish(&[], log);
        // What is wrong with its address is told already.
        if verb.is_some() && action.href().is_none() && log.count() == before {
            let verb = action.kind.name();
            let message = match &action.words {
                Some(words) => format!("`{verb}` has no link; the source says “{words}”"),
                None => format!("`{verb}` has no link, and no words of the source"),
            };
            let fix = match action.kind {
                ActionKind::Call => "when you find the number, add `phone: ...`",
                ActionKind::Text => "when you find the number, add `text_to: ...`",
                ActionKind::Email => "when you find the address, add `email: ...`",
                _ => {
                    "when you find the link, add `url: ...` and `found: {where: ..., when: 2026-11-20}`"
                }
            };
            log.add(
                Severity::Note,
                "no-link",
                place,
                message,
                Some(fix.to_owned()),
            );
        }
        if verb.is_some() {
            all.push((action, place));
        }
    }
    all
}

/// Complains of the number of a text message that stands where one to ring does, and the other way round: the page would
/// offer what the source does not.
fn wrong_number(verb: Option<ActionKind>, action: &Reader, log: &mut Log) -> bool {
    let (has, lacks) = match verb {
        Some(ActionKind::Text) => ("phone", "text_to"),
        Some(ActionKind::Call) => ("text_to", "phone"),
        _ => return false,
    };
    let is_wrong = action.has(has) && !action.has(lacks);
    if is_wrong {
        let verb = verb.map_or("", ActionKind::name);
        log.error(
            "missing-key",
            action.key_place(has),
            format!("the number of `do: {verb}` is `{lacks}`, not `{has}`"),
            format!("write `{lacks}: ...` instead of `{has}: ...`"),
        );
    }
    is_wrong
}

fn links(map: &mut Reader, log: &mut Log) -> Vec<Link> {
    let mut all = Vec::new();
    for mut inner in map.maps("links", log) {
        let label = inner.plain("label", log);
        let url = inner
            .text("url", log)
            .and_then(|url| address::web(&url.value, url.place, log));
        if !inner.has("url") {
            inner.missing(
                "url",
                "the link has no `url`".to_owned(),
                "add its address: `url: https://...`".to_owned(),
            );
        }
        if let Some(url) = url {
            all.push(Link {
                label: label.unwrap_or_else(|| url.clone()),
                url,
            });
        }
        inner.finish(&[], log);
    }
    all
}

/// An organisation alone, or with a title and an address.
fn copies(map: &mut Reader, key: &str, log: &mut Log) -> Vec<CopyField> {
    let mut all = Vec::new();
    for item in map.items(key, log) {
        match item {
            Item::Text(org) => all.push(CopyField {
                org,
                title: None,
                url: None,
            }),
            Item::Map(mut inner) => {
                let org = inner.text("org", log);
                let title = inner.plain("title", log);
                let url = inner
                    .text("url", log)
                    .and_then(|url| address::web(&url.value, url.place, log));
                match org {
                    Some(org) => all.push(CopyField { org, title, url }),
                    None => inner.missing(
                        "org",
                        format!("`{key}` names no `org`"),
                        "add the organisation's id as `org`".to_owned(),
                    ),
                }
                inner.finish(&[], log);
            }
        }
    }
    all
}

fn cites(map: &mut Reader, log: &mut Log) -> (Vec<Placed>, Vec<Cited>) {
    let (mut records, mut outside) = (Vec::new(), Vec::new());
    for item in map.items("cites", log) {
        match item {
            Item::Text(id) => records.push(id),
            Item::Map(mut inner) => {
                let title = inner.plain("title", log);
                let url = inner
                    .text("url", log)
                    .and_then(|url| address::web(&url.value, url.place, log));
                if let Some(title) = title.or_else(|| url.clone()) {
                    outside.push(Cited { title, url });
                }
                inner.finish(&[], log);
            }
        }
    }
    (records, outside)
}

fn credits(map: &mut Reader, log: &mut Log) -> Vec<(Placed, Option<String>)> {
    let mut all = Vec::new();
    for mut inner in map.maps("credits", log) {
        if let Some(to) = inner.text("to", log) {
            all.push((to, inner.plain("for", log)));
        }
        inner.finish(&[], log);
    }
    all
}

/// Warns of what only whoever writes a record should see, in one that readers will.
fn left_over(place: Place, what: &str, fix: &str, log: &mut Log) {
    log.warn("left-over", place, what, fix);
}

fn notes(map: &mut Reader, draft: bool, log: &mut Log) -> Vec<Note> {
    const KINDS: [(&str, NoteKind); 4] = [
        ("inferred", NoteKind::Inferred),
        ("conflict", NoteKind::Conflict),
        ("missing", NoteKind::Missing),
        ("note", NoteKind::Note),
    ];
    let mut all = Vec::new();
    for mut inner in map.maps("notes", log) {
        for (key, kind) in KINDS {
            let place = inner.text_place(key).unwrap_or_default();
            let Some(text) = inner.plain(key, log) else {
                continue;
            };
            if text.starts_with(ASKS) && !draft {
                left_over(
                    place,
                    "a question of the import would be published",
                    "write the answer into the record, then remove this note",
                    log,
                );
            }
            all.push(Note { kind, text });
        }
        inner.finish(&[], log);
    }
    all
}
