//! The interface's words. A language is one file that fills [`Words`]; a word that is missing does
//! not compile. Labels of facets and kinds are the catalogue's, not the interface's.

mod en;
mod es;

use callboard_model::{ActionKind, HostRole, NoteKind, PersonRole, RelationKind};

/// Everything the interface says in one language.
pub struct Words {
    /// BCP 47 tag.
    pub tag: &'static str,
    /// The language's own name.
    pub own_name: &'static str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// A number as `Intl.NumberFormat` writes it in this language.
    pub number: fn(u32) -> String,
    pub search: &'static str,
    pub placeholder: &'static str,
    pub skip: &'static str,
    pub results: fn(u32) -> String,
    pub loading: &'static str,
    pub filters: &'static str,
    pub show_results: fn(u32) -> String,
    pub close: &'static str,
    pub clear_all: &'static str,
    pub remove: fn(&str) -> String,
    pub show_all: fn(u32) -> String,
    pub show_fewer: &'static str,
    /// First day that counts, and first day after it that does not.
    pub dates: [&'static str; 2],
    pub sort: &'static str,
    pub sorts: [&'static str; 3],
    pub view: &'static str,
    pub views: [&'static str; 4],
    /// Name of the list of everything that has dates.
    pub agenda: &'static str,
    /// Heading of hits that are in none of the groups above.
    pub others: &'static str,
    /// Between how many of a group are shown and how many there are.
    pub of: &'static str,
    pub more: &'static str,
    pub did_you_mean: &'static str,
    pub nothing: fn(&str) -> String,
    pub nothing_filtered: &'static str,
    pub nothing_dated: &'static str,
    pub way_out: &'static str,
    pub browse_all: &'static str,
    pub without_filters: &'static str,
    pub spelling: &'static str,
    pub some_words: &'static str,
    pub ignored: fn(&str, &str) -> String,
    pub featured: &'static str,
    pub next_calls: &'static str,
    pub no_upcoming: &'static str,
    pub last_was: &'static str,
    pub meanwhile: &'static str,
    pub browse_sections: &'static str,
    pub browse_kinds: &'static str,
    pub as_of: fn(&str) -> String,
    pub show_now: &'static str,
    pub now: &'static str,
    pub past: &'static str,
    pub upcoming: &'static str,
    pub your_time: fn(&str) -> String,
    pub until: fn(&str) -> String,
    pub no_end: &'static str,
    pub date_only: &'static str,
    pub to_calendar: &'static str,
    pub recording: &'static str,
    pub no_link: &'static str,
    pub back_to_catalogue: &'static str,
    pub back_to_results: &'static str,
    pub when: &'static str,
    pub runs: &'static str,
    pub published: &'static str,
    pub source_words: &'static str,
    pub what_to_do: &'static str,
    pub who: &'static str,
    pub part_of_total: fn(u32, u32) -> String,
    pub part: fn(u32) -> String,
    pub previous: &'static str,
    pub next: &'static str,
    pub all_parts: &'static str,
    pub languages: &'static str,
    pub also_in: &'static str,
    pub also_known: &'static str,
    pub hashtags: &'static str,
    pub also_at: &'static str,
    pub republished: &'static str,
    pub links: &'static str,
    pub cites_outside: &'static str,
    pub picture: &'static str,
    pub picture_credit: &'static str,
    pub thanks: &'static str,
    pub cadence: &'static str,
    pub updates: &'static str,
    pub about_record: &'static str,
    pub notes: fn(NoteKind) -> &'static str,
    pub source: &'static str,
    pub source_date: &'static str,
    pub checked: &'static str,
    pub not_known: &'static str,
    pub related: &'static str,
    pub copy_link: &'static str,
    pub copied: &'static str,
    pub not_copied: &'static str,
    pub copy_citation: &'static str,
    pub report: &'static str,
    pub embed: &'static str,
    pub private: &'static str,
    pub records: fn(u32) -> String,
    pub actions: fn(ActionKind) -> &'static str,
    pub texting: fn(&str, &str) -> String,
    pub host_roles: fn(HostRole) -> &'static str,
    pub person_roles: fn(PersonRole) -> &'static str,
    pub relations: fn(RelationKind) -> &'static str,
    pub no_record: &'static str,
    pub failure: fn(&str) -> &'static str,
    pub retry: &'static str,
    pub language: &'static str,
    pub found: fn(&str) -> String,
    pub suggestions: &'static str,
    pub recent: &'static str,
    pub forget_searches: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub not_saved: &'static str,
    pub nothing_saved: &'static str,
    pub how_to_save: &'static str,
    pub forget_saved: &'static str,
    pub share: &'static str,
    pub print: &'static str,
    pub copy: &'static str,
    pub write: &'static str,
    pub suggest: &'static str,
    pub suggest_how: &'static str,
    pub report_how: &'static str,
    pub why: &'static str,
    pub why_title: &'static str,
    pub why_how: fn(&str) -> &'static str,
    pub why_in: &'static str,
    pub why_lacks: &'static str,
    pub why_near: &'static str,
    pub why_filters: &'static str,
    /// What the engine's fields are called; the name itself where it is another collection's.
    pub fields: for<'f> fn(&'f str) -> &'f str,
    pub quotes: (&'static str, &'static str),
}

/// Every language, the first is what remains when nothing fits.
pub const ALL: [&Words; 2] = [&en::WORDS, &es::WORDS];

/// The words of a tag (`es-MX` is Spanish), if there are any.
pub fn find(tag: &str) -> Option<&'static Words> {
    let base = tag.split(['-', '_']).next().unwrap_or("");
    ALL.into_iter()
        .find(|words| words.tag.eq_ignore_ascii_case(base))
}

/// The first of these wishes that there are words for.
pub fn choose<'t>(wishes: impl IntoIterator<Item = &'t str>) -> &'static Words {
    wishes.into_iter().find_map(find).unwrap_or(ALL[0])
}

