//! What programs for meetings write into the description of an event: marks around their part, and the address at which one
//! takes part. Not here: addresses that the calendar itself has in a property of their own.

use crate::page::{self, redirect};
use crate::pattern::constant;
use regex::{Captures, Regex};
use std::sync::LazyLock;
use url::Url;

/// The mark above and below what Google Meet writes.
static OF_GOOGLE: LazyLock<Regex> = LazyLock::new(|| constant(r"-::~[:~]{8,}::?-"));
/// A line as Zoom and Teams draw it around theirs.
static RULE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?m)^[ \t]*[─━═_]{8,}[ \t]*$"));
/// Addresses by way of Google, which a calendar of it has in its descriptions.
static BY_WAY: LazyLock<Regex> =
    LazyLock::new(|| constant(r#"https?://(?:www\.)?google\.com/url\?[^\s"'<>]+"#));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| constant(r#"https://[^\s<>"'\\)\]]+"#));

/// A description without marks, in which addresses lead where they end.
pub(super) fn without_marks(description: &str) -> String {
    let mut text = description.to_owned();
    if OF_GOOGLE.is_match(&text) {
        text = OF_GOOGLE.replace_all(&text, "").into_owned();
        // Whoever edits a record may edit this, too.
        text = text.replace("Please do not edit this section.", "");
    }
    let text = RULE.replace_all(&text, "");
    let end = |found: &Captures| {
        let address = found.get(0).map_or("", |found| found.as_str());
        let end = redirect::undone(&address.replace("&amp;", "&"));
        match address.contains("&amp;") {
            true => end.replace('&', "&amp;"),
            false => end,
        }
    };
    BY_WAY.replace_all(&text, end).trim().to_owned()
}

/// The words and addresses of the links of a description in HTML.
pub(super) fn links(html: &str) -> Vec<(String, String)> {
    let lines = page::undated(html).lines;
    let links = lines.iter().flat_map(|line| {
        let of_web = line
            .links
            .iter()
            .filter(|link| link.url.starts_with("http"));
        of_web.map(|link| {
            let words = line.text.get(link.range.clone()).unwrap_or(&link.url);
            (words.to_owned(), link.url.clone())
        })
    });
    links.collect()
}

/// The meetings that a description has addresses of, each once, with what one does there: `join` or `register`.
pub(super) fn of(description: &str) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = Vec::new();
    for found in ADDRESS.find_iter(description) {
        let address = found.as_str().replace("&amp;", "&");
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '*']);
        if let Some(verb) = verb(address)
            && !all.iter().any(|(_, have)| is_same(have, address))
        {
            all.push((verb, address.to_owned()));
        }
    }
    all
}

/// Whether two addresses are of one meeting: one may have its password besides.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let bare = |address: &str| address.split(['?', '#']).next().map(str::to_owned);
    bare(one) == bare(other)
}

/// What one does at an address, if it is known to be that of a meeting.
fn verb(address: &str) -> Option<&'static str> {
    let url = Url::parse(address).ok()?;
    let (host, path) = (url.host_str()?, url.path());
    let is_of = |domain: &str| {
        let before = host.strip_suffix(domain);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    let begins = |all: &[&str]| all.iter().any(|start| path.starts_with(start));
    if is_of("zoom.us") {
        return match begins(&["/meeting/register/", "/webinar/register/"]) {
            true => Some("register"),
            false => begins(&["/j/", "/w/", "/my/", "/s/"]).then_some("join"),
        };
    }
    let joins = is_of("meet.google.com") && path.len() > 4
        || is_of("teams.microsoft.com") && begins(&["/l/meetup-join/", "/meet/"])
        || is_of("teams.live.com") && begins(&["/meet/"])
        || is_of("meet.jit.si") && path.len() > 1
        || is_of("webex.com") && (begins(&["/meet/"]) || path.ends_with("/j.php"));
    joins.then_some("join")
}

#[cfg(test)]
mod tests {
    use super::{of, without_marks};

    #[test]
    fn marks_are_left_out_and_addresses_lead_where_they_end() {
        let mark = format!("-::~:~::{}::~:~::-", "~:".repeat(40));
        let google = format!(
            "{mark}\nJoin with Google Meet: https://meet.google.com/abc-defg-hij\n\nPlease do not edit this section.\n{mark}"
        );
        for (given, expected) in [
            (
                google.as_str(),
                "Join with Google Meet: https://meet.google.com/abc-defg-hij",
            ),
            ("──────────\nJoin\n__________", "Join"),
            ("a ~ b -- c :: d", "a ~ b -- c :: d"),
            (
                "<a href=\"https://www.google.com/url?q=https://example.org/r?x%3D1%26y%3D2&amp;sa=D\">here</a>",
                "<a href=\"https://example.org/r?x=1&amp;y=2\">here</a>",
            ),
        ] {
            assert_eq!(without_marks(given), expected);
        }
    }

    #[test]
    fn addresses_of_meetings() {
        for (text, expected) in [
            (
                "Join Zoom Meeting\nhttps://us02web.zoom.us/j/999?pwd=a.1.",
                vec![("join", "https://us02web.zoom.us/j/999?pwd=a.1")],
            ),
            (
                "<a href=\"https://us02web.zoom.us/meeting/register/abc?x=1&amp;y=2\">here</a>",
                vec![(
                    "register",
                    "https://us02web.zoom.us/meeting/register/abc?x=1&y=2",
                )],
            ),
            (
                "https://meet.google.com/abc-defg-hij or https://meet.google.com/abc-defg-hij?hs=1",
                vec![("join", "https://meet.google.com/abc-defg-hij")],
            ),
            (
                "https://zoom.us/download https://support.google.com/a https://notzoom.us/j/1",
                vec![],
            ),
        ] {
            let found = of(text);
            let found: Vec<_> = found
                .iter()
                .map(|(verb, at)| (*verb, at.as_str()))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
