//! nginx and Apache with the files that `callboard publish-files` writes for them, asked for real: what is sent with a file of
//! each kind, and where nothing is. Where a server is not installed the test says so and looks at nothing.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails may panic, and says what it leaves out"
)]

mod stand_in;

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian keeps what Apache is made of.
const MODULES: &str = "/usr/lib/apache2/modules";

/// A server that ends with the test.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(command: &mut Command, port: u16) -> Server {
        let child = command.stdin(Stdio::null()).spawn().unwrap();
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "it does not answer"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Server { child, port }
    }

    /// The status and the headers of an answer, with names in small letters.
    fn ask(&self, path: &str, more: &str) -> (u16, Vec<(String, String)>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, _) = answer.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_lowercase(), value.to_owned())
        };
        (status.parse().unwrap(), lines.map(header).collect())
    }
}

fn is_missing(program: &str) -> bool {
    let asked = Command::new(program)
        .arg("-v")
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .status();
    let missing = asked.is_err();
    if missing {
        println!("NOT RUN: {program} is not here");
    }
    missing
}

/// A server's folder with the site in `top/calls`, and what was written for it.
fn site(host: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("own-servers")
        .join(host);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("top")).unwrap();
    let callboard = |arguments: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_callboard"))
            .args(arguments)
            .current_dir(&folder)
            .env("CALLBOARD_APP", stand_in::app())
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    };
    callboard(&["new", "catalog"]);
    let settings = folder.join("catalog/catalog.toml");
    let mut text = fs::read_to_string(&settings).unwrap();
    text.push_str("\n[site]\nurl = \"https://example.org/calls\"\n");
    fs::write(&settings, text).unwrap();
    callboard(&["publish-files", host]);
    callboard(&["build", "catalog", "--no-cache", "--out", "top/calls"]);
    folder
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// What is the same for both.
fn has_its_headers(server: &Server, folder: &Path) {
    let pack = fs::read_dir(folder.join("top/calls/pack")).unwrap();
    let chunk = pack
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.ends_with(".cbp"))
        .unwrap();
    let chunk = format!("pack/{chunk}");
    let (kept, asked, unsaid) = ("public, max-age=31536000, immutable", "no-cache", "");
    for (path, status, kind, cache, anywhere) in [
        ("", 200, "text/html", asked, false),
        ("index.html", 200, "text/html", asked, false),
        ("all.html", 200, "text/html", asked, false),
        (&chunk, 200, "application/octet-stream", kept, true),
        ("pack/callboard.json", 200, "application/json", asked, true),
        ("callboard.js", 200, "javascript", asked, true),
        ("callboard-engine.js", 200, "javascript", asked, true),
        (
            "callboard-engine.d.ts",
            200,
            "text/plain; charset=utf-8",
            asked,
            true,
        ),
        (
            "callboard_engine_wasm_bg.wasm.z",
            200,
            "application/octet-stream",
            asked,
            true,
        ),
        ("start-0000000000000001.js", 200, "javascript", kept, false),
        ("style-0000000000000001.css", 200, "text/css", kept, false),
        ("release.json", 200, "application/json", asked, false),
        (
            "data/records.csv",
            200,
            "text/csv; charset=utf-8",
            unsaid,
            false,
        ),
        (
            "data/records.jsonl",
            200,
            "application/jsonl",
            unsaid,
            false,
        ),
        // A page of another site that asked for a file is told that it is missing.
        ("pack/0123456789ab.cbp", 404, "text/html", asked, true),
        (
            "callboard-engine-worker-0.js",
            404,
            "text/html",
            asked,
            true,
        ),
        ("style-0123456789abcdef.css", 404, "text/html", asked, true),
        ("a/b/c", 404, "text/html", asked, true),
    ] {
        let (found, headers) = server.ask(&format!("/calls/{path}"), "");
        let all = |name: &str| -> Vec<&str> {
            let named = headers.iter().filter(|(have, _)| have == name);
            named.map(|(_, value)| value.as_str()).collect()
        };
        assert_eq!(found, status, "{path}");
        let of_kind = all("content-type");
        assert!(
            of_kind.len() == 1 && of_kind[0].ends_with(kind),
            "{path}: {of_kind:?}"
        );
        // Of a header that is sent twice browsers take neither.
        let one = |value: &'static str| {
            if value.is_empty() {
                vec![]
            } else {
                vec![value]
            }
        };
        assert_eq!(all("cache-control"), one(cache), "{path}");
        let anywhere = if anywhere { "*" } else { "" };
        assert_eq!(all("access-control-allow-origin"), one(anywhere), "{path}");
        assert_eq!(all("x-content-type-options"), ["nosniff"], "{path}");
        assert_eq!(all("referrer-policy"), ["no-referrer"], "{path}");
        let has_policy = all("content-security-policy").len();
        assert_eq!(
            has_policy,
            usize::from(["", "index.html"].contains(&path)),
            "{path}"
        );
    }
    for (range, status) in [("0-9", 206), ("99999999-", 416)] {
        let (found, headers) = server.ask(
            &format!("/calls/{chunk}"),
            &format!("Range: bytes={range}\r\n"),
        );
        assert_eq!(found, status);
        let leave = headers
            .iter()
            .filter(|(name, _)| name == "access-control-allow-origin");
        assert_eq!(leave.count(), 1, "{range}");
    }
}