#[cfg(test)]
mod tests {
    use super::{ALL, choose, find};
    use callboard_model::ActionKind;

    #[test]
    fn wishes_are_met_in_order() {
        assert_eq!(find("es-MX").map(|words| words.tag), Some("es"));
        assert_eq!(find("eo").map(|words| words.tag), None);
        assert_eq!(choose(["eo", "ES", "en"]).tag, "es");
        assert_eq!(choose([]).tag, "en");
    }

    /// The page's section about privacy and offline use has its words in files of its own, loaded when it is.
    #[test]
    fn every_language_has_the_words_of_the_device() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("device");
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        let keys = |tag: &str| -> Vec<String> {
            let text = read(&format!("callboard-device-words-{tag}.js"));
            let key = |line: &str| {
                let (key, _) = line.trim_start().split_once(':')?;
                let indent = line.len() - line.trim_start().len();
                let is_key = key.chars().all(|c| c.is_ascii_alphabetic()) && indent <= 4;
                is_key.then(|| format!("{indent} {key}"))
            };
            text.lines().filter_map(key).collect()
        };
        let section = read("callboard-device-section.js");
        let expected = keys(ALL[0].tag);
        assert!(expected.len() > 30, "{expected:?}");
        for words in ALL {
            assert_eq!(keys(words.tag), expected, "{}", words.tag);
            let import = format!("import {} from", words.tag);
            assert!(section.contains(&import), "{import}");
        }
    }

    /// As a browser has them: `new Intl.NumberFormat(tag).format(n)`.
    #[test]
    fn numbers_are_those_of_the_language() {
        for (number, en, es) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1200, "1,200", "1200"),
            (9999, "9,999", "9999"),
            (10_000, "10,000", "10.000"),
            (123_456, "123,456", "123.456"),
            (1_234_567, "1,234,567", "1.234.567"),
            (u32::MAX, "4,294,967,295", "4.294.967.295"),
        ] {
            let made = ["en", "es"].map(|tag| (choose([tag]).number)(number));
            assert_eq!(made, [en, es]);
        }
        assert_eq!((choose(["en"]).results)(1200), "1,200 results");
        assert_eq!((choose(["es"]).show_all)(12_000), "Ver los 12.000");
    }

    #[test]
    fn counts_have_a_singular() {
        for words in ALL {
            assert_ne!((words.results)(1), (words.results)(2).replace('2', "1"));
            assert!((words.results)(0).len() > 3);
            assert!(
                ActionKind::ALL
                    .iter()
                    .all(|kind| !(words.actions)(*kind).is_empty())
            );
        }
    }
}
