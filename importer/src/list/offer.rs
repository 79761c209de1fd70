//! What one item offers: often one thing, sometimes a call and its recording, a toolkit and a training.
//!
//! An item is read sentence by sentence. A sentence begins a new offer where it has a date of its own or
//! names another kind of thing; any other sentence belongs to the offer before it.

use super::action::{Action, actions};
use super::dated::{self, Dated};
use super::kind::{Cue, Strength, cues};
use super::name::{Cast, Names};
use super::sentence::sentences;
use super::title::{sentence_case, title};
use crate::dates::{Mention, mentions};
use crate::page::{Line, Link};
use std::collections::BTreeMap;
use std::ops::Range;

/// A thing that a reader can use, with the words it stands in.
#[derive(Debug, Default)]
pub(super) struct Offer {
    pub(super) kind: &'static str,
    pub(super) title: String,
    /// Whether the title was put together from a description.
    pub(super) title_made: bool,
    /// Whether no word says what kind it is.
    pub(super) kind_unclear: bool,
    /// Bytes of the item's text, sentence by sentence.
    pub(super) sentences: Vec<Range<usize>>,
    /// With the words they stand in.
    pub(super) dates: Vec<(Mention, String)>,
    pub(super) cast: Cast,
    pub(super) actions: Vec<Action>,
    /// Languages that it is said to be in.
    pub(super) languages: Vec<&'static str>,
    pub(super) weekly: bool,
    /// Its event, as a place among the offers of the item.
    pub(super) recording_of: Option<usize>,
}

/// Languages as lists name them, with their tags (BCP 47).
const LANGUAGES: &[(&str, &str)] = &[
    ("English", "en"),
    ("Spanish", "es"),
    ("español", "es"),
    ("Arabic", "ar"),
    ("Mandarin", "zh"),
    ("Cantonese", "yue"),
    ("Chinese", "zh"),
    ("French", "fr"),
    ("Haitian Creole", "ht"),
    ("Portuguese", "pt"),
    ("Korean", "ko"),
    ("Tagalog", "tl"),
    ("Vietnamese", "vi"),
    ("Russian", "ru"),
    ("Urdu", "ur"),
    ("Bengali", "bn"),
    ("Hindi", "hi"),
];

/// A sentence, read.
struct Read<'t> {
    range: Range<usize>,
    text: &'t str,
    links: Vec<Link>,
    mentions: Vec<Mention>,
    /// What it says between its day and its time.
    parted: Option<Dated>,
    cues: Vec<Cue>,
    cast: Cast,
}

/// The offers of a line; none where it offers nothing, which is only possible without a bullet.
pub(super) fn offers(
    line: &Line,
    names: &Names,
    known: &BTreeMap<String, String>,
    bullet: bool,
) -> Vec<Offer> {
    let read: Vec<Read> = sentences(&line.text)
        .into_iter()
        .map(|range| read(line, range, names, known))
        .collect();
    let mut out: Vec<Offer> = Vec::new();
    for sentence in &read {
        let found = of_sentence(sentence, &out, bullet || !out.is_empty());
        if found.is_empty() {
            match out.last_mut() {
                Some(last) => go_on(last, sentence),
                None => out.push(plain(sentence)),
            }
        } else {
            // What stood before the first offer only introduces it.
            if let [only] = out.as_slice()
                && only.kind.is_empty()
                && let Some(before) = out.pop()
            {
                let mut found = found;
                if let Some(first) = found.first_mut() {
                    introduce(first, before);
                }
                out.extend(found);
            } else {
                out.extend(found);
            }
        }
    }
    settle(&mut out, &read, bullet);
    out
}

fn read<'t>(
    line: &'t Line,
    range: Range<usize>,
    names: &Names,
    known: &BTreeMap<String, String>,
) -> Read<'t> {
    let text = line.text.get(range.clone()).unwrap_or("");
    let links = line
        .links
        .iter()
        .filter(|link| link.range.start >= range.start && link.range.start < range.end)
        .map(|link| Link {
            range: link.range.start - range.start..link.range.end.min(range.end) - range.start,
            url: link.url.clone(),
        })
        .collect();
    // Behind a title that stood on a line of its own, too.
    let title = line.title.as_ref().filter(|_| range.start == 0);
    let headed = title.and_then(|title| text.strip_prefix(title.as_str())?.strip_prefix(": "));
    let parted = match headed {
        Some(rest) => dated::read(rest).map(|parted| parted.shifted(text.len() - rest.len())),
        None => dated::read(text),
    };
    Read {
        text,
        links,
        mentions: match &parted {
            Some(parted) => vec![parted.mention.clone()],
            None => mentions(text),
        },
        parted,
        cues: cues(text),
        cast: names.cast(text, known),
        range,
    }
}

