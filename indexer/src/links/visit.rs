//! Asks many addresses politely: one request at a time to a host, with a pause between two, several hosts at once.

use super::ask::{self, Answer, Manners, Reach};
use super::hosts::Hosts;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use url::Url;

/// Hosts that are asked at once.
const AT_ONCE: usize = 4;

/// So many hosts that cannot be reached, while none can, mean that this machine is not connected.
const ENOUGH: usize = 5;

/// Asks every address and hands each answer over as it comes. Returns whether anybody was reached; where nobody is, it
/// soon stops.
pub fn visit(urls: &[String], manners: &Manners, mut each: impl FnMut(&str, Answer)) -> bool {
    let mut by_host: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for url in urls {
        by_host.entry(host(url)).or_default().push(url.clone());
    }
    let queue: Mutex<VecDeque<Vec<String>>> = Mutex::new(by_host.into_values().collect());
    let hosts = Hosts::new(manners.delay);
    let reached = AtomicBool::new(false);
    let lost = AtomicUsize::new(0);
    let agent = ask::agent(manners);
    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            let (send, queue, hosts, agent) = (send.clone(), &queue, &hosts, &agent);
            let (reached, lost) = (&reached, &lost);
            scope.spawn(move || {
                loop {
                    let next = queue.lock().map_or(None, |mut queue| queue.pop_front());
                    let Some(urls) = next else { return };
                    if !reached.load(Ordering::Relaxed) && lost.load(Ordering::Relaxed) >= ENOUGH {
                        return;
                    }
                    if !one_host(&urls, agent, manners, hosts, reached, &send) {
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

/// Asks the addresses of one host, one after another, and says whether anybody answered.
fn one_host(
    urls: &[String],
    agent: &ureq::Agent,
    manners: &Manners,
    hosts: &Hosts,
    reached: &AtomicBool,
    send: &mpsc::Sender<(String, Answer)>,
) -> bool {
    let mut answered = false;
    // What is said of all addresses of a host that is none.
    let mut gone: Option<Answer> = None;
    for url in urls {
        let answer = match &gone {
            Some(answer) => answer.clone(),
            None => ask::ask(agent, url, manners, hosts),
        };
        if answer.reach == Reach::NoHost {
            gone.get_or_insert_with(|| answer.clone());
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

/// Hosts of addresses, for a count.
pub fn hosts(urls: &[String]) -> usize {
    let all: BTreeSet<String> = urls.iter().map(|url| host(url)).collect();
    all.len()
}
