//! What the grammar reads, a line for each way of saying it.

use super::year::{Basis, anchor, date};
use super::{Mention, mentions};
use jiff::civil::{Date, date as day};

/// A mention in one line: `Thu 11-07 17:00 America/Los_Angeles +20:00 America/New_York`.
fn shown(mention: &Mention) -> String {
    let mut out = Vec::new();
    if let Some(weekday) = mention.weekday {
        out.push(format!("{weekday:?}"));
    }
    for (sign, day) in [("", mention.day), ("until ", mention.until)] {
        if let Some(day) = day {
            let year = day.year.map(|year| format!("{year}-")).unwrap_or_default();
            let either = if day.either_order { "?" } else { "" };
            out.push(format!(
                "{sign}{year}{:02}-{:02}{either}",
                day.month, day.day
            ));
        }
    }
    if let Some(times) = &mention.times {
        let zone = |zone: Option<super::Zone>| zone.map_or("", |zone| zone.id).to_owned();
        out.push(format!("{}", times.start.strftime("%H:%M")));
        if let Some(end) = times.end {
            out.push(format!("-{}", end.strftime("%H:%M")));
        }
        out.push(zone(times.zone));
        for (time, there) in &times.others {
            out.push(format!("+{} {}", time.strftime("%H:%M"), zone(*there)));
        }
        if times.half_assumed {
            out.push("assumed".to_owned());
        }
    }
    out.retain(|part| !part.is_empty());
    out.join(" ")
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = mentions(text).iter().map(shown).collect();
    assert_eq!(found, expected, "{text}");
    for mention in mentions(text) {
        assert!(text.get(mention.range.clone()).is_some(), "{text}");
    }
}

const PT: &str = "America/Los_Angeles";
const ET: &str = "America/New_York";

#[test]
fn dates_with_times_in_two_zones() {
    check(
        "The next calls are Weds., Nov. 20 at 5pm PT/ 8pm ET and Tues., Dec. 10 at 5pm PT/ 8pm ET.",
        &[
            &format!("Wednesday 11-20 17:00 {PT} +20:00 {ET}"),
            &format!("Tuesday 12-10 17:00 {PT} +20:00 {ET}"),
        ],
    );
    for text in [
        "November 7th at 5pm PT/8PM ET.",
        "Nov 7 @ 5 p.m. Pacific / 8 p.m. Eastern",
        "Nov. 7, 5:00 PM PST (8:00 PM EST)",
        "5pm PT / 8pm ET on Nov. 7",
        "Nov. 7, 5 PT/8pm ET",
        "Nov. 7: 5pm PT | 8 ET",
        "7 November, 5pm Pacific Time, 8pm Eastern Time",
    ] {
        check(text, &[&format!("11-07 17:00 {PT} +20:00 {ET}")]);
    }
    check(
        "Wednesday, Nov. 6 at noon PT/ 3pm PT",
        &[&format!("Wednesday 11-06 12:00 {PT} +15:00 {PT}")],
    );
    check(
        "Wednesday, Nov. 6 at 9am PT/ 12noon ET",
        &[&format!("Wednesday 11-06 09:00 {PT} +12:00 {ET}")],
    );
    check(
        "Saturday, Nov. 9 at 9am PT/ 12 noon ET",
        &[&format!("Saturday 11-09 09:00 {PT} +12:00 {ET}")],
    );
}

#[test]
fn spans_and_lists() {
    check(
        "a short-term plan (Oct 22-Nov 19) to",
        &["10-22 until 11-19"],
    );
    check("Nov. 4–6, 2024", &["2024-11-04 until 2024-11-06"]);
    check(
        "Nov. 20 and 22 at 7pm ET",
        &[&format!("11-20 19:00 {ET}"), &format!("11-22 19:00 {ET}")],
    );
    check("On Nov. 7 and 300 people came", &["11-07"]);
    check(
        "Nov. 6, 6:30 – 7:45 ET here.",
        &[&format!("11-06 18:30 -19:45 {ET} assumed")],
    );
    check("Nov. 6, 11-1pm ET", &[&format!("11-06 11:00 -13:00 {ET}")]);
    check(
        "Nov. 6, 5–6:30pm CT",
        &["11-06 17:00 -18:30 America/Chicago"],
    );
    check("Nov. 6, 7 - 8:30 p.m.", &["11-06 19:00 -20:30"]);
    check(
        "Nov 6 - Nov 8, 2027 at 10am ET",
        &[&format!("2027-11-06 until 2027-11-08 10:00 {ET}")],
    );
    for text in [
        "Sat/Sun Nov 6-7 10am-4pm",
        "Sat & Sun, Nov. 6–7, 10am-4pm",
        "Saturday and Sunday, Nov 6-7, 10am-4pm",
    ] {
        check(text, &["Saturday 11-06 until 11-07 10:00 -16:00"]);
    }
    // Of two weekdays without a day the one with the time is meant.
    check("Thursday and Friday at 7pm", &["Friday 19:00"]);
}

