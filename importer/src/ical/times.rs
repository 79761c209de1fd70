//! All times of an event, from its start, its rule and its further dates, each in a zone.

use super::component::Component;
use super::occurrence::{self, Occurrence};
use super::offsets::Offsets;
use super::{Context, MOST_EXPANDED, zone_name};
use crate::draft::{Draft, Value};
use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::dates::TimeOrDelta;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName,
    ICalendarPeriod, ICalendarProperty as Property, ICalendarStatus, ICalendarValue,
};
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

type Question = (&'static str, String);

/// Where a clock hangs that a time is told by.
#[derive(Debug, Clone)]
struct Clock {
    /// IANA zone in which the time is told.
    zone: String,
    /// Of the calendar's own zone, where the time is told by that.
    offsets: Option<Offsets>,
    question: Option<Question>,
}

impl Clock {
    fn of(zone: impl Into<String>) -> Clock {
        Clock {
            zone: zone.into(),
            offsets: None,
            question: None,
        }
    }

    fn moment(&self, local: DateTime) -> Option<Timestamp> {
        match &self.offsets {
            Some(offsets) => offsets.moment(local),
            None => Some(
                local
                    .to_zoned(occurrence::zone(&self.zone)?)
                    .ok()?
                    .timestamp(),
            ),
        }
    }

    /// A time as the zone's clock shows it, and as a question what cannot be told of that.
    fn occurrence(
        &self,
        start: DateTime,
        seconds: i64,
        whole_day: bool,
        questions: &mut Vec<Question>,
    ) -> Occurrence {
        if let Some(question) = &self.question {
            once(questions, question.clone());
        }
        let mut start = start;
        if whole_day {
            start = start.date().to_datetime(Time::midnight());
        } else if let Some(offsets) = &self.offsets {
            let there = offsets
                .moment(start)
                .and_then(|moment| Some(moment.to_zoned(occurrence::zone(&self.zone)?).datetime()));
            match there {
                Some(there) => start = there,
                None => {
                    let text = format!(
                        "the calendar's own zone does not say which moment {start} is; {} is taken",
                        self.zone
                    );
                    once(questions, ("unknown-zone", text));
                }
            }
        }
        Occurrence {
            start,
            seconds,
            whole_day,
            zone: self.zone.clone(),
        }
    }
}

/// The clock of a time: its own zone, else that of the event's start, if there is one, else the calendar's.
fn clock(
    entry: &ICalendarEntry,
    value: &PartialDateTime,
    start: Option<&Clock>,
    calendar: &ICalendar,
    context: &Context,
) -> Clock {
    if value.tz_hour.is_some() {
        return Clock::of("UTC");
    }
    let whole_day = value.hour.is_none();
    let fallback = context
        .zone
        .clone()
        .unwrap_or(context.vocabulary.zone.clone());
    let said = entry
        .parameter(&ICalendarParameterName::Tzid)
        .and_then(|zone| zone.as_text());
    let Some(said) = said else {
        return match start {
            Some(start) if start.zone != "UTC" => Clock {
                question: None,
                ..start.clone()
            },
            _ if whole_day || context.zone.is_some() => Clock::of(fallback),
            _ => Clock {
                question: Some((
                    "floating-time",
                    format!("the times name no zone; {fallback} is taken"),
                )),
                ..Clock::of(fallback)
            },
        };
    };
    let known = zone_name(said).or_else(|| {
        let zone = calendar
            .build_tz_resolver()
            .resolve(said)?
            .name()?
            .into_owned();
        occurrence::zone(&zone).is_some().then_some(zone)
    });
    if let Some(zone) = known {
        return Clock::of(zone);
    }
    let offsets = Offsets::of(&context.zones, said);
    let question = offsets.is_none().then(|| {
        (
            "unknown-zone",
            format!("the zone “{said}” is not known; {fallback} is taken"),
        )
    });
    Clock {
        zone: fallback,
        offsets,
        question,
    }
}

/// A component's start, or the time that it replaces.
fn start_of(component: &ICalendarComponent) -> Option<(&ICalendarEntry, &PartialDateTime)> {
    let entry = component
        .property(&Property::Dtstart)
        .or(component.property(&Property::RecurrenceId))?;
    Some((entry, entry.values.first()?.as_partial_date_time()?))
}

fn local(value: &PartialDateTime) -> Option<DateTime> {
    value.to_date_time()?.date_time.to_string().parse().ok()
}

/// What is said of an event without a time that can be told: the calendar's own line, so that nothing of it is lost.
fn unreadable_time(group: &[&Component]) -> String {
    let lines: Vec<&str> = group
        .iter()
        .flat_map(|component| component.text.lines())
        .filter(|line| {
            let name = line.split([':', ';']).next().unwrap_or("");
            let of_times = ["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE"];
            of_times
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
        })
        .map(str::trim_end)
        .collect();
    if lines.is_empty() {
        return "the event has no start. When is it?".to_owned();
    }
    format!(
        "“{}” is no time that can be told: it does not exist, was skipped or came twice when the clock was changed, or repeats in a way that is not known. When is it?",
        lines.join(" ")
    )
}

/// Gives an event its `when`.
pub(super) fn put(
    draft: &mut Draft,
    calendar: &ICalendar,
    group: &[&Component],
    context: &Context,
    line: usize,
) {
    let file = context.file.path.as_str();
    let expanded = ruled(calendar).expand_dates(Tz::Floating, MOST_EXPANDED);
    for _ in &expanded.errors {
        draft.ask(file, line, "no-date", unreadable_time(group));
    }
    let mut questions: Vec<Question> = Vec::new();
    let mut all = Vec::new();
    let mut lengths = BTreeMap::new();
    let mut clocks: BTreeMap<u32, Clock> = BTreeMap::new();
    for event in &expanded.events {
        let Some(component) = calendar.component_by_id(event.comp_id) else {
            continue;
        };
        if !takes_place(component) {
            continue;
        }
        let Some((entry, value)) = start_of(component) else {
            continue;
        };
        let clock = clocks
            .entry(event.comp_id)
            .or_insert_with(|| clock(entry, value, None, calendar, context));
        let Ok(start) = event.start.naive_local().to_string().parse::<DateTime>() else {
            continue;
        };
        let seconds = match &event.end {
            TimeOrDelta::Time(end) => end.timestamp() - event.start.timestamp(),
            // A change that holds from a time on has a length of its own, which the expansion forgets.
            TimeOrDelta::Delta(length) => lengths
                .get(&event.comp_id)
                .copied()
                .filter(|_| component.has_property(&Property::RecurrenceId))
                .unwrap_or(length.num_seconds()),
        };
        let apart = between_zones(component, clock, calendar, context, &mut questions);
        let seconds = apart.unwrap_or(seconds);
        let given =
            component.has_property(&Property::Dtend) || component.has_property(&Property::Duration);
        let length = if given { seconds } else { 0 };
        lengths.entry(event.comp_id).or_insert(length);
        let whole_day = value.hour.is_none() || says_whole_days(component, start, length);
        all.push(clock.occurrence(start, length, whole_day, &mut questions));
        if seconds < 0 {
            let text = "the event ends before it begins; its end was left out";
            once(&mut questions, ("end-before-start", text.to_owned()));
        }
    }
    questions.extend(unread_rules(calendar, group));
    for (id, component) in calendar.components.iter().enumerate() {
        if takes_place(component) && component.has_property(&Property::Rdate) {
            let length = u32::try_from(id).ok().and_then(|id| lengths.get(&id));
            let length = length.copied().unwrap_or(0);
            all.extend(further(
                component,
                length,
                calendar,
                context,
                &mut questions,
            ));
        }
    }
    for (code, text) in questions {
        draft.ask(file, line, code, text);
    }
    let all = all.into_iter().map(|one| in_zone(one, context)).collect();
    let (kept, cut) = occurrence::kept(all, context.written);
    let cut = cut || expanded.events.len() >= MOST_EXPANDED;
    if cut && let (Some(first), Some(last)) = (kept.first(), kept.last()) {
        let rule = group
            .iter()
            .flat_map(|component| component.text.lines())
            .find(|line| line.starts_with("RRULE"))
            .unwrap_or("RDATE");
        let (first, last) = (first.start.date(), last.start.date());
        let remains = match kept.len() {
            1 => format!("only that of {first} is kept"),
            times => format!("the {times} times from {first} to {last} are kept"),
        };
        draft.ask(
            file,
            line,
            "recurrence-cut",
            format!("the event takes place more often than a record can say ({rule}); {remains}"),
        );
    }
    let mut gaps = 0;
    let mut entries = Vec::new();
    for occurrence in &kept {
        let (entry, gap) = occurrence::entry(occurrence);
        gaps += usize::from(gap);
        entries.push(entry);
    }
    if gaps > 0 {
        let text = "a time falls into the hour that the clock skips in that night; it was put one hour later";
        draft.ask(file, line, "time-in-gap", text);
    }
    if !entries.is_empty() {
        draft.set("when", Value::List(entries));
    }
}

/// A calendar as its rules are expanded. Further dates have zones and lengths of their own, of which an expansion tells
/// nothing. A change of a single time belongs to its event however often either was written since (`SEQUENCE`, RFC 5545,
/// section 3.8.7.4), which the expansion would take for another series. An exception or a changed time that is told by
/// its day alone is that of the day, and one that is told with a time, of an event of whole days, too.
fn ruled(calendar: &ICalendar) -> ICalendar {
    let mut ruled = calendar.clone();
    let start = ruled.components.iter().find_map(|component| {
        let is_changed = component.has_property(&Property::RecurrenceId);
        let entry = component
            .property(&Property::Dtstart)
            .filter(|_| !is_changed)?;
        let value = entry.values.first()?.as_partial_date_time()?.clone();
        let zone = entry
            .params
            .iter()
            .find(|parameter| parameter.name == ICalendarParameterName::Tzid);
        Some((value, zone.cloned()))
    });
    for component in &mut ruled.components {
        component
            .entries
            .retain(|entry| !matches!(entry.name, Property::Rdate | Property::Sequence));
        let Some((start, zone)) = &start else {
            continue;
        };
        let singles = [Property::Exdate, Property::RecurrenceId];
        let entries = component.entries.iter_mut();
        for entry in entries.filter(|entry| singles.contains(&entry.name)) {
            for value in &mut entry.values {
                let ICalendarValue::PartialDateTime(value) = value else {
                    continue;
                };
                if value.hour.is_some() == start.hour.is_some() {
                    continue;
                }
                **value = PartialDateTime {
                    year: value.year,
                    month: value.month,
                    day: value.day,
                    ..start.clone()
                };
                entry
                    .params
                    .retain(|parameter| parameter.name != ICalendarParameterName::Tzid);
                entry.params.extend(zone.clone());
            }
        }
    }
    ruled
}

/// Whether Outlook says of an event from midnight to midnight that it lasts whole days.
fn says_whole_days(component: &ICalendarComponent, start: DateTime, seconds: i64) -> bool {
    let said = Property::Other("X-MICROSOFT-CDO-ALLDAYEVENT".to_owned());
    let says = component
        .property(&said)
        .and_then(|entry| entry.values.first()?.as_text())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("true"));
    says && start.time() == Time::midnight() && seconds % 86_400 == 0
}

