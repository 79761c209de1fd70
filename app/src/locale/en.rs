//! English.

use super::Words;
use callboard_model::{
    ActionKind as A, HostRole as H, NoteKind as N, PersonRole as P, RelationKind as R,
};

pub(super) const WORDS: Words = Words {
    tag: "en",
    own_name: "English",
    dir: "ltr",
    search: "Search the catalogue",
    placeholder: "Calls, trainings, toolkits, people, numbers …",
    skip: "Skip to the results",
    results: |n| match n {
        0 => "Nothing found".into(),
        1 => "1 result".into(),
        n => format!("{n} results"),
    },
    loading: "Loading the catalogue …",
    filters: "Filters",
    show_results: |n| {
        if n == 1 {
            "Show 1 result".into()
        } else {
            format!("Show {n} results")
        }
    },
    close: "Close",
    clear_all: "Clear all",
    remove: |what| format!("Remove {what}"),
    show_all: |n| format!("Show all {n}"),
    show_fewer: "Show fewer",
    sort: "Sort by",
    sorts: ["Best match", "Newest", "Soonest"],
    more: "Show more",
    did_you_mean: "Did you mean",
    nothing: |text| format!("Nothing matches “{text}”."),
    nothing_filtered: "Nothing matches with these filters.",
    way_out: "Check the spelling, use fewer or other words, or",
    browse_all: "browse everything",
    without_filters: "search without filters",
    spelling: "similar spelling",
    some_words: "some of the words",
    ignored: |part, code| match code {
        "unknown-value" => format!("“{part}” was ignored: there is no such value."),
        "bad-date" => {
            format!("“{part}” was ignored: a date is written 2024-11-07, 2024-11 or 2024.")
        }
        "too-many-words" => "Only the first 32 words were used.".into(),
        _ => format!("“{part}” was ignored."),
    },
    featured: "Featured",
    next_calls: "Next on the board",
    no_upcoming: "Nothing is coming up in this catalogue.",
    last_was: "The last was",
    meanwhile: "Here at any time",
    browse_sections: "Browse by section",
    browse_kinds: "Browse by kind",
    as_of: |when| format!("Shown as of {when}."),
    show_now: "Show as of now",
    now: "Happening now",
    past: "Past",
    upcoming: "Upcoming",
    your_time: |time| format!("{time} your time"),
    until: |time| format!("until {time}"),
    no_end: "The source gives no end.",
    date_only: "The source gives no time of day.",
    to_calendar: "Add to calendar",
    recording: "Recording",
    no_link: "link not in the source",
    back_to_catalogue: "To the catalogue",
    back_to_results: "Back to the results",
    when: "When",
    runs: "Runs",
    published: "Published",
    source_words: "In the source’s words",
    what_to_do: "What you can do",
    who: "Who",
    part_of_total: |part, total| format!("Part {part} of {total}"),
    part: |part| format!("Part {part}"),
    previous: "Previous",
    next: "Next",
    all_parts: "All parts",
    languages: "Offered in",
    also_in: "In another language",
    also_known: "Also known as",
    hashtags: "Hashtags",
    also_at: "Also published at",
    republished: "Republished from",
    links: "Links",
    cites_outside: "It cites",
    picture: "Picture",
    picture_credit: "credit",
    thanks: "With thanks to",
    cadence: "Appears",
    updates: "Updates",
    about_record: "About this record",
    notes: |kind| match kind {
        N::Inferred => "Inferred",
        N::Conflict => "Contradiction in the source",
        N::Missing => "Not in the source",
        N::Note => "Note",
    },
    source: "Source",
    source_date: "Date of the source",
    checked: "Last checked",
    not_known: "not known",
    related: "Similar records",
    copy_link: "Copy link",
    copied: "Copied",
    not_copied: "The browser does not let this page copy. The address is in its address bar.",
    copy_citation: "Copy citation",
    report: "Report a mistake",
    embed: "Put this search on your page",
    private: "What you type stays in your browser.",
    records: |n| {
        if n == 1 {
            "1 record".into()
        } else {
            format!("{n} records")
        }
    },
    actions: |kind| match kind {
        A::Register => "Register",
        A::Rsvp => "RSVP",
        A::Join => "Join",
        A::SignOn => "Sign on",
        A::Volunteer => "Volunteer",
        A::Watch => "Watch",
        A::Listen => "Listen",
        A::Read => "Read",
        A::Download => "Download",
        A::Open => "Open",
        A::Call => "Call",
        A::Text => "Text",
        A::Email => "E-mail",
    },
    texting: |keyword, to| format!("Text {keyword} to {to}"),
    host_roles: |role| match role {
        H::Host => "Host",
        H::Convener => "Convener",
        H::Partner => "Partner",
        H::Publisher => "Publisher",
        H::Producer => "Producer",
    },
    person_roles: |role| match role {
        P::Author => "Author",
        P::Host => "Host",
        P::Guest => "Guest",
        P::Interviewer => "Interviewer",
        P::Interviewee => "Interviewee",
        P::Speaker => "Speaker",
        P::Facilitator => "Facilitator",
        P::Illustrator => "Illustrator",
        P::Leader => "Leader",
        P::Contributor => "Contributor",
    },
    relations: |kind| match kind {
        R::RecordingOf => "Recording of",
        R::Recording => "Recordings",
        R::PartOf => "Part of",
        R::Part => "Parts",
        R::About => "About",
        R::AboutThis => "About this",
        R::ReplyTo => "In reply to",
        R::Reply => "Replies",
        R::Cites => "Cites",
        R::CitedBy => "Cited by",
        R::TranslationOf | R::Translation => "In another language",
        R::MemberOf => "Member of",
        R::Member => "Members",
        R::Mentions => "Mentions",
        R::MentionedBy => "Mentioned by",
        R::InCollection => "In the collections",
        R::Contains => "In the catalogue",
        R::Continues => "Continues",
        R::ContinuedBy => "Continued by",
    },
    no_record: "There is no record at this address. It may have been renamed or removed.",
    failure: |code| match code {
        "missing" => {
            "The catalogue’s index is not here. The site’s maintainers can publish it again."
        }
        "version" => {
            "The page and the catalogue’s index are of different versions. Reload the page; if that does not help, the site must be published again."
        }
        "damaged" => {
            "The catalogue’s index arrived damaged. Try again; if that does not help, the site must be published again."
        }
        "network" => "The catalogue could not be loaded. Check the connection and try again.",
        "unsupported" => "This browser is too old for the search.",
        _ => "Something went wrong. Try again.",
    },
    retry: "Try again",
    language: "Language",
    found: |text| format!("Link found by an editor: {text}"),
};
