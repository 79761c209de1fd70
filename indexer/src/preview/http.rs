//! As much of HTTP/1.1 as a browser on the same machine needs: one request a connection, `GET` and `HEAD`, one range
//! (RFC 9110, section 14; RFC 9112). `httparse` reads heads; what is answered is decided elsewhere.
//!
//! Not a server for others: it binds to the loopback interface only, and refuses requests that were sent to another name
//! (a page elsewhere could otherwise have its own name lead here and read the preview).

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::ops::Range;

/// Most bytes of a request's head.
const MOST_BYTES: usize = 16 << 10;

/// Most header lines of a request.
const MOST_HEADERS: usize = 64;

/// A request as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD` or another method.
    pub method: String,
    /// The path without its query, percent-decoded, without the slash that it begins with.
    pub path: String,
    /// The header `Host`.
    pub host: Option<String>,
    /// The header `Range`.
    pub range: Option<String>,
}

/// An answer, before its range is cut out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply<'b> {
    /// The status.
    pub status: u16,
    /// The content type.
    pub kind: String,
    /// The whole body.
    pub body: &'b [u8],
}

/// Reads a request; `None` when it is none, or too long.
///
/// # Errors
/// When the connection fails or stays silent for longer than its timeout.
pub fn read(stream: &mut TcpStream) -> io::Result<Option<Request>> {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        head.extend_from_slice(buffer.get(..count).unwrap_or_default());
        match parsed(&head) {
            Ok(Some(request)) => return Ok(Some(request)),
            Ok(None) if count > 0 && head.len() <= MOST_BYTES => {}
            _ => return Ok(None),
        }
    }
}

/// A request of which the whole head is there; `Ok(None)` while it is not.
fn parsed(head: &[u8]) -> Result<Option<Request>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    if request.parse(head)?.is_partial() {
        return Ok(None);
    }
    let target = request.path.unwrap_or("/");
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let value = |name: &str| {
        let header = request
            .headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(header.value).trim().to_owned())
    };
    Ok(Some(Request {
        method: request.method.unwrap_or_default().to_owned(),
        path: decoded(path.strip_prefix('/').unwrap_or(path)),
        host: value("host"),
        range: value("range"),
    }))
}

