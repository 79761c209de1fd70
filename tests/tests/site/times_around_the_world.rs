//! The dated records of the catalogue show their own zone's time and the reader's, from five places; moments on both
//! sides of a change of the clocks are an hour apart. What is expected is computed from the time zone database, apart
//! from the browser.

use callboard_tests::browser::Browser;
use callboard_tests::guest::{self, Guest, INSIDE};
use callboard_tests::published::{self, workspace};
use callboard_tests::reader::Reader;
use callboard_tests::server::Server;
use jiff::{Timestamp, Zoned, tz::TimeZone};
use std::fs;

/// Where readers are, and how English names the zone of that place: nothing where the database's own letters are used.
const PLACES: [(&str, &str); 5] = [
    ("America/Los_Angeles", ""),
    ("America/New_York", ""),
    ("America/Mexico_City", "CST"),
    ("Africa/Nairobi", "GMT+3"),
    ("Asia/Kolkata", "GMT+5:30"),
];

/// Moments before and after the clocks of the United States change.
const CHANGES: [&str; 6] = [
    "2024-11-03T05:59Z",
    "2024-11-03T06:00Z",
    "2024-11-03T08:59Z",
    "2024-11-03T09:00Z",
    "2025-03-09T09:59Z",
    "2025-03-09T10:00Z",
];

fn at(moment: &str, zone: &str) -> Zoned {
    let moment: Timestamp = moment.replace('Z', ":00Z").parse().expect(moment);
    moment.to_zoned(TimeZone::get(zone).expect(zone))
}

fn clock(time: &Zoned, letters: &str) -> String {
    let letters = if letters.is_empty() {
        time.strftime("%Z").to_string()
    } else {
        letters.to_owned()
    };
    format!("{} {letters}", time.strftime("%-I:%M %p"))
}

/// What the page says of a time: in its own zone, and in the reader's where the clocks differ.
fn expected(start: &str, own: &str, (place, letters): (&str, &str)) -> String {
    let (there, here) = (at(start, own), at(start, place));
    let mut text = format!("{}, {}", there.strftime("%a %b %-d %Y"), clock(&there, ""));
    if there.datetime() != here.datetime() {
        let day = if there.date() == here.date() {
            String::new()
        } else {
            format!("{}, ", here.strftime("%a, %b %-d"))
        };
        text.push_str(&format!(" | {day}{} your time", clock(&here, letters)));
    }
    text
}

/// Reads the page's words with plain spaces.
const TIMES: &str = "[...document.querySelectorAll('#cb-open time')].map(time => [time.innerText, time.parentElement.querySelector('.cb-time-own')?.innerText]
    .filter(Boolean).join(' | ').replace(/\\s+/g, ' ').replace(/ until .*?(?= \\||$)/, '').trim()).join('\\n')";

/// Rows of the table of dated records that have a time of day: record, and start in UTC.
fn rows() -> Vec<(String, String)> {
    let table = workspace().join("indexer/tests/dated.jsonl");
    let table = std::fs::read_to_string(table).expect("the table is committed");
    let rows: Vec<serde_json::Value> = table
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    assert_eq!(rows.len(), 19);
    rows.iter()
        .filter_map(|row| {
            Some((
                row["record"].as_str()?.to_owned(),
                row["start"].as_str()?.to_owned(),
            ))
        })
        .collect()
}

