//! A static web server for one test: an origin of its own, gzip for what hosts compress, and a log of
//! what it was asked for. What it answers is up to a function, so that a test can be any kind of host.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// One request and what became of it.
#[derive(Clone, Debug)]
pub struct Request {
    /// What stood between `GET` and `HTTP/1.1`.
    pub target: String,
    /// All header lines.
    pub headers: String,
    /// The status of the answer.
    pub status: u16,
    /// Bytes of the answer's body as sent, compressed where it was.
    pub sent: usize,
    /// Bytes of the answer's body before compression.
    pub raw: usize,
}

/// An answer.
#[derive(Default)]
pub struct Reply {
    /// The status; 0 hangs up without an answer, as where there is no host.
    pub status: u16,
    /// Header names and values, beside type and length.
    pub headers: Vec<(String, String)>,
    /// Content type.
    pub kind: String,
    /// The body, not compressed.
    pub body: Vec<u8>,
    /// Waits this long before answering.
    pub after: Duration,
    /// Sends the whole body even when a range of it is asked for, as some hosts do.
    pub no_ranges: bool,
}

impl Reply {
    /// An answer with a body of this type.
    pub fn with(kind: &str, body: impl Into<Vec<u8>>) -> Reply {
        Reply {
            status: 200,
            kind: kind.into(),
            body: body.into(),
            ..Reply::default()
        }
    }

    /// There is nothing here.
    pub fn missing() -> Reply {
        Reply {
            status: 404,
            ..Reply::with("text/plain", "Not found")
        }
    }

    /// Nobody is there: the connection ends without an answer.
    pub fn nobody() -> Reply {
        Reply::default()
    }

    /// The same with one more header.
    pub fn header(mut self, name: &str, value: &str) -> Reply {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// What lies between the server and its readers. It is shaped here, not by the browser, whose own emulation does not
/// slow down what workers ask for as it does the page.
pub struct Line {
    /// How long a request is under way before it is answered.
    pub latency: Duration,
    /// What all answers share, in bytes a second; none where it is as wide as the machine is fast.
    pub bytes_per_second: Option<u32>,
    /// When the line has sent all that was given to it so far.
    busy_until: Mutex<Option<Instant>>,
}

impl Line {
    /// As fast as this machine can.
    pub fn free() -> Line {
        Line::slow(Duration::ZERO, None)
    }

    /// A line of this latency and width.
    pub fn slow(latency: Duration, bytes_per_second: Option<u32>) -> Line {
        Line {
            latency,
            bytes_per_second,
            busy_until: Mutex::new(None),
        }
    }

    /// Sends about three packets at a time, so that answers which are sent together share the line.
    fn send(&self, stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
        let Some(width) = self.bytes_per_second.filter(|width| *width > 0) else {
            return stream.write_all(bytes);
        };
        for piece in bytes.chunks(4096) {
            let takes = Duration::from_secs_f64(piece.len() as f64 / f64::from(width));
            let there = {
                let mut busy = self.busy_until.lock().expect("no thread panics with it");
                let now = Instant::now();
                let there = busy.filter(|until| *until > now).unwrap_or(now) + takes;
                *busy = Some(there);
                there
            };
            std::thread::sleep(there.saturating_duration_since(Instant::now()));
            stream.write_all(piece)?;
        }
        Ok(())
    }
}

/// A running server. It ends with the test's process.
pub struct Server {
    port: u16,
    log: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Serves on a free port; `answer` gets the path without its query.
    pub fn start(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Server {
        Server::over(Line::free(), answer)
    }

    /// The same over a slow line, which all answers share.
    pub fn over(line: Line, answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let port = listener
            .local_addr()
            .expect("a bound socket has an address")
            .port();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (written, answer, line) = (Arc::clone(&log), Arc::new(answer), Arc::new(line));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, answer) = (Arc::clone(&written), Arc::clone(&answer));
                let line = Arc::clone(&line);
                // A browser may hang up in the middle; that is its right and no failure of a test.
                std::thread::spawn(move || drop(converse(stream, answer.as_ref(), &line, &log)));
            }
        });
        Server { port, log }
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Everything asked so far.
    pub fn requests(&self) -> Vec<Request> {
        self.log
            .lock()
            .expect("no thread panics with the log")
            .clone()
    }

    /// Forgets what was asked so far.
    pub fn forget(&self) {
        self.log
            .lock()
            .expect("no thread panics with the log")
            .clear();
    }
}

/// Reads one request, answers, hangs up.
fn converse(
    mut stream: TcpStream,
    answer: &dyn Fn(&str) -> Reply,
    line: &Line,
    log: &Mutex<Vec<Request>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut headers = String::new();
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        headers.push_str(&line);
        headers.push('\n');
    }
    let Some(target) = first.split(' ').nth(1).map(str::to_owned) else {
        return Ok(());
    };
    let reply = answer(target.split('?').next().unwrap_or_default());
    std::thread::sleep(reply.after + line.latency);
    if reply.status == 0 {
        let (status, sent, raw) = (0, 0, 0);
        let request = Request {
            target,
            headers,
            status,
            sent,
            raw,
        };
        log.lock()
            .expect("no thread panics with the log")
            .push(request);
        return Ok(());
    }
    let range =
        range(&headers, reply.body.len()).filter(|_| reply.status == 200 && !reply.no_ranges);
    let status = if range.is_some() { 206 } else { reply.status };
    let body = match &range {
        Some(range) => reply.body[range.clone()].to_vec(),
        None => reply.body,
    };
    let raw = body.len();
    let accepts = headers.lines().any(|line| {
        line.to_ascii_lowercase().starts_with("accept-encoding:") && line.contains("gzip")
    });
    let gzip = accepts && is_compressed_by_hosts(&reply.kind);
    let body = if gzip { gzipped(&body)? } else { body };
    let mut head = format!(
        "HTTP/1.1 {} -\r\nContent-Length: {}\r\nConnection: close\r\nContent-Type: {}\r\n",
        status,
        body.len(),
        reply.kind
    );
    if let Some(range) = range {
        let (first, last) = (range.start, range.end - 1);
        head.push_str(&format!("Content-Range: bytes {first}-{last}/*\r\n"));
    }
    if gzip {
        head.push_str("Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n");
    }
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    // Written down before it is sent: a test that sees the page sees its requests too.
    let request = Request {
        target,
        headers,
        status,
        sent: body.len(),
        raw,
    };
    log.lock()
        .expect("no thread panics with the log")
        .push(request);
    line.send(&mut stream, head.as_bytes())?;
    line.send(&mut stream, &body)
}

/// The range of a body of this length that is asked for, if one is.
fn range(headers: &str, length: usize) -> Option<std::ops::Range<usize>> {
    let asked = headers.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("range").then_some(value.trim())
    })?;
    let (first, last) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let (first, end): (usize, usize) = (first.parse().ok()?, last.parse::<usize>().ok()? + 1);
    (first < end && first < length).then_some(first..end.min(length))
}

/// Types that static hosts compress; a pack's files are none of them.
fn is_compressed_by_hosts(kind: &str) -> bool {
    kind.starts_with("text/")
        || ["application/json", "application/wasm", "image/svg+xml"].contains(&kind)
}

fn gzipped(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
