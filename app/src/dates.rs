//! Moments and dates in words, as views ask for them. A browser answers with `Intl` (`format`), a build of pages with
//! the zone database of its program, a test with the data as they stand.

use callboard_model::{Occurrence, PartialDate};

/// Moments and dates in words. A trait, so that views are tested without a browser.
pub trait Dates {
    fn occurrence(&self, occurrence: &Occurrence, lang: &str) -> Shown;
    /// A moment in a zone, in the reader's own when none is named.
    fn moment(&self, minutes: i64, zone: &str, lang: &str) -> String;
    /// What a day of an agenda is called: that on which a moment (minutes since 1970) lies for the reader, or this date
    /// where there is no moment, and in a file.
    fn heading(&self, date: &str, moment: Option<i64>, lang: &str) -> String;
    fn day(&self, text: &str, lang: &str) -> String;
    fn partial(&self, date: &PartialDate, lang: &str) -> String;
    fn language(&self, tag: &str, lang: &str) -> String;
}

/// An occurrence as it is shown: day and time in its own zone, and for the reader where that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub weekday: String,
    /// Day and month.
    pub day: String,
    pub year: String,
    /// Time with the zone's short name; empty by date only.
    pub time: String,
    /// End in the same zone, with its day where that is another; a day alone by date only. Empty when the source gives none.
    pub end: String,
    /// Day (where it is another) and time in the reader's zone; empty where the clocks agree.
    pub own: String,
}
