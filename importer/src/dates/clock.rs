//! The grammar of times of day: `5pm PT/ 8pm ET`, `6:30 – 7:45 ET`, `12noon`, `19:00`, `19.30 Uhr`.

use super::zone::{self, Zone};
use super::{Reader, Times, Token};
use jiff::civil::Time;

/// An hour as said, before it is known whether it is in the morning.
#[derive(Debug, Clone, Copy)]
struct Hour {
    hour: i8,
    minute: i8,
    half: Half,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
    /// `19:00`, `09:00`, noon: the hour says it.
    Whole,
    Unsaid,
}

/// Words and letters for hours.
const HOURS: &[&str] = &["h", "hs", "hrs", "horas", "heures", "Uhr"];

/// Minutes of a day.
const DAY: i32 = 24 * 60;

impl Reader<'_> {
    /// A time with its zone and the same moment in other zones. A number alone is no time: it needs
    /// minutes, a half of the day, or a zone.
    pub(super) fn times(&mut self) -> Option<Times> {
        let mut start = self.hour()?;
        let mut end = None;
        let first_zone = self.attempt(Self::zone);
        let mut zone = first_zone;
        if let Some(last) = self.attempt(Self::end) {
            end = Some(last);
            zone = self.attempt(Self::zone).or(first_zone);
        }
        let mut others = Vec::new();
        while let Some(other) = self.attempt(Self::other) {
            others.push(other);
        }
        let said = start.half != Half::Unsaid
            || end.is_some_and(|end| end.half != Half::Unsaid)
            || zone.is_some()
            || start.minute != 0;
        if !said {
            return None;
        }
        if start.half == Half::Unsaid
            && let Some(last) = end
        {
            start.half = half_before(start, last);
        }
        let mut half_assumed = false;
        if start.half == Half::Unsaid {
            match half_by_zone(start, zone, &others) {
                Some(half) => start.half = half,
                None => {
                    half_assumed = true;
                    start.half = likely(start);
                }
            }
        }
        let begun = start.time()?;
        let end = match end {
            Some(mut last) => {
                if last.half == Half::Unsaid {
                    last.half = start.half;
                    if last.time()? <= begun {
                        last.half = Half::Afternoon;
                    }
                }
                Some(last.time()?)
            }
            None => None,
        };
        let others = others
            .into_iter()
            .map(|(mut hour, there)| {
                if hour.half == Half::Unsaid {
                    hour.half = nearest_half(hour, there, begun, zone);
                }
                Some((hour.time()?, there))
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Times {
            start: begun,
            end,
            zone,
            others,
            half_assumed,
        })
    }

    /// `5pm`, `5:30 p.m.`, `noon`, `12 noon`, `17:00`.
    fn hour(&mut self) -> Option<Hour> {
        if let Some(hour) = self.attempt(Self::named_hour) {
            return Some(hour);
        }
        let Some(Token::Number(number, digits @ 1..=2)) = self.peek(0) else {
            return None;
        };
        // `1,400`, `$5`, `2.5` and `30403` are no times.
        if self.touches(0)
            && matches!(
                self.at.checked_sub(1).and_then(|at| self.tokens.get(at)),
                Some(placed) if matches!(placed.token, Token::Mark('$' | '#' | '.' | ':' | '/' | '-' | '+'))
                    && !self.follows_a_time()
            )
        {
            return None;
        }
        self.at += 1;
        let mut minute = 0;
        let mut has_minutes = false;
        if matches!(self.peek(0), Some(Token::Mark(':')))
            && self.touches(0)
            && let Some(Token::Number(said, 2)) = self.peek(1)
        {
            if said > 59 {
                return None;
            }
            minute = i8::try_from(said).ok()?;
            has_minutes = true;
            self.at += 2;
            // Seconds, as machines write them.
            if matches!(self.peek(0), Some(Token::Mark(':')))
                && self.touches(0)
                && matches!(self.peek(1), Some(Token::Number(0..=59, 2)))
            {
                self.at += 2;
            }
        }
        if !has_minutes && let Some(said) = self.attempt(Self::minutes_before_uhr) {
            (minute, has_minutes) = (said, true);
        }
        // `18h`, `18h30`, `18:30 hs`
        let said = minute;
        if let Some(minute) = self.attempt(|reader| reader.hours(has_minutes)) {
            let hour = i8::try_from(number).ok().filter(|hour| *hour < 24)?;
            return Some(Hour {
                hour,
                minute: minute.unwrap_or(said),
                half: Half::Whole,
            });
        }
        if let Some(hour) = self.attempt(|reader| {
            (number == 12 && reader.word(&["noon"])).then_some(Hour {
                hour: 12,
                minute: 0,
                half: Half::Whole,
            })
        }) {
            return Some(hour);
        }
        if !has_minutes && self.attempt(|reader| reader.and_part("media")).is_some() {
            minute = 30;
        } else if !has_minutes && self.attempt(|reader| reader.and_part("cuarto")).is_some() {
            minute = 15;
        }
        let half = self
            .attempt(Self::half)
            .or_else(|| self.attempt(|reader| reader.part_of_day(number)))
            .unwrap_or(Half::Unsaid);
        let hour = i8::try_from(number).ok()?;
        let is_whole = match has_minutes {
            true => hour > 12 || hour == 0 || digits == 2 && hour < 10,
            false => self.says_hours(),
        };
        let half = if half == Half::Unsaid && is_whole {
            Half::Whole
        } else {
            half
        };
        let fits = match half {
            Half::Whole => (0..=23).contains(&hour),
            _ => (1..=12).contains(&hour),
        };
        fits.then_some(Hour { hour, minute, half })
    }

    /// `.30`, where `Uhr` or `h` stands behind it: a full stop alone parts anything.
    fn minutes_before_uhr(&mut self) -> Option<i8> {
        let touches = self.touches(0) && self.touches(1);
        if !touches || !self.mark(&['.']) {
            return None;
        }
        let Some(Token::Number(minutes @ 0..=59, 2)) = self.peek(0) else {
            return None;
        };
        self.at += 1;
        let minutes = i8::try_from(minutes).ok()?;
        self.says_hours().then_some(minutes)
    }

    /// Whether the word for hours stands here, or behind an end: `18.30 bis 20.00 Uhr` says it once for both.
    fn says_hours(&self) -> bool {
        let mut ahead = Reader {
            tokens: self.tokens,
            at: self.at,
        };
        if ahead.mark(&['-', '–']) || ahead.word(&["bis", "à"]) {
            while matches!(
                ahead.peek(0),
                Some(Token::Number(..) | Token::Mark('.' | ':'))
            ) {
                ahead.at += 1;
            }
        }
        ahead.word(HOURS)
    }

    /// The word or letter for hours, as German, Spanish and French write them, with the minutes behind it.
    fn hours(&mut self, has_minutes: bool) -> Option<Option<i8>> {
        if !self.word(HOURS) {
            return None;
        }
        // `18 h 30`, `18 Uhr 30`, but not `18 h 30 personas`.
        let is_last =
            !matches!(self.peek(1), Some(Token::Word(_) | Token::Number(..))) || self.touches(0);
        let minutes = match self.peek(0) {
            Some(Token::Number(minutes @ 0..=59, 2)) if !has_minutes && is_last => {
                self.at += 1;
                i8::try_from(minutes).ok()
            }
            _ => None,
        };
        // `18 h.`
        if minutes.is_none() && self.touches(0) {
            self.mark(&['.']);
        }
        Some(minutes)
    }

    /// Whether the mark before this place stands behind a time, so that it joins two (`5pm/8pm`, `5-6pm`).
    fn follows_a_time(&self) -> bool {
        let mark = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let before = self.at.checked_sub(2).and_then(|at| self.tokens.get(at));
        matches!(mark, Some(placed) if matches!(placed.token, Token::Mark('/' | '-' | '.')))
            && match before.map(|placed| placed.token) {
                Some(Token::Word(word)) => {
                    super::day::is_half(word)
                        || zone::named(word).is_some()
                        || word == "noon"
                        || word == "m"
                }
                Some(Token::Number(_, digits)) => {
                    digits <= 2 && matches!(mark.map(|placed| placed.token), Some(Token::Mark('-')))
                }
                _ => false,
            }
    }

    fn named_hour(&mut self) -> Option<Hour> {
        let hour = if self.word(&["noon", "midday", "mediodía", "midi", "mittags"]) {
            12
        } else if self.word(&["midnight", "medianoche", "minuit", "mitternacht"]) {
            0
        } else {
            return None;
        };
        Some(Hour {
            hour,
            minute: 0,
            half: Half::Whole,
        })
    }

    fn half(&mut self) -> Option<Half> {
        let Some(Token::Word(word)) = self.peek(0) else {
            return None;
        };
        let half = match word.to_ascii_lowercase().as_str() {
            "am" | "a" => Half::Morning,
            "pm" | "p" => Half::Afternoon,
            _ => return None,
        };
        self.at += 1;
        if word.len() == 1 {
            // `p.m.`, `p. m.`
            if !self.mark(&['.']) || !self.word(&["m"]) {
                return None;
            }
            self.mark(&['.']);
        }
        Some(half)
    }

    /// `y media`, `y cuarto`
    fn and_part(&mut self, part: &str) -> Option<()> {
        (self.word(&["y"]) && self.word(&[part])).then_some(())
    }

    /// `de la tarde`, `de la mañana`; the twelfth hour of the night is midnight.
    fn part_of_day(&mut self, hour: u32) -> Option<Half> {
        if !self.word(&["de"]) || !self.word(&["la"]) {
            return None;
        }
        if self.word(&["mañana", "madrugada"]) || hour == 12 && self.word(&["noche"]) {
            return Some(Half::Morning);
        }
        let evening = self.word(&["tarde"]) || hour >= 6 && self.word(&["noche"]);
        evening.then_some(Half::Afternoon)
    }

    fn end(&mut self) -> Option<Hour> {
        if !self.mark(&['-', '–', '—']) && !self.word(&["to", "until", "till", "a", "à", "bis"])
        {
            return None;
        }
        self.hour()
    }

    fn zone(&mut self) -> Option<Zone> {
        self.mark(&['(']);
        if let Some(found) = self.attempt(Self::hour_of) {
            self.mark(&[')']);
            return Some(found);
        }
        let Some(Token::Word(word)) = self.peek(0) else {
            return None;
        };
        let found = zone::named(word)?;
        self.at += 1;
        self.word(&["standard", "daylight"]);
        self.word(&["time"]);
        self.mark(&[')']);
        Some(found)
    }

    /// `hora del este`, `hora del Pacífico`
    fn hour_of(&mut self) -> Option<Zone> {
        self.mark(&[',']);
        if !self.word(&["hora"]) || !self.word(&["del", "de"]) {
            return None;
        }
        self.word(&["la"]);
        let Some(Token::Word(word)) = self.peek(0) else {
            return None;
        };
        let found = zone::in_spanish(word)?;
        self.at += 1;
        Some(found)
    }

    /// The same moment elsewhere: `/ 8pm ET`, `(8pm ET)`, `, 8pm ET`. It needs a zone, or else it is another time.
    fn other(&mut self) -> Option<(Hour, Option<Zone>)> {
        if !self.mark(&['/', '(', '|', ',', ';', '•', '·']) && !self.word(&["or"]) {
            return None;
        }
        let hour = self.hour()?;
        if let Some(Token::Mark('-' | '–' | '—')) = self.peek(0) {
            self.attempt(Self::end);
        }
        let zone = self.zone()?;
        self.mark(&[')']);
        Some((hour, Some(zone)))
    }
}

