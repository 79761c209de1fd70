//! A whole catalogue in one HTML file: to be sent as an attachment, carried on a stick, opened without a host or a network.
//!
//! Browsers load neither modules nor workers from `file:`, so nothing is loaded: style and script stand in the page, and
//! modules and pack beside them in base64 (RFC 4648, section 4), from where two scripts of the app (`app/single-file`) take
//! what they would fetch. The page's Content-Security-Policy allows the style and the script by their SHA-256 (CSP level 3,
//! `hash-source`), a worker made of the page's own text, and no request at all.
//!
//! Not here: feeds and calendars, which are for programs that fetch them.

use super::{Files, page};
use crate::app::{App, PAGE};
use crate::outputs::pages::document;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};
use std::fmt;

/// The name of the engine's worker, which every such file has.
const WORKER: &str = "worker.js";

/// The look of what the app shows of the device, and of the page on paper (`app/device`).
const LATER: &str = "callboard-device.css";
const ON_PAPER: &str = "callboard-device-print.css";

/// Hides what leads to files that are not in it: how to embed the search.
const WITHOUT_FILES: &str = "#cb-foot a[href^=\"embed.html\"]{display:none}";

/// Why there is no such file.
#[derive(Debug, PartialEq, Eq)]
pub enum Error {
    /// The app was built without the scripts for it.
    NoScripts,
    /// The page lacks something, so it is none of this version.
    Page(&'static str),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoScripts => f.write_str(
                "the app was built without the scripts for a single file: they need esbuild and a release build (`cargo xtask build`)",
            ),
            Error::Page(what) => write!(f, "the page has no {what}: is it of another version?"),
        }
    }
}

impl std::error::Error for Error {}

/// The page with everything in it, made of a site and its app.
///
/// # Errors
/// When the app lacks the scripts, or its page is of another version.
pub fn html(app: &App, site: &Files, icon: Option<&str>) -> Result<String, Error> {
    let (Some(script), Some(worker)) = (app.part("page.js"), app.part(WORKER)) else {
        return Err(Error::NoScripts);
    };
    let front = site
        .get(PAGE)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .ok_or(Error::Page("text"))?;
    let (head, body) = front.split_once("</head>").ok_or(Error::Page("head"))?;
    let (body, end) = body.rsplit_once("</body>").ok_or(Error::Page("body"))?;
    // What stands there for readers without script leads to pages that are not in the file.
    let body = document::emptied(body);

    let style = style(head, site);
    let script = inline(script, "script");
    let policy = format!(
        "default-src 'none'; script-src '{}' 'wasm-unsafe-eval'; style-src '{}'; img-src data:; worker-src blob:; base-uri 'none'; form-action 'none'",
        source(&script),
        source(&style)
    );
    let mut out = without_what_is_loaded(head);
    out = with_policy(&out, &policy)?;
    if let Some((kind, bytes)) = icon.and_then(|icon| Some((kind(icon)?, site.get(icon)?))) {
        let address = format!("data:{kind};base64,{}", BASE64.encode(bytes));
        out.push_str(&format!(
            "  <link rel=\"icon\" href=\"{}\">\n",
            page::escaped(&address)
        ));
    }
    out.push_str(&format!("<style>{style}</style>\n</head>{body}"));
    let mut data = |name: &str, bytes: &[u8]| {
        out.push_str(&format!(
            "{}{}</script>\n",
            begun(name),
            BASE64.encode(bytes)
        ));
    };
    data(WORKER, worker.as_bytes());
    for (path, bytes) in site {
        let is_module = path.ends_with(".z") || path.ends_with(".wasm");
        if is_module || path.starts_with("pack/") {
            data(path, bytes);
        }
    }
    out.push_str(&format!(
        "<script type=\"module\">{script}</script>\n</body>{end}"
    ));
    Ok(out)
}

/// The tag with which a file within the file begins.
fn begun(name: &str) -> String {
    format!(
        "<script type=\"text/plain\" data-file=\"{}\">",
        page::escaped(name)
    )
}

/// Whether a file is one that was made here.
pub fn is_one(bytes: &[u8]) -> bool {
    let worker = begun(WORKER);
    bytes
        .windows(worker.len())
        .any(|part| part == worker.as_bytes())
}

/// The texts of the styles that the head links, then of those that a page loads later.
fn style(head: &str, site: &Files) -> String {
    let linked = |path: &str| head.contains(&format!("{path}\""));
    let text = |bytes| std::str::from_utf8(bytes).ok().map(str::to_owned);
    let mut texts: Vec<String> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".css") && linked(path))
        .filter_map(|(_, bytes)| text(bytes))
        .collect();
    let later = |path: &str| site.get(path).and_then(|bytes| text(bytes));
    texts.extend(later(LATER));
    texts.extend(later(ON_PAPER).map(|rules| format!("@media print{{{rules}}}")));
    texts.push(WITHOUT_FILES.to_owned());
    inline(&texts.join("\n"), "style")
}

/// A text as it may stand in the element: nothing in it ends the element or begins a comment (HTML, "Restrictions for
/// contents of script elements"), and no line end is changed by the parser, which would change its hash.
fn inline(text: &str, element: &str) -> String {
    text.replace('\r', "")
        .replace(&format!("</{element}"), &format!("<\\/{element}"))
        .replace("<!--", "\\x3C!--")
}

/// The text's hash as a policy names it.
fn source(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(text)))
}

/// A head without links and scripts.
fn without_what_is_loaded(head: &str) -> String {
    let mut out = String::with_capacity(head.len());
    let mut rest = head;
    loop {
        let next = [("<link", ">"), ("<script", "</script>")]
            .into_iter()
            .filter_map(|(start, end)| Some((rest.find(start)?, end)))
            .min();
        let Some((at, end)) = next else {
            break;
        };
        let (before, tag) = rest.split_at(at);
        out.push_str(before.trim_end_matches([' ', '\n']));
        rest = tag.split_once(end).map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// The head with another policy.
fn with_policy(head: &str, policy: &str) -> Result<String, Error> {
    const START: &str = "http-equiv=\"Content-Security-Policy\" content=\"";
    let missing = Error::Page("policy");
    let Some((before, rest)) = head.split_once(START) else {
        return Err(missing);
    };
    let (_, after) = rest.split_once('"').ok_or(missing)?;
    Ok(format!("{before}{START}{policy}\"{after}"))
}

/// The media type of a picture by its ending; `None` for what is no icon.
fn kind(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "gif" => "image/gif",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{inline, source, without_what_is_loaded};

    #[test]
    fn nothing_is_left_to_load() {
        let head = "<meta charset=\"utf-8\">\n  <link rel=\"icon\" href=\"a\">\n<script src=\"b\"></script><title>T</title>\n";
        assert_eq!(
            without_what_is_loaded(head),
            "<meta charset=\"utf-8\"><title>T</title>\n"
        );
    }

    #[test]
    fn a_text_cannot_end_its_element() {
        assert_eq!(
            inline("a\r\n'</script>' '<!--'", "script"),
            "a\n'<\\/script>' '\\x3C!--'"
        );
        // The example of CSP level 3, section 8.3.
        assert_eq!(
            source("alert('Hello, world.');"),
            "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
        );
    }
}
