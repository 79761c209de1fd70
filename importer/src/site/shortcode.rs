//! Shortcodes of Hugo and Zola in a page's text: what is only a link or a picture is put in its place, the
//! rest stays as code and is asked about.

/// How a generator marks its shortcodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `{{< name "argument" key="value" >}}` and `{{% … %}}` (gohugo.io/content-management/shortcodes).
    Hugo,
    /// `{{ name(key="value") }}` and `{% name(…) %}…{% end %}` (getzola.org, "Shortcodes").
    Zola,
}

/// A text without the shortcodes that were understood, and the question about the others.
pub struct Rendered {
    /// Markdown.
    pub text: String,
    /// Line, code and question.
    pub asked: Vec<(usize, &'static str, String)>,
}

/// Undoes the shortcodes of a text that begins on line `first` of its file. `address` knows where a page of
/// the site is, by the path that the text has for it.
pub fn render(
    text: &str,
    first: usize,
    style: Style,
    address: &dyn Fn(&str) -> Option<String>,
) -> Rendered {
    let openers: &[(&str, &str)] = match style {
        Style::Hugo => &[
            ("{{</*", "*/>}}"),
            ("{{%/*", "*/%}}"),
            ("{{/*", "*/}}"),
            ("{{<", ">}}"),
            ("{{%", "%}}"),
        ],
        Style::Zola => &[("{{", "}}"), ("{%", "%}"), ("{#", "#}")],
    };
    let mut out = String::new();
    let mut left: Vec<(usize, String)> = Vec::new();
    let mut line = first;
    let mut rest = text;
    loop {
        let found = openers
            .iter()
            .filter_map(|(open, close)| Some((rest.find(open)?, *open, *close)))
            .min_by_key(|(at, open, _)| (*at, std::cmp::Reverse(open.len())));
        let Some((at, open, close)) = found else {
            break;
        };
        let inner_start = at + open.len();
        let Some(length) = rest.get(inner_start..).and_then(|tail| tail.find(close)) else {
            break;
        };
        let before = rest.get(..at).unwrap_or("");
        let inner = rest.get(inner_start..inner_start + length).unwrap_or("");
        let end = inner_start + length + close.len();
        out.push_str(before);
        line += before.matches('\n').count();
        let tag = rest.get(at..end).unwrap_or("");
        let mut used = end;
        if open.ends_with('*') || open == "{#" {
            // A comment, or a shortcode that is only shown.
            if open != "{{/*" && open != "{#" {
                let shown = tag.replace("/*", "").replace("*/", "");
                out.push_str(&format!("`{}`", shown.replace('`', "'")));
            }
        } else {
            let call = Call::parse(inner.trim(), style);
            let after = rest.get(end..).unwrap_or("");
            match meaning(&call, address).or_else(|| {
                let (text, more) = code(&call, after)?;
                used = end + more;
                Some(text)
            }) {
                Some(text) => out.push_str(&text),
                None => {
                    left.push((line, tag.to_owned()));
                    out.push_str(&format!("`{}`", tag.replace('`', "'").replace('\n', " ")));
                }
            }
        }
        line += rest.get(at..used).unwrap_or("").matches('\n').count();
        rest = rest.get(used..).unwrap_or("");
    }
    out.push_str(rest);
    let mut asked = Vec::new();
    if let Some((line, tag)) = left.first() {
        let shown: String = tag.chars().take(60).collect();
        let more = match left.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        let text = format!(
            "the site fills in `{shown}`{more} when it is built; the text has the shortcode. What stands there?"
        );
        asked.push((*line, "template", text));
    }
    Rendered { text: out, asked }
}

/// A shortcode's name and arguments; those without a name have their number as one.
struct Call {
    name: String,
    arguments: Vec<(String, String)>,
}

impl Call {
    fn parse(inner: &str, style: Style) -> Call {
        let end = inner
            .find(|c: char| c.is_whitespace() || c == '(')
            .unwrap_or(inner.len());
        let name = inner.get(..end).unwrap_or(inner).to_owned();
        let mut arguments = Vec::new();
        let mut rest = inner.get(end..).unwrap_or("").trim();
        if style == Style::Zola {
            rest = rest.trim_start_matches('(').trim_end_matches(')');
        }
        while !rest.trim().is_empty() {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            let key_end = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
                .unwrap_or(rest.len());
            let key = match rest.get(key_end..).map(str::trim_start) {
                Some(tail) if tail.starts_with('=') => {
                    let key = rest.get(..key_end).unwrap_or("").to_owned();
                    rest = tail.get(1..).unwrap_or("").trim_start();
                    key
                }
                _ => arguments.len().to_string(),
            };
            let quote = rest
                .chars()
                .next()
                .filter(|c| matches!(c, '"' | '\'' | '`'));
            let (value, after) = match quote {
                Some(quote) => {
                    let tail = rest.get(1..).unwrap_or("");
                    let end = tail.find(quote).unwrap_or(tail.len());
                    (
                        tail.get(..end).unwrap_or(""),
                        tail.get(end + 1..).unwrap_or(""),
                    )
                }
                None => {
                    let end = rest
                        .find(|c: char| c.is_whitespace() || c == ',')
                        .unwrap_or(rest.len());
                    (rest.get(..end).unwrap_or(""), rest.get(end..).unwrap_or(""))
                }
            };
            if value.is_empty() && quote.is_none() {
                break;
            }
            arguments.push((key, value.to_owned()));
            rest = after;
        }
        Call { name, arguments }
    }

