//! What the app's page has of the catalogue beside what is filled in its places ([`crate::outputs::pages`]): the icon.
//!
//! Not an HTML parser: it replaces the icon of `app/index.html`, and a page without one is refused.

use super::Error;

/// The page with the icon at this path below the site's folder.
///
/// # Errors
/// When the page names no icon that could be replaced.
pub fn with_icon(page: &str, icon: &str) -> Result<String, Error> {
    let start = "<link rel=\"icon\" href=\"";
    let missing = Error::Page("icon");
    let Some((before, rest)) = page.split_once(start) else {
        return Err(missing);
    };
    let Some((_, after)) = rest.split_once('"') else {
        return Err(missing);
    };
    Ok([before, start, &escaped(icon), "\"", after].concat())
}

/// A text as HTML may have it between tags and in quoted attributes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::with_icon;
    use crate::site::Error;

    #[test]
    fn the_icon_is_the_catalogues() {
        let page = with_icon(include_str!("../../../app/index.html"), "a&b.svg").unwrap();
        assert!(page.contains("<link rel=\"icon\" href=\"a&amp;b.svg\">"));
        assert_eq!(with_icon("<html>", "a.svg"), Err(Error::Page("icon")));
    }
}
