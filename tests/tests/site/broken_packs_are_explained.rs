//! Where the catalogue cannot be opened, the page says why in a sentence.

use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::server::{Reply, Server};

#[track_caller]
fn says(site: &Server, words: &str) {
    let browser = Browser::desktop();
    browser.go(&format!("{}/", site.origin()));
    browser.wait_until(
        &format!("the page says {words}"),
        &format!("/{words}/i.test(document.body.innerText)"),
    );
}

#[test]
fn a_missing_pack() {
    let site = published::site_changed(|path, reply| {
        if path.starts_with("/pack/") {
            Reply::missing()
        } else {
            reply
        }
    });
    says(&site, "index is not here");
}

#[test]
fn a_pack_that_was_cut_off() {
    let site = published::site_changed(|path, mut reply| {
        if path.ends_with(".cbp") {
            reply.body.truncate(reply.body.len() / 2);
        }
        reply
    });
    says(&site, "damaged|cut off|incomplete");
}

#[test]
fn a_pack_of_another_version() {
    let site = published::site_changed(|path, reply| match path {
        "/pack/callboard.json" => Reply::with(
            "application/json",
            r#"{"format":99,"first":"0123456789abcdef.cbp"}"#,
        ),
        _ => reply,
    });
    says(&site, "version|reload|newer");
}
