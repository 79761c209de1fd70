//! What a line or a mark-up of its own says of who wrote an article and when: `By Ana Example, Editor at Sample Press |
//! November 7, 2024`. Not here: what the sentences of an excerpt say of that (`byline`).

use crate::day;
use crate::pattern::constant;
use regex::Regex;
use std::sync::LazyLock;

/// Name, role and organization.
pub(super) type Author = (String, Option<String>, Option<String>);

/// What such a line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) authors: Vec<Author>,
    pub(super) published: Option<String>,
    /// What else stands in it, as it is.
    pub(super) besides: Vec<String>,
}

static BY: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"^(?i:(?:(?:written|words|text|story) )?by|(?:escrito |texto )?por|texto de)(?:: ?| )(\p{Lu}.{1,150})$",
    )
});
static READING: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^(?i)\d{1,3}[ -]min(?:ute)?s?(?: (?:read|de lectura))?$"));
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"^\p{Lu}[\p{L}.’'-]*(?: (?:(?:de|del|la|van|von|bin|al) )*\p{Lu}[\p{L}.’'-]*){1,3}(?:,? (?:Jr|Sr)\.?)?$",
    )
});

/// A line that says who wrote an article, or when, and nothing else but how long one reads.
pub(super) fn line(text: &str) -> Option<Signed> {
    let mut out = Signed::default();
    let mut said = false;
    let parts = text
        .split(['|', '·', '•'])
        .flat_map(|part| part.split(" – "));
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        if READING.is_match(part) {
            out.besides.push(part.to_owned());
            continue;
        }
        let (rest, day) = without_day(part);
        if day.is_some() {
            out.published = out.published.take().or(day);
            said = true;
        }
        if rest.is_empty() {
            continue;
        }
        let by = BY.captures(rest)?.get(1)?.as_str();
        // `By Any Means Necessary, we move.` is a sentence.
        if by.ends_with('.') && !NAME.is_match(by) {
            return None;
        }
        out.authors.extend(authors(by));
        said = true;
    }
    said.then_some(out)
}

/// Whether a line has nothing but people's names behind its `By`, so that it is no title that begins so.
pub(super) fn is_certain(signed: &Signed) -> bool {
    signed.published.is_some()
        || signed
            .authors
            .iter()
            .all(|(name, role, _)| role.is_some() || NAME.is_match(name))
}

/// A line of nothing but the names of several people. Only behind a title that is known to be one it says who wrote it.
pub(super) fn names(text: &str) -> Option<Signed> {
    let authors = authors(text);
    let all = authors.len() > 1 && authors.iter().all(|(name, ..)| NAME.is_match(name));
    all.then(|| Signed {
        authors,
        ..Signed::default()
    })
}

/// Those whom a byline names: `Ana Example and Ben Sample`, `Ana Example, Editor at Sample Press`.
pub(super) fn authors(by: &str) -> Vec<Author> {
    let by = by.trim().trim_end_matches([',', ';']);
    if NAME.is_match(by) {
        return vec![(by.to_owned(), None, None)];
    }
    let people: Vec<&str> = by
        .split([',', '&', ';'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" y "))
        .map(|part| {
            part.trim()
                .trim_start_matches("and ")
                .trim_start_matches("y ")
        })
        .filter(|part| !part.is_empty())
        .collect();
    if people.iter().all(|name| NAME.is_match(name)) {
        let person = |name: &&str| ((*name).to_owned(), None, None);
        return people.iter().map(person).collect();
    }
    if let Some((name, rest)) = by.split_once(", ")
        && NAME.is_match(name)
        && let Some((role, org)) = [" at ", " of ", " with "]
            .iter()
            .find_map(|joint| rest.split_once(joint))
        && !org.contains([',', ';'])
        && !org.contains(" and ")
    {
        let part = |text: &str| Some(text.trim().to_owned());
        return vec![(name.to_owned(), part(role), part(org))];
    }
    vec![(by.to_owned(), None, None)]
}

/// A text without the day that it begins or ends with, and that day.
fn without_day(text: &str) -> (&str, Option<String>) {
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    if let Some(day) = alone(text) {
        return ("", Some(day));
    }
    for at in spaces.iter().rev().take(4).rev() {
        let (head, tail) = text.split_at_checked(*at).unwrap_or((text, ""));
        if let Some(day) = alone(tail) {
            let head = head.trim_end_matches([',', ' ']);
            let head = [" on", " el"]
                .iter()
                .find_map(|word| head.strip_suffix(word))
                .unwrap_or(head);
            return (head.trim_end_matches([',', ' ']), Some(day));
        }
    }
    for at in spaces.iter().take(5).rev() {
        let (head, tail) = text.split_at_checked(*at).unwrap_or((text, ""));
        if let Some(day) = alone(head.trim_end_matches(',')) {
            return (tail.trim_start_matches([',', ' ']), Some(day));
        }
    }
    (text, None)
}

/// A text that is a whole day: a year or a month alone may be a title.
fn alone(text: &str) -> Option<String> {
    day::alone(text.trim()).filter(|day| day.len() == 10)
}

#[cfg(test)]
mod tests {
    use super::{is_certain, line};

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = line(text).map(|signed| {
            let authors = signed.authors.iter().map(|(name, role, org)| {
                let part = |part: &Option<String>| {
                    part.as_ref()
                        .map_or(String::new(), |part| format!("/{part}"))
                };
                format!("{name}{}{}", part(role), part(org))
            });
            let mut out: Vec<String> = authors.collect();
            out.extend(signed.published.clone());
            out.extend(signed.besides.clone());
            if !is_certain(&signed) {
                out.push("?".to_owned());
            }
            out.join(" + ")
        });
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn lines_that_say_who_and_when() {
        check("By Ana Example", Some("Ana Example"));
        check(
            "by Ana Example and Ben de la Sample",
            Some("Ana Example + Ben de la Sample"),
        );
        check(
            "By Ana Example, Ben Sample, & Cleo J. Test",
            Some("Ana Example + Ben Sample + Cleo J. Test"),
        );
        check(
            "By Ana Example, Organizing Director at Homes For Sample",
            Some("Ana Example/Organizing Director/Homes For Sample"),
        );
        check(
            "By Ana Example | November 7, 2024 | 5 min read",
            Some("Ana Example + 2024-11-07 + 5 min read"),
        );
        check(
            "By Ana Example on Nov 7, 2024",
            Some("Ana Example + 2024-11-07"),
        );
        check(
            "November 7, 2024 by Ana Example",
            Some("Ana Example + 2024-11-07"),
        );
        check("November 7, 2024", Some("2024-11-07"));
        check("Por Ana Muñoz y Ben Sample", Some("Ana Muñoz + Ben Sample"));
        check(
            "By The Editors of Sample",
            Some("The Editors of Sample + ?"),
        );
        check("By Any Means Necessary", Some("Any Means Necessary"));
        check("By any means", None);
        check("By Sample Day, we had won.", None);
        check("5 min read", None);
        check("2024", None);
        check("Strike | November 7, 2024", None);
    }
}
