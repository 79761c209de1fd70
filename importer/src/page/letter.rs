//! A mail as it is pasted, answered or passed on: its headers (`From:`, `Date:`, `Subject:`), the line above an answer
//! (`On … wrote:`) and what stands below its close.
//!
//! The headers are taken out of the page and say what it is called and of which day it is. Not here: what a newsletter says of
//! itself, and telling what was left out, which are the list's.

use super::{EitherDay, Line, Page, Role};
use crate::pattern::constant;
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

/// A header with its value, in the languages of mail programs.
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)^(?:(?P<from>from|de|von)|(?P<date>date|sent|fecha|enviado(?: el)?|gesendet|datum)|(?P<subject>subject|asunto|betreff)",
        r"|to|para|an|cc|bcc|cco|kopie|reply-to|responder a|mailing-list|message-id|mime-version|content-type|importance|priority|attachments?|in-reply-to|references|list-[a-z-]+|x-[a-z-]+)\s?:\s*(?P<value>.*)$"
    ))
});

/// What a program puts above a mail that it passes on.
static PASSED_ON: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)^(?:[-_]{3,} ?)?(?:(?:begin )?forwarded message|original message|mensaje reenviado|mensaje original|",
        r"inicio del mensaje reenviado|weitergeleitete nachricht|ursprüngliche nachricht)(?: ?[-_]{3,}|:)$"
    ))
});

/// What a program puts above a mail that it answers.
static ANSWERED: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)^(?:on|el|am) .{6,160}(?:wrote|escribió|schrieb)(?: .{1,80})?\s?:$")
});

/// What a subject has before it when a mail is answered or passed on.
static ANSWER: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)^(?:(?:re|fwd?|rv|aw|wg)\s?:\s*)+"));

/// The close of a mail.
static CLOSE: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)^(?:(?:yours )?in (?:solidarity|struggle|community|power|peace)|solidarity|(?:all the |with )?(?:best|kind|warm|warmest)(?: (?:regards|wishes))?|",
        r"regards|sincerely(?: yours)?|yours(?: truly| sincerely)?|(?:many )?thanks|thank you|cheers|love(?: and (?:rage|solidarity))?|",
        r"en (?:solidaridad|lucha)|saludos(?: (?:cordiales|solidarios))?|un (?:abrazo|saludo)|atentamente|gracias),$"
    ))
});

/// Most lines below a close that say who wrote.
const LONGEST_CLOSE: usize = 12;

/// Most words of a name in them.
const NAME_WORDS: usize = 8;

/// What headers say.
#[derive(Default)]
struct Said {
    subject: Option<String>,
    day: Option<Date>,
    /// The day, where its numbers could be two.
    either: Option<EitherDay>,
}

/// Takes the headers out of a page, and marks what stands below its close.
pub(super) fn take(page: &mut Page) {
    let mut kept: Vec<Line> = Vec::with_capacity(page.lines.len());
    let mut said = Said::default();
    // Those nearest above the first day are those of the mail that has it.
    let mut is_fixed = false;
    let lines = std::mem::take(&mut page.lines);
    let mut rest = lines.as_slice();
    while let [line, behind @ ..] = rest {
        let length = headers(rest);
        let (these, others) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        if these.is_empty() {
            is_fixed = is_fixed || has_day(line);
            kept.push(line.clone());
            rest = behind;
            continue;
        }
        if !is_fixed {
            read(these, &mut said);
        } else if said.day.is_none() && said.either.is_none() {
            // What stands above has no headers: it answers a mail of about that day.
            let mut answered = Said::default();
            read(these, &mut answered);
            (said.day, said.either) = (answered.day, answered.either);
        }
        page.headers.extend_from_slice(these);
        rest = others;
        if let [next, behind @ ..] = rest {
            // What was above it is another text.
            let next = Line {
                apart: true,
                broken: false,
                ..next.clone()
            };
            if headers(rest) == 0 {
                is_fixed = is_fixed || has_day(&next);
                kept.push(next);
                rest = behind;
            }
        }
    }
    close(&mut kept);
    page.lines = kept;
    if page.published.is_none() {
        (page.published, page.either) = (said.day, said.either);
    }
    page.title = page.title.take().or(said.subject);
}

/// The day that headers give, and what they leave open.
fn read(headers: &[Line], said: &mut Said) {
    for line in headers {
        let found = HEADER.captures(&line.text);
        let value = |name: &str| {
            let found = found.as_ref()?;
            found.name(name)?;
            Some(found.name("value")?.as_str().trim())
        };
        if let Some(subject) = value("subject") {
            let subject = ANSWER.replace(subject, "").trim().to_owned();
            said.subject = Some(subject).filter(|subject| !subject.is_empty());
        }
        let dated = value("date").or_else(|| found.is_none().then_some(line.text.as_str()));
        if let Some(day) = dated.and_then(day) {
            (said.day, said.either) = (Some(day), None);
        } else if let Some(either) = dated.and_then(|words| EitherDay::of(line, words)) {
            (said.day, said.either) = (None, Some(either));
        }
    }
}

/// The day of a header, if it can be one alone.
fn day(words: &str) -> Option<Date> {
    let mention = crate::dates::mentions(words).into_iter().next()?;
    let day = mention.day.filter(|day| !day.either_order)?;
    Date::new(day.year?, day.month, day.day).ok()
}

fn has_day(line: &Line) -> bool {
    crate::dates::mentions(&line.text)
        .iter()
        .any(|mention| mention.day.is_some())
}

