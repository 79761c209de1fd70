//! `callboard links` against a server on this machine: what each answer means, at which pace, and what is remembered.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use jiff::fmt::rfc2822;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Requests as they came: `HEAD /path`, and when.
type Requests = Arc<Mutex<Vec<(String, Instant)>>>;

/// A server whose answers depend on the path. Returns its address and what it was asked.
fn server() -> (String, Requests) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    let requests = Requests::default();
    let seen = requests.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let seen = seen.clone();
            thread::spawn(move || answer(stream.unwrap(), &seen));
        }
    });
    (at, requests)
}

fn answer(mut stream: TcpStream, seen: &Requests) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    // The first byte of TLS is no letter.
    if reader
        .fill_buf()
        .is_ok_and(|bytes| bytes.first() == Some(&0x16))
    {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    let mut header = String::new();
    while reader.read_line(&mut header).unwrap_or(0) > 2 {
        header.clear();
    }
    let mut words = line.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let request = format!("{method} {path}");
    let before = {
        let mut seen = seen.lock().unwrap();
        let before = seen.iter().filter(|(have, _)| *have == request).count();
        seen.push((request.clone(), Instant::now()));
        before
    };
    let to = |code: &str, to: &str| (code.to_owned(), format!("Location: {to}\r\n"));
    let plain = |code: &str| (code.to_owned(), String::new());
    let (status, more) = match request.as_str() {
        "HEAD /no-head" => plain("405 Method Not Allowed"),
        "HEAD /moved" => to("301 Moved Permanently", "/new-place"),
        "HEAD /moved-then-lent" => to("308 Permanent Redirect", "/lent"),
        "HEAD /lent" => to("302 Found", "/ok"),
        "HEAD /moved-away" => to("301 Moved Permanently", "/missing"),
        _ if path.starts_with("/to-silent") => {
            let port = path.rsplit('/').next().unwrap();
            to(
                "301 Moved Permanently",
                &format!("http://localhost:{port}/silent"),
            )
        }
        "HEAD /circle" => to("302 Found", "/circle"),
        "HEAD /to-nothing" => to("302 Found", "mailto:a@example.org"),
        "HEAD /flaky" if before == 0 => plain("503 Service Unavailable"),
        "GET /flaky" if before == 0 => plain("503 Service Unavailable"),
        "HEAD /busy" => (
            "429 Too Many Requests".to_owned(),
            "Retry-After: 0\r\n".to_owned(),
        ),
        "HEAD /rests" => (
            "429 Too Many Requests".to_owned(),
            "Retry-After: 3600\r\n".to_owned(),
        ),
        "HEAD /opens-soon" if before == 0 => {
            let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(3);
            let soon = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&soon);
            (
                "429 Too Many Requests".to_owned(),
                format!("Retry-After: {}\r\n", soon.unwrap()),
            )
        }
        "HEAD /hangs-up" => return,
        _ if path == "/missing" => plain("404 Not Found"),
        _ if path == "/gone" => plain("410 Gone"),
        _ if path == "/forbidden" => plain("403 Forbidden"),
        _ if path.contains("silent") => {
            thread::sleep(Duration::from_secs(20));
            return;
        }
        _ => plain("200 OK"),
    };
    let answer =
        format!("HTTP/1.1 {status}\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n");
    let _ = stream.write_all(answer.as_bytes());
}

/// A catalogue whose one article links to these addresses, and a place for the file of answers.
fn catalogue(name: &str, urls: &[String]) -> (PathBuf, PathBuf) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("links")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("records")).unwrap();
    fs::write(
        folder.join("catalog.toml"),
        "name = { en = \"Example\" }\nlanguages = [\"en\"]\nzone = \"UTC\"\n",
    )
    .unwrap();
    let links: String = urls.iter().map(|url| format!("  - url: {url}\n")).collect();
    let record = format!("---\nkind: article\ntitle: One\nsummary: Text.\nlinks:\n{links}---\n");
    fs::write(folder.join("records/one.md"), record).unwrap();
    let cache = folder.join("answers.jsonl");
    (folder, cache)
}

