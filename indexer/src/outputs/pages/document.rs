//! What stands around a page: its head, for browsers, search engines and sites that show a preview, and the name, the
//! way into the app and the foot that every page has. And the front page that the app's build leaves, with the places
//! that are filled in it.
//!
//! Sources: canonical and alternate links, HTML Living Standard 4.6.7; `hreflang`, the same with BCP 47; Open Graph
//! (ogp.me); JSON-LD in a data block, JSON-LD 1.1 section 7.1.

use super::plan::{At, Plan, relative};
use super::words::words;
use callboard_app::html::Html;
use callboard_app::state::Place;
use callboard_app::view::frame;

/// Where the stylesheet is put when no app is there to bring one.
pub const STYLE: &str = "style.css";

/// Nothing but the stylesheet is loaded, and no script runs. A block of JSON-LD is data, which no policy is asked about.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

/// Around what is filled in a front page: in its head, and in what the app is mounted on.
const HEAD: (&str, &str) = ("<!--head-->", "<!--/head-->");
const BODY: (&str, &str) = ("<!--page-->", "<!--/page-->");

/// What a page is, for machines.
pub struct About<'a> {
    /// Its title, without the catalogue's name.
    pub title: &'a str,
    /// What it is about, in a sentence or two.
    pub description: &'a str,
    /// Its type by Open Graph: `article`, `website`.
    pub kind: &'static str,
    /// The same in other languages and in its own, by language: paths.
    pub alternates: Vec<(String, String)>,
    /// What can be subscribed to or taken over, by media type: paths.
    pub files: Vec<(&'static str, String)>,
    /// Linked data.
    pub json_ld: Option<String>,
}

/// A whole page. `place` is where the app shows the same.
pub fn page(plan: &Plan, at: At, about: &About, place: &Place, content: &str) -> String {
    let mut html = Html::default();
    html.raw("<!doctype html>\n<html")
        .attribute("lang", at.words.tag)
        .attribute("dir", at.words.dir)
        .raw(">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"")
        .attribute("content", POLICY)
        .raw(">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\"")
        .attribute("href", &relative(at.path, &plan.style))
        .raw(">\n");
    // By its marks a front page is known that may be written anew.
    let marks = if at.path == "index.html" {
        [HEAD, BODY]
    } else {
        [("", ""); 2]
    };
    let [of_head, of_body] = marks;
    html.raw(of_head.0);
    head(&mut html, plan, at, about);
    html.raw(of_head.1)
        .raw("</head>\n<body>\n<div class=\"cb-app\">")
        .raw(of_body.0);
    body(&mut html, plan, at, about, place, content);
    html.raw(of_body.1).raw("</div>\n</body>\n</html>\n");
    html.done()
}

/// What a front page says of itself in its head.
fn head(html: &mut Html, plan: &Plan, at: At, about: &About) {
    let publication = plan.publication;
    let name = publication.label(&publication.site.name, at.words.tag);
    let name = name.unwrap_or("Callboard");
    let title = if about.title.is_empty() || about.title == name {
        name.to_owned()
    } else {
        format!("{} — {name}", about.title)
    };
    html.element("<title>", &title, "</title>\n");
    let description = about
        .description
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let mut meta = |key: &'static str, property: &str, content: &str| {
        if !content.is_empty() {
            html.raw("<meta")
                .attribute(key, property)
                .attribute("content", content)
                .raw(">\n");
        }
    };
    meta("name", "description", &description);
    let own = if at.path == "index.html" { "" } else { at.path };
    let address = publication.address(own).unwrap_or_default();
    let shown = if about.title.is_empty() {
        name
    } else {
        about.title
    };
    for (property, content) in [
        ("og:title", shown),
        ("og:description", &description),
        ("og:type", about.kind),
        ("og:site_name", name),
        ("og:url", &address),
    ] {
        meta("property", property, content);
    }
    if !address.is_empty() {
        html.raw("<link rel=\"canonical\"")
            .attribute("href", &address)
            .raw(">\n");
    }
    // Search engines want them whole; where the site's address is not known, what is there is better than nothing.
    let to = |path: &str| {
        publication
            .address(path)
            .unwrap_or_else(|| relative(at.path, path))
    };
    for (language, path) in &about.alternates {
        html.raw("<link rel=\"alternate\"")
            .attribute("hreflang", language)
            .attribute("href", &to(path))
            .raw(">\n");
    }
    for (kind, path) in &about.files {
        html.raw("<link")
            .attribute(
                "rel",
                if kind.contains("opensearch") {
                    "search"
                } else {
                    "alternate"
                },
            )
            .attribute("type", kind)
            .attribute("href", &relative(at.path, path))
            .raw(">\n");
    }
    if let Some(data) = &about.json_ld {
        // The end of a script in a text would end this one.
        let data = data.replace('<', "\\u003c");
        html.raw("<script type=\"application/ld+json\">")
            .sanitized(&data)
            .raw("</script>\n");
    }
}

fn body(html: &mut Html, plan: &Plan, at: At, about: &About, place: &Place, content: &str) {
    let own = words(at.words.tag);
    html.raw("<div class=\"cb-page\"><header class=\"cb-head\"><div id=\"cb-head\">")
        .sanitized(&plan.show(at, frame::head))
        .raw("</div><nav class=\"cb-row-do cb-head-row\">");
    let search = if *place == Place::default() {
        own.search
    } else {
        own.same_place
    };
    html.link(&plan.in_app(at, place), search);
    let lists = [
        ("agenda.html", own.agenda, plan.has_agenda),
        ("all.html", own.all, plan.listed > 0),
    ];
    for (path, text, _) in lists.into_iter().filter(|(.., is_there)| *is_there) {
        let path = plan.in_language(at.words, path);
        html.raw(" ").link(&relative(at.path, &path), text);
    }
    html.raw("</nav></header>\n<main class=\"cb-main\" id=\"cb-main\" tabindex=\"-1\">\n")
        .sanitized(content)
        .raw("\n</main>\n<footer class=\"cb-foot\" id=\"cb-foot\">");
    foot(html, plan, at, about);
    html.raw("</footer></div>");
}