/// The length in seconds of an event that ends by another clock than it begins.
fn between_zones(
    component: &ICalendarComponent,
    start: &Clock,
    calendar: &ICalendar,
    context: &Context,
    questions: &mut Vec<Question>,
) -> Option<i64> {
    let (_, from) = start_of(component)?;
    let entry = component.property(&Property::Dtend)?;
    let to = entry.values.first()?.as_partial_date_time()?;
    if from.hour.is_none() || to.hour.is_none() {
        return None;
    }
    let end = clock(entry, to, Some(start), calendar, context);
    if end.zone == start.zone && end.offsets.is_some() == start.offsets.is_some() {
        return None;
    }
    if let Some(question) = &end.question {
        once(questions, question.clone());
    }
    let (from, to) = (start.moment(local(from)?)?, end.moment(local(to)?)?);
    Some(to.as_second() - from.as_second())
}

/// Asks once for all times of an event.
fn once(questions: &mut Vec<Question>, question: Question) {
    if !questions.contains(&question) {
        questions.push(question);
    }
}

/// Asks about rules of recurrence that cannot be read, or of which an event has several.
fn unread_rules(calendar: &ICalendar, group: &[&Component]) -> Option<Question> {
    let lines = group.iter().flat_map(|component| component.lines());
    let said: Vec<String> = lines.filter(|line| line.starts_with("RRULE")).collect();
    let read = calendar.components.iter().filter(|component| {
        let rule = component.property(&Property::Rrule);
        let value = rule.and_then(|rule| rule.values.first());
        matches!(value, Some(ICalendarValue::RecurrenceRule(_)))
    });
    (said.len() > read.count()).then(|| {
        let text = format!(
            "the event repeats by a rule that cannot be read whole ({}). When does it take place?",
            said.join(" ")
        );
        ("no-date", text)
    })
}

