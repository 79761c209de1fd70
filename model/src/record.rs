//! The two faces of a record: the [`Card`] that a list shows and the [`Page`] of its own.

use crate::{Action, Kind};
use serde::{Deserialize, Serialize};

/// Skips what a source left out, so that absent and empty are the same JSON.
macro_rules! wire {
    ($($(#[$doc:meta])* pub struct $name:ident { $($(#[$fdoc:meta])* $field:ident: $ty:ty $(= $skip:literal)?,)+ })+) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "kept", derive(bitcode::Encode, bitcode::Decode))]
        pub struct $name {
            $($(#[$fdoc])* $(#[serde(default, skip_serializing_if = $skip)])? pub $field: $ty,)+
        })+
    };
}

wire! {
    /// What a list needs to show one hit, beside its title and snippet.
    pub struct Card {
        /// What the record is.
        kind: Kind,
        /// Language the record's own text is written in (BCP 47).
        lang: String,
        /// Languages in which the thing itself is offered, where the source says so.
        languages: Vec<String> = "Vec::is_empty",
        /// When it takes place; several for one record with several dates, in order of time.
        when: Vec<Occurrence> = "Vec::is_empty",
        /// The days a campaign runs.
        span: Option<Span> = "Option::is_none",
        /// When it was published, as precisely as is known.
        published: Option<PartialDate> = "Option::is_none",
        /// Organisations that host, convene, publish or make it.
        hosts: Vec<Host> = "Vec::is_empty",
        /// People with their roles.
        people: Vec<Person> = "Vec::is_empty",
        /// Its place in a series.
        series: Option<SeriesPart> = "Option::is_none",
        /// The organisation an article was republished from.
        republished_from: Option<Reference> = "Option::is_none",
        /// Records that are recordings of this one.
        recordings: Vec<Reference> = "Vec::is_empty",
        /// What a reader can do, most important first.
        actions: Vec<Action> = "Vec::is_empty",
        /// Whether the empty-query page leads with it.
        featured: bool = "std::ops::Not::not",
    }

    /// Everything else that is known of a record.
    pub struct Page {
        /// What calendars know its times by, in their order, then its span.
        uids: Vec<String> = "Vec::is_empty",
        /// The body as sanitised HTML; empty when the summary says it all.
        html: String = "String::is_empty",
        /// Other names by which people may know it.
        aliases: Vec<String> = "Vec::is_empty",
        /// Hashtags without the `#`.
        hashtags: Vec<String> = "Vec::is_empty",
        /// Facet values that it shows as tags: `(facet id, value id)`.
        tags: Vec<(String, String)> = "Vec::is_empty",
        /// All parts of its series in order, itself among them.
        parts: Vec<Reference> = "Vec::is_empty",
        /// Typed relations to other records, resolved both ways: the recording names its event,
        /// and the event's page lists its recording.
        relations: Vec<Relation> = "Vec::is_empty",
        /// Where else the same text stands.
        also_at: Vec<OutsideCopy> = "Vec::is_empty",
        /// What it cites outside the catalogue.
        cites: Vec<Cited> = "Vec::is_empty",
        /// Its canonical address and others, beside the actions.
        links: Vec<Link> = "Vec::is_empty",
        /// The picture that came with it; Callboard shows its words, not the picture.
        image: Option<Image> = "Option::is_none",
        /// Who is thanked for it.
        credits: Vec<Credit> = "Vec::is_empty",
        /// How often a periodical appears, in words: `weekly`.
        cadence: Option<String> = "Option::is_none",
        /// What the source says of how it is kept up to date.
        update_policy: Option<String> = "Option::is_none",
        /// What the editor inferred, found contradictory or missing.
        notes: Vec<Note> = "Vec::is_empty",
        /// The document the facts come from.
        source: Option<SourceNote> = "Option::is_none",
        /// When an editor last looked at the thing itself.
        checked: Option<PartialDate> = "Option::is_none",
        /// Up to five records on the same matters, best first.
        related: Vec<Reference> = "Vec::is_empty",
        /// Path of the record's file below the catalogue's folder, for a report of a mistake.
        file: String,
    }

    /// A named record elsewhere in the catalogue, or a name that has no record.
    pub struct Reference {
        /// The record's id; absent when nothing in the catalogue stands behind the name.
        id: Option<String> = "Option::is_none",
        /// The name to show.
        title: String,
        /// The record's kind, where there is one.
        kind: Option<Kind> = "Option::is_none",
        /// The title's language (BCP 47), where it is another than the catalogue's first.
        lang: Option<String> = "Option::is_none",
    }

    /// One time at which something takes place.
    pub struct Occurrence {
        /// Local start in the event's own zone, `2024-11-07T17:00` or, by date only, `2024-11-07`.
        local: String,
        /// Local end, where the source gives one.
        local_end: Option<String> = "Option::is_none",
        /// IANA zone of `local`: `America/Los_Angeles`.
        zone: String,
        /// Start in minutes since 1970-01-01T00:00Z; the start of the local day when by date only.
        start: i64,
        /// End in minutes since 1970-01-01T00:00Z: as the source gives it, else by
        /// `assumed_minutes` of `catalog.toml`; the end of the local day when by date only.
        end: i64,
        /// Whether a time of day is known.
        timed: bool,
        /// Whether `end` is the source's (true) or assumed (false).
        end_known: bool = "std::ops::Not::not",
        /// The source's own words: `Thursday, Nov. 7 at 5pm PT/ 8pm ET`.
        words: Option<String> = "Option::is_none",
    }

    /// A run of days, both included.
    pub struct Span {
        /// First day, `2024-10-22`.
        from: String,
        /// Last day.
        to: String,
        /// Start of the first day in minutes since 1970-01-01T00:00Z, in the catalogue's zone.
        start: i64,
        /// End of the last day in minutes since 1970-01-01T00:00Z.
        end: i64,
        /// The source's own words.
        words: Option<String> = "Option::is_none",
    }

    /// An organisation and what it does for the record.
    pub struct Host {
        /// The organisation.
        org: Reference,
        /// What it does.
        role: HostRole,
    }

    /// A person (or an unnamed group of an organisation) and their role.
    pub struct Person {
        /// The name; the organisation's name where the source names nobody.
        name: String,
        /// What they do for the record.
        role: PersonRole,
        /// Their position as the source writes it: `Editor In Chief`.
        title: Option<String> = "Option::is_none",
        /// Their organisation.
        org: Option<Reference> = "Option::is_none",
        /// Whether `name` is an organisation and no person is named.
        group: bool = "std::ops::Not::not",
    }

    /// A place in a series.
    pub struct SeriesPart {
        /// The series' record id.
        id: String,
        /// The series' title.
        title: String,
        /// Number of this part, from 1.
        part: Option<u32> = "Option::is_none",
        /// How many parts the source says there are.
        total: Option<u32> = "Option::is_none",
    }

    /// A typed relation as the record's page shows it.
    pub struct Relation {
        /// How `to` relates to the record whose page this is.
        kind: RelationKind,
        /// The other record.
        to: Reference,
    }

    /// The same text at another publisher.
    pub struct OutsideCopy {
        /// The publisher.
        at: Reference,
        /// The copy's address.
        url: Option<String> = "Option::is_none",
    }

    /// Something cited that is not a record.
    pub struct Cited {
        /// Its title or description.
        title: String,
        /// Its address.
        url: Option<String> = "Option::is_none",
    }

    /// A labelled address.
    pub struct Link {
        /// What the link is.
        label: String,
        /// Where it leads.
        url: String,
    }

    /// What is known of a picture.
    pub struct Image {
        /// What it shows.
        alt: Option<String> = "Option::is_none",
        /// Whom to credit.
        credit: Option<String> = "Option::is_none",
    }

    /// Thanks to somebody.
    pub struct Credit {
        /// Who.
        to: Reference,
        /// For what.
        r#for: Option<String> = "Option::is_none",
    }

    /// Something the editor says about the record itself.
    pub struct Note {
        /// What sort of remark it is.
        kind: NoteKind,
        /// One plain sentence.
        text: String,
    }

    /// Where a record's facts come from.
    pub struct SourceNote {
        /// The document's title.
        title: String,
        /// Its publisher.
        publisher: Option<Reference> = "Option::is_none",
        /// The catalogue's own record of the document, where there is one.
        record: Option<Reference> = "Option::is_none",
        /// Its address.
        url: Option<String> = "Option::is_none",
        /// Its date, or absent where it has none.
        date: Option<PartialDate> = "Option::is_none",
        /// How the date is known, or why it is not.
        date_note: Option<String> = "Option::is_none",
    }
}

/// A date as precise as is known: `2024`, `2024-11` or `2024-11-07`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "kept", derive(bitcode::Encode, bitcode::Decode))]
#[serde(transparent)]
pub struct PartialDate(pub String);

/// What an organisation does for a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "kept", derive(bitcode::Encode, bitcode::Decode))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the roles are the documentation")]
pub enum HostRole {
    Host,
    Convener,
    Partner,
    Publisher,
    Producer,
}

/// What a person does for a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "kept", derive(bitcode::Encode, bitcode::Decode))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the roles are the documentation")]
pub enum PersonRole {
    Author,
    Host,
    Guest,
    Interviewer,
    Interviewee,
    Speaker,
    Facilitator,
    Illustrator,
    Leader,
    Contributor,
}

/// How the other record relates to this one, read as "this record has `kind`: that one".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "kept", derive(bitcode::Encode, bitcode::Decode))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each pair is named in both directions")]
pub enum RelationKind {
    RecordingOf,
    Recording,
    PartOf,
    Part,
    About,
    AboutThis,
    ReplyTo,
    Reply,
    Cites,
    CitedBy,
    TranslationOf,
    Translation,
    MemberOf,
    Member,
    Mentions,
    MentionedBy,
    InCollection,
    Contains,
    Continues,
    ContinuedBy,
}

/// What sort of remark a [`Note`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "kept", derive(bitcode::Encode, bitcode::Decode))]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// The editor concluded it; the source does not say it.
    Inferred,
    /// The source contradicts itself.
    Conflict,
    /// The source leaves it out.
    Missing,
    /// Anything else.
    Note,
}
