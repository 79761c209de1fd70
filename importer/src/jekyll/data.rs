//! A site's data files: lists of things with names, most often the groups that the site is about.

use super::address::Addresses;
use crate::body;
use crate::draft::{Draft, Import, Value};
use crate::site::Authors;
use crate::site::front_matter::asked_twice;
use crate::source::File;
use crate::tree::{self, Datum, Node};
use crate::vocabulary::fold;

/// Names of data files whose items are organizations.
const ORGANIZATIONS: &[&str] = &[
    "groups",
    "group",
    "organizations",
    "organisations",
    "orgs",
    "partners",
    "members",
    "collectives",
    "sponsors",
    "affiliates",
    "chapters",
    "working-groups",
    "working_groups",
    "coalition",
];

/// Names of data files that say who the authors are.
const AUTHORS: &[&str] = &["authors", "author", "people", "team", "staff"];

/// Keys that are about an item's looks.
const ABOUT_LOOKS: &[&str] = &[
    "image", "img", "icon", "logo", "photo", "avatar", "class", "color", "weight", "order", "id",
    "slug",
];

/// Reads a data file; its items in order.
pub fn read(
    file: &File,
    addresses: &Addresses,
    authors: &mut Authors,
    import: &mut Import,
) -> Vec<Draft> {
    let (text, _) = file.text();
    let (stem, ending) = file.name().rsplit_once('.').unwrap_or((file.name(), ""));
    let mut twice = Vec::new();
    let outcome = match ending {
        "yml" | "yaml" => tree::yaml_with_twice(&text, 1, &mut twice),
        "json" => tree::json_with_twice(&text, 1, &mut twice),
        "toml" => tree::toml(&text, 1),
        _ => {
            import.ask(
                &file.path,
                0,
                "left-out",
                "data in this form is not read here; a table can be imported with `--as csv`",
            );
            return Vec::new();
        }
    };
    let root = match outcome {
        Ok(root) => root,
        Err(broken) => {
            import.ask(
                &file.path,
                broken.line,
                "bad-data",
                format!("the data cannot be read: {}", broken.message),
            );
            return Vec::new();
        }
    };
    for (line, code, text) in asked_twice(&twice) {
        import.ask(&file.path, line, code, text);
    }
    if AUTHORS.contains(&stem) {
        for (key, node) in root.pairs() {
            if let Some(name) = node.text_of("name") {
                authors.names.insert(key.clone(), name.to_owned());
            }
        }
        return Vec::new();
    }
    let mut drafts = Vec::new();
    let known_kind = ORGANIZATIONS.contains(&stem);
    items(&root, None, &mut |item, name, group| {
        drafts.push(draft(file, item, name, group, known_kind, addresses));
    });
    if drafts.is_empty() {
        import.ask(
            &file.path,
            1,
            "left-out",
            "the data has no list of things with names; it was left out",
        );
    }
    for draft in drafts.iter().filter(|_| known_kind) {
        if let Some(Value::Text(title)) = draft.get("title") {
            authors
                .organizations
                .insert(fold(title), draft.origin.clone());
        }
    }
    drafts
}

/// Finds what has a name and something beside it, below the headings of the lists that it stands in.
fn items(node: &Node, group: Option<&str>, found: &mut dyn FnMut(&Node, &str, Option<&str>)) {
    match &node.value {
        Datum::List(members) => {
            for member in members {
                items(member, group, found);
            }
        }
        Datum::Map(pairs) => {
            let heading = node.text_of("name").or(node.text_of("title"));
            let says = [
                "description",
                "link",
                "url",
                "email",
                "website",
                "about",
                "text",
                "phone",
            ];
            if let (Some(name), true) = (heading, says.iter().any(|key| node.get(key).is_some())) {
                found(node, name, group);
                return;
            }
            for (_, inner) in pairs {
                items(inner, heading.or(group), found);
            }
        }
        Datum::Empty | Datum::Text(_) => {}
    }
}

