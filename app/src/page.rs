//! The page as a reactive whole: one state, a trigger for each part of it, and regions that are written anew
//! when what they show has changed.
//!
//! The address leads: `place` follows it and it follows `place`. An answer replaces the one before it when it
//! arrives, so the page never empties while somebody types. The field alone is never rewritten: it belongs to
//! whoever types into it.
//!
//! Regions are effects over boxed functions that return markup. A component for each of them would be
//! the usual way; it is also three times the wasm (ARCHITECTURE.md has the figures).

mod events;
mod searching;

use crate::answer::{Answer, Failure, Record};
use crate::engine::Engine;
use crate::format;
use crate::locale::{self, Words};
use crate::state::Place;
use crate::view::facets::Unfolded;
use crate::view::front::Board;
use crate::view::{Context, facets, frame, front, record, results};
use crate::{address, browser, labels};
use callboard_model::Site;
use gloo_timers::callback::Timeout;
use leptos::mount::mount_to;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;

/// How many hits are shown at first, and how many more at a time.
const STEP: u32 = 20;

/// Milliseconds without typing after which the address is written.
const PAUSE: u32 = 400;

/// Everything that the page shows, and what it needs to show it.
struct State {
    place: Place,
    /// Language that the reader has chosen on this page.
    chosen: Option<String>,
    /// What is known once the catalogue is open.
    site: Option<Rc<Site>>,
    engine: Option<Rc<Engine>>,
    failure: Option<Failure>,
    answer: Option<Rc<Answer>>,
    board: Option<Rc<Board>>,
    record: Option<Rc<Result<Record, Failure>>>,
    unfolded: Unfolded,
    /// How many hits are shown.
    shown: u32,
    /// Minutes since 1970.
    clock: i64,
    wide: bool,
    /// The record that was open last, to return the focus to its hit.
    left: Option<String>,
    /// Whether the present entry of the history is one that was begun by typing.
    typing: bool,
    pause: Option<Timeout>,
    announcing: Option<Timeout>,
}

/// The page: a handle that is cheap to clone.
#[derive(Clone)]
struct Page {
    state: Rc<RefCell<State>>,
    /// The place, the language, the clock or the catalogue have changed.
    setting: ArcTrigger,
    /// An answer has come, or what is unfolded has changed.
    answered: ArcTrigger,
    /// A record has come.
    opened: ArcTrigger,
    /// Something went wrong, or right again.
    trouble: ArcTrigger,
}

/// Mounts the app over the page's static shell.
pub fn mount() {
    let root = browser::document().and_then(|document| document.get_element_by_id("app"));
    let Some(root) = root.and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    browser::keep_scroll_to_ourselves();
    root.set_inner_html("");
    mount_to(root, skeleton).forget();
}

fn skeleton() -> impl IntoView {
    let page = Page::new();
    page.open();
    after_render(move || page.start());
    view! {
        <header class="cb-head">
            <div id="cb-head"></div>
            <form class="cb-search" role="search">
                <input class="cb-field" type="search" id="cb-field" autocomplete="off" autocapitalize="off"
                    spellcheck="false" enterkeyhint="search" dir="auto"/>
            </form>
        </header>
        <div id="cb-moment"></div>
        <main class="cb-main" id="cb-main" tabindex="-1">
            <div id="cb-trouble"></div>
            <div class="cb-columns" id="cb-search">
                <aside class="cb-side" id="cb-side"></aside>
                <div class="cb-results">
                    <div class="cb-toolbar" id="cb-toolbar"></div>
                    <div id="cb-chips"></div>
                    <div id="cb-found"></div>
                </div>
            </div>
            <div id="cb-open"></div>
        </main>
        <dialog class="cb-sheet" id="cb-sheet"></dialog>
        <p class="cb-unseen" id="cb-said" role="status" aria-live="polite"></p>
        <footer class="cb-foot" id="cb-foot"></footer>
    }
}

impl Page {
    fn new() -> Page {
        let mut place = address::read(&browser::fragment());
        let query = from_query();
        if place == Place::default() {
            place = query;
        } else {
            place.as_of = place.as_of.or(query.as_of);
        }
        let state = State {
            place,
            chosen: None,
            site: None,
            engine: None,
            failure: None,
            answer: None,
            board: None,
            record: None,
            unfolded: Unfolded::default(),
            shown: STEP,
            clock: browser::now(),
            wide: true,
            left: None,
            typing: false,
            pause: None,
            announcing: None,
        };
        Page {
            state: Rc::new(RefCell::new(state)),
            setting: ArcTrigger::new(),
            answered: ArcTrigger::new(),
            opened: ArcTrigger::new(),
            trouble: ArcTrigger::new(),
        }
    }

