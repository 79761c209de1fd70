//! From one place to the next: what a step does to the address, the history and the page.

use super::{Aim, Page, after_render};
use crate::state::Place;
use crate::{address, browser};
use leptos::prelude::*;

/// How many hits are shown at first, and how many more at a time.
pub(super) const STEP: u32 = 20;

/// Milliseconds without typing after which the address is written.
const PAUSE: u32 = 400;

/// Milliseconds after which the place is remembered where nothing is scrolled and the focus does not move.
const REST: u32 = 250;

/// The place that the address means. Its query string counts too: some hosts of links cannot keep a fragment.
pub(super) fn place() -> Place {
    let mut place = address::read(&browser::fragment());
    let mut query = Place::default();
    address::read_query(&browser::query(), &mut query);
    if place == Place::default() {
        return query;
    }
    place.as_of = place.as_of.or(query.as_of);
    place
}

/// How far the page was scrolled and how many hits it showed when the reader left this entry of the history.
pub(super) fn remembered() -> (Option<f64>, u32) {
    browser::remembered().unwrap_or((None, STEP))
}

impl Page {
    pub(super) fn place(&self) -> Place {
        self.state.borrow().place.clone()
    }

    /// Goes to a place as a new step of the history, to its top or (`stay`) without scrolling.
    pub(super) fn go(&self, place: Place, stay: bool) {
        if self.state.borrow().pause.is_some() {
            self.write_typed();
        }
        self.remember();
        self.close_choices();
        browser::write_fragment(&address::write(&place), true);
        {
            let mut state = self.state.borrow_mut();
            state.typing = false;
            if !stay {
                state.arrived = true;
                state.scroll = Some(0.0);
            }
        }
        self.arrive(place, STEP);
    }

    /// Changes the present place by a deliberate step.
    pub(super) fn change(&self, change: impl FnOnce(&mut Place)) {
        let mut place = self.place();
        change(&mut place);
        self.go(place, true);
    }

    /// Takes over what is in the field. The address follows after a pause; the first letters after anything
    /// else make a new step of the history, the next ones stay in it.
    pub(super) fn type_text(&self, text: String) {
        let mut place = self.place();
        if place.text == text && place.record.is_none() {
            return;
        }
        if place.record.take().is_some() {
            self.remember();
        }
        place.text = text;
        place.saved = false;
        let empty = place.text.is_empty();
        let page = self.clone();
        {
            let mut state = self.state.borrow_mut();
            state.suggesting = !empty;
            state.pause = Some(browser::later(PAUSE, Box::new(move || page.write_typed())));
        }
        self.arrive(place, STEP);
        if empty {
            self.close_choices();
            self.offer_recent();
        }
    }

    /// Writes the address of what has been typed, and shows all of what is found.
    pub(super) fn write_typed(&self) {
        let mut state = self.state.borrow_mut();
        let brief = state.is_brief();
        state.pause = None;
        // The browser has its own way to write letters.
        if state.place != place() {
            browser::write_fragment(&address::write(&state.place), !state.typing);
            state.typing = true;
        }
        drop(state);
        if brief {
            self.setting.notify();
        }
    }

    /// The page is being scrolled, or the focus moves: once it rests, that is remembered for Back, Forward and reload.
    pub(super) fn shifted(&self) {
        let page = self.clone();
        self.state.borrow_mut().scrolling =
            Some(browser::later(REST, Box::new(move || page.remember())));
    }

    /// Leaves how far the page is scrolled and how much it shows with the present entry of the history.
    pub(super) fn remember(&self) {
        browser::remember(self.state.borrow().shown);
    }

    /// Takes over the address, after Back, Forward, a link or a reload.
    pub(super) fn follow_address(&self) {
        browser::set_dialog("cb-sheet", false);
        self.close_choices();
        let (scroll, shown) = remembered();
        {
            let mut state = self.state.borrow_mut();
            state.pause = None;
            state.typing = false;
            state.arrived = true;
            state.scroll = scroll.or(Some(0.0));
        }
        let place = place();
        if place.lang.is_some() {
            self.state.borrow_mut().chosen = None;
        }
        self.arrive(place, shown);
    }

    fn arrive(&self, place: Place, shown: u32) {
        {
            let mut state = self.state.borrow_mut();
            state.focused = state.focused.take().or_else(browser::focused);
            if place.record.is_none() {
                let before = state.place.record.take();
                state.aim = before.map(Aim::Hit);
                state.searched = place.clone();
                state.shown = shown;
            }
            state.standing = false;
            state.waits = false;
            state.waiting = None;
            state.place = place;
            state.keep_known();
        }
        self.setting.notify();
    }

    /// Scrolls and moves the focus to where they belong, once the page has been written. The field keeps the
    /// focus while somebody types into it, and so does what still stands where it stood.
    pub(super) fn settle(&self, heading: &'static str) {
        let page = self.clone();
        after_render(move || {
            // Nothing can be chosen any more.
            if browser::inner("do-sheetopen").is_empty() {
                browser::set_dialog("cb-sheet", false);
            }
            let (scroll, aim, arrived, focused) = {
                let mut state = page.state.borrow_mut();
                (
                    state.scroll.take(),
                    state.aim.take(),
                    std::mem::take(&mut state.arrived),
                    state.focused.take(),
                )
            };
            let aimed = match aim {
                Some(Aim::Hit(id)) => arrived && browser::focus_left(&id),
                Some(Aim::Kept(id)) => browser::focus_first(&|hit| hit == id),
                Some(Aim::New(before)) => {
                    browser::focus_first(&|hit| before.lines().all(|had| had != hit))
                }
                None => false,
            };
            if arrived && !aimed {
                browser::focus(heading);
            }
            if let Some(id) = focused.filter(|_| browser::focused().is_none()) {
                browser::focus(&id);
                if browser::focused().is_none() {
                    browser::focus(heading);
                }
            }
            if let Some(y) = scroll {
                browser::scroll_to(y);
            }
        });
    }
}
