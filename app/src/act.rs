//! What a reader does on the page, as data: elements carry it in `data-` attributes, one listener reads it.

/// A deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Choose a facet's value, or take the choice back.
    Toggle(String, String),
    /// Take all choices back.
    ClearFilters,
    /// Search for this text instead.
    Text(String),
    /// Leave everything that was searched and chosen.
    Home,
    /// Show more hits.
    More,
    /// Show all values of a facet, or fewer again.
    AllValues(String),
    /// Leave the moment that the address names.
    Now,
    /// Speak this language.
    Language(String),
    /// Open or close the sheet of filters.
    Sheet(bool),
    /// Copy this text and the page's address.
    Copy(String),
    /// Copy this text alone.
    CopyText(String),
    /// Take this of what the list below the field offers, from 0.
    Choose(usize),
    /// Save this record on the device, or no longer.
    Save(String),
    /// Forget everything that was saved.
    ForgetSaved,
    /// Hand this title and the page's address to another program of the device.
    Share(String),
    /// Print what is shown.
    Print,
    /// Say why each hit was found, or no longer.
    Explain,
    /// Try again what failed.
    Retry,
    /// Move to the results.
    Skip,
}

impl Act {
    /// The deed with this name, facet and value.
    pub fn read(name: &str, facet: &str, value: &str) -> Option<Act> {
        Some(match name {
            "toggle" => Act::Toggle(facet.to_owned(), value.to_owned()),
            "clear" => Act::ClearFilters,
            "text" => Act::Text(value.to_owned()),
            "home" => Act::Home,
            "more" => Act::More,
            "values" => Act::AllValues(facet.to_owned()),
            "now" => Act::Now,
            "lang" => Act::Language(value.to_owned()),
            "sheet" => Act::Sheet(value == "open"),
            "copy" => Act::Copy(value.to_owned()),
            "copy-text" => Act::CopyText(value.to_owned()),
            "choose" => Act::Choose(value.parse().ok()?),
            "save" => Act::Save(value.to_owned()),
            "forget" => Act::ForgetSaved,
            "share" => Act::Share(value.to_owned()),
            "print" => Act::Print,
            "explain" => Act::Explain,
            "retry" => Act::Retry,
            "skip" => Act::Skip,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Act;

    #[test]
    fn deeds_are_read_from_attributes() {
        assert_eq!(
            Act::read("toggle", "kind", "event"),
            Some(Act::Toggle("kind".into(), "event".into()))
        );
        assert_eq!(Act::read("sheet", "", "open"), Some(Act::Sheet(true)));
        assert_eq!(Act::read("choose", "", "1"), Some(Act::Choose(1)));
        assert_eq!(Act::read("choose", "", "x"), None);
        assert_eq!(Act::read("else", "", ""), None);
    }
}
