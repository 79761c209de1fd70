//! Which language a text is in, and whether it is in two.
//!
//! Only asked where the source is silent, and only believed where the text is long enough; the answer is
//! marked as concluded. The recognition is `whatlang`'s.

use whatlang::{Detector, Lang};

/// Fewest characters of a text whose language is asked for: below it the answer is chance.
const FEWEST: usize = 200;

/// Fewest characters of one paragraph, where only the catalogue's languages come into question.
const FEWEST_OF_PARAGRAPH: usize = 60;

/// The language of a text as a tag, if it is long enough to tell.
pub fn of(text: &str) -> Option<&'static str> {
    if text.chars().count() < FEWEST {
        return None;
    }
    let known = TAGS.iter().map(|(lang, _)| *lang).collect();
    let info = Detector::with_allowlist(known).detect(text)?;
    info.is_reliable().then(|| tag(info.lang())).flatten()
}

/// The languages of a text's paragraphs, of those in question, each with at least a fifth of the
/// text; none or one where it is in one language.
pub fn several(paragraphs: &[String], among: &[String]) -> Vec<&'static str> {
    let known: Vec<Lang> = TAGS
        .iter()
        .filter(|(_, tag)| among.iter().any(|have| have.split('-').next() == Some(tag)))
        .map(|(lang, _)| *lang)
        .collect();
    if known.len() < 2 {
        return Vec::new();
    }
    let detector = Detector::with_allowlist(known);
    let mut lengths: Vec<(Lang, usize)> = Vec::new();
    for paragraph in paragraphs {
        let length = paragraph.chars().count();
        let Some(info) = detector.detect(paragraph) else {
            continue;
        };
        if length < FEWEST_OF_PARAGRAPH || !info.is_reliable() {
            continue;
        }
        match lengths.iter_mut().find(|(lang, _)| *lang == info.lang()) {
            Some((_, sum)) => *sum += length,
            None => lengths.push((info.lang(), length)),
        }
    }
    let all: usize = lengths.iter().map(|(_, length)| length).sum();
    lengths
        .into_iter()
        .filter(|(_, length)| *length >= FEWEST && length * 5 >= all)
        .filter_map(|(lang, _)| tag(lang))
        .collect()
}

/// The tag of a language that is named in English, in itself, or in one of the languages that tables are headed in:
/// `Spanish`, `español` and `Spanisch` are `es`.
pub fn named(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    let elsewhere = || ELSEWHERE.iter().find(|(names, _)| names.contains(&&*name));
    TAGS.iter()
        .find(|(lang, _)| {
            lang.eng_name().to_lowercase() == name || lang.name().to_lowercase() == name
        })
        .or_else(|| {
            TAGS.iter()
                .find(|(_, tag)| elsewhere().is_some_and(|(_, of)| of == tag))
        })
        .map(|(_, tag)| *tag)
}

/// What German, French and Spanish call the languages that are met most.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (&["englisch", "anglais", "inglés", "ingles"], "en"),
    (&["spanisch", "espagnol", "castellano"], "es"),
    (&["französisch", "francés", "frances"], "fr"),
    (&["allemand", "alemán", "aleman"], "de"),
    (&["portugiesisch", "portugais", "portugués"], "pt"),
    (&["italienisch", "italien", "italiano"], "it"),
    (&["arabisch", "arabe", "árabe"], "ar"),
    (&["türkisch", "turc", "turco"], "tr"),
    (&["russisch", "russe", "ruso"], "ru"),
    (&["ukrainisch", "ukrainien", "ucraniano"], "uk"),
    (&["polnisch", "polonais", "polaco"], "pl"),
    (&["chinesisch", "chinois", "chino"], "zh"),
];

fn tag(lang: Lang) -> Option<&'static str> {
    TAGS.iter()
        .find(|(have, _)| *have == lang)
        .map(|(_, tag)| *tag)
}

/// ISO 639-1 codes of the languages that can be recognized (the recognizer has those of ISO 639-3).
const TAGS: &[(Lang, &str)] = &[
    (Lang::Eng, "en"),
    (Lang::Spa, "es"),
    (Lang::Fra, "fr"),
    (Lang::Por, "pt"),
    (Lang::Deu, "de"),
    (Lang::Ita, "it"),
    (Lang::Nld, "nl"),
    (Lang::Cat, "ca"),
    (Lang::Pol, "pl"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Ara, "ar"),
    (Lang::Heb, "he"),
    (Lang::Pes, "fa"),
    (Lang::Tur, "tr"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Vie, "vi"),
    (Lang::Tgl, "tl"),
    (Lang::Hin, "hi"),
    (Lang::Ben, "bn"),
    (Lang::Urd, "ur"),
    (Lang::Pan, "pa"),
    (Lang::Ell, "el"),
    (Lang::Swe, "sv"),
    (Lang::Dan, "da"),
    (Lang::Nob, "nb"),
    (Lang::Fin, "fi"),
    (Lang::Ces, "cs"),
    (Lang::Hun, "hu"),
    (Lang::Ron, "ro"),
    (Lang::Bul, "bg"),
    (Lang::Srp, "sr"),
    (Lang::Hrv, "hr"),
    (Lang::Epo, "eo"),
    (Lang::Ind, "id"),
    (Lang::Tha, "th"),
    (Lang::Amh, "am"),
    (Lang::Yid, "yi"),
];

#[cfg(test)]
mod tests {
    use super::{named, of, several};

    const ENGLISH: &str = "We are calling for an assembly of all who want to take part in the work of the months ahead, and we ask everyone to bring what they have learned in their own neighborhoods, workplaces and schools. ";
    const SPANISH: &str = "Llamamos a una asamblea de todas las personas que quieran participar en el trabajo de los próximos meses, y pedimos a cada una que traiga lo que ha aprendido en su barrio, en su trabajo y en su escuela. ";

    #[test]
    fn long_texts_have_a_language() {
        assert_eq!(of(&ENGLISH.repeat(2)), Some("en"));
        assert_eq!(of(&SPANISH.repeat(2)), Some("es"));
        assert_eq!(of("Hola"), None);
        assert_eq!(named("spanish"), Some("es"));
        for name in ["español", "Español", "espagnol", "Spanisch"] {
            assert_eq!(named(name), Some("es"), "{name}");
        }
        assert_eq!(named("Klingon"), None);
    }

    #[test]
    fn a_text_in_two_languages_is_noticed() {
        let both = [ENGLISH.repeat(2), SPANISH.repeat(2)];
        let among = ["en".to_owned(), "es".to_owned()];
        assert_eq!(several(&both, &among), ["en", "es"]);
        assert_eq!(several(&both[..1], &among), ["en"]);
    }
}