/// Whether a component is an event, and none that says that one of its times is cancelled.
fn takes_place(component: &ICalendarComponent) -> bool {
    component.component_type == ICalendarComponentType::VEvent
        && !(component.status() == Some(&ICalendarStatus::Cancelled)
            && component.has_property(&Property::RecurrenceId))
}

/// The further dates of an event (`RDATE`, RFC 5545, section 3.8.5.2), but those that are excepted or that another
/// component replaces. A date has the event's `length`, a period its own.
fn further(
    component: &ICalendarComponent,
    length: i64,
    calendar: &ICalendar,
    context: &Context,
    questions: &mut Vec<Question>,
) -> Vec<Occurrence> {
    let start =
        start_of(component).map(|(entry, value)| clock(entry, value, None, calendar, context));
    let clock = |entry: &ICalendarEntry, value: &PartialDateTime| {
        clock(entry, value, start.as_ref(), calendar, context)
    };
    let moments = |entry: &ICalendarEntry| -> Vec<Timestamp> {
        let values = entry.values.iter();
        values
            .filter_map(|value| {
                let value = value.as_partial_date_time()?;
                clock(entry, value).moment(local(value)?)
            })
            .collect()
    };
    let mut gone: BTreeSet<Timestamp> = component
        .properties(&Property::Exdate)
        .flat_map(&moments)
        .collect();
    for other in &calendar.components {
        gone.extend(other.properties(&Property::RecurrenceId).flat_map(&moments));
    }
    let mut all = Vec::new();
    for entry in component.properties(&Property::Rdate) {
        for value in &entry.values {
            let (from, to, seconds) = match value {
                ICalendarValue::PartialDateTime(from) => (&**from, None, length),
                ICalendarValue::Period(ICalendarPeriod::Range { start, end }) => {
                    (start, Some(end), 0)
                }
                ICalendarValue::Period(ICalendarPeriod::Duration { start, duration }) => {
                    (start, None, duration.as_seconds())
                }
                _ => {
                    let text = "a further date (RDATE) of the event cannot be read";
                    once(questions, ("no-date", text.to_owned()));
                    continue;
                }
            };
            let Some(at) = local(from) else {
                let text = "a further date (RDATE) of the event is no day of the calendar";
                once(questions, ("no-date", text.to_owned()));
                continue;
            };
            let own = clock(entry, from);
            let moment = own.moment(at);
            if moment.is_some_and(|moment| gone.contains(&moment)) {
                continue;
            }
            let end = to.and_then(|end| clock(entry, end).moment(local(end)?));
            let seconds = match (moment, end) {
                (Some(moment), Some(end)) => end.as_second() - moment.as_second(),
                _ => seconds,
            };
            let mut one = own.occurrence(at, seconds, from.hour.is_none(), questions);
            // A time in UTC is told as the other times of the event are.
            if let Some(start) = start.as_ref().filter(|_| one.zone == "UTC") {
                one = told_in(one, &start.zone);
            }
            all.push(one);
        }
    }
    all
}

/// A time in UTC is told in the calendar's own zone, where it has one.
fn in_zone(occurrence: Occurrence, context: &Context) -> Occurrence {
    match context.zone.as_deref().filter(|_| occurrence.zone == "UTC") {
        Some(zone) => told_in(occurrence, zone),
        None => occurrence,
    }
}

/// A time in UTC as the clocks of a zone show it.
fn told_in(occurrence: Occurrence, zone: &str) -> Occurrence {
    let local = occurrence::zone(zone)
        .filter(|_| !occurrence.whole_day)
        .and_then(|zone| {
            let moment = occurrence.start.to_zoned(TimeZone::UTC).ok()?;
            Some(moment.with_time_zone(zone).datetime())
        });
    match local {
        Some(start) => Occurrence {
            start,
            zone: zone.to_owned(),
            ..occurrence
        },
        None => occurrence,
    }
}
