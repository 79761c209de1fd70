//! What an option may be: one of a few words, a whole number, or a moment; and what is said of anything else.
//!
//! Not here: which words those are (each command's own).

use callboard_indexer::diagnostic::nearest;
use jiff::Timestamp;

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

/// A moment, or the beginning of a day.
pub fn moment(text: &str) -> Result<Timestamp, String> {
    let moment = callboard_indexer::moment::parse(text);
    moment.ok_or_else(|| "expected something like 2024-11-07 or 2024-11-07T12:00Z".to_owned())
}
