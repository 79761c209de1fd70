//! Linked data: one graph in the vocabulary of schema.org, as JSON-LD 1.1.
//!
//! Facts only: what a record does not say is not there, and where schema.org has no word for something (a credit, an
//! editor's note) it is in the catalogue's own dump ([`super::dump`]). A campaign with its days is told as an event,
//! because only events have days.

use super::publication::{Entry, Publication};
use super::{Error, json_list};
use crate::rendered::Frame;
use callboard_model::{
    Action, ActionKind, HostRole, Kind, Occurrence, Person, PersonRole, Reference, RelationKind,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

/// What sort of thing a type of schema.org is, as far as its properties differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Event,
    Work,
    Service,
    Organization,
}

/// A node whose properties without a value are left out, and with several become lists.
struct Node(Map<String, Value>);

impl Node {
    fn new(kind: &str) -> Node {
        Node(Map::new()).with("@type", Some(kind))
    }

    fn with(mut self, name: &str, value: Option<impl Into<Value>>) -> Node {
        self.set(name, value.map(Into::into));
        self
    }

    fn set(&mut self, name: &str, values: impl IntoIterator<Item = Value>) {
        for value in values {
            match self.0.get_mut(name) {
                None => {
                    self.0.insert(name.to_owned(), value);
                }
                Some(Value::Array(all)) => all.push(value),
                Some(one) => *one = json!([one.clone(), value]),
            }
        }
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Value {
        Value::Object(node.0)
    }
}

/// What stands around the records in a graph of the catalogue; the site stands before all of them.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn frame(publication: &Publication, path: &str) -> Result<Frame, Error> {
    let head = json!({"@context": "https://schema.org", "@graph": []});
    let framed = || {
        let mut frame = json_list::frame(&head, false)?;
        let site = json_list::item(&Value::from(site(publication)))?;
        frame.before.push_str(&site);
        if !publication.entries.is_empty() {
            frame.before.push_str(frame.between);
        }
        Ok(frame)
    };
    framed().map_err(|error| Error::Json(path.to_owned(), error))
}

/// A record in it.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn piece(publication: &Publication, path: &str, entry: &Entry) -> Result<String, Error> {
    json_list::item(&Value::from(node(publication, entry)))
        .map_err(|error| Error::Json(path.to_owned(), error))
}

/// One record, for its own page.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn of_record(publication: &Publication, entry: &Entry) -> Result<String, Error> {
    let mut node = node(publication, entry);
    node.set("@context", [json!("https://schema.org")]);
    serde_json::to_string(&Value::from(node))
        .map_err(|error| Error::Json(entry.shown.id.clone(), error))
}

/// The site itself, for its front page.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn of_site(publication: &Publication) -> Result<String, Error> {
    let mut node = site(publication);
    node.set("@context", [json!("https://schema.org")]);
    serde_json::to_string(&Value::from(node))
        .map_err(|error| Error::Json("index.html".to_owned(), error))
}

fn site(publication: &Publication) -> Node {
    let language = publication.language();
    let id = publication
        .address("")
        .unwrap_or_else(|| publication.urn("site"));
    let search = publication.address("#/?q={search_term_string}").map(|to| {
        Node::new("SearchAction")
            .with(
                "target",
                Some(Node::new("EntryPoint").with("urlTemplate", Some(to))),
            )
            .with("query-input", Some("required name=search_term_string"))
    });
    let mut site = Node::new("WebSite")
        .with("@id", Some(id))
        .with("name", Some(publication.name()))
        .with(
            "description",
            publication.label(&publication.site.tagline, language),
        )
        .with("url", publication.address(""))
        .with("potentialAction", search);
    site.set(
        "inLanguage",
        publication.site.languages.iter().map(|one| json!(one)),
    );
    site
}

/// How other nodes name a record.
fn id(publication: &Publication, entry: &Entry) -> String {
    publication
        .record_name(&entry.shown.id)
        .unwrap_or_else(|| publication.record_urn(entry.record))
}

/// A record as another node refers to it: by its id, or by its name where it has no record.
fn reference(publication: &Publication, to: &Reference, kind: &str) -> Value {
    let known = to.id.as_ref().and_then(|id| publication.entry(id));
    match known {
        Some(entry) => json!({"@id": id(publication, entry)}),
        None => json!({"@type": kind, "name": to.title}),
    }
}

