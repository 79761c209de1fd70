//! Messages as a chat's program gives them away: each with the moment it was sent and who sent it in front
//! (`[11/5/24, 9:14:03 AM] Ana: …`), and between them lines that the program wrote itself.
//!
//! Neither is a word of the text, and who wrote is nobody else's affair. Not here: mails ([`super::letter`]).

use crate::pattern::constant;
use jiff::civil::Date;
use regex::{Captures, Regex};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A chat without its marks.
#[derive(Debug, Default)]
pub(super) struct Chat {
    pub(super) text: String,
    /// The numbers of the lines with which a message begins.
    pub(super) begins: BTreeSet<usize>,
    /// What was left out of it.
    pub(super) told: Option<(usize, String)>,
    /// The day of its last message, where the messages leave no doubt about which number is the month.
    pub(super) day: Option<Date>,
}

macro_rules! moment {
    () => {
        r"(?:(?P<a>\d{1,2})[./-](?P<b>\d{1,2})(?:[./-](?P<y>\d{4}|\d{2}))?,? \d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.? ?[Mm]\.?)?|\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.? ?[Mm]\.?)?, (?P<c>\d{1,2})[./-](?P<d>\d{1,2})(?:[./-](?P<z>\d{4}|\d{2}))?)"
    };
}

/// In brackets, as telephones of one kind and pages of the web have it.
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"^\x{200e}?(?P<stamp>\[",
        moment!(),
        r"\] ?(?:\x{200e}?~? ?[^:<\n]{1,60}: ?)?)(?P<text>.*)$"
    ))
});

/// With a dash, as other telephones export it.
static DASHED: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"^\x{200e}?(?P<stamp>",
        moment!(),
        r" - (?:~? ?(?P<who>[^:<\n]{1,60}): ?)?)(?P<text>.*)$"
    ))
});

/// What the program writes instead of words.
static OF_PROGRAM: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)^\x{200e}?(?:<[^<>]*\b(?:omitted|omitido|omitida|attached|adjunto|ausgeschlossen|weggelassen|angehängt|omis|omise)\b[^<>]*>|(?:image|video|audio|sticker|gif|document|contact card) omitted|",
        r"(?:imagen|video|audio|sticker) omitid[oa]|.{1,80} \(file attached\)|.{1,80} \(archivo adjunto\)|",
        r"(?:messages and calls are|los mensajes y las llamadas están) .*(?:encrypted|cifrad[oa]s).*|(?:you|.{1,40}) (?:deleted this message|changed (?:the|this) group.*|created (?:the )?group.*|joined using .*|left|was added|added .{1,60}|pinned a message)|",
        r"nachrichten und anrufe sind .*verschlüsselt.*|les messages et les appels sont chiffrés.*|.{1,80} \((?:datei angehängt|fichier joint)\)|",
        r"this message was deleted|se eliminó este mensaje|eliminaste este mensaje|diese nachricht wurde gelöscht|ce message a été supprimé)\.?$"
    ))
});

/// Fewest messages of a chat.
const FEWEST: usize = 2;

/// Whether a text without a line of the program is a chat all the same: it begins with a message, somebody wrote two of three or more,
/// and one was written at a minute at which nothing is announced to begin.
fn takes_turns(text: &str) -> bool {
    let messages: Vec<Captures> = text
        .lines()
        .filter_map(|line| DASHED.captures(line))
        .collect();
    let first = text.lines().find(|line| !line.trim().is_empty());
    let begins = first.is_some_and(|line| DASHED.is_match(line));
    let mut seen = BTreeSet::new();
    let again = messages
        .iter()
        .filter_map(|message| message.name("who"))
        .any(|who| !seen.insert(who.as_str().to_lowercase()));
    let odd = |message: &Captures| {
        let minute = MINUTE.captures(part(message, "stamp"));
        let last = minute.and_then(|minute| minute.get(1)?.as_str().parse::<u8>().ok());
        last.is_some_and(|last| last % 5 != 0)
    };
    begins && again && messages.len() > FEWEST && messages.iter().any(odd)
}

/// The minute of a time.
static MINUTE: LazyLock<Regex> = LazyLock::new(|| constant(r"\b\d{1,2}:(\d{2})\b"));