/// A path without its percent-encoding (RFC 3986, section 2.1).
fn decoded(path: &str) -> String {
    let mut out = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        let mut rest = bytes.clone();
        let digits = (byte == b'%').then(|| {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()
        });
        match digits.flatten() {
            Some(byte) => {
                out.push(byte);
                bytes = rest;
            }
            None => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether a request was sent to this machine by a name that only this machine has.
pub fn is_for_here(request: &Request) -> bool {
    let host = request.host.as_deref().unwrap_or("");
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of it: no range, several, or none that can be understood, which RFC 9110 lets a server pass over.
    All,
    /// These bytes.
    Part(Range<usize>),
    /// None that are there.
    Nothing,
}

/// The part of a body of `length` bytes that a header `Range` asks for (RFC 9110, section 14.1.2).
pub fn asked(range: Option<&str>, length: usize) -> Asked {
    let part = || -> Option<Asked> {
        let (first, last) = range?.strip_prefix("bytes=")?.split_once('-')?;
        let (first, last) = (first.trim(), last.trim());
        if first.is_empty() {
            let count: usize = last.parse().ok()?;
            return Some(match count.min(length) {
                0 => Asked::Nothing,
                count => Asked::Part(length - count..length),
            });
        }
        let first: usize = first.parse().ok()?;
        let end = match last {
            "" => length,
            last => last.parse::<usize>().ok()?.saturating_add(1).min(length),
        };
        if first >= length {
            return Some(Asked::Nothing);
        }
        (first < end).then_some(Asked::Part(first..end))
    };
    part().unwrap_or(Asked::All)
}

/// Sends an answer to a request and ends the conversation.
///
/// # Errors
/// When the browser hangs up.
pub fn send(stream: &mut TcpStream, request: &Request, reply: &Reply) -> io::Result<()> {
    let length = reply.body.len();
    let range = request.range.as_deref().filter(|_| reply.status == 200);
    let (status, part, told) = match asked(range, length) {
        Asked::All => (reply.status, 0..length, None),
        Asked::Part(part) => {
            let told = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            (206, part, Some(told))
        }
        Asked::Nothing => (416, 0..0, Some(format!("bytes */{length}"))),
    };
    let body = reply.body.get(part).unwrap_or_default();
    let mut head = head(status, &reply.kind);
    head.push_str(&format!(
        "Content-Length: {}\r\nAccept-Ranges: bytes\r\n",
        body.len()
    ));
    if let Some(told) = told {
        head.push_str(&format!("Content-Range: {told}\r\n"));
    }
    if status == 405 {
        head.push_str("Allow: GET, HEAD\r\n");
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    if request.method != "HEAD" {
        stream.write_all(body)?;
    }
    stream.flush()
}

/// The first lines of every answer. Nothing is kept by the browser: what is shown must be what was just saved.
pub fn head(status: u16, kind: &str) -> String {
    let reason = match status {
        200 => "OK",
        206 => "Partial Content",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        416 => "Range Not Satisfiable",
        503 => "Service Unavailable",
        _ => "",
    };
    format!(
        "HTTP/1.1 {status} {reason}\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nContent-Type: {kind}\r\n"
    )
}

/// The content type of a file by its name. Text is UTF-8, as everything that the build writes is.
pub fn content_type(path: &str) -> String {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let kind = match extension {
        // A pack, and a module that the page inflates itself.
        "cbp" | "z" => "application/octet-stream".to_owned(),
        "atom" => "application/atom+xml".to_owned(),
        "jsonl" => "application/jsonl".to_owned(),
        "jsonld" => "application/ld+json".to_owned(),
        "mjs" => "text/javascript".to_owned(),
        // Of TypeScript, which the table takes for video.
        "ts" => "text/plain".to_owned(),
        // Names without an ending are notes to hosts: `_headers`, `CNAME`.
        "" => "text/plain".to_owned(),
        _ => mime_guess::from_path(path)
            .first_or_octet_stream()
            .essence_str()
            .to_owned(),
    };
    let is_text = kind.starts_with("text/")
        || ["/json", "+json", "/jsonl", "/xml", "+xml", "/javascript"]
            .iter()
            .any(|ending| kind.ends_with(ending));
    match is_text {
        true => format!("{kind}; charset=utf-8"),
        false => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Request, asked, content_type, decoded, is_for_here, parsed};

    #[test]
    fn a_request_is_read_once_its_head_is_whole() {
        let text = b"GET /feeds/a%20b.atom?x=1 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nrange: bytes=0-1\r\n\r\n";
        let whole = Request {
            method: "GET".to_owned(),
            path: "feeds/a b.atom".to_owned(),
            host: Some("127.0.0.1:8080".to_owned()),
            range: Some("bytes=0-1".to_owned()),
        };
        for end in 0..text.len() {
            assert_eq!(parsed(&text[..end]), Ok(None), "{end}");
        }
        assert_eq!(parsed(text), Ok(Some(whole)));
        assert!(parsed(b"\x00\x01 nonsense\r\n\r\n").is_err());
    }

    #[test]
    fn percent_signs_that_mean_nothing_stay() {
        for (path, is) in [
            ("a%2Fb", "a/b"),
            ("%zz%4", "%zz%4"),
            ("%C3%A9", "é"),
            ("%ff", "\u{fffd}"),
        ] {
            assert_eq!(decoded(path), is);
        }
    }

    #[test]
    fn ranges_are_those_of_the_standard() {
        for (range, is) in [
            ("bytes=0-0", Asked::Part(0..1)),
            ("bytes=2-", Asked::Part(2..10)),
            ("bytes=-3", Asked::Part(7..10)),
            ("bytes=-99", Asked::Part(0..10)),
            ("bytes=5-99", Asked::Part(5..10)),
            ("bytes=10-", Asked::Nothing),
            ("bytes=-0", Asked::Nothing),
            ("bytes=5-4", Asked::All),
            ("bytes=0-1,3-4", Asked::All),
            ("bytes=a-b", Asked::All),
            ("lines=0-1", Asked::All),
        ] {
            assert_eq!(asked(Some(range), 10), is, "{range}");
        }
        assert_eq!(asked(Some("bytes=0-"), 0), Asked::Nothing);
        assert_eq!(asked(None, 10), Asked::All);
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let here = |host: &str| {
            is_for_here(&Request {
                host: Some(host.to_owned()),
                ..Request::default()
            })
        };
        for host in [
            "127.0.0.1:8080",
            "localhost",
            "localhost:1",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(here(host), "{host}");
        }
        for host in [
            "example.org",
            "127.0.0.1.example.org:8080",
            "localhost.example.org",
            "",
        ] {
            assert!(!here(host), "{host}");
        }
        assert!(!is_for_here(&Request::default()));
    }

    #[test]
    fn every_file_of_a_site_has_its_type() {
        for (path, kind) in [
            ("index.html", "text/html; charset=utf-8"),
            ("start-0.js", "text/javascript; charset=utf-8"),
            ("style.css", "text/css; charset=utf-8"),
            ("pack/0.cbp", "application/octet-stream"),
            ("a.wasm-0.z", "application/octet-stream"),
            ("a.wasm", "application/wasm"),
            ("feeds/all.atom", "application/atom+xml; charset=utf-8"),
            ("feeds/all.json", "application/json; charset=utf-8"),
            ("calendars/all.ics", "text/calendar; charset=utf-8"),
            ("data/records.csv", "text/csv; charset=utf-8"),
            ("data/records.jsonld", "application/ld+json; charset=utf-8"),
            ("icon.svg", "image/svg+xml; charset=utf-8"),
            ("_headers", "text/plain; charset=utf-8"),
            ("photo.jpg", "image/jpeg"),
        ] {
            assert_eq!(content_type(path), kind, "{path}");
        }
    }
}