fn kind_of(publication: &Publication, entry: &Entry) -> (&'static str, Family) {
    let dated = !entry.shown.occurrences.is_empty();
    match entry.record.kind {
        Kind::Event => ("Event", Family::Event),
        Kind::Training => ("EducationEvent", Family::Event),
        Kind::Campaign if dated => ("Event", Family::Event),
        Kind::Recording => ("MediaObject", Family::Work),
        Kind::Toolkit | Kind::Guide => ("DigitalDocument", Family::Work),
        Kind::Report => ("Report", Family::Work),
        Kind::Tool => ("WebApplication", Family::Work),
        Kind::Map => ("Map", Family::Work),
        Kind::PodcastEpisode => ("PodcastEpisode", Family::Work),
        Kind::Newsletter => ("Periodical", Family::Work),
        Kind::Statement | Kind::Article => ("Article", Family::Work),
        Kind::Service | Kind::Hotline => ("Service", Family::Service),
        Kind::Organization => ("Organization", Family::Organization),
        Kind::Collection => ("Collection", Family::Work),
        Kind::Series => series(publication, entry),
        Kind::Campaign | Kind::VolunteerCall | Kind::CallToAction | Kind::Resource => {
            ("CreativeWork", Family::Work)
        }
    }
}

/// A series is of the sort of its parts.
fn series(publication: &Publication, entry: &Entry) -> (&'static str, Family) {
    let mut kinds = publication.kinds_of_parts(&entry.shown.id);
    let is_episode = |kind: Kind| kind == Kind::PodcastEpisode;
    if kinds.clone().any(Kind::is_scheduled) {
        ("EventSeries", Family::Event)
    } else if kinds.any(is_episode) {
        ("PodcastSeries", Family::Work)
    } else {
        ("CreativeWorkSeries", Family::Work)
    }
}

fn node(publication: &Publication, entry: &Entry) -> Node {
    let (record, shown) = (entry.record, entry.shown);
    let (kind, family) = kind_of(publication, entry);
    let address = record
        .link
        .clone()
        .or_else(|| publication.record_address(&shown.id));
    let mut node = Node::new(kind)
        .with("@id", Some(id(publication, entry)))
        .with("identifier", Some(shown.id.as_str()))
        .with("name", Some(shown.title.as_str()))
        .with("description", Some(shown.summary.as_str()))
        .with("url", address);
    node.set(
        "alternateName",
        record.aliases.iter().map(|name| json!(name)),
    );
    if family != Family::Organization && family != Family::Service {
        match record.languages.is_empty() {
            true => node.set("inLanguage", [json!(shown.lang)]),
            false => node.set("inLanguage", record.languages.iter().map(|one| json!(one))),
        }
    }
    let topics = publication.values(entry, "topic", &shown.lang);
    let words = topics.iter().map(|(_, label)| json!(label));
    node.set(
        "keywords",
        words.chain(record.hashtags.iter().map(|tag| json!(tag))),
    );
    who(publication, entry, family, &mut node);
    times(entry, family, &mut node);
    relations(publication, entry, family, &mut node);
    for action in &shown.card.actions {
        node.set("potentialAction", to_do(action));
    }
    contact(entry, family, &mut node);
    if family != Family::Organization {
        for (_, label) in publication.values(entry, "audience", &shown.lang) {
            let audience = Node::new("Audience").with("audienceType", Some(label));
            node.set("audience", [audience.into()]);
        }
    }
    for (_, label) in publication.values(entry, "region", &shown.lang) {
        let place = Value::from(Node::new("Place").with("name", Some(label)));
        match family {
            Family::Work => node.set("spatialCoverage", [place]),
            Family::Service | Family::Organization => node.set("areaServed", [place]),
            // Where an event is for is not where it is held.
            Family::Event => {}
        }
    }
    if let Some(image) = &record.image {
        let image = Node::new("ImageObject")
            .with("caption", image.alt.as_deref())
            .with("creditText", image.credit.as_deref());
        node.set("image", [image.into()]);
    }
    if let Some(source) = &shown.page.source {
        let mut told = Node::new("CreativeWork")
            .with("name", Some(source.title.as_str()))
            .with("url", source.url.as_deref())
            .with(
                "datePublished",
                source.date.as_ref().map(|date| date.0.as_str()),
            );
        if let Some(publisher) = &source.publisher {
            told.set(
                "publisher",
                [reference(publication, publisher, "Organization")],
            );
        }
        node.set("subjectOf", [told.into()]);
    }
    node
}