/// How many of the first lines are the headers of a mail: who sent it, and another. What only looks like it (`From: 5pm`,
/// `To: 7pm`) is none.
fn headers(lines: &[Line]) -> usize {
    let Some(first) = lines.first() else { return 0 };
    if matches!(first.role, Role::Item) {
        return 0;
    }
    if ANSWERED.is_match(&first.text) && has_day(first) {
        return 1;
    }
    let above = usize::from(PASSED_ON.is_match(&first.text));
    let (mut length, mut is_sent, mut count) = (above, false, 0);
    let mut goes_on = false;
    for line in lines.iter().skip(above) {
        if line.role == Role::Item || line.apart && count > 0 {
            break;
        }
        match HEADER.captures(&line.text) {
            Some(found) => {
                let value = found.name("value").map_or("", |value| value.as_str());
                is_sent |= found.name("from").is_some() && is_sender(value);
                goes_on = value.ends_with([',', ';']);
                count += 1;
            }
            // More of those to whom it went.
            None if goes_on && line.text.contains('@') => {
                goes_on = line.text.ends_with([',', ';']);
            }
            None => break,
        }
        length += 1;
    }
    match (is_sent && count > 1, above) {
        (true, _) => length,
        (false, above) => above,
    }
}

/// Whether words name somebody: no day and no time.
fn is_sender(words: &str) -> bool {
    words.chars().any(char::is_alphabetic)
        && crate::dates::mentions(words).is_empty()
        && crate::dates::times(words).is_none()
}

/// Marks the lines below a close that have nothing but names and addresses; the mark of the close goes.
fn close(lines: &mut Vec<Line>) {
    let is_mark =
        |line: &Line| line.role == Role::Plain && matches!(line.text.as_str(), "--" | "-- ");
    let closes =
        |line: &Line| is_mark(line) || line.role == Role::Plain && CLOSE.is_match(&line.text);
    if let Some(at) = lines.iter().rposition(closes)
        && lines.len() - at <= LONGEST_CLOSE + 1
    {
        for line in lines.iter_mut().skip(at + 1) {
            line.signs = line.role == Role::Plain && names(&line.text);
        }
    }
    let mut below_mark = false;
    lines.retain_mut(|line| {
        if below_mark {
            (line.apart, line.broken) = (true, false);
        }
        below_mark = is_mark(line);
        !below_mark
    });
}

/// Whether a line has nothing but names and addresses: `Example Union | https://example.org`.
fn names(text: &str) -> bool {
    let is_address =
        |part: &str| part.contains("://") || part.starts_with("www.") || part.contains('@');
    let mut parts = text.split(['|', '·', '•']).map(str::trim);
    parts.all(|part| match part.contains(char::is_whitespace) {
        true => {
            !is_address(part)
                && !part.contains(':')
                && part.split_whitespace().count() <= NAME_WORDS
        }
        false => true,
    })
}

#[cfg(test)]
mod tests {
    use crate::page;

    fn read(text: &str) -> (Option<String>, Option<String>, Vec<String>, usize) {
        let page = page::read(text);
        let lines = page.lines.iter().map(|line| line.text.clone()).collect();
        let day = page.published.map(|day| day.to_string());
        (page.title, day, lines, page.headers.len())
    }

    #[test]
    fn headers_say_what_a_mail_is() {
        for (text, title, day, lines, headers) in [
            (
                "From: Ana <ana@example.org>\nDate: Tue, 5 Nov 2024 09:14:00 -0500\nSubject: RE: Fwd: This week\nTo: a@example.org,\nb@example.org\n\nHello",
                "This week",
                "2024-11-05",
                "Hello",
                5,
            ),
            (
                "See below\n\n---------- Forwarded message ---------\nFrom: Ana\nDate: Tue, Nov 5, 2024 at 9:14 AM\nSubject: This week\nTo: Ben\n\n\nNov 7: rally",
                "This week",
                "2024-11-05",
                "See below|Nov 7: rally",
                5,
            ),
            (
                "From: Ben\nSent: Wednesday, November 6, 2024 9:14 AM\nTo: Ana\n\nNov 7: rally\n\nFrom: Ana\nSent: Tuesday, November 5, 2024 8:14 AM\nSubject: Other\n\nHello",
                "",
                "2024-11-06",
                "Nov 7: rally|Hello",
                6,
            ),
            (
                "De: Ana\nEnviado el: martes, 5 de noviembre de 2024 9:14\nPara: Ben\nAsunto: Esta semana\n\nHola",
                "Esta semana",
                "2024-11-05",
                "Hola",
                4,
            ),
            (
                "Thanks!\n\nOn Tue, Nov 5, 2024 at 9:14 AM Ana Example <ana@example.org>\nwrote:\n\nNov 7: rally",
                "",
                "2024-11-05",
                "Thanks!|Nov 7: rally",
                1,
            ),
        ] {
            let found = read(text);
            let expected = (
                Some(title.to_owned()).filter(|title| !title.is_empty()),
                Some(day.to_owned()),
                lines.split('|').map(str::to_owned).collect(),
                headers,
            );
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it() {
        for text in [
            "Rally\nFrom: 5pm\nTo: 7pm",
            "Subject: Housing\nDate: Nov 12",
            "- From: Ana\n- Subject: Rent",
            "From: the river\nWe walk.",
        ] {
            assert_eq!(read(text).3, 0, "{text}");
        }
    }

    #[test]
    fn what_stands_below_a_close() {
        let page = page::read(
            "- Rally: https://example.org/r\n\nIn solidarity,\nAna\n--\nExample Union | https://example.org\nhttps://example.org/u\nDonate: https://example.org/d",
        );
        let signs: Vec<bool> = page.lines.iter().map(|line| line.signs).collect();
        assert_eq!(signs, [false, false, false, true, true, false]);
    }
}
