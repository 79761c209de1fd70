//! Open Referral's Human Services Data Specification, version 3: services and the organizations that
//! offer them, from CSV tables or JSON.
//!
//! [`nested`] brings the forms together; here an object becomes a draft, and `hours` tells its schedules in words. What a record has no key for
//! (places, hours, fees, who may come) stands in the text under its name. Not here: publishing HSDS.

mod hours;
pub mod nested;

use crate::body;
use crate::draft::{Draft, Import, Value};
use crate::language;
use crate::shape::{LONGEST_SUMMARY, beginning, language_tag};
use crate::slug::slug;
use crate::source::Source;
use crate::vocabulary::Vocabulary;
use hours::hours;
use nested::{Item, Items};
use serde_json::{Map, Value as Json};

/// Texts of a service that a reader needs, with the words to put before them.
const TEXTS: &[(&str, &str)] = &[
    ("alert", "Notice"),
    ("application_process", "How to apply"),
    ("eligibility_description", "Who can come"),
    ("fees_description", "Fees"),
    ("wait_time", "Waiting time"),
    ("interpretation_services", "Interpretation"),
    ("accreditations", "Accreditations"),
    ("licenses", "Licenses"),
];

/// Keys that are read, or that say nothing to a reader: ids, looks, and how the data was kept.
const KNOWN: &[&str] = &[
    "id",
    "name",
    "alternate_name",
    "description",
    "url",
    "website",
    "email",
    "status",
    "organization_id",
    "organization",
    "program_id",
    "program",
    "programs",
    "phones",
    "schedules",
    "service_areas",
    "service_at_locations",
    "languages",
    "funding",
    "cost_options",
    "required_documents",
    "contacts",
    "attributes",
    "metadata",
    "locations",
    "organization_identifiers",
    "additional_websites",
    "units",
    "capacities",
    "minimum_age",
    "maximum_age",
    "assured_date",
    "assurer_email",
    "last_modified",
    "logo",
    "uri",
    "tax_status",
    "tax_id",
    "year_incorporated",
    "legal_status",
    "parent_organization_id",
    "fees",
];

/// Reads services and organizations.
pub fn read(source: &Source, vocabulary: &Vocabulary) -> Import {
    let mut import = Import::default();
    let items = nested::read(source, &mut import);
    items.ask_of_pages(&mut import);
    for (id, item) in &items.organizations {
        import.drafts.push(organization(id, item, &items));
    }
    for (id, item) in &items.services {
        import.drafts.push(service(id, item, &items, vocabulary));
    }
    if import.drafts.is_empty() {
        let text = "no service or organization of HSDS was found here";
        import.ask(&source.name, 0, "nothing-found", text);
    }
    import
}

fn organization(id: &str, item: &Item, items: &Items) -> Draft {
    let object = &item.object;
    let mut text = Text::default();
    let mut draft = start("organization", id, item, &mut text);
    if let Some(website) = said(object, "website").or(said(object, "url")) {
        draft.set("link", Value::Text(website));
    }
    reach(&mut draft, object);
    for contact in objects(object, "contacts") {
        reach(&mut draft, contact);
    }
    for place in objects(object, "locations") {
        location(&mut draft, place, &mut text);
    }
    text.list(
        "Programs",
        objects(object, "programs").filter_map(|program| said(program, "name")),
    );
    text.list(
        "Funding",
        objects(object, "funding").filter_map(|funding| said(funding, "source")),
    );
    topics(&mut draft, item);
    if let Some(parent) = said(object, "parent_organization_id")
        && items.organizations.contains_key(&parent)
    {
        draft.set(
            "member_of",
            Value::List(vec![Value::Draft(format!("organization:{parent}"))]),
        );
    }
    finish(draft, text, item)
}

