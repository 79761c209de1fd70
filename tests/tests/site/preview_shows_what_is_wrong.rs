//! A catalogue that is written while it is looked at: the page of `callboard serve` follows what is saved, and has what is
//! wrong above it until it is mended.

use callboard_tests::browser::Browser;
use callboard_tests::preview::Preview;
use callboard_tests::reader::Reader;

#[test]
fn the_page_follows_what_is_saved_and_says_what_is_wrong() {
    let preview = Preview::begins("preview");
    let file = preview.file("records/events/sample-town-hall.md");
    let good = std::fs::read_to_string(&file).expect("the starter has it");
    let title = good
        .lines()
        .find_map(|line| line.strip_prefix("title: "))
        .expect("it has a title");
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, preview.address(), "#/r/sample-town-hall");
    reader.reads(title);

    let panel = "document.querySelector('#callboard-preview')";
    let broken = good.replacen("title: ", "titel: ", 1);
    std::fs::write(&file, broken).expect("it can be written");
    browser.wait_until("the mistake is told", &format!("{panel} !== null"));
    let told = browser.text(&format!("{panel}.textContent"));
    for part in [
        "sample-town-hall.md:",
        "unknown key `titel`",
        "fix: write `title`",
        "the last version without errors",
    ] {
        assert!(told.contains(part), "{told}");
    }
    reader.reads(title);

    let mended = good.replacen(title, "Renamed while it is shown", 1);
    std::fs::write(&file, mended).expect("it can be written");
    // The page was loaded again, at the same record, and the mistake is gone.
    reader.reads("Renamed while it is shown");
    browser.wait_until("nothing is wrong any more", &format!("{panel} === null"));
    let said = browser.console();
    assert!(said.is_empty(), "{said:#?}");
}

/// Their own policy allows no script; in the preview it allows the preview's.
#[test]
fn pages_without_a_script_follow_too_and_so_does_an_address_that_is_none() {
    let preview = Preview::begins("preview-plain");
    let file = preview.file("records/events/sample-town-hall.md");
    let good = std::fs::read_to_string(&file).expect("the starter has it");
    let browser = Browser::desktop();
    let panel = "document.querySelector('#callboard-preview')";
    for (page, says) in [
        ("all.html", "All records"),
        ("no/such/page", "There is nothing at this address"),
    ] {
        browser.go(&format!("{}{page}", preview.address()));
        let text = browser.text("document.querySelector('main').innerText");
        assert!(text.contains(says), "{page}: {text}");
        let broken = good.replacen("title: ", "titel: ", 1);
        std::fs::write(&file, broken).expect("it can be written");
        browser.wait_until("the mistake is told", &format!("{panel} !== null"));
        std::fs::write(&file, &good).expect("it can be written");
        browser.wait_until("nothing is wrong any more", &format!("{panel} === null"));
    }
    let said = browser.console();
    let missing = |line: &&String| !line.contains("404");
    assert_eq!(said.iter().filter(missing).count(), 0, "{said:#?}");
}
