//! Who wrote an article, which series it is part of, where it was first, whose picture it has: as titles
//! and excerpts say it.

use crate::pattern::constant;
use regex::Regex;
use std::sync::LazyLock;

/// Somebody who made an article, or an organization whose people did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: Option<String>,
    pub(super) role: &'static str,
    pub(super) title: Option<String>,
    pub(super) org: Option<String>,
    pub(super) words: Option<String>,
}

const PERSON: &str = r"(\p{Lu}[\p{L}.’'-]*(?: \p{Lu}[\p{L}.’'-]*){0,3})";
const ORG: &str = r"((?:The |the )?\p{Lu}[\p{L}\p{N}’'.&-]*(?: (?:(?:for|of|and|the|in|&) )*\p{Lu}[\p{L}\p{N}’'.&-]*)*)";
const VERB: &str = r"(?:unpacks|explains|details|dives|proposes|shares?|breaks|provides|parses|writes|argues|discuss(?:es)?|explores|examines|describes|reflects|sits|looks|asks|tells|offers|reports|traces|calls|shows|joins?|makes|considers|reviews|talks|speaks|recounts|outlines|lays|articulates|investigates|reckons|interviews)";

fn pattern(parts: &[&str]) -> Option<Regex> {
    Regex::new(&parts.concat()).ok()
}

/// `Ana Example, Editor at Example Press unpacks`
static NAME_ROLE_ORG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&[
        "^",
        PERSON,
        r", (?:an? |the )?([^,.]{3,90}?) (?:at|of|with) ",
        ORG,
        r",? \p{Ll}",
    ])
});
/// `Ana Example, an organizer details`
static NAME_ROLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&[
        "^",
        PERSON,
        r", (?:an? |the )?([^,.]{3,90}?),? ",
        VERB,
        r"\b",
    ])
});
/// `Executive Director of the Example Project, Ana Example unpacks`
static ROLE_ORG_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&[
        r"^([^,.]{3,60}?) (?:at|of) ",
        ORG,
        ", ",
        PERSON,
        ",? ",
        VERB,
        r"\b",
    ])
});
/// `Example’s Executive Director, Ana Example breaks`
static ORG_ROLE_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&[
        "^",
        ORG,
        r"[’']s ([^,.]{3,60}?), ",
        PERSON,
        ",? ",
        VERB,
        r"\b",
    ])
});
/// `Poet & Writer, Ana Example, parses`
static ROLE_NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&[r"^([^,.’]{3,60}?), ", PERSON, ",? ", VERB, r"\b"]));
/// `Example Action’s Ana Example proposes`
static ORG_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&[
        "^",
        ORG,
        r"[’']s (\p{Lu}[\p{L}.’'-]*(?: \p{Lu}[\p{L}.’'-]*){1,2}) ",
        VERB,
        r"\b",
    ])
});
/// `Three members of the Example Institute share`
static MEMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&[
        r"^(((?:(?:Two|Three|Four|Five|Several|Some|Lead|Senior) )?(?i:members|strategists|organizers|leaders|staff|workers|editors|researchers) (?:at|of|from)) ",
        ORG,
        r") \p{Ll}",
    ])
});
/// `sits down with Mayor of Example, Ana Example about`
static WITH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&[
        r"\b(?:sits down with|in conversation with|interviews|speaks with|talks (?:to|with)) (?:(?:the )?(\p{Lu}[^,.]{2,60}?), )?",
        r"(\p{Lu}[\p{L}.’'-]*(?: \p{Lu}[\p{L}.’'-]*){1,3})",
    ])
});

/// `Ana Example sits down with`
static INTERVIEWER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&[
        r"^(\p{Lu}[\p{L}.’'-]*(?: \p{Lu}[\p{L}.’'-]*){1,3}) ",
        r"(?:sits down|(?:is )?in conversation|interviews|speaks|talks)\b",
    ])
});

