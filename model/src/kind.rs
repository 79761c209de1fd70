//! The closed list of kinds a record can be.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What a record is. The JSON, front matter and facet value are the name in kebab case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "kept", derive(bitcode::Encode, bitcode::Decode))]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind { $($(#[$doc])* $variant,)+ }

        impl Kind {
            /// Every kind, in the order in which lists offer them.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)+];

            /// The name used in front matter, facets and links: `podcast-episode`.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name,)+ }
            }

            /// The kind with exactly this name.
            pub fn from_name(name: &str) -> Option<Kind> {
                match name { $($name => Some(Kind::$variant),)+ _ => None }
            }
        }
    };
}

kinds! {
    /// Something people attend at a time: a call, a meeting, a gathering.
    Event = "event",
    /// An event that teaches a skill.
    Training = "training",
    /// Sound or video of something that has happened.
    Recording = "recording",
    /// A set of materials to act with.
    Toolkit = "toolkit",
    /// Advice to read.
    Guide = "guide",
    /// Findings of research.
    Report = "report",
    /// Something interactive.
    Tool = "tool",
    /// A map.
    Map = "map",
    /// One episode of a podcast.
    PodcastEpisode = "podcast-episode",
    /// A periodical sent or posted at a cadence.
    Newsletter = "newsletter",
    /// Organised work over a span of days, or an ongoing campaign.
    Campaign = "campaign",
    /// A call for volunteers.
    VolunteerCall = "volunteer-call",
    /// A call to sign or do something.
    CallToAction = "call-to-action",
    /// Help that people can ask for.
    Service = "service",
    /// A number to ring.
    Hotline = "hotline",
    /// A public position.
    Statement = "statement",
    /// A piece of writing.
    Article = "article",
    /// Anything else worth listing.
    Resource = "resource",
    /// A group, publisher, network or programme.
    Organization = "organization",
    /// Items that continue one another.
    Series = "series",
    /// A curated list.
    Collection = "collection",
}

impl Kind {
    /// Whether the kind is about the catalogue's structure (who, which series, which list) rather
    /// than an item in it.
    pub fn is_structure(self) -> bool {
        matches!(self, Kind::Organization | Kind::Series | Kind::Collection)
    }

    /// Whether readers want the soonest first (and the past last) rather than the newest first.
    pub fn is_scheduled(self) -> bool {
        matches!(self, Kind::Event | Kind::Training)
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn the_json_name_is_the_name() {
        for kind in Kind::ALL {
            let json = serde_json::to_string(kind).unwrap();
            assert_eq!(json, format!("\"{}\"", kind.name()));
            assert_eq!(Kind::from_name(kind.name()), Some(*kind));
        }
    }
}