/// What a page ends with: the way to the search, and the same in other languages.
pub fn foot(html: &mut Html, plan: &Plan, at: At, about: &About) {
    html.raw("<p>")
        .link(
            &plan.in_app(at, &Place::default()),
            words(at.words.tag).search,
        )
        .raw("</p>");
    let others: Vec<_> = about
        .alternates
        .iter()
        .filter(|(language, path)| path != at.path && language != "x-default")
        .collect();
    if others.is_empty() {
        return;
    }
    html.raw("<p class=\"cb-langs\" role=\"group\"")
        .attribute("aria-label", at.words.language)
        .raw(">");
    for (language, path) in others {
        let spoken = plan.languages.iter().find(|words| words.tag == language);
        html.raw("<a")
            .attribute("lang", language)
            .attribute("hreflang", language)
            .attribute("href", &relative(at.path, path));
        html.element(
            ">",
            spoken.map_or(language, |words| words.own_name),
            "</a> ",
        );
    }
    html.raw("</p>");
}

/// The front page that is there.
pub enum App {
    /// None: the pages stand alone, with a stylesheet of their own.
    Missing,
    /// The app's, with the path of its stylesheet.
    There {
        /// As it is.
        page: String,
        /// Path of its stylesheet.
        style: String,
    },
    /// Somebody else's, which is left alone.
    Other,
}

impl App {
    /// Reads a front page.
    pub fn of(page: Option<&str>) -> App {
        let Some(page) = page else {
            return App::Missing;
        };
        let has = |(start, end): (&str, &str)| page.contains(start) && page.contains(end);
        if !has(HEAD) || !has(BODY) {
            return App::Other;
        }
        // A front page without the app's script was written by `page`, when there was no app.
        match style(page).filter(|_| page.contains("type=\"module\"")) {
            Some(style) => App::There {
                page: page.to_owned(),
                style: style.to_owned(),
            },
            None => App::Missing,
        }
    }

    /// Path of the stylesheet.
    pub fn style(&self) -> &str {
        match self {
            App::There { style, .. } => style,
            App::Missing | App::Other => STYLE,
        }
    }

    /// Whether no app brings a stylesheet.
    pub fn is_missing(&self) -> bool {
        !matches!(self, App::There { .. })
    }
}

/// The app's front page with its places filled.
pub fn filled(shell: &str, plan: &Plan, at: At, about: &About, body: &str) -> String {
    let mut html = Html::default();
    head(&mut html, plan, at, about);
    let page = between(shell, HEAD, &html.done());
    let page = between(&page, BODY, body);
    let mut language = Html::default();
    language
        .raw("<html")
        .attribute("lang", at.words.tag)
        .attribute("dir", at.words.dir)
        .raw(">");
    match page
        .find("<html")
        .and_then(|start| Some((start, start + page.get(start..)?.find('>')? + 1)))
    {
        Some((start, end)) => [page.get(..start), Some(&language.done()), page.get(end..)]
            .into_iter()
            .flatten()
            .collect(),
        None => page,
    }
}

/// The app's front page, or its body, with nothing where it was filled.
pub fn emptied(page: &str) -> String {
    between(page, BODY, "")
}

/// The text with something else between two marks, which stay.
fn between(text: &str, (start, end): (&str, &str), new: &str) -> String {
    let Some((before, rest)) = text.split_once(start) else {
        return text.to_owned();
    };
    match rest.split_once(end) {
        Some((_, after)) => [before, start, new, end, after].concat(),
        None => text.to_owned(),
    }
}

/// The path of the stylesheet that a page names.
fn style(page: &str) -> Option<&str> {
    page.split("<link").skip(1).find_map(|link| {
        let link = link.split_once('>')?.0;
        let (_, href) = link
            .split_once("href=\"")
            .filter(|_| link.contains("rel=\"stylesheet\""))?;
        let href = href.split_once('"')?.0;
        Some(href.strip_prefix("./").unwrap_or(href))
    })
}

#[cfg(test)]
mod tests {
    use super::{App, between, style};

    #[test]
    fn what_is_between_marks_is_replaced_again_and_again() {
        let marks = ("<!--a-->", "<!--/a-->");
        let once = between("x<!--a--><!--/a-->y", marks, "1");
        assert_eq!(once, "x<!--a-->1<!--/a-->y");
        assert_eq!(between(&once, marks, "2"), "x<!--a-->2<!--/a-->y");
        assert_eq!(between("x<!--a-->", marks, "1"), "x<!--a-->");
    }

    #[test]
    fn the_stylesheet_is_the_one_that_the_page_names() {
        let page =
            "<link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"./style-1.css\"/>";
        assert_eq!(style(page), Some("style-1.css"));
        assert_eq!(style("<link rel=\"stylesheet\">"), None);
    }

    #[test]
    fn somebody_elses_page_is_left_alone() {
        assert!(matches!(App::of(Some("<h1>Mine</h1>")), App::Other));
        assert!(matches!(App::of(None), App::Missing));
    }
}
