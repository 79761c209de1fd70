//! From the text of `catalog.toml` to settings, key by key, with everything that is wrong with them at once.
//!
//! A mistake in what records are not read by (the address of the site, a weight) takes nothing else away, so that they are
//! checked too. Where it is in what they are read by, they are not: each would be told to be wrong.

use super::{
    COMPUTED, Facet, FacetValue, Feeds, Level, Pages, PublishedSite, Settings, Source,
    SynonymGroup, WEIGHTS, ninety, usual_feeds,
};
use crate::diagnostic::{Diagnostic, Log, Place, Severity, nearest};
use crate::explanation;
use crate::fields::{address, message, plain, when, zones};
use crate::keys::{Item, Reader};
use crate::toml_text;
use crate::tree::Placed;
use callboard_model::{Kind, Labels};
use std::collections::{BTreeMap, BTreeSet};

/// Keys that records are not read by.
const BESIDE: [&str; 8] = [
    "assumed_minutes",
    "check",
    "contact",
    "feeds",
    "pages",
    "site",
    "tagline",
    "weights",
];

/// Keys that stand above all tables.
const ABOVE: [&str; 6] = [
    "assumed_minutes",
    "contact",
    "languages",
    "name",
    "tagline",
    "zone",
];

/// Keys that must be there, as they may be written.
const NEEDED: [(&str, &str); 3] = [
    ("name", "name = { en = \"...\" }"),
    ("languages", "languages = [\"en\"]"),
    ("zone", "zone = \"America/New_York\""),
];

/// What is found: how keys are written, and what their values mean.
struct Found<'t> {
    form: Log<'t>,
    meaning: Log<'t>,
    /// The language in which texts are proposed: the catalogue's first.
    language: String,
}

/// Reads `catalog.toml`. No settings where records cannot be read by them.
pub fn read(text: &str) -> (Option<Settings>, Vec<Diagnostic>) {
    let log = || Log::new("catalog.toml", text);
    let mut found = Found {
        form: log(),
        meaning: log(),
        language: "en".to_owned(),
    };
    let settings = toml_text::parse(text, "docs/catalog.md", &ABOVE, &mut found.form)
        .and_then(|top| all(top, &mut found));
    let mut diagnostics = found.form.finish();
    diagnostics.extend(found.meaning.finish());
    diagnostics.sort_by(Diagnostic::by_place);
    (settings, diagnostics)
}

fn all(mut top: Reader, found: &mut Found) -> Option<Settings> {
    let languages = languages(&mut top, found);
    if let Some(first) = languages.first() {
        found.language.clone_from(first);
    }
    let mut settings = Settings {
        name: labels(&mut top, "name", found).unwrap_or_default(),
        languages,
        zone: zone(&mut top, found),
        ..Settings::default()
    };
    for facet in top.maps("facets", &mut found.form) {
        self::facet(facet, &mut settings, found);
    }
    settings.synonyms = synonyms(&mut top, found);
    settings.sources = sources(&mut top, found);
    let is_all_there = NEEDED.iter().all(|(key, _)| top.has(key));
    let is_all_read = found.form.count() == 0;

    settings.assumed_minutes = top
        .whole("assumed_minutes", 0, &mut found.form)
        .map_or_else(ninety, |(minutes, _)| minutes);
    settings.tagline = labels(&mut top, "tagline", found).unwrap_or_default();
    let contact = top.text("contact", &mut found.form);
    settings.contact = contact
        .and_then(|contact| message::email(&contact.value, contact.place, &mut found.meaning));
    settings.weights = weights(&mut top, found);
    settings.check = levels(&mut top, found);
    settings.site = site(&mut top, found);
    settings.feeds = feeds(&mut top, &settings.facets, found);
    settings.pages = pages(&mut top, &settings.facets, found);

    for (key, example) in NEEDED {
        if !top.has(key) {
            let message = format!("the settings have no `{key}`");
            let example = example.replace("{ en", &format!("{{ {}", found.language));
            top.missing(key, message, format!("add a line `{example}`"));
        }
    }
    // What an unknown key was meant to say may be what records are read by.
    let is_beside = |key: &String| nearest(key, BESIDE).is_some();
    let is_known = top.names().iter().all(is_beside);
    top.finish(&[], &mut found.form);
    Some(settings).filter(|_| is_all_there && is_all_read && is_known)
}

