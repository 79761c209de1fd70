//! `catalog.toml`: what a catalogue is called, which facets and values it has, and what its words
//! mean. docs/catalog.md describes it for editors.

use crate::diagnostic::{Diagnostic, Log, Place, Severity, nearest};
use crate::explanation;
use crate::fields::address;
use callboard_model::{Kind, Labels};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The settings of a catalogue.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its name by language.
    pub name: Labels,
    /// One line under the name.
    #[serde(default)]
    pub tagline: Labels,
    /// Languages, first the default.
    pub languages: Vec<String>,
    /// IANA zone of a date or time that names none.
    pub zone: String,
    /// Minutes that an event without an end is taken to last.
    #[serde(default = "ninety")]
    pub assumed_minutes: u32,
    /// Where corrections go.
    pub contact: Option<String>,
    /// How much a word counts in each field.
    #[serde(default)]
    pub weights: BTreeMap<String, f32>,
    /// Facets in order.
    #[serde(default)]
    pub facets: Vec<Facet>,
    /// Groups of words that mean the same.
    #[serde(default)]
    pub synonyms: Vec<SynonymGroup>,
    /// The documents that facts come from.
    #[serde(default)]
    pub sources: BTreeMap<String, Source>,
    /// How much a diagnostic matters here, by its code.
    #[serde(default)]
    pub check: BTreeMap<String, Level>,
    /// Where the ids of facets (with an empty second part) and of their values stand in the file, by both.
    #[serde(skip)]
    pub places: BTreeMap<(String, String), Place>,
    /// Where the catalogue is published.
    #[serde(default)]
    pub site: PublishedSite,
    /// What can be subscribed to.
    #[serde(default)]
    pub feeds: Feeds,
    /// Which pages are made beforehand.
    #[serde(default)]
    pub pages: Pages,
}

/// How much a diagnostic matters in one catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing is published until it is mended.
    Error,
    /// Probably a mistake.
    Warning,
    /// Worth knowing.
    Note,
    /// It is not shown.
    Off,
}

/// Where a catalogue is published, and as what others know it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedSite {
    /// The address of its front page; `None` where it is not known, or differs from copy to copy.
    pub url: Option<String>,
    /// What its ids in feeds are made of, for ever: a site that moves keeps the address it began with here.
    /// The address, else the name, where it is left out.
    pub id: Option<String>,
    /// Path of the icon that browsers show beside the title, below the catalogue's folder `static`.
    pub icon: Option<String>,
    /// Whether the page seals itself whenever it opens.
    #[serde(default)]
    pub sealed: bool,
}

/// What can be subscribed to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feeds {
    /// Facets whose every value has feeds and a calendar of its own.
    #[serde(default = "usual_feeds")]
    pub facets: Vec<String>,
    /// Most records of a feed, from 1; the newest are kept. Calendars have no such bound.
    #[serde(default = "thousand")]
    pub most: u32,
}

impl Default for Feeds {
    fn default() -> Feeds {
        Feeds {
            facets: usual_feeds(),
            most: thousand(),
        }
    }
}

/// People subscribe to a sort of thing or to a cause, and want what they can read. Region and audience are
/// worth it only where an editor fills them, and names by the hundred are not.
fn usual_feeds() -> Vec<String> {
    ["kind", "topic", "language"].map(str::to_owned).to_vec()
}

fn thousand() -> u32 {
    1000
}

/// Which pages are made beforehand, for readers without JavaScript and for search engines.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// Most records that have a page of their own, from 0 (no pages but the front page); those that were dated last are
    /// kept. More files than a host takes are no use: some take 20,000.
    #[serde(default = "ten_thousand")]
    pub most: u32,
    /// Most records on one page of a list, from 10 to 1000.
    #[serde(default = "hundred")]
    pub rows: u32,
    /// Facets whose every value has a page. All that editors fill, with `kind` and `language`, where it is left out.
    pub facets: Option<Vec<String>>,
}

