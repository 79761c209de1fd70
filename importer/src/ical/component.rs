//! Where the components of a calendar stand in its text, so that a question can name a line and one
//! broken event does not take the others with it.
//!
//! Only the outermost lines are looked at (RFC 5545, section 3.4 and 3.6); what stands within a component
//! is the parser's affair.

/// A component as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// `VEVENT`, `VTIMEZONE`, …
    pub name: String,
    /// Line on which it begins, from 1.
    pub line: usize,
    /// Its lines, `BEGIN` and `END` among them.
    pub text: String,
    /// Its `UID`, if it has one.
    pub uid: Option<String>,
}

/// A file's components and its calendar's own properties, unfolded.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// In the order of the file.
    pub components: Vec<Component>,
    /// `X-WR-TIMEZONE:America/New_York` and the like.
    pub properties: Vec<(String, String)>,
    /// Whether there is a calendar at all.
    pub calendar: bool,
    /// Line on which a component begins that has no end.
    pub unended: Option<usize>,
}

impl Component {
    /// All its lines, unfolded (RFC 5545, section 3.1).
    pub fn unfolded(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for line in self.text.lines() {
            match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
                (Some(rest), Some(last)) => last.push_str(rest),
                _ => lines.push(line.to_owned()),
            }
        }
        lines
    }

    /// Its own lines without those of what stands within it, unfolded.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.unfolded();
        let mut depth = 0_usize;
        lines.retain(|line| {
            let upper = line.to_ascii_uppercase();
            if upper.starts_with("BEGIN:") {
                depth += 1;
                return false;
            }
            if upper.starts_with("END:") {
                depth = depth.saturating_sub(1);
                return false;
            }
            depth == 1
        });
        lines
    }

    /// How often it was changed (`SEQUENCE`), where it is a change of a single time of an event; that event itself is before
    /// all of them.
    pub fn sequence(&self) -> Option<u64> {
        let lines = self.lines();
        let value = |name: &str| {
            lines
                .iter()
                .find_map(|line| property(line).filter(|(have, _)| have == name))
        };
        value("RECURRENCE-ID")?;
        let said = value("SEQUENCE").and_then(|(_, value)| value.trim().parse().ok());
        Some(said.unwrap_or(0))
    }

    /// A parameter of its first property with this name.
    pub fn parameter(&self, property: &str, parameter: &str) -> Option<String> {
        let lines = self.lines();
        let line = lines.iter().find(|line| {
            line.strip_prefix(property)
                .is_some_and(|rest| rest.starts_with([';', ':']))
        })?;
        let after = line.split_once(&format!(";{parameter}="))?.1;
        let value = match after.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next()?,
            None => after.split([';', ':']).next()?,
        };
        Some(value.to_owned())
    }
}

/// A text with spaces for the tabs that Outlook writes as `\t`, which the format does not have: its letter would stay.
pub fn without_tabs(text: String) -> String {
    if !text.contains("\\t") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        rest = match behind.strip_prefix('t') {
            Some(behind) => {
                out.push(' ');
                behind
            }
            None => {
                // What it marks stays marked, a backslash among it.
                let marked = behind.chars().next().map_or(0, char::len_utf8);
                let (marked, behind) = behind.split_at_checked(marked).unwrap_or((behind, ""));
                out.push('\\');
                out.push_str(marked);
                behind
            }
        };
    }
    out.push_str(rest);
    out
}

/// A file in which no letter is folded between its bytes, as some programs do (RFC 5545, section 3.1): the fold is put
/// behind the letter, so that lines keep their numbers. `None` where that is so already.
pub fn with_whole_letters(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut folds: Vec<u8> = Vec::new();
    let mut changed = false;
    let mut rest = bytes;
    while let [first, behind @ ..] = rest {
        let fold = match rest {
            [b'\r', b'\n', b' ' | b'\t', ..] => 3,
            [b'\n', b' ' | b'\t', ..] => 2,
            _ => 0,
        };
        if let Some((fold, behind)) = rest.split_at_checked(fold).filter(|_| fold > 0) {
            folds.extend_from_slice(fold);
            rest = behind;
            continue;
        }
        if first & 0xc0 == 0x80 && !folds.is_empty() {
            changed = true;
        } else {
            out.append(&mut folds);
        }
        out.push(*first);
        rest = behind;
    }
    out.append(&mut folds);
    changed.then_some(out)
}