/// A sentence that names no thing.
fn plain(sentence: &Read) -> Offer {
    let mut offer = Offer::default();
    go_on(&mut offer, sentence);
    offer.cast = sentence.cast_copy();
    offer
}

impl Read<'_> {
    fn cast_copy(&self) -> Cast {
        Cast {
            hosts: self.cast.hosts.clone(),
            partners: self.cast.partners.clone(),
            people: self.cast.people.clone(),
            same_hosts: self.cast.same_hosts,
            named_by: self.cast.named_by,
        }
    }

    fn host(&self) -> Option<&str> {
        self.cast.hosts.first().map(String::as_str)
    }

    fn dated(&self) -> bool {
        self.mentions
            .iter()
            .any(|mention| mention.day.is_some() || mention.times.is_some())
    }

    fn timed(&self) -> bool {
        self.mentions.iter().any(|mention| mention.times.is_some())
    }
}

/// Adds a sentence to the offer it belongs to.
fn go_on(offer: &mut Offer, sentence: &Read) {
    offer.sentences.push(sentence.range.clone());
    add_dates(offer, sentence);
    for action in actions(sentence.text, &sentence.links, offer.kind) {
        add_action(offer, action);
    }
    if offer.cast.hosts.is_empty() {
        offer.cast.hosts = sentence.cast.hosts.clone();
    }
    offer
        .cast
        .partners
        .extend(sentence.cast.partners.iter().cloned());
    offer
        .cast
        .people
        .extend(sentence.cast.people.iter().cloned());
}

/// The words of a mention, and the mention.
fn add_dates(offer: &mut Offer, sentence: &Read) {
    for mention in &sentence.mentions {
        let words = match &sentence.parted {
            Some(parted) => &parted.words,
            None => sentence.text.get(mention.range.clone()).unwrap_or(""),
        };
        let words = words.trim_matches(|c: char| c == '(' || c == ',' || c.is_whitespace());
        offer.dates.push((mention.clone(), words.to_owned()));
    }
}

/// The same address twice is one action; words without an address give way to words with one.
fn add_action(offer: &mut Offer, action: Action) {
    let same = offer.actions.iter().any(|have| {
        have.url == action.url
            && have.phone == action.phone
            && have.text == action.text
            && have.email == action.email
            && (have.url.is_some() || have.phone.is_some() || have.words == action.words)
    });
    if !same {
        offer.actions.push(action);
    }
}

fn introduce(offer: &mut Offer, before: Offer) {
    offer.sentences.splice(0..0, before.sentences);
    offer.dates.splice(0..0, before.dates);
    if offer.cast.hosts.is_empty() {
        offer.cast.hosts = before.cast.hosts;
    }
    offer.cast.partners.extend(before.cast.partners);
    offer.cast.people.extend(before.cast.people);
    for action in before.actions {
        add_action(offer, action);
    }
}

