//! How readers tell the editors of something new or wrong: by a letter to the catalogue's address, where it has
//! one, else by a text to copy. There is no server that could take it.

use super::{Context, text_button};
use crate::answer::Record;
use crate::html::Html;
use crate::text;

/// What stands in the foot: a new record's file, ready to be filled in. Its language is one that the catalogue has, the page's if it can be.
pub fn suggestion(c: Context) -> String {
    let languages = &c.site.languages;
    let own = languages.iter().find(|tag| *tag == c.lang());
    let file = [
        "---\nkind: resource\ntitle: \nsummary: \nlink: https://\nlang: ",
        own.or(languages.first()).map_or(c.lang(), String::as_str),
        "\n---\n",
    ]
    .concat();
    let mut html = Html::default();
    letter(
        &mut html,
        c,
        c.words.suggest,
        c.words.suggest_how,
        c.words.suggest,
        &file,
    );
    html.done()
}

/// What stands below a record: which one it is, and room for what is wrong with it.
pub(super) fn report(html: &mut Html, c: Context, record: &Record) {
    let text = [&record.title, "\n", &record.page.file, "\n\n"].concat();
    letter(
        html,
        c,
        c.words.report,
        c.words.report_how,
        &record.page.file,
        &text,
    );
}

/// A text that unfolds, to be sent or copied.
fn letter(
    html: &mut Html,
    c: Context,
    summary: &'static str,
    how: &'static str,
    subject: &str,
    text: &str,
) {
    html.element(
        "<details class=\"cb-letter\"><summary>",
        summary,
        "</summary>",
    );
    html.element("<p>", how, "</p>")
        .element("<pre tabindex=\"0\">", text, "</pre><p>");
    if let Some(contact) = &c.site.contact {
        // RFC 6068: what is not plain is percent-encoded, a line ends with CR and LF.
        let body = text.replace('\n', "\r\n");
        let href = [
            "mailto:",
            contact,
            "?subject=",
            &text::percent_encoded(subject),
            "&body=",
            &text::percent_encoded(&body),
        ]
        .concat();
        html.link(&href, c.words.write).raw(" ");
    }
    if c.file().is_none() {
        text_button(html, "cb-link", "copy-text", "", text, c.words.copy);
    }
    html.raw("</p></details>");
}

#[cfg(test)]
mod tests {
    use super::suggestion;
    use crate::answer::Site;
    use crate::view::Context;
    use crate::view::sample::seen;

    #[test]
    fn a_letter_is_offered_where_there_is_an_address() {
        let html = seen("en", Some("editors@example.org"), suggestion);
        assert!(
            html.contains("href=\"mailto:editors@example.org?subject=Suggest%20a%20resource&amp;body=---%0D%0Akind:%20resource%0D%0A"),
            "{html}"
        );
    }

    #[test]
    fn without_an_address_the_text_can_be_copied() {
        let html = seen("en", None, suggestion);
        assert!(!html.contains("mailto:"), "{html}");
        assert!(
            html.contains(
                "data-do=\"copy-text\" data-facet=\"\" data-value=\"---\nkind: resource\n"
            ),
            "{html}"
        );
    }

    #[test]
    fn a_suggestion_is_in_a_language_of_the_catalogue() {
        let suggested = |lang: &str, languages: &[&str]| {
            let html = seen(lang, None, |c| {
                let site = Site {
                    languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
                    ..c.site.clone()
                };
                suggestion(Context { site: &site, ..c })
            });
            let (_, rest) = html.split_once("lang: ").unwrap_or_default();
            rest.get(..2).unwrap_or_default().to_owned()
        };
        assert_eq!(suggested("es", &["en", "es"]), "es");
        assert_eq!(suggested("en", &["de"]), "de");
        assert_eq!(suggested("en", &[]), "en");
    }
}
