//! Days of the month in a source's own words, beside the date of `start`: what [`when`](super::when) asks of words.
//!
//! Not here: reading days out of words (`callboard_importer::dates`), days of the week ([`weekday_words`](super::weekday_words)),
//! times of day ([`clock_words`](super::clock_words)).

use callboard_importer::dates::{Day, mentions};
use jiff::civil::Date;

/// Whether the words name days, and none of these dates is one of them or lies between the first and the last.
pub fn contradict(words: &str, dates: &[Date]) -> bool {
    let mut days: Vec<Day> = Vec::new();
    for mention in mentions(words) {
        days.extend(mention.day);
        days.extend(mention.until);
    }
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return false;
    };
    let fits = |date: &Date| {
        let is_day = days.iter().any(|day| is(day, *date));
        is_day || (days.len() > 1 && is_between(first, last, *date))
    };
    !dates.iter().any(fits)
}

fn is(day: &Day, date: Date) -> bool {
    let same = |month, of_month| month == date.month() && of_month == date.day();
    day.year.is_none_or(|year| year == date.year())
        && (same(day.month, day.day) || (day.either_order && same(day.day, day.month)))
}

/// Whether a date lies between two days, the second of which may be in the next year.
fn is_between(first: &Day, last: &Day, date: Date) -> bool {
    let on = |day: &Day, year: i16| (day.year.unwrap_or(year), day.month, day.day);
    let at = (date.year(), date.month(), date.day());
    let (from, to) = (on(first, date.year()), on(last, date.year()));
    match from <= to {
        true => from <= at && at <= to,
        false => from <= at || at <= to,
    }
}

#[cfg(test)]
mod tests {
    use super::contradict;

    #[test]
    fn other_days_than_the_date_contradict_it() {
        let date = jiff::civil::date(2024, 11, 7);
        for words in [
            "Nov. 7 at 5pm PT/ 8pm ET",
            "Thursday, November 7th, 2024",
            "jueves 7 de noviembre",
            "11/7 or 7/11",
            "7/11/2024",
            "Oct 22-Nov 19",
            "Tuesdays from Dec. 10 to Feb. 3 and Nov. 7",
            "Weds., Nov. 6 and Fri., Nov. 8",
            "every first Thursday at 7pm",
            "text 30403",
            "",
        ] {
            assert!(!contradict(words, &[date]), "{words}");
        }
        for words in [
            "Nov. 8 at 5pm PT/ 8pm ET",
            "November 7th, 2023",
            "7 de octubre",
            "Friday, Nov. 8",
            "Nov 12-19",
        ] {
            assert!(contradict(words, &[date]), "{words}");
        }
        // One moment, two days.
        assert!(!contradict(
            "Nov. 6 at 11pm PT",
            &[date, date.yesterday().unwrap()]
        ));
    }
}