fn text(map: &mut Reader, key: &str, found: &mut Found) -> Option<String> {
    Some(map.text(key, &mut found.form)?.value)
}

/// A text for each language.
fn labels(map: &mut Reader, key: &str, found: &mut Found) -> Option<Labels> {
    let mut labels = None;
    for item in map.items(key, &mut found.form) {
        match item {
            Item::Text(text) => found.form.error(
                "wrong-shape",
                text.place,
                format!("`{key}` takes a text for each language"),
                format!(
                    "write `{key} = {{ {} = \"{}\" }}`",
                    found.language, text.value
                ),
            ),
            Item::Map(mut inner) => {
                let own: &mut Labels = labels.get_or_insert_default();
                let languages = inner.names();
                if languages.is_empty() {
                    empty(inner.place(), format!("`{key}` has no text"), found);
                }
                for language in languages {
                    let place = inner.key_place(&language);
                    let Some(text) = inner.written(&language, &mut found.form) else {
                        continue;
                    };
                    // Who asks for a language never finds what stands under another name.
                    if plain::language(&language, place, &mut found.meaning).is_none() {
                        continue;
                    }
                    if text.value.trim().is_empty() {
                        let what = format!("`{key}` is empty in `{language}`");
                        empty(text.place, what, found);
                    } else {
                        own.insert(language, text.value);
                    }
                }
            }
        }
    }
    labels
}

fn empty(place: Place, what: String, found: &mut Found) {
    let fix = "write it, or leave it out";
    found.meaning.error("missing-key", place, what, fix);
}

fn languages(top: &mut Reader, found: &mut Found) -> Vec<String> {
    let place = top.text_place("languages");
    let languages = top.texts("languages", &mut found.form);
    if let Some(place) = place.filter(|_| languages.is_empty()) {
        found.meaning.error(
            "bad-settings",
            place,
            "`languages` is empty",
            "name at least one, such as [\"en\"]",
        );
    }
    let mut all: Vec<String> = Vec::new();
    for language in languages {
        let (place, log) = (language.place, &mut found.meaning);
        let Some(language) = plain::language(&language.value, place, log) else {
            continue;
        };
        if all.contains(&language) {
            log.error(
                "bad-settings",
                place,
                format!("`languages` names `{language}` twice"),
                "keep one of them",
            );
            continue;
        }
        all.push(language);
    }
    all
}

fn zone(top: &mut Reader, found: &mut Found) -> String {
    let place = top.text_place("zone").unwrap_or_default();
    let zone = text(top, "zone", found).unwrap_or_default();
    if top.has("zone") && !found.form.has_at(Some(place)) {
        zones::check(&zone, place, &mut found.meaning);
    }
    zone
}

/// The id and the label of a facet or of one of its values; `example` is such an id.
fn named(
    map: &mut Reader,
    what: &str,
    example: &str,
    found: &mut Found,
) -> (Option<Placed>, Labels) {
    let id = map.text("id", &mut found.form);
    if id.is_none() {
        let message = format!("a {what} has no `id`");
        let fix = format!("add what records call it, such as `id = \"{example}\"`");
        map.missing("id", message, fix);
    }
    let label = labels(map, "label", found);
    if label.is_none() && !map.has("label") {
        let message = match &id {
            Some(id) => format!("the {what} `{}` has no `label`", id.value),
            None => format!("a {what} has no `label`"),
        };
        let fix = format!(
            "add what readers see, such as `label = {{ {} = \"...\" }}`",
            found.language
        );
        map.missing("label", message, fix);
    }
    (id, label.unwrap_or_default())
}

