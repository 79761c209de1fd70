//! The door to the window: address, history, storage, clock, focus.
//!
//! Everything here is allowed to be missing or refused (storage in a private window, a clipboard without permission):
//! then nothing happens, and the page works without it.

use crate::act::Act;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::prelude::{JsCast, wasm_bindgen};

const LANGUAGE_KEY: &str = "callboard.lang";

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

pub fn document() -> Option<web_sys::Document> {
    window()?.document()
}

#[wasm_bindgen(raw_module = "./window.js")]
extern "C" {
    #[wasm_bindgen(js_name = address)]
    fn part(name: &str) -> String;
    pub fn write_fragment(fragment: &str, is_new: bool);
    pub fn remember(number: u32);
    #[wasm_bindgen(js_name = remembered)]
    fn left(at: u32) -> Option<f64>;
    pub fn keep_scroll();
    pub fn scroll_to(y: f64);
    #[wasm_bindgen(js_name = languages)]
    fn wanted() -> String;
    pub fn keeps() -> bool;
    fn stored(key: &str) -> Option<String>;
    fn store(key: &str, text: &str) -> bool;
    pub fn shares() -> bool;
    pub fn share(title: &str);
    pub fn print();
    fn title(text: &str);
    pub fn language() -> String;
    pub fn is_of_a_place() -> bool;
    pub fn inner(id: &str) -> String;
    fn put(id: &str, html: &str);
    fn copied(text: &str) -> Promise;
    pub fn say(id: &str, text: &str);
    pub fn set_attribute(id: &str, name: &str, value: &str);
    pub fn set_field(id: &str, text: &str);
    pub fn show(id: &str, shown: bool);
    pub fn focus(id: &str);
    pub fn reveal(id: &str);
    pub fn focused() -> Option<String>;
    pub fn is_typing() -> bool;
    pub fn hits() -> String;
    pub fn hit() -> i32;
    pub fn focus_hit(at: i32);
    pub fn focus_left(record: &str) -> bool;
    pub fn set_dialog(id: &str, open: bool);
}

/// Minutes since 1970.
pub fn now() -> i64 {
    (js_sys::Date::now() / 60_000.0).floor() as i64
}

pub fn fragment() -> String {
    part("hash")
}

pub fn query() -> String {
    part("search")
}

/// The whole address, for copying.
pub fn address() -> String {
    part("href")
}

/// What was left with the present entry of the history: how far the page was scrolled, and a number.
pub fn remembered() -> Option<(Option<f64>, u32)> {
    Some((left(0), left(1)? as u32))
}

/// Languages that the reader wants, the stored choice first.
pub fn languages() -> Vec<String> {
    let mut languages: Vec<String> = stored(LANGUAGE_KEY).into_iter().collect();
    languages.extend(wanted().lines().map(str::to_owned));
    languages
}

pub fn store_language(tag: &str) {
    store(LANGUAGE_KEY, tag);
}

/// The name of something that is this catalogue's alone: others may stand at the same origin.
fn own(key: &str) -> String {
    let path = part("pathname");
    // The same page by its other address.
    let path = path.strip_suffix("index.html").unwrap_or(&path);
    [key, " ", path].concat()
}

/// What the device keeps for this catalogue under a name; empty where there is nothing.
pub fn kept(key: &str) -> String {
    stored(&own(key)).unwrap_or_default()
}

/// Keeps a text for this catalogue.
pub fn keep(key: &str, text: &str) -> bool {
    store(&own(key), text)
}

/// Sets language, direction and title of the document.
pub fn set_document(tag: &str, dir: &str, text: &str) {
    if !text.is_empty() {
        title(text);
    }
    set_attribute("", "lang", tag);
    set_attribute("", "dir", dir);
}

thread_local! {
    /// What is to be written once nothing is pressed any more; nothing is held where nothing is pressed.
    static HELD: RefCell<Option<Vec<(&'static str, String)>>> = const { RefCell::new(None) };
    /// The number of the latest press: what an earlier one waited for is no matter of this one.
    static PRESS: Cell<u32> = const { Cell::new(0) };
}

/// Writes an element anew, once nothing is pressed: what is under a finger is what will be let go.
pub fn write(id: &'static str, html: String) {
    let Some(html) = HELD.with_borrow_mut(|held| match held {
        Some(held) => {
            held.push((id, html));
            None
        }
        None => Some(html),
    }) else {
        return;
    };
    put(id, &html);
}

/// Whether something is pressed.
pub fn is_pressed() -> bool {
    HELD.with_borrow(Option::is_some)
}

/// Writes what was held.
fn release() {
    for (id, html) in HELD.take().unwrap_or_default() {
        write(id, html);
    }
}

/// Milliseconds for which what is to be written is held at most: whoever presses something for longer, or begins to scroll,
/// is not kept from it.
const PRESSED: u32 = 1000;

/// Holds what is to be written from the moment that something is pressed. Once it has done what it does, all is written.
fn hold(_: &web_sys::Event) {
    HELD.with_borrow_mut(|held| {
        held.get_or_insert_default();
    });
    let press = PRESS.get() + 1;
    PRESS.set(press);
    let ends = move || {
        if PRESS.get() == press {
            release();
        }
    };
    later(PRESSED, Box::new(ends)).forget();
}

/// Copies a text and says whether it is in the clipboard.
pub fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    let task = async move {
        let copied = wasm_bindgen_futures::JsFuture::from(copied(&text)).await;
        done(copied.is_ok_and(|copied| copied.is_truthy()));
    };
    spawn(Box::pin(task));
}

