//! When to ask the engine, and what to do with its answers.

use super::{Page, after_render};
use crate::answer::{Answer, Failure, Hit};
use crate::browser;
use crate::engine::{Engine, Request};
use crate::state::{Filters, Place, Sort};
use crate::view::front::{self, Board, MEANWHILE};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// Milliseconds without typing after which the number of hits is announced.
const ANNOUNCE: u32 = 700;

impl Page {
    /// Opens the catalogue.
    pub(super) fn open(&self) {
        self.fail(None);
        let page = self.clone();
        spawn_local(async move {
            match Engine::open().await {
                Ok((engine, site)) => {
                    {
                        let mut state = page.state.borrow_mut();
                        state.engine = Some(Rc::new(engine));
                        state.site = Some(Rc::new(site));
                    }
                    page.setting.notify();
                }
                Err(failure) => page.fail(Some(failure)),
            }
        });
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
        let (place, limit, engine) = {
            let state = self.state.borrow();
            (state.place.clone(), state.shown, state.engine.clone())
        };
        let Some(engine) = engine.filter(|_| place.record.is_none()) else {
            return;
        };
        let page = self.clone();
        spawn_local(async move {
            match answer(&engine, &place, limit, now, lang).await {
                Ok(Some((board, answer))) => page.show(board, answer),
                // A newer search has taken its place.
                Ok(None) => {}
                Err(failure) => page.fail(Some(failure)),
            }
        });
    }

    fn show(&self, board: Option<Board>, answer: Answer) {
        let focused = browser::focused_id();
        let total = answer.total;
        let left = {
            let mut state = self.state.borrow_mut();
            state.answer = Some(Rc::new(answer));
            if let Some(board) = board {
                state.board = Some(Rc::new(board));
            }
            if state.place.is_search() {
                let page = self.clone();
                let announce = move || browser::say("cb-said", &(page.words().results)(total));
                state.announcing = Some(Timeout::new(ANNOUNCE, announce));
            }
            state.left.take()
        };
        if self.state.borrow().failure.is_some() {
            self.fail(None);
        }
        self.answered.notify();
        let y = browser::remembered_scroll();
        after_render(move || match left {
            Some(id) => {
                browser::focus_hit(&id);
                browser::scroll_to(y.unwrap_or(0.0));
            }
            // What had the focus may have been written anew.
            None => browser::refocus(&focused),
        });
    }

    /// Asks for the record that is open.
    pub(super) fn open_record(&self) {
        self.setting.track();
        let (id, engine) = {
            let state = self.state.borrow();
            (state.place.record.clone(), state.engine.clone())
        };
        let shown = match self.state.borrow().record.as_deref() {
            Some(Ok(record)) => Some(record.id.clone()),
            _ => None,
        };
        let (Some(id), Some(engine)) = (id, engine) else {
            return;
        };
        if shown.as_ref() == Some(&id) {
            after_render(|| browser::focus("cb-record"));
            return;
        }
        let page = self.clone();
        spawn_local(async move {
            let found = engine.record(&id).await;
            // The reader may have gone on meanwhile.
            if page.place().record.as_ref() != Some(&id) {
                return;
            }
            page.state.borrow_mut().record = Some(Rc::new(found));
            page.opened.notify();
            let y = browser::remembered_scroll();
            after_render(move || {
                browser::focus("cb-record");
                browser::scroll_to(y.unwrap_or(0.0));
            });
        });
    }
}

/// The answer for a place, on the front page with what it shows besides. `None` when a newer search has
/// taken its place.
async fn answer(
    engine: &Engine,
    place: &Place,
    limit: u32,
    now: i64,
    lang: &str,
) -> Result<Option<(Option<Board>, Answer)>, Failure> {
    let ask = async |filters: &Filters, sort, limit| {
        let request = Request {
            text: &place.text,
            filters,
            sort,
            limit,
            as_of: now,
            lang,
        };
        engine.search(request).await
    };
    let mut board = None;
    if !place.is_search() {
        let upcoming = only(&[("kind", &["event", "training"]), ("when", &["upcoming"])]);
        let Some(next) = ask(&upcoming, Sort::Soonest, 8).await? else {
            return Ok(None);
        };
        let Some(meanwhile) = ask(&only(&[("kind", &MEANWHILE)]), Sort::Relevance, 20).await?
        else {
            return Ok(None);
        };
        let Some(featured) = ask(&Filters::new(), Sort::Relevance, 6).await? else {
            return Ok(None);
        };
        let next: Vec<Hit> = next
            .hits
            .into_iter()
            .filter(|hit| front::is_next(hit, now))
            .collect();
        board = Some(Board {
            next,
            meanwhile: front::most_urgent_first(meanwhile.hits),
            featured: featured
                .hits
                .into_iter()
                .filter(|hit| hit.card.featured)
                .collect(),
        });
    }
    Ok(ask(&place.filters, place.sort, limit)
        .await?
        .map(|answer| (board, answer)))
}

fn only(facets: &[(&str, &[&str])]) -> Filters {
    let own = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    facets
        .iter()
        .map(|(facet, values)| ((*facet).to_owned(), own(values)))
        .collect()
}