    /// Fills the skeleton and keeps it up to date.
    fn start(&self) {
        let page = self.clone();
        let wide = browser::wide(move |wide| {
            page.state.borrow_mut().wide = wide;
            page.answered.notify();
        });
        self.state.borrow_mut().wide = wide;
        self.listen();
        self.keep("cb-head", |page| page.write(frame::head));
        self.keep("cb-moment", |page| page.write(frame::moment));
        self.keep("cb-foot", |page| page.write(frame::foot));
        self.keep("cb-trouble", Page::trouble);
        self.keep("cb-toolbar", |page| page.write_answer(results::toolbar));
        self.keep("cb-chips", |page| page.write_answer(results::chips));
        self.keep("cb-found", Page::found);
        self.keep("cb-side", |page| {
            if page.is_wide() {
                page.facets()
            } else {
                String::new()
            }
        });
        self.keep("cb-sheet", |page| {
            if page.is_wide() {
                String::new()
            } else {
                page.sheet()
            }
        });
        self.keep("cb-open", Page::opened_record);
        let page = self.clone();
        effect(Box::new(move || page.keep_document()));
        let page = self.clone();
        effect(Box::new(move || page.search()));
        let page = self.clone();
        effect(Box::new(move || page.open_record()));
    }

    /// Writes a region whenever what it is written from has changed.
    fn keep(&self, id: &'static str, write: fn(&Page) -> String) {
        let page = self.clone();
        let last = RefCell::new(None);
        effect(Box::new(move || {
            let html = write(&page);
            if last.borrow().as_ref() != Some(&html) {
                browser::write(id, &html);
                last.replace(Some(html));
            }
        }));
    }

    fn place(&self) -> Place {
        self.state.borrow().place.clone()
    }

