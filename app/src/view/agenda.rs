//! What takes place, by day.
//!
//! A record with several times stands on the day of each. Of what is not loaded nothing is pretended: while there are more
//! hits to come, the agenda ends where the last of those that are here takes place, because before that nothing is missing.
//! Which day a moment lies in is asked of [`crate::dates`]: for a reader it is their own. With the latest first it is the
//! source's, as in a file.

use super::{Context, hit};
use crate::answer::{Answer, Hit};
use crate::html::Html;
use crate::moment;
use crate::state::Sort;
use callboard_model::Occurrence;

/// One day and what takes place on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Day<'h> {
    /// The day in words.
    pub heading: String,
    /// In order of time; what runs for days has no occurrence.
    pub rows: Vec<(&'h Hit, Option<&'h Occurrence>)>,
}

/// Something at a time.
struct Item<'h> {
    start: i64,
    over: bool,
    hit: &'h Hit,
    occurrence: Option<&'h Occurrence>,
}

impl Item<'_> {
    /// What is on or to come stands in order of time, then what is over, the latest first.
    fn place(&self) -> (bool, i64) {
        (self.over, if self.over { -self.start } else { self.start })
    }
}

/// Minutes by which clocks of two zones are apart at most.
const APART: i64 = 26 * 60;

/// Whether the latest day comes first, whatever is over: an order that neither the reader's clock nor their zone changes, so
/// that a page made beforehand has it, too. A time is then that of the clocks where something is.
fn latest_first(c: Context) -> bool {
    c.place.sort == Sort::Newest
}

/// Everything that the hits have in time, in its order, and the place of the last hit as the engine has it: its next time,
/// else its latest.
fn items<'h>(c: Context, answer: &'h Answer) -> (Vec<Item<'h>>, (bool, i64)) {
    let latest_first = latest_first(c);
    let mut all: Vec<Item> = Vec::new();
    let mut last = (true, i64::MAX);
    for hit in &answer.hits {
        last = (true, i64::MAX);
        let times = hit
            .card
            .when
            .iter()
            .map(|one| (one.start, one.end, one.local.as_str(), Some(one)));
        let span = hit
            .card
            .span
            .iter()
            .map(|span| (span.start, span.end, span.from.as_str(), None));
        for (start, end, local, occurrence) in times.chain(span) {
            let item = Item {
                start: match moment::parse(local) {
                    Some(there) if latest_first => there,
                    _ => start,
                },
                over: latest_first || end <= c.now,
                hit,
                occurrence,
            };
            let place = item.place();
            last = last.min(place);
            // Among those of what is over on one moment the first stays first, once the day is turned round.
            let before = |other: &Item| match item.over {
                true => other.place() < place,
                false => other.place() <= place,
            };
            // From the end, where most belong.
            let after = all.iter().rev().take_while(|other| !before(other)).count();
            let at = all.len() - after;
            all.insert(at, item);
        }
    }
    if latest_first {
        last.1 -= APART;
    }
    (all, last)
}

/// The days of an answer whose hits come soonest first: what is on or to come in order of time, then what is over, the
/// latest first. Of one whose hits come newest first the latest day first, each in order of time.
pub fn by_day<'h>(c: Context, answer: &'h Answer) -> Vec<Day<'h>> {
    let (items, last) = items(c, answer);
    let complete = answer.total as usize <= answer.hits.len();
    let mut days: Vec<Day> = Vec::new();
    let mut was_over = false;
    for item in items {
        if !complete && item.place() > last {
            break;
        }
        let heading = heading(c, &item);
        let row = (item.hit, item.occurrence);
        // What is over today is another part of the agenda than what is still to come.
        let same = was_over == item.over;
        was_over = item.over;
        match days.last_mut() {
            // The days of what is over go back in time, their hours do not.
            Some(day) if same && day.heading == heading => {
                let at = if item.over { 0 } else { day.rows.len() };
                day.rows.insert(at, row);
            }
            _ => days.push(Day {
                heading,
                rows: vec![row],
            }),
        }
    }
    days
}

fn heading(c: Context, item: &Item) -> String {
    let (date, moment) = match (item.occurrence, &item.hit.card.span) {
        (Some(occurrence), _) if occurrence.timed && !latest_first(c) => {
            ("", Some(occurrence.start))
        }
        (Some(occurrence), _) => (occurrence.local.get(..10).unwrap_or(""), None),
        (None, Some(span)) => (span.from.as_str(), None),
        (None, None) => ("", None),
    };
    c.dates.heading(date, moment, c.lang())
}

