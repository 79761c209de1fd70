//! What the page says: plain functions from data to markup, a module for each part of the page.
//!
//! Not here: when a part is written anew ([`crate::page`]), and what a click does ([`crate::act`]).

pub mod actions;
pub mod agenda;
pub mod choices;
pub mod contribute;
pub mod facets;
pub mod frame;
pub mod front;
pub mod groups;
pub mod hit;
pub mod record;
pub mod results;
#[cfg(test)]
mod sample;
mod times;
pub mod why;

use crate::address;
use crate::answer::{Labels, Site};
use crate::dates::Dates;
use crate::html::Html;
use crate::kept;
use crate::labels;
use crate::links::Links;
use crate::locale::Words;
use crate::moment::{self, Phase};
use crate::state::Place;
use callboard_model::{Kind, Occurrence, Reference};

/// What every view may need to know.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    pub words: &'static Words,
    pub site: &'c Site,
    pub place: &'c Place,
    /// The search to go back to from a record.
    pub searched: &'c Place,
    /// Minutes since 1970; no more than a number in a page that is a file, which is read whenever somebody reads it.
    pub now: i64,
    pub dates: &'c dyn Dates,
    pub device: &'c Device,
    /// Where links lead, in a page that is a file.
    pub links: Option<&'c dyn Links>,
}

/// What the reader's device does for the page.
#[derive(Clone, Debug, Default)]
pub struct Device {
    /// Whether it keeps anything: a browser may refuse.
    pub keeps: bool,
    /// Whether other programs take over an address.
    pub shares: bool,
    /// Ids of saved records, as [`crate::kept`] lists them.
    pub saved: String,
}

impl<'c> Context<'c> {
    fn lang(&self) -> &'static str {
        self.words.tag
    }

    /// What a value of a facet is called.
    fn label(&self, facet: &str, value: &'c str) -> &'c str {
        labels::value(self.site, facet, value, self.lang())
    }

    /// What a facet is called.
    fn heading(&self, facet: &str) -> &'c str {
        labels::facet(self.site, facet).map_or("", |facet| {
            labels::pick(&facet.label, self.lang(), self.site)
        })
    }

    fn kind(&self, kind: Kind) -> &'c str {
        self.label("kind", kind.name())
    }

    /// Where links lead in a page that is a file; none in the app, where nothing of this is compiled.
    fn file(&self) -> Option<&'c dyn Links> {
        if cfg!(target_arch = "wasm32") {
            None
        } else {
            self.links
        }
    }

    /// The address of a place.
    fn href(&self, place: &Place) -> String {
        match self.file() {
            Some(links) => links.place(place),
            None => address::write(place),
        }
    }

    /// Whether an occurrence is over, on, or to come; a file does not know.
    fn phase(&self, occurrence: &Occurrence) -> Option<Phase> {
        match self.file() {
            Some(_) => None,
            None => Some(moment::phase(occurrence, self.now)),
        }
    }

    /// The address of a record at the present moment and in the present language.
    fn record_href(&self, id: &str) -> String {
        self.href(&self.place.at_record(id))
    }

    /// A link to a record, or a bare name.
    fn reference(&self, html: &mut Html, to: &Reference) {
        match &to.id {
            Some(id) => {
                html.raw("<a").attribute("href", &self.record_href(id));
                self.title_of(html, to);
                html.raw("</a>")
            }
            None => html.text(&to.title),
        };
    }

    /// The rest of a tag and the title that it holds, with its language where that is another than the page's.
    fn title_of(&self, html: &mut Html, to: &Reference) {
        self.in_language(html, self.language_of(Some(to)), &to.title);
    }

    /// The rest of a tag and the text that it holds, with its language where that is another than the page's.
    fn in_language(&self, html: &mut Html, lang: &str, text: &str) {
        if lang != self.lang() {
            html.attribute("lang", lang);
        }
        html.element(">", text, "");
    }

    /// The same with what `catalog.toml` says, in the page's language if it does.
    fn named(&self, html: &mut Html, labels: &Labels) {
        let (lang, text) = labels::said(labels, self.lang(), self.site);
        self.in_language(html, lang, text);
    }

    /// The language of a record's title, and of what `catalog.toml` says where there is no record.
    fn language_of<'r>(&'r self, to: Option<&'r Reference>) -> &'r str {
        to.and_then(|to| to.lang.as_ref())
            .or(self.site.languages.first())
            .map_or("", |lang| lang)
    }
}

/// The heading of a part of the page.
pub fn part(html: &mut Html, heading: &str) {
    html.element(
        "<section class=\"cb-part\"><h2 class=\"cb-part-head\">",
        heading,
        "</h2>",
    );
}

/// A button whose deed has a name and perhaps a facet and a value; `html` goes on with its content. Its id is
/// made of these, so that the focus finds it again when it is written anew.
fn button(html: &mut Html, class: &'static str, act: &'static str, facet: &str, value: &str) {
    html.raw("<button type=\"button\" class=\"")
        .raw(class)
        .raw("\" data-do=\"")
        .raw(act)
        .raw("\"")
        .attribute("data-facet", facet)
        .attribute("data-value", value);
    html.attribute("id", &["do-", act, facet, value].concat());
}

/// The button that saves a record on the device, or no longer; none where nothing is kept.
fn save(html: &mut Html, c: Context, id: &str, title: &str) {
    if !c.device.keeps {
        return;
    }
    button(html, "cb-link cb-save", "save", "", id);
    let saved = kept::has(&c.device.saved, id);
    let label = if saved { c.words.saved } else { c.words.save };
    html.attribute("aria-label", &[label, ": ", title].concat())
        .element(">", label, "</button>");
}

/// A button with a text.
fn text_button(
    html: &mut Html,
    class: &'static str,
    act: &'static str,
    facet: &str,
    value: &str,
    text: &str,
) {
    button(html, class, act, facet, value);
    html.element(">", text, "</button>");
}
