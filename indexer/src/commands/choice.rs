//! What an option may be: one of a few words, a whole number, or a moment; and what is said of anything else.
//!
//! Not here: which words those are (each command's own).

use callboard_indexer::diagnostic::nearest;
use jiff::Timestamp;
use std::fmt;

/// What is said of a name that none of `names` is; `what` they are, as `the kinds are`.
pub fn none_of(name: &str, what: &str, names: &[&str]) -> String {
    let meant = nearest(name, names.iter().copied());
    let question = meant.map_or(String::new(), |meant| format!("did you mean `{meant}`? "));
    format!("{question}{what} {}", names.join(", "))
}

/// A whole number from 0.
pub fn whole<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    let number = text.parse();
    number.map_err(|_| "expected a whole number, such as 30".to_owned())
}

/// A whole number within these two.
pub fn within<T>(least: T, most: T) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync
where
    T: std::str::FromStr + PartialOrd + fmt::Display + Copy + Send + Sync,
{
    move |text| {
        let number = text.parse().ok();
        number
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| format!("expected a whole number from {least} to {most}"))
    }
}

/// A moment, or the beginning of a day.
pub fn moment(text: &str) -> Result<Timestamp, String> {
    let moment = callboard_indexer::moment::parse(text);
    moment.ok_or_else(|| "expected something like 2024-11-07 or 2024-11-07T12:00Z".to_owned())
}
