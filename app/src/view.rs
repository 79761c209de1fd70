//! What the page shows. Components own markup; what they show is decided in the DOM-free modules.
//!
//! One signal, `place`, says where the reader is; it follows the address and the address follows it. The answer
//! to a search replaces the one before it when it arrives, so the page never empties while somebody types.

mod actions;
mod facets;
mod front;
mod hit;
mod record;
mod results;
mod search_field;
mod times;

use crate::answer::{Answer, Failure};
use crate::engine::{Engine, Request};
use crate::locale::{self, Words};
use crate::state::Place;
use crate::{address, browser};
use callboard_model::Site;
use gloo_timers::callback::{Interval, Timeout};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use wasm_bindgen::prelude::JsCast;

/// How many hits are shown at first, and how many more at a time.
pub(crate) const STEP: u32 = 20;

/// Milliseconds without typing after which the address is written.
const PAUSE: u32 = 400;

/// What every part of the page may need. Signals are handles: copying is cheap.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub place: RwSignal<Place>,
    pub words: Signal<&'static Words>,
    pub site: StoredValue<Arc<Site>>,
    pub answer: RwSignal<Option<Arc<Answer>>>,
    pub board: RwSignal<Option<Arc<front::Board>>>,
    pub failure: RwSignal<Option<Failure>>,
    /// How many hits are shown.
    pub shown: RwSignal<u32>,
    /// Minutes since 1970 by the clock, or by the address where it names a moment.
    pub now: Signal<i64>,
    pub wide: RwSignal<bool>,
    engine: StoredValue<Arc<Engine>, LocalStorage>,
    /// The record that was open last, to return the focus to its hit.
    left: RwSignal<Option<String>>,
    /// Whether the entry of the history that is being typed into is already the reader's own.
    typing: RwSignal<bool>,
    pause: StoredValue<Option<Timeout>, LocalStorage>,
}

impl App {
    /// Goes to a place as a new step of the history.
    pub fn go(self, place: Place) {
        browser::remember_scroll();
        browser::write_fragment(&address::write(&place), true);
        self.typing.set(false);
        self.arrive(place);
    }

    /// Changes the present place by a deliberate step.
    pub fn change(self, change: impl FnOnce(&mut Place)) {
        let mut place = self.place.get_untracked();
        change(&mut place);
        self.go(place);
    }

    /// Takes over what is in the search field. The address follows after a pause; the first letters after
    /// anything else make a new step of the history, the next ones stay in it.
    pub fn type_text(self, text: String) {
        let mut place = self.place.get_untracked();
        if place.text == text && place.record.is_none() {
            return;
        }
        place.record = None;
        place.text = text;
        self.arrive(place);
        let timeout = Timeout::new(PAUSE, move || self.write_typed());
        self.pause.set_value(Some(timeout));
    }

    /// Writes the address of what has been typed.
    pub fn write_typed(self) {
        self.pause.set_value(None);
        let fragment = address::write(&self.place.get_untracked());
        if fragment != browser::fragment() {
            browser::write_fragment(&fragment, !self.typing.get_untracked());
            self.typing.set(true);
        }
    }

    fn arrive(self, place: Place) {
        let before = self.place.get_untracked();
        if (&before.text, &before.filters, before.sort) != (&place.text, &place.filters, place.sort)
        {
            self.shown.set(STEP);
        }
        if before.record.is_some() && place.record.is_none() {
            self.left.set(before.record);
        }
        if place != self.place.get_untracked() {
            self.place.set(place);
        }
    }

    /// Takes over the address, after Back, Forward, a link or a reload.
    fn follow_address(self) {
        self.pause.set_value(None);
        self.typing.set(false);
        let mut place = address::read(&browser::fragment());
        if place.as_of.is_none() {
            place.as_of = from_query().as_of;
        }
        self.arrive(place);
        let y = browser::remembered_scroll();
        after_render(move || {
            if let Some(y) = y {
                browser::scroll_to(y);
            }
        });
    }
}

/// What the query string says: hosts of links sometimes cannot keep a fragment.
fn from_query() -> Place {
    let mut place = Place::default();
    address::read_query(&browser::query(), &mut place);
    place
}

/// Calls back once the page has been rendered.
pub(crate) fn after_render(call: impl FnOnce() + 'static) {
    Timeout::new(0, call).forget();
}

