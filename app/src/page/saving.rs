//! Records that are saved on the reader's device, and what else is done with a page: copied, shared, printed.

use super::{Page, after_render};
use crate::browser;
use crate::kept;
use crate::view::Device;
use leptos::prelude::*;

/// Milliseconds for which the page says what came of a click.
const TOLD: u32 = 4_000;

/// What the device does for the page, and what it has kept.
pub(super) fn device() -> Device {
    Device {
        keeps: browser::keeps(),
        shares: browser::shares(),
        saved: browser::kept(kept::SAVED),
    }
}

impl Page {
    /// Saves a record, or takes it from what is saved, as its button says. Another tab may have saved one meanwhile.
    pub(super) fn save(&self, id: &str) {
        let list = browser::kept(kept::SAVED);
        let saved = kept::has(&self.state.borrow().device.saved, id);
        self.keep_saved(if saved {
            kept::without(&list, id)
        } else {
            kept::with_first(&list, id, usize::MAX)
        });
    }

    pub(super) fn keep_saved(&self, list: String) {
        if browser::keep(kept::SAVED, &list) {
            self.state.borrow_mut().device.saved = list;
            if self.place().saved {
                self.setting.notify();
            } else {
                self.answered.notify();
                self.opened.notify();
                self.settle("cb-main");
            }
        } else {
            self.tell(self.words().not_saved);
        }
    }

    pub(super) fn copy(&self, text: String) {
        let page = self.clone();
        browser::copy(text, move |done| {
            let words = page.words();
            page.tell(if done { words.copied } else { words.not_copied });
        });
    }

    /// Says for a while what came of a click.
    pub(super) fn tell(&self, text: &str) {
        browser::say("cb-told", text);
        let clear = browser::later(TOLD, Box::new(|| browser::say("cb-told", "")));
        self.state.borrow_mut().telling = Some(clear);
    }

    pub(super) fn print(&self) {
        after_render(browser::print);
    }
}