/// Takes a calendar's text apart.
pub fn split(text: &str) -> Parts {
    let mut parts = Parts::default();
    let mut open: Option<(Component, usize)> = None;
    let mut last_own = false;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end_matches('\r');
        let folded = line.starts_with([' ', '\t']);
        let upper = line.trim_end().to_ascii_uppercase();
        let begins = upper.strip_prefix("BEGIN:").filter(|_| !folded);
        let ends = upper.strip_prefix("END:").filter(|_| !folded);
        match &mut open {
            Some((component, depth)) => {
                component.text.push_str(line);
                component.text.push_str("\r\n");
                if begins.is_some() {
                    *depth += 1;
                } else if ends.is_some() {
                    *depth = depth.saturating_sub(1);
                }
                if *depth == 0 {
                    parts
                        .components
                        .extend(open.take().map(|(component, _)| finished(component)));
                }
            }
            None => match begins {
                Some("VCALENDAR") => parts.calendar = true,
                Some(name) => {
                    let component = Component {
                        name: name.to_owned(),
                        line: number + 1,
                        text: format!("{line}\r\n"),
                        uid: None,
                    };
                    open = Some((component, 1));
                }
                None if folded && last_own => {
                    if let Some((_, value)) = parts.properties.last_mut() {
                        value.push_str(line.get(1..).unwrap_or(""));
                    }
                }
                None => {
                    last_own = ends.is_none() && line.contains(':');
                    if last_own && let Some((name, value)) = property(line) {
                        parts.properties.push((name, value));
                    }
                }
            },
        }
    }
    if let Some((mut component, _)) = open {
        parts.unended = Some(component.line);
        component
            .text
            .push_str(&format!("END:{}\r\n", component.name));
        parts.components.push(finished(component));
    }
    parts
}

/// A line's name, without parameters, and value.
fn property(line: &str) -> Option<(String, String)> {
    let (head, value) = line.split_once(':')?;
    let name = head.split(';').next().unwrap_or(head);
    Some((name.to_ascii_uppercase(), value.to_owned()))
}

fn finished(mut component: Component) -> Component {
    let mut lines = component.text.lines();
    while let Some(line) = lines.next() {
        let Some((name, mut value)) = property(line) else {
            continue;
        };
        if name == "UID" {
            for more in lines
                .by_ref()
                .take_while(|more| more.starts_with([' ', '\t']))
            {
                value.push_str(more.get(1..).unwrap_or("").trim_end());
            }
            component.uid = Some(value.trim().to_owned()).filter(|uid| !uid.is_empty());
            break;
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::{split, with_whole_letters};

    #[track_caller]
    fn check_letters(folded: &[u8], expected: Option<&str>) {
        let found = with_whole_letters(folded);
        assert_eq!(found.as_deref(), expected.map(str::as_bytes));
    }

    #[test]
    fn letters_are_whole_again() {
        check_letters(b"a\xc3\r\n \xa9b\r\nc", Some("aé\r\n b\r\nc"));
        // Each byte on a line of its own.
        check_letters(b"\xe2\n\t\x82\n\t\xac\n", Some("€\n\t\n\t\n"));
        check_letters("é\r\n é".as_bytes(), None);
        check_letters(b"", None);
    }

    #[test]
    fn components_know_their_lines() {
        let parts = split(
            "BEGIN:VCALENDAR\r\nX-WR-CALNAME:A long\r\n  name\r\nBEGIN:VEVENT\r\nUID:a-\r\n b\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\nBEGIN:VJOURNAL\r\nEND:VJOURNAL\r\nEND:VCALENDAR\r\n",
        );
        assert!(parts.calendar && parts.unended.is_none());
        assert_eq!(
            parts.properties,
            [("X-WR-CALNAME".to_owned(), "A long name".to_owned())]
        );
        let found: Vec<_> = parts
            .components
            .iter()
            .map(|c| (c.name.as_str(), c.line, c.uid.as_deref()))
            .collect();
        assert_eq!(found, [("VEVENT", 4, Some("a-b")), ("VJOURNAL", 10, None)]);
    }

    #[test]
    fn a_file_that_breaks_off_keeps_its_last_event() {
        let parts = split("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A");
        assert_eq!(parts.unended, Some(2));
        assert_eq!(
            parts.components[0].text,
            "BEGIN:VEVENT\r\nSUMMARY:A\r\nEND:VEVENT\r\n"
        );
        assert!(!split("<html>").calendar);
    }
}