/// Whether the catalogue can be used yet.
#[derive(Clone)]
enum Opening {
    Loading,
    Failed(Failure),
    Ready(StoredValue<Arc<Engine>, LocalStorage>, Arc<Site>),
}

/// Mounts the app over the static shell.
pub fn mount() {
    let root = browser::document().and_then(|document| document.get_element_by_id("app"));
    let Some(root) = root.and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    browser::keep_scroll_to_ourselves();
    root.set_inner_html("");
    mount_to(root, root_view).forget();
}

fn root_view() -> impl IntoView {
    let mut first = address::read(&browser::fragment());
    let query = from_query();
    if first == Place::default() {
        first = query.clone();
    }
    first.as_of = first.as_of.or(query.as_of);
    let place = RwSignal::new(first);
    let chosen = RwSignal::new(None::<String>);
    let words = Memo::new(move |_| {
        let wanted = place.with(|place| place.lang.clone());
        let wishes: Vec<String> = chosen
            .get()
            .into_iter()
            .chain(wanted)
            .chain(browser::languages())
            .collect();
        Tag(locale::choose(wishes.iter().map(String::as_str)))
    });
    let words = Signal::derive(move || words.get().0);
    let opening = RwSignal::new_local(Opening::Loading);
    let open = move || {
        opening.set(Opening::Loading);
        spawn_local(async move {
            opening.set(match Engine::open().await {
                Ok((engine, site)) => {
                    Opening::Ready(StoredValue::new_local(Arc::new(engine)), Arc::new(site))
                }
                Err(failure) => Opening::Failed(failure),
            });
        });
    };
    open();
    move || match opening.get() {
        Opening::Loading => shell(
            words,
            view! { <p class="cb-notice" role="status">{move || words.get().loading}</p> }
                .into_any(),
        ),
        Opening::Failed(failure) => shell(words, failed(words, failure, open).into_any()),
        Opening::Ready(engine, site) => ready(place, words, chosen, engine, site).into_any(),
    }
}

