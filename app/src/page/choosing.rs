//! The list below the field: when it opens, what it offers, what choosing does. What was searched before is
//! kept on the device, where it keeps anything.
//!
//! The list opens for what is typed once its answer is shown, so it never takes the engine from an answer, and
//! for an empty field that gets the focus. A search counts as one of those before when something came of it: it was
//! sent off, or a record was opened from it. Half-typed words would not be worth finding again.

use super::Page;
use crate::answer;
use crate::browser::{self, spawn};
use crate::combobox::{self, Choice, Step};
use crate::engine::Request;
use crate::kept;
use crate::state::{Filters, Sort};
use crate::text;
use crate::view::choices;

/// How many records are suggested at most; as many values of facets may follow. More than six lines hide what
/// they are there to save from being read.
const SUGGESTED: u32 = 3;

/// How many values are suggested at most together with the rest of what was typed.
const TOGETHER: usize = 2;

impl Page {
    /// The field got the focus, or lost it.
    pub(super) fn field_entered(&self, entered: bool) {
        if entered {
            self.offer_recent();
        } else {
            self.close_choices();
        }
    }

    /// Offers what was searched before, while nothing is in the field.
    pub(super) fn offer_recent(&self) {
        if !browser::in_field() || !self.place().text.is_empty() {
            return;
        }
        let mut choices: Vec<Choice> = Vec::new();
        for text in browser::kept(kept::RECENT).lines() {
            choices.push(Choice::Recent(text.to_owned()));
        }
        if !choices.is_empty() {
            choices.push(Choice::Forget);
        }
        self.offer(choices);
    }

    /// Offers what the text in the field may become.
    pub(super) fn suggest(&self) {
        let (place, lang, now) = (self.place(), self.words().tag, self.now());
        let engine = self.state.borrow().engine.clone();
        let Some(engine) = engine.filter(|_| !place.text.trim().is_empty()) else {
            return;
        };
        let page = self.clone();
        spawn(Box::pin(async move {
            let filters = Filters::new();
            let request = |text| Request {
                text,
                filters: &filters,
                sort: Sort::Relevance,
                limit: SUGGESTED,
                as_of: now,
                lang,
                explain: false,
            };
            // Meanwhile the reader may have typed on, or be done with the field, or be choosing what stands there.
            let waits = || {
                page.state.borrow().suggesting
                    && page.place().text == place.text
                    && !browser::is_pressed()
            };
            let choices = engine.suggest(request(&place.text)).await;
            if waits() {
                page.offer(choices);
            }
            // Then, on a narrow page once somebody pauses, a value together with the rest of what was typed, where that finds anything.
            let mut together = Vec::new();
            for (words, name) in combobox::halves(&place.text) {
                if page.state.borrow().is_brief() || !waits() || together.len() >= TOGETHER {
                    break;
                }
                let mut named = engine.suggest(request(name)).await;
                named.retain(|choice| matches!(choice, Choice::Value { .. }));
                if named.is_empty() || !waits() {
                    continue;
                }
                let counts = engine.counts(request(words)).await;
                for mut choice in named {
                    if let Choice::Value { facet, value, text } = &mut choice
                        && answer::count(&counts, facet, value) > 0
                        && together.len() < TOGETHER
                    {
                        text.push_str(words);
                        together.push(choice);
                    }
                }
            }
            if !together.is_empty() && waits() {
                page.offer_more(together);
            }
        }));
    }

    /// Offers more of the same; what is active stays so.
    fn offer_more(&self, choices: Vec<Choice>) {
        self.state.borrow_mut().combobox.choices.extend(choices);
        self.write_choices();
    }

    pub(super) fn close_choices(&self) {
        self.state.borrow_mut().suggesting = false;
        self.offer(Vec::new());
    }

    fn offer(&self, choices: Vec<Choice>) {
        let changed = {
            let mut state = self.state.borrow_mut();
            let changed = state.combobox.is_open() || !choices.is_empty();
            state.combobox.offer(choices);
            changed
        };
        if changed {
            self.write_choices();
        }
    }

    fn write_choices(&self) {
        let list = self.state.borrow().combobox.clone();
        let place = self.place();
        let options = self.view(&place, &|context| choices::options(context, &list));
        browser::write("cb-options", options);
        let expanded = if list.is_open() { "true" } else { "false" };
        browser::set_attribute("cb-field", "aria-expanded", expanded);
        let active = list.active.map_or_else(String::new, |at| {
            ["cb-option-", &text::number(at as u32)].concat()
        });
        browser::set_attribute("cb-field", "aria-activedescendant", &active);
        browser::reveal(&active);
    }

    /// What a key in the field means for the list; whether that is all it means.
    pub(super) fn key_in_field(&self, name: &str) -> bool {
        let (before, step, after) = {
            let mut state = self.state.borrow_mut();
            let before = state.combobox.clone();
            let step = state.combobox.key(name);
            (before, step, state.combobox.clone())
        };
        if !after.is_open() && matches!(name, "Enter" | "Escape" | "Tab" | "ArrowDown") {
            // What is still on its way would open the list again.
            self.state.borrow_mut().suggesting = false;
        }
        if before != after {
            self.write_choices();
        }
        match step {
            Step::Pass | Step::Leave => return false,
            Step::Stay => {}
            Step::Choose(choice) => self.choose(choice),
        }
        true
    }

    /// Chooses by the place in the list.
    pub(super) fn choose_nth(&self, at: usize) {
        let choice = self.state.borrow().combobox.choices.get(at).cloned();
        if let Some(choice) = choice {
            self.close_choices();
            self.choose(choice);
        }
    }

    fn choose(&self, choice: Choice) {
        match choice {
            Choice::Record { id, .. } => {
                self.keep_search();
                self.go(self.place().at_record(&id), false);
            }
            Choice::Value { facet, value, text } => self.change(|place| {
                place.text = text;
                if !place.has(&facet, &value) {
                    place.toggle(&facet, &value);
                }
            }),
            Choice::Recent(text) => {
                self.change(|place| {
                    place.record = None;
                    place.saved = false;
                    place.text = text;
                });
                self.keep_search();
            }
            Choice::Forget => {
                browser::keep(kept::RECENT, "");
            }
        }
    }

    /// Keeps what is searched for, because something came of it.
    pub(super) fn keep_search(&self) {
        let place = self.place();
        if place.record.is_none() && !place.text.trim().is_empty() {
            let list = browser::kept(kept::RECENT);
            browser::keep(
                kept::RECENT,
                &kept::with_first(&list, &place.text, kept::MOST_RECENT),
            );
        }
    }
}
