//! The grammar of days: `Weds., Nov. 20`, `November 7th, 2024`, `7 de noviembre`, `7. November`, `7 novembre`, `11/7/2024`,
//! `2024-11-07`, and spans and lists of them.

use super::{Day, Reader, Token};
use jiff::civil::Weekday;

type Said = (Option<Weekday>, Option<Day>, Option<Day>);

const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "enero", "ene", "januar", "jänner", "janvier", "janv",
    ],
    &[
        "february", "feb", "febrero", "februar", "février", "fevrier", "févr",
    ],
    &["march", "mar", "marzo", "märz", "mär", "mrz", "mars"],
    &["april", "apr", "abril", "abr", "avril", "avr"],
    &["may", "mayo", "mai"],
    &["june", "jun", "junio", "juni", "juin"],
    &["july", "jul", "julio", "juli", "juillet", "juil"],
    &["august", "aug", "agosto", "ago", "août", "aout"],
    &["september", "sept", "sep", "septiembre", "septembre"],
    &["october", "oct", "octubre", "oktober", "okt", "octobre"],
    &["november", "nov", "noviembre", "novembre"],
    &[
        "december",
        "dec",
        "diciembre",
        "dic",
        "dezember",
        "dez",
        "décembre",
        "decembre",
        "déc",
    ],
];

/// Months that are written small and are no word of running text.
const SMALL: &[&str] = &[
    "enero",
    "janvier",
    "febrero",
    "février",
    "fevrier",
    "marzo",
    "abril",
    "avril",
    "mayo",
    "junio",
    "juin",
    "julio",
    "juillet",
    "agosto",
    "août",
    "aout",
    "septiembre",
    "septembre",
    "octubre",
    "octobre",
    "noviembre",
    "novembre",
    "diciembre",
    "décembre",
    "decembre",
    "janv",
    "févr",
    "avr",
    "juil",
    "déc",
];

/// Those of them that are words of other languages, too, so that a year has to stand behind.
const SMALL_WITH_YEAR: &[&str] = &["mars", "mai"];

const WEEKDAYS: [(&[&str], Weekday); 7] = [
    (
        &["monday", "mon", "mondays", "lunes", "montag", "lundi"],
        Weekday::Monday,
    ),
    (
        &["tuesday", "tues", "tue", "martes", "dienstag", "mardi"],
        Weekday::Tuesday,
    ),
    (
        &[
            "wednesday",
            "weds",
            "wed",
            "miércoles",
            "miercoles",
            "mittwoch",
            "mercredi",
        ],
        Weekday::Wednesday,
    ),
    (
        &[
            "thursday",
            "thurs",
            "thur",
            "thu",
            "jueves",
            "donnerstag",
            "jeudi",
        ],
        Weekday::Thursday,
    ),
    (
        &["friday", "fri", "viernes", "freitag", "vendredi"],
        Weekday::Friday,
    ),
    (
        &[
            "saturday",
            "sat",
            "sábado",
            "sabado",
            "samstag",
            "sonnabend",
            "samedi",
        ],
        Weekday::Saturday,
    ),
    (
        &["sunday", "sun", "domingo", "sonntag", "dimanche"],
        Weekday::Sunday,
    ),
];

/// The month that a word names, 1 to 12. In running text `may`, `march` and `mar` are words, so that a
/// month needs a capital; Spanish writes months small and is read behind `de`.
pub(super) fn month(word: &str, small: bool) -> Option<i8> {
    if !small && !word.starts_with(char::is_uppercase) {
        return None;
    }
    let word = word.to_lowercase();
    let at = MONTHS
        .iter()
        .position(|names| names.contains(&word.as_str()))?;
    i8::try_from(at + 1).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    let capital = word.starts_with(char::is_uppercase);
    let word = word.to_lowercase();
    let (_, weekday) = WEEKDAYS
        .iter()
        .find(|(names, _)| names.contains(&word.as_str()))?;
    // `sat`, `sun`, `wed` and `mon` are words when they are small; whole names are days either way.
    (capital || word.len() > 4).then_some(*weekday)
}

/// What stands in front of a day in numbers in German: `Do, 05.12.2024`.
const SHORT_WEEKDAYS: [(&str, Weekday); 7] = [
    ("Mo", Weekday::Monday),
    ("Di", Weekday::Tuesday),
    ("Mi", Weekday::Wednesday),
    ("Do", Weekday::Thursday),
    ("Fr", Weekday::Friday),
    ("Sa", Weekday::Saturday),
    ("So", Weekday::Sunday),
];

/// The weekday with which a text begins, and what stands behind it.
pub(super) fn weekday_before(text: &str) -> Option<(Weekday, &str)> {
    let (word, rest) = text.split_at_checked(text.find(|c: char| !c.is_alphabetic())?)?;
    let short = SHORT_WEEKDAYS.iter().find(|(name, _)| *name == word);
    let found = short.map(|(_, day)| *day).or_else(|| weekday(word))?;
    Some((found, rest.trim_start_matches(['.', ',', ' '])))
}