/// Calls back after some milliseconds, unless what is returned is dropped before. All calls are of one type, so that
/// the machinery is compiled once.
pub fn later(milliseconds: u32, call: Box<dyn FnOnce()>) -> Timeout {
    Timeout::new(milliseconds, call)
}

/// Listens to an event for as long as the page lives; the same for the machinery.
fn listen(
    target: &web_sys::EventTarget,
    event: &'static str,
    options: EventListenerOptions,
    heard: Box<dyn Fn(&web_sys::Event)>,
) {
    EventListener::new_with_options(target, event, options, move |event| heard(event)).forget();
}

/// Runs a task. All are of one type, so that the machinery is compiled once.
pub fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
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
    listen(
        &query,
        "change",
        EventListenerOptions::default(),
        Box::new(move |_| changed(again.matches())),
    );
    wide
}

/// What happens to the window.
pub enum WindowEvent {
    /// The address has changed without the page's doing.
    Moved,
    /// The page is looked at again, or another tab has saved something.
    Seen,
    /// Something was pressed that may lead away.
    Pressed,
    /// The page was scrolled, or the focus moved.
    Shifted,
}

/// Listens to the window for as long as the page lives. Not to its being left: a browser that meets a change of the history then
/// (Chromium: `IgnoreEventAndEvict`) does not keep the page for Back, and it is loaded anew.
pub fn on_window(heard: impl Fn(WindowEvent) + 'static) {
    let Some(window) = window() else { return };
    let heard = Rc::new(heard);
    for name in [
        "popstate", "pageshow", "focus", "storage", "click", "scroll", "focusin",
    ] {
        let heard = heard.clone();
        let tell = move |event: &web_sys::Event| {
            heard(match name {
                "popstate" => WindowEvent::Moved,
                // What leads elsewhere on the page has been remembered by whoever took it there.
                "click" if event.default_prevented() => return,
                "click" => WindowEvent::Pressed,
                "scroll" | "focusin" => WindowEvent::Shifted,
                _ => WindowEvent::Seen,
            });
        };
        listen(
            &window,
            name,
            EventListenerOptions::default(),
            Box::new(tell),
        );
    }
}

/// Something done with an element of the page.
pub enum Deed {
    Act(Act),
    /// An order or a layout was chosen, in the element with this id.
    Choose(String, String),
    /// A day was typed or chosen: the text in which it stands.
    Day(String),
    /// A facet was opened or closed.
    Fold(String, bool),
    /// A link to another place of the page was followed.
    Follow(String),
    /// The field was sent off.
    Submit,
}

/// Listens to clicks, changes and folds on the whole page: elements say what they do.
pub fn on_deed(done: impl Fn(Deed) + Clone + 'static) {
    let Some(document) = document() else { return };
    let listen = |event, options, heard| listen(&document, event, options, heard);
    let act = |element: &web_sys::Element| {
        let get = |name: &str| element.get_attribute(name).unwrap_or_default();
        Act::read(&get("data-do"), &get("data-facet"), &get("data-value"))
    };
    let tell = done.clone();
    let clicked = move |event: &web_sys::Event| {
        let element = target(event).and_then(|element| element.closest("[data-do]").ok().flatten());
        // Boxes tell of themselves when they change.
        if let Some(element) = element.filter(|element| element.tag_name() != "INPUT")
            && let Some(act) = act(&element)
        {
            event.prevent_default();
            tell(Deed::Act(act));
        } else if let Some(fragment) = followed(event) {
            event.prevent_default();
            tell(Deed::Follow(fragment));
        }
        release();
    };
    listen(
        "pointerdown",
        EventListenerOptions::default(),
        Box::new(hold),
    );
    listen(
        "click",
        EventListenerOptions::enable_prevent_default(),
        Box::new(clicked),
    );
    let tell = done.clone();
    let changed = move |event: &web_sys::Event| {
        let Some(element) = target(event) else { return };
        let id = element.id();
        // Also of a choice, which has its value by the same name.
        let value = || element.unchecked_ref::<web_sys::HtmlInputElement>().value();
        if matches!(id.as_str(), "cb-sort" | "cb-view") {
            tell(Deed::Choose(id, value()));
        } else if id.ends_with(':') {
            let day = value();
            // Whoever types a year has written 0002 before 2024.
            if !day.starts_with('0') {
                let get = |name: &str| element.get_attribute(name).unwrap_or_default();
                let text = if day.is_empty() {
                    get("data-facet")
                } else {
                    [get("data-value"), day].concat()
                };
                tell(Deed::Day(text.trim().to_owned()));
            }
        } else if let Some(act) = act(&element) {
            tell(Deed::Act(act));
        }
    };
    listen("change", EventListenerOptions::default(), Box::new(changed));
    let tell = done.clone();
    let folded = move |event: &web_sys::Event| {
        if let Some(element) = target(event)
            && let Some(facet) = element.get_attribute("data-open")
        {
            tell(Deed::Fold(facet, element.get_attribute("open").is_some()));
        }
    };
    // `toggle` does not bubble, but it can be caught on its way down.
    listen(
        "toggle",
        EventListenerOptions::run_in_capture_phase(),
        Box::new(folded),
    );
    // The sheet was closed, also by a key or a gesture: the button that opened it may be a new one by now.
    let tell = done.clone();
    listen(
        "close",
        EventListenerOptions::run_in_capture_phase(),
        Box::new(move |_| tell(Deed::Act(Act::Sheet(false)))),
    );
    let sent = move |event: &web_sys::Event| {
        event.prevent_default();
        done(Deed::Submit);
    };
    listen(
        "submit",
        EventListenerOptions::enable_prevent_default(),
        Box::new(sent),
    );
}

