//! Offers as drafts of records, with the list's own draft and those of its organizations.

use super::Options;
use super::body::{body, markdown, unsafe_links};
use super::name::{Names, fold};
use super::offer::Offer;
use super::outline::{Block, Part, is_name};
use super::title::sentence_case;
use crate::dates::year::{Anchor, Basis, date};
use crate::dates::{Day, Mention};
use crate::shape::{LONGEST_SUMMARY, beginning};
use crate::slug::slug;
use crate::{Draft, Question, Value};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What is known of the list as a whole.
pub(super) struct Facts {
    pub(super) anchor: Anchor,
    pub(super) lang: Option<String>,
    pub(super) title: Option<String>,
    /// Ids of organizations by folded name.
    pub(super) known: BTreeMap<String, String>,
    /// Ids of sections by folded name.
    pub(super) sections: BTreeMap<String, String>,
}

/// Gathers the drafts of a list in its order.
pub(super) struct Writer<'a> {
    file: &'a str,
    options: &'a Options,
    facts: Facts,
    names: &'a Names,
    drafts: Vec<Draft>,
    /// How many items have begun with the same words.
    origins: BTreeMap<String, usize>,
    /// The list's own text, and the line of it that asks for contributions.
    own: String,
    own_asks: Vec<(usize, &'static str, String)>,
    own_actions: Vec<Value>,
    image: Option<(String, Option<String>)>,
    update_policy: Vec<String>,
    order: i64,
    /// By folded name, the name as written and the line where it stands first.
    organizations: BTreeMap<String, (String, usize)>,
}

/// What the list's own draft is called among drafts.
pub const LIST: &str = "the list itself";

/// What the draft of an organization is called among drafts. No item is called so: those begin with their
/// kind and a colon.
fn organization_origin(name: &str) -> String {
    format!("the organization {name}")
}

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

