//! How a file looks from outside, so that one that was seen before need not be read to know that nobody has changed it.
//!
//! As git's index does it: a file whose length, place in the file system and times of change of its contents and of its
//! entry are those that were seen is the file that was seen. The last of them is set by the system whenever a file is
//! written to, linked, moved or given another time, and no program can set it. What is changed within the same tick of
//! the system's clock as the look at it would go unseen; so who looks waits for a tick, or believes no look that is
//! [fresh](is_fresh). Where a file system tells no such times, nothing is believed, and every file is read.
//!
//! Not here: what is known of the files ([`crate::site::seen`] of those of a site, [`crate::catalog::kept`] of records).

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Longer than a tick of any system's clock (10 ms at the slowest that Linux is built with).
pub const TICK: Duration = Duration::from_millis(20);

/// Device, number of the entry, length, times of the last change of contents and of the entry in nanoseconds since 1970.
pub type Look = [u64; 5];

/// How a file looks; `None` where the file system does not tell enough.
#[cfg(unix)]
pub fn look(about: &Metadata) -> Option<Look> {
    use std::os::unix::fs::MetadataExt as _;
    // Whole seconds are too coarse to tell two changes apart.
    let nanoseconds = |seconds: i64, rest: i64| {
        let whole = u64::try_from(seconds).ok()?.checked_mul(1_000_000_000)?;
        whole.checked_add(u64::try_from(rest).ok().filter(|rest| *rest > 0)?)
    };
    Some([
        about.dev(),
        about.ino(),
        about.len(),
        nanoseconds(about.mtime(), about.mtime_nsec())?,
        nanoseconds(about.ctime(), about.ctime_nsec())?,
    ])
}

/// How a file looks; `None` where the file system does not tell enough.
#[cfg(not(unix))]
pub fn look(_about: &Metadata) -> Option<Look> {
    None
}

/// Whether a file that looks like this may have been changed so lately, by the clock of `now`, that another change could
/// look the same.
pub fn is_fresh(look: &Look, now: SystemTime) -> bool {
    let [.., changed] = look;
    let changed = UNIX_EPOCH + Duration::from_nanos(*changed);
    now.duration_since(changed).is_ok_and(|age| age < TICK) || now < changed
}

#[cfg(test)]
mod tests {
    use super::{TICK, is_fresh};
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn what_was_changed_lately_or_will_be_is_fresh() {
        let look = [1, 2, 3, 4, 1_000_000_000];
        let second = UNIX_EPOCH + Duration::from_secs(1);
        assert!(is_fresh(&look, second));
        assert!(is_fresh(&look, second + TICK / 2));
        assert!(!is_fresh(&look, second + TICK));
        assert!(is_fresh(&look, second - TICK), "another clock");
    }
}