/// Reads a facet into the settings.
fn facet(mut map: Reader, settings: &mut Settings, found: &mut Found) {
    let (id, label) = named(&mut map, "facet", "topic", found);
    let mut values = Vec::new();
    for inner in map.maps("values", &mut found.form) {
        values.extend(value(inner, found));
    }
    map.finish(&[], &mut found.form);
    let Some(id) = id else { return };
    if settings.facet(&id.value).is_some() {
        found.meaning.error(
            "duplicate-id",
            id.place,
            format!("there are two facets `{}`", id.value),
            "rename or remove one of them",
        );
    }
    let (places, values): (Vec<Places>, Vec<FacetValue>) = values.into_iter().unzip();
    let facet = Facet {
        id: id.value,
        label,
        values,
    };
    check_values(&facet, &places, found);
    let own = (String::new(), id.place);
    let of_values = facet.values.iter().zip(&places);
    let of_values = of_values.map(|(value, places)| (value.id.clone(), places.id));
    for (value, place) in std::iter::once(own).chain(of_values) {
        settings.places.insert((facet.id.clone(), value), place);
    }
    settings.facets.push(facet);
}

/// Where a value's id and its parent stand.
struct Places {
    id: Place,
    parent: Place,
}

fn value(mut map: Reader, found: &mut Found) -> Option<(Places, FacetValue)> {
    let (id, label) = named(&mut map, "value", "housing", found);
    let mut synonyms = BTreeMap::new();
    if let Some(mut inner) = map.map("synonyms", &mut found.form) {
        for language in inner.names() {
            let words = inner.texts(&language, &mut found.form);
            synonyms.insert(language, words.into_iter().map(|word| word.value).collect());
        }
    }
    let parent = map.text("parent", &mut found.form);
    map.finish(&[], &mut found.form);
    let id = id?;
    let places = Places {
        id: id.place,
        parent: parent.as_ref().map_or(id.place, |parent| parent.place),
    };
    let value = FacetValue {
        id: id.value,
        label,
        synonyms,
        parent: parent.map(|parent| parent.value),
    };
    Some((places, value))
}

fn check_values(facet: &Facet, places: &[Places], found: &mut Found) {
    let mut seen = BTreeSet::new();
    for (value, places) in facet.values.iter().zip(places) {
        if let Some(parent) = &value.parent {
            if !facet.values.iter().any(|value| value.id == *parent) {
                found.meaning.error(
                    "unknown-value",
                    places.parent,
                    format!(
                        "`{}` of `{}` has no value `{parent}` to stand under",
                        value.id, facet.id
                    ),
                    "add the parent as a value, or leave `parent` out",
                );
            } else if circular(facet, value) {
                found.meaning.error(
                    "bad-settings",
                    places.id,
                    format!("`{}` of `{}` stands under itself", value.id, facet.id),
                    "a value's parents must end somewhere",
                );
            }
        }
        if !seen.insert(&value.id) {
            found.meaning.error(
                "duplicate-id",
                places.id,
                format!("the facet `{}` has two values `{}`", facet.id, value.id),
                "rename or remove one of them",
            );
        }
        if facet.id == "kind" && Kind::from_name(&value.id).is_none() {
            found.meaning.error(
                "unknown-value",
                places.id,
                format!("there is no kind `{}`", value.id),
                "see docs/records.md for the kinds",
            );
        }
    }
}

fn circular(facet: &Facet, value: &FacetValue) -> bool {
    let mut at = value.parent.as_deref();
    for _ in 0..=facet.values.len() {
        match at {
            None => return false,
            Some(id) => {
                at = facet
                    .values
                    .iter()
                    .find(|value| value.id == id)
                    .and_then(|value| value.parent.as_deref())
            }
        }
    }
    true
}

fn synonyms(top: &mut Reader, found: &mut Found) -> Vec<SynonymGroup> {
    let mut groups = Vec::new();
    for mut group in top.maps("synonyms", &mut found.form) {
        let terms = group.texts("terms", &mut found.form);
        if !group.has("terms") {
            group.missing(
                "terms",
                "a group of synonyms has no `terms`".to_owned(),
                "add the words that mean the same: `terms = [\"one\", \"two\"]`".to_owned(),
            );
        }
        group.finish(&[], &mut found.form);
        groups.push(SynonymGroup {
            terms: terms.into_iter().map(|term| term.value).collect(),
        });
    }
    groups
}