/// The people that an excerpt names as those who made the article.
pub(super) fn people(excerpt: &str) -> Vec<Person> {
    let mut out = Vec::new();
    let caught = |pattern: &Option<Regex>| {
        pattern
            .as_ref()
            .and_then(|pattern| pattern.captures(excerpt))
    };
    let author = |name: Option<&str>, title: Option<&str>, org: Option<&str>| Person {
        name: name.map(str::to_owned),
        role: "author",
        title: title.map(|title| title.trim().to_owned()),
        org: org.map(|org| org.trim_end_matches('.').to_owned()),
        words: None,
    };
    let group =
        |found: &regex::Captures, at: usize| found.get(at).map(|found| found.as_str().to_owned());
    if let Some(found) = caught(&MEMBERS) {
        for org in group(&found, 3).unwrap_or_default().split(" and ") {
            out.push(Person {
                words: group(&found, 1),
                ..author(None, None, Some(org))
            });
        }
    } else if let Some(found) = caught(&ORG_ROLE_NAME) {
        out.push(author(
            group(&found, 3).as_deref(),
            group(&found, 2).as_deref(),
            group(&found, 1).as_deref(),
        ));
    } else if let Some(found) = caught(&ORG_NAME) {
        out.push(author(
            group(&found, 2).as_deref(),
            None,
            group(&found, 1).as_deref(),
        ));
    } else if let Some(found) = caught(&ROLE_ORG_NAME) {
        out.push(author(
            group(&found, 3).as_deref(),
            group(&found, 1).as_deref(),
            group(&found, 2).as_deref(),
        ));
    } else if let Some(found) = caught(&NAME_ROLE_ORG) {
        out.push(author(
            group(&found, 1).as_deref(),
            group(&found, 2).as_deref(),
            group(&found, 3).as_deref(),
        ));
    } else if let Some(found) = caught(&ROLE_NAME)
        && group(&found, 1).is_some_and(|role| {
            role.contains(char::is_whitespace)
                && role.contains([' '])
                && (role.contains(" and ")
                    || role.contains('&')
                    || role.chars().filter(|c| c.is_uppercase()).count() < 2)
        })
    {
        out.push(author(
            group(&found, 2).as_deref(),
            group(&found, 1).as_deref(),
            None,
        ));
    } else if let Some(found) = caught(&NAME_ROLE) {
        out.push(author(
            group(&found, 1).as_deref(),
            group(&found, 2).as_deref(),
            None,
        ));
    }
    if let Some(found) = caught(&WITH) {
        if out.is_empty()
            && let Some(name) = caught(&INTERVIEWER).and_then(|found| group(&found, 1))
        {
            out.push(author(Some(&name), None, None));
        }
        for person in &mut out {
            person.role = "interviewer";
        }
        out.push(Person {
            role: "interviewee",
            ..author(
                group(&found, 2).as_deref(),
                group(&found, 1).as_deref(),
                None,
            )
        });
    }
    out
}

/// Where a text was published first, and its title there.
pub(super) fn republished(excerpt: &str) -> Option<(String, Option<String>)> {
    static FROM: LazyLock<Regex> = LazyLock::new(|| {
        constant(
            r"(?i:re-?published (?:with permission )?from|(?:originally|first) (?:published|appeared) (?:in|by|at|on)|(?:originally|first) in) (\p{Lu}[^.()\n]{1,80}?)(?: [–—-] ([^)(.\n]{3,120}?))?(?:\.|\)|$)",
        )
    });
    let found = FROM.captures(excerpt)?;
    let title = found.get(2).map(|title| title.as_str().trim().to_owned());
    Some((found.get(1)?.as_str().trim().to_owned(), title))
}

/// The series and the number of a part that a title says: `Example Series Pt.2: Title`, `Part II`.
pub(super) fn part(title: &str) -> Option<(String, i64)> {
    static PART: LazyLock<Regex> = LazyLock::new(|| {
        constant(r"^(.{3,90}?)[,:–—-]? \(?(?:Pt\.?|Part|Parte) ?(\d{1,3}|[IVX]{1,5})\b")
    });
    let found = PART.captures(title)?;
    let number = found.get(2)?.as_str();
    let number = number.parse().ok().or_else(|| roman(number))?;
    Some((
        found
            .get(1)?
            .as_str()
            .trim_end_matches([',', ':', ' '])
            .to_owned(),
        number,
    ))
}

fn roman(text: &str) -> Option<i64> {
    let mut sum = 0;
    let mut before = 0;
    for c in text.chars().rev() {
        let value = match c {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            _ => return None,
        };
        sum += if value < before { -value } else { value };
        before = before.max(value);
    }
    (sum > 0).then_some(sum)
}

/// The name of a series that an excerpt says the article is part of; it may be cut off.
pub(super) fn part_of(excerpt: &str) -> Option<String> {
    static OF: LazyLock<Regex> = LazyLock::new(|| {
        constant(
            r"(?i:is (?:a )?part of|is from) (?:the series |our series |the )?[“\x22]?(\p{Lu}[^,.”\x22\n]{2,90})",
        )
    });
    Some(OF.captures(excerpt)?.get(1)?.as_str().trim().to_owned())
}

/// How many parts a series is said to have.
pub(super) fn total(excerpt: &str) -> Option<i64> {
    static TOTAL: LazyLock<Regex> = LazyLock::new(|| {
        constant(r"(?i)\b(two|three|four|five|six|seven|eight|nine|ten|\d{1,2})-part series")
    });
    let word = TOTAL.captures(excerpt)?.get(1)?.as_str().to_lowercase();
    let words = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let named = words
        .iter()
        .position(|have| *have == word)
        .and_then(|at| i64::try_from(at + 2).ok());
    named.or_else(|| word.parse().ok())
}

/// Most bytes of a title with its credit: each word of a longer one would be sought in the excerpt.
const LONGEST_GLUED: usize = 400;

