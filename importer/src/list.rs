//! A resource list, pasted or saved: sections, items with dates in two time zones, links without an
//! address, numbers to call and words to text.
//!
//! [`read`] takes its text or HTML and gives a draft for everything it offers, one for the list itself,
//! and one for each organization it names as a host and the catalogue does not know. An item's own words
//! are its draft's body, whole; what leads in, thanks and concludes is the body of the list's draft. So
//! nothing of the source is lost.
//!
//! | module | answers |
//! |---|---|
//! | `frame` | which lines frame the list and are none of its things? |
//! | `agenda` | which lines are below a day that is theirs? |
//! | `alternate` | which paragraphs are the day of those beside them? |
//! | `announced`, `dated` | which lines are one announcement, and which say day and time by themselves? |
//! | `outline` | which line is a heading, which an item? |
//! | `sentence` | where does a sentence end? |
//! | `kind` | what kind of thing do these words announce? |
//! | `name` | who holds it? |
//! | `title` | what is it called? |
//! | `action`, `number` | what can a reader do? |
//! | `offer` | what does an item offer? |
//! | `body` | what are its words as CommonMark? |
//! | `record` | what is the draft of it? |
//!
//! Not here: judging (topics, audiences and summaries are the editor's), and reaching for the network.

mod action;
mod agenda;
mod alternate;
mod announced;
mod body;
mod dated;
mod frame;
mod kind;
mod name;
mod number;
mod offer;
mod outline;
mod record;
mod sentence;
mod title;

pub(crate) use frame::is_of_mail;
pub use record::LIST;

use crate::dates::year::{self, Basis};
use crate::dates::{self};
use crate::page::{self, EitherDay, encoding, mail};
use crate::{Import, Question};
use jiff::civil::Date;
use outline::Part;
use std::collections::BTreeMap;

/// What a list does not say of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The day of the import: of the years that fit a list, the nearest to it is taken.
    pub today: Date,
    /// The year of the list's dates, where an editor knows it.
    pub year: Option<i16>,
    /// The list's id in `[sources]` of `catalog.toml`, where it has one.
    pub source: Option<String>,
    /// The id of the record of the list; where there is none yet, a draft of one is made.
    pub collection: Option<String>,
    /// By name (of any spelling), the ids of the catalogue's organizations.
    pub organizations: BTreeMap<String, String>,
    /// By name, the ids of the catalogue's sections; others are given by their name.
    pub sections: BTreeMap<String, String>,
}

impl Options {
    /// Of a catalogue that knows nothing, on that day.
    pub fn new(today: Date) -> Options {
        Options {
            today,
            year: None,
            source: None,
            collection: None,
            organizations: BTreeMap::new(),
            sections: BTreeMap::new(),
        }
    }
}