/// Organizations and people.
fn who(publication: &Publication, entry: &Entry, family: Family, node: &mut Node) {
    for host in &entry.shown.card.hosts {
        let property = match (family, host.role) {
            (Family::Event, HostRole::Partner) => "contributor",
            (Family::Event, _) => "organizer",
            (Family::Work, HostRole::Publisher) => "publisher",
            (Family::Work, HostRole::Producer) => "producer",
            (Family::Work, HostRole::Partner) => "contributor",
            (Family::Work | Family::Service, _) => "provider",
            (Family::Organization, _) => "parentOrganization",
        };
        node.set(
            property,
            [reference(publication, &host.org, "Organization")],
        );
    }
    for one in &entry.shown.card.people {
        let property = match (family, one.role) {
            (Family::Work, PersonRole::Author) => "author",
            (Family::Event, PersonRole::Speaker) => "performer",
            (Family::Event, PersonRole::Host | PersonRole::Leader) => "organizer",
            (Family::Event | Family::Work, _) => "contributor",
            (Family::Service, _) => "provider",
            (Family::Organization, _) => "member",
        };
        node.set(property, [person(publication, one)]);
    }
}

fn person(publication: &Publication, person: &Person) -> Value {
    let organization = person.org.as_ref();
    if person.group {
        // Nobody is named; the organization's own words for its people are the name.
        return match organization {
            Some(org) if org.title == person.name => reference(publication, org, "Organization"),
            _ => Node::new("Organization")
                .with("name", Some(person.name.as_str()))
                .with(
                    "parentOrganization",
                    organization.map(|org| reference(publication, org, "Organization")),
                )
                .into(),
        };
    }
    Node::new("Person")
        .with("name", Some(person.name.as_str()))
        .with("jobTitle", person.title.as_deref())
        .with(
            "affiliation",
            organization.map(|org| reference(publication, org, "Organization")),
        )
        .into()
}

/// Dates of publication and of events, and where an event is held as far as that is known.
fn times(entry: &Entry, family: Family, node: &mut Node) {
    let card = &entry.shown.card;
    if family == Family::Work {
        let date = card.published.as_ref().map(|date| json!(date.0));
        node.set("datePublished", date);
    }
    if family != Family::Event {
        return;
    }
    if let Some(span) = &card.span {
        node.set("startDate", [json!(span.from)]);
        node.set("endDate", [json!(span.to)]);
    }
    if let [one] = card.when.as_slice() {
        node.set("startDate", start(one));
        node.set("endDate", end(one));
    } else {
        for one in &card.when {
            let mut part = Node::new("Event").with("name", Some(entry.shown.title.as_str()));
            part.set("startDate", start(one));
            part.set("endDate", end(one));
            node.set("subEvent", [part.into()]);
        }
        if card.span.is_none() {
            node.set("startDate", card.when.first().and_then(start));
        }
    }
    let empty = Vec::new();
    let formats = entry.shown.facets.get("format").unwrap_or(&empty);
    let has = |id: &str| formats.iter().any(|format| format == id);
    let mode = match (has("online"), has("in-person")) {
        (true, true) => Some("MixedEventAttendanceMode"),
        (true, false) => Some("OnlineEventAttendanceMode"),
        (false, true) => Some("OfflineEventAttendanceMode"),
        (false, false) => None,
    };
    let mode = mode.map(|mode| json!(format!("https://schema.org/{mode}")));
    node.set("eventAttendanceMode", mode);
    for action in &card.actions {
        if let (ActionKind::Join, Some(url)) = (action.kind, &action.url) {
            let place = Node::new("VirtualLocation").with("url", Some(url.as_str()));
            node.set("location", [place.into()]);
        }
    }
}

fn start(occurrence: &Occurrence) -> Option<Value> {
    moment(occurrence, &occurrence.local, occurrence.start)
}

/// Only an end that the source gives.
fn end(occurrence: &Occurrence) -> Option<Value> {
    let local = occurrence.local_end.as_ref()?;
    moment(occurrence, local, occurrence.end)
}

/// A day, or a time with the offset of its zone (ISO 8601, RFC 3339).
fn moment(occurrence: &Occurrence, local: &str, minutes: i64) -> Option<Value> {
    if !occurrence.timed {
        return Some(json!(local));
    }
    let moment = Timestamp::from_second(minutes.checked_mul(60)?).ok()?;
    let moment = moment.to_zoned(TimeZone::get(&occurrence.zone).ok()?);
    Some(json!(moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()))
}

