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
            let comma = if fields.is_empty() { "" } else { "," };
            say(&[&matched.concat(), ", ", how, " ", &typed, comma, &fields]);
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

#[cfg(test)]
mod tests {
    use super::sentence;
    use crate::answer::{Why, WhyWord};
    use crate::view::sample::seen;

    #[track_caller]
    fn check(why: &Why, en: &str, es: &str) {
        assert_eq!(seen("en", None, |c| sentence(c, why)), en);
        assert_eq!(seen("es", None, |c| sentence(c, why)), es);
    }

    #[test]
    fn reasons_are_a_sentence_in_both_languages() {
        let word = |how: &str, matched: &str, fields: &[&str]| WhyWord {
            word: "call".to_owned(),
            matched: matched.to_owned(),
            how: how.to_owned(),
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        };
        check(
            &Why {
                words: vec![
                    word("exact", "call", &["title", "names"]),
                    word("stem", "calling", &["body"]),
                ],
                missing: vec!["tonight".to_owned()],
                near: true,
                exact_title: false,
            },
            "“call” is in its title, other names; “calling”, a form of “call”, is in its text; it lacks “tonight”; the words stand close together.",
            "«call» está en: título, otros nombres; «calling», forma de «call», está en: texto; le falta «tonight»; las palabras están juntas.",
        );
        check(
            &Why {
                words: vec![word("typo", "cal", &[])],
                exact_title: true,
                ..Why::default()
            },
            "its title is what you typed; “cal”, spelled nearly like “call”.",
            "su título es lo que usted escribió; «cal», de escritura parecida a «call».",
        );
        check(
            &Why::default(),
            "it passes the filters.",
            "cumple los filtros.",
        );
    }
}
