//! Addresses that may stand in a link.

use crate::diagnostic::{Log, Place};
use url::Url;

/// Whether a character stands beside addresses, where a text has them, and never within (RFC 3986, appendix C).
fn is_beside(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>')
}

/// Checks an address of a web page. It is kept as it was written.
pub fn web(text: &str, place: Place, log: &mut Log) -> Option<String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "https" | "http") && url.has_host() => {
            if !text.contains(is_beside) {
                return Some(text.to_owned());
            }
            let further = text.split(is_beside).skip(1);
            let are_many = further.into_iter().any(|part| {
                let part = part.trim_start_matches(|c: char| !c.is_alphanumeric());
                part.starts_with("https://") || part.starts_with("http://")
            });
            let (what, fix) = if are_many {
                (
                    "is more than one address",
                    "write one here; a record takes others in `links`, each with a `label` and a `url`",
                )
            } else {
                (
                    "is more than an address",
                    "write the address alone, without spaces and quotation marks (a space within it is %20)",
                )
            };
            log.error("bad-address", place, format!("`{text}` {what}"), fix);
            None
        }
        Ok(url)
            if matches!(
                url.scheme(),
                "javascript" | "data" | "vbscript" | "file" | "blob"
            ) =>
        {
            let scheme = url.scheme().to_owned();
            log.error(
                "unsafe-link",
                place,
                format!("a `{scheme}:` link could run code in the reader's browser"),
                "use an address that begins with https://",
            );
            None
        }
        Ok(_) => {
            log.error(
                "bad-address",
                place,
                format!("`{text}` is no address of a web page"),
                "begin it with https://",
            );
            None
        }
        Err(_) => {
            // What is pasted from a letter may stand in angle brackets.
            let bare = text.trim_start_matches('<').trim_end_matches('>');
            let fix = if bare.contains(char::is_whitespace) {
                "write the whole address, beginning with https:// and without spaces (a space within it is %20)"
                    .to_owned()
            } else if bare.contains('@') && !bare.contains('/') {
                format!("for a letter, write an action `do: email` with `email: {bare}`")
            } else if bare.starts_with("https://") || bare.starts_with("http://") {
                format!("write {bare}")
            } else if bare.contains('.') && !bare.contains(':') {
                format!("write https://{bare}")
            } else {
                "write the whole address, beginning with https://".to_owned()
            };
            log.error(
                "bad-address",
                place,
                format!("`{text}` is no whole address"),
                fix,
            );
            None
        }
    }
}
