//! Which year a date means that names none.

use super::{Day, Mention};
use jiff::civil::Date;

/// From what the year of a text follows, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The text says when it was published.
    Published,
    /// Whoever imports the text said it.
    Told,
    /// The weekdays of the text's dates fit it, so many of so many; it is the nearest such year to today.
    Weekdays(usize, usize),
    /// Nothing says it; it is the year for which the text's first date is nearest to today.
    Nearest,
}

/// A day about which the dates of a text lie, and how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Dates without a year mean their occurrence nearest to it.
    pub about: Date,
    /// From what it follows.
    pub basis: Basis,
}

/// How many years before today an undated text may be.
const OLDEST: i16 = 30;

/// The anchor of a text with these mentions. `published` is the day the text gives for itself, `told` the
/// year that whoever imports it gave, `today` the day of the import.
pub fn anchor<'m>(
    mentions: impl Iterator<Item = &'m Mention>,
    published: Option<Date>,
    told: Option<i16>,
    today: Date,
) -> Anchor {
    if let Some(about) = published {
        return Anchor {
            about,
            basis: Basis::Published,
        };
    }
    let days: Vec<(Day, Option<jiff::civil::Weekday>)> = mentions
        .filter_map(|mention| Some((mention.day?, mention.weekday)))
        .collect();
    let unsaid = || days.iter().filter(|(day, _)| day.year.is_none());
    let first = unsaid().next().or(days.first()).map(|(day, _)| *day);
    let in_year = |year: i16| {
        let (month, day) = first.map_or((7, 1), |day| (day.month, day.day.min(28)));
        Date::new(year, month, day).ok()
    };
    if let Some(about) = told.and_then(in_year) {
        return Anchor {
            about,
            basis: Basis::Told,
        };
    }
    let said = unsaid().filter(|(_, weekday)| weekday.is_some()).count();
    let mut best: Option<(usize, i64, Date)> = None;
    for year in (today.year() - OLDEST)..=(today.year() + 1) {
        let Some(about) = in_year(year) else { continue };
        let fitting = unsaid()
            .filter(|(day, weekday)| {
                weekday.is_some() && date(*day, about).map(Date::weekday) == *weekday
            })
            .count();
        let away = (about.duration_since(today)).as_hours().abs();
        let better = best
            .is_none_or(|(most, nearest, _)| fitting > most || fitting == most && away < nearest);
        if better {
            best = Some((fitting, away, about));
        }
    }
    match best {
        Some((fitting @ 1.., _, about)) => Anchor {
            about,
            basis: Basis::Weekdays(fitting, said),
        },
        Some((_, _, about)) => Anchor {
            about,
            basis: Basis::Nearest,
        },
        None => Anchor {
            about: today,
            basis: Basis::Nearest,
        },
    }
}

/// The date that a day means in a text about that time; `None` when no such day exists there.
pub fn date(day: Day, about: Date) -> Option<Date> {
    if let Some(year) = day.year {
        return Date::new(year, day.month, day.day).ok();
    }
    // The 29th of February takes part as the 28th, so that a year without it gives no date and not another year.
    let (near, _) = (-1..=1)
        .filter_map(|off| {
            let year = about.year().checked_add(off)?;
            Some((year, Date::new(year, day.month, day.day.min(28)).ok()?))
        })
        .min_by_key(|(_, date)| date.duration_since(about).as_hours().abs())?;
    Date::new(near, day.month, day.day).ok()
}
