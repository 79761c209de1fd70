//! The front page: where to begin browsing. In the first language it is the app's, with this in the place of what the app
//! will show, at the same places of the page, so that nothing moves when it does.

use super::super::linked_data;
use super::super::{Error, OutputFile};
use super::document::{self, About, App, Region, Then};
use super::plan::{At, Plan, facet_path, relative};
use super::words::words;
use callboard_app::html::Html;
use callboard_app::state::Place;
use callboard_app::view::{frame, front, part};

/// Facets that the front page lists itself.
const LISTED: [&str; 2] = ["section", "kind"];

/// What can be subscribed to, where it is published.
const FILES: [(&str, &str); 3] = [
    ("application/atom+xml", "feeds/all.atom"),
    ("application/feed+json", "feeds/all.json"),
    ("text/calendar", "calendars/all.ics"),
];

/// The front page in the first language; `None` where somebody else's is there.
///
/// # Errors
/// When the site cannot be put into JSON.
pub fn page(plan: &Plan, app: &App) -> Result<Option<OutputFile>, Error> {
    let at = At {
        path: "index.html",
        words: plan.first(),
    };
    // Of a site without an address nothing can be said that another page could refer to.
    let json_ld = match plan.publication.address("") {
        Some(_) => Some(linked_data::of_site(plan.publication)?),
        None => None,
    };
    let about = about(plan, at, json_ld);
    let text = match app {
        App::Other => return Ok(None),
        App::Missing => document::page(
            plan,
            at,
            &about,
            &Place::default(),
            Then::Stays,
            &(heading(plan, at) + &browse(plan, at)),
        ),
        App::There { page, .. } => {
            document::filled(page, plan, at, &about, &body(plan, at, &about))
        }
    };
    Ok(Some(OutputFile {
        path: at.path.to_owned(),
        text,
    }))
}

/// The front page in another language, which the app takes over as it does a list.
pub fn translated(plan: &Plan, at: At) -> OutputFile {
    let about = about(plan, at, None);
    let (heading, browse) = (heading(plan, at), browse(plan, at));
    let (then, content) = match plan.script {
        Some(_) => {
            let region = Region::Found {
                toolbar: &heading,
                chips: "",
            };
            (Then::IsMounted(region), no_script(plan, at) + &browse)
        }
        None => (Then::Stays, heading.clone() + &browse),
    };
    OutputFile {
        path: at.path.to_owned(),
        text: document::page(plan, at, &about, &Place::default(), then, &content),
    }
}

fn about<'a>(plan: &'a Plan, at: At, json_ld: Option<String>) -> About<'a> {
    let publication = plan.publication;
    let tagline = publication.label(&publication.site.tagline, at.words.tag);
    let mut files: Vec<(&'static str, String)> = Vec::new();
    let has_dates = plan
        .publication
        .entries
        .iter()
        .any(|entry| !entry.shown.occurrences.is_empty());
    let has_updates = plan
        .publication
        .entries
        .iter()
        .any(|entry| entry.updated.is_some());
    for (kind, path) in FILES {
        let is_there = match kind {
            "text/calendar" => has_dates,
            "application/atom+xml" => has_updates,
            _ => true,
        };
        if is_there {
            files.push((kind, path.to_owned()));
        }
    }
    if publication.address("").is_some() {
        files.push((
            "application/opensearchdescription+xml",
            "opensearch.xml".to_owned(),
        ));
    }
    About {
        title: "",
        description: tagline.unwrap_or(""),
        kind: "website",
        alternates: super::lists::alternates(plan, "index.html"),
        files,
        json_ld,
    }
}

/// How many records there are.
fn heading(plan: &Plan, at: At) -> String {
    let mut html = Html::default();
    let count = (at.words.records)(plan.things);
    html.element("<h1 class=\"cb-count\">", &count, "</h1>");
    html.done()
}

/// Why there is no field, where there is none and something to be found without it.
fn no_script(plan: &Plan, at: At) -> String {
    let mut html = Html::default();
    if plan.listed == 0 {
        return html.done();
    }
    let why = words(at.words.tag).no_script;
    html.element("<noscript><p class=\"cb-notice\">", why, "</p></noscript>");
    html.done()
}

/// Where to begin.
fn browse(plan: &Plan, at: At) -> String {
    let own = words(at.words.tag);
    let mut html = Html::default();
    if plan.listed == 0 {
        return html.done();
    }
    plan.show(at, |context| {
        front::browse(&mut html, context, &plan.answer)
    });
    part(&mut html, own.more);
    html.raw("<ul class=\"cb-tiles\">");
    let mut tile = |path: &str, text: &str| {
        let path = plan.in_language(at.words, path);
        html.raw("<li><a class=\"cb-tile\"")
            .attribute("href", &relative(at.path, &path));
        html.element(">", text, "</a></li>");
    };
    if plan.has_agenda {
        tile("agenda.html", at.words.agenda);
    }
    tile("all.html", own.all);
    for (facet, _) in plan
        .facets()
        .filter(|(facet, _)| !LISTED.contains(&facet.id.as_str()))
    {
        let label = callboard_app::labels::pick(&facet.label, at.words.tag, &plan.site);
        tile(&facet_path(&facet.id), label);
    }
    html.raw("</ul></section>");
    html.done()
}

/// What the app is mounted on: its own regions, those filled that do not depend on the reader's clock.
fn body(plan: &Plan, at: At, about: &About) -> String {
    let mut html = Html::default();
    html.raw("<div class=\"cb-page\"><header class=\"cb-head\"><div id=\"cb-head\">")
        .sanitized(&plan.show(at, frame::head))
        .raw("</div><div class=\"cb-search\"><p class=\"cb-field cb-late\">")
        .text(words(at.words.tag).not_started)
        .raw("</p></div></header><main class=\"cb-main\" id=\"cb-main\" tabindex=\"-1\"><div class=\"cb-columns\" id=\"cb-search\"><div class=\"cb-side\"></div><div class=\"cb-results\"><div class=\"cb-toolbar\" id=\"cb-toolbar\">")
        .sanitized(&heading(plan, at))
        .raw("</div><div id=\"cb-found\">")
        .sanitized(&no_script(plan, at))
        .sanitized(&browse(plan, at))
        .raw("</div></div></div></main><footer class=\"cb-foot\" id=\"cb-foot\">");
    document::foot(&mut html, plan, at, about);
    html.raw("</footer></div>");
    html.done()
}