    fn get(&self, keys: &[&str]) -> Option<&str> {
        self.arguments
            .iter()
            .find(|(key, _)| keys.contains(&key.as_str()))
            .map(|(_, value)| value.as_str())
    }
}

/// What a shortcode means, where it is a link or a picture.
fn meaning(call: &Call, address: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    match call.name.as_str() {
        "youtube" => Some(format!(
            "<https://www.youtube.com/watch?v={}>",
            call.get(&["id", "0"])?
        )),
        "vimeo" => Some(format!("<https://vimeo.com/{}>", call.get(&["id", "0"])?)),
        "ref" | "relref" => address(call.get(&["path", "0"])?),
        "figure" => {
            let alt = call.get(&["alt", "title", "caption"]).unwrap_or("");
            let caption = call.get(&["caption"]).filter(|caption| *caption != alt);
            let picture = format!("![{alt}]({})", call.get(&["src", "0"])?);
            Some(match caption {
                Some(caption) => format!("{picture}\n\n{caption}"),
                None => picture,
            })
        }
        _ => None,
    }
}

/// A block of code, and how much of what follows it takes.
fn code(call: &Call, after: &str) -> Option<(String, usize)> {
    if call.name != "highlight" {
        return None;
    }
    let (close, length) = [
        "{{< /highlight >}}",
        "{{</ highlight >}}",
        "{{</highlight>}}",
        "{{< / highlight >}}",
    ]
    .iter()
    .filter_map(|tag| Some((after.find(tag)?, tag.len())))
    .min()?;
    let language = call.get(&["0", "lang"]).unwrap_or("");
    let content = after.get(..close)?.trim_matches('\n');
    Some((format!("\n```{language}\n{content}\n```\n"), close + length))
}

#[cfg(test)]
mod tests {
    use super::{Style, render};

    #[track_caller]
    fn check(style: Style, text: &str, expected: &str, lines: &[usize]) {
        let address = |path: &str| (path == "/a.md").then(|| "https://example.org/a/".to_owned());
        let rendered = render(text, 1, style, &address);
        assert_eq!(rendered.text, expected);
        let asked: Vec<usize> = rendered.asked.iter().map(|(line, _, _)| *line).collect();
        assert_eq!(asked, lines);
    }

    #[test]
    fn hugo() {
        check(
            Style::Hugo,
            "a {{< youtube w7Ft2ymGmfc >}} b",
            "a <https://www.youtube.com/watch?v=w7Ft2ymGmfc> b",
            &[],
        );
        check(
            Style::Hugo,
            "[x]({{< ref \"/a.md\" >}})",
            "[x](https://example.org/a/)",
            &[],
        );
        check(
            Style::Hugo,
            "{{< figure src=\"/m.png\" alt=\"A map\" caption=\"Where\" >}}",
            "![A map](/m.png)\n\nWhere",
            &[],
        );
        check(
            Style::Hugo,
            "{{< highlight go >}}\nx\n{{< /highlight >}}",
            "\n```go\nx\n```\n",
            &[],
        );
        check(
            Style::Hugo,
            "{{/* gone */}}{{</* shown */>}}",
            "`{{< shown >}}`",
            &[],
        );
        check(
            Style::Hugo,
            "a\n\n{{<mine a=1>}}\n{{% other %}}",
            "a\n\n`{{<mine a=1>}}`\n`{{% other %}}`",
            &[3],
        );
        check(Style::Hugo, "{{< unclosed", "{{< unclosed", &[]);
    }

    #[test]
    fn zola() {
        check(
            Style::Zola,
            "{{ youtube(id=\"abc\") }}",
            "<https://www.youtube.com/watch?v=abc>",
            &[],
        );
        check(
            Style::Zola,
            "{% quote(author='A') %}\nx\n{% end %}",
            "`{% quote(author='A') %}`\nx\n`{% end %}`",
            &[1],
        );
        check(Style::Zola, "{# gone #}{{}}", "`{{}}`", &[1]);
    }
}
