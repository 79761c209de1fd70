//! Lines that begin with a time below a line that is a day, as programmes have them: `Saturday 11/9`, and below it
//! `10am: Canvass`. Each is an item with that day in front of it.
//!
//! A step between a page and its outline, behind announcements of several lines. Not here: lines that say their own day.

use crate::dates;
use crate::page::{Line, Role};

/// What parts a time from what takes place then.
const BEHIND_TIME: &[&str] = &[": ", " – ", " — ", " - ", " | ", ", "];

/// Most bytes of a time that something follows, zones included.
const LONGEST_TIME: usize = 40;

/// The lines of a page, those of a day with the day.
pub(super) fn with_days(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    // The place of the day that holds, if no line has taken it yet, and its words.
    let mut day: Option<(Option<usize>, String)> = None;
    for mut line in lines {
        if let Some(words) = is_day(&line) {
            day = Some((Some(out.len()), words.to_owned()));
            out.push(line);
            continue;
        }
        let is_timed = is_timed(&line);
        let ends = matches!(line.role, Role::Heading(_)) || line.apart || has_day(&line);
        match &mut day {
            Some((place, words)) if is_timed => {
                // What is left of the day stands in its lines.
                if let Some(place) = place.take() {
                    out.truncate(place);
                }
                let shift = words.len() + ", ".len();
                line.text = format!("{words}, {}", line.text);
                for link in &mut line.links {
                    link.range = link.range.start + shift..link.range.end + shift;
                }
                line.role = Role::Item;
                line.broken = false;
            }
            // Words below one of them may go on.
            Some((None, _)) if !ends => {}
            _ => day = None,
        }
        out.push(line);
    }
    out
}

/// The words of a line that is a day and nothing else.
fn is_day(line: &Line) -> Option<&str> {
    let words = line.text.trim_end_matches([':', ' ']);
    let mentions = dates::mentions(words);
    let [mention] = mentions.as_slice() else {
        return None;
    };
    let whole = mention.range == (0..words.len());
    let alone = mention.until.is_none() && mention.times.is_none();
    (whole && alone && mention.day.is_some()).then_some(words)
}

/// Whether a line begins with a time and says what takes place then, but no day.
pub(super) fn is_timed(line: &Line) -> bool {
    let text = line.text.as_str();
    let ends = BEHIND_TIME.iter().flat_map(|mark| {
        text.match_indices(mark)
            .map(|(at, _)| at)
            .take_while(|at| *at <= LONGEST_TIME)
    });
    let is_time = |end: usize| {
        text.get(..end)
            .is_some_and(|time| dates::times(time).is_some())
    };
    !matches!(line.role, Role::Heading(_)) && ends.into_iter().any(is_time) && !has_day(line)
}

fn has_day(line: &Line) -> bool {
    dates::mentions(&line.text)
        .iter()
        .any(|mention| mention.day.is_some() || mention.weekday.is_some())
}

#[cfg(test)]
mod tests {
    use super::with_days;
    use crate::page;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let lines = with_days(page::undated(text).lines);
        let found: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lines_have_the_day_above_them() {
        check(
            "Saturday 11/9\n10am: Canvass\nBring water.\n2pm ET – Rally\n\nSunday, Nov. 10:\n- 12pm: Potluck\n",
            &[
                "Saturday 11/9, 10am: Canvass",
                "Bring water.",
                "Saturday 11/9, 2pm ET – Rally",
                "Sunday, Nov. 10, 12pm: Potluck",
            ],
        );
    }

    #[test]
    fn what_is_not_below_a_day_stays() {
        for text in [
            "Saturday 11/9\nCanvass\n10am: Rally",
            "Saturday 11/9\n\nWords.\n\n10am: Rally",
            "Saturday 11/9 and more\n10am: Rally",
            "Saturday 11/9\nSunday: 10am",
            "Nov 9-11\n10am: Rally",
        ] {
            let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
            check(text, &lines);
        }
    }
}
