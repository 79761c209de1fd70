//! Where Jekyll publishes a page (jekyllrb.com/docs/permalinks), if the site's settings say where the
//! site is.

use super::Role;
use crate::tree::Node;
use url::Url;

/// How a site forms addresses.
pub struct Addresses<'c> {
    config: &'c Node,
    root: Option<Url>,
}

impl<'c> Addresses<'c> {
    /// Reads `url`, `baseurl`, `permalink` and the collections' permalinks.
    pub fn new(config: &'c Node) -> Addresses<'c> {
        let root = config.text_of("url").and_then(|url| {
            let base = config.text_of("baseurl").unwrap_or("");
            let whole = format!("{}/{}/", url.trim_end_matches('/'), base.trim_matches('/'));
            let whole = whole.replace("//", "/").replacen(":/", "://", 1);
            Url::parse(&whole).ok().filter(Url::has_host)
        });
        Addresses { config, root }
    }

    /// An address as a page of the site would write it.
    pub fn whole(&self, written: &str) -> Option<Url> {
        match Url::parse(written) {
            Ok(url) => Some(url),
            Err(_) => self
                .root
                .as_ref()?
                .join(written.trim_start_matches('/'))
                .ok(),
        }
    }

    /// Where a page is published; `None` where that is not known, or where it is not published at all.
    pub fn of(
        &self,
        path: &str,
        role: Role,
        front: &Node,
        day: Option<&str>,
        stem: &str,
    ) -> Option<Url> {
        let root = self.root.as_ref()?;
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        // Of folders with an underscore Jekyll publishes posts and collections, at the top only.
        let hidden = match role {
            Role::Post => folders
                .split('/')
                .filter(|folder| folder.starts_with('_'))
                .any(|folder| folder != "_posts"),
            Role::Member(name) => {
                let top = folders.split('/').next() == Some(&format!("_{name}"));
                let output = self
                    .config
                    .get("collections")
                    .and_then(|all| all.get(name)?.text_of("output"));
                !top || output != Some("true")
            }
            _ => false,
        };
        if hidden || front.text_of("published") == Some("false") {
            return None;
        }
        let title = front.text_of("slug").unwrap_or(stem);
        let written = front.text_of("permalink");
        let path_of = match role {
            Role::Post => {
                let (year, rest) = day?.split_once('-')?;
                let (month, day) = rest.split_once('-')?;
                if !crate::shape::is_partial_date(&format!("{year}-{month}-{day}")) {
                    return None;
                }
                let pattern = written
                    .or(self.config.text_of("permalink"))
                    .unwrap_or("date");
                let pattern = match pattern {
                    "date" => "/:categories/:year/:month/:day/:title:output_ext",
                    "pretty" => "/:categories/:year/:month/:day/:title/",
                    "none" => "/:categories/:title:output_ext",
                    // Week and day of the year are not worth the trouble of following them.
                    "ordinal" | "weekdate" => return None,
                    other => other,
                };
                let categories = front
                    .get("categories")
                    .or(front.get("category"))
                    .map(|node| node.texts().join("/").replace(' ', "/").to_lowercase())
                    .unwrap_or_default();
                let folder = folders
                    .strip_suffix("_posts")
                    .unwrap_or("")
                    .trim_matches('/');
                let categories = format!("{folder}/{categories}");
                filled(
                    pattern,
                    &[
                        ("categories", categories.trim_matches('/')),
                        ("year", year),
                        ("month", month),
                        ("day", day),
                        ("i_month", month.trim_start_matches('0')),
                        ("i_day", day.trim_start_matches('0')),
                        ("short_year", year.get(2..).unwrap_or(year)),
                        ("title", &pretty(title)),
                        ("slug", &crate::slug::slug(title)),
                        ("output_ext", ".html"),
                    ],
                )?
            }
            Role::Member(name) => {
                let settings = self.config.get("collections")?.get(name)?;
                let usual = format!("/:collection/:path{}", self.ending());
                let pattern = written.or(settings.text_of("permalink")).unwrap_or(&usual);
                let below = folders
                    .split_once('/')
                    .map_or(String::new(), |(_, rest)| format!("{rest}/"));
                let path = format!("{below}{stem}");
                filled(
                    pattern,
                    &[
                        ("collection", name),
                        ("path", &path),
                        ("name", stem),
                        ("title", &pretty(title)),
                        ("slug", &crate::slug::slug(title)),
                        ("output_ext", ".html"),
                    ],
                )?
            }
            Role::Page => match written {
                Some(permalink) => filled(
                    permalink,
                    &[
                        ("path", folders),
                        ("basename", stem),
                        ("output_ext", ".html"),
                    ],
                )?,
                None if stem == "index" => format!("{folders}/"),
                None => {
                    let ending = self.ending().replace(":output_ext", ".html");
                    format!("{folders}/{stem}{ending}")
                }
            },
            Role::Config | Role::Data | Role::Other => return None,
        };
        let mut address = root.clone();
        let before = root.path().trim_end_matches('/').to_owned();
        address.set_path(&format!("{before}/{}", path_of.trim_start_matches('/')));
        Some(address)
    }

    /// How addresses of pages and members of collections end where nothing else is said of them: as those of posts do.
    fn ending(&self) -> &'static str {
        match self.config.text_of("permalink") {
            None | Some("date" | "ordinal" | "none") => ":output_ext",
            Some("pretty") => "/",
            Some(own) if own.ends_with('/') => "/",
            Some(own) if own.ends_with(":output_ext") => ":output_ext",
            Some(_) => "",
        }
    }
}

