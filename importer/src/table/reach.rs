//! What a cell leads to: addresses of pages, e-mail addresses, numbers.

use super::map::Map;
use crate::draft::Value;

/// The actions of a cell. Several only where it is nothing but addresses: words may have any mark in them.
pub(super) fn actions(verb: &str, cell: &str, map: &Map) -> Vec<Value> {
    let parts = map.split(cell);
    if parts.len() > 1 && parts.iter().all(|part| is_address(part)) {
        return parts.iter().map(|part| action(verb, part)).collect();
    }
    let pages = addresses(cell);
    if pages.len() > 1 && pages.iter().all(|page| is_address(page)) {
        return pages.iter().map(|page| action(verb, page)).collect();
    }
    match mails(cell) {
        Some(mails) => mails
            .into_iter()
            .map(|(name, mail)| {
                let mut keys = vec![("do", verb.to_owned()), ("email", mail)];
                keys.extend(name.map(|name| ("words", name)));
                value(keys)
            })
            .collect(),
        None => vec![action(verb, cell)],
    }
}

fn value(keys: Vec<(&str, String)>) -> Value {
    let text = |(key, value): (&str, String)| (key.to_owned(), Value::Text(value));
    Value::Map(keys.into_iter().map(text).collect())
}

/// What a cell leads to: an address, a number, or words.
fn action(verb: &str, cell: &str) -> Value {
    let said = verb.to_owned();
    if is_address(cell) {
        return value(vec![("do", said), ("url", whole(cell))]);
    }
    // An address among words.
    let words: Vec<&str> = cell.split_whitespace().collect();
    let pages: Vec<&str> = words
        .iter()
        .map(|word| word.trim_matches(['<', '>', '(', ')', ',', ';']))
        .filter(|word| word.contains("://"))
        .collect();
    if let ([page], true) = (pages.as_slice(), words.len() > 1) {
        let words = unbracketed(cell);
        return value(vec![
            ("do", said),
            ("url", (*page).to_owned()),
            ("words", words),
        ]);
    }
    match verb {
        "call" => value(vec![("do", said), ("phone", cell.to_owned())]),
        // Asked about when the draft is written.
        "email" => value(vec![("do", said), ("email", cell.to_owned())]),
        "text" => match keyword(cell) {
            Some((to, keyword)) => value(vec![("do", said), ("text_to", to), ("keyword", keyword)]),
            None => value(vec![("do", said), ("text_to", cell.to_owned())]),
        },
        _ => value(vec![("do", said), ("words", unbracketed(cell))]),
    }
}

/// Words in which the angle brackets around an address are none that could be taken for a tag.
fn unbracketed(cell: &str) -> String {
    let words = cell.split(' ').map(|word| {
        match word
            .strip_prefix('<')
            .and_then(|word| word.strip_suffix('>'))
        {
            Some(inner) if inner.contains('@') || inner.contains("://") => inner,
            _ => word,
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The e-mail addresses of a cell with the names before them (`Ann <ann@example.org>`, RFC 5322, section 3.4), where it is
/// nothing else.
fn mails(cell: &str) -> Option<Vec<(Option<String>, String)>> {
    let mut all = Vec::new();
    // A comma may stand in a name, whose address comes behind the next.
    let mut name = String::new();
    for part in cell.split_inclusive([',', ';', '\n']) {
        name.push_str(part);
        let said = name.trim().trim_end_matches([',', ';']).trim();
        if said.is_empty() {
            name.clear();
            continue;
        }
        let (before, mail) = match said
            .strip_suffix('>')
            .and_then(|said| said.rsplit_once('<'))
        {
            Some((before, mail)) => (before.trim().trim_matches('"').trim(), mail),
            None => ("", said),
        };
        let mail = mail.trim();
        let mail = mail.strip_prefix("mailto:").unwrap_or(mail);
        if crate::shape::is_mail(mail) {
            let before = Some(before.to_owned()).filter(|before| !before.is_empty());
            all.push((before, mail.to_owned()));
            name.clear();
        }
    }
    (name.trim().is_empty() && !all.is_empty()).then_some(all)
}

/// The number and the keyword of `sms:30403?&body=MASS%20CALL` (RFC 5724).
fn keyword(cell: &str) -> Option<(String, String)> {
    let (to, query) = cell.strip_prefix("sms:")?.split_once('?')?;
    let (_, body) = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "body")?;
    let keyword = body.trim().to_owned();
    (!keyword.is_empty()).then(|| (to.to_owned(), keyword))
}

/// The words of a cell between which a space, a comma or a semicolon stands that is no part of an address.
pub(super) fn addresses(cell: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for word in cell.split_whitespace() {
        let mut rest = word.trim_matches([',', ';']);
        while let Some(at) = [",http", ";http"]
            .iter()
            .filter_map(|mark| rest.find(mark))
            .min()
        {
            all.push(rest.get(..at).unwrap_or(""));
            rest = rest.get(at + 1..).unwrap_or("");
        }
        all.push(rest);
    }
    all.retain(|word| !word.is_empty());
    all
}

/// Whether a text is the address of a page and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    whole(text).starts_with("http") && !text.trim().contains(char::is_whitespace)
}

/// An address; a bare `bit.ly/call` gets its scheme.
pub(super) fn whole(address: &str) -> String {
    let host = address.split(['/', '?']).next().unwrap_or("");
    let bare = host.contains('.')
        && !host.contains(['@', ' ', ':', ','])
        && host
            .rsplit('.')
            .next()
            .is_some_and(|last| last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic()));
    if bare {
        format!("https://{address}")
    } else {
        address.to_owned()
    }
}
