//! A page's markup as its tags, and whether it is whole: for the tests of pages. Not here: what pages say.

use std::collections::{BTreeMap, BTreeSet};

/// A tag with its attributes, or the end of one (`/p`).
pub struct Tag {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
}

/// The tags of a page. What it reads is what these pages are made of: quoted attributes, no CDATA.
#[track_caller]
pub fn tags(path: &str, page: &str) -> Vec<Tag> {
    let mut all = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let tag = &rest[start + 1..];
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = &comment[comment.find("-->").expect("a comment ends") + 3..];
            continue;
        }
        let mut quoted = false;
        let end = tag.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let end = end.unwrap_or_else(|| panic!("{path}: a tag does not end: {tag:.60}"));
        let inner = &tag[..end];
        let (name, mut attributes) = inner.split_once(' ').unwrap_or((inner, ""));
        let mut named = BTreeMap::new();
        while let Some((key, after)) = attributes.split_once("=\"") {
            let (value, after) = after.split_once('"').expect("a value ends");
            let key = key.trim().rsplit(' ').next().unwrap();
            let had = named.insert(key.to_owned(), value.replace("&amp;", "&"));
            assert!(had.is_none(), "{path}: {key} twice in <{inner}>");
            attributes = after;
        }
        let name = name.to_lowercase();
        rest = &tag[end + 1..];
        if name == "script" {
            rest = &rest[rest.find("</script>").expect("a script ends")..];
        }
        all.push(Tag {
            name,
            attributes: named,
        });
    }
    all
}

const VOID: [&str; 9] = [
    "br", "hr", "img", "input", "link", "meta", "!doctype", "wbr", "col",
];

/// Every element ends, in order, and no id is there twice. Returns ids.
#[track_caller]
pub fn whole(path: &str, tags: &[Tag]) -> BTreeSet<String> {
    let (mut open, mut ids) = (Vec::new(), BTreeSet::new());
    for tag in tags {
        if let Some(id) = tag.attributes.get("id") {
            assert!(ids.insert(id.clone()), "{path}: the id {id} twice");
        }
        match tag.name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{path}"),
            None if VOID.contains(&tag.name.as_str()) => {}
            None => open.push(&tag.name),
        }
    }
    assert!(open.is_empty(), "{path}: {open:?} do not end");
    ids
}

/// Where a relative link leads, from the folder of a page.
pub fn resolved(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from}: {to} leads out of the site"),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