fn sources(top: &mut Reader, found: &mut Found) -> BTreeMap<String, Source> {
    let mut sources = BTreeMap::new();
    let Some(mut all) = top.map("sources", &mut found.form) else {
        return sources;
    };
    for id in all.names() {
        let Some(mut map) = all.map(&id, &mut found.form) else {
            continue;
        };
        let title = text(&mut map, "title", found);
        if title.is_none() && !map.has("title") {
            map.missing(
                "title",
                format!("the source `{id}` has no `title`"),
                "add what the document is called: `title = \"...\"`".to_owned(),
            );
        }
        let url = map.text("url", &mut found.form);
        let date = map.text("date", &mut found.form);
        let source = Source {
            title: title.unwrap_or_default(),
            publisher: map.text("publisher", &mut found.form),
            record: map.text("record", &mut found.form),
            url: url.and_then(|url| address::web(&url.value, url.place, &mut found.meaning)),
            date: date.and_then(|date| {
                let read = when::partial_date(&date.value, date.place, &mut found.meaning);
                read.map(|date| date.0)
            }),
            date_note: labels(&mut map, "date_note", found),
        };
        map.finish(&[], &mut found.form);
        sources.insert(id, source);
    }
    sources
}

/// How much a word counts in each field.
fn weights(top: &mut Reader, found: &mut Found) -> BTreeMap<String, f32> {
    let mut weights = BTreeMap::from(WEIGHTS.map(|(name, usual)| (name.to_owned(), usual)));
    let Some(mut map) = top.map("weights", &mut found.form) else {
        return weights;
    };
    for (name, _) in WEIGHTS {
        let Some(written) = map.text(name, &mut found.form) else {
            continue;
        };
        let fix = "use a number from 0.1 to 20";
        match written.value.parse::<f32>() {
            Ok(weight) if (0.1..=20.0).contains(&weight) => {
                weights.insert(name.to_owned(), weight);
            }
            Ok(weight) => found.meaning.error(
                "bad-settings",
                written.place,
                format!("the weight {weight} is out of range"),
                fix,
            ),
            Err(_) => found.meaning.error(
                "bad-number",
                written.place,
                format!("`{}` is no number", written.value),
                fix,
            ),
        }
    }
    map.finish(&[], &mut found.form);
    weights
}

/// How much a diagnostic matters, by its code: those that are there, and no error made less. What is an error could not be
/// read, so that it would be lost unseen.
fn levels(top: &mut Reader, found: &mut Found) -> BTreeMap<String, Level> {
    let mut levels = BTreeMap::new();
    let Some(mut map) = top.map("check", &mut found.form) else {
        return levels;
    };
    for code in map.names() {
        let key = map.key_place(&code);
        let Some(written) = map.text(&code, &mut found.form) else {
            continue;
        };
        let Some(have) = explanation::of(&code) else {
            let codes = explanation::EXPLANATIONS.iter().map(|have| have.code);
            let question = nearest(&code, codes)
                .map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
            found.meaning.error(
                "unknown-key",
                key,
                format!("there is no diagnostic `{code}`{question}"),
                "`callboard explain` lists the codes",
            );
            continue;
        };
        let level = match written.value.as_str() {
            "error" => Level::Error,
            "warning" => Level::Warning,
            "note" => Level::Note,
            "off" => Level::Off,
            other => {
                found.meaning.error(
                    "unknown-value",
                    written.place,
                    format!("a diagnostic cannot be `{other}`"),
                    "write \"error\", \"warning\", \"note\" or \"off\"",
                );
                continue;
            }
        };
        if have.usually == Severity::Error && level != Level::Error {
            found.meaning.error(
                "bad-settings",
                key,
                format!("`{code}` is always an error: what it tells of cannot be published"),
                "leave the line out, and mend what the diagnostic shows",
            );
        }
        levels.insert(code, level);
    }
    levels
}

/// Whether a text is a path below a folder that can stand in an address as it is.
fn is_plain_path(text: &str) -> bool {
    text.split('/').all(|part| {
        !part.trim_matches('.').is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    })
}

