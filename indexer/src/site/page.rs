//! What the page says of the catalogue before anything is loaded: title, description, language, icon and what can be
//! subscribed to. Search engines, chats and readers with a slow connection see it first.
//!
//! Not an HTML parser: it fills in places of `app/index.html`, and a page without one of them is refused. Not here: what the
//! app shows once it runs.

use super::Error;
use callboard_model::Labels;

/// What a page says of its catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Front<'f> {
    /// Its name by language.
    pub name: &'f Labels,
    /// One line about it, by language; may be empty.
    pub tagline: &'f Labels,
    /// Its first language, as BCP 47 writes it.
    pub language: &'f str,
    /// Path of its icon below the site's folder, if it has one.
    pub icon: Option<&'f str>,
}

/// What the page offers to feed readers, calendars and browsers: relation, type and file. What the catalogue has none
/// of is left out.
const OFFERED: [(&str, &str, &str); 4] = [
    ("alternate", "application/atom+xml", "feeds/all.atom"),
    ("alternate", "application/feed+json", "feeds/all.json"),
    ("alternate", "text/calendar", "calendars/all.ics"),
    (
        "search",
        "application/opensearchdescription+xml",
        "opensearch.xml",
    ),
];

/// The app's page for a catalogue; `has` says which files the site has.
///
/// # Errors
/// When the page lacks a place that is filled in.
pub fn of(template: &str, front: &Front, has: impl Fn(&str) -> bool) -> Result<String, Error> {
    let label = |labels: &Labels| {
        labels
            .get(front.language)
            .filter(|text| !text.is_empty())
            .map(|text| escaped(text))
    };
    let mut page = filled(
        template,
        "language",
        "<html lang=\"",
        "\"",
        &escaped(front.language),
    )?;
    if let Some(name) = label(front.name) {
        page = filled(&page, "title", "<title>", "</title>", &name)?;
        page = filled(&page, "name", "<span class=\"cb-name\">", "</span>", &name)?;
    }
    if let Some(tagline) = label(front.tagline) {
        let start = "<meta name=\"description\" content=\"";
        page = filled(&page, "description", start, "\"", &tagline)?;
    }
    if let Some(icon) = front.icon {
        let start = "<link rel=\"icon\" href=\"";
        page = filled(&page, "icon", start, "\"", &escaped(icon))?;
    }
    let mut links = String::new();
    for (relation, kind, file) in OFFERED.iter().filter(|(_, _, file)| has(file)) {
        links.push_str(&format!(
            "<link rel=\"{relation}\" type=\"{kind}\" href=\"{file}\">\n"
        ));
    }
    let (head, body) = page.split_once("</head>").ok_or(Error::Page("head"))?;
    Ok(format!("{head}{links}</head>{body}"))
}

/// The page with another text between `start` and the next `end`.
fn filled(
    page: &str,
    what: &'static str,
    start: &str,
    end: &str,
    text: &str,
) -> Result<String, Error> {
    let (before, rest) = page.split_once(start).ok_or(Error::Page(what))?;
    let (_, after) = rest.split_once(end).ok_or(Error::Page(what))?;
    Ok(format!("{before}{start}{text}{end}{after}"))
}

/// A text as HTML may have it between tags and in quoted attributes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Front, of};
    use crate::site::Error;
    use callboard_model::Labels;

    fn labels(language: &str, text: &str) -> Labels {
        [(language.to_owned(), text.to_owned())]
            .into_iter()
            .collect()
    }

    #[test]
    fn the_apps_page_speaks_of_the_catalogue() {
        let template = include_str!("../../../app/index.html");
        let front = Front {
            name: &labels("es", "Tú & \"yo\" <b>"),
            tagline: &labels("es", "Llamadas"),
            language: "es",
            icon: Some("icon.svg"),
        };
        let page = of(template, &front, |path| path == "feeds/all.atom").unwrap();
        for part in [
            "<html lang=\"es\">",
            "<title>Tú &amp; &quot;yo&quot; &lt;b&gt;</title>",
            "<span class=\"cb-name\">Tú &amp; &quot;yo&quot; &lt;b&gt;</span>",
            "name=\"description\" content=\"Llamadas\">",
            "<link rel=\"icon\" href=\"icon.svg\">",
            "href=\"feeds/all.atom\">\n</head>",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        assert!(!page.contains("feeds/all.json"));
    }

    #[test]
    fn what_the_catalogue_does_not_say_stays_as_the_app_has_it() {
        let template = include_str!("../../../app/index.html");
        let front = Front {
            name: &labels("en", "A"),
            tagline: &Labels::default(),
            language: "en",
            icon: None,
        };
        let page = of(template, &front, |_| false).unwrap();
        assert!(page.contains("content=\"Search a catalogue of calls"));
        assert!(page.contains("<link rel=\"icon\" href=\"data:,\">"));
        assert_eq!(
            of("<html lang=\"en\">", &front, |_| true),
            Err(Error::Page("title"))
        );
    }
}