impl Default for Pages {
    fn default() -> Pages {
        Pages {
            most: ten_thousand(),
            rows: hundred(),
            facets: None,
        }
    }
}

fn ten_thousand() -> u32 {
    10_000
}

fn hundred() -> u32 {
    100
}

/// A facet.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facet {
    /// Its id, which is also the key in front matter.
    pub id: String,
    /// Its heading by language.
    pub label: Labels,
    /// Its closed vocabulary; empty for facets that are computed from the records.
    #[serde(default)]
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacetValue {
    /// Its id.
    pub id: String,
    /// What readers see, by language.
    pub label: Labels,
    /// Other words that find it, by language.
    #[serde(default)]
    pub synonyms: BTreeMap<String, Vec<String>>,
    /// The value above it.
    pub parent: Option<String>,
}

/// Words that mean the same.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SynonymGroup {
    /// The words.
    pub terms: Vec<String>,
}

/// A document that facts come from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Id of the organisation that published it.
    pub publisher: Option<String>,
    /// Id of the record that stands for it.
    pub record: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its date as precisely as is known.
    pub date: Option<String>,
    /// How the date is known, or why it is not, by language.
    pub date_note: Option<Labels>,
}

/// Facets whose values come from the records.
pub const COMPUTED: [&str; 7] = [
    "kind",
    "language",
    "organization",
    "author",
    "series",
    "republished-from",
    "when",
];

/// Names and usual weights of the searchable fields.
pub const WEIGHTS: [(&str, f32); 5] = [
    ("title", 5.0),
    ("names", 3.0),
    ("labels", 2.0),
    ("summary", 1.5),
    ("body", 1.0),
];

fn ninety() -> u32 {
    90
}

impl Settings {
    /// The facet with this id.
    pub fn facet(&self, id: &str) -> Option<&Facet> {
        self.facets.iter().find(|facet| facet.id == id)
    }

    /// The diagnostics as this catalogue wants them: each as `[check]` says, those that are off left out. What is an error
    /// stays one.
    pub fn weighed(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        diagnostics
            .into_iter()
            .filter_map(|mut d| {
                if d.is_error() {
                    return Some(d);
                }
                d.severity = match self.check.get(d.code) {
                    None => d.severity,
                    Some(Level::Error) => Severity::Error,
                    Some(Level::Warning) => Severity::Warning,
                    Some(Level::Note) => Severity::Note,
                    Some(Level::Off) => return None,
                };
                Some(d)
            })
            .collect()
    }

    /// Ids of the facets that an editor gives values of.
    pub fn editor_facets(&self) -> impl Iterator<Item = &Facet> {
        self.facets
            .iter()
            .filter(|facet| !COMPUTED.contains(&facet.id.as_str()))
    }
}

/// Reads `catalog.toml`.
pub fn read(text: &str) -> (Option<Settings>, Vec<Diagnostic>) {
    let mut log = Log::new("catalog.toml", text);
    let mut settings: Settings = match toml::from_str(text) {
        Ok(settings) => settings,
        Err(error) => {
            let place = error
                .span()
                .map_or(Place::default(), |span| place(text, span));
            log.error(
                "bad-settings",
                place,
                error.message().trim().to_owned(),
                "see docs/catalog.md for the keys and what they hold",
            );
            return (None, log.finish());
        }
    };
    check(&settings, text, &mut log);
    levels(&settings, &mut log);
    settings.places = places(&settings, text);
    for (name, weight) in WEIGHTS {
        settings.weights.entry(name.to_owned()).or_insert(weight);
    }
    (Some(settings), log.finish())
}

