//! Who is behind a record: organisations with what they do, people with roles and positions.

use super::PersonField;
use crate::diagnostic::Log;
use crate::keys::{Item, Reader};
use crate::tree::Placed;
use callboard_model::{HostRole, PersonRole};

const HOST_ROLES: [(&str, HostRole); 5] = [
    ("host", HostRole::Host),
    ("convener", HostRole::Convener),
    ("partner", HostRole::Partner),
    ("publisher", HostRole::Publisher),
    ("producer", HostRole::Producer),
];

const PERSON_ROLES: [(&str, PersonRole); 10] = [
    ("author", PersonRole::Author),
    ("host", PersonRole::Host),
    ("guest", PersonRole::Guest),
    ("interviewer", PersonRole::Interviewer),
    ("interviewee", PersonRole::Interviewee),
    ("speaker", PersonRole::Speaker),
    ("facilitator", PersonRole::Facilitator),
    ("illustrator", PersonRole::Illustrator),
    ("leader", PersonRole::Leader),
    ("contributor", PersonRole::Contributor),
];

/// Reads `hosts`.
pub(super) fn hosts(map: &mut Reader, log: &mut Log) -> Vec<(Placed, HostRole)> {
    let mut all = Vec::new();
    for item in map.items("hosts", log) {
        match item {
            Item::Text(org) => all.push((org, HostRole::Host)),
            Item::Map(mut inner) => {
                let org = inner.text("org", log);
                let role = role(&mut inner, &HOST_ROLES, log).unwrap_or(HostRole::Host);
                match org {
                    Some(org) => all.push((org, role)),
                    None => inner.missing(
                        "org",
                        "a host has no `org`".to_owned(),
                        "add the organisation's id as `org`".to_owned(),
                    ),
                }
                inner.finish(&[], log);
            }
        }
    }
    all
}

/// Reads `people`.
pub(super) fn people(map: &mut Reader, log: &mut Log) -> Vec<PersonField> {
    let mut all = Vec::new();
    for mut inner in map.maps("people", log) {
        let person = PersonField {
            name: inner.plain("name", log),
            role: role(&mut inner, &PERSON_ROLES, log).unwrap_or(PersonRole::Contributor),
            title: inner.plain("title", log),
            org: inner.text("org", log),
            words: inner.plain("words", log),
        };
        if person.name.is_none() && person.org.is_none() {
            inner.missing(
                "name",
                "a person has neither `name` nor `org`".to_owned(),
                "add `name: ...`, or the id of a group as `org`".to_owned(),
            );
        } else {
            all.push(person);
        }
        inner.finish(&[], log);
    }
    all
}

fn role<T: Copy>(map: &mut Reader, roles: &[(&str, T)], log: &mut Log) -> Option<T> {
    let name = map.choice("role", roles.iter().map(|(name, _)| *name), log)?;
    roles
        .iter()
        .find(|(have, _)| *have == name)
        .map(|(_, role)| *role)
}