fn links(folder: &Path, cache: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    // A proxy of this machine knows nothing of the server here.
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    if !more.contains(&"--delay") {
        command.args(["links", "--delay", "0"]);
    } else {
        command.arg("links");
    }
    command
        .arg(folder)
        .args(["--cache", cache.to_str().unwrap()])
        .args(more)
        .output()
        .unwrap()
}

fn states(output: &Output) -> BTreeMap<String, (String, String)> {
    let list: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
    list.as_array()
        .unwrap()
        .iter()
        .map(|link| {
            (
                text(&link["url"]),
                (text(&link["state"]), text(&link["detail"])),
            )
        })
        .collect()
}

#[test]
fn each_answer_is_told_apart() {
    let (at, _) = server();
    let closed = {
        // Nobody listens there once it is dropped.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    let cases = [
        ("/ok", "alive", ""),
        ("/no-head", "alive", ""),
        ("/flaky", "alive", ""),
        ("/lent", "alive", ""),
        ("/moved#part", "moved", "AT/new-place#part"),
        ("/moved-then-lent", "moved", "AT/lent"),
        ("/missing", "dead", "it answers 404 Not Found"),
        ("/moved-away", "dead", "it answers 404 Not Found"),
        ("/gone", "dead", "it answers 410 Gone"),
        ("/busy", "unsure", "it answers 429 Too Many Requests"),
        (
            "/forbidden",
            "unsure",
            "it answers 403 Forbidden, perhaps to programs only",
        ),
        ("/circle", "unsure", "it redirects in a circle"),
        ("/to-nothing", "unsure", "it redirects to no page"),
        ("/silent", "unsure", "no answer within 1 s"),
    ];
    let mut urls: Vec<String> = cases
        .iter()
        .map(|(path, ..)| format!("{at}{path}"))
        .collect();
    urls.push(closed.clone());
    let (folder, cache) = catalogue("answers", &urls);
    let found = links(
        &folder,
        &cache,
        &["--json", "--timeout", "1", "--retries", "1"],
    );
    assert_eq!(found.status.code(), Some(1));
    let mut expected: BTreeMap<String, (String, String)> = cases
        .iter()
        .map(|(path, state, detail)| {
            let detail = detail.replace("AT", &at);
            (format!("{at}{path}"), ((*state).to_owned(), detail))
        })
        .collect();
    expected.insert(closed, ("dead".to_owned(), "no connection".to_owned()));
    assert_eq!(states(&found), expected);
    let shown = links(&folder, &cache, &["--timeout", "1", "--retries", "0"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(
        shown.contains(&format!(
            "records/one.md:12: dead {at}/missing: it answers 404 Not Found\n"
        )),
        "{shown}"
    );
    assert!(
        shown.contains(&format!(
            "records/one.md:10: moved {at}/moved#part -> {at}/new-place#part\n"
        )),
        "{shown}"
    );
    assert!(
        shown.ends_with("15 links: 4 alive, 2 moved, 4 dead, 5 unsure (9 known from before)\n"),
        "{shown}"
    );
}

/// A server says how long in seconds or as a moment. Who is asked to stay away for an hour does not come back after a minute.
#[test]
fn a_server_that_wants_to_be_left_alone_is() {
    let (at, requests) = server();
    let plain = at.replace("http:", "https:");
    let urls = [
        format!("{at}/rests"),
        format!("{at}/opens-soon"),
        format!("{at}/hangs-up"),
        format!("{plain}/ok"),
    ];
    let (folder, cache) = catalogue("left-alone", &urls);
    let found = states(&links(&folder, &cache, &["--json"]));
    let unsure = |why: &str| ("unsure".to_owned(), why.to_owned());
    let why = "it answers 429 Too Many Requests, and wants to be left alone for 3600 s";
    assert_eq!(found[&urls[0]], unsure(why));
    assert_eq!(found[&urls[1]].0, "alive");
    assert_eq!(found[&urls[2]], unsure("it hangs up without an answer"));
    assert_eq!(
        found[&urls[3]],
        unsure("what answers there does not speak https")
    );
    let requests = requests.lock().unwrap();
    let times = |path: &str| -> Vec<Instant> {
        let those = requests.iter().filter(|(request, _)| request == path);
        those.map(|(_, when)| *when).collect()
    };
    assert_eq!(times("HEAD /rests").len(), 1);
    // A moment has no parts of a second.
    let soon = times("HEAD /opens-soon");
    assert!(soon.len() == 2 && soon[1] - soon[0] > Duration::from_millis(1500));
}

#[test]
fn what_was_answered_is_not_asked_again() {
    let (at, requests) = server();
    let urls: Vec<String> = (0..5).map(|number| format!("{at}/page-{number}")).collect();
    let (folder, cache) = catalogue("resumed", &urls);
    // As if the first check had been ended in the middle of writing the third answer.
    let now = jiff::Timestamp::now();
    let line = |number: usize| {
        format!(
            "{{\"url\":\"{at}/page-{number}\",\"state\":\"alive\",\"detail\":null,\"asked\":\"{now}\"}}\n"
        )
    };
    let whole = format!("{}{}{}", line(0), line(1), line(2));
    fs::write(&cache, &whole[..whole.len() - 30]).unwrap();
    let first = links(&folder, &cache, &["--json"]);
    assert!(
        first.status.success(),
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    let mut asked: Vec<String> = requests
        .lock()
        .unwrap()
        .drain(..)
        .map(|(what, _)| what)
        .collect();
    asked.sort();
    assert_eq!(asked, ["HEAD /page-2", "HEAD /page-3", "HEAD /page-4"]);
    assert_eq!(states(&first).len(), 5);
    let second = links(&folder, &cache, &["--json"]);
    assert_eq!(second.stdout, first.stdout);
    assert!(requests.lock().unwrap().is_empty());
    // What is linked to no more is forgotten, and with 0 hours everything is asked.
    assert_eq!(fs::read_to_string(&cache).unwrap().lines().count(), 5);
    links(&folder, &cache, &["--max-age", "0"]);
    assert_eq!(requests.lock().unwrap().len(), 5);
}

#[test]
fn requests_to_one_host_keep_apart() {
    let (at, requests) = server();
    let urls: Vec<String> = (0..4).map(|number| format!("{at}/page-{number}")).collect();
    let (folder, cache) = catalogue("pace", &urls);
    let begun = Instant::now();
    links(&folder, &cache, &["--delay", "0.2"]);
    let mut times: Vec<Instant> = requests
        .lock()
        .unwrap()
        .iter()
        .map(|(_, when)| *when)
        .collect();
    assert_eq!(times.len(), 4);
    times.sort_unstable();
    // A busy machine only makes requests arrive later than they are sent, so each may be asked whether it came too early.
    for (time, before) in times.iter().zip(0..) {
        let earliest = before * Duration::from_millis(200);
        assert!(*time - begun >= earliest, "{begun:?} {times:?}");
    }
    // Times are taken where requests arrive, which is a little later than they are sent.
    for pair in times.windows(2) {
        assert!(pair[1] - pair[0] > Duration::from_millis(150), "{times:?}");
    }
}

/// A host that takes questions and never answers is not waited for once for each of its addresses.
#[test]
fn a_silent_host_does_not_hold_the_others_up() {
    let (at, requests) = server();
    let urls: Vec<String> = (0..9)
        .map(|number| format!("{at}/silent-{number}"))
        .collect();
    let (folder, cache) = catalogue("silent", &urls);
    let begun = Instant::now();
    let found = states(&links(&folder, &cache, &["--json", "--timeout", "1"]));
    assert!(begun.elapsed() < Duration::from_secs(8), "{begun:?}");
    assert_eq!(requests.lock().unwrap().len(), 3);
    for (number, url) in urls.iter().enumerate() {
        let why = match number {
            0 | 1 => "no answer within 1 s",
            _ => "it was not asked: others of its host gave no answer",
        };
        assert_eq!(found[url], ("unsure".to_owned(), why.to_owned()));
    }
    // Nothing of it is kept, so that the next check asks again.
    assert!(!fs::read_to_string(&cache).is_ok_and(|kept| kept.contains("silent")));
    // One slow page says nothing of the others.
    let (at, _) = server();
    let urls = ["1-ok", "2-silent", "3-ok", "4-silent", "5-ok"].map(|path| format!("{at}/{path}"));
    let (folder, cache) = catalogue("half-silent", &urls);
    let found = states(&links(&folder, &cache, &["--json", "--timeout", "1"]));
    let alive = found.values().filter(|(state, _)| state == "alive");
    assert_eq!(alive.count(), 3);
}

/// A silent host is waited for once, whoever leads to it.
#[test]
fn a_silent_host_that_others_redirect_to_does_not_hold_them_up() {
    let (at, _) = server();
    let (silent, asked) = server();
    let port = silent.rsplit(':').next().unwrap();
    let mut urls: Vec<String> = (0..9)
        .map(|number| format!("{at}/to-silent-{number}/{port}"))
        .collect();
    urls.push(format!("http://localhost:{port}/silent-itself"));
    urls.push(format!("{at}/z-ok"));
    let (folder, cache) = catalogue("silent-behind", &urls);
    let begun = Instant::now();
    let found = states(&links(&folder, &cache, &["--json", "--timeout", "1"]));
    assert!(begun.elapsed() < Duration::from_secs(8), "{begun:?}");
    let asked = asked.lock().unwrap().len();
    assert!(asked <= 5, "{asked}");
    for url in urls.iter().take(10) {
        assert_eq!(found[url].0, "unsure", "{url}");
    }
    let last = &found[&urls[8]];
    assert_eq!(last.1, "it leads to localhost, which gave others no answer");
    assert_eq!(found[&urls[10]].0, "alive");
    assert!(!fs::read_to_string(&cache).unwrap().contains("silent"));
}

#[test]
fn without_a_network_nothing_is_judged() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (folder, cache) = catalogue("offline", &[format!("{at}/one"), format!("{at}/two")]);
    let found = links(&folder, &cache, &["--retries", "0"]);
    assert_eq!(found.status.code(), Some(0));
    let said = String::from_utf8_lossy(&found.stderr).into_owned();
    assert!(
        said.contains("seems to be offline, so nothing is judged"),
        "{said}"
    );
    assert!(!cache.exists() && found.stdout.is_empty());
    // A name that nobody has (RFC 6761, section 6.4), and no other.
    let nowhere = "http://nowhere.invalid/one".to_owned();
    let (folder, cache) = catalogue("no-name", std::slice::from_ref(&nowhere));
    let found = links(&folder, &cache, &["--retries", "0"]);
    assert_eq!(found.status.code(), Some(0));
    let said = String::from_utf8_lossy(&found.stderr).into_owned();
    assert!(said.contains("seems to be offline"), "{said}");
    // Beside a host that answers it is that name which is wrong, or the server of names that is silent.
    let (alive, _) = server();
    let (folder, cache) = catalogue("one-name", &[nowhere.clone(), format!("{alive}/ok")]);
    let found = states(&links(&folder, &cache, &["--retries", "0", "--json"]));
    let (state, detail) = &found[&nowhere];
    let silent = state == "unsure" && detail.contains("emporary failure");
    assert!(
        silent || (state == "dead" && detail == "there is no such host"),
        "{detail}"
    );
    assert_eq!(found[&format!("{alive}/ok")].0, "alive");
    // A catalogue without links needs no network.
    let (folder, cache) = catalogue("none", &[]);
    let found = links(&folder, &cache, &[]);
    assert!(String::from_utf8_lossy(&found.stdout).starts_with("0 links:"));
}

/// A record that cannot be read has links that nobody asked: silence would look as if all were well.
#[test]
fn links_that_could_not_be_read_are_told_of() {
    let (at, _) = server();
    let (folder, cache) = catalogue("broken", &[format!("{at}/ok")]);
    fs::write(folder.join("records/broken.md"), "no front matter\n").unwrap();
    let asked = links(&folder, &cache, &[]);
    let error = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert!(
        error.contains("the catalogue has 1 error, so some links may not be asked"),
        "{error}"
    );
    assert!(
        String::from_utf8_lossy(&asked.stdout).starts_with("1 link: 1 alive"),
        "{}",
        String::from_utf8_lossy(&asked.stdout)
    );
}
