//! What each diagnostic's code means: what is wrong, why it matters, an example, and how to mend it. For `callboard
//! explain`, and for whoever sets how much a code matters in `catalog.toml`.
//!
//! Not here: finding mistakes (every module that reads authors' text), showing them ([`crate::report`]).

use crate::diagnostic::Severity::{self, Error, Note, Warning};

/// What a code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The stable name, as `check` prints it.
    pub code: &'static str,
    /// How much it matters where `[check]` of `catalog.toml` says nothing else. What is an error here stays one: it
    /// could not be read, and what cannot be read cannot be published.
    pub usually: Severity,
    /// What is wrong.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What it looks like in a file.
    pub example: &'static str,
    /// How to mend it.
    pub fix: &'static str,
}

/// The explanation of a code.
pub fn of(code: &str) -> Option<&'static Explanation> {
    EXPLANATIONS.iter().find(|have| have.code == code)
}

const fn explain(
    code: &'static str,
    usually: Severity,
    [what, why, example, fix]: [&'static str; 4],
) -> Explanation {
    Explanation {
        code,
        usually,
        what,
        why,
        example,
        fix,
    }
}

/// Every code, sorted.
#[rustfmt::skip]
pub const EXPLANATIONS: &[Explanation] = &[
    explain("ambiguous-time", Warning, [
        "On that night the clock was put back, and this time came twice in that zone.",
        "The first of the two is taken; who means the second is an hour late.",
        "start: 2024-11-03 01:30\nzone: America/New_York",
        "Check the time. If the second is meant, write the same moment in a zone that keeps its clock, such as `zone: UTC`.",
    ]),
    explain("bad-address", Error, [
        "The text is no absolute address that begins with https:// or http://, or something else stands beside it.",
        "A reader's tap would lead nowhere, or to a page of the catalogue itself.",
        "link: example.org/page",
        "Write the whole address, `https://example.org/page`. An e-mail address or a number belongs into an action with `email` or `phone`.",
    ]),
    explain("bad-date", Error, [
        "The date does not exist, or is not written 2024-11-07.",
        "A record without its date is not found by date, and 6/7/2024 is June in one country and July in another.",
        "published: 2024-02-30",
        "Write 2024-11-07; for `published` and `checked` 2024-11 or 2024 will do where more is not known.",
    ]),
    explain("bad-email", Error, [
        "The text is no e-mail address.",
        "A reader's letter would come back.",
        "email: info at example.org",
        "Write it as name@example.org, or give the source's words as `words`.",
    ]),
    explain("bad-id", Error, [
        "The file's name has something else than a to z, 0 to 9 and hyphens, or more than 200 of them.",
        "The name is the record's id, which stands in addresses and in other records.",
        "records/events/My Call.md",
        "Rename the file: `my-call.md`.",
    ]),
    explain("bad-keyword", Warning, [
        "The keyword of a text message has quotation marks or is longer than a message, or has no number to be sent to.",
        "The keyword is sent as it stands, and a machine that waits for MASS CALL does not know “MASS CALL”.",
        "keyword: “MASS CALL”",
        "Write the word alone, `keyword: MASS CALL`, and its number as `text_to: 30403`.",
    ]),
    explain("bad-language", Error, [
        "The text is no language tag.",
        "Browsers choose voices and fonts by it.",
        "lang: english",
        "Write a tag of BCP 47: `en`, `es`, `pt-BR`.",
    ]),
    explain("bad-number", Error, [
        "A whole number is expected here, and not below or above those that have a meaning.",
        "Parts and places in lists are put into order by it.",
        "order: first",
        "Write `order: 1`, or leave the key out.",
    ]),
    explain("bad-own-file", Error, [
        "A file of the folder `static` cannot be published: it is a link that leads elsewhere, has the name of a file that the build writes, or one that is no text.",
        "The build stops at it, and nothing is published.",
        "static/index.html",
        "Rename it, or put the file itself where a link is.",
    ]),
    explain("bad-phone", Error, [
        "The text is no whole phone number: it lacks digits, or has signs that cannot stand in one.",
        "A tap would dial something else.",
        "phone: 1-844",
        "Write it with its country, `+1 844 683 2669`, or as the source has it, `1-844-NVDA-NOW`.",
    ]),
    explain("bad-query", Error, [
        "A search of queries.toml cannot be run: it expects nothing, contradicts itself, or names what is not there.",
        "A test that cannot fail tests nothing.",
        "[[query]]\ntext = \"hotline\"",
        "Say what must be found: `first`, `among` with `within`, `without`, or `nothing = true`.",
    ]),
    explain("bad-settings", Error, [
        "catalog.toml or queries.toml cannot be read as TOML, or a key has a value that does not fit.",
        "Without its settings nothing of the catalogue can be understood.",
        "zone = America/New_York",
        "Put quotes around texts, `zone = \"America/New_York\"`, and close every list; docs/catalog.md has the keys and what they hold.",
    ]),
    explain("bad-time", Error, [
        "The text is no time on a clock of 24 hours, or only one of start and end has a time.",
        "5:00 may be morning or evening, and from an evening to a day nobody can tell when it is over.",
        "start: 2024-11-07 5pm",
        "Write `start: 2024-11-07 17:00`; give the end a time where the start has one, and none where it has none.",
    ]),
    explain("bad-translation", Warning, [
        "`translation_of` names a record that is a translation itself, or one in the same language.",
        "A text and its translations are shown as one, in the reader's language: here both would be shown, or one of the two never.",
        "lang: en\ntranslation_of: a-record-in-english",
        "Name the original in every translation, and give each its `lang`.",
    ]),
    explain("bad-yaml", Error, [
        "The front matter cannot be read as YAML.",
        "Nothing of the record can be published.",
        "title: One: two",
        "Put quotes around a value that contains `: ` or ` #`, or that begins with one of [ ] { } & * ! | > ' \" % @: `title: \"One: two\"`.",
    ]),
    explain("bidi-control", Error, [
        "The text has an invisible character that reverses the direction of writing.",
        "It can make a name or an address look like another.",
        "title: a title with U+202E in it",
        "Type the text anew instead of pasting it. Right-to-left text needs no such characters.",
    ]),
    explain("byte-order-mark", Note, [
        "The file begins with an invisible byte order mark.",
        "Other programs may take it for a part of the first line.",
        "U+FEFF before the first `---`",
        "`callboard check --fix` removes it; or save the file as UTF-8 without a BOM.",
    ]),
    explain("carriage-return", Note, [
        "Lines end with CR LF, as on Windows.",
        "A change by somebody else's editor then shows every line as changed.",
        "lines that end with \\r\\n",
        "`callboard check --fix` writes LF; or set `* text=auto eol=lf` in .gitattributes.",
    ]),
    explain("circle", Error, [
        "Records name each other by `part_of`, `continues` or `translation_of` so that the last comes back to the first.",
        "Nothing is a part of its own part, and of two translations of each other there is no original.",
        "part_of: [b] in a.md, and part_of: [a] in b.md",
        "Take the key out of the record that is the whole, the first or the original.",
    ]),
    explain("control-character", Warning, [
        "The text has an invisible control character, which is left out.",
        "Feeds could not be read with it, and a terminal may do what it says.",
        "title: \"One\\x07\"",
        "Type the text anew instead of pasting it.",
    ]),
    explain("date-mismatch", Warning, [
        "The source's words name a day of a month, and the start is on another.",
        "One of them is wrong; who trusts the words and who trusts the calendar come on different days.",
        "start: 2024-11-07 17:00\nwords: Nov. 8 at 5pm",
        "Check the date. If the source itself is wrong, say so: `notes: [{conflict: ...}]`.",
    ]),
    explain("duplicate-id", Error, [
        "Two files, or two values of a facet, have the same id, or an id in `former_ids` is another record's.",
        "Who names the id cannot say which is meant.",
        "records/a/group.md and records/b/group.md",
        "Rename one of them; ids are unique over all folders.",
    ]),
    explain("duplicate-key", Error, [
        "The same key is there twice.",
        "Only the first counts, in JSON lines the last, and the other is lost unseen.",
        "title: One\ntitle: Two",
        "Keep one of them.",
    ]),
    explain("duplicate-link", Warning, [
        "Two records lead to the same page as the place where they themselves stand.",
        "They are most likely one thing that was entered twice.",
        "link: https://example.org/page (in two records)",
        "Remove one, or connect them: `translation_of`, `part_of`, `recording_of`.",
    ]),
    explain("duplicate-title", Warning, [
        "Two records of one kind and language have the same title, and no times that differ.",
        "Readers cannot tell them apart in a list.",
        "title: Mass call (in two events)",
        "Say in the title what tells them apart, or remove one.",
    ]),
    explain("empty-catalogue", Warning, [
        "There is no record in the folder `records`.",
        "A page is built, but it has nothing to find.",
        "a catalogue with catalog.toml alone",
        "Add one: `callboard add event \"First call\"`.",
    ]),
    explain("end-before-start", Error, [
        "The end lies before the start, or is the start itself.",
        "An event that ends before it begins is never on.",
        "start: 2024-11-07 23:00\nend: 01:00",
        "An end without a date is on the day of the start; give it its own: `end: 2024-11-08 01:00`.",
    ]),
    explain("fixed-zone", Warning, [
        "The zone is the name of an offset, which knows no daylight saving time.",
        "In summer a call that is announced for 5pm in New York would be shown an hour late: EST is five hours behind UTC all year.",
        "start: 2024-07-11 17:00\nzone: EST",
        "Write the place: `America/New_York`, `America/Denver`; `America/Phoenix`, `America/Panama` or `Pacific/Honolulu` where the clock is never changed.",
    ]),
    explain("ignored-file", Warning, [
        "A text in the folder `records` has a name that does not end with .md, a record is in another folder of the catalogue, or a file is almost called `queries.toml`.",
        "It is not read, so it is missing unseen. Some programs add an ending that systems do not show.",
        "records/events/first-call.md.txt",
        "Rename it, `first-call.md`, or keep it outside of `records`; move a record into that folder.",
    ]),
    explain("ignored-text", Warning, [
        "A value has a space and `#` in it, or begins with `#`, and words right after the sign.",
        "There YAML begins a comment: what follows is not read, and is missing unseen.",
        "summary: Meeting #3",
        "Put quotes around the value, `summary: \"Meeting #3\"`. If it is a comment, write a space after the sign.",
    ]),
    explain("left-over", Warning, [
        "A record that is no draft still has the template's summary, or a question that an import asked.",
        "Readers would be shown what was meant for whoever writes the record.",
        "summary: To be written.",
        "Write the summary; answer the question in the record and remove its note; or keep the record a draft with `draft: true`.",
    ]),
    explain("markup-in-text", Error, [
        "A plain text contains a tag.",
        "Tags mean nothing here and would be shown as they are.",
        "title: One <b>bold</b> title",
        "Write plain text. Markdown belongs into the body.",
    ]),
    explain("missing-alt", Note, [
        "The image has a credit but no words that say what it shows.",
        "Who cannot see the picture, or sees Callboard, which shows the words alone, learns nothing of it.",
        "image: {credit: Example}",
        "Add `alt: ...`, one sentence on what is to be seen, when you can look at it.",
    ]),
    explain("missing-key", Error, [
        "A key is missing that is needed here.",
        "Without it the record, or this part of it, has no meaning.",
        "a record without `title`",
        "Add the key that the message names; docs/records.md says what it holds.",
    ]),
    explain("missing-translation", Note, [
        "The catalogue has several languages, and something is not there in all of them.",
        "Readers of the other language get the first one instead.",
        "languages = [\"en\", \"es\"] and label = { en = \"Topic\" }",
        "Add the label, or a record with `lang` and `translation_of`. To be told no more: `missing-translation = \"off\"` under [check].",
    ]),
    explain("no-catalogue", Error, [
        "The folder has no file catalog.toml.",
        "A folder becomes a catalogue by that file.",
        "callboard check somewhere-else",
        "Name the folder that holds catalog.toml, or begin with `callboard new catalog`.",
    ]),
    explain("no-front-matter", Error, [
        "The file does not begin with keys between two lines `---`.",
        "Without them it is a text that nobody knows anything of.",
        "Just a text.",
        "Begin the file with a line `---`, then the keys, then another line `---`.",
    ]),
    explain("no-link", Note, [
        "The source gave no address, number or e-mail for this.",
        "The page shows the source's words and says that the link is not in the source; readers have to search for it themselves.",
        "actions:\n  - do: register\n    words: You can register here",
        "Who finds the link adds `url: ...` and `found: {where: the host's site, when: 2026-11-20}`.",
    ]),
    explain("no-members", Note, [
        "A series or collection that no record names.",
        "Its page is a heading with nothing below.",
        "kind: series, and no record with `series: its-id`",
        "Add `series: {id: ..., part: 1}` or `collections: [...]` to its members, or remove it.",
    ]),
    explain("not-utf8", Error, [
        "The file is not UTF-8 text.",
        "Letters with accents would be shown as something else.",
        "a file that was saved as Windows-1252",
        "Save it again with the encoding UTF-8.",
    ]),
    explain("query-failed", Error, [
        "A search of queries.toml does not find what it should.",
        "Readers who type this would not find it either: since a record or a synonym was changed, most likely.",
        "[[query]]\ntext = \"hotline\"\nfirst = [\"resistance-hotline\"]",
        "Mend the record (its title, summary, aliases) or the synonyms; or, if the new answer is as good, change what is expected.",
    ]),
    explain("raw-html", Warning, [
        "The body contains HTML.",
        "It is left out, because it could do anything to the page.",
        "Text <b>bold</b>.",
        "Write Markdown: `Text **bold**.`",
    ]),
    explain("relative-link", Warning, [
        "A link in the body has no whole address.",
        "A body is shown on pages, in the app, in feeds and on other sites: from each such a link leads elsewhere.",
        "See [the toolkit](toolkits/rent.html).",
        "Write the whole address, `https://example.org/toolkits/rent.html`. Another record is named by its id in a key of docs/records.md, such as `cites`.",
    ]),
    explain("second-record", Warning, [
        "Behind the body of a record stand the keys and the body of another, or of the same once more.",
        "A file is one record: what begins with the second line of keys is shown to readers as text of the first.",
        "Come as you are.\n---\nkind: event\ntitle: Another evening\n---\nCome as you are.",
        "Give the second a file of its own (`callboard add` makes one), or delete it where it is the same.",
    ]),
    explain("time-in-gap", Error, [
        "On that night the clock was put forward, and this time did not exist in that zone.",
        "Nobody can come at a time that is not there.",
        "start: 2024-03-10 02:30\nzone: America/New_York",
        "Check the time, the date and the zone.",
    ]),
    explain("time-mismatch", Warning, [
        "The source's words name a time in some zone, and the start is at another.",
        "Readers are told a time that the source does not give.",
        "start: 2024-11-07 17:00\nzone: America/New_York\nwords: Nov. 7 at 5pm PT",
        "Check `start` and `zone`. If the source itself is wrong, say so: `notes: [{conflict: ...}]`.",
    ]),
    explain("too-deep", Warning, [
        "Quotes or lists in the body stand within one another a hundred deep.",
        "No page can show that; from there on the text is kept without its quotes and lists.",
        "a line that begins with a hundred `>`",
        "Write it without so many `>`, `-` or `*` before one another.",
    ]),
    explain("too-large", Error, [
        "A record has at most 1 MiB.",
        "A catalogue says what there is; it is not where it stands.",
        "a whole book in one record",
        "Keep the facts here and link to the rest.",
    ]),
    explain("trailing-space", Note, [
        "Lines of the front matter end with spaces.",
        "They mean nothing, and editors that remove them make changes that nobody sees.",
        "kind: event followed by two spaces",
        "`callboard check --fix` removes them. In the body two spaces break a line, so they are left alone.",
    ]),
    explain("two-versions", Error, [
        "Two people changed the same lines, and version control left both versions for somebody to choose.",
        "Which of them is right only the two can say; published as it is, readers would see both, and the marks between them.",
        "<<<<<<< HEAD\ntitle: Open evening\n=======\ntitle: Open evening at the hall\n>>>>>>> autumn",
        "Keep of both versions what is right, and delete the lines with <<<<<<<, ======= and >>>>>>>.",
    ]),
    explain("unknown-key", Error, [
        "The key means nothing here.",
        "It is most likely misspelled, and what it says would be lost unseen.",
        "sumary: Text.",
        "See docs/records.md and docs/catalog.md for the keys.",
    ]),
    explain("unknown-record", Error, [
        "No record has this id.",
        "A reader who follows it would come nowhere.",
        "hosts: [exmple-group]",
        "Ids are file names without .md: write one that is there, or add the record.",
    ]),
    explain("unknown-value", Error, [
        "The value is not in the list for this key.",
        "Vocabularies are closed, so that nobody has to filter by three spellings of one thing.",
        "topic: [imigration]",
        "Write a value that catalog.toml (of facets) or docs/records.md (of other keys) has, or add it to catalog.toml.",
    ]),
    explain("unknown-zone", Error, [
        "There is no time zone of this name.",
        "Without it a time means another moment in every place.",
        "zone: Pacific",
        "Write a name of the IANA time zone database: `America/Los_Angeles`.",
    ]),
    explain("unportable-name", Warning, [
        "A file or folder has a name that Windows cannot have, or one that differs from another in capitals only.",
        "Who takes the catalogue to Windows, and with capitals to a Mac, misses the file, or gets no file at all.",
        "records/con.md",
        "Rename it. A record that was published keeps its old address with `former_ids`.",
    ]),
    explain("unreadable", Error, [
        "The file or folder could not be read.",
        "What is in it would be missing unseen.",
        "a file without permission, or a link to nothing",
        "Check the permissions, or where the link leads.",
    ]),
    explain("unsafe-link", Error, [
        "A link with this scheme could run code in the reader's browser.",
        "A catalogue that anybody may contribute to must not be able to.",
        "link: javascript:alert(1)",
        "Use an address that begins with https://. In the body mailto:, tel: and sms: are kept too.",
    ]),
    explain("weekday-mismatch", Warning, [
        "The source's words name another day of the week than the date falls on.",
        "One of them is wrong, or the year is.",
        "start: 2024-11-07\nwords: Friday, Nov. 7",
        "Check the date and the year. If the source itself is wrong, say so: `notes: [{conflict: ...}]`.",
    ]),
    explain("wrong-kind", Error, [
        "The key refers to a record of another kind.",
        "A host that is an article has no page as a host.",
        "hosts: [some-article]",
        "Name a record of the kind that the message asks for.",
    ]),
    explain("wrong-shape", Error, [
        "The key takes a text, a list or keys of its own, and found something else.",
        "What is there cannot be understood.",
        "actions: register",
        "See docs/records.md for what the key holds: `actions: [{do: register, url: ...}]`.",
    ]),
    explain("zones-disagree", Warning, [
        "The source's words give the time in two zones, and the two are not the same moment.",
        "One of the two is a slip, and readers in that zone come at the wrong hour.",
        "words: noon PT/ 3pm PT",
        "Ask the host. Until then say it on the page: `notes: [{conflict: The source says noon PT/ 3pm PT}]`.",
    ]),
];
