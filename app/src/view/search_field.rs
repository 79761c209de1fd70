//! The head of the page: the name, and the field that searches as somebody types.

use super::App;
use crate::browser;
use crate::labels;
use leptos::prelude::*;

/// The page's head.
pub(super) fn header(app: App) -> impl IntoView {
    let composing = StoredValue::new(false);
    let field: NodeRef<leptos::html::Input> = NodeRef::new();
    // The field shows the place, except while somebody is typing into it: then it leads.
    let text = Memo::new(move |_| app.place.with(|place| place.text.clone()));
    Effect::new(move |_| {
        let text = text.get();
        if let Some(field) = field.get()
            && field.value() != text
            && !composing.get_value()
        {
            field.set_value(&text);
        }
    });
    let name = move || {
        app.site
            .with_value(|site| labels::pick(&site.name, app.words.get().tag, site).to_owned())
    };
    let tagline = move || {
        app.site
            .with_value(|site| labels::pick(&site.tagline, app.words.get().tag, site).to_owned())
    };
    let home = move || crate::address::write(&app.place.with(|place| place.home()));
    view! {
        <header class="cb-head">
            <div class="cb-head-row">
                <a class="cb-name" href=home>{name}</a>
                <span class="cb-tagline">{tagline}</span>
            </div>
            <form class="cb-search" role="search" on:submit=move |event| { event.prevent_default(); app.write_typed(); }>
                <input class="cb-field" type="search" id="cb-field" node_ref=field
                    autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" dir="auto"
                    placeholder=move || app.words.get().placeholder
                    aria-label=move || app.words.get().search
                    aria-keyshortcuts="Control+K /"
                    on:compositionstart=move |_| composing.set_value(true)
                    on:compositionend=move |event| {
                        composing.set_value(false);
                        app.type_text(event_target_value(&event));
                    }
                    on:input=move |event| if !composing.get_value() { app.type_text(event_target_value(&event)) }/>
            </form>
        </header>
    }
}

/// Keys that work on the whole page: to the field, through the hits, and out again.
pub(super) fn shortcut(app: App, key: &web_sys::KeyboardEvent) {
    if key.is_composing() || key.alt_key() {
        return;
    }
    let command = key.ctrl_key() || key.meta_key();
    let name = key.key();
    match name.as_str() {
        "k" | "K" if command => {
            key.prevent_default();
            browser::focus("#cb-field");
        }
        "/" if !command && !browser::is_typing() => {
            key.prevent_default();
            browser::focus("#cb-field");
        }
        "Escape" => escape(app, key),
        "ArrowDown" | "ArrowUp" | "Home" | "End" if !command && !key.shift_key() => {
            walk(key, &name)
        }
        _ => {}
    }
}

/// Esc empties the field; in an empty one, or elsewhere, it goes back one step of meaning.
fn escape(app: App, key: &web_sys::KeyboardEvent) {
    let in_field = browser::document()
        .and_then(|document| document.active_element())
        .is_some_and(|element| element.id() == "cb-field");
    if in_field && !app.place.with_untracked(|place| place.text.is_empty()) {
        key.prevent_default();
        app.type_text(String::new());
    } else if browser::hit_links().1.is_some() {
        browser::focus("#cb-field");
    }
}

/// Arrow keys walk from the field through the hits and back.
fn walk(key: &web_sys::KeyboardEvent, name: &str) {
    let in_field = browser::document()
        .and_then(|document| document.active_element())
        .is_some_and(|element| element.id() == "cb-field");
    let (links, at) = browser::hit_links();
    let to = match (name, at) {
        ("ArrowDown", None) if in_field => Some(0),
        ("ArrowDown", Some(at)) => Some((at + 1).min(links.len().saturating_sub(1))),
        ("ArrowUp", Some(0)) => {
            key.prevent_default();
            browser::focus("#cb-field");
            return;
        }
        ("ArrowUp", Some(at)) => Some(at - 1),
        ("Home", Some(_)) => Some(0),
        ("End", Some(_)) => links.len().checked_sub(1),
        _ => None,
    };
    if let Some(link) = to.and_then(|to| links.get(to)) {
        key.prevent_default();
        let _ = link.focus();
    }
}
