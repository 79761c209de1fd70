//! What stands around a page: its head, for browsers, search engines and sites that show a preview, and the name, the
//! way into the app and the foot that every page has. And the front page that the app's build leaves, with the places
//! that are filled in it.
//!
//! Sources: canonical and alternate links, HTML Living Standard 4.6.7; `hreflang`, the same with BCP 47; Open Graph
//! (ogp.me); JSON-LD in a data block, JSON-LD 1.1 section 7.1.

use super::calendar_names::language_name;
use super::not_found;
use super::plan::{At, Plan, relative};
use super::words::words;
use callboard_app::html::Html;
use callboard_app::state::Place;
use callboard_app::view::frame;

/// Where the stylesheet is put when no app is there to bring one.
pub const STYLE: &str = "style.css";

/// Nothing but the stylesheet is loaded, and no script runs. A block of JSON-LD is data, which no policy is asked about.
pub const POLICY: &str =
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

/// What the app takes a page over with: what the front page has of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Path of the script that starts the app.
    pub path: String,
    /// The Content-Security-Policy that lets it do so; none where the front page leaves that to its host.
    pub policy: Option<String>,
}

/// What becomes of a page in a browser that runs the app.
#[derive(Clone, Copy)]
pub enum Then<'t> {
    /// It stays what it is.
    Stays,
    /// The app takes its place. What the page says stands in the app's regions, where the app leaves it until it has the
    /// same itself (`callboard_app::page`).
    IsMounted(Region<'t>),
}

/// Where in the app the content of a page stands.
#[derive(Clone, Copy)]
pub enum Region<'t> {
    /// Where the app opens a record.
    Record,
    /// Where the app lists what it finds, below these two parts of the page.
    Found {
        /// The heading.
        toolbar: &'t str,
        /// What is chosen.
        chips: &'t str,
    },
}

/// A whole page. `place` is where the app shows the same.
pub fn page(
    plan: &Plan,
    at: At,
    about: &About,
    place: &Place,
    then: Then<'_>,
    content: &str,
) -> String {
    // Without an app there is nothing that could take a page over.
    let mounted = match then {
        Then::IsMounted(region) => plan.script.as_ref().map(|script| (region, script)),
        Then::Stays => None,
    };
    let mut html = Html::default();
    html.raw("<!doctype html>\n<html")
        .attribute("lang", at.words.tag)
        .attribute("dir", at.words.dir)
        .raw(">\n<head>\n<meta charset=\"utf-8\">\n");
    let own = not_found::Own::of(plan, at);
    let of_its_own = own.as_ref().map(not_found::Own::policy);
    let policy = match mounted {
        Some((_, script)) => script.policy.as_deref(),
        None => of_its_own.as_deref().or(Some(POLICY)),
    };
    if let Some(policy) = policy {
        html.raw("<meta http-equiv=\"Content-Security-Policy\"")
            .attribute("content", policy)
            .raw(">\n");
    }
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n");
    match &own {
        Some(own) => html
            .raw("<style>")
            .sanitized(&own.style)
            .raw("</style>\n<script type=\"module\">")
            .sanitized(&own.script)
            .raw("</script>\n"),
        None => html
            .raw("<link rel=\"stylesheet\"")
            .attribute("href", &plan.address_of(at, &plan.style))
            .raw(">\n"),
    };
    if let Some((_, script)) = mounted {
        // A module runs when the page has been read, so it keeps nobody waiting who only reads.
        html.raw("<script type=\"module\"")
            .attribute("src", &relative(at.path, &script.path))
            .raw("></script>\n");
    }
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
        .raw("</head>\n<body>\n<div class=\"cb-app\"");
    if mounted.is_some() {
        html.raw(" id=\"app\"")
            .attribute("data-place", &plan.in_app(at, place));
    }
    html.raw(">").raw(of_body.0);
    match mounted {
        Some((region, _)) => mounted_body(&mut html, plan, at, about, place, region, content),
        None => body(&mut html, plan, at, about, place, content),
    }
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
    let address = match at.path {
        // It stands at every address that is none.
        not_found::PATH => None,
        "index.html" => publication.address(""),
        path => publication.address(path),
    };
    let address = address.unwrap_or_default();
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
    if at.path == not_found::PATH {
        html.raw("<meta name=\"robots\" content=\"noindex\">\n");
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
    html.raw("<div class=\"cb-page\"><header class=\"cb-head\"><div id=\"cb-head\">")
        .sanitized(&plan.show(at, frame::head))
        .raw("</div>");
    ways(html, plan, at, place);
    html.raw("</header>\n<main class=\"cb-main\" id=\"cb-main\" tabindex=\"-1\">\n")
        .sanitized(content)
        .raw("\n</main>\n<footer class=\"cb-foot\" id=\"cb-foot\">");
    foot(html, plan, at, about);
    html.raw("</footer></div>");
}

/// The same with the app's regions in the places where the app has them. A link keeps the place of the field, so that
/// it is of use where the app does not come; without scripts there is no field, and the lists stand in its place.
fn mounted_body(
    html: &mut Html,
    plan: &Plan,
    at: At,
    about: &About,
    place: &Place,
    region: Region,
    content: &str,
) {
    html.raw("<div class=\"cb-page\"><header class=\"cb-head\"><div id=\"cb-head\">")
        .sanitized(&plan.show(at, frame::head))
        .raw("</div><noscript>");
    ways(html, plan, at, place);
    html.raw("</noscript><div class=\"cb-search\"><a class=\"cb-field\"")
        .attribute("href", &plan.in_app(at, place))
        .element(">", at.words.placeholder, "</a></div></header>\n");
    html.raw("<main class=\"cb-main\" id=\"cb-main\" tabindex=\"-1\">");
    match region {
        Region::Record => html.raw("<div id=\"cb-open\">").sanitized(content),
        Region::Found { toolbar, chips } => html
            .raw("<div class=\"cb-columns\" id=\"cb-search\"><div class=\"cb-side\"></div><div class=\"cb-results\"><div class=\"cb-toolbar\" id=\"cb-toolbar\">")
            .sanitized(toolbar)
            .raw("</div><div id=\"cb-chips\">")
            .sanitized(chips)
            .raw("</div><div id=\"cb-found\">")
            .sanitized(content)
            .raw("</div></div>"),
    };
    html.raw("</div></main>\n<footer class=\"cb-foot\" id=\"cb-foot\">");
    html.raw("<p>");
    lists(html, plan, at);
    html.raw("</p>");
    foot(html, plan, at, about);
    html.raw("</footer></div>");
}

/// The way into the app, at the same place, and to the lists.
fn ways(html: &mut Html, plan: &Plan, at: At, place: &Place) {
    let own = words(at.words.tag);
    html.raw("<nav class=\"cb-row-do cb-head-row\"")
        .attribute("aria-label", own.ways)
        .raw(">");
    let search = if *place == Place::default() {
        own.search
    } else {
        own.same_place
    };
    html.link(&plan.in_app(at, place), search).raw(" ");
    lists(html, plan, at);
    html.raw("</nav>");
}

/// The way to the lists.
fn lists(html: &mut Html, plan: &Plan, at: At) {
    let own = words(at.words.tag);
    let all = [
        ("agenda.html", at.words.agenda, plan.has_agenda),
        ("all.html", own.all, plan.listed > 0),
    ];
    let there = all.into_iter().filter(|(.., is_there)| *is_there);
    for (number, (path, text, _)) in there.enumerate() {
        let path = plan.in_language(at.words, path);
        html.raw(if number > 0 { " " } else { "" })
            .link(&plan.address_of(at, &path), text);
    }
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
        html.raw("<a");
        // One that the interface has no words for is called what it is called here.
        let name = match spoken {
            Some(words) => {
                html.attribute("lang", language);
                words.own_name
            }
            None => language_name(language, at.words.tag).unwrap_or(language),
        };
        html.attribute("hreflang", language)
            .attribute("href", &relative(at.path, path))
            .element(">", name, "</a> ");
    }
    html.raw("</p>");
}