    /// The words of the language that is wanted: chosen here, asked for by the link, or by the browser.
    fn words(&self) -> &'static Words {
        let state = self.state.borrow();
        let wishes: Vec<String> = state
            .chosen
            .iter()
            .chain(&state.place.lang)
            .cloned()
            .chain(browser::languages())
            .collect();
        locale::choose(wishes.iter().map(String::as_str))
    }

    /// Minutes since 1970 by the clock, or by the address where it names a moment.
    fn now(&self) -> i64 {
        let state = self.state.borrow();
        state.place.as_of.unwrap_or(state.clock)
    }

    fn is_wide(&self) -> bool {
        self.answered.track();
        self.state.borrow().wide
    }

    /// Writes what needs the catalogue alone; nothing before it is open.
    fn write(&self, view: impl FnOnce(Context) -> String) -> String {
        self.setting.track();
        let (words, now) = (self.words(), self.now());
        let state = self.state.borrow();
        let Some(site) = &state.site else {
            return String::new();
        };
        view(Context {
            words,
            site,
            place: &state.place,
            now,
            dates: &format::Browser,
        })
    }

    /// Writes what needs an answer.
    fn write_answer(&self, view: fn(Context, &Answer) -> String) -> String {
        self.answered.track();
        let answer = self.state.borrow().answer.clone();
        answer.map_or_else(String::new, |answer| {
            self.write(|context| view(context, &answer))
        })
    }

    fn facets(&self) -> String {
        self.answered.track();
        let (answer, unfolded) = {
            let state = self.state.borrow();
            (state.answer.clone(), state.unfolded.clone())
        };
        answer.map_or_else(String::new, |answer| {
            self.write(|context| facets::all(context, &answer, &unfolded))
        })
    }

    fn sheet(&self) -> String {
        let inside = self.facets();
        let total = self
            .state
            .borrow()
            .answer
            .as_ref()
            .map_or(0, |answer| answer.total);
        self.write(|context| frame::sheet(context, &inside, total))
    }

    /// The front page, or what was found.
    fn found(&self) -> String {
        self.setting.track();
        let searched = self.state.borrow().place.is_search();
        if searched {
            return self.write_answer(results::found);
        }
        self.answered.track();
        let (board, answer) = {
            let state = self.state.borrow();
            (state.board.clone(), state.answer.clone())
        };
        match (board, answer) {
            (Some(board), Some(answer)) => {
                self.write(|context| front::page(context, &board, &answer))
            }
            _ => String::new(),
        }
    }

    fn opened_record(&self) -> String {
        self.opened.track();
        let record = self.state.borrow().record.clone();
        match record.as_deref() {
            None => String::new(),
            Some(Ok(found)) => self.write(|context| record::page(context, found)),
            Some(Err(failure)) => self.write(|context| record::missing(context, failure)),
        }
    }

    /// What went wrong, or that the catalogue is on its way.
    fn trouble(&self) -> String {
        self.trouble.track();
        self.setting.track();
        let (failure, open) = {
            let state = self.state.borrow();
            (state.failure.clone(), state.site.is_some())
        };
        match failure {
            Some(failure) => frame::failure(self.words(), &failure),
            None if open => String::new(),
            None => frame::loading(self.words()),
        }
    }

    /// What stands outside the regions: the field, which part is shown, language and title of the document.
    fn keep_document(&self) {
        self.setting.track();
        self.opened.track();
        let words = self.words();
        let (text, record, title) = {
            let state = self.state.borrow();
            let name = state
                .site
                .as_ref()
                .map(|site| labels::pick(&site.name, words.tag, site).to_owned());
            let title = match state.record.as_deref() {
                Some(Ok(record)) if state.place.record.is_some() => Some(record.title.clone()),
                _ => None,
            };
            let title: Vec<String> = title.into_iter().chain(name).collect();
            (
                state.place.text.clone(),
                state.place.record.is_some(),
                title.join(" — "),
            )
        };
        browser::set_document(words.tag, &title);
        browser::set_field("cb-field", &text);
        for (id, name, value) in [
            ("cb-field", "placeholder", words.placeholder),
            ("cb-field", "aria-label", words.search),
            ("cb-side", "aria-label", words.filters),
            ("cb-sheet", "aria-label", words.filters),
        ] {
            browser::set_attribute(id, name, value);
        }
        browser::show("cb-search", !record);
        browser::show("cb-open", record);
    }

    /// Goes to a place as a new step of the history.
    fn go(&self, place: Place) {
        browser::remember_scroll();
        browser::write_fragment(&address::write(&place), true);
        self.state.borrow_mut().typing = false;
        self.arrive(place);
    }

    /// Changes the present place by a deliberate step.
    fn change(&self, change: impl FnOnce(&mut Place)) {
        let mut place = self.place();
        change(&mut place);
        self.go(place);
    }

    /// Takes over what is in the field. The address follows after a pause; the first letters after anything
    /// else make a new step of the history, the next ones stay in it.
    fn type_text(&self, text: String) {
        let mut place = self.place();
        if place.text == text && place.record.is_none() {
            return;
        }
        place.record = None;
        place.text = text;
        self.arrive(place);
        let page = self.clone();
        self.state.borrow_mut().pause = Some(Timeout::new(PAUSE, move || page.write_typed()));
    }

    /// Writes the address of what has been typed.
    fn write_typed(&self) {
        let mut state = self.state.borrow_mut();
        state.pause = None;
        let fragment = address::write(&state.place);
        if fragment != browser::fragment() {
            browser::write_fragment(&fragment, !state.typing);
            state.typing = true;
        }
    }

    fn arrive(&self, place: Place) {
        {
            let mut state = self.state.borrow_mut();
            let before = &state.place;
            if (&before.text, &before.filters, before.sort)
                != (&place.text, &place.filters, place.sort)
            {
                state.shown = STEP;
            }
            if place.record.is_none() && state.place.record.is_some() {
                state.left = state.place.record.take();
            } else if place == state.place {
                return;
            }
            state.place = place;
        }
        self.setting.notify();
    }

    /// Takes over the address, after Back, Forward, a link or a reload.
    fn follow_address(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.pause = None;
            state.typing = false;
        }
        let mut place = address::read(&browser::fragment());
        place.as_of = place.as_of.or(from_query().as_of);
        let y = browser::remembered_scroll();
        self.arrive(place);
        after_render(move || browser::scroll_to(y.unwrap_or(0.0)));
    }
}

/// Every effect of the page is of one type, so that its machinery is compiled once.
fn effect(run: Box<dyn Fn()>) {
    Effect::new(move |_| run());
}

/// What the query string says: some hosts of links cannot keep a fragment.
fn from_query() -> Place {
    let mut place = Place::default();
    address::read_query(&browser::query(), &mut place);
    place
}

/// Calls back once the page has been written.
fn after_render(call: impl FnOnce() + 'static) {
    Timeout::new(0, call).forget();
}