fn draft(
    file: &File,
    item: &Node,
    name: &str,
    group: Option<&str>,
    known_kind: bool,
    addresses: &Addresses,
) -> Draft {
    let title = body::plain(name);
    let mut draft = Draft::new(crate::slug::slug(&title), format!("{}#{title}", file.path));
    draft.place = (file.path.clone(), item.line);
    if known_kind {
        draft.set("kind", Value::text("organization"));
    }
    let text = ["description", "about", "text"]
        .iter()
        .find_map(|key| item.get(key))
        .and_then(|node| Some((node.line, node.text()?)));
    if let Some((line, text)) = text {
        let text = body::from_markdown(text, line, addresses.whole("").as_ref());
        let words = body::text_of(&text.markdown).join(" ");
        if let Some(acronym) = acronym(&title, &words) {
            draft.set("title", Value::text(title.clone()));
            draft.set("aliases", Value::texts([acronym]));
        }
        // Short enough to be the summary itself.
        if words.chars().count() <= 300 {
            draft.set("summary", Value::Text(words));
        } else {
            draft.body = text.markdown;
        }
        for (line, code, text) in text.asked {
            draft.ask(&file.path, line, code, text);
        }
    }
    draft.set("title", Value::Text(title));
    if let Some(written) = ["link", "url", "website"]
        .iter()
        .find_map(|key| item.text_of(key))
    {
        let address = addresses
            .whole(written)
            .map_or(written.to_owned(), |url| url.to_string());
        draft.set("link", Value::Text(address));
    }
    if let Some(email) = item.text_of("email") {
        let action = Value::map([("do", Value::text("email")), ("email", Value::text(email))]);
        draft.push("actions", action);
    }
    if let Some(phone) = item.text_of("phone") {
        let action = Value::map([("do", Value::text("call")), ("phone", Value::text(phone))]);
        draft.push("actions", action);
    }
    if let Some(group) = group {
        let note = format!("In the source it stands under “{}”.", body::plain(group));
        draft.push("notes", Value::map([("note", Value::Text(note))]));
    }
    let read = [
        "name",
        "title",
        "description",
        "about",
        "text",
        "link",
        "url",
        "website",
        "email",
        "phone",
    ];
    let rest: Vec<String> = item
        .pairs()
        .iter()
        .filter(|(key, node)| {
            !read.contains(&key.as_str())
                && !ABOUT_LOOKS.contains(&key.as_str())
                && node.value != Datum::Empty
        })
        .map(|(key, node)| format!("{key}: {}", node.texts().join(", ")))
        .collect();
    if !rest.is_empty() {
        draft.ask(
            &file.path,
            item.line,
            "unknown-keys",
            format!(
                "the data also says “{}”. Does that belong into the record?",
                rest.join("; ")
            ),
        );
    }
    if draft.questions.is_empty() && !known_kind {
        draft.ask(
            &file.path,
            item.line,
            "no-kind",
            "the source does not say what kind of thing this is",
        );
        draft.set("kind", Value::text("resource"));
    }
    draft
}

/// The acronym that a text gives after the name: `Infrastructure Group (MIG)`.
fn acronym(name: &str, text: &str) -> Option<String> {
    let after = text.split_once(&format!("{name} ("))?.1;
    let (acronym, _) = after.split_once(')')?;
    let capitals = acronym.chars().filter(|c| c.is_uppercase()).count();
    ((2..=12).contains(&acronym.chars().count()) && capitals >= 2 && !acronym.contains(' '))
        .then(|| acronym.to_owned())
}

#[cfg(test)]
mod tests {
    use super::acronym;

    #[test]
    fn acronyms_stand_after_the_name() {
        assert_eq!(
            acronym("A Group", "The A Group (AG) is"),
            Some("AG".to_owned())
        );
        assert_eq!(acronym("A Group", "The A Group (since 2017) is"), None);
        assert_eq!(acronym("A Group", "Another (AG)"), None);
    }
}
