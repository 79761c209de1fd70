//! Names of weekdays, months and languages in the languages of the interface, as the Unicode CLDR has them (release 46,
//! gregorian calendar, format abbreviated and wide; language display names).
//!
//! A language that is missing here reads in English, as everywhere in the interface.

/// Months of a year.
pub const MONTHS: usize = 12;

/// How one language names days and months.
pub struct Names {
    /// BCP 47 tag.
    pub tag: &'static str,
    /// Abbreviated, from Sunday.
    pub weekdays: [&'static str; 7],
    /// Abbreviated, from January.
    pub short_months: [&'static str; MONTHS],
    /// In full.
    pub long_months: [&'static str; MONTHS],
}

const ENGLISH: Names = Names {
    tag: "en",
    weekdays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
    short_months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    long_months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

const SPANISH: Names = Names {
    tag: "es",
    weekdays: ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
    short_months: [
        "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic",
    ],
    long_months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
};

/// The names of a language of the interface.
pub fn names(lang: &str) -> &'static Names {
    match lang {
        "es" => &SPANISH,
        _ => &ENGLISH,
    }
}

/// Tag, name in English, name in Spanish.
const LANGUAGES: [(&str, &str, &str); 30] = [
    ("am", "Amharic", "amárico"),
    ("ar", "Arabic", "árabe"),
    ("bn", "Bangla", "bengalí"),
    ("de", "German", "alemán"),
    ("en", "English", "inglés"),
    ("es", "Spanish", "español"),
    ("fa", "Persian", "persa"),
    ("fil", "Filipino", "filipino"),
    ("fr", "French", "francés"),
    ("gu", "Gujarati", "guyaratí"),
    ("he", "Hebrew", "hebreo"),
    ("hi", "Hindi", "hindi"),
    ("hmn", "Hmong", "hmong"),
    ("ht", "Haitian Creole", "criollo haitiano"),
    ("it", "Italian", "italiano"),
    ("ja", "Japanese", "japonés"),
    ("km", "Khmer", "jemer"),
    ("ko", "Korean", "coreano"),
    ("ne", "Nepali", "nepalí"),
    ("pa", "Punjabi", "punyabí"),
    ("pl", "Polish", "polaco"),
    ("pt", "Portuguese", "portugués"),
    ("ru", "Russian", "ruso"),
    ("so", "Somali", "somalí"),
    ("sw", "Swahili", "suajili"),
    ("tl", "Filipino", "filipino"),
    ("uk", "Ukrainian", "ucraniano"),
    ("ur", "Urdu", "urdu"),
    ("vi", "Vietnamese", "vietnamita"),
    ("zh", "Chinese", "chino"),
];

/// What a language is called in a language of the interface; `None` where it is not among those listed here.
pub fn language_name(tag: &str, lang: &str) -> Option<&'static str> {
    let (_, english, spanish) = LANGUAGES.iter().find(|(have, ..)| *have == tag)?;
    Some(if lang == "es" { spanish } else { english })
}
