//! Lines that frame a list and are none of its things: the table of contents of a saved page, what a newsletter says of
//! itself (*Unsubscribe*, *View in browser*), and the headers of a mail.
//!
//! They are left out and told. Not here: what a page's elements mark as a frame ([`crate::page`]).

use crate::page::{Line, Role};
use crate::pattern::constant;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What was left out: the number of the first of its lines, and the words of all.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LeftOut {
    pub(super) line: usize,
    pub(super) words: Vec<String>,
}

/// What is left of a page's lines, its table of contents, what a newsletter says of itself, and remarks for those who wrote it.
pub(super) fn without(lines: Vec<Line>) -> (Vec<Line>, [LeftOut; 3]) {
    let headings: BTreeSet<String> = lines
        .iter()
        .filter(|line| matches!(line.role, Role::Heading(_)))
        .map(|line| line.text.to_lowercase())
        .collect();
    let [mut contents, mut mail, mut remarks] = [(); 3].map(|()| LeftOut::default());
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        if is_of_contents(&line, &headings) {
            // The heading above it says nothing without it.
            if contents.words.is_empty()
                && let Some(above) = out.pop_if(|above| CONTENTS.is_match(&above.text))
            {
                contents.take(&above);
            }
            contents.take(&line);
        } else if is_remark(&line) {
            remarks.take(&line);
        } else if is_of_mail(&line.text) {
            mail.take(&line);
        } else {
            out.push(line);
        }
    }
    (out, [contents, mail, remarks])
}

/// The headers of a mail.
pub(super) fn headers(lines: &[Line]) -> LeftOut {
    let mut headers = LeftOut::default();
    for line in lines {
        headers.take(line);
    }
    headers
}

impl LeftOut {
    fn take(&mut self, line: &Line) {
        if self.words.is_empty() {
            self.line = line.number;
        }
        self.words.push(line.text.clone());
    }
}

static CONTENTS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^(?:(?:table of )?contents|on this page|in this (?:list|issue|email|newsletter)|contenidos?|índice|en esta página)\s*(?:\[?(?:hide|show|move to sidebar)\]?)?:?$",
    )
});
/// The number before an entry of a table of contents: `2.1 `.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| constant(r"^\d+(?:\.\d+)*\.?\s+"));

/// Whether a line is nothing but a link to a place on the same page, that of a heading.
fn is_of_contents(line: &Line, headings: &BTreeSet<String>) -> bool {
    let [link] = line.links.as_slice() else {
        return false;
    };
    let Some((page, place)) = link.url.split_once('#') else {
        return false;
    };
    let number = NUMBER.find(&line.text).map_or(0, |number| number.end());
    let words = line.text.get(number..).unwrap_or(&line.text);
    let whole = link.range.start <= number && link.range.end == line.text.len();
    let is_heading = headings.contains(&words.to_lowercase());
    // A saved page has its own address before the places on it.
    whole && !place.is_empty() && (page.is_empty() || is_heading) && (is_heading || number > 0)
}

/// Whether a line is what somebody remarked on a document: it begins with a link back to the words that are meant.
fn is_remark(line: &Line) -> bool {
    let place = line.links.first().and_then(|link| link.url.split_once('#'));
    place.is_some_and(|(_, place)| place.starts_with("cmnt_ref"))
}