/// What a sentence newly offers.
fn of_sentence(sentence: &Read, before: &[Offer], certain: bool) -> Vec<Offer> {
    let main = before.first().filter(|offer| !offer.kind.is_empty());
    let has = |kind: &str| before.iter().any(|offer| offer.kind == kind);
    let mut out: Vec<Offer> = Vec::new();
    let event = sentence
        .cues
        .iter()
        .find(|cue| cue.kind == "training" && cue.strength == Strength::Dated)
        .or_else(|| {
            sentence
                .cues
                .iter()
                .find(|cue| cue.strength == Strength::Dated)
        });
    let stronger = sentence.cues.iter().find(|cue| {
        cue.strength == Strength::Clear
            && !matches!(
                cue.kind,
                "article" | "statement" | "service" | "volunteer-call"
            )
    });
    let spans = spans(sentence);
    let announces = sentence.timed() && !spans
        || sentence.dated()
            && event.is_some()
            && !spans
            && stronger
                .is_none_or(|cue| event.is_some_and(|event| event.range.start < cue.range.start));
    if announces {
        // `They are hosting …` after another offer begins one of its own; a date that only completes an
        // event without one (`The next call is …`) does not.
        let completes = before.last().is_some_and(|last| {
            matches!(last.kind, "event" | "training")
                && last.dates.iter().all(|(mention, _)| mention.day.is_none())
        });
        if !completes {
            let kind = event.map_or("event", |cue| cue.kind);
            out.push(begin(kind, event, sentence, before));
        } else {
            return Vec::new();
        }
    }
    let announced_at = out.first().and(event).map(|cue| cue.range.start);
    for cue in &sentence.cues {
        if cue.strength == Strength::Dated
            || announced_at.is_some()
                && (cue.strength == Strength::Vague
                    || before.is_empty() && out.len() == 1 && !is_separate(sentence.text, cue))
        {
            continue;
        }
        if out.iter().any(|offer| offer.kind == cue.kind) {
            continue;
        }
        let clear = cue.strength == Strength::Clear;
        let own_link =
            !sentence.links.is_empty() || !actions(sentence.text, &[], cue.kind).is_empty();
        let also = sentence.text.to_lowercase().contains(" also ");
        let separate = is_separate(sentence.text, cue);
        let new = match main {
            None if out.is_empty() => clear || certain,
            None => clear || separate,
            Some(_) if has(cue.kind) => false,
            // A call for volunteers stands in a sentence of its own without a link.
            Some(_) => clear && (own_link || also || separate || cue.kind == "volunteer-call"),
        };
        // A hotline's own description names many things.
        let crowded = main.is_some_and(|main| main.kind == "hotline") && !also && !own_link;
        if new && !crowded {
            out.push(begin(cue.kind, Some(cue), sentence, before));
        }
    }
    // `You can access that call here.`
    if out.is_empty()
        && let Some(last) = before
            .iter()
            .position(|offer| matches!(offer.kind, "event" | "training"))
        && !has("recording")
        && past(before.get(last))
        && accesses(sentence.text)
    {
        let mut offer = begin("recording", None, sentence, before);
        for action in &mut offer.actions {
            action.does = "watch";
        }
        out.push(offer);
    }
    for offer in &mut out {
        if offer.kind == "recording" {
            offer.recording_of = before
                .iter()
                .position(|have| matches!(have.kind, "event" | "training"));
        }
    }
    out
}

/// Whether a sentence names the days from which and to which something goes on.
fn spans(sentence: &Read) -> bool {
    sentence
        .mentions
        .iter()
        .any(|mention| mention.until.is_some() && mention.times.is_none())
}

/// Whether an event is said by its date alone, as those that are over are.
fn past(offer: Option<&Offer>) -> bool {
    offer.is_some_and(|offer| {
        offer
            .dates
            .iter()
            .all(|(mention, _)| mention.times.is_none())
    })
}

fn accesses(text: &str) -> bool {
    let text = text.to_lowercase();
    ["access", "watch", "view", "catch up", "listen to"]
        .iter()
        .any(|word| text.contains(word))
        && [
            "call", "webinar", "meeting", "event", "it here", "session", "training",
        ]
        .iter()
        .any(|word| text.contains(word))
}

/// Whether a cue stands in a part of the sentence of its own: `… and is offering`, `as well as a …`.
fn is_separate(sentence: &str, cue: &Cue) -> bool {
    let before = sentence.get(..cue.range.start).unwrap_or("");
    let words: Vec<&str> = before.split_whitespace().rev().take(7).collect();
    words.iter().any(|word| {
        matches!(
            *word,
            "and" | "plus" | "also" | "included" | "including" | "produced" | "y"
        )
    })
}

