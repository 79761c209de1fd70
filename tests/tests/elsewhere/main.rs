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
    ($name:ident, $missing:literal: $($journey:ident ($machine:ident))*) => {
        mod $name {
            use callboard_tests::browser::Browser;

            $(#[test]
            fn $journey() {
                let Some(browser) = Browser::$name(&crate::journeys::$machine) else {
                    println!("NOT RUN: {}; `cargo xtask test` installs it where it can", $missing);
                    return;
                };
                crate::journeys::$journey(&browser, stringify!($name));
            })*
        }
    };
}

/// The same journeys in each of these browsers, on machines that are set as `journeys` says.
macro_rules! journeys {
    ($($journey:ident ($machine:ident))*) => {
        journeys_in!(firefox, "GECKODRIVER names no driver of Firefox": $($journey ($machine))*);
        journeys_in!(webkit, "WEBKITWEBDRIVER and XVFB name no driver of WebKit with a screen": $($journey ($machine))*);
    };
}

journeys! {
    search_filter_and_record(HERE)
    the_keyboard_alone_is_enough(HERE)
    in_spanish(HERE)
    without_a_connection(HERE)
    a_new_version_comes_whole(HERE)
    a_sealed_page_asks_nothing(HERE)
    a_file_from_a_disk(HERE)
    the_widget_on_somebody_elses_page(HERE)
    times_there_and_here(NAIROBI)
    a_small_screen_in_the_dark(DARK)
}
