//! What the preview adds to a page, and to no published one: a script that listens for changes, and its style. Both come
//! from the preview itself, which the page's policy allows (`'self'`).
//!
//! The script ([`SCRIPT`]) loads the page again when there is a newer version, and shows above it what is wrong.

use crate::outputs::pages::{document, not_found};
use callboard_app::html::Html;

/// Path below which the preview's own files are. No site has such a path, because ids and facets have no `~` at their start.
pub const OWN: &str = "~preview/";

/// The script's path.
pub const SCRIPT_PATH: &str = "~preview/script.js";

/// The style's path.
pub const STYLE_PATH: &str = "~preview/style.css";

/// The path of the stream of events.
pub const EVENTS_PATH: &str = "~preview/events";

/// The script.
pub const SCRIPT: &str = include_str!("script.js");

/// The style.
pub const STYLE: &str = include_str!("style.css");

/// A page with the script, which is told the version that it stands in. The page may be an editor's own: one without a head
/// gets it at its end. One that is made to run no script lets this one run.
pub fn with_script(page: &[u8], version: &str) -> Vec<u8> {
    let text = std::str::from_utf8(page).unwrap_or_default();
    let opened =
        opened(document::POLICY, text).or_else(|| opened(&not_found::policy_of_its_own(), text));
    let page = opened.as_deref().map_or(page, str::as_bytes);

    let tags = format!(
        "<link rel=\"stylesheet\" href=\"/{STYLE_PATH}\"><script defer src=\"/{SCRIPT_PATH}\" data-version=\"{version}\" data-events=\"/{EVENTS_PATH}\"></script>"
    );
    const END: &[u8] = b"</head>";
    let at = page
        .windows(END.len())
        .position(|part| part.eq_ignore_ascii_case(END))
        .unwrap_or(page.len());
    let (before, after) = page.split_at(at);
    [before, tags.as_bytes(), after].concat()
}

/// The page, if it has this policy, with one that lets the preview's script run and load its style.
fn opened(shut: &str, page: &str) -> Option<String> {
    let attribute = policy(shut);
    page.contains(&attribute).then(|| {
        let own = match shut.contains("script-src") {
            true => shut
                .replace("style-src ", "style-src 'self' ")
                .replace("script-src ", "script-src 'self' "),
            false => format!("{shut}; script-src 'self'; connect-src 'self'"),
        };
        page.replacen(&attribute, &policy(&own), 1)
    })
}

/// A policy as the attribute of a page has it.
fn policy(policy: &str) -> String {
    let mut html = Html::default();
    html.attribute("content", policy);
    html.done()
}

/// A page that has nothing but a sentence.
pub fn of_sentence(title: &str, sentence: &str) -> Vec<u8> {
    let (title, sentence) = (
        crate::site::page::escaped(title),
        crate::site::page::escaped(sentence),
    );
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title></head>\n<body><main><h1>{title}</h1><p>{sentence}</p></main></body>\n</html>\n"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{of_sentence, with_script};

    #[test]
    fn the_script_stands_at_the_end_of_the_head_or_of_the_page() {
        let page = String::from_utf8(with_script(b"<HEAD>a</HEAD>b", "1-2")).unwrap();
        assert!(
            page.starts_with("<HEAD>a<link ") && page.ends_with("</script></HEAD>b"),
            "{page}"
        );
        assert!(page.contains("data-version=\"1-2\""));
        let page = String::from_utf8(with_script(b"<p>a", "1")).unwrap();
        assert!(
            page.starts_with("<p>a<link ") && page.ends_with("</script>"),
            "{page}"
        );
        let shut = super::policy(super::document::POLICY);
        let page = format!("<meta{shut}></head>");
        let page = String::from_utf8(with_script(page.as_bytes(), "1")).unwrap();
        assert!(
            page.contains("; script-src &#39;self&#39;; connect-src &#39;self&#39;\">"),
            "{page}"
        );
        let own = super::not_found::policy_of_its_own();
        let page = format!("<meta{}></head>", super::policy(&own));
        let page = String::from_utf8(with_script(page.as_bytes(), "1")).unwrap();
        for allowed in ["style-src", "script-src"] {
            let allowed = format!("{allowed} &#39;self&#39; &#39;sha256-");
            assert!(page.contains(&allowed), "{page}");
        }
        assert!(
            String::from_utf8(of_sentence("a<b", "c"))
                .unwrap()
                .contains("a&lt;b")
        );
    }
}