fn relations(publication: &Publication, entry: &Entry, family: Family, node: &mut Node) {
    let (record, card, page) = (entry.record, &entry.shown.card, &entry.shown.page);
    for relation in &page.relations {
        let property = match (relation.kind, family) {
            (RelationKind::RecordingOf, Family::Work) => "recordedAt",
            (RelationKind::Recording, Family::Event) => "recordedIn",
            (RelationKind::About, Family::Work | Family::Event) => "about",
            (RelationKind::PartOf | RelationKind::InCollection, Family::Work) => "isPartOf",
            (RelationKind::Part | RelationKind::Contains, Family::Work) => "hasPart",
            (RelationKind::PartOf, Family::Event) => "superEvent",
            (RelationKind::Part, Family::Event) => "subEvent",
            (RelationKind::PartOf, Family::Organization) => "parentOrganization",
            (RelationKind::MemberOf, Family::Organization) => "memberOf",
            (RelationKind::Member, Family::Organization) => "member",
            (RelationKind::Cites, Family::Work) => "citation",
            (RelationKind::Mentions, Family::Work) => "mentions",
            (RelationKind::TranslationOf, Family::Work) => "translationOfWork",
            (RelationKind::Translation, Family::Work) => "workTranslation",
            _ => continue,
        };
        node.set(property, [reference(publication, &relation.to, "Thing")]);
    }
    if let Some(part) = &card.series {
        let series = publication.entry(&part.id);
        let property = match (family, series.map(|series| kind_of(publication, series).1)) {
            (Family::Event, Some(Family::Event)) => "superEvent",
            _ => "isPartOf",
        };
        if family == Family::Work || property == "superEvent" {
            let to = series.map(|series| json!({"@id": id(publication, series)}));
            node.set(property, to);
        }
        if family == Family::Work {
            node.set("position", part.part.map(|number| json!(number)));
        }
    }
    if family == Family::Work {
        for cited in &record.cites {
            let cited = Node::new("CreativeWork")
                .with("name", Some(cited.title.as_str()))
                .with("url", cited.url.as_deref());
            node.set("citation", [cited.into()]);
        }
        if let (Some(copy), Some(from)) = (&record.republished_from, &card.republished_from) {
            let mut original = Node::new("CreativeWork")
                .with("name", copy.title.as_deref())
                .with("url", copy.url.as_deref());
            original.set("publisher", [reference(publication, from, "Organization")]);
            node.set("isBasedOn", [original.into()]);
        }
    }
    let copies = record.also_at.iter().filter_map(|copy| copy.url.as_ref());
    node.set("sameAs", copies.map(|url| json!(url)));
}

/// What a reader can do, where there is a way to do it.
fn to_do(action: &Action) -> Option<Value> {
    let kind = match action.kind {
        ActionKind::Register => "RegisterAction",
        ActionKind::Rsvp => "RsvpAction",
        ActionKind::Join | ActionKind::Volunteer => "JoinAction",
        ActionKind::SignOn => "EndorseAction",
        ActionKind::Watch => "WatchAction",
        ActionKind::Listen => "ListenAction",
        ActionKind::Read => "ReadAction",
        ActionKind::Download => "DownloadAction",
        ActionKind::Open => "ViewAction",
        ActionKind::Call | ActionKind::Text | ActionKind::Email => "CommunicateAction",
    };
    let target = Node::new("EntryPoint")
        .with("urlTemplate", Some(literal(&action.href()?)))
        .with("inLanguage", action.lang.as_deref());
    let node = Node::new(kind)
        .with("name", action.words.as_deref())
        .with("target", Some(target));
    Some(node.into())
}

/// An address as a template without variables: RFC 6570 gives braces a meaning, which no address that is shown has.
fn literal(address: &str) -> String {
    address.replace('{', "%7B").replace('}', "%7D")
}

/// Numbers and e-mail addresses of services and organizations.
fn contact(entry: &Entry, family: Family, node: &mut Node) {
    for action in &entry.shown.card.actions {
        let mut point = Node::new("ContactPoint")
            .with("name", action.words.as_deref())
            .with("telephone", action.phone.as_deref())
            .with("email", action.email.as_deref())
            .with("availableLanguage", action.lang.as_deref());
        let by_text = action.sms_to.as_ref().map(|to| {
            Node::new("ContactPoint")
                .with("telephone", Some(to.as_str()))
                .with("description", action.sms_keyword.as_deref())
        });
        let reached = action.phone.is_some() || action.email.is_some();
        match family {
            Family::Organization => {
                if reached {
                    node.set("contactPoint", [point.into()]);
                }
                node.set("contactPoint", by_text.map(Value::from));
            }
            Family::Service if reached || by_text.is_some() => {
                let channel = Node::new("ServiceChannel")
                    .with("serviceSmsNumber", by_text)
                    .with("availableLanguage", action.lang.as_deref());
                point.0.remove("availableLanguage");
                let channel = channel.with("servicePhone", reached.then_some(point));
                node.set("availableChannel", [channel.into()]);
            }
            Family::Service | Family::Event | Family::Work => {}
        }
    }
}