/// Reads a list. `name` is its file's, for questions and ids. Any bytes can be read: what is no text is
/// asked about, and an empty source gives no drafts.
pub fn read(source: &[u8], name: &str, options: &Options) -> Import {
    let mut import = Import::default();
    let mut ask = |line: usize, code: &'static str, text: String| {
        import.questions.push(Question {
            file: name.to_owned(),
            line,
            code,
            text,
        });
    };
    let mail = mail::is(source).then(|| mail::read(source)).flatten();
    let (text, damaged) = match &mail {
        Some(_) => Default::default(),
        None => encoding::decode(source),
    };
    if let Some(mail) = &mail {
        if !mail.attached.is_empty() {
            let text = format!(
                "what is attached to the mail was left out: “{}”. A calendar or a table among it can be imported by itself",
                mail.attached.join("”, “")
            );
            ask(0, "left-out", text);
        }
        if mail.damaged {
            let text = "a part of the mail is not in the letters that it says it is in. Are all words right?";
            ask(0, "not-utf8", text.to_owned());
        }
    }
    if let Some(line) = damaged {
        ask(
            line,
            "not-utf8",
            "The text is not UTF-8. It was read as Windows-1252; are its accents and quotation marks right?"
                .to_owned(),
        );
    }
    let mut page = match &mail {
        Some(mail) => page::read_mail(mail),
        None => page::read(&text),
    };
    if page.deep {
        ask(0, "too-deep", page::TOO_DEEP.to_owned());
    }
    for unsure in &page.unsure {
        let text = format!(
            "“{}” ends with its line, and the next begins with “{}”. Does that belong to the address?",
            unsure.address, unsure.next
        );
        ask(unsure.line, "bad-address", text);
    }
    if !page.preview.is_empty() {
        let text = format!(
            "what the page hides from its readers, as mails do with words for a list of mails, was left out: “{}”",
            page.preview.join("”, “")
        );
        ask(0, "left-out", text);
    }
    if let Some((line, text)) = page.chat.take() {
        ask(line, "left-out", text);
    }
    let headers = frame::headers(&page.headers);
    let (lines, [contents, mail, remarks]) = frame::without(page.lines);
    for (left_out, what) in [
        (headers, "who sent the mail, and when,"),
        (contents, "the page's table of contents"),
        (mail, "what the mail says of itself"),
        (remarks, "what those who wrote the document remark on it"),
    ] {
        if !left_out.words.is_empty() {
            let text = format!("{what} was left out: “{}”", left_out.words.join("”, “"));
            ask(left_out.line, "left-out", text);
        }
    }
    page.lines = agenda::with_days(announced::joined(alternate::paired(
        lines,
        page.title.is_some(),
    )));
    let (lang, published) = (page.lang.take(), page.published);
    let either = page.either.take();
    let (title, blocks) = outline::outline(page);
    if blocks.is_empty() {
        ask(
            0,
            "nothing-found",
            "There is no text in this source.".to_owned(),
        );
        return import;
    }
    let found: Vec<dates::Mention> = blocks
        .iter()
        .flat_map(|block| dates::mentions(&block.line.text))
        .collect();
    // Of a day that could be two the year is said.
    let year = either.as_ref().map(|day| day.month_first.year());
    let anchor = year::anchor(
        found.iter(),
        published,
        options.year.or(year),
        options.today,
    );
    let unsaid = found
        .iter()
        .any(|mention| mention.day.is_some_and(|day| day.year.is_none()));
    let about = anchor.about.year();
    match anchor.basis {
        Basis::Weekdays(fitting, of) if unsaid => ask(
            0,
            "year-inferred",
            format!(
                "The list names no year. {about} is the nearest in which its weekdays fit ({fitting} of {of}); --year says another."
            ),
        ),
        Basis::Nearest if unsaid => ask(
            0,
            "year-inferred",
            format!(
                "The list names no year and no weekday that would tell one. {about} is the nearest; --year says another."
            ),
        ),
        _ => {}
    }
    let mut names = name::Names::default();
    for block in &blocks {
        names.learn(&block.line.text);
    }
    let known: BTreeMap<String, String> = options
        .organizations
        .iter()
        .map(|(spelling, id)| (name::fold(spelling), id.clone()))
        .collect();
    let sections: BTreeMap<String, String> = options
        .sections
        .iter()
        .map(|(label, id)| (name::fold(label), id.clone()))
        .collect();
    let mut writer = record::Writer::new(
        name,
        options,
        record::Facts {
            anchor,
            lang,
            title,
            known,
            sections,
        },
        &names,
    );
    let mut before: Vec<String> = Vec::new();
    for block in &blocks {
        let mut offers = match block.part {
            // Who wrote the list is no thing of it.
            Part::Paragraph if block.line.signs => Vec::new(),
            Part::Item => offer::offers(&block.line, &names, writer.known(), true),
            Part::Paragraph => offer::offers(&block.line, &names, writer.known(), false),
            Part::Heading | Part::Lead => Vec::new(),
        };
        if let (Some(title), [offer]) = (&block.line.title, offers.as_mut_slice()) {
            offer.title.clone_from(title);
            offer.title_made = false;
            // What is announced for a day and called a map or a guide may be an event, too.
            offer.kind_unclear |= !matches!(offer.kind, "event" | "training" | "campaign");
        }
        // `The next call in their series`: those of the item before.
        for offer in &mut offers {
            if offer.cast.hosts.is_empty() && offer.cast.same_hosts {
                offer.cast.hosts.clone_from(&before);
            }
        }
        if let Some(first) = offers.first() {
            before.clone_from(&first.cast.hosts);
        }
        if offers.is_empty() {
            writer.own_text(block);
        } else {
            writer.item(block, offers);
        }
    }
    import.drafts = writer.finish();
    if let Some(either) = either {
        let EitherDay {
            words,
            month_first,
            day_first,
            ..
        } = &either;
        let text = format!(
            "the list is of “{words}”, which could be {month_first} or {day_first}. Which is it?"
        );
        let mut drafts = import.drafts.iter_mut();
        match drafts.find(|draft| draft.origin == record::LIST) {
            Some(draft) => draft.ask(name, either.line, "bad-date", text),
            None => import.ask(name, either.line, "bad-date", text),
        }
    }
    import
}

#[cfg(test)]
mod tests {
    use super::{Options, read};
    use jiff::civil::date;

    #[test]
    fn any_bytes_can_be_read() {
        let options = Options::new(date(2026, 1, 1));
        let deep = "<div>".repeat(600);
        for (source, code) in [
            (&b""[..], "nothing-found"),
            (b" \n\n", "nothing-found"),
            (b"- \n-", "nothing-found"),
            (b"- caf\xe9", "not-utf8"),
            (deep.as_bytes(), "too-deep"),
        ] {
            let import = read(source, "list.txt", &options);
            assert_eq!(
                import.questions.first().map(|q| q.code),
                Some(code),
                "{source:?}"
            );
        }
    }
}
