//! The page that a host answers with where nothing is. GitHub Pages, Netlify and Cloudflare Pages look for it by this name
//! (`404.html`) and send it with that status; servers of one's own are told of it ([`crate::hosting`]).
//!
//! It is served at whatever address was asked for, at any depth, so nothing in it can be relative to where it stands: what it
//! leads to begins at the top of the host ([`crate::settings::PublishedSite::root`]). An address with the host's name would be another
//! origin on a preview of the host's, whose style the page's policy refuses. Where the address of the site is not known, the page
//! brings its style itself, and a script that finds the front page ([`Own`]). Nobody asked for it by its own address, so it
//! names none, and no list names it. Of a host one such file is asked for, so it speaks all languages of the catalogue.

use super::super::OutputFile;
use super::document::{self, About, Then};
use super::plan::{At, Plan};
use super::words::words as own_words;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use callboard_app::html::Html;
use callboard_app::state::Place;
use sha2::{Digest, Sha256};

/// Its path.
pub const PATH: &str = "404.html";

/// What the page has in itself where it cannot know how deep below the front page it is shown: nothing is loaded by an address
/// that may lead elsewhere, and the policy allows exactly these two texts.
pub struct Own {
    /// Its stylesheet.
    pub style: String,
    /// The module that leads its links to the front page's folder.
    pub script: String,
}

impl Own {
    /// Of a page whose site is published nobody knows where.
    pub fn of(plan: &Plan, at: At) -> Option<Own> {
        let is_lost = at.path == PATH && plan.publication.address("").is_none();
        is_lost.then(Own::texts)
    }

    fn texts() -> Own {
        // The parser of HTML knows one line end, and the policy compares what it has read.
        let text = |text: &str| text.replace('\r', "");
        Own {
            style: text(callboard_app::STYLE),
            script: text(include_str!("not_found.js")),
        }
    }

    /// The policy, which allows requests to the site alone.
    pub fn policy(&self) -> String {
        let source = |text: &str| format!("sha256-{}", BASE64.encode(Sha256::digest(text)));
        format!(
            "default-src 'none'; style-src '{}'; script-src '{}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'",
            source(&self.style),
            source(&self.script)
        )
    }
}

/// The policy of such a page, whatever its catalogue.
pub fn policy_of_its_own() -> String {
    Own::texts().policy()
}

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
        html.raw("</p>");
        if Own::of(plan, at).is_some() {
            // Then they lead to the top of the host, and the catalogue may be in a folder below it.
            html.element(
                "<noscript><p class=\"cb-small\">",
                own.if_elsewhere,
                "</p></noscript>",
            );
        }
        html.raw("</section>");
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