#[test]
fn nginx_sends_what_each_file_needs_and_says_what_is_missing() {
    if is_missing("nginx") {
        return;
    }
    let folder = site("nginx");
    let here = folder.display();
    let port = free_port();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|what| format!("{what}_temp_path {here}/{what}; "))
        .concat();
    let settings = format!(
        "daemon off; master_process off; pid {here}/pid; events {{ }}\nhttp {{ include /etc/nginx/mime.types; default_type application/octet-stream; access_log off; {temporary}\nserver {{ listen 127.0.0.1:{port}; root {here}/top; include {here}/hosting/callboard.conf; }} }}\n"
    );
    fs::write(folder.join("nginx.conf"), settings).unwrap();
    let mut command = Command::new("nginx");
    command
        .args(["-e", "stderr", "-c"])
        .arg(folder.join("nginx.conf"));
    has_its_headers(&Server::start(&mut command, port), &folder);
}

#[test]
fn apache_sends_what_each_file_needs_and_says_what_is_missing() {
    if is_missing("apache2") {
        return;
    }
    if !Path::new(MODULES).is_dir() {
        println!("NOT RUN: {MODULES} is not here");
        return;
    }
    let folder = site("apache");
    let here = folder.display();
    let port = free_port();
    let modules: String = ["mpm_event", "authz_core", "dir", "mime", "headers"]
        .map(|name| format!("LoadModule {name}_module {MODULES}/mod_{name}.so\n"))
        .concat();
    // It refuses to serve files with the rights of the superuser.
    let user = match fs::metadata(&folder).unwrap().uid() {
        0 => "User www-data\nGroup www-data\n",
        _ => "",
    };
    let settings = format!(
        "ServerRoot {here}\nServerName localhost\nPidFile {here}/pid\nErrorLog {here}/errors\nListen 127.0.0.1:{port}\n{modules}{user}TypesConfig /etc/mime.types\nDocumentRoot {here}/top\nDirectoryIndex index.html\n<Directory {here}/top>\nAllowOverride FileInfo\nRequire all granted\n</Directory>\n"
    );
    fs::write(folder.join("apache.conf"), settings).unwrap();
    let mut command = Command::new("apache2");
    command.args(["-X", "-f"]).arg(folder.join("apache.conf"));
    let server = Server::start(&mut command, port);
    if server.ask("/calls/index.html", "").0 == 403 {
        println!("NOT RUN: the user www-data may not read {here}");
        return;
    }
    has_its_headers(&server, &folder);
}
