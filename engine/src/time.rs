//! What a document's time means at a given moment. The clock is handed in, never read.

use crate::columns::Traits;

/// The moment a search is made at, in minutes since 1970-01-01T00:00Z, and where.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Now.
    pub now: i64,
    /// Start of the reader's day.
    pub day_start: i64,
    /// End of the reader's day.
    pub day_end: i64,
    /// When the day, month or year that a text like `2024-11-08` names begins where the reader is; `None` where
    /// that is not known, which is taken as UTC.
    pub begins: fn(&str) -> Option<i64>,
}

impl Clock {
    /// The clock of a reader in UTC.
    pub fn utc(now: i64) -> Clock {
        let day_start = now.div_euclid(24 * 60) * 24 * 60;
        Clock {
            now,
            day_start,
            day_end: day_start + 24 * 60,
            begins: |_| None,
        }
    }
}

/// Whether something is over, on, or to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It takes place now.
    Now,
    /// It has not begun, or will take place again.
    Upcoming,
    /// It is over.
    Past,
    /// It has no time.
    None,
}

/// A value of the `when` facet, which is computed rather than stored.
pub(crate) const WHEN: [&str; 6] = ["now", "today", "week", "upcoming", "past", "recording"];

const WEEK: i64 = 7 * 24 * 60;

/// A document's phase, and the start of the occurrence that decides it: the one that is on, else
/// the next, else the last.
pub(crate) fn phase(traits: &Traits, clock: Clock) -> (Phase, Option<i64>) {
    let on = |(start, end): &&(i64, i64)| *start <= clock.now && clock.now < *end;
    if let Some((start, _)) = traits.occurrences.iter().find(on) {
        return (Phase::Now, Some(*start));
    }
    if let Some((start, _)) = traits
        .occurrences
        .iter()
        .find(|(start, _)| *start > clock.now)
    {
        return (Phase::Upcoming, Some(*start));
    }
    match traits.occurrences.iter().map(|(start, _)| *start).max() {
        Some(start) => (Phase::Past, Some(start)),
        None => (Phase::None, None),
    }
}

/// Which values of the `when` facet a document has, as bits in the order of [`WHEN`].
pub(crate) fn when(traits: &Traits, clock: Clock) -> u8 {
    // Each is a span that an occurrence overlaps: it begins before the second moment and ends after the first.
    let spans = [
        (clock.now, clock.now + 1),
        (clock.day_start, clock.day_end),
        (clock.now, clock.now + WEEK),
        (clock.now, i64::MAX),
    ];
    let mut mask = u8::from(traits.has_recording) << 5;
    for (start, end) in &traits.occurrences {
        for (bit, (after, before)) in spans.iter().enumerate() {
            mask |= u8::from(start < before && end > after) << bit;
        }
    }
    let past = !traits.occurrences.is_empty() && mask & 8 == 0;
    mask | u8::from(past) << 4
}

/// The date by which a document counts as old or new: its last occurrence, else its publication. It is the same at every
/// moment, so that lists that are made beforehand can have this order.
pub(crate) fn date(traits: &Traits) -> Option<i64> {
    let last = traits.occurrences.last().map(|(start, _)| *start);
    last.or(traits.published)
}

/// Ascending order in which readers want documents in time: what is on or comes soonest, then what
/// is newest, then what has no date.
pub(crate) fn order(traits: &Traits, clock: Clock) -> (u8, i64) {
    match phase(traits, clock) {
        (Phase::Now | Phase::Upcoming, Some(at)) => (0, at),
        (_, at) => match at.or(traits.published) {
            Some(at) => (1, -at),
            None => (2, 0),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Phase, order, phase, when};
    use crate::columns::Traits;

    fn two_calls() -> Traits {
        Traits {
            occurrences: vec![(1000, 1090), (5000, 5090)],
            ..Traits::default()
        }
    }

    #[test]
    fn the_clock_decides() {
        let call = two_calls();
        assert_eq!(phase(&call, Clock::utc(900)), (Phase::Upcoming, Some(1000)));
        assert_eq!(phase(&call, Clock::utc(1000)), (Phase::Now, Some(1000)));
        assert_eq!(
            phase(&call, Clock::utc(1090)),
            (Phase::Upcoming, Some(5000))
        );
        assert_eq!(phase(&call, Clock::utc(5090)), (Phase::Past, Some(5000)));
        assert_eq!(
            phase(&Traits::default(), Clock::utc(0)),
            (Phase::None, None)
        );
    }

    #[test]
    fn the_when_facet_has_every_value_that_holds() {
        let call = two_calls();
        // now, today, week, upcoming
        assert_eq!(when(&call, Clock::utc(1010)), 0b00_1111);
        assert_eq!(when(&call, Clock::utc(900)), 0b00_1110);
        // The next one is within the week, the earlier one was today.
        assert_eq!(when(&call, Clock::utc(1200)), 0b00_1110);
        // It was on today and is over.
        assert_eq!(when(&call, Clock::utc(5200)), 0b01_0010);
        assert_eq!(when(&call, Clock::utc(9000)), 0b01_0000);
    }

    #[test]
    fn soonest_first_then_newest() {
        let clock = Clock::utc(2000);
        let soon = Traits {
            occurrences: vec![(2100, 2200)],
            ..Traits::default()
        };
        let later = two_calls();
        let over = Traits {
            occurrences: vec![(10, 20)],
            ..Traits::default()
        };
        let article = Traits {
            published: Some(1500),
            ..Traits::default()
        };
        let undated = Traits::default();
        let mut all = [&undated, &over, &later, &article, &soon];
        all.sort_by_key(|t| order(t, clock));
        assert_eq!(all, [&soon, &later, &article, &over, &undated]);
    }
}
