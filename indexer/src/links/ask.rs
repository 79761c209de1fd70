//! Asks one address whether it still leads somewhere: HEAD first, GET where a server does not like that, redirects
//! followed step by step so that those that are for good can be told.
//!
//! Status codes and the difference between redirects for good and for now: RFC 9110, section 15. Not here: the pace
//! ([`super::hosts`]).

use super::hosts::Hosts;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::io;
use std::time::Duration;
use ureq::Agent;
use ureq::http::{Method, Request, Response, StatusCode, header};
use url::Url;

/// Most redirects that are followed, as browsers do.
const HOPS: usize = 20;

/// Longest wait that a server can ask for (`Retry-After`). One that wants to be left alone for longer is.
const PATIENCE: Duration = Duration::from_secs(30);

/// What an address answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It leads somewhere.
    Alive,
    /// It leads somewhere, and says for good that this has another address.
    Moved(String),
    /// It leads nowhere: why.
    Dead(String),
    /// A program cannot tell: why. A person should look.
    Unsure(String),
}

/// A verdict, and whether anybody was there to give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The verdict.
    pub verdict: Verdict,
    /// What stands between here and there.
    pub reach: Reach,
    /// The host that said nothing until the time was over: its own, or one that a redirect led to. Each further question may
    /// take as long.
    pub silent: Option<String>,
}

/// How far a question came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A server answered.
    Answered,
    /// A server took the question and was silent until the time was over.
    Silent,
    /// The host was not there, or did not take the connection.
    NoConnection,
    /// The host's name means nothing, so that none of its addresses can be reached.
    NoHost,
}

/// How to ask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Manners {
    /// Longest wait for an answer.
    pub timeout: Duration,
    /// Shortest time between two requests to one host.
    pub delay: Duration,
    /// How often a question is put again that was not answered, or with "later".
    pub retries: u32,
}

/// A client that asks with these manners. Proxies of the environment are used.
pub fn agent(manners: &Manners) -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(manners.timeout))
        .user_agent(concat!(
            "callboard/",
            env!("CARGO_PKG_VERSION"),
            " (link check)"
        ))
        .build()
        .new_agent()
}

/// Asks an address, at the pace of the hosts that it leads to, and notes which of them is silent.
pub fn ask(agent: &Agent, url: &str, manners: &Manners, hosts: &Hosts) -> Answer {
    let answer = patiently(agent, url, manners, hosts);
    if let Some(host) = &answer.silent {
        hosts.is_silent(host);
    }
    answer
}

fn patiently(agent: &Agent, url: &str, manners: &Manners, hosts: &Hosts) -> Answer {
    let mut attempt = 0;
    loop {
        let (answer, again) = once(agent, url, manners, hosts);
        // Who is silent is asked once more, not as often as who says "later": each time takes the whole of the time.
        let most = match &answer.silent {
            Some(host) if hosts.was_silent(host) => 0,
            Some(_) => manners.retries.min(1),
            None => manners.retries,
        };
        if attempt >= most {
            return answer;
        }
        let Some(pause) = again else {
            return answer;
        };
        // Each time twice as long, unless the server says how long.
        let usual = manners.delay.max(Duration::from_millis(100)) * 2_u32.saturating_pow(attempt);
        std::thread::sleep(pause.max(usual).min(PATIENCE));
        attempt += 1;
    }
}

/// An answer, and where it is worth asking again, how long the server wants to be left alone.
fn once(agent: &Agent, url: &str, manners: &Manners, hosts: &Hosts) -> (Answer, Option<Duration>) {
    let answered = |verdict| Answer {
        verdict,
        reach: Reach::Answered,
        silent: None,
    };
    let unsure = |why: &str| (answered(Verdict::Unsure(why.to_owned())), None);
    let Ok(first) = Url::parse(url) else {
        return unsure("it is no address");
    };
    let mut at = first;
    // Where the redirects for good lead, which come before the first that is for now.
    let mut moved = None;
    let mut for_good = true;
    for hop in 0..=HOPS {
        let host = at.host_str().unwrap_or("").to_owned();
        if hosts.is_given_up(&host) {
            return (not_asked(&host, hop), None);
        }
        let response = match request(agent, &at, hosts) {
            Ok(response) => response,
            Err(error) => {
                let (mut answer, again) = failed(&error, manners);
                let is_silence = match answer.reach {
                    Reach::Silent => true,
                    Reach::NoConnection => matches!(answer.verdict, Verdict::Unsure(_)),
                    Reach::Answered | Reach::NoHost => false,
                };
                match is_silence {
                    true => answer.silent = Some(host),
                    false => hosts.is_heard(&host),
                }
                // Whoever redirected was there.
                if hop > 0 {
                    answer.reach = Reach::Answered;
                }
                return (answer, again);
            }
        };
        hosts.is_heard(&host);
        let status = response.status();
        match status.as_u16() {
            200..=299 => {
                let verdict = moved.map_or(Verdict::Alive, |to: Url| Verdict::Moved(to.into()));
                return (answered(verdict), None);
            }
            301 | 302 | 303 | 307 | 308 => {
                let location = response.headers().get(header::LOCATION);
                let to = location.and_then(|to| at.join(to.to_str().ok()?).ok());
                let Some(mut to) = to.filter(|to| matches!(to.scheme(), "http" | "https")) else {
                    return unsure("it redirects to no page");
                };
                // RFC 9110, section 10.2.2: what is meant on the page is still meant.
                if to.fragment().is_none() {
                    to.set_fragment(at.fragment());
                }
                for_good &= matches!(status.as_u16(), 301 | 308);
                if for_good {
                    moved = Some(to.clone());
                }
                at = to;
            }
            404 | 410 => {
                let why = format!("it answers {}", named(status));
                return (answered(Verdict::Dead(why)), None);
            }
            429 | 500..=599 => {
                let mut why = format!("it answers {}", named(status));
                let pause = later(&response);
                if pause > PATIENCE {
                    why.push_str(&format!(
                        ", and wants to be left alone for {} s",
                        pause.as_secs()
                    ));
                    return (answered(Verdict::Unsure(why)), None);
                }
                return (answered(Verdict::Unsure(why)), Some(pause));
            }
            401 | 403 => {
                let why = format!("it answers {}, perhaps to programs only", named(status));
                return (answered(Verdict::Unsure(why)), None);
            }
            _ => return unsure(&format!("it answers {}", named(status))),
        }
    }
    unsure("it redirects in a circle")
}

