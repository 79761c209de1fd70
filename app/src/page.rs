//! The page as a reactive whole: one state, a trigger for each part of it, and regions that are written anew
//! when what they show has changed.
//!
//! The address leads: `place` follows it and it follows `place`. An answer replaces the one before it when it
//! arrives, so the page never empties while somebody types. The field alone is never rewritten: it belongs to
//! whoever types into it.
//!
//! Regions are effects over boxed functions that return markup. A component for each of them would be
//! the usual way; it is also three times the wasm (ARCHITECTURE.md has the figures).

mod choosing;
mod events;
mod moving;
mod saving;
mod searching;

use crate::answer::{Answer, Failure, Record, Site};
use crate::combobox::Combobox;
use crate::engine::Engine;
use crate::locale::{self, Words};
use crate::state::Place;
use crate::view::facets::Unfolded;
use crate::view::front::Board;
use crate::view::{Context, Device, facets, frame, front, record, results};
use crate::{browser, format, labels};
use any_spawner::Executor;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

/// What was found, and for which place: regions that show an answer are written from this alone, so that what
/// they show belongs together while the next answer is on its way.
struct Found {
    place: Place,
    answer: Answer,
    /// On the front page, what it shows besides.
    board: Option<Board>,
}

/// Where the focus belongs once the page has been written.
enum Aim {
    /// The link of this record, after a step of the history.
    Hit(String),
    /// The link of this record, which has the focus while the hits are written anew.
    Kept(String),
    /// The first hit that is none of these, a line each.
    New(String),
}

/// Everything that the page shows, and what it needs to show it.
struct State {
    place: Place,
    /// Whether a page that was made beforehand stands there until the first answer.
    standing: bool,
    /// Language that the reader has chosen on this page.
    chosen: Option<String>,
    /// Language of what stood there.
    read: Option<String>,
    /// What is known once the catalogue is open.
    site: Option<Rc<Site>>,
    engine: Option<Rc<Engine>>,
    failure: Option<Failure>,
    found: Option<Rc<Found>>,
    record: Option<Rc<Result<Record, Failure>>>,
    unfolded: Unfolded,
    /// How many hits are shown.
    shown: u32,
    /// Minutes since 1970.
    clock: i64,
    wide: bool,
    /// Number of the latest search; answers to older ones are dropped.
    asked: u32,
    /// The search to go back to from a record.
    searched: Place,
    /// Whether the place is new: its heading or hit then gets the focus.
    arrived: bool,
    /// The list below the field, and whether it opens for what is typed.
    combobox: Combobox,
    suggesting: bool,
    device: Device,
    /// Whether hits say why they were found.
    explain: bool,
    /// How far to scroll once the place has been written.
    scroll: Option<f64>,
    aim: Option<Aim>,
    /// The id of what had the focus before the page was written anew.
    focused: Option<String>,
    /// The id of what had the focus before a key led to the field.
    left: Option<String>,
    /// Whether a record takes longer than a moment.
    waits: bool,
    waiting: Option<Timeout>,
    /// Whether the present entry of the history is one that was begun by typing.
    typing: bool,
    pause: Option<Timeout>,
    scrolling: Option<Timeout>,
    announcing: Option<Timeout>,
    telling: Option<Timeout>,
}

impl State {
    /// Leaves out filters that the catalogue has no facet for: what others have added to a link is none of its.
    fn keep_known(&mut self) {
        if let Some(site) = &self.site {
            let known = |facet: &str| labels::facet(site, facet).is_some();
            self.place.filters.retain(|(facet, _)| known(facet));
        }
    }

    /// Whether a narrow page shows no more of what is found than a screen has room for, because somebody is typing: a phone
    /// that lays out twenty rows and the filters with every key is late with the keys.
    fn is_brief(&self) -> bool {
        self.pause.is_some() && !self.wide && self.place.is_search()
    }
}

/// The page: a handle that is cheap to clone.
#[derive(Clone)]
struct Page(Rc<Parts>);