impl<'a> Writer<'a> {
    pub(super) fn new(
        file: &'a str,
        options: &'a Options,
        facts: Facts,
        names: &'a Names,
    ) -> Writer<'a> {
        Writer {
            file,
            options,
            facts,
            names,
            drafts: Vec::new(),
            origins: BTreeMap::new(),
            own: String::new(),
            own_asks: Vec::new(),
            own_actions: Vec::new(),
            image: None,
            update_policy: Vec::new(),
            order: 0,
            organizations: BTreeMap::new(),
        }
    }

    pub(super) fn known(&self) -> &BTreeMap<String, String> {
        &self.facts.known
    }

    /// A line that offers nothing is the list's own: its heading, what leads in, thanks.
    pub(super) fn own_text(&mut self, block: &Block) {
        let line = &block.line;
        if !self.own.is_empty() {
            self.own.push_str("\n\n");
        }
        if block.part == Part::Heading {
            self.own.push_str("## ");
        }
        self.own.push_str(&markdown(line));
        let all = 0..line.text.len();
        for (code, text) in unsafe_links(line, std::slice::from_ref(&all)) {
            self.own_asks.push((line.number, code, text));
        }
        let lower = line.text.to_lowercase();
        if let Some(words) = line
            .text
            .strip_prefix("Featured image: ")
            .or_else(|| line.text.strip_prefix("Image: "))
            .or_else(|| line.text.strip_prefix("Photo: "))
        {
            let credit = [
                "Photo courtesy of",
                "Photo by",
                "Photo:",
                "Image by",
                "Courtesy of",
                "Credit:",
            ]
            .iter()
            .filter_map(|mark| words.find(mark))
            .min();
            let (alt, credit) = match credit {
                Some(at) => (words.get(..at).unwrap_or(""), words.get(at..)),
                None => (words, None),
            };
            self.image = Some((
                alt.trim().to_owned(),
                credit.map(|credit| credit.trim().trim_end_matches('.').to_owned()),
            ));
        }
        for range in super::sentence::sentences(&line.text) {
            let sentence = line.text.get(range).unwrap_or("");
            let small = sentence.to_lowercase();
            if small.contains("update this list")
                || small.contains("list is updated")
                || small.contains("list will be updated")
            {
                self.update_policy.push(sentence.to_owned());
            }
            if lower.contains("email") || lower.contains('@') {
                for action in super::action::actions(sentence, &[], "collection") {
                    if action.does == "email" {
                        if let Some((code, asks)) = &action.asks {
                            self.own_asks.push((line.number, code, asks.clone()));
                        }
                        self.own_actions.push(action.value());
                    }
                }
            }
        }
    }

    /// The drafts of an item.
    pub(super) fn item(&mut self, block: &Block, offers: Vec<Offer>) {
        let several = offers.len() > 1;
        let mut origins: Vec<String> = Vec::new();
        for offer in offers {
            self.order += 1;
            let origin = self.distinct(origin(&block.line.text, &offer, self.order));
            let mut draft = Draft::new(slug(&offer.title), &*origin);
            draft.place = (self.file.to_owned(), block.line.number);
            let recorded = offer.recording_of.and_then(|at| origins.get(at)).cloned();
            self.fill(&mut draft, block, offer, recorded, several);
            origins.push(origin);
            self.drafts.push(draft);
        }
    }

    /// An origin that no other draft of the list has, so that references lead to the right one.
    fn distinct(&mut self, origin: String) -> String {
        let count = self.origins.entry(origin.clone()).or_insert(0);
        *count += 1;
        match *count {
            1 => origin,
            number => format!("{origin} #{number}"),
        }
    }

    fn fill(
        &mut self,
        draft: &mut Draft,
        block: &Block,
        offer: Offer,
        recorded: Option<String>,
        several: bool,
    ) {
        let line = block.line.number;
        let file = self.file;
        let mut asks: Vec<(&'static str, String)> = Vec::new();
        let mut notes: Vec<(&'static str, String)> = Vec::new();
        let mut front: Vec<(&str, Value)> =
            vec![("kind", text(offer.kind)), ("title", text(&*offer.title))];
        if let Some(lang) = &self.facts.lang {
            front.push(("lang", text(lang)));
        }
        if offer.kind_unclear {
            asks.push((
                "no-kind",
                format!(
                    "The words do not say clearly what “{}” is. Is its kind `{}`?",
                    offer.title, offer.kind
                ),
            ));
        }
        if offer.title_made {
            notes.push((
                "missing",
                "The source gives no title; this one is made of its words.".to_owned(),
            ));
        }
        let own: Vec<&str> = offer
            .sentences
            .iter()
            .filter_map(|range| block.line.text.get(range.clone()))
            .collect();
        if let Some(first) = own.first() {
            front.push(("summary", text(beginning(first, LONGEST_SUMMARY))));
            notes.push((
                "inferred",
                "The summary is the beginning of the text.".to_owned(),
            ));
        }
        if !offer.languages.is_empty() {
            front.push((
                "languages",
                Value::List(offer.languages.iter().map(|tag| text(*tag)).collect()),
            ));
        }
        if let Some(section) = self.section(block) {
            front.push(("section", Value::List(vec![text(section)])));
        }
        let hosts = self.hosts(&offer, line);
        if !hosts.is_empty() {
            front.push(("hosts", Value::List(hosts)));
        }
        let people: Vec<Value> = offer
            .cast
            .people
            .iter()
            .map(|(name, role, org)| {
                let mut keys = vec![("name", text(&**name)), ("role", text(*role))];
                if let Some(org) = org {
                    keys.push(("org", self.organization(org, line)));
                }
                map(keys)
            })
            .collect();
        if !people.is_empty() {
            asks.push((
                "role-guessed",
                "Are these people, and what do they do in it? It was guessed from a single word."
                    .to_owned(),
            ));
            front.push(("people", Value::List(people)));
        }
        self.dates(&offer, &mut front, &mut asks, &mut notes);
        let list = match &self.options.collection {
            Some(id) => text(&**id),
            None => Value::Draft(LIST.to_owned()),
        };
        let collection = map(vec![("id", list), ("order", Value::Number(self.order))]);
        front.push(("collections", Value::List(vec![collection])));
        let link = offer.actions.iter().find_map(|action| action.url.clone());
        if !offer.actions.is_empty() {
            front.push((
                "actions",
                Value::List(offer.actions.iter().map(|action| action.value()).collect()),
            ));
        }
        for action in &offer.actions {
            if let Some((code, question)) = &action.asks {
                asks.push((code, question.clone()));
                if matches!(*code, "link-unknown" | "address-masked") {
                    notes.push((
                        "missing",
                        "The link behind the source's words is not known.".to_owned(),
                    ));
                }
            }
        }
        if offer.actions.is_empty() && matches!(offer.kind, "event" | "training") {
            asks.push((
                "no-action",
                "The source does not say how to take part.".to_owned(),
            ));
        }
        if let Some(url) = link.filter(|_| !matches!(offer.kind, "event" | "training" | "hotline"))
        {
            front.push(("link", text(url)));
        }
        if let Some(event) = recorded {
            front.push(("recording_of", Value::Draft(event)));
        }
        let tags: Vec<Value> = hashtags(own.iter().copied());
        if !tags.is_empty() {
            front.push(("hashtags", Value::List(tags)));
        }
        if offer.weekly {
            front.push(("cadence", text("weekly")));
        }
        if let Some(source) = &self.options.source {
            front.push(("source", text(&**source)));
        }
        asks.extend(unsafe_links(&block.line, &offer.sentences));
        if block.line.glued {
            notes.push((
                "note",
                "In the source this item starts in the same line as the one before it.".to_owned(),
            ));
        }
        if several {
            asks.push((
                "split",
                "The item offers several things; each became a draft. Do they belong together?"
                    .to_owned(),
            ));
        }
        notes.dedup();
        if !notes.is_empty() {
            front.push((
                "notes",
                Value::List(
                    notes
                        .into_iter()
                        .map(|(key, note)| map(vec![(key, text(note))]))
                        .collect(),
                ),
            ));
        }
        draft.front = front
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        draft.body = body(&block.line, &offer);
        draft.questions = asks
            .into_iter()
            .map(|(code, text)| Question {
                file: file.to_owned(),
                line,
                code,
                text,
            })
            .collect();
    }

    /// The catalogue's section that an item stands in, or else the name of its group or heading.
    fn section(&self, block: &Block) -> Option<String> {
        let group = block.group.as_deref();
        let heading = block.heading.as_deref();
        for label in [group, heading].into_iter().flatten() {
            let folded = fold(label);
            if let Some(id) = self.facts.sections.get(&folded) {
                return Some(id.clone());
            }
            // A dash joins clauses, not words.
            let padded = format!(" {} ", fold(&label.replace(['–', '—'], " ")));
            let within = self
                .facts
                .sections
                .iter()
                .filter(|(name, _)| padded.contains(&format!(" {name} ")))
                .max_by_key(|(name, _)| name.len());
            if let Some((_, id)) = within {
                return Some(id.clone());
            }
        }
        group
            .filter(|group| is_name(group))
            .or(heading)
            .map(str::to_owned)
    }

    fn hosts(&mut self, offer: &Offer, line: usize) -> Vec<Value> {
        let role = match offer.kind {
            "event" | "training" | "campaign" | "hotline" | "service" | "organization" => None,
            _ => Some("publisher"),
        };
        let mut out: Vec<Value> = Vec::new();
        let mut seen: Vec<Value> = Vec::new();
        let partners = offer
            .cast
            .partners
            .iter()
            .map(|name| (name, Some("partner")));
        for (name, role) in offer
            .cast
            .hosts
            .iter()
            .map(|name| (name, role))
            .chain(partners)
        {
            let org = self.organization(name, line);
            if seen.contains(&org) {
                continue;
            }
            seen.push(org.clone());
            out.push(match role {
                Some(role) => map(vec![("org", org), ("role", text(role))]),
                None => org,
            });
        }
        out
    }

    /// An organization; one that the catalogue does not know becomes a draft.
    fn organization(&mut self, name: &str, line: usize) -> Value {
        let whole = self.names.whole(name);
        for spelling in [whole, name] {
            if let Some(id) = self.facts.known.get(&fold(spelling)) {
                return text(&**id);
            }
        }
        let (name, _) = self
            .organizations
            .entry(fold(whole))
            .or_insert_with(|| (whole.to_owned(), line));
        Value::Draft(organization_origin(name))
    }

    fn dates(
        &self,
        offer: &Offer,
        front: &mut Vec<(&str, Value)>,
        asks: &mut Vec<(&'static str, String)>,
        notes: &mut Vec<(&'static str, String)>,
    ) {
        let mut when: Vec<Value> = Vec::new();
        let mut years_unsaid = false;
        let mut dated = false;
        for (mention, words) in &offer.dates {
            let Some(day) = mention.day else {
                if mention.times.is_some() {
                    asks.push((
                        "no-date",
                        format!("“{words}” is a time without a date. On which day is it?"),
                    ));
                }
                continue;
            };
            let Some(on) = date(day, self.facts.anchor.about) else {
                asks.push((
                    "bad-date",
                    format!("“{words}” is no day of the calendar. Which day is meant?"),
                ));
                continue;
            };
            dated = true;
            years_unsaid |= day.year.is_none();
            // A weekday may say which of two numbers is the month.
            let turned = Day {
                month: day.day,
                day: day.month,
                ..day
            };
            let turned = date(turned, self.facts.anchor.about).filter(|_| day.either_order);
            let fits = |on: Date| mention.weekday == Some(on.weekday());
            let on = match turned {
                Some(turned) if fits(turned) && !fits(on) => turned,
                _ => on,
            };
            if day.either_order
                && !(fits(on) && turned.is_none_or(|turned| turned == on || !fits(turned)))
            {
                asks.push((
                    "bad-date",
                    format!("“{words}” was read with the month first: {on}. Is that right?"),
                ));
            }
            if let Some(weekday) = mention.weekday
                && weekday != on.weekday()
            {
                asks.push((
                    "date-conflict",
                    format!(
                        "“{words}”: {on} is a {:?}. Is the day wrong, the weekday, or the year?",
                        on.weekday()
                    ),
                ));
                notes.push((
                    "conflict",
                    format!(
                        "The source says “{words}”, but {on} is a {:?}.",
                        on.weekday()
                    ),
                ));
            }
            if let Some(until) = mention.until.filter(|_| mention.times.is_none()) {
                let end = date(until, on)
                    .filter(|end| *end >= on)
                    .or_else(|| date(until, on.saturating_add(jiff::Span::new().months(6))));
                let mut keys = vec![("from", text(on.to_string()))];
                match end {
                    Some(end) => keys.push(("to", text(end.to_string()))),
                    None => asks.push((
                        "bad-date",
                        format!("The end of “{words}” is no day of the calendar."),
                    )),
                }
                keys.push(("words", text(&**words)));
                front.push(("span", map(keys)));
                continue;
            }
            if !matches!(
                offer.kind,
                "event"
                    | "training"
                    | "hotline"
                    | "service"
                    | "volunteer-call"
                    | "campaign"
                    | "resource"
            ) {
                front.push(("published", text(on.to_string())));
                continue;
            }
            let days = days(mention, on);
            if let Some(until) = mention.until {
                asks.push((
                    "bad-date",
                    match days.last() {
                        Some(last) if days.len() > 1 => format!(
                            "“{words}” was read as that time on each day from {on} to {last}. Is that right?"
                        ),
                        _ => format!(
                            "“{words}” names a time and days until {:02}-{:02}; only {on} was taken. When is it?",
                            until.month, until.day
                        ),
                    },
                ));
            }
            for (at, day) in days.into_iter().enumerate() {
                // What is to be asked of the time is asked once.
                let (mut more, mut said) = (Vec::new(), Vec::new());
                when.push(self.moment(mention, day, words, &mut more, &mut said));
                if at == 0 {
                    asks.append(&mut more);
                    notes.append(&mut said);
                }
            }
        }
        if !when.is_empty() {
            front.push(("when", Value::List(when)));
        }
        if !dated && matches!(offer.kind, "event" | "training") {
            asks.push((
                "no-date",
                format!("The source gives no date for “{}”.", offer.title),
            ));
        }
        if dated && years_unsaid {
            let year = self.facts.anchor.about.year();
            match self.facts.anchor.basis {
                Basis::Weekdays(..) | Basis::Nearest => {
                    asks.push((
                        "year-inferred",
                        format!("The source names no year; {year} was concluded. Is it right?"),
                    ));
                    notes.push((
                        "inferred",
                        format!("The source names no year; {year} was concluded."),
                    ));
                }
                Basis::Published => notes.push((
                    "inferred",
                    "The year follows from the day of the list.".to_owned(),
                )),
                Basis::Told => {}
            }
        }
    }

    fn moment(
        &self,
        mention: &Mention,
        on: Date,
        words: &str,
        asks: &mut Vec<(&'static str, String)>,
        notes: &mut Vec<(&'static str, String)>,
    ) -> Value {
        let Some(times) = &mention.times else {
            return map(vec![
                ("start", text(on.to_string())),
                ("words", text(words)),
            ]);
        };
        let clock = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
        let mut keys = vec![("start", text(format!("{on} {}", clock(times.start))))];
        if let Some(end) = times.end {
            // An end before the start is on the next day.
            let end = match on.tomorrow() {
                Ok(next) if end <= times.start => format!("{next} {}", clock(end)),
                _ => clock(end),
            };
            keys.push(("end", text(end)));
        }
        match times.zone {
            Some(zone) => keys.push(("zone", text(zone.id))),
            None => asks.push((
                "floating-time",
                format!("“{words}” names no time zone; the catalogue's was taken. Which is it?"),
            )),
        }
        keys.push(("words", text(words)));
        if let Some((said, zone, should)) = times.disagreement(on) {
            let first = clock(times.start);
            asks.push((
                "zones-disagree",
                format!("“{words}”: {first} ({}) is {} in {}, and the source says {}. Which time is right? The first was taken.", times.zone.map_or("", |zone| zone.id), clock(should), zone.id, clock(said)),
            ));
            notes.push((
                "conflict",
                format!("The times in “{words}” are not the same moment; the first was taken."),
            ));
        }
        if times.half_assumed {
            asks.push((
                "half-assumed",
                format!(
                    "“{words}” does not say morning or afternoon; {} was taken.",
                    clock(times.start)
                ),
            ));
            notes.push((
                "inferred",
                format!("The source does not say morning or afternoon in “{words}”."),
            ));
        }
        map(keys)
    }

    /// All drafts: the list's own where the catalogue has none, the items, the organizations.
    pub(super) fn finish(mut self) -> Vec<Draft> {
        let mut out = Vec::new();
        if self.options.collection.is_none() || !self.own.is_empty() {
            out.push(self.collection());
        }
        out.append(&mut self.drafts);
        let found = std::mem::take(&mut self.organizations);
        for (name, line) in found.into_values() {
            let mut front = vec![("kind", text("organization")), ("title", text(&*name))];
            if let Some(short) = self.names.short(&name) {
                front.push(("aliases", Value::List(vec![text(short)])));
            }
            if let Some(source) = &self.options.source {
                front.push(("source", text(&**source)));
            }
            out.push(Draft {
                id: slug(&name),
                origin: organization_origin(&name),
                place: (self.file.to_owned(), line),
                front: front.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
                body: String::new(),
                questions: vec![Question {
                    file: self.file.to_owned(),
                    line,
                    code: "name-guessed",
                    text: format!("“{name}” was taken for an organization that holds or makes something. Is it one?"),
                }],
            });
        }
        out
    }

    fn collection(&mut self) -> Draft {
        let mut questions = Vec::new();
        let stem = self.file.rsplit('/').next().unwrap_or(self.file);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let title = match &self.facts.title {
            Some(title) => title.clone(),
            None => {
                questions.push((
                    0,
                    "no-title",
                    "The list has no title of its own. What is it called?".to_owned(),
                ));
                sentence_case(&stem.replace(['-', '_'], " "))
            }
        };
        let mut front = vec![("kind", text("collection")), ("title", text(&*title))];
        if let Some(lang) = &self.facts.lang {
            front.push(("lang", text(lang)));
        }
        if self.facts.anchor.basis == Basis::Published {
            front.push(("published", text(self.facts.anchor.about.to_string())));
        }
        if !self.own_actions.is_empty() {
            front.push((
                "actions",
                Value::List(std::mem::take(&mut self.own_actions)),
            ));
        }
        if let Some((alt, credit)) = self.image.take() {
            let mut keys = vec![("alt", text(alt))];
            keys.extend(credit.map(|credit| ("credit", text(credit))));
            front.push(("image", map(keys)));
        }
        if !self.update_policy.is_empty() {
            if self.update_policy.len() > 1 {
                questions.push((
                    0,
                    "update-policy",
                    "The list says more than once when it is updated. Which holds?".to_owned(),
                ));
            }
            front.push(("update_policy", text(self.update_policy.join(" "))));
        }
        if let Some(source) = &self.options.source {
            front.push(("source", text(&**source)));
        }
        questions.append(&mut self.own_asks);
        Draft {
            id: slug(&title),
            origin: LIST.to_owned(),
            place: (self.file.to_owned(), 0),
            front: front
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
            body: std::mem::take(&mut self.own),
            questions: questions
                .into_iter()
                .map(|(line, code, text)| Question {
                    file: self.file.to_owned(),
                    line,
                    code,
                    text,
                })
                .collect(),
        }
    }
}

/// Most days of a span whose every day has a time: a longer one is no single event.
const MOST_DAYS: usize = 14;

/// The days of a mention that has a time; its first alone where it goes on for longer than an event does.
fn days(mention: &Mention, on: Date) -> Vec<Date> {
    let last = mention.until.and_then(|until| date(until, on));
    let days: Vec<Date> = match last {
        Some(last) => on
            .series(jiff::Span::new().days(1))
            .take_while(|day| *day <= last)
            .take(MOST_DAYS + 1)
            .collect(),
        None => vec![on],
    };
    if (1..=MOST_DAYS).contains(&days.len()) {
        days
    } else {
        vec![on]
    }
}

/// The first words of an item, and which of its things it is: the same at every import.
fn origin(item: &str, offer: &Offer, order: i64) -> String {
    let words: Vec<&str> = item.split_whitespace().take(8).collect();
    if words.is_empty() {
        return format!("item {order}");
    }
    format!("{}: {}", offer.kind, words.join(" "))
}

fn hashtags<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for word in texts.flat_map(str::split_whitespace) {
        if let Some(tag) = word.strip_prefix('#') {
            let tag = tag.trim_end_matches(|c: char| !c.is_alphanumeric());
            if tag.chars().next().is_some_and(char::is_alphabetic) && !out.contains(&text(tag)) {
                out.push(text(tag));
            }
        }
    }
    out
}
