//! What the reader does: clicks and changes by what their element says, keys, the history, the clock.

use super::moving::STEP;
use super::{Aim, Page, after_render};
use crate::act::Act;
use crate::address;
use crate::browser::{self, Deed, WindowEvent};
use crate::kept;
use crate::state::{Layout, Sort};
use leptos::prelude::*;

impl Page {
    /// Listens for as long as the page lives.
    pub(super) fn listen(&self) {
        let page = self.clone();
        browser::on_window(move |event| match event {
            WindowEvent::Moved => page.follow_address(),
            // A page that comes back from the browser's cache is as it was left; the time is not, nor what other tabs saved.
            WindowEvent::Seen => page.tick(),
            WindowEvent::Pressed => page.remember(),
            WindowEvent::Shifted => page.shifted(),
        });
        self.clone().tick_on();
        let page = self.clone();
        browser::on_text(move |text| page.type_text(text));
        let page = self.clone();
        browser::on_field(move |entered| match entered {
            Some(entered) => page.field_entered(entered),
            None => page.count(0),
        });
        let page = self.clone();
        browser::on_deed(move |deed| match deed {
            Deed::Act(act) => page.act(act),
            Deed::Choose(id, name) => page.change(|place| {
                if id == "cb-view" {
                    place.layout = Layout::from_name(&name).unwrap_or_default();
                } else {
                    place.sort = Sort::from_name(&name).unwrap_or_default();
                }
            }),
            Deed::Follow(fragment) => {
                let place = address::read(&fragment);
                if place.record.is_some() {
                    page.keep_search();
                }
                page.go(place, false);
            }
            Deed::Day(text) => {
                page.type_text(text);
                page.close_choices();
            }
            Deed::Fold(facet, open) => page.state.borrow_mut().unfolded.fold(facet, open),
            Deed::Submit => {
                page.write_typed();
                page.keep_search();
                page.close_choices();
                // The keyboard of a phone hides what was found.
                if !page.state.borrow().wide {
                    browser::focus("cb-main");
                }
            }
        });
        let page = self.clone();
        browser::on_key(move |key| page.key(key));
    }

    /// Ticks for as long as the page lives. By what calls back once, which the page has anyway.
    fn tick_on(self) {
        let tick = move || {
            self.tick();
            self.tick_on();
        };
        browser::later(30_000, Box::new(tick)).forget();
    }

    fn tick(&self) {
        let now = browser::now();
        let saved = browser::kept(kept::SAVED);
        let changed = {
            let mut state = self.state.borrow_mut();
            let changed = state.clock != now || state.device.saved != saved;
            state.clock = now;
            state.device.saved = saved;
            changed
        };
        if changed {
            self.state.borrow_mut().focused = browser::focused();
            self.setting.notify();
        }
    }

    fn act(&self, act: Act) {
        self.state.borrow_mut().focused = browser::focused();
        match act {
            Act::Toggle(facet, value) => self.change(|place| place.toggle(&facet, &value)),
            Act::ClearFilters => self.change(|place| place.filters.clear()),
            Act::Text(text) => self.change(|place| place.text = text),
            Act::Home => self.go(self.place().home(), false),
            Act::More => {
                let mut state = self.state.borrow_mut();
                state.aim = Some(Aim::New(browser::hits()));
                state.shown += STEP;
                drop(state);
                self.setting.notify();
            }
            Act::AllValues(facet) => {
                self.state.borrow_mut().unfolded.toggle_all(facet);
                self.counted.notify();
                self.settle("cb-main");
            }
            Act::Now => self.change(|place| place.as_of = None),
            Act::Language(tag) => self.speak(tag),
            Act::Sheet(open) => {
                browser::set_dialog("cb-sheet", open);
                if !open {
                    browser::focus("do-sheetopen");
                }
            }
            Act::Copy(text) => self.copy([&text, browser::address().as_str()].concat()),
            Act::CopyText(text) => self.copy(text),
            Act::Choose(at) => self.choose_nth(at),
            Act::Save(id) => self.save(&id),
            Act::ForgetSaved => self.keep_saved(String::new()),
            Act::Share(title) => browser::share(&title),
            Act::Print => self.print(),
            Act::Explain => {
                let mut state = self.state.borrow_mut();
                state.explain = !state.explain;
                drop(state);
                self.setting.notify();
            }
            Act::Retry => self.retry(),
            // Past the filters, which stand first. Beside an open record there are no results, and nothing takes the focus from it.
            Act::Skip => after_render(|| {
                browser::focus("cb-main");
                browser::focus("cb-results");
            }),
        }
    }

    /// Speaks a language from now on. A link that asks for another one asks for this one then.
    fn speak(&self, tag: String) {
        if self.state.borrow().pause.is_some() {
            self.write_typed();
        }
        browser::store_language(&tag);
        {
            let mut state = self.state.borrow_mut();
            state.chosen = Some(tag.clone());
            if state.place.lang.is_some() {
                state.place.lang = Some(tag);
                browser::write_fragment(&address::write(&state.place), false);
            }
        }
        self.setting.notify();
    }

    /// Keys that work on the whole page: to the field, through the hits, and out again.
    fn key(&self, key: &web_sys::KeyboardEvent) {
        if key.is_composing() || key.alt_key() {
            return;
        }
        let command = key.ctrl_key() || key.meta_key();
        let name = key.key();
        if browser::in_field() && !command && !key.shift_key() && self.key_in_field(&name) {
            key.prevent_default();
            return;
        }
        match name.as_str() {
            "k" | "K" if command => self.to_field(key),
            "/" if !command
                && !browser::is_typing()
                && browser::kept(kept::NO_SLASH).is_empty() =>
            {
                self.to_field(key);
            }
            "Escape" if browser::in_field() => {
                key.prevent_default();
                if self.place().text.is_empty() {
                    let left = self.state.borrow_mut().left.take().unwrap_or_default();
                    browser::focus(if left.is_empty() { "cb-main" } else { &left });
                } else {
                    self.type_text(String::new());
                }
            }
            "Escape" if browser::hit() >= 0 => browser::focus("cb-field"),
            "ArrowDown" | "ArrowUp" | "Home" | "End" if !command && !key.shift_key() => {
                walk(key, &name)
            }
            _ => {}
        }
    }

    /// Goes to the field; Escape in the empty field goes back.
    fn to_field(&self, key: &web_sys::KeyboardEvent) {
        key.prevent_default();
        if !browser::in_field() {
            self.state.borrow_mut().left = browser::focused();
        }
        browser::focus("cb-field");
    }
}

/// Arrow keys walk from the field through the hits and back.
fn walk(key: &web_sys::KeyboardEvent, name: &str) {
    let at = browser::hit();
    let last = browser::hits().lines().count() as i32 - 1;
    let to = match name {
        "ArrowDown" if at < 0 && browser::in_field() => 0,
        _ if at < 0 => return,
        "ArrowDown" => (at + 1).min(last),
        "ArrowUp" if at == 0 => {
            key.prevent_default();
            browser::focus("cb-field");
            return;
        }
        "ArrowUp" => at - 1,
        "Home" => 0,
        _ => last,
    };
    if to <= last {
        key.prevent_default();
        browser::focus_hit(to);
    }
}
