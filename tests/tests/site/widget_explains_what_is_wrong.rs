//! Where the embedded search cannot work it says so in a sentence, with a way out.

use callboard_tests::browser::Browser;
use callboard_tests::guest::{self, Guest};
use callboard_tests::published;
use callboard_tests::server::{Reply, Server};

#[track_caller]
fn says(catalogue: &Server, sentence: &str) {
    let host = guest::site(&format!("{}/", catalogue.origin()), "", "");
    let browser = Browser::desktop();
    let guest = Guest::visits(&browser, &host.origin());
    guest.touches();
    browser.wait_until(
        &format!("it says: {sentence}"),
        &format!(
            "{}.querySelector('.status').textContent === '{sentence}'",
            guest::INSIDE
        ),
    );
    assert_eq!(
        guest.inside("querySelector('.more').textContent"),
        "Search in the catalogue itself"
    );
}

#[test]
fn a_catalogue_that_is_not_there() {
    let catalogue = published::site_changed(|path, reply| {
        if path.starts_with("/pack/") {
            Reply::missing().header("Access-Control-Allow-Origin", "*")
        } else {
            reply
        }
    });
    says(
        &catalogue,
        "There is no catalogue at the address that this page gives.",
    );
}

#[test]
fn a_host_that_allows_no_other_origins() {
    let catalogue = published::site_changed(|path, mut reply| {
        if path.starts_with("/pack/") {
            reply.headers.clear();
        }
        reply
    });
    says(
        &catalogue,
        "The catalogue cannot be reached from this page right now.",
    );
}

#[test]
fn a_pack_that_was_cut_off() {
    let catalogue = published::site_changed(|path, mut reply| {
        if path.ends_with(".cbp") {
            reply.body.truncate(reply.body.len() / 2);
        }
        reply
    });
    says(
        &catalogue,
        "The catalogue arrived damaged. Please try again in a moment.",
    );
}

#[test]
fn a_pack_of_another_version() {
    let catalogue = published::site_changed(|path, reply| {
        if path == "/pack/callboard.json" {
            Reply::with(
                "application/json",
                r#"{"format":99,"first":"0123456789abcdef.cbp"}"#,
            )
            .header("Access-Control-Allow-Origin", "*")
        } else {
            reply
        }
    });
    says(
        &catalogue,
        "The catalogue has been renewed. Load this page again to search it.",
    );
}
