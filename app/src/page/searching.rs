//! When to ask the engine, and what to do with its answers.

use super::{Aim, Found, Page};
use crate::address;
use crate::answer::{Answer, Failure, Hit};
use crate::browser::{self, spawn};
use crate::engine::{Engine, Request};
use crate::state::{Filters, Layout, Place, Sort};
use crate::view::front::{self, Board, MEANWHILE};
use leptos::prelude::*;
use std::rc::Rc;

/// Milliseconds after which the number of hits is announced, while somebody types and else. After a pause both come to the
/// same.
const ANNOUNCE: [u32; 2] = [700, 300];

/// Hits that a narrow page shows while somebody types: as many as its screen has room for.
const BRIEF: u32 = 6;

/// Milliseconds after which a narrow page has shown an answer, and filters may be written into their sheet.
const SHOWN: u32 = 50;

/// Milliseconds after which the page says that a record is on its way.
const MOMENT: u32 = 300;

impl Page {
    /// Opens the catalogue.
    pub(super) fn open(&self) {
        self.fail(None);
        let page = self.clone();
        spawn(Box::pin(async move {
            match Engine::open().await {
                Ok((engine, site)) => {
                    {
                        let mut state = page.state.borrow_mut();
                        state.engine = Some(Rc::new(engine));
                        state.site = Some(Rc::new(site));
                        state.keep_known();
                    }
                    page.setting.notify();
                }
                Err(failure) => page.fail(Some(failure)),
            }
        }));
    }

    pub(super) fn fail(&self, failure: Option<Failure>) {
        self.state.borrow_mut().failure = failure;
        self.trouble.notify();
    }

    /// Does again what failed.
    pub(super) fn retry(&self) {
        let open = self.state.borrow().site.is_some();
        if open {
            self.fail(None);
            self.setting.notify();
        } else {
            self.open();
        }
    }

    /// Searches for the place, as often as it or the moment changes.
    pub(super) fn search(&self) {
        self.setting.track();
        let (lang, now) = (self.words().tag, self.now());
        let mut state = self.state.borrow_mut();
        state.asked += 1;
        let (place, asked) = (state.place.clone(), state.asked);
        // In groups the first hits are not the first rows.
        let limit = if state.is_brief() && place.layout == Layout::List {
            BRIEF
        } else {
            state.shown
        };
        let (explain, saved) = (state.explain, state.device.saved.clone());
        let Some(engine) = state.engine.clone().filter(|_| place.record.is_none()) else {
            return;
        };
        drop(state);
        let page = self.clone();
        spawn(Box::pin(async move {
            let search = Search {
                page: &page,
                engine: &engine,
                place: &place,
                asked,
                now,
                lang,
                explain,
            };
            let answer = if place.saved {
                search.saved(&saved).await
            } else {
                search.answer(limit).await
            };
            match answer {
                Ok(Some((board, answer))) => page.show(Found {
                    place,
                    answer,
                    board,
                }),
                // A newer search has taken its place.
                Ok(None) => {}
                Err(failure) => page.fail(Some(failure)),
            }
        }));
    }

    fn show(&self, found: Found) {
        let total = found.answer.total;
        let (failed, brief, wide) = {
            let mut state = self.state.borrow_mut();
            if found.board.is_none() {
                let page = self.clone();
                let announce = move || browser::say("cb-said", &(page.words().results)(total));
                let after = ANNOUNCE[usize::from(state.pause.is_none())];
                state.announcing = Some(browser::later(after, Box::new(announce)));
            } else {
                state.announcing = None;
                browser::say("cb-said", "");
            }
            state.focused = state.focused.take().or_else(browser::focused);
            // Who walks through the hits while an answer comes keeps the hit, if it is still there.
            let kept = browser::focused_hit().map(Aim::Kept);
            state.aim = state.aim.take().or(kept);
            state.found = Some(Rc::new(found));
            (state.failure.is_some(), state.is_brief(), state.wide)
        };
        if failed {
            self.fail(None);
        }
        self.answered.notify();
        if !brief {
            self.count(if wide { 0 } else { SHOWN });
        }
        self.settle("cb-main");
        if self.state.borrow().suggesting {
            self.suggest();
        }
    }

    /// Has the filters written after some milliseconds. What has the focus among them keeps it.
    pub(super) fn count(&self, after: u32) {
        let page = self.clone();
        let count = move || {
            {
                let mut state = page.state.borrow_mut();
                state.focused = state.focused.take().or_else(browser::focused);
            }
            page.counted.notify();
            page.settle("cb-main");
        };
        browser::later(after, Box::new(count)).forget();
    }

    /// Says that a record is on its way, or no longer.
    fn wait(&self, waits: bool) {
        self.state.borrow_mut().waits = waits;
        self.trouble.notify();
    }