fn check(settings: &Settings, text: &str, log: &mut Log) {
    if settings.languages.is_empty() {
        log.error(
            "bad-settings",
            find(text, "languages"),
            "`languages` is empty",
            "name at least one, such as [\"en\"]",
        );
    }
    if jiff::tz::TimeZone::get(&settings.zone).is_err() {
        log.error(
            "unknown-zone",
            find(text, "zone"),
            format!("there is no time zone `{}`", settings.zone),
            "use a name such as America/New_York",
        );
    }
    for (name, weight) in &settings.weights {
        let known = WEIGHTS.map(|(name, _)| name);
        if !known.contains(&name.as_str()) {
            let meant = nearest(name, known).unwrap_or("title");
            log.error(
                "unknown-key",
                find(text, name),
                format!("there is no field `{name}`; did you mean `{meant}`?"),
                format!("the fields are {}", known.join(", ")),
            );
        } else if !(0.1..=20.0).contains(weight) {
            log.error(
                "bad-settings",
                find(text, name),
                format!("the weight {weight} is out of range"),
                "use a number from 0.1 to 20",
            );
        }
    }
    check_site(settings, text, log);
    for facet in &settings.facets {
        for value in &facet.values {
            let known = |id: &str| facet.values.iter().any(|value| value.id == id);
            if let Some(parent) = &value.parent {
                if !known(parent) {
                    log.error(
                        "unknown-value",
                        find(text, parent),
                        format!(
                            "`{}` of `{}` has no value `{parent}` to stand under",
                            value.id, facet.id
                        ),
                        "add the parent as a value, or leave `parent` out",
                    );
                } else if circular(facet, value) {
                    log.error(
                        "bad-settings",
                        find(text, &value.id),
                        format!("`{}` of `{}` stands under itself", value.id, facet.id),
                        "a value's parents must end somewhere",
                    );
                }
            }
            if facet
                .values
                .iter()
                .filter(|other| other.id == value.id)
                .count()
                > 1
            {
                log.error(
                    "duplicate-id",
                    find(text, &value.id),
                    format!("the facet `{}` has two values `{}`", facet.id, value.id),
                    "rename or remove one of them",
                );
            }
            if facet.id == "kind" && Kind::from_name(&value.id).is_none() {
                log.error(
                    "unknown-value",
                    find(text, &value.id),
                    format!("there is no kind `{}`", value.id),
                    "see docs/records.md for the kinds",
                );
            }
        }
    }
}

