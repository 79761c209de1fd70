//! What is known of hosts while addresses are asked, whoever asks: when the next request to each may go, and which are silent.
//! Redirects lead from one host to another, so both are shared by all who ask.
//!
//! Not here: what an answer means ([`super::ask`]), which addresses there are ([`super::visit`]).

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// So many addresses that end at a silent host one after another mean that others would, too: they are not waited for. One
/// slow page says nothing of the others.
const SILENT: u32 = 2;

/// The hosts that were asked.
pub struct Hosts {
    delay: Duration,
    known: Mutex<BTreeMap<String, Known>>,
}

/// What is known of one.
#[derive(Clone, Copy, Default)]
struct Known {
    /// When the next request may go.
    next: Option<Instant>,
    /// Addresses for which it was silent, since it last said anything.
    silent: u32,
}

impl Hosts {
    /// Hosts of which nothing is known; `delay` lies between two requests to one of them.
    pub fn new(delay: Duration) -> Hosts {
        Hosts {
            delay,
            known: Mutex::default(),
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it is this request's turn. A turn is taken by who is awake: where one was promised to who then wakes late, the
    /// request after it would follow at once.
    pub fn wait(&self, host: &str) {
        while let Some(left) = self.left(host) {
            thread::sleep(left);
        }
    }

    /// Takes the turn, or tells how long it is until there is one.
    fn left(&self, host: &str) -> Option<Duration> {
        let mut known = self.known();
        let known = known.entry(host.to_owned()).or_default();
        let now = Instant::now();
        match known.next {
            Some(next) if next > now => Some(next - now),
            _ => {
                known.next = Some(now + self.delay);
                None
            }
        }
    }

    /// Whether it was silent for the last address that led to it.
    pub fn was_silent(&self, host: &str) -> bool {
        self.silent(host) > 0
    }

    /// Whether it is not worth a wait any more.
    pub fn is_given_up(&self, host: &str) -> bool {
        self.silent(host) >= SILENT
    }

    fn silent(&self, host: &str) -> u32 {
        self.known().get(host).map_or(0, |known| known.silent)
    }

    /// Notes that it was silent for an address.
    pub fn is_silent(&self, host: &str) {
        let mut known = self.known();
        let known = known.entry(host.to_owned()).or_default();
        known.silent = known.silent.saturating_add(1);
    }

    /// Notes that it said something.
    pub fn is_heard(&self, host: &str) {
        if let Some(known) = self.known().get_mut(host) {
            known.silent = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;
    use std::time::Duration;

    #[test]
    fn the_next_turn_is_told_from_when_the_last_was_taken() {
        const HOUR: Duration = Duration::from_secs(3600);
        let hosts = Hosts::new(HOUR);
        assert_eq!(hosts.left("one.example"), None);
        let left = hosts.left("one.example");
        assert!(left.is_some_and(|left| left > HOUR / 2 && left <= HOUR));
        assert_eq!(hosts.left("other.example"), None);
    }
}
