//! A catalogue that is written while it is looked at: the page of `callboard serve` follows what is saved, and has what is
//! wrong above it until it is mended.

use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::reader::Reader;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// Ends with the test.
struct Preview(Child);

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_page_follows_what_is_saved_and_says_what_is_wrong() {
    let folder = std::env::temp_dir().join(format!("callboard-preview-{}", std::process::id()));
    let begun = Command::new(published::callboard())
        .arg("new")
        .arg(&folder)
        .output()
        .expect("the command runs");
    assert!(begun.status.success());
    let mut preview = Command::new(published::callboard())
        .arg("serve")
        .arg(&folder)
        .args(["--port", "0", "--app"])
        .arg(published::app())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map(Preview)
        .expect("the command runs");
    let said = preview.0.stdout.take().expect("its output is a pipe");
    let address = BufReader::new(said)
        .lines()
        .map_while(Result::ok)
        .find_map(|line| Some(line[line.find("http://")?..].split(' ').next()?.to_owned()))
        .expect("it says where it is");

    let file = folder.join("records/events/sample-town-hall.md");
    let good = std::fs::read_to_string(&file).expect("the starter has it");
    let title = good
        .lines()
        .find_map(|line| line.strip_prefix("title: "))
        .expect("it has a title");
    let browser = Browser::desktop();
    let reader = Reader::visits_at(&browser, &address, "#/r/sample-town-hall");
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
    if let Some(picture) = std::env::var_os("CALLBOARD_PICTURE") {
        std::fs::write(picture, browser.picture()).expect("a picture can be written");
    }

    let mended = good.replacen(title, "Renamed while it is shown", 1);
    std::fs::write(&file, mended).expect("it can be written");
    // The page was loaded again, at the same record, and the mistake is gone.
    reader.reads("Renamed while it is shown");
    browser.wait_until("nothing is wrong any more", &format!("{panel} === null"));
    let said = browser.console();
    assert!(said.is_empty(), "{said:#?}");
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}
