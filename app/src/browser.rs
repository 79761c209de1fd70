//! The door to the window: address, history, storage, clock, focus.
//!
//! Everything here is allowed to be missing or refused (storage in a private window, a clipboard without permission):
//! then nothing happens, and the page works without it.

use gloo_storage::{LocalStorage, Storage};
use wasm_bindgen::prelude::{JsCast, JsValue};

const LANGUAGE_KEY: &str = "callboard.lang";

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

pub fn document() -> Option<web_sys::Document> {
    window()?.document()
}

/// Minutes since 1970.
pub fn now() -> i64 {
    (js_sys::Date::now() / 60_000.0).floor() as i64
}

pub fn fragment() -> String {
    window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

pub fn query() -> String {
    window()
        .and_then(|window| window.location().search().ok())
        .unwrap_or_default()
}

/// The whole address, for copying.
pub fn address() -> String {
    window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default()
}

/// Puts a fragment into the address: as a new entry of the history, or in place of the present one.
pub fn write_fragment(fragment: &str, new_entry: bool) {
    let Some(history) = window().and_then(|window| window.history().ok()) else {
        return;
    };
    // A browser that is asked too often refuses; the next change writes the address again.
    let _ = if new_entry {
        history.push_state_with_url(&JsValue::NULL, "", Some(fragment))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(fragment))
    };
}

/// Leaves how far the page is scrolled with the present entry of the history.
pub fn remember_scroll() {
    let Some(window) = window() else { return };
    let y = window.scroll_y().unwrap_or(0.0);
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&JsValue::from_f64(y), "", None);
    }
}

/// How far the page was scrolled when the reader left this entry of the history.
pub fn remembered_scroll() -> Option<f64> {
    window()?.history().ok()?.state().ok()?.as_f64()
}

pub fn scroll_to(y: f64) {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

/// Scrolling is restored by the page, once what it shows is there.
pub fn keep_scroll_to_ourselves() {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
}

/// Languages that the reader wants, the stored choice first.
pub fn languages() -> Vec<String> {
    let stored: Option<String> = LocalStorage::get(LANGUAGE_KEY).ok();
    let browser = window()
        .map(|window| window.navigator().languages())
        .unwrap_or_default();
    stored
        .into_iter()
        .chain(browser.iter().filter_map(|language| language.as_string()))
        .collect()
}

pub fn store_language(tag: &str) {
    let _ = LocalStorage::set(LANGUAGE_KEY, tag);
}

pub fn set_language(tag: &str, title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
        if let Some(root) = document.document_element() {
            let _ = root.set_attribute("lang", tag);
        }
    }
}

/// Moves the focus to the first element that a selector finds.
pub fn focus(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// Links to records in the order of the page, and which of them has the focus.
pub fn hit_links() -> (Vec<web_sys::HtmlElement>, Option<usize>) {
    let Some(document) = document() else {
        return (Vec::new(), None);
    };
    let mut links = Vec::new();
    if let Ok(list) = document.query_selector_all("[data-hit]") {
        for index in 0..list.length() {
            links.extend(
                list.item(index)
                    .and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()),
            );
        }
    }
    let active = document.active_element();
    let at = links
        .iter()
        .position(|link| active.as_ref() == Some(link.as_ref()));
    (links, at)
}

/// Whether somebody is typing into a field.
pub fn is_typing() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            && element.get_attribute("type").as_deref() != Some("checkbox")
    })
}

/// Copies a text; `done` is called when it is in the clipboard.
pub fn copy(text: String, done: impl FnOnce() + 'static) {
    let Some(window) = window() else { return };
    let promise = window.navigator().clipboard().write_text(&text);
    wasm_bindgen_futures::spawn_local(async move {
        if wasm_bindgen_futures::JsFuture::from(promise).await.is_ok() {
            done();
        }
    });
}

/// Whether the window is wide enough for a column of filters, now and (through `changed`) later.
pub fn wide(changed: impl Fn(bool) + 'static) -> bool {
    let Some(query) =
        window().and_then(|window| window.match_media("(min-width: 60rem)").ok().flatten())
    else {
        return true;
    };
    let wide = query.matches();
    let again = query.clone();
    gloo_events::EventListener::new(&query, "change", move |_| changed(again.matches())).forget();
    wide
}

/// Listens to an event of the window for as long as the page lives.
pub fn on_window(event: &'static str, heard: impl FnMut(&web_sys::Event) + 'static) {
    if let Some(window) = window() {
        gloo_events::EventListener::new(&window, event, heard).forget();
    }
}

/// Listens to the keyboard, with the right to keep a key from the browser.
pub fn on_key(mut heard: impl FnMut(&web_sys::KeyboardEvent) + 'static) {
    if let Some(window) = window() {
        let options = gloo_events::EventListenerOptions::enable_prevent_default();
        gloo_events::EventListener::new_with_options(&window, "keydown", options, move |event| {
            if let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() {
                heard(key);
            }
        })
        .forget();
    }
}

/// Opens or closes a dialog.
pub fn set_dialog(selector: &str, open: bool) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    let Some(dialog) =
        found.and_then(|element| element.dyn_into::<web_sys::HtmlDialogElement>().ok())
    else {
        return;
    };
    if open && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}