fn service(id: &str, item: &Item, items: &Items, vocabulary: &Vocabulary) -> Draft {
    let object = &item.object;
    let mut text = Text::default();
    let mut draft = start("service", id, item, &mut text);
    let owner = said(object, "organization_id").or_else(|| {
        let organization = object.get("organization")?.as_object()?;
        said(organization, "id").or(said(organization, "name"))
    });
    if let Some(owner) = owner {
        match items.organizations.get(&owner) {
            // One that the catalogue has already is not put beside itself.
            Some(organization) => {
                let known = said(&organization.object, "name")
                    .and_then(|name| vocabulary.organization(&name).map(Value::text));
                let host = known.unwrap_or(Value::Draft(format!("organization:{owner}")));
                draft.set("hosts", Value::List(vec![host]));
            }
            None => draft.ask(
                &item.file,
                item.line,
                "host-unknown",
                format!("the organization {owner} that offers it is not in the source"),
            ),
        }
    }
    if let Some(url) = said(object, "url") {
        draft.set("link", Value::Text(url));
    }
    languages(&mut draft, object, &mut text);
    reach(&mut draft, object);
    for contact in objects(object, "contacts") {
        reach(&mut draft, contact);
    }
    for (key, label) in TEXTS {
        text.line(label, said(object, key));
    }
    let ages = match (said(object, "minimum_age"), said(object, "maximum_age")) {
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(to)) => Some(format!("up to {to}")),
        (None, None) => None,
    };
    text.line("Ages", ages);
    text.list(
        "Costs",
        objects(object, "cost_options").map(|cost| {
            joined(
                cost,
                &["option", "amount", "currency", "amount_description"],
            )
        }),
    );
    text.list(
        "Documents needed",
        objects(object, "required_documents").filter_map(|document| said(document, "document")),
    );
    text.list("Hours", objects(object, "schedules").filter_map(hours));
    text.list(
        "Area",
        objects(object, "service_areas")
            .filter_map(|area| said(area, "name").or(said(area, "description"))),
    );
    for here in objects(object, "service_at_locations") {
        reach(&mut draft, here);
        for contact in objects(here, "contacts") {
            reach(&mut draft, contact);
        }
        text.list("Hours there", objects(here, "schedules").filter_map(hours));
        text.line("There", said(here, "description"));
        if let Some(place) = here.get("location").and_then(Json::as_object) {
            location(&mut draft, place, &mut text);
        }
    }
    text.line(
        "Program",
        object
            .get("program")
            .and_then(Json::as_object)
            .and_then(|program| said(program, "name")),
    );
    text.list(
        "Funding",
        objects(object, "funding").filter_map(|funding| said(funding, "source")),
    );
    topics(&mut draft, item);
    if let Some(status) = said(object, "status")
        && status != "active"
    {
        draft.ask(
            &item.file,
            item.line,
            "not-active",
            format!("the source says that the service is “{status}”"),
        );
    }
    finish(draft, text, item)
}

/// The terms that it is filed under; an attribute whose term is not there is asked about.
fn topics(draft: &mut Draft, item: &Item) {
    let mut topics: Vec<String> = Vec::new();
    for attribute in objects(&item.object, "attributes") {
        let term = attribute.get("taxonomy_term").and_then(Json::as_object);
        match term.and_then(|term| said(term, "name")) {
            Some(name) => topics.push(name),
            None => {
                let words = joined(attribute, &["label", "value", "taxonomy_term_id"]);
                let text =
                    format!("it has an attribute “{words}”, whose term is not in the source");
                draft.ask(&item.file, item.line, "unknown-value", text);
            }
        }
    }
    if !topics.is_empty() {
        draft.set("topic", Value::texts(topics));
    }
}

/// What services and organizations have in common.
fn start(kind: &str, id: &str, item: &Item, text: &mut Text) -> Draft {
    let object = &item.object;
    let name = said(object, "name").map(|name| body::plain(&name));
    let mut draft = Draft::new(
        name.as_deref().map_or(kind.to_owned(), slug),
        format!("{kind}:{id}"),
    );
    draft.place = (item.file.clone(), item.line);
    draft.set("kind", Value::text(kind));
    if let Some(name) = name {
        draft.set("title", Value::Text(name));
    }
    if let Some(other) = said(object, "alternate_name") {
        draft.set("aliases", Value::texts([other]));
    }
    if let Some(description) = said(object, "description") {
        let words = body::plain(&description);
        let summary = beginning(&words, LONGEST_SUMMARY);
        if summary != words {
            draft.inferred("The summary is the beginning of the description.");
        }
        draft.set("summary", Value::Text(summary));
        text.paragraph(&description);
    }
    let unread: Vec<String> = object
        .iter()
        .filter(|(key, value)| {
            let read = KNOWN.contains(&key.as_str()) || TEXTS.iter().any(|(have, _)| have == key);
            !read && !value.is_null()
        })
        .map(|(key, value)| match value.as_str() {
            Some(text) => format!("{key}: {text}"),
            None => format!("{key}: {value}")
                .chars()
                .take(LONGEST_QUOTE)
                .collect(),
        })
        .collect();
    if !unread.is_empty() {
        draft.ask(
            &item.file,
            item.line,
            "unknown-keys",
            format!(
                "the source also says “{}”. Does that belong into the record?",
                unread.join("; ")
            ),
        );
    }
    draft
}

/// Most letters of what is quoted that is no text.
const LONGEST_QUOTE: usize = 100;

fn finish(mut draft: Draft, text: Text, item: &Item) -> Draft {
    draft.body = text.markdown;
    for (code, question) in text.asked {
        draft.ask(&item.file, item.line, code, question);
    }
    draft
}