/// The days, in their order.
pub fn days(html: &mut Html, c: Context, days: &[Day]) {
    let mut shown: Vec<&str> = Vec::new();
    for day in days {
        super::part(html, &day.heading);
        html.raw("<ol class=\"cb-list\">");
        for (hit, occurrence) in &day.rows {
            let first = !shown.contains(&hit.id.as_str());
            shown.push(&hit.id);
            hit::row(html, c, hit::OF_PART, hit, occurrence.as_slice(), first);
        }
        html.raw("</ol></section>");
    }
}

#[cfg(test)]
mod tests {
    use super::by_day;
    use crate::answer::{Answer, Hit};
    use crate::state::{Place, Sort};
    use crate::view::sample::{hit, occurrence, seen};
    use callboard_model::Span;

    const DAY: i64 = 1440;

    /// A record with times at these days of January 1970, each at ten for an hour.
    fn at(id: &str, days: &[i64]) -> Hit {
        let mut made = hit(id);
        for day in days {
            made.card.when.push(occurrence((day - 1) * DAY + 600, 60));
        }
        made
    }

    /// The days of an answer at the beginning of the tenth, each with the ids on it.
    #[track_caller]
    fn check(hits: Vec<Hit>, total: u32, expected: &str) {
        check_from(Sort::default(), hits, total, expected);
    }

    #[track_caller]
    fn check_from(sort: Sort, hits: Vec<Hit>, total: u32, expected: &str) {
        let place = Place {
            sort,
            ..Place::default()
        };
        let answer = Answer {
            total,
            hits,
            facets: Vec::new(),
            operators: Vec::new(),
            notes: Vec::new(),
            did_you_mean: None,
        };
        let made = seen("en", None, |c| {
            let c = super::Context {
                now: 9 * DAY,
                place: &place,
                ..c
            };
            let mut lines = Vec::new();
            for day in by_day(c, &answer) {
                let ids: Vec<&str> = day.rows.iter().map(|(hit, _)| hit.id.as_str()).collect();
                lines.push(format!("{} {}", &day.heading[8..], ids.join(" ")));
            }
            lines.join("; ")
        });
        assert_eq!(made, expected);
    }

    #[test]
    fn what_comes_is_first_and_what_is_over_goes_back_in_time() {
        check(
            vec![at("a", &[10]), at("b", &[12]), at("c", &[9]), at("d", &[3])],
            4,
            "10 a; 12 b; 09 c; 03 d",
        );
    }

    #[test]
    fn a_record_stands_on_each_of_its_days() {
        check(
            vec![at("a", &[2, 11, 14]), at("b", &[12]), at("c", &[2])],
            3,
            "11 a; 12 b; 14 a; 02 a c",
        );
    }

    #[test]
    fn nothing_is_told_of_days_that_are_not_loaded() {
        // On the 14th there may be others, and of what is over nothing is known yet.
        check(vec![at("a", &[2, 11, 14]), at("b", &[12])], 9, "11 a; 12 b");
        // Here everything to come is known, and what is over back to the 5th.
        check(
            vec![at("a", &[2, 11, 14]), at("c", &[5])],
            9,
            "11 a; 14 a; 05 c",
        );
    }

    #[test]
    fn the_latest_day_comes_first_whatever_is_over() {
        check_from(
            Sort::Newest,
            vec![at("a", &[2, 11, 14]), at("b", &[11]), at("c", &[2])],
            3,
            "14 a; 11 a b; 02 a c",
        );
        // Late on the 10th in the west is later than early on the 11th in the east, and stands on the day before.
        let mut west = at("west", &[11]);
        west.card.when[0].local = "1970-01-10T23:00".to_owned();
        let mut east = at("east", &[10]);
        east.card.when[0].local = "1970-01-11T01:00".to_owned();
        check_from(
            Sort::Newest,
            vec![west.clone(), east.clone(), at("x", &[10])],
            3,
            "11 east; 10 x west",
        );
        // What is not loaded is no later than the last that is, by clocks that may be a day apart.
        check_from(
            Sort::Newest,
            vec![at("a", &[2, 14]), at("b", &[11])],
            9,
            "14 a",
        );
    }

    #[test]
    fn what_runs_for_days_stands_on_the_first() {
        let mut campaign = hit("campaign");
        campaign.card.span = Some(Span {
            from: "1970-01-08".to_owned(),
            to: "1970-01-20".to_owned(),
            start: 7 * DAY,
            end: 20 * DAY,
            words: None,
        });
        check(vec![campaign, at("a", &[10])], 2, "08 campaign; 10 a");
        check(Vec::new(), 0, "");
    }
}
