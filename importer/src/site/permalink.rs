//! Where Hugo puts a page (gohugo.io, "URL management"), as far as that is certain: by a pattern of the site's settings, below the
//! language, or nowhere, because the page is a part of another.
//!
//! Not here: what a page says of its own address (`url`), which is taken as it is written.

use crate::day;
use crate::tree::Node;
use jiff::civil::Date;

/// What is known of a page.
pub(super) struct Place<'p> {
    pub(super) front: &'p Node,
    /// The folders below `content/` in which it stands, without its own.
    pub(super) section: &'p str,
    /// Its name in an address by the usual rules: that of its file, or its `slug`.
    pub(super) name: &'p str,
    /// The name of its file without day and ending, or that of its folder.
    pub(super) file_name: &'p str,
    /// Whether it is a list of pages (`_index.md`).
    pub(super) is_section: bool,
    /// Its language, unless it is the site's own.
    pub(super) lang: Option<&'p str>,
    /// The site's own language.
    pub(super) own: &'p str,
}

/// The path of a page below the site; none where it cannot be told.
pub(super) fn path(place: &Place, settings: &Node) -> Option<String> {
    if is_hidden(place.front) {
        return None;
    }
    let ugly = settings.get("uglyURLs").or(settings.get("uglyurls"));
    let ugly = ugly.is_some_and(|node| node.text() != Some("false"));
    if ugly && place.is_section {
        return None;
    }
    let below = match pattern(place, settings) {
        Some(pattern) => expanded(pattern, place)?,
        None => {
            let parts = [place.section, place.name];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join("/")
        }
    };
    let in_folder = settings.text_of("defaultContentLanguageInSubdir") == Some("true");
    let lang = match place.lang {
        Some(lang) => lang,
        None if in_folder => place.own,
        None => "",
    };
    let parts: Vec<&str> = [lang, below.trim_matches('/')]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let path = parts.join("/").to_lowercase();
    Some(match (path.is_empty(), ugly) {
        (true, _) => path,
        (false, true) => format!("{path}.html"),
        (false, false) => format!("{path}/"),
    })
}

/// Whether the site makes no page of it.
fn is_hidden(front: &Node) -> bool {
    let built = ["build", "_build"].iter().find_map(|key| front.get(key));
    let render = built.and_then(|node| node.text_of("render"));
    front.text_of("headless") == Some("true") || matches!(render, Some("never" | "false" | "link"))
}

/// The pattern of a page's section, from the settings of its language or of the site.
fn pattern<'n>(place: &Place, settings: &'n Node) -> Option<&'n str> {
    let section = match place.section.split('/').next() {
        Some("") | None => return None,
        Some(section) => section,
    };
    let of_language = settings
        .get("languages")
        .and_then(|all| all.get(place.lang.unwrap_or(place.own)));
    let all = of_language.and_then(|own| own.get("permalinks"));
    let all = all.or_else(|| settings.get("permalinks"))?;
    let kind = if place.is_section { "section" } else { "page" };
    let of_kind = all.get(kind).and_then(|all| all.text_of(section));
    // A pattern that names no kind is one of pages.
    of_kind.or_else(|| all.text_of(section).filter(|_| !place.is_section))
}

/// A pattern with what a page says in the places of its names.
fn expanded(pattern: &str, place: &Place) -> Option<String> {
    let parts: Option<Vec<String>> = pattern
        .split('/')
        .map(|part| {
            let mut out = String::new();
            let mut rest = part;
            while let Some(at) = rest.find(':') {
                out.push_str(rest.get(..at)?);
                let behind = rest.get(at + 1..)?;
                let end = behind
                    .find(|c: char| !c.is_ascii_lowercase())
                    .unwrap_or(behind.len());
                out.push_str(&said(behind.get(..end)?, place)?);
                rest = behind.get(end..)?;
                // `:sections[1:]` takes some of them.
                if rest.starts_with('[') {
                    return None;
                }
            }
            out.push_str(rest);
            Some(out)
        })
        .collect();
    Some(parts?.join("/"))
}

