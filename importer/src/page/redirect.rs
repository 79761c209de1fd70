//! Addresses as an editor of documents writes them when it saves a page: by way of its own, which counts who follows them.

use super::protected;
use url::Url;

/// The address that a link of a saved Google document leads to in the end (`www.google.com/url?q=…`), or one that Outlook has
/// looked at (`….safelinks.protection.outlook.com`); any other as it is.
/// A link to an address of mail that a host hides leads to that address.
pub(crate) fn undone(address: &str) -> String {
    if let Some(mail) = protected::of_link(address) {
        return format!("mailto:{mail}");
    }
    let whole = Url::parse(address).ok();
    let end = whole.as_ref().and_then(|url| {
        let host = url.host_str()?;
        let key = match (host, url.path()) {
            ("www.google.com" | "google.com", "/url") => "q",
            (host, "/") if host.ends_with(".safelinks.protection.outlook.com") => "url",
            _ => return None,
        };
        let mut said = url.query_pairs();
        Some(said.find(|(name, _)| name == key)?.1.into_owned())
    });
    end.filter(|end| {
        Url::parse(end).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto"))
    })
    .unwrap_or_else(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::undone;

    #[test]
    fn links_lead_where_they_end() {
        for (address, end) in [
            (
                "https://www.google.com/url?q=https://example.org/j/1?x%3D2%26y%3D3&sa=D&source=editors&ust=1",
                "https://example.org/j/1?x=2&y=3",
            ),
            (
                "https://www.google.com/url?q=mailto:a@example.org&sa=D",
                "mailto:a@example.org",
            ),
            (
                "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fj%2F1&data=05",
                "https://example.org/j/1",
            ),
            (
                "https://www.google.com/url?q=javascript:f",
                "https://www.google.com/url?q=javascript:f",
            ),
            (
                "https://www.google.com/search?q=https://example.org",
                "https://www.google.com/search?q=https://example.org",
            ),
            (
                "https://example.org/url?q=https://b.example.org",
                "https://example.org/url?q=https://b.example.org",
            ),
            ("/url?q=https://example.org", "/url?q=https://example.org"),
        ] {
            assert_eq!(undone(address), end);
        }
    }
}
