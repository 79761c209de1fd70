//! What takes place, by day.
//!
//! Not here: which day a moment lies in. For a reader it is their own, in a file the one that the source names.

use super::{Context, hit};
use crate::answer::Hit;
use crate::html::Html;
use callboard_model::Occurrence;

/// One day and what takes place on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Day<'h> {
    /// The day in words.
    pub heading: String,
    /// In order of time; what runs for days has no occurrence.
    pub rows: Vec<(&'h Hit, Option<&'h Occurrence>)>,
}

/// The days, in their order.
pub fn days(html: &mut Html, c: Context, days: &[Day]) {
    for day in days {
        super::part(html, &day.heading);
        html.raw("<ol class=\"cb-list\">");
        for (hit, occurrence) in &day.rows {
            hit::row(html, c, hit, occurrence.as_slice());
        }
        html.raw("</ol></section>");
    }
}