impl Reader<'_> {
    /// One day, or several that share what follows.
    pub(super) fn days(&mut self) -> Option<Vec<Said>> {
        let weekday = self.attempt(Self::weekday);
        let first = self
            .attempt(Self::day)
            .or_else(|| self.attempt(|reader| reader.short_slashes(weekday.is_some())));
        let first = first.or_else(|| {
            self.attempt(|reader| {
                reader.further_weekday().filter(|_| weekday.is_some())?;
                reader
                    .attempt(Self::day)
                    .or_else(|| reader.short_slashes(true))
            })
        });
        let Some(first) = first else {
            // A weekday alone says no date, and matters only with a time, which the caller looks for.
            return self.weekday_with_time(weekday?);
        };
        if let Some(until) = self.attempt(|reader| reader.until(first)) {
            // The year behind a span is also that of its first day, or the one before.
            let year = until
                .year
                .map(|year| year - i16::from((first.month, first.day) > (until.month, until.day)));
            let first = Day {
                year: first.year.or(year),
                ..first
            };
            return Some(vec![(weekday, Some(first), Some(until))]);
        }
        let mut days = vec![(weekday, Some(first), None)];
        while let Some(next) = self.attempt(|reader| reader.another(first)) {
            days.push((None, Some(next), None));
        }
        // A year behind the last of them is everyone's.
        let year = days
            .last()
            .and_then(|(_, day, _)| day.and_then(|day| day.year));
        for (_, day, _) in &mut days {
            if let Some(day) = day {
                day.year = day.year.or(year);
            }
        }
        Some(days)
    }

    fn weekday_with_time(&mut self, weekday: Weekday) -> Option<Vec<Said>> {
        let mut ahead = Reader {
            tokens: self.tokens,
            at: self.at,
        };
        ahead.joint();
        ahead.times().map(|_| vec![(Some(weekday), None, None)])
    }

    fn weekday(&mut self) -> Option<Weekday> {
        let Some(Token::Word(word)) = self.peek(0) else {
            return None;
        };
        let found = weekday(word)?;
        self.at += 1;
        self.mark(&['.']);
        self.mark(&[',']);
        self.word(&["the", "el", "le", "den", "dem", "der"]);
        Some(found)
    }

    /// The second of two weekdays that a span names before its days: `Sat/Sun Nov. 6-7`.
    fn further_weekday(&mut self) -> Option<Weekday> {
        if !self.mark(&['/', '-', '–', '—', '&', '+']) && !self.word(&["and", "to", "y"]) {
            return None;
        }
        self.weekday()
    }

    fn day(&mut self) -> Option<Day> {
        self.attempt(Self::month_first)
            .or_else(|| self.attempt(Self::iso))
            .or_else(|| self.attempt(Self::slashes))
            .or_else(|| self.attempt(Self::day_first))
    }

    /// `Nov. 7th, 2024`
    fn month_first(&mut self) -> Option<Day> {
        let Some(Token::Word(word)) = self.peek(0) else {
            return None;
        };
        let month = month(word, false)?;
        self.at += 1;
        // `NOV7` is part of an address or a code.
        if self.touches(0) && matches!(self.peek(0), Some(Token::Number(..))) {
            return None;
        }
        self.mark(&['.']);
        let day = self.number_of_day()?;
        let year = self.year_behind();
        Some(plain(year, month, day))
    }

    /// `7 November 2024`, `7 de noviembre de 2024`, `7. November 2024`, `7 novembre 2024`
    fn day_first(&mut self) -> Option<Day> {
        let day = self.number_of_day()?;
        let small = self.word(&["de"]);
        if !small && !self.mark(&['.']) {
            self.word(&["of"]);
        }
        let Some(Token::Word(word)) = self.peek(0) else {
            return None;
        };
        let with_year = SMALL_WITH_YEAR.contains(&word);
        let month = month(word, small || with_year || SMALL.contains(&word))?;
        self.at += 1;
        self.mark(&['.']);
        let year = self.year_behind();
        if with_year && !small && year.is_none() {
            return None;
        }
        Some(plain(year, month, day))
    }

    /// `2024-11-07`
    fn iso(&mut self) -> Option<Day> {
        let year = self.year()?;
        if !self.mark(&['-']) {
            return None;
        }
        let Some(Token::Number(month, 2)) = self.peek(0) else {
            return None;
        };
        self.at += 1;
        if !self.mark(&['-']) {
            return None;
        }
        let day = self.number_of_day()?;
        // `2024-11-07T17:00` is a date and a time.
        if matches!(self.peek(0), Some(Token::Word("T"))) && self.touches(0) {
            self.at += 1;
        }
        let month = i8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
        Some(plain(Some(year), month, day))
    }

    /// Two numbers of a day with a slash between them.
    fn slash(&mut self) -> Option<(u32, u32)> {
        let Some(Token::Number(first, 1..=2)) = self.peek(0) else {
            return None;
        };
        self.at += 1;
        if !self.mark(&['/']) || !self.touches(0) {
            return None;
        }
        let Some(Token::Number(second, 1..=2)) = self.peek(0) else {
            return None;
        };
        self.at += 1;
        Some((first, second))
    }

    /// `Thu 11/7`, `11/7 at 7pm`. Without a weekday before it or a time behind it, it could be a fraction or a range of
    /// anything.
    fn short_slashes(&mut self, behind_weekday: bool) -> Option<Day> {
        let follows = self.touches(0);
        let (first, second) = self.slash()?;
        if follows
            || self.touches(0) && matches!(self.peek(0), Some(Token::Mark('/') | Token::Word(_)))
        {
            return None;
        }
        // `7/8 pm` are hours, and `24/7` is always.
        let is_hour = matches!(self.peek(0), Some(Token::Word(word)) if is_half(word));
        if is_hour || (first, second) == (24, 7) && !behind_weekday {
            return None;
        }
        if !behind_weekday {
            let mut ahead = Reader {
                tokens: self.tokens,
                at: self.at,
            };
            ahead.joint();
            ahead.times()?;
        }
        by_month(None, first, second)
    }

    /// `11/7/2024`, `11/7/24`
    fn slashes(&mut self) -> Option<Day> {
        let (first, second) = self.slash()?;
        if !self.mark(&['/']) {
            return None;
        }
        let year = match self.peek(0)? {
            Token::Number(year, 4) => i16::try_from(year).ok()?,
            Token::Number(year, 2) => 2000 + i16::try_from(year).ok()?,
            _ => return None,
        };
        self.at += 1;
        by_month(Some(year), first, second)
    }

    /// 1 to 31, perhaps `7th`; not the hour of a time.
    fn number_of_day(&mut self) -> Option<i8> {
        let Some(Token::Number(number, 1..=2)) = self.peek(0) else {
            return None;
        };
        let day = i8::try_from(number).ok().filter(|d| (1..=31).contains(d))?;
        self.at += 1;
        if self.touches(0) {
            match self.peek(0) {
                Some(Token::Word(word)) if is_half(word) => return None,
                Some(Token::Mark(':'))
                    if matches!(self.peek(1), Some(Token::Number(_, 2))) && self.touches(1) =>
                {
                    return None;
                }
                _ => {}
            }
            self.word(&["st", "nd", "rd", "th", "o", "º", "er"]);
        } else if matches!(self.peek(0), Some(Token::Word(word)) if is_half(word)) {
            return None;
        }
        Some(day)
    }

    fn year(&mut self) -> Option<i16> {
        let Some(Token::Number(number, 4)) = self.peek(0) else {
            return None;
        };
        let year = i16::try_from(number)
            .ok()
            .filter(|y| (1900..=2100).contains(y))?;
        self.at += 1;
        Some(year)
    }

    fn year_behind(&mut self) -> Option<i16> {
        self.attempt(|reader| {
            reader.mark(&[',']);
            reader.word(&["de", "of"]);
            reader.year()
        })
    }

    /// The end of a span: `-Nov 19`, `–9`, `through December 1`.
    fn until(&mut self, first: Day) -> Option<Day> {
        if !self.mark(&['-', '–', '—']) && !self.word(&["to", "through", "until", "thru"]) {
            return None;
        }
        self.attempt(Self::weekday);
        if let Some(day) = self.attempt(Self::day) {
            return Some(day);
        }
        let day = self.number_of_day()?;
        let year = self.year_behind();
        // `Nov. 7 – 8 ET` is an hour.
        if matches!(self.peek(0), Some(Token::Word(word)) if super::zone::named(word).is_some()) {
            return None;
        }
        (day > first.day).then_some(Day {
            year: year.or(first.year),
            day,
            ..first
        })
    }

    /// A further day of the same month: `and 22`, `& 22`.
    fn another(&mut self, first: Day) -> Option<Day> {
        self.mark(&[',']);
        if !self.mark(&['&']) && !self.word(&["and", "y"]) {
            return None;
        }
        let day = self.number_of_day()?;
        let year = self.year_behind();
        // `Nov. 7 and 300 people`, `Nov. 7 and 9 groups`: a number before a thing counts it.
        if let Some(Token::Word(word)) = self.peek(0)
            && !["at", "from", "on", "in", "a"].contains(&word)
        {
            return None;
        }
        (day > first.day).then_some(Day { year, day, ..first })
    }
}

/// Two numbers as a day, the month first where they do not say otherwise.
fn by_month(year: Option<i16>, first: u32, second: u32) -> Option<Day> {
    let (month, day) = if first > 12 {
        (second, first)
    } else {
        (first, second)
    };
    let month = i8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
    let day = i8::try_from(day).ok().filter(|d| (1..=31).contains(d))?;
    Some(Day {
        year,
        month,
        day,
        either_order: first <= 12 && second <= 12 && first != second,
    })
}

fn plain(year: Option<i16>, month: i8, day: i8) -> Day {
    Day {
        year,
        month,
        day,
        either_order: false,
    }
}

/// Whether a word says morning or afternoon.
pub(super) fn is_half(word: &str) -> bool {
    ["am", "pm", "a", "p"]
        .iter()
        .any(|half| half.eq_ignore_ascii_case(word))
        // `Nov 7 a call` is no time: the letter alone is one only with its full stop, which the caller sees.
        && word.len() == 2
}