/// A text that is a chat; nothing for any other.
pub(super) fn read(text: &str) -> Option<Chat> {
    let count = |form: &Regex| text.lines().filter(|line| form.is_match(line)).count();
    // A programme may have days and times before dashes, too; only a chat has what its program wrote.
    let says_itself = || {
        text.lines().any(|line| {
            let found = DASHED.captures(line);
            found.is_some_and(|found| OF_PROGRAM.is_match(part(&found, "text")))
        })
    };
    let form = match () {
        () if count(&BRACKETED) >= FEWEST => &*BRACKETED,
        () if count(&DASHED) >= FEWEST && (says_itself() || takes_turns(text)) => &*DASHED,
        () => return None,
    };
    let mut chat = Chat::default();
    let (mut first, mut messages, mut of_program) = (None, 0, 0);
    let mut days: Vec<(i8, i8, i16)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let Some(found) = form.captures(line) else {
            chat.text.push_str(line);
            chat.text.push('\n');
            continue;
        };
        messages += 1;
        first.get_or_insert((number, part(&found, "stamp").trim().to_owned()));
        days.extend(numbers(&found));
        let words = part(&found, "text");
        if OF_PROGRAM.is_match(words) {
            of_program += 1;
        } else {
            chat.text.push_str(words);
        }
        chat.text.push('\n');
        chat.begins.insert(number);
    }
    chat.day = day(&days);
    chat.told = first.map(|(line, stamp)| {
        let others = match of_program {
            0 => String::new(),
            1 => ", and a line that the program wrote itself".to_owned(),
            all => format!(", and {all} lines that the program wrote itself"),
        };
        let text = format!(
            "who wrote the {messages} messages of a chat, and when, was left out (“{stamp}” and the like){others}"
        );
        (line, text)
    });
    Some(chat)
}

fn part<'t>(found: &Captures<'t>, name: &str) -> &'t str {
    found.name(name).map_or("", |part| part.as_str())
}

/// Both numbers of a message's day, and its year.
fn numbers(found: &Captures) -> Option<(i8, i8, i16)> {
    let said = |one: &str, other: &str| found.name(one).or(found.name(other));
    let number = |part: Option<regex::Match>| part?.as_str().parse::<i16>().ok();
    let year = number(said("y", "z"))?;
    let year = if year < 100 { 2000 + year } else { year };
    let small = |number: i16| i8::try_from(number).ok();
    Some((
        small(number(said("a", "c"))?)?,
        small(number(said("b", "d"))?)?,
        year,
    ))
}

/// The last of the days, where all of them can be read in one order alone, or in both as the same.
fn day(days: &[(i8, i8, i16)]) -> Option<Date> {
    let (one, other, year) = *days.last()?;
    let month_first = days
        .iter()
        .all(|(a, b, year)| Date::new(*year, *a, *b).is_ok());
    let day_first = days
        .iter()
        .all(|(a, b, year)| Date::new(*year, *b, *a).is_ok());
    match (month_first, day_first) {
        (true, false) => Date::new(year, one, other).ok(),
        (false, true) => Date::new(year, other, one).ok(),
        (true, true) if one == other => Date::new(year, one, other).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn messages_without_their_marks() {
        for (text, expected, day) in [
            (
                "[11/5/24, 9:14:03 AM] Ana: Hi\n[11/15/24, 9:15:10 AM] Ben: Rally\nat noon\n\u{200e}[11/15/24, 9:20:00 AM] \u{200e}<attached: 1.jpg>",
                "Hi\nRally\nat noon\n\n",
                Some("2024-11-15"),
            ),
            (
                "05/11/2024, 09:14 - Messages and calls are end-to-end encrypted.\n05/11/2024, 09:15 - +44 7700 900123: Rally: now\n",
                "\nRally: now\n",
                None,
            ),
            (
                "05/11/2024, 09:14 - Ana: Hi\n05/11/2024, 09:15 - Ben: Rally\nat noon\n15/11/2024, 09:20 - Ana: ok",
                "Hi\nRally\nat noon\nok\n",
                Some("2024-11-15"),
            ),
            (
                "[9:14, 11/11/2024] Ana: Hi\n[9:15, 11/11/2024] Ben: Rally",
                "Hi\nRally\n",
                Some("2024-11-11"),
            ),
            (
                "[05/11, 09:14] Ana: Hi\n[05/11, 09:15] Ben: Rally",
                "Hi\nRally\n",
                None,
            ),
        ] {
            let chat = read(text).unwrap_or_default();
            assert_eq!(chat.text, expected);
            assert_eq!(
                chat.day.map(|day| day.to_string()).as_deref(),
                day,
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_chat() {
        for text in [
            "11/9/2024, 10:00 - Canvass: Sunnyside\n11/10/2024, 10:00 - Canvass: Woodside",
            "11/9/2024, 10:00 - Canvass: Sunnyside\n11/10/2024, 10:00 - Canvass: Woodside\n11/11/2024, 10:30 - Rally: Woodside",
            "[1] A\n[2] B",
            "[11/5/24, 9:14:03 AM] Ana: Hi",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
