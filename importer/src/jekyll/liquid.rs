//! Liquid in a page's text: what can be said without running the site is put in its place, the rest stays
//! as it is and is asked about.
//!
//! Understood: `raw`, `comment`, `highlight`, `link`, `post_url`, and outputs of the site's and the page's
//! own settings with the filters for addresses (shopify.github.io/liquid, jekyllrb.com/docs/liquid).

use crate::tree::Node;
use std::collections::BTreeMap;

/// What templates may refer to.
pub struct Context<'c> {
    /// The site's settings.
    pub site: &'c Node,
    /// The page's front matter.
    pub page: &'c Node,
    /// Addresses of the site's pages, by their files.
    pub addresses: &'c BTreeMap<&'c str, String>,
}

/// A text without the templates that were understood.
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Line, code and question.
    pub asked: Vec<(usize, &'static str, String)>,
}

/// Puts values in the place of templates in a text that begins on line `first` of its file.
pub fn render(text: &str, first: usize, context: &Context) -> Rendered {
    let mut out = String::new();
    let mut left: Vec<(usize, String)> = Vec::new();
    let mut rest = text;
    let mut line = first;
    while let Some(at) = next_tag(rest) {
        let before = rest.get(..at).unwrap_or("");
        out.push_str(before);
        line += before.matches('\n').count();
        rest = rest.get(at..).unwrap_or("");
        let close = if rest.starts_with("{{") { "}}" } else { "%}" };
        let Some(end) = rest.find(close).map(|end| end + 2) else {
            break;
        };
        let tag = rest.get(..end).unwrap_or(rest);
        let inner = tag
            .get(2..tag.len().saturating_sub(2))
            .unwrap_or("")
            .trim_matches('-')
            .trim();
        let mut length = end;
        if close == "}}" {
            match output(inner, context) {
                Some(value) => out.push_str(&value),
                None => {
                    left.push((line, tag.to_owned()));
                    out.push_str(tag);
                }
            }
        } else {
            let (name, argument) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
            let whole = rest.get(end..).unwrap_or("");
            match name {
                "raw" | "comment" | "highlight" => match block(whole, name) {
                    Some((content, after)) => {
                        match name {
                            "raw" => out.push_str(content),
                            "highlight" => {
                                let language = argument.split_whitespace().next().unwrap_or("");
                                out.push_str(&format!(
                                    "\n```{language}\n{}\n```\n",
                                    content.trim_matches('\n')
                                ));
                            }
                            _ => {}
                        }
                        length = end + after;
                    }
                    None => {
                        left.push((line, tag.to_owned()));
                        out.push_str(tag);
                    }
                },
                "link" | "post_url" => match address(name, argument.trim(), context) {
                    Some(address) => out.push_str(address),
                    None => {
                        left.push((line, tag.to_owned()));
                        out.push_str(tag);
                    }
                },
                _ => {
                    left.push((line, tag.to_owned()));
                    out.push_str(tag);
                }
            }
        }
        line += rest.get(..length).unwrap_or("").matches('\n').count();
        rest = rest.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    let mut asked = Vec::new();
    if let Some((line, tag)) = left.first() {
        let shown: String = tag.chars().take(60).collect();
        let more = match left.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        asked.push((
            *line,
            "template",
            format!("the site fills in `{shown}`{more} when it is built; the text has the template. What stands there?"),
        ));
    }
    Rendered { text: out, asked }
}

fn next_tag(text: &str) -> Option<usize> {
    match (text.find("{{"), text.find("{%")) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// What stands before `{% endNAME %}`, and how many bytes it and the tag take.
fn block<'t>(text: &'t str, name: &str) -> Option<(&'t str, usize)> {
    let wanted = format!("end{name}");
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find("{%")?;
        let end = at + text.get(at..)?.find("%}")? + 2;
        let inner = text.get(at + 2..end - 2)?.trim_matches('-').trim();
        if inner == wanted {
            return Some((text.get(..at)?, end));
        }
        from = at + 2;
    }
}