impl Deref for Page {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// What a page consists of.
struct Parts {
    state: RefCell<State>,
    /// The place, the language, the clock or the catalogue have changed.
    setting: ArcTrigger,
    /// They have, and the engine works on what that asks for: it need not wait until regions are written.
    asking: ArcTrigger,
    /// An answer has come.
    answered: ArcTrigger,
    /// So has its turn to be counted, in a task of its own: filters are half of what an answer writes, and what was found
    /// need not wait until they are laid out, nor they until a narrow page, which has them in a sheet, has time. Or what is unfolded
    /// has changed.
    counted: ArcTrigger,
    /// A record has come.
    opened: ArcTrigger,
    /// Something went wrong, or right again.
    trouble: ArcTrigger,
}

/// Regions of a page that was made beforehand. They stay as they are until there is something to write into them.
const STANDING: [&str; 6] = [
    "cb-head",
    "cb-toolbar",
    "cb-chips",
    "cb-found",
    "cb-open",
    "cb-foot",
];

/// Mounts the app over what stands in the page.
pub fn mount() {
    // It can only be there already.
    let _ = Executor::init_wasm_bindgen();
    browser::keep_scroll();
    let page = Page::new();
    let standing: Vec<String> = STANDING.iter().map(|id| browser::inner(id)).collect();
    let language = browser::language();
    let place = page.place();
    // What the reader came for: what was made for this place, or the front page, in the reader's language.
    let stands =
        browser::is_of_a_place() || place == Place::default() && language == page.words().tag;
    browser::write("app", frame::SKELETON.to_owned());
    if stands {
        // Whoever reads a list goes on in its language; a record is in its own anyway.
        if place.record.is_none() {
            page.state.borrow_mut().read = Some(language);
        }
        for (id, html) in STANDING.iter().zip(&standing) {
            page.state.borrow_mut().standing |= !html.is_empty();
            browser::write(id, html.clone());
        }
    }
    page.open();
    page.start();
}

impl Page {
    fn new() -> Page {
        // Where nothing is remembered the reader may have scrolled already.
        let (scroll, shown) = moving::remembered();
        let state = State {
            place: moving::place(),
            standing: false,
            chosen: None,
            read: None,
            site: None,
            engine: None,
            failure: None,
            found: None,
            record: None,
            unfolded: Unfolded::default(),
            shown,
            clock: browser::now(),
            wide: true,
            asked: 0,
            searched: Place::default(),
            arrived: false,
            combobox: Combobox::default(),
            suggesting: false,
            device: saving::device(),
            explain: false,
            scroll,
            aim: None,
            focused: None,
            left: None,
            waits: false,
            waiting: None,
            typing: false,
            pause: None,
            scrolling: None,
            announcing: None,
            telling: None,
        };
        Page(Rc::new(Parts {
            state: RefCell::new(state),
            setting: ArcTrigger::new(),
            asking: ArcTrigger::new(),
            answered: ArcTrigger::new(),
            counted: ArcTrigger::new(),
            opened: ArcTrigger::new(),
            trouble: ArcTrigger::new(),
        }))
    }

    /// Fills the skeleton and keeps it up to date.
    fn start(&self) {
        let page = self.clone();
        let wide = browser::wide(move |wide| {
            page.state.borrow_mut().wide = wide;
            browser::set_dialog("cb-sheet", false);
            page.counted.notify();
        });
        self.state.borrow_mut().wide = wide;
        self.listen();
        let page = self.clone();
        effect(Box::new(move || {
            page.search();
            page.asking.notify();
        }));
        self.keep("cb-head", |page| {
            // The number of what is saved stands there.
            page.answered.track();
            page.write(frame::head)
        });
        self.keep("cb-moment", |page| page.write(frame::moment));
        self.keep("cb-foot", |page| page.write(frame::foot));
        self.keep("cb-trouble", Page::trouble);
        self.keep("cb-toolbar", |page| {
            page.write_found(&page.answered, results::toolbar)
        });
        self.keep("cb-chips", |page| {
            page.write_found(&page.answered, results::chips)
        });
        self.keep("cb-found", Page::found);
        self.keep("cb-side", |page| page.facets(true));
        self.keep("cb-sheet-head", |page| {
            page.write_found(&page.counted, frame::sheet_head)
        });
        self.keep("cb-sheet-body", |page| page.facets(false));
        self.keep("cb-sheet-foot", |page| {
            page.write_found(&page.counted, frame::sheet_foot)
        });
        self.keep("cb-open", Page::opened_record);
        let page = self.clone();
        effect(Box::new(move || page.keep_document()));
        let page = self.clone();
        effect(Box::new(move || page.open_record()));
    }

    /// Writes a region whenever what it is written from has changed.
    fn keep(&self, id: &'static str, write: fn(&Page) -> String) {
        let page = self.clone();
        let last = RefCell::new(String::new());
        effect(Box::new(move || {
            let html = write(&page);
            // A day that is being typed would begin anew; once it is left, its region is written (`count`).
            let typed = || matches!(id, "cb-side" | "cb-sheet-body") && browser::in_day();
            if *last.borrow() != html && !typed() {
                browser::write(id, html.clone());
                last.replace(html);
            }
        }));
    }

    /// The words of the language that is wanted: chosen here, asked for by the link, that of what is being read, or the
    /// browser's; else the catalogue's own.
    fn words(&self) -> &'static Words {
        let state = self.state.borrow();
        let mut wishes: Vec<String> = Vec::new();
        wishes.extend(state.chosen.clone());
        wishes.extend(state.place.lang.clone());
        wishes.extend(state.read.clone());
        wishes.extend(browser::languages());
        wishes.extend(state.site.iter().flat_map(|site| site.languages.clone()));
        locale::choose(wishes.iter().map(String::as_str))
    }

    /// Minutes since 1970 by the clock, or by the address where it names a moment.
    fn now(&self) -> i64 {
        let state = self.state.borrow();
        state.place.as_of.unwrap_or(state.clock)
    }

