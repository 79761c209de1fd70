//! What a message is sent to and what it must say: e-mail addresses and keywords of text messages.

use crate::diagnostic::{Log, Place};

/// Most characters of a text message: one in the GSM alphabet (3GPP TS 23.038, section 4) has 160.
const LONGEST: usize = 160;

/// Signs that people put around a word to quote it.
const QUOTES: [char; 9] = ['"', '\'', '“', '”', '„', '‘', '’', '«', '»'];

/// Checks an e-mail address: a name, one `@` and a host with a dot (the outer form of RFC 5321's mailbox). Whether
/// somebody reads it only a letter can tell.
pub fn email(text: &str, place: Place, log: &mut Log) -> Option<String> {
    let good = |text: &str| {
        text.split_once('@').is_some_and(|(name, host)| {
            let signs = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:@\"".contains(c);
            let labels = host.split('.').collect::<Vec<_>>();
            !name.is_empty()
                && !text.replacen('@', "", 1).contains(signs)
                && labels.len() > 1
                && labels.iter().all(|label| !label.is_empty())
        })
    };
    if good(text) {
        return Some(text.to_owned());
    }
    log.error(
        "bad-email",
        place,
        format!("`{text}` is no e-mail address"),
        "write it as name@example.org",
    );
    if let Some(address) = text.strip_prefix("mailto:").filter(|text| good(text)) {
        log.certain(text, address);
    }
    None
}

/// Checks the keyword of a text message, which is sent as it stands.
pub fn keyword(text: &str, place: Place, has_number: bool, log: &mut Log) {
    if text.contains(QUOTES) {
        log.warn(
            "bad-keyword",
            place,
            format!("the keyword {text} has quotation marks, which would be sent too"),
            "write the word alone, as `keyword: MASS CALL`",
        );
        let bare = text.trim_matches(QUOTES);
        if !bare.is_empty() && !bare.contains(QUOTES) && bare == bare.trim() {
            log.certain(text, bare);
        }
    }
    if text.chars().count() > LONGEST {
        log.warn(
            "bad-keyword",
            place,
            format!("the keyword is longer than a text message, which has {LONGEST} characters"),
            "write what the message must say and nothing else",
        );
    }
    if !has_number {
        log.warn(
            "bad-keyword",
            place,
            "the keyword has no number to be sent to",
            "add `text_to: ...`",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::email;
    use crate::diagnostic::{Log, Place};

    #[test]
    fn addresses_are_told_from_what_is_none() {
        let mut log = Log::new("one.md", "");
        for good in [
            "a@example.org",
            "first.last+tag@mail.example.org",
            "ñ@example.org",
        ] {
            assert!(email(good, Place::default(), &mut log).is_some(), "{good}");
        }
        assert!(log.finish().is_empty());
        let mut log = Log::new("one.md", "");
        for bad in [
            "",
            "@example.org",
            "a@",
            "a@b",
            "a b@example.org",
            "a@@example.org",
            "a@example..org",
            "[email protected]",
        ] {
            assert!(email(bad, Place::default(), &mut log).is_none(), "{bad}");
        }
        assert_eq!(log.finish().len(), 8);
    }
}
