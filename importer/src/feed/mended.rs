//! A feed of XML in the form that its reader takes, which refuses a whole feed for one slip: an ampersand that is none, a role
//! or a type that it does not know, an end that is missing. Not here: JSON, and what any of it means.

use feed_rs::model::Feed;
use feed_rs::parser::Builder;
use regex::bytes::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// An ampersand with what follows it, somebody who takes part (read elsewhere), or the type of a text. Nothing in it is without
/// bounds, so that looking for it takes no longer the more is broken.
static SLIP: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::bytes(
        r#"(?s-u)&(?:#?\w{1,32};)?|<[\w.-]{1,32}:person\b[^<>]{0,500}?(?:/>|>[^<]{0,300}</[\w.-]{1,32}:person\s{0,9}>)|<(?:[\w.-]{1,32}:)?(?:title|subtitle|summary|rights)\s[^<>]{0,300}?type\s{0,9}=\s{0,9}["'](text/plain|application/xhtml\+xml)["']"#,
    )
});

/// What holds no slips, with its end.
const APART: &[(&[u8], &[u8])] = &[(b"<!--", b"-->"), (b"<![CDATA[", b"]]>")];

/// The end of an entry.
static END: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::bytes(r"(?s-u)</(?:[\w.-]+:)?(item|entry)\s*>"));

/// A feed as its reader gives it, and why some of its end could not be read, where that is so.
pub(super) struct Read<'b> {
    pub(super) feed: Feed,
    /// The bytes that were read.
    pub(super) bytes: Cow<'b, [u8]>,
    pub(super) broken: Option<String>,
}

/// Reads a feed, as it is or mended; the error is that of the feed as it is.
pub(super) fn read<'b>(bytes: &'b [u8], own: Option<&str>) -> Result<Read<'b>, String> {
    let parse = |bytes: &[u8]| {
        let parser = Builder::new().base_uri(own).build();
        parser.parse(bytes).map_err(|error| error.to_string())
    };
    let error = match parse(bytes) {
        Ok(feed) => {
            return Ok(Read {
                feed,
                bytes: Cow::Borrowed(bytes),
                broken: None,
            });
        }
        Err(error) => error,
    };
    if bytes.trim_ascii_start().starts_with(b"{") {
        return Err(error);
    }
    let mended = without_slips(bytes);
    let broken = match parse(&mended) {
        Ok(feed) => {
            return Ok(Read {
                feed,
                bytes: Cow::Owned(mended),
                broken: None,
            });
        }
        Err(broken) => broken,
    };
    let Some(ended) = ended(&mended) else {
        return Err(error);
    };
    match parse(&ended) {
        Ok(feed) => Ok(Read {
            feed,
            bytes: Cow::Owned(ended),
            broken: Some(broken),
        }),
        Err(_) => Err(error),
    }
}

fn without_slips(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    let mut ends = APART.to_vec();
    loop {
        let begins = |at: &usize| {
            let behind = rest.get(*at..).unwrap_or_default();
            ends.iter().find(|(start, _)| behind.starts_with(start))
        };
        let places = 0..rest.len();
        let found = places.into_iter().find_map(|at| Some((at, *begins(&at)?)));
        let Some((at, (start, end))) = found else {
            break;
        };
        let (before, apart) = rest.split_at(at);
        let length = apart
            .get(start.len()..)
            .and_then(|behind| Some(start.len() + find(behind, end)? + end.len()));
        let Some((apart, behind)) = length.and_then(|length| apart.split_at_checked(length)) else {
            // What has no end is looked for once.
            ends.retain(|(have, _)| *have != start);
            continue;
        };
        out.extend_from_slice(&mended(before));
        out.extend_from_slice(apart);
        rest = behind;
    }
    out.extend_from_slice(&mended(rest));
    out
}

/// Where one text stands in another.
fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text)
}

fn mended(bytes: &[u8]) -> Cow<'_, [u8]> {
    SLIP.replace_all(bytes, |found: &Captures| {
        let whole = found.get(0).map_or(&b""[..], |found| found.as_bytes());
        match (whole, found.get(1)) {
            (b"&", _) => b"&amp;".to_vec(),
            (_, Some(kind)) => {
                let start = found.get(0).map_or(0, |found| found.start());
                let (before, _) = whole.split_at(kind.start() - start);
                let short: &[u8] = match kind.as_bytes() {
                    b"text/plain" => b"text",
                    _ => b"xhtml",
                };
                let quote = whole.last().copied().unwrap_or(b'"');
                [before, short, &[quote]].concat()
            }
            _ if whole.starts_with(b"&") => whole.to_vec(),
            _ => Vec::new(),
        }
    })
}

/// A feed up to the end of its last entry that has one, with the ends that are missing behind that.
fn ended(bytes: &[u8]) -> Option<Vec<u8>> {
    let last = END.captures_iter(bytes).last()?;
    let end = last.get(0)?.end();
    let mut out = bytes.get(..end)?.to_vec();
    let ends: &[u8] = match last.get(1)?.as_bytes() {
        b"entry" => b"</feed>",
        _ => b"</channel></rss>",
    };
    out.extend_from_slice(ends);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{read, without_slips};

    #[track_caller]
    fn check(given: &str, mended: &str) {
        let found = without_slips(given.as_bytes());
        assert_eq!(String::from_utf8_lossy(&found), mended);
    }

    #[test]
    fn slips_are_mended_where_they_are() {
        check(
            "a=1&b=2 &amp; &#38; <![CDATA[&]]>",
            "a=1&amp;b=2 &amp; &#38; <![CDATA[&]]>",
        );
        check("<!-- & --> & <!-- &", "<!-- & --> &amp; <!-- &amp;");
        check("<p:person role='X'>A</p:person><p:person/>", "");
        check("<title  type='text/plain'>a", "<title  type='text'>a");
        check(
            "<content type=\"text/plain\">",
            "<content type=\"text/plain\">",
        );
    }

    #[test]
    fn a_feed_that_breaks_off_is_read_up_to_there() {
        let feed =
            "<rss version=\"2.0\"><channel><title>A</title><item><title>B</title></item><item><ti";
        let found = read(feed.as_bytes(), None).unwrap();
        assert_eq!(found.feed.entries.len(), 1);
        assert!(found.broken.is_some());
        assert!(read(b"<html>", None).is_err());
    }
}