/// What a name in a pattern stands for.
fn said(name: &str, place: &Place) -> Option<String> {
    let slug = place.front.text_of("slug");
    let title = || in_address(place.front.text_of("title")?);
    let date = || {
        let written = place.front.text_of("date")?;
        day::day(written)?.parse::<Date>().ok()
    };
    match name {
        "year" => Some(date()?.strftime("%Y").to_string()),
        "month" => Some(date()?.strftime("%m").to_string()),
        "day" => Some(date()?.strftime("%d").to_string()),
        "monthname" => Some(date()?.strftime("%B").to_string()),
        "section" => place.section.split('/').next().map(str::to_owned),
        "sections" => Some(place.section.to_owned()),
        "title" => title(),
        "slug" => slug.map(str::to_owned).or_else(title),
        "filename" | "contentbasename" => in_address(place.file_name),
        "slugorfilename" | "slugorcontentbasename" => slug
            .map(str::to_owned)
            .or_else(|| in_address(place.file_name)),
        _ => None,
    }
}

/// Words as they stand in an address; none where that depends on the version of the program: marks and accents.
fn in_address(words: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let sound = words.chars().all(plain) && !words.contains("  ") && !words.contains(" -");
    sound.then(|| words.trim().replace(' ', "-").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{Place, path};
    use crate::tree;

    #[track_caller]
    fn check(
        settings: &str,
        front: &str,
        section: &str,
        lang: Option<&str>,
        expected: Option<&str>,
    ) {
        let settings = tree::toml(settings, 1).unwrap();
        let front = tree::yaml(front, 1).unwrap();
        let place = Place {
            front: &front,
            section,
            name: front.text_of("slug").unwrap_or("my-file"),
            file_name: "my-file",
            is_section: front.text_of("kind") == Some("section"),
            lang,
            own: "en",
        };
        assert_eq!(path(&place, &settings).as_deref(), expected, "{settings:?}");
    }

    #[test]
    fn patterns() {
        let posts = "[permalinks]\nposts = '/:year/:month/:slug/'";
        let front = "{title: What a Strike Is, date: 2025-01-07T09:00:00-05:00}";
        check(
            posts,
            front,
            "posts",
            None,
            Some("2025/01/what-a-strike-is/"),
        );
        let front = "{title: 'Rent, again', slug: Rent, date: 2025-01-07}";
        check(posts, front, "posts", Some("es"), Some("es/2025/01/rent/"));
        // Who knows which marks are left of a title?
        check(
            posts,
            "{title: 'Rent, again', date: 2025-01-07}",
            "posts",
            None,
            None,
        );
        check(posts, "{title: Rent}", "posts", None, None);
        check(
            posts,
            "{kind: section}",
            "posts",
            None,
            Some("posts/my-file/"),
        );
        // Other sections have the usual addresses.
        check(posts, "{}", "docs/guide", None, Some("docs/guide/my-file/"));
        let page = "[permalinks.page]\nposts = '/:sections/:contentbasename'\n[permalinks.section]\nposts = '/blog/'";
        check(page, "{}", "posts/a", None, Some("posts/a/my-file/"));
        check(page, "{kind: section}", "posts", None, Some("blog/"));
        let odd = "[permalinks]\nposts = '/:sections[1:]/:slug/'";
        check(odd, "{slug: a}", "posts", None, None);
    }

    #[test]
    fn where_the_site_says_otherwise() {
        check(
            "uglyURLs = true",
            "{}",
            "posts",
            None,
            Some("posts/my-file.html"),
        );
        check(
            "defaultContentLanguageInSubdir = true",
            "{}",
            "",
            None,
            Some("en/my-file/"),
        );
        check("", "{headless: true}", "posts", None, None);
        check("", "{_build: {render: never}}", "posts", None, None);
    }
}
