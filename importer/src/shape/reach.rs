//! Numbers that a phone dials, and e-mail addresses.

/// Whether a number is one that a phone dials, or a short code for text messages: the indexer's rule.
pub(super) fn is_phone(key: &str, text: &str) -> bool {
    let text = text.trim();
    let known =
        |c: char| c.is_ascii_alphanumeric() || "+- .()\u{2010}\u{2011}\u{2012}\u{2013}".contains(c);
    let digits = text.chars().filter(char::is_ascii_alphanumeric).count();
    let short = key == "text_to" && (3..=6).contains(&digits) && text.len() == digits;
    let whole = match text.starts_with('+') {
        // `(0)` is dialled within the country alone.
        true => (7..=15).contains(&digits) && !text.contains("(0)"),
        false => digits == 10 || digits == 11 && text.trim_start_matches('(').starts_with('1'),
    };
    text.chars().all(known) && (whole || short)
}

/// Whether a text is one e-mail address and nothing else.
pub(crate) fn is_mail(text: &str) -> bool {
    let apart = |c: char| c.is_whitespace() || "<>,;:()\"".contains(c);
    let Some((local, host)) = text.split_once('@') else {
        return false;
    };
    !local.is_empty()
        && !host.contains('@')
        && !host.starts_with('.')
        && host.contains('.')
        && !text.contains(apart)
}
