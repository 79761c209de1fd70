//! Why a record was found, as a sentence. The engine gives the reasons; its own sentence is English alone.

use super::Context;
use crate::answer::Why;

/// The sentence.
pub fn sentence(c: Context, why: &Why) -> String {
    let words = c.words;
    let (open, close) = words.quotes;
    let mut out = String::new();
    let mut say = |parts: &[&str]| {
        if !out.is_empty() {
            out.push_str("; ");
        }
        for part in parts {
            out.push_str(part);
        }
    };
    if why.exact_title {
        say(&[words.why_title]);
    }
    for word in &why.words {
        let mut fields = String::new();
        for field in &word.fields {
            fields.push_str(if fields.is_empty() {
                words.why_in
            } else {
                ", "
            });
            fields.push_str((words.fields)(field));
        }
        let how = (words.why_how)(&word.how);
        let matched = [open, &word.matched, close];
        let typed = [open, &word.word, close].concat();
        if how.is_empty() {
            say(&[&typed, &fields]);
        } else {
            say(&[&matched.concat(), ", ", how, " ", &typed, ",", &fields]);
        }
    }
    for word in &why.missing {
        say(&[words.why_lacks, " ", open, word, close]);
    }
    if why.near {
        say(&[words.why_near]);
    }
    if out.is_empty() {
        out.push_str(words.why_filters);
    }
    out.push('.');
    out
}
