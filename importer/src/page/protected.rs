//! Addresses of mail that a host (Cloudflare) hides from programs in every page that it serves, and a script of which shows to
//! readers: in `data-cfemail`, or behind the `#` of a link, as digits of which the first two are the key of the others. Not
//! here: what a writer hides in words.

use regex::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The address that such digits stand for.
pub(crate) fn decoded(digits: &str) -> Option<String> {
    let digits = digits.trim();
    if !digits.is_ascii() || digits.len() > 2 * 255 {
        return None;
    }
    let mut bytes = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let key = bytes.next()??;
    let bytes: Option<Vec<u8>> = bytes.map(|byte| Some(byte? ^ key)).collect();
    let mail = String::from_utf8(bytes?).ok()?;
    crate::shape::is_mail(&mail).then_some(mail)
}

static HIDDEN: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::constant(
        r#"(?s)<(?:a|span)\b[^<>]*?data-cfemail="([0-9a-fA-F]+)"[^<>]*>[^<]*</(?:a|span)>"#,
    )
});

/// HTML in which such addresses are shown.
pub(crate) fn shown(html: &str) -> Cow<'_, str> {
    if !html.contains("data-cfemail") {
        return Cow::Borrowed(html);
    }
    HIDDEN.replace_all(html, |found: &Captures| {
        let mail = found.get(1).and_then(|digits| decoded(digits.as_str()));
        match (mail, found.get(0)) {
            (Some(mail), _) => format!("<a href=\"mailto:{mail}\">{mail}</a>"),
            (None, whole) => whole.map_or("", |whole| whole.as_str()).to_owned(),
        }
    })
}

/// The address that a link to the host's own page leads to.
pub(crate) fn of_link(address: &str) -> Option<String> {
    let (page, digits) = address.split_once('#')?;
    page.ends_with("/cdn-cgi/l/email-protection")
        .then(|| decoded(digits))?
}

#[cfg(test)]
mod tests {
    use super::{decoded, of_link, shown};

    #[test]
    fn addresses_are_what_a_reader_sees() {
        let hidden: String = std::iter::once(0x42)
            .chain("a@example.org".bytes().map(|byte| byte ^ 0x42))
            .map(|byte: u8| format!("{byte:02x}"))
            .collect();
        assert_eq!(decoded(&hidden).as_deref(), Some("a@example.org"));
        let link = format!("/cdn-cgi/l/email-protection#{hidden}");
        assert_eq!(of_link(&link).as_deref(), Some("a@example.org"));
        let html =
            format!("<p>a <a class=x data-cfemail=\"{hidden}\">[email&#160;protected]</a></p>");
        assert_eq!(
            shown(&html),
            "<p>a <a href=\"mailto:a@example.org\">a@example.org</a></p>"
        );
        for wrong in ["", "4", "zz", "4242", "é"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}