/// The value of an output, where it is a text of the settings or a literal.
fn output(inner: &str, context: &Context) -> Option<String> {
    let mut parts = inner.split('|').map(str::trim);
    let mut value = value(parts.next()?, context)?;
    for filter in parts {
        let (name, argument) = filter.split_once(':').unwrap_or((filter, ""));
        let base = || {
            context
                .site
                .text_of("baseurl")
                .unwrap_or("")
                .trim_end_matches('/')
                .to_owned()
        };
        match name.trim() {
            "relative_url" => value = joined(&base(), &value),
            "absolute_url" => {
                let site = context
                    .site
                    .text_of("url")
                    .unwrap_or("")
                    .trim_end_matches('/');
                value = format!("{site}{}", joined(&base(), &value));
            }
            "prepend" => value = format!("{}{value}", self::value(argument.trim(), context)?),
            "append" => value = format!("{value}{}", self::value(argument.trim(), context)?),
            "escape" | "strip" | "xml_escape" | "markdownify" => {}
            _ => return None,
        }
    }
    Some(value)
}

fn joined(base: &str, path: &str) -> String {
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("{base}{slash}{path}")
}

fn value(expression: &str, context: &Context) -> Option<String> {
    for quote in ['"', '\''] {
        if let Some(text) = expression
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
        {
            return Some(text.to_owned());
        }
    }
    let mut path = expression.split('.');
    let mut node = match path.next()? {
        "site" => context.site,
        "page" => context.page,
        _ => return None,
    };
    if expression == "site.baseurl" {
        return Some(node.text_of("baseurl").unwrap_or("").to_owned());
    }
    for key in path {
        node = node.get(key)?;
    }
    node.text().map(str::to_owned)
}

/// The address of a page that a tag names by its file, or of a post by its name.
fn address<'c>(name: &str, argument: &str, context: &'c Context) -> Option<&'c str> {
    let argument = argument.trim_matches(['"', '\'']).trim_start_matches('/');
    context
        .addresses
        .iter()
        .find(|(path, _)| match name {
            "link" => **path == argument,
            _ => path.rsplit_once('.').is_some_and(|(stem, _)| {
                stem == format!("_posts/{argument}")
                    || stem.ends_with(&format!("/_posts/{argument}"))
            }),
        })
        .map(|(_, address)| address.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Context, render};
    use crate::tree;
    use std::collections::BTreeMap;

    #[track_caller]
    fn check(text: &str, expected: &str, lines: &[usize]) {
        let site = tree::yaml(
            "url: https://example.org\nbaseurl: /b\nmail: {press: p@example.org}\n",
            1,
        )
        .unwrap();
        let page = tree::yaml("title: T\n", 1).unwrap();
        let addresses: BTreeMap<&str, String> =
            [("_posts/2020-11-03-a.md", "https://example.org/a".to_owned())].into();
        let context = Context {
            site: &site,
            page: &page,
            addresses: &addresses,
        };
        let rendered = render(text, 1, &context);
        assert_eq!(rendered.text, expected);
        let asked: Vec<usize> = rendered.asked.iter().map(|(line, _, _)| *line).collect();
        assert_eq!(asked, lines);
    }

    #[test]
    fn settings_and_addresses_are_filled_in() {
        check("[x]({{ site.baseurl }}/docs)", "[x](/b/docs)", &[]);
        check(
            "{{ '/a.pdf' | absolute_url }}",
            "https://example.org/b/a.pdf",
            &[],
        );
        check(
            "{{ page.title }} {{site.mail.press}}",
            "T p@example.org",
            &[],
        );
        check(
            "{% post_url 2020-11-03-a %} {% link _posts/2020-11-03-a.md %}",
            "https://example.org/a https://example.org/a",
            &[],
        );
        check(
            "{% raw %}{{ x }}{% endraw %}{% comment %}{{ y }}{% endcomment %}",
            "{{ x }}",
            &[],
        );
        check(
            "{% highlight rust %}\nlet a;\n{% endhighlight %}",
            "\n```rust\nlet a;\n```\n",
            &[],
        );
    }

    #[test]
    fn what_is_not_understood_stays() {
        check(
            "a\n{% include b.html id='1' %}\n{{ c | d }}",
            "a\n{% include b.html id='1' %}\n{{ c | d }}",
            &[2],
        );
        check("{{ unclosed", "{{ unclosed", &[]);
        check("{% raw %}{{ x }}", "{% raw %}{{ x }}", &[1]);
        check("{{}}{%%}", "{{}}{%%}", &[1]);
        check("{%", "{%", &[]);
    }
}
