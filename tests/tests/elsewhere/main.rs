//! The reader's main journeys in browsers that are not Chromium: other engines for pages, for scripts and wasm, other service workers.
//! What the page promises in all browsers is tested in Chromium (`site`); here is whether the promises hold elsewhere.
//!
//! Needs a built site; says `NOT RUN` where a browser or its driver is missing.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "test code"
)]

mod journeys;

/// Every journey in one browser, each as a test of its own.
macro_rules! journeys_in {
    ($name:ident, $missing:literal: $($journey:ident)*) => {
        mod $name {
            use callboard_tests::browser::Browser;

            $(#[test]
            fn $journey() {
                let Some(browser) = Browser::$name() else {
                    println!("NOT RUN: {}; `cargo xtask test` installs it where it can", $missing);
                    return;
                };
                crate::journeys::$journey(&browser, stringify!($name));
            })*
        }
    };
}

/// The same journeys in each of these browsers.
macro_rules! journeys {
    ($($journey:ident)*) => {
        journeys_in!(firefox, "GECKODRIVER names no driver of Firefox": $($journey)*);
        journeys_in!(webkit, "WEBKITWEBDRIVER and XVFB name no driver of WebKit with a screen": $($journey)*);
    };
}

journeys! {
    search_filter_and_record
    the_keyboard_alone_is_enough
    in_spanish
    without_a_connection
    a_new_version_comes_whole
    a_sealed_page_asks_nothing
    a_file_from_a_disk
    the_widget_on_somebody_elses_page
}