/// Checks `[check]`: codes that are there, and no error made less. What is an error could not be read, so that it would be
/// lost unseen.
fn levels(settings: &Settings, log: &mut Log) {
    for (code, level) in &settings.check {
        match explanation::of(code) {
            None => {
                let codes = explanation::EXPLANATIONS.iter().map(|have| have.code);
                let question = nearest(code, codes)
                    .map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
                log.error(
                    "unknown-key",
                    log.line_with(code),
                    format!("there is no diagnostic `{code}`{question}"),
                    "`callboard explain` lists the codes",
                );
            }
            Some(have) if have.usually == Severity::Error && *level != Level::Error => log.error(
                "bad-settings",
                log.line_with(code),
                format!("`{code}` is always an error: what it tells of cannot be published"),
                "leave the line out, and mend what the diagnostic shows",
            ),
            Some(_) => {}
        }
    }
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

/// Checks where the catalogue is published and what can be subscribed to.
fn check_site(settings: &Settings, text: &str, log: &mut Log) {
    if let Some(url) = &settings.site.url {
        let place = find(text, url);
        let whole = address::web(url, place, log).and_then(|url| url::Url::parse(&url).ok());
        if whole.is_some_and(|url| url.query().is_some() || url.fragment().is_some()) {
            log.error(
                "bad-address",
                place,
                format!("`{url}` is more than the address of a site"),
                "leave out what begins with ? or #",
            );
        }
    }
    if let Some(icon) = &settings.site.icon
        && !is_plain_path(icon)
    {
        log.error(
            "bad-settings",
            find(text, icon),
            format!("`{icon}` is no path of an icon"),
            "write it as it stands below the folder `static`, such as icon.svg: letters, digits, `.`, `_`, `-` and `/`",
        );
    }
    if settings.site.id.as_deref().is_some_and(str::is_empty) {
        log.error(
            "bad-settings",
            find(text, "[site]"),
            "the `id` of the site is empty",
            "leave it out, or write the address that the site began with",
        );
    }
    if settings.feeds.most == 0 {
        log.error(
            "bad-settings",
            find(text, "most"),
            "a feed of no records says nothing",
            "write how many records a feed has at most, or leave `most` out",
        );
    }
    if !(10..=1000).contains(&settings.pages.rows) {
        log.error(
            "bad-settings",
            find(text, "rows"),
            format!("a page of {} records is out of range", settings.pages.rows),
            "write how many records a page of a list has, from 10 to 1000, or leave `rows` out",
        );
    }
    // `when` follows the reader's clock: a file would be wrong a minute later.
    let known: Vec<&str> = settings
        .facets
        .iter()
        .map(|facet| facet.id.as_str())
        .chain(COMPUTED)
        .filter(|id| *id != "when")
        .collect();
    let of_pages = settings.pages.facets.iter().flatten();
    // What is usual nobody has written, and a catalogue need not have all of it.
    let usual = usual_feeds();
    let feeds = settings.feeds.facets.iter().map(|facet| ("feeds", facet));
    let feeds = feeds.filter(|_| settings.feeds.facets != usual);
    for (what, facet) in feeds.chain(of_pages.map(|facet| ("pages", facet))) {
        if known.contains(&facet.as_str()) {
            continue;
        }
        let (question, fix) = match (facet.as_str(), nearest(facet, known.iter().copied())) {
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
        log.error(
            "unknown-value",
            find(text, &format!("\"{facet}\"")),
            format!("there are no {what} of `{facet}`{question}"),
            fix,
        );
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

/// Finds facets and their values, which stand in the file in the order in which they were read.
fn places(settings: &Settings, text: &str) -> BTreeMap<(String, String), Place> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(end, _)| end + 1))
        .collect();
    let in_line = |at: usize, length: usize| {
        let line = starts.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| starts.get(line))?;
        let column = text.get(*start..at)?.chars().count() as u32 + 1;
        Some(Place {
            line: line as u32,
            column,
            length: length as u32,
        })
    };
    let mut at = 0;
    let mut next = |id: &str| {
        let quoted = format!("\"{id}\"");
        let rest = text.get(at..)?;
        let ids = rest.match_indices(&quoted).find(|(found, _)| {
            let before = rest.get(..*found).unwrap_or("").trim_end();
            let key = before.strip_suffix('=').unwrap_or("").trim_end();
            key.ends_with("id") && !key.ends_with("-id") && !key.ends_with("_id")
        });
        let (found, _) = ids?;
        let start = at + found;
        at = start + quoted.len();
        in_line(start, quoted.chars().count())
    };
    let mut labels = BTreeMap::new();
    for facet in &settings.facets {
        // A facet written inline may name its values first; then it has no place of its own.
        let at = next(&facet.id).unwrap_or_default();
        labels.insert((facet.id.clone(), String::new()), at);
        for value in &facet.values {
            let at = next(&value.id).unwrap_or_default();
            labels.insert((facet.id.clone(), value.id.clone()), at);
        }
    }
    labels
}

/// The first line that has a text, for mistakes that TOML itself does not see.
fn find(text: &str, needle: &str) -> Place {
    text.find(needle)
        .map_or(Place::default(), |at| place(text, at..at + needle.len()))
}

/// The place of a part of a text, given in bytes.
pub(crate) fn place(text: &str, span: std::ops::Range<usize>) -> Place {
    let before = text.get(..span.start).unwrap_or("");
    let line = before.matches('\n').count() as u32 + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() as u32 + 1;
    let length = text
        .get(span)
        .map_or(1, |part| part.lines().next().unwrap_or("").chars().count());
    Place {
        line,
        column,
        length: length.max(1) as u32,
    }
}