fn site(top: &mut Reader, found: &mut Found) -> PublishedSite {
    let Some(mut map) = top.map("site", &mut found.form) else {
        return PublishedSite::default();
    };
    let url = map.text("url", &mut found.form);
    if let Some(url) = &url {
        let whole = address::web(&url.value, url.place, &mut found.meaning);
        let whole = whole.and_then(|url| url::Url::parse(&url).ok());
        if whole.is_some_and(|url| url.query().is_some() || url.fragment().is_some()) {
            found.meaning.error(
                "bad-address",
                url.place,
                format!("`{}` is more than the address of a site", url.value),
                "leave out what begins with ? or #",
            );
        }
    }
    let id = map.written("id", &mut found.form);
    if let Some(id) = id.as_ref().filter(|id| id.value.is_empty()) {
        found.meaning.error(
            "bad-settings",
            id.place,
            "the `id` of the site is empty",
            "leave it out, or write the address that the site began with",
        );
    }
    let icon = map.written("icon", &mut found.form);
    if let Some(icon) = icon.as_ref().filter(|icon| !is_plain_path(&icon.value)) {
        found.meaning.error(
            "bad-settings",
            icon.place,
            format!("`{}` is no path of an icon", icon.value),
            "write it as it stands below the folder `static`, such as icon.svg: letters, digits, `.`, `_`, `-` and `/`",
        );
    }
    let value = |text: Option<Placed>| text.map(|text| text.value);
    let site = PublishedSite {
        url: value(url),
        id: value(id),
        icon: value(icon),
        sealed: map.flag("sealed", &mut found.form),
    };
    map.finish(&[], &mut found.form);
    site
}

fn feeds(top: &mut Reader, facets: &[Facet], found: &mut Found) -> Feeds {
    let mut feeds = Feeds::default();
    let Some(mut map) = top.map("feeds", &mut found.form) else {
        return feeds;
    };
    if map.has("facets") {
        // What is usual nobody has written, and a catalogue need not have all of it.
        let usual = usual_feeds();
        let own = map.texts("facets", &mut found.form);
        if !own.iter().map(|facet| &facet.value).eq(&usual) {
            check_facets("feeds", &own, facets, found);
        }
        feeds.facets = own.into_iter().map(|facet| facet.value).collect();
    }
    if let Some((most, _)) = map.whole("most", 1, &mut found.form) {
        feeds.most = most;
    }
    map.finish(&[], &mut found.form);
    feeds
}

fn pages(top: &mut Reader, facets: &[Facet], found: &mut Found) -> Pages {
    let mut pages = Pages::default();
    let Some(mut map) = top.map("pages", &mut found.form) else {
        return pages;
    };
    if let Some((most, _)) = map.whole("most", 0, &mut found.form) {
        pages.most = most;
    }
    match map.whole("rows", 0, &mut found.form) {
        Some((rows, _)) if (10..=1000).contains(&rows) => pages.rows = rows,
        Some((rows, place)) => found.meaning.error(
            "bad-settings",
            place,
            format!("a page of {rows} records is out of range"),
            "write how many records a page of a list has, from 10 to 1000, or leave `rows` out",
        ),
        None => {}
    }
    if map.has("facets") {
        let own = map.texts("facets", &mut found.form);
        check_facets("pages", &own, facets, found);
        pages.facets = Some(own.into_iter().map(|facet| facet.value).collect());
    }
    map.finish(&[], &mut found.form);
    pages
}

/// Checks that facets of which there are to be feeds or pages are there.
fn check_facets(what: &str, named: &[Placed], facets: &[Facet], found: &mut Found) {
    // `when` follows the reader's clock: a file would be wrong a minute later.
    let known = facets
        .iter()
        .map(|facet| facet.id.as_str())
        .chain(COMPUTED)
        .filter(|id| *id != "when");
    for facet in named {
        let id = facet.value.as_str();
        if known.clone().any(|known| known == id) {
            continue;
        }
        let (question, fix) = match (id, nearest(id, known.clone())) {
            ("when", _) => (
                String::new(),
                "leave `when` out: what is to come changes without a new build".to_owned(),
            ),
            (_, Some(meant)) => (
                format!("; did you mean `{meant}`?"),
                format!("write `{meant}`"),
            ),
            (_, None) => (
                String::new(),
                format!("use ids of facets, such as {}", usual_feeds().join(", ")),
            ),
        };
        found.meaning.error(
            "unknown-value",
            facet.place,
            format!("there are no {what} of `{id}`{question}"),
            fix,
        );
    }
}