/// Words compare by their language.
#[derive(Clone, Copy)]
struct Tag(&'static Words);

impl PartialEq for Tag {
    fn eq(&self, other: &Tag) -> bool {
        self.0.tag == other.0.tag
    }
}

/// The page's frame before the catalogue is there: as high as the one that follows.
fn shell(words: Signal<&'static Words>, inside: AnyView) -> AnyView {
    view! {
        <header class="cb-head">
            <div class="cb-head-row"><span class="cb-name">"Callboard"</span></div>
            <div class="cb-search"><input class="cb-field" type="search" disabled placeholder=move || words.get().placeholder aria-label=move || words.get().search/></div>
        </header>
        <main class="cb-main">{inside}</main>
    }
    .into_any()
}

fn failed(
    words: Signal<&'static Words>,
    failure: Failure,
    retry: impl Fn() + Copy + 'static,
) -> impl IntoView {
    view! {
        <div class="cb-notice" role="alert">
            <p>{move || (words.get().failure)(&failure.code)}</p>
            <p><button class="cb-button" on:click=move |_| retry()>{move || words.get().retry}</button></p>
        </div>
    }
}

fn ready(
    place: RwSignal<Place>,
    words: Signal<&'static Words>,
    chosen: RwSignal<Option<String>>,
    engine: StoredValue<Arc<Engine>, LocalStorage>,
    site: Arc<Site>,
) -> impl IntoView {
    let clock = RwSignal::new(browser::now());
    let wide = RwSignal::new(true);
    wide.set(browser::wide(move |now_wide| wide.set(now_wide)));
    let app = App {
        place,
        words,
        site: StoredValue::new(site),
        answer: RwSignal::new(None),
        board: RwSignal::new(None),
        failure: RwSignal::new(None),
        shown: RwSignal::new(STEP),
        now: Signal::derive(move || {
            place
                .with(|place| place.as_of)
                .unwrap_or_else(|| clock.get())
        }),
        wide,
        engine,
        left: RwSignal::new(None),
        typing: RwSignal::new(false),
        pause: StoredValue::new_local(None),
    };
    listen(app, clock);
    searching(app);
    Effect::new(move |_| {
        let words = app.words.get();
        let name = app
            .site
            .with_value(|site| crate::labels::pick(&site.name, words.tag, site).to_owned());
        browser::set_language(words.tag, &name);
    });
    let record = Memo::new(move |_| place.with(|place| place.record.clone()));
    view! {
        <a class="cb-skip" href="#cb-main" on:click=move |event| { event.prevent_default(); browser::focus("#cb-main"); }>{move || words.get().skip}</a>
        {search_field::header(app)}
        {as_of_banner(app)}
        <main class="cb-main" id="cb-main" tabindex="-1">
            {move || match record.get() {
                Some(id) => record::page(app, id).into_any(),
                None => results::page(app).into_any(),
            }}
        </main>
        {footer(app, chosen)}
    }
}

/// Follows the address, the clock and the keyboard for as long as the page lives.
fn listen(app: App, clock: RwSignal<i64>) {
    browser::on_window("popstate", move |_| app.follow_address());
    // Back from the cache of whole pages: the page is as it was, the time is not.
    browser::on_window("pageshow", move |_| clock.set(browser::now()));
    browser::on_window("pagehide", move |_| browser::remember_scroll());
    browser::on_window("focus", move |_| clock.set(browser::now()));
    Interval::new(30_000, move || {
        let now = browser::now();
        if now != clock.get_untracked() {
            clock.set(now);
        }
    })
    .forget();
    browser::on_key(move |key| search_field::shortcut(app, key));
}

/// Searches whenever something that the answer depends on has changed.
fn searching(app: App) {
    Effect::new(move |_| {
        let place = app.place.get();
        let (lang, now, limit) = (app.words.get().tag, app.now.get(), app.shown.get());
        if place.record.is_some() {
            return;
        }
        let engine = app.engine.get_value();
        spawn_local(async move {
            let request = |filters, sort, limit| Request {
                text: &place.text,
                filters,
                sort,
                limit,
                as_of: now,
                lang,
            };
            if place.is_front() {
                match front::load(&engine, now, lang).await {
                    Ok(Some(board)) => app.board.set(Some(Arc::new(board))),
                    Ok(None) => return,
                    Err(failure) => return app.failure.set(Some(failure)),
                }
            }
            match engine
                .search(request(&place.filters, place.sort, limit))
                .await
            {
                Ok(Some(answer)) => {
                    app.failure.set(None);
                    app.answer.set(Some(Arc::new(answer)));
                    if let Some(id) = app.left.get_untracked() {
                        app.left.set(None);
                        let y = browser::remembered_scroll();
                        after_render(move || {
                            browser::focus(&format!("[data-hit=\"{id}\"]"));
                            y.into_iter().for_each(browser::scroll_to);
                        });
                    }
                }
                // A newer search has taken its place.
                Ok(None) => {}
                Err(failure) => app.failure.set(Some(failure)),
            }
        });
    });
}

fn as_of_banner(app: App) -> impl IntoView {
    move || {
        let as_of = app.place.with(|place| place.as_of)?;
        let words = app.words.get();
        let when = crate::format::moment(as_of, words.tag);
        Some(view! {
            <p class="cb-as-of" role="note">
                {(words.as_of)(&when)}" "
                <button class="cb-link" on:click=move |_| app.change(|place| place.as_of = None)>{words.show_now}</button>
            </p>
        })
    }
}

fn footer(app: App, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let choose = move |tag: &'static str| {
        browser::store_language(tag);
        chosen.set(Some(tag.to_owned()));
    };
    view! {
        <footer class="cb-foot">
            <p>{move || app.words.get().private}" "<a href="embed.html">{move || app.words.get().embed}</a></p>
            <p class="cb-langs" role="group" aria-label=move || app.words.get().language>
                {locale::ALL.iter().map(|words| view! {
                    <button class="cb-link" lang=words.tag aria-pressed=move || (app.words.get().tag == words.tag).to_string()
                        on:click=move |_| choose(words.tag)>{words.own_name}</button>
                }).collect_view()}
            </p>
        </footer>
    }
}

/// A link to a record that keeps the moment and the language.
pub(crate) fn record_href(app: App, id: &str) -> String {
    address::write(&app.place.with_untracked(|place| place.at_record(id)))
}

/// A link that shows what has a value.
pub(crate) fn browse_href(app: App, facet: &str, value: &str) -> String {
    address::write(&app.place.with_untracked(|place| place.browse(facet, value)))
}