#[test]
fn other_forms() {
    check("2024-11-07 17:00", &["2024-11-07 17:00"]);
    check("2024-11-07T17:00:00", &["2024-11-07 17:00"]);
    check("on 11/7/2024", &["2024-11-07?"]);
    check("on 13/7/24", &["2024-07-13"]);
    check(
        "el jueves 7 de noviembre a las 19:00",
        &["Thursday 11-07 19:00"],
    );
    for text in [
        "Reunión el 7 de noviembre de 2027 a las 6 de la tarde ET",
        "El 7 de noviembre de 2027, a las 6 p. m. ET",
    ] {
        check(text, &[&format!("2027-11-07 18:00 {ET}")]);
    }
    for (text, expected) in [
        ("7 de noviembre a las 9 de la mañana", "11-07 09:00"),
        ("7 de noviembre a la 1 de la tarde", "11-07 13:00"),
        ("7 de noviembre a las 7 y media de la noche", "11-07 19:30"),
        ("7 de noviembre a las 12 de la noche", "11-07 00:00"),
        ("7 de noviembre, de 6 a 8 de la tarde", "11-07 18:00 -20:00"),
        ("7 de noviembre a las 6 de la organización", "11-07"),
    ] {
        check(text, &[expected]);
    }
    check("Thursday at 7pm ET", &[&format!("Thursday 19:00 {ET}")]);
    check("Every Tuesday", &[]);
}

#[test]
fn what_is_no_date() {
    for text in [
        "",
        "We may 5 times",
        "the march 7 people",
        "text 30403",
        "1-800 numbers",
        "24/7",
        "200+ organizations",
        "$5 PT",
        "Nov. 2024",
        "June",
        "Law 4 Black Lives",
        "10 Ways To Be",
        "Plan 2028",
        "May 32",
        "99999999999999999999 Nov",
    ] {
        check(text, &[]);
    }
}

#[test]
fn a_second_zone_is_checked_on_that_date() {
    let disagree = |text: &str, on: Date| {
        let found = mentions(text);
        let times = found
            .first()
            .and_then(|mention| mention.times.clone())
            .unwrap();
        times
            .disagreement(on)
            .map(|(_, _, should)| should.to_string())
    };
    let november = day(2024, 11, 6);
    assert_eq!(disagree("Nov. 6 at noon PT/ 3pm ET", november), None);
    assert_eq!(
        disagree("Nov. 6 at noon PT/ 3pm PT", november).as_deref(),
        Some("12:00:00")
    );
    assert_eq!(
        disagree("Nov. 6 at 5pm PT/ 9pm ET", november).as_deref(),
        Some("20:00:00")
    );
    // Clocks go back in Europe a week before they do in the United States.
    assert_eq!(
        disagree("Oct. 29 at 2pm ET/ 6pm GMT", day(2024, 10, 29)),
        None
    );
    assert_eq!(
        disagree("Oct. 29 at 2pm ET/ 7pm CET", day(2024, 10, 29)),
        None
    );
}

#[test]
fn years() {
    let today = day(2026, 11, 21);
    let of = |text: &str, published, told| {
        let found = mentions(text);
        let anchor = anchor(found.iter(), published, told, today);
        let dates: Vec<String> = found
            .iter()
            .filter_map(|mention| date(mention.day?, anchor.about))
            .map(|date| date.to_string())
            .collect();
        (dates.join(" "), anchor.basis)
    };
    let text = "Thursday, Nov. 7; Weds., Nov. 20; Tues., Dec. 10";
    assert_eq!(
        of(text, None, None),
        (
            "2024-11-07 2024-11-20 2024-12-10".into(),
            Basis::Weekdays(3, 3)
        )
    );
    assert_eq!(
        of(text, None, Some(2019)).0,
        "2019-11-07 2019-11-20 2019-12-10"
    );
    assert_eq!(of(text, Some(day(2013, 11, 1)), None).1, Basis::Published);
    assert_eq!(
        of("Dec. 30; Jan. 5", None, Some(2024)).0,
        "2024-12-30 2025-01-05"
    );
    assert_eq!(
        of("Dec. 30", None, None),
        ("2026-12-30".into(), Basis::Nearest)
    );
    assert_eq!(of("Feb. 29", None, Some(2024)).0, "2024-02-29");
    assert_eq!(of("Feb. 29", None, Some(2021)).0, "");
    assert_eq!(of("Nov. 31", None, None).0, "");
    assert_eq!(of("", None, None).1, Basis::Nearest);
}

#[test]
fn numbers_with_a_slash_are_days_behind_a_weekday_or_before_a_time() {
    check("Thurs 11/7 @ 7pm", &["Thursday 11-07? 19:00"]);
    check(
        "Wed 11/6 - 8pm ET",
        &[&format!("Wednesday 11-06? 20:00 {ET}")],
    );
    check("11/13 at 7pm", &["11-13 19:00"]);
    check("FRI-SUN 11/15-17: all", &["Friday 11-15 until 11-17"]);
    check("Miércoles 13/11, 18h", &["Wednesday 11-13 18:00"]);
    check("about 1/2 of us, 24/7 at 5pm, 7/8 pm", &["17:00"]);
    check("Tues 7/8 pm PT", &[]);
    check("at 11/7/2024 and 3/4 cups", &["2024-11-07?"]);
}

#[test]
fn spanish_hours_and_their_zones() {
    check(
        "Sábado 9 de noviembre, de 10:00 a 12:30 h (CDMX)",
        &["Saturday 11-09 10:00 -12:30 America/Mexico_City"],
    );
    check("el 7 de noviembre a las 18h30", &["11-07 18:30"]);
    check("19 hs", &["19:00"]);
    check(
        "Jueves 7 de noviembre a las 7 p.m. hora del este",
        &[&format!("Thursday 11-07 19:00 {ET}")],
    );
    check("7 p.m. (hora del Pacífico)", &[&format!("19:00 {PT}")]);
}
