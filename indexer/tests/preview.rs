//! `callboard serve`: what a browser is answered, and that what an editor saves, breaks and mends is told at once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

mod folders;
mod stand_in;

use folders::copy;

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Long enough for a machine with much else to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// Long enough for a second version to come, where there must be none.
const WHILE: Duration = Duration::from_millis(1500);

/// A preview that ends with its test.
struct Preview {
    process: Child,
    port: u16,
    catalog: PathBuf,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn catalogue(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("preview")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outputs/catalog");
    copy(&small, &folder);
    folder
}

fn serve(catalog: PathBuf, more: &[&str]) -> Preview {
    let mut process = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .arg("serve")
        .arg(&catalog)
        .args(more)
        .env("CALLBOARD_APP", stand_in::app())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
    let address = said
        .find_map(|line| {
            let line = line.unwrap();
            let (_, after) = line.split_once("http://127.0.0.1:")?;
            Some(after.split('/').next().unwrap().to_owned())
        })
        .expect("it says where it is");
    Preview {
        process,
        port: address.parse().unwrap(),
        catalog,
    }
}

/// An answer: status, head and body.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Preview {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        let mut stream = self.connect();
        let host = match headers.contains("Host:") {
            true => String::new(),
            false => format!("Host: 127.0.0.1:{}\r\n", self.port),
        };
        write!(stream, "{method} {path} HTTP/1.1\r\n{host}{headers}\r\n").unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(all[..end].to_vec()).unwrap();
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head,
            body: all[end + 4..].to_vec(),
        }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(
            stream,
            "GET /~preview/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port
        )
        .unwrap();
        let mut lines = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(lines.read_line(&mut head).unwrap() > 0, "{head}");
        }
        assert!(head.contains("Content-Type: text/event-stream"), "{head}");
        Events { lines }
    }

    fn change(&self, file: &str, from: &str, to: &str) {
        let path = self.catalog.join(file);
        let before = fs::read_to_string(&path).unwrap();
        assert!(before.contains(from), "{file} has no {from}");
        fs::write(path, before.replacen(from, to, 1)).unwrap();
    }
}

/// A stream of events.
struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next state that is told; `None` when none is for so long.
    fn within(&mut self, time: Duration) -> Option<Value> {
        let end = Instant::now() + time;
        let mut line = String::new();
        loop {
            let left = end.checked_duration_since(Instant::now())?;
            self.lines.get_ref().set_read_timeout(Some(left)).unwrap();
            if self.lines.read_line(&mut line).is_err() {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ")
                && line.ends_with('\n')
            {
                return Some(serde_json::from_str(data).unwrap());
            }
            line.clear();
        }
    }

    #[track_caller]
    fn next(&mut self) -> Value {
        self.within(PATIENCE).expect("a state is told")
    }
}

