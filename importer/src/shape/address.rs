//! Addresses of pages that were mistyped so that no browser opens them: `htps://example.org`, `http//example.org`.
//!
//! What they are meant to be is asked, not guessed. Not here: addresses that could be whole (`http:/example.org` is one to every
//! browser).

use crate::pattern::constant;
use regex::Regex;
use std::sync::LazyLock;

/// What begins like an address and has a host behind it.
static LIKE_ONE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r#"(?i)\b(?:h+t+p+s*|t{2,}p+s*)[:;]*(?:/+(?:https?[:;]*/+)?|:+)(?:[a-z0-9-]+\.)+[a-z]{2,}\b[^\s<>()\[\]"“”]*"#,
    )
});

/// What a browser reads as an address.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)^https?:/*[a-z0-9-]+\."));

/// The mistyped addresses of a text, each once.
pub(crate) fn mistyped(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for found in LIKE_ONE.find_iter(text) {
        let address = found
            .as_str()
            .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']);
        if !WHOLE.is_match(address) && !all.contains(&address) {
            all.push(address);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::mistyped;

    #[test]
    fn addresses_that_no_browser_opens() {
        for address in [
            "htps://example.org/d",
            "htp://example.org",
            "http//example.org/e",
            "https;//example.org",
            "ttps://example.org",
            "hhttps://example.org",
            "http:://example.org",
            "httpss://www.example.org/a?b=c",
            "https://https://example.org",
            "https://http//example.org",
        ] {
            let text = format!("See <{address}>, or call.");
            assert_eq!(mistyped(&text), [address]);
        }
    }

    #[test]
    fn what_is_whole_or_no_address() {
        for text in [
            "https://example.org/a http://example.org http:/example.org",
            "https://web.archive.org/web/2020/https://example.org/",
            "HTTP/2.0, http/https, https: an introduction, sttp://a.example",
            "https://example.org/?to=https://example.com",
        ] {
            assert_eq!(mistyped(text), [] as [&str; 0], "{text}");
        }
    }
}