impl Hour {
    fn time(self) -> Option<Time> {
        let hour = match self.half {
            Half::Whole | Half::Unsaid => self.hour,
            Half::Morning => self.hour % 12,
            Half::Afternoon => self.hour % 12 + 12,
        };
        Time::new(hour, self.minute, 0, 0).ok()
    }

    fn minutes(self) -> Option<i32> {
        let time = self.time()?;
        Some(i32::from(time.hour()) * 60 + i32::from(time.minute()))
    }
}

/// The half of a start whose end says one: the same, unless that put the start behind the end (`11-1pm`).
fn half_before(start: Hour, end: Hour) -> Half {
    if end.half == Half::Unsaid || end.half == Half::Whole && start.minute == 0 && end.hour > 12 {
        return end.half;
    }
    let same = Hour {
        half: end.half,
        ..start
    };
    match (same.minutes(), end.minutes()) {
        (Some(start), Some(end)) if start < end => same.half,
        _ => Half::Morning,
    }
}

/// The half for which one of the other times is the same moment.
fn half_by_zone(start: Hour, zone: Option<Zone>, others: &[(Hour, Option<Zone>)]) -> Option<Half> {
    let zone = zone?;
    let fits = |half: Half| {
        others.iter().any(|(other, there)| {
            let (Some(there), true) = (there, other.half != Half::Unsaid) else {
                return false;
            };
            match (Hour { half, ..start }.minutes(), other.minutes()) {
                (Some(here), Some(said)) => {
                    (here - zone.standard + there.standard - said).rem_euclid(DAY) == 0
                }
                _ => false,
            }
        })
    };
    [Half::Morning, Half::Afternoon]
        .into_iter()
        .find(|half| fits(*half))
}

/// The half in which another time is nearer to the moment of the first.
fn nearest_half(hour: Hour, there: Option<Zone>, first: Time, here: Option<Zone>) -> Half {
    let (Some(there), Some(here)) = (there, here) else {
        return likely(hour);
    };
    let moment =
        i32::from(first.hour()) * 60 + i32::from(first.minute()) - here.standard + there.standard;
    let off = |half: Half| {
        let said = Hour { half, ..hour }.minutes().unwrap_or(0);
        let apart = (said - moment).rem_euclid(DAY);
        apart.min(DAY - apart)
    };
    if off(Half::Morning) < off(Half::Afternoon) {
        Half::Morning
    } else {
        Half::Afternoon
    }
}

/// What an hour without `am` or `pm` most likely means in an announcement.
fn likely(hour: Hour) -> Half {
    if (8..=11).contains(&hour.hour) {
        Half::Morning
    } else {
        Half::Afternoon
    }
}
