//! The engine's door to JavaScript: one wasm module, run in a worker by
//! `callboard-engine-worker.js` and wrapped for callers by `callboard-engine.js`.
//!
//! Every method returns a text: JSON, or `need:` and the parts of the pack to hand over first, or
//! `error:` with a code and a sentence. Texts cross the border cheaply, and no exception has to.
//!
//! Not here: fetching, clocks. The scripts do that.
//!
//! There is no standard library in it: what a panic would print costs a fifth of the module, and
//! a panic (which would be our own mistake) traps and is reported by the scripts all the same.

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

use alloc::{borrow::ToOwned, string::String, vec::Vec};
use callboard_engine::Part as Damaged;
use callboard_engine::pack::{Part, checked, inflate};
use callboard_engine::{Clock, Error, Request, Searcher, Sort, Step, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// A pack that answers, or none yet.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    searcher: Option<Searcher>,
    primer: Vec<u8>,
}

#[wasm_bindgen]
impl Engine {
    /// An engine without a pack.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Engine {
        Engine::default()
    }

    /// Opens a pack by what its manifest gives or names, and by the manifest's primer, if it has one; both as they are
    /// compressed. Returns the site's JSON.
    pub fn open(&mut self, bytes: &[u8], primer: &[u8]) -> String {
        let opened = || {
            let primer = match primer {
                [] => Vec::new(),
                _ => checked(&inflated(primer, &[])?)
                    .ok_or(Error::Damaged(Damaged::Root))?
                    .to_vec(),
            };
            Ok((Searcher::open(&inflated(bytes, &[])?)?, primer))
        };
        match opened() {
            Ok((searcher, primer)) => {
                let site = searcher.site();
                self.searcher = Some(searcher);
                self.primer = primer;
                site
            }
            Err(error) => refuse(&error),
        }
    }

    /// Hands over the part of this number as it is compressed. Returns an empty text.
    pub fn provide(&mut self, number: u32, bytes: &[u8], primed: bool) -> String {
        let Some(searcher) = &mut self.searcher else {
            return String::new();
        };
        let primer: &[u8] = if primed { &self.primer } else { &[] };
        let given = inflated(bytes, primer).and_then(|bytes| searcher.provide(number, &bytes));
        match given {
            Err(error) => refuse(&error),
            Ok(()) => String::new(),
        }
    }

    /// Parts worth fetching while nobody waits, as they are needed otherwise.
    pub fn ahead(&self) -> String {
        self.searcher
            .as_ref()
            .map_or_else(String::new, |searcher| need(&searcher.ahead()))
    }

    /// Searches. `filters` has a line `facet TAB value` for each chosen value; `sort` is 0 for
    /// relevance, 1 for newest, 2 for soonest; times are minutes since 1970; `flags` adds 1 to explain, 2 to count
    /// facets only where that costs no fetch.
    #[allow(
        clippy::too_many_arguments,
        reason = "plain numbers and texts cross the border cheaply"
    )]
    pub fn search(
        &self,
        text: &str,
        filters: &str,
        sort: u8,
        limit: u32,
        offset: u32,
        now: f64,
        day_start: f64,
        day_end: f64,
        lang: &str,
        flags: u8,
    ) -> String {
        let mut request = Request::new(text, clock(now, day_start, day_end));
        // In bytes: looking for characters in texts is half a kilobyte of wasm.
        for line in filters.as_bytes().split(|byte| *byte == b'\n') {
            if let Some(tab) = line.iter().position(|byte| *byte == b'\t') {
                let text = |bytes: &[u8]| core::str::from_utf8(bytes).unwrap_or("").to_owned();
                let (facet, value) = (text(&line[..tab]), text(&line[tab + 1..]));
                request.filters.push((facet, value));
            }
        }
        request.sort = match sort {
            1 => Sort::Newest,
            2 => Sort::Soonest,
            _ => Sort::Relevance,
        };
        request.limit = limit as usize;
        request.offset = offset as usize;
        request.lang = (!lang.is_empty()).then(|| lang.to_owned());
        request.explain = flags & 1 != 0;
        request.hits_first = flags & 2 != 0;
        self.ask(|searcher| searcher.search(&request), json::answer)
    }

    /// Completions for a text that is being typed.
    pub fn suggest(
        &self,
        text: &str,
        limit: u32,
        now: f64,
        day_start: f64,
        day_end: f64,
        lang: &str,
    ) -> String {
        let lang = (!lang.is_empty()).then_some(lang);
        let clock = clock(now, day_start, day_end);
        self.ask(
            |searcher| searcher.suggest(text, limit as usize, lang, clock),
            |found| json::suggestions(found),
        )
    }

    /// Everything about one record; `null` when there is none.
    pub fn record(&self, id: &str) -> String {
        self.ask(
            |searcher| searcher.record(id),
            |record| {
                record
                    .as_ref()
                    .map_or_else(|| "null".to_owned(), json::record)
            },
        )
    }
}

impl Engine {
    fn ask<T>(
        &self,
        ask: impl FnOnce(&Searcher) -> Result<Step<T>, Error>,
        show: impl FnOnce(&T) -> String,
    ) -> String {
        match self.searcher.as_ref().map(ask) {
            None => "error:missing no pack has been opened".to_owned(),
            Some(Ok(Step::Done(value))) => show(&value),
            Some(Ok(Step::Need(parts))) => need(&parts),
            Some(Err(error)) => refuse(&error),
        }
    }
}

fn inflated(bytes: &[u8], primer: &[u8]) -> Result<Vec<u8>, Error> {
    inflate(bytes, primer).ok_or(Error::Damaged(Damaged::Chunk))
}

/// Parts, each as `number file start length primed`, apart by semicolons.
fn need(parts: &[Part]) -> String {
    let mut out = "need:".to_owned();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push(';');
        }
        json::push_number(&mut out, i64::from(part.number));
        out.push(' ');
        out.push_str(&part.file);
        for number in [part.start, part.length, usize::from(part.primed)] {
            out.push(' ');
            json::push_number(&mut out, number as i64);
        }
    }
    out
}

fn refuse(error: &Error) -> String {
    let mut out = "error:".to_owned();
    out.push_str(error.code());
    out.push(' ');
    out.push_str(&error.message());
    out
}

/// JavaScript's numbers are floating point; minutes are whole.
fn clock(now: f64, day_start: f64, day_end: f64) -> Clock {
    Clock {
        now: now as i64,
        day_start: day_start as i64,
        day_end: day_end as i64,
        begins,
    }
}

/// When a day begins by the zone of the reader's device. `2024T00:00`, `2024-11T00:00` and `2024-11-08T00:00` are forms of
/// ECMAScript's date time string format, which without a zone are local; anything else it takes as it likes or not at all.
fn begins(day: &str) -> Option<i64> {
    let mut midnight = day.to_owned();
    midnight.push_str("T00:00");
    let milliseconds = parse(&midnight);
    (!milliseconds.is_nan()).then_some((milliseconds / 60_000.0) as i64)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date)]
    fn parse(text: &str) -> f64;
}

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