    /// Asks for the record that is open.
    pub(super) fn open_record(&self) {
        self.setting.track();
        let state = self.state.borrow();
        let (Some(id), Some(engine)) = (state.place.record.clone(), state.engine.clone()) else {
            return;
        };
        if matches!(state.record.as_deref(), Some(Ok(shown)) if shown.id == id) {
            self.settle("cb-record");
            return;
        }
        drop(state);
        let page = self.clone();
        let wait = move || page.wait(true);
        {
            let mut state = self.state.borrow_mut();
            // What was said of another address is not true of this one.
            state.record = None;
            state.waiting = Some(browser::later(MOMENT, Box::new(wait)));
        }
        self.opened.notify();
        let page = self.clone();
        spawn(Box::pin(async move {
            let found = engine.record(&id).await;
            // The reader may have gone on meanwhile.
            if page.state.borrow().place.record.as_ref() != Some(&id) {
                return;
            }
            {
                let mut state = page.state.borrow_mut();
                // A record that was renamed is at its present address from now on.
                if let Ok(record) = &found
                    && record.id != id
                {
                    state.place.record = Some(record.id.clone());
                    browser::write_fragment(&address::write(&state.place), false);
                }
                state.record = Some(Rc::new(found));
                state.waiting = None;
            }
            page.wait(false);
            page.opened.notify();
            page.settle("cb-record");
        }));
    }
}

/// One search for a place.
struct Search<'s> {
    page: &'s Page,
    engine: &'s Engine,
    place: &'s Place,
    asked: u32,
    now: i64,
    lang: &'static str,
    explain: bool,
}

impl Search<'_> {
    /// Asks the engine. `None` when a newer search has taken this one's place: then the engine is not asked
    /// either, because it would give up the newer one.
    async fn ask(
        &self,
        filters: &Filters,
        sort: Sort,
        limit: u32,
    ) -> Result<Option<Answer>, Failure> {
        if self.page.state.borrow().asked != self.asked {
            return Ok(None);
        }
        let request = Request {
            text: &self.place.text,
            filters,
            sort,
            limit,
            as_of: self.now,
            lang: self.lang,
            explain: self.explain && !self.place.text.trim().is_empty(),
        };
        let answer = self.engine.search(request).await?;
        Ok(answer.filter(|_| self.page.state.borrow().asked == self.asked))
    }

    /// What was saved on the device, as an answer. A record that the catalogue no longer has is left out, and
    /// stays saved: it may be back tomorrow.
    async fn saved(&self, ids: &str) -> Result<Option<(Option<Board>, Answer)>, Failure> {
        let mut hits = Vec::new();
        for id in ids.lines() {
            match self.engine.record(id).await {
                Ok(record) => hits.push(Hit {
                    id: record.id,
                    title: record.title,
                    title_ranges: Vec::new(),
                    snippet: record.summary,
                    snippet_ranges: Vec::new(),
                    tier: String::new(),
                    also: Vec::new(),
                    card: record.card,
                    why: None,
                }),
                Err(failure) if failure.code == "no-record" => {}
                Err(failure) => return Err(failure),
            }
        }
        let answer = Answer {
            total: hits.len() as u32,
            hits,
            facets: Vec::new(),
            operators: Vec::new(),
            notes: Vec::new(),
            did_you_mean: None,
        };
        let is_latest = self.page.state.borrow().asked == self.asked;
        Ok(is_latest.then_some((None, answer)))
    }

    /// The answer, on the front page with what it shows besides.
    async fn answer(&self, limit: u32) -> Result<Option<(Option<Board>, Answer)>, Failure> {
        let mut board = None;
        if !self.place.is_search() {
            let upcoming = only(&[("kind", &["event", "training"]), ("when", &["upcoming"])]);
            let asked = [
                (upcoming, Sort::Soonest, 8),
                (only(&[("kind", &MEANWHILE)]), Sort::Relevance, 20),
                (Filters::new(), Sort::Relevance, 6),
            ];
            let mut parts = Vec::with_capacity(asked.len());
            for (filters, sort, limit) in asked {
                let Some(answer) = self.ask(&filters, sort, limit).await? else {
                    return Ok(None);
                };
                parts.push(answer.hits.into_iter());
            }
            let mut parts = parts.into_iter();
            let mut hits = || parts.next().into_iter().flatten();
            board = Some(Board {
                next: hits().filter(|hit| front::is_next(hit, self.now)).collect(),
                meanwhile: front::most_urgent_first(hits().collect()),
                featured: hits().filter(|hit| hit.card.featured).collect(),
            });
        }
        let answer = self
            .ask(&self.place.asked_filters(), self.place.asked_sort(), limit)
            .await?;
        Ok(answer.map(|answer| (board, answer)))
    }
}

fn only(facets: &[(&str, &[&str])]) -> Filters {
    let own = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    facets
        .iter()
        .map(|(facet, values)| ((*facet).to_owned(), own(values)))
        .collect()
}