/// A credit that stands glued before a title, as `(credit, title)`. `section` is the heading above it,
/// `excerpt` the text below: both tell where a name ends.
pub(super) fn glued_credit(
    title: &str,
    section: Option<&str>,
    excerpt: &str,
) -> Option<(String, String)> {
    static AGENCY: LazyLock<Regex> = LazyLock::new(|| {
        constant(
            r"^((?:Getty Images|AP Photo(?:/\p{Lu}\S+(?: \p{Lu}\S+)?)?|Shutterstock|iStock|Unsplash|Reuters|Wikimedia Commons|Flickr))[:,]? (\S.*)$",
        )
    });
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        constant(
            r"^((?:Featured )?(?i:illustration|photo|image|art|artwork|graphic|photograph)(?: for \p{Lu}[\p{L}]+(?: \p{Lu}[\p{L}]+)*)? by \p{Lu}[\p{L}’'-]+ \p{Lu}[\p{L}’'-]+) (\p{Lu}.*)$",
        )
    });
    for pattern in [&AGENCY, &BY] {
        if let Some(found) = pattern.captures(title)
            && let (Some(credit), Some(rest)) = (found.get(1), found.get(2))
        {
            return Some((credit.as_str().to_owned(), rest.as_str().to_owned()));
        }
    }
    let courtesy = title.starts_with("Courtesy of ") || title.starts_with("Photo courtesy of ");
    if courtesy {
        let section = section?;
        let credit = title.strip_suffix(section)?.trim();
        return (credit.len() > 12).then(|| (credit.to_owned(), section.to_owned()));
    }
    if title.len() > LONGEST_GLUED {
        return None;
    }
    // A name that the excerpt has as well, directly before the word that begins a title.
    for (at, _) in title.match_indices(' ') {
        let (name, rest) = (title.get(..at)?, title.get(at + 1..)?);
        let begins = ["The ", "How ", "Why ", "What ", "A ", "When ", "Who "]
            .iter()
            .any(|word| rest.starts_with(word));
        if begins && name.contains(' ') && excerpt.contains(&format!("{name}’s")) {
            return Some((name.to_owned(), rest.to_owned()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{glued_credit, part, people, republished, roman};

    #[track_caller]
    fn check(excerpt: &str, expected: &[&str]) {
        let found: Vec<String> = people(excerpt)
            .into_iter()
            .map(|person| {
                format!(
                    "{} {} / {} / {}",
                    person.role,
                    person.name.unwrap_or_default(),
                    person.title.unwrap_or_default(),
                    person.org.unwrap_or_default()
                )
            })
            .collect();
        assert_eq!(found, expected, "{excerpt}");
    }

    #[test]
    fn authors_with_what_they_are() {
        check(
            "Ana Example, Editor In Chief at The Sample unpacks it.",
            &["author Ana Example / Editor In Chief / The Sample"],
        );
        check(
            "Ana Example, a tired organizer and former analyst details it.",
            &["author Ana Example / tired organizer and former analyst / "],
        );
        check(
            "Executive Director of the Sample Project, Ana Example unpacks it.",
            &["author Ana Example / Executive Director / the Sample Project"],
        );
        check(
            "Sample’s Executive Director, AB Example breaks it down.",
            &["author AB Example / Executive Director / Sample"],
        );
        check(
            "Poet & Writer, Ana Example, parses it.",
            &["author Ana Example / Poet & Writer / "],
        );
        check(
            "Sample Action’s Ana Example proposes it.",
            &["author Ana Example /  / Sample Action"],
        );
        check(
            "Three members of the Sample Institute share it.",
            &["author  /  / the Sample Institute"],
        );
        check(
            "Example, a former Director at UNION sits down with Mayor of Sample, Ana Maria Example about it.",
            &[
                "interviewer Example / former Director / UNION",
                "interviewee Ana Maria Example / Mayor of Sample / ",
            ],
        );
        check("Coalition work depends on trust.", &[]);
    }

    #[test]
    fn parts_sources_and_credits() {
        assert_eq!(
            part("We Sample, Part II: Origin"),
            Some(("We Sample".into(), 2))
        );
        assert_eq!(
            part("We Sample Pt.4: Ends & All"),
            Some(("We Sample".into(), 4))
        );
        assert_eq!(part("Parting words"), None);
        assert_eq!(roman("XIV"), Some(14));
        assert_eq!(
            republished("It is republished from Sample Dreams. More"),
            Some(("Sample Dreams".into(), None))
        );
        assert_eq!(
            republished("Originally published in Sample: A Journal – Its Title) Like"),
            Some(("Sample: A Journal".into(), Some("Its Title".into())))
        );
        assert_eq!(
            glued_credit("Getty Images How to Sample", None, ""),
            Some(("Getty Images".into(), "How to Sample".into()))
        );
        assert_eq!(
            glued_credit(
                "Courtesy of the Sample Party Building Samples",
                Some("Building Samples"),
                ""
            ),
            Some((
                "Courtesy of the Sample Party".into(),
                "Building Samples".into()
            ))
        );
        assert_eq!(glued_credit("How to Sample", None, ""), None);
    }
}
