//! The page of a record, in its own language: the app's view of it, with its linked data.

use super::super::linked_data;
use super::super::publication::{Entry, page_path};
use super::super::{Error, OutputFile};
use super::document::{self, About, Region, Then};
use super::plan::{At, Plan, relative};
use callboard_app::answer::Record;
use callboard_app::html::Html;
use callboard_app::state::Place;
use callboard_app::view::record;
use callboard_model::{Page, Reference, RelationKind};

/// The page.
///
/// # Errors
/// When the record cannot be put into JSON.
pub fn page(plan: &Plan, entry: &Entry, related: &[Reference]) -> Result<OutputFile, Error> {
    let shown = entry.shown;
    let path = page_path(&shown.id);
    let at = At {
        path: &path,
        words: plan.words_of(&shown.lang),
    };
    let whole = Record {
        id: shown.id.clone(),
        title: shown.title.clone(),
        summary: shown.summary.clone(),
        card: shown.card.clone(),
        page: Page {
            related: related.to_vec(),
            ..shown.page.clone()
        },
    };
    let about = About {
        title: &shown.title,
        description: &shown.summary,
        kind: "article",
        alternates: alternates(plan, entry),
        files: if shown.card.when.is_empty() {
            Vec::new()
        } else {
            vec![("text/calendar", format!("events/{}.ics", shown.id))]
        },
        json_ld: Some(linked_data::of_record(plan.publication, entry)?),
    };
    let place = Place {
        record: Some(shown.id.clone()),
        ..Place::default()
    };
    let content = plan.show(at, |context| record::page(context, &whole));
    Ok(OutputFile {
        text: document::page(
            plan,
            at,
            &about,
            &place,
            Then::IsMounted(Region::Record),
            &content,
        ),
        path,
    })
}

/// What stands at a record's former address: the way to its present one, which browsers go at once (the refresh of HTML
/// Living Standard 4.2.5.3), also on hosts that read no `_redirects`.
pub fn moved(plan: &Plan, entry: &Entry, former: &str) -> OutputFile {
    let path = page_path(former);
    let words = plan.words_of(&entry.shown.lang);
    let own = page_path(&entry.shown.id);
    let to = relative(&path, &own);
    let mut html = Html::default();
    html.raw("<!doctype html>\n<html")
        .attribute("lang", words.tag)
        .attribute("dir", words.dir)
        .raw(">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\"")
        .attribute("content", &format!("0; url={to}"))
        .raw(">\n<link rel=\"canonical\"")
        .attribute(
            "href",
            &plan.publication.address(&own).unwrap_or(to.clone()),
        )
        .element(
            ">\n<title>",
            &entry.shown.title,
            "</title>\n</head>\n<body>\n<p>",
        )
        .link(&to, &entry.shown.title)
        .raw("</p>\n</body>\n</html>\n");
    OutputFile {
        path,
        text: html.done(),
    }
}

/// The record and its translations, by language; none where it has no translation.
fn alternates(plan: &Plan, entry: &Entry) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for relation in &entry.shown.page.relations {
        let is_translation = matches!(
            relation.kind,
            RelationKind::Translation | RelationKind::TranslationOf
        );
        let other = relation.to.id.as_deref().filter(|_| is_translation);
        if let Some(other) = other.and_then(|id| plan.publication.entry(id))
            && plan.publication.has_page(&other.shown.id)
        {
            all.push((other.shown.lang.clone(), page_path(&other.shown.id)));
        }
    }
    if !all.is_empty() {
        all.push((entry.shown.lang.clone(), page_path(&entry.shown.id)));
        all.sort();
    }
    all
}