#[track_caller]
fn check_from(place: (&str, &str)) {
    let site = published::site();
    let browser = Browser::desktop();
    browser.in_zone(place.0);
    let reader = Reader::visits(&browser, &format!("{}/", site.origin()));
    let mut wrong = Vec::new();
    let rows = rows();
    assert!(rows.len() > 10);
    for (record, start) in rows {
        reader.goes(&format!("#/r/{record}?as_of=2024-11-01T12:00Z"));
        let link = format!(
            "location.hash.includes('/{record}?') && document.querySelector('#cb-open time')"
        );
        browser.wait_until(&record, &link);
        // The source speaks of Pacific time first, the one record that does not of Eastern.
        let said = browser.text(TIMES);
        let any =
            ["America/Los_Angeles", "America/New_York"].map(|own| expected(&start, own, place));
        if !said.lines().any(|line| any.iter().any(|text| text == line)) {
            wrong.push(format!(
                "{record} from {}: expected one of {any:?}, but found {said:?}",
                place.0
            ));
        }
    }
    for moment in CHANGES {
        reader.goes(&format!("#/?as_of={moment}"));
        let time = at(moment, place.0);
        let text = format!(
            "Shown as of {}, {}.",
            time.strftime("%a, %b %-d, %Y"),
            clock(&time, place.1)
        );
        let found = format!(
            "document.querySelector('.cb-as-of')?.innerText.replace(/\\s+/g, ' ').replace(' at ', ', ').includes({})",
            serde_json::Value::from(text.as_str())
        );
        browser.wait_until(&format!("{moment} from {} is {text}", place.0), &found);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn from_los_angeles() {
    check_from(PLACES[0]);
}

#[test]
fn from_new_york() {
    check_from(PLACES[1]);
}

#[test]
fn from_mexico_city() {
    check_from(PLACES[2]);
}

#[test]
fn from_nairobi() {
    check_from(PLACES[3]);
}

#[test]
fn from_kolkata() {
    check_from(PLACES[4]);
}

/// A zone is called what it is called there, by the app as by a page that was made beforehand, wherever the reader is.
#[test]
fn spanish_has_names_for_zones_where_it_is_spoken() {
    const CLOCKS: &str = "[...document.querySelectorAll('.cb-time')].filter(time => time.querySelector('.cb-time-clock'))
        .map(time => time.getAttribute('datetime') + ' ' + time.querySelector('.cb-time-clock').textContent).join('\\n')";
    let site = published::site();
    let files = published::site_without_app();
    for place in ["America/New_York", "Europe/Madrid"] {
        let browser = Browser::desktop();
        browser.in_zone(place);
        browser.go(&format!("{}/es/agenda.html", files.origin()));
        browser.wait_until("the file", "document.querySelector('.cb-time-clock')");
        let file = browser.text(CLOCKS);
        let state = "#/?view=agenda&lang=es&as_of=2024-11-01T12:00Z";
        Reader::visits_at(&browser, &format!("{}/", site.origin()), state);
        browser.wait_until(
            "the app",
            "document.querySelector('#cb-found .cb-time-clock')",
        );
        let app = browser.text(CLOCKS);
        assert!(app.contains("2024-11-07T17:00 17:00 PST"), "{app}");
        let other = app
            .lines()
            .find(|line| !file.lines().any(|have| have == *line));
        assert_eq!(other, None, "{place}: {file}");
    }
}

/// The site with a catalogue in which something takes days: that of `indexer/tests/outputs` and one record.
fn site_with_days(name: &str) -> Server {
    let folder = workspace().join("target/tests").join(name);
    let (catalog, pack) = (folder.join("catalog"), folder.join("pack"));
    let _ = fs::remove_dir_all(&folder);
    published::copy(&workspace().join("indexer/tests/outputs/catalog"), &catalog);
    let camp = "---\nkind: event\ntitle: A camp\nsummary: Three days by the lake.\nwhen:\n  - start: 2024-11-08\n    end: 2024-11-10\n---\n";
    fs::write(catalog.join("records/a-camp.md"), camp).unwrap();
    published::site_of(&catalog, pack)
}

/// What ends on another day than it begins says which, in the zone in which it is shown; in the words of the page that is made
/// beforehand.
#[test]
fn an_end_on_another_day_has_its_date() {
    let site = site_with_days("days-app");
    let browser = Browser::desktop();
    browser.in_zone("Asia/Kolkata");
    let reader = Reader::visits(&browser, &format!("{}/", site.origin()));
    for (state, said) in [
        (
            "#/r/two-calls?lang=en",
            "Thu Nov 7 2024, 11:30 PM PST until Fri, Nov 8, 1:00 AM",
        ),
        (
            "#/r/two-calls?lang=en",
            "Fri Mar 29 2024, 6:00 PM GMT+2 until 7:30 PM",
        ),
        (
            "#/r/two-calls?lang=es",
            "jue 7 nov 2024, 23:30 PST hasta vie, 8 nov, 1:00",
        ),
        (
            "#/r/whole-days?lang=en",
            "Mon Dec 30 2024 until Tue, Dec 31",
        ),
        (
            "#/r/whole-days?lang=es",
            "lun 30 dic 2024 hasta mar, 31 dic",
        ),
        (
            "#/?q=whole+days&lang=en&as_of=2024-12-01T12:00Z",
            "until Tue, Dec 31",
        ),
    ] {
        reader.goes(state);
        let is_said = format!(
            "[...document.querySelectorAll('main time')].some(time => time.innerText.replace(/\\s+/g, ' ').includes({}))",
            serde_json::Value::from(said)
        );
        browser.wait_until(&format!("{state} says {said}"), &is_said);
    }
    // Both days are in the file for calendars, whose end is the day after.
    reader.goes("#/r/whole-days?lang=en&as_of=2024-12-01T12:00Z");
    browser.wait_until(
        "the file has both days",
        "[...document.querySelectorAll('a.cb-calendar')].some(a => decodeURIComponent(a.href).includes('DTSTART;VALUE=DATE:20241230\\r\\nDTEND;VALUE=DATE:20250101'))",
    );
}

#[test]
fn the_widget_says_the_last_of_several_days() {
    let site = site_with_days("days-widget");
    let host = guest::site(&format!("{}/", site.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.searches("camp lake");
    let said = browser.text(&format!(
        "{INSIDE}.querySelector('.meta').textContent.replace(/\\s+/g, ' ')"
    ));
    assert!(said.contains("Nov 8 – 10, 2024"), "{said}");
}

/// Who reads a partner's page has their own time beside that of the place, as the app has it; where the clocks agree, nothing is said twice.
#[test]
fn the_widget_says_the_readers_own_time() {
    let site = published::site();
    let words = |place, lang| {
        let host = guest::site(&format!("{}/", site.origin()), lang, "");
        let browser = Browser::desktop();
        browser.in_zone(place);
        let guest = Guest::visits(&browser, &host.origin());
        guest.searches("rapid response safety");
        browser.text(&format!(
            "[...{INSIDE}.querySelectorAll('.meta')].map(p => p.textContent.replace(/\\s+/g, ' ')).join('\\n')"
        ))
    };
    let mut wrong = Vec::new();
    for (place, lang, said) in [
        (
            "America/Los_Angeles",
            "",
            "Past: Nov 7, 2024, 5:00 PM PST · ",
        ),
        (
            "America/New_York",
            "",
            "Past: Nov 7, 2024, 5:00 PM PST (8:00 PM EST your time) · ",
        ),
        (
            "Asia/Kolkata",
            "",
            "Past: Nov 7, 2024, 5:00 PM PST (Fri, Nov 8, 6:30 AM GMT+5:30 your time) · ",
        ),
        (
            "Asia/Kolkata",
            "lang=es",
            "Pasado: 7 nov 2024, 17:00 PST (vie, 8 nov, 6:30 GMT+5:30 en su hora local) · ",
        ),
    ] {
        let found = words(place, lang);
        if !found.contains(said) {
            wrong.push(format!("{place} {lang}: {said:?} is not in {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A browser that is older than a zone shows the reader's own time.
#[test]
fn the_widget_shows_a_zone_that_the_browser_does_not_know() {
    let site = published::site();
    let host = guest::site(&format!("{}/", site.origin()), "", "");
    let browser = Browser::desktop();
    browser.in_zone("America/New_York");
    let guest = Guest::visits(&browser, &host.origin());
    browser.run(
        "Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, { construct(format, [language, options]) {
            if (options?.timeZone === 'America/Los_Angeles') throw new RangeError('Invalid time zone');
            return new format(language, options);
        } })",
    );
    guest.searches("rapid response safety");
    let said = guest.inside("querySelector('.meta').textContent.replace(/\\s+/g, ' ')");
    assert!(said.contains("Past: Nov 7, 2024, 8:00 PM EST · "), "{said}");
}