fn begin(kind: &'static str, cue: Option<&Cue>, sentence: &Read, before: &[Offer]) -> Offer {
    let inherited = before.iter().find(|offer| !offer.cast.hosts.is_empty());
    let mut offer = Offer {
        kind,
        kind_unclear: cue.is_some_and(|cue| cue.strength == Strength::Vague),
        ..Offer::default()
    };
    offer.cast = sentence.cast_copy();
    // An episode about the item's thing is somebody else's.
    let own = kind != "podcast-episode";
    if let (true, Some(first)) = (own && offer.cast.hosts.is_empty(), inherited) {
        offer.cast.hosts = first.cast.hosts.clone();
        if offer.cast.partners.is_empty() && kind == "recording" {
            offer.cast.partners = first.cast.partners.clone();
        }
    }
    offer.sentences.push(sentence.range.clone());
    if matches!(
        kind,
        "event" | "training" | "podcast-episode" | "campaign" | "hotline" | "service"
    ) || spans(sentence)
    {
        add_dates(&mut offer, sentence);
    }
    for mut action in actions(sentence.text, &sentence.links, kind) {
        // Things that share an address in one sentence are each done something else with.
        if matches!(kind, "recording" | "call-to-action" | "podcast-episode")
            && action.text.is_none()
            && action.phone.is_none()
            && action.email.is_none()
        {
            action.does = match kind {
                "recording" => "watch",
                "call-to-action" => "sign-on",
                _ => "listen",
            };
        }
        add_action(&mut offer, action);
    }
    let host = sentence
        .host()
        .or_else(|| offer.cast.hosts.first().map(String::as_str));
    let first = before
        .iter()
        .find(|offer| matches!(offer.kind, "event" | "training"));
    let parted = sentence.parted.as_ref();
    let between = parted.and_then(|parted| sentence.text.get(parted.title.clone()));
    match (kind, first) {
        ("event" | "training", _) if between.is_some() => {
            offer.title = sentence_case(between.unwrap_or(""));
        }
        ("recording", Some(event)) if !sentence.text.contains(['“', '"']) => {
            offer.title = format!("Recording: {}", event.title);
            offer.title_made = true;
        }
        _ => {
            let title = title(sentence.text, cue, host);
            offer.title = title.text;
            offer.title_made = title.made;
        }
    }
    if sentence.text.to_lowercase().contains("weekly") {
        offer.weekly = kind == "newsletter";
    }
    // `Example’s account in English and Spanish`
    for (name, tag) in LANGUAGES {
        let said = [
            format!("in {name}"),
            format!("and {name}"),
            format!("or {name}"),
            format!("{name}, "),
        ];
        if sentence.text.contains(" in ")
            && said.iter().any(|said| sentence.text.contains(said))
            && !offer.languages.contains(tag)
        {
            offer.languages.push(tag);
        }
    }
    if !LANGUAGES
        .iter()
        .any(|(name, _)| sentence.text.contains(&format!("in {name}")))
    {
        offer.languages.clear();
    }
    offer
}

/// The last look: what is still unnamed becomes a resource or the list's own text.
fn settle(out: &mut Vec<Offer>, read: &[Read], bullet: bool) {
    let offers_something = |offer: &Offer| {
        let linked = offer.actions.iter().any(|action| action.does != "email");
        match offer.kind {
            "" => linked,
            "resource" if offer.kind_unclear => {
                linked
                    || offer
                        .dates
                        .iter()
                        .any(|(mention, _)| mention.times.is_some())
            }
            "event" | "training" | "podcast-episode" => !offer.dates.is_empty() || linked,
            "recording" | "hotline" => true,
            _ => linked,
        }
    };
    if !bullet && !out.iter().any(offers_something) {
        out.clear();
        return;
    }
    let hosts: Vec<String> = out
        .iter()
        .flat_map(|offer| offer.cast.hosts.clone())
        .take(8)
        .collect();
    for offer in out.iter_mut() {
        if offer.kind.is_empty() {
            let first = read.first();
            let text = first.map_or("", |sentence| sentence.text);
            let weak = read
                .iter()
                .flat_map(|sentence| sentence.cues.iter().map(move |cue| (sentence, cue)))
                .next();
            if let Some((sentence, cue)) = weak {
                offer.kind = cue.kind;
                let title = title(
                    sentence.text,
                    Some(cue),
                    offer.cast.hosts.first().map(String::as_str),
                );
                offer.title = title.text;
                offer.title_made = title.made;
                offer.kind_unclear = cue.strength != Strength::Clear;
                // `Example Line (212-555-0142): call any day` is no call that takes place.
                let number = offer.actions.iter().any(|action| action.phone.is_some());
                if number && offer.kind == "event" && offer.dates.is_empty() {
                    offer.kind = "hotline";
                }
            } else {
                let title = title(text, None, offer.cast.hosts.first().map(String::as_str));
                offer.title = title.text;
                offer.title_made = title.made;
                let described = text.contains(", which is")
                    || text.contains(" is a network")
                    || text.contains(" is an organization")
                    || text.contains(" is a coalition")
                    || text.contains(" is a group");
                if described && !offer.cast.hosts.is_empty() {
                    offer.kind = "organization";
                } else if !offer.title_made
                    && (text.contains("” at ")
                        || text.contains("” in ")
                        || text.contains("” by ")
                        || text.contains(",” "))
                {
                    offer.kind = "article";
                    offer.kind_unclear = true;
                } else {
                    offer.kind = "resource";
                    offer.kind_unclear = true;
                }
            }
        }
        if offer.cast.hosts.is_empty() && offer.cast.same_hosts {
            offer.cast.hosts = hosts.clone();
        }
        let mut seen: Vec<String> = Vec::new();
        offer.cast.partners.retain(|name| {
            let new = !seen.contains(name) && !offer.cast.hosts.contains(name);
            seen.push(name.clone());
            new
        });
    }
}