/// The front page that is there.
pub enum App {
    /// None: the pages stand alone, with a stylesheet of their own.
    Missing,
    /// The app's.
    There {
        /// As it is.
        page: String,
        /// Path of its stylesheet.
        style: String,
        /// What starts the app.
        script: Script,
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
        match (style(page), script(page)) {
            (Some(style), Some(script)) => App::There {
                page: page.to_owned(),
                style: style.to_owned(),
                script,
            },
            _ => App::Missing,
        }
    }

    /// Path of the stylesheet.
    pub fn style(&self) -> &str {
        match self {
            App::There { style, .. } => style,
            App::Missing | App::Other => STYLE,
        }
    }

    /// What starts the app, where there is one.
    pub fn script(&self) -> Option<&Script> {
        match self {
            App::There { script, .. } => Some(script),
            App::Missing | App::Other => None,
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

/// The module that a page names, and the policy that allows it.
fn script(page: &str) -> Option<Script> {
    let attribute = |tag: &str, name: &str| {
        let value = tag.split_once(name)?.1.split_once('"')?.0;
        Some(value.strip_prefix("./").unwrap_or(value).to_owned())
    };
    let tags = |start: &'static str| page.split(start).skip(1).filter_map(end_of_tag);
    Some(Script {
        path: tags("<script")
            .filter(|tag| tag.contains("type=\"module\""))
            .find_map(|tag| attribute(tag, "src=\""))?,
        policy: tags("<meta")
            .filter(|tag| tag.contains("http-equiv=\"Content-Security-Policy\""))
            .find_map(|tag| attribute(tag, "content=\""))
            .map(|policy| policy.replace("&#39;", "'")),
    })
}

/// What a tag says, given what follows its name.
fn end_of_tag(rest: &str) -> Option<&str> {
    Some(rest.split_once('>')?.0)
}

#[cfg(test)]
mod tests {
    use super::{App, Script, between, script, style};

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
    fn the_app_is_started_as_the_front_page_starts_it() {
        let page = "<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self'\"><script src=\"other.js\"></script><script type=\"module\" src=\"./start-1.js\"></script>";
        let found = Script {
            path: "start-1.js".to_owned(),
            policy: Some("script-src 'self'".to_owned()),
        };
        assert_eq!(script(page), Some(found));
        assert_eq!(script("<script type=\"module\">1</script>"), None);
        let bare = script("<script type=\"module\" src=\"a.js\"></script>");
        assert_eq!(bare.map(|script| script.policy), Some(None));
    }

    #[test]
    fn somebody_elses_page_is_left_alone() {
        assert!(matches!(App::of(Some("<h1>Mine</h1>")), App::Other));
        assert!(matches!(App::of(None), App::Missing));
    }
}