/// What a newsletter says of itself, in whole sentences or between marks.
static OF_MAIL: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)^(?:",
        r"(?:you can |click here to |to )?unsubscribe(?:,? (?:here|from (?:this|our|these|all) (?:mailing )?(?:list|lists|emails?|e-mails?|newsletters?|messages?)|instantly|at any time|click here))*",
        r"|(?:view|read|open|see|trouble viewing|having trouble viewing)(?: (?:this|the|it|email|e-mail|newsletter|message|campaign|web|online|version))*(?: (?:in|on)(?: your| the| a)?(?: web)? ?browser| online)\??",
        r"|(?:email|view) (?:web|browser|online) version|web version",
        r"|(?:manage|update|change|edit)(?: your| email| e-mail| my| subscription| mailing)* (?:preferences|profile|settings|subscription)",
        r"|forward (?:this|to a friend)(?: (?:email|e-mail|newsletter|to a friend))*",
        r"|sent from my [a-z]+(?: [a-z]+)?|get outlook for (?:ios|android)|enviado desde mi [a-z]+",
        r"|(?:copyright )?(?:©|\(c\)) .{0,80}all rights reserved(?:\.? unsubscribe from (?:this|our) list)?|our mailing address is:?",
        r"|to unsubscribe from this (?:group|list) and stop receiving (?:emails|e-mails|mail) from it,? send an e?-?mail to \S+",
        r"|(?:to view|view|for more options,? visit) this discussion(?: on the web)?(?:,? visit)?",
        r"|add us to your address book",
        r"|you(?: are|'re|’re)? receiv(?:ed|ing) this (?:email|e-mail|message|newsletter|because).*",
        r"|(?:if you )?(?:no longer|don['’]t|do not) (?:want|wish) (?:to receive )?(?:these|this|our|to receive) .*",
        r"|want to change how you receive these (?:emails|e-mails).*",
        r"|darse de baja|cancelar(?: la| tu)? suscripción|ver (?:este (?:correo|mensaje|boletín) )?en (?:el|tu) navegador|administrar(?: tus)? preferencias|(?:has recibido|recibes|recibe usted) este (?:correo|mensaje|boletín).*",
        r")[.!]?$"
    ))
});

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| constant(r"[<(]?https?://[^\s<>()]+[>)]?"));
static ONLINE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\b(?:online|web version)\W*$"));

/// Most bytes of such a line.
const LONGEST: usize = 300;

pub(crate) fn is_of_mail(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    // In plain text the address stands behind the words; what is only read there may be a thing of the list.
    let bare = ADDRESS.replace_all(text, "");
    let text = match bare.len() == text.len() {
        true => text,
        false if ONLINE.is_match(&bare) => return false,
        false => bare.trim_end_matches([' ', ':', '<', '>', '(', ')', '.']),
    };
    let mut parts = super::sentence::sentences(text)
        .into_iter()
        .flat_map(|range| {
            text.get(range)
                .unwrap_or("")
                .split(['|', '·', '•', '»', '→'])
        })
        .map(|part| {
            part.trim()
                .trim_matches(['(', ')', '[', ']', '<', '>', '*'])
        })
        .filter(|part| !part.is_empty())
        .peekable();
    parts.peek().is_some() && parts.all(|part| OF_MAIL.is_match(part))
}

#[cfg(test)]
mod tests {
    use super::is_of_mail;

    #[test]
    fn what_a_newsletter_says_of_itself() {
        for text in [
            "Unsubscribe",
            "View in browser",
            "View this email in your browser",
            "Unsubscribe | Manage preferences | View in browser",
            "To unsubscribe from this list, click here.",
            "You are receiving this because you signed up. Unsubscribe",
            "No longer want to receive these emails? Unsubscribe here.",
            "unsubscribe from this list · update your preferences",
            "Ver en el navegador",
            "Darse de baja",
            "Unsubscribe: https://example.org/u?id=1",
            "View in browser <https://example.org/v>",
            "Sent from my iPhone",
            "To unsubscribe from this group and stop receiving emails from it, send an email to a+unsubscribe@example.org.",
            "To view this discussion visit https://example.org/d/1.",
        ] {
            assert!(is_of_mail(text), "{text}");
        }
        for text in [
            "Unsubscribe from Amazon Prime: a boycott",
            "Subscribe to our newsletter",
            "View the map in your browser or phone",
            "Update your voter registration",
            "You are receiving support. Call 212-555-0100",
            "Read this online: https://example.org/",
            "",
        ] {
            assert!(!is_of_mail(text), "{text}");
        }
    }
}
