//! Asks many addresses politely: one request at a time to a host, with a pause between two, several hosts at once.

use super::ask::{self, Answer, Manners, Reach, Verdict};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use url::Url;

/// Hosts that are asked at once.
const AT_ONCE: usize = 4;

/// So many hosts that cannot be reached, while none can, mean that this machine is not connected.
const ENOUGH: usize = 5;

/// Asks every address and hands each answer over as it comes. Returns whether anybody was reached; where nobody is, it
/// soon stops.
pub fn visit(urls: &[String], manners: &Manners, mut each: impl FnMut(&str, Answer)) -> bool {
    let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for url in urls {
        hosts.entry(host(url)).or_default().push(url.clone());
    }
    let queue: Mutex<VecDeque<Vec<String>>> = Mutex::new(hosts.into_values().collect());
    let pace = Pace::new(manners.delay);
    let reached = AtomicBool::new(false);
    let lost = AtomicUsize::new(0);
    let agent = ask::agent(manners);
    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            let (send, queue, pace, agent) = (send.clone(), &queue, &pace, &agent);
            let (reached, lost) = (&reached, &lost);
            scope.spawn(move || {
                loop {
                    let next = queue.lock().map_or(None, |mut queue| queue.pop_front());
                    let Some(urls) = next else { return };
                    if !reached.load(Ordering::Relaxed) && lost.load(Ordering::Relaxed) >= ENOUGH {
                        return;
                    }
                    if !one_host(&urls, agent, manners, pace, reached, &send) {
                        lost.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        drop(send);
        for (url, answer) in receive {
            each(&url, answer);
        }
    });
    reached.load(Ordering::Relaxed)
}

/// So many addresses of a host that are silent one after another mean that the others would be: they are not waited for.
const SILENT: u32 = 2;

/// Asks the addresses of one host, one after another, and says whether anybody answered.
fn one_host(
    urls: &[String],
    agent: &ureq::Agent,
    manners: &Manners,
    pace: &Pace,
    reached: &AtomicBool,
    send: &mpsc::Sender<(String, Answer)>,
) -> bool {
    let mut answered = false;
    // What is said of all that is not asked.
    let mut gone: Option<Answer> = None;
    let mut silent = 0;
    for url in urls {
        let answer = match &gone {
            Some(answer) => answer.clone(),
            None => {
                let retries = if silent > 0 { 0 } else { manners.retries };
                let manners = Manners {
                    retries,
                    ..*manners
                };
                ask::ask(agent, url, &manners, &|host| pace.wait(host))
            }
        };
        if gone.is_none() {
            silent = if answer.is_silence() { silent + 1 } else { 0 };
            if silent == SILENT {
                let why = "it was not asked: others of its host gave no answer".to_owned();
                gone = Some(Answer {
                    verdict: Verdict::Unsure(why),
                    reach: answer.reach,
                });
            } else if answer.reach == Reach::NoHost {
                gone = Some(answer.clone());
            }
        }
        if matches!(answer.reach, Reach::Answered | Reach::Silent) {
            answered = true;
            reached.store(true, Ordering::Relaxed);
        }
        // Whoever listens is there until all have been asked.
        let _ = send.send((url.clone(), answer));
    }
    answered
}

fn host(url: &str) -> String {
    let host = Url::parse(url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_default()
}

/// Keeps requests to one host apart, whoever makes them: redirects lead from one host to another.
struct Pace {
    delay: Duration,
    next: Mutex<BTreeMap<String, Instant>>,
}

impl Pace {
    fn new(delay: Duration) -> Pace {
        Pace {
            delay,
            next: Mutex::new(BTreeMap::new()),
        }
    }

    /// Waits until it is this request's turn.
    fn wait(&self, host: &str) {
        let now = Instant::now();
        let turn = match self.next.lock() {
            Ok(mut next) => {
                let turn = next.get(host).map_or(now, |turn| (*turn).max(now));
                next.insert(host.to_owned(), turn + self.delay);
                turn
            }
            Err(_) => now,
        };
        thread::sleep(turn.saturating_duration_since(now));
    }
}

/// Hosts of addresses, for a count.
pub fn hosts(urls: &[String]) -> usize {
    let all: BTreeSet<String> = urls.iter().map(|url| host(url)).collect();
    all.len()
}
