//! The published site in a real browser, one behaviour a file.
//!
//! Needs a built site and a browser: `cargo xtask test` sees to both.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "test code"
)]

mod a_catalogue_has_its_own_icon;
mod a_sealed_page_asks_nothing;
mod address_holds_the_state;
mod any_base_path;
mod broken_packs_are_explained;
mod dates_narrow_what_is_found;
mod embedding_is_explained;
mod everybody_can_use_it;
mod example_page_of_the_api;
mod finds_while_typing;
mod kept_on_the_device;
mod keyboard_alone_is_enough;
mod large_catalogues_offline;
mod latest_answer_wins;
mod lists_become_the_app;
mod made_beforehand;
mod new_versions_come_whole;
mod nothing_is_told_to_anyone;
mod one_file_from_a_disk;
mod opens_without_a_connection;
mod pages_need_no_script;
mod preview_shows_what_is_wrong;
mod record_pages_become_the_app;
mod records_lead_on;
mod renamed_records_are_found;
mod results_are_laid_out;
mod results_explain_themselves;
mod right_to_left;
mod small_screens;
mod suggestions_while_typing;
mod the_focus_stays;
mod times_around_the_world;
mod tonight;
mod widget_asks_nothing_until_touched;
mod widget_explains_what_is_wrong;
mod widget_keeps_the_latest_answer;
mod widget_looks_like_the_page;
mod widget_searches_from_another_origin;
mod widget_walks_by_keyboard;

use callboard_tests::published;
use callboard_tests::server::Server;

/// The site at the top of its own origin, and its address with the last slash.
fn site() -> (Server, String) {
    let site = published::site();
    let address = format!("{}/", site.origin());
    (site, address)
}