/// Numbers and e-mail addresses as actions, each once.
fn reach(draft: &mut Draft, object: &Map<String, Json>) {
    let who = joined(object, &["title", "department"]);
    let mut actions = Vec::new();
    for phone in objects(object, "phones") {
        let Some(number) = said(phone, "number") else {
            continue;
        };
        let kind = said(phone, "type").unwrap_or_default();
        let extension = said(phone, "extension").map(|extension| format!("extension {extension}"));
        let kind_words = match kind.as_str() {
            "" | "voice" | "cell" | "text" | "sms" => None,
            other => Some(other.to_owned()),
        };
        let spoken: Vec<String> = objects(phone, "languages")
            .filter_map(|spoken| said(spoken, "name").or(said(spoken, "code")))
            .chain(said(phone, "language"))
            .collect();
        let spoken = Some(spoken.join(", ")).filter(|spoken| !spoken.is_empty());
        let words: Vec<String> = [said(phone, "description"), extension, kind_words, spoken]
            .into_iter()
            .flatten()
            .collect();
        let (verb, key) = match kind.as_str() {
            "text" | "sms" => ("text", "text_to"),
            // Nobody calls a fax.
            "fax" | "pager" => continue,
            _ => ("call", "phone"),
        };
        let mut pairs = vec![
            ("do".to_owned(), Value::text(verb)),
            (key.to_owned(), Value::Text(number)),
        ];
        if !words.is_empty() {
            pairs.push(("words".to_owned(), Value::Text(words.join("; "))));
        }
        actions.push(Value::Map(pairs));
    }
    if let Some(email) = said(object, "email") {
        let mut pairs = vec![
            ("do".to_owned(), Value::text("email")),
            ("email".to_owned(), Value::Text(email)),
        ];
        if !who.is_empty() {
            pairs.push(("words".to_owned(), Value::Text(who)));
        }
        actions.push(Value::Map(pairs));
    }
    for action in actions {
        let same = |other: &Value| match (other, &action) {
            (Value::Map(a), Value::Map(b)) => a.iter().take(2).eq(b.iter().take(2)),
            _ => false,
        };
        let there = match draft.get("actions") {
            Some(Value::List(have)) => have.iter().any(same),
            _ => false,
        };
        if !there {
            draft.push("actions", action);
        }
    }
}

fn languages(draft: &mut Draft, object: &Map<String, Json>, text: &mut Text) {
    let mut tags: Vec<String> = Vec::new();
    for spoken in objects(object, "languages") {
        let tag = said(spoken, "code")
            .and_then(|code| language_tag(&code))
            .or_else(|| language::named(&said(spoken, "name")?).map(str::to_owned))
            .or(said(spoken, "name"));
        if let Some(tag) = tag
            && !tags.contains(&tag)
        {
            tags.push(tag);
        }
        if let Some(note) = said(spoken, "note") {
            let name = said(spoken, "name").unwrap_or("Language".to_owned());
            text.line(&name, Some(note));
        }
    }
    if !tags.is_empty() {
        draft.set("languages", Value::texts(tags));
    }
}

fn location(draft: &mut Draft, place: &Map<String, Json>, text: &mut Text) {
    reach(draft, place);
    for contact in objects(place, "contacts") {
        reach(draft, contact);
    }
    let addresses: Vec<String> = objects(place, "addresses")
        .map(|address| {
            joined(
                address,
                &[
                    "attention",
                    "address_1",
                    "address_2",
                    "city",
                    "region",
                    "state_province",
                    "postal_code",
                    "country",
                ],
            )
        })
        .filter(|address| !address.is_empty())
        .collect();
    let name = said(place, "name");
    let where_it_is: Vec<String> = name.into_iter().chain(addresses).collect();
    if !where_it_is.is_empty() {
        text.line("Where", Some(where_it_is.join(": ")));
    }
    text.line("About the place", said(place, "description"));
    text.list("Hours there", objects(place, "schedules").filter_map(hours));
    text.list(
        "Languages there",
        objects(place, "languages")
            .filter_map(|spoken| said(spoken, "name").or(said(spoken, "code"))),
    );
    text.line("How to get there", said(place, "transportation"));
    text.list(
        "Access",
        objects(place, "accessibility").map(|access| joined(access, &["description", "details"])),
    );
}

/// A key's text: also of numbers, and without the quotes that some writers put around phone numbers.
fn said(object: &Map<String, Json>, key: &str) -> Option<String> {
    let text = match object.get(key)? {
        Json::String(text) => text.trim().trim_matches('"').trim().to_owned(),
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn objects<'o>(
    object: &'o Map<String, Json>,
    key: &str,
) -> impl Iterator<Item = &'o Map<String, Json>> {
    object
        .get(key)
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_object)
}

fn joined(object: &Map<String, Json>, keys: &[&str]) -> String {
    keys.iter()
        .filter_map(|key| said(object, key))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A text that grows by paragraphs, each once.
#[derive(Default)]
struct Text {
    markdown: String,
    asked: Vec<(&'static str, String)>,
}

impl Text {
    fn paragraph(&mut self, text: &str) {
        let read = body::from_text(text, 0, None);
        self.add(read.markdown.trim());
        self.asked
            .extend(read.asked.into_iter().map(|(_, code, text)| (code, text)));
    }

    fn line(&mut self, label: &str, text: Option<String>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let read = body::from_text(&text, 0, None);
            self.add(&format!("**{label}:** {}", read.markdown.trim()));
            self.asked
                .extend(read.asked.into_iter().map(|(_, code, text)| (code, text)));
        }
    }

    fn list(&mut self, label: &str, texts: impl Iterator<Item = String>) {
        for text in texts {
            self.line(label, Some(text));
        }
    }

    fn add(&mut self, paragraph: &str) {
        if !paragraph.is_empty() && !self.markdown.contains(paragraph) {
            self.markdown.push_str(paragraph);
            self.markdown.push_str("\n\n");
        }
    }
}