/// The fragment of the link that a click follows here, and not in another tab.
fn followed(event: &web_sys::Event) -> Option<String> {
    let click: &web_sys::MouseEvent = event.unchecked_ref();
    if click.button() != 0 || click.ctrl_key() || click.meta_key() || click.shift_key() {
        return None;
    }
    let link = target(event)?.closest("a[href^='#/']").ok()??;
    link.get_attribute("href")
}

/// Listens to what is typed into the field; a text that an input method is still composing waits.
pub fn on_text(typed: impl Fn(String) + 'static) {
    let Some(document) = document() else { return };
    let typed = Rc::new(typed);
    for event in ["input", "compositionend"] {
        let typed = typed.clone();
        let heard = move |event: &web_sys::Event| {
            // Of an event that knows nothing of composing it is not so.
            let composing = event.unchecked_ref::<web_sys::InputEvent>().is_composing();
            let field = target(event).filter(|field| field.id() == "cb-field" && !composing);
            if let Some(field) = field {
                typed(field.unchecked_into::<web_sys::HtmlInputElement>().value());
            }
        };
        listen(
            &document,
            event,
            EventListenerOptions::default(),
            Box::new(heard),
        );
    }
}

fn target(event: &web_sys::Event) -> Option<web_sys::Element> {
    event.target()?.dyn_into().ok()
}

/// Listens to the field getting the focus and losing it, and (without either) to a day losing it. What is pressed in the list
/// below the field leaves the focus where it is.
pub fn on_field(heard: impl Fn(Option<bool>) + 'static) {
    let Some(document) = document() else { return };
    let heard = Rc::new(heard);
    for name in ["focusin", "focusout", "mousedown"] {
        let heard = heard.clone();
        let tell = move |event: &web_sys::Event| {
            let Some(element) = target(event) else { return };
            if name == "mousedown" {
                if let Ok(Some(_)) = element.closest("#cb-options") {
                    event.prevent_default();
                }
            } else if element.id() == "cb-field" {
                heard(Some(name == "focusin"));
            } else if name == "focusout" && element.id().ends_with(':') {
                heard(None);
            }
        };
        let options = EventListenerOptions::enable_prevent_default();
        listen(&document, name, options, Box::new(tell));
    }
}

/// Whether the field has the focus.
pub fn in_field() -> bool {
    focused().as_deref() == Some("cb-field")
}

/// Whether a day has the focus.
pub fn in_day() -> bool {
    focused().is_some_and(|id| id.ends_with(':'))
}

/// Listens to the keyboard, with the right to keep a key from the browser.
pub fn on_key(heard: impl Fn(&web_sys::KeyboardEvent) + 'static) {
    let Some(window) = window() else { return };
    let options = EventListenerOptions::enable_prevent_default();
    let tell = move |event: &web_sys::Event| {
        if let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() {
            heard(key);
        }
    };
    listen(&window, "keydown", options, Box::new(tell));
}

/// The record whose link has the focus.
pub fn focused_hit() -> Option<String> {
    let hits = hits();
    hits.lines()
        .nth(usize::try_from(hit()).ok()?)
        .map(str::to_owned)
}

/// Moves the focus to the first link of a hit for which `wanted` holds, if there is one.
pub fn focus_first(wanted: &dyn Fn(&str) -> bool) -> bool {
    let at = hits().lines().position(wanted);
    if let Some(at) = at {
        focus_hit(at as i32);
    }
    at.is_some()
}
