//! The rewrites that the page needs before it is published: scripts moved out of the markup, for a
//! Content-Security-Policy without `unsafe-inline`, files called by new names. Not an HTML parser: it reads the page of `app/index.html` and what Trunk adds to it.

use crate::fingerprint;

/// The page with every inline script replaced by a reference, and the scripts with their file names.
pub fn without_inline_scripts(page: &str, prefix: &str) -> (String, Vec<(String, String)>) {
    let mut out = String::with_capacity(page.len());
    let mut scripts = Vec::new();
    let mut rest = page;
    while let Some(start) = next_tag(rest) {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        if let Some(comment) = tag.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(tag.len(), |end| 4 + end + 3);
            out.push_str(&tag[..end]);
            rest = &tag[end..];
            continue;
        }
        let (Some(open), Some(close)) = (tag.find('>'), tag.find("</script>")) else {
            rest = tag;
            break;
        };
        let attributes = &tag["<script".len()..open];
        let body = &tag[open + 1..close];
        if attributes.contains("src=") || !is_program(attributes) {
            out.push_str(&tag[..close]);
        } else {
            let name = format!("{prefix}-{}.js", fingerprint::of(body.as_bytes()));
            out.push_str(&format!("<script{attributes} src=\"./{name}\">"));
            scripts.push((name, body.to_owned()));
        }
        out.push_str("</script>");
        rest = &tag[close + "</script>".len()..];
    }
    out.push_str(rest);
    (out, scripts)
}

/// The text with every quoted or relative mention of the file `from` changed to `to`.
pub fn readdress(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, _) in text.match_indices(from) {
        let before = text[..at].chars().next_back();
        let after = text[at + from.len()..].chars().next();
        if matches!(before, Some('"' | '\'' | '`' | '/')) && matches!(after, Some('"' | '\'' | '`'))
        {
            out.push_str(&text[copied..at]);
            out.push_str(to);
            copied = at + from.len();
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// The page without the preload of a file that is part of another one now.
pub fn without_preload(page: &str, file: &str) -> String {
    let mut out = page.to_owned();
    if let Some(name) = page.find(&format!("{file}\""))
        && let (Some(start), Some(end)) = (page[..name].rfind("<link"), page[name..].find('>'))
    {
        out.replace_range(start..=name + end, "");
    }
    out
}

/// Where the next script or comment starts.
fn next_tag(text: &str) -> Option<usize> {
    ["<script", "<!--"]
        .iter()
        .filter_map(|tag| text.find(tag))
        .min()
}

/// Whether a `type` makes the browser run it; data blocks may stay in the page.
fn is_program(attributes: &str) -> bool {
    let Some((_, kind)) = attributes.split_once("type=") else {
        return true;
    };
    let kind = kind.trim_start_matches(['"', '\'']);
    kind.starts_with("module") || kind.starts_with("text/javascript")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_move_to_files() {
        let (page, scripts) =
            without_inline_scripts("<head><script type=\"module\">go()</script></head>", "page");
        let (name, body) = &scripts[0];
        assert_eq!(body, "go()");
        assert_eq!(
            page,
            format!("<head><script type=\"module\" src=\"./{name}\"></script></head>")
        );
    }

    #[test]
    fn references_data_and_comments_stay() {
        let page = "<script src=\"./a.js\"></script><!-- <script>no</script> --><script type=\"application/json\">{}</script>";
        assert_eq!(
            without_inline_scripts(page, "page"),
            (page.to_owned(), vec![])
        );
    }

    #[test]
    fn the_preload_of_a_file_goes() {
        let page = "<link rel=\"modulepreload\" href=\"./a.js\"><link href=\"./b.js\">";
        assert_eq!(without_preload(page, "a.js"), "<link href=\"./b.js\">");
        assert_eq!(without_preload(page, "c.js"), page);
    }

    #[test]
    fn only_whole_names_change() {
        assert_eq!(
            readdress(
                "href=\"./app.js\" './my-app.js' 'app.js' app.js",
                "app.js",
                "app-1.js"
            ),
            "href=\"./app-1.js\" './my-app.js' 'app-1.js' app.js"
        );
    }
}
