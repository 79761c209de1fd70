//! What the commands print: numbered steps, so that a long first run shows where it is.

use std::time::{Duration, Instant};

/// Counts the steps of one command: `[2/6] wasm-bindgen 0.2.130 … present`.
pub struct Steps {
    total: usize,
    done: usize,
}

impl Steps {
    /// Starts counting towards `total`.
    pub fn of(total: usize) -> Steps {
        Steps { total, done: 0 }
    }

    /// A step that needed nothing, or only a moment.
    pub fn note(&mut self, what: &str, state: &str) {
        self.done += 1;
        println!("[{}/{}] {what} … {state}", self.done, self.total);
    }

    /// A step that takes time; its own output follows.
    pub fn start(&mut self, what: &str, why: &str) -> Instant {
        self.done += 1;
        println!("[{}/{}] {what} … {why}", self.done, self.total);
        Instant::now()
    }
}

/// The end of a step that took time.
pub fn finished(what: &str, started: Instant) {
    println!("      {what} … done in {}", duration(started.elapsed()));
}

/// A duration as people say it: `0.4 s`, `12 s`, `3 min 5 s`.
pub fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_speech() {
        assert_eq!(duration(Duration::from_millis(420)), "0.4 s");
        assert_eq!(duration(Duration::from_secs(12)), "12 s");
        assert_eq!(duration(Duration::from_secs(185)), "3 min 5 s");
    }
}
