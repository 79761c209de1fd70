//! A site that an editor sees while she writes: made in memory whenever the catalogue changes, served on this machine, with
//! what is wrong above the last version that was good.
//!
//! | module | answers |
//! |---|---|
//! | [`watch`] | when has something been saved? |
//! | [`page`] | what does a page have in the preview that no published one has? |
//! | [`http`] | how is a browser answered? |
//!
//! A browser keeps one connection open to [`page::EVENTS_PATH`], on which server-sent events (HTML Standard, section 9.2) tell
//! it of each version: which it is, and what is wrong. No folder is written to. Not here: printing (the command does), what
//! is published ([`crate::site`]).

pub mod http;
pub mod page;
pub mod watch;

use crate::diagnostic::{Diagnostic, Severity};
use crate::outputs::pages::not_found;
use crate::report;
use crate::site::Files;
use http::{Reply, Request};
use serde_json::json;
use std::io::{self, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Most mistakes that a page shows.
const SHOWN: usize = 100;

/// Most connections at once. A browser opens six to a host, and one more for the events of each tab.
const CONNECTIONS: usize = 256;

/// Who says nothing for so long is not waited for.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Between two signs of life on a stream of events, by which it is noticed that nobody listens.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

/// How many ports are tried.
const PORTS: usize = 100;

/// What is shown, shared by all connections.
#[derive(Default)]
pub struct Preview {
    state: Mutex<State>,
    changed: Condvar,
    connections: AtomicUsize,
}

/// A version of a site: what a browser loads, and what others read, which is made when the first of them asks. For many records
/// that takes as long as all the rest, and while somebody writes nobody subscribes.
struct Version {
    files: Files,
    others: OnceLock<Files>,
    make_others: Box<dyn Fn() -> Files + Send + Sync>,
}

impl Version {
    fn get(&self, path: &str) -> Option<&[u8]> {
        let file = self.files.get(path);
        let others = || self.others.get_or_init(&self.make_others).get(path);
        file.or_else(others).map(Vec::as_slice)
    }
}

#[derive(Default)]
struct State {
    /// Told apart from those of a preview that ran before.
    run: u128,
    /// Number of the version, from 1; 0 while there is none.
    number: u64,
    /// The last good version.
    site: Option<Arc<Version>>,
    /// Number of what is told, which changes with every reading of the catalogue.
    told: u64,
    /// What is wrong now, and whether that keeps it from being shown.
    found: Vec<Diagnostic>,
    failed: bool,
}

impl State {
    fn version(&self) -> String {
        format!("{}-{}", self.run, self.number)
    }

    /// The event that tells of this state.
    fn event(&self) -> String {
        let found: Vec<_> = self
            .found
            .iter()
            .take(SHOWN)
            .map(|d| {
                json!({
                    "severity": d.severity.name(), "code": d.code, "file": d.file, "line": d.place.line,
                    "column": d.place.column, "length": d.place.length, "source_line": d.source_line,
                    "source_column": d.source_column,
                    "message": d.message, "fix": d.fix,
                })
            })
            .collect();
        // Notes are not among them, so they are not counted.
        let counts = report::summary(&self.found);
        let counts = counts.strip_suffix(", 0 notes").unwrap_or(&counts);
        let summary = match (self.failed, self.site.is_some()) {
            (true, true) => format!("{counts}. This is the last version without errors."),
            _ => counts.to_owned(),
        };
        let data = json!({
            "version": self.version(), "failed": self.failed, "summary": summary, "found": found,
            "more": self.found.len().saturating_sub(SHOWN),
        });
        format!("event: state\ndata: {data}\n\n")
    }
}

impl Preview {
    /// A preview that shows nothing yet.
    pub fn new() -> Preview {
        let preview = Preview::default();
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        preview.state().run = now.unwrap_or_default().as_millis();
        preview
    }

    /// Shows a version, with what is doubtful in it; `others` makes what no page loads, when it is asked for. Says whether
    /// it is another than the last one: a page that would look the same is not loaded again.
    pub fn show(
        &self,
        files: Files,
        others: impl Fn() -> Files + Send + Sync + 'static,
        found: Vec<Diagnostic>,
    ) -> bool {
        let mut state = self.state();
        let last = state.site.as_ref().map(|site| &site.files);
        let is_new = last != Some(&files);
        if is_new {
            state.number += 1;
        }
        state.site = Some(Arc::new(Version {
            files,
            others: OnceLock::new(),
            make_others: Box::new(others),
        }));
        self.tell(state, found, false);
        is_new
    }

    /// Shows what is wrong above the last good version, and says whether there is one.
    pub fn show_wrong(&self, found: Vec<Diagnostic>) -> bool {
        let state = self.state();
        let is_shown = state.site.is_some();
        self.tell(state, found, true);
        is_shown
    }

    fn tell(&self, mut state: MutexGuard<State>, found: Vec<Diagnostic>, failed: bool) {
        state.found = found
            .into_iter()
            .filter(|d| d.severity != Severity::Note)
            .collect();
        // What keeps it from being shown comes first.
        state.found.sort_by_key(|d| d.severity);
        state.failed = failed;
        state.told += 1;
        drop(state);
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers every browser that comes, until the program ends.
    pub fn serve(self: &Arc<Preview>, listener: &TcpListener) {
        for stream in listener.incoming() {
            // A browser that hung up before it was heard.
            let Ok(stream) = stream else { continue };
            if self.connections.fetch_add(1, Ordering::SeqCst) >= CONNECTIONS {
                self.connections.fetch_sub(1, Ordering::SeqCst);
                continue;
            }
            let preview = Arc::clone(self);
            let started = std::thread::Builder::new().spawn(move || {
                // That a browser hangs up in the middle is its right.
                let _ = preview.converse(stream);
                preview.connections.fetch_sub(1, Ordering::SeqCst);
            });
            if started.is_err() {
                self.connections.fetch_sub(1, Ordering::SeqCst);
            }
        }
    }

    fn converse(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        stream.set_nodelay(true)?;
        let Some(request) = http::read(&mut stream)? else {
            let reply = text(400, "This is no request.\n");
            return http::send(&mut stream, &Request::default(), &reply);
        };
        if !http::is_for_here(&request) {
            let reply = text(
                403,
                "The preview answers to 127.0.0.1 and localhost only.\n",
            );
            return http::send(&mut stream, &request, &reply);
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return http::send(
                &mut stream,
                &request,
                &text(405, "The preview only shows.\n"),
            );
        }
        match request.path.as_str() {
            page::EVENTS_PATH if request.method == "GET" => self.events(&mut stream),
            page::SCRIPT_PATH => self.own(&mut stream, &request, page::SCRIPT),
            page::STYLE_PATH => self.own(&mut stream, &request, page::STYLE),
            _ => self.file(&mut stream, &request),
        }
    }

    fn own(&self, stream: &mut TcpStream, request: &Request, body: &str) -> io::Result<()> {
        let reply = Reply {
            status: 200,
            kind: http::content_type(&request.path),
            body: body.as_bytes(),
        };
        http::send(stream, request, &reply)
    }

    /// A file of the version that is shown.
    fn file(&self, stream: &mut TcpStream, request: &Request) -> io::Result<()> {
        let (site, version) = {
            let state = self.state();
            (state.site.clone(), state.version())
        };
        let index = match request.path.as_str() {
            "" => "index.html".to_owned(),
            path if path.ends_with('/') => format!("{path}index.html"),
            path => path.to_owned(),
        };
        let found = site.as_deref().and_then(|site| site.get(&index));
        let html = "text/html; charset=utf-8";
        let (status, kind, body) = match (found, &site) {
            (Some(bytes), _) => (200, http::content_type(&index), bytes),
            (None, Some(site)) => {
                let sentence = format!("The site has no file {index}.");
                let page = match site.get(not_found::PATH) {
                    Some(page) => page::with_script(page, &version),
                    None => {
                        let page = page::of_sentence("Not found", &sentence);
                        page::with_script(&page, &version)
                    }
                };
                let reply = Reply {
                    status: 404,
                    kind: html.to_owned(),
                    body: &page,
                };
                return http::send(stream, request, &reply);
            }
            (None, None) => {
                let sentence =
                    "The catalogue has mistakes. The page is shown once they are mended.";
                let page = page::of_sentence("Nothing to show yet", sentence);
                let page = page::with_script(&page, &version);
                let reply = Reply {
                    status: 503,
                    kind: html.to_owned(),
                    body: &page,
                };
                return http::send(stream, request, &reply);
            }
        };
        let page;
        let body = if kind.starts_with("text/html") {
            page = page::with_script(body, &version);
            &page
        } else {
            body
        };
        http::send(stream, request, &Reply { status, kind, body })
    }

    /// Tells of every state from now on, until the browser hangs up.
    fn events(&self, stream: &mut TcpStream) -> io::Result<()> {
        let head = http::head(200, "text/event-stream; charset=utf-8");
        stream.write_all(format!("{head}\r\nretry: 1000\n\n").as_bytes())?;
        let mut told = None;
        loop {
            let event = {
                let same = |state: &mut State| Some(state.told) == told;
                let waited = self
                    .changed
                    .wait_timeout_while(self.state(), SIGN_OF_LIFE, same);
                let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
                told = Some(state.told);
                match timeout.timed_out() {
                    true => ":\n\n".to_owned(),
                    false => state.event(),
                }
            };
            stream.write_all(event.as_bytes())?;
            stream.flush()?;
        }
    }
}

/// An answer of one line.
fn text(status: u16, line: &str) -> Reply<'_> {
    Reply {
        status,
        kind: "text/plain; charset=utf-8".to_owned(),
        body: line.as_bytes(),
    }
}

/// Listens on this machine alone, at the port or the next one that is free.
///
/// # Errors
/// When a hundred ports are taken, or may not be used.
pub fn listen(port: u16) -> io::Result<TcpListener> {
    let mut last = None;
    for port in (port..=u16::MAX).take(PORTS) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::Error::other("no port was tried")))
}

#[cfg(test)]
mod tests {
    use super::{Preview, listen};
    use crate::site::Files;

    #[test]
    fn a_taken_port_gives_the_next() {
        let first = listen(0).unwrap();
        let port = first.local_addr().unwrap().port();
        let second = listen(port).unwrap();
        assert!(second.local_addr().unwrap().port() > port);
    }

    #[test]
    fn what_looks_the_same_is_no_new_version() {
        let preview = Preview::new();
        let site = |text: &str| Files::from([("index.html".to_owned(), text.as_bytes().to_vec())]);
        assert!(preview.show(site("a"), Files::new, Vec::new()));
        let first = preview.state().version();
        assert!(!preview.show(site("a"), Files::new, Vec::new()));
        preview.show_wrong(Vec::new());
        assert_eq!(preview.state().version(), first);
        assert!(
            preview
                .state()
                .event()
                .contains("last version without errors")
        );
        assert!(preview.show(site("b"), Files::new, Vec::new()));
        assert_ne!(preview.state().version(), first);
        assert!(preview.state().event().contains("\"failed\":false"));
    }
}
