//! The page that a host answers with where nothing is. GitHub Pages, Netlify and Cloudflare Pages look for it by this name
//! (`404.html`) and send it with that status; servers of one's own are told of it ([`crate::hosting`]).
//!
//! It is served at whatever address was asked for, at any depth, so nothing in it can be relative to where it stands: what it
//! leads to begins at the top of the host ([`crate::settings::PublishedSite::root`]). An address with the host's name would be another
//! origin on a preview of the host's, whose style the page's policy refuses. Nobody asked for it by its own address, so it
//! names none, and no list names it. Of a host one such file is asked for, so it speaks all languages of the catalogue.

use super::super::OutputFile;
use super::document::{self, About, Then};
use super::plan::{At, Plan};
use super::words::words as own_words;
use callboard_app::html::Html;
use callboard_app::state::Place;

/// Its path.
pub const PATH: &str = "404.html";

/// The page.
pub fn page(plan: &Plan) -> OutputFile {
    let mut html = Html::default();
    for (number, words) in plan.languages.iter().copied().enumerate() {
        let at = At { path: PATH, words };
        html.raw("<section class=\"cb-nothing\"")
            .attribute("lang", words.tag)
            .attribute("dir", words.dir);
        // A page has one heading of its own.
        let own = own_words(words.tag);
        match number {
            0 => html.element("><h1 class=\"cb-nothing-head\">", own.nothing_here, "</h1>"),
            _ => html.element("><h2 class=\"cb-nothing-head\">", own.nothing_here, "</h2>"),
        };
        html.element("<p>", own.renamed_or_gone, "</p><p class=\"cb-row-do\">");
        ways(&mut html, plan, at);
        html.raw("</p></section>");
    }
    let at = At {
        path: PATH,
        words: plan.first(),
    };
    let own = own_words(at.words.tag);
    let about = About {
        title: own.nothing_here,
        description: own.renamed_or_gone,
        kind: "website",
        alternates: Vec::new(),
        files: Vec::new(),
        json_ld: None,
    };
    let place = Place::default();
    let text = document::page(plan, at, &about, &place, Then::Stays, &html.done());
    OutputFile {
        path: PATH.to_owned(),
        text,
    }
}

/// To the front page and to the records in a language. Without lists there is no front page in a second one, but the app's.
fn ways(html: &mut Html, plan: &Plan, at: At) {
    let has_front = plan.listed > 0 || at.words.tag == plan.first().tag;
    let front = match has_front {
        true => plan.address_of(at, &plan.in_language(at.words, "index.html")),
        false => plan.in_app(at, &Place::default()),
    };
    html.link(&front, at.words.back_to_catalogue);
    if plan.listed > 0 {
        let all = plan.in_language(at.words, "all.html");
        html.raw(" ")
            .link(&plan.address_of(at, &all), own_words(at.words.tag).all);
    }
}
