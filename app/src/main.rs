//! Mounts the app over the page's static shell.

fn main() {
    callboard_app::page::mount();
}
