//! Ids from titles and file names: `a-z`, `0-9` and hyphens, so that they can stand in an address.

/// Longest id in bytes; file systems allow 255, addresses are read by people.
const LONGEST: usize = 80;

/// The id that a title or a file name suggests; `item` when nothing of it can stand in one.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            // As `ä` is one sign or two, so that a file's name gives the same on every disk.
            _ if c == '\u{308}' && out.ends_with(['a', 'o', 'u']) => out.push('e'),
            Some(letters) => out.push_str(letters),
            None if c.is_ascii_alphanumeric() => out.push(c),
            // What stands within a word is left out: `Wet’suwet’en` is one word.
            None if matches!(c, '\'' | '’' | '‘') => {}
            None => {
                if !out.is_empty() && !out.ends_with('-') {
                    out.push('-');
                }
            }
        }
    }
    if out.len() > LONGEST {
        let cut = out.get(..LONGEST).unwrap_or(&out);
        let cut = cut
            .rfind('-')
            .filter(|at| *at > LONGEST / 2)
            .and_then(|at| cut.get(..at))
            .unwrap_or(cut);
        out = cut.to_owned();
    }
    let out = out.trim_matches('-');
    if out.is_empty() {
        "item".to_owned()
    } else {
        out.to_owned()
    }
}

/// Latin letters without their marks, as the languages of most catalogues have them.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ł' | 'ľ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' | 'ő' => "o",
        'ö' | 'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        // Marks that stand behind their letter: that of a Turkish capital, and all of names that a Mac wrote.
        '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn ids_are_what_addresses_allow() {
        for (title, id) in [
            (
                "An Anarchist Call for Post-election Mobilization",
                "an-anarchist-call-for-post-election-mobilization",
            ),
            (
                "Statement of solidarity with the Wet’suwet’en people",
                "statement-of-solidarity-with-the-wetsuweten-people",
            ),
            (
                "Call to #OccupyICENYC / Llamada a Ocupar ICE",
                "call-to-occupyicenyc-llamada-a-ocupar-ice",
            ),
            ("Documento de Organización", "documento-de-organizacion"),
            (
                "Unio\u{301}n para Mu\u{308}nchen, Franc\u{327}ais",
                "union-para-muenchen-francais",
            ),
            ("  ", "item"),
            ("Закон", "item"),
            ("../../etc/passwd", "etc-passwd"),
        ] {
            assert_eq!(slug(title), id);
        }
        assert!(slug(&"word ".repeat(100)).len() <= 80);
        assert_eq!(slug(&"x".repeat(100)).len(), 80);
    }
}
