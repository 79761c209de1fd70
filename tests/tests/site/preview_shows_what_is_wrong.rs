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
