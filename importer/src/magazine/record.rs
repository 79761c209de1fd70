//! Cards as drafts of articles, with those of the series and organizations that they name.

use super::Options;
use super::byline::{self, Person};
use super::card::Card;
use crate::shape::{LONGEST_SUMMARY, beginning};
use crate::slug::slug;
use crate::vocabulary;
use crate::{Draft, Question, Value};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn map(pairs: Vec<(&str, Value)>) -> Value {
    Value::Map(
        pairs
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

/// A name as it is compared: as the vocabulary does, without an article or the dots of what is cut off.
fn fold(name: &str) -> String {
    let name = vocabulary::fold(&name.replace('’', "'"));
    name.strip_prefix("the ")
        .unwrap_or(&name)
        .trim_end_matches(['.', '…', ' '])
        .to_owned()
}

/// Names of one kind: those that the catalogue has, and those that become drafts.
struct Named {
    kind: &'static str,
    /// By folded name.
    known: BTreeMap<String, Value>,
    /// As the page writes them, with the line where each stands first.
    new: Vec<(String, usize)>,
}

impl Named {
    fn of(kind: &'static str, known: &BTreeMap<String, String>) -> Named {
        let known = known
            .iter()
            .map(|(name, id)| (fold(name), text(&**id)))
            .collect();
        Named {
            kind,
            known,
            new: Vec::new(),
        }
    }

    /// The record or the draft with this name; one that nobody has named before becomes a draft.
    fn named(&mut self, name: &str, line: usize) -> Value {
        match self.known.entry(fold(name)) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(free) => {
                self.new.push((name.to_owned(), line));
                free.insert(Value::Draft(origin(self.kind, name))).clone()
            }
        }
    }

    /// The first known name that a name which was cut off begins.
    fn begun(&self, name: &str) -> Option<Value> {
        let folded = fold(name);
        let folded = folded.trim_end_matches(" the");
        let (known, value) = self.known.range(folded.to_owned()..).next()?;
        known.starts_with(folded).then(|| value.clone())
    }
}

/// What the draft of a series or an organization is called among drafts.
fn origin(kind: &str, name: &str) -> String {
    format!("the {kind} {name}")
}

/// The drafts of all cards, each title once.
pub(super) fn drafts(cards: Vec<Card>, file: &str, options: &Options) -> Vec<Draft> {
    let sections: BTreeMap<String, String> = options
        .sections
        .iter()
        .map(|(name, id)| (fold(name), id.clone()))
        .collect();
    let mut orgs = Named::of("organization", &options.organizations);
    let mut series = Named::of("series", &options.series);
    let mut totals: BTreeMap<String, i64> = BTreeMap::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut out: Vec<Draft> = Vec::new();
    let mut whole = Whole::new();
    for person in cards.iter().flat_map(|card| byline::people(&card.excerpt)) {
        if let Some((_, last)) = person
            .name
            .as_deref()
            .and_then(|name| name.rsplit_once(' '))
        {
            let key = (person.title.clone(), last.to_owned());
            whole
                .entry(key)
                .or_insert_with(|| person.name.clone().unwrap_or_default());
        }
    }
    let mut excerpts: BTreeSet<(usize, String)> = BTreeSet::new();
    // A series that an excerpt names in full has that name even where others are cut off.
    for card in &cards {
        if let Some(name) = byline::part_of(&card.excerpt)
            .filter(|_| !card.excerpt.ends_with("...") || !ends_cut(&card.excerpt))
        {
            let heading = card
                .section
                .as_deref()
                .filter(|section| fold(section) == fold(&name));
            series.named(heading.unwrap_or(&name), card.line);
        }
    }
    for mut card in cards {
        let mut asks: Vec<(&'static str, String)> = Vec::new();
        if let Some((credit, title)) =
            byline::glued_credit(&card.title, card.section.as_deref(), &card.excerpt)
        {
            asks.push(("credit-split", format!("“{}” was read as the credit “{credit}” and the title “{title}”. Is that right?", card.title)));
            card.title = title;
            card.credit = Some(credit);
        }
        if let Some(first) = seen.get(&fold(&card.title)) {
            if let Some(draft) = out.get_mut(*first) {
                draft.questions.push(Question {
                    file: file.to_owned(),
                    line: card.line,
                    code: "listed-twice",
                    text: format!(
                        "“{}” is listed twice; both became this draft. Is it one article?",
                        card.title
                    ),
                });
                if excerpts.insert((*first, card.excerpt.clone())) {
                    draft.body.push_str("\n\n");
                    draft.body.push_str(&card.excerpt);
                }
            }
            continue;
        }
        seen.insert(fold(&card.title), out.len());
        excerpts.insert((out.len(), card.excerpt.clone()));
        let order = i64::try_from(out.len() + 1).unwrap_or(i64::MAX);
        let mut front: Vec<(&str, Value)> =
            vec![("kind", text("article")), ("title", text(&*card.title))];
        let excerpt = card.excerpt.clone();
        let first = excerpt.lines().next().unwrap_or("");
        let mut inferred = None;
        if !first.is_empty() {
            front.push(("summary", text(beginning(first, LONGEST_SUMMARY))));
            inferred = Some("The summary is the page's own excerpt.");
        }
        if let Some(section) = &card.section {
            front.push((
                "section",
                Value::List(vec![text(sections.get(&fold(section)).unwrap_or(section))]),
            ));
        }
        if !card.keywords.is_empty() {
            front.push(("topic", Value::texts(&card.keywords)));
        }
        let is_own = |tag: &String| {
            let main = |tag: &str| tag.split(['-', '_']).next().unwrap_or("").to_lowercase();
            options
                .language
                .as_deref()
                .is_none_or(|own| main(own) == main(tag))
        };
        if let Some(tag) = card.language.as_ref().filter(|tag| !is_own(tag)) {
            front.push(("lang", text(&**tag)));
        }
        if !card.besides.is_empty() {
            asks.push((
                "unknown-keys",
                format!(
                    "the page also says “{}”. Does that belong into the record?",
                    card.besides.join("; ")
                ),
            ));
        }
        let mut people = byline::people(&excerpt);
        let of_excerpt = people.len();
        for (name, title, org) in &card.authors {
            // The excerpt may say more of the same person than the mark-up does.
            match people
                .iter_mut()
                .take(of_excerpt)
                .find(|person| person.name.as_deref() == Some(name))
            {
                Some(person) => {
                    person.title = title.clone().or(person.title.take());
                    person.org = org.clone().or(person.org.take());
                }
                None => people.push(Person {
                    name: Some(name.clone()),
                    role: "author",
                    title: title.clone(),
                    org: org.clone(),
                    words: None,
                }),
            }
        }
        let mut shown: Vec<Value> = people
            .into_iter()
            .map(|person| shown(person, card.line, &whole, &mut orgs, &mut asks))
            .collect();
        if let Some(artist) = card.credit.as_deref().and_then(illustrator) {
            shown.push(map(vec![
                ("name", text(artist)),
                ("role", text("illustrator")),
                ("words", text(card.credit.clone().unwrap_or_default())),
            ]));
        }
        if shown.is_empty() {
            asks.push((
                "no-author",
                "The page does not say who wrote it.".to_owned(),
            ));
        } else {
            front.push(("people", Value::List(shown)));
        }
        if let Some(day) = &card.published {
            front.push(("published", text(&**day)));
        }
        if let Some((name, number)) = byline::part(&card.title) {
            if let Some(total) = byline::total(&excerpt) {
                totals.insert(fold(&name), total);
            }
            let part = ("part", Value::Number(number));
            front.push((
                "series",
                map(vec![("id", series.named(&name, card.line)), part]),
            ));
        } else if let Some(id) = byline::part_of(&excerpt).and_then(|name| series.begun(&name)) {
            front.push(("series", map(vec![("id", id)])));
        }
        if let Some(collection) = &options.collection {
            front.push((
                "collections",
                Value::List(vec![map(vec![
                    ("id", text(&**collection)),
                    ("order", Value::Number(order)),
                ])]),
            ));
        }
        match &card.url {
            Some(url) => front.push(("link", text(&**url))),
            None => asks.push((
                "link-unknown",
                "The article's address is not in the source.".to_owned(),
            )),
        }
        if let Some((org, title)) = byline::republished(&excerpt) {
            let org = orgs.named(&org, card.line);
            front.push((
                "republished_from",
                match title {
                    Some(title) => map(vec![("org", org), ("title", text(title))]),
                    None => org,
                },
            ));
        }
        if card.alt.is_some() || card.credit.is_some() {
            let mut keys = Vec::new();
            keys.extend(card.alt.clone().map(|alt| ("alt", text(alt))));
            keys.extend(card.credit.clone().map(|credit| ("credit", text(credit))));
            front.push(("image", map(keys)));
        }
        if card
            .section
            .as_deref()
            .is_some_and(|section| section.to_lowercase().starts_with("featured"))
        {
            front.push(("featured", Value::Flag(true)));
        }
        front.push(("order", Value::Number(order)));
        if let Some(source) = &options.source {
            front.push(("source", text(&**source)));
        }
        if let Some(note) = inferred {
            let note = map(vec![("inferred", text(note))]);
            front.push(("notes", Value::List(vec![note])));
        }
        out.push(Draft {
            id: slug(&card.title),
            place: (file.to_owned(), card.line),
            origin: card.url.clone().unwrap_or_else(|| card.title.clone()),
            front: front
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
            body: excerpt,
            questions: asks
                .into_iter()
                .map(|(code, text)| Question {
                    file: file.to_owned(),
                    line: card.line,
                    code,
                    text,
                })
                .collect(),
        });
    }
    for named in [series, orgs] {
        let kind = named.kind;
        for (name, line) in named.new {
            let mut front = vec![("kind", text(kind)), ("title", text(&*name))];
            if let Some(total) = totals.get(&fold(&name)).filter(|_| kind == "series") {
                front.push(("total", Value::Number(*total)));
            }
            if let Some(source) = &options.source {
                front.push(("source", text(&**source)));
            }
            out.push(Draft {
                id: slug(&name),
                origin: origin(kind, &name),
                place: (file.to_owned(), line),
                front: front
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect(),
                questions: vec![Question {
                    file: file.to_owned(),
                    line,
                    code: "name-guessed",
                    text: format!(
                        "“{name}” was read as the name of a record of the kind {kind}. Is it one?"
                    ),
                }],
                body: String::new(),
            });
        }
    }
    out
}

/// Whether the name of the series itself is what an excerpt cuts off.
fn ends_cut(excerpt: &str) -> bool {
    let last = byline::part_of(excerpt).unwrap_or_default();
    excerpt
        .trim_end_matches(['.', '…'])
        .ends_with(last.trim_end_matches(['.', '…']))
}

fn illustrator(credit: &str) -> Option<&str> {
    if !credit.to_lowercase().contains("illustration") {
        return None;
    }
    credit.rsplit_once(" by ").map(|(_, name)| name.trim())
}

/// Whole names by what is said of a person and the last name.
type Whole = BTreeMap<(Option<String>, String), String>;

/// A person as front matter. One name alone becomes the whole one where the page has it elsewhere with
/// the same description.
fn shown(
    mut person: Person,
    line: usize,
    whole: &Whole,
    orgs: &mut Named,
    asks: &mut Vec<(&'static str, String)>,
) -> Value {
    let mut words = person.words.take();
    if let Some(name) = person.name.clone().filter(|name| !name.contains(' ')) {
        match whole.get(&(person.title.clone(), name.clone())) {
            Some(full) => {
                asks.push(("name-completed", format!("The page says only “{name}” here; “{full}” has the same description. Is it the same person?")));
                words = Some(name);
                person.name = Some(full.clone());
            }
            None => asks.push((
                "name-short",
                format!("The page gives only one name for {name}."),
            )),
        }
    }
    let mut keys = Vec::new();
    keys.extend(person.name.map(|name| ("name", text(name))));
    keys.push(("role", text(person.role)));
    keys.extend(person.title.map(|title| ("title", text(title))));
    if let Some(org) = person.org {
        keys.push((
            "org",
            orgs.named(org.strip_prefix("the ").unwrap_or(&org), line),
        ));
    }
    keys.extend(words.map(|words| ("words", text(words))));
    map(keys)
}
