//! Common slips in settings, told by the line in which reading stopped: a colon for the sign of equality, a comment as other
//! languages have it, a quotation mark too few or too many. The parser says what it expected there.
//!
//! Not here: slips in front matter (`yaml::slips`), whether a text can be read (the parser knows).

/// A slip: what is wrong in words that need no TOML, how it is mended, and whether what follows may be misread because of it.
pub(super) type Slip = (String, String, bool);

/// The slip in a line, of which `at` characters were read.
pub(super) fn of(line: &str, at: usize, message: &str) -> Option<Slip> {
    let told = |what: &str, fix: &str| Some((what.to_owned(), fix.to_owned(), false));
    let begins = line.trim_start();
    if message.starts_with("carriage return") {
        return Some((
            "lines end with CR alone, which no other program takes for an end".to_owned(),
            "save it with line ends LF (Unix) or CR LF (Windows)".to_owned(),
            true,
        ));
    }
    if ["//", "--", ";", "/*"]
        .iter()
        .any(|sign| begins.starts_with(sign))
    {
        return told(
            "a comment begins with another sign here",
            "write `#` before it",
        );
    }
    let read: String = line.chars().take(at).collect();
    let read = read.trim_end();
    if read.ends_with(':') && !read.contains(['"', '\'']) {
        return Some(colon(line, read.chars().count() - 1));
    }
    let sign = line.chars().nth(at);
    if sign == Some(':') && message.contains("key") {
        return Some(colon(line, at));
    }
    if message.contains("escape") || message.contains("unicode") {
        let fix = "write `\\\\` for one, or put the text between '...' instead of \"...\"";
        return told("`\\` means something of its own in a text", fix);
    }
    let count = |mark: &str| line.matches(mark).count();
    let is_open = line.contains(['{', '[']);
    let (double, single) = (count("\"") - count("\\\""), count("'"));
    if double % 2 == 1 && single == 0 {
        let fix = "put `\"` before and behind each text, and write `\\\"` for one within it";
        return Some((
            "a quotation mark is missing in this line, or too many".to_owned(),
            fix.to_owned(),
            is_open,
        ));
    }
    if single % 2 == 1 && double == 0 {
        return Some((
            "a text between '...' has one ' too few or too many".to_owned(),
            "write it as \"...\", within which ' may stand".to_owned(),
            is_open,
        ));
    }
    let before = at.checked_sub(1).and_then(|at| line.chars().nth(at));
    match (before, sign) {
        (Some('"' | '\'' | ']' | '}'), Some(sign @ (';' | ','))) if !is_open => {
            let what = format!("`{sign}` stands behind the value, where nothing may");
            Some((what, "delete it".to_owned(), false))
        }
        (Some('"'), Some(sign)) if sign.is_alphanumeric() => told(
            "a quotation mark within a text is taken for its end",
            "write `\\\"` for one within a text",
        ),
        (Some(' ' | '\t'), Some(_)) if message.starts_with("unexpected key or value") => told(
            "a second key, or something else, stands behind the value",
            "give each key a line of its own, and write `#` before a comment",
        ),
        _ => None,
    }
}

/// What stands as `key: value`, as front matter has it.
fn colon(line: &str, at: usize) -> Slip {
    let what = "settings have `=` between a key and its value, and no colon".to_owned();
    let cut = line
        .char_indices()
        .nth(at)
        .map_or(line.len(), |(byte, _)| byte);
    let (key, rest) = line.split_at_checked(cut).unwrap_or((line, ""));
    let value = rest.trim_start_matches(':').trim();
    let is_written = value.starts_with(['"', '\'', '[', '{']);
    let fix = if key.contains(['{', '[', '=']) {
        "write `=` instead of `:`".to_owned()
    } else if value.is_empty() {
        format!(
            "write `{} = \"...\"`, or `{{ en = \"...\" }}` for a text in each language",
            key.trim()
        )
    } else if is_written || matches!(value, "true" | "false") {
        format!("write `{} = {value}`", key.trim())
    } else {
        format!("write `{} = \"{value}\"`", key.trim())
    };
    (what, fix, false)
}
