//! The door to the search engine: `callboard-engine.js`, which the site publishes beside the app, and by `opening.js` the
//! pack that it has begun to open.
//!
//! Searches run in the engine's worker; a newer one makes an older one fail as aborted, so answers never
//! arrive out of order. Not here: when to search ([`crate::view`]).

use crate::answer::{Answer, Counts, Failure, Record, Site};
use crate::combobox::Choice;
use crate::decode::{self, Js};
use crate::state::{Filters, Sort};
use js_sys::{Array, Date, Object, Reflect};
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};

#[wasm_bindgen(raw_module = "./opening.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn opened() -> Result<JsValue, JsValue>;

    type Handle;
    #[wasm_bindgen(method, getter)]
    fn site(this: &Handle) -> JsValue;
    #[wasm_bindgen(method, catch)]
    async fn search(this: &Handle, text: &str, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn suggest(this: &Handle, text: &str, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn facets(this: &Handle, text: &str, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn record(this: &Handle, id: &str) -> Result<JsValue, JsValue>;
}

/// An opened catalogue.
pub struct Engine {
    handle: Handle,
}

/// What to search for.
pub struct Request<'r> {
    pub text: &'r str,
    pub filters: &'r Filters,
    pub sort: Sort,
    pub limit: u32,
    pub as_of: i64,
    pub lang: &'r str,
    /// Whether hits say why they were found.
    pub explain: bool,
}

impl Engine {
    /// The pack that stands beside the app, opened.
    ///
    /// # Errors
    /// With the engine's code when there is no pack, or none that can be used.
    pub async fn open() -> Result<(Engine, Site), Failure> {
        let handle: Handle = opened()
            .await
            .map_err(|error| failure(&error))?
            .unchecked_into();
        let site = decode::site(&Js(handle.site()));
        Ok((Engine { handle }, site))
    }

    /// Searches. `None` when a newer search has taken its place.
    ///
    /// # Errors
    /// When a part of the pack cannot be loaded or read.
    pub async fn search(&self, request: Request<'_>) -> Result<Option<Answer>, Failure> {
        let options = options(&request);
        match self.handle.search(request.text, &options).await {
            Ok(answer) => Ok(Some(decode::answer(&Js(answer)))),
            Err(error) if name(&error) == "AbortError" => Ok(None),
            Err(error) => Err(failure(&error)),
        }
    }

    /// What the text of a request may become: records and values of facets. What cannot be had is not
    /// suggested.
    pub async fn suggest(&self, request: Request<'_>) -> Vec<Choice> {
        let options = options(&request);
        let found = self.handle.suggest(request.text, &options).await;
        found.map_or_else(|_| Vec::new(), |found| decode::choices(&Js(found)))
    }

    /// How many of the records that a request finds have each value. A search takes no place of it, nor it of one. What
    /// cannot be had is not counted.
    pub async fn counts(&self, request: Request<'_>) -> Counts {
        let options = options(&request);
        let found = self.handle.facets(request.text, &options).await;
        found.map_or_else(|_| Counts::new(), |found| decode::counts(&Js(found)))
    }

    /// Everything about a record.
    ///
    /// # Errors
    /// With the code `no-record` when there is none with this id.
    pub async fn record(&self, id: &str) -> Result<Record, Failure> {
        self.handle
            .record(id)
            .await
            .map(|record| decode::record(&Js(record)))
            .map_err(|error| failure(&error))
    }
}

fn options(request: &Request) -> JsValue {
    let options = Object::new();
    // Setting a property of a plain object cannot fail.
    let set = |object: &Object, key: &str, value: &JsValue| {
        let _ = Reflect::set(object, &key.into(), value);
    };
    let filters = Object::new();
    for (facet, values) in request.filters {
        let list: Array = values
            .iter()
            .map(|value| JsValue::from_str(value))
            .collect();
        set(&filters, facet, &list);
    }
    set(&options, "filters", &filters);
    set(&options, "sort", &request.sort.name().into());
    set(&options, "limit", &request.limit.into());
    set(
        &options,
        "asOf",
        &Date::new(&((request.as_of * 60_000) as f64).into()),
    );
    set(&options, "lang", &request.lang.into());
    set(&options, "explain", &request.explain.into());
    // The page shows counts beside its hits, and both change at once.
    set(&options, "hitsFirst", &JsValue::FALSE);
    options.into()
}

fn failure(error: &JsValue) -> Failure {
    let code = Reflect::get(error, &"code".into())
        .ok()
        .and_then(|code| code.as_string());
    Failure {
        code: code.unwrap_or_default(),
    }
}

fn name(error: &JsValue) -> String {
    Reflect::get(error, &"name".into())
        .ok()
        .and_then(|name| name.as_string())
        .unwrap_or_default()
}