    /// Writes what needs the catalogue alone; nothing before it is open.
    fn write(&self, view: fn(Context) -> String) -> String {
        self.asking.track();
        let place = self.place();
        self.view(&place, &view)
    }

    fn view(&self, place: &Place, view: &dyn Fn(Context) -> String) -> String {
        let words = self.words();
        let state = self.state.borrow();
        let Some(site) = &state.site else {
            return String::new();
        };
        view(Context {
            words,
            site,
            place,
            searched: &state.searched,
            now: place.as_of.unwrap_or(state.clock),
            dates: &format::Browser,
            device: &state.device,
            links: None,
        })
    }

    /// Writes what needs an answer, as soon as it comes or when it is its turn to be counted.
    fn write_found(&self, when: &ArcTrigger, view: fn(Context, &Answer) -> String) -> String {
        when.track();
        self.of_found(&|context, found| view(context, &found.answer))
    }

    fn of_found(&self, view: &dyn Fn(Context, &Found) -> String) -> String {
        let found = self.state.borrow().found.clone();
        found.map_or_else(String::new, |found| {
            self.view(&found.place, &|context| view(context, &found))
        })
    }

    /// The filters, beside the results on a wide page and in the sheet on a narrow one.
    fn facets(&self, wide: bool) -> String {
        self.counted.track();
        self.of_found(&|context, found| {
            let state = self.state.borrow();
            if state.wide == wide {
                facets::all(context, &found.answer, &state.unfolded)
            } else {
                String::new()
            }
        })
    }

    /// The front page, or what was found.
    fn found(&self) -> String {
        self.answered.track();
        self.of_found(&|context, found| match &found.board {
            Some(board) => front::page(context, board, &found.answer),
            None => results::found(context, &found.answer),
        })
    }

    fn opened_record(&self) -> String {
        self.asking.track();
        self.opened.track();
        let (record, place) = {
            let state = self.state.borrow();
            (state.record.clone(), state.place.clone())
        };
        let open = record.filter(|record| match &**record {
            Ok(shown) => place.record.as_ref() == Some(&shown.id),
            Err(_) => place.record.is_some(),
        });
        open.map_or_else(String::new, |record| {
            self.view(&place, &|context| match &*record {
                Ok(found) => record::page(context, found),
                Err(failure) => record::missing(context, failure),
            })
        })
    }

    /// What went wrong, or that the catalogue is on its way.
    fn trouble(&self) -> String {
        self.trouble.track();
        self.asking.track();
        let (failure, open) = {
            let state = self.state.borrow();
            (state.failure.clone(), state.site.is_some() && !state.waits)
        };
        match failure {
            Some(failure) => frame::failure(self.words(), &failure),
            None if open || self.state.borrow().standing => String::new(),
            None => frame::loading(self.words()),
        }
    }

    /// What stands outside the regions: the field, which part is shown, language and title of the document.
    fn keep_document(&self) {
        self.asking.track();
        self.opened.track();
        let words = self.words();
        let state = self.state.borrow();
        let Place { text, record, .. } = &state.place;
        let name = state
            .site
            .as_ref()
            .map_or("", |site| labels::pick(&site.name, words.tag, site));
        let list = match &state.site {
            Some(site) if record.is_none() => labels::place(site, &state.place, words),
            _ => String::new(),
        };
        let title = match state.record.as_deref() {
            Some(Ok(shown)) if record.as_ref() == Some(&shown.id) => &shown.title,
            Some(Err(failure)) if record.is_some() && failure.code == "no-record" => {
                words.no_record
            }
            _ if text.trim().is_empty() => list.as_str(),
            _ => text.trim(),
        };
        // A record that stands there has its title already.
        let awaited = state.standing && record.is_some() && state.record.is_none();
        let title = if awaited {
            String::new()
        } else if title.is_empty() || name.is_empty() {
            name.to_owned()
        } else {
            [title, " — ", name].concat()
        };
        browser::set_document(words.tag, words.dir, &title);
        browser::set_field("cb-field", text);
        for (id, name, value) in [
            ("cb-field", "placeholder", words.placeholder),
            ("cb-field", "aria-label", words.search),
            ("cb-options", "aria-label", words.suggestions),
            ("cb-side", "aria-label", words.filters),
            ("cb-sheet", "aria-label", words.filters),
        ] {
            browser::set_attribute(id, name, value);
        }
        // Until the catalogue is open, what stands there is that it is on its way.
        let stands = state.standing || state.site.is_some();
        browser::show("cb-search", record.is_none() && stands);
        browser::show("cb-open", record.is_some());
    }
}

/// Every effect of the page is of one type, so that its machinery is compiled once. It lives as long as the page,
/// so it needs no place among what an owner cleans up, which would be 2 KB of gzipped wasm.
fn effect(run: Box<dyn Fn()>) {
    std::mem::forget(RenderEffect::new(move |_| run()));
}

/// Calls back once the page has been written.
fn after_render(call: impl FnOnce() + 'static) {
    browser::later(0, Box::new(call)).forget();
}