/// A title in an address, as Jekyll's `slugify` has it in the mode `pretty`: what is neither letter, digit
/// nor one of a few marks becomes a hyphen.
fn pretty(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars() {
        if c.is_alphanumeric() || "._~!$&'()+,;=@".contains(c) {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

/// A pattern with its `:names` filled in; `None` when there is one that is not known.
fn filled(pattern: &str, values: &[(&str, &str)]) -> Option<String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        out.push_str(rest.get(..at)?);
        rest = rest.get(at + 1..)?;
        // The longest name counts: `:title` before `:titles` would be wrong the other way round.
        let (name, value) = values
            .iter()
            .filter(|(name, _)| rest.starts_with(name))
            .max_by_key(|(name, _)| name.len())?;
        out.push_str(value);
        rest = rest.get(name.len()..)?;
    }
    out.push_str(rest);
    while out.contains("//") {
        out = out.replace("//", "/");
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{Addresses, Role};
    use crate::tree;

    #[track_caller]
    fn check(config: &str, path: &str, role: Role, front: &str, expected: Option<&str>) {
        let config = tree::yaml(config, 1).unwrap();
        let front = tree::yaml(front, 1).unwrap();
        let name = path.rsplit('/').next().unwrap();
        let (day, stem) = super::super::day_and_stem(name);
        let address = Addresses::new(&config).of(path, role, &front, day.as_deref(), stem);
        assert_eq!(address.as_ref().map(|url| url.as_str()), expected);
    }

    #[test]
    fn permalinks() {
        const SITE: &str = "url: https://example.org/\nbaseurl: /blog\n";
        let post = "_posts/2020-11-03-A-call.md";
        check(
            SITE,
            post,
            Role::Post,
            "{}",
            Some("https://example.org/blog/2020/11/03/A-call.html"),
        );
        check(
            SITE,
            post,
            Role::Post,
            "categories: [News]",
            Some("https://example.org/blog/news/2020/11/03/A-call.html"),
        );
        check(
            SITE,
            post,
            Role::Post,
            "permalink: /x/:title/",
            Some("https://example.org/blog/x/A-call/"),
        );
        check(
            "url: https://example.org\npermalink: pretty\n",
            post,
            Role::Post,
            "{}",
            Some("https://example.org/2020/11/03/A-call/"),
        );
        check(SITE, "_posts/2020-19-06-A.md", Role::Post, "{}", None);
        check(SITE, "_old/_posts/2020-11-03-A.md", Role::Post, "{}", None);
        check(
            SITE,
            "_posts/2020-11-03-A b--c.md",
            Role::Post,
            "{}",
            Some("https://example.org/blog/2020/11/03/A-b-c.html"),
        );
        check("title: x\n", post, Role::Post, "{}", None);
        check(SITE, post, Role::Post, "permalink: /:unheard/", None);
        let docs = "url: https://example.org\ncollections: {documents: {output: true, permalink: '/:collection/:name'}}\n";
        check(
            docs,
            "_documents/money.md",
            Role::Member("documents"),
            "{}",
            Some("https://example.org/documents/money"),
        );
        check(
            docs,
            "_documents/money.md",
            Role::Member("documents"),
            "permalink: /money",
            Some("https://example.org/money"),
        );
        check(docs, "_other/money.md", Role::Member("other"), "{}", None);
        // Pages and collections end as the site's posts do.
        for (permalink, ending) in [
            ("pretty", "/"),
            ("/:year/:title/", "/"),
            ("/:title", ""),
            ("none", ".html"),
        ] {
            let site = format!(
                "url: https://example.org\npermalink: {permalink}\ncollections: {{guides: {{output: true}}}}\n"
            );
            let guide = format!("https://example.org/guides/rent{ending}");
            check(
                &site,
                "_guides/rent.md",
                Role::Member("guides"),
                "{}",
                Some(&guide),
            );
            let about = format!("https://example.org/about{ending}");
            check(&site, "about.md", Role::Page, "{}", Some(&about));
        }
        check(
            SITE,
            "index.html",
            Role::Page,
            "{}",
            Some("https://example.org/blog/"),
        );
        check(
            SITE,
            "a/about.md",
            Role::Page,
            "{}",
            Some("https://example.org/blog/a/about.html"),
        );
    }
}