/// The path of some record of the catalogue and its title.
fn some_record(catalog: &Path) -> (String, String) {
    let mut folders = vec![catalog.join("records")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    let file = files.first().expect("there are records");
    let text = fs::read_to_string(file).unwrap();
    let title = text
        .lines()
        .find(|line| line.starts_with("title:"))
        .unwrap();
    let file = file.strip_prefix(catalog).unwrap().to_str().unwrap();
    (file.replace('\\', "/"), title.to_owned())
}

#[test]
fn what_is_saved_broken_and_mended_is_told() {
    let preview = serve(catalogue("told"), &["--port", "0"]);
    let mut events = preview.events();
    let first = events.next();
    assert_eq!(
        (&first["failed"], &first["found"]),
        (&false.into(), &Value::Array(vec![]))
    );
    let page = String::from_utf8(preview.get("/").body).unwrap();
    let version = first["version"].as_str().unwrap();
    assert!(
        page.contains(&format!("data-version=\"{version}\"")),
        "{page}"
    );
    assert!(page.contains("<title>Small &amp; Co</title>"), "{page}");

    let (file, title) = some_record(&preview.catalog);
    preview.change(&file, &title, "title: Renamed while it is shown");
    let second = events.next();
    assert_ne!(second["version"], first["version"]);
    let data = String::from_utf8(preview.get("/data/records.json").body).unwrap();
    assert!(data.contains("Renamed while it is shown"));

    preview.change(&file, "title:", "titel:");
    let broken = events.next();
    assert_eq!(broken["failed"], true);
    assert_eq!(
        broken["version"], second["version"],
        "the last good version stays"
    );
    let found = broken["found"].as_array().unwrap();
    let slip = found.iter().find(|d| d["code"] == "unknown-key").unwrap();
    assert_eq!(slip["file"], *file);
    assert!(slip["line"].as_u64().unwrap() > 1);
    assert!(slip["message"].as_str().unwrap().contains("titel"));
    assert!(slip["fix"].as_str().is_some());
    assert!(slip["source_line"].as_str().unwrap().starts_with("titel:"));
    let data = String::from_utf8(preview.get("/data/records.json").body).unwrap();
    assert!(
        data.contains("Renamed while it is shown"),
        "it goes on working"
    );
    // Who comes now is told of it, too.
    assert_eq!(preview.events().next(), broken);

    preview.change(&file, "titel:", "title:");
    let mended = events.next();
    assert_eq!(
        mended["version"], second["version"],
        "the page is as it was"
    );
    assert_eq!(
        (&mended["failed"], &mended["found"]),
        (&false.into(), &Value::Array(vec![]))
    );
    assert!(!preview.catalog.join("site").exists());
}

#[test]
fn ten_files_at_once_are_one_version() {
    for more in [&["--port", "0"][..], &["--port", "0", "--poll"]] {
        let preview = serve(catalogue(&format!("ten-{}", more.len())), more);
        let mut events = preview.events();
        let first = events.next();
        let (file, _) = some_record(&preview.catalog);
        let text = fs::read_to_string(preview.catalog.join(&file)).unwrap();
        let folder = preview.catalog.join(&file).parent().unwrap().to_owned();
        for number in 0..10 {
            let title = format!("title: Copy {number} of ten");
            let line = text
                .lines()
                .find(|line| line.starts_with("title:"))
                .unwrap();
            fs::write(
                folder.join(format!("copy-{number}.md")),
                text.replacen(line, &title, 1),
            )
            .unwrap();
        }
        let second = events.next();
        assert_ne!(second["version"], first["version"]);
        let data = String::from_utf8(preview.get("/data/records.json").body).unwrap();
        assert_eq!(data.matches(" of ten").count() % 10, 0);
        assert!(data.contains("Copy 0 of ten") && data.contains("Copy 9 of ten"));
        assert_eq!(events.within(WHILE), None, "one rebuild");
    }
}

#[test]
fn a_catalogue_that_begins_with_a_mistake_is_shown_once_it_is_mended() {
    let catalog = catalogue("begins");
    let (file, _) = some_record(&catalog);
    let path = catalog.join(&file);
    let good = fs::read_to_string(&path).unwrap();
    fs::write(&path, good.replacen("title:", "titel:", 1)).unwrap();
    let preview = serve(catalog, &["--port", "0"]);
    let mut events = preview.events();
    assert_eq!(events.next()["failed"], true);
    let page = preview.get("/");
    assert_eq!(page.status, 503);
    assert!(
        String::from_utf8(page.body)
            .unwrap()
            .contains("/~preview/script.js")
    );
    fs::write(&path, good).unwrap();
    assert_eq!(events.next()["failed"], false);
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn files_are_answered_as_a_host_would() {
    let catalog = catalogue("answers");
    fs::create_dir_all(catalog.join("static/more")).unwrap();
    fs::write(catalog.join("static/more/index.html"), "<p>more").unwrap();
    let preview = serve(catalog, &["--port", "0"]);
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?x=1", "text/html; charset=utf-8"),
        ("/more/", "text/html; charset=utf-8"),
        ("/callboard-engine.js", "text/javascript; charset=utf-8"),
        ("/feeds/all%2Eatom", "application/atom+xml; charset=utf-8"),
        ("/pack/callboard.json", "application/json; charset=utf-8"),
        ("/~preview/style.css", "text/css; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            answer.head.contains(&format!("Content-Type: {kind}")),
            "{path}: {}",
            answer.head
        );
        assert!(answer.head.contains("Cache-Control: no-store"), "{path}");
    }
    let whole = preview.get("/feeds/all.atom").body;
    let part = preview.ask("GET", "/feeds/all.atom", "Range: bytes=2-5\r\n");
    assert_eq!((part.status, part.body.as_slice()), (206, &whole[2..6]));
    assert!(
        part.head
            .contains(&format!("Content-Range: bytes 2-5/{}", whole.len()))
    );
    assert_eq!(
        preview
            .ask("GET", "/feeds/all.atom", "Range: bytes=99999999-\r\n")
            .status,
        416
    );
    let head = preview.ask("HEAD", "/feeds/all.atom", "");
    assert!(
        head.body.is_empty()
            && head
                .head
                .contains(&format!("Content-Length: {}", whole.len()))
    );
    for path in [
        "/nothing",
        "/../catalog.toml",
        "/%2e%2e/catalog.toml",
        "//etc/passwd",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        // As a host answers, but at the top of its address, wherever the site will be; and shown anew like every page.
        let page = String::from_utf8(answer.body).unwrap();
        for part in [
            "There is nothing at this address",
            "href=\"/style-0000000000000001.css\"",
            "href=\"/all.html\"",
            "; script-src &#39;self&#39;; connect-src &#39;self&#39;\">",
            "~preview/script.js",
        ] {
            assert!(page.contains(part), "{path}: {part} in {page}");
        }
    }
    assert_eq!(preview.ask("POST", "/", "").status, 405);
    assert_eq!(preview.ask("GET", "/", "Host: example.org\r\n").status, 403);
    let mut stream = preview.connect();
    stream.write_all(b"\x01\x02\x03\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

#[test]
fn a_taken_port_is_said() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let preview = serve(catalogue("port"), &["--port", &port.to_string()]);
    assert!(preview.port > port);
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn programs_are_told_in_lines_of_json() {
    let catalog = catalogue("json");
    let mut process = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(["serve", "--json", "--port", "0"])
        .arg(&catalog)
        .env("CALLBOARD_APP", stand_in::app())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut told = lines.map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    let first = told.next().unwrap();
    assert_eq!(
        (&first["event"], &first["found"]),
        (&"shown".into(), &Value::Array(vec![]))
    );
    assert!(first["records"].as_u64().unwrap() > 5 && first["seconds"].as_f64().is_some());
    let serving = told.next().unwrap();
    assert_eq!(serving["event"], "serving");
    let address = serving["address"].as_str().unwrap();
    let port = address.trim_start_matches("http://127.0.0.1:");
    let preview = Preview {
        port: port.trim_end_matches('/').parse().unwrap(),
        process,
        catalog,
    };
    assert_eq!(preview.get("/").status, 200);

    let (file, _) = some_record(&preview.catalog);
    preview.change(&file, "title:", "titel:");
    let wrong = told.next().unwrap();
    assert_eq!(
        (&wrong["event"], &wrong["records"]),
        (&"wrong".into(), &Value::Null)
    );
    let found = wrong["found"].as_array().unwrap();
    let slip = found.iter().find(|d| d["code"] == "unknown-key").unwrap();
    assert_eq!(slip["file"], file.as_str());
    preview.change(&file, "titel:", "title:");
    assert_eq!(told.next().unwrap()["event"], "unchanged");
}

#[test]
fn what_cannot_be_served_is_said() {
    let done = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(["serve", "no-such-folder"])
        .env("CALLBOARD_APP", stand_in::app())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("callboard new no-such-folder"), "{said}");
}