/// What is said of an address that leads to a silent host.
fn not_asked(host: &str, hop: usize) -> Answer {
    let (why, reach) = match hop {
        0 => (
            "it was not asked: others of its host gave no answer".to_owned(),
            Reach::NoConnection,
        ),
        _ => (
            format!("it leads to {host}, which gave others no answer"),
            Reach::Answered,
        ),
    };
    Answer {
        verdict: Verdict::Unsure(why),
        reach,
        silent: None,
    }
}

/// How long a server wants to be left alone: seconds, or a moment (RFC 9110, section 10.2.3).
fn later(response: &Response<ureq::Body>) -> Duration {
    let header = response.headers().get(header::RETRY_AFTER);
    let text = header.and_then(|value| value.to_str().ok()).unwrap_or("");
    let until = |text: &str| {
        let moment = rfc2822::parse(text).ok()?.timestamp();
        Duration::try_from(moment.duration_since(Timestamp::now())).ok()
    };
    let seconds = text.trim().parse().ok().map(Duration::from_secs);
    seconds.or_else(|| until(text.trim())).unwrap_or_default()
}

fn named(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// HEAD, and GET where the answer is a refusal: some servers refuse only that. The body is not read.
fn request(agent: &Agent, url: &Url, hosts: &Hosts) -> Result<Response<ureq::Body>, ureq::Error> {
    let host = url.host_str().unwrap_or("");
    let mut plain = url.clone();
    plain.set_fragment(None);
    let send = |method: Method| {
        hosts.wait(host);
        let request = Request::builder().method(method).uri(plain.as_str());
        agent.run(request.header(header::ACCEPT, "*/*").body(())?)
    };
    let head = send(Method::HEAD)?;
    match head.status().as_u16() {
        429 => Ok(head),
        400.. => send(Method::GET),
        _ => Ok(head),
    }
}

const NO_HOST: &str = "there is no such host";

/// Whether a host's name could not be looked up. The standard library has no kind of error for it: on Unix its text begins
/// in one way, on Windows it is one of two numbers (WSAHOST_NOT_FOUND, WSANO_DATA).
fn lookup_failed(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(11001 | 11004) if cfg!(windows))
        || error
            .to_string()
            .starts_with("failed to lookup address information")
}

/// What a failure without an answer means.
fn failed(error: &ureq::Error, manners: &Manners) -> (Answer, Option<Duration>) {
    use ureq::{Error, Timeout};
    let (verdict, reach, again) = match error {
        Error::HostNotFound => (Verdict::Dead(NO_HOST.to_owned()), Reach::NoHost, false),
        Error::ConnectionFailed => (
            Verdict::Dead("no connection".to_owned()),
            Reach::NoConnection,
            true,
        ),
        // The name is not known, or whoever knows names cannot be asked.
        Error::Io(error) if lookup_failed(error) => {
            if error.to_string().contains("emporary failure") {
                (Verdict::Unsure(error.to_string()), Reach::NoHost, true)
            } else {
                (Verdict::Dead(NO_HOST.to_owned()), Reach::NoHost, false)
            }
        }
        Error::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::AddrNotAvailable => (
                Verdict::Dead("no connection".to_owned()),
                Reach::NoConnection,
                true,
            ),
            _ => (
                Verdict::Unsure(plainly(&error.to_string())),
                Reach::Answered,
                true,
            ),
        },
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            (Verdict::Unsure(silence(manners)), Reach::NoConnection, true)
        }
        Error::Timeout(_) => (Verdict::Unsure(silence(manners)), Reach::Silent, true),
        other => (
            Verdict::Unsure(plainly(&other.to_string())),
            Reach::Answered,
            false,
        ),
    };
    let answer = Answer {
        verdict,
        reach,
        silent: None,
    };
    (answer, again.then_some(Duration::ZERO))
}

/// What the libraries say of a connection, for whoever reads a list of links: their kinds of error are private, so they are
/// known by their texts.
fn plainly(error: &str) -> String {
    if error.starts_with("received corrupt message of type") {
        "what answers there does not speak https".to_owned()
    } else if let Some(why) = error.strip_prefix("invalid peer certificate: ") {
        format!("its certificate is not valid: {why}")
    } else if matches!(error, "Peer disconnected" | "unexpected end of file") {
        "it hangs up without an answer".to_owned()
    } else {
        error.to_owned()
    }
}

fn silence(manners: &Manners) -> String {
    format!("no answer within {} s", manners.timeout.as_secs_f32())
}
